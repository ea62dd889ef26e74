/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-address.h"

#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"

namespace ns3
{

namespace
{

/// Take the type of service along. \param from an address that has one \param to gets it
template <typename T>
auto
CopyTos(const T& from, TcpLifecycleEndpoint& to, int) -> decltype(from.GetTos(), void())
{
    to.tos = from.GetTos();
    to.hasTos = to.tos != 0; // an address has 0 if the user has not set it
}

/// ns-3 from 3.42 on: a socket address has no type of service.
template <typename T>
void
CopyTos(const T&, TcpLifecycleEndpoint&, long)
{
}

} // namespace

lifecycle::IpAddress
ToLifecycleAddress(const Ipv4Address& address)
{
    return lifecycle::IpAddress::FromIpv4(address.Get());
}

lifecycle::IpAddress
ToLifecycleAddress(const Ipv6Address& address)
{
    uint8_t octets[16];
    address.GetBytes(octets);
    return lifecycle::IpAddress::FromIpv6(octets);
}

Ipv4Address
ToIpv4Address(const lifecycle::IpAddress& address)
{
    const auto& o = address.octets;
    return Ipv4Address(uint32_t{o[0]} << 24 | uint32_t{o[1]} << 16 | uint32_t{o[2]} << 8 |
                       uint32_t{o[3]});
}

Ipv6Address
ToIpv6Address(const lifecycle::IpAddress& address)
{
    uint8_t octets[16];
    std::memcpy(octets, address.InZone(0).octets.data(), sizeof(octets));
    return Ipv6Address(octets);
}

lifecycle::IpAddress
ToMapped(const lifecycle::IpAddress& address)
{
    return address.isIpv6
               ? address
               : ToLifecycleAddress(Ipv6Address::MakeIpv4MappedAddress(ToIpv4Address(address)));
}

Address
ToSocketAddress(const lifecycle::IpAddress& address, uint16_t port)
{
    if (address.isIpv6)
    {
        return Inet6SocketAddress(ToIpv6Address(address), port);
    }
    return InetSocketAddress(ToIpv4Address(address), port);
}

TcpLifecycleEndpoint
FromSocketAddress(const Address& address)
{
    TcpLifecycleEndpoint endpoint;
    if (InetSocketAddress::IsMatchingType(address))
    {
        const InetSocketAddress inet = InetSocketAddress::ConvertFrom(address);
        endpoint.valid = true;
        endpoint.ip = ToLifecycleAddress(inet.GetIpv4());
        endpoint.port = inet.GetPort();
        CopyTos(inet, endpoint, 0);
    }
    else if (Inet6SocketAddress::IsMatchingType(address))
    {
        const Inet6SocketAddress inet6 = Inet6SocketAddress::ConvertFrom(address);
        const Ipv6Address ip = inet6.GetIpv6();
        endpoint.valid = true;
        endpoint.ip = ip.IsIpv4MappedAddress() ? ToLifecycleAddress(ip.GetIpv4MappedAddress())
                                               : ToLifecycleAddress(ip);
        endpoint.port = inet6.GetPort();
    }
    return endpoint;
}

} // namespace ns3
