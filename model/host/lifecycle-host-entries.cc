/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle-host
 * What follows an event of a connection or a listener.
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
    // A passive connection starts in LISTEN (RFC 9293, 3.10.7.2).
    ++m_counts[static_cast<std::size_t>(role == Role::Passive ? State::Listen : State::Closed)];
    if (m_config.recordConnections)
    {
        m_records.Begin(index, Recorder(role, now));
    }
    return index;
}

Handle
Host::Impl::ListenerOf(const QueuePlace& place) const
{
    return place.listener == NO_INDEX ? Handle{}
                                      : m_handles.HandleAt(m_listeners[place.listener].index);
}

void
Host::Impl::Absorb(uint32_t index, LiveConnection& live, Instant now)
{
    const Handle handle = m_handles.HandleAt(index);
    const Handle listener = ListenerOf(live.place);
    Recorder* recorder = m_records.Find(index);
    live.dead = live.dead || WaitsDead(live);
    for (const Action& action : m_actions)
    {
        if (recorder != nullptr)
        {
            recorder->OnAction(action, now);
        }
        if (!live.dead || !std::holds_alternative<Notify>(action)) // otherwise see ReleaseDead()
        {
            std::visit(
                [&](const auto& what) {
                    m_out.emplace_back(handle, live.tuple, live.id, what, listener);
                },
                action);
        }
        if (const auto* transition = std::get_if<Transition>(&action))
        {
            NoteTransition(index, live, *transition);
            NoteFastOpenFailure(live, *transition, now);
        }
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
        m_ports.Release(live.tuple);
        m_timers.Remove(index);
        if (recorder != nullptr)
        {
            m_out.emplace_back(handle, live.tuple, live.id, Finished{recorder->Read(now)});
            m_records.Drop(index);
        }
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
    UpdateQueues(index, live, transition);
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
        const State settled = host.m_live[place.at].connection.GetState();
        if (settled == State::TimeWait &&
            CountIn(State::TimeWait) > host.m_config.timeWait.maxEntries)
        {
            host.Run(index, now, [](Connection& connection, Context& context) {
                connection.CloseSilently(context, Cause::TimeWaitFull);
                return Refusal::None;
            });
        }
        LiveConnection& live = host.m_live[place.at];
        live.touched = false;
        const State last = live.connection.GetState();
        if (last == State::Closed)
        {
            if (!live.dead)
            {
                host.Forget(index);
            }
        }
        else if (last == State::TimeWait || last == State::SynReceived)
        {
            host.Pack(index);
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
