/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef STUDY_FORMULAS_H
#define STUDY_FORMULAS_H

#include "lifecycle-config.h"
#include "study-network.h"
#include "study-report.h"
#include "tcp-lifecycle-law.h"

#include "ns3/nstime.h"

#include <cstdint>
#include <string>
#include <vector>

/**
 * \file
 * What experiments have in common: paths and systems, and the times that follow from them.
 */

namespace study
{

/// A path, and the system at both of its ends.
struct Combination
{
    const char* profile;            //!< of both ends
    int rtt;                        //!< milliseconds
    ns3::TcpLifecycleLosses losses; //!< of the path
    /// Initial RTO of B, milliseconds; 0: the profile's. With A's own, B gives up at the very
    /// moment at which a repeat of A's SYN arrives, and the formulas do not say which comes first.
    int serverRto{0};
    int initialRto{0}; //!< of both ends otherwise, milliseconds; 0: the profile's
};

/// \return the combinations, at least twelve
const std::vector<Combination>& Combinations();

/// How much to do.
struct Budget
{
    uint32_t connections{10000}; //!< for each point or combination
    uint32_t intervals{400};     //!< mean holding times simulated, where tables fill up
    bool thorough{true};         //!< more points
};

/// Profile and RTT of the path of most studies
constexpr const char* USUAL_PROFILE = "rfc9293";
/// \copydoc USUAL_PROFILE
const ns3::Time USUAL_RTT = ns3::MilliSeconds(100);

/// Losses up to which means are compared: the variance is finite below 1/4, and a sample has it
/// before long
constexpr double MEAN_LIMIT = 0.15;
/// Losses up to which variances are compared: fourth moments are finite below 1/16
constexpr double VARIANCE_LIMIT = 0.06;

/// \param combination a combination \param name of the experiment \param detail what else
/// \return what its rows are about
Subject SubjectOf(const Combination& combination, const char* name, const std::string& detail = "");
/// \param combination a combination \return what its rows say of initial RTOs
std::string InitialRtoDetail(const Combination& combination);
/// \param combination a combination \param experiment number of the experiment
/// \return the network for it; each has random numbers of its own
NetworkSetup SetupOf(const Combination& combination, uint64_t experiment);
/// \param combination a combination \return parameters of the connections
ns3::lifecycle::Config ConfigOf(const Combination& combination);
/// \param profile a name \param ownTimers see NetworkSetup \return parameters of its connections
ns3::lifecycle::Config ConfigOf(const std::string& profile, bool ownTimers);
/// \param profile a name \return whether its host sends no RST for a FIN that belongs to nothing
bool IsSilentWhenClosed(const std::string& profile);
/// \param config parameters \return how their RTO follows from samples
ns3::TcpLifecycleRtoRule RtoRule(const ns3::lifecycle::Config& config);
/// \param config parameters \param rtt the only sample \return RTO after the handshake
ns3::Time RtoAfterHandshake(const ns3::lifecycle::Config& config, ns3::Time rtt);
/// \param config parameters \return when SYNs are sent
ns3::TcpLifecycleSchedule SynSchedule(const ns3::lifecycle::Config& config);
/**
 * When FINs are sent by an end that has one sample of the round-trip time, up to its limit of
 * repeats. \param config parameters, sent with SACK \param rtt the sample \return the schedule
 */
ns3::TcpLifecycleSchedule FinSchedule(const ns3::lifecycle::Config& config, ns3::Time rtt);
/// The same without a limit that matters. \param config parameters \param rtt the sample
/// \return the schedule
ns3::TcpLifecycleSchedule PatientFinSchedule(const ns3::lifecycle::Config& config, ns3::Time rtt);
/// \param time a time \return it as an attribute's text
std::string Text(ns3::Time time);
/// \param from first \param to last \param steps between them \return points at equal distances
std::vector<double> Grid(double from, double to, uint32_t steps);
/// \param from first \param ratio of each to the one before \param count of points \return them
std::vector<double> Geometric(double from, double ratio, uint32_t count);
/// \param name of a time \param time a time \return a detail of a Subject
std::string Detail(const char* name, ns3::Time time);

} // namespace study

#endif // STUDY_FORMULAS_H
