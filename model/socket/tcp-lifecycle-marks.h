/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_MARKS_H
#define TCP_LIFECYCLE_MARKS_H

#include "ns3/net-device.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <optional>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Properties of IP packets that a socket sets.
 */

namespace ns3
{

/**
 * \ingroup tcp-lifecycle
 *
 * The properties of packets that the user of a ns3::Socket has set, and its device. They are
 * separate from the socket, since a connection can send segments after its user has released the
 * socket, for example in TIME-WAIT.
 */
struct TcpLifecycleMarks
{
    Ptr<NetDevice> device;           //!< device of all packets, or null
    uint8_t tos{0};                  //!< type of service (IPv4), 0: none
    uint8_t priority{0};             //!< for queue discs, 0: none
    std::optional<uint8_t> ttl;      //!< time to live (IPv4)
    std::optional<uint8_t> tclass;   //!< traffic class (IPv6)
    std::optional<uint8_t> hopLimit; //!< hop limit (IPv6)

    /// \param packet gets them as tags; IP reads those of its own version
    void AddTo(const Ptr<Packet>& packet) const;
    /// \param other another \return whether all members are equal
    bool operator==(const TcpLifecycleMarks& other) const;
};

} // namespace ns3

#endif // TCP_LIFECYCLE_MARKS_H
