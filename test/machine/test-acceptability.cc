/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * Which numbers count: RFC 9293, 3.4, table 5 (the acceptability test), RFC 5961 (RST, ACK range),
 * RFC 7323, 5 (PAWS), at windows from 0 to 2^30 and at starts around 0, 2^31 and 2^32.
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

const uint32_t STARTS[] = {0, 1, 1000, 0x7fffff00, 0x7fffffff, 0x80000000, 0xffffff00, 0xffffffff};
const uint32_t WINDOWS[] = {0, 1, 2, 3, 536, 65535, 1U << 30};

ReceiveSpace
Space(uint32_t nxt, uint32_t window)
{
    ReceiveSpace space;
    space.nxt = Seq(nxt);
    space.advertisedEnd = Seq(nxt) + window;
    return space;
}

bool
Accepts(const ReceiveSpace& space, int64_t offset, uint32_t length, uint8_t flags = ACK)
{
    Segment segment;
    segment.flags = flags;
    segment.seq = Seq(static_cast<uint32_t>(space.nxt.Value() + offset));
    segment.length = length;
    return TestAcceptability(segment, space) == Acceptance::Acceptable;
}

} // namespace

BOOST_AUTO_TEST_SUITE(acceptability)

BOOST_AUTO_TEST_CASE(an_empty_segment_at_a_shut_window_is_acceptable_at_rcv_nxt_only)
{
    // Table 5: length 0, window 0: SEG.SEQ = RCV.NXT
    for (uint32_t start : STARTS)
    {
        for (int64_t offset = -3; offset <= 3; ++offset)
        {
            BOOST_TEST(Accepts(Space(start, 0), offset, 0) == (offset == 0));
        }
    }
}

BOOST_AUTO_TEST_CASE(an_empty_segment_is_acceptable_inside_the_window)
{
    // Table 5: length 0, window > 0: RCV.NXT =< SEG.SEQ < RCV.NXT+RCV.WND; and at the right edge,
    // as a sender's ACK is that has filled the window (Linux, tcp_sequence(): !after(seq, rcv_nxt +
    // tcp_receive_window()); draft-gont-tcpm-tcp-seq-validation)
    for (uint32_t start : STARTS)
    {
        for (int64_t window : WINDOWS)
        {
            if (window == 0)
            {
                continue;
            }
            const ReceiveSpace space = Space(start, static_cast<uint32_t>(window));
            BOOST_TEST(!Accepts(space, -1, 0));
            BOOST_TEST(Accepts(space, 0, 0));
            BOOST_TEST(Accepts(space, window - 1, 0));
            BOOST_TEST(Accepts(space, window, 0));
            BOOST_TEST(!Accepts(space, window, 1));
            BOOST_TEST(!Accepts(space, window + 1, 0));
        }
    }
}

BOOST_AUTO_TEST_CASE(text_at_a_shut_window_is_not_acceptable)
{
    // Table 5: length > 0, window 0
    for (uint32_t start : STARTS)
    {
        for (int64_t offset = -2; offset <= 2; ++offset)
        {
            for (uint32_t length : {1U, 2U, 5U})
            {
                BOOST_TEST(!Accepts(Space(start, 0), offset, length));
            }
        }
        BOOST_TEST(!Accepts(Space(start, 0), 0, 0, FIN | ACK));
        BOOST_TEST(!Accepts(Space(start, 0), 0, 0, SYN));
    }
}

BOOST_AUTO_TEST_CASE(text_is_acceptable_if_its_first_or_last_octet_lies_in_the_window)
{
    // Table 5: length > 0, window > 0: RCV.NXT =< SEG.SEQ < RCV.NXT+RCV.WND
    //                               or RCV.NXT =< SEG.SEQ+SEG.LEN-1 < RCV.NXT+RCV.WND
    for (uint32_t start : STARTS)
    {
        for (int64_t window : WINDOWS)
        {
            for (int64_t length : {1, 2, 3, 10, 1460})
            {
                const ReceiveSpace space = Space(start, static_cast<uint32_t>(window));
                for (int64_t offset : {-length - 1,
                                       -length,
                                       -length + 1,
                                       int64_t{-1},
                                       int64_t{0},
                                       window - length,
                                       window - 1,
                                       window,
                                       window + 1})
                {
                    const int64_t lastOctet = offset + length - 1;
                    const bool expected = window > 0 && ((offset >= 0 && offset < window) ||
                                                         (lastOctet >= 0 && lastOctet < window));
                    BOOST_TEST(Accepts(space, offset, static_cast<uint32_t>(length)) == expected,
                               "start " << start << " window " << window << " length " << length
                                        << " offset " << offset);
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(syn_and_fin_count_one_each_in_the_length_of_a_segment)
{
    // RFC 9293, 3.4: "SEG.LEN = the number of octets occupied by the data in the segment (counting
    // SYN and FIN)"
    const ReceiveSpace space = Space(1000, 10);
    BOOST_TEST(!Accepts(space, -1, 0, FIN | ACK));
    BOOST_TEST(Accepts(space, -1, 0, SYN | FIN));
    BOOST_TEST(Accepts(space, -1, 1, FIN | ACK));
    BOOST_TEST(!Accepts(space, 10, 0, FIN | ACK));
}

BOOST_AUTO_TEST_CASE(a_reset_counts_at_rcv_nxt_is_challenged_in_the_window_and_dropped_outside)
{
    // RFC 9293, 3.10.7.4, second; RFC 5961, 3.2
    for (uint32_t start : STARTS)
    {
        for (int64_t window : WINDOWS)
        {
            const ReceiveSpace space = Space(start, static_cast<uint32_t>(window));
            for (int64_t offset :
                 {int64_t{-1}, int64_t{0}, int64_t{1}, window / 2, window - 1, window, window + 1})
            {
                Segment reset;
                reset.flags = RST;
                reset.seq = Seq(static_cast<uint32_t>(start + offset));
                const ResetVerdict expected = offset == 0 ? ResetVerdict::Reset
                                              : offset > 0 && offset < window
                                                  ? ResetVerdict::Challenge
                                                  : ResetVerdict::Drop;
                BOOST_TEST((JudgeReset(reset, space, ResetCheck::Exact) == expected));
                // RFC 793, 3.4: "a reset is valid if its sequence number is in the window"
                const ResetVerdict plain =
                    expected == ResetVerdict::Challenge ? ResetVerdict::Reset : expected;
                BOOST_TEST((JudgeReset(reset, space, ResetCheck::InWindow) == plain));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_reset_may_carry_text)
{
    // RFC 9293, SHLD-2: "TCP implementations SHOULD allow a received RST segment to include data"
    Solo solo;
    solo.Reach(State::Established);
    solo.Feed(RST, 1, 0, 10);
    BOOST_TEST(solo.StateName() == "CLOSED");
    BOOST_TEST(solo.Told() == "failed reset; closed");
    BOOST_TEST(solo.connection.Receiving().delivered == 0U);
}

BOOST_AUTO_TEST_CASE(the_window_of_an_acknowledgment_reaches_back_as_far_as_the_greatest_seen)
{
    // RFC 5961, 5.2: (SND.UNA - MAX.SND.WND) =< SEG.ACK =< SND.NXT
    Solo solo;
    solo.synWindow = 5000;
    solo.Reach(State::Established);
    solo.Feed(ACK, 1, 1, 0, 3000);

    const struct
    {
        int32_t ack;
        bool good;
    } cases[] = {{1 - 5001, false}, {1 - 5000, true}, {0, true}, {1, true}, {2, false}};

    for (const auto& each : cases)
    {
        solo.now += 500ms; // so long such an ACK is not answered again
        solo.Feed(ACK, 1, static_cast<uint32_t>(each.ack), 0, 3000);
        BOOST_TEST(solo.Sent() == (each.good ? "" : ". 1:1(0) ack 1"), "ack " << each.ack);
    }
    // what such a segment carries is not taken
    solo.Feed(ACK, 1, 2, 10);
    BOOST_TEST(solo.RcvNxt() == 1U);
}

BOOST_AUTO_TEST_CASE(with_a_shut_window_acknowledgments_and_resets_are_still_taken)
{
    // RFC 9293, MUST-66: "A TCP receiver MUST process the RST and URG fields of all incoming
    // segments, even when the receive window is zero"; 3.10.7.4, first: "special allowance should
    // be made to accept valid ACKs, URGs, and RSTs"
    Config config = Prompt();
    config.receiveBuffer = 1000;
    Solo solo(config);
    solo.autoRead = false;
    solo.Reach(State::Established);
    solo.Send(100);
    solo.Feed(ACK, 1, 1, 1000);
    BOOST_TEST_REQUIRE(solo.connection.Receiving().Window() == 0U);
    BOOST_TEST(solo.Sent() == ". 101:101(0) ack 1001");
    BOOST_TEST(int(solo.SentAt(0).segment.window) == 0);
    // the ACK field of a window probe counts, its byte does not
    solo.Feed(ACK, 1001, 101, 1);
    BOOST_TEST(solo.connection.Sending().Flight() == 0U);
    BOOST_TEST(solo.Sent() == ". 101:101(0) ack 1001");
    // "it must still send an acknowledgment showing its next expected sequence number" (3.8.6.1)
    solo.Feed(ACK, 1001, 101, 0);
    BOOST_TEST(solo.Sent() == "");
    solo.Feed(RST, 1000, 0);
    BOOST_TEST(solo.StateName() == "ESTABLISHED");
    solo.Feed(RST, 1002, 0);
    BOOST_TEST(solo.StateName() == "ESTABLISHED");
    solo.Feed(RST, 1001, 0);
    BOOST_TEST(solo.StateName() == "CLOSED");
}

BOOST_AUTO_TEST_CASE(a_syn_with_text_for_an_embryo_that_has_its_syn_does_not_undo_it)
{
    // RFC 9293, 3.10.7.4, first: "trimming off any portions that lie outside the window (including
    // SYN and FIN)"; fourth: only a SYN in the window returns to LISTEN
    Solo solo;
    solo.Reach(State::SynReceived, Opening::Passive);
    solo.Feed(SYN, 0, 0, 100);
    BOOST_TEST(solo.StateName() == "SYN-RECEIVED");
    BOOST_TEST(solo.Sent() == ". 1:1(0) ack 1");
    solo.Feed(SYN, 1, 0, 100);
    BOOST_TEST(solo.StateName() == "CLOSED");
    BOOST_TEST(solo.Causes() == "syn; embryo-released");
}

BOOST_AUTO_TEST_CASE(a_repeated_syn_is_answered_with_an_ack_or_by_choice_with_the_syn_ack)
{
    // RFC 9293, 3.10.7.4, first; common stacks repeat the SYN,ACK
    for (const bool common : {false, true})
    {
        Config config;
        config.duplicateSyn = common ? DuplicateSyn::SynAck : DuplicateSyn::Ack;
        Solo solo(config);
        solo.Reach(State::SynReceived, Opening::Passive);
        solo.Feed(SYN, 0, 0);
        BOOST_TEST(solo.Sent() == (common ? "S. 0:0(0) ack 1" : ". 1:1(0) ack 1"));
        BOOST_TEST(solo.StateName() == "SYN-RECEIVED");
    }
}

BOOST_AUTO_TEST_CASE(text_that_straddles_an_edge_of_the_window_is_trimmed_to_it)
{
    // RFC 9293, 3.10.7.4, first: "If a segment's contents straddle the boundary between old and
    // new, only the new parts are processed"
    Config config = Prompt();
    config.receiveBuffer = 1000;
    config.maxSegmentSize = 100;
    Solo solo(config);
    solo.autoRead = false;
    solo.Reach(State::Established);
    solo.Feed(ACK, 1, 1, 50);
    solo.Feed(ACK, 21, 1, 50); // 30 old, 20 new
    BOOST_TEST(solo.RcvNxt() == 71U);
    BOOST_TEST(solo.connection.Unread() == 70U);
    solo.Feed(ACK, 71, 1, 2000); // 930 fit
    BOOST_TEST(solo.RcvNxt() == 1001U);
    BOOST_TEST(solo.connection.Unread() == 1000U);
}

BOOST_AUTO_TEST_CASE(a_fin_that_straddles_a_shut_window_is_taken_because_it_needs_no_room)
{
    // By 3.10.7.4 it would be trimmed off and probed for as long as nobody reads
    Config config = Prompt();
    config.receiveBuffer = 1000;
    Solo solo(config);
    solo.autoRead = false;
    solo.Reach(State::Established);
    solo.Feed(FIN | ACK, 1, 1, 1000);
    BOOST_TEST(solo.StateName() == "CLOSE-WAIT");
    BOOST_TEST(solo.Sent() == ". 1:1(0) ack 1002");
    // but one beyond data that does not fit is not
    Solo other(config);
    other.autoRead = false;
    other.Reach(State::Established);
    other.Feed(FIN | ACK, 1, 1, 1001);
    BOOST_TEST(other.StateName() == "ESTABLISHED");
    BOOST_TEST(other.RcvNxt() == 1001U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
