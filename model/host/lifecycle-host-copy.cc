/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle-host
 * Copy and digest of a host.
 */

#include "lifecycle-hash.h"
#include "lifecycle-host-impl.h"

namespace ns3
{
namespace lifecycle
{

namespace
{

void
AddKept(const Listener& listener, const SharedTable&, Instant, Digest& digest)
{
    digest.Add(listener.state);
    digest.Add(listener.options.backlog);
    digest.Add(listener.options.explicitAccept);
    digest.Add(listener.options.deferAccept);
    digest.Add(listener.cookieSent);
}

void
AddKept(const LiveConnection& live, const SharedTable&, Instant, Digest& digest)
{
    digest.Add(live.dead);
    digest.Add(live.reachable);
    if (live.connection.GetState() == State::TimeWait && live.connection.IsUserClosed())
    {
        Connection(live.connection.ToTimeWait())
            .AddTo(digest); // the digest does not depend on the form
        return;
    }
    live.connection.AddTo(digest);
}

template <typename Record>
void
AddKept(const Record& record, const SharedTable& table, Instant deadline, Digest& digest)
{
    digest.Add(false);
    digest.Add(true);
    Connection(record.Read(table, deadline)).AddTo(digest);
}

QueuePlace
PlaceIn(const LiveConnection& live)
{
    return live.place;
}

QueuePlace
PlaceIn(const StoredSynReceived& record)
{
    return record.place;
}

template <typename Other>
QueuePlace
PlaceIn(const Other&)
{
    return {};
}

} // namespace

Host::Host(const Host& other)
    : m_impl(std::make_unique<Impl>(*other.m_impl))
{
}

Host&
Host::operator=(const Host& other)
{
    if (this != &other)
    {
        m_impl = std::make_unique<Impl>(*other.m_impl);
    }
    return *this;
}

void
Host::AddTo(Digest& digest) const
{
    const Impl& host = *m_impl;
    digest.Add(host.m_silentUntil);
    digest.Add(host.m_challenges);
    for (const uint32_t index : host.AllById())
    {
        digest.AddWord(HashOf(host.TupleAt(index)));
        const Instant deadline = host.m_timers.DeadlineOf(index);
        host.Visit(index,
                   [&](const auto& kept) { AddKept(kept, host.m_shared, deadline, digest); });
        const Place place = host.m_handles.At(index);
        if (place.form != Form::Listener)
        {
            continue;
        }
        const Listener& listener = host.m_listeners[place.at];
        for (const ListenQueue* queue : {&listener.synQueue, &listener.acceptQueue})
        {
            digest.Add(queue->count);
            for (uint32_t waits = queue->first; waits != NO_INDEX;)
            {
                digest.AddWord(HashOf(host.TupleAt(waits)));
                waits = host.Visit(waits, [](const auto& kept) { return PlaceIn(kept); }).after;
            }
        }
    }
}

} // namespace lifecycle
} // namespace ns3
