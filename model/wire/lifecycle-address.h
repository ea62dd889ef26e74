/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_ADDRESS_H
#define LIFECYCLE_ADDRESS_H

#include <array>
#include <cstdint>
#include <cstring>
#include <string>

/**
 * \file
 * \ingroup tcp-lifecycle-wire
 * Internet addresses and the four numbers that name a connection.
 */

namespace ns3
{
namespace lifecycle
{

/// An IPv4 or IPv6 address as a value; the default is IPv4's 0.0.0.0.
struct IpAddress
{
    std::array<uint8_t, 16> octets{}; //!< network order; IPv4 uses the first four, the rest is 0
    bool isIpv6{false};               //!< family

    /// \param host the address in host byte order \return an IPv4 address
    static IpAddress FromIpv4(uint32_t host);
    /// \param octets 16 octets, network order \return an IPv6 address
    static IpAddress FromIpv6(const uint8_t octets[16]);

    /// \return whether it is all zero ("any")
    bool IsAny() const;
    /// \return whether it is 127.0.0.0/8 (RFC 1122, 3.2.1.3) or ::1 (RFC 4291, 2.5.3)
    bool IsLoopback() const;

    /// \return whether it is fe80::/10 (RFC 4291, 2.5.6)
    bool IsLinkLocal() const
    {
        return isIpv6 && octets[0] == 0xfe && (octets[1] & 0xc0) == 0x80;
    }

    /**
     * The zone (RFC 4007) of a link-local address: the number of the host's interface to the link,
     * without which two neighbours on two links are one. As in the BSDs' kernels it is kept in
     * octets 2 and 3, which are 0 in such an address on the wire (RFC 4291, 2.5.6).
     * \return it; 0: not known, or another kind of address
     */
    uint16_t Zone() const
    {
        return IsLinkLocal() ? static_cast<uint16_t>(octets[2] << 8 | octets[3]) : uint16_t{0};
    }

    /// \param zone see Zone() \return the same in that zone; unchanged if it is not link-local
    IpAddress InZone(uint16_t zone) const;

    /// \return whether it is 224.0.0.0/4 (RFC 1112, 4) or ff00::/8 (RFC 4291, 2.7)
    bool IsMulticast() const
    {
        return isIpv6 ? octets[0] == 0xff : (octets[0] & 0xf0) == 0xe0;
    }

    /// \return octets of the address, 4 or 16
    uint32_t Size() const
    {
        return isIpv6 ? 16 : 4;
    }

    /// \return whether family and octets are the same
    bool operator==(const IpAddress& other) const
    {
        return isIpv6 == other.isIpv6 && octets == other.octets;
    }

    /// \return whether they differ
    bool operator!=(const IpAddress& other) const
    {
        return !(*this == other);
    }
};

/// \param address the address \return `192.0.2.1`, or RFC 5952's text for IPv6, with a zone
/// `fe80::1%2` (RFC 4007, 11.2)
std::string ToText(const IpAddress& address);

/// The two ends of a connection, seen from one of them.
struct FourTuple
{
    IpAddress local;        //!< own address
    IpAddress remote;       //!< the peer's address
    uint16_t localPort{0};  //!< own port
    uint16_t remotePort{0}; //!< the peer's port

    /// \return whether all four are the same
    bool operator==(const FourTuple& other) const
    {
        return localPort == other.localPort && remotePort == other.remotePort &&
               local == other.local && remote == other.remote;
    }

    /// \return whether both ends are one
    bool IsSelf() const
    {
        return localPort == remotePort && local == remote;
    }

    /// \return whether any differs
    bool operator!=(const FourTuple& other) const
    {
        return !(*this == other);
    }
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_ADDRESS_H
