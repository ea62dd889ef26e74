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

namespace
{

/// \param now current time \param length length of a period that starts now \return its end,
/// rounded up to a millisecond
Instant
EndOfPeriod(Instant now, Duration length)
{
    using std::chrono::milliseconds;
    const Instant end = DeadlineAfter(now, length);
    return end > NEVER - milliseconds(1) ? NEVER : std::chrono::ceil<milliseconds>(end);
}

} // namespace

bool
PeriodCount::Take(uint32_t limit, Duration period, Instant now)
{
    if (limit == 0)
    {
        return true;
    }
    if (now >= end)
    {
        end = EndOfPeriod(now, period);
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

void
PeriodCount::AddTo(Digest& digest) const
{
    digest.Add(std::tie(end, count));
}

bool
AnswerLimits::Take(const Config& config, bool mayLoop, Instant now)
{
    if ((mayLoop && now < loopsUntil) ||
        !counted.Take(config.challengeAckLimit, config.challengeAckPeriod, now))
    {
        return false;
    }
    loopsUntil = EndOfPeriod(now, config.ackLoopInterval);
    return true;
}

bool
AnswerLimits::operator==(const AnswerLimits& other) const
{
    return counted == other.counted && loopsUntil == other.loopsUntil;
}

void
AnswerLimits::AddTo(Digest& digest) const
{
    digest.Add(std::tie(counted, loopsUntil));
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

void
ChallengeBudget::AddTo(Digest& digest) const
{
    digest.Add(std::tie(limit, period, spent));
}

} // namespace lifecycle
} // namespace ns3
