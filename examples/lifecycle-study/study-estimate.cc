/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "study-estimate.h"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Samples and intervals of confidence.
 */

namespace ns3
{

bool
TcpLifecycleInterval::Contains(double value) const
{
    return low <= value && value <= high;
}

void
TcpLifecycleSample::Add(double value)
{
    // Sums of powers of deviations, moved along with the mean: T. Terriberry's extension of
    // Welford's method
    const double before = static_cast<double>(m_count);
    ++m_count;
    const double n = static_cast<double>(m_count);
    const double delta = value - m_mean;
    const double step = delta / n;
    const double square = delta * step * before;
    m_mean += step;
    m_fourth += square * step * step * (n * n - 3 * n + 3) + 6 * step * step * m_second -
                4 * step * m_third;
    m_third += square * step * (n - 2) - 3 * step * m_second;
    m_second += square;
}

uint64_t
TcpLifecycleSample::Count() const
{
    return m_count;
}

double
TcpLifecycleSample::Mean() const
{
    return m_mean;
}

double
TcpLifecycleSample::Variance() const
{
    return m_second / static_cast<double>(m_count - 1);
}

TcpLifecycleInterval
TcpLifecycleSample::MeanInterval(double confidence) const
{
    const double n = static_cast<double>(m_count);
    const boost::math::students_t student(n - 1);
    const double half =
        boost::math::quantile(student, (1 + confidence) / 2) * std::sqrt(Variance() / n);
    return {m_mean - half, m_mean + half};
}

TcpLifecycleInterval
TcpLifecycleSample::VarianceInterval(double confidence) const
{
    const double n = static_cast<double>(m_count);
    const double variance = Variance();
    const double spread = std::max(0.0, m_fourth / n - variance * variance * (n - 3) / (n - 1));
    const double half =
        boost::math::quantile(boost::math::normal(), (1 + confidence) / 2) * std::sqrt(spread / n);
    return {variance - half, variance + half};
}

TcpLifecycleInterval
TcpLifecycleProportionInterval(uint64_t successes, uint64_t trials, double confidence)
{
    using boost::math::binomial;
    const double n = static_cast<double>(trials);
    const double k = static_cast<double>(successes);
    const double tail = (1 - confidence) / 2;
    return {successes == 0 ? 0 : binomial::find_lower_bound_on_p(n, k, tail),
            successes == trials ? 1 : binomial::find_upper_bound_on_p(n, k, tail)};
}

} // namespace ns3
