/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "model-test-reentry.h"

#include <boost/test/unit_test.hpp>
#include <cstdlib>

// Every call from every place: the property is that a call from a callback, or from the sink of any
// trace source, does what the same call does in an event of its own at the same time.

using namespace model_test;

namespace
{

/// \param place where \return how often it is called when nothing is done there
uint32_t
CountFirings(const Place& place)
{
    World world;
    world.Play(place, 0, nullptr, false);
    return world.GetFirings();
}

/// \param place where \param firing when \param deed what \param later in an event
/// \return what came of it
Outcome
PlayOne(const Place& place, uint32_t firing, const Deed& deed, bool later)
{
    World world;
    const Outcome outcome = world.Play(place, firing, &deed, later);
    BOOST_TEST(world.insideCalls == 0U, place.name << ": " << deed.name);
    BOOST_TEST((deed.ends || world.Leftovers().empty()),
               place.name << ": " << deed.name << ": " << world.Leftovers());
    return outcome;
}

/// \param place where \param firing when \param deed what \param result there \param later in an
/// event
void
Compare(const Place& place,
        uint32_t firing,
        const Deed& deed,
        const Outcome& result,
        const Outcome& later)
{
    const std::string text = place.name + ", call " + std::to_string(firing) + ": " + deed.name;
    if (!later.called)
    {
        return; // its user has dropped the socket in that instant
    }
    if (!deed.reads)
    {
        BOOST_TEST(result.result == later.result,
                   text << ": " << result.result << " is not " << later.result);
        BOOST_TEST(result.error == later.error, text << ": errno");
    }
    const auto list = [](const Outcome& outcome) {
        std::string all;
        for (const auto& one : outcome.sent)
        {
            all += one + ", ";
        }
        return all;
    };
    BOOST_TEST(list(result) == list(later),
               text << ": sent " << list(result) << "not " << list(later));
    BOOST_TEST(result.final == later.final, text << ": " << result.final << "not " << later.final);
}

} // namespace

BOOST_AUTO_TEST_SUITE(reentry)

BOOST_AUTO_TEST_CASE(every_place_is_reached)
{
    for (const Place& place : AllPlaces())
    {
        BOOST_TEST(CountFirings(place) > 0U, place.name << " is never called");
    }
}

BOOST_AUTO_TEST_CASE(every_call_from_every_place_does_what_it_does_elsewhere)
{
    const std::vector<Place> places = AllPlaces();
    const std::vector<Deed> deeds = AllDeeds();
    // For each deed one of the times that a place is reached, for the next deed the next one. The
    // environment can ask for all of them (TCP_LIFECYCLE_EVERY=0), or, for a slow tool, for the Nth
    // deeds only (TCP_LIFECYCLE_EVERY=N).
    const char* const wish = std::getenv("TCP_LIFECYCLE_EVERY");
    const int every = wish != nullptr ? std::atoi(wish) : 1;
    uint32_t turn = 0;
    for (const Place& place : places)
    {
        const uint32_t firings = CountFirings(place);
        BOOST_TEST_REQUIRE(firings > 0U);
        for (const Deed& deed : deeds)
        {
            ++turn;
            if (every > 1 && turn % static_cast<uint32_t>(every) != 0)
            {
                continue;
            }
            const uint32_t first = every == 0 ? 1 : 1 + turn % firings;
            const uint32_t last = every == 0 ? firings : first;
            for (uint32_t firing = first; firing <= last; ++firing)
            {
                const Outcome result = PlayOne(place, firing, deed, false);
                if (result.called && !deed.ends && !place.decides)
                {
                    Compare(place, firing, deed, result, PlayOne(place, firing, deed, true));
                }
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
