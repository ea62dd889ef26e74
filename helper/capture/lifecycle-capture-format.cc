/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-capture-format.h"

#include <algorithm>
#include <cstddef>

/**
 * \file
 * \ingroup tcp-lifecycle
 * The bytes of capture files.
 */

namespace ns3
{
namespace lifecycle
{

namespace
{

constexpr uint32_t SECOND = 1000000000; // nanoseconds

// draft-ietf-opsawg-pcap, 4: the magic number of times in nanoseconds, version 2.4
constexpr uint32_t PCAP_NANOSECONDS = 0xa1b23c4d;
constexpr uint16_t PCAP_MAJOR = 2;
constexpr uint16_t PCAP_MINOR = 4;
constexpr uint32_t PCAP_SNAP_LENGTH = 262144; // libpcap's largest

// draft-ietf-opsawg-pcapng, 4.1 to 4.3: types of blocks
constexpr uint32_t SECTION_HEADER = 0x0a0d0d0a;
constexpr uint32_t INTERFACE_DESCRIPTION = 1;
constexpr uint32_t ENHANCED_PACKET = 6;
constexpr uint32_t BYTE_ORDER_MAGIC = 0x1a2b3c4d;
constexpr uint16_t PCAPNG_MAJOR = 1;
constexpr uint16_t PCAPNG_MINOR = 0;
constexpr uint64_t LENGTH_NOT_SPECIFIED = ~uint64_t{0};

// 3.5 and 4.1 to 4.3: options
constexpr uint16_t END_OF_OPTIONS = 0;
constexpr uint16_t COMMENT = 1;
constexpr uint16_t SHB_USER_APPLICATION = 4;
constexpr uint16_t IF_NAME = 2;
constexpr uint16_t IF_DESCRIPTION = 3;
constexpr uint16_t IF_TIME_RESOLUTION = 9;
constexpr uint16_t EPB_FLAGS = 2;
constexpr uint16_t EPB_PACKET_ID = 5;
constexpr std::size_t LONGEST_OPTION = 0xffff;

/// Append a number, the lowest byte first. \param out where to \param number it
template <typename T>
void
Append(std::string& out, T number)
{
    for (std::size_t octet = 0; octet < sizeof(T); ++octet)
    {
        out += static_cast<char>(number >> (8 * octet) & 0xff);
    }
}

/// \param out gets zeros until its size is a multiple of four
void
Pad(std::string& out)
{
    out.resize((out.size() + 3) / 4 * 4, '\0');
}

/// Append an option (3.5). \param out where to \param code its kind \param value its bytes
void
AppendOption(std::string& out, uint16_t code, const std::string& value)
{
    const std::size_t size = std::min(value.size(), LONGEST_OPTION);
    Append(out, code);
    Append(out, static_cast<uint16_t>(size));
    out.append(value, 0, size);
    Pad(out);
}

/// \param number a number \return its bytes
template <typename T>
std::string
Octets(T number)
{
    std::string octets;
    Append(octets, number);
    return octets;
}

/// \param type of a block \param body its body, padded \return the block (3.1)
std::string
Block(uint32_t type, const std::string& body)
{
    const auto size = static_cast<uint32_t>(body.size() + 12);
    std::string block;
    block.reserve(size);
    Append(block, type);
    Append(block, size);
    block += body;
    Append(block, size);
    return block;
}

} // namespace

std::string
PcapHeader(LinkType link)
{
    std::string header;
    Append(header, PCAP_NANOSECONDS);
    Append(header, PCAP_MAJOR);
    Append(header, PCAP_MINOR);
    Append(header, uint64_t{0}); // reserved
    Append(header, PCAP_SNAP_LENGTH);
    Append(header, uint32_t{static_cast<uint16_t>(link)});
    return header;
}

std::string
PcapRecord(const CapturedPacket& packet)
{
    std::string record;
    record.reserve(packet.octets.size() + 16);
    Append(record, static_cast<uint32_t>(packet.nanoseconds / SECOND));
    Append(record, static_cast<uint32_t>(packet.nanoseconds % SECOND));
    Append(record, static_cast<uint32_t>(packet.octets.size()));
    Append(record, static_cast<uint32_t>(packet.octets.size()));
    return record + packet.octets;
}

std::string
PcapngSection(const std::string& application)
{
    std::string body;
    Append(body, BYTE_ORDER_MAGIC);
    Append(body, PCAPNG_MAJOR);
    Append(body, PCAPNG_MINOR);
    Append(body, LENGTH_NOT_SPECIFIED);
    AppendOption(body, SHB_USER_APPLICATION, application);
    AppendOption(body, END_OF_OPTIONS, "");
    return Block(SECTION_HEADER, body);
}

std::string
PcapngInterface(LinkType link, const std::string& name, const std::string& description)
{
    constexpr uint8_t NANOSECONDS = 9; // 10^-9
    std::string body;
    Append(body, static_cast<uint16_t>(link));
    Append(body, uint16_t{0}); // reserved
    Append(body, uint32_t{0}); // no limit of the captured length
    AppendOption(body, IF_NAME, name);
    AppendOption(body, IF_DESCRIPTION, description);
    AppendOption(body, IF_TIME_RESOLUTION, Octets(NANOSECONDS));
    AppendOption(body, END_OF_OPTIONS, "");
    return Block(INTERFACE_DESCRIPTION, body);
}

std::string
PcapngPacket(const CapturedPacket& packet)
{
    std::string body;
    body.reserve(packet.octets.size() + 64);
    Append(body, packet.interface);
    Append(body, static_cast<uint32_t>(packet.nanoseconds >> 32));
    Append(body, static_cast<uint32_t>(packet.nanoseconds & 0xffffffff));
    Append(body, static_cast<uint32_t>(packet.octets.size()));
    Append(body, static_cast<uint32_t>(packet.octets.size()));
    body += packet.octets;
    Pad(body);
    const std::size_t withoutOptions = body.size();
    for (const std::string& comment : packet.comments)
    {
        AppendOption(body, COMMENT, comment);
    }
    if (packet.direction != CaptureDirection::Unknown)
    {
        AppendOption(body, EPB_FLAGS, Octets(uint32_t{static_cast<uint8_t>(packet.direction)}));
    }
    if (packet.id != 0)
    {
        AppendOption(body, EPB_PACKET_ID, Octets(packet.id));
    }
    if (body.size() > withoutOptions)
    {
        AppendOption(body, END_OF_OPTIONS, "");
    }
    return Block(ENHANCED_PACKET, body);
}

} // namespace lifecycle
} // namespace ns3
