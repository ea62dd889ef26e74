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
 * Connections in SYN-RECEIVED and TIME-WAIT as small records. The deadline of a record is only in
 * the timer queue, and is an argument when the record is read.
 */

namespace ns3
{
namespace lifecycle
{

/// A number below 2^48, which exceeds the connections of any run. Its alignment is two bytes.
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
    std::array<uint16_t, 3> m_parts; //!< least significant part first
};

/// An instant of whole milliseconds in 32 bits, modulo 2^32. It can be read with the help of an
/// instant that differs by less than 24 days.
class StoredInstant
{
  public:
    /// \param when the instant to store
    explicit StoredInstant(Instant when)
        : m_milliseconds(static_cast<uint32_t>(Milliseconds(when)))
    {
    }

    /// \param when an instant \param near another \return whether Read(near) would return the first
    static bool IsNear(Instant when, Instant near)
    {
        const int64_t from = Milliseconds(when) - Milliseconds(near);
        return from == static_cast<int32_t>(from);
    }

    /// \param near an instant \return the stored instant
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

/// \param answers limits of answers \param near an instant \return whether a record with that
/// deadline can store them
inline bool
CanKeep(const AnswerLimits& answers, Instant near)
{
    return (answers.counted.count == 0 || StoredInstant::IsNear(answers.counted.end, near)) &&
           (answers.loopsUntil == Instant() || StoredInstant::IsNear(answers.loopsUntil, near));
}

/// \param record a record whose limits were stored, see CanKeep() \param near its deadline \return
/// its AnswerLimits
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

/// The fields of every record.
struct StoredEnds
{
    StoredNumber id;                //!< id of the connection in the host
    uint16_t shared;                //!< number of its parameters and local address in a SharedTable
    std::array<uint8_t, 16> remote; //!< the peer's address
    uint16_t localPort;             //!< own port
    uint16_t remotePort;            //!< the peer's port

    /// \param ends 4-tuple \param number id \param sharedAt see shared
    StoredEnds(const FourTuple& ends, uint64_t number, uint16_t sharedAt)
        : id(number),
          shared(sharedAt),
          remote(ends.remote.octets),
          localPort(ends.localPort),
          remotePort(ends.remotePort)
    {
    }

    /// \param table has the local address \return the 4-tuple
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
    StoredInstant answersEnd; //!< end of the period of the answers
    StoredInstant loopsUntil; //!< AnswerLimits::loopsUntil
    uint16_t window;          //!< the window field to send
    uint16_t maxWnd;          //!< MAX.SND.WND, shifted by maxShift
    uint8_t answers;          //!< answers in that period, at most Config::challengeAckLimit
    uint8_t shift : 4;        //!< scale of window, 0..14
    uint8_t maxShift : 4;     //!< scale of maxWnd, 0..14
    bool timestamps : 1;      //!< whether timestamps were negotiated
    bool userClosed : 1;      //!< whether the user has closed
    bool answered : 1;        //!< whether loopsUntil is set
    StateCell state;          //!< TIME-WAIT

    /// \param ends 4-tuple \param number id \param sharedAt see StoredEnds \param packed the state
    /// to store
    StoredTimeWait(const FourTuple& ends,
                   uint64_t number,
                   uint16_t sharedAt,
                   const PackedTimeWait& packed)
        : StoredEnds(ends, number, sharedAt),
          sndNxt(packed.sndNxt),
          rcvNxt(packed.rcvNxt),
          tsRecent(packed.tsRecent),
          answersEnd(packed.answers.counted.end),
          loopsUntil(packed.answers.loopsUntil),
          window(packed.window),
          answers(static_cast<uint8_t>(
              CanKeep(packed.answers, packed.deadline) ? packed.answers.counted.count : 0)),
          shift(packed.shift & 0xf),
          maxShift(0),
          timestamps(packed.timestamps),
          userClosed(packed.userClosed),
          answered(CanKeep(packed.answers, packed.deadline) &&
                   packed.answers.loopsUntil != Instant()),
          state(packed.state)
    {
        while (packed.maxWnd >> maxShift > 0xffff)
        {
            ++maxShift;
        }
        maxWnd = static_cast<uint16_t>(packed.maxWnd >> maxShift);
    }

    /// \param table has the parameters \param deadline when 2MSL ends \return the stored state
    PackedTimeWait Read(const SharedTable& table, Instant deadline) const
    {
        PackedTimeWait packed;
        packed.state = state;
        packed.localPort = localPort;
        packed.remotePort = remotePort;
        packed.sndNxt = sndNxt;
        packed.rcvNxt = rcvNxt;
        packed.window = window;
        packed.shift = shift;
        packed.timestamps = timestamps;
        packed.userClosed = userClosed;
        packed.tsRecent = tsRecent;
        packed.maxWnd = uint32_t{maxWnd} << maxShift;
        packed.config = table[shared].config;
        packed.deadline = deadline;
        packed.answers = ReadAnswers(*this, deadline);
        return packed;
    }
};

static_assert(sizeof(StoredTimeWait) <= 56, "a record in TIME-WAIT stays small");

/// A connection in SYN-RECEIVED that came from a listener, packed.
struct StoredSynReceived : StoredEnds
{
    static constexpr uint16_t MINUTES = 0x8000; //!< the granularity bit of RFC 5482, 2

    QueuePlace place;         //!< position in the SYN queue of its listener
    Seq iss;                  //!< ISS
    Seq irs;                  //!< IRS
    uint32_t tsRecent;        //!< TS.Recent
    StoredInstant answersEnd; //!< end of the period of the answers
    StoredInstant loopsUntil; //!< AnswerLimits::loopsUntil
    uint16_t peerUserTimeout; //!< in the encoding of the option (RFC 5482, 2); 0: none
    uint16_t peerWindow;      //!< SND.WND, not scaled
    uint16_t peerMss;         //!< 0: none
    uint8_t answers;          //!< answers in that period, at most Config::challengeAckLimit
    uint8_t retries;          //!< retransmissions of the SYN,ACK
    uint8_t peerShift : 4;    //!< 0..14
    bool windowScaling : 1;   //!< negotiated
    bool timestamps : 1;      //!< negotiated
    bool sack : 1;            //!< negotiated
    bool ecn : 1;             //!< negotiated
    bool timed : 1;           //!< the SYN,ACK is used for an RTT sample
    bool answered : 1;        //!< whether loopsUntil is set
    StateCell state;          //!< SYN-RECEIVED

    /// \param ends 4-tuple \param number id \param sharedAt see StoredEnds \param queued position
    /// in the SYN queue \param packed the state to store
    StoredSynReceived(const FourTuple& ends,
                      uint64_t number,
                      uint16_t sharedAt,
                      const QueuePlace& queued,
                      const PackedSynReceived& packed)
        : StoredEnds(ends, number, sharedAt),
          place(queued),
          iss(packed.iss),
          irs(packed.irs),
          tsRecent(packed.tsRecent),
          answersEnd(packed.answers.counted.end),
          loopsUntil(packed.answers.loopsUntil),
          peerUserTimeout(static_cast<uint16_t>(packed.peerUserTimeout < MINUTES
                                                    ? packed.peerUserTimeout
                                                    : MINUTES | packed.peerUserTimeout / 60)),
          peerWindow(packed.peerWindow),
          peerMss(packed.peerMss),
          answers(static_cast<uint8_t>(packed.answers.counted.count)),
          retries(packed.retries),
          peerShift(packed.peerShift & 0xf),
          windowScaling(packed.windowScaling),
          timestamps(packed.timestamps),
          sack(packed.sack),
          ecn(packed.ecn),
          timed(packed.timed),
          answered(packed.answers.loopsUntil != Instant()),
          state(packed.state)
    {
    }

    /// \param table has the parameters \param deadline when the SYN,ACK is retransmitted \return
    /// the stored state
    PackedSynReceived Read(const SharedTable& table, Instant deadline) const
    {
        PackedSynReceived packed;
        packed.state = state;
        packed.localPort = localPort;
        packed.remotePort = remotePort;
        packed.iss = iss;
        packed.irs = irs;
        packed.peerWindow = peerWindow;
        packed.peerMss = peerMss;
        packed.peerShift = peerShift;
        packed.retries = retries;
        packed.windowScaling = windowScaling;
        packed.timestamps = timestamps;
        packed.sack = sack;
        packed.ecn = ecn;
        packed.tsRecent = tsRecent;
        packed.peerUserTimeout =
            peerUserTimeout < MINUTES ? peerUserTimeout : (peerUserTimeout - MINUTES) * 60;
        packed.config = table[shared].config;
        packed.timed = timed;
        packed.answers = ReadAnswers(*this, deadline);
        packed.deadline = deadline;
        return packed;
    }
};

static_assert(sizeof(StoredSynReceived) <= 72, "a record in SYN-RECEIVED stays small");

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_STORED_H
