/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef CAUSE_WORDS_H
#define CAUSE_WORDS_H

#include "lifecycle-state.h"

namespace ns3
{
namespace lifecycle
{

/// \param cause a cause \return its meaning, in the words of RFC 9293's figure 5
inline const char*
Explain(Cause cause)
{
    switch (cause)
    {
    case Cause::ActiveOpen:
        return "user: OPEN, active";
    case Cause::PassiveOpen:
        return "user: OPEN, passive";
    case Cause::Close:
        return "user: CLOSE";
    case Cause::Abort:
        return "user: ABORT";
    case Cause::UnreadData:
        return "user: CLOSE with data unread";
    case Cause::Syn:
        return "rcv SYN";
    case Cause::SynAck:
        return "rcv SYN,ACK";
    case Cause::AckOfSyn:
        return "rcv ACK of SYN";
    case Cause::Fin:
        return "rcv FIN";
    case Cause::AckOfFin:
        return "rcv ACK of FIN";
    case Cause::Reset:
        return "rcv RST";
    case Cause::Refused:
        return "rcv RST for our SYN";
    case Cause::DataAfterClose:
        return "rcv data after CLOSE";
    case Cause::NewIncarnation:
        return "rcv SYN of a new incarnation";
    case Cause::IcmpError:
        return "rcv ICMP error";
    case Cause::ListenerGone:
        return "the listener is closed";
    case Cause::EmbryoReleased:
        return "a half-open connection is back in LISTEN";
    case Cause::SynQueueFull:
        return "a newer SYN replaces it";
    case Cause::AcceptQueueFull:
        return "rcv ACK of SYN, accept queue full";
    case Cause::AckOfCookie:
        return "rcv ACK of a SYN cookie";
    case Cause::TimeWaitFull:
        return "too many in TIME-WAIT";
    case Cause::TupleReused:
        return "user: OPEN of the same 4-tuple";
    case Cause::TimeWaitExpired:
        return "timeout: 2MSL";
    case Cause::RetriesExceeded:
        return "timeout: last retransmission";
    case Cause::UserTimeout:
        return "timeout: USER TIMEOUT";
    case Cause::FinWait2Expired:
        return "timeout: FIN-WAIT-2 of a closed socket";
    case Cause::ConnectTimeout:
        return "timeout: active open";
    case Cause::KeepAlive:
        return "timeout: last keep-alive probe";
    case Cause::LingerExpired:
        return "timeout: SO_LINGER";
    case Cause::HostShutdown:
        return "the host crashes";
    }
    return "";
}

} // namespace lifecycle
} // namespace ns3

#endif // CAUSE_WORDS_H
