/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_RTO_H
#define LIFECYCLE_RTO_H

#include "lifecycle-config.h"

#include <cstddef>

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * Round-trip time and retransmission time-out (RFC 6298).
 */

namespace ns3
{
namespace lifecycle
{

/// SRTT, RTTVAR and RTO of a connection.
class RtoEstimator
{
  public:
    /// \param config initialRto, minRto, maxRto, rtoSlop and clockGranularity are used
    explicit RtoEstimator(const Config& config);

    /**
     * A round-trip time was measured (RFC 6298, 2.2 and 2.3); ends the back-off.
     * \param rtt the measurement, > 0 \param config as at construction
     */
    void Sample(Duration rtt, const Config& config);
    /// The timer has expired: double, up to maxRto (RFC 6298, 5.5). \param config as before
    void BackOff(const Config& config);
    /// End the back-off without a sample, for RaiseTo(). \param config as before
    void EndBackOff(const Config& config);
    /**
     * Raise the RTO when data transmission begins after a SYN timed out (RFC 6298, 5.7).
     * \param rto the new RTO if it is greater
     */
    void RaiseTo(Duration rto);

    /// \return RTO, with back-off
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

    /// \return whether a sample was taken
    bool HasSample() const
    {
        return m_srtt.count() != 0;
    }

    /// \return whether all are the same
    bool operator==(const RtoEstimator& other) const;
    /// \return the same for values that are equal
    std::size_t Hash() const;

  private:
    auto Parts() const;
    Duration Computed(const Config& config) const;

    Duration m_srtt{0};   //!< SRTT
    Duration m_rttvar{0}; //!< RTTVAR
    Duration m_rto;       //!< RTO
    Duration m_last{0};   //!< the last sample
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_RTO_H
