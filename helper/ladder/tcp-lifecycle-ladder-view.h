/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_LADDER_VIEW_H
#define TCP_LIFECYCLE_LADDER_VIEW_H

#include "lifecycle-seq.h"

#include "ns3/nstime.h"

#include <cstdint>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Windows and timers of a connection at one moment.
 */

namespace ns3
{

namespace lifecycle
{
class Connection;
} // namespace lifecycle

/// A timer that runs.
struct TcpLifecycleLadderTimer
{
    std::string name; //!< `retransmission`
    Time deadline;    //!< when it expires
};

/// What one end knows of its two streams (RFC 9293, 3.3.1).
struct TcpLifecycleLadderView
{
    lifecycle::Seq sndUna; //!< SND.UNA
    lifecycle::Seq sndNxt; //!< SND.NXT
    uint32_t sndWnd{0};    //!< SND.WND
    uint32_t cwnd{0};      //!< congestion window; 0 before data can flow
    uint32_t unsent{0};    //!< bytes written and never sent
    bool knowsPeer{false}; //!< the peer's SYN has come: what follows means something
    lifecycle::Seq rcvNxt; //!< RCV.NXT
    uint32_t rcvWnd{0};    //!< RCV.WND
    uint32_t unread{0};    //!< bytes delivered and not read by the user
    std::vector<TcpLifecycleLadderTimer> timers; //!< those that run
};

/// \param connection a connection \return its windows and timers
TcpLifecycleLadderView ViewTcpLifecycleConnection(const lifecycle::Connection& connection);

} // namespace ns3

#endif // TCP_LIFECYCLE_LADDER_VIEW_H
