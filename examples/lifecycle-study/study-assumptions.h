/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */
#ifndef STUDY_ASSUMPTIONS_H
#define STUDY_ASSUMPTIONS_H

#include "tcp-lifecycle-helper.h"

/**
 * \file
 * What the formulas assume of a TCP, whatever its profile says.
 */

namespace study
{

/// \param ownTimers timers and limits of retries stay the profile's
/// \param tcp gets the assumptions as attributes
void Assume(bool ownTimers, ns3::TcpLifecycleHelper& tcp);

} // namespace study

#endif // STUDY_ASSUMPTIONS_H
