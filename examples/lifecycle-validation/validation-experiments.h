/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef VALIDATION_EXPERIMENTS_H
#define VALIDATION_EXPERIMENTS_H

#include "lifecycle-config.h"
#include "tcp-lifecycle-law.h"
#include "validation-network.h"
#include "validation-report.h"

#include "ns3/nstime.h"

#include <cstdint>
#include <string>
#include <vector>

/**
 * \file
 * The experiments, and for which losses, round-trip times and profiles they are made.
 */

namespace validation
{

/// A path, and the system at both of its ends.
struct Combination
{
    const char* profile;            //!< of both ends
    int rtt;                        //!< milliseconds
    ns3::TcpLifecycleLosses losses; //!< of the path
    /// Initial RTO of B, milliseconds; 0: the profile's. With A's own, B gives up at the very
    /// moment at which a repeat of A's SYN arrives, and which comes first is no matter of formulas.
    int serverRto{0};
    int initialRto{0}; //!< of both ends otherwise, milliseconds; 0: the profile's
};

/// \return the combinations, at least twelve
const std::vector<Combination>& Combinations();

/// How much to do.
struct Budget
{
    uint32_t connections{10000}; //!< for each combination
    uint32_t intervals{400};     //!< mean holding times simulated, where tables fill up
    bool thorough{true};         //!< more loads of tables
};

/// An experiment.
struct Experiment
{
    const char* name;                                      //!< name
    const char* about;                                     //!< one line
    uint64_t (*run)(const Budget& budget, Report& report); //!< \return connections simulated
};

/// \return the experiments
const std::vector<Experiment>& Experiments();

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
/// \param config parameters \param rtt the only sample \return RTO after the handshake
ns3::Time RtoAfterHandshake(const ns3::lifecycle::Config& config, ns3::Time rtt);
/// \param name of a time \param time a time \return a detail of a Subject
std::string Detail(const char* name, ns3::Time time);

// The experiments, see Experiments()
/// \param budget how much \param report gets the rows \return connections simulated
uint64_t RunActiveOpen(const Budget& budget, Report& report);
/// \copydoc RunActiveOpen
uint64_t RunPassiveOpen(const Budget& budget, Report& report);
/// \copydoc RunActiveOpen
uint64_t RunFinWait1(const Budget& budget, Report& report);
/// \copydoc RunActiveOpen
uint64_t RunClose(const Budget& budget, Report& report);
/// \copydoc RunActiveOpen
uint64_t RunShortTimeWait(const Budget& budget, Report& report);
/// \copydoc RunActiveOpen
uint64_t RunSimultaneousClose(const Budget& budget, Report& report);
/// \copydoc RunActiveOpen
uint64_t RunFinRto(const Budget& budget, Report& report);
/// \copydoc RunActiveOpen
uint64_t RunTimeWaitPopulation(const Budget& budget, Report& report);
/// \copydoc RunActiveOpen
uint64_t RunPortExhaustion(const Budget& budget, Report& report);
/// \copydoc RunActiveOpen
uint64_t RunOwnPorts(const Budget& budget, Report& report);
/// \copydoc RunActiveOpen
uint64_t RunSynFlood(const Budget& budget, Report& report);

} // namespace validation

#endif // VALIDATION_EXPERIMENTS_H
