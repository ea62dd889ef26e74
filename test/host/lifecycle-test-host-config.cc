/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-test-host-config.h"

namespace ns3
{
namespace lifecycle
{
namespace test
{

namespace
{

void
DrawPorts(FieldDraw& draw, PortRange& ports)
{
    draw.Count(ports.first, 1, 2000, 65535);
    draw.Count(ports.last, ports.first, uint32_t{ports.first} + 3, 65535);
    ports.last = std::max(ports.first, ports.last);
}

void
DrawIsn(FieldDraw& draw, IsnPolicy& isn, const Chooser& choose)
{
    if (draw.Draws(&isn.fixed))
    {
        isn.fixed.reset();
        if (choose(4) == 0)
        {
            isn.fixed = choose(2) == 0 ? 0xffffff00 + choose(256) : choose(0xffffffff);
        }
    }
    draw.Count(isn.key, 0, 0xfffffffe, 1);
    if (draw.Draws(&isn.clockStart))
    {
        isn.clockStart = Instant(std::chrono::milliseconds(choose(1000)));
    }
}

void
DrawListening(FieldDraw& draw, ListenPolicy& listening)
{
    draw.Count(listening.synBacklog, 1, 3, UNLIMITED);
    draw.Count(listening.acceptBacklog, 0, 3, UNLIMITED);
    draw.Choice(listening.backlogRule, BacklogRule::ThreeHalves);
    draw.Choice(listening.synOverflow, SynOverflow::DropOldest);
    draw.Choice(listening.acceptOverflow, AcceptOverflow::Reset);
    draw.Choice(listening.synOnFullQueue, SynOnFullQueue::Drop);
    draw.Choice(listening.synCookies, SynCookies::Always);
    draw.Flag(listening.closeResetsEmbryos);
    draw.Flag(listening.dropSynAck);
    draw.Choice(listening.deadChild, DeadChild::Aborts);
}

void
DrawChallenges(FieldDraw& draw, ChallengePolicy& challenges)
{
    draw.Count(challenges.limit, 0, 5, UNLIMITED);
    draw.Time(challenges.period, Duration(1));
}

void
DrawTimeWait(FieldDraw& draw, TimeWaitPolicy& timeWait)
{
    draw.Count(timeWait.maxEntries, 0, 3, UNLIMITED);
    draw.Choice(timeWait.syn, TimeWaitSyn::EndOrAck);
    draw.Flag(timeWait.synAtNext);
    draw.Choice(timeWait.reuse, TimeWaitReuse::All);
    draw.Time(timeWait.reuseDelay, Duration(0));
}

void
DrawFastOpen(FieldDraw& draw, FastOpenPolicy& fastOpen)
{
    draw.Choice(fastOpen.use, FastOpen::Both);
    draw.Count(fastOpen.backlog, 0, 3, UNLIMITED);
}

void
DrawIntake(FieldDraw& draw, IntakePolicy& intake)
{
    draw.Choice(intake.blackhole, Blackhole::Stealth);
    draw.Flag(intake.dropSynFin);
}

} // namespace

HostConfig
DrawHostConfig(const Chooser& choose, const HostConfig* base)
{
    HostConfig host = base != nullptr ? *base : HostConfig{};
    FieldDraw draw(choose, base != nullptr);
    draw.Fields(host.ephemeralPorts, DrawPorts);
    draw.Choice(host.portAlgorithm, PortAlgorithm::EvenFirst);
    draw.Fields(host.isn, [&](FieldDraw& fields, IsnPolicy& isn) { DrawIsn(fields, isn, choose); });
    draw.Fields(host.listening, DrawListening);
    draw.Fields(host.challenges, DrawChallenges);
    draw.Fields(host.timeWait, DrawTimeWait);
    draw.Fields(host.fastOpen, DrawFastOpen);
    draw.Fields(host.intake, DrawIntake);
    draw.Time(host.quietTime, Duration(0));
    draw.Flag(host.recordConnections);
    draw.Flag(host.packStates);
    draw.Count(host.unpackedSynReceived, 0, 2, 256);
    draw.Finish<HostConfig>();
    return host;
}

HostConfig
HostConfigOf(const Profile& profile)
{
    HostConfig host;
    host.ephemeralPorts = profile.ephemeralPorts;
    host.portAlgorithm = profile.portAlgorithm;
    host.isn.fixed = profile.fixedIsn;
    host.listening = profile.listening;
    host.challenges = profile.challenges;
    host.timeWait = profile.timeWait;
    host.fastOpen = profile.fastOpen;
    host.intake = profile.intake;
    host.quietTime = profile.quietTime;
    return host;
}

} // namespace test
} // namespace lifecycle
} // namespace ns3
