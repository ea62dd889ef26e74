/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "explore-story.h"

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

/// Plays it.
class Teller
{
  public:
    Teller(const Configuration& configuration, const SearchResult& result)
        : m_world(configuration)
    {
        for (std::size_t i = 0; i < result.trace.size(); ++i)
        {
            m_world.faultless = i >= result.faultlessFrom;
            Tell(result.trace[i], std::chrono::milliseconds(i + 1));
        }
    }

    Story story; //!< told

  private:
    void Tell(Event event, Duration order);
    void Arrive(std::size_t to, std::size_t index, Instant when);

    World m_world;
    Scratch m_scratch;
    std::array<std::vector<std::size_t>, 2> m_serials; //!< indexes of the segments of each end
};

void
Teller::Arrive(std::size_t to, std::size_t index, Instant when)
{
    story.segments[index].arrivals.push_back(when);
    Deed deed;
    deed.kind = Deed::Kind::Received;
    deed.end = to;
    deed.at = when;
    deed.segment = index;
    story.deeds.push_back(deed);
    story.lastEnd = to;
}

void
Teller::Tell(Event event, Duration order)
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
        story.segments.push_back(sent);
        Arrive(event.end, story.segments.size() - 1, when);
    }
    else if (event.kind == EventKind::User)
    {
        Deed deed;
        deed.end = event.end;
        deed.at = when;
        deed.step = m_world.configuration->users[event.end][m_world.ends[event.end].step];
        story.deeds.push_back(deed);
        story.lastEnd = event.end;
    }
    m_world.Apply(event, m_scratch);
    for (std::size_t end = 0; end < 2; ++end)
    {
        for (const Action& action : m_scratch.actions[end])
        {
            Deed deed;
            deed.end = end;
            deed.at = when;
            story.lastEnd = timer ? end : story.lastEnd;
            if (const auto* emit = std::get_if<Emit>(&action))
            {
                deed.kind = Deed::Kind::Emitted;
                deed.segment = story.segments.size();
                m_serials[end].push_back(deed.segment);
                Sent sent;
                sent.from = end;
                sent.segment = emit->segment;
                sent.at = when;
                sent.retransmission = emit->retransmission;
                story.segments.push_back(sent);
                story.deeds.push_back(deed);
            }
            else if (const auto* transition = std::get_if<Transition>(&action))
            {
                deed.kind = Deed::Kind::Changed;
                deed.transition = *transition;
                story.deeds.push_back(deed);
            }
        }
    }
}

} // namespace

Story
TellStory(const Configuration& configuration, const SearchResult& result)
{
    return Teller(configuration, result).story;
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
