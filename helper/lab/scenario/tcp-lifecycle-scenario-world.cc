/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-address.h"
#include "tcp-lifecycle-l4-protocol.h"
#include "tcp-lifecycle-scenario-run.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/icmpv6-l4-protocol.h"
#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/ipv6-interface-address.h"
#include "ns3/ipv6-static-routing-helper.h"
#include "ns3/ipv6.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/string.h"

/**
 * \file
 * \ingroup tcp-lifecycle
 * The network of a scenario: nodes, links, addresses, faults.
 */

namespace ns3
{

namespace
{

constexpr std::array<uint16_t, 2> PORTS = {49152, 80};      //!< of A and B
constexpr std::array<const char*, 2> ISNS = {"100", "300"}; //!< the catalogue's
constexpr int64_t LOSS_STREAM = 1;                          //!< random stream of the first device
constexpr int64_t TCP_STREAM = 3;                           //!< random stream of the first TCP
constexpr int64_t FAULT_STREAM = 100;                       //!< random stream of the first rule

} // namespace

bool
TcpLifecycleScenarioRun::IsChosen(const std::string& name)
{
    TypeId::AttributeInformation info;
    const bool found = TcpLifecycleL4Protocol::GetTypeId().LookupAttributeByName(name, &info);
    NS_ABORT_MSG_UNLESS(found, "TcpLifecycleL4Protocol has no attribute " << name);
    return info.initialValue->SerializeToString(info.checker) !=
           info.originalInitialValue->SerializeToString(info.checker);
}

void
TcpLifecycleScenarioRun::BuildLink()
{
    m_nodes.Create(2);
    PointToPointHelper link;
    link.SetDeviceAttribute("DataRate", DataRateValue(m_parameters.rate));
    if (!m_scenario.middlebox)
    {
        link.SetChannelAttribute("Delay", TimeValue(m_parameters.delay));
        m_devices = link.Install(m_nodes);
        return;
    }
    m_middle = CreateObject<Node>();
    for (uint32_t end = 0; end < 2; ++end)
    {
        const Time half = m_parameters.delay / 2;
        link.SetChannelAttribute("Delay", TimeValue(end == 0 ? half : m_parameters.delay - half));
        const NetDeviceContainer pair = link.Install(m_nodes.Get(end), m_middle);
        m_devices.Add(pair.Get(0));
        m_middleDevices.Add(pair.Get(1));
    }
}

void
TcpLifecycleScenarioRun::InstallFaults()
{
    auto rules = TcpLifecycleFaults::Parse(Filled(m_scenario.faults));
    const auto more = TcpLifecycleFaults::Parse(m_parameters.faults);
    rules.insert(rules.end(), more.begin(), more.end());
    m_ruleCount = rules.size();
    std::array<Ptr<RateErrorModel>, 2> loss;
    for (std::size_t end = 0; end < 2 && m_parameters.loss > 0; ++end)
    {
        loss[end] = CreateObject<RateErrorModel>();
        loss[end]->SetUnit(RateErrorModel::ERROR_UNIT_PACKET);
        loss[end]->SetRate(m_parameters.loss);
        loss[end]->AssignStreams(LOSS_STREAM + static_cast<int64_t>(end));
    }
    m_faults = TcpLifecycleFaults::Install(rules,
                                           DynamicCast<PointToPointNetDevice>(m_devices.Get(0)),
                                           DynamicCast<PointToPointNetDevice>(m_devices.Get(1)),
                                           loss[0],
                                           loss[1]);
    const int64_t used = m_faults.atA->AssignStreams(FAULT_STREAM);
    m_faults.atB->AssignStreams(FAULT_STREAM + used);
}

void
TcpLifecycleScenarioRun::BuildStacks()
{
    TcpLifecycleHelper::EnableChecksums();
    InternetStackHelper internet;
    internet.SetIpv4StackInstall(!m_parameters.ipv6);
    internet.SetIpv6StackInstall(m_parameters.ipv6);
    internet.Install(m_nodes);
    for (uint32_t end = 0; end < 2 && !m_parameters.ipv6; ++end)
    {
        // The ends are hosts: packets for other addresses are dropped (RFC 1122, 3.3.1.1)
        m_nodes.Get(end)->GetObject<Ipv4>()->SetAttribute("IpForward", BooleanValue(false));
    }
    for (uint32_t end = 0; end < 2; ++end)
    {
        if (!m_parameters.profiles[end].empty())
        {
            m_helper.SetProfile(m_parameters.profiles[end]);
        }
        m_helper.Install(m_nodes.Get(end));
    }
    m_helper.AssignStreams(m_nodes, TCP_STREAM);
    SetAttributes();
    if (m_middle)
    {
        internet.Install(m_middle);
        m_middle->AggregateObject(CreateObject<TcpLifecycleConntrack>());
    }
}

void
TcpLifecycleScenarioRun::SetAttributes()
{
    for (std::size_t end = 0; end < 2; ++end)
    {
        const auto l4 = TcpLifecycleHelper::GetL4(m_nodes.Get(end));
        if (!IsChosen("InitialSequence"))
        {
            l4->SetAttribute("InitialSequence", StringValue(ISNS[end]));
        }
        for (const auto& [name, value] : m_scenario.attributes)
        {
            if (!IsChosen(name))
            {
                l4->SetAttribute(name, StringValue(value));
            }
        }
    }
}

void
TcpLifecycleScenarioRun::AssignAddresses()
{
    if (m_parameters.ipv6)
    {
        AssignIpv6Addresses();
    }
    else
    {
        AssignIpv4Addresses();
    }
    for (std::size_t end = 0; end < 2; ++end)
    {
        const auto own = FromSocketAddress(m_ends[end].local);
        const auto peer = FromSocketAddress(m_ends[1 - end].local);
        ModelAt(end)->SetEnds({own.ip, peer.ip, own.port, peer.port});
    }
}

void
TcpLifecycleScenarioRun::AssignIpv4Addresses()
{
    constexpr std::array<const char*, 2> NETWORKS = {"10.0.0.0", "10.0.1.0"};
    constexpr std::array<const char*, 2> FIRST = {"0.0.0.1", "0.0.0.2"};
    for (uint32_t end = 0; end < 2; ++end)
    {
        Ipv4AddressHelper addresses(NETWORKS[m_middle ? end : 0], "255.255.255.0", FIRST[end]);
        NetDeviceContainer devices(m_devices.Get(end));
        if (m_middle)
        {
            devices.Add(m_middleDevices.Get(end));
        }
        const auto interfaces = addresses.Assign(devices);
        m_ends[end].local = InetSocketAddress(interfaces.GetAddress(0), PORTS[end]);
        if (m_middle)
        {
            Ipv4StaticRoutingHelper()
                .GetStaticRouting(m_nodes.Get(end)->GetObject<Ipv4>())
                ->SetDefaultRoute(interfaces.GetAddress(1), 1);
        }
    }
}

void
TcpLifecycleScenarioRun::AssignIpv6Addresses()
{
    constexpr std::array<const char*, 2> ADDRESSES = {"2001:db8::1", "2001:db8::2"};
    // ns-3 does not forward 2001:db8::/32 (RFC 3849), so these are unique local (RFC 4193)
    constexpr std::array<const char*, 2> APART = {"fd00::1", "fd00:0:0:1::2"};
    constexpr std::array<const char*, 2> MIDDLE = {"fd00::ff", "fd00:0:0:1::ff"};
    // No duplicate address detection (RFC 4862, 5.4: may be off) and no router solicitation: the
    // link carries the connection alone, and it can begin at once.
    const auto add = [](Ptr<NetDevice> device, const char* address) {
        const Ptr<Node> node = device->GetNode();
        const auto ipv6 = node->GetObject<Ipv6>();
        node->GetObject<Icmpv6L4Protocol>()->SetAttribute("DAD", BooleanValue(false));
        ipv6->SetAttribute("IpForward", BooleanValue(true));
        const uint32_t interface = ipv6->AddInterface(device);
        ipv6->AddAddress(interface, Ipv6InterfaceAddress(Ipv6Address(address), Ipv6Prefix(64)));
        ipv6->SetUp(interface);
        return interface;
    };
    for (uint32_t end = 0; end < 2; ++end)
    {
        const char* address = m_middle ? APART[end] : ADDRESSES[end];
        const uint32_t interface = add(m_devices.Get(end), address);
        m_ends[end].local = Inet6SocketAddress(Ipv6Address(address), PORTS[end]);
        if (m_middle)
        {
            add(m_middleDevices.Get(end), MIDDLE[end]);
            Ipv6StaticRoutingHelper()
                .GetStaticRouting(m_nodes.Get(end)->GetObject<Ipv6>())
                ->SetDefaultRoute(Ipv6Address(MIDDLE[end]), interface);
        }
    }
}

} // namespace ns3
