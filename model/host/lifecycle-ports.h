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

/// The ephemeral ports, first and last included; the default is IANA's dynamic range (RFC 6335,
/// section 6).
struct PortRange
{
    uint16_t first{49152}; //!< lowest, >= 1
    uint16_t last{65535};  //!< highest, >= first

    /// \return the number of ports
    uint32_t Count() const
    {
        return uint32_t{last} - first + 1;
    }

    /// \param other another range \return whether both are the same
    bool operator==(const PortRange& other) const
    {
        return first == other.first && last == other.last;
    }
};

/// How an ephemeral port is selected; the first five are algorithms 1 to 5 of RFC 6056 (3.3.1 to
/// 3.3.5).
enum class PortAlgorithm : uint8_t
{
    SimpleRandom,     //!< a random port, or the next free one after it
    RepeatedRandom,   //!< random ports until one is free
    SimpleHash,       //!< one counter, plus an offset per destination
    DoubleHash,       //!< one counter for each of ten groups of destinations, plus an offset per
                      //!< destination
    RandomIncrements, //!< the last port plus a random step of 1 to 500
    EvenFirst, //!< DoubleHash, but all ports with the parity of the lowest one come first (Linux)
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_PORTS_H
