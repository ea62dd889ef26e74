/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * Parameters as values: connections share those that are equal, so each field must count.
 */

#include "lifecycle-test-config.h"

#include <boost/test/unit_test.hpp>
#include <cstring>
#include <random>
#include <type_traits>

namespace ns3
{
namespace lifecycle
{
namespace test
{

static_assert(std::is_trivially_copyable_v<Config>, "its bytes can be compared");

BOOST_AUTO_TEST_SUITE(config)

BOOST_AUTO_TEST_CASE(parameters_are_equal_if_no_field_differs_and_only_then)
{
    const Config base;
    std::mt19937 random(1);
    uint32_t different = 0;
    for (uint32_t first = 0; first < FieldCount<Config>(); ++first)
    {
        for (uint32_t turn = 0; turn < 40; ++turn)
        {
            // About one field is drawn: 0 draws a field, 1 keeps it
            uint32_t call = 0;
            const Config other = DrawConfig(
                [&](uint32_t below) -> uint32_t {
                    const uint32_t at = call++;
                    if (at > first && at <= first + 3)
                    {
                        return static_cast<uint32_t>(random() % below);
                    }
                    return at == first || below == 1 ? 0 : 1;
                },
                &base);
            const bool same = std::memcmp(&base, &other, sizeof(Config)) == 0;
            BOOST_TEST_REQUIRE((base == other) == same, "field " << first << ", turn " << turn);
            BOOST_TEST_REQUIRE((other == base) == same, "field " << first << ", turn " << turn);
            different += same ? 0 : 1;
        }
    }
    BOOST_TEST(different > 20 * FieldCount<Config>());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
