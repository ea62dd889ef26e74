/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-socket.h"
#include "tcp-lifecycle-stack.h"

/**
 * \file
 * \ingroup tcp-lifecycle
 * Urgent data (RFC 9293, 3.8.5), which ns3::Socket does not support.
 */

namespace ns3
{

int
TcpLifecycleSocket::SendUrgent(Ptr<Packet> packet)
{
    lifecycle::SendFlags flags;
    flags.urgent = true;
    return SendData(packet, flags);
}

void
TcpLifecycleSocket::SetUrgentCallback(Callback<void, Ptr<Socket>> urgent)
{
    m_urgent = urgent;
}

uint32_t
TcpLifecycleSocket::GetUrgentUnread() const
{
    const lifecycle::Connection* connection = GetConnection();
    return connection != nullptr ? connection->UrgentUnread() : 0;
}

void
TcpLifecycleSocket::TellUrgent()
{
    if (!m_urgent.IsNull())
    {
        m_urgent(this);
    }
}

} // namespace ns3
