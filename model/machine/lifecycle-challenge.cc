/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-challenge.h"

#include "lifecycle-hash.h"

namespace ns3
{
namespace lifecycle
{

bool
PeriodCount::Take(uint32_t limit, Duration period, Instant now)
{
    if (limit == 0)
    {
        return true;
    }
    if (now >= end)
    {
        using std::chrono::milliseconds;
        end = DeadlineAfter(now, period);
        end = end > NEVER - milliseconds(1) ? NEVER : std::chrono::ceil<milliseconds>(end);
        count = 0;
    }
    if (count >= limit)
    {
        return false;
    }
    ++count;
    return true;
}

bool
PeriodCount::operator==(const PeriodCount& other) const
{
    return end == other.end && count == other.count;
}

std::size_t
PeriodCount::Hash() const
{
    return HashParts(std::tie(end, count));
}

bool
ChallengeBudget::Take(Instant now)
{
    return spent.Take(limit, period, now);
}

bool
ChallengeBudget::operator==(const ChallengeBudget& other) const
{
    return limit == other.limit && period == other.period && spent == other.spent;
}

std::size_t
ChallengeBudget::Hash() const
{
    return HashParts(std::tie(limit, period, spent));
}

} // namespace lifecycle
} // namespace ns3
