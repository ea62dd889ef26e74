/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PACKETDRILL_OPTIONS_H
#define PACKETDRILL_OPTIONS_H

#include "packetdrill-match.h"
#include "packetdrill-script.h"
#include "packetdrill-translation.h"

#include <optional>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle-packetdrill
 * TCP options of a script and of a header: read, written, encoded, decoded and compared. Everything
 * that depends on which option it is, is in packetdrill-options.cc.
 */

namespace ns3
{
namespace packetdrill
{

class Cursor;

/// \param cursor at an option \return it
OptionPattern ReadOption(Cursor& cursor);

/// \param option an option \return it, `mss 1460`
std::string ToText(const OptionPattern& option);

/**
 * \param option an option
 * \param translation of its numbers
 * \return its bytes in a header; nothing if they are not known
 */
std::optional<std::vector<uint8_t>> Encode(const OptionPattern& option,
                                           const Translation& translation);

/// \param options of a header \param base what SACK edges are relative to \return one for each;
/// zero bytes of padding, and those that are added when a header is written, are one "end of option
/// list" each
std::vector<OptionPattern> Decode(const lifecycle::Options& options, lifecycle::Seq base);

/// \param one an option \param other another \return whether they are of one kind
bool IsSameKind(const OptionPattern& one, const OptionPattern& other);

/**
 * \param expected the script's option
 * \param actual a live one of its kind, its SACK edges relative
 * \param translation of numbers
 * \param rules how exactly
 * \return whether its value is right
 */
bool IsValueRight(const OptionPattern& expected,
                  const OptionPattern& actual,
                  const Translation& translation,
                  const MatchRules& rules);

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

#endif // PACKETDRILL_OPTIONS_H
