#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Chromium without a window, for the tests of pages."""

import json
import shutil
import socket

import support

support.need_modules("selenium")
if not shutil.which("chromium") or not shutil.which("chromedriver"):
    support.skip("there is no chromium with its driver; bash .ci/install.sh browser")
try:
    socket.getaddrinfo("localhost", 80)
except OSError:
    support.skip("nobody knows localhost, by which Chromium is driven; name it in /etc/hosts")

from selenium import webdriver  # noqa: E402
from selenium.webdriver.chrome.service import Service  # noqa: E402
from selenium.webdriver.common.by import By  # noqa: E402

FOLDER = support.scratch()


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


def luminance(colour):
    """WCAG 2.1: relative luminance."""
    parts = [part / 255 for part in colour]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


class PageTest(support.ScriptTest):
    """With a browser, and what is asserted of every page."""

    @classmethod
    def setUpClass(cls):
        cls.browser = browser()
        cls.browser.set_page_load_timeout(120)

    @classmethod
    def tearDownClass(cls):
        cls.browser.quit()

    def load(self, page, fragment=""):
        """Open a file, with nothing left of the page before."""
        self.browser.get("about:blank")
        self.browser.get_log("browser")
        self.browser.get_log("performance")
        self.browser.get(page.as_uri() + fragment)

    def all(self, selector):
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def press(self, *keys):
        """Keys without a mouse, wherever the focus is."""
        self.browser.switch_to.active_element.send_keys(*keys)

    def emulate(self, width, height, dark=False):
        """A screen of a size, and what its user prefers."""
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "features": [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        })  # fmt: skip
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600
        })  # fmt: skip

    def emulate_nothing(self):
        self.browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})

    def no_error_and_no_request(self):
        self.assertEqual(self.browser.get_log("browser"), [])
        for entry in self.browser.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                url = message["params"]["request"]["url"]
                self.assertTrue(url.startswith(("file:///tmp/", "data:")), url)
