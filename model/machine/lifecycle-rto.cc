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

/// No measurement is believed beyond a day; RFC 7323, 5.5, lets timestamps live for 24
constexpr Duration LONGEST = std::chrono::hours(24);

} // namespace

RtoEstimator::RtoEstimator(const Config& config)
    : m_rto(config.initialRto)
{
}

Duration
RtoEstimator::Computed(const Config& config) const
{
    // RFC 6298, 2.2 and 2.3: RTO <- SRTT + max (G, K*RTTVAR), K = 4
    const Duration rto = m_srtt + std::max(config.clockGranularity, 4 * m_rttvar);
    // 2.4 and 2.5; BSD's slop lies above the minimum
    return std::min(std::max(rto, config.minRto) + config.rtoSlop, config.maxRto);
}

void
RtoEstimator::Sample(Duration rtt, const Config& config)
{
    rtt = std::min(rtt, LONGEST);
    m_last = rtt;
    if (!HasSample())
    {
        // RFC 6298, 2.2
        m_srtt = std::max(rtt, Duration(1));
        m_rttvar = rtt / 2;
    }
    else
    {
        // RFC 6298, 2.3: beta = 1/4, alpha = 1/8, RTTVAR first
        const Duration deviation = rtt > m_srtt ? rtt - m_srtt : m_srtt - rtt;
        m_rttvar = (3 * m_rttvar + deviation) / 4;
        m_srtt = (7 * m_srtt + rtt) / 8;
    }
    m_rto = Computed(config);
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
    return std::tie(m_srtt, m_rttvar, m_rto, m_last);
}

bool
RtoEstimator::operator==(const RtoEstimator& other) const
{
    return Parts() == other.Parts();
}

std::size_t
RtoEstimator::Hash() const
{
    return HashParts(Parts());
}

} // namespace lifecycle
} // namespace ns3
