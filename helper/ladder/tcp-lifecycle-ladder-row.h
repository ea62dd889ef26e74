/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_LADDER_ROW_H
#define TCP_LIFECYCLE_LADDER_ROW_H

#include "lifecycle-state.h"

#include <cstddef>
#include <string>

/**
 * \file
 * \ingroup tcp-lifecycle
 * One line of a ladder diagram in text: its columns, and what is written where.
 */

namespace ns3
{
namespace ladder_row
{

constexpr std::size_t TIME_WIDTH = 12;   //!< columns of the time, right-aligned
constexpr std::size_t STATE_WIDTH = 12;  //!< columns of `SYN-RECEIVED`
constexpr std::size_t MIDDLE_WIDTH = 56; //!< columns between the two lines
constexpr std::size_t LEFT = TIME_WIDTH + 2 + STATE_WIDTH + 1; //!< column of the left line
constexpr std::size_t RIGHT = LEFT + 1 + MIDDLE_WIDTH;         //!< column of the right line

/// \param cells a line \param begin first column, shifted so that all fits \param text written
void Put(std::string& cells, std::size_t begin, const std::string& text);

/// \param cells a line \param middle column \param text centred there
void PutCentred(std::string& cells, std::size_t middle, const std::string& text);

/// \param cells a line \param end whose \param state its state
void PutState(std::string& cells, std::size_t end, lifecycle::State state);

/// \param cells a line \param begin first column between the lines \param end after the last
/// \param fromA whether the sender is left \param label where there is room, clear of lanes
void PutLabel(std::string& cells,
              std::size_t begin,
              std::size_t end,
              bool fromA,
              const std::string& label);

/**
 * A horizontal stroke from one end's line to a column, over the lanes between.
 * \param cells a line \param fromLeft which end \param stop column between the lines, included
 */
void DrawHorizontal(std::string& cells, bool fromLeft, std::size_t stop);

} // namespace ladder_row
} // namespace ns3

#endif // TCP_LIFECYCLE_LADDER_ROW_H
