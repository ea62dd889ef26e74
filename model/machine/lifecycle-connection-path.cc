/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * ICMP errors (RFC 9293, 3.9.2.2; RFC 5461; RFC 5927), and the path MTU.
 */

#include "lifecycle-connection.h"

#include <algorithm>

namespace ns3
{
namespace lifecycle
{

namespace
{

constexpr uint32_t IPV4_HEADERS = 40;        //!< IPv4 and TCP headers without options
constexpr uint32_t IPV6_HEADERS = 60;        //!< IPv6 and TCP headers without options
constexpr uint32_t IPV6_MIN_PATH_MTU = 1280; //!< RFC 8200, 5

/// RFC 1191, 7.1: sizes to try one after another if the router does not report its MTU
constexpr uint32_t PLATEAUS[] = {32000, 17914, 8166, 4352, 2002, 1492, 1006, 508, 296, 68};

/// \param size size of a packet, bytes \return the next lower plateau
uint32_t
PlateauBelow(uint32_t size)
{
    const auto* below = std::find_if(std::begin(PLATEAUS),
                                     std::end(PLATEAUS),
                                     [size](uint32_t plateau) { return plateau < size; });
    return below == std::end(PLATEAUS) ? 0 : *below;
}

/// \param kind an error \return the error of the user if it ends a connection
Error
ErrorOf(PathErrorKind kind)
{
    switch (kind)
    {
    case PathErrorKind::PortUnreachable:
        return Error::Refused;
    case PathErrorKind::ProtocolUnreachable:
        return Error::ProtocolUnreachable;
    case PathErrorKind::Unreachable:
    case PathErrorKind::TimeExceeded:
    case PathErrorKind::ParameterProblem:
    case PathErrorKind::Prohibited:
        return Error::Unreachable;
    case PathErrorKind::PacketTooBig:
    case PathErrorKind::SourceQuench:
        break; // these do not end a connection
    }
    return Error::None;
}

/// \param policy see IcmpHardErrors \param early whether the connection is not synchronized \return
/// whether a hard error ends it (RFC 9293, SHLD-26)
bool
HardErrorEnds(IcmpHardErrors policy, bool early)
{
    switch (policy)
    {
    case IcmpHardErrors::NonSynchronized:
        return early;
    case IcmpHardErrors::Always:
        return true;
    case IcmpHardErrors::Never:
        return false;
    }
    return early;
}

} // namespace

PathVerdict
Connection::OnPathError(const PathError& error, Context& context)
{
    if (GetState() == State::Closed || GetState() == State::Listen ||
        error.kind == PathErrorKind::SourceQuench) // "MUST silently discard" (RFC 9293, MUST-55)
    {
        return PathVerdict::Ignored;
    }
    // RFC 5927, 4.1: "SND.UNA =< SEG.SEQ < SND.NXT": the quoted segment may be in the network
    if (Before(error.seq, m_snd.una) || AtOrAfter(error.seq, m_snd.nxt))
    {
        return PathVerdict::NotInFlight;
    }
    if (error.kind == PathErrorKind::PacketTooBig)
    {
        return OnPacketTooBig(error, context);
    }
    // RFC 5461, 4.1, and RFC 5927, 5.2: an error that may be forged or temporary must not end a
    // connection that is in use
    const bool early = !IsSynchronized(GetState());
    const bool ends = IsHardError(error.kind)
                          ? HardErrorEnds(m_config->icmpHardErrors, early)
                          : early && m_config->icmpSoftErrorsAbort; // otherwise MUST-56
    m_softError = ErrorOf(error.kind);
    if (!ends)
    {
        return PathVerdict::Noted;
    }
    if (!IsKnownToUser())
    {
        m_error = m_softError;
        CloseWithoutError(Cause::IcmpError, context);
    }
    else
    {
        CloseWithError(m_softError, Cause::IcmpError, context);
    }
    return PathVerdict::Aborted;
}

PathVerdict
Connection::OnPacketTooBig(const PathError& error, Context& context)
{
    if (!m_config->pathMtuDiscovery || !m_snd.synAcked)
    {
        return PathVerdict::Ignored; // a SYN is smaller than any MTU
    }
    const uint32_t headers = error.isIpv6 ? IPV6_HEADERS : IPV4_HEADERS;
    const uint32_t least = error.isIpv6 ? IPV6_MIN_PATH_MTU : m_config->minPathMtu;
    const uint32_t mtu =
        std::max(error.mtu != 0 ? error.mtu : PlateauBelow(m_snd.mss + headers), least);
    const uint32_t mss = mtu > headers + MIN_SEND_MSS ? mtu - headers : MIN_SEND_MSS;
    if (mss >= m_snd.mss)
    {
        return PathVerdict::Ignored; // no segment of that size was sent
    }
    if (mss < m_path.acked)
    {
        // RFC 5927, 7.2: larger segments were acknowledged: "honored only if ... the TCP segment
        // that elicited it times out"
        m_path.claimed = static_cast<uint16_t>(mss);
        m_path.claimedFor = error.seq;
        return PathVerdict::Deferred;
    }
    LimitSegments(static_cast<uint16_t>(mss));
    m_snd.timedAt.reset(); // Karn: the timed segment is sent again
    Output(context);
    return PathVerdict::Lowered;
}

void
Connection::LimitSegments(uint16_t mss)
{
    m_path = PathSizes();
    m_snd.mss = std::min(m_snd.mss, mss);
    // RFC 1191, 6.4: data outstanding are lost, but not because of congestion
    m_recovery.SendAllAgain();
}

void
Connection::NoteSize(uint32_t size, Seq end)
{
    if (size > m_path.sent)
    {
        m_path.sent = size;
        m_path.sentEnd = end;
    }
}

void
Connection::NoteSizeAcked(Seq ack)
{
    if (m_path.sent > m_path.acked && AtOrAfter(ack, m_path.sentEnd))
    {
        m_path.acked = m_path.sent;
    }
    if (m_path.claimed != 0 && After(ack, m_path.claimedFor))
    {
        m_path.claimed = 0; // the segment has arrived, so the message was forged or is old
    }
}

} // namespace lifecycle
} // namespace ns3
