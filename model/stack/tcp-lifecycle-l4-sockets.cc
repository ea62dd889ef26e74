/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-driver.h"
#include "tcp-lifecycle-l4-protocol.h"
#include "tcp-lifecycle-socket-factory.h"
#include "tcp-lifecycle-socket.h"
#include "tcp-lifecycle-stock-protocol.h"

#include "ns3/log.h"
#include "ns3/simulator.h"
#include "ns3/tcp-l4-protocol.h"

#include <algorithm>

// The sockets of a TcpLifecycleL4Protocol.

namespace ns3
{

namespace
{

/**
 * If two objects match, Object::GetObject() prefers the one that was requested more often. Request
 * this one by its own name often enough, and then by the common name.
 * \tparam Common the common name \tparam Own its own name
 * \param node the node \param object the object that the common name finds from now on
 */
template <typename Common, typename Own>
void
MakeFirst(const Ptr<Node>& node, const Ptr<Own>& object)
{
    for (uint32_t times = 1; node->GetObject<Common>() != object; times *= 2)
    {
        for (uint32_t i = 0; i < times; ++i)
        {
            node->GetObject<Own>();
        }
    }
}

} // namespace

Ptr<Socket>
TcpLifecycleL4Protocol::CreateSocket()
{
    NS_LOG_FUNCTION(this);
    if (!m_prototype || Simulator::Now().IsZero())
    {
        TakeStockDefaults();
        m_prototype = CreateObject<TcpLifecycleSocket>();
    }
    return Clone(*m_prototype);
}

Ptr<TcpLifecycleSocket>
TcpLifecycleL4Protocol::Clone(const TcpLifecycleSocket& socket)
{
    const Ptr<TcpLifecycleSocket> clone(new TcpLifecycleSocket(socket), false);
    clone->SetL4(this);
    return clone;
}

void
TcpLifecycleL4Protocol::ForgetPrototypes()
{
    NS_LOG_FUNCTION(this);
    m_prototype = nullptr;
    if (m_congestion)
    {
        m_congestion = Create<TcpLifecycleCongestionPrototype>(m_congestion->GetType());
    }
}

void
TcpLifecycleL4Protocol::TakeStockName()
{
    NS_LOG_FUNCTION(this);
    if (m_node->GetObject<TcpLifecycleStockSocketFactory>())
    {
        return;
    }
    const auto factory = CreateObject<TcpLifecycleStockSocketFactory>();
    factory->SetL4(this);
    m_node->AggregateObject(factory);
    MakeFirst<TcpSocketFactory>(m_node, factory);
    const auto protocol = CreateObject<TcpLifecycleStockProtocol>();
    protocol->SetL4(this);
    m_node->AggregateObject(protocol);
    MakeFirst<TcpL4Protocol>(m_node, protocol);
}

void
TcpLifecycleL4Protocol::ShareWithStock()
{
    NS_LOG_FUNCTION(this);
    m_stock = m_node->GetObject<TcpL4Protocol>();
}

bool
TcpLifecycleL4Protocol::IsForStock(const TcpLifecycleArrival& arrival)
{
    TcpLifecycleHeader header;
    arrival.packet->PeekHeader(header);
    const lifecycle::Segment& segment = header.GetSegment();
    return GetDriver().GetHost().StateFor(
               {arrival.local, arrival.remote, segment.destinationPort, segment.sourcePort}) ==
           lifecycle::State::Closed;
}

void
TcpLifecycleL4Protocol::Enlist(TcpLifecycleSocket* socket)
{
    socket->m_next = m_firstSocket;
    if (m_firstSocket != nullptr)
    {
        m_firstSocket->m_previous = socket;
    }
    m_firstSocket = socket;
}

void
TcpLifecycleL4Protocol::Delist(TcpLifecycleSocket* socket)
{
    (socket->m_previous != nullptr ? socket->m_previous->m_next : m_firstSocket) = socket->m_next;
    if (socket->m_next != nullptr)
    {
        socket->m_next->m_previous = socket->m_previous;
    }
    socket->m_previous = nullptr;
    socket->m_next = nullptr;
}

std::size_t
TcpLifecycleL4Protocol::GetNSockets() const
{
    m_listed.clear();
    for (TcpLifecycleSocket* socket = m_firstSocket; socket != nullptr; socket = socket->m_next)
    {
        m_listed.push_back(socket);
    }
    std::reverse(m_listed.begin(), m_listed.end());
    return m_listed.size();
}

Ptr<TcpLifecycleSocket>
TcpLifecycleL4Protocol::GetSocket(std::size_t i) const
{
    return Ptr<TcpLifecycleSocket>(m_listed.at(i));
}

void
TcpLifecycleL4Protocol::NoteDeviceBound()
{
    m_hasBoundDevices = true;
}

bool
TcpLifecycleL4Protocol::HasBoundDevices() const
{
    return m_hasBoundDevices;
}

TcpLifecycleIp&
TcpLifecycleL4Protocol::GetIp()
{
    return m_ip;
}

TcpLifecycleBindings&
TcpLifecycleL4Protocol::GetBindings()
{
    return m_bindings;
}

} // namespace ns3
