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
 * What the network says about the path, by ICMP.
 */

namespace ns3
{
namespace lifecycle
{

class Digest;

/// An ICMP error, as far as TCP tells them apart (RFC 9293, 3.9.2.2).
enum class PathErrorKind : uint8_t
{
    Unreachable,         //!< network or host unreachable, source route failed, beyond scope: soft
    TimeExceeded,        //!< TTL or reassembly: soft
    ParameterProblem,    //!< soft
    ProtocolUnreachable, //!< the peer has no TCP: hard
    PortUnreachable,     //!< nobody is there: hard
    Prohibited,          //!< IPv6: forbidden by an administrator: hard
    PacketTooBig,        //!< a router can't forward a packet of that size
    SourceQuench,        //!< obsolete (RFC 6633)
};

/// \param kind a kind \return its name in traces, `port-unreachable`
const char* ToText(PathErrorKind kind);

/// \param kind a kind \return whether it is a hard error
bool IsHardError(PathErrorKind kind);

/// One ICMP error about a segment of ours.
struct PathError
{
    PathErrorKind kind{PathErrorKind::Unreachable}; //!< what
    Seq seq;            //!< the sequence number of the segment that it quotes
    uint32_t mtu{0};    //!< of PacketTooBig: the next hop's MTU, octets; 0: the router doesn't say
    bool isIpv6{false}; //!< the family, for the size of the headers
};

/// What was done about a PathError.
enum class PathVerdict : uint8_t
{
    NoConnection, //!< nothing: there is no such connection
    NotInFlight,  //!< nothing: SEG.SEQ is not in SND.UNA..SND.NXT (RFC 5927, 4.1)
    Ignored,      //!< nothing: of no use in this state, or switched off, or it claims what can't be
    Noted,        //!< the connection goes on; if it fails later for want of answers, this is why
    Aborted,      //!< the connection has ended
    Lowered,      //!< the send MSS is smaller, and what was lost is sent again
    Deferred,     //!< believed if the segment is not acknowledged within the RTO (RFC 5927, 7.2)
};

/// \param verdict a verdict \return its name in traces, `not-in-flight`
const char* ToText(PathVerdict verdict);

/**
 * What a connection knows of the size of segments that its path carries. Sizes count TCP's options
 * and text, as the MSS without options does.
 */
struct PathSizes
{
    uint16_t claimed{0}; //!< size that a message claims which is not believed yet; 0: none
    Seq claimedFor;      //!< the segment that message was about
    uint32_t sent{0};    //!< greatest segment sent since the MSS was lowered
    Seq sentEnd;         //!< acknowledged when SND.UNA has come here
    uint32_t acked{0};   //!< greatest segment acknowledged since then

    /// \return whether all are the same
    bool operator==(const PathSizes& other) const;
    /// \param digest gets all parts
    void AddTo(Digest& digest) const;

  private:
    auto Parts() const;
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_PATH_H
