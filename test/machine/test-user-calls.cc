/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * The user's calls in every state (RFC 9293, 3.10.1 to 3.10.5): what they do, and that a
 * refused one changes nothing.
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

/// All states that a connection can be found in by its user
const State USER_STATES[] = {State::Closed,
                             State::SynSent,
                             State::SynReceived,
                             State::Established,
                             State::FinWait1,
                             State::FinWait2,
                             State::CloseWait,
                             State::Closing,
                             State::LastAck,
                             State::TimeWait};

struct Expected
{
    State state;
    Refusal refusal;
    const char* after;
    const char* sent;
};

template <typename F>
void
CheckCall(const Expected (&rows)[10], F call)
{
    std::size_t i = 0;
    for (const Expected& row : rows)
    {
        BOOST_TEST((row.state == USER_STATES[i++]));
        Solo solo;
        solo.Reach(row.state);
        const Connection before = solo.connection;
        BOOST_TEST((call(solo) == row.refusal), ToText(row.state));
        BOOST_TEST(solo.StateName() == row.after, ToText(row.state));
        BOOST_TEST(solo.Sent() == row.sent, ToText(row.state) << ": " << solo.Sent());
        if (row.refusal != Refusal::None)
        {
            BOOST_TEST((solo.connection == before), ToText(row.state));
            BOOST_TEST(solo.last.Empty(), ToText(row.state));
        }
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(user_calls)

BOOST_AUTO_TEST_CASE(open_in_every_state)
{
    // 3.10.1: "error: connection already exists" in all states beyond LISTEN
    const Expected rows[10] = {
        {State::Closed, Refusal::None, "SYN-SENT", "S 0:0(0)"},
        {State::SynSent, Refusal::AlreadyOpen, "SYN-SENT", ""},
        {State::SynReceived, Refusal::AlreadyOpen, "SYN-RECEIVED", ""},
        {State::Established, Refusal::AlreadyOpen, "ESTABLISHED", ""},
        {State::FinWait1, Refusal::AlreadyOpen, "FIN-WAIT-1", ""},
        {State::FinWait2, Refusal::AlreadyOpen, "FIN-WAIT-2", ""},
        {State::CloseWait, Refusal::AlreadyOpen, "CLOSE-WAIT", ""},
        {State::Closing, Refusal::AlreadyOpen, "CLOSING", ""},
        {State::LastAck, Refusal::AlreadyOpen, "LAST-ACK", ""},
        {State::TimeWait, Refusal::AlreadyOpen, "TIME-WAIT", ""},
    };
    CheckCall(rows, [](Solo& solo) { return solo.Open(); });
}

BOOST_AUTO_TEST_CASE(send_in_every_state)
{
    // 3.10.2: CLOSED "connection does not exist"; SYN-SENT, SYN-RECEIVED "Queue the data for
    // transmission after entering ESTABLISHED"; ESTABLISHED, CLOSE-WAIT "Segmentize the buffer and
    // send it with a piggybacked acknowledgment"; the others "error: connection closing"
    const Expected rows[10] = {
        {State::Closed, Refusal::NotConnected, "CLOSED", ""},
        {State::SynSent, Refusal::None, "SYN-SENT", ""},
        {State::SynReceived, Refusal::None, "SYN-RECEIVED", ""},
        {State::Established, Refusal::None, "ESTABLISHED", "P. 1:11(10) ack 1"},
        {State::FinWait1, Refusal::Closing, "FIN-WAIT-1", ""},
        {State::FinWait2, Refusal::Closing, "FIN-WAIT-2", ""},
        {State::CloseWait, Refusal::None, "CLOSE-WAIT", "P. 1:11(10) ack 2"},
        {State::Closing, Refusal::Closing, "CLOSING", ""},
        {State::LastAck, Refusal::Closing, "LAST-ACK", ""},
        {State::TimeWait, Refusal::Closing, "TIME-WAIT", ""},
    };
    CheckCall(rows, [](Solo& solo) { return solo.Send(10); });
}

BOOST_AUTO_TEST_CASE(send_beyond_the_buffer_is_refused_in_every_state_that_would_take_it)
{
    // 3.10.2: "error: insufficient resources"
    for (const State state :
         {State::SynSent, State::SynReceived, State::Established, State::CloseWait})
    {
        Solo solo;
        solo.Reach(state);
        const Connection before = solo.connection;
        BOOST_TEST((solo.Send(solo.connection.SendRoom() + 1) == Refusal::NoSpace));
        BOOST_TEST((solo.connection == before));
        BOOST_TEST(solo.last.Empty());
        BOOST_TEST((solo.Send(solo.connection.SendRoom()) == Refusal::None));
        BOOST_TEST(solo.connection.SendRoom() == 0U);
    }
}

BOOST_AUTO_TEST_CASE(close_in_every_state)
{
    // 3.10.4: CLOSED "connection does not exist"; SYN-SENT "Delete the TCB"; SYN-RECEIVED, nothing
    // sent: "form a FIN segment and send it, and enter FIN-WAIT-1"; ESTABLISHED the same;
    // CLOSE-WAIT "send a FIN segment, enter LAST-ACK". The FIN of the others went out when the
    // sending direction was shut: "An "ok" response would be acceptable, too, as long as a second
    // FIN is not emitted".
    const Expected rows[10] = {
        {State::Closed, Refusal::NotConnected, "CLOSED", ""},
        {State::SynSent, Refusal::None, "CLOSED", ""},
        {State::SynReceived, Refusal::None, "FIN-WAIT-1", "F. 1:1(0) ack 1"},
        {State::Established, Refusal::None, "FIN-WAIT-1", "F. 1:1(0) ack 1"},
        {State::FinWait1, Refusal::None, "FIN-WAIT-1", ""},
        {State::FinWait2, Refusal::None, "FIN-WAIT-2", ""},
        {State::CloseWait, Refusal::None, "LAST-ACK", "F. 1:1(0) ack 2"},
        {State::Closing, Refusal::None, "CLOSING", ""},
        {State::LastAck, Refusal::None, "LAST-ACK", ""},
        {State::TimeWait, Refusal::None, "TIME-WAIT", ""},
    };
    CheckCall(rows, [](Solo& solo) { return solo.Close(); });
}

BOOST_AUTO_TEST_CASE(a_second_close_is_refused_in_every_state)
{
    // 3.10.4: "error: connection closing"
    for (const State state : USER_STATES)
    {
        Solo solo;
        solo.Reach(state);
        solo.Close();
        const Connection before = solo.connection;
        const Refusal expected =
            solo.StateName() == "CLOSED" ? Refusal::NotConnected : Refusal::Closing;
        BOOST_TEST((solo.Close() == expected));
        BOOST_TEST((solo.connection == before));
        BOOST_TEST(solo.last.Empty());
    }
}

BOOST_AUTO_TEST_CASE(a_second_shutdown_or_a_send_behind_it_is_refused)
{
    for (const State state :
         {State::SynSent, State::SynReceived, State::Established, State::CloseWait})
    {
        Solo solo;
        solo.Reach(state);
        BOOST_TEST((solo.ShutdownSend() == Refusal::None));
        const Connection before = solo.connection;
        BOOST_TEST((solo.ShutdownSend() == Refusal::Closing));
        BOOST_TEST((solo.Send(1) == Refusal::Closing));
        BOOST_TEST((solo.connection == before));
    }
    Solo solo;
    BOOST_TEST((solo.ShutdownSend() == Refusal::NotConnected));
    BOOST_TEST((solo.ShutdownReceive() == Refusal::NotConnected));
}

BOOST_AUTO_TEST_CASE(abort_in_every_state)
{
    // 3.10.5: RST <SEQ=SND.NXT> in SYN-RECEIVED to CLOSE-WAIT; SYN-SENT, CLOSING, LAST-ACK,
    // TIME-WAIT: delete the TCB
    const Expected rows[10] = {
        {State::Closed, Refusal::NotConnected, "CLOSED", ""},
        {State::SynSent, Refusal::None, "CLOSED", ""},
        {State::SynReceived, Refusal::None, "CLOSED", "R 1:1(0)"},
        {State::Established, Refusal::None, "CLOSED", "R 1:1(0)"},
        {State::FinWait1, Refusal::None, "CLOSED", "R 2:2(0)"},
        {State::FinWait2, Refusal::None, "CLOSED", "R 2:2(0)"},
        {State::CloseWait, Refusal::None, "CLOSED", "R 1:1(0)"},
        {State::Closing, Refusal::None, "CLOSED", ""},
        {State::LastAck, Refusal::None, "CLOSED", ""},
        {State::TimeWait, Refusal::None, "CLOSED", ""},
    };
    CheckCall(rows, [](Solo& solo) { return solo.Abort(); });
    for (const State state : USER_STATES)
    {
        Solo solo;
        solo.Reach(state);
        solo.Abort();
        // In TIME-WAIT both FINs are acknowledged: an abort loses nothing
        BOOST_TEST(solo.Told() == (state == State::Closed     ? ""
                                   : state == State::TimeWait ? "closed"
                                                              : "failed aborted; closed"));
        BOOST_TEST((solo.connection.NextDeadline() == NEVER));
    }
}

BOOST_AUTO_TEST_CASE(vanish_in_every_state_says_nothing_to_the_peer)
{
    for (const State state : USER_STATES)
    {
        Solo solo;
        solo.Reach(state);
        solo.Run([&](Context& c) { solo.connection.CloseSilently(c, Cause::HostShutdown); });
        BOOST_TEST(solo.StateName() == "CLOSED");
        BOOST_TEST(solo.Sent() == "");
        BOOST_TEST(solo.Told() == (state == State::Closed     ? ""
                                   : state == State::TimeWait ? "closed"
                                                              : "failed aborted; closed"));
    }
}

BOOST_AUTO_TEST_CASE(a_connection_that_has_ended_is_not_opened_again)
{
    Solo solo;
    solo.Reach(State::SynSent);
    solo.Close();
    BOOST_TEST((solo.Open() == Refusal::AlreadyOpen));
    Solo other;
    other.Reach(State::TimeWait);
    other.Tick();
    BOOST_TEST((other.Open() == Refusal::AlreadyOpen));
}

BOOST_AUTO_TEST_CASE(every_event_is_told_once_and_closed_is_the_last)
{
    Solo solo;
    solo.Reach(State::TimeWait);
    solo.Tick();
    BOOST_TEST_REQUIRE(solo.allTold.size() == 3U);
    BOOST_TEST((solo.allTold[0].event == Event::Connected));
    BOOST_TEST((solo.allTold[1].event == Event::PeerFinished));
    BOOST_TEST((solo.allTold[2].event == Event::Closed));
    BOOST_TEST((solo.allTold[2].error == Error::None));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
