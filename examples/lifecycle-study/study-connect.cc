/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */
#include "study-catalogue.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

/**
 * \file
 * Connect time when SYNs and SYN,ACKs are lost, for three schedules of repeats.
 */

namespace study
{

using namespace ns3;
using lifecycle::Config;
using lifecycle::ConnectionRecord;

namespace
{

/// When an opener repeats its SYN.
struct Opener
{
    const char* name; //!< in tables and figures
    int initialRto;   //!< of both ends, milliseconds
    uint32_t linear;  //!< repeats before the RTO doubles
    uint64_t run;     //!< number of its first run
};

/// RFC 1122, 4.2.3.1; RFC 6298, 2.1; Linux since 6.5, ip-sysctl.rst, tcp_syn_linear_timeouts
constexpr Opener OPENERS[] = {{"initial RTO 3 s", 3000, 0, 200000},
                              {"initial RTO 1 s", 1000, 0, 200100},
                              {"1 s, four times before it doubles", 1000, 4, 200200}};

/// Losses of each direction
const std::vector<double> LOSSES = {0.02, 0.05, 0.1, 0.15};
/// Those of a short run
const std::vector<double> FEW_LOSSES = {0.05, 0.15};
/// The one whose distribution is shown
constexpr double SHOWN_LOSS = 0.15;

constexpr const char* MEANS = "study-connect-mean";
constexpr const char* TIMES = "study-connect-times";

/// \param opener an opener \return parameters of both ends
Config
ConfigOfOpener(const Opener& opener)
{
    Config config = ConfigOf(USUAL_PROFILE, false);
    config.initialRto = std::chrono::milliseconds(opener.initialRto);
    config.synLinearTimeouts = opener.linear;
    return config;
}

/// \param opener an opener \param loss of each direction \return law of the connect time
TcpLifecycleLaw
LawOf(const Opener& opener, double loss)
{
    const Config config = ConfigOfOpener(opener);
    return TcpLifecycleConnectLaw({loss, loss},
                                  USUAL_RTT,
                                  SynSchedule(config),
                                  TcpLifecycleSchedule::Doubling(ToTime(config.initialRto),
                                                                 config.synAckRetries,
                                                                 ToTime(config.maxRto)));
}

/// One point. \param opener an opener \param loss of each direction \param count connections
/// \param run number \param report gets rows and points
void
RunOne(const Opener& opener, double loss, uint32_t count, uint64_t run, Report& report)
{
    NetworkSetup setup;
    setup.profile = USUAL_PROFILE;
    setup.rtt = USUAL_RTT;
    setup.lossForward = loss;
    setup.lossReverse = loss;
    setup.run = run;
    const std::string rto = std::to_string(opener.initialRto) + "ms";
    for (End end : {A, B})
    {
        setup.attributes[end] = {{"InitialRto", rto}};
    }
    setup.attributes[A].emplace_back("SynLinearTimeouts", std::to_string(opener.linear));
    Network network(setup);
    network.SetLossy(true);
    network.OpenAll(count);
    network.Run();

    TcpLifecycleSample times;
    std::vector<Time> all;
    uint64_t atOnce = 0;
    uint64_t late = 0;
    const Time limit = Seconds(3); // what a user may wait without a thought
    for (const ConnectionRecord& record : network.GetRecords(A))
    {
        if (record.established == lifecycle::NEVER)
        {
            ++late;
            continue;
        }
        const Time time = ToTime(record.established - record.opened);
        times.Add(time.GetSeconds());
        all.push_back(time);
        atOnce += time == setup.rtt ? 1 : 0;
        late += time > limit ? 1 : 0;
    }
    const TcpLifecycleLaw law = LawOf(opener, loss);
    const Subject subject =
        {"connect-loss", setup.profile, setup.rtt.GetSeconds(), loss, loss, opener.name};
    report.AddMean(subject, "mean connect time (s)", times, law.Mean());
    report.AddProportion(subject, "P(one RTT)", atOnce, count, law.AtMost(setup.rtt));
    report.AddProportion(subject, "P(longer than 3 s)", late, count, 1 - law.AtMost(limit));
    report.AddMeanPoint(MEANS, opener.name, loss, times, law.Mean());
    if (loss == SHOWN_LOSS)
    {
        report.AddSurvival(TIMES, opener.name, std::move(all), count, law, Seconds(16));
    }
}

} // namespace

uint64_t
RunConnectLoss(const Budget& budget, Report& report)
{
    report.AddFigure({MEANS,
                      "Mean connect time, RTT 100 ms",
                      "loss of each direction",
                      "mean time from SYN to ESTABLISHED (s)"});
    Figure times = {TIMES,
                    "Connect time at a loss of 0.15 each way, RTT 100 ms",
                    "x (s)",
                    "P(connect time > x)"};
    times.logY = true;
    times.drawing = Drawing::Steps;
    times.low = 3e-4;
    report.AddFigure(times);
    uint64_t connections = 0;
    for (const Opener& opener : OPENERS)
    {
        uint64_t run = opener.run;
        for (double loss : budget.thorough ? LOSSES : FEW_LOSSES)
        {
            RunOne(opener, loss, budget.connections, ++run, report);
            connections += budget.connections;
        }
        for (int step = 0; step <= 32; ++step)
        {
            const double loss = step * 0.005;
            report.AddPoint({MEANS, opener.name, loss, std::nullopt, LawOf(opener, loss).Mean()});
        }
    }
    return connections;
}

} // namespace study
