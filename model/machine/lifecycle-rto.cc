/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-rto.h"

#include "lifecycle-hash.h"

#include <algorithm>
#include <tuple>

namespace ns3
{
namespace lifecycle
{

namespace
{

/// Upper limit of a sample; RFC 7323, 5.5, allows timestamps of up to 24 days
constexpr Duration LONGEST = std::chrono::hours(24);

} // namespace

RtoEstimator::RtoEstimator(const Config& config)
    : m_rto(config.initialRto)
{
}

Duration
RtoEstimator::Computed(const Config& config) const
{
    if (config.rttEstimator == RttEstimator::Linux)
    {
        return std::min(m_srtt + m_margin + config.rtoSlop, config.maxRto); // __tcp_set_rto()
    }
    // RFC 6298, 2.2 and 2.3: RTO <- SRTT + max (G, K*RTTVAR), K = 4
    const Duration rto = m_srtt + std::max(config.clockGranularity, 4 * m_rttvar);
    // 2.4 and 2.5; BSD's slop is added to the minimum
    return std::min(std::max(rto, config.minRto) + config.rtoSlop, config.maxRto);
}

void
RtoEstimator::Sample(Duration rtt, const SampleProgress& progress, const Config& config)
{
    rtt = std::min(rtt, LONGEST);
    m_last = rtt;
    if (!HasSample())
    {
        // RFC 6298, 2.2
        m_srtt = std::max(rtt, Duration(1));
        m_rttvar = rtt / 2;
        m_margin = std::max(2 * rtt, config.minRto);
        m_peak = m_margin;
        m_windowEnd = progress.nxt;
    }
    else if (config.rttEstimator == RttEstimator::Linux)
    {
        FollowLinux(rtt, progress, config.minRto);
    }
    else
    {
        FollowRfc6298(rtt);
    }
    m_rto = Computed(config);
}

void
RtoEstimator::FollowRfc6298(Duration rtt)
{
    // RFC 6298, 2.3: beta = 1/4, alpha = 1/8, RTTVAR first
    const Duration deviation = rtt > m_srtt ? rtt - m_srtt : m_srtt - rtt;
    m_rttvar = (3 * m_rttvar + deviation) / 4;
    m_srtt = (7 * m_srtt + rtt) / 8;
}

void
RtoEstimator::FollowLinux(Duration rtt, const SampleProgress& progress, Duration least)
{
    // Linux, tcp_input.c, tcp_rtt_estimator(). Its mdev_us is 4 RTTVAR, its rttvar_us the margin,
    // its mdev_max_us the peak.
    Duration excess = (rtt < m_srtt ? m_srtt - rtt : rtt - m_srtt) - m_rttvar;
    if (rtt < m_srtt && excess > Duration::zero())
    {
        excess /= 8; // "Eifel blocks mdev updates when rtt decreases", this slows them down
    }
    m_rttvar += excess / 4;
    m_srtt = (7 * m_srtt + rtt) / 8;
    m_peak = std::max(m_peak, 4 * m_rttvar);
    m_margin = std::max(m_margin, m_peak);
    if (After(progress.una, m_windowEnd))
    {
        m_margin -= (m_margin - m_peak) / 4;
        m_windowEnd = progress.nxt;
        m_peak = least;
    }
}

void
RtoEstimator::BackOff(const Config& config)
{
    // RFC 6298, 5.5
    m_rto = std::max(m_rto, m_rto > config.maxRto / 2 ? config.maxRto : 2 * m_rto);
}

void
RtoEstimator::EndBackOff(const Config& config)
{
    m_rto = HasSample() ? Computed(config) : config.initialRto;
}

void
RtoEstimator::RaiseTo(Duration rto)
{
    m_rto = std::max(m_rto, rto);
}

auto
RtoEstimator::Parts() const
{
    return std::tie(m_srtt, m_rttvar, m_rto, m_last, m_margin, m_peak, m_windowEnd);
}

bool
RtoEstimator::operator==(const RtoEstimator& other) const
{
    return Parts() == other.Parts();
}

void
RtoEstimator::AddTo(Digest& digest) const
{
    if (digest.HasHistory())
    {
        digest.Add(Parts());
        return;
    }
    digest.Add(m_rto);
}

} // namespace lifecycle
} // namespace ns3
