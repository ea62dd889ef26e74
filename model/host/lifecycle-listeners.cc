/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-listeners.h"

#include "lifecycle-demux-table.h"

namespace ns3
{
namespace lifecycle
{

FourTuple
Listener::Tuple() const
{
    FourTuple tuple;
    tuple.local = local;
    tuple.localPort = port;
    tuple.remote.isIpv6 = local.isIpv6;
    return tuple;
}

ListenerStatus
Listener::Status() const
{
    ListenerStatus status = counters;
    status.synQueue = synQueue.count;
    status.synQueueHighWater = synQueue.highWater;
    status.acceptQueue = acceptQueue.count;
    status.acceptQueueHighWater = acceptQueue.highWater;
    return status;
}

std::size_t
Listeners::KeyHash::operator()(const Key& key) const
{
    return HashOf(key.local, key.port);
}

uint32_t
Listeners::FindExact(const IpAddress& local, uint16_t port) const
{
    const auto found = m_byKey.find(Key{local, port});
    return found == m_byKey.end() ? NO_INDEX : found->second;
}

uint32_t
Listeners::Find(const IpAddress& local, uint16_t port) const
{
    const uint32_t exact = FindExact(local, port);
    if (exact != NO_INDEX)
    {
        return exact;
    }
    IpAddress any;
    any.isIpv6 = local.isIpv6;
    const uint32_t ofFamily = FindExact(any, port);
    if (ofFamily != NO_INDEX || local.isIpv6)
    {
        return ofFamily;
    }
    any.isIpv6 = true;
    return FindExact(any, port);
}

uint32_t
Listeners::Make(const IpAddress& local, uint16_t port)
{
    const uint32_t at = m_pool.Make();
    m_pool[at].local = local;
    m_pool[at].port = port;
    m_byKey.emplace(Key{local, port}, at);
    return at;
}

void
Listeners::Hide(uint32_t at)
{
    m_byKey.erase(Key{m_pool[at].local, m_pool[at].port});
}

void
Listeners::Drop(uint32_t at)
{
    m_pool.Drop(at);
}

} // namespace lifecycle
} // namespace ns3
