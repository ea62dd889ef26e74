/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_CONNECTION_INFO_H
#define LIFECYCLE_CONNECTION_INFO_H

#include "lifecycle-congestion.h"
#include "lifecycle-state.h"
#include "lifecycle-time.h"

#include <cstdint>

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * The connection information that users can query.
 */

namespace ns3
{
namespace lifecycle
{

class Connection;

/**
 * \ingroup tcp-lifecycle-machine
 *
 * The fields of Linux's struct tcp_info that apply here (include/uapi/linux/tcp.h), without the
 * prefix of their names. A segment is sndMss bytes.
 */
struct ConnectionInfo
{
    State state{State::Closed};                 //!< the state
    RecoveryPhase caState{RecoveryPhase::Open}; //!< phase of loss recovery
    bool timestamps{false};                     //!< TCPI_OPT_TIMESTAMPS
    bool sack{false};                           //!< TCPI_OPT_SACK
    bool windowScaling{false};                  //!< TCPI_OPT_WSCALE
    bool ecn{false};                            //!< TCPI_OPT_ECN
    bool synData{false};                        //!< TCPI_OPT_SYN_DATA
    uint8_t sndWscale{0};                       //!< shift of the peer's window
    uint8_t rcvWscale{0};                       //!< shift of the own window
    uint32_t retransmits{0};                    //!< consecutive timeouts without an answer
    uint32_t probes{0};       //!< consecutive zero-window probes without an answer
    uint32_t backoff{0};      //!< number of times that the RTO or the probe interval was doubled
    Duration rto{0};          //!< RTO
    Duration rtt{0};          //!< SRTT
    Duration rttvar{0};       //!< RTTVAR
    Duration minRtt{0};       //!< smallest RTT, 0: none
    uint32_t sndMss{0};       //!< data of a segment with its usual options, bytes
    uint32_t advmss{0};       //!< the same for the announced MSS
    uint32_t unacked{0};      //!< outstanding, segments
    uint32_t sacked{0};       //!< SACKed, segments
    uint32_t lost{0};         //!< lost, segments
    uint32_t retrans{0};      //!< retransmitted and outstanding, segments
    uint32_t totalRetrans{0}; //!< retransmitted since the connection was opened, segments
    uint32_t delivered{0};    //!< delivered since the connection was opened, segments
    uint32_t sndCwnd{0};      //!< congestion window, bytes
    uint32_t sndSsthresh{0xffffffff};   //!< slow start threshold, bytes; initially unlimited
    uint32_t sndWnd{0};                 //!< SND.WND, bytes
    uint32_t rcvWnd{0};                 //!< RCV.WND, bytes
    uint32_t rcvSpace{0};               //!< receive buffer, bytes
    uint32_t notsentBytes{0};           //!< written and not sent, bytes
    uint64_t bytesAcked{0};             //!< data acknowledged, bytes
    uint64_t bytesReceived{0};          //!< data received in order, bytes
    uint32_t reordering{0};             //!< largest reordering observed, segments; initially 3
    uint32_t reordSeen{0};              //!< number of times that reordering was observed
    uint64_t pacingRate{0};             //!< at which segments leave, bytes/s; 0: at once
    uint64_t deliveryRate{0};           //!< bytes/s, last one measured; 0: none
    bool deliveryRateAppLimited{false}; //!< the user, not the network, limited it
    Duration busyTime{0};               //!< with data not acknowledged
    Duration rwndLimited{0};            //!< of that, with the peer's window full
    Duration sndbufLimited{0};          //!< of that, with the send buffer full and all of it sent
};

/// \param connection whose \param now current time \return what can be asked about it
ConnectionInfo InfoOf(const Connection& connection, Instant now);

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_CONNECTION_INFO_H
