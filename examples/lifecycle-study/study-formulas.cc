/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "study-formulas.h"

#include "lifecycle-profile.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <sstream>

/**
 * \file
 * What experiments have in common: paths and systems, and the times that follow from them.
 */

namespace study
{

using namespace ns3;
using lifecycle::Config;

const std::vector<Combination>&
Combinations()
{
    static const std::vector<Combination> combinations = {
        {"rfc9293", 10, {0.01, 0.01}},
        {"rfc9293", 40, {0.05, 0.05}},
        {"rfc9293", 200, {0.10, 0.02}},
        {"rfc9293", 400, {0.30, 0.10}},
        {"linux", 20, {0.02, 0.02}},
        {"linux", 100, {0.05, 0.10}},
        {"linux", 600, {0.30, 0.30}, 1100},
        {"freebsd", 40, {0.05, 0.05}, 1100},
        {"freebsd", 80, {0.20, 0.20}, 1100},
        {"windows", 30, {0.10, 0.10}, 1100},
        {"windows", 150, {0.20, 0.40}, 1100},
        {"macos", 60, {0.02, 0.10}},
        {"macos", 300, {0.20, 0.05}},
        {"rfc9293", 100, {0.02, 0.02}, 0, 3000}, // RFC 2988's initial RTO, and ns-3's own
    };
    return combinations;
}

Subject
SubjectOf(const Combination& combination, const char* name, const std::string& detail)
{
    return {name,
            combination.profile,
            combination.rtt * 1e-3,
            combination.losses.forward,
            combination.losses.reverse,
            detail};
}

std::string
InitialRtoDetail(const Combination& combination)
{
    std::string detail;
    const auto add = [&detail](const std::string& text) {
        detail += (detail.empty() ? "" : " ") + text;
    };
    if (combination.initialRto > 0)
    {
        add("initial RTO=" + std::to_string(combination.initialRto) + "ms");
    }
    if (combination.serverRto > 0)
    {
        add("B's initial RTO=" + std::to_string(combination.serverRto) + "ms");
    }
    return detail;
}

NetworkSetup
SetupOf(const Combination& combination, uint64_t experiment)
{
    const auto number = static_cast<uint64_t>(&combination - Combinations().data());
    NetworkSetup setup;
    setup.profile = combination.profile;
    setup.rtt = MilliSeconds(combination.rtt);
    setup.lossForward = combination.losses.forward;
    setup.lossReverse = combination.losses.reverse;
    setup.run = 1000 * experiment + number + 1;
    if (combination.initialRto > 0)
    {
        for (End end : {A, B})
        {
            setup.attributes[end] = {{"InitialRto", std::to_string(combination.initialRto) + "ms"}};
        }
    }
    return setup;
}

Config
ConfigOf(const Combination& combination)
{
    Config config = ConfigOf(combination.profile, false);
    if (combination.initialRto > 0)
    {
        config.initialRto = std::chrono::milliseconds(combination.initialRto);
    }
    return config;
}

Config
ConfigOf(const std::string& profile, bool ownTimers)
{
    Config config = lifecycle::MakeProfile(profile)->connection;
    if (!ownTimers)
    {
        // as the network of the textbook sets it
        config.synLinearTimeouts = 0;
        config.rtoSlop = lifecycle::Duration(0);
        config.tailLossProbe = false;
        config.retryLimitBy = lifecycle::RetryLimitBy::Count;
    }
    return config;
}

bool
IsSilentWhenClosed(const std::string& profile)
{
    const auto blackhole = lifecycle::MakeProfile(profile)->intake.blackhole;
    return blackhole == lifecycle::Blackhole::All || blackhole == lifecycle::Blackhole::Stealth;
}

TcpLifecycleRtoRule
RtoRule(const Config& config)
{
    return {ToTime(config.minRto),
            ToTime(config.maxRto),
            ToTime(config.clockGranularity),
            ToTime(config.rtoSlop),
            config.rttEstimator == lifecycle::RttEstimator::Linux};
}

Time
RtoAfterHandshake(const Config& config, Time rtt)
{
    return TcpLifecycleRtoAfterSamples(rtt, 1, RtoRule(config));
}

TcpLifecycleSchedule
SynSchedule(const Config& config)
{
    const Time first = ToTime(config.initialRto);
    TcpLifecycleSchedule schedule;
    for (uint32_t i = 0; i < config.synLinearTimeouts; ++i)
    {
        schedule.sent.push_back(schedule.end);
        schedule.end += first;
    }
    const auto doubling =
        TcpLifecycleSchedule::Doubling(first, config.synRetries, ToTime(config.maxRto));
    for (const Time& sent : doubling.sent)
    {
        schedule.sent.push_back(schedule.end + sent);
    }
    schedule.end += doubling.end;
    return schedule;
}

namespace
{

/// \param config parameters \param rtt the only sample \param repeats of the FIN by its RTO
/// \return when FINs are sent
TcpLifecycleSchedule
FinScheduleOf(const Config& config, Time rtt, uint32_t repeats)
{
    const Time rto = RtoAfterHandshake(config, rtt);
    auto schedule = TcpLifecycleSchedule::Doubling(rto, repeats, ToTime(config.maxRto));
    if (config.tailLossProbe)
    {
        // RFC 8985, 7.2: once more after 2 SRTT and, a single segment being in flight, the time for
        // which its ACK may be late; the RTO begins there
        const Time probe = std::min(2 * rtt + ToTime(config.minRto), rto);
        for (Time& sent : schedule.sent)
        {
            sent += probe;
        }
        schedule.sent.insert(schedule.sent.begin(), Time(0));
        schedule.end += probe;
    }
    return schedule;
}

} // namespace

TcpLifecycleSchedule
FinSchedule(const Config& config, Time rtt)
{
    if (config.retryLimitBy == lifecycle::RetryLimitBy::Count)
    {
        return FinScheduleOf(config, rtt, config.finRetries);
    }
    // Linux, tcp_timer.c, retransmits_timed_out(): expires after the time that this number of
    // retransmissions would take from the smallest RTO on, and not before the first repeat
    const Time limit = TcpLifecycleSchedule::Doubling(ToTime(config.minRto),
                                                      config.finRetries,
                                                      ToTime(config.maxRto))
                           .end;
    uint32_t repeats = 1;
    while (FinScheduleOf(config, rtt, repeats).end < limit)
    {
        ++repeats;
    }
    return FinScheduleOf(config, rtt, repeats);
}

TcpLifecycleSchedule
PatientFinSchedule(const Config& config, Time rtt)
{
    return FinScheduleOf(config, rtt, 60);
}

std::string
Text(Time time)
{
    return std::to_string(time.GetNanoSeconds()) + "ns";
}

std::vector<double>
Grid(double from, double to, uint32_t steps)
{
    std::vector<double> points;
    for (uint32_t i = 0; i <= steps; ++i)
    {
        points.push_back(from + (to - from) * i / steps);
    }
    return points;
}

std::vector<double>
Geometric(double from, double ratio, uint32_t count)
{
    std::vector<double> points;
    for (uint32_t i = 0; i < count; ++i)
    {
        points.push_back(from * std::pow(ratio, i));
    }
    return points;
}

std::string
Detail(const char* name, Time time)
{
    std::ostringstream text;
    text << name << '=' << time.GetSeconds() * 1e3 << "ms";
    return text.str();
}

} // namespace study
