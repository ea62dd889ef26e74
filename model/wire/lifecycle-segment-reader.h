/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_SEGMENT_READER_H
#define LIFECYCLE_SEGMENT_READER_H

#include "lifecycle-segment.h"

#include <optional>
#include <string>

/**
 * \file
 * \ingroup tcp-lifecycle-wire
 * Segments in packetdrill's notation, read.
 */

namespace ns3
{
namespace lifecycle
{

/**
 * The inverse of ToText(), for segments without options: flags, first:end(length), and, in this
 * order, "ack" and "win" with a number if they are wanted, for example
 * "F. 301:301(0) ack 102 win 1000". Without "win" the window is 65535. Ports are 0.
 *
 * \param text a segment
 * \return it; nothing if the text is none, or its end is not first + length
 */
std::optional<Segment> ReadSegment(const std::string& text);

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_SEGMENT_READER_H
