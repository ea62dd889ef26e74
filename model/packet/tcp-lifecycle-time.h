/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_TIME_H
#define TCP_LIFECYCLE_TIME_H

#include "lifecycle-time.h"

#include "ns3/nstime.h"

/**
 * \file
 * \ingroup tcp-lifecycle
 * From nanoseconds to ns-3's Time.
 */

namespace ns3
{

/**
 * A delay for an event. Where the simulator's clock is coarser than a nanosecond
 * (Time::SetResolution()), NanoSeconds() rounds down: an event for a deadline would come before the
 * deadline, and be scheduled again at no delay, without end.
 * \param delay a delay \return the least Time that is not shorter
 */
inline Time
RoundUp(lifecycle::Duration delay)
{
    const Time time = NanoSeconds(delay.count());
    return time.GetNanoSeconds() < delay.count() ? time + TimeStep(1) : time;
}

} // namespace ns3

#endif // TCP_LIFECYCLE_TIME_H
