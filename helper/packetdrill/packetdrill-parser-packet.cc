/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "packetdrill-options.h"
#include "packetdrill-parser-parts.h"

#include <limits>
#include <utility>

/**
 * \file
 * \ingroup tcp-lifecycle-packetdrill
 * Packets, read; each of their TCP options is read in packetdrill-options.cc.
 */

namespace ns3
{
namespace packetdrill
{

namespace
{

constexpr uint64_t MOST_8 = 0xff;                                  //!< in 8 bits
constexpr uint64_t MOST_16 = 0xffff;                               //!< in 16 bits
constexpr uint64_t MOST_20 = 0xfffff;                              //!< in 20 bits
constexpr uint64_t MOST_32 = std::numeric_limits<uint32_t>::max(); //!< in 32 bits

/// \param cursor at a part of an IP header's marks \param marks gets it
void
ReadMark(Cursor& cursor, IpMarks& marks)
{
    constexpr struct
    {
        const char* word; //!< in a script
        EcnMark mark;     //!< what it means
    } ECN[] = {{"noecn", EcnMark::NotEct},
               {"nonect", EcnMark::NotEct},
               {"ect0", EcnMark::Ect0},
               {"ect1", EcnMark::Ect1},
               {"ect01", EcnMark::Ect},
               {"ce", EcnMark::Ce}};

    for (const auto& [word, mark] : ECN)
    {
        if (cursor.SkipWord(word))
        {
            marks.ecn = mark;
            return;
        }
    }
    if (cursor.SkipWord("ttl") || cursor.SkipWord("hlim"))
    {
        marks.hopLimit = static_cast<uint8_t>(cursor.Number(MOST_8, "a TTL or hop limit"));
    }
    else if (cursor.SkipWord("tos"))
    {
        marks.tos = static_cast<uint8_t>(cursor.Number(MOST_8, "a type of service"));
    }
    else if (cursor.SkipWord("flowlabel"))
    {
        marks.flowLabel = static_cast<uint32_t>(cursor.Number(MOST_20, "a flow label"));
    }
    else
    {
        cursor.FailHere("noecn, ect0, ect1, ect01, ce, tos N, ttl N, hlim N or flowlabel N");
    }
}

/// \param cursor after a direction \return what is said of the IP header
IpMarks
ReadMarks(Cursor& cursor)
{
    IpMarks marks;
    while (cursor.NextChar() == '[' || cursor.NextChar() == '(')
    {
        const char* close = cursor.Skip("[") ? "]" : ")";
        if (*close == ')')
        {
            cursor.Skip("(");
        }
        do
        {
            ReadMark(cursor, marks);
        } while (cursor.Skip(","));
        cursor.Expect(close, "the marks of the IP header");
    }
    return marks;
}

/// \param cursor at two ports, `1000 > 80` \return them
std::pair<uint16_t, uint16_t>
ReadPorts(Cursor& cursor)
{
    const auto source = static_cast<uint16_t>(cursor.Number(MOST_16, "a port"));
    cursor.Expect(">", "the source port");
    return {source, static_cast<uint16_t>(cursor.Number(MOST_16, "a port"))};
}

/// \param cursor at a place \return the byte after the decimal number there, and blanks; 0 without
/// one
char
CharAfterNumber(Cursor& cursor)
{
    if (!cursor.IsNumber())
    {
        return '\0';
    }
    std::size_t i = 0;
    while (cursor.Peek(i) >= '0' && cursor.Peek(i) <= '9')
    {
        ++i;
    }
    while (cursor.Peek(i) == ' ' || cursor.Peek(i) == '\t')
    {
        ++i;
    }
    return cursor.Peek(i);
}

/// \param cursor at flags \param pattern gets them
void
ReadFlags(Cursor& cursor, TcpPattern& pattern)
{
    const Position position = cursor.NextPosition();
    const char next = cursor.NextChar();
    const bool sequence = (next == '.' && cursor.Peek(1) == '.') || CharAfterNumber(cursor) == ':';
    const std::string flags = sequence ? "" : cursor.Run("FSRPUEWA.-01234567");
    if (flags.empty())
    {
        cursor.FailHere("flags (F S R P . U E W A, or - for none), icmp, udp or a protocol's name");
    }
    if (flags == "-")
    {
        return;
    }
    std::string seen;
    for (const char flag : flags)
    {
        if (seen.find(flag) != std::string::npos || flag == '-')
        {
            cursor.Fail(position,
                        std::string("the flags have \"") + flag +
                            (flag == '-' ? "\" with other flags; it means none"
                                         : "\" twice; expected each at most once"));
        }
        seen += flag;
        if (flag >= '0' && flag <= '7')
        {
            // AccECN's counter is in three flags (draft-ietf-tcpm-accurate-ecn)
            pattern.accurateEcn = ((flag - '0') & 4) != 0;
            pattern.flags |= ((flag - '0') & 2) != 0 ? lifecycle::CWR : 0;
            pattern.flags |= ((flag - '0') & 1) != 0 ? lifecycle::ECE : 0;
        }
        pattern.accurateEcn = pattern.accurateEcn || flag == 'A';
        for (const auto& [mask, letter] : lifecycle::FLAG_LETTERS)
        {
            pattern.flags |= letter == flag ? mask : uint8_t{0};
        }
    }
}

/// \param cursor after `ack` \return the number
AckNumber
ReadAck(Cursor& cursor)
{
    AckNumber ack;
    if (cursor.Skip("..."))
    {
        ack.kind = NumberKind::Ignored;
        return ack;
    }
    ack.value = static_cast<uint32_t>(cursor.Number(MOST_32, "an acknowledgment number"));
    ack.kind = cursor.Skip("!") ? NumberKind::Absolute : NumberKind::Relative;
    return ack;
}

/// \param cursor after a `<` \param pattern gets the options up to `>`
void
ReadOptions(Cursor& cursor, TcpPattern& pattern)
{
    const Position position = cursor.NextPosition();
    if (cursor.Skip("..."))
    {
        pattern.anyOptions = true;
        cursor.Expect(">", "<...");
        return;
    }
    std::optional<std::size_t> size = 0;
    do
    {
        pattern.options.push_back(ReadOption(cursor));
        const auto octets = Encode(pattern.options.back(), Translation());
        size = size && octets ? std::optional<std::size_t>(*size + octets->size()) : std::nullopt;
    } while (cursor.Skip(","));
    if (!cursor.Skip(">"))
    {
        cursor.FailHere("\",\" or \">\" after an option");
    }
    if (size && *size > lifecycle::Options::MAX_SIZE)
    {
        cursor.Fail(position,
                    "the options take " + std::to_string(*size) + " bytes; a header has room for " +
                        std::to_string(lifecycle::Options::MAX_SIZE));
    }
    if (size && *size % 4 != 0)
    {
        cursor.Fail(position,
                    "the options take " + std::to_string(*size) +
                        " bytes; a header has a multiple of 4, so add nop or eol");
    }
}

/// \param cursor at flags \param pattern gets the segment
void
ReadTcp(Cursor& cursor, TcpPattern& pattern)
{
    ReadFlags(cursor, pattern);
    pattern.sequence = ReadSequence(cursor);
    if (cursor.SkipWord("ack"))
    {
        pattern.ack = ReadAck(cursor);
    }
    if (cursor.SkipWord("win"))
    {
        pattern.window = static_cast<uint16_t>(cursor.Number(MOST_16, "a window"));
    }
    if (cursor.SkipWord("urg"))
    {
        pattern.urgent = static_cast<uint16_t>(cursor.Number(MOST_16, "an urgent pointer"));
    }
    if (cursor.Skip("<"))
    {
        ReadOptions(cursor, pattern);
    }
    if (cursor.Skip("/"))
    {
        if (!cursor.SkipWord("udp"))
        {
            cursor.FailHere("udp after \"/\"");
        }
        cursor.Expect("(", "udp");
        pattern.udp = ReadPorts(cursor);
        cursor.Expect(")", "the ports");
    }
}

/// \param cursor after `udp` \return bytes of payload
uint32_t
ReadUdpLength(Cursor& cursor)
{
    cursor.Expect("(", "udp");
    const auto length = static_cast<uint32_t>(cursor.Number(MOST_16, "a length"));
    cursor.Expect(")", "a datagram's length");
    return length;
}

/// \param cursor after `icmp` \param icmp gets the message
void
ReadIcmp(Cursor& cursor, IcmpPattern& icmp)
{
    icmp.type = cursor.Word();
    if (icmp.type.empty())
    {
        cursor.FailHere("the type of the ICMP message, such as unreachable");
    }
    const char next = cursor.NextChar();
    if (!cursor.IsWord("mtu") && ((next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z')))
    {
        icmp.code = cursor.Word();
    }
    if (cursor.SkipWord("mtu"))
    {
        icmp.mtu = static_cast<uint32_t>(cursor.Number(MOST_32, "an MTU"));
    }
    if (cursor.Skip("["))
    {
        if (cursor.SkipWord("udp"))
        {
            icmp.udpLength = ReadUdpLength(cursor);
        }
        else
        {
            icmp.segment = ReadSequence(cursor);
        }
        cursor.Expect("]", "the packet that the ICMP message quotes");
    }
}

} // namespace

SequenceRange
ReadSequence(Cursor& cursor)
{
    SequenceRange range;
    const Position position = cursor.NextPosition();
    if (cursor.Skip("..."))
    {
        range.kind = NumberKind::Ignored;
    }
    else
    {
        range.first = static_cast<uint32_t>(
            cursor.Number(MOST_32, "sequence numbers, first:end(length) or ...(length)"));
        cursor.Expect(":", "the first sequence number");
        range.end = static_cast<uint32_t>(cursor.Number(MOST_32, "a sequence number"));
    }
    cursor.Expect("(", "the sequence numbers");
    range.length = static_cast<uint32_t>(cursor.Number(MOST_32, "a length"));
    cursor.Expect(")", "the length");
    if (range.kind == NumberKind::Ignored)
    {
        return range;
    }
    if (cursor.Skip("!"))
    {
        range.kind = NumberKind::Absolute;
    }
    if (range.first + range.length != range.end)
    {
        cursor.Fail(position,
                    std::to_string(range.first) + " and " + std::to_string(range.length) +
                        " bytes end at " + std::to_string(range.first + range.length) +
                        ", not at " + std::to_string(range.end));
    }
    return range;
}

Packet
ReadPacket(Cursor& cursor, Direction direction)
{
    Packet packet;
    packet.direction = direction;
    const IpMarks marks = ReadMarks(cursor);
    std::optional<std::pair<uint16_t, uint16_t>> ports;
    if (CharAfterNumber(cursor) == '>')
    {
        ports = ReadPorts(cursor);
    }
    const std::size_t begin = cursor.NextOffset();
    const char next = cursor.NextChar();
    if (cursor.SkipWord("icmp"))
    {
        IcmpPattern icmp;
        icmp.ip = marks;
        ReadIcmp(cursor, icmp);
        packet.pattern = std::move(icmp);
    }
    else if (cursor.SkipWord("udp"))
    {
        packet.pattern = UdpPattern{marks, ports, ReadUdpLength(cursor)};
    }
    else if (next >= 'a' && next <= 'z')
    {
        OtherPattern other;
        other.protocol = cursor.Word();
        cursor.RawUntil("");
        other.text = cursor.Text(begin, cursor.LastEnd());
        packet.pattern = std::move(other);
    }
    else
    {
        TcpPattern tcp;
        tcp.ip = marks;
        tcp.ports = ports;
        ReadTcp(cursor, tcp);
        packet.pattern = std::move(tcp);
    }
    return packet;
}

} // namespace packetdrill
} // namespace ns3
