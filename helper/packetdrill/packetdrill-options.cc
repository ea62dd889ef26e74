/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "packetdrill-options.h"

#include "packetdrill-characters.h"
#include "packetdrill-cursor.h"
#include "packetdrill-option-forms.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace ns3
{
namespace packetdrill
{

std::string
Hex(const Octets& octets)
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

namespace
{

/**
 * \param cursor where hex digits may be
 * \param position of the digits, for messages
 * \param word the digits
 * \return the bytes; nothing if the word is not hexadecimal
 */
std::optional<Octets>
FromHex(const Cursor& cursor, Position position, const std::string& word)
{
    Octets octets((word.size() + 1) / 2);
    for (std::size_t i = 0; i < word.size(); ++i)
    {
        const uint64_t digit = DigitValue(word[i]);
        if (digit >= 16)
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

/// \param cursor after the word of an option that has only numbers \return it
template <typename Option>
Choice
ReadNumbers(Cursor& cursor)
{
    Option option;
    ForEach(Form<Option>::NUMBERS, [&](const auto& number) {
        using T = typename std::decay_t<decltype(option.*number.member)>::value_type;
        if (*number.word != '\0' && !cursor.SkipWord(number.word))
        {
            cursor.FailHere(number.missing);
        }
        if (!cursor.Skip("..."))
        {
            option.*number.member =
                static_cast<T>(cursor.Number(std::numeric_limits<T>::max(), number.name));
        }
    });
    return option;
}

/// \param cursor after `sack` \return the blocks
Choice
ReadSack(Cursor& cursor)
{
    constexpr uint64_t MOST = std::numeric_limits<uint32_t>::max();
    SackOption sack;
    while (cursor.IsNumber())
    {
        SackRange block;
        block.left = static_cast<uint32_t>(cursor.Number(MOST, "a SACK block"));
        cursor.Expect(":", "the left edge of a SACK block");
        block.right = static_cast<uint32_t>(cursor.Number(MOST, "the right edge"));
        block.absolute = cursor.Skip("!");
        sack.blocks.push_back(block);
    }
    return sack;
}

/// \param cursor after `FO`, or `FOEXP` if it is \c EXPERIMENTAL \return the option
template <bool EXPERIMENTAL>
Choice
ReadFastOpen(Cursor& cursor)
{
    const Position position = cursor.NextPosition();
    const std::string cookie = cursor.Word();
    if (auto octets = FromHex(cursor, position, cookie))
    {
        return FastOpenOption{EXPERIMENTAL, std::move(*octets), ""};
    }
    return FastOpenOption{EXPERIMENTAL, {}, cookie};
}

/// \param cursor after `kind` \return the option given by its bytes
Choice
ReadRaw(Cursor& cursor)
{
    RawOption option;
    option.kind = static_cast<uint8_t>(cursor.Number(0xff, "an option's kind"));
    if (cursor.Skip("0x"))
    {
        const Position position = cursor.NextPosition();
        auto octets = FromHex(cursor, position, cursor.Word());
        if (!octets)
        {
            cursor.Fail(position, "expected hexadecimal digits after 0x");
        }
        option.data = std::move(*octets);
    }
    return option;
}

/// Reads the option that a word begins, if it has a form. \param word it \param cursor after it
/// \param[out] choice gets the option \return whether it has one
template <typename... Options>
bool
ReadForm(OptionList<Options...>, const std::string& word, Cursor& cursor, Choice& choice)
{
    return ((word == Form<Options>::WORD && (choice = ReadNumbers<Options>(cursor), true)) || ...);
}

/// Which function reads an option that has no form.
const struct
{
    const char* word;               //!< in a script
    Choice (*read)(Cursor& cursor); //!< reads what follows
} WORDS[] = {
    {"sack", ReadSack},
    {"FO", ReadFastOpen<false>},
    {"FOEXP", ReadFastOpen<true>},
    {"kind", ReadRaw},
};

/// Writes an option as a script has it.
struct OptionWriter
{
    /// \return its text
    template <typename Option>
    std::string operator()(const Option& option) const
    {
        std::string text = Form<Option>::WORD;
        ForEach(Form<Option>::NUMBERS, [&](const auto& number) {
            text += *number.word == '\0' ? "" : std::string(" ") + number.word;
            const auto& value = option.*number.member;
            text += ' ' + (value ? std::to_string(*value) : "...");
        });
        return text;
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

} // namespace

OptionPattern
ReadOption(Cursor& cursor)
{
    OptionPattern option;
    option.position = cursor.NextPosition();
    const std::size_t begin = cursor.NextOffset();
    const std::string word = cursor.Word();
    if (ReadForm(NumberOptions(), word, cursor, option.value))
    {
        return option;
    }
    const auto* known = std::find_if(std::begin(WORDS), std::end(WORDS), [&](const auto& one) {
        return word == one.word;
    });
    if (known != std::end(WORDS))
    {
        option.value = known->read(cursor);
    }
    else if (!word.empty() && !IsDigit(word[0]))
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

std::string
ToText(const OptionPattern& option)
{
    return std::visit(OptionWriter{}, option.value);
}

} // namespace packetdrill
} // namespace ns3
