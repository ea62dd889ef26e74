/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-test-net.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>

using namespace ns3::lifecycle;
using namespace ns3::lifecycle::test;

namespace
{

/// A lone host with a listener on port 80; ISS 300.
struct Queues : LoneHost
{
    Queues(const ListenPolicy& policy, const ListenerOptions& options)
        : LoneHost([&] {
              HostConfig hostConfig = WithIsn(300);
              hostConfig.listening = policy;
              hostConfig.recordConnections = true;
              return hostConfig;
          }())
    {
        HostRefusal refusal;
        listener = host.Listen(IpAddress{}, 80, now, refusal, options);
        Take();
    }

    /// \param backlog of a listener whose children wait for Accept() \return its options
    static ListenerOptions Backlog(uint32_t backlog)
    {
        ListenerOptions options;
        options.backlog = backlog;
        options.explicitAccept = true;
        return options;
    }

    /// \param lastOctet of the peer's address \return two ends
    static FourTuple From(uint8_t lastOctet)
    {
        return FourTuple{Address(1), Address(lastOctet), 80, 1000};
    }

    /// A peer sends its SYN. \param lastOctet of its address \return who took it
    Handle Syn(uint8_t lastOctet)
    {
        const Handle by = Receive(From(lastOctet), Make(SYN, 100));
        texts = Take();
        return by;
    }

    /// A peer sends the third segment. \param lastOctet of its address \return who took it
    Handle Ack(uint8_t lastOctet)
    {
        const Handle by = Receive(From(lastOctet), Make(ACK, 101, 301));
        texts = Take();
        return by;
    }

    /// Both. \param lastOctet of the peer's address \return the connection
    Handle Connect(uint8_t lastOctet)
    {
        Syn(lastOctet);
        return Ack(lastOctet);
    }

    /// \return the queues
    ListenerStatus Status() const
    {
        return host.StatusOf(listener);
    }

    Handle listener;                //!< on port 80
    std::vector<std::string> texts; //!< what the last segment brought about
};

} // namespace

BOOST_AUTO_TEST_SUITE(host_listen_queues)

BOOST_AUTO_TEST_CASE(children_wait_for_accept_in_the_order_in_which_they_were_established)
{
    Queues lone({}, Queues::Backlog(5));
    lone.Syn(2);
    lone.Syn(3);
    BOOST_TEST(lone.Status().synQueue == 2u);
    const Handle later = lone.Ack(3);
    const Handle latest = lone.Ack(2);
    BOOST_TEST(lone.Status().synQueue == 0u);
    BOOST_TEST(lone.Status().synQueueHighWater == 2u);
    BOOST_TEST(lone.Status().acceptQueue == 2u);
    BOOST_TEST((lone.host.Accept(lone.listener) == later));
    BOOST_TEST((lone.host.Accept(lone.listener) == latest));
    BOOST_TEST(!lone.host.Accept(lone.listener));
    BOOST_TEST(lone.Status().acceptQueue == 0u);
    BOOST_TEST(lone.Status().acceptQueueHighWater == 2u);
    BOOST_TEST(!lone.host.Accept(later)); // no listener
}

BOOST_AUTO_TEST_CASE(without_explicit_accept_nothing_waits_and_no_backlog_limits)
{
    ListenerOptions options;
    options.backlog = 0;
    Queues lone({}, options);
    for (uint8_t i = 2; i < 7; ++i)
    {
        BOOST_TEST(lone.host.StateOf(lone.Connect(i)) == State::Established);
    }
    BOOST_TEST(lone.Status().acceptQueue == 0u);
    BOOST_TEST(lone.Status().acceptDrops == 0u);
    BOOST_TEST(!lone.host.Accept(lone.listener));
}

BOOST_AUTO_TEST_CASE(a_backlog_is_counted_as_each_stack_counts_it)
{
    /// A rule, a backlog, the host's limit and the places that follow.
    struct Row
    {
        BacklogRule rule;
        uint32_t backlog;
        uint32_t limit;
        uint32_t places;
    };

    for (const Row& row : {Row{BacklogRule::Exact, 4, UNLIMITED, 4},
                           Row{BacklogRule::Exact, 9, 4, 4},
                           Row{BacklogRule::PlusOne, 4, UNLIMITED, 5},
                           Row{BacklogRule::PlusOne, 0, UNLIMITED, 1},
                           Row{BacklogRule::ThreeHalves, 4, UNLIMITED, 7},
                           Row{BacklogRule::ThreeHalves, 100, 5, 8}})
    {
        ListenPolicy policy;
        policy.backlogRule = row.rule;
        policy.acceptBacklog = row.limit;
        Queues lone(policy, Queues::Backlog(row.backlog));
        for (uint8_t i = 2; i < 20; ++i)
        {
            lone.Connect(i);
        }
        BOOST_TEST(lone.Status().acceptQueue == row.places);
        BOOST_TEST(lone.Status().acceptDrops == 18 - row.places);
        BOOST_TEST(lone.host.CountIn(State::Established) == row.places);
        BOOST_TEST(lone.host.CountIn(State::SynReceived) == 18 - row.places);
    }
}

// Catalogue S30, drop
BOOST_AUTO_TEST_CASE(a_third_segment_that_finds_the_accept_queue_full_is_dropped)
{
    Queues lone({}, Queues::Backlog(1));
    lone.Connect(2);
    const Handle second = lone.Connect(3);
    BOOST_TEST(lone.texts == std::vector<std::string>{"3 dropped accept queue is full"});
    BOOST_TEST(lone.host.StateOf(second) == State::SynReceived);
    // Neither data nor FIN helps
    lone.Receive(Queues::From(3), Make(ACK | FIN, 101, 301, 5));
    BOOST_TEST(lone.host.StateOf(second) == State::SynReceived);
    // A RST counts as before
    const Handle third = lone.Connect(4);
    lone.Receive(Queues::From(4), Make(RST, 101));
    BOOST_TEST(lone.host.StateOf(third) == State::Closed);
    BOOST_TEST(lone.Status().acceptDrops == 3u);
    BOOST_TEST(lone.Status().synQueue == 1u);
    lone.Take();
    lone.host.Accept(lone.listener);
    lone.Ack(3);
    BOOST_TEST(lone.host.StateOf(second) == State::Established);
    BOOST_TEST(lone.Status().acceptQueueHighWater == 1u);
}

// Catalogue S30: the client is ESTABLISHED, the server follows at a step of 1, 3, 7... s
BOOST_AUTO_TEST_CASE(the_server_follows_when_a_repeated_syn_ack_finds_room)
{
    Net net;
    Station a(net, Address(1));
    Station b(net, Address(2));
    HostRefusal refusal;
    const Handle listener = b.host.Listen(IpAddress{}, 80, net.now, refusal, Queues::Backlog(1));
    const Handle first = a.Connect(b, 80);
    const Handle second = a.Connect(b, 80);
    net.At(2s, [&] { b.host.Accept(listener); });
    net.RunUntil(1900ms);
    BOOST_TEST(a.host.StateOf(first) == State::Established);
    BOOST_TEST(a.host.StateOf(second) == State::Established);
    BOOST_TEST((a.Entered(2, State::Established) == Instant(100ms)));
    BOOST_TEST(b.host.CountIn(State::SynReceived) == 1u);
    BOOST_TEST(b.host.StatusOf(listener).acceptDrops == 2u); // at 0.15 and 1.15 s
    net.RunUntil(10s);
    // SYN,ACK at 0.05, 1.05 and 3.05 s
    BOOST_TEST((b.Entered(3, State::Established) == Instant(3150ms)));
    BOOST_TEST(b.host.StatusOf(listener).acceptQueue == 1u);
}

// Catalogue S30, abort
BOOST_AUTO_TEST_CASE(a_third_segment_that_finds_the_accept_queue_full_may_reset_the_connection)
{
    ListenPolicy policy;
    policy.acceptOverflow = AcceptOverflow::Reset;
    Queues lone(policy, Queues::Backlog(1));
    lone.Connect(2);
    lone.Syn(3);
    const Handle second = lone.Receive(Queues::From(3), Make(ACK, 101, 301));
    BOOST_REQUIRE_EQUAL(ActionsOf<Finished>(lone.host).size(), 1);
    BOOST_TEST(std::get<Finished>(ActionsOf<Finished>(lone.host)[0].action).history.outcome ==
               Outcome::Aborted);
    lone.texts = lone.Take();
    BOOST_TEST(lone.texts.at(0) == "3 emit reset 0 R 301:301(0) win 0");
    BOOST_TEST(lone.texts.at(1) == "3 SYN-RECEIVED>CLOSED accept-queue-full");
    BOOST_TEST(lone.host.StateOf(second) == State::Closed);
    BOOST_TEST(lone.Status().synQueue == 0u);
    BOOST_TEST(lone.Status().acceptDrops == 1u);
    BOOST_TEST(lone.host.Size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_syn_that_finds_the_accept_queue_full_may_be_dropped)
{
    ListenPolicy policy;
    policy.synOnFullQueue = SynOnFullQueue::Drop;
    Queues lone(policy, Queues::Backlog(1));
    lone.Connect(2);
    BOOST_TEST((lone.Syn(3) == lone.listener));
    BOOST_TEST(lone.texts == std::vector<std::string>{"1 dropped accept queue is full"});
    lone.host.Accept(lone.listener);
    BOOST_TEST(!(lone.Syn(3) == lone.listener));
}

BOOST_AUTO_TEST_CASE(an_accept_may_be_deferred_until_there_is_text)
{
    ListenerOptions options;
    options.deferAccept = 2;
    Queues lone({}, options);
    const Handle first = lone.Connect(2);
    BOOST_TEST(lone.texts == std::vector<std::string>{"2 dropped accept is deferred"});
    BOOST_TEST(lone.host.StateOf(first) == State::SynReceived);
    BOOST_TEST(lone.Status().deferred == 1u);
    lone.Receive(Queues::From(2), Make(ACK, 101, 301, 5));
    BOOST_TEST(lone.host.StateOf(first) == State::Established);
    BOOST_TEST(lone.host.Find(first)->Receiving().delivered == 5u);
    lone.Take();
    // Or until the second repeat of the SYN,ACK: after 1 and 3 s
    const Handle second = lone.Connect(3);
    for (const Duration at : {1s, 3s})
    {
        lone.Ack(3);
        BOOST_TEST(lone.host.StateOf(second) == State::SynReceived);
        lone.now = Instant(at);
        lone.host.OnDeadline(lone.now);
        lone.Take();
    }
    lone.Ack(3);
    BOOST_TEST(lone.host.StateOf(second) == State::Established);
    BOOST_TEST(lone.Status().deferred == 4u);
}

BOOST_AUTO_TEST_CASE(a_deferred_accept_is_made_by_a_fin_too)
{
    ListenerOptions options;
    options.deferAccept = 2;
    Queues lone({}, options);
    const Handle child = lone.Connect(2);
    lone.Receive(Queues::From(2), Make(ACK | FIN, 101, 301));
    BOOST_TEST(lone.host.StateOf(child) == State::CloseWait);
}

// BSD's syncache: the oldest makes room
BOOST_AUTO_TEST_CASE(a_full_syn_queue_may_displace_its_oldest_connection)
{
    ListenPolicy policy;
    policy.synBacklog = 2;
    policy.synOverflow = SynOverflow::DropOldest;
    Queues lone(policy, {});
    const Handle first = lone.Syn(2);
    const Handle second = lone.Syn(3);
    const Handle third = lone.Syn(4);
    BOOST_TEST(lone.texts.at(0) == "2 SYN-RECEIVED>CLOSED syn-queue-full");
    BOOST_TEST(lone.host.StateOf(first) == State::Closed);
    BOOST_TEST(lone.host.StateOf(second) == State::SynReceived);
    BOOST_TEST(lone.host.StateOf(third) == State::SynReceived);
    BOOST_TEST(lone.Status().synDrops == 1u);
    BOOST_TEST(lone.Status().synQueueHighWater == 2u);
    // Its peer is told when it comes back: nobody knows it
    lone.Ack(2);
    BOOST_TEST(lone.texts == std::vector<std::string>{"1 emit reset 0 R 301:301(0) win 0"});
    lone.Ack(3);
    BOOST_TEST(lone.host.StateOf(second) == State::Established);
}

BOOST_AUTO_TEST_CASE(a_full_syn_queue_that_drops_new_syns_counts_them)
{
    ListenPolicy policy;
    policy.synBacklog = 2;
    Queues lone(policy, {});
    for (uint8_t i = 2; i < 10; ++i)
    {
        lone.Syn(i);
    }
    BOOST_TEST(lone.Status().synQueue == 2u);
    BOOST_TEST(lone.Status().synDrops == 6u);
}

BOOST_AUTO_TEST_CASE(a_connection_that_ends_before_it_is_accepted_leaves_the_queue)
{
    Queues lone({}, Queues::Backlog(3));
    const Handle first = lone.Connect(2);
    const Handle second = lone.Connect(3);
    const Handle third = lone.Connect(4);
    lone.Receive(Queues::From(3), Make(RST, 101));
    lone.Take();
    BOOST_TEST(lone.host.StateOf(second) == State::Closed);
    BOOST_TEST(lone.Status().acceptQueue == 2u);
    // One whose peer has finished waits on
    lone.Receive(Queues::From(2), Make(FIN | ACK, 101, 301));
    lone.Take();
    BOOST_TEST(lone.host.StateOf(first) == State::CloseWait);
    BOOST_TEST((lone.host.Accept(lone.listener) == first));
    BOOST_TEST((lone.host.Accept(lone.listener) == third));
    BOOST_TEST(!lone.host.Accept(lone.listener));
}

BOOST_AUTO_TEST_CASE(a_connection_that_is_accepted_and_ends_with_one_segment_waits_in_no_queue)
{
    // DeadChild is about accept queues, and a listener without explicit accept has none
    for (const DeadChild policy : {DeadChild::Leaves, DeadChild::Stays, DeadChild::Aborts})
    {
        ListenPolicy listening;
        listening.deadChild = policy;
        Queues lone(listening, {});
        lone.config.dataAfterClose = DataAfterClose::ResetAll; // BSD
        lone.Syn(2);
        // With data to send, CLOSE waits for ESTABLISHED (RFC 9293, 3.10.4)
        lone.host.Send(lone.host.HandleOf(Queues::From(2)), 10, lone.now);
        lone.host.Close(lone.host.HandleOf(Queues::From(2)), lone.now);
        lone.Take();
        lone.Receive(Queues::From(2), Make(ACK, 101, 301, 10));
        const std::vector<std::string> texts = lone.Take();
        const auto closed = [](const std::string& text) {
            return text.find("notify " + std::to_string(static_cast<int>(Event::Closed))) !=
                   std::string::npos;
        };
        BOOST_TEST(std::count_if(texts.begin(), texts.end(), closed) == 1);
        BOOST_TEST(lone.host.Size() == 1u); // the listener
        lone.host.Crash(lone.now);
        lone.Take();
        BOOST_TEST(lone.host.Size() == 0u);
    }
}

BOOST_AUTO_TEST_CASE(a_closed_listener_resets_what_nobody_has_accepted)
{
    Queues lone({}, Queues::Backlog(9));
    const Handle accepted = lone.Connect(2);
    lone.host.Accept(lone.listener);
    const Handle waits = lone.Connect(3);
    const Handle finished = lone.Connect(4);
    lone.Receive(Queues::From(4), Make(FIN | ACK, 101, 301));
    const Handle halfOpen = lone.Syn(5);
    lone.host.CloseListener(lone.listener, lone.now);
    std::vector<std::string> transitions;
    for (const std::string& text : lone.Take())
    {
        if (text.find(">CLOSED") != std::string::npos)
        {
            transitions.push_back(text);
        }
    }
    BOOST_TEST(transitions == (std::vector<std::string>{"5 SYN-RECEIVED>CLOSED listener-gone",
                                                        "3 ESTABLISHED>CLOSED listener-gone",
                                                        "4 CLOSE-WAIT>CLOSED listener-gone",
                                                        "1 LISTEN>CLOSED close"}),
               boost::test_tools::per_element());
    BOOST_TEST(lone.host.StateOf(accepted) == State::Established);
    BOOST_TEST(lone.host.StateOf(waits) == State::Closed);
    BOOST_TEST(lone.host.StateOf(finished) == State::Closed);
    BOOST_TEST(lone.host.StateOf(halfOpen) == State::Closed);
    BOOST_TEST(lone.host.Size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_host_that_goes_away_leaves_no_queue_behind)
{
    Queues lone({}, Queues::Backlog(9));
    lone.Connect(2);
    lone.Syn(3);
    lone.host.Shutdown(lone.now);
    lone.Take();
    BOOST_TEST(lone.host.Size() == 0u);
}

BOOST_AUTO_TEST_CASE(a_listener_tells_that_its_status_has_changed)
{
    Queues lone({}, Queues::Backlog(9));
    BOOST_TEST(ActionsOf<ListenerChanged>(lone.host).empty());
    lone.Receive(Queues::From(2), Make(SYN, 100));
    BOOST_REQUIRE_EQUAL(ActionsOf<ListenerChanged>(lone.host).size(), 1);
    BOOST_TEST((ActionsOf<ListenerChanged>(lone.host)[0].handle == lone.listener));
    lone.Receive(Queues::From(3), Make(SYN, 100));
    BOOST_TEST(ActionsOf<ListenerChanged>(lone.host).size() == 1u); // it is still to be performed
    lone.Take();
    lone.Receive(Queues::From(2), Make(FIN, 100)); // dropped, without a change
    BOOST_TEST(ActionsOf<ListenerChanged>(lone.host).empty());
}

// The queue of a listener that never accepts is bounded, and so is what waits before it.
BOOST_AUTO_TEST_CASE(a_listener_that_never_accepts_keeps_no_more_than_its_queues)
{
    Net net;
    Station a(net, Address(1));
    HostConfig hostConfig;
    hostConfig.listening.synBacklog = 8;
    Station b(net, Address(2), hostConfig);
    HostRefusal refusal;
    const Handle listener = b.host.Listen(IpAddress{}, 80, net.now, refusal, Queues::Backlog(4));
    std::size_t most = 0;
    for (int i = 0; i < 300; ++i)
    {
        net.At(i * 1s, [&] {
            a.Connect(b, 80);
            most = std::max(most, b.host.Size());
        });
    }
    net.RunUntil(300s);
    BOOST_TEST(most == 1u + 8u + 4u);
    BOOST_TEST(b.host.StatusOf(listener).acceptQueueHighWater == 4u);
    BOOST_TEST(b.host.StatusOf(listener).synQueueHighWater == 8u);
    BOOST_TEST(b.host.StatusOf(listener).synDrops > 0u);
    net.RunUntil();
    // SYN,ACKs were repeated until the limit; what waits has no timer
    BOOST_TEST(b.host.Size() == 1u + 4u);
    BOOST_TEST((b.host.NextDeadline() == NEVER));
    b.host.CloseListener(listener, net.now);
    b.Drive();
    BOOST_TEST(b.host.Size() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
