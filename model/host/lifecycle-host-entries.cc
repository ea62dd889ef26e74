/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle-host
 * What follows when something has happened to a connection or a listener.
 */

#include "lifecycle-host-impl.h"

namespace ns3
{
namespace lifecycle
{

uint32_t
Host::Impl::NewConnection(const FourTuple& tuple, const Config* config, Role role, Instant now)
{
    const uint64_t id = ++m_lastId;
    const uint32_t at = m_live.Make(config, tuple, id);
    const uint32_t index = m_handles.Make(Place{Form::Live, at}).index;
    m_demux.Insert(index, HashOf(tuple));
    // One from a listener begins where the listener stands (RFC 9293, 3.10.7.2)
    ++m_counts[static_cast<std::size_t>(role == Role::Passive ? State::Listen : State::Closed)];
    if (m_config.recordConnections)
    {
        m_records.Begin(index, Recorder(id, tuple, role, now));
    }
    return index;
}

void
Host::Impl::Absorb(uint32_t index, LiveConnection& live, Instant now)
{
    const Handle handle = m_handles.HandleAt(index);
    for (const Action& action : m_actions)
    {
        if (const auto* transition = std::get_if<Transition>(&action))
        {
            NoteTransition(index, live, *transition);
        }
        m_records.OnAction(index, action, now);
        m_out.push_back(HostAction{handle, live.tuple, live.id, action});
    }
    m_actions.Clear();
    if (live.connection.GetState() != State::Closed)
    {
        m_timers.Set(index, live.connection.NextDeadline());
    }
    else if (live.reachable)
    {
        live.reachable = false;
        m_demux.Remove(index);
        m_timers.Remove(index);
        m_records.End(index, now, m_finished);
    }
    if (!live.touched)
    {
        live.touched = true;
        m_touched.push_back(index);
    }
}

void
Host::Impl::NoteTransition(uint32_t index, LiveConnection& live, const Transition& transition)
{
    --m_counts[static_cast<std::size_t>(transition.from)];
    ++m_counts[static_cast<std::size_t>(transition.to)];
    if (transition.from == State::SynReceived && live.listener != NO_INDEX)
    {
        if (transition.to == State::Established)
        {
            const uint32_t listener = m_listeners[live.listener].index;
            m_accepted.push_back(Child{m_handles.HandleAt(listener), m_handles.HandleAt(index)});
        }
        RemoveEmbryo(live);
    }
}

void
Host::Impl::AddEmbryo(uint32_t listenerAt, uint32_t index)
{
    std::vector<uint32_t>& embryos = m_listeners[listenerAt].embryos;
    LiveConnection& live = m_live[m_handles.At(index).at];
    live.listener = listenerAt;
    live.embryoAt = static_cast<uint32_t>(embryos.size());
    embryos.push_back(index);
}

void
Host::Impl::RemoveEmbryo(LiveConnection& live)
{
    // The last takes its place.
    std::vector<uint32_t>& embryos = m_listeners[live.listener].embryos;
    const uint32_t last = embryos.back();
    embryos[live.embryoAt] = last;
    EmbryoAt(last) = live.embryoAt;
    embryos.pop_back();
    live.listener = NO_INDEX;
    live.embryoAt = NO_INDEX;
}

uint32_t&
Host::Impl::EmbryoAt(uint32_t index)
{
    const Place place = m_handles.At(index);
    switch (place.form)
    {
    case Form::Live:
        return m_live[place.at].embryoAt;
    case Form::SynReceivedIpv4:
        return m_synReceivedIpv4[place.at].embryoAt;
    case Form::SynReceivedIpv6:
        return m_synReceivedIpv6[place.at].embryoAt;
    case Form::None:
    case Form::Listener:
    case Form::TimeWaitIpv4:
    case Form::TimeWaitIpv6:
        break;
    }
    throw std::logic_error("not an embryo");
}

void
Host::Impl::Forget(uint32_t index)
{
    const Place place = m_handles.At(index);
    if (place.form == Form::Listener)
    {
        m_listeners.Drop(place.at);
    }
    else
    {
        m_live.Drop(place.at);
    }
    --m_counts[static_cast<std::size_t>(State::Closed)];
    m_handles.Release(index);
}

void
Host::Impl::MoveListener(uint32_t listenerAt, State next, Cause cause)
{
    Listener& listener = m_listeners[listenerAt];
    --m_counts[static_cast<std::size_t>(listener.state.Get())];
    ++m_counts[static_cast<std::size_t>(next)];
    m_actions.Clear();
    TransitionTo(listener.state, next, cause, m_actions);
    const Handle handle = m_handles.HandleAt(listener.index);
    for (const Action& action : m_actions)
    {
        m_out.push_back(HostAction{handle, listener.Tuple(), listener.id, action});
    }
}

void
Host::Impl::EndListener(uint32_t listenerAt, Cause cause)
{
    m_listeners.Hide(listenerAt);
    MoveListener(listenerAt, State::Closed, cause);
    m_touched.push_back(m_listeners[listenerAt].index);
}

void
Host::Settle(Instant now)
{
    Impl& host = *m_impl;
    for (std::size_t i = 0; i < host.m_touched.size(); ++i)
    {
        const uint32_t index = host.m_touched[i];
        const Place place = host.m_handles.At(index);
        if (place.form == Form::Listener)
        {
            host.Forget(index);
            continue;
        }
        if (host.m_live[place.at].connection.OwesAck())
        {
            host.Run(index, now, [](Connection& connection, Context& context) {
                connection.Flush(context);
                return Refusal::None;
            });
        }
        LiveConnection& live = host.m_live[place.at];
        live.touched = false;
        if (live.connection.GetState() == State::Closed)
        {
            host.Forget(index);
        }
        else
        {
            host.PutAway(index);
        }
    }
    host.m_touched.clear();
}

void
Host::OnDeadline(Instant now)
{
    TimerQueue& timers = m_impl->m_timers;
    while (timers.TopDeadline() <= now && !timers.Empty())
    {
        const uint32_t index = timers.TopIndex();
        const Instant deadline = m_impl->DeadlineAt(index);
        if (deadline > now)
        {
            timers.Postpone(deadline);
            continue;
        }
        m_impl->Run(index, now, [](Connection& connection, Context& context) {
            connection.OnDeadline(context);
            return Refusal::None;
        });
    }
}

Instant
Host::NextDeadline() const
{
    return m_impl->m_timers.TopDeadline();
}

} // namespace lifecycle
} // namespace ns3
