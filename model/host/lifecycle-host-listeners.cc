/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle-host
 * Listeners and their queues.
 */

#include "lifecycle-host-impl.h"

#include <algorithm>

namespace ns3
{
namespace lifecycle
{

Handle
Host::Listen(const IpAddress& local,
             uint16_t port,
             Instant now,
             HostRefusal& refusal,
             const ListenerOptions& options)
{
    (void)now; // a listener sends nothing, so it may be created in the quiet time
    Impl& host = *m_impl;
    if (host.m_silentUntil == NEVER)
    {
        refusal = HostRefusal::Silent;
        return Handle{};
    }
    if (host.m_listeners.FindExact(local, port) != NO_INDEX)
    {
        refusal = HostRefusal::AddressInUse;
        return Handle{};
    }
    refusal = HostRefusal::None;
    const uint32_t at = host.m_listeners.Make(local, port);
    const Handle handle = host.m_handles.Make(Place{Form::Listener, at});
    Listener& listener = host.m_listeners[at];
    listener.index = handle.index;
    listener.id = ++host.m_lastId;
    listener.options = options;
    ++host.m_counts[static_cast<std::size_t>(State::Closed)];
    host.MoveListener(at, State::Listen, Cause::PassiveOpen);
    return handle;
}

void
Host::CloseListener(Handle listener, Instant now)
{
    Impl& host = *m_impl;
    if (!host.IsListening(listener))
    {
        return;
    }
    const uint32_t at = host.m_handles.Find(listener).at;
    if (host.m_config.listening.closeResetsEmbryos)
    {
        host.ResetAll(host.m_listeners[at].synQueue, now);
    }
    else
    {
        host.ForgetAll(host.m_listeners[at].synQueue, now);
    }
    host.ResetAll(host.m_listeners[at].acceptQueue, now);
    host.EndListener(at, Cause::Close);
}

void
Host::Impl::ResetAll(const ListenQueue& queue, Instant now)
{
    while (queue.count > 0)
    {
        if (StateAt(queue.first) == State::Closed)
        {
            ReleaseDead(queue.first);
            continue;
        }
        Run(queue.first, now, [](Connection& connection, Context& context) {
            return connection.Abort(context, Cause::ListenerGone);
        });
    }
}

void
Host::Impl::ForgetAll(const ListenQueue& queue, Instant now)
{
    while (queue.count > 0)
    {
        Run(queue.first, now, [](Connection& connection, Context& context) {
            connection.CloseSilently(context, Cause::ListenerGone);
            return Refusal::None;
        });
    }
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
        std::visit(
            [&](const auto& what) {
                m_out.emplace_back(handle, listener.Tuple(), listener.id, what);
            },
            action);
    }
}

void
Host::Impl::EndListener(uint32_t listenerAt, Cause cause)
{
    m_listeners.Hide(listenerAt);
    m_ports.ReleaseAll();
    MoveListener(listenerAt, State::Closed, cause);
    m_touched.push_back(m_listeners[listenerAt].index);
}

QueuePlace&
Host::Impl::PlaceAt(uint32_t index)
{
    const Place place = m_handles.At(index);
    switch (place.form)
    {
    case Form::Live:
        return m_live[place.at].place;
    case Form::SynReceived:
        return m_synReceived[place.at].place;
    case Form::None:
    case Form::Listener:
    case Form::TimeWait:
        break;
    }
    throw std::logic_error("in no queue");
}

void
Host::Impl::Enqueue(ListenQueue& queue, uint32_t listenerAt, uint32_t index)
{
    PlaceAt(index) = QueuePlace{listenerAt, queue.last, NO_INDEX};
    (queue.last == NO_INDEX ? queue.first : PlaceAt(queue.last).after) = index;
    queue.last = index;
    ++queue.count;
    queue.highWater = std::max(queue.highWater, queue.count);
    NoteChange(listenerAt);
}

void
Host::Impl::Dequeue(ListenQueue& queue, uint32_t index)
{
    const QueuePlace place = PlaceAt(index);
    (place.before == NO_INDEX ? queue.first : PlaceAt(place.before).after) = place.after;
    (place.after == NO_INDEX ? queue.last : PlaceAt(place.after).before) = place.before;
    --queue.count;
    PlaceAt(index) = QueuePlace();
    NoteChange(place.listener);
}

void
Host::Impl::UpdateQueues(uint32_t index, LiveConnection& live, const Transition& transition)
{
    const bool early = UpdateFastOpen(index, live, transition);
    const uint32_t listenerAt = live.place.listener;
    if (listenerAt == NO_INDEX)
    {
        return;
    }
    Listener& listener = m_listeners[listenerAt];
    if (transition.from == State::SynReceived && !early)
    {
        Dequeue(listener.synQueue, index);
    }
    switch (transition.to)
    {
    case State::SynReceived:
        if (!early)
        {
            Enqueue(listener.synQueue, listenerAt, index);
        }
        break;
    case State::Established:
        if (!early)
        {
            AcceptChild(index, live, listenerAt);
        }
        break;
    case State::TimeWait:
    case State::Closed:
        if (live.place.listener != NO_INDEX && !live.dead)
        {
            Dequeue(listener.acceptQueue, index);
        }
        break;
    case State::Listen:
    case State::SynSent:
    case State::FinWait1:
    case State::FinWait2:
    case State::CloseWait:
    case State::Closing:
    case State::LastAck:
        break; // a connection in the accept queue stays there
    }
}

void
Host::Impl::AcceptChild(uint32_t index, LiveConnection& live, uint32_t listenerAt)
{
    Listener& listener = m_listeners[listenerAt];
    live.place = QueuePlace();
    m_out.emplace_back(m_handles.HandleAt(index),
                       live.tuple,
                       live.id,
                       Accepted{listener.options.explicitAccept},
                       m_handles.HandleAt(listener.index));
    if (listener.options.explicitAccept)
    {
        live.connection.WaitToBeAccepted(true);
        Enqueue(listener.acceptQueue, listenerAt, index);
    }
}

void
Host::Impl::NoteChange(uint32_t listenerAt)
{
    Listener& listener = m_listeners[listenerAt];
    const Handle handle = m_handles.HandleAt(listener.index);
    const std::size_t at = listener.changeAt;
    if (at < m_out.size() && m_out[at].handle == handle &&
        std::holds_alternative<ListenerChanged>(m_out[at].action))
    {
        return;
    }
    listener.changeAt = m_out.size();
    m_out.emplace_back(handle, listener.Tuple(), listener.id, ListenerChanged{});
}

bool
Host::Impl::IsSynQueueFull(const Listener& listener) const
{
    return listener.synQueue.count >= m_config.listening.synBacklog;
}

bool
Host::Impl::IsAcceptQueueFull(const Listener& listener) const
{
    const uint64_t backlog = std::min(listener.options.backlog, m_config.listening.acceptBacklog);
    uint64_t places = backlog;
    switch (m_config.listening.backlogRule)
    {
    case BacklogRule::Exact:
        break;
    case BacklogRule::PlusOne:
        places = backlog + 1;
        break;
    case BacklogRule::ThreeHalves:
        places = backlog * 3 / 2 + 1;
        break;
    }
    return listener.options.explicitAccept && listener.acceptQueue.count >= places;
}

bool
Host::Impl::CanTakeSyn(uint32_t listenerAt)
{
    Listener& listener = m_listeners[listenerAt];
    if (!IsSynQueueFull(listener) || m_config.listening.synOverflow == SynOverflow::DropOldest)
    {
        return true;
    }
    ++listener.counters.synDrops;
    NoteChange(listenerAt);
    return false;
}

void
Host::Impl::MakeRoom(uint32_t listenerAt, Instant now)
{
    Listener& listener = m_listeners[listenerAt];
    while (IsSynQueueFull(listener) && listener.synQueue.count > 0)
    {
        ++listener.counters.synDrops;
        Run(listener.synQueue.first, now, [](Connection& connection, Context& context) {
            connection.CloseSilently(context, Cause::SynQueueFull);
            return Refusal::None;
        });
    }
}

bool
Host::Impl::HoldBack(uint32_t index, const Segment& segment, Instant now)
{
    if (StateAt(index) != State::SynReceived)
    {
        return false;
    }
    const uint32_t listenerAt = PlaceAt(index).listener;
    const Place place = m_handles.At(index);
    if (listenerAt == NO_INDEX || (place.form == Form::Live && m_live[place.at].fastOpenOf))
    {
        return false; // the user opened it, or already has it
    }
    Listener& listener = m_listeners[listenerAt];
    const bool full = IsAcceptQueueFull(listener);
    if (!full && listener.options.deferAccept == 0)
    {
        return false;
    }
    // A copy of the connection shows whether the segment would make it ESTABLISHED.
    Connection copy = place.form == Form::Live
                          ? m_live[place.at].connection
                          : Connection(m_synReceived[place.at].Read(m_shared, DeadlineAt(index)));
    const bool defer = copy.ToSynReceived().retries < listener.options.deferAccept &&
                       segment.length == 0 && !segment.Has(FIN);
    RenoCongestionControl congestion;
    m_actions.Clear();
    Context context{now, m_actions, congestion};
    copy.OnSegment(segment, context);
    m_actions.Clear();
    if (!IsSynchronized(copy.GetState()) || (!full && !defer))
    {
        return false;
    }
    NoteChange(listenerAt);
    if (defer)
    {
        ++listener.counters.deferred;
    }
    else
    {
        ++listener.counters.acceptDrops;
        if (m_config.listening.acceptOverflow == AcceptOverflow::Reset)
        {
            Run(index, now, [&segment](Connection& connection, Context& ofConnection) {
                connection.Reject(segment, ofConnection, Cause::AcceptQueueFull);
                return Refusal::None;
            });
            return true;
        }
    }
    m_out.emplace_back(m_handles.HandleAt(index),
                       TupleAt(index),
                       IdAt(index),
                       Dropped{defer ? "accept is deferred" : ACCEPT_QUEUE_IS_FULL});
    return true;
}

} // namespace lifecycle
} // namespace ns3
