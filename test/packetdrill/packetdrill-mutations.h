/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PACKETDRILL_MUTATIONS_H
#define PACKETDRILL_MUTATIONS_H

#include "packetdrill-script.h"

#include <cstddef>
#include <string>
#include <vector>

/**
 * \file
 * Scripts with one wrong expectation, by which those who judge are judged: each has to fail.
 */

namespace ns3
{
namespace packetdrill
{

/// What is wrong with a mutated script.
enum class MutationKind : uint8_t
{
    Flag,          //!< a control bit, or the ECN bits
    Sequence,      //!< a sequence number
    Ack,           //!< an acknowledgment number
    Length,        //!< the length of a payload
    Window,        //!< a window
    OptionValue,   //!< what an option says, but for TS echoes
    OptionOrder,   //!< two options in the other order, or one left out
    TimestampEcho, //!< a TS echo
    Time,          //!< when a packet comes, or when a call that blocks returns
    MissingPacket, //!< a packet that comes is not expected
    ExtraPacket,   //!< a packet is expected twice
    ReturnValue,   //!< what a call returns or gives back
    Errno,         //!< the error of a call
};

/// Number of kinds.
constexpr std::size_t MUTATION_KIND_COUNT = 13;

/// \param kind the kind \return its name, `option value`
inline const char*
ToText(MutationKind kind)
{
    constexpr const char* NAMES[MUTATION_KIND_COUNT] = {"flag",
                                                        "sequence",
                                                        "ack",
                                                        "length",
                                                        "window",
                                                        "option value",
                                                        "option order",
                                                        "ecr",
                                                        "time",
                                                        "missing packet",
                                                        "extra packet",
                                                        "return value",
                                                        "errno"};
    return NAMES[static_cast<std::size_t>(kind)];
}

/// One wrong expectation.
struct Mutation
{
    MutationKind kind{MutationKind::Flag}; //!< what is wrong
    std::size_t event{0};                  //!< which event of the script it is about
    std::vector<Event> replacement;        //!< what replaces it
    bool gone{false};                      //!< nothing does; its time goes to what follows
    std::string description;               //!< the script's line and what it becomes
};

/// \param script a script \return how far off it lets a time be
Duration ToleranceOf(const Script& script);

/**
 * All mutations of a script, in the order of its events. Left out are those that a script cannot
 * notice: the sequence number of a first SYN and the first TS value, from which the others are
 * counted; and descriptors that are not used again.
 *
 * \param script a script \return its mutations
 */
std::vector<Mutation> MutationsOf(const Script& script);

/// \param script a script \param mutation one of its mutations \return the mutated script
Script Apply(const Script& script, const Mutation& mutation);

} // namespace packetdrill
} // namespace ns3

#endif // PACKETDRILL_MUTATIONS_H
