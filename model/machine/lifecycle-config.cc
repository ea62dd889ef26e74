/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-config.h"

namespace ns3
{
namespace lifecycle
{

bool
Config::operator==(const Config& other) const
{
    return initialRto == other.initialRto && rtoAfterSynLoss == other.rtoAfterSynLoss &&
           synRetries == other.synRetries && synAckRetries == other.synAckRetries &&
           simultaneousOpen == other.simultaneousOpen && duplicateSyn == other.duplicateSyn &&
           sendBuffer == other.sendBuffer && receiveBuffer == other.receiveBuffer &&
           maxSegmentSize == other.maxSegmentSize && defaultSendMss == other.defaultSendMss &&
           windowScaling == other.windowScaling && timestamps == other.timestamps &&
           sack == other.sack && nagle == other.nagle && optionLayout == other.optionLayout &&
           timestampTick == other.timestampTick && delayedAckTimeout == other.delayedAckTimeout &&
           delayedAckCount == other.delayedAckCount && initialWindow == other.initialWindow &&
           initialSsthresh == other.initialSsthresh && minRto == other.minRto &&
           maxRto == other.maxRto && clockGranularity == other.clockGranularity &&
           dataRetries == other.dataRetries && finRetries == other.finRetries &&
           persistTimeout == other.persistTimeout && userTimeout == other.userTimeout &&
           timeWait == other.timeWait && finWait2Timeout == other.finWait2Timeout &&
           resetOnUnread == other.resetOnUnread && icmpHardErrors == other.icmpHardErrors &&
           icmpSoftErrorsAbort == other.icmpSoftErrorsAbort &&
           pathMtuDiscovery == other.pathMtuDiscovery && minPathMtu == other.minPathMtu;
}

} // namespace lifecycle
} // namespace ns3
