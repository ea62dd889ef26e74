/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-ip.h"

#include "lifecycle-codec.h"
#include "tcp-lifecycle-address.h"

#include "ns3/ipv4-route.h"
#include "ns3/ipv4-routing-protocol.h"
#include "ns3/ipv6-route.h"
#include "ns3/ipv6-routing-protocol.h"
#include "ns3/loopback-net-device.h"

#include <algorithm>

namespace ns3
{

namespace
{

constexpr uint32_t IPV4_AND_TCP_HEADER = 40; //!< bytes without options (RFC 9293, 3.7.1)
constexpr uint32_t IPV6_AND_TCP_HEADER = 60; //!< bytes without options (RFC 8200, 8.3)

/// \param mtu of a device \param headers bytes of IP and TCP header \return MSS
uint16_t
MaxSegmentSize(uint32_t mtu, uint32_t headers)
{
    return static_cast<uint16_t>(std::clamp<uint32_t>(mtu, headers + 1, 65535) - headers);
}

} // namespace

void
TcpLifecycleIp::SetNetworkLayers(Ptr<Ipv4> ipv4, Ptr<Ipv6> ipv6)
{
    m_ipv4 = ipv4;
    m_ipv6 = ipv6;
    m_ipv4Query.SetProtocol(lifecycle::TCP_PROTOCOL);
    m_ipv6Query.SetNextHeader(lifecycle::TCP_PROTOCOL);
}

void
TcpLifecycleIp::Clear()
{
    m_ipv4 = nullptr;
    m_ipv6 = nullptr;
    m_downTarget.Nullify();
    m_downTarget6.Nullify();
}

void
TcpLifecycleIp::SetDownTarget(const IpL4Protocol::DownTargetCallback& callback)
{
    m_downTarget = callback;
}

void
TcpLifecycleIp::SetDownTarget6(const IpL4Protocol::DownTargetCallback6& callback)
{
    m_downTarget6 = callback;
}

IpL4Protocol::DownTargetCallback
TcpLifecycleIp::GetDownTarget() const
{
    return m_downTarget.IsNull() && m_ipv4 ? MakeCallback(&Ipv4::Send, m_ipv4) : m_downTarget;
}

IpL4Protocol::DownTargetCallback6
TcpLifecycleIp::GetDownTarget6() const
{
    return m_downTarget6.IsNull() && m_ipv6 ? MakeCallback(&Ipv6::Send, m_ipv6) : m_downTarget6;
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

lifecycle::IpAddress
TcpLifecycleIp::InZone(const lifecycle::IpAddress& address, const Ptr<NetDevice>& device) const
{
    if (!address.IsLinkLocal() || !m_ipv6)
    {
        return address;
    }
    const int32_t interface = device ? m_ipv6->GetInterfaceForDevice(device)
                                     : m_ipv6->GetInterfaceForAddress(ToIpv6Address(address));
    return address.InZone(static_cast<uint16_t>(std::max(interface, 0)));
}

Ptr<NetDevice>
TcpLifecycleIp::DeviceFor(const lifecycle::IpAddress& destination,
                          const Ptr<NetDevice>& device) const
{
    const uint16_t zone = destination.Zone();
    return device || zone == 0 || zone >= m_ipv6->GetNInterfaces() ? device
                                                                   : m_ipv6->GetNetDevice(zone);
}

bool
TcpLifecycleIp::IsUnicast(const lifecycle::IpAddress& address) const
{
    return AreUnicast(address, address);
}

bool
TcpLifecycleIp::AreUnicast(const lifecycle::IpAddress& first,
                           const lifecycle::IpAddress& second) const
{
    if (first.IsAny() || first.IsMulticast() || second.IsAny() || second.IsMulticast())
    {
        return false;
    }
    if (first.isIpv6)
    {
        return true;
    }
    const Ipv4Address one = ToIpv4Address(first);
    const Ipv4Address other = ToIpv4Address(second);
    if (one.IsBroadcast() || other.IsBroadcast())
    {
        return false;
    }
    for (uint32_t i = 0; m_ipv4 && i < m_ipv4->GetNInterfaces(); ++i)
    {
        for (uint32_t j = 0; j < m_ipv4->GetNAddresses(i); ++j)
        {
            const Ipv4InterfaceAddress own = m_ipv4->GetAddress(i, j);
            const Ipv4Address broadcast = own.GetBroadcast();
            // With a prefix of 31 or 32 bits there is none (RFC 3021, 2).
            if ((broadcast == one || broadcast == other) && own.GetMask().GetPrefixLength() < 31)
            {
                return false;
            }
        }
    }
    return true;
}

namespace
{

/// \param ip of a family \return the smallest MTU of its interfaces that lead out of the node, or 0
template <typename Ip>
uint32_t
SmallestMtu(const Ptr<Ip>& ip)
{
    uint32_t smallest = 0;
    for (uint32_t i = 0; i < ip->GetNInterfaces(); ++i)
    {
        if (ip->IsUp(i) && !DynamicCast<LoopbackNetDevice>(ip->GetNetDevice(i)))
        {
            const uint32_t mtu = ip->GetMtu(i);
            smallest = smallest == 0 ? mtu : std::min(smallest, mtu);
        }
    }
    return smallest;
}

/**
 * RFC 9293, MUST-67, wants the size that the IP layer can send. Routing protocols of ad hoc
 * networks answer with a route to the loopback device while they look for the real one: then every
 * interface may be the one.
 * \param ip of a family \param device that a route names \param isOwn the destination is the node
 * \param headers bytes of IP and TCP header \return MSS
 */
template <typename Ip>
uint16_t
RouteMss(const Ptr<Ip>& ip, const Ptr<NetDevice>& device, bool isOwn, uint32_t headers)
{
    const bool leads = isOwn || !DynamicCast<LoopbackNetDevice>(device);
    return MaxSegmentSize(leads ? device->GetMtu() : SmallestMtu(ip), headers);
}

/**
 * \param ip of the family \param query its header, with the destination
 * \param device must be gone through, or null \param isOwn the destination is the node itself
 * \param headers bytes of IP and TCP header \return what the routing protocol says
 */
template <typename Ip, typename Header>
TcpLifecycleRoute
FindBy(const Ptr<Ip>& ip,
       const Header& query,
       const Ptr<NetDevice>& device,
       bool isOwn,
       uint32_t headers)
{
    TcpLifecycleRoute result;
    Socket::SocketErrno error = Socket::ERROR_NOROUTETOHOST;
    if (const auto route = ip->GetRoutingProtocol()->RouteOutput(nullptr, query, device, error))
    {
        result.found = true;
        result.source = ToLifecycleAddress(route->GetSource());
        if (const Ptr<NetDevice> out = route->GetOutputDevice())
        {
            const int32_t interface = ip->GetInterfaceForDevice(out);
            result.zone = static_cast<uint16_t>(std::max(interface, 0));
            result.maxSegmentSize = RouteMss(ip, out, isOwn, headers);
        }
    }
    // Some routing protocols say no without saying why.
    result.error = error == Socket::ERROR_NOTERROR ? Socket::ERROR_NOROUTETOHOST : error;
    return result;
}

} // namespace

TcpLifecycleRoute
TcpLifecycleIp::FindRoute(const lifecycle::IpAddress& destination, Ptr<NetDevice> device) const
{
    if (!HasFamily(destination.isIpv6))
    {
        TcpLifecycleRoute none;
        none.error = Socket::ERROR_AFNOSUPPORT;
        return none;
    }
    const bool isOwn = destination.IsLoopback() || IsLocal(destination);
    if (destination.isIpv6)
    {
        Ipv6Header query;
        query.SetDestination(ToIpv6Address(destination));
        TcpLifecycleRoute route =
            FindBy(m_ipv6, query, DeviceFor(destination, device), isOwn, IPV6_AND_TCP_HEADER);
        route.source = route.source.InZone(route.zone);
        return route;
    }
    Ipv4Header query;
    query.SetDestination(ToIpv4Address(destination));
    return FindBy(m_ipv4, query, device, isOwn, IPV4_AND_TCP_HEADER);
}

namespace
{

/**
 * \tparam Route of the family
 * \param ip of the family, or null \param query its header, used again for its constructor is dear
 * \param target in the place of ip, or null \param segment what to send \param source from
 * \param destination to \param device must be gone through, or null
 */
template <typename Route, typename Ip, typename Header, typename Target, typename Address>
void
SendBy(const Ptr<Ip>& ip,
       Header& query,
       const Target& target,
       const Ptr<Packet>& segment,
       const Address& source,
       const Address& destination,
       const Ptr<NetDevice>& device)
{
    Ptr<Route> route;
    if (const auto routing = ip ? ip->GetRoutingProtocol() : nullptr)
    {
        query.SetSource(source);
        query.SetDestination(destination);
        Socket::SocketErrno error = Socket::ERROR_NOTERROR;
        route = routing->RouteOutput(segment, query, device, error);
    }
    if (!target.IsNull())
    {
        target(segment, source, destination, lifecycle::TCP_PROTOCOL, route);
    }
    else if (ip)
    {
        ip->Send(segment, source, destination, lifecycle::TCP_PROTOCOL, route);
    }
}

} // namespace

void
TcpLifecycleIp::Send(const Ptr<Packet>& segment,
                     const lifecycle::IpAddress& source,
                     const lifecycle::IpAddress& destination,
                     const Ptr<NetDevice>& device)
{
    if (destination.isIpv6)
    {
        SendBy<Ipv6Route>(m_ipv6,
                          m_ipv6Query,
                          m_downTarget6,
                          segment,
                          ToIpv6Address(source),
                          ToIpv6Address(destination),
                          DeviceFor(destination, device));
    }
    else
    {
        SendBy<Ipv4Route>(m_ipv4,
                          m_ipv4Query,
                          m_downTarget,
                          segment,
                          ToIpv4Address(source),
                          ToIpv4Address(destination),
                          device);
    }
}

} // namespace ns3
