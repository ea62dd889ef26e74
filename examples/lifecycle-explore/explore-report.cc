/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "explore-report.h"

#include "explore-replay.h"
#include "tcp-lifecycle-ladder-text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace ns3
{
namespace lifecycle
{
namespace explore
{

namespace
{

/// \param step a user's \return in words
std::string
ToWords(const Step& step)
{
    switch (step.call)
    {
    case Call::Open:
        return "open";
    case Call::Listen:
        return "listen";
    case Call::Send:
        return "send " + std::to_string(step.octets);
    case Call::Read:
        return "read " + (step.octets == 0 ? "all" : std::to_string(step.octets));
    case Call::ShutdownSend:
        return "shutdown of sending";
    case Call::ShutdownReceive:
        return "shutdown of receiving";
    case Call::Close:
        return "close";
    case Call::Abort:
        return "abort";
    }
    return "?";
}

/// \param span a length of time \return milliseconds, `4ms`
std::string
Milliseconds(Duration span)
{
    return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(span).count()) +
           "ms";
}

/// \param at an instant \return ns-3's
Time
ToTime(Instant at)
{
    return NanoSeconds(at.time_since_epoch().count());
}

} // namespace

std::string
LadderOf(const Configuration& configuration, const SearchResult& result)
{
    const Replay replay = ReplayTrace(configuration, result);
    TcpLifecycleLadderModel model;
    model.title = configuration.name + ": " + result.broken;
    for (std::size_t end = 0; end < 2; ++end)
    {
        model.ends[end].name = end == 0 ? "A" : "B";
        model.ends[end].port = static_cast<uint16_t>(4000);
        model.ends[end].isn = configuration.iss[end];
    }
    std::vector<std::optional<std::size_t>> indexes(replay.segments.size());
    for (const Entry& entry : replay.entries)
    {
        switch (entry.kind)
        {
        case Entry::Kind::Called:
            break;
        case Entry::Kind::Changed:
            model.AddTransition({entry.end,
                                 ToTime(entry.at),
                                 entry.transition.from,
                                 entry.transition.to,
                                 entry.transition.cause});
            break;
        case Entry::Kind::Received:
            if (!indexes[entry.segment])
            {
                indexes[entry.segment] = model.AddSent(replay.segments[entry.segment].from,
                                                       ToTime(entry.at),
                                                       replay.segments[entry.segment].segment);
            }
            model.AddReceived(*indexes[entry.segment], ToTime(entry.at));
            break;
        case Entry::Kind::Emitted:
            indexes[entry.segment] = model.AddSent(entry.end,
                                                   ToTime(entry.at),
                                                   replay.segments[entry.segment].segment,
                                                   replay.segments[entry.segment].retransmission);
            break;
        }
    }
    std::string text = TcpLifecycleLadderText(model);
    text += "\nThe users' calls:\n";
    for (const Entry& entry : replay.entries)
    {
        if (entry.kind == Entry::Kind::Called)
        {
            text += "  " + Seconds(entry.at) + " s  " + (entry.end == 0 ? "A" : "B") + ": " +
                    ToWords(entry.step) + "\n";
        }
    }
    return text;
}

std::string
FaultRulesOf(const Configuration& configuration, const SearchResult& result)
{
    const Replay replay = ReplayTrace(configuration, result);
    std::string text =
        "# " + configuration.name + ": " + result.broken + "\n# For a link with a delay of 1 ms.\n";
    for (const Entry& entry : replay.entries)
    {
        if (entry.kind == Entry::Kind::Called)
        {
            text += "# at " + Seconds(entry.at) + " s " + (entry.end == 0 ? "A" : "B") + ": " +
                    ToWords(entry.step) + "\n";
        }
    }
    const Duration flight = std::chrono::milliseconds(1);
    std::array<uint32_t, 2> count{};
    for (const Sent& sent : replay.segments)
    {
        const std::string direction = sent.from == 0 ? "A>B" : "B>A";
        if (sent.forged)
        {
            text += "inject " + direction + " " + Milliseconds(sent.at.time_since_epoch()) + " " +
                    ToText(sent.segment) + "\n";
            continue;
        }
        const std::string which = direction + " any " + std::to_string(++count[sent.from]);
        if (sent.arrivals.empty())
        {
            text += "drop " + which + "\n";
            continue;
        }
        const Duration late = sent.arrivals.front() - sent.at - flight;
        if (late > Duration::zero())
        {
            text += "delay " + which + " " + Milliseconds(late) + "\n";
        }
        for (std::size_t i = 1; i < sent.arrivals.size(); ++i)
        {
            text += "duplicate " + which + " " +
                    Milliseconds(sent.arrivals[i] - sent.arrivals.front()) + "\n";
        }
    }
    return text;
}

} // namespace explore
} // namespace lifecycle
} // namespace ns3
