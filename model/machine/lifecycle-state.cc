/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-state.h"

#include "lifecycle-action.h"

namespace ns3
{
namespace lifecycle
{

const char*
ToText(State state)
{
    switch (state)
    {
    case State::Closed:
        return "CLOSED";
    case State::Listen:
        return "LISTEN";
    case State::SynSent:
        return "SYN-SENT";
    case State::SynReceived:
        return "SYN-RECEIVED";
    case State::Established:
        return "ESTABLISHED";
    case State::FinWait1:
        return "FIN-WAIT-1";
    case State::FinWait2:
        return "FIN-WAIT-2";
    case State::CloseWait:
        return "CLOSE-WAIT";
    case State::Closing:
        return "CLOSING";
    case State::LastAck:
        return "LAST-ACK";
    case State::TimeWait:
        return "TIME-WAIT";
    }
    return "?";
}

const char*
ToText(Cause cause)
{
    switch (cause)
    {
    case Cause::ActiveOpen:
        return "active-open";
    case Cause::PassiveOpen:
        return "passive-open";
    case Cause::Close:
        return "close";
    case Cause::Abort:
        return "abort";
    case Cause::UnreadData:
        return "unread-data";
    case Cause::Syn:
        return "syn";
    case Cause::SynAck:
        return "syn-ack";
    case Cause::AckOfSyn:
        return "ack-of-syn";
    case Cause::Fin:
        return "fin";
    case Cause::AckOfFin:
        return "ack-of-fin";
    case Cause::Reset:
        return "reset";
    case Cause::Refused:
        return "refused";
    case Cause::DataAfterClose:
        return "data-after-close";
    case Cause::NewIncarnation:
        return "new-incarnation";
    case Cause::IcmpError:
        return "icmp-error";
    case Cause::ListenerGone:
        return "listener-gone";
    case Cause::EmbryoReleased:
        return "embryo-released";
    case Cause::SynQueueFull:
        return "syn-queue-full";
    case Cause::AcceptQueueFull:
        return "accept-queue-full";
    case Cause::AckOfCookie:
        return "ack-of-cookie";
    case Cause::TimeWaitFull:
        return "time-wait-full";
    case Cause::TupleReused:
        return "tuple-reused";
    case Cause::TimeWaitExpired:
        return "2msl-expired";
    case Cause::RetriesExceeded:
        return "retries-exceeded";
    case Cause::UserTimeout:
        return "user-timeout";
    case Cause::FinWait2Expired:
        return "fin-wait-2-expired";
    case Cause::ConnectTimeout:
        return "connect-timeout";
    case Cause::KeepAlive:
        return "keep-alive";
    case Cause::LingerExpired:
        return "linger-expired";
    case Cause::HostShutdown:
        return "host-shutdown";
    }
    return "?";
}

void
TransitionTo(StateCell& cell, State next, Cause cause, Actions& out)
{
    const State from = cell.m_state;
    cell.m_state = next;
    out.Add(Transition{from, next, cause});
    if (!IsLegal(from, next, cause))
    {
        out.Add(Defect{from, next, cause});
    }
}

} // namespace lifecycle
} // namespace ns3
