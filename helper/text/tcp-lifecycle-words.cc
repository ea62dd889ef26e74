/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-words.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <numeric>
#include <utility>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Words of the module's small languages: fault rules, workloads.
 */

namespace ns3
{

namespace
{

/// Units of time, each a thousand of the one before.
constexpr const char* UNITS[] = {"ns", "us", "ms", "s"};

/// Digits before the point of a time: 31 years in seconds, far inside what ns-3's Time can hold.
constexpr std::size_t MOST_DIGITS = 9;

/// Bytes of a word that are repeated in a message.
constexpr std::size_t SHOWN = 40;

/// Bytes of a file that is a text a person wrote, or a trace of a million lines.
constexpr std::size_t MOST_OCTETS = 64 << 20;

/// \param text a text \return how many decimal digits it begins with
std::size_t
LeadingDigits(const std::string& text)
{
    return std::min(text.find_first_not_of("0123456789"), text.size());
}

/// \param a a word \param b another \return fewest letters to add, drop or change (Levenshtein)
std::size_t
EditDistance(const std::string& a, const std::string& b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i)
    {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j)
        {
            const std::size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({change, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row[b.size()];
}

/// \param text such as `1e6` \param[out] number gets it \return whether it is a whole number
bool
ReadPower(const std::string& text, uint64_t& number)
{
    constexpr double MOST_EXACT = 9007199254740992; // 2^53: a double has no more digits
    double read = 0;
    const char* last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data(), last, read);
    if (error != std::errc() || end != last || text.find_first_of("eE") == std::string::npos ||
        !(read >= 0 && read <= MOST_EXACT) || read != std::floor(read))
    {
        return false;
    }
    number = static_cast<uint64_t>(read);
    return true;
}

} // namespace

TcpLifecycleTokenizer::TcpLifecycleTokenizer(const std::string& text,
                                             TcpLifecycleTextPlace place,
                                             const char* ends)
    : m_text(text),
      m_place(std::move(place)),
      m_ends(std::string("\n") + ends),
      m_breaks(m_ends + " \t\r#")
{
}

bool
TcpLifecycleTokenizer::AtEnd() const
{
    return m_at < m_text.size() && m_ends.find(m_text[m_at]) != std::string::npos;
}

bool
TcpLifecycleTokenizer::NextSentence()
{
    SkipBlanks();
    while (AtEnd())
    {
        if (m_text[m_at] == '\n')
        {
            ++m_line;
            m_lineStart = m_at + 1;
        }
        ++m_at;
        SkipBlanks();
    }
    return m_at < m_text.size();
}

TcpLifecycleToken
TcpLifecycleTokenizer::Take(std::size_t end)
{
    const std::size_t before = m_line == 0 ? m_place.column : 1;
    TcpLifecycleToken token{m_text.substr(m_at, end - m_at),
                            {m_place.source, m_place.line + m_line, m_at - m_lineStart + before}};
    m_at = end;
    SkipBlanks();
    return token;
}

TcpLifecycleToken
TcpLifecycleTokenizer::Next(const char* signs)
{
    return Take(std::min(m_text.find_first_of(m_breaks + signs, m_at), m_text.size()));
}

bool
TcpLifecycleTokenizer::Skip(char sign)
{
    const bool there = m_at < m_text.size() && m_text[m_at] == sign;
    m_at += there ? 1 : 0;
    return there;
}

TcpLifecycleToken
TcpLifecycleTokenizer::Rest()
{
    const std::size_t end = std::min(m_text.find_first_of(m_ends + '#', m_at), m_text.size());
    const std::size_t first = m_text.find_first_not_of(" \t\r", m_at);
    if (first >= end)
    {
        return Take(m_at);
    }
    m_at = first;
    return Take(m_text.find_last_not_of(" \t\r", end - 1) + 1);
}

void
TcpLifecycleTokenizer::SkipBlanks()
{
    m_at = std::min(m_text.find_first_not_of(" \t\r", m_at), m_text.size());
    if (m_at < m_text.size() && m_text[m_at] == '#')
    {
        m_at = std::min(m_text.find('\n', m_at), m_text.size());
    }
}

std::string
TcpLifecycleQuoted(const std::string& text)
{
    std::string quoted = "'";
    for (const char c : text.substr(0, SHOWN))
    {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
        {
            char escape[5];
            std::snprintf(escape, sizeof escape, "\\x%02x", static_cast<unsigned char>(c));
            quoted += escape;
        }
        else
        {
            quoted += c;
        }
    }
    return quoted + (text.size() > SHOWN ? "...'" : "'");
}

void
TcpLifecycleFail(const TcpLifecycleToken& token, const std::string& message)
{
    throw TcpLifecycleSyntaxError(token.place, message);
}

TcpLifecycleToken
TcpLifecyclePart(const TcpLifecycleToken& token, std::size_t from, std::size_t size)
{
    TcpLifecycleToken part{token.text.substr(from, size), token.place};
    part.place.column += from;
    return part;
}

void
TcpLifecycleExpectEnd(const TcpLifecycleToken& token)
{
    if (!token.IsEnd())
    {
        TcpLifecycleFail(token, TcpLifecycleQuoted(token.text) + " is one word too many");
    }
}

uint64_t
TcpLifecycleReadNumber(const TcpLifecycleToken& token, uint64_t least, uint64_t most)
{
    const std::string range =
        "number from " + std::to_string(least) + " to " + std::to_string(most);
    if (token.IsEnd())
    {
        TcpLifecycleFail(token, "a " + range + " is missing");
    }
    uint64_t number = 0;
    const char* last = token.text.data() + token.text.size();
    const auto [end, error] = std::from_chars(token.text.data(), last, number);
    const bool read = (error == std::errc() && end == last) || ReadPower(token.text, number);
    if (!read || number < least || number > most)
    {
        TcpLifecycleFail(token, TcpLifecycleQuoted(token.text) + " is not a " + range);
    }
    return number;
}

double
TcpLifecycleReadReal(const TcpLifecycleToken& token, double least, double most)
{
    const std::string range =
        "number from " + TcpLifecycleRealText(least) + " to " + TcpLifecycleRealText(most);
    if (token.IsEnd())
    {
        TcpLifecycleFail(token, "a " + range + " is missing");
    }
    double number = 0;
    const bool percent = least == 0 && most == 1 && token.text.back() == '%';
    const char* last = token.text.data() + token.text.size() - (percent ? 1 : 0);
    const auto [end, error] = std::from_chars(token.text.data(), last, number);
    number /= percent ? 100 : 1;
    if (error != std::errc() || end != last || !(number >= least && number <= most))
    {
        TcpLifecycleFail(token, TcpLifecycleQuoted(token.text) + " is not a " + range);
    }
    return number;
}

Time
TcpLifecycleReadTime(const TcpLifecycleToken& token)
{
    if (token.IsEnd())
    {
        TcpLifecycleFail(token, "a time such as '30ms' is missing");
    }
    const std::size_t whole = LeadingDigits(token.text);
    std::size_t end = whole;
    if (end > 0 && end < token.text.size() && token.text[end] == '.')
    {
        end += 1 + LeadingDigits(token.text.substr(end + 1));
    }
    const std::string unit = token.text.substr(end);
    if (whole == 0 || whole > MOST_DIGITS ||
        std::find(std::begin(UNITS), std::end(UNITS), unit) == std::end(UNITS))
    {
        TcpLifecycleFail(token,
                         TcpLifecycleQuoted(token.text) +
                             " is not a time such as '30ms'; units: ns, us, ms, s" +
                             (whole > 0 && unit.empty() ? "; " + token.text + "ms?" : ""));
    }
    return Time(token.text);
}

std::string
TcpLifecycleTimeText(Time time)
{
    int64_t number = time.GetNanoSeconds();
    std::size_t unit = 0;
    while (unit + 1 < std::size(UNITS) && number % 1000 == 0)
    {
        number /= 1000;
        ++unit;
    }
    return std::to_string(number) + UNITS[unit];
}

std::string
TcpLifecycleRealText(double number)
{
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
    return {text.data(), end};
}

std::string
TcpLifecycleReadTextFile(const std::string& path)
{
    const auto refuse = [&path](const char* why) {
        throw std::invalid_argument("cannot read " + path + ": " + why);
    };
    std::FILE* file = std::fopen(path.c_str(), "r");
    if (!file)
    {
        refuse(std::strerror(errno));
    }
    std::string text;
    std::array<char, 1 << 16> block;
    std::size_t size = 0;
    do
    {
        size = std::fread(block.data(), 1, block.size(), file);
        text.append(block.data(), size);
    } while (size == block.size() && text.size() <= MOST_OCTETS);
    const int error = std::ferror(file) ? errno : 0;
    std::fclose(file);
    if (error != 0)
    {
        refuse(std::strerror(error));
    }
    if (text.size() > MOST_OCTETS)
    {
        refuse("it is larger than 64 MiB");
    }
    return text;
}

std::vector<std::string>
TcpLifecycleNearest(const std::string& name,
                    const std::vector<std::string>& names,
                    std::size_t count)
{
    std::vector<std::pair<std::size_t, std::string>> ranked;
    ranked.reserve(names.size());
    for (const auto& each : names)
    {
        ranked.emplace_back(EditDistance(name, each), each);
    }
    std::sort(ranked.begin(), ranked.end());
    std::vector<std::string> nearest;
    for (std::size_t i = 0; i < std::min(count, ranked.size()); ++i)
    {
        nearest.push_back(ranked[i].second);
    }
    return nearest;
}

} // namespace ns3
