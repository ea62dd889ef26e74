#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""The report of a run, read by Chromium without a window."""

import os
import re
import unittest

import support

support.need_modules("pandas", "matplotlib", "jinja2", "scipy")
support.need_lab()

import browsing  # noqa: E402
import made_run  # noqa: E402
from browsing import luminance  # noqa: E402
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402
from selenium.webdriver.support.ui import WebDriverWait  # noqa: E402

FOLDER = browsing.FOLDER
ENDS = 3000  # connections
FIGURES = 7  # states, lanes, five times; all close alike


class Report(browsing.PageTest):
    def open(self, run):
        page = FOLDER / f"{run.name}.html"
        self.succeeds("report.py", run, "-o", page)
        self.load(page)

    def search(self, words):
        box = self.browser.find_element(By.ID, "search")
        box.clear()
        box.send_keys(words)

    def rows(self):
        """How many ends the table has on all its pages together."""
        shown = len(self.all("#connection-table tbody tr"))
        words = self.all("#shown")[0].text.split()
        found = int(words[0])
        self.assertEqual(shown, min(found, 50))
        return found

    def test_a_run_of_many_connections(self):
        run = made_run.make_run(FOLDER / "many", ENDS, 3)
        self.open(run)
        figures = self.all("figure svg")
        self.assertEqual(len(figures), FIGURES)
        for figure in figures:
            self.assertGreater(figure.size["width"], 500)
            self.assertGreater(figure.size["height"], 150)
        self.assertIn("made <by> hand & $dollars$", self.all("h1")[0].text)
        abstract = self.all("#abstract")[0].text
        self.assertIn("3000 connections: ", abstract)
        self.assertIn("Opening took", abstract)
        ends = len((run / "connections.csv").read_text().splitlines()) - 1
        self.assertEqual(self.rows(), ends)
        failed = (run / "connections.csv").read_text().count(",timed-out,none,")
        self.assertGreater(failed, 20)
        self.search("timed-out")
        self.assertEqual(self.rows(), failed, "rows found by the search")
        shown = [d for d in self.all("details.entry") if d.is_displayed()]
        self.assertEqual(len(shown), 10)
        self.search("10.0.0.1:10007")
        self.assertEqual(self.rows(), 2)
        self.search("no such thing")
        self.assertEqual(self.rows(), 0)
        self.search(" ")
        self.assertEqual(self.rows(), ends)
        self.no_error_and_no_request()

    def test_a_heading_sorts(self):
        self.open(made_run.make_run(FOLDER / "sorted", 300, 4))
        (heading,) = [th for th in self.all("th.sort") if th.text == "connect (s)"]
        column = int(heading.get_attribute("data-column")) + 1
        for side in (1, -1):
            self.browser.execute_script("arguments[0].firstChild.focus()", heading)
            self.press(Keys.ENTER)
            self.assertEqual(
                heading.get_attribute("aria-sort"), "ascending" if side > 0 else "descending"
            )
            cells = self.all(f"#connection-table tbody tr td:nth-child({column})")
            values = [float(cell.text) for cell in cells if cell.text]
            self.assertGreater(len(values), 40)
            self.assertEqual(values, sorted(values, reverse=side < 0))
        self.no_error_and_no_request()

    def test_the_ladders_of_a_run_of_the_lab_with_losses(self):
        run = support.lab(FOLDER / "lab", "request-response", "--loss=0.3", "--RngRun=3",
                          "--ns3::TcpLifecycleL4Protocol::MinRto=2s")  # fmt: skip
        self.open(run)
        entry = self.all("details.entry")[0]
        entry.find_element(By.TAG_NAME, "summary").click()
        # the browser says a little later that it is open
        WebDriverWait(self.browser, 20).until(lambda _: entry.find_elements(By.TAG_NAME, "svg"))
        ladder = entry.find_element(By.TAG_NAME, "svg")
        self.assertGreater(ladder.size["height"], 300)
        self.assertIn("SYN-RECEIVED", ladder.text)
        self.assertIn("lost", ladder.text)
        # A row of the table draws the same ladder.
        before = ladder.text
        button = self.all("#connection-table tbody button")[0]
        self.browser.execute_script("arguments[0].focus()", button)
        self.press(Keys.ENTER)
        self.assertEqual(self.all("#ladder svg")[0].text, before)
        self.search("MinRto")
        rows = self.all("#parameter-table tr:not([hidden])")
        # the attribute of each end, and the command
        self.assertEqual(len(rows), 3)
        self.no_error_and_no_request()

    def test_pages_turn_by_keys(self):
        self.open(made_run.make_run(FOLDER / "paged", 400, 5))
        first = self.all("#connection-table tbody tr")[0].text
        self.all("body")[0].click()
        self.press("n")
        self.assertIn("Page 2 of 16", self.all("#page")[0].text)
        self.assertNotEqual(self.all("#connection-table tbody tr")[0].text, first)
        self.press("p")
        self.assertEqual(self.all("#connection-table tbody tr")[0].text, first)
        self.press("/")
        self.press("timed-out")
        self.assertIn("ends found", self.all("#found")[0].text)
        # Every connection is drawn by its row, by transitions alone where there is no capture.
        self.search("")
        self.browser.execute_script("arguments[0].click()",
                                    self.all("#connection-table tbody button")[7])  # fmt: skip
        self.assertIn("SYN-SENT", self.all("#ladder svg")[0].text)
        self.no_error_and_no_request()

    def test_it_is_readable_at_400_pixels_and_in_the_dark(self):
        run = support.lab(FOLDER / "narrow", "last-ack-lost")
        self.emulate(400, 800, dark=True)
        try:
            self.open(run)
            width = self.browser.execute_script("return document.documentElement.scrollWidth")
            self.assertLessEqual(width, 400)
            ink, paper = (
                [int(part) for part in re.findall(r"\d+", self.all("body")[0].value_of_css_property(
                    name))[:3]]
                for name in ("color", "background-color")
            )  # fmt: skip
            # WCAG 2.1, 1.4.3: a contrast of 4.5 at least
            light, dark = sorted((luminance(ink), luminance(paper)), reverse=True)
            self.assertGreater((light + 0.05) / (dark + 0.05), 7)
            self.assertGreater(luminance(ink), luminance(paper))
            self.browser.execute_script(
                "arguments[0].click()", self.all("#connection-table tbody button")[0])
            ladder = self.all("#ladder svg")[0]
            self.assertLessEqual(ladder.size["width"], 400)
            size = self.browser.execute_script(
                "const t = document.querySelector('#ladder svg text.state');"
                "return t.getBoundingClientRect().height")
            self.assertGreater(size, 10)
            if os.environ.get("TCP_LIFECYCLE_SHOTS"):
                self.browser.save_screenshot(os.environ["TCP_LIFECYCLE_SHOTS"])
        finally:
            self.emulate_nothing()
        self.no_error_and_no_request()

    def test_what_the_page_must_not_do_is_noticed(self):
        page = FOLDER / "bad.html"
        page.write_text('<img src="http://192.0.2.1/x.png"><script>fail()</script>')
        self.browser.get_log("performance")
        self.browser.get(page.as_uri())
        with self.assertRaises(AssertionError):
            self.no_error_and_no_request()
        self.browser.get("about:blank")


if __name__ == "__main__":
    unittest.main()
