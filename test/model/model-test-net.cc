/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "model-test-net.h"

#include "ns3/boolean.h"
#include "ns3/config.h"
#include "ns3/global-value.h"
#include "ns3/inet-socket-address.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6-address-helper.h"
#include "ns3/ipv6-l3-protocol.h"
#include "ns3/ipv6-static-routing-helper.h"
#include "ns3/ipv6.h"
#include "ns3/object-factory.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/point-to-point-net-device.h"
#include "ns3/pointer.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/tcp-socket-factory.h"

#include <algorithm>

namespace model_test
{

namespace
{

/// Gives a node IPv4, IPv6 and TcpLifecycleL4Protocol as its only TCP. \param node node
/// \param stack what installs them, by SetTcp(), which InternetStackHelper has up to ns-3.38
template <typename Helper>
auto
InstallOursOnly(const Ptr<Node>& node, Helper& stack) -> decltype(stack.SetTcp(""))
{
    stack.SetTcp("ns3::TcpLifecycleL4Protocol");
    stack.Install(node);
}

/// The same with any ns-3. \param node node \param others not called
template <typename... Others>
void
InstallOursOnly(const Ptr<Node>& node, Others&... /* others */)
{
    for (const char* layer : {"ns3::ArpL3Protocol",
                              "ns3::Ipv4L3Protocol",
                              "ns3::Icmpv4L4Protocol",
                              "ns3::Ipv6L3Protocol",
                              "ns3::Icmpv6L4Protocol",
                              "ns3::TrafficControlLayer",
                              "ns3::UdpL4Protocol"})
    {
        node->AggregateObject(ObjectFactory(layer).Create<Object>());
    }
    const Ptr<Ipv4> ipv4 = node->GetObject<Ipv4>();
    ipv4->SetRoutingProtocol(Ipv4StaticRoutingHelper().Create(node));
    const Ptr<Ipv6> ipv6 = node->GetObject<Ipv6>();
    ipv6->SetRoutingProtocol(Ipv6StaticRoutingHelper().Create(node));
    DynamicCast<Ipv6L3Protocol>(ipv6)->RegisterExtensions();
    DynamicCast<Ipv6L3Protocol>(ipv6)->RegisterOptions();
    node->AggregateObject(CreateObject<TcpLifecycleL4Protocol>());
}

} // namespace

Net::Net(const NetOptions& options)
    : m_stacks{options.a, options.b}
{
    RngSeedManager::SetSeed(1);
    RngSeedManager::SetRun(1);
    GlobalValue::Bind("ChecksumEnabled", BooleanValue(options.checksums));
    nodes.Create(2);
    PointToPointHelper link;
    link.SetDeviceAttribute("DataRate", StringValue(options.rate));
    link.SetChannelAttribute("Delay", TimeValue(options.delay));
    devices = link.Install(nodes);
    for (uint32_t i = 0; i < 2; ++i)
    {
        InternetStackHelper stack;
        stack.SetIpv6StackInstall(true);
        if (m_stacks[i] == Stack::OursOnly)
        {
            InstallOursOnly(nodes.Get(i), stack);
            continue;
        }
        stack.Install(nodes.Get(i));
        if (m_stacks[i] == Stack::Ours || m_stacks[i] == Stack::Both || m_stacks[i] == Stack::Taken)
        {
            const auto tcp = CreateObject<TcpLifecycleL4Protocol>();
            nodes.Get(i)->AggregateObject(tcp);
            if (m_stacks[i] == Stack::Both)
            {
                tcp->ShareWithStock();
            }
            else if (m_stacks[i] == Stack::Taken)
            {
                tcp->TakeStockName();
            }
        }
    }
    Ipv4AddressHelper ipv4("10.0.0.0", "255.255.255.0");
    ipv4.Assign(devices);
    Ipv6AddressHelper ipv6(Ipv6Address("2001:db8::"), Ipv6Prefix(64));
    ipv6.Assign(devices);
    // Nothing is left of IPv6's start-up when a connection begins.
    Simulator::Stop(Seconds(100));
    Simulator::Run();
}

Net::~Net()
{
    Simulator::Destroy();
    Config::Reset();
}

Ptr<TcpLifecycleL4Protocol>
Net::Tcp(uint32_t node) const
{
    return nodes.Get(node)->GetObject<TcpLifecycleL4Protocol>();
}

Ptr<Socket>
Net::MakeSocket(uint32_t node) const
{
    const char* factory =
        m_stacks[node] == Stack::Ours ? "ns3::TcpLifecycleSocketFactory" : "ns3::TcpSocketFactory";
    return Socket::CreateSocket(nodes.Get(node), TypeId::LookupByName(factory));
}

Ptr<TcpLifecycleSocket>
Net::Make(uint32_t node) const
{
    return DynamicCast<TcpLifecycleSocket>(MakeSocket(node));
}

Address
Net::At(uint32_t node, uint16_t port, bool isIpv6) const
{
    if (isIpv6)
    {
        return Inet6SocketAddress(nodes.Get(node)->GetObject<Ipv6>()->GetAddress(1, 1).GetAddress(),
                                  port);
    }
    return InetSocketAddress(nodes.Get(node)->GetObject<Ipv4>()->GetAddress(1, 0).GetLocal(), port);
}

Address
Net::Any(uint16_t port, bool isIpv6)
{
    if (isIpv6)
    {
        return Inet6SocketAddress(Ipv6Address::GetAny(), port);
    }
    return InetSocketAddress(Ipv4Address::GetAny(), port);
}

Ptr<TcpLifecycleSocket>
Net::Listener(uint32_t node, uint16_t port, bool isIpv6) const
{
    const auto socket = Make(node);
    socket->Bind(Any(port, isIpv6));
    socket->Listen();
    return socket;
}

void
Net::Lose(uint32_t node, Ptr<ErrorModel> model) const
{
    devices.Get(node)->SetAttribute("ReceiveErrorModel", PointerValue(model));
}

Time
Net::Run() const
{
    Simulator::Run();
    return Simulator::Now();
}

void
Diary::Watch(const Ptr<Socket>& socket)
{
    const auto note = [this](const char* what) {
        return Callback<void, Ptr<Socket>>([this, what](Ptr<Socket>) { Write(what); });
    };
    socket->SetConnectCallback(note("connected"), note("failed"));
    socket->SetCloseCallbacks(note("normal close"), note("error close"));
    WatchState(socket);
}

void
Diary::WatchState(const Ptr<Socket>& socket)
{
    socket->TraceConnectWithoutContext(
        "State",
        Callback<void, TcpSocket::TcpStates_t, TcpSocket::TcpStates_t>(
            [this](TcpSocket::TcpStates_t, TcpSocket::TcpStates_t to) { states.push_back(to); }));
}

void
Diary::Write(const char* what)
{
    told.emplace_back(what);
    times.push_back(Simulator::Now());
}

uint8_t
PatternAt(uint64_t offset, uint8_t seed)
{
    const uint64_t mixed = (offset + seed) * 0x9e3779b97f4a7c15;
    return static_cast<uint8_t>(mixed >> 56);
}

Writer::Writer(uint64_t total, uint8_t seed, bool close)
    : m_total(total),
      m_seed(seed),
      m_close(close)
{
}

void
Writer::Start(const Ptr<Socket>& socket)
{
    socket->SetSendCallback(MakeCallback(&Writer::Write, this));
}

void
Writer::Write(Ptr<Socket> socket, uint32_t)
{
    while (written < m_total)
    {
        const uint64_t size =
            std::min<uint64_t>({m_total - written, socket->GetTxAvailable(), uint64_t{4000}});
        if (size == 0)
        {
            return;
        }
        std::vector<uint8_t> octets(size);
        for (uint64_t i = 0; i < size; ++i)
        {
            octets[i] = PatternAt(written + i, m_seed);
        }
        const int sent = socket->Send(octets.data(), static_cast<uint32_t>(size), 0);
        if (sent <= 0)
        {
            return;
        }
        written += static_cast<uint64_t>(sent);
    }
    if (!m_done)
    {
        m_done = true;
        if (m_close)
        {
            socket->Close();
        }
        if (done)
        {
            done();
        }
    }
}

uint64_t
Writer::Total() const
{
    return m_total;
}

Reader::Reader(uint8_t seed, bool close)
    : m_seed(seed),
      m_close(close)
{
}

void
Reader::Start(const Ptr<Socket>& socket)
{
    socket->SetRecvCallback(MakeCallback(&Reader::Read, this));
    socket->SetCloseCallbacks(MakeCallback(&Reader::Finish, this),
                              MakeNullCallback<void, Ptr<Socket>>());
}

void
Reader::Read(Ptr<Socket> socket)
{
    while (const Ptr<Packet> packet = socket->Recv())
    {
        if (packet->GetSize() == 0)
        {
            return;
        }
        std::vector<uint8_t> octets(packet->GetSize());
        packet->CopyData(octets.data(), packet->GetSize());
        for (const uint8_t octet : octets)
        {
            wrong += octet != PatternAt(read, m_seed) ? 1 : 0;
            ++read;
        }
    }
}

void
Reader::Finish(Ptr<Socket> socket)
{
    finished = true;
    if (m_close)
    {
        socket->Close();
    }
}

} // namespace model_test
