/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_IP_H
#define TCP_LIFECYCLE_IP_H

#include "lifecycle-address.h"

#include "ns3/ip-l4-protocol.h"
#include "ns3/ipv4-header.h"
#include "ns3/ipv4-route.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6-header.h"
#include "ns3/ipv6-route.h"
#include "ns3/ipv6.h"
#include "ns3/net-device.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"
#include "ns3/socket.h"

#include <cstdint>

/**
 * \file
 * \ingroup tcp-lifecycle
 * One interface to the two network layers below TCP, IPv4 and IPv6.
 */

namespace ns3
{

/// What the network layer says about a destination.
struct TcpLifecycleRoute
{
    bool found{false};                                      //!< whether there is a route
    Socket::SocketErrno error{Socket::ERROR_NOROUTETOHOST}; //!< why not
    lifecycle::IpAddress source;                            //!< the source address it would use
    uint16_t zone{0};                                       //!< interface of the output device
    uint16_t maxSegmentSize{536};                           //!< MSS that the device's MTU allows
};

/**
 * \ingroup tcp-lifecycle
 *
 * IPv4 and IPv6 of a node, as far as it has them.
 */
class TcpLifecycleIp
{
  public:
    /// \param ipv4 the node's IPv4, or null \param ipv6 the node's IPv6, or null
    void SetNetworkLayers(Ptr<Ipv4> ipv4, Ptr<Ipv6> ipv6);
    /// Forget both network layers and both down targets.
    void Clear();

    /// \param callback gets IPv4 packets in the place of the node's IPv4
    void SetDownTarget(const IpL4Protocol::DownTargetCallback& callback);
    /// \param callback gets IPv6 packets in the place of the node's IPv6
    void SetDownTarget6(const IpL4Protocol::DownTargetCallback6& callback);
    /// \return where IPv4 packets go, or null
    IpL4Protocol::DownTargetCallback GetDownTarget() const;
    /// \return where IPv6 packets go, or null
    IpL4Protocol::DownTargetCallback6 GetDownTarget6() const;

    /// \param isIpv6 a family \return whether the node has it
    bool HasFamily(bool isIpv6) const;
    /// \param address an address \return whether an interface of the node has it
    bool IsLocal(const lifecycle::IpAddress& address) const;
    /**
     * \param address an address \param device of its link; null: the one that has the address
     * \return it, in its zone if it is link-local; see lifecycle::IpAddress::Zone()
     */
    lifecycle::IpAddress InZone(const lifecycle::IpAddress& address,
                                const Ptr<NetDevice>& device) const;
    /// \param address an address \return whether a connection may lead there (RFC 9293, MUST-46)
    bool IsUnicast(const lifecycle::IpAddress& address) const;
    /**
     * \param first an address \param second another of the same family
     * \return IsUnicast() of both, in one look at the interfaces
     */
    bool AreUnicast(const lifecycle::IpAddress& first, const lifecycle::IpAddress& second) const;
    /**
     * \param destination where to \param device must be gone through, or null
     * \return what the routing protocol says
     */
    TcpLifecycleRoute FindRoute(const lifecycle::IpAddress& destination,
                                Ptr<NetDevice> device) const;
    /**
     * Hand a segment down. Without a route, IP drops it and traces that.
     * \param segment header and payload \param source address \param destination address
     * \param device must be gone through, or null
     */
    void Send(const Ptr<Packet>& segment,
              const lifecycle::IpAddress& source,
              const lifecycle::IpAddress& destination,
              const Ptr<NetDevice>& device);

  private:
    Ptr<NetDevice> DeviceFor(const lifecycle::IpAddress& destination,
                             const Ptr<NetDevice>& device) const;

    Ptr<Ipv4> m_ipv4;                                //!< or null
    Ptr<Ipv6> m_ipv6;                                //!< or null
    Ipv4Header m_ipv4Query;                          //!< what IPv4's routing is asked about
    Ipv6Header m_ipv6Query;                          //!< what IPv6's routing is asked about
    IpL4Protocol::DownTargetCallback m_downTarget;   //!< null: m_ipv4
    IpL4Protocol::DownTargetCallback6 m_downTarget6; //!< null: m_ipv6
};

} // namespace ns3

#endif // TCP_LIFECYCLE_IP_H
