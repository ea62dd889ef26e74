/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "study-network.h"

#include "study-assumptions.h"
#include "tcp-lifecycle-header.h"
#include "tcp-lifecycle-helper.h"
#include "tcp-lifecycle-progress.h"

#include "ns3/abort.h"
#include "ns3/data-rate.h"
#include "ns3/inet-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv4-header.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/ipv4.h"
#include "ns3/net-device.h"
#include "ns3/packet.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/pointer.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/traffic-control-helper.h"

#include <memory>
#include <utility>

/**
 * \file
 * Two hosts, a link that loses, and many connections that do not touch each other.
 */

namespace study
{

using namespace ns3;
using lifecycle::ConnectionRecord;

namespace
{

/// EtherType of IPv4, which a point-to-point device takes (RFC 894)
constexpr uint16_t IPV4 = 0x0800;

/// So fast that the longest segment takes less than half a nanosecond, which ns-3 rounds to 0
constexpr uint64_t RATE = 10'000'000'000'000;

/// \return records of connections that have not begun
std::vector<ConnectionRecord>
NoRecords(uint32_t count)
{
    ConnectionRecord none;
    none.opened = lifecycle::NEVER;
    return std::vector<ConnectionRecord>(count, none);
}

} // namespace

const Time Network::SPACING = MicroSeconds(10);

Network::Network(const NetworkSetup& setup)
{
    RngSeedManager::SetRun(setup.run);
    m_nodes.Create(2);
    Connect(setup);
    for (End end : {A, B})
    {
        TcpLifecycleHelper tcp;
        tcp.SetProfile(end == A || setup.peerProfile.empty() ? setup.profile : setup.peerProfile);
        Assume(setup.ownTimers, tcp);
        for (const auto& [name, value] : setup.attributes[end])
        {
            tcp.SetAttribute(name, StringValue(value));
        }
        tcp.Install(m_nodes.Get(end));
        m_losses[end] = CreateObject<RateErrorModel>();
        m_losses[end]->SetUnit(RateErrorModel::ERROR_UNIT_PACKET);
        m_losses[end]->SetRate(end == A ? setup.lossReverse : setup.lossForward);
        m_losses[end]->AssignStreams(end);
        m_losses[end]->Disable();
        m_devices.Get(end)->SetAttribute("ReceiveErrorModel", PointerValue(m_losses[end]));
    }
    TcpLifecycleHelper().AssignStreams(m_nodes, 2);
    GetTcp(A)->TraceConnectWithoutContext("ConnectionClosed",
                                          MakeCallback(&Network::OnClosedA, this));
    GetTcp(B)->TraceConnectWithoutContext("ConnectionClosed",
                                          MakeCallback(&Network::OnClosedB, this));
    Listen();
}

void
Network::Connect(const NetworkSetup& setup)
{
    PointToPointHelper link;
    link.SetDeviceAttribute("DataRate", DataRateValue(DataRate(RATE)));
    InternetStackHelper internet;
    internet.SetIpv6StackInstall(false);
    Ipv4AddressHelper addresses("10.0.0.0", "255.255.255.0");
    if (!setup.middlebox)
    {
        link.SetChannelAttribute("Delay", TimeValue(setup.rtt / 2));
        m_devices = link.Install(m_nodes);
        internet.Install(m_nodes);
        const Ipv4InterfaceContainer interfaces = addresses.Assign(m_devices);
        m_addresses[A] = interfaces.GetAddress(A);
        m_addresses[B] = interfaces.GetAddress(B);
        TrafficControlHelper().Uninstall(m_devices);
        return;
    }
    const Ptr<Node> middle = CreateObject<Node>();
    link.SetChannelAttribute("Delay", TimeValue(setup.rtt / 4));
    const NetDeviceContainer pairs[] = {link.Install(m_nodes.Get(A), middle),
                                        link.Install(m_nodes.Get(B), middle)};
    internet.Install(m_nodes);
    internet.Install(middle);
    m_middlebox = CreateObject<TcpLifecycleConntrack>();
    middle->AggregateObject(m_middlebox);
    for (End end : {A, B})
    {
        m_devices.Add(pairs[end].Get(0));
        const Ipv4InterfaceContainer interfaces = addresses.Assign(pairs[end]);
        addresses.NewNetwork();
        m_addresses[end] = interfaces.GetAddress(0);
        Ipv4StaticRoutingHelper()
            .GetStaticRouting(m_nodes.Get(end)->GetObject<Ipv4>())
            ->SetDefaultRoute(interfaces.GetAddress(1), 1);
        TrafficControlHelper().Uninstall(pairs[end]);
    }
}

Network::~Network()
{
    GetTcp(A)->TraceDisconnectWithoutContext("ConnectionClosed",
                                             MakeCallback(&Network::OnClosedA, this));
    GetTcp(B)->TraceDisconnectWithoutContext("ConnectionClosed",
                                             MakeCallback(&Network::OnClosedB, this));
    Simulator::Destroy();
}

void
Network::SetLossy(bool lossy)
{
    for (End end : {A, B})
    {
        if (lossy)
        {
            m_losses[end]->Enable();
        }
        else
        {
            m_losses[end]->Disable();
        }
    }
}

Ptr<Socket>
Network::MakeSocket(End end) const
{
    return Socket::CreateSocket(m_nodes.Get(end),
                                TypeId::LookupByName("ns3::TcpLifecycleSocketFactory"));
}

void
Network::Listen()
{
    m_listener = MakeSocket(B);
    m_listener->Bind(InetSocketAddress(Ipv4Address::GetAny(), PORT));
    m_listener->Listen();
    m_listener->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                  MakeCallback(&Network::OnAccepted, this));
}

void
Network::OpenAll(uint32_t count)
{
    Forget(count);
    // At time 0 the defaults of sockets can still change, and none is a copy of another.
    ForAll(MilliSeconds(1), [this](uint32_t connection) { Open(connection); });
}

void
Network::OpenAt(const std::vector<Time>& starts)
{
    Forget(static_cast<uint32_t>(starts.size()));
    for (uint32_t connection = 0; connection < m_count; ++connection)
    {
        Simulator::Schedule(MilliSeconds(1) + starts[connection], &Network::Open, this, connection);
    }
}

void
Network::Forget(uint32_t count)
{
    m_count = count;
    for (End end : {A, B})
    {
        m_sockets[end].assign(count, nullptr);
        m_records[end] = NoRecords(count);
    }
}

void
Network::Open(uint32_t connection)
{
    const Ptr<Socket> socket = MakeSocket(A);
    socket->Bind(InetSocketAddress(static_cast<uint16_t>(FIRST_PORT + connection)));
    socket->Connect(InetSocketAddress(m_addresses[B], PORT));
    m_sockets[A][connection] = socket;
    if (m_peerClosed[A])
    {
        socket->SetCloseCallbacks(MakeCallback(&Network::OnFinishedA, this),
                                  MakeNullCallback<void, Ptr<Socket>>());
    }
}

void
Network::OnAccepted(Ptr<Socket> socket, const Address& from)
{
    const uint32_t port = InetSocketAddress::ConvertFrom(from).GetPort();
    if (port < FIRST_PORT || port - FIRST_PORT >= m_count)
    {
        return;
    }
    const uint32_t connection = port - FIRST_PORT;
    m_sockets[B][connection] = socket;
    if (m_peerClosed[B])
    {
        socket->SetCloseCallbacks(MakeCallback(&Network::OnFinishedB, this),
                                  MakeNullCallback<void, Ptr<Socket>>());
    }
}

void
Network::OnFinishedA(Ptr<Socket> socket)
{
    m_peerClosed[A](GetNumber(A, socket));
}

void
Network::OnFinishedB(Ptr<Socket> socket)
{
    m_peerClosed[B](GetNumber(B, socket));
}

uint32_t
Network::GetNumber(End end, Ptr<Socket> socket) const
{
    Address client;
    if (end == A)
    {
        socket->GetSockName(client);
    }
    else
    {
        socket->GetPeerName(client);
    }
    return InetSocketAddress::ConvertFrom(client).GetPort() - FIRST_PORT;
}

void
Network::OnPeerClosed(End end, std::function<void(uint32_t)> what)
{
    m_peerClosed[end] = std::move(what);
}

void
Network::OpenThenClose(uint32_t count, std::function<void(uint32_t)> close)
{
    OpenAll(count);
    Run(count * SPACING + Seconds(5)); // much longer than a handshake takes
    for (uint32_t connection = 0; connection < count; ++connection)
    {
        NS_ABORT_MSG_UNLESS(m_sockets[B][connection],
                            "Connection " << connection << " is not open, though nothing was lost");
    }
    SetLossy(true);
    ForAll(Time(0), std::move(close));
    Run();
}

void
Network::ForAll(Time start, std::function<void(uint32_t)> what)
{
    const auto shared = std::make_shared<const std::function<void(uint32_t)>>(std::move(what));
    Simulator::Schedule(start, &Network::Next, this, shared, 0);
}

void
Network::Next(std::shared_ptr<const std::function<void(uint32_t)>> what, uint32_t connection)
{
    (*what)(connection);
    if (connection + 1 < m_count)
    {
        Simulator::Schedule(SPACING, &Network::Next, this, what, connection + 1);
    }
}

void
Network::Run(Time duration)
{
    if (!duration.IsZero())
    {
        Simulator::Stop(duration);
    }
    const TcpLifecycleProgress progress(m_nodes, duration);
    Simulator::Run();
}

void
Network::Inject(End end, const lifecycle::Segment& segment, uint32_t octets, Ipv4Address source)
{
    TcpLifecycleHeader tcp;
    tcp.SetSegment(segment);
    const Ptr<Packet> packet = Create<Packet>(octets);
    packet->AddHeader(tcp);
    Ipv4Header ip;
    ip.SetSource(source);
    ip.SetDestination(m_addresses[end == A ? B : A]);
    ip.SetProtocol(TcpLifecycleL4Protocol::PROT_NUMBER);
    ip.SetTtl(64);
    ip.SetPayloadSize(static_cast<uint16_t>(packet->GetSize()));
    packet->AddHeader(ip);
    const Ptr<NetDevice> device = m_devices.Get(end);
    device->Send(packet, device->GetBroadcast(), IPV4);
}

Ptr<TcpLifecycleConntrack>
Network::GetMiddlebox() const
{
    return m_middlebox;
}

Ipv4Address
Network::GetClient() const
{
    return m_addresses[A];
}

Ipv4Address
Network::GetServer() const
{
    return m_addresses[B];
}

Ptr<TcpLifecycleL4Protocol>
Network::GetTcp(End end) const
{
    return TcpLifecycleHelper::GetL4(m_nodes.Get(end));
}

const NodeContainer&
Network::GetNodes() const
{
    return m_nodes;
}

Ptr<Socket>
Network::GetSocket(End end, uint32_t connection) const
{
    return m_sockets[end][connection];
}

void
Network::Keep(std::vector<ConnectionRecord>& records, const ConnectionRecord& record, uint16_t port)
{
    const std::size_t connection = std::size_t{port} - FIRST_PORT;
    if (connection < records.size() && record.opened < records[connection].opened)
    {
        records[connection] = record;
    }
}

void
Network::OnClosedA(const TcpLifecycleRecord& record)
{
    Keep(m_records[A], record.connection, record.connection.tuple.localPort);
}

void
Network::OnClosedB(const TcpLifecycleRecord& record)
{
    Keep(m_records[B], record.connection, record.connection.tuple.remotePort);
}

std::vector<ConnectionRecord>
Network::GetRecords(End end) const
{
    std::vector<ConnectionRecord> records = m_records[end];
    for (const TcpLifecycleRecord& record : GetTcp(end)->GetOpenRecords())
    {
        const auto& tuple = record.connection.tuple;
        Keep(records, record.connection, end == A ? tuple.localPort : tuple.remotePort);
    }
    return records;
}

Time
ToTime(lifecycle::Duration duration)
{
    return NanoSeconds(duration.count());
}

Time
Dwell(const ConnectionRecord& record, lifecycle::State state)
{
    return ToTime(record.dwell[static_cast<std::size_t>(state)]);
}

} // namespace study
