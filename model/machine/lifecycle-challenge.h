/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_CHALLENGE_H
#define LIFECYCLE_CHALLENGE_H

#include "lifecycle-config.h"
#include "lifecycle-time.h"

#include <cstdint>

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * Rate limits of the answers to unacceptable segments (RFC 5961, section 7).
 */

namespace ns3
{
namespace lifecycle
{

class Digest;

/// Number of events in a period. The period starts with the first event; its end is rounded up to a
/// millisecond.
struct PeriodCount
{
    Instant end{};     //!< end of the period
    uint32_t count{0}; //!< events since its start

    /**
     * Request one more event.
     * \param limit events per period; 0: no limit, and no counting
     * \param period its length, > 0 \param now current time
     * \return whether the event is allowed
     */
    bool Take(uint32_t limit, Duration period, Instant now);

    /// \param other another \return whether both are equal
    bool operator==(const PeriodCount& other) const;

    /// \param digest gets all members
    void AddTo(Digest& digest) const;
};

/// The rate limits of the answers of a connection to unacceptable segments.
struct AnswerLimits
{
    PeriodCount counted;  //!< answers that Config::challengeAckLimit limits
    Instant loopsUntil{}; //!< until this time, a segment that may itself be an answer gets no
                          //!< answer; whole milliseconds

    /**
     * Request one more answer.
     * \param config limits \param mayLoop whether the received segment may itself be an answer
     * \param now current time \return whether the answer may be sent; if so, it is counted
     */
    bool Take(const Config& config, bool mayLoop, Instant now);

    /// \param other another \return whether both are equal
    bool operator==(const AnswerLimits& other) const;

    /// \param digest gets all members
    void AddTo(Digest& digest) const;
};

/**
 * \ingroup tcp-lifecycle-machine
 *
 * Limit of the challenge ACKs of a host. RFC 5961, section 7: "an implementation SHOULD include an
 * ACK throttling mechanism"; its example is 10 in 5 seconds. A limit that connections share can be
 * observed from outside (CVE-2016-5696); therefore Linux has none by default.
 */
struct ChallengeBudget
{
    uint32_t limit{0};                        //!< challenge ACKs per period; 0: no limit
    Duration period{std::chrono::seconds(1)}; //!< length of a period, > 0
    PeriodCount spent;                        //!< challenge ACKs in the current period

    /// \param now current time \return whether one more may be sent; if so, it is counted
    bool Take(Instant now);

    /// \param other another \return whether both are equal
    bool operator==(const ChallengeBudget& other) const;

    /// \param digest gets all members
    void AddTo(Digest& digest) const;
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_CHALLENGE_H
