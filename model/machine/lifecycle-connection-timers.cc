/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * Timers: retransmission (RFC 6298), zero-window probes, limits, and the timeouts of states.
 */

#include "lifecycle-connection.h"

#include <algorithm>

namespace ns3
{
namespace lifecycle
{

namespace
{

/// Limit of the doublings of the persist interval: 2^16 times any RTO is above every maxRto
constexpr uint8_t MAX_PROBE_DOUBLINGS = 16;

/// RFC 9293, 3.8.6.2.1: the override timeout "should be in the range 0.1 - 1.0 seconds"
constexpr Duration MAX_OVERRIDE = std::chrono::seconds(1);

/**
 * \param repeats number of retransmissions \param config minRto and maxRto are used
 * \return their duration if the first is sent after minRto, including the wait after the last:
 * (2^(N+1) - 1) minRto without the limit maxRto (Linux, tcp_timer.c, tcp_model_timeout())
 */
Duration
ModelTime(uint32_t repeats, const Config& config)
{
    Duration total{0};
    Duration wait = config.minRto;
    for (uint32_t i = 0; i <= repeats; ++i)
    {
        if (total > FOREVER - wait)
        {
            return FOREVER;
        }
        total += wait;
        wait = wait > config.maxRto / 2 ? config.maxRto : 2 * wait;
    }
    return total;
}

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
        CloseWithoutError(Cause::TimeWaitExpired, context); // RFC 9293, 3.10.8
        return;
    }
    if (due(Timer::FinWait2))
    {
        CloseWithoutError(Cause::FinWait2Expired, context);
        return;
    }
    if (due(Timer::User))
    {
        // RFC 9293, 3.10.8: "for any state if the user timeout expires, flush all queues, signal
        // the user 'error: connection aborted due to user timeout' ..., delete the TCB"
        GiveUp(Cause::UserTimeout, context);
        return;
    }
    if (due(Timer::Connect) && !IsSynchronized(GetState()))
    {
        GiveUp(Cause::ConnectTimeout, context);
        return;
    }
    if (due(Timer::Linger))
    {
        if (GetState() != State::SynSent) // RFC 9293, 3.10.5: in SYN-SENT nothing is sent
        {
            EmitOwnReset(context);
        }
        CloseWithError(Error::Aborted, Cause::LingerExpired, context);
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
    if (due(Timer::Pacing))
    {
        Output(context, m_heldAs);
    }
    if (due(Timer::KeepAlive))
    {
        OnKeepAliveTimeout(context);
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
        return m_config->synRetries + m_config->synLinearTimeouts;
    }
    if (!m_snd.synAcked)
    {
        return m_config->synAckRetries;
    }
    if (m_snd.finSent && m_snd.Flight() == 1)
    {
        return m_config->finRetries;
    }
    return m_userClosed && m_config->orphanRetries != NO_ORPHAN_LIMIT ? m_config->orphanRetries
                                                                      : m_config->dataRetries;
}

bool
Connection::RetriesExceeded(Instant now) const
{
    const uint32_t limit = RetryLimit();
    switch (m_config->retryLimitBy)
    {
    case RetryLimitBy::Count:
        break;
    case RetryLimitBy::Time:
        if (m_snd.synAcked)
        {
            return m_retries > 0 && now - m_retriesSince >= ModelTime(limit, *m_config);
        }
        break; // a SYN and a SYN,ACK have a count
    }
    return m_retries >= limit;
}

void
Connection::GiveUp(Cause cause, Context& context)
{
    // RFC 9293, SHLD-25: an ICMP error is the better reason
    const Error error = m_softError != Error::None ? m_softError : Error::TimedOut;
    if (!IsKnownToUser())
    {
        m_error = error;
        CloseWithoutError(cause, context);
        return;
    }
    CloseWithError(error, cause, context);
}

void
Connection::OnRetransmissionTimeout(Context& context)
{
    if (m_snd.synAcked && m_snd.wnd == 0 && !m_config->emptyProbes)
    {
        // The window was closed below the data outstanding: this is a probe, not a loss (RFC 9293,
        // MUST-35)
        OnPersistTimeout(context);
        return;
    }
    switch (m_timerUse)
    {
    case TimerUse::Timeout:
        break;
    case TimerUse::LossProbe:
        SendLossProbe(context);
        return;
    case TimerUse::Reordering:
        OnReorderingTimeout(context);
        return;
    }
    if (RetriesExceeded(context.now))
    {
        GiveUp(Cause::RetriesExceeded, context); // RFC 9293, 3.8.3, R2
        return;
    }
    ++m_retries;
    if (!m_refused && (GetState() != State::SynSent || m_retries > m_config->synLinearTimeouts))
    {
        m_rto.BackOff(*m_config); // RFC 6298, 5.5
    }
    if (!m_snd.synAcked)
    {
        m_synTimedOut = m_synTimedOut || !m_refused;
        m_refused = false;
        SendSyn(context, true);
        return;
    }
    if (m_path.claimed != 0)
    {
        LimitSegments(m_path.claimed); // RFC 5927, 7.2: the quoted segment has timed out
    }
    // RFC 5681, 3.1; RFC 6298, 5.4: all data outstanding are treated as lost. During Recovery,
    // SACKed data allow new data, and FlightSize exceeds the window (Linux, tcp_enter_loss():
    // ssthresh is computed from the window)
    const CongestionInput input = MakeInput(context, std::min(m_snd.Flight(), m_congestion.cwnd));
    m_recovery.OnTimeout(MakeReport(context), input, m_congestion, context.congestion, m_retries);
    m_cwndLimited = true;
    m_usage = {m_snd.nxt, m_snd.Flight(), true};
    m_ecnReduced = m_ecn;
    m_recovery.TakeForce();
    if (const auto repair = m_recovery.NextRepair(SegmentRoom(), m_snd.writeEnd))
    {
        SendRepair(*repair, true, context);
    }
    ArmRetransmission(context, true);
}

void
Connection::OnPersistTimeout(Context& context)
{
    if ((m_probing || m_probes > 0) && m_retries >= RetryLimit())
    {
        // This number of consecutive probes got no answer (an answer resets m_retries): R2
        GiveUp(Cause::RetriesExceeded, context);
        return;
    }
    if (m_snd.wnd > 0 && !m_probing)
    {
        // RFC 9293, 3.8.6.2.1, (4): the override timeout; send what fits into the window
        const uint32_t octets = std::min({m_snd.UnsentTogether(), SegmentRoom(), m_snd.wnd});
        EmitData(m_snd.nxt, octets, false, EmitReason::Data, context);
        if (m_config->pushBursts)
        {
            PushLast(context); // tcp_write_wakeup()
        }
        ArmRetransmission(context, false);
        return;
    }
    if (m_config->emptyProbes && m_snd.Flight() == 0)
    {
        EmitEmptyProbe(context);
        return;
    }
    // RFC 9293, 3.8.6.1: "at least one octet of new data (if available)", the same byte until it is
    // acknowledged; the FIN if there are no data
    const Seq from = m_snd.una;
    const bool text = Before(from, m_snd.writeEnd);
    if (!text && GetState() == State::CloseWait)
    {
        Enter(State::LastAck, Cause::Close, context);
    }
    m_probing = true;
    m_snd.finSent = m_snd.finSent || !text;
    EmitData(from, text ? 1 : 0, !text, EmitReason::Probe, context);
    Clear(Timer::Retransmission);
    ++m_retries;
    m_probes = std::min<uint8_t>(static_cast<uint8_t>(m_probes + 1), MAX_PROBE_DOUBLINGS);
    ArmPersist(context);
}

void
Connection::EmitEmptyProbe(Context& context)
{
    // Linux, tcp_xmit_probe_skb(): "SEG.SEQ = SND.UNA - 1" is unacceptable, so it is answered
    context.out.Add(Emit{NewSegment(ACK, m_snd.una - 1, context), 0, EmitReason::Probe, false});
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
        const Duration probe = LossProbeTimeout();
        const bool probes = probe <= m_rto.Rto();
        const Duration wait = probes ? probe : TimeToTimeout(context.now);
        m_timerUse = probes ? TimerUse::LossProbe : TimerUse::Timeout;
        Set(Timer::Retransmission, DeadlineAfter(context.now, wait));
        if (m_retries == 0 && m_snd.synAcked)
        {
            m_retriesSince = context.now;
        }
    }
}

void
Connection::ArmPersist(Context& context)
{
    const bool waiting = m_snd.Unsent() > 0 || m_snd.FinUnsent();
    const bool stuck = m_probing || (waiting && m_snd.Flight() == 0 && !IsSet(Timer::Pacing));
    if (!stuck)
    {
        Clear(Timer::Persist);
        return;
    }
    if (IsSet(Timer::Persist))
    {
        return;
    }
    // RFC 9293, SHLD-29 and SHLD-30: the first after the RTO, then exponentially longer
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
Connection::ArmKeepAlive(Context& context)
{
    if (m_config->keepAlive)
    {
        m_keepAliveProbes = 0;
        Set(Timer::KeepAlive, DeadlineAfter(context.now, m_config->keepAliveIdle));
    }
}

void
Connection::OnKeepAliveTimeout(Context& context)
{
    // RFC 9293, 3.8.4, MUST-26: "only ... when no sent data is outstanding"; data and a FIN that
    // wait for a closed window have their own probes
    if (m_snd.HasWork())
    {
        ArmKeepAlive(context);
        return;
    }
    // Linux, tcp_keepalive_timer(): "If the TCP_USER_TIMEOUT option is enabled, use that to
    // determine when to timeout instead", after at least one probe
    const Duration idle = m_config->keepAliveIdle + m_keepAliveProbes * m_config->keepAliveInterval;
    const bool byTime = m_config->keepAliveUserTimeout && m_userTimeout != FOREVER;
    if (byTime ? m_keepAliveProbes > 0 && idle >= m_userTimeout
               : m_keepAliveProbes >= m_config->keepAliveCount)
    {
        if (m_config->keepAliveReset)
        {
            EmitOwnReset(context);
        }
        CloseWithError(Error::TimedOut, Cause::KeepAlive, context);
        return;
    }
    ++m_keepAliveProbes;
    // SEG.SEQ = SND.NXT-1 makes the segment unacceptable, so it is answered; no data (SHLD-12)
    context.out.Add(Emit{NewSegment(ACK, m_snd.nxt - 1, context), 0, EmitReason::KeepAlive, false});
    Set(Timer::KeepAlive, DeadlineAfter(context.now, m_config->keepAliveInterval));
}

void
Connection::ArmLinger(Context& context)
{
    Set(Timer::Linger, DeadlineAfter(context.now, m_config->linger));
}

void
Connection::ArmFinWait2(Context& context)
{
    Duration span = m_config->finWait2Timeout;
    if (m_config->finWait2CoversRto)
    {
        span = std::max(span, m_rto.Rto() * 7 / 2);
    }
    Set(Timer::FinWait2, DeadlineAfter(context.now, span));
}

void
Connection::ArmUser(Context& context, bool restart)
{
    if (!m_snd.HasWork())
    {
        Clear(Timer::User);
    }
    else if (restart || !IsSet(Timer::User))
    {
        Set(Timer::User, DeadlineAfter(context.now, m_userTimeout));
    }
}

} // namespace lifecycle
} // namespace ns3
