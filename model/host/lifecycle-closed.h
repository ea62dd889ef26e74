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
 * Answers without a connection.
 */

namespace ns3
{
namespace lifecycle
{

/**
 * SEGMENT ARRIVES in CLOSED (RFC 9293, 3.10.7.1). A segment with ACK gets the same answer in LISTEN
 * (3.10.7.2, second).
 * \param segment one that belongs to no connection
 * \return the RST that answers it; nothing when it is itself a RST
 */
std::optional<Segment> ResetFromClosed(const Segment& segment);

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_CLOSED_H
