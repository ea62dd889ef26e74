/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "packetdrill-live-options.h"

#include "lifecycle-option-reader.h"
#include "packetdrill-printer.h"

#include <utility>

namespace ns3
{
namespace packetdrill
{

namespace
{

using lifecycle::OptionKind;
using lifecycle::Read16;
using lifecycle::Read32;
using lifecycle::Seq;

/// The kind of experiments (RFC 4727), under which Fast Open has the number 0xf989 (RFC 7413, 4.1).
constexpr uint8_t EXPERIMENT = 254;
constexpr uint8_t FAST_OPEN_NUMBER[] = {0xf9, 0x89}; //!< Fast Open's among experiments

/// Writes an option of the script's into a header.
class OptionAdder
{
  public:
    /// \param translation of numbers \param options gets options
    OptionAdder(const Translation& translation, lifecycle::Options& options)
        : m_translation(translation),
          m_options(options)
    {
    }

    /// \param option one \return whether it fits
    bool operator()(const MssOption& option)
    {
        return m_options.AddMaxSegmentSize(option.octets.value_or(0));
    }

    /// \param option one \return whether it fits
    bool operator()(const WindowScaleOption& option)
    {
        return m_options.AddWindowScale(option.shift.value_or(0));
    }

    /// \return whether it fits
    bool operator()(const SackPermittedOption&)
    {
        return m_options.AddSackPermitted();
    }

    /// \param option one \return whether it fits
    bool operator()(const SackOption& option)
    {
        std::vector<uint8_t> octets;
        for (const SackRange& block : option.blocks)
        {
            const Seq base = block.absolute ? Seq() : m_translation.LocalBase();
            for (const uint32_t edge : {block.left, block.right})
            {
                uint8_t four[4];
                lifecycle::Write32(four, (base + edge).Value());
                octets.insert(octets.end(), four, four + 4);
            }
        }
        return Raw(static_cast<uint8_t>(OptionKind::Sack), octets);
    }

    /// \param option one \return whether it fits
    bool operator()(const TimestampsOption& option)
    {
        const uint32_t echo = option.echo.value_or(0);
        const auto live = m_translation.stamps.find(echo);
        return m_options.AddTimestamps(
            {option.value.value_or(0), live != m_translation.stamps.end() ? live->second : echo});
    }

    /// \return whether it fits
    bool operator()(const NoOperationOption&)
    {
        return m_options.AddNoOperation();
    }

    /// \return whether it fits
    bool operator()(const EndOfListOption&)
    {
        return m_options.AddEndOfList();
    }

    /// \param option one \return whether it fits, and its cookie is known
    bool operator()(const FastOpenOption& option)
    {
        std::vector<uint8_t> octets;
        if (option.experimental)
        {
            octets.assign(FAST_OPEN_NUMBER, FAST_OPEN_NUMBER + sizeof FAST_OPEN_NUMBER);
        }
        const auto named = m_translation.cookies.find(option.variable);
        if (!option.variable.empty() && named == m_translation.cookies.end())
        {
            return false;
        }
        const std::vector<uint8_t>& cookie =
            option.variable.empty() ? option.cookie : named->second;
        octets.insert(octets.end(), cookie.begin(), cookie.end());
        return Raw(option.experimental ? EXPERIMENT : static_cast<uint8_t>(OptionKind::FastOpen),
                   octets);
    }

    /// \param option one \return whether it fits
    bool operator()(const RawOption& option)
    {
        return Raw(option.kind, option.data);
    }

    /// \return false
    bool operator()(const UnknownOption&)
    {
        return false;
    }

  private:
    /// \param kind an option's \param data its bytes \return whether it fits
    bool Raw(uint8_t kind, const std::vector<uint8_t>& data)
    {
        std::vector<uint8_t> octets = {kind, static_cast<uint8_t>(data.size() + 2)};
        octets.insert(octets.end(), data.begin(), data.end());
        return data.size() <= lifecycle::Options::MAX_SIZE &&
               m_options.AddRaw(octets.data(), octets.size());
    }

    const Translation& m_translation; //!< the translation of numbers
    lifecycle::Options& m_options;    //!< gets options
};

} // namespace

std::vector<LiveOption>
ReadLiveOptions(const lifecycle::Options& options)
{
    std::vector<LiveOption> read;
    lifecycle::OptionReader reader(options.Data(), options.Size());
    lifecycle::OptionView option;
    while (reader.Next(option))
    {
        read.push_back({static_cast<uint8_t>(option.kind),
                        std::vector<uint8_t>(option.data, option.data + option.size),
                        false});
    }
    const uint8_t* const octets = options.Data();
    std::size_t at = reader.Position();
    for (; at < options.Size() && octets[at] == 0; ++at)
    {
        read.push_back({});
    }
    if (at < options.Size())
    {
        read.push_back({0, std::vector<uint8_t>(octets + at, octets + options.Size()), true});
    }
    for (std::size_t size = options.Size(); size % 4 != 0; ++size)
    {
        read.push_back({});
    }
    return read;
}

std::vector<uint8_t>
FastOpenCookie(const LiveOption& option)
{
    if (option.kind == static_cast<uint8_t>(OptionKind::FastOpen))
    {
        return option.data;
    }
    const bool experimental = option.kind == EXPERIMENT && option.data.size() >= 2 &&
                              option.data[0] == FAST_OPEN_NUMBER[0] &&
                              option.data[1] == FAST_OPEN_NUMBER[1];
    return experimental ? std::vector<uint8_t>(option.data.begin() + 2, option.data.end())
                        : std::vector<uint8_t>();
}

OptionPattern
ToPattern(const LiveOption& option, Seq base)
{
    const uint8_t* const data = option.data.data();
    OptionPattern pattern;
    pattern.value = RawOption{option.kind, option.data};
    if (option.malformed)
    {
        pattern.value = UnknownOption{"raw " + ToText(pattern).substr(sizeof "kind 0")};
        return pattern;
    }
    switch (static_cast<OptionKind>(option.kind))
    {
    case OptionKind::EndOfList:
        pattern.value = EndOfListOption{};
        break;
    case OptionKind::NoOperation:
        pattern.value = NoOperationOption{};
        break;
    case OptionKind::MaxSegmentSize:
        pattern.value = MssOption{Read16(data)};
        break;
    case OptionKind::WindowScale:
        pattern.value = WindowScaleOption{data[0]};
        break;
    case OptionKind::SackPermitted:
        pattern.value = SackPermittedOption{};
        break;
    case OptionKind::Sack: {
        SackOption sack;
        for (std::size_t at = 0; at + 8 <= option.data.size(); at += 8)
        {
            sack.blocks.push_back({lifecycle::Span(base, Seq(Read32(data + at))),
                                   lifecycle::Span(base, Seq(Read32(data + at + 4))),
                                   false});
        }
        pattern.value = std::move(sack);
        break;
    }
    case OptionKind::Timestamps:
        pattern.value = TimestampsOption{Read32(data), Read32(data + 4)};
        break;
    case OptionKind::FastOpen:
        pattern.value = FastOpenOption{false, option.data, ""};
        break;
    case OptionKind::UserTimeout:
        break; // the language has no word for it
    }
    if (option.kind == EXPERIMENT && option.data.size() >= 2 &&
        option.data[0] == FAST_OPEN_NUMBER[0] && option.data[1] == FAST_OPEN_NUMBER[1])
    {
        pattern.value = FastOpenOption{true, FastOpenCookie(option), ""};
    }
    return pattern;
}

std::string
AddOption(const OptionPattern& option, const Translation& translation, lifecycle::Options& options)
{
    return std::visit(OptionAdder(translation, options), option.value) ? std::string()
                                                                       : "option " + ToText(option);
}

} // namespace packetdrill
} // namespace ns3
