/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_PORTS_H
#define LIFECYCLE_PORTS_H

#include <cstdint>

/**
 * \file
 * \ingroup tcp-lifecycle-host
 * Ephemeral ports (RFC 6056).
 */

namespace ns3
{
namespace lifecycle
{

/// The ephemeral ports, both ends included; IANA's dynamic range (RFC 6335, section 6).
struct PortRange
{
    uint16_t first{49152}; //!< lowest, >= 1
    uint16_t last{65535};  //!< highest, >= first

    /// \return how many
    uint32_t Count() const
    {
        return uint32_t{last} - first + 1;
    }

    /// \return whether both ends are the same
    bool operator==(const PortRange& other) const
    {
        return first == other.first && last == other.last;
    }
};

/// How an ephemeral port is chosen; the first five are RFC 6056's algorithms 1 to 5 (3.3.1 to
/// 3.3.5).
enum class PortAlgorithm : uint8_t
{
    SimpleRandom,     //!< a random port, or the next free one after it
    RepeatedRandom,   //!< random ports until one is free
    SimpleHash,       //!< one counter, and an offset for each destination
    DoubleHash,       //!< a counter for each of ten groups of destinations, and an offset for each
                      //!< destination
    RandomIncrements, //!< the last port and a random step of 1 to 500
    EvenFirst, //!< DoubleHash, but ports of the lowest one's parity before the others (Linux)
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_PORTS_H
