/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_CLOSED_H
#define LIFECYCLE_CLOSED_H

#include "lifecycle-segment.h"

#include <optional>

/**
 * \file
 * \ingroup tcp-lifecycle-host
 * Answers to segments that belong to no connection.
 */

namespace ns3
{
namespace lifecycle
{

/**
 * SEGMENT ARRIVES in the CLOSED state (RFC 9293, 3.10.7.1). In LISTEN, a segment with ACK gets the
 * same answer (3.10.7.2, second).
 * \param segment a segment that belongs to no connection
 * \return the RST to send; nothing if the segment is a RST
 */
std::optional<Segment> ResetFromClosed(const Segment& segment);

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_CLOSED_H
