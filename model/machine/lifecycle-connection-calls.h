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

/// What every entry of the machine is handed.
struct Context
{
    Instant now;                               //!< the time
    Actions& out;                              //!< gets what is to be done
    CongestionControl& congestion;             //!< the connection's algorithm
    ChallengeBudget* challengeBudget{nullptr}; //!< the host's, or null: no limit
};

/// Why a user call was refused; a refused call changes nothing.
enum class Refusal : uint8_t
{
    None,         //!< it was not: done
    NotConnected, //!< "connection does not exist" (RFC 9293, 3.10)
    AlreadyOpen,  //!< "connection already exists"
    Closing,      //!< "connection closing": the sending direction is shut
    NoSpace,      //!< the send buffer has no room for all of it
};

/// How SEND is called.
struct SendFlags
{
    bool urgent{false};      //!< urgent data end after them (RFC 9293, 3.8.5)
    bool more{false};        //!< more follows at once: a segment that is not full waits until
                             //!< anything is acknowledged or sent, and has no PSH (MSG_MORE)
    bool endOfRecord{false}; //!< no later data go in a segment with them (MSG_EOR)
};

/// How an active OPEN uses Fast Open (RFC 7413, 4.2).
struct FastOpenStart
{
    bool offers{false};    //!< the SYN has the option
    FastOpenCookie cookie; //!< the peer's; of size 0, one is asked for and no text goes along
    uint16_t peerMss{0};   //!< what the peer has announced before; 0: not known
    uint32_t octets{0};    //!< text that is written already
};

/// What a listener does with the Fast Open option of a SYN (RFC 7413, 4.2.2).
struct FastOpenAnswer
{
    bool takesData{false}; //!< the cookie is valid: text counts before the handshake is done
    FastOpenCookie cookie; //!< one for the SYN,ACK; of size 0: none
};

/// The deadlines of a connection.
enum class Timer : uint8_t
{
    Retransmission, //!< RFC 6298, for SYN, text and FIN
    Persist,        //!< zero-window probe, and the sender's silly-window override
    DelayedAck,     //!< RFC 9293, 3.8.6.3
    User,           //!< USER TIMEOUT (RFC 9293, 3.10.8)
    FinWait2,       //!< see Config::finWait2Timeout
    TimeWait,       //!< 2MSL
    KeepAlive,      //!< next probe of an idle peer (RFC 9293, 3.8.4)
    Connect,        //!< see Config::connectTimeout
    Linger,         //!< see Config::linger
    Pacing,         //!< the next segment may leave
};

/// RFC 9293, 3.7.1: IPv4's least reassembly size less the headers; below, a peer's MSS is not
/// believed (Linux: TCP_MIN_SND_MSS 48; it must leave room for 40 octets of options and some text)
constexpr uint16_t MIN_SEND_MSS = 48;

/// How many timers a connection has.
constexpr std::size_t TIMER_COUNT = 10;

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_CONNECTION_CALLS_H
