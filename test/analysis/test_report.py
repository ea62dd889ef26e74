#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""The report of a run, read by Chromium without a window."""

import json
import shutil
import socket
import unittest

import support

support.need_modules("pandas", "matplotlib", "jinja2", "scipy", "selenium")
support.need_lab()
if not shutil.which("chromium") or not shutil.which("chromedriver"):
    support.skip("there is no chromium with its driver; bash .ci/install.sh browser")
try:
    socket.getaddrinfo("localhost", 80)
except OSError:
    support.skip("nobody knows localhost, by which Chromium is driven; name it in /etc/hosts")

import made_run  # noqa: E402
from selenium import webdriver  # noqa: E402
from selenium.webdriver.chrome.service import Service  # noqa: E402
from selenium.webdriver.common.by import By  # noqa: E402

FOLDER = support.scratch()
ENDS = 3000


def browser():
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                     "--window-size=1300,1000", "--no-first-run", "--disable-extensions",
                     f"--user-data-dir={FOLDER / 'profile'}"):  # fmt: skip
        options.add_argument(argument)
    options.set_capability(
        "goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"}
    )
    service = Service(shutil.which("chromedriver"), log_path=str(FOLDER / "driver.log"))
    return webdriver.Chrome(service=service, options=options)


class Report(support.ScriptTest):
    @classmethod
    def setUpClass(cls):
        cls.browser = browser()
        cls.browser.set_page_load_timeout(120)

    @classmethod
    def tearDownClass(cls):
        cls.browser.quit()

    def open(self, run):
        page = FOLDER / f"{run.name}.html"
        self.succeeds("report.py", run, "-o", page)
        self.browser.get_log("browser")
        self.browser.get_log("performance")
        self.browser.get(page.as_uri())

    def all(self, selector):
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def search(self, words):
        box = self.browser.find_element(By.ID, "search")
        box.clear()
        box.send_keys(words)

    def no_error_and_no_request(self):
        self.assertEqual(self.browser.get_log("browser"), [])
        for entry in self.browser.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                url = message["params"]["request"]["url"]
                self.assertTrue(url.startswith(("file:///tmp/", "data:")), url)

    def test_a_run_of_many_connections(self):
        run = made_run.make_run(FOLDER / "many", ENDS, 3)
        self.open(run)
        figures = self.all("figure svg")
        self.assertEqual(len(figures), 7)
        for figure in figures:
            self.assertGreater(figure.size["width"], 500)
            self.assertGreater(figure.size["height"], 150)
        self.assertIn("made <by> hand & $dollars$", self.all("h1")[0].text)
        # as many rows as may be shown, of all of them
        self.assertEqual(len(self.all("#connection-table tbody tr")), 200)
        failed = (run / "connections.csv").read_text().count(",timed-out,none,")
        self.assertGreater(failed, 20)
        self.search("timed-out")
        self.assertEqual(
            len(self.all("#connection-table tbody tr")), failed, "rows found by the search"
        )
        shown = [d for d in self.all("details.story") if d.is_displayed()]
        self.assertEqual(len(shown), 10)
        self.search("10.0.0.1:10007")
        self.assertEqual(len(self.all("#connection-table tbody tr")), 2)
        self.search("no such thing")
        self.assertEqual(len(self.all("#connection-table tbody tr")), 0)
        self.search(" ")
        self.assertEqual(len(self.all("#connection-table tbody tr")), 200)
        self.no_error_and_no_request()

    def test_a_heading_sorts(self):
        self.open(made_run.make_run(FOLDER / "sorted", 300, 4))
        (heading,) = [th for th in self.all("th.sort") if th.text == "connect_s"]
        column = int(heading.get_attribute("data-column")) + 1
        for side in (1, -1):
            self.browser.execute_script("arguments[0].click()", heading)
            cells = self.all(f"#connection-table tbody tr td:nth-child({column})")
            values = [float(cell.text) for cell in cells[:100] if cell.text]
            self.assertGreater(len(values), 50)
            self.assertEqual(values, sorted(values, reverse=side < 0))
        self.no_error_and_no_request()

    def test_the_ladders_of_a_run_of_the_lab_with_losses(self):
        run = support.lab(FOLDER / "lab", "request-response", "--loss=0.3", "--RngRun=3",
                          "--ns3::TcpLifecycleL4Protocol::MinRto=2s")  # fmt: skip
        self.open(run)
        story = self.all("details.story")[0]
        story.find_element(By.TAG_NAME, "summary").click()
        ladder = story.find_element(By.TAG_NAME, "svg")
        self.assertGreater(ladder.size["height"], 300)
        self.assertIn("SYN-RECEIVED", ladder.text)
        self.assertIn("lost", ladder.text)
        # A link in the table opens the ladder.
        self.browser.execute_script("arguments[0].open = false", story)
        link = self.all(f'#connection-table a[href="#{story.get_attribute("id")}"]')[0]
        self.browser.execute_script("arguments[0].click()", link)
        self.assertEqual(story.get_attribute("open"), "true")
        self.search("MinRto")
        rows = self.all("#parameter-table tr:not([hidden])")
        # the attribute of each end, and the command
        self.assertEqual(len(rows), 3)
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
