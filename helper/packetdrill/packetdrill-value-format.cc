/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "packetdrill-characters.h"
#include "packetdrill-value.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

/**
 * \file
 * \ingroup tcp-lifecycle-packetdrill
 * Values formatted as Python's \c % does.
 */

namespace ns3
{
namespace packetdrill
{

namespace
{

/// One `%...` of a format.
struct Conversion
{
    std::string flags; //!< of printf
    int width{0};      //!< bytes at least
    int precision{-1}; //!< decimals; -1 is printf's own
    char kind{'\0'};   //!< the letter
};

/// \param number up to \param most \param text at digits \param[in,out] at where \return the number
int
ReadNumber(int most, const std::string& text, std::size_t& at)
{
    int number = 0;
    while (at < text.size() && IsDigit(text[at]))
    {
        number = 10 * number + (text[at++] - '0');
        if (number > most)
        {
            throw ValueError("a width in a format is at most " + std::to_string(most));
        }
    }
    return number;
}

/// \param format a format \param[in,out] at after a `%` \return what follows
Conversion
ReadConversion(const std::string& format, std::size_t& at)
{
    constexpr int MOST_WIDTH = 99;
    Conversion conversion;
    while (at < format.size() && std::string("-+ 0#").find(format[at]) != std::string::npos)
    {
        conversion.flags += conversion.flags.size() < 5 ? std::string(1, format[at]) : "";
        ++at;
    }
    conversion.width = ReadNumber(MOST_WIDTH, format, at);
    if (at < format.size() && format[at] == '.')
    {
        ++at;
        conversion.precision = ReadNumber(MOST_WIDTH, format, at);
    }
    while (at < format.size() && (format[at] == 'l' || format[at] == 'h' || format[at] == 'L'))
    {
        ++at;
    }
    if (at == format.size())
    {
        throw ValueError("the format ends after \"%\"");
    }
    conversion.kind = format[at++];
    if (std::string("xXo").find(conversion.kind) == std::string::npos)
    {
        // printf has no meaning for it elsewhere
        conversion.flags.erase(std::remove(conversion.flags.begin(), conversion.flags.end(), '#'),
                               conversion.flags.end());
    }
    return conversion;
}

/// \param value a number \return it without decimals; a ValueError if it is none, or too large
int64_t
Truncated(const Value& value)
{
    constexpr double LIMIT = 9.2e18; // below 2^63
    const auto* real = std::get_if<double>(&value.data);
    if (real != nullptr && std::abs(*real) < LIMIT)
    {
        return static_cast<int64_t>(*real);
    }
    const auto* integer = std::get_if<int64_t>(&value.data);
    if (integer == nullptr)
    {
        throw ValueError("an integer is needed, not " + ToText(value));
    }
    return *integer;
}

/// \param conversion how \param value a value \return it formatted
std::string
Convert(const Conversion& conversion, const Value& value)
{
    // a real number may have 309 digits before its point, and 99 after it
    char out[512];
    std::string specification = '%' + conversion.flags + "*.*";
    switch (conversion.kind)
    {
    case 'd':
    case 'i':
    case 'u':
    case 'x':
    case 'X':
    case 'o':
        specification += "ll";
        specification += conversion.kind == 'u' || conversion.kind == 'i' ? 'd' : conversion.kind;
        std::snprintf(out,
                      sizeof out,
                      specification.c_str(),
                      conversion.width,
                      conversion.precision,
                      static_cast<long long>(Truncated(value)));
        return out;
    case 'e':
    case 'f':
    case 'g': {
        specification += conversion.kind;
        const auto* real = std::get_if<double>(&value.data);
        std::snprintf(out,
                      sizeof out,
                      specification.c_str(),
                      conversion.width,
                      conversion.precision,
                      real != nullptr ? *real : static_cast<double>(Truncated(value)));
        return out;
    }
    case 's':
    case 'r': {
        std::string text = ToText(value);
        const bool left = conversion.flags.find('-') != std::string::npos;
        const auto width = static_cast<std::size_t>(conversion.width);
        if (text.size() < width)
        {
            text.insert(left ? text.size() : 0, width - text.size(), ' ');
        }
        return text;
    }
    }
    throw ValueError(std::string("the format \"%") + conversion.kind + "\" is not known");
}

} // namespace

std::string
Format(const std::string& format, const Value& arguments)
{
    const std::vector<Value> one = {arguments};
    const std::vector<Value>& all = std::holds_alternative<std::vector<Value>>(arguments.data)
                                        ? std::get<std::vector<Value>>(arguments.data)
                                        : one;
    std::size_t used = 0;
    std::string text;
    for (std::size_t at = 0; at < format.size();)
    {
        if (format[at] != '%')
        {
            text += format[at++];
            continue;
        }
        const Conversion conversion = ReadConversion(format, ++at);
        if (conversion.kind == '%')
        {
            text += '%';
            continue;
        }
        if (used == all.size())
        {
            throw ValueError("the format wants more than " + std::to_string(used) + " values");
        }
        text += Convert(conversion, all[used++]);
    }
    if (used != all.size())
    {
        throw ValueError("the format wants " + std::to_string(used) + " values, not " +
                         std::to_string(all.size()));
    }
    return text;
}

} // namespace packetdrill
} // namespace ns3
