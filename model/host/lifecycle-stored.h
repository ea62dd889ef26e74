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
 * Connections in SYN-RECEIVED and TIME-WAIT as small records, one kind for each family. Their
 * deadlines are kept once, in the timer queue, and given when a record is read.
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

/// A number of 64 bits that needs an alignment of four octets only.
class Halves
{
  public:
    /// \param value the number
    explicit Halves(uint64_t value)
        : m_low(static_cast<uint32_t>(value)),
          m_high(static_cast<uint32_t>(value >> 32))
    {
    }

    /// \return the number
    operator uint64_t() const
    {
        return uint64_t{m_high} << 32 | m_low;
    }

  private:
    uint32_t m_low;  //!< its lower half
    uint32_t m_high; //!< its upper half
};

/// The end of the period of a PeriodCount in 32 bits: milliseconds, modulo 2^32. It is known again
/// beside an instant that lies within 24 days of it.
class StoredPeriodEnd
{
  public:
    /// \param period what is kept
    explicit StoredPeriodEnd(const PeriodCount& period)
        : m_milliseconds(static_cast<uint32_t>(Milliseconds(period.end)))
    {
    }

    /// \param period some \param near an instant \return whether its end is known again beside it
    static bool IsNear(const PeriodCount& period, Instant near)
    {
        const int64_t from = Milliseconds(period.end) - Milliseconds(near);
        return period.count == 0 || from == static_cast<int32_t>(from);
    }

    /// \param count how often since the period began \param near an instant \return the period
    PeriodCount Read(uint8_t count, Instant near) const
    {
        PeriodCount period;
        if (count > 0)
        {
            const int64_t base = Milliseconds(near);
            const auto from = static_cast<int32_t>(m_milliseconds - static_cast<uint32_t>(base));
            period.end = Instant(std::chrono::milliseconds(base + from));
            period.count = count;
        }
        return period;
    }

  private:
    /// \param when an instant \return whole milliseconds
    static int64_t Milliseconds(Instant when)
    {
        return when.time_since_epoch() / std::chrono::milliseconds(1);
    }

    uint32_t m_milliseconds; //!< the end
};

/// A connection in TIME-WAIT, packed. \tparam N octets of an address, 4 or 16
template <std::size_t N>
struct StoredTimeWait
{
    Halves id;                    //!< its number in the host
    Halves config;                //!< address of its parameters
    StoredTuple<N> tuple;         //!< its two ends
    Seq sndNxt;                   //!< SND.NXT
    Seq rcvNxt;                   //!< RCV.NXT
    uint32_t tsRecent;            //!< TS.Recent
    StoredPeriodEnd challengeEnd; //!< end of the period of its challenge ACKs
    uint16_t window;              //!< the window field to send
    uint16_t maxWnd;              //!< MAX.SND.WND, as it was in a window field
    uint8_t challenges;   //!< challenge ACKs in that period, at most Config::challengeAckLimit
    uint8_t shift : 4;    //!< scale of window, 0..14
    uint8_t maxShift : 4; //!< scale of maxWnd, 0..14
    bool timestamps : 1;  //!< whether timestamps were agreed on
    bool userClosed : 1;  //!< whether the user has closed
    StateCell state;      //!< TIME-WAIT

    /// \param ends its two ends \param number its id \param remains what is to be kept
    StoredTimeWait(const FourTuple& ends, uint64_t number, const TimeWaitRemains& remains)
        : id(number),
          config(reinterpret_cast<uintptr_t>(remains.config)),
          tuple(ends),
          sndNxt(remains.sndNxt),
          rcvNxt(remains.rcvNxt),
          tsRecent(remains.tsRecent),
          challengeEnd(remains.challenges),
          window(remains.window),
          challenges(StoredPeriodEnd::IsNear(remains.challenges, remains.deadline)
                         ? static_cast<uint8_t>(remains.challenges.count)
                         : uint8_t{0}),
          shift(remains.shift & 0xf),
          maxShift(0),
          timestamps(remains.timestamps),
          userClosed(remains.userClosed),
          state(remains.state)
    {
        while (remains.maxWnd >> maxShift > 0xffff)
        {
            ++maxShift;
        }
        maxWnd = static_cast<uint16_t>(remains.maxWnd >> maxShift);
    }

    /// \param deadline when 2MSL ends \return what was kept
    TimeWaitRemains Read(Instant deadline) const
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
        remains.maxWnd = uint32_t{maxWnd} << maxShift;
        // NOLINTNEXTLINE(performance-no-int-to-ptr): kept in 48 bits
        remains.config = reinterpret_cast<const Config*>(uintptr_t{uint64_t{config}});
        remains.deadline = deadline;
        remains.challenges = challengeEnd.Read(challenges, deadline);
        return remains;
    }
};

static_assert(sizeof(StoredTimeWait<4>) <= 52, "a record in IPv4's TIME-WAIT stays small");
static_assert(sizeof(StoredTimeWait<16>) <= 76, "a record in IPv6's TIME-WAIT stays small");

/// A connection in SYN-RECEIVED that came from a listener, packed. \tparam N octets of an address,
/// 4 or 16
template <std::size_t N>
struct StoredSynReceived
{
    Halves id;                    //!< its number in the host
    Halves config;                //!< address of its parameters
    StoredTuple<N> tuple;         //!< its two ends
    QueuePlace place;             //!< in the SYN queue of its listener
    Seq iss;                      //!< ISS
    Seq irs;                      //!< IRS
    uint32_t tsRecent;            //!< TS.Recent
    uint32_t peerUserTimeout;     //!< seconds; 0: none
    StoredPeriodEnd challengeEnd; //!< end of the period of its challenge ACKs
    uint16_t peerWindow;          //!< SND.WND, not scaled
    uint16_t peerMss;             //!< 0: none
    uint8_t challenges;     //!< challenge ACKs in that period, at most Config::challengeAckLimit
    uint8_t retries;        //!< SYN,ACKs repeated
    uint8_t peerShift : 4;  //!< 0..14
    bool windowScaling : 1; //!< agreed on
    bool timestamps : 1;    //!< agreed on
    bool sack : 1;          //!< agreed on
    bool ecn : 1;           //!< agreed on
    bool timed : 1;         //!< the SYN,ACK is timed
    StateCell state;        //!< SYN-RECEIVED

    /// \param ends its two ends \param number its id \param queued its place in the SYN queue
    /// \param remains what is to be kept
    StoredSynReceived(const FourTuple& ends,
                      uint64_t number,
                      const QueuePlace& queued,
                      const SynReceivedRemains& remains)
        : id(number),
          config(reinterpret_cast<uintptr_t>(remains.config)),
          tuple(ends),
          place(queued),
          iss(remains.iss),
          irs(remains.irs),
          tsRecent(remains.tsRecent),
          peerUserTimeout(remains.peerUserTimeout),
          challengeEnd(remains.challenges),
          peerWindow(remains.peerWindow),
          peerMss(remains.peerMss),
          challenges(static_cast<uint8_t>(remains.challenges.count)),
          retries(remains.retries),
          peerShift(remains.peerShift & 0xf),
          windowScaling(remains.windowScaling),
          timestamps(remains.timestamps),
          sack(remains.sack),
          ecn(remains.ecn),
          timed(remains.timed),
          state(remains.state)
    {
    }

    /// \param deadline when the SYN,ACK is sent again \return what was kept
    SynReceivedRemains Read(Instant deadline) const
    {
        SynReceivedRemains remains;
        remains.state = state;
        remains.localPort = tuple.localPort;
        remains.remotePort = tuple.remotePort;
        remains.iss = iss;
        remains.irs = irs;
        remains.peerWindow = peerWindow;
        remains.peerMss = peerMss;
        remains.peerShift = peerShift;
        remains.retries = retries;
        remains.windowScaling = windowScaling;
        remains.timestamps = timestamps;
        remains.sack = sack;
        remains.ecn = ecn;
        remains.tsRecent = tsRecent;
        remains.peerUserTimeout = peerUserTimeout;
        // NOLINTNEXTLINE(performance-no-int-to-ptr): kept in 64 bits
        remains.config = reinterpret_cast<const Config*>(uintptr_t{uint64_t{config}});
        remains.timed = timed;
        remains.challenges = challengeEnd.Read(challenges, deadline);
        remains.deadline = deadline;
        return remains;
    }
};

static_assert(sizeof(StoredSynReceived<4>) <= 72, "a record in SYN-RECEIVED stays small");
static_assert(sizeof(StoredSynReceived<16>) <= 96, "a record in IPv6's SYN-RECEIVED stays small");

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_STORED_H
