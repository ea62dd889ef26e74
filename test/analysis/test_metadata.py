#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""run.json, as lifecycle-lab writes it."""

import json
import re
import unittest

import support

support.need_lab()

FOLDER = support.scratch()
L4 = "--ns3::TcpLifecycleL4Protocol::"


def metadata(name, *arguments):
    folder = support.lab(FOLDER / name, "last-ack-lost", *arguments)
    return json.loads((folder / "run.json").read_text(encoding="utf-8"))


class Metadata(unittest.TestCase):
    def test_it_says_how_to_have_the_run_again(self):
        arguments = ["--loss=0.125", "--RngRun=77", "--RngSeed=5", "--fault=drop A>B SYN 1"]
        about = metadata("again", *arguments)
        self.assertEqual(about["command"][0], str(support.LAB))
        self.assertEqual(about["command"][-len(arguments):], arguments)
        self.assertEqual((about["seed"], about["run"]), (5, 77))
        self.assertEqual((about["scenario"], about["loss"], about["ip"]),
                         ("last-ack-lost", "0.125", "4"))  # fmt: skip
        self.assertEqual(about["fault"], "drop A>B ACK 2; drop A>B SYN 1")

    def test_version_and_commit(self):
        about = metadata("version")
        self.assertRegex(about["version"], r"^\d+\.\d+\.\d+$")
        listed = (support.ROOT / "CMakeLists.txt").read_text()
        self.assertIn(f"set(tcp_lifecycle_version {about['version']})", listed)
        self.assertRegex(about["commit"], r"^([0-9a-f]{40,64}(-dirty)?|unknown)$")

    def test_attributes_that_were_not_set_are_left_out(self):
        about = metadata("plain", "--profile=freebsd")
        ends = [{"Profile": "freebsd"}] * 2
        for end in about["attributes"].values():
            end.pop("InitialSequence", None)  # scenarios fix it
        self.assertEqual(list(about["attributes"]), ["0", "1"])
        self.assertEqual(list(about["attributes"].values()), ends)

    def test_attributes_that_were_set_are_there(self):
        about = metadata("set", "--profile=linux", f"{L4}MinRto=1500ms", f"{L4}SynRetries=3")
        for end in about["attributes"].values():
            self.assertEqual(end["Profile"], "linux")
            self.assertTrue(re.match(r"^\+?1500ms$|^1\.5s$", end["MinRto"]), end["MinRto"])
            self.assertEqual(end["SynRetries"], "3")
            self.assertNotIn("MaxRto", end)

    def test_one_set_to_what_the_profile_has_differs_in_nothing(self):
        same = metadata("same", "--profile=linux", f"{L4}MinRto=200ms")
        for end in same["attributes"].values():
            self.assertNotIn("MinRto", end)


if __name__ == "__main__":
    unittest.main()
