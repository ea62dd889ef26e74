/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "packetdrill-printer.h"

#include "packetdrill-options.h"

#include <cstdio>

namespace ns3
{
namespace packetdrill
{

namespace
{

/// \param items values \return them, with commas between
std::string
ItemsText(const std::vector<Expression>& items)
{
    std::string text;
    for (const Expression& item : items)
    {
        text += (text.empty() ? "" : ", ") + ToText(item);
    }
    return text;
}

/// Writes one value.
struct ValueWriter
{
    /// \return its text
    std::string operator()(const Ellipsis&) const
    {
        return "...";
    }

    /// \param integer one \return its text
    std::string operator()(const Integer& integer) const
    {
        if (!integer.hexadecimal)
        {
            return std::to_string(integer.value);
        }
        char digits[24];
        const bool negative = integer.value < 0;
        std::snprintf(digits,
                      sizeof digits,
                      "%s0x%02llx",
                      negative ? "-" : "",
                      static_cast<unsigned long long>(negative ? -integer.value : integer.value));
        return digits;
    }

    /// \param word one \return its text
    std::string operator()(const Word& word) const
    {
        return word.name;
    }

    /// \param string one \return its text
    std::string operator()(const String& string) const
    {
        std::string text = "\"";
        for (const char c : string.text)
        {
            text += c == '"' ? std::string("\\\"") : std::string(1, c);
        }
        return text + '"';
    }

    /// \param list one \return its text
    std::string operator()(const List& list) const
    {
        return '[' + ItemsText(list.items) + ']';
    }

    /// \param structure one \return its text
    std::string operator()(const Structure& structure) const
    {
        std::string text;
        for (const Structure::Member& member : structure.members)
        {
            text += text.empty() ? "{" : ", ";
            text += member.name;
            text += member.count.empty() ? std::string() : '(' + ItemsText(member.count) + ')';
            text += member.name.empty() ? "" : "=";
            text += ItemsText(member.value);
        }
        return text.empty() ? "{}" : text + '}';
    }

    /// \param combination one \return its text
    std::string operator()(const Combination& combination) const
    {
        std::string text;
        for (const Expression& part : combination.parts)
        {
            text += (text.empty() ? "" : "|") + ToText(part);
        }
        return text;
    }

    /// \param call one \return its text
    std::string operator()(const Call& call) const
    {
        return call.name + '(' + ItemsText(call.arguments) + ')';
    }
};

/// \param command a shell command \return it in backticks
std::string
Backticked(const std::string& command)
{
    std::string text = "`";
    for (const char c : command)
    {
        text += c == '`' ? std::string("\\`") : std::string(1, c);
    }
    return text + '`';
}

/// \param value of an option of the tool \return it with `=` before it, in the marks that it has
/// not
std::string
ConfigText(const std::string& value)
{
    if (value.empty())
    {
        return value;
    }
    const bool both = value.find('"') != std::string::npos && value.find('\'') != std::string::npos;
    const char* mark = value.find('"') == std::string::npos ? "\"" : "'";
    return both ? '=' + value : '=' + (mark + value + mark);
}

/// Writes what an event does.
struct ActionWriter
{
    /// \param packet one \return its text
    std::string operator()(const Packet& packet) const
    {
        return ToText(packet);
    }

    /// \param call one \return its text
    std::string operator()(const SystemCall& call) const
    {
        return ToText(call);
    }

    /// \param command one \return its text
    std::string operator()(const Command& command) const
    {
        return Backticked(command.text);
    }

    /// \param code one \return its text
    std::string operator()(const Code& code) const
    {
        return "%{" + code.text + "}%";
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
ToText(const Packet& packet)
{
    return (packet.direction == Direction::Inbound ? "< " : "> ") +
           std::visit(PatternWriter{}, packet.pattern);
}

std::string
ToText(const TimeSpec& time)
{
    if (time.kind == TimeKind::Any)
    {
        return "*";
    }
    const std::string sign = time.kind == TimeKind::Relative ? "+" : "";
    std::string text = sign + SecondsText(time.from);
    text += time.to ? '~' + sign + SecondsText(*time.to) : std::string();
    text += time.blockedTo ? "..." + SecondsText(*time.blockedTo) : std::string();
    return text;
}

std::string
ToText(const Expression& expression)
{
    return std::visit(ValueWriter{}, expression.value);
}

std::string
ToText(const SystemCall& call)
{
    std::string text = call.name + '(' + ItemsText(call.arguments) + ") = " + ToText(call.result);
    text += call.error.empty() ? call.error : ' ' + call.error;
    text += call.note.empty() ? call.note : " (" + call.note + ')';
    return text;
}

std::string
ToText(const Event& event)
{
    return ToText(event.time) + ' ' + std::visit(ActionWriter{}, event.action);
}

std::string
ToText(const Script& script)
{
    std::string text;
    for (const ConfigLine& config : script.config)
    {
        text += "--" + config.name + ConfigText(config.value) + '\n';
    }
    for (const PlainCommand& command : script.init)
    {
        text += Backticked(command.text) + '\n';
    }
    for (const Event& event : script.events)
    {
        text += ToText(event) + '\n';
    }
    for (const PlainCommand& command : script.cleanup)
    {
        text += Backticked(command.text) + '\n';
    }
    return text;
}

} // namespace packetdrill
} // namespace ns3
