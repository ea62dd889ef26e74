/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_PORTS_H
#define LIFECYCLE_PORTS_H

#include "lifecycle-address.h"

#include <array>
#include <boost/unordered_map.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

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

/**
 * Chooses ephemeral ports. A destination to which every port is taken is remembered, with the ports
 * that become free there, so that further attempts cost nothing.
 */
class PortAllocator
{
  public:
    /// Says whether a port can be used.
    using Judge = std::function<bool(uint16_t port)>;

    /// \param key secret of the host, as for the ISN
    explicit PortAllocator(uint64_t key);

    /// \param key secret of the host from here on; the counters go on
    void SetKey(uint64_t key);

    /**
     * Costs at most one question for each port; two with RepeatedRandom and RandomIncrements, which
     * ask in a second pass for what the random numbers have left out (RFC 6056 would give up).
     * \param algorithm how \param range the ports \param tuple the two ends without localPort
     * \param isFree says whether a port can be used for this tuple
     * \param remember whether Release() is called for every port that becomes free
     * \return a free port, or 0 when there is none
     */
    uint16_t Choose(PortAlgorithm algorithm,
                    const PortRange& range,
                    const FourTuple& tuple,
                    const Judge& isFree,
                    bool remember = false);

    /// A 4-tuple is no longer in use. \param tuple it
    void Release(const FourTuple& tuple);
    /// Ports may have become free to any destination.
    void ReleaseAll();

  private:
    /// Groups of destinations (RFC 6056, 3.3.4: TABLE_LENGTH, "for example, 10").
    static constexpr std::size_t GROUPS = 10;

    /// A destination's hash.
    struct TupleHash
    {
        /// \param tuple a tuple without localPort \return its hash
        std::size_t operator()(const FourTuple& tuple) const;
    };

    uint64_t Random();
    uint16_t Search(PortAlgorithm algorithm,
                    const PortRange& range,
                    const FourTuple& tuple,
                    const Judge& isFree);
    static uint16_t Scan(const PortRange& range,
                         uint64_t& next,
                         uint64_t offset,
                         const Judge& isFree);
    static uint16_t ScanByParity(const PortRange& range,
                                 uint64_t& next,
                                 uint64_t offset,
                                 const Judge& isFree);

    uint64_t m_key;                          //!< secret
    uint64_t m_draws{0};                     //!< random numbers drawn
    uint64_t m_next{0};                      //!< RFC 6056's next_ephemeral; too wide to wrap
    std::array<uint64_t, GROUPS> m_groups{}; //!< RFC 6056's table
    PortRange m_range;                       //!< of the last Choose()
    boost::unordered_map<FourTuple, std::vector<uint16_t>, TupleHash>
        m_exhausted; //!< by destination, localPort 0: ports freed since all were taken
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_PORTS_H
