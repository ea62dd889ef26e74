/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * Thousands of connections under random segments, calls and time: see lifecycle-test-chaos.h.
 */

#include "lifecycle-test-chaos.h"

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <map>
#include <random>

namespace ns3
{
namespace lifecycle
{
namespace test
{

BOOST_AUTO_TEST_SUITE(chaos)

BOOST_AUTO_TEST_CASE(whatever_comes_the_invariants_hold)
{
    // More by a variable: LIFECYCLE_CHAOS_RUNS=750000 are about 10^7 steps
    const char* asked = std::getenv("LIFECYCLE_CHAOS_RUNS");
    const uint32_t runs = asked != nullptr ? static_cast<uint32_t>(std::atoi(asked)) : 8000;
    std::map<State, uint32_t> seen;
    uint64_t steps = 0;
    for (uint32_t seed = 0; seed < runs; ++seed)
    {
        std::mt19937 random(seed);
        uint32_t step = 0;
        try
        {
            // not a distribution of the library's: those differ between libraries
            Chaos chaos([&random](uint32_t below) {
                return static_cast<uint32_t>(uint64_t{random()} * below >> 32);
            });
            for (; step < 150 && !chaos.IsOver(); ++step)
            {
                chaos.Step();
                ++steps;
                ++seen[chaos.GetState()];
            }
            chaos.Step(); // in CLOSED too
        }
        catch (const std::logic_error& error)
        {
            BOOST_ERROR("seed " << seed << " step " << step << ": " << error.what());
        }
    }
    BOOST_TEST_MESSAGE(steps << " steps");
    for (const State state : ALL_STATES)
    {
        BOOST_TEST((state == State::Listen || seen[state] > 500), ToText(state) << seen[state]);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
