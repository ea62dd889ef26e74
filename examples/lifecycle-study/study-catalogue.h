/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */
#ifndef STUDY_CATALOGUE_H
#define STUDY_CATALOGUE_H

#include "study-formulas.h"
#include "study-report.h"

#include <cstdint>
#include <vector>

/**
 * \file
 * The studies: questions, and the experiments that answer them.
 */

namespace study
{

/// \param budget how much \param report gets rows and points \return connections simulated
using Experiment = uint64_t (*)(const Budget& budget, Report& report);

/// A question, and what is done about it.
struct Study
{
    const char* name;                    //!< on the command line
    const char* question;                //!< one line
    const char* formula;                 //!< what theory says, some lines
    const char* lesson;                  //!< what is to be learned, some lines
    std::vector<Experiment> experiments; //!< in order
};

/// \return the studies
const std::vector<Study>& Studies();

// The experiments
/// \param budget how much \param report gets rows and points \return connections simulated
uint64_t RunConnectLoss(const Budget& budget, Report& report);
/// \copydoc RunConnectLoss
uint64_t RunTeardownLoss(const Budget& budget, Report& report);
/// \copydoc RunConnectLoss
uint64_t RunTeardownByCloser(const Budget& budget, Report& report);
/// \copydoc RunConnectLoss
uint64_t RunLastAckLost(const Budget& budget, Report& report);
/// \copydoc RunConnectLoss
uint64_t RunLastAckNever(const Budget& budget, Report& report);
/// \copydoc RunConnectLoss
uint64_t RunTimeWaitLength(const Budget& budget, Report& report);
/// \copydoc RunConnectLoss
uint64_t RunTimeWaitPopulation(const Budget& budget, Report& report);
/// \copydoc RunConnectLoss
uint64_t RunTimeWaitHolder(const Budget& budget, Report& report);
/// \copydoc RunConnectLoss
uint64_t RunPortExhaustion(const Budget& budget, Report& report);
/// \copydoc RunConnectLoss
uint64_t RunPeriodicOpens(const Budget& budget, Report& report);
/// \copydoc RunConnectLoss
uint64_t RunOwnPorts(const Budget& budget, Report& report);
/// \copydoc RunConnectLoss
uint64_t RunAssassination(const Budget& budget, Report& report);
/// \copydoc RunConnectLoss
uint64_t RunOldDuplicates(const Budget& budget, Report& report);
/// \copydoc RunConnectLoss
uint64_t RunHazards(const Budget& budget, Report& report);
/// \copydoc RunConnectLoss
uint64_t RunSynFlood(const Budget& budget, Report& report);
/// \copydoc RunConnectLoss
uint64_t RunAcceptQueue(const Budget& budget, Report& report);
/// \copydoc RunConnectLoss
uint64_t RunAcceptQueueDrop(const Budget& budget, Report& report);
/// \copydoc RunConnectLoss
uint64_t RunKeepAlive(const Budget& budget, Report& report);
/// \copydoc RunConnectLoss
uint64_t RunFalseAlarms(const Budget& budget, Report& report);
/// \copydoc RunConnectLoss
uint64_t RunIdleNat(const Budget& budget, Report& report);
/// \copydoc RunConnectLoss
uint64_t RunNatLastAck(const Budget& budget, Report& report);
/// \copydoc RunConnectLoss
uint64_t RunActiveOpen(const Budget& budget, Report& report);
/// \copydoc RunConnectLoss
uint64_t RunPassiveOpen(const Budget& budget, Report& report);
/// \copydoc RunConnectLoss
uint64_t RunFinWait1(const Budget& budget, Report& report);
/// \copydoc RunConnectLoss
uint64_t RunClose(const Budget& budget, Report& report);
/// \copydoc RunConnectLoss
uint64_t RunShortTimeWait(const Budget& budget, Report& report);
/// \copydoc RunConnectLoss
uint64_t RunSimultaneousClose(const Budget& budget, Report& report);
/// \copydoc RunConnectLoss
uint64_t RunFinRto(const Budget& budget, Report& report);

} // namespace study

#endif // STUDY_CATALOGUE_H
