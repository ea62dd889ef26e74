/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-test-config.h"

namespace ns3
{
namespace lifecycle
{
namespace test
{

namespace
{

constexpr uint32_t MOST = 0xffffffff; //!< the greatest of 32 bits

void
DrawOpening(FieldDraw& draw, Config& c)
{
    draw.Time(c.initialRto, Duration(1));
    draw.Time(c.rtoAfterSynLoss, Duration(0));
    draw.Count(c.synRetries, 0, 4, 255);
    draw.Count(c.synLinearTimeouts, 0, 4, 255);
    draw.Choice(c.ecn, Ecn::Passive);
    draw.Count(c.ecnSynRepeats, 0, 2, 255);
    draw.Count(c.fewOptionsFrom, 0, 3, NEVER_REPEATED);
    draw.Time(c.connectTimeout, Duration(1), true);
    draw.Time(c.synAfterBadAck, Duration(0));
    draw.Count(c.synAckRetries, 0, 4, 255);
    draw.Choice(c.simultaneousOpen, SimultaneousOpen::Letter);
    draw.Choice(c.duplicateSyn, DuplicateSyn::AnySyn);
    draw.Choice(c.embryoSyn, EmbryoSyn::Ignore);
    draw.Time(c.refusedRetry, Duration(0));
    draw.Flag(c.closeForgetsEarly);
}

void
DrawData(FieldDraw& draw, Config& c, bool smallBuffer)
{
    draw.Count(c.sendBuffer, 1, 20000, MOST);
    draw.Count(c.receiveBuffer, 1, smallBuffer ? 10 : 100000, MOST);
    draw.Count(c.windowScaleBuffer, 0, 1000000, MOST);
    draw.Choice(c.sendAccounting, SendAccounting::Frames);
    draw.Count(c.notSentLowat, 1, 4000, MOST);
    draw.Flag(c.receiveGrowth);
    draw.Flag(c.fewAcksWhenFull);
    draw.Choice(c.windowAdvance, WindowAdvance::Eager);
    draw.Choice(c.bufferRounding, BufferRounding::Down);
    draw.Count(c.maxSegmentSize, 48, 2000, 65495);
    draw.Count(c.defaultSendMss, 48, 1220, 65495);
    draw.Count(c.minSendMss, 1, 216, 1000);
    draw.Flag(c.announceMss);
    draw.Flag(c.windowScaling);
    draw.Flag(c.timestamps);
    draw.Flag(c.sack);
    draw.Flag(c.limitedTransmit);
    draw.Flag(c.nagle);
    draw.Choice(c.nagleRule, NagleRule::Short);
    draw.Flag(c.dropsBeyond);
    draw.Choice(c.optionLayout, OptionLayout::Bsd);
    draw.Time(c.timestampTick, Duration(1));
    draw.Time(c.delayedAckTimeout, Duration(0));
    draw.Count(c.delayedAckCount, 1, 3, 255);
    draw.Count(c.quickAcks, 0, 16, MOST);
    draw.Flag(c.ackRepeatsFin);
    draw.Flag(c.emptyProbes);
    draw.Flag(c.growHalfUsed);
    draw.Choice(c.idleRestart, IdleRestart::Halve);
    draw.Flag(c.cork);
    draw.Flag(c.dsack);
    draw.Flag(c.pushBursts);
    draw.Count(c.initialWindow, 1, 10, MOST);
    draw.Count(c.initialSsthresh, 0, 100000, MOST);
    draw.Choice(c.ecnEcho, EcnEcho::EachMark);
    draw.Flag(c.ectAlways);
    draw.Flag(c.rateSamples);
    draw.Flag(c.pacing);
    draw.Flag(c.paceInitialWindow);
    draw.Count(c.pacingSsRatio, 1, 400, 10000);
    draw.Count(c.pacingCaRatio, 1, 400, 10000);
    draw.Count(c.maxPacingRate, 1, 10000000, MOST);
}

void
DrawRetransmission(FieldDraw& draw, Config& c)
{
    draw.Time(c.minRto, Duration(1));
    draw.Time(c.maxRto, Duration(1));
    if (c.minRto > c.maxRto)
    {
        std::swap(c.minRto, c.maxRto); // the settings do not allow it
    }
    draw.Choice(c.rttEstimator, RttEstimator::Linux);
    draw.Time(c.rtoSlop, Duration(0));
    draw.Time(c.clockGranularity, Duration(0));
    draw.Flag(c.tailLossProbe);
    draw.Flag(c.frto);
    draw.Flag(c.undo);
    draw.Choice(c.lossDetection, LossDetection::Rack);
    draw.Choice(c.reductionBound, ReductionBound::Revised);
    draw.Count(c.dataRetries, 0, 8, 255);
    draw.Count(c.finRetries, 0, 8, 255);
    draw.Count(c.orphanRetries, 0, 8, NO_ORPHAN_LIMIT);
    draw.Choice(c.retryLimitBy, RetryLimitBy::Time);
    draw.Time(c.persistTimeout, Duration(0));
    draw.Time(c.userTimeout, Duration(1), true);
    draw.Flag(c.userTimeoutOption);
    draw.Time(c.advertisedUserTimeout, Duration(0));
    draw.Flag(c.userTimeoutChangeable);
    draw.Time(c.userTimeoutMin, Duration(1));
    draw.Time(c.userTimeoutMax, Duration(1), true);
}

void
DrawClosing(FieldDraw& draw, Config& c)
{
    draw.Time(c.timeWait, Duration(0));
    draw.Choice(c.timeWaitRestart, TimeWaitRestart::Ack);
    draw.Flag(c.timeWaitNeedsAck);
    draw.Flag(c.timeWaitIgnoresReset);
    draw.Flag(c.timeWaitAcksText);
    draw.Flag(c.finWait2SynResets);
    draw.Flag(c.finAfterFinIgnored);
    draw.Choice(c.dataAfterClose, DataAfterClose::Discard);
    draw.Time(c.finWait2Timeout, Duration(1), true);
    draw.Flag(c.finWait2CoversRto);
    draw.Choice(c.finAck, FinAck::AfterText);
    draw.Time(c.linger, Duration(0), true);
    draw.Flag(c.resetWhenShut);
    draw.Flag(c.resetOnUnread);
    draw.Flag(c.keepAlive);
    draw.Time(c.keepAliveIdle, Duration(1));
    draw.Time(c.keepAliveInterval, Duration(1));
    draw.Count(c.keepAliveCount, 1, 9, MOST);
    draw.Flag(c.keepAliveUserTimeout);
    draw.Flag(c.keepAliveReset);
}

void
DrawFirmness(FieldDraw& draw, Config& c)
{
    draw.Flag(c.tsRecentNeedsAck);
    draw.Time(c.pawsIdle, Duration(1), true);
    draw.Choice(c.resetCheck, ResetCheck::Edges);
    draw.Choice(c.synCheck, SynCheck::ResetNext);
    draw.Choice(c.resetForm, ResetForm::AllWithAck);
    draw.Choice(c.ackCheck, AckCheck::Unbounded);
    draw.Count(c.challengeAckLimit, 0, 10, 255);
    draw.Time(c.challengeAckPeriod, Duration(1));
    draw.Time(c.ackLoopInterval, Duration(1000000));
    draw.Choice(c.icmpHardErrors, IcmpHardErrors::Never);
    draw.Flag(c.icmpSoftErrorsAbort);
    draw.Flag(c.pathMtuDiscovery);
    draw.Count(c.minPathMtu, 68, 1500, 65535);
}

} // namespace

Config
DrawConfig(const Chooser& choose, const Config* base)
{
    Config config = base != nullptr ? *base : Config{};
    FieldDraw draw(choose, base != nullptr);
    DrawOpening(draw, config);
    DrawData(draw, config, choose(4) == 0);
    DrawRetransmission(draw, config);
    DrawClosing(draw, config);
    DrawFirmness(draw, config);
    draw.Finish<Config>();
    return config;
}

} // namespace test
} // namespace lifecycle
} // namespace ns3
