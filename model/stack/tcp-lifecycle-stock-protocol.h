/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_STOCK_PROTOCOL_H
#define TCP_LIFECYCLE_STOCK_PROTOCOL_H

#include "ns3/ptr.h"
#include "ns3/tcp-l4-protocol.h"

#include <cstddef>

/**
 * \file
 * \ingroup tcp-lifecycle
 * The object that a node has under the name of ns-3's own TCP. Private to the adapter.
 */

namespace ns3
{

class TcpLifecycleL4Protocol;
class TcpLifecycleSocket;

/**
 * \ingroup tcp-lifecycle
 *
 * Replaces `ns3::TcpL4Protocol` on a node whose TCP is a TcpLifecycleL4Protocol. Paths such as
 * `/NodeList/0/$ns3::TcpL4Protocol/SocketList/0/CongestionWindow` find the sockets of the node, and
 * `.../SocketType` its congestion control. It has no other function: it gets no segments, and
 * creates no sockets.
 */
class TcpLifecycleStockProtocol : public TcpL4Protocol
{
  public:
    /// \return the TypeId, ns3::TcpLifecycleStockProtocol
    static TypeId GetTypeId();
    TcpLifecycleStockProtocol();
    ~TcpLifecycleStockProtocol() override;

    /// \param l4 the TCP of the node
    void SetL4(Ptr<TcpLifecycleL4Protocol> l4);

  protected:
    void DoDispose() override;
    void NotifyNewAggregate() override;

  private:
    void SetSocketType(TypeId type);
    TypeId GetSocketType() const;
    std::size_t GetNSockets() const;
    Ptr<TcpLifecycleSocket> GetSocket(std::size_t i) const;

    Ptr<TcpLifecycleL4Protocol> m_l4; //!< the TCP of the node, or null
};

} // namespace ns3

#endif // TCP_LIFECYCLE_STOCK_PROTOCOL_H
