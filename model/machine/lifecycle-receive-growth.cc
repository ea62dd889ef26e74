/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-receive-growth.h"

#include "lifecycle-hash.h"

#include <algorithm>
#include <tuple>

namespace ns3
{
namespace lifecycle
{

void
ReceiveGrowth::Begin(uint32_t space, Seq read, Instant now)
{
    m_space = std::max(space, 1U);
    m_read = read;
    m_readAt = now;
    m_windowEnd = read;
    m_windowAt = NEVER;
}

void
ReceiveGrowth::OnArrival(Seq next, uint32_t window, Instant now)
{
    // Linux, tcp_rcv_rtt_measure(): the least time, because a user may be slow
    if (m_windowAt != NEVER)
    {
        if (Before(next, m_windowEnd))
        {
            return;
        }
        const Duration time = std::max<Duration>(now - m_windowAt, std::chrono::microseconds(1));
        m_rtt = m_rtt == Duration::zero() ? time : std::min(m_rtt, time);
    }
    m_windowEnd = next + window;
    m_windowAt = now;
}

void
ReceiveGrowth::OnEcho(uint32_t echo, Duration rtt)
{
    // Linux, tcp_rcv_rtt_measure_ts(): smoothed by an eighth
    if (echo != m_lastEcho)
    {
        m_lastEcho = echo;
        m_rtt = m_rtt == Duration::zero() ? rtt : m_rtt + (rtt - m_rtt) / 8;
    }
}

std::optional<uint32_t>
ReceiveGrowth::OnRead(Seq read, uint32_t unread, Instant now)
{
    if (!HasBegun() || m_rtt == Duration::zero() || now - m_readAt < m_rtt)
    {
        return std::nullopt;
    }
    const uint32_t copied = Span(m_read, read);
    m_read = read;
    m_readAt = now;
    const uint32_t net = copied > unread ? copied - unread : 0;
    return net > m_space ? std::optional(net) : std::nullopt;
}

uint64_t
ReceiveGrowth::Need(uint32_t space)
{
    // Linux, tcp_rcvbuf_grow(): "DRS is always one RTT late"; "slow start: allow the sender to
    // double its rate"
    const uint64_t twice = uint64_t{space} * 2;
    const uint64_t growth = space > m_space ? twice * (space - m_space) / m_space : 0;
    m_space = std::max(space, 1U);
    return twice + 2 * growth;
}

auto
ReceiveGrowth::Parts() const
{
    return std::tie(held, m_space, m_read, m_readAt, m_windowEnd, m_windowAt, m_rtt, m_lastEcho);
}

bool
ReceiveGrowth::operator==(const ReceiveGrowth& other) const
{
    return Parts() == other.Parts();
}

void
ReceiveGrowth::AddTo(Digest& digest) const
{
    if (digest.HasHistory())
    {
        digest.Add(Parts());
    }
}

} // namespace lifecycle
} // namespace ns3
