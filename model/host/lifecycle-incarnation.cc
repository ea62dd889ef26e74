/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-incarnation.h"

namespace ns3
{
namespace lifecycle
{

namespace
{

/// Distance of the new ISN from the old SND.NXT, if the clock gives no later ISN: more than a
/// window of 65535 bytes without scaling (Linux: tw_snd_nxt + 65535 + 2).
constexpr uint32_t ISS_DISTANCE = 65535 + 2;

} // namespace

bool
OpensNewIncarnation(const PackedTimeWait& old, const Segment& syn, bool timestamps, bool atNext)
{
    const auto stamps = syn.options.Read().timestamps;
    const bool stamped = timestamps && stamps.has_value();
    const bool beyond = After(syn.seq, old.rcvNxt) || (atNext && syn.seq == old.rcvNxt);
    if (!old.timestamps)
    {
        return stamped || beyond;
    }
    if (!stamped)
    {
        return beyond;
    }
    const auto newer = static_cast<int32_t>(stamps->value - old.tsRecent); // RFC 7323, 5.2: modular
    return newer > 0 || (newer == 0 && beyond);
}

Seq
NewIncarnationIss(Seq chosen, Seq oldSndNxt)
{
    return After(chosen, oldSndNxt) ? chosen : oldSndNxt + ISS_DISTANCE;
}

} // namespace lifecycle
} // namespace ns3
