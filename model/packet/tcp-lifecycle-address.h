/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_ADDRESS_H
#define TCP_LIFECYCLE_ADDRESS_H

#include "lifecycle-address.h"

#include "ns3/address.h"
#include "ns3/ipv4-address.h"
#include "ns3/ipv6-address.h"

#include <cstdint>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Addresses between ns-3's classes and the value of the pure layers.
 */

namespace ns3
{

/// \param address an IPv4 address \return the same as a value
lifecycle::IpAddress ToLifecycleAddress(const Ipv4Address& address);
/// \param address an IPv6 address \return the same as a value
lifecycle::IpAddress ToLifecycleAddress(const Ipv6Address& address);
/// \param address an IPv4 address as a value \return ns-3's
Ipv4Address ToIpv4Address(const lifecycle::IpAddress& address);
/// \param address any \return it; an IPv4 address as IPv4-mapped IPv6 address
lifecycle::IpAddress ToMapped(const lifecycle::IpAddress& address);
/// \param address an IPv6 address as a value \return ns-3's, which has no zone
Ipv6Address ToIpv6Address(const lifecycle::IpAddress& address);
/**
 * \param address an address of either family \param port a port
 * \return an InetSocketAddress or an Inet6SocketAddress
 */
Address ToSocketAddress(const lifecycle::IpAddress& address, uint16_t port);

/// An address and a port, out of one of ns-3's socket addresses.
struct TcpLifecycleEndpoint
{
    bool valid{false};       //!< whether it was an Inet or Inet6 socket address
    lifecycle::IpAddress ip; //!< address
    uint16_t port{0};        //!< port
    uint8_t tos{0};          //!< type of service, where this ns-3's InetSocketAddress has one
    bool hasTos{false};      //!< whether it has
};

/**
 * \param address any address; an IPv4-mapped IPv6 address becomes the IPv4 address
 * \return what it says
 */
TcpLifecycleEndpoint FromSocketAddress(const Address& address);

} // namespace ns3

#endif // TCP_LIFECYCLE_ADDRESS_H
