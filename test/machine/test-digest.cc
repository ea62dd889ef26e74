/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * Parts of a connection as values: each field counts in a comparison and in a hash, else an
 * explorer takes two states for one.
 */

#include "lifecycle-challenge.h"
#include "lifecycle-congestion.h"
#include "lifecycle-hash.h"
#include "lifecycle-recovery.h"

#include <boost/test/unit_test.hpp>
#include <functional>
#include <utility>
#include <vector>

namespace ns3
{
namespace lifecycle
{
namespace test
{

using namespace std::chrono_literals;

namespace
{

/// \param changes each of one field
template <typename Value>
void
CheckFields(const std::vector<std::function<void(Value&)>>& changes)
{
    std::vector<Value> values(1);
    for (const auto& change : changes)
    {
        values.emplace_back();
        change(values.back());
    }
    const auto hash = [](const Value& value) {
        Digest digest;
        value.AddTo(digest);
        return std::make_pair(digest.Low(), digest.High());
    };
    for (std::size_t i = 0; i < values.size(); ++i)
    {
        for (std::size_t j = 0; j < values.size(); ++j)
        {
            BOOST_TEST((values[i] == values[j]) == (i == j), i << " and " << j);
            BOOST_TEST((hash(values[i]) == hash(values[j])) == (i == j), i << " and " << j);
        }
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(digest)

BOOST_AUTO_TEST_CASE(each_field_of_what_may_be_undone_counts)
{
    CheckFields<UndoState>({[](UndoState& s) { s.possible = true; },
                            [](UndoState& s) { s.stamped = true; },
                            [](UndoState& s) { s.begin = Seq(1); },
                            [](UndoState& s) { s.repairs = -1; },
                            [](UndoState& s) { s.firstStamp = 1; },
                            [](UndoState& s) { s.cwnd = 1; },
                            [](UndoState& s) { s.ssthresh = 1; }});
    CheckFields<ProbeState>({[](ProbeState& s) { s.out = true; },
                             [](ProbeState& s) { s.repeats = true; },
                             [](ProbeState& s) { s.end = Seq(1); }});
}

BOOST_AUTO_TEST_CASE(each_field_of_rack_counts)
{
    CheckFields<RackState>({[](RackState& s) { s.sentAt = Instant(1s); },
                            [](RackState& s) { s.sentEnd = Seq(1); },
                            [](RackState& s) { s.rtt = 1s; },
                            [](RackState& s) { s.minRtt = 1s; },
                            [](RackState& s) { s.minRttAt = Instant(1s); },
                            [](RackState& s) { s.dsackRound = Seq(1); },
                            [](RackState& s) { s.inDsackRound = true; },
                            [](RackState& s) { s.steps = 2; },
                            [](RackState& s) { s.persist = 1; },
                            [](RackState& s) { s.reordering = 4; },
                            [](RackState& s) { s.reorderings = 1; },
                            [](RackState& s) { s.advanced = true; },
                            [](RackState& s) { s.wait = 1s; }});
}

BOOST_AUTO_TEST_CASE(each_field_of_windows_and_limits_counts)
{
    CheckFields<CongestionWindow>({[](CongestionWindow& s) { s.cwnd = 1; },
                                   [](CongestionWindow& s) { s.ssthresh = 1; },
                                   [](CongestionWindow& s) { s.phase = RecoveryPhase::Loss; }});
    CheckFields<ChallengeBudget>({[](ChallengeBudget& s) { s.limit = 1; },
                                  [](ChallengeBudget& s) { s.period = 2s; },
                                  [](ChallengeBudget& s) {
                                      s.limit = 7;
                                      s.Take(Instant(5s));
                                  }});
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
