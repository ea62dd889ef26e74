/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_SOCKET_FACTORY_H
#define TCP_LIFECYCLE_SOCKET_FACTORY_H

#include "ns3/ptr.h"
#include "ns3/socket-factory.h"
#include "ns3/tcp-socket-factory.h"

namespace ns3
{

class TcpLifecycleStack;

/**
 * \ingroup tcp-lifecycle
 *
 * Creates TcpLifecycleSockets for `ns3::TcpLifecycleSocketFactory`.
 *
 * It is not a ns3::TcpSocketFactory: on a node that also has ns-3's own TCP, that name can still
 * refer to the latter.
 */
class TcpLifecycleSocketFactory : public SocketFactory
{
  public:
    /// \return the TypeId, ns3::TcpLifecycleSocketFactory
    static TypeId GetTypeId();

    /// \param l4 the TCP that creates the sockets
    void SetL4(Ptr<TcpLifecycleStack> l4);
    Ptr<Socket> CreateSocket() override;

  protected:
    void DoDispose() override;

  private:
    Ptr<TcpLifecycleStack> m_l4; //!< the TCP that creates the sockets
};

/**
 * \ingroup tcp-lifecycle
 *
 * Creates TcpLifecycleSockets for `ns3::TcpSocketFactory`, which ns-3's applications request. See
 * TcpLifecycleL4Protocol::TakeStockName().
 */
class TcpLifecycleStockSocketFactory : public TcpSocketFactory
{
  public:
    /// \return the TypeId, ns3::TcpLifecycleStockSocketFactory
    static TypeId GetTypeId();

    /// \param l4 the TCP that creates the sockets
    void SetL4(Ptr<TcpLifecycleStack> l4);
    Ptr<Socket> CreateSocket() override;

  protected:
    void DoDispose() override;

  private:
    Ptr<TcpLifecycleStack> m_l4; //!< the TCP that creates the sockets
};

} // namespace ns3

#endif // TCP_LIFECYCLE_SOCKET_FACTORY_H
