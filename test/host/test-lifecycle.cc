/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-test-net.h"

#include <boost/test/unit_test.hpp>
#include <set>

using namespace ns3::lifecycle;
using namespace ns3::lifecycle::test;

BOOST_AUTO_TEST_SUITE(host_lifecycle)

// RFC 9293, figure 6, with times: d one way.
BOOST_AUTO_TEST_CASE(three_segments_open_a_connection_at_one_and_two_and_three_delays)
{
    TwoStations two(WithIsn(100));
    const Handle opened = two.a.Connect(two.b, 80);
    const uint64_t id = two.a.host.IdOf(opened);
    BOOST_TEST(two.a.host.StateOf(opened) == State::SynSent);
    two.net.RunUntil(1s);
    BOOST_TEST(two.a.Path(id) == "CLOSED>SYN-SENT SYN-SENT>ESTABLISHED");
    BOOST_TEST((two.a.Entered(id, State::Established) == Instant() + 100ms));
    BOOST_REQUIRE_EQUAL(two.b.accepted.size(), 1);
    BOOST_TEST((two.b.accepted[0].listener == two.listener));
    const uint64_t child = two.b.host.IdOf(two.LastAccepted());
    BOOST_TEST(two.b.Path(child) == "LISTEN>SYN-RECEIVED SYN-RECEIVED>ESTABLISHED");
    BOOST_TEST((two.b.Entered(child, State::SynReceived) == Instant() + 50ms));
    BOOST_TEST((two.b.Entered(child, State::Established) == Instant() + 150ms));
    BOOST_REQUIRE_EQUAL(two.net.lines.size(), 3);
    BOOST_TEST(two.net.lines[0].substr(0, 20) == "0 10.0.0.1 S 100:100");
    BOOST_TEST(two.net.lines[1].find("50 10.0.0.2 S. 100:100(0) ack 101") == 0u);
    BOOST_TEST(two.net.lines[2].find("100 10.0.0.1 . 101:101(0) ack 101") == 0u);
}

BOOST_AUTO_TEST_CASE(a_segment_meets_its_connection_or_a_listener_or_nobody)
{
    TwoStations two;
    const Handle opened = two.Establish();
    const FourTuple atA = two.a.host.TupleOf(opened).value();
    FourTuple atB{atA.remote, atA.local, atA.remotePort, atA.localPort};
    BOOST_TEST((two.a.host.StateFor(atA) == State::Established));
    BOOST_TEST((two.b.host.StateFor(atB) == State::Established));
    atB.remotePort = static_cast<uint16_t>(atB.remotePort + 1);
    BOOST_TEST((two.b.host.StateFor(atB) == State::Listen));
    atB.localPort = 81;
    BOOST_TEST((two.b.host.StateFor(atB) == State::Closed));
}

// RFC 9293, figure 12: catalogue S01 with D = 1 s.
BOOST_AUTO_TEST_CASE(four_segments_close_a_connection_and_only_the_first_closer_waits_2msl)
{
    TwoStations two;
    const Handle opened = two.Establish();
    const uint64_t idA = two.a.host.IdOf(opened);
    const uint64_t idB = two.b.host.IdOf(two.LastAccepted());
    two.net.At(10s, [&] { two.a.Close(opened); });
    two.net.At(10s + 50ms + 1s, [&] { two.b.Close(two.LastAccepted()); });
    two.net.RunUntil();
    BOOST_TEST(two.a.Path(idA) == "CLOSED>SYN-SENT SYN-SENT>ESTABLISHED ESTABLISHED>FIN-WAIT-1 "
                                  "FIN-WAIT-1>FIN-WAIT-2 FIN-WAIT-2>TIME-WAIT TIME-WAIT>CLOSED");
    BOOST_TEST(two.b.Path(idB) == "LISTEN>SYN-RECEIVED SYN-RECEIVED>ESTABLISHED "
                                  "ESTABLISHED>CLOSE-WAIT CLOSE-WAIT>LAST-ACK LAST-ACK>CLOSED");
    const Instant t{10s};
    BOOST_TEST((two.a.Entered(idA, State::FinWait2) == t + 100ms));
    BOOST_TEST((two.a.Entered(idA, State::TimeWait) == t + 1100ms));
    BOOST_TEST((two.a.Entered(idA, State::Closed) == t + 1100ms + 240s));
    BOOST_TEST((two.b.Entered(idB, State::CloseWait) == t + 50ms));
    BOOST_TEST((two.b.Entered(idB, State::LastAck) == t + 1050ms));
    BOOST_TEST((two.b.Entered(idB, State::Closed) == t + 1150ms));
    BOOST_TEST(two.a.host.Size() == 0u);
    BOOST_TEST(two.b.host.Size() == 1u); // the listener
    BOOST_TEST((two.a.host.NextDeadline() == NEVER));
    BOOST_TEST((two.b.host.NextDeadline() == NEVER));
}

// RFC 9293, 3.9.1.2, PUSH; Linux, MSG_MORE: what waits for more goes
BOOST_AUTO_TEST_CASE(a_push_sends_what_waits_for_more)
{
    TwoStations two;
    const Handle opened = two.Establish();
    SendFlags more;
    more.more = true;
    BOOST_TEST((two.a.host.Send(opened, 10, two.net.now, more) == Refusal::None));
    BOOST_TEST(two.a.host.Find(opened)->Sending().Flight() == 0U);
    two.a.host.Push(opened, two.net.now);
    BOOST_TEST(two.a.host.Find(opened)->Sending().Flight() == 10U);
}

// Catalogue S04, s = 0: RFC 9293, figure 13.
BOOST_AUTO_TEST_CASE(both_ends_that_close_at_once_wait_2msl)
{
    TwoStations two;
    const Handle opened = two.Establish();
    const Handle child = two.LastAccepted();
    const uint64_t idB = two.b.host.IdOf(child);
    two.net.At(10s, [&] {
        two.a.Close(opened);
        two.b.Close(child);
    });
    two.net.RunUntil();
    BOOST_TEST(two.b.Path(idB).find("FIN-WAIT-1>CLOSING CLOSING>TIME-WAIT TIME-WAIT>CLOSED") !=
               std::string::npos);
    BOOST_TEST((two.b.Entered(idB, State::TimeWait) == Instant() + 10s + 100ms));
    BOOST_TEST((two.b.Entered(idB, State::Closed) == Instant() + 250s + 100ms));
}

// Catalogue S07: the ACK of the last FIN is lost; both ends hold the times of the formulas.
BOOST_AUTO_TEST_CASE(a_repeated_fin_finds_the_put_away_time_wait_and_restarts_2msl)
{
    TwoStations two;
    two.b.config.minRto = 1s;
    const Handle opened = two.Establish();
    const Handle child = two.LastAccepted();
    const uint64_t idA = two.a.host.IdOf(opened);
    const uint64_t idB = two.b.host.IdOf(child);
    bool lost = false;
    two.net.fate = [&](const Station& from, const Segment&) {
        // A's first segment in TIME-WAIT
        const bool lose =
            &from == &two.a && !lost && two.a.Entered(idA, State::TimeWait) == two.net.now;
        lost = lost || lose;
        return lose ? FOREVER : Duration::zero();
    };
    two.net.At(10s, [&] { two.a.Close(opened); });
    two.net.At(11s, [&] { two.b.Close(child); });
    two.net.RunUntil(11s + 60ms);
    BOOST_TEST(two.a.host.StateOf(opened) == State::TimeWait);
    BOOST_TEST(two.a.host.Find(opened) == nullptr);
    BOOST_TEST(two.a.host.IdOf(opened) == idA);
    BOOST_TEST((two.a.host.TupleOf(opened)->remote == two.b.address));
    two.net.RunUntil();
    BOOST_TEST(lost);
    // R_B is 1 s (the least): FIN again at 12 s, TIME-WAIT again at 12.05 s
    BOOST_TEST((two.b.Entered(idB, State::Closed) == Instant() + 12s + 100ms));
    BOOST_TEST((two.a.Entered(idA, State::Closed) == Instant() + 12s + 50ms + 240s));
    BOOST_TEST(two.RecordA().timeWaitRestarts == 1u);
    BOOST_TEST(two.RecordA().timeWaitAcks == 1u);
}

BOOST_AUTO_TEST_CASE(a_handle_names_nothing_after_its_connection_and_is_never_given_again)
{
    TwoStations two;
    two.a.config.timeWait = 1s;
    two.b.closeOnEof = true;
    std::set<std::pair<uint32_t, uint32_t>> handles;
    std::set<uint64_t> ids;
    std::set<uint32_t> indexes;
    for (int i = 0; i < 20; ++i)
    {
        const Handle opened = two.a.Connect(two.b, 80);
        BOOST_TEST(handles.emplace(opened.index, opened.generation).second);
        BOOST_TEST(ids.insert(two.a.host.IdOf(opened)).second);
        indexes.insert(opened.index);
        two.net.RunUntil(two.net.now.time_since_epoch() + 1s);
        two.a.Close(opened);
        two.net.RunUntil(two.net.now.time_since_epoch() + 10s);
        BOOST_TEST(two.a.host.StateOf(opened) == State::Closed);
        BOOST_TEST(!two.a.host.TupleOf(opened));
        BOOST_TEST(two.a.host.IdOf(opened) == 0u);
        BOOST_TEST((two.a.host.Close(opened, two.net.now) == Refusal::NotConnected));
        BOOST_TEST((two.a.host.Send(opened, 1, two.net.now) == Refusal::NotConnected));
    }
    BOOST_TEST(*ids.rbegin() == 20u); // from 1 on, in order
    BOOST_TEST(indexes.size() == 1u); // memory is used again
}

BOOST_AUTO_TEST_CASE(a_small_port_range_runs_out_for_one_destination_only)
{
    HostConfig hostConfig;
    hostConfig.ephemeralPorts = PortRange{50000, 50003};
    TwoStations two(hostConfig);
    two.b.Listen(81);
    std::set<uint16_t> ports;
    HostRefusal refusal;
    const FourTuple to80{two.a.address, two.b.address, 0, 80};
    const FourTuple to81{two.a.address, two.b.address, 0, 81};
    for (int i = 0; i < 4; ++i)
    {
        const Handle opened = two.a.host.Open(to80, &two.a.config, two.net.now, refusal);
        BOOST_TEST((refusal == HostRefusal::None));
        ports.insert(two.a.host.TupleOf(opened)->localPort);
    }
    BOOST_TEST(ports.size() == 4u);
    BOOST_TEST(*ports.begin() == 50000);
    BOOST_TEST(*ports.rbegin() == 50003);
    const std::size_t before = two.a.host.Size();
    const std::size_t actions = two.a.host.Out().size();
    BOOST_TEST(!two.a.host.Open(to80, &two.a.config, two.net.now, refusal));
    BOOST_TEST((refusal == HostRefusal::NoPort));
    BOOST_TEST(two.a.host.Size() == before); // refused: nothing has changed
    BOOST_TEST(two.a.host.Out().size() == actions);
    BOOST_TEST(bool(two.a.host.Open(to81, &two.a.config, two.net.now, refusal)));
    BOOST_TEST((refusal == HostRefusal::None));
}

// RFC 6056, 3.1: not a port in LISTEN.
BOOST_AUTO_TEST_CASE(an_ephemeral_port_is_not_one_on_which_somebody_listens)
{
    HostConfig hostConfig;
    hostConfig.ephemeralPorts = PortRange{50000, 50002};
    TwoStations two(hostConfig);
    two.a.Listen(50001);
    std::set<uint16_t> ports;
    HostRefusal refusal;
    for (int i = 0; i < 3; ++i)
    {
        const Handle opened = two.a.host.Open(FourTuple{two.a.address, two.b.address, 0, 80},
                                              &two.a.config,
                                              two.net.now,
                                              refusal);
        ports.insert(opened ? two.a.host.TupleOf(opened)->localPort : 0);
    }
    BOOST_TEST(ports == (std::set<uint16_t>{0, 50000, 50002}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_tuple_is_in_use_as_long_as_its_connection_is_also_in_time_wait)
{
    TwoStations two;
    two.b.closeOnEof = true;
    const auto open = [&](uint16_t port) {
        HostRefusal refusal;
        two.a.host.Open(FourTuple{two.a.address, two.b.address, port, 80},
                        &two.a.config,
                        two.net.now,
                        refusal);
        two.a.Drive();
        return refusal;
    };
    const Handle opened = two.a.Connect(two.b, 80, 1000);
    BOOST_TEST((open(1000) == HostRefusal::AddressInUse));
    two.net.RunUntil(1s);
    two.a.Close(opened);
    two.net.RunUntil(2s);
    BOOST_TEST(two.a.host.StateOf(opened) == State::TimeWait);
    BOOST_TEST((open(1000) == HostRefusal::AddressInUse));
    BOOST_TEST((open(1001) == HostRefusal::None));
    two.net.RunUntil(300s);
    BOOST_TEST(two.a.host.StateOf(opened) == State::Closed);
    BOOST_TEST((open(1000) == HostRefusal::None));
}

BOOST_AUTO_TEST_CASE(a_user_told_of_the_end_can_open_the_same_tuple_in_that_call)
{
    TwoStations two;
    const Handle opened = two.a.Connect(two.b, 80, 1000);
    two.net.RunUntil(1s);
    HostRefusal refusal = HostRefusal::NoPort;
    Handle again;
    two.a.onNotify = [&](Handle, const Notify& notify) {
        if (notify.event == Event::Closed && !again)
        {
            again = two.a.host.Open(FourTuple{two.a.address, two.b.address, 1000, 80},
                                    &two.a.config,
                                    two.net.now,
                                    refusal);
        }
    };
    two.a.host.Abort(opened, two.net.now);
    two.a.Drive();
    BOOST_TEST((refusal == HostRefusal::None));
    two.net.RunUntil(2s);
    BOOST_TEST(two.a.host.StateOf(again) == State::Established);
    BOOST_TEST(two.a.host.StateOf(opened) == State::Closed);
}

BOOST_AUTO_TEST_CASE(a_close_in_the_call_that_tells_of_the_peers_fin_carries_the_ack)
{
    TwoStations two;
    two.b.closeOnEof = true;
    const Handle opened = two.Establish();
    const std::size_t before = two.net.lines.size();
    two.net.At(10s, [&] { two.a.Close(opened); });
    two.net.RunUntil();
    BOOST_TEST(two.net.lines.size() - before == 3u); // catalogue S03: FIN; FIN,ACK; ACK
    BOOST_TEST(two.RecordA().dwell[static_cast<int>(State::FinWait2)].count() == 0);
}

// Ten losses in a hundred, and reordering; every byte and both FINs arrive.
BOOST_AUTO_TEST_CASE(a_bad_wire_brings_every_connection_to_its_end)
{
    TwoStations two;
    two.b.closeOnEof = true;
    uint32_t random = 1;
    const auto draw = [&random](uint32_t below) {
        random = random * 1664525u + 1013904223u; // Numerical Recipes' generator
        return (random >> 8) % below;
    };
    two.net.fate = [&](const Station&, const Segment&) {
        return draw(10) == 0 ? FOREVER : Duration(std::chrono::milliseconds(draw(40)));
    };
    two.a.onNotify = [&](Handle handle, const Notify& notify) {
        if (notify.event == Event::Connected)
        {
            BOOST_TEST((two.a.host.Send(handle, 20000, two.net.now) == Refusal::None));
            two.a.host.Close(handle, two.net.now);
        }
    };
    for (int i = 0; i < 30; ++i)
    {
        two.a.Connect(two.b, 80);
    }
    two.net.RunUntil();
    BOOST_TEST(two.a.records.size() == 30u);
    BOOST_TEST(two.b.records.size() == 30u);
    for (const ConnectionRecord& record : two.b.records)
    {
        BOOST_TEST(record.outcome == Outcome::Closed);
        BOOST_TEST(record.octetsReceived == 20000u);
    }
    for (const ConnectionRecord& record : two.a.records)
    {
        BOOST_TEST(record.outcome == Outcome::Closed);
        BOOST_TEST(record.octetsSent == 20000u);
    }
    BOOST_TEST(two.a.host.Size() == 0u);
    BOOST_TEST((two.a.host.NextDeadline() == NEVER));
    BOOST_TEST((two.b.host.NextDeadline() == NEVER));
}

BOOST_AUTO_TEST_CASE(a_shutdown_ends_everything_without_a_segment)
{
    TwoStations two;
    const Handle opened = two.Establish();
    two.a.Connect(two.b, 80);
    two.net.RunUntil(two.net.now.time_since_epoch() + 60ms); // B: one ESTABLISHED, one SYN-RECEIVED
    BOOST_TEST(two.b.host.CountIn(State::SynReceived) == 1u);
    BOOST_TEST(two.b.host.CountIn(State::Established) == 1u);
    BOOST_TEST(two.b.host.CountIn(State::Listen) == 1u);
    const std::size_t sent = two.net.lines.size();
    two.b.host.Shutdown(two.net.now);
    two.b.Drive();
    BOOST_TEST(two.net.lines.size() == sent);
    BOOST_TEST(two.b.host.Size() == 0u);
    for (const State state : ALL_STATES)
    {
        BOOST_TEST(two.b.host.CountIn(state) == 0u);
    }
    BOOST_TEST((two.b.host.NextDeadline() == NEVER));
    BOOST_TEST(two.b.Path(1) == "CLOSED>LISTEN LISTEN>CLOSED");
    BOOST_TEST(two.a.host.StateOf(opened) == State::Established);
}

BOOST_AUTO_TEST_CASE(counts_and_open_records_follow_the_states)
{
    TwoStations two;
    const Handle opened = two.Establish();
    BOOST_TEST(two.a.host.CountIn(State::Established) == 1u);
    BOOST_TEST(two.a.host.Size() == 1u);
    two.net.RunUntil(10s);
    const auto records = two.a.host.OpenRecords(two.net.now);
    BOOST_REQUIRE_EQUAL(records.size(), 1);
    BOOST_TEST(records[0].outcome == Outcome::Open);
    BOOST_TEST((records[0].ended == NEVER));
    BOOST_TEST((records[0].dwell[static_cast<int>(State::SynSent)] == 100ms));
    BOOST_TEST((records[0].dwell[static_cast<int>(State::Established)] == 10s - 100ms));
    two.a.host.Abort(opened, two.net.now);
    BOOST_TEST(two.a.host.CountIn(State::Closed) == 1u); // until it is forgotten
    BOOST_TEST(two.a.host.OpenRecords(two.net.now).empty());
    two.a.Drive();
    BOOST_TEST(two.a.host.CountIn(State::Closed) == 0u);
}

BOOST_AUTO_TEST_CASE(ipv6_opens_and_closes_as_ipv4)
{
    uint8_t octets[16] = {0x20, 0x01, 0x0d, 0xb8};
    Net net;
    HostConfig hostConfig;
    hostConfig.recordConnections = true;
    octets[15] = 1;
    Station a(net, IpAddress::FromIpv6(octets), hostConfig);
    octets[15] = 2;
    Station b(net, IpAddress::FromIpv6(octets), hostConfig);
    b.closeOnEof = true;
    b.Listen(80);
    const Handle opened = a.Connect(b, 80);
    net.RunUntil(1s);
    a.Close(opened);
    net.RunUntil(2s);
    BOOST_TEST(a.host.StateOf(opened) == State::TimeWait);
    BOOST_TEST(a.host.Find(opened) == nullptr);
    BOOST_TEST((*a.host.TupleOf(opened) ==
                FourTuple{a.address, b.address, a.host.TupleOf(opened)->localPort, 80}));
    net.RunUntil();
    BOOST_TEST(a.records.at(0).outcome == Outcome::Closed);
    BOOST_TEST(b.records.at(0).outcome == Outcome::Closed);
}

BOOST_AUTO_TEST_SUITE_END()
