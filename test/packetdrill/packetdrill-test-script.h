/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PACKETDRILL_TEST_SCRIPT_H
#define PACKETDRILL_TEST_SCRIPT_H

#include "packetdrill-parser.h"

#include <boost/test/unit_test.hpp>
#include <set>
#include <string>
#include <variant>

/**
 * \file
 * Scripts for tests.
 */

namespace ns3
{
namespace packetdrill
{

/// \param text a script's text \param defined names \return the script; requires that it is one
inline Script
Parsed(const std::string& text, const std::set<std::string>& defined = {})
{
    ParseOutcome outcome = ParseScript("test.pkt", text, defined);
    const auto* wrong = std::get_if<Diagnostic>(&outcome);
    BOOST_REQUIRE_MESSAGE(wrong == nullptr, (wrong != nullptr ? wrong->ToText() : text));
    return std::get<Script>(std::move(outcome));
}

/// \param text a script of one event \return the event
inline Event
OneEvent(const std::string& text)
{
    const Script script = Parsed(text);
    BOOST_REQUIRE_EQUAL(script.events.size(), 1u);
    return script.events.front();
}

/// \param text a TCP segment after its direction \return the pattern
inline TcpPattern
Tcp(const std::string& text)
{
    const Event event = OneEvent("+0 > " + text);
    return std::get<TcpPattern>(std::get<Packet>(event.action).pattern);
}

/// \param text a script that cannot be read \return `line:column: message`
inline std::string
Wrong(const std::string& text)
{
    const ParseOutcome outcome = ParseScript("", text);
    const auto* wrong = std::get_if<Diagnostic>(&outcome);
    BOOST_REQUIRE_MESSAGE(wrong != nullptr, "it can be read: " + text);
    return wrong->ToText().substr(1);
}

} // namespace packetdrill
} // namespace ns3

#endif // PACKETDRILL_TEST_SCRIPT_H
