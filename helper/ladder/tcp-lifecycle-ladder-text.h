/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_LADDER_TEXT_H
#define TCP_LIFECYCLE_LADDER_TEXT_H

#include "tcp-lifecycle-ladder.h"

#include <cstdint>
#include <string>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Ladder diagrams for a terminal.
 */

namespace ns3
{

/// Which characters lines are made of.
enum class TcpLifecycleLadderCharset : uint8_t
{
    Utf8,  //!< box drawing characters
    Ascii, //!< `-`, `|`, `+`, `<`, `>`
};

/**
 * Draw a ladder in text, at most 100 columns wide.
 *
 * Each line is one event: a state change, a segment that leaves, a segment that arrives. Time runs
 * down, in milliseconds, and is given where it differs from the line above. A segment leaves its
 * sender's line with its label, turns down into a lane of its own and reaches the other end's line
 * where it arrives: of two in flight together, lanes that cross show which one overtook. A lost
 * segment ends in an X. States are beside the line of their end, from the event on that caused
 * them; a user's call or a timer that changed a state is named beside the line, after a mark.
 *
 * \param model a connection's life
 * \param charset what to draw with
 * \return lines, each with its end
 */
std::string TcpLifecycleLadderText(
    const TcpLifecycleLadderModel& model,
    TcpLifecycleLadderCharset charset = TcpLifecycleLadderCharset::Utf8);

} // namespace ns3

#endif // TCP_LIFECYCLE_LADDER_TEXT_H
