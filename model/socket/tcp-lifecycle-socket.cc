/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-socket.h"

#include "tcp-lifecycle-address.h"
#include "tcp-lifecycle-stack.h"

#include "ns3/double.h"
#include "ns3/log.h"
#include "ns3/pointer.h"

#include <algorithm>

// The socket as an object, and its notifications by the driver. The user calls are in
// tcp-lifecycle-socket-calls.cc, the attributes in tcp-lifecycle-socket-attributes.cc.

namespace ns3
{

LogComponent TcpLifecycleSocket::g_log("TcpLifecycleSocket", __FILE__);

NS_OBJECT_ENSURE_REGISTERED(TcpLifecycleSocket);

TypeId
TcpLifecycleSocket::GetTypeId()
{
    static TypeId tid = AddTraceSources(AddFastOpenAttributes(AddListenAttributes(
        TypeId("ns3::TcpLifecycleSocket")
            .SetParent<TcpSocket>()
            .SetGroupName("TcpLifecycle")
            .AddConstructor<TcpLifecycleSocket>()
            .AddAttribute(
                "MaxSegLifetime",
                "Maximum segment lifetime, seconds; TIME-WAIT lasts twice as long. ns-3's "
                "HTTP client sets it.",
                DoubleValue(120),
                MakeDoubleAccessor(&TcpLifecycleSocket::SetMaxSegLifetime,
                                   &TcpLifecycleSocket::GetMaxSegLifetime),
                MakeDoubleChecker<double>(0))
            .AddAttribute("CongestionOps",
                          "Algorithm of the connection's congestion control; null: there is no "
                          "connection.",
                          TypeId::ATTR_GET,
                          PointerValue(),
                          MakePointerAccessor(&TcpLifecycleSocket::GetCongestionOps),
                          MakePointerChecker<TcpCongestionOps>())
            .AddAttribute("RxBuffer",
                          "An empty buffer, for its trace source NextRxSequence (RCV.NXT).",
                          TypeId::ATTR_GET,
                          PointerValue(),
                          MakePointerAccessor(&TcpLifecycleSocket::GetRxBuffer),
                          MakePointerChecker<TcpRxBuffer>())
            .AddAttribute("TxBuffer",
                          "An empty buffer, for its trace source UnackSequence (SND.UNA).",
                          TypeId::ATTR_GET,
                          PointerValue(),
                          MakePointerAccessor(&TcpLifecycleSocket::GetTxBuffer),
                          MakePointerChecker<TcpTxBuffer>()))));
    return tid;
}

TcpLifecycleSocket::TcpLifecycleSocket()
{
    m_settings.options = std::make_shared<const TcpLifecycleSocketOptions>();
}

TcpLifecycleSocket::TcpLifecycleSocket(const TcpLifecycleSocket& other)
    : TcpSocket(other),
      m_settings(other.m_settings),
      m_sendShut(other.m_listener && other.m_sendShut),
      m_receiveShut(other.m_listener && other.m_receiveShut),
      m_finWhenPeerFinished(other.m_listener && other.m_sendShut)
{
    if (other.m_traces)
    {
        // As in ns-3's TCP, a child inherits the sinks of its listener's segments
        m_traces = std::make_unique<TcpLifecycleSocketTraces>();
        m_traces->tx = other.m_traces->tx;
        m_traces->rx = other.m_traces->rx;
    }
    m_accepted = other.m_listener;
    m_ofIpv6 = m_accepted && other.m_tuple.local.isIpv6;
    m_established = m_accepted;
    SetConnectCallback(MakeNullCallback<void, Ptr<Socket>>(),
                       MakeNullCallback<void, Ptr<Socket>>());
    SetDataSentCallback(MakeNullCallback<void, Ptr<Socket>, uint32_t>());
    SetSendCallback(MakeNullCallback<void, Ptr<Socket>, uint32_t>());
    SetRecvCallback(MakeNullCallback<void, Ptr<Socket>>());
}

TcpLifecycleSocket::~TcpLifecycleSocket()
{
    if (m_l4)
    {
        if (m_handle)
        {
            m_l4->GetCalls().Forget(m_handle);
        }
        Unbind();
        m_l4->Delist(this);
    }
}

void
TcpLifecycleSocket::DoDispose()
{
    OnL4Disposed();
    TcpSocket::DoDispose();
}

void
TcpLifecycleSocket::SetL4(Ptr<TcpLifecycleStack> l4)
{
    m_l4 = l4;
    m_l4->Enlist(this);
}

void
TcpLifecycleSocket::OnL4Disposed()
{
    if (m_l4)
    {
        if (m_handle)
        {
            m_l4->GetCalls().Forget(m_handle);
            m_handle = {};
        }
        Unbind();
        m_l4->Delist(this);
        m_l4 = nullptr;
    }
}

// Events of the connection

void
TcpLifecycleSocket::OnAttached(lifecycle::Handle handle,
                               const lifecycle::FourTuple& tuple,
                               uint64_t id,
                               TcpLifecycleSocketRole role)
{
    if (role != TcpLifecycleSocketRole::Child)
    {
        Renew(); // a child is new, and has inherited its settings
    }
    m_listener = role == TcpLifecycleSocketRole::Listener;
    m_handle = handle;
    m_tuple = tuple;
    m_id = id;
    m_named = !m_listener;
    m_congestion.Begin(m_l4->GetCongestionPrototype());
}

void
TcpLifecycleSocket::OnDetached()
{
    m_handle = {};
}

void
TcpLifecycleSocket::OnEstablished()
{
    m_established = true;
}

bool
TcpLifecycleSocket::OnConnected()
{
    return !m_accepted && !m_toldConnected;
}

void
TcpLifecycleSocket::OnPeerFinished()
{
    m_peerFinished = true;
}

bool
TcpLifecycleSocket::OnFailed(lifecycle::Error error)
{
    NS_LOG_LOGIC(Who() << " fails: " << lifecycle::ToText(error));
    m_error = error;
    switch (error)
    {
    case lifecycle::Error::Unreachable:
        m_errno = ERROR_NOROUTETOHOST;
        break;
    case lifecycle::Error::ProtocolUnreachable:
        m_errno = ERROR_OPNOTSUPP;
        break;
    case lifecycle::Error::None:
    case lifecycle::Error::Refused:
    case lifecycle::Error::Reset:
    case lifecycle::Error::TimedOut:
    case lifecycle::Error::Aborted:
        break; // ns-3 has no number for these; see GetError()
    }
    return m_established;
}

void
TcpLifecycleSocket::OnEnded()
{
    NS_LOG_LOGIC(Who() << " has ended");
    m_handle = {};
    m_listener = false;
    m_unacked.Clear();
    m_congestion.Begin(nullptr);
    Unbind();
}

void
TcpLifecycleSocket::OnStore(const Ptr<Packet>& text, uint32_t from, uint64_t offset, uint32_t size)
{
    if (m_receiveShut || m_userClosed)
    {
        return;
    }
    m_received.Store(offset,
                     from == 0 && size == text->GetSize() ? text
                                                          : text->CreateFragment(from, size));
}

bool
TcpLifecycleSocket::OnDeliver(uint64_t end)
{
    if (m_receiveShut || m_userClosed)
    {
        return false;
    }
    m_received.Deliver(end);
    return true;
}

void
TcpLifecycleSocket::OnRelease(uint64_t end)
{
    m_unacked.DropBefore(end);
}

uint32_t
TcpLifecycleSocket::OnSent(uint64_t end)
{
    const uint64_t first = end > m_sentEnd ? end - m_sentEnd : 0;
    m_sentEnd += first;
    return static_cast<uint32_t>(first);
}

void
TcpLifecycleSocket::Keep(Ptr<const Packet> packet)
{
    m_unacked.Append(packet->Copy());
}

Ptr<Packet>
TcpLifecycleSocket::CopyData(uint64_t offset, uint32_t size) const
{
    return m_unacked.Copy(offset, size);
}

const lifecycle::Config*
TcpLifecycleSocket::Admit(const lifecycle::FourTuple& tuple)
{
    NS_LOG_LOGIC(Who() << " asks its user about a connection request");
    if (!NotifyConnectionRequest(
            ToSocketAddress(m_tuple.local.isIpv6 ? ToMapped(tuple.remote) : tuple.remote,
                            tuple.remotePort)) ||
        !m_l4)
    {
        return nullptr;
    }
    TcpLifecycleRoute route = m_l4->GetIp().FindRoute(tuple.remote, m_boundnetdevice);
    route.source = tuple.local; // no route: the answer is not sent, which IP traces
    return m_l4->ConfigFor(m_settings.options, route);
}

lifecycle::Handle
TcpLifecycleSocket::GetHandle() const
{
    return m_handle;
}

lifecycle::CongestionControl&
TcpLifecycleSocket::GetCongestion()
{
    return m_congestion;
}

Ptr<TcpCongestionOps>
TcpLifecycleSocket::GetCongestionOps() const
{
    return m_listener ? nullptr : m_congestion.GetAlgorithm();
}

bool
TcpLifecycleSocket::IsReceiveShut() const
{
    return m_receiveShut;
}

// Notifications of the user

void
TcpLifecycleSocket::TellAccepted(const Ptr<TcpLifecycleSocket>& child)
{
    NotifyNewConnectionCreated(child,
                               child->Name(child->m_tuple.remote, child->m_tuple.remotePort));
}

void
TcpLifecycleSocket::TellData()
{
    if (!m_receiveShut && m_received.Readable() > 0)
    {
        NotifyDataRecv();
    }
}

void
TcpLifecycleSocket::TellSpace()
{
    const uint32_t room = IsOpen() ? GetTxAvailable() : 0;
    if (room > 0)
    {
        NotifySend(room);
    }
}

void
TcpLifecycleSocket::TellPeerFinished()
{
    NotifyNormalClose();
    if (m_finWhenPeerFinished && m_handle && m_l4)
    {
        m_finWhenPeerFinished = false;
        m_l4->GetCalls().ShutdownSend(m_handle);
    }
}

TcpSocket::TcpStates_t
ToTcpState(lifecycle::State state)
{
    switch (state)
    {
    case lifecycle::State::Closed:
        return TcpSocket::CLOSED;
    case lifecycle::State::Listen:
        return TcpSocket::LISTEN;
    case lifecycle::State::SynSent:
        return TcpSocket::SYN_SENT;
    case lifecycle::State::SynReceived:
        return TcpSocket::SYN_RCVD;
    case lifecycle::State::Established:
        return TcpSocket::ESTABLISHED;
    case lifecycle::State::FinWait1:
        return TcpSocket::FIN_WAIT_1;
    case lifecycle::State::FinWait2:
        return TcpSocket::FIN_WAIT_2;
    case lifecycle::State::CloseWait:
        return TcpSocket::CLOSE_WAIT;
    case lifecycle::State::Closing:
        return TcpSocket::CLOSING;
    case lifecycle::State::LastAck:
        return TcpSocket::LAST_ACK;
    case lifecycle::State::TimeWait:
        return TcpSocket::TIME_WAIT;
    }
    return TcpSocket::CLOSED;
}

} // namespace ns3
