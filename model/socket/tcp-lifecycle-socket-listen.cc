/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-address.h"
#include "tcp-lifecycle-socket.h"
#include "tcp-lifecycle-stack.h"

#include "ns3/boolean.h"
#include "ns3/log.h"
#include "ns3/trace-source-accessor.h"
#include "ns3/uinteger.h"

#include <limits>

// The calls of a listening socket.

namespace ns3
{

using lifecycle::HostRefusal;

TypeId
TcpLifecycleSocket::AddListenAttributes(TypeId tid)
{
    return tid
        .AddAttribute(
            "Backlog",
            "Size of the accept queue of a listener with ExplicitAccept; at most the host's "
            "AcceptBacklog. Used by Listen().",
            UintegerValue(std::numeric_limits<uint32_t>::max()),
            MakeUintegerAccessor(&TcpLifecycleSocket::SetBacklog, &TcpLifecycleSocket::GetBacklog),
            MakeUintegerChecker<uint32_t>())
        .AddAttribute("ExplicitAccept",
                      "Whether the connections of a listener wait for Accept(); otherwise each is "
                      "accepted when it is ESTABLISHED, as ns-3's sockets do. Used by Listen().",
                      BooleanValue(false),
                      MakeBooleanAccessor(&TcpLifecycleSocket::SetExplicitAccept,
                                          &TcpLifecycleSocket::GetExplicitAccept),
                      MakeBooleanChecker())
        .AddAttribute("DeferAccept",
                      "Retransmissions of the SYN,ACK before an ACK without data completes the "
                      "handshake; before that only data or a FIN do (Linux: TCP_DEFER_ACCEPT, "
                      "which is in seconds). 0: at once. Used by Listen().",
                      UintegerValue(0),
                      MakeUintegerAccessor(&TcpLifecycleSocket::SetDeferAccept,
                                           &TcpLifecycleSocket::GetDeferAccept),
                      MakeUintegerChecker<uint8_t>());
}

int
TcpLifecycleSocket::Listen()
{
    NS_LOG_FUNCTION(this);
    const Ptr<TcpLifecycleSocket> guard(this); // a trace sink may release the user's reference
    CatchUp();
    if (IsOpen() || IsListening())
    {
        return Refuse(ERROR_INVAL);
    }
    if (!m_l4)
    {
        return Refuse(ERROR_AFNOSUPPORT);
    }
    TcpLifecycleCalls& driver = m_l4->GetCalls();
    const lifecycle::IpAddress local =
        m_bound ? m_boundTo : ToLifecycleAddress(Ipv4Address::GetAny());
    if (m_bound && m_boundPort != 0)
    {
        const HostRefusal refusal = driver.Listen(this, local, m_boundPort, m_settings.listening);
        return refusal == HostRefusal::None ? 0 : Refuse(ToErrno(refusal));
    }
    const bool wasBound = m_bound;
    const lifecycle::PortRange ports = m_l4->GetEphemeralPorts();
    for (uint32_t port = ports.first; port <= ports.last; ++port)
    {
        const auto chosen = static_cast<uint16_t>(port);
        if (!m_l4->GetBindings().Take(local, chosen))
        {
            continue;
        }
        // Before it listens: a trace sink may end it again.
        m_bound = true;
        m_boundTo = local;
        m_boundPort = chosen;
        if (driver.Listen(this, local, chosen, m_settings.listening) == HostRefusal::None)
        {
            return 0;
        }
        Unbind();
    }
    m_bound = wasBound;
    m_boundPort = 0;
    return Refuse(ERROR_ADDRNOTAVAIL);
}

int
TcpLifecycleSocket::Listen(uint32_t backlog)
{
    NS_LOG_FUNCTION(this << backlog);
    m_settings.listening.backlog = backlog;
    return Listen();
}

Ptr<TcpLifecycleSocket>
TcpLifecycleSocket::Accept()
{
    NS_LOG_FUNCTION(this);
    if (!IsListening())
    {
        Refuse(ERROR_INVAL);
        return nullptr;
    }
    const Ptr<TcpLifecycleSocket> child = m_l4->GetCalls().Accept(m_handle);
    if (!child)
    {
        Refuse(ERROR_AGAIN);
    }
    return child;
}

lifecycle::ListenerStatus
TcpLifecycleSocket::GetListenerStatus() const
{
    return m_l4 && m_handle ? m_l4->GetHost()->StatusOf(m_handle) : lifecycle::ListenerStatus();
}

// Attributes

void
TcpLifecycleSocket::SetBacklog(uint32_t backlog)
{
    m_settings.listening.backlog = backlog;
}

uint32_t
TcpLifecycleSocket::GetBacklog() const
{
    return m_settings.listening.backlog;
}

void
TcpLifecycleSocket::SetExplicitAccept(bool enabled)
{
    m_settings.listening.explicitAccept = enabled;
}

bool
TcpLifecycleSocket::GetExplicitAccept() const
{
    return m_settings.listening.explicitAccept;
}

void
TcpLifecycleSocket::SetDeferAccept(uint8_t repeats)
{
    m_settings.listening.deferAccept = repeats;
}

uint8_t
TcpLifecycleSocket::GetDeferAccept() const
{
    return m_settings.listening.deferAccept;
}

// For the driver

bool
TcpLifecycleSocket::IsWaiting() const
{
    return m_waiting;
}

void
TcpLifecycleSocket::OnWaiting()
{
    m_waiting = true;
}

bool
TcpLifecycleSocket::OnAccepted()
{
    m_waiting = false;
    return m_peerFinished;
}

void
TcpLifecycleSocket::TellAcceptable()
{
    if (IsListening())
    {
        NotifyDataRecv();
    }
}

} // namespace ns3
