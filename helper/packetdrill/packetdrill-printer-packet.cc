/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "packetdrill-printer.h"

/**
 * \file
 * \ingroup tcp-lifecycle-packetdrill
 * Packets written as text.
 */

namespace ns3
{
namespace packetdrill
{

namespace
{

/// \param octets bytes \return them in hexadecimal
std::string
Hex(const std::vector<uint8_t>& octets)
{
    std::string text;
    for (const uint8_t octet : octets)
    {
        constexpr char DIGITS[] = "0123456789abcdef";
        text += DIGITS[octet >> 4];
        text += DIGITS[octet & 0xf];
    }
    return text;
}

/// \param number a number or nothing \return it, or dots
template <typename T>
std::string
OrDots(const std::optional<T>& number)
{
    return number ? std::to_string(*number) : "...";
}

/// Writes one option.
struct OptionWriter
{
    /// \param option one \return its text
    std::string operator()(const MssOption& option) const
    {
        return "mss " + OrDots(option.octets);
    }

    /// \param option one \return its text
    std::string operator()(const WindowScaleOption& option) const
    {
        return "wscale " + OrDots(option.shift);
    }

    /// \return its text
    std::string operator()(const SackPermittedOption&) const
    {
        return "sackOK";
    }

    /// \param option one \return its text
    std::string operator()(const SackOption& option) const
    {
        std::string text = "sack";
        for (const SackRange& block : option.blocks)
        {
            text += ' ' + std::to_string(block.left) + ':' + std::to_string(block.right) +
                    (block.absolute ? "!" : "");
        }
        return text;
    }

    /// \param option one \return its text
    std::string operator()(const TimestampsOption& option) const
    {
        return "TS val " + OrDots(option.value) + " ecr " + OrDots(option.echo);
    }

    /// \return its text
    std::string operator()(const NoOperationOption&) const
    {
        return "nop";
    }

    /// \return its text
    std::string operator()(const EndOfListOption&) const
    {
        return "eol";
    }

    /// \param option one \return its text
    std::string operator()(const FastOpenOption& option) const
    {
        const std::string cookie = option.variable.empty() ? Hex(option.cookie) : option.variable;
        return (option.experimental ? "FOEXP" : "FO") + (cookie.empty() ? cookie : ' ' + cookie);
    }

    /// \param option one \return its text
    std::string operator()(const RawOption& option) const
    {
        return "kind " + std::to_string(option.kind) +
               (option.data.empty() ? std::string() : " 0x" + Hex(option.data));
    }

    /// \param option one \return its text
    std::string operator()(const UnknownOption& option) const
    {
        return option.text;
    }
};

/// \param ports source and destination \return them, and a blank; nothing without
std::string
PortsText(const std::optional<std::pair<uint16_t, uint16_t>>& ports)
{
    return ports ? std::to_string(ports->first) + " > " + std::to_string(ports->second) + ' '
                 : std::string();
}

/// \param marks of an IP header \return them, and a blank; nothing without
std::string
MarksText(const IpMarks& marks)
{
    std::string text;
    const auto add = [&text](const std::string& mark) {
        text += (text.empty() ? "[" : ",") + mark;
    };
    if (marks.ecn)
    {
        add(ToText(*marks.ecn));
    }
    if (marks.hopLimit)
    {
        add("ttl " + std::to_string(*marks.hopLimit));
    }
    if (marks.tos)
    {
        add("tos " + std::to_string(*marks.tos));
    }
    if (marks.flowLabel)
    {
        add("flowlabel " + std::to_string(*marks.flowLabel));
    }
    return text.empty() ? text : text + "] ";
}

/// Writes what a packet is.
struct PatternWriter
{
    /// \param tcp a segment \return its text
    std::string operator()(const TcpPattern& tcp) const
    {
        std::string text = MarksText(tcp.ip) + PortsText(tcp.ports) +
                           FlagsText(tcp.flags, tcp.accurateEcn) + ' ' + ToText(tcp.sequence);
        if (tcp.ack)
        {
            text += tcp.ack->kind == NumberKind::Ignored
                        ? " ack ..."
                        : " ack " + std::to_string(tcp.ack->value) +
                              (tcp.ack->kind == NumberKind::Absolute ? "!" : "");
        }
        text += tcp.window ? " win " + std::to_string(*tcp.window) : std::string();
        text += tcp.urgent ? " urg " + std::to_string(*tcp.urgent) : std::string();
        const char* separator = " <";
        for (const OptionPattern& option : tcp.options)
        {
            text += separator + ToText(option);
            separator = ",";
        }
        text += tcp.anyOptions ? " <...>" : (tcp.options.empty() ? "" : ">");
        if (tcp.udp)
        {
            text += "/udp(" + std::to_string(tcp.udp->first) + " > " +
                    std::to_string(tcp.udp->second) + ')';
        }
        return text;
    }

    /// \param udp a datagram \return its text
    std::string operator()(const UdpPattern& udp) const
    {
        return MarksText(udp.ip) + PortsText(udp.ports) + "udp(" + std::to_string(udp.length) + ')';
    }

    /// \param icmp a message \return its text
    std::string operator()(const IcmpPattern& icmp) const
    {
        std::string text = MarksText(icmp.ip) + "icmp " + icmp.type;
        text += icmp.code.empty() ? icmp.code : ' ' + icmp.code;
        text += icmp.mtu ? " mtu " + std::to_string(*icmp.mtu) : std::string();
        text += icmp.segment ? " [" + ToText(*icmp.segment) + ']' : std::string();
        text += icmp.udpLength ? " [udp(" + std::to_string(*icmp.udpLength) + ")]" : std::string();
        return text;
    }

    /// \param other a packet \return its text
    std::string operator()(const OtherPattern& other) const
    {
        return other.text;
    }
};

} // namespace

const char*
ToText(EcnMark mark)
{
    switch (mark)
    {
    case EcnMark::NotEct:
        return "noecn";
    case EcnMark::Ect1:
        return "ect1";
    case EcnMark::Ect0:
        return "ect0";
    case EcnMark::Ce:
        return "ce";
    case EcnMark::Ect:
        return "ect01";
    }
    return "?";
}

std::string
FlagsText(uint8_t flags, bool accurateEcn)
{
    lifecycle::Segment segment;
    segment.flags = flags;
    std::string text = lifecycle::FlagsText(segment);
    if (accurateEcn)
    {
        text = text == "-" ? "A" : text + 'A';
    }
    return text;
}

std::string
ToText(const SequenceRange& range)
{
    const std::string length = '(' + std::to_string(range.length) + ')';
    if (range.kind == NumberKind::Ignored)
    {
        return "..." + length;
    }
    return std::to_string(range.first) + ':' + std::to_string(range.end) + length +
           (range.kind == NumberKind::Absolute ? "!" : "");
}

std::string
ToText(const OptionPattern& option)
{
    return std::visit(OptionWriter{}, option.value);
}

std::string
ToText(const Packet& packet)
{
    return (packet.direction == Direction::Inbound ? "< " : "> ") +
           std::visit(PatternWriter{}, packet.pattern);
}

} // namespace packetdrill
} // namespace ns3
