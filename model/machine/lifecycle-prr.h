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

/// Data of an acknowledgment for PRR; bytes.
struct PrrInput
{
    uint32_t pipe{0};        //!< in the network, after the acknowledgment
    uint32_t ssthresh{0};    //!< slow start threshold
    uint32_t delivered{0};   //!< DeliveredData: bytes delivered by the acknowledgment
    uint32_t segmentSize{1}; //!< SMSS
    bool safe{false};        //!< SND.UNA has advanced, and no new loss was detected
};

/**
 * \ingroup tcp-lifecycle-machine
 *
 * One episode of PRR. While more than ssthresh is in the network, the part of the delivered data
 * that may be sent reduces the flow from its old window to ssthresh within one round trip. Below
 * ssthresh the reduction bound applies.
 */
class Prr
{
  public:
    /// \param window congestion window at the start of fast recovery, bytes
    void Begin(uint32_t window);
    /**
     * \param bound the reduction bound \param input the acknowledgment
     * \return sndcnt: bytes that may be sent, in whole segments
     */
    uint32_t OnAck(ReductionBound bound, const PrrInput& input);

    /// \param octets bytes sent, new or retransmitted
    void OnSent(uint32_t octets)
    {
        m_out += octets;
    }

    /// \param other another \return whether all members are equal
    bool operator==(const Prr& other) const;
    /// \param digest gets all members
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
