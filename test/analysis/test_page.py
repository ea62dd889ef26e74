#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""The page of each scenario, read by Chromium without a window."""

import csv
import json
import os
import re
import subprocess
import unittest

import support

support.need_lab()

import browsing  # noqa: E402
from browsing import luminance  # noqa: E402
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402

FOLDER = browsing.FOLDER
LAB = support.LAB

# Goes through all steps by a key, and notes what is shown after each.
WALK = """
const key = arguments[0], seen = [];
const note = () => seen.push({
  states: Array.from(document.querySelectorAll('.current-state'), one => one.textContent),
  lit: Array.from(document.querySelectorAll('.diagram g.lit'), one => one.dataset.state),
  why: document.getElementById('why').textContent,
  place: document.getElementById('slider').value,
  rungs: document.querySelectorAll('#ladder [data-step]').length,
  fields: document.querySelectorAll('.field').length,
  overflow: document.documentElement.scrollWidth > innerWidth,
  broken: /undefined|NaN|\\{\\w+\\}/.test(document.body.innerText),
});
note();
for (let i = 0; i < 400 && !document.getElementById(arguments[1]).disabled; ++i) {
  document.dispatchEvent(new KeyboardEvent('keydown', {key: key, bubbles: true}));
  note();
}
return seen;
"""


def scenarios():
    listed = subprocess.run([str(LAB), "--list"], check=True, capture_output=True, text=True)
    return [line.split()[0] for line in listed.stdout.splitlines()]


def play(name, *arguments):
    """A run with its page. Its folder."""
    folder = FOLDER / f"page-{name}"
    return support.lab(folder, name, "--pcap=none", f"--html={folder}.html", *arguments)


def data_of(page):
    """What the page's script reads."""
    text = page.read_text(encoding="utf-8")
    return json.loads(re.search(r'id="data">(.*?)</script>', text, re.S).group(1))


def changes(run, data):
    """The transitions of the connection that the page shows, by end, from transitions.csv."""
    ports = [int(end["address"].rsplit(":", 1)[1]) for end in data["ends"]]
    found = [[], []]
    connected = [False, False]
    with (run / "transitions.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        end = int(row["node"])
        own, peer = ports[end], ports[1 - end]
        if int(row["local_port"]) != own:
            continue
        listener = row["remote_port"] == "0"
        if (listener and connected[end]) or (not listener and int(row["remote_port"]) != peer):
            continue
        connected[end] = connected[end] or not listener
        found[end].append((row["from"], row["to"], row["cause"]))
    return found


class Page(browsing.PageTest):
    def walk(self, key="ArrowRight", until="next"):
        return self.browser.execute_script(WALK, key, until)

    def test_every_step_of_every_scenario(self):
        names = scenarios()
        self.assertGreater(len(names), 30)
        for name in names:
            with self.subTest(name):
                run = play(name)
                page = run.with_suffix(".html")
                data = data_of(page)
                expected = changes(run, data)
                told = [[], []]
                for t in data["transitions"]:
                    told[t["end"]].append((t["from"], t["to"], t["cause"]))
                self.assertEqual(told, expected)
                self.load(page, "#lang=en")
                seen = self.walk()
                self.assertGreater(len(seen), 6)
                last = seen[-1]
                ends = [changed[-1][1] if changed else "CLOSED" for changed in expected]
                self.assertEqual(last["states"], [f"A: {ends[0]}", f"B: {ends[1]}"])
                for number, one in enumerate(seen):
                    self.assertEqual(one["place"], str(number))
                    self.assertEqual(one["states"], [f"{n}: {s}" for n, s in zip("AB", one["lit"])])
                    self.assertEqual(one["rungs"], number)
                    self.assertFalse(one["broken"] or one["overflow"], one)
                    self.assertGreater(len(one["why"]), 20)
                # Each transition is a step whose text names it, and back is the same way.
                texts = "\n".join(one["why"] for one in seen)
                for before, after, _ in expected[0]:
                    self.assertIn(f"A: {before} → {after}", texts)
                self.assertEqual(self.walk("ArrowLeft", "back"), seen[::-1])
                self.no_error_and_no_request()

    def test_keys_slider_and_buttons(self):
        page = play("last-ack-lost").with_suffix(".html")
        self.load(page, "#lang=en")
        place = self.all("#slider")[0]
        for keys, number in ((Keys.ARROW_RIGHT, 1), (Keys.SPACE, 2), (Keys.PAGE_DOWN, 3), ("n", 4),
                             (Keys.PAGE_UP, 3), (Keys.HOME, 0), (Keys.END, 22)):  # fmt: skip
            self.browser.find_element(By.TAG_NAME, "body").send_keys(keys)
            self.assertEqual(place.get_attribute("value"), str(number), keys)
        self.all("#first")[0].click()
        self.all("#next")[0].click()
        self.assertEqual(place.get_attribute("value"), "1")
        self.browser.execute_script(
            "const s = document.getElementById('slider'); s.value = 17;"
            "s.dispatchEvent(new Event('input'))")  # fmt: skip
        self.assertIn("lost", self.all("#why")[0].text)
        self.assertIn("ACK seq=102 ack=302", self.all("#segment")[0].text)
        # A field explains itself when it has the focus: name, clause, meaning.
        self.browser.execute_script("document.querySelector('[data-field=seq]').focus()")
        meaning = self.all("#meaning")[0].text
        for words in ("Sequence number", "102", "0x00000066", "32 bits", "RFC 9293, 3.1"):
            self.assertIn(words, meaning)
        bits = self.all("[data-field=seq] .bits span")
        self.assertEqual("".join(bit.text for bit in bits), f"{102:032b}")
        self.browser.find_element(By.TAG_NAME, "body").send_keys("t")
        self.assertIn(". 102:102(0) ack 302", self.all("#ladder")[0].text)
        self.no_error_and_no_request()

    def test_timers_and_windows(self):
        """RFC 9293, 3.4.2: MSL is 2 minutes. RFC 6298, 2.4: the RTO is 1 s at least."""
        page = play("last-ack-lost").with_suffix(".html")
        self.load(page, "#lang=en&step=17")
        shown = self.all("#windows")[0].text
        self.assertIn("4 min left", shown)
        self.assertIn("990 ms left", shown)  # B's FIN was sent 10 ms before
        self.assertIn("SND.UNA 301 SND.NXT 302", " ".join(shown.split()))
        self.browser.find_element(By.TAG_NAME, "body").send_keys(Keys.END)
        self.assertNotIn("left", self.all("#windows")[0].text)

    def test_three_languages(self):
        page = play("client-close").with_suffix(".html")
        table = json.loads(
            re.search(r'id="words">(.*?)</script>', page.read_text(encoding="utf-8"), re.S).group(1)
        )
        names = [re.findall(r"\{\w+\}", texts[0]) for texts in table["words"].values()]
        for texts, expected in zip(table["words"].values(), names):
            self.assertEqual(len(texts), len(table["languages"]))
            for text in texts:
                self.assertLessEqual(set(re.findall(r"\{\w+\}", text)), {"{end}", "{peer}", *expected})
        for language, word in (("de", "Sequenznummer"), ("ko", "순서 번호"), ("en", "Sequence number")):
            self.load(page, f"#lang={language}&step=3")
            self.assertIn(word, self.all("#fields")[0].text)
            self.assertFalse(any(one["broken"] for one in self.walk()))
        self.no_error_and_no_request()

    def test_sizes_dark_and_light(self):
        page = play("simultaneous-close").with_suffix(".html")
        shots = os.environ.get("TCP_LIFECYCLE_SHOTS")
        try:
            for width, height in ((400, 800), (1280, 800), (1920, 1080)):
                for dark in (False, True):
                    self.emulate(width, height, dark)
                    self.load(page, "#lang=en&step=14")
                    wide = self.browser.execute_script("return document.documentElement.scrollWidth")
                    self.assertLessEqual(wide, width)
                    for selector in ("#why", ".current-state", "#meaning", ".note"):
                        self.contrast(selector, dark)
                    size = self.browser.execute_script(
                        "return parseFloat(getComputedStyle(document.getElementById('why')).fontSize)")
                    self.assertGreaterEqual(size, 13 if width == 400 else 16 if width < 1900 else 22)
                    if shots:
                        self.browser.save_screenshot(f"{shots}/page-{width}-{'dark' if dark else 'light'}.png")
        finally:
            self.emulate_nothing()
        self.no_error_and_no_request()

    def contrast(self, selector, dark):
        """WCAG 2.1, 1.4.3: 4.5 at least."""
        ink, paper = (
            [int(part) for part in re.findall(r"\d+", text)[:3]]
            for text in self.browser.execute_script(
                "let one = document.querySelector(arguments[0]); const ink = getComputedStyle(one).color;"
                "let back; do { back = getComputedStyle(one).backgroundColor; one = one.parentElement; }"
                "while (one && /, 0\\)$/.test(back)); return [ink, back]", selector)
        )  # fmt: skip
        light, shade = sorted((luminance(ink), luminance(paper)), reverse=True)
        self.assertGreater((light + 0.05) / (shade + 0.05), 4.5, selector)
        self.assertEqual(luminance(ink) > luminance(paper), dark)

    def test_a_page_that_cannot_be_written(self):
        done = subprocess.run([str(LAB), "--html=/no/such/folder/x.html"], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("/no/such/folder/x.html", done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), 1)


if __name__ == "__main__":
    unittest.main()
