/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "packetdrill-timing.h"

#include <algorithm>

namespace ns3
{
namespace packetdrill
{

Duration
Tolerance(Duration expected, Duration lastEvent, const TimingRules& rules)
{
    const Duration since = std::max(expected - lastEvent, Duration::zero());
    // whole seconds apart, so that the product fits in 63 bits
    const Duration part = since / 1000 * rules.perMille + since % 1000 * rules.perMille / 1000;
    return std::max(rules.tolerance, part);
}

TimingResult
CheckTime(Duration from, Duration to, Duration actual, Duration lastEvent, const TimingRules& rules)
{
    TimingResult result;
    result.off = actual < from ? actual - from : std::max(actual - to, Duration::zero());
    result.tolerance = Tolerance(actual < from ? from : to, lastEvent, rules);
    result.inTime = result.off >= -result.tolerance && result.off <= result.tolerance;
    return result;
}

} // namespace packetdrill
} // namespace ns3
