/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-ladder.h"

#include <algorithm>
#include <cstdio>
#include <limits>

/**
 * \file
 * \ingroup tcp-lifecycle
 * One connection, both ends, as a value from which diagrams are drawn.
 */

namespace ns3
{

namespace
{

using lifecycle::Segment;
using lifecycle::Seq;
using Kind = TcpLifecycleLadderEventKind;

/// ISNs up to this are shown as they are: six digits can be read aloud.
constexpr uint32_t READABLE_ISN = 999999;

} // namespace

std::size_t
TcpLifecycleLadderModel::AddSent(std::size_t from,
                                 Time time,
                                 const Segment& segment,
                                 bool retransmission)
{
    const std::size_t index = segments.size();
    segments.push_back({from, segment, time, std::nullopt, retransmission, false});
    events.push_back({Kind::Sent, from, time, index});
    if (segment.Has(lifecycle::SYN) && !ends[from].isn)
    {
        ends[from].isn = segment.seq;
    }
    return index;
}

void
TcpLifecycleLadderModel::AddReceived(std::size_t index, Time time)
{
    if (segments[index].received)
    {
        TcpLifecycleLadderSegment copy = segments[index];
        copy.copy = true;
        index = segments.size();
        segments.push_back(copy);
    }
    segments[index].received = time;
    events.push_back({Kind::Received, 1 - segments[index].from, time, index});
}

void
TcpLifecycleLadderModel::AddTransition(const TcpLifecycleLadderTransition& transition)
{
    events.push_back({Kind::Transition, transition.end, transition.time, transitions.size()});
    transitions.push_back(transition);
}

lifecycle::State
TcpLifecycleLadderModel::InitialState(std::size_t end) const
{
    const auto first =
        std::find_if(transitions.begin(),
                     transitions.end(),
                     [end](const TcpLifecycleLadderTransition& t) { return t.end == end; });
    return first == transitions.end() ? initial[end].value_or(lifecycle::State::Closed)
                                      : first->from;
}

Time
TcpLifecycleLadderModel::LongestFlight() const
{
    Time longest(0);
    for (const auto& segment : segments)
    {
        if (segment.received)
        {
            longest = std::max(longest, *segment.received - segment.sent);
        }
    }
    return longest.IsStrictlyPositive() ? longest : OrdinaryStep();
}

bool
TcpLifecycleLadderModel::IsSeenOnce(std::size_t i) const
{
    return i + 1 < events.size() && events[i].kind == Kind::Sent &&
           events[i + 1].kind == Kind::Received && events[i].index == events[i + 1].index &&
           events[i].time == events[i + 1].time;
}

Time
TcpLifecycleLadderModel::OrdinaryStep() const
{
    std::vector<Time> steps;
    for (std::size_t i = 1; i < events.size(); ++i)
    {
        if (events[i].time > events[i - 1].time)
        {
            steps.push_back(events[i].time - events[i - 1].time);
        }
    }
    if (steps.empty())
    {
        return Time(0);
    }
    std::sort(steps.begin(), steps.end());
    return NanoSeconds(steps[steps.size() / 2].GetNanoSeconds() / 2);
}

std::vector<std::string>
TcpLifecycleLadderModel::RemarksBefore(std::size_t i) const
{
    std::vector<std::string> texts;
    if (omitted > 0 && i == omittedBefore)
    {
        texts.push_back(std::to_string(omitted) + " segments left out");
    }
    for (const TcpLifecycleLadderRemark& remark : remarks)
    {
        if (remark.before == i)
        {
            texts.push_back(remark.text);
        }
    }
    return texts;
}

bool
TcpLifecycleLadderModel::IsRelative() const
{
    return std::any_of(ends.begin(), ends.end(), [](const TcpLifecycleLadderEnd& end) {
        return end.base || (end.isn && end.isn->Value() > READABLE_ISN);
    });
}

std::string
TcpLifecycleLadderModel::Label(std::size_t index) const
{
    const TcpLifecycleLadderSegment& entry = segments[index];
    const lifecycle::KnownOptions known = entry.segment.options.Read();
    Segment shown = entry.segment;
    shown.options = {};
    if (known.sackBlockCount > 0)
    {
        shown.options.AddSack(known.sackBlocks.data(), known.sackBlockCount);
    }
    lifecycle::TextBase base;
    if (IsRelative())
    {
        const auto from = [this](std::size_t end) {
            return ends[end].isn.value_or(ends[end].base.value_or(Seq()));
        };
        base.seq = from(entry.from);
        base.ack = from(1 - entry.from);
    }
    // one notation: what ToText() prints, less the window
    std::string text = lifecycle::ToText(shown, base);
    const std::size_t window = text.find(" win ");
    return text.erase(window, text.find(' ', window + 5) - window);
}

std::string
TcpLifecycleLadderModel::Address(std::size_t end) const
{
    if (ends[end].port == 0)
    {
        return {}; // the name says who it is
    }
    const lifecycle::IpAddress& address = ends[end].address;
    const std::string text = lifecycle::ToText(address);
    return (address.isIpv6 ? '[' + text + ']' : text) + ':' + std::to_string(ends[end].port);
}

TcpLifecycleLadderModel
TcpLifecycleLadderModel::Shortened(std::size_t limit) const
{
    constexpr std::size_t GONE = std::numeric_limits<std::size_t>::max();
    TcpLifecycleLadderModel shorter = *this;
    if (segments.size() <= limit)
    {
        return shorter;
    }
    const std::size_t head = limit / 2;
    const std::size_t tail = segments.size() - (limit - head);
    std::vector<std::size_t> place(segments.size(), GONE);
    shorter.segments.clear();
    shorter.events.clear();
    shorter.views.clear();
    shorter.omitted = tail - head;
    for (std::size_t i = 0; i < segments.size(); ++i)
    {
        if (i < head || i >= tail)
        {
            place[i] = shorter.segments.size();
            shorter.segments.push_back(segments[i]);
        }
    }
    bool gap = false;
    for (std::size_t i = 0; i < events.size(); ++i)
    {
        auto event = events[i];
        if (event.kind != Kind::Transition)
        {
            if (place[event.index] == GONE)
            {
                shorter.omittedBefore = gap ? shorter.omittedBefore : shorter.events.size();
                gap = true;
                continue;
            }
            event.index = place[event.index];
        }
        shorter.events.push_back(event);
        if (i < views.size())
        {
            shorter.views.resize(shorter.events.size());
            shorter.views.back() = views[i];
        }
    }
    return shorter;
}

std::string
TcpLifecycleCauseWords(lifecycle::Cause cause)
{
    if (cause == lifecycle::Cause::TimeWaitExpired)
    {
        return "2MSL over";
    }
    std::string words = lifecycle::ToText(cause);
    std::replace(words.begin(), words.end(), '-', ' ');
    return words;
}

std::string
TcpLifecycleSpanText(Time span)
{
    const auto nanoseconds = static_cast<double>(span.GetNanoSeconds());
    const bool seconds = nanoseconds >= 1e9;
    char text[32];
    std::snprintf(text,
                  sizeof(text),
                  seconds ? "%.3f s" : "%.3f ms",
                  nanoseconds / (seconds ? 1e9 : 1e6));
    return text;
}

} // namespace ns3
