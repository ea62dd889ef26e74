/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * Transcripts of openings and closings, held against RFC 9293's figures 6, 7, 12 and 13 and the
 * texts beside them. A's ISS is 100, B's 300, as in the figures; the one-way delay is 50 ms.
 */

#include "lifecycle-test-pair.h"

#include <boost/test/unit_test.hpp>

namespace ns3
{
namespace lifecycle
{
namespace test
{

namespace
{

using Lines = std::vector<std::string>;

void
CheckTranscript(const Pair& pair, const Lines& expected)
{
    const Lines actual = pair.Transcript();
    BOOST_CHECK_EQUAL_COLLECTIONS(actual.begin(), actual.end(), expected.begin(), expected.end());
}

void
CloseAt(Pair& pair, End& end, Duration when)
{
    pair.At(when, [&end]() { end.Run([&end](Context& c) { end.connection.Close(c); }); });
}

} // namespace

BOOST_AUTO_TEST_SUITE(transcripts)

BOOST_AUTO_TEST_CASE(three_way_handshake_is_figure_6)
{
    Pair pair;
    pair.Open();
    pair.RunUntil(200ms);
    CheckTranscript(pair,
                    {"0 A SYN-SENT active-open",
                     "0 A > S 100:100(0)",
                     "50 B SYN-RECEIVED syn",
                     "50 B > S. 300:300(0) ack 101",
                     "100 A ESTABLISHED syn-ack",
                     "100 A > . 101:101(0) ack 301",
                     "150 B ESTABLISHED ack-of-syn"});
}

// Figure 7, and after it the ACK that 3.10.7.4, first, wants for the peer's SYN,ACK: who sends one
// knows whether it was lost.
BOOST_AUTO_TEST_CASE(simultaneous_open_is_figure_7)
{
    Pair pair;
    pair.a.iss = Seq(100);
    pair.b.iss = Seq(300);
    for (End* end : {&pair.a, &pair.b})
    {
        pair.At(0ms,
                [end]() { end->Run([end](Context& c) { end->connection.Open(end->iss, c); }); });
    }
    pair.RunUntil(10s);
    CheckTranscript(pair,
                    {"0 A SYN-SENT active-open",
                     "0 A > S 100:100(0)",
                     "0 B SYN-SENT active-open",
                     "0 B > S 300:300(0)",
                     "50 B SYN-RECEIVED syn",
                     "50 B > S. 300:300(0) ack 101",
                     "50 A SYN-RECEIVED syn",
                     "50 A > S. 100:100(0) ack 301",
                     "100 A ESTABLISHED ack-of-syn",
                     "100 A > . 101:101(0) ack 301",
                     "100 B ESTABLISHED ack-of-syn",
                     "100 B > . 301:301(0) ack 101"});
}

BOOST_AUTO_TEST_CASE(simultaneous_open_by_the_letter_takes_one_more_delay)
{
    Config config;
    config.simultaneousOpen = SimultaneousOpen::Letter;
    Pair pair(config, config);
    pair.a.iss = Seq(100);
    pair.b.iss = Seq(300);
    for (End* end : {&pair.a, &pair.b})
    {
        pair.At(0ms,
                [end]() { end->Run([end](Context& c) { end->connection.Open(end->iss, c); }); });
    }
    pair.RunUntil(10s);
    CheckTranscript(pair,
                    {"0 A SYN-SENT active-open",
                     "0 A > S 100:100(0)",
                     "0 B SYN-SENT active-open",
                     "0 B > S 300:300(0)",
                     "50 B SYN-RECEIVED syn",
                     "50 B > S. 300:300(0) ack 101",
                     "50 A SYN-RECEIVED syn",
                     "50 A > S. 100:100(0) ack 301",
                     "100 A > . 101:101(0) ack 301",
                     "100 B > . 301:301(0) ack 101",
                     "150 B ESTABLISHED ack-of-syn",
                     "150 A ESTABLISHED ack-of-syn"});
}

BOOST_AUTO_TEST_CASE(normal_close_is_figure_12)
{
    Pair pair;
    pair.Establish();
    CloseAt(pair, pair.a, 0ms);
    CloseAt(pair, pair.b, 80ms);
    pair.RunUntil();
    CheckTranscript(pair,
                    {"0 A FIN-WAIT-1 close",
                     "0 A > F. 101:101(0) ack 301",
                     "50 B CLOSE-WAIT fin",
                     "50 B > . 301:301(0) ack 102",
                     "80 B LAST-ACK close",
                     "80 B > F. 301:301(0) ack 102",
                     "100 A FIN-WAIT-2 ack-of-fin",
                     "130 A TIME-WAIT fin",
                     "130 A > . 102:102(0) ack 302",
                     "180 B CLOSED ack-of-fin",
                     "240130 A CLOSED 2msl-expired"});
}

BOOST_AUTO_TEST_CASE(a_user_who_closes_when_told_of_the_fin_makes_it_three_segments)
{
    Pair pair;
    pair.b.closeOnEof = true;
    pair.Establish();
    CloseAt(pair, pair.a, 0ms);
    pair.RunUntil();
    CheckTranscript(pair,
                    {"0 A FIN-WAIT-1 close",
                     "0 A > F. 101:101(0) ack 301",
                     "50 B CLOSE-WAIT fin",
                     "50 B LAST-ACK close",
                     "50 B > F. 301:301(0) ack 102",
                     "100 A FIN-WAIT-2 ack-of-fin",
                     "100 A TIME-WAIT fin",
                     "100 A > . 102:102(0) ack 302",
                     "150 B CLOSED ack-of-fin",
                     "240100 A CLOSED 2msl-expired"});
}

BOOST_AUTO_TEST_CASE(simultaneous_close_is_figure_13)
{
    Pair pair;
    pair.Establish();
    CloseAt(pair, pair.a, 0ms);
    CloseAt(pair, pair.b, 20ms);
    pair.RunUntil();
    CheckTranscript(pair,
                    {"0 A FIN-WAIT-1 close",
                     "0 A > F. 101:101(0) ack 301",
                     "20 B FIN-WAIT-1 close",
                     "20 B > F. 301:301(0) ack 101",
                     "50 B CLOSING fin",
                     "50 B > . 302:302(0) ack 102",
                     "70 A CLOSING fin",
                     "70 A > . 102:102(0) ack 302",
                     "100 A TIME-WAIT ack-of-fin",
                     "120 B TIME-WAIT ack-of-fin",
                     "240100 A CLOSED 2msl-expired",
                     "240120 B CLOSED 2msl-expired"});
}

BOOST_AUTO_TEST_CASE(a_lost_last_ack_is_repeated_and_2msl_begins_anew)
{
    Pair pair;
    pair.b.closeOnEof = true;
    pair.Establish();
    std::size_t acks = 0;
    pair.fate = [&acks](const End& from, const Segment& segment, std::size_t) {
        return Fate{from.name == 'A' && segment.flags == ACK && ++acks == 1, Duration::zero()};
    };
    CloseAt(pair, pair.a, 0ms);
    pair.RunUntil();
    CheckTranscript(pair,
                    {"0 A FIN-WAIT-1 close",
                     "0 A > F. 101:101(0) ack 301",
                     "50 B CLOSE-WAIT fin",
                     "50 B LAST-ACK close",
                     "50 B > F. 301:301(0) ack 102",
                     "100 A FIN-WAIT-2 ack-of-fin",
                     "100 A TIME-WAIT fin",
                     "100 A > . 102:102(0) ack 302 !",
                     "1050 B > F. 301:301(0) ack 102",
                     "1100 A > . 102:102(0) ack 302",
                     "1150 B CLOSED ack-of-fin",
                     "241100 A CLOSED 2msl-expired"});
}

BOOST_AUTO_TEST_CASE(a_lost_first_fin_is_repeated_after_one_rto)
{
    Pair pair;
    pair.Establish();
    pair.fate = LoseNth('A', FIN, 1);
    CloseAt(pair, pair.a, 0ms);
    pair.RunUntil(2s);
    CheckTranscript(pair,
                    {"0 A FIN-WAIT-1 close",
                     "0 A > F. 101:101(0) ack 301 !",
                     "1000 A > F. 101:101(0) ack 301",
                     "1050 B CLOSE-WAIT fin",
                     "1050 B > . 301:301(0) ack 102",
                     "1100 A FIN-WAIT-2 ack-of-fin"});
}

BOOST_AUTO_TEST_CASE(a_fin_that_overtakes_text_waits_for_it)
{
    Pair pair;
    pair.Establish();
    pair.fate = [](const End& from, const Segment& segment, std::size_t) {
        return Fate{false, from.name == 'A' && segment.length > 0 ? Duration(30ms) : Duration(0)};
    };
    pair.At(0ms, [&pair]() {
        pair.a.Run([&pair](Context& c) {
            pair.a.connection.Send(100, c);
            pair.a.connection.Close(c);
        });
    });
    pair.RunUntil(1s);
    CheckTranscript(pair,
                    {"0 A > P. 101:201(100) ack 301 ~",
                     "0 A FIN-WAIT-1 close",
                     "0 A > F. 201:201(0) ack 301",
                     "50 B > . 301:301(0) ack 101",
                     "80 B CLOSE-WAIT fin",
                     "80 B > . 301:301(0) ack 202",
                     "130 A FIN-WAIT-2 ack-of-fin"});
    const KnownOptions options = pair.b.sent.at(0).options.Read();
    BOOST_TEST_REQUIRE(int(options.sackBlockCount) == 1);
    BOOST_TEST(options.sackBlocks[0].left.Value() == 201U);
    BOOST_TEST(options.sackBlocks[0].right.Value() == 202U);
}

BOOST_AUTO_TEST_CASE(an_abort_sends_rst_at_snd_nxt_and_the_peer_is_reset)
{
    Pair pair;
    pair.Establish();
    pair.At(0ms, [&pair]() { pair.a.Run([&](Context& c) { pair.a.connection.Abort(c); }); });
    pair.RunUntil();
    CheckTranscript(pair, {"0 A > R 101:101(0)", "0 A CLOSED abort", "50 B CLOSED reset"});
    BOOST_TEST(ToText(pair.b.connection.GetError()) == "reset");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
