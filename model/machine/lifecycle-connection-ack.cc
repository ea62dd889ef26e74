/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * The ACK field (RFC 9293, 3.10.7.4, fifth).
 */

#include "lifecycle-connection.h"

#include <algorithm>

namespace ns3
{
namespace lifecycle
{

namespace
{

/// RFC 7323, 4.1: the time since the echoed TSval was sent. It distinguishes two transmissions of
/// the same bytes. Nothing if there is no echo, or an echo of a value that was never sent.
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

/// RFC 2883, 4: "If the SACK option contains a D-SACK block, it is the first": a block that is
/// acknowledged, or inside the second block.
std::optional<SackBlock>
DuplicateOf(const KnownOptions& options, Seq ack)
{
    if (options.sackBlockCount == 0)
    {
        return std::nullopt;
    }
    const SackBlock& first = options.sackBlocks[0];
    const bool inside = options.sackBlockCount > 1 &&
                        AtOrBefore(options.sackBlocks[1].left, first.left) &&
                        AtOrBefore(first.right, options.sackBlocks[1].right);
    return Before(first.left, first.right) && (AtOrBefore(first.right, ack) || inside)
               ? std::optional(first)
               : std::nullopt;
}

} // namespace

CongestionInput
Connection::MakeInput(const Context& context, uint32_t flight) const
{
    CongestionInput input;
    input.now = context.now;
    input.segmentSize = SegmentRoom();
    input.flight = flight;
    input.cwndLimited = m_cwndLimited;
    if (m_config->growHalfUsed || m_config->pacing)
    {
        // What the pacer sends between two acknowledgments fills the window, too
        input.cwndLimited = m_usage.limited || (m_congestion.cwnd < m_congestion.ssthresh &&
                                                m_congestion.cwnd < 2 * m_usage.most);
    }
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
    // No segment is timed if any was sent twice
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
    // Without a sample, the back-off of the RTO stays (RFC 6298, 5; RFC 9293, 3.8.2)
    const bool textAcked = Before(m_snd.una, Earliest(ack, m_snd.writeEnd));
    m_snd.una = ack;
    if (m_snd.up && AtOrAfter(ack, *m_snd.up))
    {
        m_snd.up.reset();
    }
    m_retries = 0;
    m_softError = Error::None;
    NoteSizeAcked(ack);
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
    const uint32_t pipe = m_rate.IsOn() ? Pipe() : 0;
    const uint32_t windowBefore = m_snd.wnd;
    const bool advances = After(segment.ack, m_snd.una);
    if (!segment.Has(SYN)) // SynAcknowledged() has set the unscaled window of a SYN,ACK
    {
        UpdateWindow(segment);
    }
    if (m_probing || m_probes > 0)
    {
        // RFC 9293, MUST-37: the connection stays open while probes are answered
        m_retries = 0;
        ArmUser(context, true);
    }
    if (m_snd.wnd > 0)
    {
        m_probes = 0;
    }
    else if (m_config->emptyProbes)
    {
        m_retries = 0; // a retransmission by the RTO "serves as a zero window probe" (Linux)
    }
    const bool echoes = m_ecn && segment.HasAny(ECE);
    if (echoes)
    {
        TakeEcho(segment, context);
    }
    if (m_ecn && After(segment.ack, m_ecnPoint))
    {
        m_ecnCut = false;
        m_ecnPoint = segment.ack - 1; // it follows, so that the two can be compared
    }
    const uint32_t acked = advances ? Advance(segment.ack, options, context) : 0;
    AckReport report = MakeReport(context);
    report.advances = advances;
    report.acked = acked;
    report.echoes = echoes;
    report.priorPipe = pipe;
    report.dsack = m_rcv.sack ? DuplicateOf(options, segment.ack) : std::nullopt;
    if (const auto stamp = m_recovery.FirstRepairStamp(); stamp && options.timestamps)
    {
        report.echoesOriginal = static_cast<int32_t>(options.timestamps->echo - *stamp) < 0;
    }
    const Delivered delivered = m_recovery.Deliver(report,
                                                   options.sackBlocks.data(),
                                                   m_rcv.sack ? options.sackBlockCount : 0);
    // RFC 5681, 2: a duplicate acknowledgment. An answer to a window probe does not count: a closed
    // window discards data without congestion. RFC 6675, 2: with SACK, it must SACK new data
    report.duplicate =
        !advances && flight > 0 &&
        (m_rcv.sack ? delivered.octets > 0
                    : segment.ack == m_snd.una && segment.length == 0 &&
                          !segment.HasAny(SYN | FIN) && m_snd.wnd == windowBefore && m_snd.wnd > 0);
    bool timerSet = false;
    if (m_probing && m_snd.wnd > 0)
    {
        // The window has opened: data of the probe that were discarded are retransmitted
        m_probing = false;
        m_recovery.SendAllAgain();
        Clear(Timer::Persist);
        ArmRetransmission(context, true);
    }
    else if ((flight > 0 && (advances || report.duplicate)) || report.dsack ||
             (m_recovery.IsProbing() && segment.length == 0 && m_snd.wnd == windowBefore))
    {
        ReportAck(report, delivered, flight, options, context);
        timerSet = ArmReordering(context);
    }
    if (advances)
    {
        AfterAck(context, timerSet);
    }
}

void
Connection::ReportAck(const AckReport& report,
                      const Delivered& delivered,
                      uint32_t flight,
                      const KnownOptions& options,
                      Context& context)
{
    CongestionInput input = MakeInput(context, flight);
    input.acked = report.acked;
    input.delivered = delivered.octets;
    if (delivered.sample != NEVER)
    {
        input.rtt = context.now - delivered.sample;
    }
    else if (report.advances && m_rcv.timestamps)
    {
        // Linux, tcp_ack_update_rtt(): ca_rtt_us is the RTT of the timestamp if no segment was
        // timed
        input.rtt = RttByTimestamp(options, TimestampClock(context.now), m_config->timestampTick);
    }
    input.srtt = m_rto.Srtt();
    if (m_rcv.timestamps)
    {
        input.timestamps = options.timestamps;
        input.timestampTick = m_config->timestampTick;
    }
    input.echoes = report.echoes;
    const RecoveryPhase before = m_congestion.phase;
    const uint32_t lost = m_recovery.Board().LostOctets();
    m_recovery.OnAck(report, delivered, input, m_congestion, context.congestion);
    if (m_rate.IsOn())
    {
        const uint32_t now = m_recovery.Board().LostOctets();
        SampleRate(report, delivered, now - std::min(lost, now), input, context);
    }
    if (m_congestion.phase == RecoveryPhase::Recovery && before != RecoveryPhase::Recovery)
    {
        m_ecnReduced = m_ecn; // RFC 3168, 6.1.2: CWR reports any reduction
        m_ecnCut = false;
        m_ecnPoint = m_snd.nxt;
    }
}

void
Connection::AfterAck(Context& context, bool timerSet)
{
    if (m_snd.Flight() == 0)
    {
        m_times.Stop(SendWait::Delivery, m_snd.HasWork(), context.now);
        Clear(Timer::Retransmission); // RFC 6298, 5.2
        Clear(Timer::Persist);
        m_probing = false;
    }
    else if (!m_probing && !timerSet)
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
        CloseWithoutError(Cause::AckOfFin, context);
        break;
    case State::Closed:
    case State::Listen:
    case State::SynSent:
    case State::SynReceived:
    case State::Established:
    case State::FinWait2:
    case State::CloseWait:
    case State::TimeWait:
        break; // these states have no unacknowledged FIN
    }
}

} // namespace lifecycle
} // namespace ns3
