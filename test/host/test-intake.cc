/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-test-net.h"

#include <boost/test/unit_test.hpp>

using namespace ns3::lifecycle;
using namespace ns3::lifecycle::test;

namespace
{

/// \return two ends, port 80 of the host
FourTuple
Ends()
{
    return FourTuple{Address(1), Address(2), 80, 1000};
}

} // namespace

BOOST_AUTO_TEST_SUITE(intake)

BOOST_AUTO_TEST_CASE(a_blackhole_answers_nothing_that_is_for_nobody)
{
    HostConfig config = WithIsn(300);
    config.intake.blackhole = Blackhole::Syn;
    LoneHost syn(config);
    syn.Receive(Ends(), Make(SYN, 100));
    BOOST_TEST(syn.Take() == std::vector<std::string>{"0 dropped no listener"},
               boost::test_tools::per_element());
    syn.Receive(Ends(), Make(ACK, 100, 1));
    BOOST_TEST(syn.Take().size() == 1U);
    config.intake.blackhole = Blackhole::All;
    LoneHost all(config);
    all.Receive(Ends(), Make(ACK, 100, 1));
    BOOST_TEST(all.Take() == std::vector<std::string>{"0 dropped no listener"},
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_segment_with_syn_and_fin_can_be_dropped_whatever_the_state)
{
    for (const bool drop : {true, false})
    {
        HostConfig config = WithIsn(300);
        config.intake.dropSynFin = drop;
        LoneHost host(config);
        HostRefusal refusal;
        host.host.Listen(IpAddress{}, 80, host.now, refusal);
        host.Take();
        host.Receive(Ends(), Make(SYN | FIN, 100));
        BOOST_TEST(host.host.CountIn(State::SynReceived) == (drop ? 0U : 1U));
    }
}

BOOST_AUTO_TEST_CASE(a_listener_that_closes_can_leave_its_embryos_without_a_word)
{
    HostConfig config = WithIsn(300);
    config.listening.closeResetsEmbryos = false;
    LoneHost host(config);
    HostRefusal refusal;
    const Handle listener = host.host.Listen(IpAddress{}, 80, host.now, refusal);
    host.Receive(Ends(), Make(SYN, 100));
    host.Take();
    host.host.CloseListener(listener, host.now);
    for (const std::string& text : host.Take())
    {
        BOOST_TEST(text.find("emit") == std::string::npos);
    }
    BOOST_TEST(host.host.CountIn(State::SynReceived) == 0U);
}

BOOST_AUTO_TEST_CASE(a_syn_ack_for_a_listener_can_go_without_a_reset)
{
    HostConfig config = WithIsn(300);
    config.listening.dropSynAck = true;
    LoneHost host(config);
    HostRefusal refusal;
    host.host.Listen(IpAddress{}, 80, host.now, refusal);
    host.Take();
    host.Receive(Ends(), Make(SYN | ACK, 100, 1));
    BOOST_TEST(host.Take() == std::vector<std::string>{"1 dropped LISTEN: SYN,ACK"},
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
