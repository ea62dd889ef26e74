/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "explore-replay.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace ns3
{
namespace lifecycle
{
namespace explore
{

namespace
{

/// Replays a trace.
class Replayer
{
  public:
    Replayer(const Configuration& configuration, const SearchResult& result)
        : m_world(configuration)
    {
        AddListeners(configuration);
        for (std::size_t i = 0; i < result.trace.size(); ++i)
        {
            m_world.faultless = i >= result.faultlessFrom;
            Apply(result.trace[i], std::chrono::milliseconds(i + 1));
        }
    }

    Replay replay; //!< the result

  private:
    void AddListeners(const Configuration& configuration);
    void Apply(Event event, Duration order);
    void Arrive(std::size_t to, std::size_t index, Instant when);

    World m_world;
    Scratch m_scratch;
    std::array<std::vector<std::size_t>, 2> m_serials; //!< indexes of the segments of each end
};

void
Replayer::AddListeners(const Configuration& configuration)
{
    // A world begins after these calls
    for (std::size_t end = 0; end < 2; ++end)
    {
        const std::vector<Step>& steps = configuration.users[end];
        if (!steps.empty() && steps.front().call == Call::Listen)
        {
            Entry entry;
            entry.end = end;
            entry.step = steps.front();
            replay.entries.push_back(entry);
        }
    }
}

void
Replayer::Arrive(std::size_t to, std::size_t index, Instant when)
{
    replay.segments[index].arrivals.push_back(when);
    Entry entry;
    entry.kind = Entry::Kind::Received;
    entry.end = to;
    entry.at = when;
    entry.segment = index;
    replay.entries.push_back(entry);
    replay.lastEnd = to;
}

void
Replayer::Apply(Event event, Duration order)
{
    const bool timer = event.kind == EventKind::Time;
    const Instant when =
        (timer ? std::max(m_world.now, m_world.NextDeadline()) : m_world.now) + order;
    if (event.kind == EventKind::Deliver || event.kind == EventKind::Duplicate)
    {
        const uint32_t serial = m_world.flights[event.end][event.index].serial;
        Arrive(1 - event.end, m_serials[event.end][serial - 1], when);
    }
    else if (event.kind == EventKind::Forge)
    {
        Sent sent;
        sent.from = 1 - event.end;
        sent.segment = MakeForgery(m_world.ends[event.end], event.index);
        sent.at = when;
        sent.forged = true;
        replay.segments.push_back(sent);
        Arrive(event.end, replay.segments.size() - 1, when);
    }
    else if (event.kind == EventKind::User)
    {
        Entry entry;
        entry.end = event.end;
        entry.at = when;
        entry.step = m_world.configuration->users[event.end][m_world.ends[event.end].step];
        replay.entries.push_back(entry);
        replay.lastEnd = event.end;
    }
    m_world.Apply(event, m_scratch);
    for (std::size_t end = 0; end < 2; ++end)
    {
        for (const Action& action : m_scratch.actions[end])
        {
            Entry entry;
            entry.end = end;
            entry.at = when;
            replay.lastEnd = timer ? end : replay.lastEnd;
            if (const auto* emit = std::get_if<Emit>(&action))
            {
                entry.kind = Entry::Kind::Emitted;
                entry.segment = replay.segments.size();
                m_serials[end].push_back(entry.segment);
                Sent sent;
                sent.from = end;
                sent.segment = emit->segment;
                sent.at = when;
                sent.retransmission = emit->retransmission;
                replay.segments.push_back(sent);
                replay.entries.push_back(entry);
            }
            else if (const auto* transition = std::get_if<Transition>(&action))
            {
                entry.kind = Entry::Kind::Changed;
                entry.transition = *transition;
                replay.entries.push_back(entry);
            }
        }
    }
}

} // namespace

Replay
ReplayTrace(const Configuration& configuration, const SearchResult& result)
{
    return Replayer(configuration, result).replay;
}

std::string
Seconds(Instant at)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(),
                  text.size(),
                  "%.3f",
                  std::chrono::duration<double>(at.time_since_epoch()).count());
    return text.data();
}

} // namespace explore
} // namespace lifecycle
} // namespace ns3
