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
 * Limits of answers to what is not acceptable (RFC 5961, section 7).
 */

namespace ns3
{
namespace lifecycle
{

class Digest;

/// How often something has happened in a period, which begins with the first and ends with the
/// millisecond in which its length is over.
struct PeriodCount
{
    Instant end{};     //!< when the period is over
    uint32_t count{0}; //!< how often since it began

    /**
     * It wants to happen once more.
     * \param limit how often in a period, at most; 0: no limit, nothing is counted
     * \param period its length, > 0 \param now the time
     * \return whether it may
     */
    bool Take(uint32_t limit, Duration period, Instant now);

    /// \return whether both are the same
    bool operator==(const PeriodCount& other) const;

    /// \param digest gets all parts
    void AddTo(Digest& digest) const;
};

/// The answers of a connection to what is not acceptable, by its two limits.
struct AnswerLimits
{
    PeriodCount counted;  //!< those that Config::challengeAckLimit counts
    Instant loopsUntil{}; //!< until then nothing that may be an answer itself is answered; whole
                          //!< milliseconds

    /**
     * One more answer is wanted.
     * \param config limits \param mayLoop whether what is answered may be an answer itself
     * \param now the time \return whether it may be sent; it is counted
     */
    bool Take(const Config& config, bool mayLoop, Instant now);

    /// \return whether both are the same
    bool operator==(const AnswerLimits& other) const;

    /// \param digest gets all parts
    void AddTo(Digest& digest) const;
};

/**
 * \ingroup tcp-lifecycle-machine
 *
 * The challenge ACKs of all connections of a host together. RFC 5961, section 7: "an
 * implementation SHOULD include an ACK throttling mechanism"; its example is 10 in 5 seconds. A
 * budget that many connections share can be observed from outside (CVE-2016-5696), which is why
 * Linux has none by default.
 */
struct ChallengeBudget
{
    uint32_t limit{0};                        //!< in each period, at most; 0: no limit
    Duration period{std::chrono::seconds(1)}; //!< length of a period, > 0
    PeriodCount spent;                        //!< in the period that runs

    /// \param now the time \return whether one more may be sent; it is counted
    bool Take(Instant now);

    /// \return whether all are the same
    bool operator==(const ChallengeBudget& other) const;

    /// \param digest gets all parts
    void AddTo(Digest& digest) const;
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_CHALLENGE_H
