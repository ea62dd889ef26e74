/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * Transmission of segments.
 */

#include "lifecycle-connection.h"

#include <algorithm>

namespace ns3
{
namespace lifecycle
{

void
Connection::EmitData(Seq from,
                     uint32_t octets,
                     bool fin,
                     EmitReason reason,
                     Context& context,
                     uint8_t traits)
{
    const Seq end = from + octets + (fin ? 1 : 0);
    const bool again = Before(from, m_snd.nxt);
    uint8_t flags = ACK;
    if (fin)
    {
        flags |= FIN;
    }
    if (octets > 0 && Pushes(from + octets))
    {
        flags |= PSH;
    }
    if (!again && octets > 0 && context.now - m_lastDataAt < m_config->delayedAckTimeout)
    {
        m_quickAcks = 0; // request and response: ACKs are sent with the responses
    }
    if (m_ecnReduced && octets > 0 && !again && m_snd.synAcked)
    {
        flags |=
            CWR; // RFC 3168, 6.1.2: "the first new data packet sent after the window reduction"
        m_ecnReduced = false;
    }
    Segment segment = NewSegment(flags, from, context);
    segment.length = octets;
    m_rate.OnSent(context.now, m_snd.Flight() == 0);
    if (octets > 0 && (m_config->pacing || m_congestion.pacingRate > 0))
    {
        Pace(from, octets, context.now);
    }
    if (again)
    {
        m_snd.timedAt.reset(); // Karn: RFC 6298, 3
        if (reason == EmitReason::Probe)
        {
            m_recovery.Probed(from);
        }
        else
        {
            m_recovery.SentAgain(from,
                                 Earliest(end, m_snd.nxt),
                                 context.now,
                                 TimestampClock(context.now),
                                 m_congestion.phase);
        }
    }
    else if (!m_snd.timedAt)
    {
        m_snd.timedAt = context.now;
        m_snd.timedEnd = end;
    }
    if (After(end, m_snd.nxt))
    {
        traits |= again ? Scoreboard::NO_SAMPLE : 0;
        traits |= (flags & PSH) != 0 ? Scoreboard::PUSHED : 0;
        if (!m_snd.recordEnds.empty() && AtOrAfter(end, m_snd.recordEnds.front()))
        {
            m_snd.recordEnds.erase(m_snd.recordEnds.begin());
            traits |= Scoreboard::RECORD_END;
        }
        m_recovery.Sent(m_snd.nxt, end, context.now, traits);
    }
    m_snd.sentAt = octets > 0 ? context.now : m_snd.sentAt;
    if (!again && octets > 0 && octets < SegmentRoom())
    {
        m_snd.shortEnd = from + octets;
    }
    NoteSize(octets + static_cast<uint32_t>(segment.options.Size()), end);
    m_snd.nxt = Latest(m_snd.nxt, end);
    // RFC 3168, 6.1.5: "TCP MUST NOT set either an ECT codepoint ... on retransmitted data
    // packets"; 6.1.6: nor on window probes; 6.1.4: nor on segments without data
    const bool ect =
        m_ecn && ((octets > 0 && !again && reason == EmitReason::Data) || m_config->ectAlways);
    context.out.Add(Emit{segment, octets > 0 ? m_snd.StreamOffset(from) : 0, reason, again, ect});
}

bool
Connection::Pushes(Seq end) const
{
    // RFC 9293, 3.9.1.2: "must set the PSH bit in the last buffered segment", unless the user has
    // announced more data; each record is treated as if it were alone
    return end == m_snd.writeEnd ? end == m_snd.pushEnd
                                 : !m_snd.recordEnds.empty() && end == m_snd.recordEnds.front();
}

bool
Connection::MaySendNow(uint32_t octets, uint32_t usable, bool fin, Seq begin, Hold hold) const
{
    const uint32_t unsent = m_snd.Unsent();
    bool nothingOut = m_snd.Flight() <= (m_snd.synAcked ? 0U : 1U); // a SYN does not count
    switch (m_config->nagleRule)
    {
    case NagleRule::Outstanding:
        break;
    case NagleRule::Burst:
        nothingOut = Span(m_snd.una, begin) <= (m_snd.synAcked ? 0U : 1U);
        break;
    case NagleRule::Short:
        nothingOut = nothingOut || AtOrBefore(m_snd.shortEnd, m_snd.una) ||
                     After(m_snd.shortEnd, m_snd.nxt); // it wraps 2 GiB after shortEnd
        break;
    }
    if (octets == 0)
    {
        return fin;
    }
    if (octets == SegmentRoom() || hold == Hold::Never)
    {
        return true;
    }
    if (octets < unsent && m_snd.nxt + octets == m_snd.NextEnd())
    {
        return true; // the end of a record has "no chances to get new data" (Linux)
    }
    const bool waits = !fin && (hold == Hold::Wait || m_config->cork);
    // RFC 9293, 3.8.6.2.1 (sender's silly window) and 3.7.4 (Nagle): all data, if nothing is
    // outstanding, Nagle is off, or the FIN is included
    if (octets == unsent)
    {
        return !waits && (fin || !m_config->nagle || nothingOut);
    }
    // ... or a large part of the largest window so far, Fs = 1/2, with the same condition
    return !waits && (!m_config->nagle || nothingOut) && usable >= m_snd.maxWnd / 2;
}

bool
Connection::SendOneNew(Seq begin, Hold hold, bool joined, Context& context)
{
    const uint32_t unsent = m_snd.Unsent();
    // In SYN-RECEIVED a CLOSE after a SEND waits for ESTABLISHED (RFC 9293, 3.10.4)
    const bool finDue = m_snd.FinUnsent() && GetState() != State::SynReceived;
    if (unsent == 0 && !finDue)
    {
        return false;
    }
    const Seq edge = m_snd.una + m_snd.wnd;
    const uint32_t usable = After(edge, m_snd.nxt) ? Span(m_snd.nxt, edge) : 0;
    const uint32_t room = SegmentRoom();
    const uint32_t octets = std::min({m_snd.UnsentTogether(), room, usable});
    const bool fin = finDue && octets == unsent && usable > octets;
    if (!MaySendNow(octets, usable, fin, begin, hold))
    {
        return false;
    }
    const bool limited = !m_config->limitedTransmit && m_congestion.phase < RecoveryPhase::Recovery;
    const uint32_t pipe = limited ? m_snd.Flight() : Pipe();
    if (octets > 0 && m_snd.Flight() > 0 && pipe + octets > m_congestion.cwnd)
    {
        m_cwndLimited = true;
        return false;
    }
    if (octets > 0 && WaitsForPacer(hold, context))
    {
        return false;
    }
    if (octets > 0 && m_byRate && m_snd.Flight() == 0)
    {
        context.congestion.OnStart(m_congestion, MakeInput(context, 0));
    }
    if (fin)
    {
        m_snd.finSent = true;
        if (GetState() == State::CloseWait)
        {
            Enter(State::LastAck, Cause::Close, context);
        }
    }
    EmitData(m_snd.nxt,
             octets,
             fin,
             octets > 0 ? EmitReason::Data : EmitReason::Fin,
             context,
             joined ? Scoreboard::JOINED : 0);
    ArmRetransmission(context, false);
    return true;
}

void
Connection::PushLast(Context& context)
{
    // Linux, __tcp_transmit_skb(), sets it in the clone that is sent, not in the queue
    std::get<Emit>(context.out.Last()).segment.flags |= PSH;
}

void
Connection::SendNew(Seq begin, Hold hold, Context& context)
{
    const bool frames = m_config->pushBursts;
    uint32_t burst = 0;
    while (SendOneNew(begin, hold, frames && burst > 0, context))
    {
        ++burst;
        if (burst > 1 && frames && burst == BurstSegments())
        {
            PushLast(context);
            burst = 0;
        }
    }
    if (burst > 1 && frames)
    {
        PushLast(context);
    }
}

void
Connection::Output(Context& context, Hold hold)
{
    switch (GetState())
    {
    case State::Established:
    case State::CloseWait:
    case State::FinWait1:
    case State::Closing:
    case State::LastAck:
        break;
    case State::SynReceived:
        if (m_fastOpened)
        {
            break; // RFC 7413, 4.2.2: data may be sent before the handshake is complete
        }
        return;
    case State::Closed:
    case State::Listen:
    case State::SynSent:
    case State::FinWait2:
    case State::TimeWait:
        return; // these states have nothing queued that may be sent
    }
    Clear(Timer::Pacing);
    if (m_probing)
    {
        return; // while the window is closed, the persist timer decides
    }
    if (!m_rateAsked && m_snd.Unsent() > 0)
    {
        BeginRate(context);
    }
    m_cwndLimited = false;
    const bool newFirst = m_recovery.SendsNewFirst();
    if (!newFirst)
    {
        SendRepairs(context); // RFC 6675, 4, NextSeg(), rule 1
    }
    const Seq begin = m_snd.nxt;
    const uint32_t flightBefore = m_snd.Flight();
    SendNew(begin, hold, context); // rule 2
    if (newFirst && m_snd.nxt == begin)
    {
        SendRepairs(context);
    }
    // Rule 3: below the highest SACKed byte, but not yet lost
    while (const auto early = m_recovery.NextEarlyRepair(*m_config, m_rcv.sack, m_congestion.phase))
    {
        if (!SendRepair(*early, false, context))
        {
            break;
        }
    }
    NoteUsage(flightBefore, m_cwndLimited);
    NoteWait(m_snd.nxt != begin, context);
    ArmPersist(context);
}

} // namespace lifecycle
} // namespace ns3
