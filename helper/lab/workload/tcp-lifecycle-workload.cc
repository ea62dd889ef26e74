/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-workload.h"

#include "tcp-lifecycle-address.h"
#include "tcp-lifecycle-l4-protocol.h"
#include "tcp-lifecycle-socket.h"
#include "tcp-lifecycle-workload-exchange.h"

#include "ns3/abort.h"
#include "ns3/double.h"
#include "ns3/simulator.h"

/**
 * \file
 * \ingroup tcp-lifecycle
 * Clients and servers that open and close connections.
 */

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(TcpLifecycleWorkload);

namespace
{

/// \param value a number \return a random variable that is always it
Ptr<RandomVariableStream>
Constant(double value)
{
    const auto constant = CreateObject<ConstantRandomVariable>();
    constant->SetAttribute("Constant", DoubleValue(value));
    return constant;
}

} // namespace

TcpLifecycleTraffic::TcpLifecycleTraffic()
    : request(Constant(100)),
      response(Constant(1000)),
      think(Constant(0)),
      closeDelay(Constant(0)),
      answerDelay(Constant(0))
{
}

TypeId
TcpLifecycleWorkload::GetTypeId()
{
    static TypeId tid = TypeId("ns3::TcpLifecycleWorkload")
                            .SetParent<Object>()
                            .SetGroupName("TcpLifecycle")
                            .AddConstructor<TcpLifecycleWorkload>();
    return tid;
}

TcpLifecycleWorkload::TcpLifecycleWorkload()
    : m_impl(std::make_unique<Impl>(*this))
{
}

TcpLifecycleWorkload::~TcpLifecycleWorkload()
{
    Forget();
}

void
TcpLifecycleWorkload::DoDispose()
{
    Forget();
    Object::DoDispose();
}

void
TcpLifecycleWorkload::Forget()
{
    for (auto& exchange : m_impl->exchanges)
    {
        for (const auto& end : exchange.ends)
        {
            if (end.socket)
            {
                Impl::Silence(end.socket);
            }
        }
    }
    for (const auto& listener : m_impl->listeners)
    {
        if (listener)
        {
            listener->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                        MakeNullCallback<void, Ptr<Socket>, const Address&>());
        }
    }
    m_impl->exchanges.clear();
    m_impl->owners.clear();
    m_impl->listeners.clear();
}

void
TcpLifecycleWorkload::Install(const TcpLifecycleTraffic& traffic,
                              const NodeContainer& clients,
                              const NodeContainer& servers,
                              const std::vector<Address>& addresses)
{
    NS_ABORT_MSG_IF(clients.GetN() == 0 || servers.GetN() == 0 || traffic.closes.empty() ||
                        addresses.size() != servers.GetN(),
                    "TcpLifecycleWorkload: one client, one server with its address, and one way "
                    "to close, at least");
    m_impl->traffic = traffic;
    m_impl->clients = clients;
    m_impl->servers = servers;
    m_impl->addresses = addresses;
    m_impl->factory = TypeId::LookupByName("ns3::TcpLifecycleSocketFactory");
}

void
TcpLifecycleWorkload::Install(const TcpLifecycleTraffic& traffic,
                              const TcpLifecycleTopology& net,
                              uint16_t port)
{
    std::vector<Address> addresses;
    for (uint32_t i = 0; i < net.GetServers().GetN(); ++i)
    {
        addresses.push_back(net.GetServerAddress(i, port));
    }
    Install(traffic, net.GetClients(), net.GetServers(), addresses);
}

void
TcpLifecycleWorkload::Start(Time at)
{
    m_impl->start = at;
    const Ptr<TcpLifecycleWorkload> self(this);
    Simulator::Schedule(at - Simulator::Now(), &TcpLifecycleWorkload::Listen, self);
}

int64_t
TcpLifecycleWorkload::AssignStreams(int64_t stream)
{
    int64_t next = stream;
    const TcpLifecycleTraffic& traffic = m_impl->traffic;
    m_impl->gap->SetStream(next++);
    m_impl->choice->SetStream(next++);
    m_impl->closeChoice->SetStream(next++);
    for (const auto& variable : {traffic.request,
                                 traffic.response,
                                 traffic.think,
                                 traffic.closeDelay,
                                 traffic.answerDelay})
    {
        variable->SetStream(next++);
    }
    return next - stream;
}

const TcpLifecycleWorkloadCounts&
TcpLifecycleWorkload::GetCounts() const
{
    return m_impl->counts;
}

std::size_t
TcpLifecycleWorkload::GetOpen() const
{
    return m_impl->exchanges.size() - m_impl->free.size();
}

void
TcpLifecycleWorkload::Listen()
{
    m_impl->listeners.resize(m_impl->servers.GetN());
    for (uint32_t i = 0; i < m_impl->servers.GetN(); ++i)
    {
        const bool listens = m_impl->ListenAt(i);
        NS_ABORT_MSG_UNLESS(listens, "TcpLifecycleWorkload: server " << i << " can't listen");
    }
    ScheduleNext();
}

void
TcpLifecycleWorkload::ScheduleNext()
{
    Impl& impl = *m_impl;
    const TcpLifecycleTraffic& traffic = impl.traffic;
    if (traffic.connections > 0 && impl.arrived >= traffic.connections)
    {
        return;
    }
    Time at = Simulator::Now();
    switch (traffic.arrivals)
    {
    case TcpLifecycleArrivals::Poisson:
        at += Seconds(impl.gap->GetValue(1, 0) / traffic.rate);
        break;
    case TcpLifecycleArrivals::Periodic:
        at += impl.arrived == 0 ? Time(0) : traffic.interval;
        break;
    case TcpLifecycleArrivals::Trace:
        if (impl.nextOfTrace == traffic.trace.size())
        {
            return;
        }
        at = impl.start + traffic.trace[impl.nextOfTrace].at;
        break;
    }
    if (traffic.until.IsZero() || at < impl.start + traffic.until)
    {
        Simulator::Schedule(at - Simulator::Now(),
                            &TcpLifecycleWorkload::Arrive,
                            Ptr<TcpLifecycleWorkload>(this));
    }
}

void
TcpLifecycleWorkload::Arrive()
{
    Impl& impl = *m_impl;
    ++impl.arrived;
    const bool listed = impl.traffic.arrivals == TcpLifecycleArrivals::Trace;
    impl.Open(listed ? impl.traffic.trace[impl.nextOfTrace++] : TcpLifecycleTrafficEntry());
    ScheduleNext();
}

void
TcpLifecycleWorkload::OnConnected(Ptr<Socket> socket)
{
    if (const auto* owner = m_impl->OwnerOf(socket))
    {
        const auto [index, end] = *owner;
        ++m_impl->counts.established;
        m_impl->exchanges[index].connected = true;
        m_impl->exchanges[index].ends[end].may = true;
        m_impl->Consider(index, end);
    }
}

void
TcpLifecycleWorkload::OnConnectFailed(Ptr<Socket> socket)
{
    if (const auto* owner = m_impl->OwnerOf(socket))
    {
        ++m_impl->counts.failed;
        m_impl->Finish(owner->first, owner->second);
    }
}

void
TcpLifecycleWorkload::OnAccepted(Ptr<Socket> socket, const Address& from)
{
    Address local;
    socket->GetSockName(local);
    const auto near = FromSocketAddress(local);
    const auto far = FromSocketAddress(from);
    const auto known = m_impl->expected.find({near.ip, far.ip, near.port, far.port});
    if (known == m_impl->expected.end())
    {
        ++m_impl->counts.strangers;
        DynamicCast<TcpLifecycleSocket>(socket)->Abort();
        return;
    }
    const uint32_t index = known->second;
    m_impl->expected.erase(known);
    m_impl->Attach(index, 1, socket);
    m_impl->Read(index, 1);
    m_impl->Consider(index, 1);
}

void
TcpLifecycleWorkload::OnReadable(Ptr<Socket> socket)
{
    if (const auto* owner = m_impl->OwnerOf(socket))
    {
        const auto [index, end] = *owner;
        m_impl->Read(index, end);
        m_impl->Consider(index, end);
    }
}

void
TcpLifecycleWorkload::OnSpace(Ptr<Socket> socket, uint32_t)
{
    if (const auto* owner = m_impl->OwnerOf(socket))
    {
        const auto [index, end] = *owner;
        m_impl->Consider(index, end);
    }
}

void
TcpLifecycleWorkload::OnPeerClosed(Ptr<Socket> socket)
{
    OnReadable(socket);
}

void
TcpLifecycleWorkload::OnError(Ptr<Socket> socket)
{
    if (const auto* owner = m_impl->OwnerOf(socket))
    {
        const auto [index, end] = *owner;
        m_impl->Read(index, end); // what had arrived before
        m_impl->Finish(index, end);
    }
}

} // namespace ns3
