/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-capture-words.h"

/**
 * \file
 * \ingroup tcp-lifecycle
 * What captures say of packets.
 */

namespace ns3
{

namespace
{

/// \param cause of a change of state \return it for a reader
const char*
WordsOf(lifecycle::Cause cause)
{
    using lifecycle::Cause;
    switch (cause)
    {
    case Cause::ActiveOpen:
        return "active OPEN by the user";
    case Cause::PassiveOpen:
        return "passive OPEN by the user";
    case Cause::Close:
        return "CLOSE by the user";
    case Cause::Abort:
        return "ABORT by the user";
    case Cause::UnreadData:
        return "CLOSE by the user, with data unread";
    case Cause::Syn:
        return "SYN";
    case Cause::SynAck:
        return "SYN with an ACK of ours";
    case Cause::AckOfSyn:
        return "ACK of our SYN";
    case Cause::Fin:
        return "FIN";
    case Cause::AckOfFin:
        return "ACK of our FIN";
    case Cause::Reset:
        return "RST";
    case Cause::Refused:
        return "RST in answer to our SYN";
    case Cause::DataAfterClose:
        return "data for a user who has closed";
    case Cause::NewIncarnation:
        return "SYN of a new incarnation";
    case Cause::IcmpError:
        return "ICMP error";
    case Cause::ListenerGone:
        return "the listener is closed";
    case Cause::EmbryoReleased:
        return "the listener already exists";
    case Cause::SynQueueFull:
        return "displaced from the SYN queue";
    case Cause::AcceptQueueFull:
        return "ACK of our SYN, but the accept queue is full";
    case Cause::AckOfCookie:
        return "ACK of a SYN cookie";
    case Cause::TimeWaitFull:
        return "too many connections in TIME-WAIT";
    case Cause::TupleReused:
        return "active OPEN of the same ends";
    case Cause::TimeWaitExpired:
        return "2MSL over";
    case Cause::RetriesExceeded:
        return "too many retransmissions";
    case Cause::UserTimeout:
        return "user timeout";
    case Cause::FinWait2Expired:
        return "the peer's FIN did not arrive";
    case Cause::ConnectTimeout:
        return "the connection took too long to open";
    case Cause::KeepAlive:
        return "keep-alive probes unanswered";
    case Cause::LingerExpired:
        return "linger time over";
    case Cause::HostShutdown:
        return "the host crashes";
    }
    return "";
}

/// \param reason a segment is sent for \return it for a reader; empty: what any segment is for
const char*
WordsOf(lifecycle::EmitReason reason)
{
    using lifecycle::EmitReason;
    switch (reason)
    {
    case EmitReason::Syn:
    case EmitReason::SynAck:
    case EmitReason::Data:
    case EmitReason::Fin:
    case EmitReason::Ack:
    case EmitReason::WindowUpdate:
    case EmitReason::Reset:
        return "";
    case EmitReason::Probe:
        return "zero-window probe";
    case EmitReason::KeepAlive:
        return "keep-alive probe";
    case EmitReason::OutOfWindow:
        return "ACK of an unacceptable segment";
    case EmitReason::ChallengeAck:
        return "challenge ACK";
    case EmitReason::TimeWaitAck:
        return "ACK repeated in TIME-WAIT";
    }
    return "";
}

/// \param segment a segment \return what of it takes up sequence numbers
std::string
Contents(const lifecycle::Segment& segment)
{
    std::string text = std::to_string(segment.length) + " bytes";
    if (segment.Has(lifecycle::SYN))
    {
        return segment.Has(lifecycle::ACK) ? "the SYN,ACK" : "the SYN";
    }
    if (segment.Has(lifecycle::FIN))
    {
        return segment.length > 0 ? text + " and the FIN" : "the FIN";
    }
    return text;
}

} // namespace

std::string
TcpLifecycleTransitionWords(const TcpLifecycleTransition& transition)
{
    return std::string(ToText(transition.from)) + " -> " + ToText(transition.to) + ": " +
           WordsOf(transition.cause);
}

std::vector<std::string>
TcpLifecycleSegmentWords(const TcpLifecycleSegmentRecord& record)
{
    std::vector<std::string> words;
    const std::string reason = WordsOf(record.event->reason);
    if (!reason.empty())
    {
        words.push_back(reason);
    }
    else if (record.repeat > 0)
    {
        words.push_back("retransmission " + std::to_string(record.repeat) + " of " +
                        Contents(*record.event->segment));
    }
    return words;
}

} // namespace ns3
