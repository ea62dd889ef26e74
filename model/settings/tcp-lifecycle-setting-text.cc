/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-settings.h"

#include "ns3/nstime.h"

#include <cerrno>
#include <cstdlib>
#include <limits>
#include <sstream>

// Settings as text.

namespace ns3
{

using Kind = TcpLifecycleSettingKind;

namespace
{

const char* const NEVER_WORD = "never";                        //!< FOREVER as text
const char* const ISN_WORD = "rfc6528";                        //!< -1 of an Isn as text
constexpr int64_t NEVER = std::numeric_limits<int64_t>::max(); //!< FOREVER as a value

/// \param text a whole decimal number \return it, or nothing
std::optional<int64_t>
ParseNumber(const std::string& text)
{
    if (text.empty() ||
        text.find_first_not_of("0123456789", text[0] == '-' ? 1 : 0) != std::string::npos)
    {
        return std::nullopt;
    }
    errno = 0;
    char* end = nullptr;
    const long long value = std::strtoll(text.c_str(), &end, 10);
    return errno != 0 || end == text.c_str() || *end != '\0' ? std::nullopt
                                                             : std::optional<int64_t>(value);
}

/// \param text a time as ns3::Time reads it \return nanoseconds, or nothing
std::optional<int64_t>
ParseTime(const std::string& text)
{
    char* end = nullptr;
    std::strtod(text.c_str(), &end);
    const std::string unit = end;
    if (end == text.c_str() || text.find_first_of("xXnN") < text.size() - unit.size())
    {
        return std::nullopt;
    }
    for (const char* known : {"", "s", "ms", "us", "ns", "ps", "fs", "min", "h", "d", "y"})
    {
        if (unit == known)
        {
            return Time(text).GetNanoSeconds();
        }
    }
    return std::nullopt;
}

/// \param text `first-last` \return first << 16 | last, or nothing
std::optional<int64_t>
ParsePorts(const std::string& text)
{
    const std::size_t dash = text.find('-');
    if (dash == std::string::npos)
    {
        return std::nullopt;
    }
    const auto first = ParseNumber(text.substr(0, dash));
    const auto last = ParseNumber(text.substr(dash + 1));
    if (!first || !last || *first < 1 || *last > 65535 || *first > *last)
    {
        return std::nullopt;
    }
    return *first << 16 | *last;
}

/// \param ns nanoseconds \return in the largest unit that leaves no fraction
std::string
FormatTime(int64_t ns)
{
    /// A unit and its nanoseconds.
    struct Unit
    {
        int64_t ns;       //!< how many
        const char* name; //!< as ns3::Time writes it
    };

    for (const Unit unit : {Unit{1000000000, "s"}, Unit{1000000, "ms"}, Unit{1000, "us"}})
    {
        if (ns % unit.ns == 0)
        {
            return std::to_string(ns / unit.ns) + unit.name;
        }
    }
    return std::to_string(ns) + "ns";
}

} // namespace

std::optional<int64_t>
TcpLifecycleSetting::Parse(const std::string& text, std::string& problem) const
{
    std::optional<int64_t> value;
    switch (kind)
    {
    case Kind::Duration:
        value = text == NEVER_WORD ? NEVER : ParseTime(text);
        break;
    case Kind::Count:
        value = ParseNumber(text);
        break;
    case Kind::Flag:
        if (text == "true" || text == "1" || text == "t")
        {
            value = 1;
        }
        else if (text == "false" || text == "0" || text == "f")
        {
            value = 0;
        }
        break;
    case Kind::Choice:
        for (std::size_t i = 0; i < words.size(); ++i)
        {
            if (text == words[i])
            {
                value = static_cast<int64_t>(i);
            }
        }
        break;
    case Kind::Isn:
        value = text == ISN_WORD ? -1 : ParseNumber(text);
        break;
    case Kind::Ports:
        value = ParsePorts(text);
        break;
    }
    if (!value || *value < min || *value > max || (kind == Kind::Isn && text == "-1"))
    {
        problem = std::string(name) + " is \"" + text + "\": allowed is " + Allowed();
        return std::nullopt;
    }
    return value;
}

std::string
TcpLifecycleSetting::Format(int64_t value) const
{
    switch (kind)
    {
    case Kind::Duration:
        return value == NEVER ? NEVER_WORD : FormatTime(value);
    case Kind::Count:
        return std::to_string(value);
    case Kind::Flag:
        return value != 0 ? "true" : "false";
    case Kind::Choice:
        return words.at(static_cast<std::size_t>(value));
    case Kind::Isn:
        return value < 0 ? ISN_WORD : std::to_string(value);
    case Kind::Ports:
        return std::to_string(value >> 16) + "-" + std::to_string(value & 0xffff);
    }
    return "";
}

std::string
TcpLifecycleSetting::Allowed() const
{
    std::ostringstream os;
    os << PROFILE_WORD << ", or ";
    switch (kind)
    {
    case Kind::Duration:
        os << "a time from " << FormatTime(min) << " on" << (max == NEVER ? ", or never" : "");
        break;
    case Kind::Count:
        os << "a number from " << min << " to " << max;
        break;
    case Kind::Flag:
        os << "true, or false";
        break;
    case Kind::Choice:
        for (std::size_t i = 0; i < words.size(); ++i)
        {
            os << (i > 0 ? ", or " : "") << words[i];
        }
        break;
    case Kind::Isn:
        os << ISN_WORD << ", or a number from 0 to " << max;
        break;
    case Kind::Ports:
        os << "first-last with 1 <= first <= last <= 65535";
        break;
    }
    return os.str();
}

} // namespace ns3
