/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-segment.h"

/**
 * \file
 * \ingroup tcp-lifecycle-wire
 * Segments compared.
 */

namespace ns3
{
namespace lifecycle
{

bool
Segment::operator==(const Segment& other) const
{
    return sourcePort == other.sourcePort && destinationPort == other.destinationPort &&
           seq == other.seq && ack == other.ack && reserved == other.reserved &&
           flags == other.flags && window == other.window && checksum == other.checksum &&
           urgentPointer == other.urgentPointer && options == other.options &&
           length == other.length && marked == other.marked;
}

} // namespace lifecycle
} // namespace ns3
