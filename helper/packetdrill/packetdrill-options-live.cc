/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-option-reader.h"
#include "packetdrill-option-forms.h"
#include "packetdrill-options.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

/**
 * \file
 * \ingroup tcp-lifecycle-packetdrill
 * Options in a header: encoded, decoded and compared.
 */

namespace ns3
{
namespace packetdrill
{

namespace
{

using lifecycle::OptionKind;
using lifecycle::Seq;

/// The kind of experiments (RFC 4727), under which Fast Open has the number 0xf989 (RFC 7413, 4.1).
constexpr uint8_t EXPERIMENT = 254;
constexpr uint8_t FAST_OPEN_NUMBER[] = {0xf9, 0x89}; //!< Fast Open's among experiments

/// A tick of a host's timestamp clock where a script names none, but is to be compared strictly: 1
/// ms, as both Linux and FreeBSD have it, and the least that RFC 7323, section 5.4, recommends.
constexpr Duration USUAL_TICK{1000000};

/// \param octets gets a number \param number the number \param size in bytes
void
Append(Octets& octets, uint32_t number, std::size_t size)
{
    for (; size > 0; --size)
    {
        octets.push_back(static_cast<uint8_t>(number >> (8 * (size - 1))));
    }
}

/// \param data bytes \param[in,out] at where a number begins; then where it ends \param size in
/// bytes \return the number
uint32_t
Take(const Octets& data, std::size_t& at, std::size_t size)
{
    uint32_t number = 0;
    for (; size > 0 && at < data.size(); --size)
    {
        number = number << 8 | data[at++];
    }
    return number;
}

/// \param kind of an option \param data its bytes \return the option
Octets
WithHead(uint8_t kind, const Octets& data)
{
    Octets octets(2 + data.size());
    octets[0] = kind;
    octets[1] = static_cast<uint8_t>(octets.size());
    std::copy(data.begin(), data.end(), octets.begin() + 2);
    return octets;
}

/// Writes an option into a header.
struct OptionEncoder
{
    const Translation& translation; //!< of numbers

    /// \return its bytes
    template <typename Option>
    std::optional<Octets> operator()(const Option& option) const
    {
        constexpr OptionKind KIND = Form<Option>::KIND;
        if (KIND == OptionKind::EndOfList || KIND == OptionKind::NoOperation)
        {
            return Octets{static_cast<uint8_t>(KIND)}; // RFC 9293, 3.1: these have no length
        }
        Octets data;
        ForEach(Form<Option>::NUMBERS, [&](const auto& number) {
            const auto& value = option.*number.member;
            Append(data, value.value_or(0), sizeof *value);
        });
        return WithHead(static_cast<uint8_t>(KIND), data);
    }

    /// \param option one; an echo for which there is a live value is replaced by it \return its
    /// bytes
    std::optional<Octets> operator()(const TimestampsOption& option) const
    {
        const uint32_t echo = option.echo.value_or(0);
        const auto live = translation.stamps.find(echo);
        Octets data;
        Append(data, option.value.value_or(0), sizeof echo);
        Append(data, live != translation.stamps.end() ? live->second : echo, sizeof echo);
        return WithHead(static_cast<uint8_t>(OptionKind::Timestamps), data);
    }

    /// \param option one \return its bytes
    std::optional<Octets> operator()(const SackOption& option) const
    {
        Octets data;
        for (const SackRange& block : option.blocks)
        {
            const Seq base = block.absolute ? Seq() : translation.LocalBase();
            Append(data, (base + block.left).Value(), 4);
            Append(data, (base + block.right).Value(), 4);
        }
        return WithHead(static_cast<uint8_t>(OptionKind::Sack), data);
    }

    /// \param option one \return its bytes, if its cookie is known
    std::optional<Octets> operator()(const FastOpenOption& option) const
    {
        const auto named = translation.cookies.find(option.variable);
        if (!option.variable.empty() && named == translation.cookies.end())
        {
            return std::nullopt;
        }
        Octets data;
        if (option.experimental)
        {
            data.assign(std::begin(FAST_OPEN_NUMBER), std::end(FAST_OPEN_NUMBER));
        }
        const Octets& cookie = option.variable.empty() ? option.cookie : named->second;
        data.insert(data.end(), cookie.begin(), cookie.end());
        return WithHead(option.experimental ? EXPERIMENT
                                            : static_cast<uint8_t>(OptionKind::FastOpen),
                        data);
    }

    /// \param option one \return its bytes
    std::optional<Octets> operator()(const RawOption& option) const
    {
        return WithHead(option.kind, option.data);
    }

    /// \return nothing
    std::optional<Octets> operator()(const UnknownOption&) const
    {
        return std::nullopt;
    }
};

/// \param kind of a live option \param data its bytes \param[out] choice gets it if it is an \c
/// Option
template <typename Option>
void
DecodeNumbers(OptionKind kind, const Octets& data, Choice& choice)
{
    if (kind != Form<Option>::KIND)
    {
        return;
    }
    Option option;
    std::size_t at = 0;
    ForEach(Form<Option>::NUMBERS, [&](const auto& number) {
        auto& value = option.*number.member;
        using T = typename std::decay_t<decltype(value)>::value_type;
        value = static_cast<T>(Take(data, at, sizeof(T)));
    });
    choice = option;
}

/// \param kind of a live option \param data its bytes \param[out] choice gets it if it has a form
template <typename... Options>
void
DecodeForm(OptionList<Options...>, OptionKind kind, const Octets& data, Choice& choice)
{
    (DecodeNumbers<Options>(kind, data, choice), ...);
}

/// \param kind of a live option \param data its bytes \param base what SACK edges are relative to
/// \return it
Choice
DecodeOne(OptionKind kind, const Octets& data, Seq base)
{
    Choice choice = RawOption{static_cast<uint8_t>(kind), data};
    DecodeForm(NumberOptions(), kind, data, choice);
    if (kind == OptionKind::Sack)
    {
        SackOption sack;
        for (std::size_t at = 0; at + 8 <= data.size();)
        {
            const uint32_t left = lifecycle::Span(base, Seq(Take(data, at, 4)));
            sack.blocks.push_back({left, lifecycle::Span(base, Seq(Take(data, at, 4))), false});
        }
        choice = std::move(sack);
    }
    else if (kind == OptionKind::FastOpen)
    {
        choice = FastOpenOption{false, data, ""};
    }
    else if (static_cast<uint8_t>(kind) == EXPERIMENT && data.size() >= 2 &&
             std::equal(std::begin(FAST_OPEN_NUMBER), std::end(FAST_OPEN_NUMBER), data.begin()))
    {
        choice = FastOpenOption{true, Octets(data.begin() + 2, data.end()), ""};
    }
    return choice;
}

/// Compares the value of one option with a live one of its kind.
struct ValueComparison
{
    const OptionPattern& actual;    //!< the live option
    const Translation& translation; //!< of numbers
    const MatchRules& rules;        //!< how exactly

    /// \param expected the option \return whether its numbers are right
    template <typename Option>
    bool operator()(const Option& expected) const
    {
        const auto& live = std::get<Option>(actual.value);
        bool right = true;
        ForEach(Form<Option>::NUMBERS, [&](const auto& number) {
            const auto& wanted = expected.*number.member;
            right = right && (!wanted || wanted == live.*number.member);
        });
        return right;
    }

    /// \param expected the option \return whether its value is right
    bool operator()(const SackOption& expected) const
    {
        const auto& blocks = std::get<SackOption>(actual.value).blocks;
        return std::equal(expected.blocks.begin(),
                          expected.blocks.end(),
                          blocks.begin(),
                          blocks.end(),
                          [this](const SackRange& wanted, const SackRange& is) {
                              const Seq base = wanted.absolute ? translation.RemoteBase() : Seq();
                              return Seq(wanted.left) == base + is.left &&
                                     Seq(wanted.right) == base + is.right;
                          });
    }

    /// \param expected the option \return whether its value is right
    bool operator()(const TimestampsOption& expected) const
    {
        const auto& live = std::get<TimestampsOption>(actual.value);
        const bool echo = !rules.strict || !expected.echo || expected.echo == live.echo;
        return echo && (!expected.value || IsStampRight(*expected.value, live.value.value_or(0)));
    }

    /// \param expected the option \return whether its value is right
    bool operator()(const FastOpenOption& expected) const
    {
        const auto& live = std::get<FastOpenOption>(actual.value);
        const auto named = translation.cookies.find(expected.variable);
        if (!expected.variable.empty() && named == translation.cookies.end())
        {
            return !live.cookie.empty();
        }
        return live.cookie == (expected.variable.empty() ? expected.cookie : named->second);
    }

    /// \param expected the option \return whether its value is right
    bool operator()(const RawOption& expected) const
    {
        return expected.data == std::get<RawOption>(actual.value).data;
    }

    /// \return false
    bool operator()(const UnknownOption&) const
    {
        return false;
    }

    /// \param expected the script's TS value \param live the live one \return whether it is as
    /// far from the first one of the connection as the script says
    bool IsStampRight(uint32_t expected, uint32_t live) const
    {
        if ((!rules.tsTick && !rules.strict) || !translation.firstStamp)
        {
            return true;
        }
        const auto wanted = static_cast<int32_t>(expected - translation.firstStamp->first);
        const auto is = static_cast<int32_t>(live - translation.firstStamp->second);
        const int64_t ticks = std::abs(static_cast<int64_t>(wanted) - is);
        const Duration tick = std::max(rules.tsTick.value_or(USUAL_TICK), Duration(1));
        return ticks <= rules.tolerance / tick;
    }
};

} // namespace

std::optional<Octets>
Encode(const OptionPattern& option, const Translation& translation)
{
    return std::visit(OptionEncoder{translation}, option.value);
}

std::vector<OptionPattern>
Decode(const lifecycle::Options& options, Seq base)
{
    std::vector<OptionPattern> decoded;
    lifecycle::OptionReader reader(options.Data(), options.Size());
    lifecycle::OptionView option;
    while (reader.Next(option))
    {
        const Octets data(option.data, option.data + option.size);
        decoded.push_back({{}, DecodeOne(option.kind, data, base)});
    }
    const uint8_t* const octets = options.Data();
    std::size_t at = reader.Position();
    for (; at < options.Size() && octets[at] == 0; ++at)
    {
        decoded.push_back({{}, EndOfListOption{}});
    }
    if (at < options.Size())
    {
        const Octets malformed(octets + at, octets + options.Size());
        decoded.push_back({{}, UnknownOption{"raw 0x" + Hex(malformed)}});
    }
    for (std::size_t size = options.Size(); size % 4 != 0; ++size)
    {
        decoded.push_back({{}, EndOfListOption{}});
    }
    return decoded;
}

bool
IsSameKind(const OptionPattern& one, const OptionPattern& other)
{
    const auto* fastOpen = std::get_if<FastOpenOption>(&one.value);
    const auto* raw = std::get_if<RawOption>(&one.value);
    return one.value.index() == other.value.index() &&
           (fastOpen == nullptr ||
            fastOpen->experimental == std::get<FastOpenOption>(other.value).experimental) &&
           (raw == nullptr || raw->kind == std::get<RawOption>(other.value).kind);
}

bool
IsValueRight(const OptionPattern& expected,
             const OptionPattern& actual,
             const Translation& translation,
             const MatchRules& rules)
{
    return std::visit(ValueComparison{actual, translation, rules}, expected.value);
}

} // namespace packetdrill
} // namespace ns3
