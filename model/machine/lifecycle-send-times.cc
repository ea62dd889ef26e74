/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-send-times.h"

#include "lifecycle-hash.h"

#include <algorithm>

namespace ns3
{
namespace lifecycle
{

namespace
{

/// Ring entries at the start: most connections send few segments
constexpr std::size_t LEAST = 4;

} // namespace

void
SendTimes::Grow()
{
    std::vector<Sent> larger(std::max(LEAST, 2 * m_ring.size()));
    for (std::size_t i = 0; i < m_count; ++i)
    {
        larger[i] = At(i);
    }
    m_ring.swap(larger);
    m_first = 0;
}

void
SendTimes::Add(Seq end, Instant now)
{
    if (m_count == m_ring.size())
    {
        Grow();
    }
    ++m_count;
    At(m_count - 1) = {end, now};
}

Instant
SendTimes::Deliver(Seq from, Seq to)
{
    // The first segment that ends after `from`, by bisection
    std::size_t low = 0;
    std::size_t high = m_count;
    while (low < high)
    {
        const std::size_t middle = low + (high - low) / 2;
        if (After(At(middle).end, from))
        {
            high = middle;
        }
        else
        {
            low = middle + 1;
        }
    }
    Instant latest = NEVER;
    for (; low < m_count && AtOrBefore(At(low).end, to); ++low)
    {
        if (At(low).at != NEVER)
        {
            latest = At(low).at;
            At(low).at = NEVER;
        }
    }
    const Seq start = low > 0 ? At(low - 1).end : from;
    if (low < m_count && After(to, start))
    {
        At(low).at = NEVER; // a part of it
    }
    return latest;
}

Instant
SendTimes::DeliverUpTo(Seq to)
{
    Instant latest = NEVER;
    while (m_count > 0 && AtOrBefore(At(0).end, to))
    {
        if (At(0).at != NEVER)
        {
            latest = At(0).at;
        }
        m_first = (m_first + 1) & (m_ring.size() - 1);
        --m_count;
    }
    return latest;
}

bool
SendTimes::operator==(const SendTimes& other) const
{
    if (m_count != other.m_count)
    {
        return false;
    }
    for (std::size_t i = 0; i < m_count; ++i)
    {
        if (At(i).end != other.At(i).end || At(i).at != other.At(i).at)
        {
            return false;
        }
    }
    return true;
}

void
SendTimes::AddTo(Digest& digest) const
{
    digest.AddWord(m_count);
    for (std::size_t i = 0; i < m_count; ++i)
    {
        digest.Add(At(i).end);
        digest.Add(At(i).at);
    }
}

} // namespace lifecycle
} // namespace ns3
