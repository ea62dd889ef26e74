/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_STORED_H
#define LIFECYCLE_STORED_H

#include "lifecycle-address.h"
#include "lifecycle-connection.h"
#include "lifecycle-listeners.h"

#include <algorithm>
#include <array>
#include <cstdint>

/**
 * \file
 * \ingroup tcp-lifecycle-host
 * Connections in SYN-RECEIVED and TIME-WAIT as small records, one kind for each family.
 */

namespace ns3
{
namespace lifecycle
{

/// Two ends of one family. \tparam N octets of an address, 4 or 16
template <std::size_t N>
struct StoredTuple
{
    std::array<uint8_t, N> local;  //!< own address
    std::array<uint8_t, N> remote; //!< the peer's address
    uint16_t localPort;            //!< own port
    uint16_t remotePort;           //!< the peer's port

    /// \param tuple two ends of this family
    explicit StoredTuple(const FourTuple& tuple)
        : localPort(tuple.localPort),
          remotePort(tuple.remotePort)
    {
        std::copy_n(tuple.local.octets.begin(), N, local.begin());
        std::copy_n(tuple.remote.octets.begin(), N, remote.begin());
    }

    /// \return the two ends
    FourTuple Read() const
    {
        FourTuple tuple;
        tuple.local.isIpv6 = N == 16;
        tuple.remote.isIpv6 = N == 16;
        std::copy_n(local.begin(), N, tuple.local.octets.begin());
        std::copy_n(remote.begin(), N, tuple.remote.octets.begin());
        tuple.localPort = localPort;
        tuple.remotePort = remotePort;
        return tuple;
    }
};

/// A connection in TIME-WAIT, its members ordered by size. \tparam N octets of an address, 4 or 16
template <std::size_t N>
struct StoredTimeWait
{
    uint64_t id;          //!< its number in the host
    const Config* config; //!< parameters
    Instant deadline;     //!< when 2MSL ends
    StoredTuple<N> tuple; //!< its two ends
    Seq sndNxt;           //!< SND.NXT
    Seq rcvNxt;           //!< RCV.NXT
    uint32_t tsRecent;    //!< TS.Recent
    uint16_t window;      //!< the window field to send
    uint8_t shift : 4;    //!< its scale, 0..14
    bool timestamps : 1;  //!< whether timestamps were agreed on
    bool userClosed : 1;  //!< whether the user has closed
    StateCell state;      //!< TIME-WAIT

    /// \param ends its two ends \param number its id \param remains what is to be kept
    StoredTimeWait(const FourTuple& ends, uint64_t number, const TimeWaitRemains& remains)
        : id(number),
          config(remains.config),
          deadline(remains.deadline),
          tuple(ends),
          sndNxt(remains.sndNxt),
          rcvNxt(remains.rcvNxt),
          tsRecent(remains.tsRecent),
          window(remains.window),
          shift(remains.shift & 0xf),
          timestamps(remains.timestamps),
          userClosed(remains.userClosed),
          state(remains.state)
    {
    }

    /// \return what was kept
    TimeWaitRemains Read() const
    {
        TimeWaitRemains remains;
        remains.state = state;
        remains.localPort = tuple.localPort;
        remains.remotePort = tuple.remotePort;
        remains.sndNxt = sndNxt;
        remains.rcvNxt = rcvNxt;
        remains.window = window;
        remains.shift = shift;
        remains.timestamps = timestamps;
        remains.userClosed = userClosed;
        remains.tsRecent = tsRecent;
        remains.config = config;
        remains.deadline = deadline;
        return remains;
    }
};

static_assert(sizeof(StoredTimeWait<4>) <= 56, "a record in IPv4's TIME-WAIT stays small");
static_assert(sizeof(StoredTimeWait<16>) <= 80, "a record in IPv6's TIME-WAIT stays small");

/// A connection in SYN-RECEIVED that came from a listener. \tparam N octets of an address, 4 or 16
template <std::size_t N>
struct StoredSynReceived
{
    SynReceivedRemains remains; //!< what is kept of the connection
    uint64_t id;                //!< its number in the host
    StoredTuple<N> tuple;       //!< its two ends
    QueuePlace place;           //!< in the SYN queue of its listener

    /// \param ends its two ends \param number its id \param queued its place in the SYN queue
    /// \param kept what is to be kept
    StoredSynReceived(const FourTuple& ends,
                      uint64_t number,
                      const QueuePlace& queued,
                      const SynReceivedRemains& kept)
        : remains(kept),
          id(number),
          tuple(ends),
          place(queued)
    {
    }
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_STORED_H
