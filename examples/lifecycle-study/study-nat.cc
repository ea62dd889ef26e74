/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */
#include "study-catalogue.h"
#include "study-scenarios.h"

#include "ns3/boolean.h"
#include "ns3/packet.h"
#include "ns3/random-variable-stream.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

/**
 * \file
 * A middlebox that forgets an idle connection before its ends do.
 */

namespace study
{

using namespace ns3;
using lifecycle::ConnectionRecord;
using lifecycle::Outcome;

namespace
{

/// RFC 5382, REQ-5: the least for which an established connection is remembered
const Time MEMORY = Minutes(124);

constexpr const char* DEAD = "study-nat";

/// What A's connections do, and what the middlebox does with what it does not know.
struct Case
{
    const char* curve;  //!< in tables and figures
    const char* policy; //!< of the middlebox
    bool keepAlive;     //!< A probes each half of the time that the middlebox remembers
};

/// A sends on a connection. \param network in which \param connection number
void
Use(const Network* network, uint32_t connection)
{
    network->GetSocket(A, connection)->Send(Create<Packet>(100), 0);
}

/// One point. \param one a case \param idle mean of the exponential idle time, in units of MEMORY
/// \param count connections \param run number \param report gets rows and points
void
RunOne(const Case& one, double idle, uint32_t count, uint64_t run, Report& report)
{
    NetworkSetup setup;
    setup.profile = USUAL_PROFILE;
    setup.rtt = USUAL_RTT;
    setup.middlebox = true;
    setup.run = run;
    if (one.keepAlive)
    {
        setup.attributes[A] = {{"KeepAlive", "true"}, {"KeepAliveIdle", Text(MEMORY / 2)}};
    }
    Network network(setup);
    network.GetMiddlebox()->SetPreset("rfc5382");
    network.GetMiddlebox()->SetAttribute("Loose", BooleanValue(false));
    network.GetMiddlebox()->SetAttribute("Policy", StringValue(one.policy));
    const auto gap = CreateObject<ExponentialRandomVariable>();
    gap->SetStream(12);
    network.OpenAll(count);
    // Each connection is idle, counted from the third segment of its handshake, then A sends.
    std::vector<Time> uses;
    Time last(0);
    for (uint32_t i = 0; i < count; ++i)
    {
        const Time length = Seconds(gap->GetValue(idle * MEMORY.GetSeconds(), 0));
        uses.push_back(MilliSeconds(1) + i * Network::SPACING + USUAL_RTT + length);
        last = std::max(last, uses.back());
        Simulator::Schedule(uses.back(), &Use, &network, i);
    }
    network.Run(last + Minutes(10));

    uint64_t dead = 0;
    TcpLifecycleSample learned;
    const auto records = network.GetRecords(A);
    for (uint32_t i = 0; i < count; ++i)
    {
        const ConnectionRecord& record = records[i];
        if (record.outcome == Outcome::TimedOut || record.outcome == Outcome::Reset)
        {
            ++dead;
            learned.Add((ToTime(record.ended.time_since_epoch()) - uses[i]).GetSeconds());
        }
    }
    const double formula = one.keepAlive ? 0 : std::exp(-1 / idle);
    const Subject subject = {"nat-forgets",
                             setup.profile,
                             USUAL_RTT.GetSeconds(),
                             0,
                             0,
                             std::string(one.curve) + ", mean idle=" + Digits(idle) + " of 124min"};
    report.AddProportion(subject, "P(dead when it is used again)", dead, count, formula);
    report.AddProportionPoint(DEAD, one.curve, idle, dead, count, formula);
    if (learned.Count() > 1)
    {
        const auto config = ConfigOf(setup.profile, false);
        const Time givesUp = TcpLifecycleSchedule::Doubling(RtoAfterHandshake(config, USUAL_RTT),
                                                            config.dataRetries,
                                                            ToTime(config.maxRto))
                                 .end;
        const bool silent = std::string(one.policy) == "drop";
        report.AddExact(subject,
                        "time until A learns of it (s)",
                        learned,
                        silent ? givesUp.GetSeconds() : (USUAL_RTT / 2).GetSeconds());
    }
}

} // namespace

uint64_t
RunIdleNat(const Budget& budget, Report& report)
{
    Figure figure = {DEAD,
                     "A middlebox forgets an idle connection after 124 min (RFC 5382)",
                     "mean idle time / 124 min",
                     "P(dead when it is used again)"};
    figure.logX = true;
    report.AddFigure(figure);
    const uint32_t count = std::max(budget.connections / 2, 1000U);
    uint64_t connections = 0;
    uint64_t run = 280000;
    for (const Case& one : {Case{"dropped in silence", "drop", false},
                            Case{"answered by a RST", "reset", false},
                            Case{"with keep-alive each 62 min", "drop", true}})
    {
        for (double idle :
             budget.thorough ? std::vector<double>{0.2, 0.5, 1, 3} : std::vector<double>{0.5})
        {
            RunOne(one, idle, count, ++run, report);
            connections += count;
        }
        for (double idle : Geometric(0.1, 1.1, 42))
        {
            report.AddPoint(
                {DEAD, one.curve, idle, std::nullopt, one.keepAlive ? 0 : std::exp(-1 / idle)});
        }
    }
    return connections;
}

uint64_t
RunNatLastAck(const Budget&, Report& report)
{
    return CompareScenario("nat-forgets", "conntrack-forgets", 0, report);
}

} // namespace study
