/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "study-estimate.h"

#include <boost/test/unit_test.hpp>

using namespace ns3;

namespace tt = boost::test_tools;

BOOST_AUTO_TEST_SUITE(estimate, *boost::unit_test::tolerance(1e-12))

BOOST_AUTO_TEST_CASE(a_sample_has_mean_and_unbiased_variance)
{
    TcpLifecycleSample sample;
    for (double value : {2, 4, 4, 4, 5, 5, 7, 9})
    {
        sample.Add(value);
    }
    BOOST_TEST(sample.Count() == 8);
    BOOST_TEST(sample.Mean() == 5.0);
    BOOST_TEST(sample.Variance() == 32.0 / 7);
}

BOOST_AUTO_TEST_CASE(interval_of_the_mean_is_students)
{
    // t(0.975; 7) = 2.3646 in printed tables
    TcpLifecycleSample sample;
    for (double value : {2, 4, 4, 4, 5, 5, 7, 9})
    {
        sample.Add(value);
    }
    const TcpLifecycleInterval interval = sample.MeanInterval(0.95);
    BOOST_TEST(interval.high - 5 == 2.3646 * 0.755929, tt::tolerance(1e-4));
    BOOST_TEST(5 - interval.low == interval.high - 5, tt::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(interval_of_the_variance_has_the_fourth_moment)
{
    // Observations 0 and 1 in halves: the fourth central moment is 1/16, the variance 1/4, and the
    // estimate of the variance has next to no spread
    TcpLifecycleSample coin;
    // 1, 2, 3, 4, 5 again and again: variance 2, fourth central moment (16 + 1 + 0 + 1 + 16) / 5
    TcpLifecycleSample die;
    for (int i = 0; i < 10000; ++i)
    {
        coin.Add(i % 2);
        die.Add(1 + i % 5);
    }
    const TcpLifecycleInterval narrow = coin.VarianceInterval(0.95);
    BOOST_TEST(narrow.high - narrow.low < 1e-3);
    BOOST_TEST(narrow.Contains(coin.Variance()));
    const TcpLifecycleInterval interval = die.VarianceInterval(0.95);
    // 1.96 sqrt((6.8 - 4) / 10000)
    BOOST_TEST((interval.high - interval.low) / 2 == 0.0327969, tt::tolerance(1e-3));
}

BOOST_AUTO_TEST_CASE(interval_of_a_probability_is_clopper_and_pearsons)
{
    // 0 of 10: 1 - 0.025^(1/10); 10 of 10 the mirror image
    const TcpLifecycleInterval none = TcpLifecycleProportionInterval(0, 10, 0.95);
    BOOST_TEST(none.low == 0.0);
    BOOST_TEST(none.high == 0.308497, tt::tolerance(1e-5));
    const TcpLifecycleInterval all = TcpLifecycleProportionInterval(10, 10, 0.95);
    BOOST_TEST(all.low == 1 - 0.308497, tt::tolerance(1e-5));
    BOOST_TEST(all.high == 1.0);
    // 5 of 10, as printed tables have it: 0.1871 to 0.8129
    const TcpLifecycleInterval half = TcpLifecycleProportionInterval(5, 10, 0.95);
    BOOST_TEST(half.low == 0.1871, tt::tolerance(5e-4));
    BOOST_TEST(half.high == 0.8129, tt::tolerance(5e-4));
    BOOST_TEST(half.Contains(0.5));
    BOOST_TEST(!half.Contains(0.1));
    BOOST_TEST(!half.Contains(0.9));
}

BOOST_AUTO_TEST_SUITE_END()
