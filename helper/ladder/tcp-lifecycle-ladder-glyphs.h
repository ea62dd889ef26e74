/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_LADDER_GLYPHS_H
#define TCP_LIFECYCLE_LADDER_GLYPHS_H

#include "tcp-lifecycle-ladder-text.h"

#include <string>

/**
 * \file
 * \ingroup tcp-lifecycle
 * The characters of ladder diagrams in text.
 */

namespace ns3
{
namespace ladder_glyphs
{

/// One character cell: an ASCII character, or one of the glyphs below.
using Cell = char;

constexpr Cell HORIZONTAL = 1;  //!< a segment
constexpr Cell VERTICAL = 2;    //!< a line of an end, a lane
constexpr Cell TURN_A_DOWN = 3; //!< a segment from the left turns down
constexpr Cell TURN_A_OUT = 4;  //!< and out of its lane to the right
constexpr Cell TURN_B_DOWN = 5; //!< a segment from the right turns down
constexpr Cell TURN_B_OUT = 6;  //!< and out of its lane to the left
constexpr Cell CROSSING = 7;    //!< a segment passes a lane
constexpr Cell LEAVE_A = 8;     //!< the left line, where a segment leaves
constexpr Cell LEAVE_B = 11;    //!< the right line, where a segment leaves
constexpr Cell HEAD_RIGHT = 12; //!< arrow head
constexpr Cell HEAD_LEFT = 14;  //!< arrow head
constexpr Cell MARK = 15;       //!< a user's call or a timer
constexpr Cell PAUSE = 16;      //!< a line of an end, where time is left out

/// \param cells a line \param charset what to write with \return the line with its end
std::string Encode(std::string cells, TcpLifecycleLadderCharset charset);

} // namespace ladder_glyphs
} // namespace ns3

#endif // TCP_LIFECYCLE_LADDER_GLYPHS_H
