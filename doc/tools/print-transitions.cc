/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "cause-words.h"

#include <iostream>
#include <string>

// Prints tables of the manual: all of lifecycle::TRANSITIONS, or all causes.

using namespace ns3::lifecycle;

namespace
{

/// All of TRANSITIONS, for the manual.
void
PrintAll()
{
    std::cout
        << ".. Printed by doc/tools/print-transitions.cc from model/machine/lifecycle-state.h; "
           "cmake --build --preset default --target doc-update\n\n"
           ".. list-table::\n   :header-rows: 1\n   :widths: 20 20 25 35\n\n"
           "   * - From\n     - To\n     - Cause\n     - Where RFC 9293 has it\n";
    for (const TransitionRule& rule : TRANSITIONS)
    {
        std::cout << "   * - " << ToText(rule.from) << "\n     - " << ToText(rule.to)
                  << "\n     - ``" << ToText(rule.cause) << "``\n     - " << rule.clause << "\n";
    }
}

/// All causes, for the manual.
void
PrintCauses()
{
    std::cout
        << ".. Printed by doc/tools/print-transitions.cc from model/machine/lifecycle-state.h; "
           "cmake --build --preset default --target doc-update\n\n"
           ".. list-table::\n   :header-rows: 1\n   :widths: 30 70\n\n"
           "   * - Cause\n     - Meaning\n";
    for (std::size_t i = 0; i < CAUSE_COUNT; ++i)
    {
        const auto cause = static_cast<Cause>(i);
        std::cout << "   * - ``" << ToText(cause) << "``\n     - " << Explain(cause) << "\n";
    }
}

} // namespace

int
main(int argc, char* argv[])
{
    const std::string what = argc == 2 ? argv[1] : "";
    if (what == "transitions")
    {
        PrintAll();
    }
    else if (what == "causes")
    {
        PrintCauses();
    }
    else
    {
        std::cerr << "usage: print-transitions transitions | causes\n";
        return 2;
    }
    return 0;
}
