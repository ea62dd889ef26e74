/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-demux-table.h"

#include <cstring>

namespace ns3
{
namespace lifecycle
{

namespace
{

/// Chains of an empty table.
constexpr std::size_t FIRST_CHAINS = 16;

/// A bijection in which every output bit depends on every input bit (Stafford's variant 13 of the
/// 64-bit finalizer of MurmurHash3, as in SplitMix64: Steele, Lea and Flood, 2014, figure 16).
uint64_t
Mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
}

uint64_t
Absorb(uint64_t state, const IpAddress& address)
{
    uint64_t words[2];
    static_assert(sizeof(words) == sizeof(address.octets), "an address is two words");
    std::memcpy(words, address.octets.data(), sizeof(words));
    state = Mix(state ^ words[0]);
    return address.isIpv6 ? Mix(state ^ words[1]) : state;
}

} // namespace

uint32_t
HashOf(const IpAddress& address, uint16_t port)
{
    return static_cast<uint32_t>(Absorb(Mix(port), address));
}

uint32_t
HashOf(const FourTuple& tuple)
{
    const uint64_t ports = uint64_t{tuple.localPort} << 16 | tuple.remotePort;
    return static_cast<uint32_t>(Absorb(Absorb(Mix(ports), tuple.remote), tuple.local));
}

DemuxTable::DemuxTable()
    : m_chains(FIRST_CHAINS, NO_INDEX)
{
}

void
DemuxTable::Insert(uint32_t index, uint32_t hash)
{
    if (m_count == m_chains.size())
    {
        Grow();
    }
    m_links.Reach(index + 1);
    uint32_t& first = m_chains[hash & Mask()];
    m_links[index] = Link{first, hash};
    first = index;
    ++m_count;
}

void
DemuxTable::Remove(uint32_t index)
{
    uint32_t* link = &m_chains[m_links[index].hash & Mask()];
    while (*link != index)
    {
        link = &m_links[*link].next;
    }
    *link = m_links[index].next;
    --m_count;
}

uint32_t
DemuxTable::ChainLength(uint32_t hash) const
{
    uint32_t length = 0;
    for (uint32_t i = m_chains[hash & Mask()]; i != NO_INDEX; i = m_links[i].next)
    {
        ++length;
    }
    return length;
}

void
DemuxTable::Grow()
{
    std::vector<uint32_t> old(m_chains.size() * 2, NO_INDEX);
    old.swap(m_chains);
    for (uint32_t index : old)
    {
        while (index != NO_INDEX)
        {
            Link& link = m_links[index];
            const uint32_t next = link.next;
            uint32_t& first = m_chains[link.hash & Mask()];
            link.next = first;
            first = index;
            index = next;
        }
    }
}

} // namespace lifecycle
} // namespace ns3
