/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PACKETDRILL_MATCH_OPTIONS_H
#define PACKETDRILL_MATCH_OPTIONS_H

#include "packetdrill-match.h"

#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle-packetdrill
 * Options that are expected against those of a live segment. Private to the comparison.
 */

namespace ns3
{
namespace packetdrill
{

/**
 * \param expected the script's segment
 * \param live options of the host's
 * \param translation of numbers
 * \param rules how exactly
 * \return the options side by side, those of one kind beside each other where their order allows it
 */
std::vector<Cell> MatchOptions(const TcpPattern& expected,
                               const lifecycle::Options& live,
                               const Translation& translation,
                               const MatchRules& rules);

} // namespace packetdrill
} // namespace ns3

#endif // PACKETDRILL_MATCH_OPTIONS_H
