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
 * The choice of ephemeral ports.
 */

namespace ns3
{
namespace lifecycle
{

/**
 * Chooses ephemeral ports. A destination to which every port is taken, or with EvenFirst every even
 * one, is remembered, with the ports that become free there, so that further attempts do not look
 * through them.
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

    /// Ports that can be exhausted; stands where a key has no port.
    enum class Part : uint16_t
    {
        All,  //!< of the range
        Even, //!< the first, third, ... of it, see PortAlgorithm::EvenFirst
    };

    static FourTuple KeyOf(const FourTuple& tuple, Part part);
    /// \param key of a destination \param isFree see Choose()
    /// \return a port that has become free, 0 if none has; nothing if it is not exhausted
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
    uint64_t m_draws{0};                     //!< random numbers drawn
    uint64_t m_next{0};                      //!< RFC 6056's next_ephemeral; too wide to wrap
    std::array<uint64_t, GROUPS> m_groups{}; //!< RFC 6056's table
    PortRange m_range;                       //!< of the last Choose()
    std::unordered_map<FourTuple, std::vector<uint16_t>, TupleHash>
        m_exhausted; //!< by KeyOf(): ports freed since all were taken
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_PORT_ALLOCATOR_H
