/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_CONNTRACK_GATES_H
#define TCP_LIFECYCLE_CONNTRACK_GATES_H

#include "tcp-lifecycle-conntrack.h"

#include "ns3/ipv4-route.h"
#include "ns3/ipv4-routing-protocol.h"
#include "ns3/ipv6-list-routing.h"
#include "ns3/ipv6-route.h"

/**
 * \file
 * \ingroup tcp-lifecycle
 * How a TcpLifecycleConntrack intercepts the packets that its node forwards.
 */

namespace ns3
{

/// The last four parameters of RouteInput(), callbacks, which ns-3 passes by value or by reference.
template <typename Method>
struct TcpLifecycleRouteInputOf;

/// \copydoc TcpLifecycleRouteInputOf
template <typename Class,
          typename P,
          typename H,
          typename D,
          typename U,
          typename M,
          typename L,
          typename E>
struct TcpLifecycleRouteInputOf<bool (Class::*)(P, H, D, U, M, L, E)>
{
    using Unicast = U;   //!< forwards to one next hop
    using Multicast = M; //!< forwards to several
    using Local = L;     //!< delivers to this node
    using Error = E;     //!< no route
};

/// Callbacks of IPv4's RouteInput()
using TcpLifecycleRouteInput4 =
    TcpLifecycleRouteInputOf<decltype(&Ipv4RoutingProtocol::RouteInput)>;
/// Callbacks of IPv6's RouteInput()
using TcpLifecycleRouteInput6 =
    TcpLifecycleRouteInputOf<decltype(&Ipv6RoutingProtocol::RouteInput)>;

/// First in a node's list: a routing protocol that has no routes, but keeps what is not admitted
/// from those that have.
class TcpLifecycleIpv4Gate : public Ipv4RoutingProtocol
{
  public:
    /// \param box who admits
    explicit TcpLifecycleIpv4Gate(TcpLifecycleConntrack& box)
        : m_box(&box)
    {
    }

    Ptr<Ipv4Route> RouteOutput(Ptr<Packet>,
                               const Ipv4Header&,
                               Ptr<NetDevice>,
                               Socket::SocketErrno& error) override
    {
        error = Socket::ERROR_NOROUTETOHOST;
        return nullptr;
    }

    bool RouteInput(Ptr<const Packet> packet,
                    const Ipv4Header& header,
                    Ptr<const NetDevice>,
                    TcpLifecycleRouteInput4::Unicast,
                    TcpLifecycleRouteInput4::Multicast,
                    TcpLifecycleRouteInput4::Local,
                    TcpLifecycleRouteInput4::Error) override
    {
        return !m_box->Admit(packet, header); // true: it is dealt with
    }

    void NotifyInterfaceUp(uint32_t) override
    {
    }

    void NotifyInterfaceDown(uint32_t) override
    {
    }

    void NotifyAddAddress(uint32_t, Ipv4InterfaceAddress) override
    {
    }

    void NotifyRemoveAddress(uint32_t, Ipv4InterfaceAddress) override
    {
    }

    void SetIpv4(Ptr<Ipv4>) override
    {
    }

    void PrintRoutingTable(Ptr<OutputStreamWrapper>, Time::Unit) const override
    {
    }

  private:
    TcpLifecycleConntrack* m_box; //!< lives as long as the node
};

/// Instead of a node's IPv6 routing protocol, which is asked about what is admitted. It is a list,
/// in which ns-3's helpers find the protocols: InternetStackHelper makes a list for IPv6 from 3.48
/// on, and they do not look for a list in a list.
class TcpLifecycleIpv6Gate : public Ipv6ListRouting
{
  public:
    /// \param box who admits \param routes has the routes, and knows its node
    TcpLifecycleIpv6Gate(TcpLifecycleConntrack& box, Ptr<Ipv6RoutingProtocol> routes)
        : m_box(&box),
          m_routes(routes),
          m_list(DynamicCast<Ipv6ListRouting>(routes))
    {
        Ipv6ListRouting::AddRoutingProtocol(routes, 0);
    }

    void AddRoutingProtocol(Ptr<Ipv6RoutingProtocol> protocol, int16_t priority) override
    {
        m_list ? m_list->AddRoutingProtocol(protocol, priority)
               : Ipv6ListRouting::AddRoutingProtocol(protocol, priority);
    }

    uint32_t GetNRoutingProtocols() const override
    {
        return m_list ? m_list->GetNRoutingProtocols() : Ipv6ListRouting::GetNRoutingProtocols();
    }

    Ptr<Ipv6RoutingProtocol> GetRoutingProtocol(uint32_t index, int16_t& priority) const override
    {
        return m_list ? m_list->GetRoutingProtocol(index, priority)
                      : Ipv6ListRouting::GetRoutingProtocol(index, priority);
    }

    bool RouteInput(Ptr<const Packet> packet,
                    const Ipv6Header& header,
                    Ptr<const NetDevice> device,
                    TcpLifecycleRouteInput6::Unicast unicast,
                    TcpLifecycleRouteInput6::Multicast multicast,
                    TcpLifecycleRouteInput6::Local local,
                    TcpLifecycleRouteInput6::Error error) override
    {
        return !m_box->Admit(packet, header) ||
               m_routes->RouteInput(packet, header, device, unicast, multicast, local, error);
    }

    void SetIpv6(Ptr<Ipv6>) override
    {
    }

  private:
    void DoDispose() override
    {
        m_list = nullptr;
        m_routes = nullptr;
        Ipv6ListRouting::DoDispose();
    }

    TcpLifecycleConntrack* m_box;      //!< lives as long as the node
    Ptr<Ipv6RoutingProtocol> m_routes; //!< has the routes
    Ptr<Ipv6ListRouting> m_list;       //!< the same, if it is a list
};

} // namespace ns3

#endif // TCP_LIFECYCLE_CONNTRACK_GATES_H
