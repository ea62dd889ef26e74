/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "explore-world.h"

#include <algorithm>

namespace ns3
{
namespace lifecycle
{
namespace explore
{

World::World(const Configuration& theConfiguration)
    : configuration(&theConfiguration),
      ends{{End(&theConfiguration.machine[0], PORTS), End(&theConfiguration.machine[1], PORTS)}}
{
    // An end that listens does so before any other event
    Scratch scratch;
    for (std::size_t at = 0; at < 2; ++at)
    {
        const auto& steps = configuration->users[at];
        if (!steps.empty() && steps.front().call == Call::Listen)
        {
            CallUser(at, scratch);
        }
    }
}

bool
World::IsPeerOf(std::size_t end) const
{
    const End& own = ends[end];
    const End& peer = ends[1 - end];
    return own.life >= Life::Open && peer.life >= Life::Open && own.peer == peer.incarnation;
}

Instant
World::NextDeadline() const
{
    Instant next = NEVER;
    for (std::size_t end = 0; end < 2; ++end)
    {
        next = std::min(next, ends[end].connection.NextDeadline());
        for (const Flight& flight : flights[end])
        {
            next = std::min(next, DeadlineAfter(flight.born, configuration->lifetime));
        }
    }
    return next;
}

bool
World::UserCanStep(std::size_t at) const
{
    const End& end = ends[at];
    const auto& steps = configuration->users[at];
    if (end.step >= steps.size())
    {
        return false;
    }
    const Step& step = steps[end.step];
    const bool open = end.life == Life::Open && end.connection.IsKnownToUser();
    switch (step.when)
    {
    case When::Anytime:
        break;
    case When::Connected:
        if (!end.Told(lifecycle::Event::Connected))
        {
            return false;
        }
        break;
    case When::Delivered:
        if (end.delivered < step.octets)
        {
            return false;
        }
        break;
    case When::PeerFinished:
        if (!end.Told(lifecycle::Event::PeerFinished))
        {
            return false;
        }
        break;
    }
    switch (step.call)
    {
    case Call::Open:
        return end.life == Life::Unused || end.life == Life::Ended;
    case Call::Listen:
        return end.life == Life::Unused || end.life == Life::Ended;
    case Call::Send:
        return open && end.connection.SendRoom() >= step.octets;
    case Call::Read:
        return open && end.connection.Unread() >= std::max<uint32_t>(step.octets, 1);
    case Call::ShutdownSend:
    case Call::ShutdownReceive:
    case Call::Close:
    case Call::Abort:
        return open;
    }
    return false;
}

bool
World::UserWaits(std::size_t end) const
{
    return ends[end].step < configuration->users[end].size();
}

void
World::SkipSteps(End& end, std::size_t at) const
{
    // What was meant for a connection that has ended is not done any more
    const auto& steps = configuration->users[at];
    while (end.step < steps.size() && steps[end.step].call != Call::Open &&
           steps[end.step].call != Call::Listen)
    {
        ++end.step;
    }
}

void
World::Enabled(std::vector<Event>& events) const
{
    events.clear();
    bool underWay = false;
    for (uint8_t from = 0; from < 2; ++from)
    {
        underWay = underWay || !flights[from].empty();
        const std::size_t count = flights[from].size();
        for (uint8_t i = 0; i < count; ++i)
        {
            if (configuration->reorders || i == 0)
            {
                events.push_back({EventKind::Deliver, from, i});
                if (duplicates < configuration->duplicates)
                {
                    events.push_back({EventKind::Duplicate, from, i});
                }
            }
            if (losses < configuration->losses)
            {
                events.push_back({EventKind::Lose, from, i});
            }
        }
        if (UserCanStep(from))
        {
            events.push_back({EventKind::User, from, 0});
        }
        const State state = ends[from].connection.GetState();
        // What RFC 5961 does not speak of only where nothing is held against it
        const bool all = configuration->onlyThose;
        if (forged < configuration->forged && state >= State::SynReceived &&
            (all || (IsSynchronized(state) && state != State::TimeWait)))
        {
            const auto kinds = static_cast<uint8_t>(FORGERIES + (all ? 1 : 0));
            for (uint8_t kind = 0; kind < kinds; ++kind)
            {
                events.push_back({EventKind::Forge, from, kind});
            }
        }
    }
    if ((!underWay || delays < configuration->delays) && NextDeadline() != NEVER)
    {
        events.push_back({EventKind::Time, 0, 0});
    }
}

bool
World::NextFaultless(Event& event) const
{
    for (uint8_t from = 0; from < 2; ++from)
    {
        if (!flights[from].empty())
        {
            event = {EventKind::Deliver, from, 0};
            return true;
        }
    }
    for (uint8_t end = 0; end < 2; ++end)
    {
        if (UserCanStep(end))
        {
            event = {EventKind::User, end, 0};
            return true;
        }
    }
    event = {EventKind::Time, 0, 0};
    return NextDeadline() != NEVER;
}

} // namespace explore
} // namespace lifecycle
} // namespace ns3
