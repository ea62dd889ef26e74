/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_PATH_H
#define LIFECYCLE_PATH_H

#include "lifecycle-seq.h"

#include <cstddef>
#include <cstdint>

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * ICMP errors, and the sizes of segments that the path can carry.
 */

namespace ns3
{
namespace lifecycle
{

class Digest;

/// The kinds of ICMP errors that TCP distinguishes (RFC 9293, 3.9.2.2).
enum class PathErrorKind : uint8_t
{
    Unreachable,         //!< network or host unreachable, source route failed, beyond scope: soft
    TimeExceeded,        //!< TTL or reassembly: soft
    ParameterProblem,    //!< soft
    ProtocolUnreachable, //!< the peer does not support TCP: hard
    PortUnreachable,     //!< the port is not in use: hard
    Prohibited,          //!< IPv6: administratively prohibited: hard
    PacketTooBig,        //!< a router cannot forward a packet of that size
    SourceQuench,        //!< obsolete (RFC 6633)
};

/// \param kind a kind \return its name in traces, such as `port-unreachable`
const char* ToText(PathErrorKind kind);

/// \param kind a kind \return whether it is a hard error
bool IsHardError(PathErrorKind kind);

/// An ICMP error about a segment of this host.
struct PathError
{
    PathErrorKind kind{PathErrorKind::Unreachable}; //!< the kind
    Seq seq;                                        //!< sequence number of the quoted segment
    uint32_t mtu{0};    //!< for PacketTooBig: MTU of the next hop, bytes; 0: not given
    bool isIpv6{false}; //!< the address family, for the size of the headers
};

/// The effect of a PathError.
enum class PathVerdict : uint8_t
{
    NoConnection, //!< none: there is no such connection
    NotInFlight,  //!< none: SEG.SEQ is not in SND.UNA..SND.NXT (RFC 5927, 4.1)
    Ignored,      //!< none: not relevant in this state, disabled, or impossible
    Noted, //!< the connection continues; if it later fails because of missing answers, this is the
           //!< reason
    Aborted,  //!< the connection has ended
    Lowered,  //!< the send MSS was lowered, and the lost segments are retransmitted
    Deferred, //!< pending until the segment is not acknowledged within the RTO (RFC 5927, 7.2)
};

/// \param verdict a verdict \return its name in traces, such as `not-in-flight`
const char* ToText(PathVerdict verdict);

/**
 * The sizes of segments on the path of a connection. A size is the bytes of TCP options and data,
 * as in an MSS without options.
 */
struct PathSizes
{
    uint16_t claimed{0}; //!< size claimed by a pending message; 0: none
    Seq claimedFor;      //!< the segment that the message quotes
    uint32_t sent{0};    //!< largest segment sent since the MSS was lowered
    Seq sentEnd;         //!< SND.UNA at which it is acknowledged
    uint32_t acked{0};   //!< largest segment acknowledged since then

    /// \param other another \return whether all members are equal
    bool operator==(const PathSizes& other) const;
    /// \param digest gets all members
    void AddTo(Digest& digest) const;

  private:
    auto Parts() const;
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_PATH_H
