/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */
#include "lifecycle-profile.h"
#include "study-catalogue.h"
#include "study-closing.h"

#include "ns3/simulator.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

/**
 * \file
 * The last ACK is lost: what it costs under each operating system.
 */

namespace study
{

using namespace ns3;
using lifecycle::ConnectionRecord;
using lifecycle::State;

namespace
{

/// Loss of what the first closer sends, its last ACK included; nothing else is lost
constexpr double LOSS = 0.2;
/// Round-trip times, milliseconds
const std::vector<int> RTTS = {20, 50, 100, 200, 400};
/// Those of a short run
const std::vector<int> FEW_RTTS = {100};
/// The one whose distribution is shown
constexpr int SHOWN_RTT = 100;

constexpr const char* COSTS = "study-last-ack-cost";
constexpr const char* TIMES = "study-last-ack-times";

/// \param profile of both ends \param rtt of the path \param forward loss \param run number
/// \return a network
NetworkSetup
OneWayLoss(const char* profile, Time rtt, double forward, uint64_t run)
{
    NetworkSetup setup;
    setup.profile = profile;
    setup.rtt = rtt;
    setup.lossForward = forward;
    setup.ownTimers = true;
    setup.attributes[A] = PATIENT;
    setup.run = run;
    return setup;
}

/// What is counted of connections whose last ACK was lost once, and no more.
struct LostOnce
{
    TcpLifecycleSample lastAck;  //!< LAST-ACK beyond a round trip, seconds
    TcpLifecycleSample timeWait; //!< TIME-WAIT, seconds
};

/// \param network after the run \param rtt of the path \return of those that lost one ACK
LostOnce
CountLostOnce(const Network& network, Time rtt)
{
    LostOnce lost;
    const auto firsts = network.GetRecords(A);
    const auto seconds = network.GetRecords(B);
    for (std::size_t i = 0; i < firsts.size(); ++i)
    {
        if (firsts[i].timeWaitAcks == 1 && seconds[i].finRepeated == 1)
        {
            lost.lastAck.Add((Dwell(seconds[i], State::LastAck) - rtt).GetSeconds());
            lost.timeWait.Add(Dwell(firsts[i], State::TimeWait).GetSeconds());
        }
    }
    return lost;
}

/// One point. \param profile of both ends \param rtt of the path \param count connections
/// \param run number \param report gets rows and points
void
RunOne(const char* profile, Time rtt, uint32_t count, uint64_t run, Report& report)
{
    const auto config = ConfigOf(profile, true);
    const Time rto = RtoAfterHandshake(config, rtt);
    const Time twoMsl = ToTime(config.timeWait);
    Network network(OneWayLoss(profile, rtt, LOSS, run));
    CloseInOrder(network, count, A);
    Closes closes = Count(network, count, rtt, A);
    const LostOnce lost = CountLostOnce(network, rtt);

    const auto schedule = FinSchedule(config, rtt);
    const Time first = schedule.sent.at(1); // when the FIN is repeated
    const auto laws = TcpLifecycleMakeLastAckLaws({LOSS, 0}, rtt, schedule, twoMsl);
    const Subject subject =
        {"lost-last-ack", profile, rtt.GetSeconds(), LOSS, 0, Detail("RTO", rto)};
    report.AddExact(subject,
                    "LAST-ACK longer by, one ACK lost (s)",
                    lost.lastAck,
                    first.GetSeconds());
    report.AddMeanPoint(COSTS, profile, rtt.GetSeconds() * 1e3, lost.lastAck, first.GetSeconds());
    if (rtt != MilliSeconds(SHOWN_RTT))
    {
        return;
    }
    report.AddExact(subject,
                    "TIME-WAIT, one ACK lost (s)",
                    lost.timeWait,
                    (twoMsl + first).GetSeconds());
    report.AddProportion(subject, "P(the last ACK is lost)", closes.reAcked, count, laws.reAcked);
    // No mean of the time: a loss of 0.2 is beyond MEAN_LIMIT, and its tail too heavy for a sample
    report.AddMean(subject, "mean number of repeated ACKs", closes.reAcks, laws.reAcks);
    report.AddSurvival(TIMES, profile, std::move(closes.answered), count, laws.lastAck, Seconds(8));
}

} // namespace

uint64_t
RunLastAckLost(const Budget& budget, Report& report)
{
    report.AddFigure({COSTS,
                      "The last ACK is lost once: what LAST-ACK lasts longer",
                      "round-trip time (ms)",
                      "time beyond a round trip (s)"});
    Figure times = {TIMES,
                    "Time in LAST-ACK, loss of ACKs 0.2, RTT 100 ms",
                    "x (s)",
                    "P(LAST-ACK > x)"};
    times.logY = true;
    times.drawing = Drawing::Steps;
    times.low = 3e-4;
    report.AddFigure(times);
    uint64_t connections = 0;
    uint64_t run = 220000;
    const uint32_t count = std::max(budget.connections / 2, 1000U);
    for (const char* profile : lifecycle::PROFILE_NAMES)
    {
        const auto config = ConfigOf(profile, true);
        for (int rtt : budget.thorough ? RTTS : FEW_RTTS)
        {
            RunOne(profile, MilliSeconds(rtt), count, ++run, report);
            connections += count;
        }
        for (int rtt = 0; rtt <= 420; rtt += 5)
        {
            report.AddPoint({COSTS,
                             profile,
                             static_cast<double>(rtt),
                             std::nullopt,
                             FinSchedule(config, MilliSeconds(rtt)).sent.at(1).GetSeconds()});
        }
    }
    return connections;
}

uint64_t
RunLastAckNever(const Budget&, Report& report)
{
    constexpr uint32_t count = 10;
    const Time rtt = MilliSeconds(SHOWN_RTT);
    uint64_t connections = 0;
    uint64_t run = 221000;
    for (const char* profile : lifecycle::PROFILE_NAMES)
    {
        const auto config = ConfigOf(profile, true);
        const Time rto = RtoAfterHandshake(config, rtt);
        const auto schedule = FinSchedule(config, rtt);
        Network network(OneWayLoss(profile, rtt, 1, ++run));
        network.OpenAll(count);
        network.Run(Seconds(5));
        network.ForAll(Time(0), [&network](uint32_t connection) {
            network.GetSocket(A, connection)->Close();
        });
        network.Run(Seconds(5));
        // A is in FIN-WAIT-2; from now on none of its ACKs arrives.
        network.SetLossy(true);
        network.ForAll(Time(0), [&network](uint32_t connection) {
            network.GetSocket(B, connection)->Close();
        });
        network.Run();

        TcpLifecycleSample lastAck;
        TcpLifecycleSample repeats;
        for (const ConnectionRecord& record : network.GetRecords(B))
        {
            lastAck.Add(Dwell(record, State::LastAck).GetSeconds());
            repeats.Add(record.finRepeated);
        }
        const Subject subject =
            {"lost-last-ack", profile, rtt.GetSeconds(), 1, 0, Detail("RTO", rto)};
        report.AddExact(subject,
                        "LAST-ACK, every ACK lost (s)",
                        lastAck,
                        schedule.end.GetSeconds());
        report.AddExact(subject,
                        "FINs repeated, every ACK lost",
                        repeats,
                        static_cast<double>(schedule.sent.size()) - 1);
        connections += count;
    }
    return connections;
}

} // namespace study
