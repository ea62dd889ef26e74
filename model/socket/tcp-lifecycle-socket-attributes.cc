/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-marks.h"
#include "tcp-lifecycle-socket.h"
#include "tcp-lifecycle-stack.h"
#include "tcp-lifecycle-stock-defaults.h"

#include "ns3/log.h"
#include "ns3/socket.h"
#include "ns3/string.h"

#include <algorithm>

// Attributes and options of a socket.

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("TcpLifecycleSocketAttributes");

void
TcpLifecycleSocket::NotifyConstructionCompleted()
{
    TcpSocket::NotifyConstructionCompleted();
    // A parameter with ns-3's own default, which a user has not set to that value, is taken from
    // the profile of the host.
    for (const TypeId& type : {TcpSocket::GetTypeId(), TcpLifecycleSocket::GetTypeId()})
    {
        for (std::size_t i = 0; i < type.GetAttributeN(); ++i)
        {
            const TypeId::AttributeInformation info = type.GetAttribute(i);
            StringValue value;
            GetAttribute(info.name, value);
            if (!TcpLifecycleStockDefaults::IsSet(info) &&
                value.Get() == info.originalInitialValue->SerializeToString(info.checker))
            {
                ChangeOptions().Reset(info.name);
            }
        }
    }
}

namespace
{

/// \param name name of an attribute \param octets requested size \param[in,out] told whether the
/// user was warned \return a possible window size (RFC 7323, 2.3)
uint32_t
LimitedBuffer(const char* name, uint32_t octets, bool& told)
{
    if (octets > lifecycle::MAX_BUFFER && !told)
    {
        // ns-3 programs set 4294967295 for "unlimited", often on every socket: warn once
        told = true;
        NS_LOG_UNCOND("tcp-lifecycle: " << name << " of " << octets << " bytes is limited to "
                                        << lifecycle::MAX_BUFFER
                                        << ", the largest window of TCP (RFC 7323, 2.3)");
    }
    return std::min(octets, lifecycle::MAX_BUFFER);
}

} // namespace

TcpLifecycleSocketOptions&
TcpLifecycleSocket::ChangeOptions()
{
    const auto own = std::make_shared<TcpLifecycleSocketOptions>(*m_settings.options);
    m_settings.options = own;
    return *own;
}

lifecycle::Config
TcpLifecycleSocket::Effective() const
{
    lifecycle::Config config = m_l4 ? m_l4->GetDefaults() : lifecycle::Config();
    m_settings.options->ApplyTo(config);
    return config;
}

void
TcpLifecycleSocket::SetSndBufSize(uint32_t size)
{
    static bool told = false;
    ChangeOptions().sendBuffer = LimitedBuffer("SndBufSize", size, told);
}

uint32_t
TcpLifecycleSocket::GetSndBufSize() const
{
    return Effective().sendBuffer;
}

void
TcpLifecycleSocket::SetRcvBufSize(uint32_t size)
{
    static bool told = false;
    ChangeOptions().receiveBuffer = LimitedBuffer("RcvBufSize", size, told);
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
    return *m_settings.options;
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

bool
TcpLifecycleSocket::HasMarks() const
{
    return GetIpTos() != 0 || GetPriority() != 0 || IsManualIpTtl() || IsManualIpv6Tclass() ||
           IsManualIpv6HopLimit();
}

TcpLifecycleMarks
TcpLifecycleSocket::GetMarks() const
{
    TcpLifecycleMarks marks;
    marks.device = m_boundnetdevice;
    marks.tos = GetIpTos();
    marks.priority = GetPriority();
    if (IsManualIpTtl())
    {
        marks.ttl = GetIpTtl();
    }
    if (IsManualIpv6Tclass())
    {
        marks.tclass = GetIpv6Tclass();
    }
    if (IsManualIpv6HopLimit())
    {
        marks.hopLimit = GetIpv6HopLimit();
    }
    return marks;
}

} // namespace ns3
