/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_PORT_ALLOCATOR_H
#define LIFECYCLE_PORT_ALLOCATOR_H

#include "lifecycle-address.h"
#include "lifecycle-ports.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <unordered_map>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle-host
 * Selection of ephemeral ports.
 */

namespace ns3
{
namespace lifecycle
{

/**
 * Selects ephemeral ports. If all ports to a destination (with EvenFirst, all even ones) are in
 * use, the allocator remembers the destination, and the ports that are released there, so that
 * further calls do not search all ports.
 */
class PortAllocator
{
  public:
    /// Predicate: whether a port can be used.
    using Judge = std::function<bool(uint16_t port)>;

    /// \param key secret of the host, as for the ISN
    explicit PortAllocator(uint64_t key);

    /// The counters do not change. \param key secret of the host from now on
    void SetKey(uint64_t key);

    /**
     * Tests each port at most once; RepeatedRandom and RandomIncrements test the ports that the
     * random numbers did not select in a second pass, where RFC 6056 would fail.
     * \param algorithm the algorithm \param range the ports \param tuple a 4-tuple without
     * localPort
     * \param isFree predicate: whether a port can be used for this tuple
     * \param remember whether Release() is called for every port that is released
     * \return a free port, or 0
     */
    uint16_t Choose(PortAlgorithm algorithm,
                    const PortRange& range,
                    const FourTuple& tuple,
                    const Judge& isFree,
                    bool remember = false);

    /// A 4-tuple is no longer in use. \param tuple the 4-tuple
    void Release(const FourTuple& tuple);
    /// Ports may have been released to any destination.
    void ReleaseAll();

  private:
    /// Groups of destinations (RFC 6056, 3.3.4: TABLE_LENGTH, "for example, 10").
    static constexpr std::size_t GROUPS = 10;

    /// Hash of a destination.
    struct TupleHash
    {
        /// \param tuple a tuple without localPort \return its hash
        std::size_t operator()(const FourTuple& tuple) const;
    };

    /// Sets of ports that can be exhausted, in place of a port in a key.
    enum class Part : uint16_t
    {
        All,  //!< the range
        Even, //!< the first, third, ... port of the range, see PortAlgorithm::EvenFirst
    };

    static FourTuple KeyOf(const FourTuple& tuple, Part part);
    /// \param key key of a destination \param isFree see Choose() \return a released port, 0 if
    /// there is none; nothing if the destination is not exhausted
    std::optional<uint16_t> FromFreed(const FourTuple& key, const Judge& isFree);
    uint64_t Random();
    uint16_t Search(PortAlgorithm algorithm,
                    const PortRange& range,
                    const FourTuple& tuple,
                    const Judge& isFree,
                    bool remember);
    static uint16_t Scan(const PortRange& range,
                         uint64_t& next,
                         uint64_t offset,
                         const Judge& isFree);
    static uint16_t ScanEverySecond(const PortRange& range,
                                    uint32_t parity,
                                    uint64_t& next,
                                    uint64_t offset,
                                    const Judge& isFree);

    uint64_t m_key;                          //!< secret
    uint64_t m_draws{0};                     //!< random numbers used so far
    uint64_t m_next{0};                      //!< RFC 6056's next_ephemeral; does not wrap
    std::array<uint64_t, GROUPS> m_groups{}; //!< RFC 6056's table
    PortRange m_range;                       //!< range of the last Choose()
    std::unordered_map<FourTuple, std::vector<uint16_t>, TupleHash>
        m_exhausted; //!< by KeyOf(): the ports released since all were in use
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_PORT_ALLOCATOR_H
