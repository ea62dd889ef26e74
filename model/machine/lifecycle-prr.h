/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_PRR_H
#define LIFECYCLE_PRR_H

#include "lifecycle-config.h"

#include <cstddef>
#include <cstdint>

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * Proportional rate reduction: how much may be sent during fast recovery (RFC 6937, RFC 9937).
 */

namespace ns3
{
namespace lifecycle
{

class Digest;

/// What an acknowledgment tells PRR; octets.
struct PrrInput
{
    uint32_t pipe{0};        //!< in the network, after the acknowledgment
    uint32_t ssthresh{0};    //!< slow start threshold
    uint32_t delivered{0};   //!< DeliveredData: what was delivered by it
    uint32_t segmentSize{1}; //!< SMSS
    bool safe{false};        //!< SND.UNA has advanced, and nothing more is taken for lost
};

/**
 * \ingroup tcp-lifecycle-machine
 *
 * One episode of PRR. While more is in the network than ssthresh, as large a part of what is
 * delivered may be sent as brings the flow from its old window to ssthresh within one round trip.
 * Below ssthresh the reduction bound decides.
 */
class Prr
{
  public:
    /// \param window congestion window when fast recovery begins, octets
    void Begin(uint32_t window);
    /**
     * \param bound the reduction bound \param input what an acknowledgment tells
     * \return sndcnt: octets that may be sent in answer, in whole segments
     */
    uint32_t OnAck(ReductionBound bound, const PrrInput& input);

    /// \param octets sent, new or again
    void OnSent(uint32_t octets)
    {
        m_out += octets;
    }

    /// \return whether all are the same
    bool operator==(const Prr& other) const;
    /// \param digest gets all parts
    void AddTo(Digest& digest) const;

  private:
    auto Parts() const;

    uint32_t m_window{0};    //!< RecoverFS
    uint32_t m_delivered{0}; //!< prr_delivered
    uint32_t m_out{0};       //!< prr_out
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_PRR_H
