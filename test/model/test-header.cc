/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "model-test-octets.h"

#include "ns3/tcp-header.h"
#include "ns3/tcp-option-sack-permitted.h"
#include "ns3/tcp-option-ts.h"
#include "ns3/tcp-option-winscale.h"

#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <random>
#include <sstream>
#include <string>
#include <vector>

using namespace ns3;
using namespace model_test;
using lifecycle::ParseError;
using wire_samples::FromHex;
using wire_samples::SAMPLES;

BOOST_AUTO_TEST_SUITE(header)

BOOST_AUTO_TEST_CASE(it_is_registered_and_can_be_made_by_name)
{
    const TypeId tid = TypeId::LookupByName("ns3::TcpLifecycleHeader");
    BOOST_TEST((tid == TcpLifecycleHeader::GetTypeId()));
    BOOST_TEST((tid.GetParent() == Header::GetTypeId()));
    BOOST_TEST(tid.GetGroupName() == "TcpLifecycle");
    BOOST_TEST(tid.HasConstructor());
    BOOST_TEST((TcpLifecycleHeader().GetInstanceTypeId() == tid));
}

BOOST_AUTO_TEST_CASE(a_header_comes_off_a_packet_as_it_went_on)
{
    const Octets payload{1, 2, 3, 4, 5};
    Ptr<Packet> packet = PacketOf(payload);
    TcpLifecycleHeader sent(FullSegment());
    packet->AddHeader(sent);
    BOOST_TEST(packet->GetSize() == 44 + 5u);
    BOOST_TEST(sent.GetSerializedSize() == 44u);
    BOOST_TEST(sent.GetLength() == 11);

    TcpLifecycleHeader received;
    BOOST_TEST(packet->RemoveHeader(received) == 44u);
    lifecycle::Segment expected = FullSegment();
    expected.length = 5;
    BOOST_TEST((received.GetSegment() == expected));
    BOOST_TEST(!received.GetParseError().has_value());
    BOOST_TEST(OctetsOf(packet) == payload, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(each_setter_sets_its_field)
{
    TcpLifecycleHeader header;
    header.SetSourcePort(1);
    header.SetDestinationPort(2);
    header.SetSequenceNumber(3);
    header.SetAckNumber(4);
    header.SetFlags(lifecycle::SYN | lifecycle::CWR);
    header.SetWindowSize(5);
    header.SetUrgentPointer(6);
    lifecycle::Segment expected;
    expected.sourcePort = 1;
    expected.destinationPort = 2;
    expected.seq = lifecycle::Seq(3);
    expected.ack = lifecycle::Seq(4);
    expected.flags = TcpHeader::SYN | TcpHeader::CWR;
    expected.window = 5;
    expected.urgentPointer = 6;
    BOOST_TEST((header.GetSegment() == expected));
    BOOST_TEST(header.GetSourcePort() == 1);
    BOOST_TEST(header.GetDestinationPort() == 2);
    BOOST_TEST(header.GetSequenceNumber() == 3u);
    BOOST_TEST(header.GetAckNumber() == 4u);
    BOOST_TEST(header.GetFlags() == (TcpHeader::SYN | TcpHeader::CWR));
    BOOST_TEST(header.GetWindowSize() == 5);
    BOOST_TEST(header.GetUrgentPointer() == 6);
    BOOST_TEST(header.GetLength() == 5);
    header.SetSegment(FullSegment());
    BOOST_TEST((header.GetSegment() == FullSegment()));
}

BOOST_AUTO_TEST_CASE(it_prints_ports_and_the_notation)
{
    const TcpLifecycleHeader header(FullSegment());
    std::ostringstream text;
    text << header;
    BOOST_TEST(text.str() == "49153 > 80: PU. 4294967294:4294967294(0) ack 2147483649 win 43981 "
                             "urg 4660 <nop,nop,TS val 16909060 ecr 4294901244,"
                             "nop,nop,sack 5:4294967280>");
}

BOOST_AUTO_TEST_CASE(captured_segments_verify_and_serialize_to_the_same_octets)
{
    for (const Sample& sample : SAMPLES)
    {
        BOOST_TEST_CONTEXT(sample.name)
        {
            const Octets octets = FromHex(sample.hex);
            Ptr<Packet> packet = PacketOf(octets);
            TcpLifecycleHeader header;
            UseChecksum(header, sample);
            BOOST_TEST(packet->RemoveHeader(header) == sample.headerSize);
            BOOST_TEST(header.IsChecksumOk());
            BOOST_TEST(packet->GetSize() == sample.payloadSize);

            // computing leaves no trace of the value that was read
            lifecycle::Segment segment = header.GetSegment();
            segment.checksum = 0xdead;
            header.SetSegment(segment);
            packet->AddHeader(header);
            BOOST_TEST(OctetsOf(packet) == octets, boost::test_tools::per_element());
        }
    }
}

BOOST_AUTO_TEST_CASE(without_checksums_the_field_is_written_as_it_stands_and_not_verified)
{
    lifecycle::Segment segment;
    segment.checksum = 0xdead;
    Ptr<Packet> packet = Create<Packet>(10);
    packet->AddHeader(TcpLifecycleHeader(segment));
    TcpLifecycleHeader received;
    packet->PeekHeader(received);
    BOOST_TEST(received.GetSegment().checksum == 0xdead);
    BOOST_TEST(received.IsChecksumOk());
}

BOOST_AUTO_TEST_CASE(a_wrong_bit_anywhere_spoils_the_checksum)
{
    for (const Sample& sample : SAMPLES)
    {
        const Octets original = FromHex(sample.hex);
        for (std::size_t bit = 0; bit < original.size() * 8; ++bit)
        {
            Octets octets = original;
            octets[bit / 8] = static_cast<uint8_t>(octets[bit / 8] ^ (1 << bit % 8));
            TcpLifecycleHeader header;
            UseChecksum(header, sample);
            Read(octets, header);
            BOOST_REQUIRE_MESSAGE(!header.IsChecksumOk(), sample.name << ", bit " << bit);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_wrong_address_or_protocol_spoils_the_checksum)
{
    const Sample& sample = SAMPLES[0];
    const Octets octets = FromHex(sample.hex);
    const Ipv4Address source("192.0.2.1");
    const Ipv4Address destination("192.0.2.2");
    const auto isOk = [&octets](Ipv4Address from, Ipv4Address to, uint8_t protocol) {
        TcpLifecycleHeader header;
        header.EnableChecksums();
        header.InitializeChecksum(from, to, protocol);
        Read(octets, header);
        return header.IsChecksumOk();
    };
    BOOST_TEST(isOk(source, destination, TCP));
    BOOST_TEST(!isOk(Ipv4Address("192.0.2.9"), destination, TCP));
    BOOST_TEST(!isOk(source, Ipv4Address("192.0.2.9"), TCP));
    BOOST_TEST(!isOk(source, destination, 17));
}

BOOST_AUTO_TEST_CASE(a_good_segment_after_a_bad_one_is_good)
{
    const Sample& sample = SAMPLES[0];
    Octets octets = FromHex(sample.hex);
    TcpLifecycleHeader header;
    UseChecksum(header, sample);
    octets[4] ^= 1;
    Read(octets, header);
    BOOST_TEST(!header.IsChecksumOk());
    octets[4] ^= 1;
    Read(octets, header);
    BOOST_TEST(header.IsChecksumOk());
}

BOOST_AUTO_TEST_CASE(the_checksum_covers_payloads_of_every_kind)
{
    // a dummy payload, a real one, and both one after the other, of even and odd sizes; ns-3's own
    // header says whether the checksum is right
    const Sample& ipv4 = SAMPLES[0];
    std::mt19937 random(1);
    for (uint32_t dummy : {0u, 1u, 2u, 999u, 1448u, 70000u})
    {
        for (uint32_t real : {0u, 1u, 2u, 999u, 1448u, 70001u})
        {
            Octets data(real);
            for (uint8_t& octet : data)
            {
                octet = static_cast<uint8_t>(random());
            }
            Ptr<Packet> packet = PacketOf(data);
            packet->AddAtEnd(Create<Packet>(dummy));
            packet->AddAtEnd(PacketOf(data));
            TcpLifecycleHeader header(FullSegment());
            UseChecksum(header, ipv4);
            packet->AddHeader(header);

            TcpLifecycleHeader ours;
            UseChecksum(ours, ipv4);
            packet->PeekHeader(ours);
            BOOST_TEST(ours.IsChecksumOk());
            BOOST_TEST(ours.GetSegment().length == 2 * real + dummy);
            if (packet->GetSize() <= 0xffff) // ns-3's header takes a length of 16 bits
            {
                TcpHeader theirs;
                UseChecksum(theirs, ipv4);
                packet->PeekHeader(theirs);
                BOOST_TEST(theirs.IsChecksumOk());
            }
            const Octets octets = OctetsOf(packet);
            BOOST_TEST(lifecycle::Checksum(wire_samples::Source(ipv4),
                                           wire_samples::Destination(ipv4),
                                           octets.data(),
                                           octets.size()) == 0);
        }
    }
}

BOOST_AUTO_TEST_CASE(ns3_reads_what_it_writes)
{
    for (const Sample& addresses : {SAMPLES[0], SAMPLES[7]})
    {
        lifecycle::Segment segment = FullSegment();
        segment.options = {};
        segment.options.AddSackPermitted();
        segment.options.AddTimestamps({7, 8});
        segment.options.AddNoOperation();
        segment.options.AddWindowScale(9);
        Ptr<Packet> packet = Create<Packet>(333);
        TcpLifecycleHeader ours(segment);
        UseChecksum(ours, addresses);
        packet->AddHeader(ours);

        TcpHeader theirs;
        UseChecksum(theirs, addresses);
        BOOST_TEST(packet->RemoveHeader(theirs) == 36u);
        BOOST_TEST(theirs.IsChecksumOk());
        BOOST_TEST(theirs.GetSourcePort() == 49153);
        BOOST_TEST(theirs.GetDestinationPort() == 80);
        BOOST_TEST(theirs.GetSequenceNumber().GetValue() == 0xfffffffe);
        BOOST_TEST(theirs.GetAckNumber().GetValue() == 0x80000001);
        BOOST_TEST(theirs.GetFlags() == (TcpHeader::PSH | TcpHeader::ACK | TcpHeader::URG));
        BOOST_TEST(theirs.GetWindowSize() == 0xabcd);
        BOOST_TEST(theirs.GetUrgentPointer() == 0x1234);
        BOOST_TEST(theirs.GetLength() == 9);
        BOOST_TEST(theirs.HasOption(TcpOption::SACKPERMITTED));
        const auto stamps = DynamicCast<const TcpOptionTS>(theirs.GetOption(TcpOption::TS));
        BOOST_REQUIRE(stamps);
        BOOST_TEST(stamps->GetTimestamp() == 7u);
        BOOST_TEST(stamps->GetEcho() == 8u);
        const auto scale =
            DynamicCast<const TcpOptionWinScale>(theirs.GetOption(TcpOption::WINSCALE));
        BOOST_REQUIRE(scale);
        BOOST_TEST(scale->GetScale() == 9);
    }
}

BOOST_AUTO_TEST_CASE(it_reads_what_ns3_writes)
{
    for (const Sample& addresses : {SAMPLES[0], SAMPLES[7]})
    {
        TcpHeader theirs;
        theirs.SetSourcePort(49153);
        theirs.SetDestinationPort(80);
        theirs.SetSequenceNumber(SequenceNumber32(0xfffffffe));
        theirs.SetAckNumber(SequenceNumber32(0x80000001));
        theirs.SetFlags(TcpHeader::SYN | TcpHeader::ACK | TcpHeader::ECE);
        theirs.SetWindowSize(0xabcd);
        theirs.SetUrgentPointer(0x1234);
        const auto scale = CreateObject<TcpOptionWinScale>();
        scale->SetScale(9);
        const auto stamps = CreateObject<TcpOptionTS>();
        stamps->SetTimestamp(7);
        stamps->SetEcho(8);
        theirs.AppendOption(scale);
        theirs.AppendOption(CreateObject<TcpOptionSackPermitted>());
        theirs.AppendOption(stamps);
        UseChecksum(theirs, addresses);
        Ptr<Packet> packet = Create<Packet>(333);
        packet->AddHeader(theirs);

        TcpLifecycleHeader ours;
        UseChecksum(ours, addresses);
        BOOST_TEST(packet->RemoveHeader(ours) == 36u);
        BOOST_TEST(ours.IsChecksumOk());
        const lifecycle::Segment& segment = ours.GetSegment();
        BOOST_TEST(segment.length == 333u);
        BOOST_TEST(segment.urgentPointer == 0x1234);
        BOOST_TEST(segment.sourcePort == 49153);
        BOOST_TEST(segment.destinationPort == 80);
        BOOST_TEST(lifecycle::ToText(segment) == "SE. 4294967294:331(333) ack 2147483649 win 43981 "
                                                 "<wscale 9,sackOK,TS val 7 ecr 8,eol>");
    }
}

BOOST_AUTO_TEST_CASE(octets_that_are_no_segment_give_zero_and_the_reason)
{
    const struct
    {
        const char* hex;
        ParseError error;
    } CASES[] = {
        {"", ParseError::ShortHeader},
        {"00", ParseError::ShortHeader},
        {"00000000000000000000000050000000000000", ParseError::ShortHeader},
        {"0000000000000000000000004000000000000000", ParseError::DataOffsetTooSmall},
        {"0000000000000000000000006000000000000000", ParseError::DataOffsetTooLarge},
        {"0000000000000000000000006000000000000000 02000000", ParseError::OptionLengthTooSmall},
        {"0000000000000000000000006000000000000000 fe050000 00", ParseError::OptionTruncated},
        {"0000000000000000000000006000000000000000 02030000", ParseError::OptionWrongLength},
    };

    for (const auto& row : CASES)
    {
        const Octets octets = FromHex(row.hex);
        TcpLifecycleHeader header(FullSegment());
        header.EnableChecksums();
        BOOST_TEST(Read(octets, header) == 0u);
        BOOST_REQUIRE(header.GetParseError().has_value());
        BOOST_TEST((*header.GetParseError() == row.error));
        // nothing of an earlier segment is left
        BOOST_TEST((header.GetSegment() == lifecycle::Segment()));

        Ptr<Packet> packet = PacketOf(octets);
        packet->RemoveHeader(header);
        BOOST_TEST(packet->GetSize() == octets.size());

        Read(FromHex(SAMPLES[0].hex), header);
        BOOST_TEST(!header.GetParseError().has_value());
    }
}

BOOST_AUTO_TEST_CASE(truncated_or_changed_octets_are_read_without_harm)
{
    std::mt19937 random(9293);
    for (const Sample& sample : SAMPLES)
    {
        const Octets original = FromHex(sample.hex);
        for (std::size_t size = 0; size <= original.size(); ++size)
        {
            const Octets octets(original.begin(),
                                original.begin() + static_cast<std::ptrdiff_t>(size));
            TcpLifecycleHeader header;
            UseChecksum(header, sample);
            BOOST_TEST(Read(octets, header) == (size < sample.headerSize ? 0 : sample.headerSize));
            BOOST_TEST(header.IsChecksumOk() == (size == original.size()));
        }
        for (int round = 0; round < 2000; ++round)
        {
            Octets octets = original;
            for (auto changes = random() % 4 + 1; changes > 0; --changes)
            {
                octets[random() % octets.size()] = static_cast<uint8_t>(random());
            }
            Ptr<Packet> packet = PacketOf(octets);
            TcpLifecycleHeader header;
            const uint32_t taken = packet->RemoveHeader(header);
            BOOST_REQUIRE_EQUAL(taken == 0, header.GetParseError().has_value());
            if (taken > 0)
            {
                packet->AddHeader(header);
            }
            BOOST_REQUIRE(OctetsOf(packet) == octets);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_fragmented_and_rejoined_packet_reads_the_same)
{
    const Octets octets = FromHex(SAMPLES[2].hex);
    Ptr<Packet> whole = PacketOf(octets);
    Ptr<Packet> packet = whole->CreateFragment(0, 17);
    packet->AddAtEnd(whole->CreateFragment(17, whole->GetSize() - 17));
    TcpLifecycleHeader header;
    UseChecksum(header, SAMPLES[2]);
    BOOST_TEST(packet->RemoveHeader(header) == SAMPLES[2].headerSize);
    BOOST_TEST(header.IsChecksumOk());
}

BOOST_AUTO_TEST_SUITE_END()
