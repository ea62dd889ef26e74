/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "validation-experiments.h"

#include "lifecycle-profile.h"

#include <algorithm>
#include <chrono>
#include <sstream>

/**
 * \file
 * The experiments, and for which losses, round-trip times and profiles they are made.
 */

namespace validation
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

const std::vector<Experiment>&
Experiments()
{
    static const std::vector<Experiment> experiments = {
        {"active-open", "time from the first SYN to ESTABLISHED, and failure", RunActiveOpen},
        {"passive-open", "time in SYN-RECEIVED, giving up, half-open ends", RunPassiveOpen},
        {"fin-wait-1", "time in FIN-WAIT-1 while the peer does not close", RunFinWait1},
        {"close", "TIME-WAIT entry and length, LAST-ACK, repeated ACKs", RunClose},
        {"short-time-wait", "the last FIN comes after 2MSL: RST", RunShortTimeWait},
        {"simultaneous-close", "visits of CLOSING", RunSimultaneousClose},
        {"fin-rto", "time until a FIN is repeated, after some samples of the RTT", RunFinRto},
        {"time-wait-population", "a Poisson variable", RunTimeWaitPopulation},
        {"port-exhaustion", "Erlang's loss formula for ephemeral ports", RunPortExhaustion},
        {"own-ports", "the same for all ports of a profile; takes minutes", RunOwnPorts},
        {"syn-flood", "Erlang's loss formula for a listener without cookies", RunSynFlood},
    };
    return experiments;
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
    Config config = lifecycle::MakeProfile(combination.profile)->connection;
    if (combination.initialRto > 0)
    {
        config.initialRto = std::chrono::milliseconds(combination.initialRto);
    }
    return config;
}

Time
RtoAfterHandshake(const Config& config, Time rtt)
{
    return TcpLifecycleRtoAfterSamples(rtt,
                                       1,
                                       ToTime(config.minRto),
                                       ToTime(config.maxRto),
                                       ToTime(config.clockGranularity));
}

std::string
Detail(const char* name, Time time)
{
    std::ostringstream text;
    text << name << '=' << time.GetSeconds() * 1e3 << "ms";
    return text.str();
}

} // namespace validation
