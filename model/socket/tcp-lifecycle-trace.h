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
 * Arguments of the trace sources of TcpLifecycleL4Protocol.
 */

namespace ns3
{

/// Argument of the trace source `Transition`. Its pointers are only valid during the call.
struct TcpLifecycleTransition
{
    Time time;                  //!< when
    uint32_t node{0};           //!< node id
    uint64_t id{0};             //!< id of the connection or listener on its node, from 1
    lifecycle::FourTuple tuple; //!< its 4-tuple; all zeros for the remote end of a listener
    lifecycle::State from{};    //!< previous state
    lifecycle::State to{};      //!< new state
    lifecycle::Cause cause{};   //!< why it changed
    const lifecycle::Segment* segment{nullptr}; //!< the received segment that caused it, or null
};

/// Argument of the trace source `IcmpError`.
struct TcpLifecycleIcmpEvent
{
    Time time;                        //!< when
    uint32_t node{0};                 //!< node id
    uint64_t id{0};                   //!< id of the connection on its node; 0: none
    lifecycle::FourTuple tuple;       //!< of the quoted segment, local end first
    lifecycle::PathError error;       //!< the error
    lifecycle::PathVerdict verdict{}; //!< what was done with it
};

/// Argument of the trace sources `ListenQueues`.
struct TcpLifecycleListenEvent
{
    Time time;                        //!< when
    uint32_t node{0};                 //!< node id
    uint64_t id{0};                   //!< id of the listener on its node
    lifecycle::FourTuple tuple;       //!< its local end; the remote end is all zeros
    lifecycle::ListenerStatus status; //!< its queues and counters after the change
};

/// Argument of the trace source `ConnectionClosed`.
struct TcpLifecycleRecord
{
    uint32_t node{0};                       //!< node id
    std::string profile;                    //!< name of the profile of this end
    lifecycle::ConnectionRecord connection; //!< the record
};

/// Argument of the trace sources `SegmentSent` and `SegmentReceived`.
struct TcpLifecycleSegmentEvent
{
    Time time;        //!< when
    uint32_t node{0}; //!< node id
    uint64_t id{0};   //!< id of the connection on its node; 0: the segment belongs to no connection
    lifecycle::FourTuple tuple;                 //!< local end first
    const lifecycle::Segment* segment{nullptr}; //!< the segment, valid during the call
    /// Identifies this transmission: unique among the segments of all nodes while SegmentSent has
    /// sinks, and the same at the receiver, so that losses and reordering can be detected. 0:
    /// unknown.
    uint64_t serial{0};
    lifecycle::EmitReason reason{}; //!< why it was sent; only SegmentSent
    bool retransmission{false};     //!< whether it is a retransmission; only SegmentSent
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
