/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PACKETDRILL_OPTION_FORMS_H
#define PACKETDRILL_OPTION_FORMS_H

#include "packetdrill-script.h"

#include <optional>
#include <string>
#include <tuple>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle-packetdrill
 * The table of options that have only numbers: how each is written in a script and in a header.
 * Private to packetdrill-options.
 */

namespace ns3
{
namespace packetdrill
{

using Octets = std::vector<uint8_t>;           //!< bytes
using Choice = decltype(OptionPattern::value); //!< one of all options

/// A number of an option.
template <typename Option, typename T>
struct Number
{
    std::optional<T> Option::*member; //!< the number
    const char* name;                 //!< for messages
    const char* word{""};             //!< before it in a script
    const char* missing{""};          //!< the message where that word is not
};

/// How an option that has only numbers is written, in a script and in a header.
template <typename Option>
struct Form;

/// mss
template <>
struct Form<MssOption>
{
    static constexpr const char* WORD = "mss"; //!< in a script
    static constexpr lifecycle::OptionKind KIND =
        lifecycle::OptionKind::MaxSegmentSize; //!< in a header
    static constexpr auto NUMBERS = std::make_tuple(
        Number<MssOption, uint16_t>{&MssOption::octets, "a segment size"}); //!< in both
};

/// wscale
template <>
struct Form<WindowScaleOption>
{
    static constexpr const char* WORD = "wscale"; //!< in a script
    static constexpr lifecycle::OptionKind KIND =
        lifecycle::OptionKind::WindowScale; //!< in a header
    static constexpr auto NUMBERS =
        std::make_tuple(Number<WindowScaleOption, uint8_t>{&WindowScaleOption::shift,
                                                           "a shift count"}); //!< in both
};

/// sackOK
template <>
struct Form<SackPermittedOption>
{
    static constexpr const char* WORD = "sackOK"; //!< in a script
    static constexpr lifecycle::OptionKind KIND =
        lifecycle::OptionKind::SackPermitted; //!< in a header
    static constexpr std::tuple<> NUMBERS{};  //!< none
};

/// TS
template <>
struct Form<TimestampsOption>
{
    static constexpr const char* WORD = "TS"; //!< in a script
    static constexpr lifecycle::OptionKind KIND =
        lifecycle::OptionKind::Timestamps; //!< in a header
    static constexpr auto NUMBERS = std::make_tuple(
        Number<TimestampsOption, uint32_t>{&TimestampsOption::value,
                                           "a TS value",
                                           "val",
                                           "val after TS; the option is written TS val N ecr N"},
        Number<TimestampsOption, uint32_t>{
            &TimestampsOption::echo,
            "a TS echo",
            "ecr",
            "ecr after the TS value; the option is written TS val N ecr N"}); //!< in both
};

/// nop
template <>
struct Form<NoOperationOption>
{
    static constexpr const char* WORD = "nop"; //!< in a script
    static constexpr lifecycle::OptionKind KIND =
        lifecycle::OptionKind::NoOperation;  //!< in a header
    static constexpr std::tuple<> NUMBERS{}; //!< none
};

/// eol
template <>
struct Form<EndOfListOption>
{
    static constexpr const char* WORD = "eol";                                      //!< in a script
    static constexpr lifecycle::OptionKind KIND = lifecycle::OptionKind::EndOfList; //!< in a header
    static constexpr std::tuple<> NUMBERS{};                                        //!< none
};

/// Some types of options.
template <typename... Options>
struct OptionList
{
};

/// All options that have a form.
using NumberOptions = OptionList<MssOption,
                                 WindowScaleOption,
                                 SackPermittedOption,
                                 TimestampsOption,
                                 NoOperationOption,
                                 EndOfListOption>;

/// \param numbers of a form \param act what to do with each of them
template <typename Numbers, typename Act>
void
ForEach(const Numbers& numbers, const Act& act)
{
    std::apply([&act](const auto&... number) { (act(number), ...); }, numbers);
}

/// \param octets bytes \return them in hexadecimal
std::string Hex(const Octets& octets);

} // namespace packetdrill
} // namespace ns3

#endif // PACKETDRILL_OPTION_FORMS_H
