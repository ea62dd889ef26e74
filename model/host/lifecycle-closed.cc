/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-closed.h"

namespace ns3
{
namespace lifecycle
{

std::optional<Segment>
ResetFromClosed(const Segment& segment)
{
    // "An incoming segment containing a RST is discarded."
    if (segment.Has(RST))
    {
        return std::nullopt;
    }
    Segment reset;
    reset.sourcePort = segment.destinationPort;
    reset.destinationPort = segment.sourcePort;
    if (segment.Has(ACK))
    {
        // "If the ACK bit is on, <SEQ=SEG.ACK><CTL=RST>"
        reset.seq = segment.ack;
        reset.flags = RST;
    }
    else
    {
        // "If the ACK bit is off, sequence number zero is used,
        // <SEQ=0><ACK=SEG.SEQ+SEG.LEN><CTL=RST,ACK>"
        reset.ack = segment.End();
        reset.flags = RST | ACK;
    }
    return reset;
}

} // namespace lifecycle
} // namespace ns3
