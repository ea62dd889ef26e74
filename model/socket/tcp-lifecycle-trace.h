/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_TRACE_H
#define TCP_LIFECYCLE_TRACE_H

#include "lifecycle-host-config.h"
#include "lifecycle-path.h"
#include "lifecycle-record.h"

#include "ns3/nstime.h"

#include <cstdint>
#include <string>

/**
 * \file
 * \ingroup tcp-lifecycle
 * What the trace sources of TcpLifecycleL4Protocol hand to their listeners.
 */

namespace ns3
{

/// Argument of the trace source `Transition`. Pointers in it are valid during the call only.
struct TcpLifecycleTransition
{
    Time time;                  //!< when
    uint32_t node{0};           //!< node id
    uint64_t id{0};             //!< the connection's (or listener's) number on its node, from 1 on
    lifecycle::FourTuple tuple; //!< its two ends; a listener's remote end is all zero
    lifecycle::State from{};    //!< state before
    lifecycle::State to{};      //!< state after
    lifecycle::Cause cause{};   //!< why
    const lifecycle::Segment* segment{nullptr}; //!< the received segment that caused it, or null
};

/// Argument of the trace source `IcmpError`.
struct TcpLifecycleIcmpEvent
{
    Time time;                        //!< when
    uint32_t node{0};                 //!< node id
    uint64_t id{0};                   //!< the connection's number on its node; 0: there is none
    lifecycle::FourTuple tuple;       //!< of the segment that the message quotes, seen from here
    lifecycle::PathError error;       //!< what the message says
    lifecycle::PathVerdict verdict{}; //!< what was done about it
};

/// Argument of the trace sources `ListenQueues`.
struct TcpLifecycleListenEvent
{
    Time time;                        //!< when
    uint32_t node{0};                 //!< node id
    uint64_t id{0};                   //!< the listener's number on its node
    lifecycle::FourTuple tuple;       //!< its own end; the remote end is all zero
    lifecycle::ListenerStatus status; //!< its queues and counters after the change
};

/// Argument of the trace source `ConnectionClosed`.
struct TcpLifecycleRecord
{
    uint32_t node{0};                       //!< node id
    std::string profile;                    //!< name of the profile in force at that end
    lifecycle::ConnectionRecord connection; //!< the rest
};

/// Argument of the trace sources `SegmentSent` and `SegmentReceived`.
struct TcpLifecycleSegmentEvent
{
    Time time;                  //!< when
    uint32_t node{0};           //!< node id
    uint64_t id{0};             //!< the connection's number on its node; 0: none took or sent it
    lifecycle::FourTuple tuple; //!< seen from this node
    const lifecycle::Segment* segment{nullptr}; //!< the segment, valid during the call
    /// Names this transmission: unique among all that all nodes send while anybody listens to
    /// SegmentSent, and the same at the receiver, so that lost and overtaking ones can be told. 0:
    /// not known.
    uint64_t serial{0};
    lifecycle::EmitReason reason{}; //!< what it was sent for; SegmentSent only
    bool retransmission{false};     //!< whether it repeats octets; SegmentSent only
};

/// Signatures of the trace sources' callbacks.
typedef void (*TcpLifecycleTransitionTracedCallback)(const TcpLifecycleTransition& transition);
/// See TcpLifecycleTransitionTracedCallback.
typedef void (*TcpLifecycleRecordTracedCallback)(const TcpLifecycleRecord& record);
/// See TcpLifecycleTransitionTracedCallback.
typedef void (*TcpLifecycleListenTracedCallback)(const TcpLifecycleListenEvent& event);
/// See TcpLifecycleTransitionTracedCallback.
typedef void (*TcpLifecycleSegmentTracedCallback)(const TcpLifecycleSegmentEvent& event);
/// See TcpLifecycleTransitionTracedCallback.
typedef void (*TcpLifecycleIcmpTracedCallback)(const TcpLifecycleIcmpEvent& event);

} // namespace ns3

#endif // TCP_LIFECYCLE_TRACE_H
