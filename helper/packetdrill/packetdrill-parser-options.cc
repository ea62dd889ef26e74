/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "packetdrill-parser-parts.h"

#include <limits>
#include <utility>

/**
 * \file
 * \ingroup tcp-lifecycle-packetdrill
 * TCP options of a script's packet, read.
 */

namespace ns3
{
namespace packetdrill
{

namespace
{

constexpr uint64_t MOST_32 = std::numeric_limits<uint32_t>::max(); //!< in 32 bits

/**
 * \param cursor at a number or `...`
 * \param what the number's name, for messages
 * \return the number, nothing for `...`
 */
template <typename T>
std::optional<T>
ReadWildcard(Cursor& cursor, const char* what)
{
    if (cursor.Skip("..."))
    {
        return std::nullopt;
    }
    return static_cast<T>(cursor.Number(std::numeric_limits<T>::max(), what));
}

/// \param cursor after `sack` \return the blocks
SackOption
ReadSack(Cursor& cursor)
{
    SackOption sack;
    while (cursor.IsNumber())
    {
        SackRange block;
        block.left = static_cast<uint32_t>(cursor.Number(MOST_32, "a SACK block"));
        cursor.Expect(":", "the left edge of a SACK block");
        block.right = static_cast<uint32_t>(cursor.Number(MOST_32, "the right edge"));
        block.absolute = cursor.Skip("!");
        sack.blocks.push_back(block);
    }
    return sack;
}

/// \param cursor after `TS` \return the two numbers
TimestampsOption
ReadTimestamps(Cursor& cursor)
{
    TimestampsOption timestamps;
    if (!cursor.SkipWord("val"))
    {
        cursor.FailHere("val after TS; the option is written TS val N ecr N");
    }
    timestamps.value = ReadWildcard<uint32_t>(cursor, "a TS value");
    if (!cursor.SkipWord("ecr"))
    {
        cursor.FailHere("ecr after the TS value; the option is written TS val N ecr N");
    }
    timestamps.echo = ReadWildcard<uint32_t>(cursor, "a TS echo");
    return timestamps;
}

/**
 * \param cursor where hex digits may be
 * \param position of the digits, for messages
 * \param word the digits
 * \return the bytes; nothing if the word is not hexadecimal
 */
std::optional<std::vector<uint8_t>>
Octets(const Cursor& cursor, Position position, const std::string& word)
{
    constexpr char DIGITS[] = "0123456789abcdef";
    std::vector<uint8_t> octets((word.size() + 1) / 2);
    for (std::size_t i = 0; i < word.size(); ++i)
    {
        const char lower = static_cast<char>(word[i] | 0x20);
        const std::string digits = DIGITS;
        const std::size_t digit = digits.find(word[i] <= '9' ? word[i] : lower);
        if (digit == std::string::npos)
        {
            return std::nullopt;
        }
        octets[i / 2] = static_cast<uint8_t>(octets[i / 2] * 16 + digit);
    }
    if (word.size() % 2 != 0)
    {
        cursor.Fail(position, "an odd number of hexadecimal digits; expected two for each byte");
    }
    return octets;
}

/// \param cursor after `FO` or `FOEXP` \param experimental which \return the option
FastOpenOption
ReadFastOpen(Cursor& cursor, bool experimental)
{
    FastOpenOption option;
    option.experimental = experimental;
    const Position position = cursor.NextPosition();
    const std::string cookie = cursor.Word();
    if (auto octets = Octets(cursor, position, cookie))
    {
        option.cookie = std::move(*octets);
    }
    else
    {
        option.variable = cookie;
    }
    return option;
}

/// \param cursor after `kind` \return the option given by its bytes
RawOption
ReadRaw(Cursor& cursor)
{
    RawOption option;
    option.kind = static_cast<uint8_t>(cursor.Number(0xff, "an option's kind"));
    if (cursor.Skip("0x"))
    {
        const Position position = cursor.NextPosition();
        auto octets = Octets(cursor, position, cursor.Word());
        if (!octets)
        {
            cursor.Fail(position, "expected hexadecimal digits after 0x");
        }
        option.data = std::move(*octets);
    }
    return option;
}

/// \param cursor at an option \return it
OptionPattern
ReadOption(Cursor& cursor)
{
    OptionPattern option;
    option.position = cursor.NextPosition();
    const std::size_t begin = cursor.NextOffset();
    const std::string word = cursor.Word();
    if (word == "mss")
    {
        option.value = MssOption{ReadWildcard<uint16_t>(cursor, "a segment size")};
    }
    else if (word == "wscale")
    {
        option.value = WindowScaleOption{ReadWildcard<uint8_t>(cursor, "a shift count")};
    }
    else if (word == "sackOK")
    {
        option.value = SackPermittedOption{};
    }
    else if (word == "sack")
    {
        option.value = ReadSack(cursor);
    }
    else if (word == "TS")
    {
        option.value = ReadTimestamps(cursor);
    }
    else if (word == "nop")
    {
        option.value = NoOperationOption{};
    }
    else if (word == "eol")
    {
        option.value = EndOfListOption{};
    }
    else if (word == "FO" || word == "FOEXP")
    {
        option.value = ReadFastOpen(cursor, word == "FOEXP");
    }
    else if (word == "kind")
    {
        option.value = ReadRaw(cursor);
    }
    else if (!word.empty() && (word[0] < '0' || word[0] > '9'))
    {
        cursor.RawUntil(",>");
        option.value = UnknownOption{cursor.Text(begin, cursor.LastEnd())};
    }
    else
    {
        cursor.FailHere("an option: mss, wscale, sackOK, sack, TS, nop, eol, FO, FOEXP or kind");
    }
    return option;
}

/// What an option takes of a header; nothing if that is not known before the script runs.
struct SizeOf
{
    /// \return 4 bytes
    std::optional<std::size_t> operator()(const MssOption&) const
    {
        return 4;
    }

    /// \return 3 bytes
    std::optional<std::size_t> operator()(const WindowScaleOption&) const
    {
        return 3;
    }

    /// \return 2 bytes
    std::optional<std::size_t> operator()(const SackPermittedOption&) const
    {
        return 2;
    }

    /// \param sack the option \return bytes
    std::optional<std::size_t> operator()(const SackOption& sack) const
    {
        return 2 + 8 * sack.blocks.size();
    }

    /// \return 10 bytes
    std::optional<std::size_t> operator()(const TimestampsOption&) const
    {
        return 10;
    }

    /// \return 1 byte
    std::optional<std::size_t> operator()(const NoOperationOption&) const
    {
        return 1;
    }

    /// \return 1 byte
    std::optional<std::size_t> operator()(const EndOfListOption&) const
    {
        return 1;
    }

    /// \param option the option \return bytes, but for a variable cookie
    std::optional<std::size_t> operator()(const FastOpenOption& option) const
    {
        const std::size_t head = option.experimental ? 4 : 2;
        return option.variable.empty() ? std::optional<std::size_t>(head + option.cookie.size())
                                       : std::nullopt;
    }

    /// \param option the option \return bytes
    std::optional<std::size_t> operator()(const RawOption& option) const
    {
        return 2 + option.data.size();
    }

    /// \return nothing
    std::optional<std::size_t> operator()(const UnknownOption&) const
    {
        return std::nullopt;
    }
};

} // namespace

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
        const auto one = std::visit(SizeOf{}, pattern.options.back().value);
        size = size && one ? std::optional<std::size_t>(*size + *one) : std::nullopt;
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

} // namespace packetdrill
} // namespace ns3
