/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PACKETDRILL_TIMING_H
#define PACKETDRILL_TIMING_H

#include "packetdrill-script.h"

/**
 * \file
 * \ingroup tcp-lifecycle-packetdrill
 * How far a time may be from the script's.
 */

namespace ns3
{
namespace packetdrill
{

/// How exactly times are compared.
struct TimingRules
{
    Duration tolerance{4000000}; //!< `--tolerance_usecs`; 4000 us is packetdrill's default
    uint32_t perMille{125};      //!< of the scripted time since the last event: 12.5 % in google's
                                 //!< line, 50 for the 5 % of nplab's
};

/**
 * The larger of a fixed tolerance and a part of the time since the last event.
 * \param expected when something is to happen, since the script's start
 * \param lastEvent when the event before was to, since the script's start
 * \param rules the two
 * \return how early or late it may be
 */
Duration Tolerance(Duration expected, Duration lastEvent, const TimingRules& rules);

/// How a time compares.
struct TimingResult
{
    bool inTime{true};     //!< whether it is near enough
    Duration tolerance{0}; //!< how near it had to be
    Duration off{0};       //!< how much too early, negative, or too late it was; 0 inside a range
};

/**
 * \param from when it is to happen, or earliest \param to latest
 * \param actual when it happened
 * \param lastEvent when the event before was to; all since the script's start
 * \param rules how exactly
 * \return how it compares
 */
TimingResult CheckTime(Duration from,
                       Duration to,
                       Duration actual,
                       Duration lastEvent,
                       const TimingRules& rules);

} // namespace packetdrill
} // namespace ns3

#endif // PACKETDRILL_TIMING_H
