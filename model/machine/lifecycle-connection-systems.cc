/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * Behavior of operating systems that differs from RFC 9293. Each has a parameter in Config, which
 * gives its source.
 */

#include "lifecycle-connection.h"

namespace ns3
{
namespace lifecycle
{

bool
Connection::TakeHalfOpenSyn(const Segment& segment, const KnownOptions& options, Context& context)
{
    if (GetState() != State::SynReceived || !m_passive || m_fastOpened ||
        m_config->duplicateSyn != DuplicateSyn::AnySyn || !segment.Has(SYN) || segment.Has(RST))
    {
        return false;
    }
    // FreeBSD's listeners first look for a syncache entry; a Fast Open connection has none
    // (syncache_tfo_expand()).
    if (!segment.Has(ACK))
    {
        // syncache_add(): "resend the SYN,ACK, and reset the retransmit timer", "Update timestamp
        // if present"
        context.out.Add(Dropped{"duplicate SYN"});
        m_rcv.timestamps = m_rcv.timestamps && options.timestamps.has_value();
        if (m_rcv.timestamps)
        {
            m_rcv.tsRecent = options.timestamps->value;
        }
        SendSyn(context, true);
        return true;
    }
    context.out.Add(Dropped{"SYN,ACK in SYN-RECEIVED"});
    switch (m_config->embryoSyn)
    {
    case EmbryoSyn::Ignore:
        return true;
    case EmbryoSyn::Reset:
        EmitResetAsClosed(segment, context);
        break;
    case EmbryoSyn::Listen:
        break;
    }
    Enter(State::Listen, Cause::Syn, context);
    CloseWithoutError(Cause::EmbryoReleased, context);
    return true;
}

Connection::SynVerdict
Connection::JudgeSyn(const Segment& segment) const
{
    const bool rests = GetState() == State::TimeWait;
    switch (m_config->synCheck)
    {
    case SynCheck::Challenge:
        break;
    case SynCheck::Reset:
        if (InWindow(segment.seq, m_rcv.nxt, m_rcv.Limit()) &&
            !(rests && m_config->timeWaitNeedsAck))
        {
            return SynVerdict::Reset;
        }
        break;
    case SynCheck::ResetNext:
        if (segment.seq == m_rcv.nxt)
        {
            return SynVerdict::Reset;
        }
        break;
    case SynCheck::NeedsAck:
        if (!segment.Has(ACK) && !rests)
        {
            return SynVerdict::Drop;
        }
        break;
    }
    return SynVerdict::Challenge;
}

void
Connection::EmitResetAsClosed(const Segment& segment, Context& context)
{
    // RFC 9293, 3.5.2 and 3.10.7.1
    if (segment.Has(ACK))
    {
        EmitReset(segment.ack, std::nullopt, context);
    }
    else
    {
        EmitReset(Seq(0), segment.End(), context);
    }
}

void
Connection::Reject(const Segment& segment, Context& context, Cause cause)
{
    EmitResetAsClosed(segment, context);
    CloseWithError(Error::Aborted, cause, context);
}

void
Connection::ResetByData(const Segment& segment, Context& context)
{
    if (m_config->resetForm == ResetForm::AllWithAck)
    {
        EmitOwnReset(context);
    }
    else
    {
        EmitResetAsClosed(segment, context); // the sequence number that its sender expects
    }
    CloseWithError(Error::Aborted, Cause::DataAfterClose, context);
}

bool
Connection::RefuseLateData(const Segment& segment, Context& context)
{
    // tcp_do_segment(): "If new data are received on a connection after the user processes are
    // gone, then RST the other end", before the ACK field and whether or not a FIN was received
    const bool late = m_userClosed && m_peerFinished && GetState() != State::TimeWait &&
                      m_config->dataAfterClose == DataAfterClose::ResetAll;
    const Seq end = segment.seq + (segment.Has(SYN) ? 1 : 0) + segment.length;
    if (!late || segment.length == 0 || AtOrBefore(end, m_rcv.nxt))
    {
        return false;
    }
    context.out.Add(Dropped{"data after the FIN"});
    ResetByData(segment, context);
    return true;
}

bool
Connection::TryRefusedAgain(Context& context)
{
    if (m_config->refusedRetry <= Duration::zero() || m_retries >= RetryLimit())
    {
        return false;
    }
    // KB 175523: the peer is reachable, so the timeout is not doubled
    m_refused = true;
    context.out.Add(Dropped{"SYN-SENT: refused, to be tried again"});
    Set(Timer::Retransmission, DeadlineAfter(context.now, m_config->refusedRetry));
    return true;
}

} // namespace lifecycle
} // namespace ns3
