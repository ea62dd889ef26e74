/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-capture-format.h"
#include "wire-codec-support.h"

#include <boost/test/unit_test.hpp>
#include <string>

using namespace ns3::lifecycle;
using namespace wire_samples;

namespace
{

/// \param text octets \return them as numbers
Octets
Numbers(const std::string& text)
{
    return Octets(text.begin(), text.end());
}

/// Octets as the drafts draw them, every number the lowest octet first.
/// \param written what was written \param drawn in hexadecimal digits
void
Check(const std::string& written, const std::string& drawn)
{
    BOOST_TEST(Numbers(written) == FromHex(drawn), boost::test_tools::per_element());
}

/// \return a packet of five octets at 2^32 + 1 ns
CapturedPacket
Five()
{
    CapturedPacket packet;
    packet.nanoseconds = 0x100000001;
    packet.octets = "hello";
    return packet;
}

} // namespace

BOOST_AUTO_TEST_SUITE(capture_format)

BOOST_AUTO_TEST_CASE(a_pcap_header_is_that_of_section_4_with_nanoseconds)
{
    // magic, version 2.4, two reserved words, snap length, link type
    Check(PcapHeader(LinkType::Ppp), "4d3cb2a1 0200 0400 00000000 00000000 00000400 09000000");
}

BOOST_AUTO_TEST_CASE(a_pcap_record_is_that_of_section_5)
{
    // 4294967297 ns are 4 s (4) and 294967297 ns (0x1194d801); no padding
    Check(PcapRecord(Five()), "04000000 01d89411 05000000 05000000 68656c6c6f");
}

BOOST_AUTO_TEST_CASE(a_section_header_is_that_of_pcapng_4_1)
{
    Check(PcapngSection("abcde"),
          "0a0d0d0a 2c000000 4d3c2b1a 0100 0000 ffffffffffffffff" // type, length, magic, 1.0, -1
          "0400 0500 6162636465 000000"                           // shb_userappl, padded
          "0000 0000 2c000000");                                  // opt_endofopt, length
}

BOOST_AUTO_TEST_CASE(an_interface_description_is_that_of_pcapng_4_2)
{
    Check(PcapngInterface(LinkType::Ethernet, "eth0", "x"),
          "01000000 30000000 0100 0000 00000000" // type, length, link type, reserved, snap length
          "0200 0400 65746830"                   // if_name
          "0300 0100 78 000000"                  // if_description
          "0900 0100 09 000000"                  // if_tsresol: 10^-9
          "0000 0000 30000000");
}

BOOST_AUTO_TEST_CASE(a_packet_is_that_of_pcapng_4_3)
{
    CapturedPacket packet = Five();
    packet.interface = 2;
    Check(PcapngPacket(packet),
          "06000000 28000000 02000000 01000000 01000000 05000000 05000000" // high, low time
          "68656c6c6f 000000 28000000"); // no options, and so no end of them
}

BOOST_AUTO_TEST_CASE(comments_flags_and_the_id_of_a_packet_are_options)
{
    CapturedPacket packet = Five();
    packet.octets = "four";
    packet.direction = CaptureDirection::Outbound;
    packet.id = 0x0102030405060708;
    packet.comments = {"ab", "\xc3\xa4"};
    Check(PcapngPacket(packet),
          "06000000 4c000000 00000000 01000000 01000000 04000000 04000000 666f7572"
          "0100 0200 6162 0000"        // opt_comment
          "0100 0200 c3a4 0000"        // a second one, UTF-8
          "0200 0400 02000000"         // epb_flags: outbound
          "0500 0800 0807060504030201" // epb_packetid
          "0000 0000 4c000000");
}

BOOST_AUTO_TEST_CASE(a_comment_that_is_too_long_is_cut)
{
    CapturedPacket packet;
    packet.comments = {std::string(70000, 'x')};
    const std::string block = PcapngPacket(packet);
    // header 28, option's header 4, 65535 octets and one of padding, end of options 4, length 4
    BOOST_TEST(block.size() == 28 + 4 + 65536 + 4 + 4u);
    BOOST_TEST(static_cast<uint8_t>(block[30]) == 0xff);
    BOOST_TEST(static_cast<uint8_t>(block[31]) == 0xff);
}

BOOST_AUTO_TEST_SUITE_END()
