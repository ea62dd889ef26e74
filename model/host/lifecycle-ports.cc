/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-ports.h"

#include "lifecycle-isn.h"

namespace ns3
{
namespace lifecycle
{

namespace
{

/// Second half of the key of F() for ports: sets it apart from the one for ISNs.
constexpr uint64_t PORT_PURPOSE = 0x706f7274; // "port"

} // namespace

PortAllocator::PortAllocator(uint64_t key)
    : m_key(key)
{
}

void
PortAllocator::SetKey(uint64_t key)
{
    m_key = key;
}

uint16_t
PortAllocator::Choose(const PortRange& range,
                      const FourTuple& tuple,
                      const std::function<bool(uint16_t)>& isFree)
{
    // RFC 6056, 3.3.3, algorithm 3: "offset = F(local_IP, remote_IP, remote_port, secret_key)",
    // port = min_ephemeral + (next_ephemeral + offset) % num_ephemeral, each port once at most
    TupleOctets octets;
    const std::size_t size = PutTuple(tuple, false, octets);
    const uint64_t offset = SipHash(m_key, PORT_PURPOSE, octets.data(), size) >> 32;
    const uint32_t count = range.Count();
    for (uint32_t i = 0; i < count; ++i)
    {
        const uint16_t port = static_cast<uint16_t>(range.first + (m_next + offset) % count);
        ++m_next;
        if (isFree(port))
        {
            return port;
        }
    }
    return 0;
}

} // namespace lifecycle
} // namespace ns3
