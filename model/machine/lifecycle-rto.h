/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_RTO_H
#define LIFECYCLE_RTO_H

#include "lifecycle-config.h"
#include "lifecycle-seq.h"

#include <cstddef>

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * Round-trip time and retransmission timeout (RFC 6298).
 */

namespace ns3
{
namespace lifecycle
{

class Digest;

/// State of the sender when a sample is taken.
struct SampleProgress
{
    Seq una; //!< SND.UNA, updated
    Seq nxt; //!< SND.NXT
};

/// SRTT, RTTVAR and RTO of a connection.
class RtoEstimator
{
  public:
    /// \param config initialRto, rttEstimator, minRto, maxRto, rtoSlop, clockGranularity are used
    explicit RtoEstimator(const Config& config);

    /**
     * Add an RTT sample (RFC 6298, 2.2 and 2.3), and reset the back-off.
     * \param rtt the sample, > 0 \param progress state of the sender \param config as in the
     * constructor
     */
    void Sample(Duration rtt, const SampleProgress& progress, const Config& config);
    /// The timer has expired: double the RTO, up to maxRto (RFC 6298, 5.5). \param config as in the
    /// constructor
    void BackOff(const Config& config);
    /// Reset the back-off without a sample, for RaiseTo(). \param config as in the constructor
    void EndBackOff(const Config& config);
    /**
     * Raise the RTO when data transmission begins after a SYN timed out (RFC 6298, 5.7).
     * \param rto lower limit of the RTO
     */
    void RaiseTo(Duration rto);

    /// \return RTO, including back-off
    Duration Rto() const
    {
        return m_rto;
    }

    /// \return SRTT, 0 before the first sample
    Duration Srtt() const
    {
        return m_srtt;
    }

    /// \return RTTVAR
    Duration RttVar() const
    {
        return m_rttvar;
    }

    /// \return the last sample, 0 before the first
    Duration LastSample() const
    {
        return m_last;
    }

    /// \return whether there is a sample
    bool HasSample() const
    {
        return m_srtt.count() != 0;
    }

    /// \param other another \return whether all members are equal
    bool operator==(const RtoEstimator& other) const;
    /// \param digest gets all members
    void AddTo(Digest& digest) const;

  private:
    auto Parts() const;
    Duration Computed(const Config& config) const;
    void FollowRfc6298(Duration rtt);
    void FollowLinux(Duration rtt, const SampleProgress& progress, Duration least);

    Duration m_srtt{0};   //!< SRTT
    Duration m_rttvar{0}; //!< RTTVAR
    Duration m_rto;       //!< RTO
    Duration m_last{0};   //!< the last sample
    // RttEstimator::Linux
    Duration m_margin{0}; //!< RTO - SRTT
    Duration m_peak{0};   //!< largest 4 RTTVAR of the current window of data
    Seq m_windowEnd;      //!< SND.NXT at the start of the current window of data
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_RTO_H
