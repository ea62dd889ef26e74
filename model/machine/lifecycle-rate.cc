/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-rate.h"

#include "lifecycle-hash.h"

#include <algorithm>
#include <tuple>

namespace ns3
{
namespace lifecycle
{

namespace
{

constexpr double BITS = 8;
constexpr double SECOND = 1e9; //!< in units of Duration

} // namespace

uint64_t
RateSample::BitRate() const
{
    return valid && interval > Duration::zero()
               ? static_cast<uint64_t>(delivered * BITS * SECOND /
                                       static_cast<double>(interval.count()))
               : 0;
}

void
RateSampler::Begin(Duration rtt)
{
    m_on = true;
    m_minRtt = rtt;
}

void
RateSampler::OnSent(Instant now, bool first)
{
    if (!m_on)
    {
        return;
    }
    if (first)
    {
        // 3.2: "If there are no packets in flight yet, then we can start the delivery rate interval
        // at the current time"
        m_firstSentAt = m_deliveredAt = now;
        m_changed = true;
    }
    if (!m_changed)
    {
        return;
    }
    m_changed = false;
    if (m_log.empty() || m_log.back().from != now)
    {
        m_log.emplace_back();
    }
    m_log.back() = {now, m_delivered, m_deliveredAt, m_firstSentAt, m_userLimited != 0};
}

void
RateSampler::OnUserLimited(uint32_t inFlight)
{
    if (m_on)
    {
        m_userLimited = std::max<uint64_t>(m_delivered + inFlight, 1);
        m_changed = true;
    }
}

const RateSampler::Mark*
RateSampler::Find(Instant sentAt) const
{
    const auto later =
        std::upper_bound(m_log.begin(), m_log.end(), sentAt, [](Instant at, const Mark& mark) {
            return at < mark.from;
        });
    return later == m_log.begin() ? nullptr : &*(later - 1);
}

void
RateSampler::Forget(Instant oldest)
{
    const Mark* first = Find(oldest);
    const std::size_t unused = first == nullptr ? 0 : first - m_log.data();
    if (2 * unused >= m_log.size())
    {
        m_log.erase(m_log.begin(), m_log.begin() + static_cast<std::ptrdiff_t>(unused));
    }
}

RateSample
RateSampler::OnAck(const RateInput& input)
{
    RateSample sample;
    sample.newlyDelivered = input.octets;
    sample.priorInFlight = input.priorFlight;
    m_minRtt = std::min(m_minRtt, input.rtt);
    if (input.octets > 0)
    {
        m_delivered += input.octets;
        m_deliveredAt = input.now;
        m_changed = true;
    }
    sample.totalDelivered = m_delivered;
    // 3.3: "Clear app-limited field if bubble is ACKed and gone"
    if (m_userLimited != 0 && m_delivered > m_userLimited)
    {
        m_userLimited = 0;
    }
    const Mark* mark = input.sentAt == NEVER ? nullptr : Find(input.sentAt);
    if (mark == nullptr)
    {
        return sample;
    }
    sample.appLimited = mark->userLimited;
    sample.priorDelivered = mark->delivered;
    sample.priorTime = mark->deliveredAt;
    sample.delivered = static_cast<uint32_t>(m_delivered - mark->delivered);
    sample.sendElapsed = input.sentAt - mark->firstSentAt;
    sample.ackElapsed = m_deliveredAt - mark->deliveredAt;
    sample.interval = std::max(sample.sendElapsed, sample.ackElapsed);
    m_firstSentAt = input.sentAt;
    // 3.3: "Normally we expect interval >= MinRTT. Note that rate may still be over-estimated when
    // a spuriously retransmitted skb was first (s)acked"
    sample.valid =
        (m_minRtt == FOREVER || sample.interval >= m_minRtt) && sample.interval > Duration::zero();
    if (const uint64_t rate = sample.BitRate();
        rate > 0 && (!sample.appLimited || rate >= m_lastRate))
    {
        m_lastRate = rate;
        m_lastUserLimited = sample.appLimited;
    }
    Forget(input.oldestAt);
    return sample;
}

bool
RateSampler::operator==(const RateSampler& other) const
{
    const auto same = [](const Mark& a, const Mark& b) {
        return a.from == b.from && a.delivered == b.delivered && a.deliveredAt == b.deliveredAt &&
               a.firstSentAt == b.firstSentAt && a.userLimited == b.userLimited;
    };
    return m_on == other.m_on && m_changed == other.m_changed &&
           m_lastUserLimited == other.m_lastUserLimited && m_delivered == other.m_delivered &&
           m_deliveredAt == other.m_deliveredAt && m_firstSentAt == other.m_firstSentAt &&
           m_userLimited == other.m_userLimited && m_lastRate == other.m_lastRate &&
           m_minRtt == other.m_minRtt &&
           std::equal(m_log.begin(), m_log.end(), other.m_log.begin(), other.m_log.end(), same);
}

void
RateSampler::AddTo(Digest& digest) const
{
    digest.Add(std::tie(m_on,
                        m_changed,
                        m_lastUserLimited,
                        m_delivered,
                        m_deliveredAt,
                        m_firstSentAt,
                        m_userLimited,
                        m_lastRate,
                        m_minRtt));
    for (const Mark& mark : m_log)
    {
        digest.Add(std::tie(mark.from,
                            mark.delivered,
                            mark.deliveredAt,
                            mark.firstSentAt,
                            mark.userLimited));
    }
}

void
Pacer::OnSent(Instant now, uint32_t octets, uint64_t bitRate)
{
    if (bitRate > 0)
    {
        next =
            std::max(next, now) +
            Duration(static_cast<int64_t>(octets * BITS * SECOND / static_cast<double>(bitRate)));
    }
}

void
Pacer::AddTo(Digest& digest) const
{
    digest.Add(next);
}

uint64_t
WindowBitRate(uint64_t window, Duration rtt, uint32_t percent)
{
    return rtt > Duration::zero()
               ? static_cast<uint64_t>(static_cast<double>(window) * BITS * SECOND * percent / 100 /
                                       static_cast<double>(rtt.count()))
               : 0;
}

} // namespace lifecycle
} // namespace ns3
