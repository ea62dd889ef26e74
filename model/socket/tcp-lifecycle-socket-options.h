/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_SOCKET_OPTIONS_H
#define TCP_LIFECYCLE_SOCKET_OPTIONS_H

#include "lifecycle-config.h"

#include <cstdint>
#include <optional>
#include <string>

/**
 * \file
 * \ingroup tcp-lifecycle
 * The options that the user of a socket has set.
 */

namespace ns3
{

/**
 * \ingroup tcp-lifecycle
 *
 * The attributes of ns3::TcpSocket and TcpLifecycleSocket. An empty one is taken from the profile
 * of the host.
 */
struct TcpLifecycleSocketOptions
{
    std::optional<uint32_t> sendBuffer;    //!< SndBufSize, bytes
    std::optional<uint32_t> receiveBuffer; //!< RcvBufSize, bytes
    std::optional<uint32_t>
        segmentSize; //!< SegmentSize, bytes: the announced MSS, and the limit of sent segments
    std::optional<uint32_t> initialSsthresh; //!< InitialSlowStartThreshold, bytes
    std::optional<uint32_t> initialWindow;   //!< InitialCwnd, segments
    std::optional<uint32_t> connCount;       //!< ConnCount: transmissions of a SYN or SYN,ACK
    std::optional<uint32_t> dataRetries;     //!< DataRetries
    std::optional<uint32_t> delAckCount;     //!< DelAckCount
    std::optional<bool> noDelay;             //!< TcpNoDelay: Nagle's algorithm is off
    std::optional<bool> cork;                //!< TCP_CORK: a segment that is not full waits
    std::optional<lifecycle::Duration> connTimeout;       //!< ConnTimeout
    std::optional<lifecycle::Duration> delAckTimeout;     //!< DelAckTimeout
    std::optional<lifecycle::Duration> persistTimeout;    //!< PersistTimeout
    std::optional<lifecycle::Duration> msl;               //!< MaxSegLifetime
    std::optional<bool> keepAlive;                        //!< SetKeepAlive()
    std::optional<lifecycle::Duration> keepAliveIdle;     //!< SetKeepAliveTime()
    std::optional<lifecycle::Duration> linger;            //!< SetLinger(); FOREVER: off
    std::optional<lifecycle::Duration> keepAliveInterval; //!< TCP_KEEPINTVL
    std::optional<uint32_t> keepAliveCount;               //!< TCP_KEEPCNT
    std::optional<lifecycle::Duration> connectTimeout;    //!< TCP_KEEPINIT; FOREVER: never
    std::optional<lifecycle::Duration> userTimeout;       //!< TCP_USER_TIMEOUT; FOREVER: never
    std::optional<lifecycle::Duration> finWait2Timeout;   //!< TCP_LINGER2; 0: no FIN-WAIT-2
    std::optional<uint32_t> windowScaleBuffer;            //!< see lifecycle::Config
    std::optional<uint32_t> notSentLowat;                 //!< TCP_NOTSENT_LOWAT
    std::optional<bool> noOptions; //!< TCP_NOOPT: a SYN has no options, and none are negotiated

    /// \param config gets the options that are set
    void ApplyTo(lifecycle::Config& config) const;
    /**
     * Clear an option.
     * \param attribute name of the attribute
     */
    void Reset(const std::string& attribute);
    /**
     * \param other another
     * \return whether all options are equal
     */
    bool operator==(const TcpLifecycleSocketOptions& other) const;
};

} // namespace ns3

#endif // TCP_LIFECYCLE_SOCKET_OPTIONS_H
