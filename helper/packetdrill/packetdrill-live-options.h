/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PACKETDRILL_LIVE_OPTIONS_H
#define PACKETDRILL_LIVE_OPTIONS_H

#include "packetdrill-script.h"
#include "packetdrill-translation.h"

#include <string>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle-packetdrill
 * Between a header's bytes and a script's options. Private to those who translate and compare.
 */

namespace ns3
{
namespace packetdrill
{

/// One option of a live segment.
struct LiveOption
{
    uint8_t kind{0};           //!< its kind
    std::vector<uint8_t> data; //!< what follows kind and length
    bool malformed{false};     //!< bytes that no one can read; all of them are data
};

/// \param options of a header \return one for each; zero bytes of padding, and those that are
/// added when a header is written, are one "end of option list" each
std::vector<LiveOption> ReadLiveOptions(const lifecycle::Options& options);

/// \param option a live one \param base what SACK edges are relative to \return as a script has it
OptionPattern ToPattern(const LiveOption& option, lifecycle::Seq base);

/// \param option a live one \return the cookie if it is Fast Open's; empty else
std::vector<uint8_t> FastOpenCookie(const LiveOption& option);

/**
 * \param option of an inbound packet
 * \param translation of its numbers
 * \param[out] options gets it
 * \return why it cannot be; empty if it can
 */
std::string AddOption(const OptionPattern& option,
                      const Translation& translation,
                      lifecycle::Options& options);

} // namespace packetdrill
} // namespace ns3

#endif // PACKETDRILL_LIVE_OPTIONS_H
