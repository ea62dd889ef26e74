#!/usr/bin/python3
# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""run.sqlite in place of the CSV files, and databases that are none."""

import shutil
import sqlite3
import unittest

import support

support.need_modules("pandas", "matplotlib", "scipy", "jinja2")
support.need_lab()

from lifecycle import database  # noqa: E402
from lifecycle.errors import InputError  # noqa: E402
from lifecycle.runs import open_run  # noqa: E402

FOLDER = support.scratch()
TABLES = FOLDER / "tables" / "run"
BASE = FOLDER / "base" / "run"
OTHER = FOLDER / "other"
CSV = ("connections.csv", "transitions.csv", "segments.csv")


def setUpModule():
    support.lab(TABLES, "port-exhaustion", "--db", "--segments", "--pcap=none")
    if not (TABLES / database.NAME).exists():
        support.skip("the module was built without SQLite")
    shutil.copytree(TABLES, BASE, ignore=shutil.ignore_patterns(*CSV))
    (TABLES / database.NAME).unlink()
    support.lab(OTHER, "client-close", "--profile=linux")


def changed(*statements):
    """A run's folder whose database has been changed by statements of SQL."""
    folder = FOLDER / "changed"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(BASE, folder)
    base = sqlite3.connect(folder / database.NAME)
    for statement in statements:
        base.execute(statement)
    base.commit()
    base.close()
    return folder


class Database(support.ScriptTest):
    def test_every_script_says_and_draws_the_same(self):
        for name, out, *arguments in (
            ("ladder.py", None, "-c", "2"),
            ("ladder.py", None, "--list"),
            ("ladder.py", "ladder.svg"),
            ("timeline.py", "states.svg"),
            ("timeline.py", "lanes.svg", "--lanes", "6"),
            ("distributions.py", "connect.svg", "-m", "connect"),
            ("report.py", "report.html"),
            ("compare.py", None, OTHER),
        ):
            said = []
            for folder in (TABLES, BASE):
                where = ("-o", folder.parent / out) if out else ()
                text = self.succeeds(name, folder, *arguments, *where)
                said.append((text, (folder.parent / out).read_bytes() if out else b""))
            self.assertTrue(said[0][0] or said[0][1])
            self.assertEqual(said[0], said[1], f"{name} {out}")

    def refused(self, words, folder):
        with self.assertRaises(InputError) as caught:
            print(open_run(folder).transitions)
        self.assertIn(words, str(caught.exception))
        self.assertIn(database.NAME, str(caught.exception))

    def test_a_script_that_refuses_leaves_what_is_there(self):
        kept = FOLDER / "kept.svg"
        kept.write_text("kept")
        for statement, words in (
            ("UPDATE transitions SET node = 'x' WHERE rowid = 3", "row 3: column node: 'x' is not"),
            ("DELETE FROM transitions", "it has no transition"),
        ):
            folder = changed(statement)
            said = self.refuses(2, words, "timeline.py", folder, "-o", kept)
            self.assertIn(database.NAME, said)
            self.assertEqual(len(said.splitlines()), 1)
        self.assertEqual(kept.read_text(), "kept")

    def test_values_that_make_no_sense_are_refused_with_table_row_and_column(self):
        update = "UPDATE transitions SET {} WHERE rowid = 5"
        for assignment, words in (
            ("time_ns = 'soon'", "table transitions, row 5: column time_ns: 'soon' is not a whole"),
            ("time_ns = -1", "row 5: column time_ns: '-1' is not a whole number, or is negative"),
            ("time_ns = 1.5", "row 5: column time_ns: '1.5' is not a whole"),
            ("\"from\" = 'SLEEPING'", "row 5: column from: 'SLEEPING' is not a state"),
            ("cause = x'00ff'", "row 5: column cause: "),
        ):
            self.refused(words, changed(update.format(assignment)))

    def test_tables_and_columns_that_are_missing_are_named(self):
        self.refused("the table transitions is missing", changed("DROP TABLE transitions"))
        self.refused("table transitions has no column cause",
                     changed("ALTER TABLE transitions RENAME COLUMN cause TO why"))  # fmt: skip

    def test_files_that_are_damaged_or_no_database_are_refused(self):
        folder = changed()
        path = folder / database.NAME
        whole = path.read_bytes()
        self.assertGreater(len(whole), 20000)
        for content, words in (
            (b"", "the file is empty"),
            (b"time_ns,node,id\n1,2,3\n" * 9, "file is not a database"),
            (whole[: len(whole) // 2], "malformed"),
            (whole[:4096] + b"\xa5" * (len(whole) - 4096), "malformed"),
            (whole[:50], "database"),
        ):
            path.write_bytes(content)
            self.refused(words, folder)

    def test_a_locked_database_is_refused(self):
        folder = changed()
        base = sqlite3.connect(folder / database.NAME)
        base.execute("BEGIN EXCLUSIVE")
        self.refused("database is locked; another program has it open", folder)
        base.close()

    def test_a_folder_with_neither_is_refused(self):
        folder = FOLDER / "neither"
        folder.mkdir()
        said = self.refuses(2, "has no connections.csv", "report.py", folder, "-o", "x.html")
        self.assertIn("no run.sqlite", said)

    def test_a_table_of_many_rows_is_read(self):
        folder = changed(
            "CREATE TABLE n AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c"
            " LIMIT 20000) SELECT x FROM c",
            "INSERT INTO connections SELECT connections.* FROM connections, n",
        )
        text = self.succeeds("distributions.py", folder, "-m", "connect")
        self.assertRegex(text, r"connect +rfc9293 +[0-9]{5}")


if __name__ == "__main__":
    unittest.main()
