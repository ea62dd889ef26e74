/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * The receiving side of flow control: what window is offered, when it is updated, when an
 * acknowledgment is sent (RFC 9293, 3.8.6.2.2 and 3.8.6.3).
 */

#include "lifecycle-test-solo.h"

#include <boost/test/unit_test.hpp>

namespace ns3
{
namespace lifecycle
{
namespace test
{

BOOST_AUTO_TEST_SUITE(receiver)

BOOST_AUTO_TEST_CASE(the_receiver_moves_the_edge_by_a_segment_or_half_its_buffer_at_least)
{
    // RFC 9293, MUST-39, 3.8.6.2.2: min (Fr * RCV.BUFF, Eff.snd.MSS), Fr = 1/2
    for (const uint32_t buffer : {10000U, 2000U})
    {
        Config config = Prompt();
        config.receiveBuffer = buffer;
        config.maxSegmentSize = 1460;
        const uint32_t threshold = std::min<uint32_t>(buffer / 2, 1460);
        Solo solo(config);
        solo.autoRead = false;
        solo.synOptions.AddMaxSegmentSize(1460);
        solo.Reach(State::Established);
        for (uint32_t done = 0; done < buffer; done += 500)
        {
            solo.Feed(ACK, 1 + done, 1, 500);
        }
        BOOST_TEST(solo.connection.Receiving().Window() == 0U);
        solo.Consume(threshold - 1);
        BOOST_TEST(solo.Sent() == "");
        solo.Feed(ACK, 1 + buffer, 1, 1); // a probe meets a window that is still shut
        BOOST_TEST(int(solo.SentAt(0).segment.window) == 0);
        solo.Consume(1);
        BOOST_TEST(int(solo.SentAt(0).segment.window) == int(threshold));
        BOOST_TEST((solo.SentAt(0).reason == EmitReason::WindowUpdate));
    }
}

BOOST_AUTO_TEST_CASE(the_right_edge_of_the_window_never_moves_back)
{
    // RFC 9293, SHLD-14: "A TCP receiver SHOULD NOT shrink the window"
    Config config = Prompt();
    config.receiveBuffer = 5000;
    Solo solo(config);
    solo.autoRead = false;
    solo.Reach(State::Established);
    Seq edge = solo.connection.Receiving().advertisedEnd;
    for (uint32_t i = 0; i < 200; ++i)
    {
        solo.Feed(ACK, solo.RcvNxt(), 1, 1 + i % 37);
        solo.Consume(i % 3 == 0 ? 40 : 5);
        for (const Emit& emit : solo.sent)
        {
            const Seq told = emit.segment.ack + emit.segment.window;
            BOOST_TEST(AtOrAfter(told, edge));
            edge = told;
        }
    }
}

BOOST_AUTO_TEST_CASE(a_buffer_beyond_what_the_field_can_say_gives_no_updates_nobody_needs)
{
    Config config;
    config.receiveBuffer = 1U << 20;
    Solo solo(config); // no window scale on the peer's SYN: 65535 at most
    solo.Reach(State::Established);
    solo.Feed(ACK, 1, 1, 536);
    BOOST_TEST(solo.Sent() == ""); // read at once; delayed, not a window update
    solo.Feed(ACK, 537, 1, 536);
    BOOST_TEST(solo.Sent() == ". 1:1(0) ack 1073");
    BOOST_TEST(int(solo.SentAt(0).segment.window) == 65535);
}

BOOST_AUTO_TEST_CASE(an_acknowledgment_is_delayed_by_less_than_half_a_second_or_one_segment)
{
    // RFC 9293, MUST-40 and SHLD-19
    Solo solo{Config()};
    solo.Reach(State::Established);
    BOOST_TEST((Config().delayedAckTimeout < 500ms));
    solo.Feed(ACK, 1, 1, 536);
    BOOST_TEST(solo.Sent() == "");
    const Instant from = solo.now;
    solo.Tick();
    BOOST_TEST((solo.now - from == Config().delayedAckTimeout));
    BOOST_TEST(solo.Sent() == ". 1:1(0) ack 537");
    BOOST_TEST((solo.connection.NextDeadline() == NEVER));
    solo.Feed(ACK, 537, 1, 536);
    BOOST_TEST(solo.Sent() == "");
    solo.Feed(ACK, 1073, 1, 536);
    BOOST_TEST(solo.Sent() == ". 1:1(0) ack 1609");
    BOOST_TEST((solo.connection.NextDeadline() == NEVER));
}

BOOST_AUTO_TEST_CASE(a_delayed_acknowledgment_goes_along_with_data)
{
    // RFC 9293, 3.10.7.4, seventh: "piggybacked on a segment being transmitted if possible"
    Solo solo{Config()};
    solo.Reach(State::Established);
    solo.Feed(ACK, 1, 1, 100);
    solo.Send(10);
    BOOST_TEST(solo.Sent() == "P. 1:11(10) ack 101");
    BOOST_TEST((solo.connection.DeadlineOf(Timer::DelayedAck) == NEVER));
}

BOOST_AUTO_TEST_CASE(both_ends_delay_the_acknowledgment_of_the_first_text_alike)
{
    // The passive end's SYN,ACK could offer 65535 bytes only; that its buffer has more is told by
    // the delayed ACK, which is due anyway
    for (const Opening opening : {Opening::Active, Opening::Passive})
    {
        Solo solo{Config()};
        solo.synOptions.AddWindowScale(0);
        solo.Reach(State::Established, opening);
        solo.Feed(ACK, 1, 1, 100);
        BOOST_TEST(solo.Sent() == "");
        solo.Tick();
        BOOST_TEST(solo.Sent() == ". 1:1(0) ack 101");
        BOOST_TEST(solo.connection.Receiving().Window() > 65535U);
    }
}

BOOST_AUTO_TEST_CASE(out_of_order_text_and_what_fills_a_hole_are_acknowledged_at_once)
{
    // RFC 9293, 3.8.6.3; RFC 5681, 4.2
    Solo solo{Config()};
    solo.Reach(State::Established);
    solo.Feed(ACK, 101, 1, 100);
    BOOST_TEST(solo.Sent() == ". 1:1(0) ack 1");
    solo.Feed(ACK, 301, 1, 100);
    BOOST_TEST(solo.Sent() == ". 1:1(0) ack 1");
    solo.Feed(ACK, 1, 1, 50);
    BOOST_TEST(solo.Sent() == ". 1:1(0) ack 51");
    solo.Feed(ACK, 51, 1, 50);
    BOOST_TEST(solo.Sent() == ". 1:1(0) ack 201");
    solo.Feed(ACK, 1, 1, 50); // all of it old
    BOOST_TEST(solo.Sent() == ". 1:1(0) ack 201");
    solo.Feed(ACK, 201, 1, 100);
    BOOST_TEST(solo.Sent() == ". 1:1(0) ack 401");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
