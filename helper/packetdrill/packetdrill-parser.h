/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PACKETDRILL_PARSER_H
#define PACKETDRILL_PARSER_H

#include "packetdrill-script.h"

#include <set>
#include <string>
#include <variant>

/**
 * \file
 * \ingroup tcp-lifecycle-packetdrill
 * Scripts read from text.
 */

namespace ns3
{
namespace packetdrill
{

/// Either a script or the first thing that is invalid about it.
using ParseOutcome = std::variant<Script, Diagnostic>;

/**
 * Read a script, in the union of the languages of packetdrill's two lines. Total: every text gives
 * a script or a diagnostic with a place, in time linear in its length.
 *
 * \param file its name, for messages
 * \param text its text
 * \param defined names that `#ifdef` finds defined
 * \return the script
 */
ParseOutcome ParseScript(const std::string& file,
                         const std::string& text,
                         const std::set<std::string>& defined = {});

} // namespace packetdrill
} // namespace ns3

#endif // PACKETDRILL_PARSER_H
