# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
"""Asks all rules about a flow. test_judge.py shows each of them flows that break it."""

import segment_rules  # noqa: F401
import timer_rules  # noqa: F401
from rules import RULES, Terms  # noqa: F401


def judge_flow(flow, terms):
    """All findings: (name of the rule, clause, text)."""
    findings = []
    for check in RULES:
        clause = " ".join(check.__doc__.split(":")[0].split())
        for text in check(flow, terms):
            findings.append((check.__name__.replace("_", "-"), clause, text))
    return findings
