/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_RECEIVE_GROWTH_H
#define LIFECYCLE_RECEIVE_GROWTH_H

#include "lifecycle-seq.h"
#include "lifecycle-time.h"

#include <cstdint>
#include <optional>

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * How fast a user reads, by which the receive buffer grows.
 */

namespace ns3
{
namespace lifecycle
{

class Digest;

/**
 * \ingroup tcp-lifecycle-machine
 *
 * What is read in a round trip (Linux, tcp_rcv_space_adjust(); "dynamic right-sizing"). The round
 * trip is that of the peer's timestamps, or the time in which a whole window arrives.
 */
class ReceiveGrowth
{
  public:
    /// The first data have come. \param space bytes that are expected in a round trip
    /// \param read the next number to be read \param now current time
    void Begin(uint32_t space, Seq read, Instant now);

    /// \return whether Begin() was called
    bool HasBegun() const
    {
        return m_space > 0;
    }

    /// Data have come. \param next RCV.NXT \param window RCV.WND \param now current time
    void OnArrival(Seq next, uint32_t window, Instant now);
    /// A segment has come that echoes a timestamp. \param echo it \param rtt the time since
    void OnEcho(uint32_t echo, Duration rtt);
    /**
     * The user has read.
     * \param read the next number to be read \param unread bytes left \param now current time
     * \return bytes read in a round trip, where these are more than ever before
     */
    std::optional<uint32_t> OnRead(Seq read, uint32_t unread, Instant now);
    /**
     * \param space bytes read in a round trip, which are kept
     * \return bytes that fit what may come in the next one
     */
    uint64_t Need(uint32_t space);

    /// \return bytes read in a round trip so far, at most
    uint32_t Space() const
    {
        return m_space;
    }

    bool held{false}; //!< nobody has accepted the connection: its buffer does not grow

    /// \return whether all members are equal
    bool operator==(const ReceiveGrowth& other) const;
    /// \param digest gets all members
    void AddTo(Digest& digest) const;

  private:
    auto Parts() const;

    uint32_t m_space{0};    //!< see Space()
    Seq m_read;             //!< next number to be read when this was looked at last
    Instant m_readAt{};     //!< when that was
    Seq m_windowEnd;        //!< end of the window whose arrival is timed
    Instant m_windowAt{};   //!< since when
    Duration m_rtt{0};      //!< round trip, 0: not known
    uint32_t m_lastEcho{0}; //!< timestamp that was echoed last
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_RECEIVE_GROWTH_H
