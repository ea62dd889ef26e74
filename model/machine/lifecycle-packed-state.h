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
 * What is kept of a connection where all of it is not needed.
 */

namespace ns3
{
namespace lifecycle
{

/// The state of a TIME-WAIT connection that is kept when the rest is forgotten.
struct PackedTimeWait
{
    StateCell state;               //!< TIME-WAIT
    uint16_t localPort{0};         //!< own port
    uint16_t remotePort{0};        //!< the peer's port
    Seq sndNxt;                    //!< SND.NXT
    Seq rcvNxt;                    //!< RCV.NXT
    uint16_t window{0};            //!< the window field to send
    uint8_t shift{0};              //!< Rcv.Wind.Shift
    bool timestamps{false};        //!< whether timestamps were agreed on
    bool userClosed{false};        //!< whether the user has called Close()
    uint32_t tsRecent{0};          //!< TS.Recent
    uint32_t maxWnd{0};            //!< MAX.SND.WND (RFC 5961, 5.2)
    AnswerLimits answers;          //!< to what is not acceptable
    const Config* config{nullptr}; //!< parameters
    Instant deadline{NEVER};       //!< when 2MSL ends
};

/// The state of an embryonic connection (SYN-RECEIVED, from LISTEN) that is kept.
struct PackedSynReceived
{
    StateCell state;               //!< SYN-RECEIVED
    uint16_t localPort{0};         //!< own port
    uint16_t remotePort{0};        //!< the peer's port
    Seq iss;                       //!< ISS
    Seq irs;                       //!< IRS
    uint16_t peerWindow{0};        //!< SND.WND, not scaled
    uint16_t peerMss{0};           //!< the MSS it announced; 0: none
    uint8_t peerShift{0};          //!< its window scale, when agreed on
    uint8_t retries{0};            //!< SYN,ACKs repeated
    bool windowScaling{false};     //!< agreed on
    bool timestamps{false};        //!< agreed on
    bool sack{false};              //!< agreed on
    bool ecn{false};               //!< agreed on
    uint32_t tsRecent{0};          //!< TS.Recent
    uint32_t peerUserTimeout{0};   //!< seconds, by its option; 0: none
    const Config* config{nullptr}; //!< parameters
    AnswerLimits answers;          //!< to what is not acceptable
    bool timed{false};             //!< the SYN,ACK is timed, sent one RTO before the deadline
    Instant deadline{NEVER};       //!< when it is sent again
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_PACKED_STATE_H
