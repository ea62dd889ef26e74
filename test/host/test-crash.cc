/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-test-net.h"

#include <boost/test/unit_test.hpp>

namespace ns3
{
namespace lifecycle
{
namespace test
{

BOOST_AUTO_TEST_SUITE(crash)

BOOST_AUTO_TEST_CASE(a_crashed_host_says_nothing_and_hears_nothing)
{
    TwoStations two;
    const Handle opened = two.Establish();
    const std::size_t sent = two.net.lines.size();
    two.b.host.Crash(two.net.now);
    two.b.Drive();
    BOOST_TEST(two.b.host.Size() == 0u);
    BOOST_TEST((two.b.host.NextDeadline() == NEVER));
    two.a.host.Send(opened, 10, two.net.now);
    two.a.Drive();
    two.net.RunUntil(two.net.now.time_since_epoch() + 500ms);
    BOOST_TEST(two.net.lines.size() == sent + 1); // A's data, and no answer
    BOOST_TEST(two.a.host.StateOf(opened) == State::Established);
}

BOOST_AUTO_TEST_CASE(calls_on_a_crashed_host_are_refused)
{
    LoneHost lone;
    lone.host.Crash(lone.now);
    HostRefusal refusal = HostRefusal::None;
    BOOST_TEST(!lone.host.Listen(Address(0), 80, lone.now, refusal));
    BOOST_TEST((refusal == HostRefusal::Silent));
    BOOST_TEST(!lone.host.Open({Address(1), Address(2), 0, 80}, &lone.config, lone.now, refusal));
    BOOST_TEST((refusal == HostRefusal::Silent));
}

BOOST_AUTO_TEST_CASE(a_rebooted_host_answers_from_closed)
{
    // RFC 9293, 3.5.1, figure 10
    TwoStations two;
    const Handle opened = two.Establish();
    two.b.host.Crash(two.net.now);
    two.b.host.Reboot(two.net.now);
    two.b.Drive();
    two.a.host.Send(opened, 10, two.net.now);
    two.a.Drive();
    two.net.RunUntil(two.net.now.time_since_epoch() + 500ms);
    BOOST_TEST(two.a.host.StateOf(opened) == State::Closed);
    BOOST_TEST(two.RecordA().outcome == Outcome::Reset);
}

BOOST_AUTO_TEST_CASE(with_quiet_time_nothing_is_sent_for_an_msl_after_the_reboot)
{
    // RFC 9293, 3.4.3
    HostConfig config;
    config.quietTime = 120s;
    LoneHost lone(config);
    lone.host.Crash(lone.now);
    lone.now += 10s;
    lone.host.Reboot(lone.now);
    const FourTuple tuple{Address(1), Address(2), 80, 1024};
    HostRefusal refusal = HostRefusal::None;
    BOOST_TEST(static_cast<bool>(lone.host.Listen(Address(1), 80, lone.now, refusal)));
    lone.Take();
    lone.now += 120s - 1ns;
    lone.Receive(tuple, Make(SYN, 100));
    BOOST_TEST(!lone.host.Open({Address(1), Address(2), 0, 80}, &lone.config, lone.now, refusal));
    BOOST_TEST((refusal == HostRefusal::Silent));
    BOOST_TEST(lone.host.CountIn(State::SynReceived) == 0u);
    lone.Take();
    lone.now += 1ns;
    lone.Receive(tuple, Make(SYN, 100));
    BOOST_TEST(lone.host.CountIn(State::SynReceived) == 1u);
}

BOOST_AUTO_TEST_CASE(a_host_that_is_up_is_not_rebooted)
{
    HostConfig config;
    config.quietTime = 120s;
    LoneHost lone(config);
    lone.host.Reboot(lone.now);
    BOOST_TEST(!lone.host.IsSilent(lone.now));
}

BOOST_AUTO_TEST_CASE(the_isn_clock_begins_anew_with_the_host)
{
    // RFC 6528, 3: M ticks every 4 microseconds, from the start of the host
    const FourTuple tuple{Address(1), Address(2), 1024, 80};
    IsnPolicy policy;
    policy.key = 7;
    const Seq first = InitialSequence(policy, tuple, Instant(1s));
    policy.clockStart = Instant(100s);
    BOOST_TEST((InitialSequence(policy, tuple, Instant(101s)) == first));
}

BOOST_AUTO_TEST_CASE(an_icmp_error_finds_its_connection)
{
    TwoStations two;
    const Handle opened = two.a.Connect(two.b, 81);
    const FourTuple tuple = *two.a.host.TupleOf(opened);
    const Seq iss = two.a.host.Find(opened)->Sending().iss;
    const PathError error{PathErrorKind::PortUnreachable, iss, 0, false};
    FourTuple other = tuple;
    other.remotePort = 82;
    BOOST_TEST(two.a.host.OnPathError(other, error, two.net.now) == PathVerdict::NoConnection);
    BOOST_TEST(two.a.host.OnPathError(tuple, error, two.net.now) == PathVerdict::Aborted);
    two.a.Drive();
    BOOST_TEST(two.RecordA().outcome == Outcome::Unreachable);
    BOOST_TEST(two.RecordA().error == Error::Refused);
}

BOOST_AUTO_TEST_CASE(an_icmp_error_ends_a_connection_in_syn_received_that_was_put_away)
{
    LoneHost lone(WithIsn(300));
    HostRefusal refusal = HostRefusal::None;
    lone.host.Listen(Address(1), 80, lone.now, refusal);
    const FourTuple tuple{Address(1), Address(2), 80, 1024};
    lone.Receive(tuple, Make(SYN, 100));
    lone.Take();
    BOOST_TEST(lone.host.CountIn(State::SynReceived) == 1u);
    BOOST_TEST(lone.host.OnPathError(tuple,
                                     {PathErrorKind::ProtocolUnreachable, Seq(300), 0, false},
                                     lone.now) == PathVerdict::Aborted);
    lone.Take();
    BOOST_TEST(lone.host.CountIn(State::SynReceived) == 0u);
    BOOST_TEST(lone.host.CountIn(State::Listen) == 1u);
}

BOOST_AUTO_TEST_CASE(an_icmp_error_is_nothing_to_time_wait)
{
    TwoStations two;
    const Handle opened = two.Establish();
    two.b.closeOnEof = true;
    two.a.Close(opened);
    two.net.RunUntil(two.net.now.time_since_epoch() + 1s);
    BOOST_TEST(two.a.host.StateOf(opened) == State::TimeWait);
    BOOST_TEST(two.a.host.OnPathError(*two.a.host.TupleOf(opened),
                                      {PathErrorKind::PortUnreachable, Seq(0), 0, false},
                                      two.net.now) == PathVerdict::NotInFlight);
    BOOST_TEST(two.a.host.Find(opened) == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
