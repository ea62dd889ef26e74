/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "explore-report.h"

#include "explore-story.h"
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
    const Story story = TellStory(configuration, result);
    TcpLifecycleLadderModel model;
    model.title = configuration.name + ": " + result.broken;
    for (std::size_t end = 0; end < 2; ++end)
    {
        model.ends[end].name = end == 0 ? "A" : "B";
        model.ends[end].port = static_cast<uint16_t>(4000);
        model.ends[end].isn = configuration.iss[end];
    }
    std::vector<std::optional<std::size_t>> indexes(story.segments.size());
    for (const Deed& deed : story.deeds)
    {
        switch (deed.kind)
        {
        case Deed::Kind::Called:
            break;
        case Deed::Kind::Changed:
            model.AddTransition({deed.end,
                                 ToTime(deed.at),
                                 deed.transition.from,
                                 deed.transition.to,
                                 deed.transition.cause});
            break;
        case Deed::Kind::Received:
            if (!indexes[deed.segment])
            {
                indexes[deed.segment] = model.AddSent(story.segments[deed.segment].from,
                                                      ToTime(deed.at),
                                                      story.segments[deed.segment].segment);
            }
            model.AddReceived(*indexes[deed.segment], ToTime(deed.at));
            break;
        case Deed::Kind::Emitted:
            indexes[deed.segment] = model.AddSent(deed.end,
                                                  ToTime(deed.at),
                                                  story.segments[deed.segment].segment,
                                                  story.segments[deed.segment].retransmission);
            break;
        }
    }
    std::string text = TcpLifecycleLadderText(model);
    text += "\nThe users' calls:\n";
    for (const Deed& deed : story.deeds)
    {
        if (deed.kind == Deed::Kind::Called)
        {
            text += "  " + Seconds(deed.at) + " s  " + (deed.end == 0 ? "A" : "B") + ": " +
                    ToWords(deed.step) + "\n";
        }
    }
    return text;
}

std::string
FaultRulesOf(const Configuration& configuration, const SearchResult& result)
{
    const Story story = TellStory(configuration, result);
    std::string text =
        "# " + configuration.name + ": " + result.broken + "\n# For a link with a delay of 1 ms.\n";
    for (const Deed& deed : story.deeds)
    {
        if (deed.kind == Deed::Kind::Called)
        {
            text += "# at " + Seconds(deed.at) + " s " + (deed.end == 0 ? "A" : "B") + ": " +
                    ToWords(deed.step) + "\n";
        }
    }
    const Duration flight = std::chrono::milliseconds(1);
    std::array<uint32_t, 2> count{};
    for (const Sent& sent : story.segments)
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
