/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * Urgent data (RFC 9293, 3.8.5): what the pointer says, and what the user is told.
 */

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

/// \param solo whose user sends \param octets urgent data
void
SendUrgent(Solo& solo, uint32_t octets)
{
    solo.Run([&](Context& context) {
        BOOST_TEST((solo.connection.Send(octets, context, {true}) == Refusal::None));
    });
}

/// The peer sends. \param solo to whom \param seq from IRS \param length bytes
/// \param pointer urgent pointer
void
FeedUrgent(Solo& solo, uint32_t seq, uint32_t length, uint16_t pointer)
{
    Segment segment = solo.Make(ACK | URG, solo.irs + seq, solo.iss + 1, length);
    segment.urgentPointer = pointer;
    solo.Feed(segment);
}

} // namespace

BOOST_AUTO_TEST_SUITE(urgent_data)

BOOST_AUTO_TEST_CASE(the_pointer_says_which_octet_follows_the_urgent_data)
{
    // RFC 9293, MUST-62, and 3.1: a positive offset from the sequence number of the segment
    Solo solo;
    solo.Reach(State::Established);
    SendUrgent(solo, 100);
    BOOST_TEST(solo.Sent() == "PU. 1:101(100) ack 1");
    BOOST_TEST(solo.SentAt(0).segment.urgentPointer == 100u);
    solo.Feed(ACK, 1, 101);
    solo.Send(50);
    BOOST_TEST(solo.Sent() == "P. 101:151(50) ack 1");
}

BOOST_AUTO_TEST_CASE(every_segment_before_it_has_the_pointer_and_none_behind_it)
{
    // The default MSS, 536
    Solo solo;
    solo.Reach(State::Established);
    solo.Run([&](Context& context) {
        solo.connection.Send(2 * 536, context);
        solo.connection.Send(536, context, {true});
        solo.connection.Send(2 * 536, context);
    });
    BOOST_TEST(solo.Sent() == ". 1:537(536) ack 1; P. 537:1073(536) ack 1; "
                              "PU. 1073:1609(536) ack 1; . 1609:2145(536) ack 1; "
                              "P. 2145:2681(536) ack 1");
    BOOST_TEST(solo.SentAt(2).segment.urgentPointer == 536u);
    // Sent again while it is outstanding, they have it
    solo.Tick();
    BOOST_TEST(solo.Sent() == "U. 1:537(536) ack 1");
    BOOST_TEST(solo.SentAt(0).segment.urgentPointer == 3 * 536u);
    // An acknowledgment of data alone says nothing of what is urgent and acknowledged
    solo.Feed(ACK, 1, 2681);
    solo.Feed(ACK, 1, 2681, 10);
    BOOST_TEST(solo.Sent() == ". 2681:2681(0) ack 11");
}

BOOST_AUTO_TEST_CASE(urgent_data_can_be_longer_than_the_field_can_say)
{
    // RFC 9293, MUST-31: "of any length"; the field has 16 bits
    Solo solo;
    solo.Reach(State::Established);
    SendUrgent(solo, 100000);
    BOOST_TEST(solo.SentAt(0).segment.urgentPointer == 65535u);
    Seq end = solo.iss + 1;
    for (int i = 0; i < 1000 && solo.connection.Sending().Queued() > 0; ++i)
    {
        for (const Emit& emit : solo.sent)
        {
            BOOST_TEST(emit.segment.Has(URG));
            const uint32_t left = Span(emit.segment.seq, solo.iss + 100001);
            BOOST_TEST(emit.segment.urgentPointer == std::min(left, 65535u));
            end = emit.segment.End();
        }
        solo.Feed(solo.Make(ACK, solo.irs + 1, end));
    }
    BOOST_TEST((end == solo.iss + 100001));
}

BOOST_AUTO_TEST_CASE(the_user_is_told_of_urgent_data_once_and_when_their_end_moves_on)
{
    // RFC 9293, MUST-32 and 3.10.7.4, sixth
    Solo solo;
    solo.Reach(State::Established);
    solo.autoRead = false;
    BOOST_TEST(solo.connection.UrgentUnread() == 0u);
    FeedUrgent(solo, 1, 10, 30);
    BOOST_TEST(solo.Told() == "urgent");
    BOOST_TEST(solo.connection.UrgentUnread() == 30u); // 20 of them have not arrived
    FeedUrgent(solo, 11, 10, 20);
    BOOST_TEST(solo.Told() == "");
    FeedUrgent(solo, 21, 10, 20);
    BOOST_TEST(solo.Told() == "urgent");
    BOOST_TEST(solo.connection.UrgentUnread() == 40u);
    // An older pointer is below it
    FeedUrgent(solo, 31, 5, 0);
    BOOST_TEST(solo.Told() == "");
    solo.Feed(ACK, 36, 1, 5);
    solo.Consume(39);
    BOOST_TEST(solo.connection.UrgentUnread() == 1u);
    solo.Consume(1);
    BOOST_TEST(solo.connection.UrgentUnread() == 0u);
    // What is consumed is not urgent any more; new data are
    FeedUrgent(solo, 41, 5, 0);
    BOOST_TEST(solo.Told() == "");
    FeedUrgent(solo, 46, 5, 5);
    BOOST_TEST(solo.Told() == "urgent");
}

BOOST_AUTO_TEST_CASE(with_a_shut_window_the_urgent_pointer_is_still_taken)
{
    // RFC 9293, MUST-66
    Config config = Prompt();
    config.receiveBuffer = 1000;
    Solo solo(config);
    solo.Reach(State::Established);
    solo.autoRead = false;
    solo.Feed(ACK, 1, 1, 1000);
    BOOST_TEST(solo.connection.Receiving().Window() == 0u);
    FeedUrgent(solo, 1001, 1, 100);
    BOOST_TEST(solo.Told() == "urgent");
    BOOST_TEST(solo.RcvNxt() == 1001u);
    BOOST_TEST(solo.connection.UrgentUnread() == 1100u);
}

BOOST_AUTO_TEST_CASE(a_fin_ends_what_can_be_urgent)
{
    Solo solo;
    solo.Reach(State::Established);
    solo.autoRead = false;
    Segment last = solo.Make(ACK | URG | FIN, solo.irs + 1, solo.iss + 1, 10);
    last.urgentPointer = 10;
    solo.Feed(last);
    BOOST_TEST(solo.Told() == "urgent; peer finished");
    BOOST_TEST(solo.connection.UrgentUnread() == 10u);
    solo.Consume(10);
    BOOST_TEST(solo.connection.UrgentUnread() == 0u);
    FeedUrgent(solo, 12, 0, 100); // "This should not occur"
    BOOST_TEST(solo.Told() == "");
}

BOOST_AUTO_TEST_CASE(urgent_data_of_syn_sent_go_out_as_such)
{
    Solo solo;
    solo.Open();
    SendUrgent(solo, 20);
    BOOST_TEST(solo.Sent() == "");
    solo.Feed(SYN | ACK, 0, 1);
    BOOST_TEST(solo.Sent() == "PU. 1:21(20) ack 1");
    BOOST_TEST(solo.SentAt(0).segment.urgentPointer == 20u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
