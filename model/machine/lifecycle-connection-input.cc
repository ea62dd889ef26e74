/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * SEGMENT ARRIVES in SYN-RECEIVED and the synchronized states: RFC 9293, 3.10.7.4, step by step.
 */

#include "lifecycle-connection.h"

namespace ns3
{
namespace lifecycle
{

void
Connection::OnSegment(const Segment& segment, Context& context)
{
    const KnownOptions options = segment.options.Read();
    switch (GetState())
    {
    case State::Closed:
    case State::Listen:
        // 3.10.7.1 and 3.10.7.2 are implemented by the host
        context.out.Add(Dropped{"no connection"});
        return;
    case State::SynSent:
        OnSegmentSynSent(segment, options, context);
        return;
    case State::SynReceived:
    case State::Established:
    case State::FinWait1:
    case State::FinWait2:
    case State::CloseWait:
    case State::Closing:
    case State::LastAck:
    case State::TimeWait:
        break;
    }
    if (!m_snd.synAcked && segment.Has(SYN | ACK) && !segment.Has(RST) && !m_passive &&
        segment.seq == m_rcv.irs && After(segment.ack, m_snd.una) &&
        AtOrBefore(segment.ack, m_snd.nxt) &&
        m_config->simultaneousOpen == SimultaneousOpen::Figure)
    {
        // Simultaneous open, figure 7: the peer's SYN again, with an ACK of ours. By the first
        // check it is unacceptable; but in figure 7 and appendix A.2 its ACK field is processed.
        // Data after the SYN are not acknowledged, and will be retransmitted.
        if (GetState() == State::SynReceived)
        {
            Enter(State::Established, Cause::AckOfSyn, context);
        }
        SynAcknowledged(segment, context);
        ProcessAck(segment, options, context);
        OweAck(EmitReason::Ack); // it is answered as if unacceptable: our own SYN,ACK may be lost
        Output(context);
        return;
    }
    OnSegmentOther(segment, options, context);
}

void
Connection::OnSegmentOther(const Segment& segment, const KnownOptions& options, Context& context)
{
    if (TakeHalfOpenSyn(segment, options, context))
    {
        return;
    }
    // First to fifth step (the third, security, is not implemented); ResetCheck::LastAck has its
    // own window
    const bool resetFirst = segment.Has(RST) && m_config->resetCheck == ResetCheck::LastAck;
    if ((!resetFirst && !CheckSequence(segment, options, context)) ||
        !CheckReset(segment, context) || !CheckSyn(segment, context) ||
        !CheckAck(segment, context) || RefuseLateData(segment, context))
    {
        return;
    }
    if (GetState() != State::TimeWait)
    {
        ArmKeepAlive(context); // the peer is alive
        AdoptUserTimeout(options.userTimeout.value_or(0));
    }
    ProcessAck(segment, options, context);
    if (GetState() == State::Closed)
    {
        return;
    }
    // Sixth, check the URG bit: urgent data are delivered in line (RFC 6093, 3.2)
    ProcessUrgent(segment, context);
    // Seventh, process the segment text; eighth, check the FIN bit
    if (ProcessData(segment, context))
    {
        if (m_config->receiveGrowth && segment.length > 0)
        {
            MeasureArrival(segment, options, context);
        }
        ProcessFin(segment, context);
        Output(context);
    }
}

bool
Connection::FailsPaws(const Segment& segment, const KnownOptions& options, Instant now) const
{
    // RFC 7323, 5.3, R1: before the sequence number check, but never for a RST
    if (!m_rcv.timestamps || !options.timestamps || segment.Has(RST) ||
        static_cast<int32_t>(options.timestamps->value - m_rcv.tsRecent) >= 0)
    {
        return false;
    }
    // 5.5: the peer's clock may have wrapped since an old TS.Recent, which is then ignored. In
    // TIME-WAIT its age counts from the last start of 2MSL.
    const Instant since = GetState() == State::TimeWait
                              ? DeadlineOf(Timer::TimeWait) - m_config->timeWait
                              : m_rcv.tsRecentAt;
    return !m_snd.synAcked || now - since <= m_config->pawsIdle;
}

bool
Connection::CheckSequence(const Segment& segment, const KnownOptions& options, Context& context)
{
    if (GetState() == State::TimeWait && m_config->timeWaitNeedsAck && !segment.HasAny(ACK | RST))
    {
        context.out.Add(Dropped{"TIME-WAIT: no ACK"});
        return false;
    }
    const bool old = FailsPaws(segment, options, context.now);
    if (GetState() == State::TimeWait && m_config->timeWaitRestart == TimeWaitRestart::Ack &&
        !segment.Has(RST) && (segment.Has(ACK) || old))
    {
        RestartTimeWait(context);
    }
    if (old)
    {
        context.out.Add(Dropped{"PAWS: timestamp is old"});
        AnswerUnacceptable(segment, context);
        return false;
    }
    // "There should be special allowance made to accept valid ACKs, URGs, and RSTs" with a zero
    // window, and MUST-66: "even while having a zero receive window, a TCP receiver MUST be able to
    // process the RST and URG fields of all incoming segments". All data are trimmed later.
    const bool zeroWindow =
        m_rcv.Window() == 0 && segment.seq == m_rcv.nxt && (!segment.Has(SYN) || segment.Has(RST));
    // tcp_input.c, "keep on processing for RST or ACK": if the peer's ACK of our FIN repeats its
    // own FIN, the ACK is processed. Otherwise two such ends in CLOSING would never receive it
    const bool finAgain = m_config->ackRepeatsFin && GetState() == State::Closing &&
                          segment.Has(FIN | ACK) && segment.End() == m_rcv.nxt &&
                          segment.ack == m_snd.nxt;
    // If both ends probe a closed window, and each has accepted the other's byte, their ACKs have
    // the sequence number of the probe, which is too low by one. They are processed
    // (draft-gont-tcpm-tcp-seq-validation, "simultaneous window probes"; BSD as above). Otherwise
    // the ends would drop each other's ACKs forever
    const bool ofProbe = m_probing && segment.Has(ACK) && !segment.HasAny(SYN | FIN | RST) &&
                         segment.seq == m_rcv.nxt - 1 && segment.length <= 1 &&
                         After(segment.ack, m_snd.una) && AtOrBefore(segment.ack, m_snd.nxt);
    const bool beyond =
        m_config->dropsBeyond && m_rcv.unread > 0 && segment.length > 0 &&
        After(segment.seq + (segment.Has(SYN) ? 1 : 0) + segment.length, m_rcv.nxt + m_rcv.Limit());
    if (!zeroWindow && !finAgain && !ofProbe && !ResetsAfterFin(segment) &&
        (beyond || TestAcceptability(segment, m_rcv) == Acceptance::Unacceptable))
    {
        context.out.Add(Dropped{"unacceptable sequence number"});
        AnswerUnacceptable(segment, context);
        return false;
    }
    // RFC 7323, 4.3 (2); a RST has passed without the check above and is not used
    const bool current = segment.Has(ACK) && AtOrBefore(m_snd.una, segment.ack) &&
                         AtOrBefore(segment.ack, m_snd.nxt);
    if (m_rcv.timestamps && options.timestamps && !segment.Has(RST) &&
        AtOrBefore(segment.seq, m_rcv.lastAckSent) && (current || !m_config->tsRecentNeedsAck))
    {
        m_rcv.tsRecent = options.timestamps->value;
        m_rcv.tsRecentAt = context.now;
    }
    return true;
}

bool
Connection::RepeatsFin() const
{
    return m_config->ackRepeatsFin && m_snd.finSent && !m_snd.FinAcked() && !m_probing;
}

void
Connection::AnswerUnacceptable(const Segment& segment, Context& context)
{
    // First check: "an acknowledgment should be sent in reply (unless the RST bit is set, if so
    // drop the segment and return): <SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK>"
    if (segment.Has(RST))
    {
        return;
    }
    NoteDuplicateData(segment);
    if (GetState() == State::TimeWait && segment.Has(FIN) && segment.End() == m_rcv.nxt &&
        m_config->timeWaitRestart == TimeWaitRestart::Fin)
    {
        RestartTimeWait(context); // eighth step: the peer has sent its FIN again
    }
    // RFC 5961, 7: a loop of answers to answers must end. Data and a FIN wait for their ACK, and
    // are retransmitted after an RTO (Linux, tcp_oow_rate_limited()); but an answer that repeats
    // our FIN causes an answer itself.
    const bool waits = segment.SequenceLength() > 0 && !segment.Has(SYN);
    if (waits ? !MayAnswerFin(segment, context) : !TakeAnswer(segment, context))
    {
        return;
    }
    // Linux, tcp_check_req(): "flg == TCP_FLAG_SYN", so a SYN,ACK gets an ACK
    if (GetState() == State::SynReceived && segment.Has(SYN) && !segment.Has(ACK) &&
        segment.seq == m_rcv.irs && m_config->duplicateSyn == DuplicateSyn::SynAck)
    {
        SendSyn(context, true);
        return;
    }
    // BSD answers a SYN by tcp_send_challenge_ack(), which never has the FIN
    const EmitReason out = m_config->ackRepeatsFin && segment.Has(SYN) ? EmitReason::ChallengeAck
                                                                       : EmitReason::OutOfWindow;
    EmitAck(GetState() == State::TimeWait ? EmitReason::TimeWaitAck : out, context);
}

bool
Connection::TakeAnswer(const Segment& segment, Context& context)
{
    // A SYN, a RST and data are caused by a timer, a user or a third party; only a segment with ACK
    // may be an answer to one of ours
    const bool mayLoop = segment.Has(ACK) && !segment.Has(RST) && segment.length == 0;
    return m_answers.Take(*m_config, mayLoop, context.now);
}

bool
Connection::MayAnswerFin(const Segment& segment, Context& context)
{
    // The answer to a FIN that changes nothing. If it repeats our own FIN, the peer may answer in
    // the same way
    return segment.length > 0 || !RepeatsFin() || TakeAnswer(segment, context);
}

void
Connection::Challenge(const Segment& segment, Context& context)
{
    // RFC 5961, 7: first the limits of the connection, then that of the host
    if (TakeAnswer(segment, context) &&
        (context.challengeBudget == nullptr || context.challengeBudget->Take(context.now)))
    {
        EmitAck(EmitReason::ChallengeAck, context);
    }
}

void
Connection::RestartTimeWait(Context& context)
{
    Set(Timer::TimeWait, DeadlineAfter(context.now, m_config->timeWait));
    context.out.Add(TimeWaitRestarted{});
}

bool
Connection::ResetsAfterFin(const Segment& segment) const
{
    // Linux, tcp_reset_check(): after their FIN some peers send a RST with its sequence number
    return m_config->resetCheck == ResetCheck::Edges && segment.Has(RST) && m_peerFinished &&
           segment.seq == m_rcv.nxt - 1 && GetState() != State::TimeWait;
}

bool
Connection::CheckReset(const Segment& segment, Context& context)
{
    if (!segment.Has(RST))
    {
        return true;
    }
    if (GetState() == State::TimeWait && m_config->timeWaitIgnoresReset)
    {
        context.out.Add(Dropped{"RST in TIME-WAIT"}); // RFC 1337, 3, F1
        return false;
    }
    // Second check, with RFC 5961, section 3
    switch (ResetsAfterFin(segment) ? ResetVerdict::Reset
                                    : JudgeReset(segment, m_rcv, m_config->resetCheck))
    {
    case ResetVerdict::Drop:
        context.out.Add(Dropped{"RST outside the window"});
        return false;
    case ResetVerdict::Challenge:
        context.out.Add(Dropped{"RST not at RCV.NXT"});
        Challenge(segment, context);
        return false;
    case ResetVerdict::Reset:
        break;
    }
    switch (GetState())
    {
    case State::SynReceived:
        if (IsKnownToUser() && m_passive)
        {
            CloseWithError(Error::Reset, Cause::Reset, context);
        }
        else if (m_passive)
        {
            // "return this connection to LISTEN state ... the user need not be informed"; the
            // listener still exists, so this connection ends
            Enter(State::Listen, Cause::Reset, context);
            CloseWithoutError(Cause::EmbryoReleased, context);
        }
        else
        {
            CloseWithError(Error::Refused, Cause::Refused, context);
        }
        break;
    case State::Established:
    case State::FinWait1:
    case State::FinWait2:
    case State::CloseWait:
        // "Users should also receive an unsolicited general 'connection reset' signal"
        CloseWithError(Error::Reset, Cause::Reset, context);
        break;
    case State::Closing:
    case State::LastAck:
        if (m_snd.Queued() > 0)
        {
            // data are lost, so the user is notified
            CloseWithError(Error::Reset, Cause::Reset, context);
            break;
        }
        [[fallthrough]];
    case State::TimeWait:
        // "enter the CLOSED state, delete the TCB, and return": both FINs were exchanged
        CloseWithoutError(Cause::Reset, context);
        break;
    case State::Closed:
    case State::Listen:
    case State::SynSent:
        break; // 3.10.7.1 to 3.10.7.3 process a RST in these states
    }
    return false;
}

bool
Connection::CheckSyn(const Segment& segment, Context& context)
{
    if (!segment.Has(SYN))
    {
        return true;
    }
    // Fourth check. "If the connection was initiated with a passive OPEN, then return this
    // connection to the LISTEN state and return."
    if (GetState() == State::SynReceived && m_passive)
    {
        if (Before(segment.seq, m_rcv.nxt))
        {
            // The SYN again, with data: the SYN is outside the window, and is "trimmed off"
            context.out.Add(Dropped{"duplicate SYN with data"});
            AnswerUnacceptable(segment, context);
            return false;
        }
        if (IsKnownToUser())
        {
            CloseWithError(Error::Reset, Cause::Syn, context);
            return false;
        }
        if (m_config->embryoSyn == EmbryoSyn::Ignore)
        {
            context.out.Add(Dropped{"SYN in SYN-RECEIVED"});
            return false;
        }
        if (m_config->embryoSyn == EmbryoSyn::Reset)
        {
            EmitResetAsClosed(segment, context);
        }
        Enter(State::Listen, Cause::Syn, context);
        CloseWithoutError(Cause::EmbryoReleased, context);
        return false;
    }
    if (GetState() == State::FinWait2 && m_userClosed && m_config->finWait2SynResets &&
        AtOrAfter(segment.seq, m_rcv.nxt))
    {
        EmitResetAsClosed(segment, context);
        CloseWithError(Error::Reset, Cause::Syn, context);
        return false;
    }
    switch (JudgeSyn(segment))
    {
    case SynVerdict::Reset:
        ResetBySyn(segment, context);
        return false;
    case SynVerdict::Drop:
        context.out.Add(Dropped{"SYN without ACK"});
        return false;
    case SynVerdict::Challenge:
        break;
    }
    // RFC 5961, section 4: "MUST send a challenge ACK to the remote peer ... MUST stop processing"
    context.out.Add(Dropped{"SYN on a synchronized connection"});
    Challenge(segment, context);
    return false;
}

void
Connection::ResetBySyn(const Segment& segment, Context& context)
{
    // RFC 793, 3.9, fourth: "If the SYN is in the window it is an error, send a reset, any
    // outstanding RECEIVEs and SEND should receive 'reset' responses, ... enter the CLOSED state";
    // the form of the reset as in 3.4 (RFC 9293, 3.5.2), with and without ACK
    if (m_config->resetForm != ResetForm::Text)
    {
        EmitOwnReset(context);
    }
    else
    {
        EmitResetAsClosed(segment, context);
    }
    if (GetState() == State::TimeWait)
    {
        // both FINs are acknowledged, so this is not a failure
        CloseWithoutError(Cause::Syn, context);
        return;
    }
    CloseWithError(Error::Reset, Cause::Syn, context);
}

bool
Connection::CheckAck(const Segment& segment, Context& context)
{
    // Fifth check: "if the ACK bit is off, drop the segment and return"
    if (!segment.Has(ACK))
    {
        context.out.Add(Dropped{"no ACK"});
        return false;
    }
    if (!m_snd.synAcked)
    {
        // "If SND.UNA < SEG.ACK =< SND.NXT, then enter ESTABLISHED state and continue processing
        // ... If the segment acknowledgment is not acceptable, form a reset segment
        // <SEQ=SEG.ACK><CTL=RST> and send it."
        if (AtOrBefore(segment.ack, m_snd.una) || After(segment.ack, m_snd.nxt))
        {
            context.out.Add(Dropped{"unacceptable ACK of our SYN"});
            EmitReset(segment.ack, std::nullopt, context);
            return false;
        }
        if (GetState() == State::SynReceived)
        {
            Enter(State::Established, Cause::AckOfSyn, context);
        }
        SynAcknowledged(segment, context);
        return true;
    }
    // RFC 5961, 5.2: SND.UNA - MAX.SND.WND =< SEG.ACK =< SND.NXT, otherwise send an ACK and drop
    // the segment
    const bool tooOld =
        m_config->ackCheck == AckCheck::Bounded && Before(segment.ack, m_snd.una - m_snd.maxWnd);
    if (After(segment.ack, m_snd.nxt) || tooOld)
    {
        context.out.Add(Dropped{"unacceptable ACK"});
        Challenge(segment, context);
        return false;
    }
    return true;
}

} // namespace lifecycle
} // namespace ns3
