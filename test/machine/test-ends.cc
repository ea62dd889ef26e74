/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * Ends that were forgotten once: each is legal, and each tells its user what was lost.
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

/// \param actions of an entry \return whether the gate has found a defect
bool
HasDefect(const Actions& actions)
{
    for (const Action& action : actions)
    {
        if (std::holds_alternative<Defect>(action))
        {
            return true;
        }
    }
    return false;
}

/// A server in SYN-RECEIVED that has taken the data of a SYN (RFC 7413, 4.2.2).
struct FastServer
{
    /// \param parameters of the connection
    explicit FastServer(const Config& parameters = Prompt())
        : config(parameters),
          connection(&config, 80, 1000)
    {
        StateCell listener;
        TransitionTo(listener, State::Listen, Cause::PassiveOpen, out);
        Segment syn;
        syn.flags = SYN;
        syn.seq = Seq(IRS);
        syn.window = 65535;
        syn.length = 100;
        Run([&](Context& context) {
            connection.OpenFromListen(listener, syn, Seq(ISS), context, {true, {}});
        });
        BOOST_TEST((connection.GetState() == State::SynReceived));
        BOOST_TEST(connection.Unread() == 100U);
    }

    /// \param entry what to call
    template <typename Entry>
    void Run(Entry&& entry)
    {
        out.Clear();
        Context context{now, out, reno};
        entry(context);
        connection.Flush(context);
        BOOST_TEST(!HasDefect(out));
    }

    /// Meet deadlines until CLOSED.
    void Expire()
    {
        while (connection.GetState() != State::Closed)
        {
            BOOST_TEST_REQUIRE((connection.NextDeadline() != NEVER));
            now = connection.NextDeadline();
            Run([&](Context& context) { connection.OnDeadline(context); });
        }
    }

    /// \return what the last entry told, and its causes
    std::string Told() const
    {
        std::string text;
        for (const Action& action : out)
        {
            if (const auto* transition = std::get_if<Transition>(&action))
            {
                text += std::string(ToText(transition->cause)) + " ";
            }
            else if (const auto* notify = std::get_if<Notify>(&action))
            {
                text += notify->event == Event::Failed ? "failed " : "";
                text += notify->event == Event::Closed ? ToText(notify->error) : "";
                text +=
                    notify->event == Event::Failed ? std::string(ToText(notify->error)) + " " : "";
            }
        }
        return text;
    }

    Config config;              //!< parameters
    Connection connection;      //!< the machine
    RenoCongestionControl reno; //!< its congestion control
    Actions out;                //!< what the last entry put out
    Instant now{};              //!< the time
};

} // namespace

BOOST_AUTO_TEST_SUITE(ends)

// RFC 9293, 3.6.1, SHLD-3, for a user who has the data of a SYN
BOOST_AUTO_TEST_CASE(a_fast_open_server_that_closes_without_reading_resets)
{
    FastServer server;
    server.Run([&](Context& context) { server.connection.Close(context); });
    BOOST_TEST(server.Told() == "unread-data failed aborted aborted");
    const auto* reset = std::get_if<Emit>(&server.out[0]);
    BOOST_TEST_REQUIRE(reset != nullptr);
    BOOST_TEST(reset->segment.Has(RST | ACK));
    BOOST_TEST((reset->segment.seq == Seq(ISS + 1)));
    BOOST_TEST((reset->segment.ack == Seq(IRS + 1 + 100)));
}

// It has been accepted: its user is notified of its end (RFC 7413, 4.2.2; RFC 9293, SHLD-25)
BOOST_AUTO_TEST_CASE(a_fast_open_server_in_syn_received_tells_its_user_how_it_ends)
{
    FastServer silent;
    silent.Expire();
    BOOST_TEST(silent.Told() == "retries-exceeded failed timed-out timed-out");
    FastServer unreachable;
    PathError error;
    error.kind = PathErrorKind::ProtocolUnreachable;
    error.seq = Seq(ISS);
    unreachable.Run([&](Context& context) { unreachable.connection.OnPathError(error, context); });
    BOOST_TEST((unreachable.connection.GetState() == State::Closed));
    BOOST_TEST(unreachable.Told().find("icmp-error failed") == 0U, unreachable.Told());
    FastServer reset;
    Segment rst;
    rst.flags = RST;
    rst.seq = Seq(IRS + 101);
    reset.Run([&](Context& context) { reset.connection.OnSegment(rst, context); });
    BOOST_TEST(reset.Told() == "reset failed reset reset");
}

// RFC 9293, MUST-26: keep-alives "only ... when no sent data is outstanding"; a FIN that waits for
// the window has its own probes, and their limit ends the connection
BOOST_AUTO_TEST_CASE(a_fin_behind_a_shut_window_is_not_the_keep_alives_to_end)
{
    for (const State state : {State::FinWait1, State::Closing})
    {
        Config config = Prompt();
        config.emptyProbes = true;
        config.keepAlive = true;
        config.keepAliveIdle = 2s;
        config.keepAliveInterval = 1s;
        config.keepAliveCount = 2;
        config.dataRetries = 6;
        Solo solo(config);
        solo.Reach(State::Established);
        solo.Feed(ACK, 1, 1, 0, 0);
        solo.ShutdownSend();
        BOOST_TEST(solo.Sent() == "");
        if (state == State::Closing)
        {
            solo.Feed(FIN | ACK, 1, 1, 0, 0);
        }
        BOOST_TEST((solo.connection.GetState() == state));
        while (solo.connection.GetState() != State::Closed)
        {
            solo.Tick();
            BOOST_TEST(!HasDefect(solo.last));
            for (const Emit& emit : solo.sent)
            {
                BOOST_TEST((emit.reason != EmitReason::KeepAlive));
            }
        }
        BOOST_TEST(solo.Causes() == "retries-exceeded");
        BOOST_TEST(solo.Told() == "failed timed-out; closed");
    }
}

// POSIX, SO_LINGER: close() with data on the SYN waits for its FIN, also in SYN-SENT
BOOST_AUTO_TEST_CASE(a_close_that_lingers_in_syn_sent_ends_without_a_reset)
{
    Config config = Prompt();
    config.linger = 500ms;
    Solo solo(config);
    FastOpenStart start;
    start.offers = true;
    start.cookie.size = 8;
    start.octets = 100;
    solo.Run([&](Context& context) { solo.connection.Open(solo.iss, context, start); });
    BOOST_TEST(solo.connection.SynData() == 100U);
    solo.Close();
    BOOST_TEST(solo.StateName() == "SYN-SENT");
    solo.Tick();
    BOOST_TEST(solo.Causes() == "linger-expired");
    BOOST_TEST(!HasDefect(solo.last));
    BOOST_TEST(solo.Sent() == ""); // RFC 9293, 3.10.5: nothing is sent in SYN-SENT
    BOOST_TEST(solo.Told() == "failed aborted; closed");
}

// RFC 9293, 3.10.7.4, second, has LAST-ACK and CLOSING end silently; but data that were not
// acknowledged is lost, which the user must hear: "no success after loss"
BOOST_AUTO_TEST_CASE(a_reset_that_loses_text_is_told_also_after_both_fins)
{
    for (const State state : {State::Closing, State::LastAck})
    {
        for (const uint32_t octets : {0U, 100U})
        {
            Solo solo;
            solo.Reach(state == State::LastAck ? State::CloseWait : State::Established);
            if (octets > 0)
            {
                solo.Send(octets);
            }
            solo.ShutdownSend();
            if (state == State::Closing)
            {
                solo.Feed(FIN | ACK, 1, 1);
            }
            BOOST_TEST((solo.connection.GetState() == state));
            solo.Feed(RST, solo.RcvNxt(), 0);
            BOOST_TEST(solo.Causes() == "reset");
            BOOST_TEST(solo.Told() == (octets > 0 ? "failed reset; closed" : "closed"),
                       ToText(state) << ": " << solo.Told());
        }
    }
}

// RFC 9293, figure 7, with one of the two SYN,ACKs lost: who sends one hears whether it came
BOOST_AUTO_TEST_CASE(a_simultaneous_open_with_a_lost_syn_ack_waits_for_no_timer)
{
    Pair pair;
    pair.a.iss = Seq(100);
    pair.b.iss = Seq(300);
    pair.fate = LoseNth('A', SYN | ACK, 1);
    for (End* end : {&pair.a, &pair.b})
    {
        pair.At(0ms,
                [end]() { end->Run([end](Context& c) { end->connection.Open(end->iss, c); }); });
    }
    pair.RunUntil(500ms); // the first RTO is one second
    BOOST_TEST((pair.a.connection.GetState() == State::Established));
    BOOST_TEST((pair.b.connection.GetState() == State::Established));
}

// RFC 9293, 3.1: the urgent pointer is "a positive offset from the sequence number in this
// segment", a SYN's own number too: 101 after a SYN at IRS ends after 100 bytes
BOOST_AUTO_TEST_CASE(the_urgent_pointer_of_a_syn_counts_from_the_syn)
{
    Solo solo;
    solo.autoRead = false;
    solo.Open();
    Segment synAck = solo.Make(SYN | ACK | URG, solo.irs, solo.iss + 1, 100);
    synAck.urgentPointer = 101;
    solo.Feed(synAck);
    BOOST_TEST(solo.connection.Unread() == 100U);
    BOOST_TEST(solo.connection.UrgentUnread() == 100U);
}

// RFC 6298, 5.5: doubling stops at the maximum, be that the maximum time there is
BOOST_AUTO_TEST_CASE(an_rto_near_the_end_of_time_does_not_wrap)
{
    Config config = Prompt();
    config.initialRto = FOREVER / 8;
    config.maxRto = FOREVER;
    RtoEstimator rto(config);
    for (int i = 0; i < 10; ++i)
    {
        const Duration before = rto.Rto();
        rto.BackOff(config);
        BOOST_TEST((rto.Rto() >= before));
        BOOST_TEST((rto.Rto() > Duration::zero()));
    }
    BOOST_TEST((rto.Rto() == FOREVER));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
