/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-codec.h"
#include "tcp-lifecycle-faults.h"

#include "ns3/error-model.h"
#include "ns3/simulator.h"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

using namespace ns3;
using namespace ns3::lifecycle;

namespace
{

/// \param flags control bits \param seq number \param port of the sender \param length of the text
/// \return a packet from 10.0.0.1 to port 80 of 10.0.0.2
Ptr<Packet>
OnTheLink(uint8_t flags, uint32_t seq = 1, uint16_t port = 1000, uint32_t length = 0)
{
    Segment segment;
    segment.flags = flags;
    segment.seq = Seq(seq);
    segment.length = length;
    const FourTuple tuple{IpAddress::FromIpv4(0x0a000002),
                          IpAddress::FromIpv4(0x0a000001),
                          80,
                          port};
    return MakeLinkPacket(segment, tuple, 'x');
}

/// A model with rules from text, at a device that notes what it receives.
struct Device
{
    /// \param rules text \param stream of their random numbers
    explicit Device(const std::string& rules, int64_t stream = 1)
    {
        model = CreateObject<TcpLifecycleFaultModel>();
        model->SetReceiver(MakeCallback(&Device::Receive, this));
        model->SetRules(TcpLifecycleFaults::Parse(rules));
        model->AssignStreams(stream);
        model->TraceConnectWithoutContext("Struck", MakeCallback(&Device::OnStruck, this));
    }

    ~Device()
    {
        Simulator::Destroy();
    }

    /// \param packet arrives
    void Receive(Ptr<Packet> packet)
    {
        if (!model->IsCorrupt(packet))
        {
            got.emplace_back(Simulator::Now(), PeekSegment(packet)->seq.Value());
        }
    }

    /// The trace source's. \param packet what \param rule text
    void OnStruck(Ptr<const Packet> packet, std::string rule, TcpLifecycleFaultAction)
    {
        struck.emplace_back(rule, packet ? PeekSegment(packet)->seq.Value() : 0);
    }

    /// \return numbers of what was received, in order
    std::vector<uint32_t> Numbers() const
    {
        std::vector<uint32_t> numbers;
        for (const auto& [time, number] : got)
        {
            numbers.push_back(number);
        }
        return numbers;
    }

    Ptr<TcpLifecycleFaultModel> model;                    //!< the model
    std::vector<std::pair<Time, uint32_t>> got;           //!< received
    std::vector<std::pair<std::string, uint32_t>> struck; //!< rules that acted, on what
};

/// \param rule text \param stream of its random numbers \param count how many segments
/// \return which of them are dropped
std::vector<bool>
Losses(const std::string& rule, int64_t stream, std::size_t count)
{
    Device device(rule, stream);
    const auto packet = OnTheLink(ACK);
    std::vector<bool> lost;
    for (std::size_t i = 0; i < count; ++i)
    {
        lost.push_back(device.model->IsCorrupt(packet->Copy()));
    }
    return lost;
}

} // namespace

BOOST_AUTO_TEST_SUITE(fault_rules)

BOOST_AUTO_TEST_CASE(a_range_of_segments_is_struck)
{
    const std::vector<std::pair<std::string, std::vector<uint32_t>>> table = {
        {"drop A>B ACK 2-3", {1, 4, 5}},
        {"drop A>B ACK 3+", {1, 2}},
        {"drop A>B ACK every", {}},
        {"drop A>B flags=. 2", {1, 3, 4, 5}},
        {"drop A>B flags=P. 2", {1, 2, 3, 4, 5}}};
    for (const auto& [rule, expected] : table)
    {
        Device device(rule);
        for (uint32_t i = 1; i <= 5; ++i)
        {
            device.Receive(OnTheLink(ACK, i));
        }
        BOOST_TEST(device.Numbers() == expected, boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_CASE(per_connection_counts_each_4_tuple_and_each_incarnation_anew)
{
    Device device("drop A>B FIN 1 per connection");
    const auto came = [&device](Ptr<Packet> packet) { return !device.model->IsCorrupt(packet); };
    for (const uint16_t port : {1000, 1001})
    {
        BOOST_TEST(came(OnTheLink(SYN, 500, port)));
        BOOST_TEST(!came(OnTheLink(FIN | ACK, 501, port)));
        BOOST_TEST(came(OnTheLink(FIN | ACK, 501, port))); // its repeat
    }
    BOOST_TEST(came(OnTheLink(SYN, 500))); // an old duplicate, the same incarnation
    BOOST_TEST(came(OnTheLink(FIN | ACK, 501)));
    BOOST_TEST(came(OnTheLink(SYN, 9000))); // another one
    BOOST_TEST(!came(OnTheLink(FIN | ACK, 9001)));
    BOOST_TEST(device.model->GetCount(0) == 6u);
}

BOOST_AUTO_TEST_CASE(a_rule_counts_within_its_time_only)
{
    Device device("drop A>B ACK 1 after 2s until 4s");
    for (uint32_t second = 1; second <= 5; ++second)
    {
        Simulator::Schedule(Seconds(second), &Device::Receive, &device, OnTheLink(ACK, second));
    }
    Simulator::Run();
    const std::vector<uint32_t> expected = {1, 3, 4, 5};
    BOOST_TEST(device.Numbers() == expected, boost::test_tools::per_element());
    BOOST_TEST(device.model->GetCount(0) == 2u); // those of 2 s and 3 s
}

BOOST_AUTO_TEST_CASE(a_probability_is_kept_and_its_stream_repeats_it)
{
    constexpr std::size_t COUNT = 20000;
    const std::string rule = "drop A>B any every probability 0.25";
    const auto lost = Losses(rule, 7, COUNT);
    const auto number = static_cast<double>(std::count(lost.begin(), lost.end(), true));
    // five standard deviations of a binomial
    BOOST_TEST(std::abs(number - 0.25 * COUNT) < 5 * std::sqrt(COUNT * 0.25 * 0.75));
    BOOST_TEST((lost == Losses(rule, 7, COUNT)));
    BOOST_TEST((lost != Losses(rule, 8, COUNT)));
}

BOOST_AUTO_TEST_CASE(bursts_have_gilbert_s_loss_and_length)
{
    // Gilbert 1960: share of the bad state p/(p+r), its mean length 1/r
    constexpr std::size_t COUNT = 200000;
    const auto lost = Losses("drop A>B any every burst 0.02 0.2", 3, COUNT);
    std::size_t losses = 0;
    std::size_t bursts = 0;
    for (std::size_t i = 0; i < COUNT; ++i)
    {
        losses += lost[i] ? 1 : 0;
        bursts += lost[i] && (i == 0 || !lost[i - 1]) ? 1 : 0;
    }
    BOOST_TEST(static_cast<double>(losses) / COUNT == 0.02 / 0.22,
               boost::test_tools::tolerance(0.05));
    BOOST_TEST(static_cast<double>(losses) / static_cast<double>(bursts) == 5.0,
               boost::test_tools::tolerance(0.05));
}

BOOST_AUTO_TEST_CASE(elliott_s_states_have_each_its_own_loss)
{
    // Elliott 1963: (r good + p bad) / (p + r)
    constexpr std::size_t COUNT = 200000;
    const auto lost = Losses("drop A>B any every burst 0.1 0.1 0.01 0.5", 3, COUNT);
    const auto losses = static_cast<double>(std::count(lost.begin(), lost.end(), true));
    BOOST_TEST(losses / COUNT == 0.255, boost::test_tools::tolerance(0.03));
}

BOOST_AUTO_TEST_CASE(one_rule_s_luck_is_not_another_s)
{
    const std::string first = "drop A>B ACK every probability 0.5";
    const auto alone = Losses(first, 1, 500);
    Device device(first + "\ndrop A>B SYN every probability 0.5");
    std::vector<bool> together;
    for (std::size_t i = 0; i < 500; ++i)
    {
        device.model->IsCorrupt(OnTheLink(SYN));
        together.push_back(device.model->IsCorrupt(OnTheLink(ACK)));
    }
    BOOST_TEST((alone == together));
}

BOOST_AUTO_TEST_CASE(a_reordered_segment_arrives_behind_the_next_of_its_connection)
{
    Device device("reorder A>B data 2");
    const auto send = [&device](uint32_t ms, uint32_t seq, uint16_t port) {
        Simulator::Schedule(MilliSeconds(ms),
                            &Device::Receive,
                            &device,
                            OnTheLink(ACK, seq, port, 10));
    };
    send(1, 1, 1000);
    send(2, 2, 1000); // waits
    send(3, 3, 1001); // another connection's
    send(4, 4, 1000);
    Simulator::Run();
    const std::vector<uint32_t> expected = {1, 3, 4, 2};
    BOOST_TEST(device.Numbers() == expected, boost::test_tools::per_element());
    BOOST_TEST((device.got.back().first == MilliSeconds(4)));
}

BOOST_AUTO_TEST_CASE(a_reordered_segment_without_a_next_one_arrives_at_its_limit)
{
    for (const auto& [rule, limit] : {std::make_pair("reorder A>B data 1 20ms", MilliSeconds(20)),
                                      std::make_pair("reorder A>B data 1", Seconds(1))})
    {
        Device device(rule);
        device.Receive(OnTheLink(ACK, 1, 1000, 10));
        Simulator::Run();
        BOOST_REQUIRE_EQUAL(device.got.size(), 1u);
        BOOST_TEST((device.got[0].first == limit));
    }
}

BOOST_AUTO_TEST_CASE(every_bit_that_is_turned_over_makes_the_checksum_wrong)
{
    const auto packet = OnTheLink(PSH | ACK, 4711, 1000, 3);
    const auto seen = PeekLinkSegment(packet);
    BOOST_REQUIRE(seen);
    BOOST_TEST(seen->size == 23u);
    std::vector<uint8_t> before(packet->GetSize());
    packet->CopyData(before.data(), packet->GetSize());
    const auto checksum = [&seen](const std::vector<uint8_t>& octets) {
        return Checksum(seen->tuple.remote,
                        seen->tuple.local,
                        octets.data() + seen->start,
                        seen->size);
    };
    BOOST_TEST(checksum(before) == 0u);
    for (std::size_t bit = 8 * seen->start; bit < 8 * before.size(); ++bit)
    {
        const auto flipped = WithBitFlipped(packet, bit);
        std::vector<uint8_t> after(flipped->GetSize());
        flipped->CopyData(after.data(), flipped->GetSize());
        BOOST_REQUIRE_EQUAL(after.size(), before.size());
        BOOST_TEST(checksum(after) != 0u);
        after[bit / 8] = static_cast<uint8_t>(after[bit / 8] ^ (0x80 >> bit % 8));
        BOOST_TEST((after == before));
    }
}

BOOST_AUTO_TEST_CASE(who_listens_to_struck_gets_the_segment_and_the_rule_s_text)
{
    Device device(
        "drop A>B ACK 2 # a comment\nduplicate A>B ACK 3\ninject A>B RST seq 9 on A>B ACK 4");
    for (uint32_t i = 1; i <= 4; ++i)
    {
        device.Receive(OnTheLink(ACK, i));
    }
    Simulator::Run();
    const std::vector<std::pair<std::string, uint32_t>> expected = {
        {"drop A>B ACK 2", 2},
        {"duplicate A>B ACK 3", 3},
        {"inject A>B RST seq 9 on A>B ACK 4", 9}};
    BOOST_TEST((device.struck == expected));
    BOOST_TEST(device.model->GetStruck() == 3u);
}

BOOST_AUTO_TEST_CASE(a_rule_that_injects_does_not_keep_another_from_dropping)
{
    Device device("inject A>B RST seq 9 on A>B ACK 1; drop A>B ACK 1; duplicate A>B ACK 1");
    device.Receive(OnTheLink(ACK, 1));
    Simulator::Run();
    const std::vector<uint32_t> expected = {9};
    BOOST_TEST(device.Numbers() == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(guessed_numbers_are_drawn_for_each_copy_and_repeat_under_the_same_stream)
{
    std::vector<std::vector<uint32_t>> runs;
    for (const int64_t stream : {5, 5, 6})
    {
        Device device("inject A>B RST seq guess times 100 on A>B ACK 1", stream);
        device.Receive(OnTheLink(ACK, 1));
        Simulator::Run();
        runs.push_back(device.Numbers());
    }
    BOOST_TEST(runs[0].size() == 101u);
    BOOST_TEST((runs[0] == runs[1]));
    BOOST_TEST((runs[0] != runs[2]));
    auto& numbers = runs[0];
    std::sort(numbers.begin(), numbers.end());
    BOOST_TEST((std::unique(numbers.begin(), numbers.end()) == numbers.end()));
    BOOST_TEST(numbers[50] > 0x40000000u); // spread over all of 2^32
    BOOST_TEST(numbers[50] < 0xc0000000u);
}

BOOST_AUTO_TEST_SUITE_END()
