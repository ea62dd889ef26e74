/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */
#ifndef STUDY_SCENARIOS_H
#define STUDY_SCENARIOS_H

#include "study-report.h"

#include <cstdint>
#include <string>

/**
 * \file
 * Scenarios of the catalogue as deterministic experiments.
 */

namespace study
{

/**
 * Runs a scenario at several delays and compares all of its times with its formulas.
 * \param experiment name for the rows
 * \param name of the scenario
 * \param forgedOctets number of injected bytes that B's application is expected to read
 * \param report receives the rows
 * \return number of simulated connections
 */
uint64_t CompareScenario(const std::string& experiment,
                         const std::string& name,
                         uint64_t forgedOctets,
                         Report& report);

} // namespace study

#endif // STUDY_SCENARIOS_H
