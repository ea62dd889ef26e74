/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "explore-hosts-world.h"

#include "lifecycle-host-driver.h"

#include <algorithm>

namespace ns3
{
namespace lifecycle
{
namespace explore
{

namespace
{

constexpr uint16_t SERVER_PORT = 80;

/// Segments that one event may bring forth: each of three connections repeats one, and answers.
constexpr uint32_t MOST_EMITTED = 8;

/// Segments that may follow each other without a transition or an expiry of a timer.
constexpr uint32_t QUIET_LIMIT = 24;

/// Events of a continuation without faults: three connections, each with all its repeats.
constexpr uint32_t MOST_FAULTLESS = 600;

IpAddress
AddressOf(std::size_t at)
{
    return IpAddress::FromIpv4(0x0a000001 + static_cast<uint32_t>(at));
}

} // namespace

HostWorld::HostWorld(const HostQuestion& question, std::array<HostSide, 2>& sides)
    : m_question(&question),
      m_hosts{{Host(question.host[0], sides[0]), Host(question.host[1], sides[1])}}
{
    if (!question.users[1].empty() && question.users[1].front().call == HostCall::Listen)
    {
        CallUser(1);
    }
}

FourTuple
HostWorld::TupleOf(std::size_t at, uint16_t port) const
{
    const bool client = at == 0;
    return {AddressOf(at),
            AddressOf(1 - at),
            client ? port : SERVER_PORT,
            client ? SERVER_PORT : port};
}

Instant
HostWorld::NextDeadline() const
{
    return std::min(m_hosts[0].NextDeadline(), m_hosts[1].NextDeadline());
}

void
HostWorld::Break(const std::string& what)
{
    if (m_broken.empty())
    {
        m_broken = what;
    }
}

void
HostWorld::Enabled(std::vector<Event>& events) const
{
    events.clear();
    for (uint8_t from = 0; from < 2; ++from)
    {
        const auto count = static_cast<uint8_t>(m_flights[from].size());
        for (uint8_t i = 0; i < count; ++i)
        {
            events.push_back({EventKind::Deliver, from, i});
            if (m_losses < m_question->losses)
            {
                events.push_back({EventKind::Lose, from, i});
            }
            if (m_duplicates < m_question->duplicates)
            {
                events.push_back({EventKind::Duplicate, from, i});
            }
        }
    }
    const bool underWay = !m_flights[0].empty() || !m_flights[1].empty();
    if (NextDeadline() != NEVER && (!underWay || m_delays < m_question->delays))
    {
        events.push_back({EventKind::Time, 0, 0});
    }
    for (uint8_t at = 0; at < 2; ++at)
    {
        const HostUser& user = m_users[at];
        const std::vector<HostStep>& steps = m_question->users[at];
        if (user.step < steps.size() && (steps[user.step].call != HostCall::Accept ||
                                         m_hosts[at].StatusOf(user.listener).acceptQueue > 0))
        {
            events.push_back({EventKind::User, at, 0});
        }
    }
}

std::string
HostWorld::Apply(Event event)
{
    m_emitted = 0;
    std::vector<HostFlight>& flights = m_flights[event.end];
    switch (event.kind)
    {
    case EventKind::Deliver:
        Deliver(event.end, event.index, false);
        break;
    case EventKind::Duplicate:
        ++m_duplicates;
        Deliver(event.end, event.index, true);
        break;
    case EventKind::Lose:
        ++m_losses;
        flights.erase(flights.begin() + event.index);
        break;
    case EventKind::Time:
        m_delays += m_flights[0].empty() && m_flights[1].empty() ? 0 : 1;
        PassTime();
        break;
    case EventKind::User:
        CallUser(event.end);
        break;
    case EventKind::Forge:
        break;
    }
    Check();
    return m_broken;
}

void
HostWorld::Deliver(std::size_t from, std::size_t index, bool keep)
{
    const HostFlight flight = m_flights[from][index];
    if (!keep)
    {
        m_flights[from].erase(m_flights[from].begin() + static_cast<std::ptrdiff_t>(index));
    }
    const std::size_t to = 1 - from;
    m_hosts[to].OnSegment(flight.tuple.local, flight.tuple.remote, flight.segment, m_now);
    Drive(to);
}

void
HostWorld::PassTime()
{
    m_now = std::max(m_now, NextDeadline());
    for (std::size_t at = 0; at < 2; ++at)
    {
        m_hosts[at].OnDeadline(m_now);
        Drive(at);
    }
    if (NextDeadline() <= m_now)
    {
        Break("a deadline is met twice");
    }
}

void
HostWorld::Own(std::size_t at, Handle handle)
{
    if (handle)
    {
        m_users[at].owned.push_back(handle);
    }
}

void
HostWorld::CallUser(std::size_t at)
{
    HostUser& user = m_users[at];
    Host& host = m_hosts[at];
    const HostStep step = m_question->users[at][user.step++];
    const FourTuple tuple = TupleOf(at, step.port);
    const Handle handle = host.HandleOf(tuple);
    const bool owned = std::find(user.owned.begin(), user.owned.end(), handle) != user.owned.end();
    HostRefusal refusal = HostRefusal::None;
    ListenerOptions options;
    options.backlog = m_question->backlog;
    options.explicitAccept = true;
    switch (step.call)
    {
    case HostCall::Listen:
        user.listener = host.Listen(AddressOf(at), SERVER_PORT, m_now, refusal, options);
        break;
    case HostCall::CloseListener:
        host.CloseListener(user.listener, m_now);
        break;
    case HostCall::Accept:
        Own(at, host.Accept(user.listener));
        break;
    case HostCall::Open:
        Own(at, host.Open(tuple, &m_question->machine[at], m_now, refusal));
        break;
    case HostCall::Close:
        if (owned)
        {
            host.Close(handle, m_now);
        }
        break;
    case HostCall::Abort:
        if (owned)
        {
            host.Abort(handle, m_now);
        }
        break;
    case HostCall::Crash:
        host.Crash(m_now);
        break;
    case HostCall::Reboot:
        host.Reboot(m_now);
        break;
    }
    Drive(at);
}

void
HostWorld::Drive(std::size_t at)
{
    DriveHost(m_hosts[at], m_now, [this, at](const HostAction& action) { Perform(at, action); });
}

void
HostWorld::Perform(std::size_t at, const HostAction& action)
{
    HostUser& user = m_users[at];
    if (const auto* emit = std::get_if<Emit>(&action.action))
    {
        ++m_emitted;
        if (m_flights[at].size() < m_question->capacity)
        {
            m_flights[at].push_back({emit->segment,
                                     {action.tuple.remote,
                                      action.tuple.local,
                                      action.tuple.remotePort,
                                      action.tuple.localPort}});
        }
    }
    else if (const auto* transition = std::get_if<Transition>(&action.action))
    {
        ++m_progress;
        if (rows != nullptr)
        {
            ++(*rows)[{static_cast<uint8_t>(transition->from),
                       static_cast<uint8_t>(transition->to),
                       static_cast<uint8_t>(transition->cause)}];
        }
        const auto [last, fresh] = user.lastSeen.try_emplace(action.id, transition->from);
        if (last->second != transition->from)
        {
            Break("a transition does not follow the last one");
        }
        last->second = transition->to;
    }
    else if (std::holds_alternative<Defect>(action.action))
    {
        Break("a transition is not in the table (RFC 9293, figure 5)");
    }
    else if (const auto* notify = std::get_if<Notify>(&action.action))
    {
        Hear(user, action, *notify);
    }
}

void
HostWorld::Hear(HostUser& user, const HostAction& action, const Notify& notify)
{
    uint8_t& told = user.told[action.id];
    const auto bit = static_cast<uint8_t>(1U << static_cast<unsigned>(notify.event));
    const auto closed = static_cast<uint8_t>(1U << static_cast<unsigned>(lifecycle::Event::Closed));
    const auto connected =
        static_cast<uint8_t>(1U << static_cast<unsigned>(lifecycle::Event::Connected));
    if ((told & closed) != 0)
    {
        Break("a user is told something after the end (RFC 9293, 3.9.1)");
    }
    if ((told & bit & connected) != 0)
    {
        Break("a user is told of one connection twice (RFC 9293, 3.9.1)");
    }
    told |= bit;
    if (notify.event == lifecycle::Event::Closed)
    {
        user.owned.erase(std::remove(user.owned.begin(), user.owned.end(), action.handle),
                         user.owned.end());
    }
}

void
HostWorld::Check()
{
    if (m_emitted > MOST_EMITTED)
    {
        Break("one event brings forth more segments than there are connections");
    }
    for (std::size_t at = 0; at < 2; ++at)
    {
        const ListenerStatus status = m_hosts[at].StatusOf(m_users[at].listener);
        if (status.synQueue > m_question->host[at].listening.synBacklog)
        {
            Break("a SYN queue is longer than its limit");
        }
        if (status.acceptQueue > m_question->backlog)
        {
            Break("an accept queue is longer than its backlog");
        }
        for (const Handle handle : m_users[at].owned)
        {
            const State state = m_hosts[at].StateOf(handle);
            const bool waits = state == State::Established || state == State::CloseWait;
            if (m_hosts[at].NextDeadline() == NEVER && !waits)
            {
                Break("a connection waits for something without a timer (RFC 9293, 3.8.1)");
            }
        }
    }
}

void
HostWorld::CloseAll(std::size_t at)
{
    Host& host = m_hosts[at];
    while (host.StatusOf(m_users[at].listener).acceptQueue > 0)
    {
        Own(at, host.Accept(m_users[at].listener));
        Drive(at);
    }
    const std::vector<Handle> owned = m_users[at].owned;
    for (const Handle handle : owned)
    {
        host.Close(handle, m_now);
        Drive(at);
    }
}

std::string
HostWorld::Finish()
{
    uint32_t quiet = 0;
    for (uint32_t event = 0; event < MOST_FAULTLESS && m_broken.empty(); ++event)
    {
        m_emitted = 0;
        const uint64_t before = m_progress;
        CloseAll(0);
        CloseAll(1);
        const std::size_t from = m_flights[0].empty() ? 1 : 0;
        if (!m_flights[from].empty())
        {
            Deliver(from, 0, false);
            quiet = m_progress == before ? quiet + 1 : 0;
        }
        else if (NextDeadline() != NEVER)
        {
            PassTime();
            quiet = 0;
        }
        else
        {
            for (std::size_t at = 0; at < 2; ++at)
            {
                const std::size_t listeners = m_hosts[at].CountIn(State::Listen);
                if (m_hosts[at].Size() != listeners)
                {
                    Break("a connection does not end though its users have closed it "
                          "(RFC 9293, 3.6)");
                }
            }
            return m_broken;
        }
        if (quiet > QUIET_LIMIT)
        {
            Break("two hosts answer each other endlessly (RFC 9293, 3.10.7.4; RFC 5961, 7)");
        }
    }
    Break("connections do not end in any number of events (RFC 9293, 3.8.3)");
    return m_broken;
}

} // namespace explore
} // namespace lifecycle
} // namespace ns3
