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

} // namespace

CongestionInput
Connection::MakeInput(const Context& context, uint32_t acked, uint32_t flight) const
{
    CongestionInput input;
    input.now = context.now;
    input.segmentSize = SegmentRoom();
    input.ackedOctets = acked;
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

uint32_t
Connection::Advance(Seq ack, const KnownOptions& options, Context& context)
{
    const uint32_t acked = Span(m_snd.una, ack);
    if (m_snd.timedAt && AtOrAfter(ack, m_snd.timedEnd))
    {
        m_rto.Sample(context.now - *m_snd.timedAt, {ack, m_snd.nxt}, *m_config);
        m_snd.timedAt.reset();
    }
    else if (!m_snd.timedAt && m_rcv.timestamps && options.timestamps &&
             options.timestamps->echo != 0)
    {
        // Nothing is timed because something was sent twice; the echoed timestamp tells which of
        // the two arrived (RFC 7323, 4.1)
        const uint32_t ticks = TimestampClock(context.now) - options.timestamps->echo;
        if (static_cast<int32_t>(ticks) >= 0) // what was never sent is not believed
        {
            const Duration tick = m_config->timestampTick;
            const bool over = ticks > FOREVER / tick;
            m_rto.Sample(over ? FOREVER : std::max<uint32_t>(ticks, 1) * tick,
                         {ack, m_snd.nxt},
                         *m_config);
        }
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
    const uint32_t acked = advances ? Advance(segment.ack, options, context) : 0;
    uint32_t newlySacked = 0;
    if (m_rcv.sack)
    {
        for (uint8_t i = 0; i < options.sackBlockCount; ++i)
        {
            // RFC 2018, 4: blocks inside (SND.UNA, SND.NXT]; RFC 2883's duplicates lie outside
            const SackBlock& block = options.sackBlocks[i];
            if (Before(m_snd.una, block.left) && Before(block.left, block.right) &&
                AtOrBefore(block.right, m_snd.nxt))
            {
                newlySacked += m_snd.sacked.Add(block.left, block.right);
            }
        }
    }
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
        CongestionInput input = MakeInput(context, acked, flight);
        if (advances && m_rto.HasSample())
        {
            input.rtt = m_rto.LastSample();
        }
        UpdateRecovery(input, advances, context);
    }
    if (advances)
    {
        AfterAck(context);
    }
}

void
Connection::UpdateRecovery(const CongestionInput& input, bool advances, Context& context)
{
    const Seq lost = LostBelow(m_snd.sacked, m_snd.una, input.segmentSize);
    m_snd.lostEnd = Latest(m_snd.lostEnd, lost);
    switch (m_congestion.phase)
    {
    case RecoveryPhase::Recovery:
    case RecoveryPhase::Loss:
        if (AtOrAfter(m_snd.una, m_snd.recoveryPoint))
        {
            // Everything that was outstanding when it began is acknowledged
            CongestionInput after = input;
            after.flight = m_snd.Flight();
            context.congestion.OnRecovered(m_congestion, after);
            m_congestion.phase = RecoveryPhase::Open;
            m_snd.duplicateAcks = 0;
            m_snd.lostEnd = m_snd.una;
            m_snd.repaired = m_snd.una;
        }
        else if (m_congestion.phase == RecoveryPhase::Loss)
        {
            m_snd.duplicateAcks = 0; // they answer what is sent twice
            if (advances)
            {
                context.congestion.OnAck(m_congestion, input); // slow start (RFC 5681, 3.1)
            }
        }
        else if (advances && !m_rcv.sack)
        {
            // RFC 6582, 3.2, step 3: a partial acknowledgment, "retransmit the first
            // unacknowledged segment", whatever the window says
            m_snd.repaired = m_snd.una;
            m_snd.lostEnd = Earliest(m_snd.una + input.segmentSize, m_snd.nxt);
            SendOneHole(m_snd.lostEnd, true, context);
        }
        return;
    case RecoveryPhase::Open:
    case RecoveryPhase::Disorder:
        break;
    }
    if (advances && !m_snd.FinAcked()) // nothing is sent after it
    {
        context.congestion.OnAck(m_congestion, input);
    }
    m_congestion.phase =
        advances && m_snd.sacked.Empty() ? RecoveryPhase::Open : RecoveryPhase::Disorder;
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
