/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * Loss detection by time (RFC 8985), with the constants of Linux, net/ipv4/tcp_recovery.c.
 */

#include "lifecycle-loss.h"

#include <algorithm>

namespace ns3
{
namespace lifecycle
{

namespace
{

/// RFC 8985, 6.2, step 4: the reordering window grows up to SRTT. Linux stops at an eighth of
/// srtt_us, which is SRTT
constexpr uint8_t MOST_STEPS = 0xff;

/// RFC 8985, 5.3 and 6.2, step 4: "RACK.reo_wnd_persist = 16"
constexpr uint8_t PERSIST = 16;

/// Linux, tcp_max_reordering
constexpr uint32_t MOST_REORDERING = 300;

/// Linux, tcp_min_rtt_wlen: how long a minimum RTT is valid
constexpr Duration MIN_RTT_AGE = std::chrono::seconds(300);

/// RFC 8985, 6.2, step 4; Linux, tcp_rack_reo_wnd()
Duration
ReorderingWindow(const LossState& state, RecoveryPhase phase, Duration srtt)
{
    const RackState& rack = state.rack;
    if (rack.reorderings == 0 &&
        (phase >= RecoveryPhase::Recovery || state.board.SackedSegments() >= rack.reordering))
    {
        return Duration::zero(); // no reordering was seen: as with DupThresh
    }
    if (rack.minRtt == FOREVER)
    {
        return Duration::zero();
    }
    return std::min(rack.minRtt / 4 * rack.steps, srtt);
}

/// RFC 8985, 6.2, step 4: RACK_update_reo_wnd()
void
AdaptWindow(RackState& rack, const AckReport& report)
{
    if (rack.inDsackRound && AtOrAfter(report.una, rack.dsackRound))
    {
        rack.inDsackRound = false;
    }
    if (report.dsack && !rack.inDsackRound)
    {
        rack.inDsackRound = true;
        rack.dsackRound = report.nxt;
        rack.steps = std::min<uint8_t>(static_cast<uint8_t>(rack.steps + 1), MOST_STEPS);
        rack.persist = PERSIST;
    }
    else if (rack.persist == 0)
    {
        rack.steps = 1;
    }
}

/// See LossDetector
class Rack : public LossDetector
{
  public:
    bool OnAck(LossState& state,
               RecoveryPhase phase,
               const AckReport& report,
               const Delivered& delivered) const override
    {
        RackState& rack = state.rack;
        if (delivered.sample != NEVER)
        {
            const Duration rtt = report.now - delivered.sample; // step 1
            if (rtt <= rack.minRtt || report.now - rack.minRttAt > MIN_RTT_AGE)
            {
                rack.minRtt = rtt;
                rack.minRttAt = report.now;
            }
        }
        if (delivered.sentAt != NEVER)
        {
            // Step 2
            rack.advanced = true;
            // The state of the last segment in sequence order (Linux, tcp_rack_advance()); RFC
            // 8985, 6.2, uses the order of transmission
            rack.rtt = report.now - delivered.lastAt;
            if (rack.sentAt == NEVER || delivered.sentAt > rack.sentAt ||
                (delivered.sentAt == rack.sentAt && After(delivered.sentEnd, rack.sentEnd)))
            {
                rack.sentAt = delivered.sentAt;
                rack.sentEnd = delivered.sentEnd;
            }
        }
        AdaptWindow(rack, report);
        if (!rack.advanced)
        {
            return false; // the timer keeps running
        }
        rack.advanced = false;
        return DetectByTime(state, phase, report.srtt, report.now);
    }

    void OnTimeout(LossState& state, Instant now) const override
    {
        // Linux, tcp_timeout_mark_lost(): segments sent recently may still arrive
        state.board.MarkLostSentBefore(now - std::min(state.rack.rtt, now.time_since_epoch()));
    }
};

} // namespace

void
NoteReordering(RackState& rack, const AckReport& report, const Delivered& delivered)
{
    if (!delivered.below)
    {
        return;
    }
    const uint32_t metric = Span(*delivered.below, *delivered.highestSacked);
    const uint32_t size = std::max(report.segmentSize, 1U);
    if (metric > rack.reordering * size)
    {
        rack.reordering =
            static_cast<uint16_t>(std::min((metric + size - 1) / size, MOST_REORDERING));
    }
    ++rack.reorderings;
}

bool
DetectByTime(LossState& state, RecoveryPhase phase, Duration srtt, Instant now)
{
    RackState& rack = state.rack;
    rack.wait = Duration::zero();
    if (rack.sentAt == NEVER)
    {
        return false;
    }
    // A retransmission that is lost again does not change the number of lost segments
    const uint32_t before = state.board.LostOctets() - state.board.AgainOctets();
    rack.wait = state.board.MarkLostByTime(rack.sentAt,
                                           rack.sentEnd,
                                           now,
                                           rack.rtt + ReorderingWindow(state, phase, srtt));
    return state.board.LostOctets() - state.board.AgainOctets() != before;
}

const LossDetector&
RackDetector()
{
    static const Rack detector;
    return detector;
}

} // namespace lifecycle
} // namespace ns3
