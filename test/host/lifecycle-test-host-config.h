/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_TEST_HOST_CONFIG_H
#define LIFECYCLE_TEST_HOST_CONFIG_H

#include "lifecycle-profile.h"
#include "machine/lifecycle-test-config.h"

/**
 * \file
 * Parameters of a host drawn at random: every field of a HostConfig, counted by the compiler as
 * those of a Config are.
 */

namespace ns3
{
namespace lifecycle
{
namespace test
{

/// \param choose makes all choices \param base if not null, three of four fields are its
/// \return parameters that a user may set, however odd
HostConfig DrawHostConfig(const Chooser& choose, const HostConfig* base = nullptr);

/// \param profile a profile \return its host's parameters
HostConfig HostConfigOf(const Profile& profile);

} // namespace test
} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_TEST_HOST_CONFIG_H
