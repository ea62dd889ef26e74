/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-address.h"
#include "tcp-lifecycle-socket.h"
#include "tcp-lifecycle-stack.h"

#include "ns3/log.h"

#include <algorithm>

// The user calls of a socket. Each checks that it is allowed before it changes anything.

namespace ns3
{

using lifecycle::HostRefusal;

Socket::SocketErrno
ToErrno(HostRefusal refusal)
{
    switch (refusal)
    {
    case HostRefusal::None:
        return Socket::ERROR_NOTERROR;
    case HostRefusal::AddressInUse:
        return Socket::ERROR_ADDRINUSE;
    case HostRefusal::NoPort:
        return Socket::ERROR_ADDRNOTAVAIL;
    case HostRefusal::Silent:
        return Socket::ERROR_NODEV;
    }
    return Socket::ERROR_INVAL;
}

int
TcpLifecycleSocket::Refuse(SocketErrno error) const
{
    NS_LOG_LOGIC(Who() << " refuses the call, error " << error);
    m_errno = error;
    return -1;
}

bool
TcpLifecycleSocket::IsOpen() const
{
    return m_l4 && m_handle && !m_listener &&
           m_l4->GetHost()->StateOf(m_handle) != lifecycle::State::Closed;
}

bool
TcpLifecycleSocket::IsListening() const
{
    return m_l4 && m_handle && m_listener &&
           m_l4->GetHost()->StateOf(m_handle) != lifecycle::State::Closed;
}

void
TcpLifecycleSocket::CatchUp()
{
    if (m_l4 && m_handle && m_l4->GetHost()->StateOf(m_handle) == lifecycle::State::Closed)
    {
        m_l4->GetCalls().CatchUp(m_handle);
    }
}

lifecycle::State
TcpLifecycleSocket::GetLifecycleState() const
{
    return m_l4 && m_handle ? m_l4->GetHost()->StateOf(m_handle) : lifecycle::State::Closed;
}

const lifecycle::Connection*
TcpLifecycleSocket::GetConnection() const
{
    return IsOpen() ? m_l4->GetHost()->Find(m_handle) : nullptr;
}

void
TcpLifecycleSocket::SetOptions(const TcpLifecycleSocketOptions& options)
{
    NS_LOG_FUNCTION(this);
    m_settings.options = std::make_shared<const TcpLifecycleSocketOptions>(options);
    if (!IsOpen())
    {
        return;
    }
    const TcpLifecycleRoute route = m_l4->GetIp().FindRoute(m_tuple.remote, m_boundnetdevice);
    if (route.found)
    {
        m_l4->GetCalls().Adopt(m_handle, m_l4->ConfigFor(m_settings.options, route));
    }
}

// Names

int
TcpLifecycleSocket::Bind(const Address& address)
{
    NS_LOG_FUNCTION(this << address);
    const TcpLifecycleEndpoint endpoint = FromSocketAddress(address);
    if (!endpoint.valid)
    {
        return Refuse(ERROR_AFNOSUPPORT);
    }
    const int result = BindTo(endpoint.ip, endpoint.port);
    if (result == 0 && endpoint.hasTos)
    {
        SetIpTos(endpoint.tos);
    }
    return result;
}

int
TcpLifecycleSocket::Bind()
{
    NS_LOG_FUNCTION(this);
    return BindTo(ToLifecycleAddress(Ipv4Address::GetAny()), 0);
}

int
TcpLifecycleSocket::Bind6()
{
    NS_LOG_FUNCTION(this);
    return BindTo(ToLifecycleAddress(Ipv6Address::GetAny()), 0);
}

int
TcpLifecycleSocket::BindTo(const lifecycle::IpAddress& given, uint16_t port)
{
    const Ptr<TcpLifecycleSocket> guard(this); // a trace sink may release the user's reference
    CatchUp();
    const lifecycle::IpAddress address =
        m_l4 ? m_l4->GetIp().InZone(given, m_boundnetdevice) : given;
    if (m_bound || IsOpen() || IsListening())
    {
        return Refuse(ERROR_INVAL);
    }
    if (!m_l4 || !m_l4->GetIp().HasFamily(address.isIpv6))
    {
        return Refuse(ERROR_AFNOSUPPORT);
    }
    if (!address.IsAny() && !m_l4->GetIp().IsLocal(address))
    {
        return Refuse(ERROR_ADDRNOTAVAIL);
    }
    if (port != 0 && !m_l4->GetBindings().Take(address, port))
    {
        return Refuse(ERROR_ADDRINUSE);
    }
    m_tuple = {};
    m_tuple.local = address;
    m_tuple.localPort = port;
    m_named = false;
    m_bound = true;
    m_boundTo = address;
    m_boundPort = port;
    return 0;
}

Address
TcpLifecycleSocket::Name(const lifecycle::IpAddress& address, uint16_t port) const
{
    return ToSocketAddress(m_ofIpv6 ? ToMapped(address) : address, port);
}

void
TcpLifecycleSocket::BindToNetDevice(Ptr<NetDevice> device)
{
    NS_LOG_FUNCTION(this << device);
    if (m_l4) // ns-3 looks for the device in the list of the node
    {
        TcpSocket::BindToNetDevice(device);
        m_l4->NoteDeviceBound();
    }
}

void
TcpLifecycleSocket::Unbind()
{
    if (m_bound && m_boundPort != 0 && m_l4)
    {
        m_l4->GetBindings().Release(m_boundTo, m_boundPort);
    }
    m_bound = false;
}

int
TcpLifecycleSocket::GetSockName(Address& address) const
{
    address = Name(m_tuple.local, m_tuple.localPort);
    return 0;
}

int
TcpLifecycleSocket::GetPeerName(Address& address) const
{
    if (!m_named)
    {
        return Refuse(ERROR_NOTCONN);
    }
    address = Name(m_tuple.remote, m_tuple.remotePort);
    return 0;
}

// Opening

void
TcpLifecycleSocket::Renew()
{
    m_error = lifecycle::Error::None;
    m_accepted = false;
    m_established = false;
    m_toldConnected = false;
    m_sendShut = false;
    m_receiveShut = false;
    m_finWhenPeerFinished = false;
    m_userClosed = false;
    m_peerFinished = false;
    m_sentEnd = 0;
    m_unacked = {};
    m_received = {};
}

int
TcpLifecycleSocket::Connect(const Address& address)
{
    NS_LOG_FUNCTION(this << address);
    if (m_deferred)
    {
        return Refuse(ERROR_ISCONN);
    }
    return ConnectWith(address, nullptr);
}

int
TcpLifecycleSocket::ConnectWith(const Address& address, const Ptr<const Packet>& text)
{
    const Ptr<TcpLifecycleSocket> guard(this); // see BindTo()
    CatchUp();
    const TcpLifecycleEndpoint endpoint = FromSocketAddress(address);
    if (IsListening())
    {
        return Refuse(ERROR_INVAL);
    }
    if (IsOpen())
    {
        return Refuse(ERROR_ISCONN);
    }
    if (!m_l4 || !endpoint.valid || !m_l4->GetIp().HasFamily(endpoint.ip.isIpv6))
    {
        return Refuse(ERROR_AFNOSUPPORT);
    }
    // "Any" of the other family does not determine a family: Bind() has to choose one.
    const bool local = m_bound && !m_boundTo.IsAny();
    if (m_bound && m_boundTo.isIpv6 != endpoint.ip.isIpv6 && (local || m_boundPort != 0))
    {
        return Refuse(ERROR_AFNOSUPPORT);
    }
    if (endpoint.port == 0 || !m_l4->GetIp().IsUnicast(endpoint.ip))
    {
        return Refuse(ERROR_ADDRNOTAVAIL);
    }
    // A socket bound to a link-local address uses the interface with that address.
    const lifecycle::IpAddress remote = endpoint.ip.InZone(local ? m_boundTo.Zone() : uint16_t{0});
    const TcpLifecycleRoute route = m_l4->GetIp().FindRoute(remote, m_boundnetdevice);
    if (!route.found)
    {
        return Refuse(route.error);
    }
    lifecycle::FourTuple tuple;
    tuple.local = local ? m_boundTo : route.source;
    tuple.localPort = m_bound ? m_boundPort : 0;
    tuple.remote = endpoint.ip.InZone(route.zone);
    tuple.remotePort = endpoint.port;
    if (m_settings.fastOpenConnect && !text && Defer(address, tuple.remote))
    {
        return 0; // the SYN is sent with the first data
    }
    // The SYN is sent with the data.
    const uint8_t oldTos = GetIpTos();
    const uint8_t oldPriority = GetPriority();
    if (endpoint.hasTos)
    {
        SetIpTos(endpoint.tos);
    }
    const HostRefusal refusal = m_l4->GetCalls().Open(this,
                                                      tuple,
                                                      m_l4->ConfigFor(m_settings.options, route),
                                                      m_settings.fastOpenConnect,
                                                      text);
    if (refusal == HostRefusal::None)
    {
        return 0;
    }
    SetIpTos(oldTos);
    SetPriority(oldPriority);
    return Refuse(ToErrno(refusal));
}

// Closing

int
TcpLifecycleSocket::Close()
{
    NS_LOG_FUNCTION(this);
    if (m_userClosed)
    {
        return Refuse(ERROR_BADF);
    }
    const Ptr<TcpLifecycleSocket> guard(this); // see BindTo()
    CatchUp();
    const bool listening = IsListening();
    const bool open = IsOpen();
    m_userClosed = true;
    m_deferred.reset(); // nothing was written, so nothing is sent
    if (listening)
    {
        m_l4->GetCalls().CloseListener(m_handle);
    }
    else if (open)
    {
        // A direction that is already shut down needs no second FIN: a refusal by the host is not
        // an error.
        m_l4->GetCalls().Close(m_handle);
    }
    else
    {
        Unbind();
    }
    m_received.Clear();
    return 0;
}

int
TcpLifecycleSocket::Abort()
{
    NS_LOG_FUNCTION(this);
    if (!IsOpen())
    {
        return Refuse(ERROR_NOTCONN);
    }
    m_l4->GetCalls().Abort(m_handle);
    return 0;
}

int
TcpLifecycleSocket::ShutdownSend()
{
    NS_LOG_FUNCTION(this);
    if (IsListening())
    {
        m_sendShut = true; // for the connections that it accepts
        return 0;
    }
    const Ptr<TcpLifecycleSocket> guard(this); // see BindTo()
    if (m_deferred)
    {
        OpenDeferred(Create<Packet>());
    }
    if (!IsOpen())
    {
        return Refuse(ERROR_NOTCONN);
    }
    if (!m_sendShut)
    {
        m_sendShut = true;
        m_l4->GetCalls().ShutdownSend(m_handle);
    }
    return 0;
}

int
TcpLifecycleSocket::ShutdownRecv()
{
    NS_LOG_FUNCTION(this);
    if (!IsListening() && !IsOpen() && !m_deferred)
    {
        return Refuse(ERROR_NOTCONN);
    }
    m_receiveShut = true;
    if (!m_listener && !m_deferred)
    {
        m_received.Clear();
        m_l4->GetCalls().ShutdownReceive(m_handle);
    }
    return 0;
}

} // namespace ns3
