/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * Loss detection by duplicate acknowledgments without SACK (RFC 5681, 3.2; RFC 6582).
 */

#include "lifecycle-loss.h"

#include <algorithm>

namespace ns3
{
namespace lifecycle
{

namespace
{

/// RFC 5681, 3.2: the third duplicate
constexpr uint32_t DUPLICATE_THRESHOLD = 3;

/// See LossDetector
class NewReno : public LossDetector
{
  public:
    bool OnAck(LossState& state,
               RecoveryPhase phase,
               const AckReport& report,
               const Delivered&) const override
    {
        if (phase == RecoveryPhase::Recovery && report.advances)
        {
            // RFC 6582, 3.2, step 3: a partial acknowledgment, "retransmit the first unacknowledged
            // segment", regardless of the window
            state.board.MarkFirstLost();
            state.force = true;
            return true;
        }
        if (phase >= RecoveryPhase::Recovery || state.duplicates < DUPLICATE_THRESHOLD)
        {
            return false;
        }
        if (AtOrBefore(report.una, state.point))
        {
            // RFC 6582, 3.2, step 2: duplicate ACKs of data outstanding at the last timeout answer
            // data that were sent twice. Limited transmit ends after two (RFC 3042)
            state.duplicates = DUPLICATE_THRESHOLD - 1;
            return false;
        }
        state.board.MarkFirstLost();
        return true;
    }
};

} // namespace

const LossDetector&
NewRenoDetector()
{
    static const NewReno detector;
    return detector;
}

} // namespace lifecycle
} // namespace ns3
