/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_PORTS_H
#define LIFECYCLE_PORTS_H

#include "lifecycle-address.h"

#include <cstdint>
#include <functional>

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

/**
 * Chooses ports by RFC 6056's algorithm 3 (simple hash-based): a counter per destination would be
 * memory per destination; one counter and a keyed offset per destination give sequential ports
 * for each that an outsider can't guess from another's.
 */
class PortAllocator
{
  public:
    /// \param key secret of the host, as for the ISN
    explicit PortAllocator(uint64_t key);

    /// \param key secret of the host from here on; the counter goes on
    void SetKey(uint64_t key);

    /**
     * Costs at most one question for each port.
     * \param range the ports \param tuple the two ends without localPort
     * \param isFree says whether a port can be used for this tuple
     * \return a free port, or 0 when there is none
     */
    uint16_t Choose(const PortRange& range,
                    const FourTuple& tuple,
                    const std::function<bool(uint16_t)>& isFree);

  private:
    uint64_t m_key;     //!< secret
    uint64_t m_next{0}; //!< RFC 6056's next_ephemeral; too wide to wrap
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_PORTS_H
