/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-ip.h"

#include "lifecycle-codec.h"
#include "tcp-lifecycle-address.h"

#include "ns3/ipv4-header.h"
#include "ns3/ipv4-route.h"
#include "ns3/ipv4-routing-protocol.h"
#include "ns3/ipv6-header.h"
#include "ns3/ipv6-route.h"
#include "ns3/ipv6-routing-protocol.h"

#include <algorithm>

namespace ns3
{

namespace
{

constexpr uint32_t IPV4_AND_TCP_HEADER = 40; //!< octets without options (RFC 9293, 3.7.1)
constexpr uint32_t IPV6_AND_TCP_HEADER = 60; //!< octets without options (RFC 8200, 8.3)

/// \param device an output device, or null \param headers octets of IP and TCP header \return MSS
uint16_t
MaxSegmentSize(const Ptr<NetDevice>& device, uint32_t headers)
{
    const uint32_t mtu = device ? device->GetMtu() : 0;
    return static_cast<uint16_t>(std::clamp<uint32_t>(mtu, headers + 1, 65535) - headers);
}

} // namespace

void
TcpLifecycleIp::SetNetworkLayers(Ptr<Ipv4> ipv4, Ptr<Ipv6> ipv6)
{
    m_ipv4 = ipv4;
    m_ipv6 = ipv6;
}

void
TcpLifecycleIp::Clear()
{
    m_ipv4 = nullptr;
    m_ipv6 = nullptr;
    m_downTarget.Nullify();
    m_downTarget6.Nullify();
}

IpL4Protocol::DownTargetCallback&
TcpLifecycleIp::DownTarget()
{
    return m_downTarget;
}

IpL4Protocol::DownTargetCallback6&
TcpLifecycleIp::DownTarget6()
{
    return m_downTarget6;
}

const IpL4Protocol::DownTargetCallback&
TcpLifecycleIp::DownTarget() const
{
    return m_downTarget;
}

const IpL4Protocol::DownTargetCallback6&
TcpLifecycleIp::DownTarget6() const
{
    return m_downTarget6;
}

bool
TcpLifecycleIp::HasFamily(bool isIpv6) const
{
    return isIpv6 ? static_cast<bool>(m_ipv6 && m_ipv6->GetRoutingProtocol())
                  : static_cast<bool>(m_ipv4 && m_ipv4->GetRoutingProtocol());
}

bool
TcpLifecycleIp::IsLocal(const lifecycle::IpAddress& address) const
{
    if (address.isIpv6)
    {
        return m_ipv6 && m_ipv6->GetInterfaceForAddress(ToIpv6Address(address)) >= 0;
    }
    return m_ipv4 && m_ipv4->GetInterfaceForAddress(ToIpv4Address(address)) >= 0;
}

bool
TcpLifecycleIp::IsUnicast(const lifecycle::IpAddress& address) const
{
    if (address.IsAny())
    {
        return false;
    }
    if (address.isIpv6)
    {
        return !ToIpv6Address(address).IsMulticast();
    }
    const Ipv4Address ipv4 = ToIpv4Address(address);
    if (ipv4.IsMulticast() || ipv4.IsBroadcast())
    {
        return false;
    }
    for (uint32_t i = 0; m_ipv4 && i < m_ipv4->GetNInterfaces(); ++i)
    {
        for (uint32_t j = 0; j < m_ipv4->GetNAddresses(i); ++j)
        {
            const Ipv4InterfaceAddress own = m_ipv4->GetAddress(i, j);
            if (own.GetBroadcast() == ipv4 && own.GetLocal() != ipv4)
            {
                return false;
            }
        }
    }
    return true;
}

TcpLifecycleRoute
TcpLifecycleIp::FindRoute(const lifecycle::IpAddress& destination, Ptr<NetDevice> device) const
{
    TcpLifecycleRoute result;
    Socket::SocketErrno error = Socket::ERROR_NOROUTETOHOST;
    if (!HasFamily(destination.isIpv6))
    {
        result.error = Socket::ERROR_AFNOSUPPORT;
        return result;
    }
    if (destination.isIpv6)
    {
        Ipv6Header header;
        header.SetDestination(ToIpv6Address(destination));
        const Ptr<Ipv6Route> route =
            m_ipv6->GetRoutingProtocol()->RouteOutput(nullptr, header, device, error);
        if (route)
        {
            result.found = true;
            result.source = ToLifecycleAddress(route->GetSource());
            result.maxSegmentSize = MaxSegmentSize(route->GetOutputDevice(), IPV6_AND_TCP_HEADER);
        }
    }
    else
    {
        Ipv4Header header;
        header.SetDestination(ToIpv4Address(destination));
        const Ptr<Ipv4Route> route =
            m_ipv4->GetRoutingProtocol()->RouteOutput(nullptr, header, device, error);
        if (route)
        {
            result.found = true;
            result.source = ToLifecycleAddress(route->GetSource());
            result.maxSegmentSize = MaxSegmentSize(route->GetOutputDevice(), IPV4_AND_TCP_HEADER);
        }
    }
    // Some routing protocols say no without saying why.
    result.error = error == Socket::ERROR_NOTERROR ? Socket::ERROR_NOROUTETOHOST : error;
    return result;
}

void
TcpLifecycleIp::Send(Ptr<Packet> segment,
                     const lifecycle::IpAddress& source,
                     const lifecycle::IpAddress& destination,
                     Ptr<NetDevice> device) const
{
    Socket::SocketErrno error = Socket::ERROR_NOTERROR;
    if (destination.isIpv6)
    {
        if (m_downTarget6.IsNull())
        {
            return;
        }
        const Ipv6Address from = ToIpv6Address(source);
        const Ipv6Address to = ToIpv6Address(destination);
        Ipv6Header header;
        header.SetSource(from);
        header.SetDestination(to);
        header.SetNextHeader(lifecycle::TCP_PROTOCOL);
        Ptr<Ipv6Route> route;
        if (const auto routing = m_ipv6 ? m_ipv6->GetRoutingProtocol() : nullptr)
        {
            route = routing->RouteOutput(segment, header, device, error);
        }
        m_downTarget6(segment, from, to, lifecycle::TCP_PROTOCOL, route);
        return;
    }
    if (m_downTarget.IsNull())
    {
        return;
    }
    const Ipv4Address from = ToIpv4Address(source);
    const Ipv4Address to = ToIpv4Address(destination);
    Ipv4Header header;
    header.SetSource(from);
    header.SetDestination(to);
    header.SetProtocol(lifecycle::TCP_PROTOCOL);
    Ptr<Ipv4Route> route;
    if (const auto routing = m_ipv4 ? m_ipv4->GetRoutingProtocol() : nullptr)
    {
        route = routing->RouteOutput(segment, header, device, error);
    }
    m_downTarget(segment, from, to, lifecycle::TCP_PROTOCOL, route);
}

} // namespace ns3
