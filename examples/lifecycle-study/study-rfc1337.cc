/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */
#include "study-catalogue.h"
#include "study-scenarios.h"

#include "ns3/packet.h"
#include "ns3/random-variable-stream.h"
#include "ns3/simulator.h"

#include <cmath>
#include <string>
#include <vector>

/**
 * \file
 * RFC 1337's hazards: TIME-WAIT that old duplicates end, and what old segments do to the next
 * incarnation, with and without the fixes.
 */

namespace study
{

using namespace ns3;
using lifecycle::ConnectionRecord;
using lifecycle::Outcome;
using lifecycle::Segment;
using lifecycle::Seq;
using lifecycle::State;

namespace
{

/// ISS of A and of B
constexpr uint32_t ISS[] = {5000, 100000};
/// Bytes of an old segment
constexpr uint32_t OCTETS = 100;

constexpr const char* KILLED = "study-rfc1337-time-wait";
constexpr const char* BLIND = "study-rfc1337-window";

/// What old duplicates meet.
struct Rule
{
    const char* name;      //!< in tables and figures
    const char* attribute; //!< that makes the difference
    const char* value;     //!< its value
    bool fixed;            //!< whether it withstands
};

/// \param rule a rule \param run number \return a network with known ISNs, without loss
NetworkSetup
SetupOf(const Rule& rule, uint64_t run)
{
    NetworkSetup setup;
    setup.profile = USUAL_PROFILE;
    setup.rtt = USUAL_RTT;
    setup.run = run;
    for (End end : {A, B})
    {
        setup.attributes[end] = {{"InitialSequence", std::to_string(ISS[end])},
                                 {"Timestamps", "false"},
                                 {"WindowScaling", "true"},
                                 {rule.attribute, rule.value}};
    }
    return setup;
}

/// Old duplicates in TIME-WAIT. \param rule it meets \param old mean number in 2MSL
/// \param count connections \param run number \param report gets rows and points
void
RunTimeWait(const Rule& rule, double old, uint32_t count, uint64_t run, Report& report)
{
    const double twoMsl = ToTime(ConfigOf(USUAL_PROFILE, false).timeWait).GetSeconds();
    const double rtt = USUAL_RTT.GetSeconds();
    NetworkSetup setup = SetupOf(rule, run);
    Network network(setup);
    const auto gap = CreateObject<ExponentialRandomVariable>();
    gap->SetStream(12);
    network.OnPeerClosed(B, [&network](uint32_t connection) {
        network.GetSocket(B, connection)->Close();
    });
    network.OpenThenClose(count, [&](uint32_t connection) {
        network.GetSocket(A, connection)->Close();
        // Old data of B reaches A, which is in TIME-WAIT a round trip after its CLOSE.
        Segment segment;
        segment.sourcePort = Network::PORT;
        segment.destinationPort = static_cast<uint16_t>(Network::FIRST_PORT + connection);
        segment.seq = Seq(ISS[B] - 2 * OCTETS);
        segment.ack = Seq(ISS[A] + 1);
        segment.flags = lifecycle::ACK;
        segment.window = 65535;
        const Time arrival = USUAL_RTT + Seconds(gap->GetValue(twoMsl / old, 0));
        Simulator::Schedule(arrival - USUAL_RTT / 2,
                            &Network::Inject,
                            &network,
                            B,
                            segment,
                            OCTETS,
                            network.GetServer());
    });
    network.Run();

    TcpLifecycleSample stays;
    uint64_t killed = 0;
    for (const ConnectionRecord& record : network.GetRecords(A))
    {
        const double stay = Dwell(record, State::TimeWait).GetSeconds();
        stays.Add(stay);
        killed += stay < twoMsl ? 1 : 0;
    }
    // A's ACK goes to B, which knows nothing of it, and its RST comes back: a round trip later.
    const double kills = rule.fixed ? 0 : 1 - std::exp(-old / twoMsl * (twoMsl - rtt));
    const double mean = rule.fixed ? twoMsl : rtt + kills * twoMsl / old;
    const Subject subject = {"rfc1337",
                             setup.profile,
                             rtt,
                             0,
                             0,
                             std::string(rule.name) + ", old duplicates in 2MSL=" + Digits(old)};
    report.AddProportion(subject, "P(TIME-WAIT is cut short)", killed, count, kills);
    if (rule.fixed)
    {
        report.AddExact(subject, "mean time in TIME-WAIT (s)", stays, mean);
    }
    else
    {
        report.AddMean(subject, "mean time in TIME-WAIT (s)", stays, mean);
    }
    report.AddProportionPoint(KILLED, rule.name, old, killed, count, kills);
}

/// A RST with a number of no meaning in ESTABLISHED. \param rule it meets \param bits of B's window
/// \param count connections \param run number \param report gets rows and points
void
RunBlindReset(const Rule& rule, uint32_t bits, uint32_t count, uint64_t run, Report& report)
{
    NetworkSetup setup = SetupOf(rule, run);
    setup.attributes[B].emplace_back("ReceiveBuffer", std::to_string(uint32_t{1} << bits));
    Network network(setup);
    const auto number = CreateObject<UniformRandomVariable>();
    number->SetStream(12);
    network.OpenAll(count);
    network.Run(Seconds(5));
    // A SYN,ACK's window is not scaled (RFC 7323, 2.2): the ACK of a byte announces the whole
    // one.
    network.ForAll(Time(0), [&network](uint32_t connection) {
        network.GetSocket(A, connection)->Send(Create<Packet>(1), 0);
    });
    network.Run(Seconds(5));
    network.ForAll(Time(0), [&](uint32_t connection) {
        Segment reset;
        reset.sourcePort = static_cast<uint16_t>(Network::FIRST_PORT + connection);
        reset.destinationPort = Network::PORT;
        reset.seq = Seq(number->GetInteger(0, 0xffffffff));
        reset.flags = lifecycle::RST;
        network.Inject(A, reset, 0, network.GetClient());
    });
    network.Run();

    uint64_t killed = 0;
    uint64_t challenged = 0;
    for (const ConnectionRecord& record : network.GetRecords(B))
    {
        killed += record.outcome == Outcome::Reset ? 1 : 0;
        challenged += record.challengeAcks;
    }
    const double inside = std::pow(2.0, static_cast<int>(bits) - 32);
    const Subject subject = {"rfc1337",
                             USUAL_PROFILE,
                             USUAL_RTT.GetSeconds(),
                             0,
                             0,
                             std::string(rule.name) + ", window 2^" + std::to_string(bits)};
    // in the window, but for the one number that is exact
    report.AddProportion(subject,
                         "P(an old RST ends the connection)",
                         killed,
                         count,
                         rule.fixed ? std::pow(2.0, -32) : inside);
    report.AddProportion(subject,
                         "P(a challenge ACK)",
                         challenged,
                         count,
                         rule.fixed ? inside - std::pow(2.0, -32) : 0);
    report.AddProportionPoint(BLIND,
                              rule.name,
                              bits,
                              killed,
                              count,
                              rule.fixed ? std::pow(2.0, -32) : inside);
}

} // namespace

uint64_t
RunAssassination(const Budget& budget, Report& report)
{
    Figure figure = {KILLED,
                     "TIME-WAIT and old duplicates (RFC 1337, figure 1)",
                     "mean number of old duplicates in 2MSL",
                     "P(TIME-WAIT is cut short)"};
    figure.logX = true;
    report.AddFigure(figure);
    const uint32_t count = std::max(budget.connections / 2, 1000U);
    const double twoMsl = ToTime(ConfigOf(USUAL_PROFILE, false).timeWait).GetSeconds();
    uint64_t connections = 0;
    uint64_t run = 290000;
    for (const Rule& rule : {Rule{"a RST ends TIME-WAIT", "TimeWaitIgnoresReset", "false", false},
                             Rule{"fix F1: it does not", "TimeWaitIgnoresReset", "true", true}})
    {
        for (double old :
             budget.thorough ? std::vector<double>{0.03, 0.1, 0.3, 1, 3} : std::vector<double>{0.3})
        {
            RunTimeWait(rule, old, count, ++run, report);
            connections += count;
        }
        for (double old : Geometric(0.01, 1.1, 73))
        {
            const double kills = 1 - std::exp(-old / twoMsl * (twoMsl - USUAL_RTT.GetSeconds()));
            report.AddPoint({KILLED, rule.name, old, std::nullopt, rule.fixed ? 0 : kills});
        }
    }
    return connections;
}

uint64_t
RunOldDuplicates(const Budget& budget, Report& report)
{
    Figure figure = {BLIND,
                     "An old RST with a random number in ESTABLISHED",
                     "log2 of the window",
                     "P(the connection ends)"};
    figure.logY = true;
    figure.low = 1e-5;
    report.AddFigure(figure);
    uint64_t connections = 0;
    uint64_t run = 291000;
    for (const Rule& rule :
         {Rule{"any RST in the window (RFC 793)", "ResetCheck", "in-window", false},
          Rule{"the exact one (RFC 5961)", "ResetCheck", "exact", true}})
    {
        for (uint32_t bits :
             budget.thorough ? std::vector<uint32_t>{24, 26, 28, 30} : std::vector<uint32_t>{28})
        {
            RunBlindReset(rule, bits, budget.connections, ++run, report);
            connections += budget.connections;
        }
        for (uint32_t bits = 16; bits <= 30; ++bits)
        {
            report.AddPoint(
                {BLIND,
                 rule.name,
                 static_cast<double>(bits),
                 std::nullopt,
                 rule.fixed ? std::pow(2.0, -32) : std::pow(2.0, static_cast<int>(bits) - 32)});
        }
    }
    return connections;
}

uint64_t
RunHazards(const Budget&, Report& report)
{
    uint64_t connections = 0;
    connections += CompareScenario("rfc1337", "time-wait-assassination", 0, report);
    connections += CompareScenario("rfc1337", "time-wait-kept", 0, report);
    connections += CompareScenario("rfc1337", "old-data-accepted", 80, report);
    connections += CompareScenario("rfc1337", "old-ack-kills", 0, report);
    connections += CompareScenario("rfc1337", "old-ack-in-syn-sent", 0, report);
    return connections;
}

} // namespace study
