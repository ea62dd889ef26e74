/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * The right edge of the window: what arrives exactly there, and that it never moves left (RFC 9293,
 * SHLD-14); what waits for it to move.
 */

#include "lifecycle-test-pair.h"
#include "lifecycle-test-solo.h"

#include <boost/test/unit_test.hpp>

namespace ns3
{
namespace lifecycle
{
namespace test
{

namespace
{

/// \param segment sent by an end \param receiving its RCV.* \return the right edge it tells
Seq
EdgeOf(const Segment& segment, const ReceiveSpace& receiving)
{
    return segment.ack + (uint32_t{segment.window} << receiving.Scale());
}

/// \return options of a SYN with window scale \param shift its shift count
Options
Scaled(uint8_t shift)
{
    Options options;
    options.AddWindowScale(shift);
    return options;
}

} // namespace

BOOST_AUTO_TEST_SUITE(right_edge)

// A pure ACK has SEG.SEQ = SND.NXT. When its sender has filled the peer's window, that is the right
// edge: refused by table 6, both ends would answer each other forever and nothing
// would ever be acknowledged (RFC 9293, appendix A.2).
BOOST_AUTO_TEST_CASE(two_full_windows_whose_first_flight_is_lost_get_through)
{
    Config config = Prompt();
    config.sendBuffer = 1000;
    config.receiveBuffer = 1000;
    config.maxSegmentSize = 100; // so that a window is more than one segment
    config.timestamps = false;   // ten segments fill it exactly
    config.initialWindow = 20;   // all of it is sent at once
    config.minRto = 200ms;
    Pair pair(config, config);
    pair.delay = 1ms;
    pair.Establish();
    pair.a.autoRead = false;
    pair.b.autoRead = false;
    pair.fate = [&](const End&, const Segment& segment, std::size_t) {
        return Fate{segment.length > 0 && pair.now - pair.zero < 100ms, 0ms};
    };
    for (End* end : {&pair.a, &pair.b})
    {
        pair.At(0ms, [end] { end->Run([end](Context& c) { end->connection.Send(1000, c); }); });
    }
    const std::size_t sentBefore = pair.a.sent.size() + pair.b.sent.size();
    pair.RunUntil(10s);
    for (const End* end : {&pair.a, &pair.b})
    {
        BOOST_TEST(end->released == 1000U);
        BOOST_TEST(end->delivered == 1000U);
    }
    BOOST_TEST(pair.a.sent.size() + pair.b.sent.size() - sentBefore <= 100U);
}

// Data of odd lengths, and the peer's FIN, which counts as one: rounded down, the window field
// would tell an edge that is up to 2^shift - 1 to the left of the one told before.
BOOST_AUTO_TEST_CASE(no_text_and_no_fin_moves_the_edge_left_whatever_the_scale)
{
    for (const uint32_t scaleBuffer : {0U, 100000U, 300000U, 5000000U, 0x40000000U})
    {
        for (const uint32_t length : {1U, 2U, 3U, 5U, 127U, 1001U})
        {
            Config config = Prompt();
            config.receiveBuffer = 60000;
            config.windowScaleBuffer = scaleBuffer;
            Solo solo(config);
            solo.synOptions = Scaled(7);
            solo.autoRead = false;
            solo.Reach(State::Established);
            Seq edge = solo.connection.Receiving().advertisedEnd;
            const auto check = [&] {
                for (const Emit& emit : solo.sent)
                {
                    const Seq told = EdgeOf(emit.segment, solo.connection.Receiving());
                    BOOST_TEST(AtOrAfter(told, edge), "buffer " << scaleBuffer << ", " << length);
                    edge = Latest(edge, told);
                }
            };
            for (int i = 0; i < 9; ++i)
            {
                solo.Feed(ACK, solo.RcvNxt(), 1, length);
                check();
                if (i == 5)
                {
                    solo.Consume(solo.connection.Unread() / 2);
                    check();
                }
            }
            solo.Feed(FIN | ACK, solo.RcvNxt(), 1);
            BOOST_TEST(solo.StateName() == "CLOSE-WAIT");
            BOOST_TEST(solo.sent.size() == 1U);
            check();
            solo.Feed(FIN | ACK, solo.RcvNxt() - 1, 1); // it is acknowledged again
            BOOST_TEST(solo.sent.size() == 1U);
            check();
        }
    }
}

// A SYN,ACK says at most 65535 bytes, not scaled. An ACK of SYN-RECEIVED (somebody sends what is
// not acceptable) says them in units of the scale, and so up to 2^shift - 1 more: what its peer has
// seen stays, whatever few bytes come next.
BOOST_AUTO_TEST_CASE(no_text_moves_the_edge_left_that_an_ack_of_syn_received_has_told)
{
    for (const uint32_t scaleBuffer : {0U, 300000U, 5000000U, 0x40000000U})
    {
        for (const uint32_t length : {1U, 2U, 3U, 4U, 5U, 127U, 128U, 1001U})
        {
            Config config = Prompt();
            config.receiveBuffer = 65535; // there is no more to tell after the handshake
            config.windowScaleBuffer = scaleBuffer;
            Solo solo(config);
            solo.synOptions = Scaled(7);
            solo.autoRead = false;
            solo.Reach(State::SynReceived, Opening::Passive);
            solo.Feed(ACK, solo.RcvNxt() - 1, 1);
            BOOST_TEST_REQUIRE(solo.sent.size() == 1U);
            const Seq told = EdgeOf(solo.SentAt(0).segment, solo.connection.Receiving());
            BOOST_TEST(AtOrAfter(told, solo.irs + 1 + 65535)); // what the SYN,ACK has said
            solo.Feed(ACK, solo.RcvNxt(), 1, length);
            BOOST_TEST(solo.StateName() == "ESTABLISHED");
            BOOST_TEST_REQUIRE(solo.sent.size() == 1U);
            const Seq now = EdgeOf(solo.SentAt(0).segment, solo.connection.Receiving());
            BOOST_TEST(AtOrAfter(now, told), "buffer " << scaleBuffer << ", " << length);
        }
    }
}

// RFC 9293, MUST-66: "A TCP receiver MUST process the RST and URG fields of all incoming segments,
// even when the receive window is zero"
BOOST_AUTO_TEST_CASE(a_reset_with_syn_at_a_shut_window_resets)
{
    for (const int flags : {RST + 0, RST | ACK, RST | SYN, RST | SYN | ACK})
    {
        Config config = Prompt();
        config.receiveBuffer = 100;
        Solo solo(config);
        solo.autoRead = false;
        solo.Reach(State::Established);
        solo.Feed(ACK, 1, 1, 100);
        BOOST_TEST(solo.connection.Receiving().Window() == 0U);
        solo.Feed(static_cast<uint8_t>(flags), solo.RcvNxt(), 1);
        BOOST_TEST(solo.Causes() == "reset");
    }
}

// RFC 9293, 3.8.6.1: "at least one octet of new data (if available)", SHLD-29: after the RTO,
// however little waits. With a limit of one second beside a closed window the probe came too early.
BOOST_AUTO_TEST_CASE(one_octet_before_a_shut_window_is_probed_for_after_the_rto)
{
    for (const uint32_t octets : {1U, 2U, 1000U})
    {
        Config config = Prompt();
        config.minRto = 3s;
        Solo solo(config);
        solo.Reach(State::Established);
        solo.Feed(ACK, 1, 1, 0, 0);
        solo.Send(octets);
        BOOST_TEST(solo.Sent() == "");
        BOOST_TEST(
            (solo.connection.DeadlineOf(Timer::Persist) == solo.now + solo.connection.Rto().Rto()));
        BOOST_TEST((solo.connection.Rto().Rto() >= Duration(3s)));
        solo.Tick();
        BOOST_TEST_REQUIRE(solo.sent.size() == 1U);
        BOOST_TEST(solo.SentAt(0).segment.length == 1U);
        BOOST_TEST((solo.SentAt(0).reason == EmitReason::Probe));
    }
}

// RFC 2883, 4: the first block is what came twice; RFC 2018, 3: at most four in all, three beside
// timestamps. Five holes and a duplicate are more than there is room for.
BOOST_AUTO_TEST_CASE(a_duplicate_beside_more_blocks_than_fit_takes_the_place_of_the_last)
{
    for (const bool timestamps : {false, true})
    {
        Config config = Prompt();
        config.dsack = true;
        config.timestamps = timestamps;
        Solo solo(config);
        solo.synOptions = SackPermitted(timestamps);
        solo.Reach(State::Established);
        for (uint32_t hole = 0; hole < 5; ++hole)
        {
            solo.Feed(ACK, 101 + 200 * hole, 1, 100);
        }
        solo.Feed(ACK, 101 + 200 * 2, 1, 100); // the third again
        BOOST_TEST_REQUIRE(solo.sent.size() == 1U);
        const KnownOptions options = solo.SentAt(0).segment.options.Read();
        const std::size_t most = timestamps ? 3 : 4;
        BOOST_TEST_REQUIRE(options.sackBlockCount == most);
        BOOST_TEST((options.sackBlocks[0].left == Seq(IRS + 501)));
        BOOST_TEST((options.sackBlocks[0].right == Seq(IRS + 601)));
        BOOST_TEST(solo.SentAt(0).segment.options.Size() <= Options::MAX_SIZE);
        for (std::size_t i = 1; i < most; ++i)
        {
            BOOST_TEST(After(options.sackBlocks[i].right, options.sackBlocks[i].left));
        }
    }
}

// RFC 2018, 4: "the first SACK block ... MUST specify the contiguous block of data containing the
// segment which triggered this ACK", and then those told last: sequence numbers near 0 are no
// exception.
BOOST_AUTO_TEST_CASE(blocks_are_told_in_their_order_where_the_numbers_pass_zero)
{
    Solo solo(Prompt(), ISS, 0xffffff00);
    solo.synOptions = SackPermitted();
    solo.Reach(State::Established);
    // 0xffffff00 + 200 = 0xffffffc8: the first block contains the number 0
    solo.Feed(ACK, 200, 1, 100);
    solo.Feed(ACK, 1000, 1, 100);
    solo.Feed(ACK, 2000, 1, 100);
    solo.Feed(ACK, 3000, 1, 100);
    BOOST_TEST_REQUIRE(solo.sent.size() == 1U);
    const KnownOptions options = solo.SentAt(0).segment.options.Read();
    BOOST_TEST_REQUIRE(options.sackBlockCount == 4U);
    for (std::size_t i = 0; i < 4; ++i)
    {
        const uint32_t expected[] = {3000, 2000, 1000, 200};
        BOOST_TEST((options.sackBlocks[i].left == solo.irs + expected[i]));
    }
}

// RFC 7323, 2.3: windows and buffers are below 2^31 by far, or old and new numbers cannot be told
// apart: "unlimited" is 2^30.
BOOST_AUTO_TEST_CASE(buffers_without_limit_are_limited_and_text_gets_through)
{
    Config config = Prompt();
    config.sendBuffer = 0xffffffff;
    config.receiveBuffer = 0xffffffff;
    Pair pair(config, config);
    pair.Establish();
    BOOST_TEST(pair.a.connection.SendRoom() == MAX_BUFFER);
    BOOST_TEST(pair.b.connection.Receiving().buffer == MAX_BUFFER);
    const Config same = config;
    for (End* end : {&pair.a, &pair.b}) // the same for what a user sets later
    {
        pair.At(0ms,
                [end, &same] { end->Run([&](Context& c) { end->connection.Adopt(&same, c); }); });
    }
    pair.RunUntil(1ms);
    BOOST_TEST(pair.a.connection.SendRoom() == MAX_BUFFER);
    BOOST_TEST(pair.b.connection.Receiving().buffer == MAX_BUFFER);
    pair.At(0ms, [&] { pair.a.Run([&](Context& c) { pair.a.connection.Send(100000, c); }); });
    pair.RunUntil(60s);
    BOOST_TEST(pair.a.released == 100000U);
    BOOST_TEST(pair.b.delivered == 100000U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
