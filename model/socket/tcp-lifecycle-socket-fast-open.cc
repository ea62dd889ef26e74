/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-address.h"
#include "tcp-lifecycle-socket.h"
#include "tcp-lifecycle-stack.h"

#include "ns3/boolean.h"
#include "ns3/simulator.h"

/**
 * \file
 * \ingroup tcp-lifecycle
 * A socket whose SYN waits for the first data (RFC 7413; Linux: TCP_FASTOPEN_CONNECT).
 */

namespace ns3
{

TypeId
TcpLifecycleSocket::AddFastOpenAttributes(TypeId tid)
{
    return tid.AddAttribute(
        "FastOpenConnect",
        "Whether Connect() uses Fast Open (RFC 7413), where the protocol's FastOpen is client or "
        "both. To a server whose cookie is known it succeeds at once, and the SYN goes out with "
        "the first data (Linux: TCP_FASTOPEN_CONNECT); otherwise the SYN asks for a cookie.",
        BooleanValue(false),
        MakeBooleanAccessor(&TcpLifecycleSocket::SetFastOpenConnect,
                            &TcpLifecycleSocket::GetFastOpenConnect),
        MakeBooleanChecker());
}

void
TcpLifecycleSocket::SetFastOpenConnect(bool enabled)
{
    m_settings.fastOpenConnect = enabled;
}

bool
TcpLifecycleSocket::GetFastOpenConnect() const
{
    return m_settings.fastOpenConnect;
}

bool
TcpLifecycleSocket::Defer(const Address& peer, const lifecycle::IpAddress& server)
{
    if (!m_l4->GetCalls().HasFastOpenCookie(server))
    {
        return false;
    }
    Renew();
    m_deferred = peer;
    Simulator::ScheduleNow(&TcpLifecycleSocket::TellDeferred, Ptr<TcpLifecycleSocket>(this));
    return true;
}

bool
TcpLifecycleSocket::IsConnectDeferred() const
{
    return m_deferred.has_value();
}

void
TcpLifecycleSocket::TellDeferred()
{
    if (!m_deferred)
    {
        return;
    }
    NotifyConnectionSucceeded();
    if (m_deferred)
    {
        NotifySend(GetTxAvailable());
    }
}

int
TcpLifecycleSocket::OpenDeferred(const Ptr<Packet>& text)
{
    if (text->GetSize() > GetTxAvailable())
    {
        return Refuse(ERROR_MSGSIZE);
    }
    const Ptr<TcpLifecycleSocket> guard(this); // a trace sink may release the user's reference
    const Address peer = *m_deferred;
    const bool receiveShut = m_receiveShut;
    m_deferred.reset();
    if (ConnectWith(peer, text) != 0)
    {
        return -1;
    }
    m_established = true; // its user was notified
    m_toldConnected = true;
    if (receiveShut)
    {
        ShutdownRecv();
    }
    return static_cast<int>(text->GetSize());
}

} // namespace ns3
