/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * What the hosts of systems do with segments and listeners where RFC 9293 has it otherwise.
 */

#include "lifecycle-test-net.h"

#include <boost/test/unit_test.hpp>

namespace ns3
{
namespace lifecycle
{
namespace test
{

namespace
{

/// \return two ends, the peer's address is 10.0.0.2
FourTuple
Ends()
{
    return FourTuple{Address(1), Address(2), 80, 1000};
}

/// \param texts what a host did \param part a text \return whether one of them has it
bool
Have(const std::vector<std::string>& texts, const std::string& part)
{
    for (const std::string& text : texts)
    {
        if (text.find(part) != std::string::npos)
        {
            return true;
        }
    }
    return false;
}

/// A host with a listener whose children wait for Accept().
struct Waiting : LoneHost
{
    /// \param chosen parameters \param backlog of the listener
    explicit Waiting(const HostConfig& chosen, uint32_t backlog = 5)
        : LoneHost(WithIsn(300, chosen))
    {
        ListenerOptions options;
        options.explicitAccept = true;
        options.backlog = backlog;
        HostRefusal refusal;
        listener = host.Listen(IpAddress{}, 80, now, refusal, options);
        Take();
    }

    /// A peer connects. \param port of it \return the connection
    Handle Connect(uint16_t port)
    {
        Receive(From(port), Make(SYN, 100));
        const Handle by = Receive(From(port), Make(ACK, 101, 301));
        Take();
        return by;
    }

    /// \param port of the peer \return two ends
    static FourTuple From(uint16_t port)
    {
        return FourTuple{Address(1), Address(2), 80, port};
    }

    Handle listener; //!< on port 80
};

/// \param host with a listener \param config of the peers \return its connection in TIME-WAIT
void
ReachTimeWait(LoneHost& host)
{
    host.Receive(Ends(), Make(SYN, 100));
    const Handle child = host.Receive(Ends(), Make(ACK, 101, 301));
    host.Take();
    host.host.Close(child, host.now);
    host.Receive(Ends(), Make(FIN | ACK, 101, 302));
    host.Take();
    BOOST_TEST_REQUIRE(host.host.CountIn(State::TimeWait) == 1U);
}

} // namespace

BOOST_AUTO_TEST_SUITE(host_systems)

BOOST_AUTO_TEST_CASE(a_child_that_is_reset_can_keep_its_place_and_be_accepted)
{
    // Linux, inet_csk_accept() takes what is first, whatever its state; sk_acceptq_is_full() counts
    // it; its user is told by the first call
    HostConfig config;
    config.listening.deadChild = DeadChild::Stays;
    Waiting host(config, 1);
    const Handle dead = host.Connect(1000);
    host.Receive(Waiting::From(1000), Make(RST, 101));
    const std::vector<std::string> texts = host.Take();
    BOOST_TEST(!Have(texts, "notify"));
    BOOST_TEST(Have(texts, "ESTABLISHED>CLOSED"));
    BOOST_TEST(host.host.StatusOf(host.listener).acceptQueue == 1U);
    host.Receive(Waiting::From(1001), Make(SYN, 100));
    host.Receive(Waiting::From(1001), Make(ACK, 101, 301));
    host.Take();
    BOOST_TEST(host.host.CountIn(State::SynReceived) == 1U); // there is no room
    BOOST_TEST((host.host.Accept(host.listener) == dead));
    BOOST_TEST(Have(host.Take(), "notify 3 reset"));
    BOOST_TEST(host.host.StatusOf(host.listener).acceptQueue == 0U);
    BOOST_TEST((host.host.StateOf(dead) == State::Closed));
    BOOST_TEST(host.host.Size() == 2U); // the listener and the half-open connection
}

BOOST_AUTO_TEST_CASE(an_accept_can_fail_for_a_child_that_was_reset)
{
    // FreeBSD, tcp_usr_accept(): "if (so->so_state & SS_ISDISCONNECTED) return (ECONNABORTED)"
    HostConfig config;
    config.listening.deadChild = DeadChild::Aborts;
    Waiting host(config);
    host.Connect(1000);
    const Handle alive = host.Connect(1001);
    host.Receive(Waiting::From(1000), Make(RST, 101));
    host.Take();
    bool aborted = false;
    BOOST_TEST(!host.host.Accept(host.listener, &aborted));
    BOOST_TEST(aborted);
    BOOST_TEST((host.host.Accept(host.listener, &aborted) == alive));
    BOOST_TEST(!aborted);
    BOOST_TEST(!host.host.Accept(host.listener, &aborted));
    BOOST_TEST(!aborted);
}

BOOST_AUTO_TEST_CASE(dead_children_go_with_their_listener_and_their_host)
{
    for (const bool shutdown : {false, true})
    {
        HostConfig config;
        config.listening.deadChild = DeadChild::Stays;
        Waiting host(config);
        for (uint16_t port = 1000; port < 1004; ++port)
        {
            host.Connect(port);
        }
        host.Receive(Waiting::From(1001), Make(RST, 101));
        host.Receive(Waiting::From(1003), Make(RST, 101));
        host.Take();
        if (shutdown)
        {
            host.host.Shutdown(host.now);
        }
        else
        {
            host.host.CloseListener(host.listener, host.now);
        }
        host.Take();
        BOOST_TEST(host.host.Size() == 0U);
        BOOST_TEST(host.host.CountIn(State::Closed) == 0U);
    }
}

BOOST_AUTO_TEST_CASE(a_full_accept_queue_resets_as_closed_does)
{
    // Linux, tcp_check_req() with tcp_abort_on_overflow: send_reset(); FreeBSD, tcp_input():
    // "goto dropwithreset": <SEQ=SEG.ACK><CTL=RST>
    HostConfig config;
    config.listening.acceptOverflow = AcceptOverflow::Reset;
    Waiting host(config, 0);
    host.Receive(Ends(), Make(SYN, 100));
    host.Take();
    host.Receive(Ends(), Make(ACK, 101, 301));
    BOOST_TEST(Have(host.Take(), "R 301:301(0)"));
    BOOST_TEST(host.host.CountIn(State::SynReceived) == 0U);
}

BOOST_AUTO_TEST_CASE(a_syn_above_rcv_nxt_can_end_time_wait_whoever_listens)
{
    // FreeBSD, tcp_twcheck(): "drop the old connection and start over if the sequence numbers are
    // above the previous ones"
    for (const bool listens : {false, true})
    {
        HostConfig config = WithIsn(300);
        config.timeWait.syn = TimeWaitSyn::EndOrAck;
        LoneHost host(config);
        HostRefusal refusal;
        const Handle listener = host.host.Listen(IpAddress{}, 80, host.now, refusal);
        ReachTimeWait(host);
        if (!listens)
        {
            host.host.CloseListener(listener, host.now);
            host.Take();
        }
        host.Receive(Ends(), Make(SYN, 102)); // at RCV.NXT: an ACK
        BOOST_TEST(Have(host.Take(), ". 302:302(0) ack 102"));
        host.Receive(Ends(), Make(SYN, 103));
        BOOST_TEST(Have(host.Take(), listens ? "S. 300:300(0) ack 104" : "R. 0:0(0) ack 104"));
        BOOST_TEST(host.host.CountIn(State::TimeWait) == 0U);
    }
}

BOOST_AUTO_TEST_CASE(a_syn_at_rcv_nxt_can_be_newer)
{
    for (const bool newer : {false, true})
    {
        HostConfig config = WithIsn(300);
        config.timeWait.synAtNext = newer;
        LoneHost host(config);
        HostRefusal refusal;
        host.host.Listen(IpAddress{}, 80, host.now, refusal);
        ReachTimeWait(host);
        host.Receive(Ends(), Make(SYN, 102));
        BOOST_TEST(host.host.CountIn(State::TimeWait) == (newer ? 0U : 1U));
        BOOST_TEST(host.host.CountIn(State::SynReceived) == (newer ? 1U : 0U));
    }
}

BOOST_AUTO_TEST_CASE(a_stealthy_host_sends_no_reset_from_closed_and_listen)
{
    HostConfig config = WithIsn(300);
    config.intake.blackhole = Blackhole::Stealth;
    LoneHost host(config);
    HostRefusal refusal;
    host.host.Listen(IpAddress{}, 80, host.now, refusal);
    host.Take();
    host.Receive(Ends(), Make(ACK, 100, 1));
    host.Receive(FourTuple{Address(1), Address(2), 81, 1000}, Make(SYN, 100));
    host.Receive(FourTuple{Address(1), Address(2), 81, 1000}, Make(ACK, 100, 1));
    BOOST_TEST(!Have(host.Take(), "emit"));
    host.Receive(Ends(), Make(SYN, 100));
    BOOST_TEST(Have(host.Take(), "S. 300:300(0) ack 101"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
