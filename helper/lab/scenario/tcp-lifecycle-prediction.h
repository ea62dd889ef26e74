/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_PREDICTION_H
#define TCP_LIFECYCLE_PREDICTION_H

#include "lifecycle-state.h"
#include "tcp-lifecycle-ladder.h"
#include "tcp-lifecycle-words.h"

#include "ns3/nstime.h"

#include <cstddef>
#include <string>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Exercises: what a reader predicts of a scenario, checked.
 */

namespace ns3
{

/// How long one end is in one state, as a reader predicts it.
struct TcpLifecyclePrediction
{
    /// A prediction is right if it differs by at most this share of what was measured: transmission
    /// times are left out when one reckons in one's head.
    static constexpr double TOLERANCE = 0.05;

    std::size_t end{0};       //!< 0: A, 1: B
    lifecycle::State state{}; //!< which
    Time time;                //!< how long, all visits together

    /// \param token `B in LAST-ACK 1.2 s` \return it
    /// \throw TcpLifecycleSyntaxError if it can't be read
    static TcpLifecyclePrediction Read(const TcpLifecycleToken& token);
    /// \param model what happened \return how long the end was in the state
    Time Measure(const TcpLifecycleLadderModel& model) const;
    /// \param measured see Measure() \return whether that is what was predicted
    bool IsRight(Time measured) const;
    /// \param measured see Measure() \return both times and the verdict, a line
    std::string ToText(Time measured) const;
};

} // namespace ns3

#endif // TCP_LIFECYCLE_PREDICTION_H
