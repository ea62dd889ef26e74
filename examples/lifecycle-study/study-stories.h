/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */
#ifndef STUDY_STORIES_H
#define STUDY_STORIES_H

#include "study-report.h"

#include <cstdint>
#include <string>

/**
 * \file
 * Stories of the scenario catalogue as experiments without chance.
 */

namespace study
{

/**
 * Play a story at several delays and compare all of its times with its formulas.
 * \param experiment name for the rows \param story name in the catalogue \param forgedOctets that
 * B's application reads though nobody has sent them \param report gets the rows \return connections
 * simulated
 */
uint64_t PlayStory(const std::string& experiment,
                   const std::string& story,
                   uint64_t forgedOctets,
                   Report& report);

} // namespace study

#endif // STUDY_STORIES_H
