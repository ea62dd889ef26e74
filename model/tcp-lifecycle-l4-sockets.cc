/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-l4-protocol.h"
#include "tcp-lifecycle-socket.h"

#include "ns3/simulator.h"

#include <algorithm>

// The sockets of a TcpLifecycleL4Protocol.

namespace ns3
{

Ptr<Socket>
TcpLifecycleL4Protocol::CreateSocket()
{
    if (!m_prototype || Simulator::Now().IsZero())
    {
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
    m_prototype = nullptr;
    if (m_congestion)
    {
        m_congestion = Create<TcpLifecycleCongestionPrototype>(m_congestion->GetType());
    }
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
