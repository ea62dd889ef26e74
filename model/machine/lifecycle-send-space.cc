/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-send-space.h"

#include "lifecycle-hash.h"

#include <algorithm>
#include <tuple>

namespace ns3
{
namespace lifecycle
{

uint32_t
SendSpace::Pipe(uint32_t segmentSize, bool sackAgreed) const
{
    // RFC 6675, section 4, SetPipe(): octets not SACKed that are not lost, and those sent again.
    const auto missing = [this](Seq to) {
        return After(to, una) ? Span(una, to) - sacked.OctetsBetween(una, to) : 0;
    };
    const uint32_t flight = Flight();
    // Without SACK each duplicate ACK stands for one segment that has left the network (RFC 5681,
    // 3.2, step 4).
    const uint32_t arrived =
        sackAgreed ? sacked.Octets() : std::min(duplicateAcks * segmentSize, flight);
    const uint32_t lost = missing(lostEnd);
    const uint32_t outside = std::min(arrived + lost, flight);
    return flight - outside + missing(repaired);
}

auto
SendSpace::Parts() const
{
    return std::tie(iss,
                    una,
                    nxt,
                    wnd,
                    maxWnd,
                    wl1,
                    wl2,
                    shift,
                    mss,
                    buffer,
                    written,
                    writeEnd,
                    synAcked,
                    finQueued,
                    finSent,
                    shortEnd,
                    up,
                    sacked,
                    duplicateAcks,
                    recoveryPoint,
                    repaired,
                    lostEnd);
}

bool
SendSpace::operator==(const SendSpace& other) const
{
    return Parts() == other.Parts() && timedAt == other.timedAt && timedEnd == other.timedEnd &&
           times == other.times;
}

void
SendSpace::AddTo(Digest& digest) const
{
    digest.Add(Parts());
    if (digest.HasHistory())
    {
        digest.Add(std::tie(timedAt, timedEnd, times));
    }
}

} // namespace lifecycle
} // namespace ns3
