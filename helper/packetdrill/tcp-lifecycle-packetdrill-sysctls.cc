/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-packetdrill-sysctls.h"

#include "ns3/string.h"

#include <algorithm>
#include <cstdlib>
#include <sstream>

namespace ns3
{
namespace packetdrill
{

namespace
{

/// \param text numbers \return them
std::vector<int64_t>
Numbers(const std::string& text)
{
    std::vector<int64_t> numbers;
    std::istringstream in(text);
    std::string word;
    while (in >> word)
    {
        char* end = nullptr;
        const int64_t number = std::strtoll(word.c_str(), &end, 0);
        if (end == word.c_str() || *end != '\0')
        {
            return {};
        }
        numbers.push_back(number);
    }
    return numbers;
}

/// \param world gets it \param attribute name \param value text \return why not, or empty
std::string
SetAttribute(World& world, const char* attribute, const std::string& value)
{
    return world.GetL4()->SetAttributeFailSafe(attribute, StringValue(value))
               ? std::string()
               : std::string(attribute) + " cannot be " + value;
}

/// \param world gets it \param rule one of SysctlKind::Special \param numbers its value
/// \return why not, or empty
std::string
SetSpecial(World& world, const SysctlRule& rule, const std::vector<int64_t>& numbers)
{
    const std::string name = rule.name;
    const auto flag = [](bool value) { return std::string(value ? "true" : "false"); };
    if (name == "net.inet.tcp.rfc1323")
    {
        const bool scale = numbers[0] == 1 || numbers[0] == 2;
        const bool stamps = numbers[0] == 1 || numbers[0] == 3;
        return SetAttribute(world, "WindowScaling", flag(scale)) +
               SetAttribute(world, "Timestamps", flag(stamps));
    }
    if (name == "net.ipv4.tcp_orphan_retries")
    {
        const std::string count = std::to_string(numbers[0] == 0 ? 8 : numbers[0]);
        return SetAttribute(world, "OrphanRetries", count) +
               SetAttribute(world, "FinRetries", count);
    }
    if (name == "net.ipv4.tcp_fastopen")
    {
        // ip-sysctl.rst: 0x1 client, 0x2 server, 0x400 "Enable all listeners to support Fast Open"
        const bool server = (numbers[0] & 0x402) == 0x402;
        const bool client = (numbers[0] & 0x1) != 0;
        return SetAttribute(world,
                            "FastOpen",
                            server ? (client ? "both" : "server") : (client ? "client" : "off"));
    }
    if (name == "net.ipv4.tcp_rto_min_us")
    {
        return SetAttribute(world, "MinRto", std::to_string(numbers[0]) + "us");
    }
    if (name == "net.inet.tcp.maxunacktime")
    {
        return SetAttribute(world,
                            "UserTimeout",
                            numbers[0] > 0 ? std::to_string(numbers[0]) + "s" : "never");
    }
    if (numbers.size() != 3)
    {
        return "three numbers are required";
    }
    if (name == "net.ipv4.tcp_wmem")
    {
        return SetAttribute(world, "SendBuffer", std::to_string(numbers[1]));
    }
    return SetAttribute(world, "ReceiveBuffer", std::to_string(numbers[1] / 2)) +
           SetAttribute(world, "WindowScaleBuffer", std::to_string(numbers[2]));
}

/// A parameter and its value.
using Assignment = std::pair<const char*, const char*>;

/// \param world gets them \param assignments what
void
SetAll(World& world, const std::vector<Assignment>& assignments)
{
    for (const auto& [name, value] : assignments)
    {
        SetSysctl(world, name, value);
    }
}

} // namespace

std::string
SetSysctl(World& world, const std::string& name, const std::string& value)
{
    const auto& all = AllSysctls();
    const auto rule = std::find_if(all.begin(), all.end(), [&name](const SysctlRule& candidate) {
        return name == candidate.name;
    });
    if (rule == all.end())
    {
        return "the sysctl " + name + " is not known";
    }
    if (rule->kind == SysctlKind::Prepared)
    {
        return {};
    }
    const std::vector<int64_t> numbers = Numbers(value);
    if (numbers.empty())
    {
        return "the sysctl " + name + " is a number, not \"" + value + "\"";
    }
    const int64_t number = numbers[0];
    std::string text = std::to_string(number);
    switch (rule->kind)
    {
    case SysctlKind::Prepared:
    case SysctlKind::Same:
        break;
    case SysctlKind::Flag:
        text = number != 0 ? "true" : "false";
        break;
    case SysctlKind::Milliseconds:
        text += "ms";
        break;
    case SysctlKind::Seconds:
        text += "s";
        break;
    case SysctlKind::Words:
        if (number < 0 || number >= static_cast<int64_t>(rule->words.size()))
        {
            return "the sysctl " + name + " cannot be " + value + " here";
        }
        text = rule->words[static_cast<std::size_t>(number)];
        break;
    case SysctlKind::Special:
        return SetSpecial(world, *rule, numbers);
    }
    std::string why;
    for (const char* attribute : rule->attributes)
    {
        why += SetAttribute(world, attribute, text);
    }
    return why;
}

void
SetSystemDefaults(World& world, const std::string& profile)
{
    if (profile == "freebsd" || profile == "macos")
    {
        // tcp(4): what FreeBSD's scripts also set by themselves
        SetAll(world,
               {{"net.inet.tcp.recvspace", "65536"},
                {"net.inet.tcp.sendspace", "32768"},
                {"kern.ipc.maxsockbuf", "2097152"}});
    }
    if (profile == "linux")
    {
        // A host of little memory, on which the last of tcp_rmem is just below 4 MB (tcp_init()):
        // those on which scripts without settings of their own were written say wscale 6
        SetAll(world,
               {{"net.ipv4.tcp_rmem", "4096 131072 4190208"},
                {"net.ipv4.tcp_wmem", "4096 262144 4194304"}});
        SetAttribute(world, "SendAccounting", "frames");
    }
}

void
SetStandard(World& world)
{
    SetAttribute(world, "TimeWaitSyn", "ack");            // RFC 9293, 3.10.7.4, fourth
    SetAttribute(world, "TimeWaitNeedsAck", "false");     // 3.10.7.4, first
    SetAttribute(world, "TimeWaitIgnoresReset", "false"); // 3.10.7.4, second
    SetAttribute(world, "DropSynFin", "false");           // no RFC has it
}

void
SetSuiteDefaults(World& world, bool google)
{
    SetAll(world,
           {{"net.ipv4.tcp_rmem", "4096 540000 15728640"},
            {"net.ipv4.tcp_wmem", "4096 262144 4194304"},
            {"net.ipv4.tcp_timestamps", "1"},
            {"net.ipv4.tcp_syn_retries", "5"},
            {"net.ipv4.tcp_sack", "1"},
            {"net.ipv4.tcp_ecn", "0"},
            {"net.ipv4.tcp_syncookies", "1"},
            {"net.ipv4.tcp_fastopen", google ? "0x70403" : "0x3"}});
}

} // namespace packetdrill
} // namespace ns3
