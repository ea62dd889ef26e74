/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * Deadlines: retransmission (RFC 6298), zero-window probes, limits, and the ends of states.
 */

#include "lifecycle-connection.h"

#include <algorithm>

namespace ns3
{
namespace lifecycle
{

namespace
{

/// No persist interval is doubled more often: 2^16 times any RTO is beyond every maxRto
constexpr uint8_t MAX_PROBE_DOUBLINGS = 16;

/// RFC 9293, 3.8.6.2.1: the override time-out "should be in the range 0.1 - 1.0 seconds"
constexpr Duration MAX_OVERRIDE = std::chrono::seconds(1);

} // namespace

void
Connection::OnDeadline(Context& context)
{
    const auto due = [this, &context](Timer timer) {
        if (DeadlineOf(timer) > context.now)
        {
            return false;
        }
        Clear(timer);
        return true;
    };
    if (due(Timer::TimeWait))
    {
        Finish(Cause::TimeWaitExpired, context); // RFC 9293, 3.10.8
        return;
    }
    if (due(Timer::FinWait2))
    {
        Finish(Cause::FinWait2Expired, context);
        return;
    }
    if (due(Timer::User))
    {
        // RFC 9293, 3.10.8: "for any state if the user timeout expires, flush all queues, signal
        // the user 'error: connection aborted due to user timeout' ..., delete the TCB"
        GiveUp(Cause::UserTimeout, context);
        return;
    }
    if (due(Timer::Retransmission))
    {
        OnRetransmissionTimeout(context);
    }
    if (due(Timer::Persist))
    {
        OnPersistTimeout(context);
    }
    if (due(Timer::DelayedAck))
    {
        EmitAck(EmitReason::Ack, context);
    }
}

uint32_t
Connection::RetryLimit() const
{
    if (GetState() == State::SynSent)
    {
        return m_config->synRetries;
    }
    if (!m_snd.synAcked)
    {
        return m_config->synAckRetries;
    }
    return m_snd.finSent && m_snd.Flight() == 1 ? m_config->finRetries : m_config->dataRetries;
}

void
Connection::GiveUp(Cause cause, Context& context)
{
    // RFC 9293, SHLD-25: what ICMP has said is the better reason
    const Error error = m_softError != Error::None ? m_softError : Error::TimedOut;
    if (GetState() == State::SynReceived && m_passive)
    {
        m_error = error;
        Finish(cause, context); // nobody has been told of it
        return;
    }
    Fail(error, cause, context);
}

void
Connection::OnRetransmissionTimeout(Context& context)
{
    if (m_snd.synAcked && m_snd.wnd == 0)
    {
        // The window was shut over what is outstanding: a probe, not a loss (RFC 9293, MUST-35)
        OnPersistTimeout(context);
        return;
    }
    if (m_retries >= RetryLimit())
    {
        GiveUp(Cause::RetriesExceeded, context); // RFC 9293, 3.8.3, R2
        return;
    }
    ++m_retries;
    m_rto.BackOff(*m_config); // RFC 6298, 5.5
    if (!m_snd.synAcked)
    {
        m_synTimedOut = true;
        SendSyn(context, true);
        return;
    }
    if (m_path.claimed != 0)
    {
        LimitSegments(m_path.claimed); // RFC 5927, 7.2: the segment in question has timed out
    }
    // RFC 5681, 3.1; RFC 6298, 5.4: all that is outstanding is taken for lost
    const CongestionInput input = MakeInput(context, 0, m_snd.Flight());
    const bool first = m_retries == 1 && m_congestion.phase != RecoveryPhase::Loss;
    context.congestion.OnTimeout(m_congestion, input, first);
    m_congestion.phase = RecoveryPhase::Loss;
    m_snd.recoveryPoint = m_snd.nxt;
    m_snd.repaired = m_snd.una;
    m_snd.lostEnd = m_snd.nxt;
    m_snd.duplicateAcks = 0;
    m_cwndLimited = true;
    if (m_snd.sacked.Contains(m_snd.una))
    {
        m_snd.sacked.Clear(); // RFC 2018, 8: the receiver has discarded what it had SACKed
    }
    SendOneHole(m_snd.lostEnd, true, context);
    ArmRetransmission(context, true);
}

void
Connection::OnPersistTimeout(Context& context)
{
    if (m_probing && m_retries >= RetryLimit())
    {
        // That many probes in a row were not answered at all (an answer sets m_retries to 0): R2
        GiveUp(Cause::RetriesExceeded, context);
        return;
    }
    if (m_snd.wnd > 0 && !m_probing)
    {
        // RFC 9293, 3.8.6.2.1, (4): the override time-out; what the window takes goes out
        const uint32_t octets = std::min({m_snd.Unsent(), SegmentRoom(), m_snd.wnd});
        EmitText(m_snd.nxt, octets, false, EmitReason::Data, context);
        ArmRetransmission(context, false);
        return;
    }
    // RFC 9293, 3.8.6.1: "at least one octet of new data (if available)", the same octet again
    // until it is acknowledged; the FIN when there is nothing else
    const Seq from = m_snd.una;
    const bool text = Before(from, m_snd.writeEnd);
    if (!text && GetState() == State::CloseWait)
    {
        Enter(State::LastAck, Cause::Close, context);
    }
    m_probing = true;
    m_snd.finSent = m_snd.finSent || !text;
    EmitText(from, text ? 1 : 0, !text, EmitReason::Probe, context);
    Clear(Timer::Retransmission);
    ++m_retries;
    m_probes = std::min<uint8_t>(static_cast<uint8_t>(m_probes + 1), MAX_PROBE_DOUBLINGS);
    ArmPersist(context);
}

void
Connection::ArmRetransmission(Context& context, bool restart)
{
    // RFC 6298, 5.1 and 5.3
    if (restart || !IsSet(Timer::Retransmission))
    {
        Set(Timer::Retransmission, DeadlineAfter(context.now, m_rto.Rto()));
    }
}

void
Connection::ArmPersist(Context& context)
{
    const bool waiting = m_snd.Unsent() > 0 || (m_snd.finQueued && !m_snd.finSent);
    const bool stuck = m_probing || (waiting && m_snd.Flight() == 0);
    if (!stuck)
    {
        Clear(Timer::Persist);
        return;
    }
    if (IsSet(Timer::Persist))
    {
        return;
    }
    // RFC 9293, SHLD-29 and SHLD-30: the first after RTO, then exponentially longer
    Duration first =
        m_config->persistTimeout > Duration::zero() ? m_config->persistTimeout : m_rto.Rto();
    if (m_snd.wnd > 0)
    {
        first = std::min(first, MAX_OVERRIDE);
    }
    Duration wait = first;
    for (uint8_t i = 0; i < m_probes && wait < m_config->maxRto; ++i)
    {
        wait *= 2;
    }
    Set(Timer::Persist,
        DeadlineAfter(context.now, std::min(wait, std::max(first, m_config->maxRto))));
}

void
Connection::ArmUser(Context& context, bool restart)
{
    const bool outstanding =
        m_snd.Flight() > 0 || m_snd.Queued() > 0 || (m_snd.finQueued && !m_snd.finSent);
    if (!outstanding)
    {
        Clear(Timer::User);
    }
    else if (restart || !IsSet(Timer::User))
    {
        Set(Timer::User, DeadlineAfter(context.now, m_config->userTimeout));
    }
}

} // namespace lifecycle
} // namespace ns3
