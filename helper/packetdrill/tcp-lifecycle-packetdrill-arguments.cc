/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-packetdrill-arguments.h"

#include "tcp-lifecycle-packetdrill-sockets.h"

#include <algorithm>
#include <map>
#include <variant>

namespace ns3
{
namespace packetdrill
{

namespace
{

/// Constants of system calls, under the numbers of Linux; only which of them is which matters.
const std::map<std::string, int64_t>&
Constants()
{
    static const std::map<std::string, int64_t> constants = {
        {"O_RDONLY", 0},
        {"O_WRONLY", 1},
        {"O_RDWR", 2},
        {"O_NONBLOCK", 0x800},
        {"O_NDELAY", 0x800},
        {"SOCK_STREAM", 1},
        {"SOCK_NONBLOCK", 0x800},
        {"SOCK_CLOEXEC", 0x80000},
        {"MSG_PEEK", 0x2},
        {"MSG_DONTWAIT", 0x40},
        {"MSG_WAITALL", 0x100},
        {"MSG_NOSIGNAL", 0x4000},
        {"MSG_TRUNC", 0x20},
        {"MSG_MORE", 0x8000},
        {"MSG_EOR", 0x80},
        {"MSG_OOB", 0x1},
        {"MSG_FASTOPEN", 0x20000000},
        {"MSG_ZEROCOPY", 0x4000000},
        {"MSG_ERRQUEUE", 0x2000},
        {"SHUT_RD", 0},
        {"SHUT_WR", 1},
        {"SHUT_RDWR", 2},
        {"POLLIN", POLL_IN},
        {"POLLOUT", POLL_OUT},
        {"POLLERR", POLL_ERR},
        {"POLLHUP", POLL_HUP},
        {"POLLRDHUP", POLL_RDHUP},
        {"POLLRDNORM", 0},
        {"POLLWRNORM", 0},
        {"F_GETFL", 3},
        {"F_SETFL", 4},
        {"FD_CLOEXEC", 1},
        {"IP_PMTUDISC_DONT", 0},
        {"IP_PMTUDISC_WANT", 1},
        {"IP_PMTUDISC_DO", 2},
        {"IP_PMTUDISC_PROBE", 3},
        {"IPV6_PMTUDISC_DONT", 0},
        {"IPV6_PMTUDISC_WANT", 1},
        {"IPV6_PMTUDISC_DO", 2},
        {"IPV6_PMTUDISC_PROBE", 3},
    };
    return constants;
}

} // namespace

std::optional<int64_t>
Number(const Expression& expression)
{
    if (const auto* integer = std::get_if<Integer>(&expression.value))
    {
        return integer->value;
    }
    if (const auto* word = std::get_if<Word>(&expression.value))
    {
        const auto found = Constants().find(word->name);
        return found == Constants().end() ? std::nullopt : std::optional(found->second);
    }
    if (const auto* combination = std::get_if<Combination>(&expression.value))
    {
        int64_t value = 0;
        for (const Expression& part : combination->parts)
        {
            const auto number = Number(part);
            if (!number)
            {
                return std::nullopt;
            }
            value |= *number;
        }
        return value;
    }
    if (const auto* call = std::get_if<Call>(&expression.value))
    {
        const bool order = call->name == "htons" || call->name == "htonl";
        return order && call->arguments.size() == 1 ? Number(call->arguments[0]) : std::nullopt;
    }
    return std::nullopt;
}

void
Collect(const Expression& expression, std::vector<int64_t>& numbers)
{
    if (const auto* list = std::get_if<List>(&expression.value))
    {
        for (const Expression& item : list->items)
        {
            Collect(item, numbers);
        }
    }
    else if (const auto* structure = std::get_if<Structure>(&expression.value))
    {
        for (const Structure::Member& member : structure->members)
        {
            Collect(member.value[0], numbers);
        }
    }
    else if (const auto number = Number(expression))
    {
        numbers.push_back(*number);
    }
}

const Expression*
MemberOf(const Structure& structure, const std::string& name)
{
    const auto found =
        std::find_if(structure.members.begin(),
                     structure.members.end(),
                     [&name](const Structure::Member& member) { return member.name == name; });
    return found == structure.members.end() ? nullptr : &found->value[0];
}

uint16_t
PortOf(const Expression& address, uint16_t otherwise)
{
    if (const auto* structure = std::get_if<Structure>(&address.value))
    {
        for (const char* name : {"sin_port", "sin6_port"})
        {
            const Expression* port = MemberOf(*structure, name);
            const auto number = port != nullptr ? Number(*port) : std::nullopt;
            if (number)
            {
                return static_cast<uint16_t>(*number);
            }
        }
    }
    return otherwise;
}

int64_t
OctetsOf(const Expression& vector)
{
    std::vector<int64_t> numbers;
    Collect(vector, numbers);
    int64_t sum = 0;
    for (const int64_t number : numbers)
    {
        sum += number;
    }
    return sum;
}

std::optional<int64_t>
OctetsOfMessage(const Expression& message)
{
    const auto* structure = std::get_if<Structure>(&message.value);
    const Expression* vector = structure != nullptr ? MemberOf(*structure, "msg_iov") : nullptr;
    return vector != nullptr ? std::optional(OctetsOf(*vector)) : std::nullopt;
}

} // namespace packetdrill
} // namespace ns3
