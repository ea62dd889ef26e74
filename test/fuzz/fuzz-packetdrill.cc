/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fuzz-support.h"
#include "packetdrill-evaluator.h"
#include "packetdrill-match.h"
#include "packetdrill-parser.h"
#include "packetdrill-printer.h"

#include <string>
#include <variant>

/**
 * \file
 * Fuzzes what reads packetdrill scripts: every text is a script or a diagnostic with a place, what
 * is printed reads as the same script again, code blocks end, and a segment that a script sends is
 * the one that it would expect.
 */

using namespace ns3;
using namespace ns3::packetdrill;

namespace
{

/// \param pattern a segment \return whether its options can be in a header as they are written:
/// none that is given by its bytes or not known, nothing after the end of the list, 1 to 4 SACK
/// blocks
bool
IsPlain(const TcpPattern& pattern)
{
    bool ended = false;
    for (const OptionPattern& option : pattern.options)
    {
        const auto* sack = std::get_if<SackOption>(&option.value);
        const bool end = std::holds_alternative<EndOfListOption>(option.value);
        if ((ended && !end) || std::holds_alternative<RawOption>(option.value) ||
            std::holds_alternative<UnknownOption>(option.value) ||
            std::holds_alternative<FastOpenOption>(option.value) ||
            (sack != nullptr && sack->blocks.empty()))
        {
            return false;
        }
        ended = end;
    }
    return !pattern.ports && !(pattern.ack && (pattern.flags & lifecycle::ACK) == 0);
}

/// \param pattern a segment that a script sends
void
CheckSegment(TcpPattern pattern)
{
    pattern.ip = IpMarks{};
    Translation translation;
    const LiveOutcome outcome = ToLive(pattern, translation);
    if (const auto* segment = std::get_if<lifecycle::Segment>(&outcome))
    {
        LiveSegment live;
        live.segment = *segment;
        MatchRules rules;
        rules.strict = true;
        const MatchResult result = Match(pattern, live, Translation(), rules);
        Require(!IsPlain(pattern) || result.Matches(), "what is sent is what would be expected");
        ExpectedSegment(pattern).On(live, translation, rules);
    }
}

/// \param code a block of a script
void
CheckCode(const Code& code)
{
    Evaluator evaluator(
        [](const std::string& name) { return Value(static_cast<int64_t>(name.size())); });
    const CodeOutcome outcome = evaluator.Run(code);
    Require(outcome.kind == CodeOutcome::Kind::Done || outcome.position.line > 0,
            "what is wrong with code has a place");
}

} // namespace

int
LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    const std::string text(reinterpret_cast<const char*>(data), size);
    const ParseOutcome outcome = ParseScript("fuzz.pkt", text, {"FreeBSD"});
    if (const auto* wrong = std::get_if<Diagnostic>(&outcome))
    {
        Require(wrong->position.line > 0 && wrong->position.column > 0, "a diagnostic has a place");
        Require(!wrong->message.empty(), "a diagnostic has a message");
        return 0;
    }
    const auto& script = std::get<Script>(outcome);
    for (const Event& event : script.events)
    {
        if (const auto* packet = std::get_if<Packet>(&event.action))
        {
            const auto* tcp = std::get_if<TcpPattern>(&packet->pattern);
            if (tcp != nullptr && packet->direction == Direction::Inbound)
            {
                CheckSegment(*tcp);
            }
        }
        else if (const auto* code = std::get_if<Code>(&event.action))
        {
            CheckCode(*code);
        }
    }
    const std::string printed = ToText(script);
    const ParseOutcome again = ParseScript("printed.pkt", printed);
    Require(std::holds_alternative<Script>(again), "what is printed can be read");
    Require(ToText(std::get<Script>(again)) == printed, "and is the same script");
    return 0;
}
