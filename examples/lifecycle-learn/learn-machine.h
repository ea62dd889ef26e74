/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LEARN_MACHINE_H
#define LEARN_MACHINE_H

#include "learned-system.h"

#include <string>
#include <vector>

/**
 * \file
 * Learns the Mealy machine of a profile from outside.
 */

namespace ns3
{
namespace lifecycle
{
namespace learned
{

/// \param role which end \return its inputs, those of the published models
std::vector<std::string> InputsOf(LearnedRole role);

/**
 * Drive a host by words of inputs from its start, and take two words for one state if no word of up
 * to two inputs after them distinguishes them.
 * \param settings what is driven \return its machine; states are numbered in the order of their
 * shortest words, and wayTo has these
 */
MealyMachine Learn(const LearnedSettings& settings);

/**
 * \param machine a machine \param title of the graph
 * \param names of its states in RFC 9293, by state
 * \return it in the language DOT, a line for each edge
 */
std::string ToDot(const MealyMachine& machine,
                  const std::string& title,
                  const std::map<std::string, std::string>& names);

/// \param machine a machine \param settings what was driven \return by state, in which state of RFC
/// 9293 its shortest word leads a segment of the peer
std::map<std::string, std::string> NamesOf(const MealyMachine& machine,
                                           const LearnedSettings& settings);

/// Where two machines differ.
struct Difference
{
    std::vector<std::string> word; //!< the inputs, the last of which is answered differently
    std::string one;               //!< the answer of the first
    std::string other;             //!< the answer of the second
};

/// \param one a machine \param other another with the same inputs
/// \return for every pair of states that the same words lead to, and every input, what is answered
/// differently; the shortest words come first. Nothing is compared after a difference
std::vector<Difference> Compare(const MealyMachine& one, const MealyMachine& other);

} // namespace learned
} // namespace lifecycle
} // namespace ns3

#endif // LEARN_MACHINE_H
