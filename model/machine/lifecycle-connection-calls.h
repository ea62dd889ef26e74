/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_CONNECTION_CALLS_H
#define LIFECYCLE_CONNECTION_CALLS_H

#include "lifecycle-action.h"
#include "lifecycle-challenge.h"
#include "lifecycle-config.h"
#include "lifecycle-congestion.h"
#include "lifecycle-time.h"

#include <cstddef>
#include <cstdint>

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * What the calls of a connection take and return, and its timers.
 */

namespace ns3
{
namespace lifecycle
{

/// Arguments of every entry into the state machine.
struct Context
{
    Instant now;                               //!< current time
    Actions& out;                              //!< gets the output
    CongestionControl& congestion;             //!< congestion control of the connection
    ChallengeBudget* challengeBudget{nullptr}; //!< limit of the host; null: no limit
};

/// Why a user call was refused. A refused call has no effect.
enum class Refusal : uint8_t
{
    None,         //!< not refused
    NotConnected, //!< "connection does not exist" (RFC 9293, 3.10)
    AlreadyOpen,  //!< "connection already exists"
    Closing,      //!< "connection closing": the sending direction is shut down
    NoSpace,      //!< the send buffer does not have enough space
};

/// Options of SEND.
struct SendFlags
{
    bool urgent{false}; //!< the urgent data end with these data (RFC 9293, 3.8.5)
    bool more{false};   //!< more data follow at once: a segment that is not full has no PSH, and
                        //!< waits until an acknowledgment arrives or data are sent (MSG_MORE)
    bool endOfRecord{false}; //!< later data are not sent in the same segment (MSG_EOR)
};

/// Use of Fast Open by an active OPEN (RFC 7413, 4.2).
struct FastOpenStart
{
    bool offers{false}; //!< the SYN has the option
    FastOpenCookie
        cookie; //!< cookie of the server; if its size is 0, the SYN requests one and has no data
    uint16_t peerMss{0}; //!< MSS that the server announced earlier; 0: unknown
    uint32_t octets{0};  //!< bytes already written
};

/// Answer of a listener to the Fast Open option of a SYN (RFC 7413, 4.2.2).
struct FastOpenAnswer
{
    bool takesData{false}; //!< the cookie is valid: the data are accepted before the handshake is
                           //!< complete
    FastOpenCookie cookie; //!< cookie for the SYN,ACK; size 0: none
};

/// The timers of a connection.
enum class Timer : uint8_t
{
    Retransmission, //!< RFC 6298, for SYN, data and FIN
    Persist,        //!< zero-window probe, and the sender's silly-window override
    DelayedAck,     //!< RFC 9293, 3.8.6.3
    User,           //!< USER TIMEOUT (RFC 9293, 3.10.8)
    FinWait2,       //!< see Config::finWait2Timeout
    TimeWait,       //!< 2MSL
    KeepAlive,      //!< next keep-alive probe (RFC 9293, 3.8.4)
    Connect,        //!< see Config::connectTimeout
    Linger,         //!< see Config::linger
    Pacing,         //!< the next segment may leave
};

/// Lower limit of a peer's MSS. RFC 9293, 3.7.1: IPv4's minimum reassembly size less the headers
/// (Linux: TCP_MIN_SND_MSS 48; it must allow 40 bytes of options and some data)
constexpr uint16_t MIN_SEND_MSS = 48;

/// Number of timers of a connection.
constexpr std::size_t TIMER_COUNT = 10;

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_CONNECTION_CALLS_H
