/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-loss.h"

#include "lifecycle-hash.h"

#include <tuple>

namespace ns3
{
namespace lifecycle
{

void
LossDetector::OnTimeout(LossState& state, Instant) const
{
    state.board.MarkAllLost(); // RFC 5681, 3.1; RFC 6298, 5.4
}

const LossDetector&
DetectorOf(const Config& config, bool sack)
{
    if (!sack)
    {
        return NewRenoDetector();
    }
    switch (config.lossDetection)
    {
    case LossDetection::Rfc6675:
        break;
    case LossDetection::Rack:
        return RackDetector();
    }
    return Rfc6675Detector();
}

auto
RackState::Parts() const
{
    return std::tie(sentAt,
                    sentEnd,
                    rtt,
                    minRtt,
                    minRttAt,
                    dsackRound,
                    inDsackRound,
                    steps,
                    persist,
                    reordering,
                    reorderings,
                    advanced,
                    wait);
}

bool
RackState::operator==(const RackState& other) const
{
    return Parts() == other.Parts();
}

void
RackState::AddTo(Digest& digest) const
{
    digest.Add(Parts());
}

} // namespace lifecycle
} // namespace ns3
