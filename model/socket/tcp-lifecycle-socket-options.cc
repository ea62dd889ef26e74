/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-socket-options.h"

#include <algorithm>
#include <tuple>

namespace ns3
{

namespace
{

constexpr uint32_t MAX_RETRIES = 255; //!< the machine counts in eight bits

/// \param options the options \return all members, for comparison
auto
Tie(const TcpLifecycleSocketOptions& options)
{
    return std::tie(options.sendBuffer,
                    options.receiveBuffer,
                    options.segmentSize,
                    options.initialSsthresh,
                    options.initialWindow,
                    options.connCount,
                    options.dataRetries,
                    options.delAckCount,
                    options.noDelay,
                    options.cork,
                    options.connTimeout,
                    options.delAckTimeout,
                    options.persistTimeout,
                    options.msl,
                    options.keepAlive,
                    options.keepAliveIdle,
                    options.linger,
                    options.keepAliveInterval,
                    options.keepAliveCount,
                    options.connectTimeout,
                    options.userTimeout,
                    options.finWait2Timeout,
                    options.windowScaleBuffer,
                    options.notSentLowat,
                    options.noOptions);
}

/// \param option may be empty \param target gets its value
template <typename T, typename U>
void
Override(const std::optional<T>& option, U& target)
{
    if (option)
    {
        target = *option;
    }
}

} // namespace

void
TcpLifecycleSocketOptions::ApplyTo(lifecycle::Config& config) const
{
    Override(sendBuffer, config.sendBuffer);
    Override(receiveBuffer, config.receiveBuffer);
    config.sendBuffer = std::min(config.sendBuffer, lifecycle::MAX_BUFFER);
    config.receiveBuffer = std::min(config.receiveBuffer, lifecycle::MAX_BUFFER);
    Override(initialSsthresh, config.initialSsthresh);
    Override(cork, config.cork);
    Override(delAckTimeout, config.delayedAckTimeout);
    Override(persistTimeout, config.persistTimeout);
    Override(keepAlive, config.keepAlive);
    Override(linger, config.linger);
    Override(keepAliveInterval, config.keepAliveInterval);
    Override(keepAliveCount, config.keepAliveCount);
    Override(connectTimeout, config.connectTimeout);
    Override(userTimeout, config.userTimeout);
    Override(finWait2Timeout, config.finWait2Timeout);
    Override(windowScaleBuffer, config.windowScaleBuffer);
    Override(notSentLowat, config.notSentLowat);
    if (noOptions.value_or(false))
    {
        config.announceMss = false;
        config.windowScaling = false;
        config.timestamps = false;
        config.sack = false;
    }
    if (segmentSize)
    {
        config.maxSegmentSize = static_cast<uint16_t>(std::clamp(*segmentSize, 1U, 65535U));
    }
    if (initialWindow)
    {
        config.initialWindow = std::max(*initialWindow, 1U);
    }
    if (connCount)
    {
        // ns-3 counts transmissions, not retransmissions, and has one counter for SYN and SYN,ACK.
        config.synRetries = std::min(std::max(*connCount, 1U) - 1, MAX_RETRIES);
        config.synAckRetries = config.synRetries;
        config.synLinearTimeouts = 0;
    }
    if (dataRetries)
    {
        config.dataRetries = std::min(*dataRetries, MAX_RETRIES);
    }
    if (delAckCount)
    {
        config.delayedAckCount = std::clamp(*delAckCount, 1U, MAX_RETRIES);
    }
    if (noDelay)
    {
        config.nagle = !*noDelay;
    }
    if (connTimeout)
    {
        config.initialRto = std::max(*connTimeout, lifecycle::Duration(1));
    }
    if (msl)
    {
        config.timeWait = 2 * *msl;
    }
    if (keepAliveIdle)
    {
        config.keepAliveIdle = std::max(*keepAliveIdle, lifecycle::Duration(1));
    }
}

void
TcpLifecycleSocketOptions::Reset(const std::string& attribute)
{
    const std::tuple<const char*, void (*)(TcpLifecycleSocketOptions&)> table[] = {
        {"SndBufSize", [](auto& o) { o.sendBuffer.reset(); }},
        {"RcvBufSize", [](auto& o) { o.receiveBuffer.reset(); }},
        {"SegmentSize", [](auto& o) { o.segmentSize.reset(); }},
        {"InitialSlowStartThreshold", [](auto& o) { o.initialSsthresh.reset(); }},
        {"InitialCwnd", [](auto& o) { o.initialWindow.reset(); }},
        {"ConnTimeout", [](auto& o) { o.connTimeout.reset(); }},
        {"ConnCount", [](auto& o) { o.connCount.reset(); }},
        {"DataRetries", [](auto& o) { o.dataRetries.reset(); }},
        {"DelAckTimeout", [](auto& o) { o.delAckTimeout.reset(); }},
        {"DelAckCount", [](auto& o) { o.delAckCount.reset(); }},
        {"TcpNoDelay", [](auto& o) { o.noDelay.reset(); }},
        {"PersistTimeout", [](auto& o) { o.persistTimeout.reset(); }},
        {"MaxSegLifetime", [](auto& o) { o.msl.reset(); }},
    };
    for (const auto& [name, reset] : table)
    {
        if (attribute == name)
        {
            reset(*this);
        }
    }
}

bool
TcpLifecycleSocketOptions::operator==(const TcpLifecycleSocketOptions& other) const
{
    return Tie(*this) == Tie(other);
}

} // namespace ns3
