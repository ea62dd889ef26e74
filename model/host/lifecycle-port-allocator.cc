/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-port-allocator.h"

#include "lifecycle-demux-table.h"
#include "lifecycle-isn.h"

namespace ns3
{
namespace lifecycle
{

namespace
{

/// Second halves of the keys of the hashes; the one for ISNs differs.
constexpr uint64_t PORT_PURPOSE = 0x706f7274;       // "port"
constexpr uint64_t GROUP_PURPOSE = 0x67726f7570;    // "group"
constexpr uint64_t RANDOM_PURPOSE = 0x72616e646f6d; // "random"

/// RFC 6056, 3.3.5: N, the largest step of algorithm 5; 500 is "a good trade-off"
constexpr uint64_t MAX_STEP = 500;

/// \param key secret \param purpose which hash \param tuple a 4-tuple \return F() or G() of RFC
/// 6056
uint64_t
HashOfDestination(uint64_t key, uint64_t purpose, const FourTuple& tuple)
{
    TupleOctets octets;
    const std::size_t size = PutTuple(tuple, false, octets);
    return SipHash(key, purpose, octets.data(), size) >> 32;
}

} // namespace

std::size_t
PortAllocator::TupleHash::operator()(const FourTuple& tuple) const
{
    return HashOf(tuple);
}

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
PortAllocator::Choose(PortAlgorithm algorithm,
                      const PortRange& range,
                      const FourTuple& tuple,
                      const Judge& isFree,
                      bool remember)
{
    if (!(m_range == range))
    {
        m_range = range;
        ReleaseAll();
    }
    if (const auto freed = FromFreed(KeyOf(tuple, Part::All), isFree))
    {
        return *freed;
    }
    const uint16_t port = Search(algorithm, range, tuple, isFree, remember);
    if (port == 0 && remember)
    {
        m_exhausted.emplace(KeyOf(tuple, Part::All), std::vector<uint16_t>());
    }
    return port;
}

FourTuple
PortAllocator::KeyOf(const FourTuple& tuple, Part part)
{
    FourTuple key = tuple;
    key.localPort = static_cast<uint16_t>(part);
    return key;
}

std::optional<uint16_t>
PortAllocator::FromFreed(const FourTuple& key, const Judge& isFree)
{
    if (m_exhausted.empty())
    {
        return std::nullopt; // the usual case needs no hash
    }
    const auto known = m_exhausted.find(key);
    if (known == m_exhausted.end())
    {
        return std::nullopt;
    }
    std::vector<uint16_t>& freed = known->second;
    while (!freed.empty())
    {
        const uint16_t port = freed.back();
        freed.pop_back();
        if (isFree(port))
        {
            return port;
        }
    }
    return 0;
}

void
PortAllocator::Release(const FourTuple& tuple)
{
    if (m_exhausted.empty() || tuple.localPort < m_range.first || tuple.localPort > m_range.last)
    {
        return;
    }
    const bool isEven = (tuple.localPort - m_range.first) % 2 == 0;
    for (const Part part : {Part::All, Part::Even})
    {
        const auto known = m_exhausted.find(KeyOf(tuple, part));
        if (known == m_exhausted.end() || (part == Part::Even && !isEven))
        {
            continue;
        }
        known->second.push_back(tuple.localPort);
        const uint32_t ports = m_range.Count() / (part == Part::Even ? 2 : 1);
        if (known->second.size() > ports / 8)
        {
            m_exhausted.erase(known); // a search succeeds soon
        }
    }
}

void
PortAllocator::ReleaseAll()
{
    m_exhausted.clear();
}

uint64_t
PortAllocator::Random()
{
    return SipHash(m_key ^ ++m_draws, RANDOM_PURPOSE, nullptr, 0) >> 32;
}

uint16_t
PortAllocator::Search(PortAlgorithm algorithm,
                      const PortRange& range,
                      const FourTuple& tuple,
                      const Judge& isFree,
                      bool remember)
{
    const uint32_t count = range.Count();
    const auto at = [&](uint64_t number) {
        return static_cast<uint16_t>(range.first + number % count);
    };
    switch (algorithm)
    {
    case PortAlgorithm::SimpleRandom: {
        uint64_t start = Random();
        return Scan(range, start, 0, isFree);
    }
    case PortAlgorithm::RepeatedRandom: {
        for (uint32_t i = 0; i < count; ++i)
        {
            const uint16_t port = at(Random());
            if (isFree(port))
            {
                return port;
            }
        }
        uint64_t start = Random();
        return Scan(range, start, 0, isFree);
    }
    case PortAlgorithm::SimpleHash:
        return Scan(range, m_next, HashOfDestination(m_key, PORT_PURPOSE, tuple), isFree);
    case PortAlgorithm::RandomIncrements: {
        for (uint32_t i = 0; i < count; ++i)
        {
            m_next += Random() % MAX_STEP + 1;
            if (isFree(at(m_next)))
            {
                return at(m_next);
            }
        }
        return Scan(range, m_next, 0, isFree);
    }
    case PortAlgorithm::DoubleHash:
    case PortAlgorithm::EvenFirst: {
        const uint64_t offset = HashOfDestination(m_key, PORT_PURPOSE, tuple);
        uint64_t& next = m_groups[HashOfDestination(m_key, GROUP_PURPOSE, tuple) % GROUPS];
        if (algorithm == PortAlgorithm::DoubleHash)
        {
            return Scan(range, next, offset, isFree);
        }
        if (const auto freed = FromFreed(KeyOf(tuple, Part::Even), isFree))
        {
            return *freed != 0 ? *freed : ScanEverySecond(range, 1, next, offset, isFree);
        }
        const uint16_t even = ScanEverySecond(range, 0, next, offset, isFree);
        if (even != 0)
        {
            return even;
        }
        if (remember)
        {
            m_exhausted.emplace(KeyOf(tuple, Part::Even), std::vector<uint16_t>());
        }
        return ScanEverySecond(range, 1, next, offset, isFree);
    }
    }
    return 0;
}

uint16_t
PortAllocator::Scan(const PortRange& range, uint64_t& next, uint64_t offset, const Judge& isFree)
{
    // RFC 6056, 3.3.3: "port = min_ephemeral + (next_ephemeral + offset) % num_ephemeral;
    // next_ephemeral++", each port once at most
    const uint32_t count = range.Count();
    for (uint32_t i = 0; i < count; ++i)
    {
        const auto port = static_cast<uint16_t>(range.first + (next + offset) % count);
        ++next;
        if (isFree(port))
        {
            return port;
        }
    }
    return 0;
}

uint16_t
PortAllocator::ScanEverySecond(const PortRange& range,
                               uint32_t parity,
                               uint64_t& next,
                               uint64_t offset,
                               const Judge& isFree)
{
    const uint32_t half = (range.Count() + 1 - parity) / 2; // ports of this parity
    for (uint32_t i = 0; i < half; ++i)
    {
        const auto port = static_cast<uint16_t>(range.first + (next + offset) % half * 2 + parity);
        ++next;
        if (isFree(port))
        {
            return port;
        }
    }
    return 0;
}

} // namespace lifecycle
} // namespace ns3
