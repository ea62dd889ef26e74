/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-codec.h"
#include "wire-codec-support.h"
#include "wire-samples.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <set>
#include <string>

using namespace ns3::lifecycle;
using namespace wire_samples;

BOOST_AUTO_TEST_SUITE(codec)

BOOST_AUTO_TEST_CASE(each_field_is_where_rfc_9293_draws_it)
{
    // ports 258 and 772, the numbers count up, data offset 6, reserved 0xa, NOP NOP NOP EOL
    const Octets octets = FromHex("0102 0304 05060708 090a0b0c 6a d5 1112 1314 1516 01010100 ff");
    const Segment segment = SegmentOf(octets);
    BOOST_TEST(segment.sourcePort == 0x0102);
    BOOST_TEST(segment.destinationPort == 0x0304);
    BOOST_TEST(segment.seq.Value() == 0x05060708u);
    BOOST_TEST(segment.ack.Value() == 0x090a0b0cu);
    BOOST_TEST(segment.reserved == 0xa);
    BOOST_TEST(segment.flags == (CWR | ECE | ACK | RST | FIN));
    BOOST_TEST(segment.window == 0x1112);
    BOOST_TEST(segment.checksum == 0x1314);
    BOOST_TEST(segment.urgentPointer == 0x1516);
    BOOST_TEST(segment.options.Size() == 4u);
    BOOST_TEST(segment.length == 1u);
    BOOST_TEST(Encoded(segment) == Octets(octets.begin(), octets.begin() + 24),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(each_control_bit_has_its_place)
{
    // RFC 9293, section 3.1, from the left: CWR ECE URG ACK PSH RST SYN FIN
    const Flag LEFT_TO_RIGHT[] = {CWR, ECE, URG, ACK, PSH, RST, SYN, FIN};
    for (int i = 0; i < 8; ++i)
    {
        Octets octets(20, 0);
        octets[12] = 0x50;
        octets[13] = static_cast<uint8_t>(0x80 >> i);
        BOOST_TEST(SegmentOf(octets).flags == LEFT_TO_RIGHT[i]);
    }
}

BOOST_AUTO_TEST_CASE(captured_segments_read_as_tshark_reads_them_and_encode_again)
{
    for (const Sample& sample : SAMPLES)
    {
        BOOST_TEST_CONTEXT(sample.name)
        {
            const Octets octets = FromHex(sample.hex);
            const Segment segment = SegmentOf(octets);
            BOOST_TEST(segment.HeaderSize() == sample.headerSize);
            BOOST_TEST(segment.length == sample.payloadSize);
            BOOST_TEST(ToText(segment) == sample.text);
            BOOST_TEST(SameAgainOrError(octets));
        }
    }
}

BOOST_AUTO_TEST_CASE(known_options_of_a_captured_syn)
{
    const KnownOptions known = SegmentOf(FromHex(SAMPLES[0].hex)).options.Read();
    BOOST_TEST((known.maxSegmentSize == 1460));
    BOOST_TEST((known.windowScale == 10));
    BOOST_TEST(known.sackPermitted);
    BOOST_TEST((known.timestamps == Timestamps{284385541, 0}));
    BOOST_TEST(known.sackBlockCount == 0);
}

BOOST_AUTO_TEST_CASE(options_of_a_syn_are_read_without_syn)
{
    // RFC 9293, section 3.1, MUST-5: in any segment
    Octets octets = WithOptions(FromHex("020405b4 03030701 0402"));
    octets[13] = ACK;
    const KnownOptions known = SegmentOf(octets).options.Read();
    BOOST_TEST((known.maxSegmentSize == 1460));
    BOOST_TEST((known.windowScale == 7));
    BOOST_TEST(known.sackPermitted);
}

BOOST_AUTO_TEST_CASE(each_error_has_its_octets)
{
    const auto offset = [](uint8_t words, std::size_t size) {
        Octets octets(size, 0);
        octets[12] = static_cast<uint8_t>(words << 4);
        return octets;
    };
    BOOST_TEST((ErrorOf({}) == ParseError::ShortHeader));
    BOOST_TEST((ErrorOf(offset(5, 19)) == ParseError::ShortHeader));
    BOOST_TEST((!ErrorOf(offset(5, 20))));
    for (uint8_t words = 0; words < 5; ++words)
    {
        BOOST_TEST((ErrorOf(offset(words, 100)) == ParseError::DataOffsetTooSmall));
    }
    for (uint8_t words = 5; words <= 15; ++words)
    {
        const std::size_t size = words * std::size_t{4};
        BOOST_TEST((!ErrorOf(offset(words, size))));
        if (words > 5)
        {
            BOOST_TEST((ErrorOf(offset(words, size - 1)) == ParseError::DataOffsetTooLarge));
        }
    }
    const auto options = [](const char* hex) { return ErrorOf(WithOptions(FromHex(hex))); };
    BOOST_TEST((options("02000000") == ParseError::OptionLengthTooSmall));
    BOOST_TEST((options("02010000") == ParseError::OptionLengthTooSmall));
    BOOST_TEST((options("fe000000") == ParseError::OptionLengthTooSmall));
    BOOST_TEST((options("01010102") == ParseError::OptionTruncated));
    BOOST_TEST((options("010101fe") == ParseError::OptionTruncated));
    BOOST_TEST((options("01020405") == ParseError::OptionTruncated));
    BOOST_TEST((options("fe050000") == ParseError::OptionTruncated));
    BOOST_TEST((options("02030000") == ParseError::OptionWrongLength));
    BOOST_TEST((options("0206000000000000") == ParseError::OptionWrongLength));
    // an option with two faults: running past the end comes before a wrong length
    BOOST_TEST((options("02ff0000") == ParseError::OptionTruncated));
    // an option runs past the header though payload follows
    Octets intoPayload = WithOptions(FromHex("0101080a"));
    intoPayload.resize(100, 0);
    BOOST_TEST((ErrorOf(intoPayload) == ParseError::OptionTruncated));
}

BOOST_AUTO_TEST_CASE(errors_have_different_texts)
{
    std::set<std::string> texts;
    for (ParseError error : {ParseError::ShortHeader,
                             ParseError::DataOffsetTooSmall,
                             ParseError::DataOffsetTooLarge,
                             ParseError::OptionLengthTooSmall,
                             ParseError::OptionTruncated,
                             ParseError::OptionWrongLength})
    {
        texts.insert(ToText(error));
    }
    BOOST_TEST(texts.size() == 6u);
}

BOOST_AUTO_TEST_CASE(padding_after_the_end_of_the_list_is_not_looked_at_and_kept)
{
    for (const char* hex : {"00ffffff", "020405b4 00 020000", "01 00 0000 0200 0200", "0402 00 02"})
    {
        const Octets octets = WithOptions(FromHex(hex));
        BOOST_TEST(!ErrorOf(octets));
        BOOST_TEST(SameAgainOrError(octets));
        BOOST_TEST(SegmentOf(octets).options.Size() == octets.size() - 20);
    }
}

BOOST_AUTO_TEST_CASE(reserved_bits_are_kept)
{
    for (uint8_t reserved = 0; reserved < 16; ++reserved)
    {
        Octets octets(20, 0);
        octets[12] = static_cast<uint8_t>(0x50 | reserved);
        BOOST_TEST(SegmentOf(octets).reserved == reserved);
        BOOST_TEST(SameAgainOrError(octets));
    }
    // more than four bits do not spill into the data offset
    Segment segment;
    segment.reserved = 0xff;
    BOOST_TEST(Encoded(segment)[12] == 0x5f);
}

BOOST_AUTO_TEST_CASE(options_are_padded_with_zeros_to_whole_words)
{
    const Octets nops(40, 1);
    for (std::size_t size = 0; size <= 40; ++size)
    {
        Segment segment;
        segment.options.AddRaw(nops.data(), size);
        const std::size_t padded = (size + 3) / 4 * 4;
        BOOST_TEST(segment.HeaderSize() == 20 + padded);
        const Octets octets = Encoded(segment);
        BOOST_TEST((octets[12] >> 4) == static_cast<int>(5 + padded / 4));
        for (std::size_t i = 0; i < padded; ++i)
        {
            BOOST_TEST(octets[20 + i] == (i < size ? 1 : 0));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_segment_differs_by_each_of_its_fields)
{
    const Segment segment = SegmentOf(FromHex(SAMPLES[2].hex));
    const auto changed = [&segment](auto change) {
        Segment other = segment;
        change(other);
        return other != segment && !(other == segment);
    };
    BOOST_TEST((segment == SegmentOf(FromHex(SAMPLES[2].hex))));
    BOOST_TEST(changed([](Segment& s) { ++s.sourcePort; }));
    BOOST_TEST(changed([](Segment& s) { ++s.destinationPort; }));
    BOOST_TEST(changed([](Segment& s) { s.seq += 1; }));
    BOOST_TEST(changed([](Segment& s) { s.ack += 1; }));
    BOOST_TEST(changed([](Segment& s) { ++s.reserved; }));
    BOOST_TEST(changed([](Segment& s) { s.flags ^= ECE; }));
    BOOST_TEST(changed([](Segment& s) { ++s.window; }));
    BOOST_TEST(changed([](Segment& s) { ++s.checksum; }));
    BOOST_TEST(changed([](Segment& s) { ++s.urgentPointer; }));
    BOOST_TEST(changed([](Segment& s) { s.options.AddNoOperation(); }));
    BOOST_TEST(changed([](Segment& s) { ++s.length; }));
}

BOOST_AUTO_TEST_CASE(syn_and_fin_occupy_sequence_space)
{
    // RFC 9293, section 3.4
    Segment segment;
    segment.seq = Seq(0xfffffffe);
    segment.length = 3;
    segment.flags = SYN | FIN;
    BOOST_TEST(segment.SequenceLength() == 5u);
    BOOST_TEST(segment.End().Value() == 3u);
    segment.flags = ACK;
    BOOST_TEST(segment.SequenceLength() == 3u);
    BOOST_TEST(segment.Has(ACK));
    BOOST_TEST(!segment.Has(ACK | FIN));
    BOOST_TEST(segment.HasAny(ACK | FIN));
    BOOST_TEST(!segment.HasAny(SYN | FIN));
}

BOOST_AUTO_TEST_SUITE_END()
