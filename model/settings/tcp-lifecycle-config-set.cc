/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-config-set.h"

#include <cstdint>
#include <functional>

namespace ns3
{

std::size_t
TcpLifecycleConfigSet::Hash::operator()(const lifecycle::Config& config) const
{
    const uint64_t parts[] = {config.sendBuffer,
                              config.receiveBuffer,
                              config.maxSegmentSize,
                              config.initialSsthresh,
                              config.initialWindow,
                              config.synRetries,
                              config.dataRetries,
                              config.delayedAckCount,
                              config.nagle,
                              static_cast<uint64_t>(config.initialRto.count()),
                              static_cast<uint64_t>(config.delayedAckTimeout.count()),
                              static_cast<uint64_t>(config.persistTimeout.count()),
                              static_cast<uint64_t>(config.timeWait.count())};
    uint64_t hash = 0xcbf29ce484222325; // FNV-1a, 64 bits: offset basis and, below, prime
    for (const uint64_t part : parts)
    {
        hash = (hash ^ part) * 0x100000001b3;
    }
    return std::hash<uint64_t>()(hash ^ (hash >> 32));
}

const lifecycle::Config*
TcpLifecycleConfigSet::Intern(const lifecycle::Config& config)
{
    return &*m_set.insert(config).first; // elements of an unordered_set do not move
}

} // namespace ns3
