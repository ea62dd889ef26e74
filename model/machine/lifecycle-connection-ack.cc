/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * The ACK field (RFC 9293, 3.10.7.4, fifth), and the losses it tells of (RFC 6675, RFC 6582).
 */

#include "lifecycle-connection.h"

#include <algorithm>

namespace ns3
{
namespace lifecycle
{

namespace
{

/// RFC 5681, 3.2, and RFC 6675, 2: DupThresh
constexpr uint32_t DUPLICATE_THRESHOLD = 3;

/**
 * Where loss begins to be only suspected: octets below, not SACKed, are lost by RFC 6675, section
 * 4, IsLost(): DupThresh ranges, or more than (DupThresh - 1) * SMSS octets, are SACKed above them.
 * The cost is that of the few highest ranges, not of the window.
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
        if (ranges >= DUPLICATE_THRESHOLD || octets > (DUPLICATE_THRESHOLD - 1) * segmentSize)
        {
            return sacked[i].left;
        }
    }
    return una;
}

/// RFC 7323, 4.1: the time since what is echoed was sent, which tells apart two transmissions of
/// the same octets; none if nothing is echoed, or what was never sent.
std::optional<Duration>
RttByTimestamp(const KnownOptions& options, uint32_t clock, Duration tick)
{
    if (!options.timestamps || options.timestamps->echo == 0)
    {
        return std::nullopt;
    }
    const uint32_t ticks = clock - options.timestamps->echo;
    if (static_cast<int32_t>(ticks) < 0)
    {
        return std::nullopt;
    }
    return ticks > FOREVER / tick ? FOREVER : std::max<uint32_t>(ticks, 1) * tick;
}

} // namespace

CongestionInput
Connection::MakeInput(const Context& context, uint32_t flight) const
{
    CongestionInput input;
    input.now = context.now;
    input.segmentSize = SegmentRoom();
    input.flight = flight;
    input.cwndLimited =
        m_cwndLimited || (m_config->growHalfUsed && m_congestion.cwnd < m_congestion.ssthresh &&
                          m_congestion.cwnd < 2 * flight);
    input.sndUna = m_snd.una;
    input.sndNxt = m_snd.nxt;
    return input;
}

void
Connection::UpdateWindow(const Segment& segment)
{
    // "If SND.UNA =< SEG.ACK =< SND.NXT, the send window should be updated. If (SND.WL1 < SEG.SEQ
    // or (SND.WL1 = SEG.SEQ and SND.WL2 =< SEG.ACK)), set SND.WND <- SEG.WND, ..."
    if (Before(segment.ack, m_snd.una) || GetState() == State::TimeWait)
    {
        return; // in TIME-WAIT there is nothing left to send
    }
    if (Before(m_snd.wl1, segment.seq) ||
        (m_snd.wl1 == segment.seq && AtOrBefore(m_snd.wl2, segment.ack)))
    {
        m_snd.wnd = uint32_t{segment.window} << m_snd.shift;
        m_snd.maxWnd = std::max(m_snd.maxWnd, m_snd.wnd);
        m_snd.wl1 = segment.seq;
        m_snd.wl2 = segment.ack;
    }
}

bool
Connection::SampleByTimestamp(Seq ack, const KnownOptions& options, Instant now)
{
    // Nothing is timed because something was sent twice
    const auto rtt = m_rcv.timestamps
                         ? RttByTimestamp(options, TimestampClock(now), m_config->timestampTick)
                         : std::nullopt;
    if (rtt)
    {
        m_rto.Sample(*rtt, {ack, m_snd.nxt}, *m_config);
    }
    return rtt.has_value();
}

uint32_t
Connection::Advance(Seq ack, const KnownOptions& options, Context& context)
{
    const uint32_t acked = Span(m_snd.una, ack);
    if (m_snd.timedAt && AtOrAfter(ack, m_snd.timedEnd))
    {
        m_rto.Sample(context.now - *m_snd.timedAt, {ack, m_snd.nxt}, *m_config);
        m_snd.timedAt.reset();
    }
    else if (!m_snd.timedAt)
    {
        SampleByTimestamp(ack, options, context.now);
    }
    // Without a sample the RTO stays backed off (RFC 6298, 5; RFC 9293, 3.8.2)
    const bool textAcked = Before(m_snd.una, Earliest(ack, m_snd.writeEnd));
    m_snd.una = ack;
    if (m_snd.up && AtOrAfter(ack, *m_snd.up))
    {
        m_snd.up.reset();
    }
    m_retries = 0;
    m_lossProbed = false;
    m_softError = Error::None;
    NoteSizeAcked(ack);
    if (m_congestion.phase == RecoveryPhase::Recovery && !m_rcv.sack)
    {
        // RFC 6582, 3.2, step 3, "deflate": what is acknowledged, less the segment sent again,
        // has been counted by its duplicates
        const uint32_t segments = acked / SegmentRoom();
        m_snd.duplicateAcks -= std::min(m_snd.duplicateAcks, std::max(segments, 1U) - 1);
    }
    else
    {
        m_snd.duplicateAcks = 0;
    }
    m_snd.sacked.RemoveBelow(ack);
    m_snd.repaired = Latest(m_snd.repaired, ack);
    m_snd.lostEnd = Latest(m_snd.lostEnd, ack);
    if (m_congestion.phase < RecoveryPhase::Recovery && After(ack, m_snd.recoveryPoint))
    {
        m_snd.recoveryPoint = ack - 1; // it follows, so that the two can be compared
    }
    if (textAcked)
    {
        context.out.Add(Release{m_snd.StreamOffset(Earliest(ack, m_snd.writeEnd))});
    }
    return acked;
}

uint32_t
Connection::TakeSackBlocks(const KnownOptions& options, Instant& sentAt)
{
    uint32_t added = 0;
    for (uint8_t i = 0; i < options.sackBlockCount; ++i)
    {
        // RFC 2018, 4: blocks inside (SND.UNA, SND.NXT]; RFC 2883's duplicates lie outside
        const SackBlock& block = options.sackBlocks[i];
        if (AtOrAfter(m_snd.una, block.left) || AtOrAfter(block.left, block.right) ||
            After(block.right, m_snd.nxt))
        {
            continue;
        }
        Seq from = block.left;
        while (Before(from, block.right))
        {
            // The octets up to the next range are news
            const std::size_t next = m_snd.sacked.FirstEndingAfter(from);
            const bool last = next == m_snd.sacked.Count();
            const Seq end = last ? block.right : Earliest(block.right, m_snd.sacked[next].left);
            if (Before(from, end))
            {
                const Instant at = m_snd.times.Deliver(from, end);
                if (at != NEVER && (sentAt == NEVER || at > sentAt))
                {
                    sentAt = at;
                }
            }
            from = last ? block.right : m_snd.sacked[next].right;
        }
        added += m_snd.sacked.Add(block.left, block.right);
    }
    return added;
}

void
Connection::ProcessAck(const Segment& segment, const KnownOptions& options, Context& context)
{
    const uint32_t flight = m_snd.Flight();
    const uint32_t windowBefore = m_snd.wnd;
    const bool advances = After(segment.ack, m_snd.una);
    if (!segment.Has(SYN)) // of a SYN,ACK the window was taken, unscaled, by SynAcknowledged()
    {
        UpdateWindow(segment);
    }
    if (m_probing || m_probes > 0)
    {
        // RFC 9293, MUST-37: the connection stays open as long as probes are answered
        m_retries = 0;
        ArmUser(context, true);
    }
    if (m_snd.wnd > 0)
    {
        m_probes = 0;
    }
    else if (m_config->emptyProbes)
    {
        m_retries = 0; // what is repeated by its RTO "serves as a zero window probe" (Linux)
    }
    uint32_t acked = 0;
    uint32_t delivered = 0;
    Instant sentAt = NEVER;
    if (advances)
    {
        const uint32_t sackedBefore = m_snd.sacked.Octets();
        acked = Advance(segment.ack, options, context);
        delivered = acked - (sackedBefore - m_snd.sacked.Octets());
        sentAt = m_snd.times.DeliverUpTo(segment.ack);
    }
    const uint32_t newlySacked = m_rcv.sack ? TakeSackBlocks(options, sentAt) : 0;
    // RFC 5681, 2: a duplicate acknowledgment (an answer to a window probe is none: a shut window
    // loses text by itself); RFC 6675, 2: with SACK, one that brings news
    const bool duplicate =
        !advances && flight > 0 &&
        (m_rcv.sack ? newlySacked > 0
                    : segment.ack == m_snd.una && segment.length == 0 &&
                          !segment.HasAny(SYN | FIN) && m_snd.wnd == windowBefore && m_snd.wnd > 0);
    if (duplicate)
    {
        ++m_snd.duplicateAcks;
    }
    if (m_probing && m_snd.wnd > 0)
    {
        // The window has opened: what the probe carried, if it was thrown away, goes again
        m_probing = false;
        m_snd.repaired = m_snd.una;
        m_snd.lostEnd = m_snd.nxt;
        Clear(Timer::Persist);
        ArmRetransmission(context, true);
    }
    else if (flight > 0 && (advances || duplicate))
    {
        CongestionInput input = MakeInput(context, flight);
        input.acked = acked;
        input.delivered = delivered + newlySacked;
        if (sentAt != NEVER)
        {
            input.rtt = context.now - sentAt;
        }
        else if (advances && m_rcv.timestamps)
        {
            // Linux, tcp_ack_update_rtt(): ca_rtt_us is the timestamp's, if nothing was timed
            input.rtt =
                RttByTimestamp(options, TimestampClock(context.now), m_config->timestampTick);
        }
        input.srtt = m_rto.Srtt();
        if (m_rcv.timestamps)
        {
            input.timestamps = options.timestamps;
            input.timestampTick = m_config->timestampTick;
        }
        UpdateRecovery(input, advances, context);
    }
    if (advances)
    {
        AfterAck(context);
    }
}

void
Connection::ContinueRecovery(CongestionInput input, bool advances, Context& context)
{
    const bool loss = m_congestion.phase == RecoveryPhase::Loss;
    const bool ends = AtOrAfter(m_snd.una, m_snd.recoveryPoint);
    if (loss && advances && !ends)
    {
        // Slow start (RFC 5681, 3.1). Without SACK most of a large step was delivered before the
        // time-out: one segment (RFC 3465, 2.3)
        input.growth = m_rcv.sack ? input.delivered : std::min(input.delivered, input.segmentSize);
    }
    if (input.delivered > 0 && !m_snd.FinAcked())
    {
        context.congestion.OnAck(m_congestion, input);
    }
    if (ends)
    {
        // Everything that was outstanding when it began is acknowledged. Data that arrived during
        // Recovery count when they are acknowledged (RFC 3465, 2.1), as in ns-3's TcpSocketBase
        input.growth = loss ? 0 : input.acked;
        input.flight = m_snd.Flight();
        context.congestion.OnRecovered(m_congestion, input);
        m_congestion.phase = RecoveryPhase::Open;
        m_snd.duplicateAcks = 0;
        m_snd.lostEnd = m_snd.una;
        m_snd.repaired = m_snd.una;
    }
    else if (loss)
    {
        m_snd.duplicateAcks = 0; // they answer what is sent twice
    }
    else if (advances && !m_rcv.sack)
    {
        // RFC 6582, 3.2, step 3: a partial acknowledgment, "retransmit the first unacknowledged
        // segment", whatever the window says
        m_snd.repaired = m_snd.una;
        m_snd.lostEnd = Earliest(m_snd.una + input.segmentSize, m_snd.nxt);
        SendOneHole(m_snd.lostEnd, true, context);
    }
}

void
Connection::UpdateRecovery(CongestionInput input, bool advances, Context& context)
{
    const Seq lost = LostBelow(m_snd.sacked, m_snd.una, input.segmentSize);
    m_snd.lostEnd = Latest(m_snd.lostEnd, lost);
    if (m_congestion.phase >= RecoveryPhase::Recovery)
    {
        ContinueRecovery(input, advances, context);
        return;
    }
    m_congestion.phase =
        advances && m_snd.sacked.Empty() ? RecoveryPhase::Open : RecoveryPhase::Disorder;
    if (input.delivered > 0 && !m_snd.FinAcked()) // nothing is sent after it
    {
        input.growth = advances ? input.delivered : 0; // RFC 5681, 3.2, step 1: not by duplicates
        context.congestion.OnAck(m_congestion, input);
    }
    // RFC 6582, 3.2, step 2: without SACK, duplicates for what was outstanding at the last time-out
    // are answers to what was sent twice
    const bool third = m_snd.duplicateAcks >= DUPLICATE_THRESHOLD;
    const bool believed = m_rcv.sack || After(m_snd.una, m_snd.recoveryPoint);
    if ((third && believed) || After(lost, m_snd.una))
    {
        EnterRecovery(input, context);
    }
    else if (third)
    {
        m_snd.duplicateAcks = DUPLICATE_THRESHOLD - 1; // limited transmit stops at two (RFC 3042)
    }
}

void
Connection::EnterRecovery(const CongestionInput& input, Context& context)
{
    // RFC 6675, 5, step 4; RFC 6582, 3.2, step 2
    m_congestion.phase = RecoveryPhase::Recovery;
    m_snd.recoveryPoint = m_snd.nxt;
    m_snd.repaired = m_snd.una;
    if (AtOrBefore(m_snd.lostEnd, m_snd.una))
    {
        m_snd.lostEnd = Earliest(m_snd.una + input.segmentSize, m_snd.nxt);
    }
    // RFC 5681, 3.2, step 2: what limited transmit sent beyond the window is not in FlightSize
    CongestionInput without = input;
    without.flight = std::min(input.flight, m_congestion.cwnd);
    context.congestion.OnRecovery(m_congestion, without);
    SendOneHole(m_snd.lostEnd, true, context); // step 4.3: the first whatever the window says
}

void
Connection::AfterAck(Context& context)
{
    if (m_snd.Flight() == 0)
    {
        Clear(Timer::Retransmission); // RFC 6298, 5.2
        Clear(Timer::Persist);
        m_probing = false;
    }
    else if (!m_probing)
    {
        ArmRetransmission(context, true); // RFC 6298, 5.3
    }
    ArmUser(context, true);
    if (!m_snd.FinAcked())
    {
        return;
    }
    Clear(Timer::Linger);
    switch (GetState())
    {
    case State::FinWait1:
        Enter(State::FinWait2, Cause::AckOfFin, context);
        break;
    case State::Closing:
        Enter(State::TimeWait, Cause::AckOfFin, context);
        break;
    case State::LastAck:
        Finish(Cause::AckOfFin, context);
        break;
    case State::Closed:
    case State::Listen:
    case State::SynSent:
    case State::SynReceived:
    case State::Established:
    case State::FinWait2:
    case State::CloseWait:
    case State::TimeWait:
        break; // none of these has a FIN that is not acknowledged
    }
}

} // namespace lifecycle
} // namespace ns3
