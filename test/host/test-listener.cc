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

/// A lone host; ISS 300.
struct Listening : LoneHost
{
    explicit Listening(HostConfig hostConfig = {})
        : LoneHost(WithIsn(300, hostConfig))
    {
    }

    /// \param local address \param port port \return the listener, or nothing
    Handle Listen(const IpAddress& local, uint16_t port)
    {
        return host.Listen(local, port, now, refusal);
    }

    /// \param lastOctet of the peer's address \return two ends, own port 80
    static FourTuple From(uint8_t lastOctet)
    {
        return FourTuple{Address(1), Address(lastOctet), 80, 1000};
    }

    HostRefusal refusal{HostRefusal::None}; //!< of the last Listen()
};

using Texts = std::vector<std::string>;

} // namespace

BOOST_AUTO_TEST_SUITE(host_listener)

BOOST_AUTO_TEST_CASE(a_listener_appears_with_its_own_end_and_leaves_by_close)
{
    Listening lone;
    const Handle listener = lone.Listen(Address(1), 80);
    BOOST_TEST(lone.host.StateOf(listener) == State::Listen);
    BOOST_TEST(lone.host.CountIn(State::Listen) == 1u);
    BOOST_REQUIRE_EQUAL(lone.host.Out().size(), 1);
    BOOST_TEST((lone.host.Out()[0].handle == listener));
    BOOST_TEST((lone.host.Out()[0].tuple == FourTuple{Address(1), IpAddress{}, 80, 0}));
    BOOST_TEST(lone.Take() == Texts{"1 CLOSED>LISTEN passive-open"});
    lone.host.CloseListener(listener, lone.now);
    BOOST_TEST(lone.host.StateOf(listener) == State::Closed);
    BOOST_TEST(lone.host.Size() == 1u); // until it is forgotten
    BOOST_TEST(lone.Take() == Texts{"1 LISTEN>CLOSED close"});
    BOOST_TEST(lone.host.Size() == 0u);
    lone.host.CloseListener(listener, lone.now); // names nothing
    BOOST_TEST(lone.Take().empty());
    BOOST_TEST(!lone.Receive(Listening::From(2), Make(SYN, 100)));
}

BOOST_AUTO_TEST_CASE(a_closed_listener_closed_again_before_it_is_forgotten_is_left_alone)
{
    Listening lone;
    const Handle listener = lone.Listen(Address(1), 80);
    lone.host.CloseListener(listener, lone.now);
    lone.host.CloseListener(listener, lone.now);
    lone.host.Shutdown(lone.now);
    BOOST_TEST(lone.Take().size() == 2u);
    BOOST_TEST(lone.host.Size() == 0u);
}

BOOST_AUTO_TEST_CASE(an_address_and_port_has_one_listener_and_any_is_an_address_of_its_own)
{
    Listening lone;
    IpAddress any6;
    any6.isIpv6 = true;
    BOOST_TEST(bool(lone.Listen(IpAddress{}, 80)));
    BOOST_TEST(!lone.Listen(IpAddress{}, 80));
    BOOST_TEST((lone.refusal == HostRefusal::AddressInUse));
    BOOST_TEST(bool(lone.Listen(Address(1), 80)));
    BOOST_TEST((lone.refusal == HostRefusal::None));
    BOOST_TEST(!lone.Listen(Address(1), 80));
    BOOST_TEST(bool(lone.Listen(Address(1), 81)));
    BOOST_TEST(bool(lone.Listen(any6, 80)));
    BOOST_TEST(lone.host.Size() == 4u);
}

BOOST_AUTO_TEST_CASE(an_address_and_port_is_free_again_at_once_after_close)
{
    Listening lone;
    lone.host.CloseListener(lone.Listen(Address(1), 80), lone.now);
    BOOST_TEST(bool(lone.Listen(Address(1), 80)));
}

// RFC 9293, MUST-42: LISTEN on a port whose connections are in SYN-SENT or SYN-RECEIVED
BOOST_AUTO_TEST_CASE(a_port_of_an_embryo_can_be_listened_on)
{
    for (const bool received : {false, true})
    {
        Listening lone;
        const FourTuple tuple{Address(1), Address(2), 80, 1000};
        const Handle halfOpen = lone.host.Open(tuple, &lone.config, lone.now, lone.refusal);
        if (received)
        {
            lone.Receive(tuple, Make(SYN, 100));
        }
        lone.Take();
        BOOST_TEST(bool(lone.Listen(Address(1), 80)));
        BOOST_TEST(lone.host.StateOf(halfOpen) == (received ? State::SynReceived : State::SynSent));
        // Both get what is theirs
        BOOST_TEST(bool(lone.Receive(Listening::From(9), Make(SYN, 500))));
        BOOST_TEST((lone.Receive(tuple, Make(SYN | ACK, 100, 301)) == halfOpen));
        BOOST_TEST(lone.host.StateOf(halfOpen) == State::Established);
        lone.Receive(Listening::From(9), Make(ACK, 501, 301));
        BOOST_TEST(lone.host.CountIn(State::Established) == 2u);
    }
}

BOOST_AUTO_TEST_CASE(an_exact_address_wins_over_any)
{
    Listening lone;
    const Handle any = lone.Listen(IpAddress{}, 80);
    const Handle exact = lone.Listen(Address(1), 80);
    lone.Receive(FourTuple{Address(1), Address(9), 80, 1}, Make(SYN, 100));
    lone.Receive(FourTuple{Address(1), Address(9), 80, 1}, Make(ACK, 101, 301));
    BOOST_REQUIRE_EQUAL(ActionsOf<Accepted>(lone.host).size(), 1);
    BOOST_TEST((ActionsOf<Accepted>(lone.host)[0].listener == exact));
    lone.Receive(FourTuple{Address(7), Address(9), 80, 1}, Make(SYN, 100));
    lone.Receive(FourTuple{Address(7), Address(9), 80, 1}, Make(ACK, 101, 301));
    BOOST_REQUIRE_EQUAL(ActionsOf<Accepted>(lone.host).size(), 2);
    BOOST_TEST((ActionsOf<Accepted>(lone.host)[1].listener == any));
    BOOST_TEST(!lone.Receive(FourTuple{Address(1), Address(9), 81, 1}, Make(SYN, 100)));
}

// RFC 9293, 3.10.7.2, in its order.
BOOST_AUTO_TEST_CASE(a_listener_answers_as_section_3_10_7_2_says)
{
    Listening lone;
    const Handle listener = lone.Listen(IpAddress{}, 80);
    lone.Take();
    const FourTuple tuple = Listening::From(2);
    // First: RST is ignored
    BOOST_TEST((lone.Receive(tuple, Make(RST, 7)) == listener));
    BOOST_TEST((lone.Receive(tuple, Make(RST | ACK | SYN, 7, 8)) == listener));
    BOOST_TEST(lone.Take() ==
               (Texts{"1 dropped RST for no connection", "1 dropped RST for no connection"}));
    // Second: any ACK is bad, also with a SYN
    BOOST_TEST((lone.Receive(tuple, Make(ACK, 7, 8)) == listener));
    BOOST_TEST(lone.Take() == Texts{"1 emit reset 0 R 8:8(0) win 0"});
    lone.Receive(tuple, Make(SYN | ACK, 7, 9));
    BOOST_TEST(lone.Take() == Texts{"1 emit reset 0 R 9:9(0) win 0"});
    // Fourth: anything else is dropped
    lone.Receive(tuple, Make(FIN, 7));
    BOOST_TEST(lone.Take() == Texts{"1 dropped LISTEN: neither SYN nor ACK"});
    BOOST_TEST(lone.host.Size() == 1u);
    // Third: a SYN
    const Handle child = lone.Receive(tuple, Make(SYN, 7));
    BOOST_TEST(!(child == listener));
    BOOST_TEST(lone.host.StateOf(child) == State::SynReceived);
    BOOST_TEST(lone.host.StateOf(listener) == State::Listen);
    const Texts texts = lone.Take();
    BOOST_REQUIRE_EQUAL(texts.size(), 2);
    BOOST_TEST(texts[0] == "2 LISTEN>SYN-RECEIVED syn");
    BOOST_TEST(texts[1].find("2 emit syn-ack 0 S. 300:300(0) ack 8") == 0u);
}

// RFC 9293, figure 8 (catalogue S17): no place is lost.
BOOST_AUTO_TEST_CASE(a_reset_returns_the_child_to_listen_and_it_is_released)
{
    HostConfig hostConfig;
    hostConfig.listening.synBacklog = 1;
    Listening lone(hostConfig);
    lone.Listen(IpAddress{}, 80);
    const FourTuple tuple = Listening::From(2);
    for (int i = 0; i < 3; ++i)
    {
        const Handle child = lone.Receive(tuple, Make(SYN, 90));
        BOOST_TEST(lone.host.StateOf(child) == State::SynReceived);
        lone.Take();
        BOOST_TEST(lone.host.Find(child) == nullptr); // packed
        BOOST_TEST(lone.host.CountIn(State::SynReceived) == 1u);
        lone.Receive(tuple, Make(RST, 91));
        const Texts texts = lone.Take();
        BOOST_REQUIRE(texts.size() >= 2);
        BOOST_TEST(texts[0].find("SYN-RECEIVED>LISTEN reset") != std::string::npos);
        BOOST_TEST(texts[1].find("LISTEN>CLOSED embryo-released") != std::string::npos);
        BOOST_TEST(lone.host.Size() == 1u);
        BOOST_TEST(lone.host.CountIn(State::Listen) == 1u);
    }
}

BOOST_AUTO_TEST_CASE(syns_beyond_the_limit_and_not_admitted_ones_are_dropped_without_an_answer)
{
    HostConfig hostConfig;
    hostConfig.listening.synBacklog = 2;
    Listening lone(hostConfig);
    lone.Listen(IpAddress{}, 80);
    lone.Receive(Listening::From(2), Make(SYN, 1));
    lone.Receive(Listening::From(3), Make(SYN, 1));
    lone.Take();
    lone.Receive(Listening::From(4), Make(SYN, 1));
    BOOST_TEST(lone.Take() == Texts{"1 dropped SYN queue is full"});
    lone.Receive(Listening::From(2), Make(ACK, 2, 301));
    BOOST_TEST(ActionsOf<Accepted>(lone.host).size() == 1u);
    lone.Take();
    lone.Receive(Listening::From(4), Make(SYN, 1));
    BOOST_TEST(lone.host.CountIn(State::SynReceived) == 2u);
}

BOOST_AUTO_TEST_CASE(a_closed_listener_resets_its_embryos_in_order_and_leaves_the_others)
{
    Listening lone;
    const Handle listener = lone.Listen(IpAddress{}, 80);
    const Handle other = lone.Listen(IpAddress{}, 81);
    Handle children[4];
    for (uint8_t i = 0; i < 4; ++i)
    {
        children[i] = lone.Receive(Listening::From(10 + i), Make(SYN, 1000));
    }
    lone.Receive(FourTuple{Address(1), Address(10), 81, 1000}, Make(SYN, 1000));
    lone.Take();
    lone.Receive(Listening::From(11), Make(ACK, 1001, 301)); // the second is ESTABLISHED
    lone.Take();
    lone.host.CloseListener(listener, lone.now);
    const Texts texts = lone.Take();
    Texts resets;
    Texts transitions;
    for (const std::string& text : texts)
    {
        if (text.find(" emit ") != std::string::npos)
        {
            resets.push_back(text);
        }
        if (text.find(">CLOSED") != std::string::npos)
        {
            transitions.push_back(text);
        }
    }
    // "SYN-RECEIVED ... Send a reset segment: <SEQ=SND.NXT><CTL=RST>" (RFC 9293, 3.10.5)
    BOOST_TEST(resets == (Texts{"3 emit reset 0 R 301:301(0) win 0",
                                "5 emit reset 0 R 301:301(0) win 0",
                                "6 emit reset 0 R 301:301(0) win 0"}),
               boost::test_tools::per_element());
    BOOST_TEST(transitions == (Texts{"3 SYN-RECEIVED>CLOSED listener-gone",
                                     "5 SYN-RECEIVED>CLOSED listener-gone",
                                     "6 SYN-RECEIVED>CLOSED listener-gone",
                                     "1 LISTEN>CLOSED close"}),
               boost::test_tools::per_element());
    BOOST_TEST(lone.host.StateOf(children[0]) == State::Closed);
    BOOST_TEST(lone.host.StateOf(children[1]) == State::Established);
    BOOST_TEST(lone.host.StateOf(other) == State::Listen);
    BOOST_TEST(lone.host.CountIn(State::SynReceived) == 1u);
}

BOOST_AUTO_TEST_CASE(embryos_may_leave_their_listener_in_any_order)
{
    Listening lone;
    const Handle listener = lone.Listen(IpAddress{}, 80);
    for (uint8_t i = 0; i < 50; ++i)
    {
        lone.Receive(Listening::From(10 + i), Make(SYN, 1000));
        lone.Take();
    }
    for (uint8_t i = 0; i < 40; ++i)
    {
        const uint8_t next = static_cast<uint8_t>(i * 17 % 50); // 17 and 50 have no common factor
        lone.Receive(Listening::From(10 + next), Make(ACK, 1001, 301));
        lone.Take();
        BOOST_REQUIRE_EQUAL(lone.host.CountIn(State::SynReceived), 49 - i);
    }
    lone.host.CloseListener(listener, lone.now);
    lone.Take();
    BOOST_TEST(lone.host.CountIn(State::SynReceived) == 0u);
    BOOST_TEST(lone.host.CountIn(State::Established) == 40u);
    BOOST_TEST(lone.host.Size() == 40u);
}

BOOST_AUTO_TEST_CASE(a_child_is_accepted_before_its_first_news_stands_in_out)
{
    Listening lone;
    const Handle listener = lone.Listen(IpAddress{}, 80);
    const Handle queued = lone.Receive(Listening::From(2), Make(SYN, 100));
    BOOST_TEST((lone.host.ListenerOf(queued) == listener));
    BOOST_REQUIRE_EQUAL(ActionsOf<Emit>(lone.host).size(), 1);
    BOOST_TEST((ActionsOf<Emit>(lone.host)[0].listener == listener));
    lone.Take();
    BOOST_TEST((lone.host.ListenerOf(queued) == listener)); // packed, too
    BOOST_TEST(ActionsOf<Accepted>(lone.host).empty());
    // The third segment carries data and the FIN
    const Handle child = lone.Receive(Listening::From(2), Make(ACK | FIN, 101, 301, 10));
    const std::vector<HostAction> accepted = ActionsOf<Accepted>(lone.host);
    BOOST_REQUIRE_EQUAL(accepted.size(), 1);
    BOOST_TEST((accepted[0].handle == child));
    BOOST_TEST((accepted[0].listener == listener));
    // In the queue it is between the transition and what its user gets
    const std::vector<HostAction>& out = lone.host.Out();
    const auto first = [&out](auto isIt) { return std::find_if(out.begin(), out.end(), isIt); };
    const auto isAccepted = [](const HostAction& action) {
        return std::holds_alternative<Accepted>(action.action);
    };
    const auto isForUser = [](const HostAction& action) {
        return std::holds_alternative<Store>(action.action) ||
               std::holds_alternative<Deliver>(action.action) ||
               std::holds_alternative<Notify>(action.action);
    };
    BOOST_TEST(std::holds_alternative<Transition>(out.at(0).action));
    BOOST_TEST((first(isAccepted) > out.begin()));
    BOOST_TEST((first(isAccepted) < first(isForUser)));
    const Texts texts = lone.Take();
    BOOST_TEST(texts[0] == "2 SYN-RECEIVED>ESTABLISHED ack-of-syn");
    BOOST_TEST(lone.host.StateOf(child) == State::CloseWait);
}

BOOST_AUTO_TEST_CASE(a_listener_closed_while_its_syn_is_admitted_drops_it)
{
    Net net;
    Station a(net, Address(1));
    Station b(net, Address(2));
    const Handle listener = b.Listen(80);
    b.onAdmit = [&] { b.host.CloseListener(listener, net.now); };
    const Handle opened = a.Connect(b, 80);
    net.RunUntil(500ms);
    BOOST_TEST(b.host.Size() == 0u);
    BOOST_TEST(a.host.StateOf(opened) == State::SynSent);
    net.RunUntil(10s); // the SYN again, for nobody
    BOOST_TEST(a.host.StateOf(opened) == State::Closed);
    BOOST_REQUIRE_EQUAL(a.told[1].size(), 2);
    BOOST_TEST(a.told[1][0].error == Error::Refused);
}

BOOST_AUTO_TEST_CASE(a_listener_is_no_connection_for_a_users_calls)
{
    Listening lone;
    const Handle listener = lone.Listen(IpAddress{}, 80);
    lone.Take();
    BOOST_TEST((lone.host.Send(listener, 1, lone.now) == Refusal::NotConnected));
    BOOST_TEST((lone.host.Close(listener, lone.now) == Refusal::NotConnected));
    BOOST_TEST((lone.host.Abort(listener, lone.now) == Refusal::NotConnected));
    BOOST_TEST(lone.host.Find(listener) == nullptr);
    BOOST_TEST(lone.Take().empty());
    BOOST_TEST(lone.host.StateOf(listener) == State::Listen);
}

BOOST_AUTO_TEST_SUITE_END()
