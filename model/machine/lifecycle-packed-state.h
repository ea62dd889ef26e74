/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_PACKED_STATE_H
#define LIFECYCLE_PACKED_STATE_H

#include "lifecycle-challenge.h"
#include "lifecycle-config.h"
#include "lifecycle-seq.h"
#include "lifecycle-state.h"
#include "lifecycle-time.h"

#include <cstdint>

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * The compressed state of a connection in TIME-WAIT or SYN-RECEIVED.
 */

namespace ns3
{
namespace lifecycle
{

/// Compressed TIME-WAIT state.
struct PackedTimeWait
{
    StateCell state;               //!< TIME-WAIT
    uint16_t localPort{0};         //!< local port
    uint16_t remotePort{0};        //!< the peer's port
    Seq sndNxt;                    //!< SND.NXT
    Seq rcvNxt;                    //!< RCV.NXT
    uint16_t window{0};            //!< the window field to send
    uint8_t shift{0};              //!< Rcv.Wind.Shift
    bool timestamps{false};        //!< whether timestamps were negotiated
    bool userClosed{false};        //!< whether the user has called Close()
    uint32_t tsRecent{0};          //!< TS.Recent
    uint32_t maxWnd{0};            //!< MAX.SND.WND (RFC 5961, 5.2)
    AnswerLimits answers;          //!< limits of answers to unacceptable segments
    const Config* config{nullptr}; //!< parameters
    Instant deadline{NEVER};       //!< when 2MSL ends
};

/// Compressed state of a half-open connection (SYN-RECEIVED, from LISTEN).
struct PackedSynReceived
{
    StateCell state;               //!< SYN-RECEIVED
    uint16_t localPort{0};         //!< local port
    uint16_t remotePort{0};        //!< the peer's port
    Seq iss;                       //!< ISS
    Seq irs;                       //!< IRS
    uint16_t peerWindow{0};        //!< SND.WND, not scaled
    uint16_t peerMss{0};           //!< the peer's MSS; 0: none announced
    uint8_t peerShift{0};          //!< the peer's window scale, if negotiated
    uint8_t retries{0};            //!< retransmissions of the SYN,ACK
    bool windowScaling{false};     //!< negotiated
    bool timestamps{false};        //!< negotiated
    bool sack{false};              //!< negotiated
    bool ecn{false};               //!< negotiated
    uint32_t tsRecent{0};          //!< TS.Recent
    uint32_t peerUserTimeout{0};   //!< from the peer's option, seconds; 0: none
    const Config* config{nullptr}; //!< parameters
    AnswerLimits answers;          //!< limits of answers to unacceptable segments
    bool timed{false}; //!< the SYN,ACK is used for an RTT sample; it was sent one RTO before the
                       //!< deadline
    Instant deadline{NEVER}; //!< when the SYN,ACK is retransmitted
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_PACKED_STATE_H
