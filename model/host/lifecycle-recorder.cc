/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-record.h"

namespace ns3
{
namespace lifecycle
{

namespace
{

/// The outcome of a transition to CLOSED from a state other than TIME-WAIT.
Outcome
OutcomeOf(Cause cause)
{
    switch (cause)
    {
    case Cause::Close:
    case Cause::AckOfFin:
    case Cause::TimeWaitExpired:
    case Cause::NewIncarnation:
    case Cause::TimeWaitFull:
    case Cause::TupleReused:
        return Outcome::Closed;
    case Cause::Refused:
        return Outcome::Refused;
    case Cause::Reset:
    case Cause::EmbryoReleased:
    case Cause::Syn:
        return Outcome::Reset;
    case Cause::IcmpError:
        return Outcome::Unreachable;
    case Cause::RetriesExceeded:
    case Cause::UserTimeout:
    case Cause::FinWait2Expired:
    case Cause::ConnectTimeout:
    case Cause::KeepAlive:
        return Outcome::TimedOut;
    case Cause::Abort:
    case Cause::UnreadData:
    case Cause::DataAfterClose:
    case Cause::ListenerGone:
    case Cause::SynQueueFull:
    case Cause::AcceptQueueFull:
    case Cause::LingerExpired:
    case Cause::HostShutdown:
        return Outcome::Aborted;
    case Cause::ActiveOpen:
    case Cause::PassiveOpen:
    case Cause::SynAck:
    case Cause::AckOfSyn:
    case Cause::AckOfCookie:
    case Cause::Fin:
        break; // these do not lead to CLOSED
    }
    return Outcome::Open;
}

} // namespace

Recorder::Recorder(Role role, Instant now)
    : m_since(now)
{
    m_record.role = role;
    m_record.opened = now;
}

void
Recorder::OnReceived(const Segment& segment)
{
    ++m_record.segmentsReceived;
    m_arrivedFin = segment.Has(FIN);
    if (segment.Has(RST))
    {
        ++m_record.resetsReceived;
    }
}

void
Recorder::OnAction(const Action& action, Instant now)
{
    m_resetJustSent = m_resetJustSent && std::holds_alternative<Transition>(action);
    if (const auto* transition = std::get_if<Transition>(&action))
    {
        OnTransition(*transition, now);
    }
    else if (const auto* emit = std::get_if<Emit>(&action))
    {
        OnEmit(*emit);
    }
    else if (const auto* deliver = std::get_if<Deliver>(&action))
    {
        m_record.octetsReceived = deliver->streamEnd;
    }
    else if (const auto* release = std::get_if<Release>(&action))
    {
        m_record.octetsSent = release->streamEnd;
    }
    else if (const auto* notify = std::get_if<Notify>(&action))
    {
        m_record.error = notify->error == Error::None ? m_record.error : notify->error;
    }
    else if (std::holds_alternative<TimeWaitRestarted>(action))
    {
        ++m_record.timeWaitRestarts;
    }
}

ConnectionHistory
Recorder::Read(Instant now) const
{
    ConnectionHistory history = m_record;
    if (m_state != State::Closed)
    {
        history.dwell[static_cast<std::size_t>(m_state)] += now - m_since;
    }
    return history;
}

void
Recorder::OnEmit(const Emit& emit)
{
    const Segment& segment = emit.segment;
    ++m_record.segmentsSent;
    m_resetJustSent = segment.Has(RST);
    if (segment.Has(RST))
    {
        ++m_record.resetsSent;
        return;
    }
    if (segment.Has(SYN | ACK))
    {
        ++(m_record.synAckSent == 0 ? m_record.synAckSent : m_record.synAckRepeated);
    }
    else if (segment.Has(SYN))
    {
        ++(m_record.synSent == 0 ? m_record.synSent : m_record.synRepeated);
    }
    if (segment.Has(FIN))
    {
        if (m_record.finSent == 0 && !m_finReceived)
        {
            m_record.closer = Closer::Local;
        }
        ++(m_record.finSent == 0 ? m_record.finSent : m_record.finRepeated);
    }
    else if (m_finReceived && m_record.finSent == 0)
    {
        m_ackApart = true; // it acknowledges the peer's FIN, and this end has not sent its own
    }
    if (emit.reason == EmitReason::ChallengeAck)
    {
        ++m_record.challengeAcks;
    }
    if (m_state == State::TimeWait)
    {
        m_record.timeWaitAcks += m_entryAckDue ? 0 : 1;
        m_entryAckDue = false;
    }
}

void
Recorder::OnTransition(const Transition& transition, Instant now)
{
    m_record.dwell[static_cast<std::size_t>(m_state)] += now - m_since;
    m_state = transition.to;
    m_since = now;
    m_synchronized = m_synchronized || IsSynchronized(transition.to);
    if (transition.cause == Cause::Fin)
    {
        OnPeerFin(transition.to);
    }
    switch (transition.to)
    {
    case State::Established:
        m_record.established = now;
        break;
    case State::FinWait2:
        m_ackApart = !m_arrivedFin;
        break;
    case State::TimeWait:
        m_entryAckDue = transition.cause == Cause::Fin;
        break;
    case State::Closed:
        m_record.ended = now;
        OnEnd(transition);
        break;
    case State::Listen:
        // It returns from SYN-RECEIVED to LISTEN; CLOSED follows. Only a RST has a closer.
        if (transition.cause == Cause::Reset)
        {
            m_record.closer = Closer::Remote;
        }
        break;
    case State::SynSent:
    case State::SynReceived:
    case State::FinWait1:
    case State::CloseWait:
    case State::Closing:
    case State::LastAck:
        break; // only its time is recorded
    }
}

void
Recorder::OnPeerFin(State to)
{
    m_finReceived = true;
    if (m_record.finSent == 0)
    {
        m_record.closer = Closer::Remote;
    }
    else if (to == State::Closing)
    {
        m_record.closer = Closer::Both;
    }
}

void
Recorder::OnEnd(const Transition& transition)
{
    const bool afterTimeWait = transition.from == State::TimeWait;
    m_record.outcome = afterTimeWait ? Outcome::Closed : OutcomeOf(transition.cause);
    const bool resetReceived =
        transition.cause == Cause::Reset || transition.cause == Cause::Refused;
    const bool ownCause =
        m_record.outcome == Outcome::Aborted && transition.cause != Cause::HostShutdown;
    const bool resetSent = m_resetJustSent && (ownCause || transition.cause == Cause::Syn);
    const bool byReset = !afterTimeWait && (resetReceived || resetSent);
    if (byReset && m_record.closer == Closer::None)
    {
        m_record.closer = resetReceived ? Closer::Remote : Closer::Local;
    }
    if (!m_synchronized)
    {
        return; // CloseType::None
    }
    if (m_record.outcome == Outcome::TimedOut)
    {
        m_record.closeType = CloseType::Timeout;
    }
    else if (byReset)
    {
        const bool fin = m_finReceived || m_record.finSent > 0;
        m_record.closeType = fin ? CloseType::FinReset : CloseType::Reset;
    }
    else if (m_record.outcome != Outcome::Closed)
    {
        m_record.closeType = CloseType::None; // no segment was sent
    }
    else if (m_record.closer == Closer::Both)
    {
        m_record.closeType = CloseType::Simultaneous;
    }
    else
    {
        m_record.closeType = m_ackApart ? CloseType::FourSegment : CloseType::ThreeSegment;
    }
}

} // namespace lifecycle
} // namespace ns3
