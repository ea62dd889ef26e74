/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * Loss detection by the SACKed segments above (RFC 6675).
 */

#include "lifecycle-loss.h"

namespace ns3
{
namespace lifecycle
{

namespace
{

/// RFC 6675, 2: DupThresh
constexpr uint32_t DUP_THRESH = 3;

/**
 * Bytes below the result that are not SACKed are lost by RFC 6675, section 4, IsLost(): DupThresh
 * ranges, or more than (DupThresh - 1) * SMSS bytes, are SACKed above them. The cost depends on the
 * three highest ranges, not on the window.
 */
Seq
LostBelow(const SeqRanges& sacked, Seq una, uint32_t segmentSize)
{
    uint32_t octets = 0;
    uint32_t ranges = 0;
    for (std::size_t i = sacked.Count(); i-- > 0;)
    {
        octets += Span(sacked[i].left, sacked[i].right);
        ++ranges;
        if (ranges >= DUP_THRESH || octets > (DUP_THRESH - 1) * segmentSize)
        {
            return sacked[i].left;
        }
    }
    return una;
}

/// See LossDetector
class Rfc6675 : public LossDetector
{
  public:
    bool OnAck(LossState& state,
               RecoveryPhase phase,
               const AckReport& report,
               const Delivered&) const override
    {
        const Seq edge = LostBelow(state.board.Sacked(), report.una, report.segmentSize);
        if (After(edge, report.una))
        {
            state.board.MarkLostBelow(edge);
            return true;
        }
        if (phase < RecoveryPhase::Recovery && state.duplicates >= DUP_THRESH)
        {
            state.board.MarkFirstLost(); // 5, step 2
            return true;
        }
        return false;
    }

    bool RepairsEarly() const override
    {
        return true;
    }
};

} // namespace

const LossDetector&
Rfc6675Detector()
{
    static const Rfc6675 detector;
    return detector;
}

} // namespace lifecycle
} // namespace ns3
