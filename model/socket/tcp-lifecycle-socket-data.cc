/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-address.h"
#include "tcp-lifecycle-socket.h"
#include "tcp-lifecycle-stack.h"

#include "ns3/log.h"
#include "ns3/simulator.h"

// The calls of a socket's user that write and read.

namespace ns3
{

using lifecycle::Refusal;

uint32_t
TcpLifecycleSocket::GetTxAvailable() const
{
    if (m_sendShut || m_userClosed || IsListening())
    {
        return 0;
    }
    const lifecycle::Connection* connection = GetConnection();
    return connection != nullptr ? connection->SendRoom() : GetSndBufSize();
}

int
TcpLifecycleSocket::Send(Ptr<Packet> packet, uint32_t flags)
{
    if ((flags & ~(SEND_MORE | SEND_END_OF_RECORD)) != 0)
    {
        return Refuse(ERROR_OPNOTSUPP);
    }
    lifecycle::SendFlags how;
    how.more = (flags & SEND_MORE) != 0;
    how.endOfRecord = (flags & SEND_END_OF_RECORD) != 0;
    return SendData(packet, how);
}

int
TcpLifecycleSocket::SendData(const Ptr<Packet>& packet, lifecycle::SendFlags flags)
{
    NS_LOG_FUNCTION(this << packet);
    if (m_deferred && packet->GetSize() > 0)
    {
        return OpenDeferred(packet);
    }
    if (!IsOpen() && !m_deferred)
    {
        return Refuse(ERROR_NOTCONN);
    }
    if (m_sendShut || m_userClosed)
    {
        return Refuse(ERROR_SHUTDOWN);
    }
    if (packet->GetSize() == 0)
    {
        return 0;
    }
    switch (m_l4->GetCalls().Send(this, packet, flags))
    {
    case Refusal::None:
        return static_cast<int>(packet->GetSize());
    case Refusal::NotConnected:
    case Refusal::AlreadyOpen:
        return Refuse(ERROR_NOTCONN);
    case Refusal::Closing:
        return Refuse(ERROR_SHUTDOWN);
    case Refusal::NoSpace:
        return Refuse(ERROR_MSGSIZE);
    }
    return Refuse(ERROR_NOTCONN);
}

lifecycle::ConnectionInfo
TcpLifecycleSocket::GetTcpInfo() const
{
    if (const lifecycle::Connection* connection = GetConnection())
    {
        return lifecycle::InfoOf(
            *connection,
            lifecycle::Instant(lifecycle::Duration(Simulator::Now().GetNanoSeconds())));
    }
    lifecycle::ConnectionInfo none;
    none.state = GetLifecycleState();
    return none;
}

void
TcpLifecycleSocket::WantSpace()
{
    NS_LOG_FUNCTION(this);
    if (IsOpen() && !IsListening())
    {
        m_l4->GetCalls().WantSpace(m_handle);
    }
}

void
TcpLifecycleSocket::Push()
{
    NS_LOG_FUNCTION(this);
    if (IsOpen() && !IsListening())
    {
        m_l4->GetCalls().Push(m_handle);
    }
}

int
TcpLifecycleSocket::SendTo(Ptr<Packet> packet, uint32_t flags, const Address&)
{
    return Send(packet, flags); // a connection has one peer, as in ns-3's own TCP
}

uint32_t
TcpLifecycleSocket::GetRxAvailable() const
{
    return m_received.Readable();
}

Ptr<Packet>
TcpLifecycleSocket::Recv(uint32_t maxSize, uint32_t flags)
{
    NS_LOG_FUNCTION(this << maxSize << flags);
    if (flags != 0)
    {
        Refuse(ERROR_OPNOTSUPP);
        return nullptr;
    }
    if (const Ptr<Packet> packet = m_received.Read(maxSize))
    {
        if (IsOpen())
        {
            m_l4->GetCalls().Consume(m_handle, packet->GetSize());
        }
        return packet;
    }
    if (m_userClosed)
    {
        Refuse(ERROR_NOTCONN);
        return nullptr;
    }
    if (m_received.Readable() == 0 && (m_peerFinished || m_receiveShut) && !m_listener)
    {
        return Create<Packet>(); // end of file
    }
    Refuse(IsOpen() ? ERROR_AGAIN : ERROR_NOTCONN);
    return nullptr;
}

Ptr<Packet>
TcpLifecycleSocket::RecvFrom(uint32_t maxSize, uint32_t flags, Address& from)
{
    const Ptr<Packet> packet = Recv(maxSize, flags);
    if (packet && packet->GetSize() > 0)
    {
        from = Name(m_tuple.remote, m_tuple.remotePort);
    }
    return packet;
}

bool
TcpLifecycleSocket::SetAllowBroadcast(bool allow)
{
    return !allow; // a connection has two ends
}

bool
TcpLifecycleSocket::GetAllowBroadcast() const
{
    return false;
}

} // namespace ns3
