/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-packetdrill-errors.h"

#include "tcp-lifecycle-packetdrill-sockets.h"

#include <array>

namespace ns3
{
namespace packetdrill
{

namespace
{

/// By code of "destination unreachable": Linux, icmp_err_convert[]
constexpr std::array<const char*, 16> LINUX_UNREACHABLE = {"ENETUNREACH",
                                                           "EHOSTUNREACH",
                                                           "ENOPROTOOPT",
                                                           "ECONNREFUSED",
                                                           "EMSGSIZE",
                                                           "EOPNOTSUPP",
                                                           "ENETUNREACH",
                                                           "EHOSTDOWN",
                                                           "ENONET",
                                                           "ENETUNREACH",
                                                           "EHOSTUNREACH",
                                                           "ENETUNREACH",
                                                           "EHOSTUNREACH",
                                                           "EHOSTUNREACH",
                                                           "EHOSTUNREACH",
                                                           "EHOSTUNREACH"};

/// By code of ICMPv6's "destination unreachable": Linux, icmpv6_err_convert()
constexpr std::array<const char*, 7> LINUX_UNREACHABLE6 =
    {"ENETUNREACH", "EACCES", "EHOSTUNREACH", "EHOSTUNREACH", "ECONNREFUSED", "EACCES", "EACCES"};

/// \param end of a connection that ICMP has ended \param personality whose name \param ipv6 family
/// \return the error's name
std::string
PathErrno(const ConnectionEnd& end, Personality personality, bool ipv6)
{
    if (personality == Personality::Bsd)
    {
        return "ECONNREFUSED"; // tcp_drop_syn_sent()
    }
    if (ipv6 && end.icmpType == 1 && end.icmpCode < LINUX_UNREACHABLE6.size())
    {
        return LINUX_UNREACHABLE6[end.icmpCode];
    }
    if (!ipv6 && end.icmpType == 3 && end.icmpCode < LINUX_UNREACHABLE.size())
    {
        return LINUX_UNREACHABLE[end.icmpCode];
    }
    const bool parameter = end.icmpType == (ipv6 ? 4 : 12);
    return parameter ? "EPROTO" : "EHOSTUNREACH";
}

} // namespace

std::string
ErrnoName(Socket::SocketErrno error)
{
    switch (error)
    {
    case Socket::ERROR_NOTERROR:
        return {};
    case Socket::ERROR_ISCONN:
        return "EISCONN";
    case Socket::ERROR_NOTCONN:
        return "ENOTCONN";
    case Socket::ERROR_MSGSIZE:
        return "EMSGSIZE";
    case Socket::ERROR_AGAIN:
        return "EAGAIN";
    case Socket::ERROR_SHUTDOWN:
        return "EPIPE";
    case Socket::ERROR_OPNOTSUPP:
        return "EOPNOTSUPP";
    case Socket::ERROR_AFNOSUPPORT:
        return "EAFNOSUPPORT";
    case Socket::ERROR_INVAL:
        return "EINVAL";
    case Socket::ERROR_BADF:
        return "EBADF";
    case Socket::ERROR_NOROUTETOHOST:
        return "ENETUNREACH";
    case Socket::ERROR_NODEV:
        return "ENODEV";
    case Socket::ERROR_ADDRNOTAVAIL:
        return "EADDRNOTAVAIL";
    case Socket::ERROR_ADDRINUSE:
        return "EADDRINUSE";
    case Socket::SOCKET_ERRNO_LAST:
        break;
    }
    return "EINVAL";
}

std::string
CanonicalErrno(const std::string& name)
{
    // Both systems' <errno.h>: two names for one number
    if (name == "EWOULDBLOCK")
    {
        return "EAGAIN";
    }
    return name == "ENOTSUP" ? "EOPNOTSUPP" : name;
}

std::string
ConnectionErrno(const World& world, uint64_t id, lifecycle::Error error, Personality personality)
{
    const bool bsd = personality == Personality::Bsd;
    const ConnectionEnd end = world.EndOf(id);
    switch (error)
    {
    case lifecycle::Error::None:
        // BSD tells of a RST in CLOSING and LAST-ACK too (tcp_do_segment())
        return bsd && end.cause == lifecycle::Cause::Reset &&
                       (end.from == lifecycle::State::Closing ||
                        end.from == lifecycle::State::LastAck)
                   ? "ECONNRESET"
                   : "";
    case lifecycle::Error::Aborted:
        return {}; // what a user has done himself is not an error
    case lifecycle::Error::Refused:
        return "ECONNREFUSED";
    case lifecycle::Error::Reset:
        // Linux, tcp_reset(): in CLOSE-WAIT nobody is left to be surprised
        return !bsd && end.from == lifecycle::State::CloseWait ? "EPIPE" : "ECONNRESET";
    case lifecycle::Error::TimedOut:
        return "ETIMEDOUT";
    case lifecycle::Error::Unreachable:
    case lifecycle::Error::ProtocolUnreachable:
        return PathErrno(end, personality, world.GetConfig().ipv6);
    }
    return {};
}

} // namespace packetdrill
} // namespace ns3
