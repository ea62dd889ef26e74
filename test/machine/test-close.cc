/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * Closing while data are queued, unread or still coming, one direction or both (RFC 9293, 3.6.1,
 * 3.10.4).
 */

#include "lifecycle-test-solo.h"

#include <boost/test/unit_test.hpp>

namespace ns3
{
namespace lifecycle
{
namespace test
{

BOOST_AUTO_TEST_SUITE(close)

BOOST_AUTO_TEST_CASE(half_close_the_sending_direction_leaves_the_other_open)
{
    Solo solo;
    solo.Reach(State::FinWait2);
    for (uint32_t i = 0; i < 5; ++i)
    {
        solo.Feed(ACK, 1 + 100 * i, 2, 100);
        BOOST_TEST(solo.Sent() == ". 2:2(0) ack " + std::to_string(101 + 100 * i));
    }
    BOOST_TEST(solo.connection.Receiving().delivered == 500U);
    solo.Feed(FIN | ACK, 501, 2, 100);
    BOOST_TEST(solo.Told() == "peer finished");
    BOOST_TEST(solo.StateName() == "TIME-WAIT");
    BOOST_TEST(solo.connection.Receiving().delivered == 600U);
}

BOOST_AUTO_TEST_CASE(half_close_by_the_peer_leaves_the_sending_direction_open)
{
    Solo solo;
    solo.Reach(State::CloseWait);
    solo.Send(3 * 536);
    BOOST_TEST(solo.Sent() == ". 1:537(536) ack 2; . 537:1073(536) ack 2; P. 1073:1609(536) ack 2");
    solo.Feed(ACK, 2, 1609);
    BOOST_TEST(solo.StateName() == "CLOSE-WAIT");
}

BOOST_AUTO_TEST_CASE(shut_for_receiving_data_are_acknowledged_and_thrown_away)
{
    Solo solo;
    solo.autoRead = false;
    solo.Reach(State::Established);
    solo.Feed(ACK, 1, 1, 100);
    BOOST_TEST((solo.ShutdownReceive() == Refusal::None));
    BOOST_TEST(solo.Sent() == "");
    BOOST_TEST(solo.connection.Unread() == 0U);
    solo.Feed(ACK, 101, 1, 100);
    BOOST_TEST(solo.Sent() == ". 1:1(0) ack 201");
    for (const Action& action : solo.last)
    {
        BOOST_TEST(!std::holds_alternative<Store>(action));
        BOOST_TEST(!std::holds_alternative<Deliver>(action));
    }
    solo.Feed(FIN | ACK, 201, 1);
    BOOST_TEST(solo.StateName() == "CLOSE-WAIT");
    solo.Close();
    BOOST_TEST(solo.StateName() == "LAST-ACK"); // nothing is unread
}

BOOST_AUTO_TEST_CASE(close_with_data_unread_sends_rst)
{
    // RFC 9293, 3.6.1, SHLD-3
    for (const State state : {State::Established, State::FinWait1, State::FinWait2})
    {
        Solo solo;
        solo.autoRead = false;
        solo.Reach(state);
        solo.Feed(ACK, 1, 1, 100);
        const std::string nxt = std::to_string(solo.SndNxt());
        solo.Close();
        BOOST_TEST(solo.Sent() == "R. " + nxt + ":" + nxt + "(0) ack 101");
        BOOST_TEST(solo.Causes() == "unread-data");
        BOOST_TEST(solo.Told() == "failed aborted; closed");
    }
    for (const bool read : {false, true})
    {
        Solo solo;
        solo.autoRead = false;
        solo.Reach(State::Established);
        solo.Feed(FIN | ACK, 1, 1, 100);
        solo.Consume(read ? 100 : 99);
        solo.Close();
        BOOST_TEST(solo.StateName() == (read ? "LAST-ACK" : "CLOSED"));
    }
    Solo solo; // in TIME-WAIT the peer's FIN may come again: it must be answered
    solo.autoRead = false;
    solo.Reach(State::FinWait2);
    solo.Feed(FIN | ACK, 1, 2, 100);
    solo.Close();
    BOOST_TEST(solo.StateName() == "TIME-WAIT");
}

BOOST_AUTO_TEST_CASE(data_after_close_are_answered_with_rst)
{
    // RFC 9293, 3.6.1: "if new data is received after CLOSE is called, its TCP implementation
    // SHOULD send a RST to show that data was lost" (SHLD-3)
    for (const bool acked : {false, true})
    {
        Solo solo;
        solo.Reach(State::Established);
        solo.Close();
        if (acked)
        {
            solo.Feed(ACK, 1, 2);
        }
        solo.Feed(ACK, 1, 2, 100);
        BOOST_TEST(solo.Sent() == "R 2:2(0)");
        BOOST_TEST(solo.Causes() == (acked ? "data-after-close" : "ack-of-fin; data-after-close"));
        BOOST_TEST(solo.StateName() == "CLOSED");
    }
    Solo solo; // what was received before is not new data
    solo.Reach(State::Established);
    solo.Feed(ACK, 1, 1, 100);
    solo.Close();
    solo.Feed(ACK, 1, 1, 100);
    BOOST_TEST(solo.Sent() == ". 2:2(0) ack 101");
    solo.Feed(FIN | ACK, 101, 2);
    BOOST_TEST(solo.StateName() == "TIME-WAIT");
}

BOOST_AUTO_TEST_CASE(without_that_rule_unread_and_late_data_are_swallowed)
{
    Config config = Prompt();
    config.resetOnUnread = false;
    config.dataAfterClose = DataAfterClose::Discard;
    config.receiveBuffer = 1000;
    Solo solo(config);
    solo.autoRead = false;
    solo.Reach(State::Established);
    solo.Feed(ACK, 1, 1, 1000);
    solo.Close();
    BOOST_TEST(solo.Sent() == "F. 1:1(0) ack 1001");
    BOOST_TEST(int(solo.SentAt(0).segment.window) == 1000); // nothing stays in the way
    solo.Feed(ACK, 1001, 2, 1000);
    BOOST_TEST(solo.Sent() == ". 2:2(0) ack 2001");
    solo.Feed(FIN | ACK, 2001, 2);
    BOOST_TEST(solo.StateName() == "TIME-WAIT");
}

BOOST_AUTO_TEST_CASE(what_is_queued_in_syn_sent_goes_out_with_establishment_and_the_fin_behind_it)
{
    Solo solo;
    solo.Reach(State::SynSent);
    solo.Send(100);
    solo.ShutdownSend();
    BOOST_TEST(solo.StateName() == "SYN-SENT");
    solo.Feed(SYN | ACK, 0, 1);
    BOOST_TEST(solo.Causes() == "syn-ack; close");
    BOOST_TEST(solo.Sent() == "FP. 1:101(100) ack 1");
    BOOST_TEST(solo.Told() == "connected");
}

BOOST_AUTO_TEST_CASE(close_in_syn_received_with_data_pending_waits_for_established)
{
    // 3.10.4, SYN-RECEIVED: "otherwise, queue for processing after entering ESTABLISHED state"
    Solo solo;
    solo.Reach(State::SynReceived);
    solo.Send(10);
    solo.Close();
    BOOST_TEST(solo.StateName() == "SYN-RECEIVED");
    BOOST_TEST(solo.Sent() == "");
    solo.Feed(ACK, 1, 1);
    BOOST_TEST(solo.StateName() == "FIN-WAIT-1");
    BOOST_TEST(solo.Causes() == "ack-of-syn; close");
    BOOST_TEST(solo.Sent() == "FP. 1:11(10) ack 1");
}

BOOST_AUTO_TEST_CASE(the_fin_of_a_close_in_syn_received_is_repeated_if_only_the_syn_is_acknowledged)
{
    Solo solo;
    solo.Reach(State::SynReceived);
    solo.Close();
    BOOST_TEST(solo.Sent() == "F. 1:1(0) ack 1");
    solo.Feed(ACK, 1, 1); // the FIN was lost
    BOOST_TEST(solo.StateName() == "FIN-WAIT-1");
    solo.Tick();
    BOOST_TEST(solo.Sent() == "F. 1:1(0) ack 1");
    solo.Feed(ACK, 1, 2);
    BOOST_TEST(solo.StateName() == "FIN-WAIT-2");
}

BOOST_AUTO_TEST_CASE(an_ack_of_syn_and_fin_in_one_leads_from_syn_received_to_fin_wait_2)
{
    Solo solo;
    solo.Reach(State::SynReceived);
    solo.Close();
    solo.Feed(ACK, 1, 2);
    BOOST_TEST(solo.StateName() == "FIN-WAIT-2");
    BOOST_TEST((solo.connection.DeadlineOf(Timer::Retransmission) == NEVER));
}

BOOST_AUTO_TEST_CASE(close_queues_behind_what_is_written)
{
    // 3.10.4, ESTABLISHED: "Queue this until all preceding SENDs have been segmentized, then form a
    // FIN segment and send it. In any case, enter FIN-WAIT-1 state"; CLOSE-WAIT: LAST-ACK with it
    for (const State state : {State::Established, State::CloseWait})
    {
        Solo solo;
        solo.Reach(state);
        const uint32_t seq = solo.RcvNxt();
        solo.Feed(ACK, seq, 1, 0, 600);
        solo.Send(1500);
        solo.Close();
        BOOST_TEST(solo.StateName() == (state == State::Established ? "FIN-WAIT-1" : "CLOSE-WAIT"));
        BOOST_TEST(solo.Sent() == "");
        solo.Feed(ACK, seq, 537, 0, 600);
        solo.Feed(ACK, seq, 1073, 0, 600);
        BOOST_TEST(solo.Sent() == "FP. 1073:1501(428) ack " + std::to_string(seq));
        BOOST_TEST(solo.StateName() == (state == State::Established ? "FIN-WAIT-1" : "LAST-ACK"));
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
