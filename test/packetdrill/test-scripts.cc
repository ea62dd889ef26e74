/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "packetdrill-printer.h"
#include "packetdrill-test-files.h"
#include "packetdrill-test-script.h"

#include <boost/test/unit_test.hpp>

using namespace ns3::packetdrill;

BOOST_AUTO_TEST_SUITE(scripts)

/// The first line of each says where it is broken and part of what is to be said of it:
/// `// broken at line:column: text`.
BOOST_AUTO_TEST_CASE(broken_scripts_are_told_with_line_and_column)
{
    const auto files = ScriptsBelow(BrokenScripts());
    BOOST_TEST(files.size() >= 50u);
    for (const auto& file : files)
    {
        const std::string name = file.filename().string();
        const std::string text = Contents(file);
        const std::string start = "// broken at ";
        BOOST_TEST_CONTEXT(name)
        {
            BOOST_REQUIRE(text.compare(0, start.size(), start) == 0);
            const std::string first = text.substr(start.size(), text.find('\n') - start.size());
            const std::size_t colon = first.find(": ");
            BOOST_REQUIRE(colon != std::string::npos);
            const ParseOutcome outcome = ParseScript(name, text);
            BOOST_REQUIRE(std::holds_alternative<Diagnostic>(outcome));
            const std::string told = std::get<Diagnostic>(outcome).ToText();
            BOOST_TEST(
                told.compare(0, name.size() + 1 + colon, name + ':' + first.substr(0, colon)) == 0,
                told);
            BOOST_TEST(told.find(first.substr(colon + 2)) != std::string::npos, told);
        }
    }
}

BOOST_AUTO_TEST_CASE(public_scripts_are_read_and_printed_as_they_are)
{
    const auto files = ScriptsBelow(PublicScripts());
    if (files.empty())
    {
        BOOST_TEST_MESSAGE("skipped: no public scripts in " << PublicScripts());
        return;
    }
    for (const auto& file : files)
    {
        for (const char* name : {"", "FreeBSD", "STANDARD"})
        {
            const ParseOutcome outcome = ParseScript(file.string(), Contents(file), {name});
            const auto* wrong = std::get_if<Diagnostic>(&outcome);
            BOOST_REQUIRE_MESSAGE(wrong == nullptr, (wrong ? wrong->ToText() : ""));
            const std::string printed = ToText(std::get<Script>(outcome));
            BOOST_TEST_CONTEXT(file)
            {
                BOOST_TEST(ToText(Parsed(printed)) == printed);
            }
        }
    }
}

/// Bytes of scripts deleted, doubled, and replaced by ones that mean something, at places that the
/// same numbers give each time. test/fuzz/fuzz-packetdrill.cc goes further.
BOOST_AUTO_TEST_CASE(scripts_that_were_damaged_are_scripts_or_diagnostics)
{
    constexpr int DAMAGES = 60;
    const std::string meaningful = "<>()[]{}`%\"'#/*.,:;+-~=0 \n\0\xff";
    uint32_t state = 1;
    const auto next = [&state](std::size_t below) {
        state = state * 1664525 + 1013904223; // Numerical Recipes' generator
        return (state >> 8) % below;
    };
    std::size_t broken = 0;
    for (const auto& file : ScriptsBelow(BrokenScripts()))
    {
        std::string text = Contents(file);
        for (int i = 0; i < DAMAGES; ++i)
        {
            const std::size_t at = next(text.size());
            switch (next(3))
            {
            case 0:
                text.erase(at, 1 + next(4));
                break;
            case 1:
                text.insert(at, text.substr(at, 1 + next(20)));
                break;
            case 2:
                text[at] = meaningful[next(meaningful.size())];
                break;
            }
            text += text.empty() ? " " : "";
            const ParseOutcome outcome = ParseScript("damaged.pkt", text);
            if (const auto* wrong = std::get_if<Diagnostic>(&outcome))
            {
                ++broken;
                BOOST_TEST(wrong->position.line > 0u);
                BOOST_TEST(wrong->position.column > 0u);
                BOOST_TEST(!wrong->message.empty());
            }
        }
    }
    BOOST_TEST(broken > 1000u);
}

BOOST_AUTO_TEST_SUITE_END()
