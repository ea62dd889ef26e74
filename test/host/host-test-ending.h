/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef HOST_TEST_ENDING_H
#define HOST_TEST_ENDING_H

#include "lifecycle-test-net.h"

#include <boost/test/unit_test.hpp>
#include <numeric>

/// \file
/// What the end of a connection looks like in its record.

namespace ns3
{
namespace lifecycle
{
namespace test
{

/// What the ending of one end is expected to look like.
struct Ending
{
    Outcome outcome; //!< how it ended
    Closer closer;   //!< who began
    CloseType type;  //!< what it looked like
    Error error;     //!< what its user was told
};

/// \param record a record of a connection that has ended \param ending what is expected
inline void
Expect(const ConnectionRecord& record, const Ending& ending)
{
    BOOST_TEST(record.outcome == ending.outcome);
    BOOST_TEST(record.closer == ending.closer);
    BOOST_TEST(record.closeType == ending.type);
    BOOST_TEST(record.error == ending.error);
    // The states it was in fill its life.
    BOOST_TEST((std::accumulate(record.dwell.begin(), record.dwell.end(), Duration::zero()) ==
                record.ended - record.opened));
    BOOST_TEST(record.dwell[0].count() == 0);
}

/// \param record a record \param state a state \return time spent in it
inline Duration
Dwell(const ConnectionRecord& record, State state)
{
    return record.dwell[static_cast<std::size_t>(state)];
}

/// An established connection, ESTABLISHED at 100 ms at A and 150 ms at B.
struct Established : TwoStations
{
    Established()
        : opened(Establish()),
          child(LastAccepted())
    {
    }

    /// Run on. \param span how long
    void Pass(Duration span)
    {
        net.RunUntil(net.now.time_since_epoch() + span);
    }

    /// Lose what a station sends from now on. \param station it
    void Silence(const Station& station)
    {
        net.fate = [&station](const Station& from, const Segment&) {
            return &from == &station ? FOREVER : Duration::zero();
        };
    }

    Handle opened; //!< A's
    Handle child;  //!< B's
};

} // namespace test
} // namespace lifecycle
} // namespace ns3

#endif // HOST_TEST_ENDING_H
