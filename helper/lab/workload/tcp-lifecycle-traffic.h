/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_TRAFFIC_H
#define TCP_LIFECYCLE_TRAFFIC_H

#include "ns3/nstime.h"
#include "ns3/ptr.h"
#include "ns3/random-variable-stream.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * What a workload consists of, as values.
 */

namespace ns3
{

/// How connections follow each other.
enum class TcpLifecycleArrivals : uint8_t
{
    Poisson,  //!< independently of each other, clients and servers drawn at random
    Periodic, //!< one each interval, clients and servers in turn
    Trace,    //!< as a list says
};

/// Who closes first.
enum class TcpLifecycleFirstCloser : uint8_t
{
    Client, //!< the one that has opened
    Server, //!< the one that has accepted
};

/// How the first closes.
enum class TcpLifecycleCloseWay : uint8_t
{
    Fin,    //!< CLOSE: no more is sent, nor read
    Half,   //!< a half close (RFC 9293, 3.6): no more is sent, what comes is read
    Reset,  //!< ABORT (RFC 9293, 3.10.5): a RST
    Linger, //!< CLOSE with SO_LINGER: a RST if the FIN is not acknowledged in time
};

/// A way to close and how often it is taken.
struct TcpLifecycleCloseShare
{
    TcpLifecycleFirstCloser closer{TcpLifecycleFirstCloser::Client}; //!< who
    TcpLifecycleCloseWay way{TcpLifecycleCloseWay::Fin};             //!< how
    double share{1}; //!< > 0; divided by the sum of all shares it is a probability
};

/// One connection of a list; what is not said is drawn, or taken in turn, as for the others.
struct TcpLifecycleTrafficEntry
{
    Time at;                                       //!< when it is opened, since the start
    std::optional<uint32_t> client;                //!< which
    std::optional<uint32_t> server;                //!< which
    std::optional<uint64_t> request;               //!< bytes
    std::optional<uint64_t> response;              //!< bytes
    std::optional<TcpLifecycleFirstCloser> closer; //!< who closes first
    std::optional<TcpLifecycleCloseWay> way;       //!< how
    std::optional<Time> delay;                     //!< before that
};

/**
 * \ingroup tcp-lifecycle
 *
 * What happens on the connections of a workload. A client opens a connection, sends a request, the
 * server reads it and sends a response; then one of them closes first, and the other when it has
 * read to the end.
 *
 * Random variables of bytes are rounded, and cut to 0..MOST_OCTETS; those of times are seconds,
 * cut to 0..MOST_SECONDS.
 */
struct TcpLifecycleTraffic
{
    static constexpr double MOST_OCTETS = 1e9;  //!< of a request or a response
    static constexpr double MOST_SECONDS = 1e8; //!< of a wait: 3 years

    /// 1000 connections, 100 a second, 100 bytes there and 1000 back, the client closes by FIN.
    TcpLifecycleTraffic();

    TcpLifecycleArrivals arrivals{TcpLifecycleArrivals::Poisson}; //!< how connections follow
    double rate{100};                               //!< of Poisson: connections a second, > 0
    Time interval{MilliSeconds(10)};                //!< of Periodic, > 0
    std::vector<TcpLifecycleTrafficEntry> trace;    //!< of Trace, by time
    uint64_t connections{1000};                     //!< how many at most; 0: no limit
    Time until;                                     //!< none is opened from now on; 0: no limit
    Ptr<RandomVariableStream> request;              //!< bytes from client to server
    Ptr<RandomVariableStream> response;             //!< bytes from server to client
    Ptr<RandomVariableStream> think;                //!< wait of the server before its response
    Ptr<RandomVariableStream> closeDelay;           //!< wait of the first before it closes
    Ptr<RandomVariableStream> answerDelay;          //!< wait of the other before it closes
    std::vector<TcpLifecycleCloseShare> closes{{}}; //!< ways to close, at least one
    Time linger{Seconds(1)};                        //!< of TcpLifecycleCloseWay::Linger, >= 0
};

/// What a workload has come to.
struct TcpLifecycleWorkloadCounts
{
    uint64_t opened{0};         //!< connections that clients have opened
    uint64_t refusedLocally{0}; //!< refused by the client's own host: no port, or it is down
    uint64_t withoutPort{0};    //!< of these: no ephemeral port to the server was free
    uint64_t failed{0};         //!< opened, but never established
    uint64_t established{0};    //!< established at the client
    uint64_t completed{0};      //!< request and response were read to the last byte
    uint64_t broken{0};         //!< ended before, by a RST or a timeout
    uint64_t octets{0};         //!< read, and as they were sent
    uint64_t wrongOctets{0};    //!< read, and not as they were sent
    uint64_t strangers{0};      //!< connections to a server that no client of the workload has open
};

} // namespace ns3

#endif // TCP_LIFECYCLE_TRAFFIC_H
