/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * Urgent data, segment data and the FIN: RFC 9293, 3.10.7.4, sixth to eighth.
 */

#include "lifecycle-connection.h"

namespace ns3
{
namespace lifecycle
{

Seq
Connection::Consumed() const
{
    return m_rcv.nxt - (m_peerFinished ? 1 : 0) - m_rcv.unread;
}

uint32_t
Connection::UrgentUnread() const
{
    return m_rcv.up && After(*m_rcv.up, Consumed()) ? Span(Consumed(), *m_rcv.up) : 0;
}

void
Connection::ProcessUrgent(const Segment& segment, Context& context)
{
    switch (GetState())
    {
    case State::Established:
    case State::FinWait1:
    case State::FinWait2:
        break;
    case State::CloseWait:
    case State::Closing:
    case State::LastAck:
    case State::TimeWait:
        return; // "This should not occur since a FIN has been received from the remote side."
    case State::Closed:
    case State::Listen:
    case State::SynSent:
    case State::SynReceived:
        return; // it waits for ESTABLISHED, as the data do
    }
    if (!segment.Has(URG) || m_receiveShut || m_userClosed)
    {
        return;
    }
    // Sixth: "If the URG bit is set, RCV.UP <- max(RCV.UP,SEG.UP), and signal the user that the
    // remote side has urgent data if the urgent pointer (RCV.UP) is in advance of the data
    // consumed." MUST-32: also whenever it advances. 3.1: "a positive offset from the sequence
    // number in this segment", also on a SYN
    const Seq up = segment.seq + segment.urgentPointer;
    if (After(up, Consumed()) && (!m_rcv.up || After(up, *m_rcv.up)))
    {
        m_rcv.up = up;
        context.out.Add(Notify{Event::Urgent, Error::None});
    }
}

bool
Connection::ProcessData(const Segment& segment, Context& context)
{
    switch (GetState())
    {
    case State::Established:
    case State::FinWait1:
    case State::FinWait2:
        break;
    case State::CloseWait:
    case State::Closing:
    case State::LastAck:
    case State::TimeWait:
        // "This should not occur since a FIN has been received from the remote side. Ignore the
        // segment text."
        if (segment.length > 0)
        {
            context.out.Add(Dropped{"data after the FIN"});
            if (GetState() == State::TimeWait && m_config->timeWaitAcksText)
            {
                OweAck(EmitReason::TimeWaitAck);
            }
        }
        return true;
    case State::Closed:
    case State::Listen:
    case State::SynSent:
    case State::SynReceived:
        return true; // data wait for ESTABLISHED: they are not acknowledged, and will be
                     // retransmitted
    }
    const Seq textStart = segment.seq + (segment.Has(SYN) ? 1 : 0);
    const Seq textEnd = textStart + segment.length;
    // Where dropsBeyond let it pass all of it is taken; more than a window can wait nowhere,
    // because nothing is unread
    const Seq limit = m_config->dropsBeyond ? Latest(m_rcv.nxt + m_rcv.Limit(), textEnd)
                                            : m_rcv.nxt + m_rcv.Limit();
    NoteDuplicateData(segment);
    // Trim to the new data in the window ("segments with higher beginning sequence numbers SHOULD
    // be held for later processing", SHLD-31), and before the FIN.
    Seq start = Latest(textStart, m_rcv.nxt);
    Seq end = Earliest(textEnd, limit);
    // A FIN just beyond the window is also accepted: it needs no buffer, and otherwise its sender
    // would have to probe until the user reads.
    if (segment.Has(FIN) && !m_rcv.fin && AtOrBefore(textEnd, limit) &&
        AtOrAfter(textEnd, m_rcv.nxt))
    {
        m_rcv.fin = textEnd;
    }
    if (m_rcv.fin)
    {
        end = Earliest(end, *m_rcv.fin);
    }
    if (segment.length > 0 && AtOrAfter(start, end))
    {
        OweAck(EmitReason::Ack); // all of it is old, or beyond the window
    }
    const bool shut = m_config->resetWhenShut && m_receiveShut && m_snd.finQueued;
    const bool closed = m_userClosed && m_config->dataAfterClose != DataAfterClose::Discard;
    if (Before(start, end) && (closed || shut))
    {
        // 3.6.1, SHLD-3: "if new data is received after CLOSE is called ... SHOULD send a RST"
        ResetByData(segment, context);
        return false;
    }
    if (m_ecn && segment.length > 0 && (segment.marked || segment.Has(CWR) || m_ecnEcho))
    {
        NoteCongestionMark(segment, context);
    }
    if (Before(start, end))
    {
        AcceptRange(textStart, start, end, context);
    }
    return true;
}

void
Connection::AcceptRange(Seq textStart, Seq start, Seq end, Context& context)
{
    const bool wanted = !m_receiveShut && !m_userClosed;
    const bool hadHole = !m_rcv.beyond.Empty();
    // Store the bytes that are not stored yet
    Seq from = start;
    for (std::size_t i = m_rcv.beyond.FirstEndingAfter(start); wanted && Before(from, end); ++i)
    {
        const bool last = i >= m_rcv.beyond.Count();
        const Seq to = last ? end : Earliest(m_rcv.beyond[i].left, end);
        if (Before(from, to))
        {
            context.out.Add(Store{Span(textStart, from),
                                  m_rcv.delivered + Span(m_rcv.nxt, from),
                                  Span(from, to)});
        }
        from = last ? end : Latest(from, m_rcv.beyond[i].right);
    }
    if (start != m_rcv.nxt)
    {
        // There is a gap before it: SHLD-31; RFC 5681, 4.2: "SHOULD generate an immediate ACK"
        m_rcv.AddBeyond(start, end);
        OweAck(EmitReason::Ack);
        return;
    }
    m_rcv.nxt = end;
    if (hadHole)
    {
        const std::size_t next = m_rcv.beyond.FirstEndingAfter(end);
        if (next < m_rcv.beyond.Count() && AtOrBefore(m_rcv.beyond[next].left, end))
        {
            m_rcv.nxt = m_rcv.beyond[next].right;
        }
        m_rcv.beyond.RemoveBelow(m_rcv.nxt);
        OweAck(EmitReason::Ack); // RFC 5681, 4.2: it fills all or part of a gap
    }
    const Seq textNow = m_rcv.fin ? Earliest(m_rcv.nxt, *m_rcv.fin) : m_rcv.nxt;
    const uint32_t octets = Span(start, textNow);
    m_rcv.delivered += octets;
    if (wanted)
    {
        m_rcv.unread += octets;
        context.out.Add(Deliver{m_rcv.delivered});
    }
    DelayAck(octets, context);
}

void
Connection::NoteDuplicateData(const Segment& segment)
{
    // Not in TIME-WAIT, of which a host only stores what an ACK needs (Linux,
    // tcp_v4_timewait_ack(): sequence numbers, window and timestamps)
    if (m_config->dsack && m_rcv.sack && segment.length > 0 && GetState() != State::TimeWait)
    {
        const Seq start = segment.seq + (segment.Has(SYN) ? 1 : 0);
        m_rcv.NoteDuplicate(start, start + segment.length);
        if (m_rcv.HasDuplicate())
        {
            OweAck(EmitReason::Ack);
        }
    }
}

void
Connection::DelayAck(uint32_t octets, Context& context)
{
    // RFC 9293, 3.8.6.3, and RFC 5681, 4.2: an ACK for at least every second full-sized segment, or
    // a segment of that size
    m_lastDataAt = context.now;
    m_unackedSegments += octets > m_snd.mss ? 2 : 1;
    const bool due = AcksForCount(); // it may end quick ACKs
    if (m_quickAcks > 0)
    {
        --m_quickAcks;
        OweAck(EmitReason::Ack);
    }
    else if (due)
    {
        OweAck(EmitReason::Ack);
    }
    else
    {
        WaitToAck(context);
    }
}

void
Connection::WaitToAck(Context& context)
{
    if (m_config->delayedAckTimeout <= Duration::zero())
    {
        OweAck(EmitReason::Ack);
    }
    else if (!IsSet(Timer::DelayedAck))
    {
        Set(Timer::DelayedAck, DeadlineAfter(context.now, m_config->delayedAckTimeout));
    }
}

void
Connection::ProcessFin(const Segment& segment, Context& context)
{
    if (m_peerFinished)
    {
        // RCV.NXT is already after the FIN. CLOSE-WAIT, LAST-ACK: "Remain in" the state; TIME-WAIT:
        // "Restart the 2 MSL time-wait timeout"; CLOSING, fifth: "otherwise, ignore the segment"
        if (segment.Has(FIN) && GetState() == State::TimeWait)
        {
            if (m_config->timeWaitRestart == TimeWaitRestart::Fin)
            {
                RestartTimeWait(context);
            }
            OweAck(EmitReason::TimeWaitAck);
        }
        else if (segment.Has(FIN) && GetState() != State::Closing &&
                 !m_config->finAfterFinIgnored && MayAnswerFin(segment, context))
        {
            OweAck(EmitReason::Ack);
        }
        return;
    }
    if (!m_rcv.fin)
    {
        if (segment.Has(FIN) && MayAnswerFin(segment, context))
        {
            OweAck(EmitReason::Ack); // it is beyond the window
        }
        return;
    }
    if (Before(m_rcv.nxt, *m_rcv.fin))
    {
        // There is a gap before it: its position is stored, and reported in a SACK block
        if (segment.Has(FIN))
        {
            m_rcv.AddBeyond(*m_rcv.fin, *m_rcv.fin + 1);
            if (MayAnswerFin(segment, context))
            {
                OweAck(EmitReason::Ack);
            }
        }
        return;
    }
    // Eighth: "If the FIN bit is set, signal the user 'connection closing' and return any pending
    // RECEIVEs with same message, advance RCV.NXT over the FIN, and send an acknowledgment"
    m_rcv.nxt = Latest(m_rcv.nxt, *m_rcv.fin + 1);
    m_rcv.advertisedEnd = Latest(m_rcv.advertisedEnd, m_rcv.nxt);
    m_rcv.beyond.Clear();
    m_peerFinished = true;
    const bool atOnce = m_config->finAck == FinAck::AtOnce ||
                        (m_config->finAck == FinAck::AfterText && m_rcv.delivered == 0);
    if (GetState() != State::Established || atOnce)
    {
        OweAck(EmitReason::Ack);
    }
    else if (segment.length == 0) // otherwise AcceptRange() has decided
    {
        if (m_config->finAck == FinAck::Delayed)
        {
            DelayAck(0, context);
        }
        else
        {
            WaitToAck(context);
        }
    }
    switch (GetState())
    {
    case State::Established:
        Enter(State::CloseWait, Cause::Fin, context);
        break;
    case State::FinWait1:
        // "If our FIN has been ACKed (perhaps in this segment), then enter TIME-WAIT": the fifth
        // step would have entered FIN-WAIT-2
        Enter(State::Closing, Cause::Fin, context);
        break;
    case State::FinWait2:
        Enter(State::TimeWait, Cause::Fin, context);
        break;
    case State::CloseWait:
    case State::Closing:
    case State::LastAck:
    case State::TimeWait:
        break; // the peer has finished, see above
    case State::Closed:
    case State::Listen:
    case State::SynSent:
    case State::SynReceived:
        break; // "Do not process the FIN": m_rcv.fin is not set in these states
    }
    context.out.Add(Notify{Event::PeerFinished, Error::None});
}

} // namespace lifecycle
} // namespace ns3
