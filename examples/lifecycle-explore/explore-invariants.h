/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EXPLORE_INVARIANTS_H
#define EXPLORE_INVARIANTS_H

#include "explore-world.h"

#include <string>
#include <vector>

/**
 * \file
 * What must hold in every configuration.
 */

namespace ns3
{
namespace lifecycle
{
namespace explore
{

/// \return what must hold of every event, whatever the configuration
const std::vector<Invariant>& CommonInvariants();

/// \param moment an event \return empty, or which invariant does not hold, and by which clause
std::string FindBroken(const Moment& moment);

/// What a faultless continuation has shown.
struct Continuation
{
    std::string broken;        //!< empty: it ends as it must
    std::vector<Key> keys;     //!< of its worlds, without budgets
    std::vector<Event> events; //!< what happened
};

/**
 * Follow a world without further faults until both ends are CLOSED, or wait for a user.
 * \param start the world \param key its hash without budgets \param scratch memory
 * \param isGood tells of worlds from which that is known
 * \return what it has shown; with `broken`, the events that lead there
 */
Continuation FollowFaultless(const World& start,
                             Key key,
                             Scratch& scratch,
                             const std::function<bool(const Key&)>& isGood);

} // namespace explore
} // namespace lifecycle
} // namespace ns3

#endif // EXPLORE_INVARIANTS_H
