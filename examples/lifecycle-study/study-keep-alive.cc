/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */
#include "lifecycle-profile.h"
#include "study-catalogue.h"

#include "ns3/random-variable-stream.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

/**
 * \file
 * Keep-alive: how soon a silent peer is noticed, and how often a live one is taken for dead.
 */

namespace study
{

using namespace ns3;
using lifecycle::ConnectionRecord;

namespace
{

constexpr const char* DETECTION = "study-keep-alive";
constexpr const char* ALARMS = "study-keep-alive-false";

/// \param network after the run \param since a moment \return time from then to the end of each of
/// A's connections, seconds
std::vector<double>
EndsSince(const Network& network, Time since)
{
    std::vector<double> times;
    for (const ConnectionRecord& record : network.GetRecords(A))
    {
        times.push_back((ToTime(record.ended.time_since_epoch()) - since).GetSeconds());
    }
    return times;
}

/// A peer that falls silent at some moment. \param profile of both ends \param count connections
/// \param run number \param report gets rows and points
void
RunSilence(const char* profile, uint32_t count, uint64_t run, Report& report)
{
    const auto config = lifecycle::MakeProfile(profile)->connection;
    const double idle = ToTime(config.keepAliveIdle).GetSeconds();
    const double probing = config.keepAliveCount * ToTime(config.keepAliveInterval).GetSeconds();
    const Time cycle = ToTime(config.keepAliveIdle) + USUAL_RTT;
    NetworkSetup setup;
    setup.profile = profile;
    setup.rtt = USUAL_RTT;
    setup.lossForward = 1;
    setup.lossReverse = 1;
    setup.attributes[A] = {{"KeepAlive", "true"}};
    setup.run = run;
    Network network(setup);
    const auto start = CreateObject<UniformRandomVariable>();
    start->SetStream(12);
    std::vector<Time> starts;
    for (uint32_t i = 0; i < count; ++i)
    {
        starts.push_back(Seconds(start->GetValue(0, cycle.GetSeconds())));
    }
    network.OpenAt(starts);
    const Time silence = 3 * cycle;
    network.Run(silence);
    network.SetLossy(true);
    network.Run();

    TcpLifecycleSample detection;
    std::vector<double> times = EndsSince(network, silence);
    uint64_t late = 0;
    for (double time : times)
    {
        detection.Add(time);
        late += time > probing + idle / 2 ? 1 : 0;
    }
    const Subject subject = {"keep-alive",
                             profile,
                             USUAL_RTT.GetSeconds(),
                             0,
                             0,
                             "idle=" + Digits(idle) + "s, " +
                                 std::to_string(config.keepAliveCount) + " probes"};
    report.AddMean(subject, "mean time to detection (s)", detection, probing + idle / 2);
    report.AddVariance(subject, "variance of it (s2)", detection, idle * idle / 12);
    report.AddProportion(subject, "P(longer than its mean)", late, count, 0.5);
    for (int step = 1; step < 8; ++step)
    {
        const double x = probing + idle * step / 8;
        const auto left =
            std::count_if(times.begin(), times.end(), [x](double t) { return t > x; });
        report.AddProportionPoint(DETECTION,
                                  profile,
                                  x / 60,
                                  static_cast<uint64_t>(left),
                                  count,
                                  1 - step / 8.0);
    }
    report.AddPoint({DETECTION, profile, 0, std::nullopt, 1});
    report.AddPoint({DETECTION, profile, probing / 60, std::nullopt, 1});
    report.AddPoint({DETECTION, profile, (probing + idle) / 60, std::nullopt, 0});
}

/// A peer that is silent from the handshake on. \param profile of both ends \param run number
/// \param report gets the row
void
RunFromTheStart(const char* profile, uint64_t run, Report& report)
{
    const auto config = lifecycle::MakeProfile(profile)->connection;
    NetworkSetup setup;
    setup.profile = profile;
    setup.rtt = USUAL_RTT;
    setup.lossForward = 1;
    setup.lossReverse = 1;
    setup.attributes[A] = {{"KeepAlive", "true"}};
    setup.run = run;
    Network network(setup);
    network.OpenAll(10);
    network.Run(Seconds(5));
    network.SetLossy(true);
    network.Run();
    TcpLifecycleSample detection;
    for (const ConnectionRecord& record : network.GetRecords(A))
    {
        detection.Add(ToTime(record.ended - record.established).GetSeconds());
    }
    const Time formula =
        ToTime(config.keepAliveIdle) + config.keepAliveCount * ToTime(config.keepAliveInterval);
    report.AddExact({"keep-alive", profile, USUAL_RTT.GetSeconds(), 0, 0, "silent from the start"},
                    "time to detection (s)",
                    detection,
                    formula.GetSeconds());
}

} // namespace

uint64_t
RunKeepAlive(const Budget& budget, Report& report)
{
    report.AddFigure({DETECTION,
                      "A peer falls silent at a random moment: time to detection",
                      "x (minutes)",
                      "P(detection takes longer than x)"});
    const uint32_t count = std::max(budget.connections / 5, 1000U);
    uint64_t connections = 0;
    uint64_t run = 270000;
    for (const char* profile : lifecycle::PROFILE_NAMES)
    {
        RunFromTheStart(profile, ++run, report);
        RunSilence(profile, count, ++run, report);
        connections += 10 + count;
    }
    return connections;
}

namespace
{

/**
 * Mean time until a live peer is taken for dead: (idle + i (sum of k f^k q, k < c, + c f^c) +
 * RTT (1 - f^c)) / f^c.
 * \param f loss of a probe or its answer \param idle seconds \param interval i, seconds
 * \param probes c \param rtt seconds \return seconds
 */
double
MeanTimeToAlarm(double f, double idle, double interval, uint32_t probes, double rtt)
{
    const double all = std::pow(f, probes);
    double waits = probes * all;
    for (uint32_t k = 1; k < probes; ++k)
    {
        waits += k * std::pow(f, k) * (1 - f);
    }
    return (idle + interval * waits + rtt * (1 - all)) / all;
}

} // namespace

uint64_t
RunFalseAlarms(const Budget& budget, Report& report)
{
    constexpr double idle = 20;
    constexpr double interval = 2;
    Figure figure = {ALARMS,
                     "A live peer taken for dead: idle 20 s, a probe each 2 s",
                     "loss of each direction",
                     "mean time to the false alarm (s)"};
    figure.logY = true;
    figure.low = 20;
    report.AddFigure(figure);
    const uint32_t count = std::max(budget.connections / 10, 500U);
    uint64_t connections = 0;
    uint64_t run = 271000;
    for (uint32_t probes : {2U, 4U})
    {
        const std::string curve = std::to_string(probes) + " probes";
        for (double loss :
             budget.thorough ? std::vector<double>{0.15, 0.25, 0.4} : std::vector<double>{0.25})
        {
            NetworkSetup setup;
            setup.profile = USUAL_PROFILE;
            setup.rtt = USUAL_RTT;
            setup.lossForward = loss;
            setup.lossReverse = loss;
            setup.attributes[A] = {{"KeepAlive", "true"},
                                   {"KeepAliveIdle", Text(Seconds(idle))},
                                   {"KeepAliveInterval", Text(Seconds(interval))},
                                   {"KeepAliveCount", std::to_string(probes)}};
            setup.run = ++run;
            Network network(setup);
            network.OpenAll(count);
            network.Run(Seconds(5));
            network.SetLossy(true);
            network.Run();
            TcpLifecycleSample times;
            for (const ConnectionRecord& record : network.GetRecords(A))
            {
                times.Add(ToTime(record.ended - record.established).GetSeconds());
            }
            connections += count;
            const double formula = MeanTimeToAlarm(TcpLifecycleLosses{loss, loss}.Round(),
                                                   idle,
                                                   interval,
                                                   probes,
                                                   USUAL_RTT.GetSeconds());
            const Subject subject =
                {"keep-alive", setup.profile, USUAL_RTT.GetSeconds(), loss, loss, curve};
            report.AddMean(subject, "mean time to a false alarm (s)", times, formula);
            report.AddMeanPoint(ALARMS, curve, loss, times, formula);
        }
        for (double loss : Grid(0.1, 0.45, 35))
        {
            report.AddPoint({ALARMS,
                             curve,
                             loss,
                             std::nullopt,
                             MeanTimeToAlarm(TcpLifecycleLosses{loss, loss}.Round(),
                                             idle,
                                             interval,
                                             probes,
                                             USUAL_RTT.GetSeconds())});
        }
    }
    return connections;
}

} // namespace study
