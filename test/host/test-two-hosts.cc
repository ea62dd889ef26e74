/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * Thousands of pairs of hosts under random calls, loss, repetition, disorder, forged segments and
 * time: see lifecycle-test-two-hosts.h. And every row of the table of transitions is taken.
 */

#include "lifecycle-test-two-hosts.h"

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <random>

namespace ns3
{
namespace lifecycle
{
namespace test
{

namespace
{

/// A row that no two hosts take, and why.
struct Unvisited
{
    State from;      //!< of the row
    State to;        //!< of the row
    Cause cause;     //!< of the row
    const char* why; //!< a reason
};

constexpr Unvisited UNVISITED[] = {
    {State::Listen, State::SynSent, Cause::ActiveOpen, "no call makes a listener's OPEN active"},
    {State::Listen, State::Closed, Cause::Abort, "the one call that ends a listener is CLOSE"},
};

/// \param rule a row \return why no two hosts take it; nothing if they do
const char*
WhyUnvisited(const TransitionRule& rule)
{
    for (const Unvisited& one : UNVISITED)
    {
        if (one.from == rule.from && one.to == rule.to && one.cause == rule.cause)
        {
            return one.why;
        }
    }
    return nullptr;
}

/// \param name of a variable \param usual value \return its value
uint32_t
FromEnvironment(const char* name, uint32_t usual)
{
    const char* asked = std::getenv(name);
    return asked != nullptr ? static_cast<uint32_t>(std::atoi(asked)) : usual;
}

} // namespace

BOOST_AUTO_TEST_SUITE(two_hosts)

BOOST_AUTO_TEST_CASE(whatever_comes_the_invariants_hold_and_everything_ends)
{
    // More by variables: LIFECYCLE_TWO_HOSTS_RUNS=50000 are about 10^7 steps
    const uint32_t runs = FromEnvironment("LIFECYCLE_TWO_HOSTS_RUNS", 16000);
    const uint32_t first = FromEnvironment("LIFECYCLE_TWO_HOSTS_SEED", 0);
    Visits visits{};
    uint64_t steps = 0;
    for (uint32_t seed = first; seed < first + runs; ++seed)
    {
        std::mt19937 random(seed);
        uint32_t step = 0;
        try
        {
            // not a distribution of the library's: those differ between libraries
            TwoHosts hosts(
                [&random](uint32_t below) {
                    return static_cast<uint32_t>(uint64_t{random()} * below >> 32);
                },
                visits);
            for (; step < 200; ++step)
            {
                hosts.Step();
                ++steps;
            }
            hosts.Finish();
        }
        catch (const std::logic_error& error)
        {
            BOOST_ERROR("seed " << seed << " step " << step << ": " << error.what());
        }
    }
    BOOST_TEST_MESSAGE(steps << " steps");
    for (std::size_t i = 0; i < visits.size(); ++i)
    {
        const TransitionRule& rule = TRANSITIONS[i];
        const bool expected = WhyUnvisited(rule) == nullptr;
        BOOST_TEST((visits[i] > 0) == expected,
                   ToText(rule.from) << " -> " << ToText(rule.to) << " (" << ToText(rule.cause)
                                     << "): " << visits[i]);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
