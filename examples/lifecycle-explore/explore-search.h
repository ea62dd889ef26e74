/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EXPLORE_SEARCH_H
#define EXPLORE_SEARCH_H

#include "explore-invariants.h"
#include "explore-key-set.h"
#include "explore-world.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

/**
 * \file
 * Breadth-first search through all orders of events.
 */

namespace ns3
{
namespace lifecycle
{
namespace explore
{

/// Bounds of one search that have nothing to do with the question.
struct SearchBounds
{
    unsigned threads{1};    //!< how many work at it
    double seconds{0};      //!< of real time; 0: no bound
    uint32_t depth{0};      //!< besides the configuration's; 0: none
    uint64_t mostStates{0}; //!< instead of the configuration's; 0: that one
    std::string checkpoint; //!< file that a search stopped by a bound is kept in; empty: none
    bool resume{false};     //!< go on with what is in that file
};

/// What a search has found.
struct SearchResult
{
    uint64_t states{0};           //!< different ones
    uint64_t transitions{0};      //!< events that led to them, or to one of them again
    uint32_t depth{0};            //!< events in a row, so far
    bool complete{false};         //!< there are no more states
    std::string broken;           //!< which invariant does not hold; empty: all hold
    std::vector<Event> trace;     //!< the shortest way there
    std::size_t faultlessFrom{0}; //!< from this event of it on the network is faultless
    std::map<std::array<uint8_t, 3>, uint64_t> rows; //!< rows of TRANSITIONS (from, to, cause), how
                                                     //!< often each was taken
};

/**
 * \param configuration the question \param bounds see there
 * \return what was found; the same for any number of threads, unless a bound of time ends it
 */
SearchResult Search(const Configuration& configuration, const SearchBounds& bounds);

} // namespace explore
} // namespace lifecycle
} // namespace ns3

#endif // EXPLORE_SEARCH_H
