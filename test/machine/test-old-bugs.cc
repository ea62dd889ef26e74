/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * Defects that other stacks have had, each with where it was seen. None may be ours.
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

BOOST_AUTO_TEST_SUITE(old_bugs)

BOOST_AUTO_TEST_CASE(warp17_15_a_fin_is_resent_with_its_own_number_not_the_next)
{
    for (const State state : {State::FinWait1, State::LastAck, State::Closing})
    {
        Solo solo;
        solo.Reach(state);
        for (int i = 0; i < 4; ++i)
        {
            solo.Tick();
            BOOST_TEST(solo.Sent().substr(0, 9) == "F. 1:1(0)");
            BOOST_TEST(solo.SndNxt() == 2U);
        }
    }
}

BOOST_AUTO_TEST_CASE(smoltcp_398_demikernel_1537_a_fin_lost_before_closing_is_repeated_there)
{
    Solo solo;
    solo.Reach(State::Closing);
    solo.Tick();
    BOOST_TEST(solo.Sent() == "F. 1:1(0) ack 2");
    solo.Feed(ACK, 2, 2);
    BOOST_TEST(solo.StateName() == "TIME-WAIT");
}

BOOST_AUTO_TEST_CASE(zephyr_46407_a_fin_repeated_in_time_wait_is_acknowledged_again)
{
    Solo solo;
    solo.Reach(State::TimeWait);
    for (int i = 0; i < 3; ++i)
    {
        solo.Feed(FIN | ACK, 1, 2);
        BOOST_TEST(solo.Sent() == ". 2:2(0) ack 2");
        BOOST_TEST(solo.StateName() == "TIME-WAIT");
    }
    solo.Feed(FIN | ACK, 1, 2, 0); // and with the data that went before it
    BOOST_TEST(solo.Sent() == ". 2:2(0) ack 2");
}

BOOST_AUTO_TEST_CASE(freertos_tcp_1303_a_fin_in_fin_wait_1_leads_to_closing_not_to_close_wait)
{
    Solo solo;
    solo.Reach(State::FinWait1);
    solo.Feed(FIN | ACK, 1, 1);
    BOOST_TEST(solo.StateName() == "CLOSING");
}

BOOST_AUTO_TEST_CASE(tricep_104_a_fin_repeated_in_time_wait_begins_2msl_anew)
{
    Solo solo;
    solo.Reach(State::TimeWait);
    solo.now += 100s;
    solo.Feed(FIN | ACK, 1, 2);
    BOOST_TEST((solo.connection.NextDeadline() == solo.now + 240s));
    solo.now += 100s;
    solo.Feed(ACK, 2, 2); // a bare ACK does not
    BOOST_TEST((solo.connection.NextDeadline() == solo.now + 140s));
}

BOOST_AUTO_TEST_CASE(hidetzu_66_a_user_who_closes_at_once_sends_one_fin_ack_another_an_ack_first)
{
    Pair waits;
    waits.Establish();
    waits.a.Run([&](Context& c) { waits.a.connection.Close(c); });
    waits.RunUntil(1s);
    BOOST_TEST(waits.b.sent.size() == 1U);
    BOOST_TEST(int(waits.b.sent[0].flags) == ACK);
    Pair closes;
    closes.b.closeOnEof = true;
    closes.Establish();
    closes.a.Run([&](Context& c) { closes.a.connection.Close(c); });
    closes.RunUntil(1s);
    BOOST_TEST(closes.b.sent.size() == 1U);
    BOOST_TEST(int(closes.b.sent[0].flags) == (FIN | ACK));
}

BOOST_AUTO_TEST_CASE(time_wait_timers_of_the_states_before_it_are_off)
{
    // RFC 9293, 3.10.7.4, eighth: "start the time-wait timer, turn off the other timers"
    Config config = Prompt();
    config.finWait2Timeout = 10s;
    Solo solo(config);
    solo.Reach(State::Established);
    solo.Close();
    solo.Feed(ACK, 1, 2);
    solo.Feed(FIN | ACK, 1, 2);
    for (const Timer timer :
         {Timer::Retransmission, Timer::Persist, Timer::DelayedAck, Timer::User, Timer::FinWait2})
    {
        BOOST_TEST((solo.connection.DeadlineOf(timer) == NEVER));
    }
}

// What ns-3's own TcpSocketBase does wrong (in 3.37 and later), done right

BOOST_AUTO_TEST_CASE(ns3_a_refused_connection_is_noticed_without_a_timestamp_on_the_rst)
{
    Solo solo;
    solo.Reach(State::SynSent);
    solo.Feed(RST | ACK, 0, 1);
    BOOST_TEST(solo.StateName() == "CLOSED");
    BOOST_TEST(solo.Told() == "failed refused; closed");
}

BOOST_AUTO_TEST_CASE(ns3_a_reset_without_a_timestamp_counts_where_timestamps_were_agreed_on)
{
    Solo solo;
    solo.synOptions.AddTimestamps({1, 0});
    solo.Reach(State::Established);
    solo.Feed(RST, 1, 0);
    BOOST_TEST(solo.Told() == "failed reset; closed");
}

BOOST_AUTO_TEST_CASE(ns3_last_ack_and_closing_do_not_take_any_ack_for_that_of_the_fin)
{
    for (const State state : {State::LastAck, State::Closing})
    {
        Solo solo;
        solo.Reach(state);
        solo.Feed(ACK, 2, 1);
        BOOST_TEST(solo.StateName() == ToText(state));
    }
    Solo solo; // nor with data before the FIN, of which only the data are acknowledged
    solo.Reach(State::CloseWait);
    solo.Send(100);
    solo.ShutdownSend();
    solo.Feed(ACK, 2, 101);
    BOOST_TEST(solo.StateName() == "LAST-ACK");
    solo.Feed(ACK, 2, 102);
    BOOST_TEST(solo.StateName() == "CLOSED");
}

BOOST_AUTO_TEST_CASE(ns3_a_fin_in_closing_does_not_skip_time_wait)
{
    Solo solo;
    solo.Reach(State::Closing);
    solo.Feed(FIN | ACK, 1, 1);
    BOOST_TEST(solo.StateName() == "CLOSING");
    solo.Feed(FIN | ACK, 1, 2); // an old number: the ACK field is not looked at
    BOOST_TEST(solo.StateName() == "CLOSING");
    solo.Feed(ACK, 2, 2);
    BOOST_TEST(solo.StateName() == "TIME-WAIT");
}

BOOST_AUTO_TEST_CASE(ns3_a_fin_with_data_in_fin_wait_is_acknowledged)
{
    for (const State state : {State::FinWait1, State::FinWait2})
    {
        Solo solo;
        solo.Reach(state);
        solo.Feed(FIN | ACK, 1, 2, 100);
        BOOST_TEST(solo.Sent() == ". 2:2(0) ack 102");
        BOOST_TEST(solo.StateName() == "TIME-WAIT");
        BOOST_TEST(solo.connection.Receiving().delivered == 100U);
    }
}

BOOST_AUTO_TEST_CASE(ns3_a_bare_fin_is_repeated_with_back_off_and_not_for_ever)
{
    Solo solo;
    solo.Reach(State::FinWait1);
    std::vector<Duration> times;
    while (solo.StateName() != "CLOSED" && times.size() < 100)
    {
        times.push_back(solo.Tick());
    }
    BOOST_TEST(times.size() == 7U);
    BOOST_TEST((times[1] - times[0] == 2 * (times[0] - Duration(0))));
}

BOOST_AUTO_TEST_CASE(ns3_a_reset_far_from_the_window_is_not_believed)
{
    Solo solo;
    solo.Reach(State::Established);
    solo.Feed(RST, 1U << 31, 0);
    solo.Feed(RST, 0, 0);
    solo.Feed(RST, 65536 + 1, 0);
    BOOST_TEST(solo.StateName() == "ESTABLISHED");
    BOOST_TEST(solo.Sent() == "");
}

BOOST_AUTO_TEST_CASE(ns3_a_reset_is_told_as_a_reset_not_as_a_normal_close)
{
    Solo solo;
    solo.Reach(State::Established);
    solo.Feed(RST, 1, 0);
    BOOST_TEST(ToText(solo.connection.GetError()) == "reset");
    BOOST_TEST(solo.Told() == "failed reset; closed");
}

BOOST_AUTO_TEST_CASE(ns3_a_lost_third_ack_does_not_hang_a_server_that_speaks_first)
{
    Pair pair;
    pair.fate = LoseNth('A', ACK, 1);
    pair.Open();
    pair.RunUntil(60ms);
    pair.b.Run([&](Context& c) { pair.b.connection.Send(100, c); });
    pair.RunUntil(1500ms);
    BOOST_TEST(ToText(pair.b.connection.GetState()) == "ESTABLISHED");
    BOOST_TEST(pair.a.delivered == 100U);
}

BOOST_AUTO_TEST_CASE(ns3_simultaneous_open_does_not_end_in_rst)
{
    Pair pair;
    pair.a.iss = Seq(100);
    pair.b.iss = Seq(300);
    for (End* end : {&pair.a, &pair.b})
    {
        end->Run([end](Context& c) { end->connection.Open(end->iss, c); });
    }
    pair.RunUntil(1s);
    BOOST_TEST(ToText(pair.a.connection.GetState()) == "ESTABLISHED");
    BOOST_TEST(ToText(pair.b.connection.GetState()) == "ESTABLISHED");
}

BOOST_AUTO_TEST_CASE(ns3_every_end_is_traced_down_to_closed)
{
    for (const State state : ALL_STATES)
    {
        if (state == State::Closed || state == State::Listen)
        {
            continue;
        }
        Solo solo;
        solo.Reach(state);
        solo.Abort();
        bool traced = false;
        for (const Action& action : solo.last)
        {
            const auto* transition = std::get_if<Transition>(&action);
            traced = traced || (transition != nullptr && transition->to == State::Closed);
        }
        BOOST_TEST(traced);
    }
}

BOOST_AUTO_TEST_CASE(ns3_an_old_empty_segment_is_acknowledged_so_that_keep_alives_work)
{
    // RFC 9293, 3.8.4: "SEG.SEQ = SND.NXT-1"; 3.10.7.4, first
    for (const State state : {State::Established, State::FinWait2, State::CloseWait})
    {
        Solo solo;
        solo.Reach(state);
        solo.Feed(ACK, solo.RcvNxt() - 1, solo.SndNxt());
        const std::string nxt = std::to_string(solo.SndNxt());
        BOOST_TEST(solo.Sent() ==
                   ". " + nxt + ":" + nxt + "(0) ack " + std::to_string(solo.RcvNxt()));
    }
}

BOOST_AUTO_TEST_CASE(ns3_a_window_update_follows_a_resumed_read)
{
    Config config = Prompt();
    config.receiveBuffer = 2000;
    Solo solo(config);
    solo.autoRead = false;
    solo.Reach(State::Established);
    solo.Feed(ACK, 1, 1, 2000);
    BOOST_TEST(int(solo.SentAt(0).segment.window) == 0);
    solo.Consume(2000);
    BOOST_TEST(solo.Sent() == ". 1:1(0) ack 2001");
    BOOST_TEST(int(solo.SentAt(0).segment.window) == 2000);
}

BOOST_AUTO_TEST_CASE(ns3_the_echo_of_a_timestamp_is_neither_stale_nor_zero)
{
    Pair pair;
    pair.Establish();
    for (int i = 0; i < 20; ++i)
    {
        pair.a.Run([&](Context& c) { pair.a.connection.Send(100, c); });
        pair.RunUntil(150ms + 300ms * (i + 1));
    }
    for (std::size_t i = 1; i < pair.b.sent.size(); ++i)
    {
        const KnownOptions options = pair.b.sent[i].options.Read();
        const KnownOptions data = pair.a.sent[i].options.Read();
        BOOST_TEST(options.timestamps->echo == data.timestamps->value);
    }
}

BOOST_AUTO_TEST_CASE(ns3_1326_a_window_of_zero_from_the_start_harms_nothing)
{
    Solo solo;
    solo.synWindow = 0;
    solo.Reach(State::Established);
    BOOST_TEST(solo.connection.Sending().wnd == 0U);
    solo.Send(1000);
    BOOST_TEST(solo.Sent() == "");
    solo.Tick();
    BOOST_TEST(solo.Sent() == ". 1:2(1) ack 1");
    solo.Feed(ACK, 1, 2, 0, 65535);
    BOOST_TEST(solo.Sent() == ". 2:538(536) ack 1");
}

BOOST_AUTO_TEST_CASE(a_fin_acknowledged_under_a_shut_window_is_not_followed_by_another)
{
    Solo solo;
    solo.Reach(State::Established);
    solo.Feed(ACK, 1, 1, 0, 0);
    solo.ShutdownSend();
    solo.Tick();
    solo.Feed(ACK, 1, 2, 0, 0);
    BOOST_TEST(solo.StateName() == "FIN-WAIT-2");
    solo.Wait(1000s);
    BOOST_TEST(solo.SndNxt() == 2U);
    BOOST_TEST(solo.StateName() == "FIN-WAIT-2");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
