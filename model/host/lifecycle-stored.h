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
#include "lifecycle-shared-table.h"

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

/// A number below 2^48, which is more connections than any run has. It needs an alignment of two
/// octets only.
class StoredNumber
{
  public:
    /// \param value the number
    explicit StoredNumber(uint64_t value)
        : m_parts{static_cast<uint16_t>(value),
                  static_cast<uint16_t>(value >> 16),
                  static_cast<uint16_t>(value >> 32)}
    {
    }

    /// \return the number
    operator uint64_t() const
    {
        return uint64_t{m_parts[2]} << 32 | uint64_t{m_parts[1]} << 16 | m_parts[0];
    }

  private:
    std::array<uint16_t, 3> m_parts; //!< the lowest first
};

/// An instant of whole milliseconds in 32 bits, modulo 2^32. It is known again beside an instant
/// that lies within 24 days of it.
class StoredInstant
{
  public:
    /// \param when what is kept
    explicit StoredInstant(Instant when)
        : m_milliseconds(static_cast<uint32_t>(Milliseconds(when)))
    {
    }

    /// \param when an instant \param near another \return whether it is known again beside that
    static bool IsNear(Instant when, Instant near)
    {
        const int64_t from = Milliseconds(when) - Milliseconds(near);
        return from == static_cast<int32_t>(from);
    }

    /// \param near an instant \return what was kept
    Instant Read(Instant near) const
    {
        const int64_t base = Milliseconds(near);
        const auto from = static_cast<int32_t>(m_milliseconds - static_cast<uint32_t>(base));
        return Instant(std::chrono::milliseconds(base + from));
    }

  private:
    /// \param when an instant \return whole milliseconds
    static int64_t Milliseconds(Instant when)
    {
        return when.time_since_epoch() / std::chrono::milliseconds(1);
    }

    uint32_t m_milliseconds; //!< since the start
};

/// \param answers some \param near an instant \return whether a record read beside it has them
inline bool
CanKeep(const AnswerLimits& answers, Instant near)
{
    return (answers.counted.count == 0 || StoredInstant::IsNear(answers.counted.end, near)) &&
           (answers.loopsUntil == Instant() || StoredInstant::IsNear(answers.loopsUntil, near));
}

/// \param record which CanKeep() was true of \param near an instant \return its AnswerLimits
template <typename Record>
AnswerLimits
ReadAnswers(const Record& record, Instant near)
{
    AnswerLimits answers;
    if (record.answers > 0)
    {
        answers.counted.end = record.answersEnd.Read(near);
        answers.counted.count = record.answers;
    }
    if (record.answered)
    {
        answers.loopsUntil = record.loopsUntil.Read(near);
    }
    return answers;
}

/// What every record has.
struct StoredEnds
{
    StoredNumber id;                //!< number of the connection in the host
    uint16_t shared;                //!< number of its parameters and own address in a SharedTable
    std::array<uint8_t, 16> remote; //!< the peer's address
    uint16_t localPort;             //!< own port
    uint16_t remotePort;            //!< the peer's port

    /// \param ends the two ends \param number the id \param sharedAt see shared
    StoredEnds(const FourTuple& ends, uint64_t number, uint16_t sharedAt)
        : id(number),
          shared(sharedAt),
          remote(ends.remote.octets),
          localPort(ends.localPort),
          remotePort(ends.remotePort)
    {
    }

    /// \param table shared is in it \return the two ends
    FourTuple Tuple(const SharedTable& table) const
    {
        const IpAddress& local = table[shared].local;
        return {local, {remote, local.isIpv6}, localPort, remotePort};
    }
};

/// A connection in TIME-WAIT, packed.
struct StoredTimeWait : StoredEnds
{
    Seq sndNxt;               //!< SND.NXT
    Seq rcvNxt;               //!< RCV.NXT
    uint32_t tsRecent;        //!< TS.Recent
    StoredInstant answersEnd; //!< end of the period of its answers
    StoredInstant loopsUntil; //!< AnswerLimits::loopsUntil
    uint16_t window;          //!< the window field to send
    uint16_t maxWnd;          //!< MAX.SND.WND, as it was in a window field
    uint8_t answers;          //!< answers in that period, at most Config::challengeAckLimit
    uint8_t shift : 4;        //!< scale of window, 0..14
    uint8_t maxShift : 4;     //!< scale of maxWnd, 0..14
    bool timestamps : 1;      //!< whether timestamps were agreed on
    bool userClosed : 1;      //!< whether the user has closed
    bool answered : 1;        //!< whether loopsUntil is one
    StateCell state;          //!< TIME-WAIT

    /// \param ends its two ends \param number its id \param sharedAt see StoredEnds
    /// \param remains what is to be kept
    StoredTimeWait(const FourTuple& ends,
                   uint64_t number,
                   uint16_t sharedAt,
                   const TimeWaitRemains& remains)
        : StoredEnds(ends, number, sharedAt),
          sndNxt(remains.sndNxt),
          rcvNxt(remains.rcvNxt),
          tsRecent(remains.tsRecent),
          answersEnd(remains.answers.counted.end),
          loopsUntil(remains.answers.loopsUntil),
          window(remains.window),
          answers(static_cast<uint8_t>(
              CanKeep(remains.answers, remains.deadline) ? remains.answers.counted.count : 0)),
          shift(remains.shift & 0xf),
          maxShift(0),
          timestamps(remains.timestamps),
          userClosed(remains.userClosed),
          answered(CanKeep(remains.answers, remains.deadline) &&
                   remains.answers.loopsUntil != Instant()),
          state(remains.state)
    {
        while (remains.maxWnd >> maxShift > 0xffff)
        {
            ++maxShift;
        }
        maxWnd = static_cast<uint16_t>(remains.maxWnd >> maxShift);
    }

    /// \param table shared is in it \param deadline when 2MSL ends \return what was kept
    TimeWaitRemains Read(const SharedTable& table, Instant deadline) const
    {
        TimeWaitRemains remains;
        remains.state = state;
        remains.localPort = localPort;
        remains.remotePort = remotePort;
        remains.sndNxt = sndNxt;
        remains.rcvNxt = rcvNxt;
        remains.window = window;
        remains.shift = shift;
        remains.timestamps = timestamps;
        remains.userClosed = userClosed;
        remains.tsRecent = tsRecent;
        remains.maxWnd = uint32_t{maxWnd} << maxShift;
        remains.config = table[shared].config;
        remains.deadline = deadline;
        remains.answers = ReadAnswers(*this, deadline);
        return remains;
    }
};

static_assert(sizeof(StoredTimeWait) <= 56, "a record in TIME-WAIT stays small");

/// A connection in SYN-RECEIVED that came from a listener, packed.
struct StoredSynReceived : StoredEnds
{
    static constexpr uint16_t MINUTES = 0x8000; //!< the granularity bit of RFC 5482, 2

    QueuePlace place;         //!< in the SYN queue of its listener
    Seq iss;                  //!< ISS
    Seq irs;                  //!< IRS
    uint32_t tsRecent;        //!< TS.Recent
    StoredInstant answersEnd; //!< end of the period of its answers
    StoredInstant loopsUntil; //!< AnswerLimits::loopsUntil
    uint16_t peerUserTimeout; //!< as its option has it (RFC 5482, 2); 0: none
    uint16_t peerWindow;      //!< SND.WND, not scaled
    uint16_t peerMss;         //!< 0: none
    uint8_t answers;          //!< answers in that period, at most Config::challengeAckLimit
    uint8_t retries;          //!< SYN,ACKs repeated
    uint8_t peerShift : 4;    //!< 0..14
    bool windowScaling : 1;   //!< agreed on
    bool timestamps : 1;      //!< agreed on
    bool sack : 1;            //!< agreed on
    bool ecn : 1;             //!< agreed on
    bool timed : 1;           //!< the SYN,ACK is timed
    bool answered : 1;        //!< whether loopsUntil is one
    StateCell state;          //!< SYN-RECEIVED

    /// \param ends its two ends \param number its id \param sharedAt see StoredEnds
    /// \param queued its place in the SYN queue \param remains what is to be kept
    StoredSynReceived(const FourTuple& ends,
                      uint64_t number,
                      uint16_t sharedAt,
                      const QueuePlace& queued,
                      const SynReceivedRemains& remains)
        : StoredEnds(ends, number, sharedAt),
          place(queued),
          iss(remains.iss),
          irs(remains.irs),
          tsRecent(remains.tsRecent),
          answersEnd(remains.answers.counted.end),
          loopsUntil(remains.answers.loopsUntil),
          peerUserTimeout(static_cast<uint16_t>(remains.peerUserTimeout < MINUTES
                                                    ? remains.peerUserTimeout
                                                    : MINUTES | remains.peerUserTimeout / 60)),
          peerWindow(remains.peerWindow),
          peerMss(remains.peerMss),
          answers(static_cast<uint8_t>(remains.answers.counted.count)),
          retries(remains.retries),
          peerShift(remains.peerShift & 0xf),
          windowScaling(remains.windowScaling),
          timestamps(remains.timestamps),
          sack(remains.sack),
          ecn(remains.ecn),
          timed(remains.timed),
          answered(remains.answers.loopsUntil != Instant()),
          state(remains.state)
    {
    }

    /// \param table shared is in it \param deadline when the SYN,ACK is sent again
    /// \return what was kept
    SynReceivedRemains Read(const SharedTable& table, Instant deadline) const
    {
        SynReceivedRemains remains;
        remains.state = state;
        remains.localPort = localPort;
        remains.remotePort = remotePort;
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
        remains.peerUserTimeout =
            peerUserTimeout < MINUTES ? peerUserTimeout : (peerUserTimeout - MINUTES) * 60;
        remains.config = table[shared].config;
        remains.timed = timed;
        remains.answers = ReadAnswers(*this, deadline);
        remains.deadline = deadline;
        return remains;
    }
};

static_assert(sizeof(StoredSynReceived) <= 72, "a record in SYN-RECEIVED stays small");

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_STORED_H
