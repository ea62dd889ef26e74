/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef STUDY_ARRIVALS_H
#define STUDY_ARRIVALS_H

#include "study-estimate.h"

#include "ns3/nstime.h"
#include "ns3/ptr.h"
#include "ns3/random-variable-stream.h"

#include <cstdint>
#include <functional>

/**
 * \file
 * Poisson arrivals, and shares of them counted in batches.
 */

namespace study
{

/// Calls something at the points of a Poisson process, from construction to the end of the
/// simulation.
class Arrivals
{
  public:
    /// \param rate per second \param stream of random numbers \param what is called
    Arrivals(double rate, int64_t stream, std::function<void()> what);

  private:
    void ScheduleNext();
    void Arrive();

    ns3::Ptr<ns3::ExponentialRandomVariable> m_gap; //!< seconds between two
    std::function<void()> m_what;                   //!< what is called
};

/**
 * A share of arrivals, such as those that were refused, whose fates depend on each other. It is
 * counted in batches that are long beside the time for which they do: the shares of the batches
 * are the observations.
 */
class BatchedShare
{
  public:
    /// \param hit whether the arrival counts
    void Add(bool hit);
    /// A batch ends. \param counted whether it is an observation; one at the start is not
    void EndBatch(bool counted);
    /// \return a sample of shares, one for each batch
    const ns3::TcpLifecycleSample& GetSample() const;

  private:
    uint64_t m_arrivals{0};           //!< of the batch
    uint64_t m_hits{0};               //!< of the batch
    ns3::TcpLifecycleSample m_sample; //!< of the batches before
};

} // namespace study

#endif // STUDY_ARRIVALS_H
