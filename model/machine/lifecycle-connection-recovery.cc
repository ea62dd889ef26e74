/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * Retransmission of data, and the timers of RFC 8985.
 */

#include "lifecycle-connection.h"

#include <algorithm>

namespace ns3
{
namespace lifecycle
{

namespace
{

/// Linux, TCP_TIMEOUT_MIN: two clock ticks
constexpr Duration PROBE_SLACK = std::chrono::milliseconds(2);

} // namespace

AckReport
Connection::MakeReport(const Context& context) const
{
    AckReport report;
    report.config = m_config;
    report.now = context.now;
    report.una = m_snd.una;
    report.nxt = m_snd.nxt;
    report.segmentSize = SegmentRoom();
    report.sack = m_rcv.sack;
    report.finished = m_snd.FinAcked();
    report.canSendNew = m_snd.Unsent() > 0 && After(m_snd.una + m_snd.wnd, m_snd.nxt);
    report.srtt = m_rto.Srtt();
    report.reduced = m_ecnCut && Before(m_snd.una, m_ecnPoint);
    report.byRate = m_byRate;
    return report;
}

bool
Connection::SendRepair(const Scoreboard::Repair& repair, bool forced, Context& context)
{
    const Seq textEnd = Earliest(repair.end, m_snd.writeEnd);
    const uint32_t text = Before(repair.from, textEnd) ? Span(repair.from, textEnd) : 0;
    const uint32_t octets = std::min(text, SegmentRoom());
    const bool fin = m_snd.finSent && octets == text && After(repair.end, m_snd.writeEnd);
    const uint32_t pipe = forced ? 0 : Pipe();
    if (pipe > 0 && pipe + octets > m_congestion.cwnd)
    {
        m_cwndLimited = true;
        return false;
    }
    if (!forced && WaitsForPacer(Hold::Nagle, context))
    {
        return false;
    }
    EmitData(repair.from, octets, fin, octets > 0 ? EmitReason::Data : EmitReason::Fin, context);
    if (m_config->pushBursts && repair.push && octets == text)
    {
        // Linux, tcp_mark_push(): the end of a write has PSH in the queue
        std::get<Emit>(context.out.Last()).segment.flags |= PSH;
    }
    ArmRetransmission(context, false);
    return true;
}

bool
Connection::SendRepairs(Context& context)
{
    bool sent = false;
    bool forced = m_recovery.TakeForce();
    if (m_recovery.Board().LostOctets() == 0)
    {
        return false;
    }
    // Linux, tcp_retransmit_skb(): what is left of a frame goes again as one, which has PSH
    uint32_t together = 0;
    Seq end;
    const auto push = [this, &context, &together] {
        if (together > 1 && m_config->pushBursts)
        {
            PushLast(context);
        }
    };
    while (const auto repair = m_recovery.NextRepair(SegmentRoom(), m_snd.writeEnd))
    {
        const bool joins = together > 0 && repair->joined && repair->from == end;
        if (!joins)
        {
            push();
        }
        if (!SendRepair(*repair, forced, context))
        {
            together = joins ? together : 0;
            break;
        }
        together = joins ? together + 1 : 1;
        end = repair->end;
        forced = false;
        sent = true;
    }
    push();
    return sent;
}

Duration
Connection::LossProbeTimeout() const
{
    // RFC 8985, 7.2: "TLP ... SACK ... not in loss recovery": 2 * SRTT, plus the maximum delay of
    // the receiver's ACK if one segment is in flight (Linux: the minimum RTO); at most the RTO
    if (!m_config->tailLossProbe || !m_snd.synAcked || !m_rcv.sack || m_recovery.IsProbing() ||
        m_retries > 0 || m_congestion.phase != RecoveryPhase::Open || !m_rto.HasSample())
    {
        return FOREVER;
    }
    const Duration delay = m_snd.Flight() <= SegmentRoom() ? m_config->minRto : PROBE_SLACK;
    return std::min(2 * m_rto.Srtt() + delay, m_rto.Rto());
}

Duration
Connection::TimeToTimeout(Instant now) const
{
    // Linux, tcp_rearm_rto(): after another use of the timer, the timeout counts from the
    // transmission of the first segment
    const Instant sent = m_recovery.Board().FirstSentAt();
    if (m_timerUse == TimerUse::Timeout || m_config->lossDetection != LossDetection::Rack ||
        sent == NEVER)
    {
        return m_rto.Rto();
    }
    return std::max<Duration>(sent + m_rto.Rto() - now, std::chrono::milliseconds(1));
}

void
Connection::SendLossProbe(Context& context)
{
    // RFC 8985, 7.3: new data if there are any, otherwise the segment with the highest sequence
    // number; this is not a sign of congestion
    const Seq edge = m_snd.una + m_snd.wnd;
    const uint32_t usable = After(edge, m_snd.nxt) ? Span(m_snd.nxt, edge) : 0;
    const uint32_t fresh = std::min({m_snd.UnsentTogether(), SegmentRoom(), usable});
    const auto last = m_recovery.Board().Last();
    if (fresh > 0)
    {
        EmitData(m_snd.nxt, fresh, false, EmitReason::Data, context);
        m_recovery.ProbeSent(m_snd.nxt, false);
    }
    else if (last)
    {
        SendRepair(*last, true, context);
        m_recovery.ProbeSent(m_snd.nxt, true);
    }
    m_timerUse = TimerUse::Timeout;
    Set(Timer::Retransmission, DeadlineAfter(context.now, m_rto.Rto()));
}

bool
Connection::ArmReordering(Context& context)
{
    const Duration wait = m_recovery.TakeReorderingWait();
    if (wait <= Duration::zero())
    {
        return false;
    }
    // Linux, tcp_rack_mark_lost(): not later than the RTO
    m_timerUse = TimerUse::Reordering;
    Set(Timer::Retransmission,
        DeadlineAfter(context.now, std::min(wait + PROBE_SLACK, m_rto.Rto())));
    return true;
}

void
Connection::OnReorderingTimeout(Context& context)
{
    m_recovery.OnReorderingTimeout(MakeReport(context),
                                   MakeInput(context, m_snd.Flight()),
                                   m_congestion,
                                   context.congestion);
    SendRepairs(context);
    ArmRetransmission(context, false);
}

} // namespace lifecycle
} // namespace ns3
