/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-socket-factory.h"

#include "tcp-lifecycle-stack.h"

#include "ns3/socket.h"

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(TcpLifecycleSocketFactory);
NS_OBJECT_ENSURE_REGISTERED(TcpLifecycleStockSocketFactory);

TypeId
TcpLifecycleSocketFactory::GetTypeId()
{
    static TypeId tid = TypeId("ns3::TcpLifecycleSocketFactory")
                            .SetParent<SocketFactory>()
                            .SetGroupName("TcpLifecycle")
                            .AddConstructor<TcpLifecycleSocketFactory>();
    return tid;
}

void
TcpLifecycleSocketFactory::SetL4(Ptr<TcpLifecycleStack> l4)
{
    m_l4 = l4;
}

Ptr<Socket>
TcpLifecycleSocketFactory::CreateSocket()
{
    return m_l4->CreateSocket();
}

void
TcpLifecycleSocketFactory::DoDispose()
{
    m_l4 = nullptr;
    SocketFactory::DoDispose();
}

TypeId
TcpLifecycleStockSocketFactory::GetTypeId()
{
    static TypeId tid = TypeId("ns3::TcpLifecycleStockSocketFactory")
                            .SetParent<TcpSocketFactory>()
                            .SetGroupName("TcpLifecycle")
                            .AddConstructor<TcpLifecycleStockSocketFactory>();
    return tid;
}

void
TcpLifecycleStockSocketFactory::SetL4(Ptr<TcpLifecycleStack> l4)
{
    m_l4 = l4;
}

Ptr<Socket>
TcpLifecycleStockSocketFactory::CreateSocket()
{
    return m_l4->CreateSocket();
}

void
TcpLifecycleStockSocketFactory::DoDispose()
{
    m_l4 = nullptr;
    TcpSocketFactory::DoDispose();
}

} // namespace ns3
