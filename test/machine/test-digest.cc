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
#include "lifecycle-prr.h"
#include "lifecycle-receive-space.h"
#include "lifecycle-recovery.h"
#include "lifecycle-scoreboard.h"
#include "lifecycle-send-space.h"

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
                                  },
                                  [](ChallengeBudget& s) {
                                      s.limit = 7;
                                      s.Take(Instant(5s));
                                      s.Take(Instant(5s));
                                  }});
}

BOOST_AUTO_TEST_CASE(each_field_of_the_send_sequence_space_counts)
{
    CheckFields<SendSpace>({[](SendSpace& s) { s.iss = Seq(1); },
                            [](SendSpace& s) { s.una = Seq(1); },
                            [](SendSpace& s) { s.nxt = Seq(1); },
                            [](SendSpace& s) { s.wnd = 1; },
                            [](SendSpace& s) { s.maxWnd = 1; },
                            [](SendSpace& s) { s.wl1 = Seq(1); },
                            [](SendSpace& s) { s.wl2 = Seq(1); },
                            [](SendSpace& s) { s.shift = 1; },
                            [](SendSpace& s) { s.mss = 1; },
                            [](SendSpace& s) { s.buffer = 1; },
                            [](SendSpace& s) { s.written = 1; },
                            [](SendSpace& s) { s.writeEnd = Seq(1); },
                            [](SendSpace& s) { s.synAcked = true; },
                            [](SendSpace& s) { s.finQueued = true; },
                            [](SendSpace& s) { s.finSent = true; },
                            [](SendSpace& s) { s.shortEnd = Seq(1); },
                            [](SendSpace& s) { s.pushEnd = Seq(1); },
                            [](SendSpace& s) { s.sentAt = Instant(1s); },
                            [](SendSpace& s) { s.recordEnds = {Seq(1)}; },
                            [](SendSpace& s) {
                                s.recordEnds = {Seq(1), Seq(2)};
                            },
                            [](SendSpace& s) { s.up = Seq(1); },
                            [](SendSpace& s) { s.timedAt = Instant(1s); },
                            [](SendSpace& s) { s.timedEnd = Seq(1); }});
}

BOOST_AUTO_TEST_CASE(each_field_of_the_receive_sequence_space_counts)
{
    CheckFields<ReceiveSpace>({[](ReceiveSpace& s) { s.irs = Seq(1); },
                               [](ReceiveSpace& s) { s.nxt = Seq(1); },
                               [](ReceiveSpace& s) { s.advertisedEnd = Seq(1); },
                               [](ReceiveSpace& s) { s.buffer = 1; },
                               [](ReceiveSpace& s) { s.unread = 1; },
                               [](ReceiveSpace& s) { s.delivered = 1; },
                               [](ReceiveSpace& s) { s.shift = 1; },
                               [](ReceiveSpace& s) { s.windowScaling = true; },
                               [](ReceiveSpace& s) { s.timestamps = true; },
                               [](ReceiveSpace& s) { s.sack = true; },
                               [](ReceiveSpace& s) { s.tsRecent = 1; },
                               [](ReceiveSpace& s) { s.tsRecentAt = Instant(1s); },
                               [](ReceiveSpace& s) { s.lastAckSent = Seq(1); },
                               [](ReceiveSpace& s) { s.fin = Seq(1); },
                               [](ReceiveSpace& s) { s.up = Seq(1); },
                               [](ReceiveSpace& s) { s.beyond.Add(Seq(1), Seq(2)); },
                               [](ReceiveSpace& s) { s.duplicateLeft = Seq(1); },
                               [](ReceiveSpace& s) { s.duplicateRight = Seq(1); },
                               [](ReceiveSpace& s) { s.eager = true; },
                               [](ReceiveSpace& s) { s.arrivals[0] = Seq(1); },
                               [](ReceiveSpace& s) { s.arrivalCount = 1; }});
}

BOOST_AUTO_TEST_CASE(all_that_a_scoreboard_knows_of_a_segment_counts)
{
    const auto two = [](Scoreboard& s) {
        s.Sent(Seq(0), Seq(100), Instant(1s));
        s.Sent(Seq(100), Seq(200), Instant(1s));
    };
    CheckFields<Scoreboard>({two,
                             [](Scoreboard& s) { s.Sent(Seq(0), Seq(100), Instant(1s)); },
                             [](Scoreboard& s) { s.Sent(Seq(0), Seq(101), Instant(1s)); },
                             [](Scoreboard& s) { s.Sent(Seq(1), Seq(100), Instant(1s)); },
                             [](Scoreboard& s) { s.Sent(Seq(0), Seq(100), Instant(2s)); },
                             [&](Scoreboard& s) {
                                 two(s);
                                 s.MarkAllLost();
                             },
                             [&](Scoreboard& s) {
                                 two(s);
                                 s.MarkFirstLost();
                             },
                             [&](Scoreboard& s) {
                                 two(s);
                                 s.MarkFirstLost();
                                 s.SentAgain(Seq(0), Seq(100), Instant(1s), true);
                             },
                             [&](Scoreboard& s) {
                                 two(s);
                                 Delivered delivered;
                                 s.Sack(Seq(100), Seq(200), delivered);
                             }});
}

BOOST_AUTO_TEST_CASE(each_field_of_proportional_rate_reduction_counts)
{
    CheckFields<Prr>({[](Prr& p) { p.Begin(1000); },
                      [](Prr& p) { p.OnSent(1); },
                      [](Prr& p) {
                          p.Begin(1000);
                          p.OnSent(1);
                      }});
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
