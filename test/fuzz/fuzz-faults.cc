/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fuzz-support.h"
#include "tcp-lifecycle-faults.h"
#include "tcp-lifecycle-syntax-error.h"

#include <vector>

/**
 * \file
 * Fuzzes what reads fault rules: every text is rules or an error with its place, and what is
 * written of a rule is read as the same rule.
 */

using namespace ns3;

int
LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    const std::string text(reinterpret_cast<const char*>(data), size);
    std::vector<TcpLifecycleFaultRule> rules;
    try
    {
        rules = TcpLifecycleFaults::Parse(text);
    }
    catch (const TcpLifecycleSyntaxError& error)
    {
        RequireMessage(error);
        Require(error.GetPlace().line >= 1 && error.GetPlace().column >= 1, "an error has a place");
        Require(error.GetPlace().column <= size + 1, "and it is in the text");
        return 0;
    }
    for (const TcpLifecycleFaultRule& rule : rules)
    {
        const std::string written = TcpLifecycleFaults::ToText(rule);
        const std::vector<TcpLifecycleFaultRule> again = TcpLifecycleFaults::Parse(written);
        Require(again.size() == 1, "what is written of a rule is one rule");
        Require(TcpLifecycleFaults::ToText(again.front()) == written, "and the same");
    }
    return 0;
}
