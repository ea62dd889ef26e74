/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_ISN_H
#define LIFECYCLE_ISN_H

#include "lifecycle-address.h"
#include "lifecycle-seq.h"
#include "lifecycle-time.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

/**
 * \file
 * \ingroup tcp-lifecycle-host
 * Initial sequence numbers (RFC 6528).
 */

namespace ns3
{
namespace lifecycle
{

/// How initial sequence numbers are generated.
struct IsnPolicy
{
    std::optional<uint32_t>
        fixed; //!< this number, except for a new incarnation of a connection in TIME-WAIT, whose
               //!< numbers start above the old ones (RFC 9293, MAY-2); if not set, RFC 6528
    uint64_t key{0};    //!< secret of the host, for RFC 6528's F()
    Instant clockStart; //!< when RFC 6528's clock M was 0: the host's start
};

/**
 * ISN = M + F(4-tuple, key) (RFC 6528, section 3), where M is a clock with a tick of 4 microseconds
 * (RFC 9293, 3.4.1) and F is SipHash-2-4.
 * \param policy the policy \param tuple the 4-tuple \param now current time \return the ISN
 */
Seq InitialSequence(const IsnPolicy& policy, const FourTuple& tuple, Instant now);

/**
 * SipHash-2-4 (Aumasson and Bernstein, 2012).
 * \param key0 first half of the key \param key1 second half \param data input \param size its bytes
 * \return the hash
 */
uint64_t SipHash(uint64_t key0, uint64_t key1, const uint8_t* data, std::size_t size);

/// Size of two IPv6 addresses and two ports.
using TupleOctets = std::array<uint8_t, 36>;

/**
 * A 4-tuple as input of a hash: local address, local port, remote address, remote port.
 * \param tuple the 4-tuple \param withLocalPort whether to include the local port
 * \param[out] octets the input, in network byte order \return its size
 */
std::size_t PutTuple(const FourTuple& tuple, bool withLocalPort, TupleOctets& octets);

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_ISN_H
