/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_TIME_H
#define LIFECYCLE_TIME_H

#include <chrono>

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * Durations and instants in nanoseconds. Time is always an argument.
 */

namespace ns3
{
namespace lifecycle
{

/// The clock type of the machine. It has no now(), so that no code can read the time.
struct VirtualClock
{
    using duration = std::chrono::nanoseconds;                //!< resolution
    using rep = duration::rep;                                //!< 64 bits, signed
    using period = duration::period;                          //!< nanoseconds
    using time_point = std::chrono::time_point<VirtualClock>; //!< instants
    static constexpr bool is_steady = true;                   //!< never moves back
};

/// A duration in nanoseconds.
using Duration = VirtualClock::duration;
/// An instant in nanoseconds, relative to a time that the driver chooses.
using Instant = VirtualClock::time_point;

/// A deadline that is not set.
constexpr Instant NEVER = Instant::max();
/// A timeout that is disabled.
constexpr Duration FOREVER = Duration::max();

/// \param from an instant \param span a duration, or FOREVER \return from + span, or NEVER
constexpr Instant
DeadlineAfter(Instant from, Duration span)
{
    return span >= NEVER - from ? NEVER : from + span;
}

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_TIME_H
