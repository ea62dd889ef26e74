/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "packetdrill-translation.h"

#include "packetdrill-options.h"

namespace ns3
{
namespace packetdrill
{

namespace
{

using lifecycle::Seq;

/// \param expected an expected segment \param live it \param translation gets its TS value
void
LearnStamp(const TcpPattern& expected, const lifecycle::Segment& live, Translation& translation)
{
    const auto stamps = live.options.Read().timestamps;
    for (const OptionPattern& option : expected.options)
    {
        const auto* pattern = std::get_if<TimestampsOption>(&option.value);
        if (pattern != nullptr && pattern->value && stamps)
        {
            translation.stamps[*pattern->value] = stamps->value;
            if (!translation.firstStamp)
            {
                translation.firstStamp = {*pattern->value, stamps->value};
            }
        }
    }
}

/// \param expected an expected segment \param live it \param translation gets its named cookies
void
LearnCookies(const TcpPattern& expected, const lifecycle::Segment& live, Translation& translation)
{
    const std::vector<OptionPattern> options = Decode(live.options, Seq());
    for (std::size_t i = 0; i < expected.options.size() && i < options.size(); ++i)
    {
        const auto* pattern = std::get_if<FastOpenOption>(&expected.options[i].value);
        if (pattern != nullptr && !pattern->variable.empty())
        {
            const auto* cookie = std::get_if<FastOpenOption>(&options[i].value);
            translation.cookies[pattern->variable] =
                cookie != nullptr ? cookie->cookie : std::vector<uint8_t>();
        }
    }
}

} // namespace

void
Learn(const TcpPattern& expected, const lifecycle::Segment& live, Translation& translation)
{
    if (live.Has(lifecycle::SYN) && !translation.local)
    {
        translation.local = expected.sequence.kind == NumberKind::Relative
                                ? live.seq - expected.sequence.first
                                : live.seq;
    }
    LearnStamp(expected, live, translation);
    LearnCookies(expected, live, translation);
}

LiveOutcome
ToLive(const TcpPattern& pattern, Translation& translation)
{
    if (pattern.udp)
    {
        return std::string("TCP in UDP");
    }
    lifecycle::Segment segment;
    segment.flags = pattern.flags;
    segment.reserved = pattern.accurateEcn ? 1 : 0;
    segment.length = pattern.sequence.length;
    segment.window = pattern.window.value_or(0);
    segment.urgentPointer = pattern.urgent.value_or(0);
    if (pattern.ports)
    {
        segment.sourcePort = pattern.ports->first;
        segment.destinationPort = pattern.ports->second;
    }

    segment.seq = Seq(pattern.sequence.first);
    const bool absolute = pattern.sequence.kind == NumberKind::Absolute;
    if (segment.Has(lifecycle::SYN) && !translation.remote)
    {
        translation.remote = absolute ? segment.seq : Seq();
    }
    segment.seq = absolute ? segment.seq : translation.RemoteBase() + segment.seq.Value();

    const AckNumber ack = pattern.ack.value_or(AckNumber{});
    if (pattern.ack || segment.Has(lifecycle::ACK))
    {
        segment.ack =
            ack.kind == NumberKind::Absolute ? Seq(ack.value) : translation.LocalBase() + ack.value;
    }

    for (const OptionPattern& option : pattern.options)
    {
        const auto octets = Encode(option, translation);
        if (!octets || !segment.options.AddRaw(octets->data(), octets->size()))
        {
            return "option " + ToText(option);
        }
    }
    return segment;
}

lifecycle::Seq
QuotedSequence(const SequenceRange& range, const Translation& translation)
{
    return range.kind == NumberKind::Absolute ? Seq(range.first)
                                              : translation.LocalBase() + range.first;
}

} // namespace packetdrill
} // namespace ns3
