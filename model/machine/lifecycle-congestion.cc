/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-congestion.h"

#include "lifecycle-hash.h"

#include <algorithm>
#include <tuple>

namespace ns3
{
namespace lifecycle
{

namespace
{

/// RFC 5681, equation 4: half of the data outstanding, at least two segments
uint32_t
HalfFlight(const CongestionInput& input)
{
    return std::max(input.flight / 2, 2 * input.segmentSize);
}

} // namespace

void
CongestionWindow::AddTo(Digest& digest) const
{
    digest.Add(std::tie(cwnd, ssthresh, phase, pacingRate));
}

bool
CongestionControl::OnBegin(CongestionWindow&, const CongestionInput&)
{
    return false;
}

void
CongestionControl::OnStart(CongestionWindow&, const CongestionInput&)
{
}

void
CongestionControl::OnRate(CongestionWindow&, const CongestionInput&, const RateSample&)
{
}

void
CongestionControl::OnUndo(CongestionWindow&, const CongestionInput&)
{
}

void
RenoCongestionControl::OnAck(CongestionWindow& window, const CongestionInput& input)
{
    if (!input.cwndLimited || input.growth == 0)
    {
        return; // RFC 9293 does not cover this; RFC 2861, section 3: an unused window must not grow
    }
    if (window.cwnd < window.ssthresh)
    {
        // RFC 5681, equation 2
        window.cwnd += std::min(input.growth, input.segmentSize);
    }
    else
    {
        // RFC 5681, equation 3, for each acknowledged segment
        const uint64_t growth = uint64_t{input.segmentSize} *
                                std::min(input.growth, 2 * input.segmentSize) /
                                std::max(window.cwnd, 1U);
        window.cwnd += static_cast<uint32_t>(std::max<uint64_t>(growth, 1));
    }
}

void
RenoCongestionControl::OnRecovery(CongestionWindow& window, const CongestionInput& input)
{
    // RFC 6675, section 5, step 4.2
    window.ssthresh = HalfFlight(input);
    window.cwnd = window.ssthresh;
}

void
RenoCongestionControl::OnRecovered(CongestionWindow& window, const CongestionInput& input)
{
    if (window.phase == RecoveryPhase::Loss)
    {
        return; // slow start and congestion avoidance continue (RFC 5681, 3.1)
    }
    // RFC 6582, section 3.2, step 3, full acknowledgment, option 1: no burst after recovery
    window.cwnd =
        std::min(window.ssthresh, std::max(input.flight, input.segmentSize) + input.segmentSize);
}

void
RenoCongestionControl::OnTimeout(CongestionWindow& window, const CongestionInput& input, bool first)
{
    // RFC 5681, section 3.1
    if (first)
    {
        window.ssthresh = HalfFlight(input);
    }
    window.cwnd = input.segmentSize;
}

} // namespace lifecycle
} // namespace ns3
