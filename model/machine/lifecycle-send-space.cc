/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-send-space.h"

#include "lifecycle-hash.h"

#include <tuple>

namespace ns3
{
namespace lifecycle
{

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
                    pushEnd,
                    wantsSpace,
                    up);
}

bool
SendSpace::operator==(const SendSpace& other) const
{
    return Parts() == other.Parts() && timedAt == other.timedAt && timedEnd == other.timedEnd &&
           sentAt == other.sentAt && frameStart == other.frameStart &&
           recordEnds == other.recordEnds;
}

void
SendSpace::AddTo(Digest& digest) const
{
    digest.Add(Parts());
    for (const Seq end : recordEnds)
    {
        digest.Add(end);
    }
    if (digest.HasHistory())
    {
        digest.Add(std::tie(timedAt, timedEnd, sentAt, frameStart));
    }
}

} // namespace lifecycle
} // namespace ns3
