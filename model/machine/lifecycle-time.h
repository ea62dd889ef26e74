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
 * Time as an argument: durations and instants in nanoseconds of a clock nobody can read.
 */

namespace ns3
{
namespace lifecycle
{

/// The clock of whoever drives the machine. It has no now(): time is handed in.
struct VirtualClock
{
    using duration = std::chrono::nanoseconds;                //!< resolution
    using rep = duration::rep;                                //!< 64 bits, signed
    using period = duration::period;                          //!< nanosecond
    using time_point = std::chrono::time_point<VirtualClock>; //!< instants
    static constexpr bool is_steady = true;                   //!< never goes back
};

/// A length of time, nanoseconds.
using Duration = VirtualClock::duration;
/// A point in time, nanoseconds since the driver's zero.
using Instant = VirtualClock::time_point;

/// A deadline that is not set.
constexpr Instant NEVER = Instant::max();
/// A time-out that is switched off.
constexpr Duration FOREVER = Duration::max();

/// \param from an instant \param span how much later, or FOREVER \return from + span, or NEVER
constexpr Instant
DeadlineAfter(Instant from, Duration span)
{
    return span >= NEVER - from ? NEVER : from + span;
}

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_TIME_H
