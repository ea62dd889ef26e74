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
           sendAccounting == other.sendAccounting && notSentLowat == other.notSentLowat &&
           receiveGrowth == other.receiveGrowth && fewAcksWhenFull == other.fewAcksWhenFull &&
           ecn == other.ecn && ecnSynRepeats == other.ecnSynRepeats && ecnEcho == other.ecnEcho &&
           ectAlways == other.ectAlways && rateSamples == other.rateSamples &&
           pacing == other.pacing && paceInitialWindow == other.paceInitialWindow &&
           pacingSsRatio == other.pacingSsRatio && pacingCaRatio == other.pacingCaRatio &&
           maxPacingRate == other.maxPacingRate && windowScaleBuffer == other.windowScaleBuffer &&
           emptyProbes == other.emptyProbes && growHalfUsed == other.growHalfUsed &&
           resetWhenShut == other.resetWhenShut && resetForm == other.resetForm &&
           quickAcks == other.quickAcks && ackRepeatsFin == other.ackRepeatsFin &&
           dsack == other.dsack && pushBursts == other.pushBursts &&
           idleRestart == other.idleRestart && cork == other.cork &&
           tailLossProbe == other.tailLossProbe && lossDetection == other.lossDetection &&
           reductionBound == other.reductionBound && frto == other.frto && undo == other.undo &&
           timeWaitNeedsAck == other.timeWaitNeedsAck && windowAdvance == other.windowAdvance &&
           bufferRounding == other.bufferRounding && fewOptionsFrom == other.fewOptionsFrom &&
           announceMss == other.announceMss && windowScaling == other.windowScaling &&
           timestamps == other.timestamps && sack == other.sack &&
           limitedTransmit == other.limitedTransmit && nagle == other.nagle &&
           nagleRule == other.nagleRule && synAfterBadAck == other.synAfterBadAck &&
           keepAliveUserTimeout == other.keepAliveUserTimeout && dropsBeyond == other.dropsBeyond &&
           optionLayout == other.optionLayout && timestampTick == other.timestampTick &&
           delayedAckTimeout == other.delayedAckTimeout &&
           delayedAckCount == other.delayedAckCount && initialWindow == other.initialWindow &&
           initialSsthresh == other.initialSsthresh && rttEstimator == other.rttEstimator &&
           minRto == other.minRto && maxRto == other.maxRto &&
           clockGranularity == other.clockGranularity && dataRetries == other.dataRetries &&
           finRetries == other.finRetries && persistTimeout == other.persistTimeout &&
           userTimeout == other.userTimeout && userTimeoutOption == other.userTimeoutOption &&
           advertisedUserTimeout == other.advertisedUserTimeout &&
           userTimeoutChangeable == other.userTimeoutChangeable &&
           userTimeoutMin == other.userTimeoutMin && userTimeoutMax == other.userTimeoutMax &&
           timeWait == other.timeWait && finWait2Timeout == other.finWait2Timeout &&
           resetOnUnread == other.resetOnUnread && dataAfterClose == other.dataAfterClose &&
           embryoSyn == other.embryoSyn && refusedRetry == other.refusedRetry &&
           closeForgetsEarly == other.closeForgetsEarly && minSendMss == other.minSendMss &&
           timeWaitAcksText == other.timeWaitAcksText &&
           finWait2SynResets == other.finWait2SynResets &&
           finAfterFinIgnored == other.finAfterFinIgnored && resetCheck == other.resetCheck &&
           synCheck == other.synCheck && ackCheck == other.ackCheck &&
           challengeAckLimit == other.challengeAckLimit &&
           challengeAckPeriod == other.challengeAckPeriod &&
           ackLoopInterval == other.ackLoopInterval &&
           synLinearTimeouts == other.synLinearTimeouts && connectTimeout == other.connectTimeout &&
           rtoSlop == other.rtoSlop && orphanRetries == other.orphanRetries &&
           retryLimitBy == other.retryLimitBy && timeWaitRestart == other.timeWaitRestart &&
           timeWaitIgnoresReset == other.timeWaitIgnoresReset &&
           finWait2CoversRto == other.finWait2CoversRto && finAck == other.finAck &&
           linger == other.linger && keepAlive == other.keepAlive &&
           keepAliveIdle == other.keepAliveIdle && keepAliveInterval == other.keepAliveInterval &&
           keepAliveCount == other.keepAliveCount && keepAliveReset == other.keepAliveReset &&
           tsRecentNeedsAck == other.tsRecentNeedsAck && pawsIdle == other.pawsIdle &&
           icmpHardErrors == other.icmpHardErrors &&
           icmpSoftErrorsAbort == other.icmpSoftErrorsAbort &&
           pathMtuDiscovery == other.pathMtuDiscovery && minPathMtu == other.minPathMtu;
}

} // namespace lifecycle
} // namespace ns3
