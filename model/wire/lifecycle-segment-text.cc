/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-option-reader.h"
#include "lifecycle-options.h"
#include "lifecycle-segment.h"
#include "lifecycle-text-buffer.h"

#include <cstddef>
#include <cstdint>
#include <string>

/**
 * \file
 * \ingroup tcp-lifecycle-wire
 * Segments in packetdrill's notation.
 */

namespace ns3
{
namespace lifecycle
{

namespace
{

/// Octets; the text of a segment is seldom longer.
constexpr std::size_t USUAL_LENGTH = 112;

/**
 * Append octets in hexadecimal, lower case.
 * \param text where to
 * \param octets the octets
 * \param size how many
 */
void
AppendHex(TextBuffer& text, const uint8_t* octets, std::size_t size)
{
    static constexpr char DIGITS[] = "0123456789abcdef";
    for (std::size_t i = 0; i < size; ++i)
    {
        text += DIGITS[octets[i] >> 4];
        text += DIGITS[octets[i] & 0xf];
    }
}

/**
 * Append an option that the notation has no word for: its kind, and its data if it has any.
 * \param text where to
 * \param option the option
 */
void
AppendUnknown(TextBuffer& text, const OptionView& option)
{
    text += "kind ";
    text.AppendNumber(static_cast<uint8_t>(option.kind));
    if (option.size > 0)
    {
        text += " 0x";
        AppendHex(text, option.data, option.size);
    }
}

/**
 * Append the blocks of a SACK option.
 * \param text where to
 * \param option the option
 * \param base what the edges are relative to
 */
void
AppendSack(TextBuffer& text, const OptionView& option, Seq base)
{
    text += "sack";
    for (std::size_t at = 0; at < option.size; at += 8)
    {
        text += ' ';
        text.AppendNumber(Span(base, Seq(Read32(option.data + at))));
        text += ':';
        text.AppendNumber(Span(base, Seq(Read32(option.data + at + 4))));
    }
}

/**
 * Append one option.
 * \param text where to
 * \param option the option
 * \param base what SACK edges are relative to
 */
void
AppendOption(TextBuffer& text, const OptionView& option, Seq base)
{
    switch (option.kind)
    {
    case OptionKind::EndOfList:
        text += "eol";
        return;
    case OptionKind::NoOperation:
        text += "nop";
        return;
    case OptionKind::MaxSegmentSize:
        text += "mss ";
        text.AppendNumber(Read16(option.data));
        return;
    case OptionKind::WindowScale:
        text += "wscale ";
        text.AppendNumber(option.data[0]);
        return;
    case OptionKind::SackPermitted:
        text += "sackOK";
        return;
    case OptionKind::Sack:
        AppendSack(text, option, base);
        return;
    case OptionKind::Timestamps:
        text += "TS val ";
        text.AppendNumber(Read32(option.data));
        text += " ecr ";
        text.AppendNumber(Read32(option.data + 4));
        return;
    case OptionKind::FastOpen:
        text += "FO";
        if (option.size > 0)
        {
            text += ' ';
            AppendHex(text, option.data, option.size);
        }
        return;
    case OptionKind::UserTimeout:
        // packetdrill has no word for it
        AppendUnknown(text, option);
        return;
    }
    AppendUnknown(text, option);
}

/**
 * Append all options in angle brackets, with a space before them; nothing if there are none.
 *
 * Each zero octet of padding is one `eol`; other padding, and what no one can read as options, is
 * `raw` and hexadecimal.
 *
 * \param text where to
 * \param options the options
 * \param base what SACK edges are relative to
 */
void
AppendOptions(TextBuffer& text, const Options& options, Seq base)
{
    const char* separator = " <";
    OptionReader reader(options.Data(), options.Size());
    OptionView option;
    while (reader.Next(option))
    {
        text += separator;
        AppendOption(text, option, base);
        separator = ",";
    }
    std::size_t at = reader.Position();
    while (at < options.Size() && options.Data()[at] == 0)
    {
        text += separator;
        text += "eol";
        separator = ",";
        ++at;
    }
    if (at < options.Size())
    {
        text += separator;
        text += "raw 0x";
        AppendHex(text, options.Data() + at, options.Size() - at);
    }
    if (!options.Empty())
    {
        text += '>';
    }
}

} // namespace

std::string
FlagsText(const Segment& segment)
{
    std::string text;
    for (const FlagLetter& flag : FLAG_LETTERS)
    {
        if (segment.HasAny(flag.mask))
        {
            text += flag.letter;
        }
    }
    return text.empty() ? "-" : text;
}

std::string
ToText(const Segment& segment, const TextBase& base)
{
    const uint32_t begin = Span(base.seq, segment.seq);
    TextBuffer text(USUAL_LENGTH);
    text += FlagsText(segment);
    text += ' ';
    text.AppendNumber(begin);
    text += ':';
    // packetdrill's range counts payload alone: a SYN is 0:0(0)
    text.AppendNumber(begin + segment.length);
    text += '(';
    text.AppendNumber(segment.length);
    text += ')';
    if (segment.Has(ACK))
    {
        text += " ack ";
        text.AppendNumber(Span(base.ack, segment.ack));
    }
    text += " win ";
    text.AppendNumber(segment.window);
    if (segment.Has(URG))
    {
        text += " urg ";
        text.AppendNumber(segment.urgentPointer);
    }
    AppendOptions(text, segment.options, base.ack);
    return text.Take();
}

} // namespace lifecycle
} // namespace ns3
