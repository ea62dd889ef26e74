/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle-host
 * Connections in the accept queue, including those that have already ended.
 */

#include "lifecycle-host-impl.h"

namespace ns3
{
namespace lifecycle
{

Handle
Host::Accept(Handle listener, bool* aborted)
{
    Impl& host = *m_impl;
    if (aborted != nullptr)
    {
        *aborted = false;
    }
    if (!host.IsListening(listener))
    {
        return Handle{};
    }
    ListenQueue& acceptQueue = host.m_listeners[host.m_handles.Find(listener).at].acceptQueue;
    if (acceptQueue.count == 0)
    {
        return Handle{};
    }
    const Handle child = host.m_handles.HandleAt(acceptQueue.first);
    if (host.StateAt(child.index) != State::Closed)
    {
        host.Dequeue(acceptQueue, child.index);
        if (const auto place = host.m_handles.At(child.index); place.form == Form::Live)
        {
            host.m_live[place.at].connection.WaitToBeAccepted(false);
        }
        return child;
    }
    host.ReleaseDead(child.index);
    if (host.m_config.listening.deadChild == DeadChild::Stays)
    {
        return child;
    }
    if (aborted != nullptr)
    {
        *aborted = true;
    }
    return Handle{};
}

bool
Host::Impl::WaitsDead(const LiveConnection& live) const
{
    if (m_config.listening.deadChild == DeadChild::Leaves || live.place.listener == NO_INDEX ||
        !m_listeners[live.place.listener].options.explicitAccept ||
        live.connection.GetState() != State::Closed)
    {
        return false;
    }
    for (const Action& action : m_actions)
    {
        const auto* transition = std::get_if<Transition>(&action);
        if (transition == nullptr || transition->to != State::Closed)
        {
            continue;
        }
        // A connection in the SYN queue is not visible to the user; its end removed it from the
        // queue.
        return IsSynchronized(transition->from) && transition->from != State::TimeWait &&
               transition->cause != Cause::ListenerGone && transition->cause != Cause::Abort &&
               transition->cause != Cause::HostShutdown;
    }
    return false;
}

void
Host::Impl::ReleaseDead(uint32_t index)
{
    LiveConnection& live = m_live[m_handles.At(index).at];
    Dequeue(m_listeners[live.place.listener].acceptQueue, index);
    live.dead = false;
    const Handle handle = m_handles.HandleAt(index);
    const Error error = live.connection.GetError();
    if (error != Error::None)
    {
        m_out.emplace_back(handle, live.tuple, live.id, Notify{Event::Failed, error});
    }
    m_out.emplace_back(handle, live.tuple, live.id, Notify{Event::Closed, error});
    if (!live.touched)
    {
        live.touched = true;
        m_touched.push_back(index);
    }
}

} // namespace lifecycle
} // namespace ns3
