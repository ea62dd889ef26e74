/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-stock-protocol.h"

#include "tcp-lifecycle-l4-protocol.h"
#include "tcp-lifecycle-socket.h"

#include "ns3/object-vector.h"
#include "ns3/tcp-cubic.h"

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(TcpLifecycleStockProtocol);

TypeId
TcpLifecycleStockProtocol::GetTypeId()
{
    // The attributes have the names of the parent's attributes. ns-3 searches from the type of the
    // object upwards, so it finds these first. ns3::Config resolves a vector once for each type
    // that has an attribute with that name. The checker here rejects it, so that it is resolved
    // once, for the parent.
    static TypeId tid =
        TypeId("ns3::TcpLifecycleStockProtocol")
            .SetParent<IpL4Protocol>()
            .SetGroupName("TcpLifecycle")
            .AddConstructor<TcpLifecycleStockProtocol>()
            .AddAttribute("SocketType",
                          "As that of ns3::TcpLifecycleL4Protocol on this node.",
                          TypeId::ATTR_GET | TypeId::ATTR_SET,
                          TypeIdValue(TcpCubic::GetTypeId()),
                          MakeTypeIdAccessor(&TcpLifecycleStockProtocol::SetSocketType,
                                             &TcpLifecycleStockProtocol::GetSocketType),
                          MakeTypeIdChecker())
            .AddAttribute("SocketList",
                          "As that of ns3::TcpLifecycleL4Protocol on this node.",
                          TypeId::ATTR_GET,
                          ObjectVectorValue(),
                          MakeObjectVectorAccessor(&TcpLifecycleStockProtocol::GetSocket,
                                                   &TcpLifecycleStockProtocol::GetNSockets),
                          MakeEmptyAttributeChecker())
            .SetParent<TcpL4Protocol>();
    return tid;
}

TcpLifecycleStockProtocol::TcpLifecycleStockProtocol() = default;

TcpLifecycleStockProtocol::~TcpLifecycleStockProtocol() = default;

void
TcpLifecycleStockProtocol::SetL4(Ptr<TcpLifecycleL4Protocol> l4)
{
    m_l4 = l4;
}

void
TcpLifecycleStockProtocol::DoDispose()
{
    m_l4 = nullptr;
    TcpL4Protocol::DoDispose();
}

void
TcpLifecycleStockProtocol::NotifyNewAggregate()
{
    // Not the parent's, which would take over the node.
    // NOLINTNEXTLINE(bugprone-parent-virtual-call)
    IpL4Protocol::NotifyNewAggregate();
}

void
TcpLifecycleStockProtocol::SetSocketType(TypeId type)
{
    m_l4->SetAttribute("SocketType", TypeIdValue(type));
}

TypeId
TcpLifecycleStockProtocol::GetSocketType() const
{
    TypeIdValue type;
    m_l4->GetAttribute("SocketType", type);
    return type.Get();
}

std::size_t
TcpLifecycleStockProtocol::GetNSockets() const
{
    return m_l4 ? m_l4->GetNSockets() : 0;
}

Ptr<TcpLifecycleSocket>
TcpLifecycleStockProtocol::GetSocket(std::size_t i) const
{
    return m_l4->GetSocket(i);
}

} // namespace ns3
