/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_SEND_TIMES_H
#define LIFECYCLE_SEND_TIMES_H

#include "lifecycle-seq.h"
#include "lifecycle-time.h"

#include <cstddef>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * When each outstanding segment was sent, for one round-trip time per acknowledgment.
 */

namespace ns3
{
namespace lifecycle
{

class Digest;

/**
 * The times at which outstanding segments were sent first, in a ring whose memory is reused.
 *
 * An acknowledgment measures the round-trip time of the segment that was sent last of those that it
 * delivers (Linux, tcp_clean_rtx_queue(): ca_rtt_us). A segment gives no sample if it was sent
 * twice (Karn; RFC 6298, 3) or was delivered before.
 */
class SendTimes
{
  public:
    /// A new segment is sent. \param end after its last octet \param now time
    void Add(Seq end, Instant now);
    /**
     * Octets are delivered by a SACK block.
     * \param from first octet \param to after the last \return when the last segment of these that
     * gives a sample was sent, or NEVER; none of them gives another
     */
    Instant Deliver(Seq from, Seq to);
    /**
     * Octets are delivered cumulatively; their segments are forgotten.
     * \param to after the last octet \return as Deliver()
     */
    Instant DeliverUpTo(Seq to);

    /// Octets are sent again. \param from first octet \param to after the last
    void Repeat(Seq from, Seq to)
    {
        Deliver(from, to);
    }

    /// \return how many segments are outstanding
    std::size_t Count() const
    {
        return m_count;
    }

    /// \return whether all are the same
    bool operator==(const SendTimes& other) const;
    /// \param digest gets all parts
    void AddTo(Digest& digest) const;

  private:
    /// One segment.
    struct Sent
    {
        Seq end;    //!< after its last octet
        Instant at; //!< when it was sent; NEVER: gives no sample
    };

    Sent& At(std::size_t i)
    {
        return m_ring[(m_first + i) & (m_ring.size() - 1)];
    }

    const Sent& At(std::size_t i) const
    {
        return m_ring[(m_first + i) & (m_ring.size() - 1)];
    }

    void Grow();

    std::vector<Sent> m_ring; //!< its size is a power of two, or 0
    std::size_t m_first{0};   //!< index of the oldest
    std::size_t m_count{0};   //!< how many are in use
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_SEND_TIMES_H
