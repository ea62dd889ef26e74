/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "explore-catalogue.h"

/**
 * \file
 * The parameters with which configurations begin.
 */

namespace ns3
{
namespace lifecycle
{
namespace explore
{

using namespace std::chrono_literals;

void
MakeSmall(Config& config)
{
    config.initialRto = 1s;
    config.minRto = 1s;
    config.maxRto = 1s;
    config.rtoSlop = 0s;
    config.rttEstimator = RttEstimator::Rfc6298;
    config.tailLossProbe = false;
    config.rtoAfterSynLoss = 0s;
    config.quickAcks = 0;
    config.synRetries = 2;
    config.synLinearTimeouts = 0;
    config.synAckRetries = 2;
    config.dataRetries = 2;
    config.finRetries = 2;
    config.orphanRetries = NO_ORPHAN_LIMIT;
    config.retryLimitBy = RetryLimitBy::Count;
    config.connectTimeout = FOREVER;
    config.userTimeout = FOREVER;
    config.keepAlive = false;
    config.delayedAckTimeout = 0s;
    config.timestamps = false;
    config.windowScaling = false;
    config.sack = false;
    config.nagle = false;
    config.receiveBuffer = 65535;
    config.timeWait = 4s;
    config.finWait2Timeout = 4s; // RFC 9293 has none, and waits forever for a peer that is gone
}

Config
SmallConfig()
{
    Config config;
    MakeSmall(config);
    return config;
}

} // namespace explore
} // namespace lifecycle
} // namespace ns3
