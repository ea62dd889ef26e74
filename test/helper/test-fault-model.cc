/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "helper-test-scenario.h"
#include "lifecycle-codec.h"
#include "tcp-lifecycle-fault-model.h"

#include "ns3/error-model.h"
#include "ns3/node-container.h"
#include "ns3/simulator.h"

#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <vector>

using namespace ns3;
using namespace ns3::lifecycle;
using namespace helper_test;

using Target = TcpLifecycleFaultTarget;
using Fault = TcpLifecycleFaultAction;

namespace
{

/// \param flags control bits \param length bytes of data \param ipv6 or IPv4
/// \return a packet as it lies on a point-to-point link
Ptr<Packet>
OnTheLink(uint8_t flags, uint32_t length = 0, bool ipv6 = false)
{
    Segment segment;
    segment.flags = flags;
    segment.seq = Seq(4711);
    segment.options.AddTimestamps({1, 2});
    std::vector<uint8_t> octets(segment.HeaderSize());
    Encode(segment, octets.data());
    const auto size = static_cast<uint16_t>(octets.size() + length);
    std::vector<uint8_t> ip;
    if (ipv6)
    {
        ip = {0,
              0x57,
              0x60,
              0,
              0,
              0,
              static_cast<uint8_t>(size >> 8),
              static_cast<uint8_t>(size),
              6,
              64};
        ip.resize(2 + 40);
    }
    else
    {
        ip = {0,
              0x21,
              0x45,
              0,
              static_cast<uint8_t>((size + 20) >> 8),
              static_cast<uint8_t>(size + 20),
              0,
              0,
              0,
              0,
              64,
              6};
        ip.resize(2 + 20);
    }
    ip.insert(ip.end(), octets.begin(), octets.end());
    ip.insert(ip.end(), length, 'x');
    return Create<Packet>(ip.data(), static_cast<uint32_t>(ip.size()));
}

/// \param packet a packet \param at index of a byte \param value its new value \return the packet
Ptr<Packet>
Changed(Ptr<Packet> packet, std::size_t at, uint8_t value)
{
    std::vector<uint8_t> octets(packet->GetSize());
    packet->CopyData(octets.data(), packet->GetSize());
    octets[at] = value;
    return Create<Packet>(octets.data(), static_cast<uint32_t>(octets.size()));
}

/// \param model a model \param packets arrive one after the other \return which are dropped
std::vector<bool>
WhichAreDropped(Ptr<TcpLifecycleFaultModel> model, const std::vector<Ptr<Packet>>& packets)
{
    std::vector<bool> dropped;
    for (const auto& packet : packets)
    {
        dropped.push_back(model->IsCorrupt(packet));
    }
    return dropped;
}

/// \param rules of a model \return the model
Ptr<TcpLifecycleFaultModel>
ModelWith(const std::vector<TcpLifecycleFaultRule>& rules)
{
    auto model = CreateObject<TcpLifecycleFaultModel>();
    model->SetRules(rules);
    return model;
}

} // namespace

BOOST_AUTO_TEST_SUITE(fault_model)

BOOST_AUTO_TEST_CASE(a_segment_is_found_behind_ppp_and_ip)
{
    for (const bool ipv6 : {false, true})
    {
        for (const uint32_t length : {0u, 1u, 1400u})
        {
            const auto segment = PeekSegment(OnTheLink(PSH | ACK, length, ipv6));
            BOOST_REQUIRE(segment);
            BOOST_TEST(segment->flags == (PSH | ACK));
            BOOST_TEST(segment->length == length);
            BOOST_TEST(segment->seq.Value() == 4711u);
        }
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_tcp_segment_is_not_taken_for_one)
{
    const Ptr<Packet> ipv4 = OnTheLink(SYN);
    const Ptr<Packet> ipv6 = OnTheLink(SYN, 0, true);
    BOOST_TEST(!PeekSegment(Create<Packet>()));
    BOOST_TEST(!PeekSegment(Changed(ipv4, 1, 0x23)));      // not IP
    BOOST_TEST(!PeekSegment(Changed(ipv4, 11, 17)));       // UDP over IPv4
    BOOST_TEST(!PeekSegment(Changed(ipv4, 9, 1)));         // a later fragment
    BOOST_TEST(!PeekSegment(Changed(ipv4, 2, 0x44)));      // an IPv4 header of 4 words
    BOOST_TEST(!PeekSegment(Changed(ipv4, 5, 10)));        // shorter than its header
    BOOST_TEST(!PeekSegment(Changed(ipv4, 34, 0x10)));     // a TCP header of 1 word
    BOOST_TEST(!PeekSegment(Changed(ipv6, 8, 17)));        // UDP over IPv6
    BOOST_TEST(!PeekSegment(ipv4->CreateFragment(0, 12))); // cut short in the IP header
    BOOST_TEST(!PeekSegment(ipv4->CreateFragment(0, 22))); // cut short before the TCP header
}

BOOST_AUTO_TEST_CASE(targets_tell_kinds_of_segments_apart)
{
    struct Row
    {
        uint8_t flags;
        uint32_t length;
        std::vector<Target> targets;
    };

    const Row rows[] = {
        {SYN, 0, {Target::Syn}},
        {SYN | ACK, 0, {Target::SynAck}},
        {ACK, 0, {Target::Ack}},
        {PSH | ACK, 0, {Target::Ack}},
        {ACK, 1, {Target::Data}},
        {FIN | ACK, 0, {Target::Fin}},
        {FIN | PSH | ACK, 9, {Target::Fin, Target::Data}},
        {RST, 0, {Target::Rst}},
        {RST | ACK, 0, {Target::Rst}},
    };
    for (const Row& row : rows)
    {
        Segment segment;
        segment.flags = row.flags;
        segment.length = row.length;
        BOOST_TEST(Matches(Target::Any, segment));
        for (const Target target :
             {Target::Syn, Target::SynAck, Target::Fin, Target::Rst, Target::Ack, Target::Data})
        {
            const bool expected =
                std::find(row.targets.begin(), row.targets.end(), target) != row.targets.end();
            BOOST_TEST(Matches(target, segment) == expected,
                       ToText(segment) << ", target " << static_cast<int>(target));
        }
    }
}

BOOST_AUTO_TEST_CASE(the_nth_segment_of_a_target_is_dropped_and_no_other)
{
    auto model = ModelWith({{Fault::Drop, 'A', Target::Fin, 2, Time(0)}});
    const std::vector<bool> expected = {false, false, false, true, false};
    BOOST_TEST(WhichAreDropped(model,
                               {OnTheLink(SYN),
                                OnTheLink(FIN | ACK),
                                OnTheLink(ACK),
                                OnTheLink(FIN | ACK, 0, true),
                                OnTheLink(FIN | ACK)}) == expected,
               boost::test_tools::per_element());
    BOOST_TEST(model->GetCount(0) == 3u);
    BOOST_TEST(model->GetStruck() == 1u);
}

BOOST_AUTO_TEST_CASE(rules_count_segments_that_others_strike)
{
    auto model = ModelWith({{Fault::Drop, 'A', Target::Any, 1, Time(0)},
                            {Fault::Drop, 'A', Target::Syn, 1, Time(0)},
                            {Fault::Drop, 'A', Target::Syn, 2, Time(0)}});
    const std::vector<bool> expected = {true, true, false};
    BOOST_TEST(WhichAreDropped(model, {OnTheLink(SYN), OnTheLink(SYN), OnTheLink(SYN)}) == expected,
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(packets_that_are_no_segments_pass_and_are_not_counted)
{
    auto model = ModelWith({{Fault::Drop, 'A', Target::Any, 1, Time(0)}});
    const auto udp = Changed(OnTheLink(SYN), 11, 17);
    const std::vector<bool> expected = {false, true};
    BOOST_TEST(WhichAreDropped(model, {udp, OnTheLink(ACK)}) == expected,
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_no_rule_strikes_goes_to_the_next_model)
{
    auto model = ModelWith({{Fault::Drop, 'A', Target::Syn, 5, Time(0)}});
    auto loss = CreateObject<RateErrorModel>();
    loss->SetUnit(RateErrorModel::ERROR_UNIT_PACKET);
    loss->SetRate(1);
    model->SetNext(loss);
    BOOST_TEST(model->IsCorrupt(OnTheLink(ACK)));
    loss->Disable();
    BOOST_TEST(!model->IsCorrupt(OnTheLink(ACK)));
}

BOOST_AUTO_TEST_CASE(a_delayed_segment_comes_again_later_and_passes)
{
    auto model = ModelWith({{Fault::Delay, 'A', Target::Syn, 1, MilliSeconds(30)},
                            {Fault::Drop, 'A', Target::Syn, 2, Time(0)}});
    std::vector<std::pair<Time, bool>> came;

    struct Device
    {
        Ptr<TcpLifecycleFaultModel> model;
        std::vector<std::pair<Time, bool>>* came;

        void Receive(Ptr<Packet> packet)
        {
            came->emplace_back(Simulator::Now(), model->IsCorrupt(packet));
        }
    } device{model, &came};

    model->SetReceiver(MakeCallback(&Device::Receive, &device));
    BOOST_TEST(model->IsCorrupt(OnTheLink(SYN)));
    BOOST_TEST(came.empty());
    Simulator::Run();
    BOOST_REQUIRE_EQUAL(came.size(), 1u);
    BOOST_TEST((came[0].first == MilliSeconds(30)));
    BOOST_TEST(!came[0].second);
    BOOST_TEST(model->GetCount(0) == 1u); // the second coming is not a second segment
    BOOST_TEST(model->IsCorrupt(OnTheLink(SYN)));
    Simulator::Destroy();
}

// Node::ReceiveFromDevice() asserts it, where ns-3 has assertions.
BOOST_AUTO_TEST_CASE(what_is_injected_arrives_in_the_context_of_the_node)
{
    const NodeContainer nodes(2);
    std::vector<uint32_t> contexts;
    const Ptr<TcpLifecycleFaultModel> model = CreateObject<TcpLifecycleFaultModel>();
    model->SetNode(nodes.Get(1));
    model->SetReceiver(Callback<void, Ptr<Packet>>(
        [&contexts](Ptr<Packet>) { contexts.push_back(Simulator::GetContext()); }));
    model->SetEnds({IpAddress::FromIpv4(1), IpAddress::FromIpv4(2), 80, 4000});
    const auto inject = [&model] { model->Inject(Segment()); };
    Simulator::Schedule(Seconds(1), inject);
    Simulator::ScheduleWithContext(nodes.Get(0)->GetId(), Seconds(2), inject);
    Simulator::ScheduleWithContext(nodes.Get(1)->GetId(), Seconds(3), inject);
    Simulator::Run();
    BOOST_TEST(contexts == std::vector<uint32_t>(3, nodes.Get(1)->GetId()),
               boost::test_tools::per_element());
    BOOST_TEST(Simulator::Now() == Seconds(3));
    Simulator::Destroy();
}

BOOST_AUTO_TEST_CASE(on_a_link_the_first_syn_is_dropped_and_the_second_arrives)
{
    Play play("client-close", false, "drop A>B SYN 1");
    const auto& segments = play.run.GetModel().segments;
    BOOST_REQUIRE(segments.size() >= 2u);
    BOOST_TEST(!segments[0].received);
    BOOST_TEST(segments[1].segment.Has(SYN));
    BOOST_TEST(segments[1].received.has_value());
    // RFC 6298, 2.1: the initial RTO is one second
    BOOST_TEST((segments[1].sent == Seconds(1)));
}

BOOST_AUTO_TEST_CASE(on_a_link_a_delay_adds_to_the_time_of_flight)
{
    Play play("client-close", false, "delay B>A SYN,ACK 1 7ms");
    const auto& synAck = play.run.GetModel().segments.at(1);
    BOOST_REQUIRE(synAck.received);
    BOOST_TEST((*synAck.received - synAck.sent) == play.h + MilliSeconds(7));
}

BOOST_AUTO_TEST_CASE(on_a_link_a_duplicated_segment_arrives_twice)
{
    Play play("client-close", false, "duplicate A>B FIN 1 3ms");
    std::vector<TcpLifecycleLadderSegment> fins;
    for (const auto& segment : play.run.GetModel().segments)
    {
        if (segment.from == 0 && segment.segment.Has(FIN))
        {
            fins.push_back(segment);
        }
    }
    BOOST_REQUIRE_EQUAL(fins.size(), 2u);
    BOOST_TEST(!fins[0].copy);
    BOOST_TEST(fins[1].copy);
    BOOST_TEST((*fins[1].received - *fins[0].received) == MilliSeconds(3));
    BOOST_TEST(play.EndsClosed());
}

BOOST_AUTO_TEST_SUITE_END()
