/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef STUDY_ESTIMATE_H
#define STUDY_ESTIMATE_H

#include <cstdint>

/**
 * \file
 * \ingroup tcp-lifecycle-study
 * What a sample of independent observations says about what it was drawn from.
 */

namespace ns3
{

/// Where a parameter lies, with some confidence; both ends included.
struct TcpLifecycleInterval
{
    double low{0};  //!< lower end
    double high{0}; //!< upper end

    /// \param value a value \return whether it lies inside
    bool Contains(double value) const;
};

/**
 * \ingroup tcp-lifecycle-study
 *
 * A sample, as its moments up to the fourth.
 */
class TcpLifecycleSample
{
  public:
    /// \param value one more observation
    void Add(double value);

    /// \return how many observations
    uint64_t Count() const;
    /// \return their mean
    double Mean() const;
    /// \return the unbiased estimate of the variance; at least two observations are needed
    double Variance() const;

    /**
     * Student's interval for the mean. It is exact for normal observations, and for others good if
     * they are many and their variance is finite.
     * \param confidence in (0, 1) \return the interval; at least two observations are needed
     */
    TcpLifecycleInterval MeanInterval(double confidence) const;
    /**
     * The interval for the variance from its normal approximation, with the sample's own fourth
     * moment: good if observations are many and their fourth moment is finite.
     * \param confidence in (0, 1) \return the interval; at least two observations are needed
     */
    TcpLifecycleInterval VarianceInterval(double confidence) const;

  private:
    uint64_t m_count{0}; //!< how many
    double m_mean{0};    //!< mean
    double m_second{0};  //!< sum of squared deviations from the mean
    double m_third{0};   //!< sum of their cubes
    double m_fourth{0};  //!< sum of their fourth powers
};

/**
 * Clopper's and Pearson's interval for a probability (Biometrika 26, 1934): it covers with at
 * least that confidence, whatever the number of trials.
 * \param successes of the trials, at most trials \param trials how many, at least one
 * \param confidence in (0, 1) \return the interval
 */
TcpLifecycleInterval TcpLifecycleProportionInterval(uint64_t successes,
                                                    uint64_t trials,
                                                    double confidence);

} // namespace ns3

#endif // STUDY_ESTIMATE_H
