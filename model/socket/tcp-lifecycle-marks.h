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
 * What IP is told about the segments of a socket.
 */

namespace ns3
{

/**
 * \ingroup tcp-lifecycle
 *
 * What the user of a ns3::Socket has said of the packets that it sends, and through which device
 * they must go. It is kept apart from the socket, since a connection sends segments after its user
 * has dropped the socket: in TIME-WAIT, for example.
 */
struct TcpLifecycleMarks
{
    Ptr<NetDevice> device;           //!< must be gone through, or null
    uint8_t tos{0};                  //!< type of service of IPv4, 0: none
    uint8_t priority{0};             //!< for queue discs, 0: none
    std::optional<uint8_t> ttl;      //!< of IPv4
    std::optional<uint8_t> tclass;   //!< traffic class of IPv6
    std::optional<uint8_t> hopLimit; //!< of IPv6

    /// \param packet gets them as tags: IP reads those of its own version
    void AddTo(const Ptr<Packet>& packet) const;
    /// \return whether all are the same
    bool operator==(const TcpLifecycleMarks& other) const;
};

} // namespace ns3

#endif // TCP_LIFECYCLE_MARKS_H
