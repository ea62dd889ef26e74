/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "model-test-flow.h"
#include "model-test-net.h"
#include "tcp-lifecycle-header.h"

#include "ns3/config.h"
#include "ns3/ipv4-header.h"
#include "ns3/ipv4-interface.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/simulator.h"

#include <boost/test/unit_test.hpp>
#include <map>
#include <set>

using namespace model_test;
using lifecycle::Cause;
using lifecycle::State;

namespace
{

/// Everything that both nodes' trace sources say.
struct Sinks
{
    /// \param net whose
    explicit Sinks(const Net& net)
    {
        for (uint32_t i = 0; i < 2; ++i)
        {
            const auto l4 = net.Tcp(i);
            l4->TraceConnectWithoutContext("Transition", MakeCallback(&Sinks::OnTransition, this));
            l4->TraceConnectWithoutContext("ConnectionClosed",
                                           MakeCallback(&Sinks::OnClosed, this));
            l4->TraceConnectWithoutContext("SegmentSent", MakeCallback(&Sinks::OnSent, this));
            l4->TraceConnectWithoutContext("SegmentReceived",
                                           MakeCallback(&Sinks::OnReceived, this));
            l4->TraceConnectWithoutContext("Drop", MakeCallback(&Sinks::OnDrop, this));
        }
    }

    void OnTransition(const TcpLifecycleTransition& event)
    {
        transitions.push_back(event);
        BOOST_TEST((event.time == Simulator::Now()));
    }

    void OnClosed(const TcpLifecycleRecord& record)
    {
        records.push_back(record);
    }

    void OnSent(const TcpLifecycleSegmentEvent& event)
    {
        sent.push_back(event);
        BOOST_TEST(serials.insert(event.serial).second);
    }

    void OnReceived(const TcpLifecycleSegmentEvent& event)
    {
        received.push_back(event);
        BOOST_TEST((event.serial == 0 || serials.count(event.serial) == 1));
    }

    void OnDrop(Ptr<const Packet>, std::string why)
    {
        drops.push_back(why);
    }

    std::vector<TcpLifecycleTransition> transitions; //!< Transition
    std::vector<TcpLifecycleRecord> records;         //!< ConnectionClosed
    std::vector<TcpLifecycleSegmentEvent> sent;      //!< SegmentSent
    std::vector<TcpLifecycleSegmentEvent> received;  //!< SegmentReceived
    std::set<uint64_t> serials;                      //!< of segments sent
    std::vector<std::string> drops;                  //!< Drop
};

} // namespace

BOOST_AUTO_TEST_SUITE(traces)

BOOST_AUTO_TEST_CASE(transitions_tell_who_when_why_and_by_what_segment)
{
    Net net;
    Sinks sinks(net);
    const auto listener = net.Listener(1, 80);
    listener->ShutdownSend();
    const auto active = net.Make(0);
    active->Connect(net.At(1, 80));
    Simulator::Schedule(Seconds(1), [&] { active->Close(); });
    net.Run();
    const std::map<uint32_t, std::vector<std::pair<State, Cause>>> expected = {
        {0,
         {{State::SynSent, Cause::ActiveOpen},
          {State::Established, Cause::SynAck},
          {State::FinWait1, Cause::Close},
          {State::FinWait2, Cause::AckOfFin},
          {State::TimeWait, Cause::Fin},
          {State::Closed, Cause::TimeWaitExpired}}},
        {1,
         {{State::Listen, Cause::PassiveOpen},
          {State::SynReceived, Cause::Syn},
          {State::Established, Cause::AckOfSyn},
          {State::CloseWait, Cause::Fin},
          {State::LastAck, Cause::Close},
          {State::Closed, Cause::AckOfFin}}},
    };
    for (const auto& [node, steps] : expected)
    {
        std::size_t at = 0;
        for (const TcpLifecycleTransition& event : sinks.transitions)
        {
            if (event.node != node)
            {
                continue;
            }
            BOOST_TEST_REQUIRE(at < steps.size());
            BOOST_TEST((event.to == steps[at].first));
            BOOST_TEST((event.cause == steps[at].second));
            const bool byUser = event.cause == Cause::ActiveOpen || event.cause == Cause::Close ||
                                event.cause == Cause::PassiveOpen ||
                                event.cause == Cause::TimeWaitExpired;
            BOOST_TEST((event.segment == nullptr) == byUser);
            BOOST_TEST(event.id > 0U);
            ++at;
        }
        BOOST_TEST(at == steps.size());
    }
    BOOST_TEST(active->GetConnectionId() == 1U);
}

BOOST_AUTO_TEST_CASE(what_a_user_does_while_a_segment_is_processed_is_not_the_segments_doing)
{
    Net net;
    Sinks sinks(net);
    const auto listener = net.Listener(1, 80);
    listener->SetAcceptCallback(
        Callback<bool, Ptr<Socket>, const Address&>([](Ptr<Socket> socket, const Address&) {
            socket->Close();
            return true;
        }),
        MakeNullCallback<void, Ptr<Socket>, const Address&>());
    net.Make(0)->Connect(net.At(1, 80));
    net.Run();
    uint32_t closed = 0;
    for (const TcpLifecycleTransition& event : sinks.transitions)
    {
        if (event.node == 1 && event.to == State::Closed)
        {
            ++closed;
            BOOST_TEST((event.cause == Cause::Close));
            BOOST_TEST(event.segment == nullptr);
        }
    }
    BOOST_TEST(closed == 1U);
}

BOOST_AUTO_TEST_CASE(every_segment_is_seen_at_both_ends_under_one_name)
{
    Net net;
    Sinks sinks(net);
    const auto listener = net.Listener(1, 80);
    listener->ShutdownSend();
    const auto active = net.Make(0);
    active->Connect(net.At(1, 80));
    Simulator::Schedule(Seconds(1), [&] {
        active->Send(Create<Packet>(5000));
        active->Close();
    });
    net.Run();
    BOOST_TEST(sinks.sent.size() == sinks.received.size());
    for (const TcpLifecycleSegmentEvent& event : sinks.sent)
    {
        BOOST_TEST((event.serial >> 40) == event.node);
        BOOST_TEST(event.id > 0U);
    }
    for (const TcpLifecycleSegmentEvent& event : sinks.received)
    {
        BOOST_TEST(event.id > 0U);
        BOOST_TEST(event.serial != 0U);
        BOOST_TEST((event.serial >> 40) == 1 - event.node);
    }
    BOOST_TEST(sinks.drops.empty());
}

BOOST_AUTO_TEST_CASE(each_end_of_a_connection_has_one_record)
{
    Net net;
    Sinks sinks(net);
    const auto listener = net.Listener(1, 80);
    listener->ShutdownSend();
    const auto active = net.Make(0);
    active->Connect(net.At(1, 80));
    Simulator::Schedule(Seconds(1), [&] {
        active->Send(Create<Packet>(5000));
        active->Close();
    });
    Simulator::Stop(Seconds(0.5));
    Simulator::Run();
    BOOST_TEST(net.Tcp(0)->GetOpenRecords().size() == 1U);
    BOOST_TEST(net.Tcp(1)->GetOpenRecords().size() == 1U);
    net.Run();
    BOOST_TEST_REQUIRE(sinks.records.size() == 2U);
    const TcpLifecycleRecord& passive = sinks.records[0];
    const TcpLifecycleRecord& closer = sinks.records[1];
    BOOST_TEST(passive.node == 1U);
    BOOST_TEST(passive.profile == "rfc9293");
    BOOST_TEST((passive.connection.role == lifecycle::Role::Passive));
    BOOST_TEST((closer.connection.role == lifecycle::Role::Active));
    BOOST_TEST(closer.connection.octetsSent == 5000U);
    BOOST_TEST(passive.connection.octetsReceived == 5000U);
    BOOST_TEST((closer.connection.closer == lifecycle::Closer::Local));
    BOOST_TEST((passive.connection.closer == lifecycle::Closer::Remote));
    BOOST_TEST(net.Tcp(0)->GetOpenRecords().empty());
}

BOOST_AUTO_TEST_CASE(what_is_open_at_the_end_of_the_run_is_recorded_as_open)
{
    std::vector<TcpLifecycleRecord> records;
    {
        Net net;
        net.Tcp(0)->TraceConnectWithoutContext(
            "ConnectionClosed",
            Callback<void, const TcpLifecycleRecord&>(
                [&](const TcpLifecycleRecord& record) { records.push_back(record); }));
        const auto listener = net.Listener(1, 80);
        const auto active = net.Make(0);
        active->Connect(net.At(1, 80));
        net.Run();
        BOOST_TEST(records.empty());
    }
    BOOST_TEST_REQUIRE(records.size() == 1U);
    BOOST_TEST((records[0].connection.outcome == lifecycle::Outcome::Open));
    BOOST_TEST((records[0].connection.ended == lifecycle::NEVER));
}

BOOST_AUTO_TEST_CASE(a_socket_in_time_wait_is_traced_to_closed_even_if_nobody_holds_it)
{
    Net net;
    Diary diary;
    const auto listener = net.Listener(1, 80);
    listener->ShutdownSend();
    {
        const auto active = net.Make(0);
        diary.WatchState(active);
        active->Connect(net.At(1, 80));
        active->ShutdownSend();
    }
    net.Run();
    BOOST_TEST((diary.states.back() == TcpSocket::CLOSED));
    BOOST_TEST((diary.states[diary.states.size() - 2] == TcpSocket::TIME_WAIT));
}

BOOST_AUTO_TEST_CASE(sockets_are_found_by_their_path)
{
    Net net;
    const auto listener = net.Listener(1, 80);
    const auto first = net.Make(0);
    const auto second = net.Make(0);
    std::vector<std::string> paths;
    const auto sink = [&paths](std::string path, TcpSocket::TcpStates_t, TcpSocket::TcpStates_t) {
        paths.push_back(path);
    };
    Config::Connect(
        "/NodeList/0/$ns3::TcpLifecycleL4Protocol/SocketList/*/State",
        Callback<void, std::string, TcpSocket::TcpStates_t, TcpSocket::TcpStates_t>(sink));
    second->Connect(net.At(1, 80));
    BOOST_TEST_REQUIRE(paths.size() == 1U);
    BOOST_TEST(paths[0] == "/NodeList/0/$ns3::TcpLifecycleL4Protocol/SocketList/1/State");
}

BOOST_AUTO_TEST_CASE(octets_that_are_no_segment_are_dropped_and_traced)
{
    Net net;
    Sinks sinks(net);
    const auto l4 = net.Tcp(1);
    const auto interface = net.nodes.Get(1)->GetObject<Ipv4L3Protocol>()->GetInterface(1);
    const auto receive = [&](const char* source, const char* destination, Ptr<Packet> packet) {
        Ipv4Header header;
        header.SetSource(Ipv4Address(source));
        header.SetDestination(Ipv4Address(destination));
        return l4->Receive(packet, header, interface);
    };
    BOOST_TEST(receive("10.0.0.1", "10.0.0.2", Create<Packet>(5)) == IpL4Protocol::RX_CSUM_FAILED);
    BOOST_TEST(sinks.drops.back() == "wrong checksum");
    TcpLifecycleHeader syn;
    syn.SetFlags(lifecycle::SYN);
    syn.SetSourcePort(9);
    syn.SetDestinationPort(80);
    syn.EnableChecksums();
    for (const char* many : {"10.0.0.255", "255.255.255.255", "224.0.0.1"})
    {
        // RFC 9293, MUST-57 and MUST-63: neither end of a SYN can be more than one host
        for (const bool from : {false, true})
        {
            sinks.drops.clear();
            const char* source = from ? many : "10.0.0.1";
            const char* destination = from ? "10.0.0.2" : many;
            syn.InitializeChecksum(Ipv4Address(source), Ipv4Address(destination), 6);
            const Ptr<Packet> packet = Create<Packet>();
            packet->AddHeader(syn);
            BOOST_TEST(receive(source, destination, packet) == IpL4Protocol::RX_ENDPOINT_CLOSED);
            BOOST_TEST_REQUIRE(sinks.drops.size() == 1U);
            BOOST_TEST(sinks.drops[0] == "to or from more than one host");
        }
    }
    BOOST_TEST(sinks.sent.empty());
    BOOST_TEST(sinks.received.size() == 6U); // whole ones they are
}

BOOST_AUTO_TEST_CASE(a_segment_for_nobody_is_answered_by_a_reset_and_not_by_icmp)
{
    Net net;
    Sinks sinks(net);
    const auto l4 = net.Tcp(1);
    TcpLifecycleHeader header;
    header.SetFlags(lifecycle::ACK);
    header.SetAckNumber(77);
    header.SetSourcePort(9);
    header.SetDestinationPort(80);
    header.EnableChecksums();
    header.InitializeChecksum(Ipv4Address("10.0.0.1"), Ipv4Address("10.0.0.2"), 6);
    const Ptr<Packet> packet = Create<Packet>();
    packet->AddHeader(header);
    Ipv4Header ip;
    ip.SetSource(Ipv4Address("10.0.0.1"));
    ip.SetDestination(Ipv4Address("10.0.0.2"));
    BOOST_TEST(l4->Receive(packet, ip, Ptr<Ipv4Interface>()) == IpL4Protocol::RX_ENDPOINT_CLOSED);
    BOOST_TEST_REQUIRE(sinks.sent.size() == 1U);
    BOOST_TEST(sinks.sent[0].id == 0U);
    BOOST_TEST((sinks.sent[0].reason == lifecycle::EmitReason::Reset));
    BOOST_TEST((sinks.sent[0].tuple.remotePort == 9));
}

BOOST_AUTO_TEST_CASE(the_values_of_a_socket_are_traced)
{
    Net net;
    const auto listener = net.Listener(1, 80);
    listener->ShutdownSend();
    const auto active = net.Make(0);
    std::map<std::string, uint32_t> last;
    for (const char* name : {"CongestionWindow", "SlowStartThreshold", "BytesInFlight", "RWND"})
    {
        active->TraceConnectWithoutContext(
            name,
            Callback<void, uint32_t, uint32_t>(
                [&last, name](uint32_t, uint32_t value) { last[name] = value; }));
    }
    std::map<std::string, Time> times;
    for (const char* name : {"RTT", "RTO"})
    {
        active->TraceConnectWithoutContext(
            name,
            Callback<void, Time, Time>([&times, name](Time, Time value) { times[name] = value; }));
    }
    uint32_t tx = 0;
    uint32_t rx = 0;
    const auto count = [](uint32_t& counter) {
        return Callback<void,
                        Ptr<const Packet>,
                        const TcpLifecycleHeader&,
                        Ptr<const TcpLifecycleSocket>>(
            [&counter](Ptr<const Packet>,
                       const TcpLifecycleHeader&,
                       Ptr<const TcpLifecycleSocket>) { ++counter; });
    };
    active->TraceConnectWithoutContext("Tx", count(tx));
    active->TraceConnectWithoutContext("Rx", count(rx));
    active->Connect(net.At(1, 80));
    Simulator::Schedule(Seconds(1), [&] { active->Send(Create<Packet>(2 * 1448)); });
    net.Run();
    BOOST_TEST(last["CongestionWindow"] >= 14480U);
    BOOST_TEST(last["BytesInFlight"] == 0U);
    BOOST_TEST(last["RWND"] >= 65535U);
    BOOST_TEST(times["RTT"].GetMilliSeconds() == 20);
    BOOST_TEST(times["RTO"].GetSeconds() == 1.0);
    BOOST_TEST(tx == 4U); // SYN, ACK, two segments
    BOOST_TEST(rx == 2U); // SYN,ACK and an ACK of both
}

BOOST_AUTO_TEST_SUITE_END()
