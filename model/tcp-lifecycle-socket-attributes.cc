/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-l4-protocol.h"
#include "tcp-lifecycle-socket.h"

#include "ns3/socket.h"
#include "ns3/string.h"

// Attributes and options of a socket.

namespace ns3
{

void
TcpLifecycleSocket::NotifyConstructionCompleted()
{
    TcpSocket::NotifyConstructionCompleted();
    // What stands at ns-3's own default was not set by a user: there the host's profile decides.
    for (const TypeId& type : {TcpSocket::GetTypeId(), TcpLifecycleSocket::GetTypeId()})
    {
        for (std::size_t i = 0; i < type.GetAttributeN(); ++i)
        {
            const TypeId::AttributeInformation info = type.GetAttribute(i);
            StringValue value;
            GetAttribute(info.name, value);
            if (value.Get() == info.originalInitialValue->SerializeToString(info.checker))
            {
                ChangeOptions().Reset(info.name);
            }
        }
    }
}

TcpLifecycleSocketOptions&
TcpLifecycleSocket::ChangeOptions()
{
    const auto own = std::make_shared<TcpLifecycleSocketOptions>(*m_options);
    m_options = own;
    return *own;
}

lifecycle::Config
TcpLifecycleSocket::Effective() const
{
    lifecycle::Config config = m_l4 ? m_l4->GetDefaults() : lifecycle::Config();
    m_options->ApplyTo(config);
    return config;
}

void
TcpLifecycleSocket::SetSndBufSize(uint32_t size)
{
    ChangeOptions().sendBuffer = size;
}

uint32_t
TcpLifecycleSocket::GetSndBufSize() const
{
    return Effective().sendBuffer;
}

void
TcpLifecycleSocket::SetRcvBufSize(uint32_t size)
{
    ChangeOptions().receiveBuffer = size;
}

uint32_t
TcpLifecycleSocket::GetRcvBufSize() const
{
    return Effective().receiveBuffer;
}

void
TcpLifecycleSocket::SetSegSize(uint32_t size)
{
    ChangeOptions().segmentSize = size;
}

uint32_t
TcpLifecycleSocket::GetSegSize() const
{
    return Effective().maxSegmentSize;
}

void
TcpLifecycleSocket::SetInitialSSThresh(uint32_t threshold)
{
    ChangeOptions().initialSsthresh = threshold;
}

uint32_t
TcpLifecycleSocket::GetInitialSSThresh() const
{
    return Effective().initialSsthresh;
}

void
TcpLifecycleSocket::SetInitialCwnd(uint32_t segments)
{
    ChangeOptions().initialWindow = segments;
}

uint32_t
TcpLifecycleSocket::GetInitialCwnd() const
{
    return Effective().initialWindow;
}

void
TcpLifecycleSocket::SetConnTimeout(Time timeout)
{
    ChangeOptions().connTimeout = lifecycle::Duration(timeout.GetNanoSeconds());
}

Time
TcpLifecycleSocket::GetConnTimeout() const
{
    return NanoSeconds(Effective().initialRto.count());
}

void
TcpLifecycleSocket::SetSynRetries(uint32_t count)
{
    ChangeOptions().connCount = count;
}

uint32_t
TcpLifecycleSocket::GetSynRetries() const
{
    return Effective().synRetries + 1; // ns-3 counts transmissions
}

void
TcpLifecycleSocket::SetDataRetries(uint32_t retries)
{
    ChangeOptions().dataRetries = retries;
}

uint32_t
TcpLifecycleSocket::GetDataRetries() const
{
    return Effective().dataRetries;
}

void
TcpLifecycleSocket::SetDelAckTimeout(Time timeout)
{
    ChangeOptions().delAckTimeout = lifecycle::Duration(timeout.GetNanoSeconds());
}

Time
TcpLifecycleSocket::GetDelAckTimeout() const
{
    return NanoSeconds(Effective().delayedAckTimeout.count());
}

void
TcpLifecycleSocket::SetDelAckMaxCount(uint32_t count)
{
    ChangeOptions().delAckCount = count;
}

uint32_t
TcpLifecycleSocket::GetDelAckMaxCount() const
{
    return Effective().delayedAckCount;
}

void
TcpLifecycleSocket::SetTcpNoDelay(bool noDelay)
{
    ChangeOptions().noDelay = noDelay;
}

bool
TcpLifecycleSocket::GetTcpNoDelay() const
{
    return !Effective().nagle;
}

void
TcpLifecycleSocket::SetPersistTimeout(Time timeout)
{
    ChangeOptions().persistTimeout = lifecycle::Duration(timeout.GetNanoSeconds());
}

Time
TcpLifecycleSocket::GetPersistTimeout() const
{
    return NanoSeconds(Effective().persistTimeout.count());
}

void
TcpLifecycleSocket::SetMaxSegLifetime(double seconds)
{
    ChangeOptions().msl = lifecycle::Duration(Seconds(seconds).GetNanoSeconds());
}

double
TcpLifecycleSocket::GetMaxSegLifetime() const
{
    return NanoSeconds(Effective().timeWait.count() / 2).GetSeconds();
}

void
TcpLifecycleSocket::SetKeepAlive(bool enabled)
{
    ChangeOptions().keepAlive = enabled;
}

bool
TcpLifecycleSocket::GetKeepAlive() const
{
    return Effective().keepAlive;
}

void
TcpLifecycleSocket::SetKeepAliveTime(Time idle)
{
    ChangeOptions().keepAliveIdle = lifecycle::Duration(idle.GetNanoSeconds());
}

Time
TcpLifecycleSocket::GetKeepAliveTime() const
{
    return NanoSeconds(Effective().keepAliveIdle.count());
}

void
TcpLifecycleSocket::SetLinger(bool on, Time time)
{
    ChangeOptions().linger = on ? lifecycle::Duration(time.GetNanoSeconds()) : lifecycle::FOREVER;
}

const TcpLifecycleSocketOptions&
TcpLifecycleSocket::GetOptions() const
{
    return *m_options;
}

Socket::SocketErrno
TcpLifecycleSocket::GetErrno() const
{
    return m_errno;
}

Socket::SocketType
TcpLifecycleSocket::GetSocketType() const
{
    return NS3_SOCK_STREAM;
}

Ptr<Node>
TcpLifecycleSocket::GetNode() const
{
    return m_l4 ? m_l4->GetNode() : nullptr;
}

lifecycle::Error
TcpLifecycleSocket::GetError() const
{
    return m_error;
}

uint64_t
TcpLifecycleSocket::GetConnectionId() const
{
    return m_id;
}

void
TcpLifecycleSocket::AddTags(const Ptr<Packet>& packet) const
{
    // Most sockets have none set, and this is asked for every segment.
    if (GetIpTos() != 0 || GetPriority() != 0 || IsManualIpTtl() || IsManualIpv6Tclass() ||
        IsManualIpv6HopLimit())
    {
        AddSetTags(packet);
    }
}

void
TcpLifecycleSocket::AddSetTags(const Ptr<Packet>& packet) const
{
    // IP reads those of its own version. A packet of the user's may have brought some along.
    if (GetIpTos() != 0)
    {
        SocketIpTosTag tag;
        tag.SetTos(GetIpTos());
        packet->ReplacePacketTag(tag);
    }
    if (IsManualIpv6Tclass())
    {
        SocketIpv6TclassTag tag;
        tag.SetTclass(GetIpv6Tclass());
        packet->ReplacePacketTag(tag);
    }
    if (IsManualIpTtl())
    {
        SocketIpTtlTag tag;
        tag.SetTtl(GetIpTtl());
        packet->ReplacePacketTag(tag);
    }
    if (IsManualIpv6HopLimit())
    {
        SocketIpv6HopLimitTag tag;
        tag.SetHopLimit(GetIpv6HopLimit());
        packet->ReplacePacketTag(tag);
    }
    if (GetPriority() != 0)
    {
        SocketPriorityTag tag;
        tag.SetPriority(GetPriority());
        packet->ReplacePacketTag(tag);
    }
}

} // namespace ns3
