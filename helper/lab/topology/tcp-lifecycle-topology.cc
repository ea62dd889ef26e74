/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-topology.h"

#include "tcp-lifecycle-address.h"
#include "tcp-lifecycle-l4-protocol.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/icmpv6-l4-protocol.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/ipv6-interface-address.h"
#include "ns3/ipv6-static-routing-helper.h"
#include "ns3/ipv6.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/string.h"
#include "ns3/traffic-control-helper.h"

#include <stdexcept>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Networks of point-to-point links with this TCP on their hosts.
 */

namespace ns3
{

namespace
{

// Networks: the second byte of an IPv4 address, the third group of an IPv6 address
constexpr uint32_t CLIENTS = 1; //!< the clients' links
constexpr uint32_t SERVERS = 2; //!< the servers'
constexpr uint32_t MIDDLE = 3;  //!< those between routers

/// \param right whether it must be \param message what is wrong otherwise
void
Require(bool right, const std::string& message)
{
    if (!right)
    {
        throw std::invalid_argument(message);
    }
}

/// \param network which \param index of a link in it \param end 0 or 1 \return the address there
Ipv4Address
Ipv4At(uint32_t network, uint32_t index, uint32_t end)
{
    // RFC 1918: 10.0.0.0/8; links of four addresses, of which two are for hosts
    return Ipv4Address(10U << 24 | network << 16 | (4 * index + 1 + end));
}

/// \param network which \param index of a link in it \param host interface identifier
/// \return the address
Ipv6Address
Ipv6At(uint32_t network, uint32_t index, uint8_t host)
{
    // RFC 4193: fd00::/8
    const auto part = [](uint32_t value, unsigned shift) {
        return static_cast<uint8_t>(value >> shift);
    };
    uint8_t octets[16] =
        {0xfd, 0, 0, 0, part(network, 8), part(network, 0), part(index, 8), part(index, 0)};
    octets[15] = host;
    return Ipv6Address(octets);
}

} // namespace

TcpLifecycleTopology::TcpLifecycleTopology(const Shape& shape, const TcpLifecycleHosts& hosts)
    : m_ipv6(hosts.ipv6)
{
    const bool alone = shape.routers == 0;
    const auto count = [](uint32_t number, uint32_t most, const char* what) {
        Require(number >= 1 && number <= most,
                "there can be 1 to " + std::to_string(most) + ' ' + what);
    };
    count(shape.clients, alone ? 1 : MOST_HOSTS, "clients");
    count(shape.servers, alone ? 1 : MOST_HOSTS, "servers");
    Require(shape.routers <= MOST_HOSTS, "there can be 0 to 16000 routers");
    for (const auto& link : {shape.client, shape.middle, shape.server})
    {
        link.Check();
    }
    TcpLifecycleHelper::EnableChecksums();
    m_clients.Create(shape.clients);
    m_servers.Create(shape.servers);
    m_routers.Create(shape.routers);
    // devices before stacks, so that a host's device has index 0 and not the loopback's
    if (alone)
    {
        Lay(shape.client, m_clients.Get(0), m_servers.Get(0), {CLIENTS, 0});
    }
    for (uint32_t i = 0; i < shape.clients && !alone; ++i)
    {
        Lay(shape.client, m_clients.Get(i), m_routers.Get(0), {CLIENTS, i});
    }
    for (uint32_t i = 0; i + 1 < shape.routers; ++i)
    {
        Lay(shape.middle, m_routers.Get(i), m_routers.Get(i + 1), {MIDDLE, i});
    }
    // of several links between routers the one in the middle, else the first server's
    const uint32_t before = shape.routers >= 2 ? (shape.routers - 2) / 2 : 0;
    m_shared = alone ? 0 : shape.clients + before;
    for (uint32_t i = 0; i < shape.servers && !alone; ++i)
    {
        Lay(shape.server, m_routers.Get(shape.routers - 1), m_servers.Get(i), {SERVERS, i});
    }
    InternetStackHelper internet;
    internet.SetIpv4StackInstall(!m_ipv6);
    internet.SetIpv6StackInstall(m_ipv6);
    internet.SetRoutingHelper(Ipv4StaticRoutingHelper());
    internet.Install(GetHosts());
    internet.Install(m_routers);
    hosts.clients.Install(m_clients);
    hosts.servers.Install(m_servers);
    for (const auto& link : m_links)
    {
        AddQueueDisc(link);
        AddAddresses(link);
    }
    if (!alone)
    {
        AddRoutes();
    }
}

void
TcpLifecycleTopology::Lay(const TcpLifecycleLink& link,
                          const Ptr<Node>& a,
                          const Ptr<Node>& b,
                          Subnet subnet)
{
    PointToPointHelper helper;
    helper.SetDeviceAttribute("DataRate", DataRateValue(link.rate));
    helper.SetChannelAttribute("Delay", TimeValue(link.delay));
    const std::string type = link.GetQueueDiscType();
    const std::string own = type.empty() ? link.queueSize : type == "default" ? "" : "1p";
    if (!own.empty())
    {
        helper.SetQueue("ns3::DropTailQueue<Packet>", "MaxSize", StringValue(own));
    }
    Laid laid{link, subnet, {}, {}, {}};
    laid.devices = helper.Install(a, b);
    for (uint32_t end = 0; end < 2 && link.loss > 0; ++end)
    {
        laid.loss[end] = CreateObject<RateErrorModel>();
        laid.loss[end]->SetUnit(RateErrorModel::ERROR_UNIT_PACKET);
        laid.loss[end]->SetRate(link.loss);
        DynamicCast<PointToPointNetDevice>(laid.devices.Get(end))
            ->SetReceiveErrorModel(laid.loss[end]);
    }
    m_links.push_back(laid);
}

void
TcpLifecycleTopology::AddQueueDisc(const Laid& laid)
{
    const TcpLifecycleLink& link = laid.link;
    const std::string type = link.GetQueueDiscType();
    if (type == "default")
    {
        TrafficControlHelper::Default().Install(laid.devices);
    }
    else if (!type.empty())
    {
        TrafficControlHelper control;
        if (link.queueSize.empty())
        {
            control.SetRootQueueDisc(type);
        }
        else
        {
            control.SetRootQueueDisc(type, "MaxSize", StringValue(link.queueSize));
        }
        control.Install(laid.devices);
    }
}

void
TcpLifecycleTopology::AddAddresses(const Laid& laid)
{
    const auto [network, index] = laid.subnet;
    for (uint32_t end = 0; end < 2; ++end)
    {
        const Ptr<NetDevice> device = laid.devices.Get(end);
        const Ptr<Node> node = device->GetNode();
        if (!m_ipv6)
        {
            const auto ipv4 = node->GetObject<Ipv4>();
            const uint32_t interface = ipv4->AddInterface(device);
            ipv4->AddAddress(interface, {Ipv4At(network, index, end), Ipv4Mask("255.255.255.252")});
            ipv4->SetUp(interface);
            continue;
        }
        const auto ipv6 = node->GetObject<Ipv6>();
        // the link has no other node, so no address can be there twice (RFC 4862, 5.4)
        node->GetObject<Icmpv6L4Protocol>()->SetAttribute("DAD", BooleanValue(false));
        const uint32_t interface = ipv6->AddInterface(device);
        ipv6->AddAddress(interface,
                         {Ipv6At(network, index, static_cast<uint8_t>(1 + end)), Ipv6Prefix(64)});
        ipv6->SetUp(interface);
    }
}

void
TcpLifecycleTopology::AddRoutes()
{
    // interface 0 is the loopback; of a host, 1 is its link
    const auto byDefault = [this](const Ptr<Node>& host, uint32_t network, uint32_t index) {
        const uint32_t router = network == CLIENTS ? 1 : 0;
        if (m_ipv6)
        {
            const auto ipv6 = host->GetObject<Ipv6>();
            Ipv6StaticRoutingHelper().GetStaticRouting(ipv6)->SetDefaultRoute(
                Ipv6At(network, index, static_cast<uint8_t>(1 + router)),
                1);
            return;
        }
        const auto ipv4 = host->GetObject<Ipv4>();
        ipv4->SetAttribute("IpForward", BooleanValue(false)); // a host (RFC 1122, 3.3.1.1)
        Ipv4StaticRoutingHelper().GetStaticRouting(ipv4)->SetDefaultRoute(
            Ipv4At(network, index, router),
            1);
    };
    const auto onwards =
        [this](const Ptr<NetDevice>& device, uint32_t network, uint32_t index, uint32_t end) {
            const Ptr<Node> router = device->GetNode();
            if (m_ipv6)
            {
                const auto ipv6 = router->GetObject<Ipv6>();
                Ipv6StaticRoutingHelper().GetStaticRouting(ipv6)->AddNetworkRouteTo(
                    Ipv6At(network, 0, 0),
                    Ipv6Prefix(48),
                    Ipv6At(MIDDLE, index, static_cast<uint8_t>(1 + end)),
                    static_cast<uint32_t>(ipv6->GetInterfaceForDevice(device)));
                return;
            }
            const auto ipv4 = router->GetObject<Ipv4>();
            Ipv4StaticRoutingHelper().GetStaticRouting(ipv4)->AddNetworkRouteTo(
                Ipv4Address(10U << 24 | network << 16),
                Ipv4Mask("255.255.0.0"),
                Ipv4At(MIDDLE, index, end),
                static_cast<uint32_t>(ipv4->GetInterfaceForDevice(device)));
        };
    for (uint32_t i = 0; i < m_clients.GetN(); ++i)
    {
        byDefault(m_clients.Get(i), CLIENTS, i);
    }
    for (uint32_t i = 0; i < m_servers.GetN(); ++i)
    {
        byDefault(m_servers.Get(i), SERVERS, i);
    }
    for (uint32_t i = 0; i < m_routers.GetN() && m_ipv6; ++i)
    {
        m_routers.Get(i)->GetObject<Ipv6>()->SetAttribute("IpForward", BooleanValue(true));
    }
    for (uint32_t i = 0; i + 1 < m_routers.GetN(); ++i)
    {
        const NetDeviceContainer& devices = m_links[m_clients.GetN() + i].devices;
        onwards(devices.Get(0), SERVERS, i, 1);
        onwards(devices.Get(1), CLIENTS, i, 0);
    }
}

const NodeContainer&
TcpLifecycleTopology::GetClients() const
{
    return m_clients;
}

const NodeContainer&
TcpLifecycleTopology::GetServers() const
{
    return m_servers;
}

const NodeContainer&
TcpLifecycleTopology::GetRouters() const
{
    return m_routers;
}

NodeContainer
TcpLifecycleTopology::GetHosts() const
{
    return {m_clients, m_servers};
}

Address
TcpLifecycleTopology::GetClientAddress(uint32_t client, uint16_t port) const
{
    return m_ipv6 ? ToSocketAddress(ToLifecycleAddress(Ipv6At(CLIENTS, client, 1)), port)
                  : ToSocketAddress(ToLifecycleAddress(Ipv4At(CLIENTS, client, 0)), port);
}

Address
TcpLifecycleTopology::GetServerAddress(uint32_t server, uint16_t port) const
{
    const uint32_t network = m_routers.GetN() == 0 ? CLIENTS : SERVERS;
    return m_ipv6 ? ToSocketAddress(ToLifecycleAddress(Ipv6At(network, server, 2)), port)
                  : ToSocketAddress(ToLifecycleAddress(Ipv4At(network, server, 1)), port);
}

std::size_t
TcpLifecycleTopology::GetNLinks() const
{
    return m_links.size();
}

std::size_t
TcpLifecycleTopology::GetSharedLink() const
{
    return m_shared;
}

const NetDeviceContainer&
TcpLifecycleTopology::GetDevices(std::size_t link) const
{
    return m_links.at(link).devices;
}

const TcpLifecycleFaults::Models&
TcpLifecycleTopology::InstallFaults(const std::vector<TcpLifecycleFaultRule>& rules)
{
    return InstallFaults(rules, m_shared);
}

const TcpLifecycleFaults::Models&
TcpLifecycleTopology::InstallFaults(const std::vector<TcpLifecycleFaultRule>& rules,
                                    std::size_t link)
{
    Laid& laid = m_links.at(link);
    NS_ABORT_MSG_IF(laid.faults.atA, "this link already has fault rules");
    for (const auto& rule : rules)
    {
        const bool atHost = rule.timed && rule.action != TcpLifecycleFaultAction::Inject;
        const Ptr<Node> node = laid.devices.Get(rule.host == 'A' ? 0 : 1)->GetNode();
        Require(!atHost || TcpLifecycleHelper::GetL4(node),
                "fault rule '" + TcpLifecycleFaults::ToText(rule) +
                    "': that end of the link is a router; use 'on' and a segment");
    }
    laid.faults =
        TcpLifecycleFaults::Install(rules,
                                    DynamicCast<PointToPointNetDevice>(laid.devices.Get(0)),
                                    DynamicCast<PointToPointNetDevice>(laid.devices.Get(1)),
                                    laid.loss[0],
                                    laid.loss[1]);
    return laid.faults;
}

int64_t
TcpLifecycleTopology::AssignStreams(int64_t stream)
{
    int64_t next = stream;
    for (auto& link : m_links)
    {
        for (const auto& loss : link.loss)
        {
            next += loss ? loss->AssignStreams(next) : 0;
        }
        next += link.faults.atA ? link.faults.atA->AssignStreams(next) : 0;
        next += link.faults.atB ? link.faults.atB->AssignStreams(next) : 0;
    }
    next += m_helper.AssignStreams(GetHosts(), next);
    return next - stream;
}

void
TcpLifecycleTopology::EnablePcap(const std::string& prefix, bool routers) const
{
    for (const auto& link : m_links)
    {
        for (uint32_t end = 0; end < 2; ++end)
        {
            const Ptr<NetDevice> device = link.devices.Get(end);
            if (routers || TcpLifecycleHelper::GetL4(device->GetNode()))
            {
                PointToPointHelper().EnablePcap(prefix, device);
            }
        }
    }
}

} // namespace ns3
