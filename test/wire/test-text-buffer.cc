/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-text-buffer.h"

#include <boost/test/unit_test.hpp>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

using ns3::lifecycle::TextBuffer;

namespace
{

/// \tparam Integer an integer \param number a number \return what a full buffer makes of it
template <typename Integer>
std::string
Decimal(Integer number)
{
    TextBuffer text(0);
    text.AppendNumber(number);
    return text.Take();
}

} // namespace

BOOST_AUTO_TEST_SUITE(text_buffer)

BOOST_AUTO_TEST_CASE(nothing_appended_is_an_empty_text)
{
    BOOST_TEST(TextBuffer(0).Take().empty());
    BOOST_TEST(TextBuffer(100).Take().empty());
    TextBuffer text(0);
    text += std::string_view();
    BOOST_TEST(text.Take().empty());
}

BOOST_AUTO_TEST_CASE(the_least_and_the_greatest_numbers_have_room)
{
    BOOST_TEST(Decimal(uint8_t{0}) == "0");
    BOOST_TEST(Decimal(uint8_t{255}) == "255");
    BOOST_TEST(Decimal(uint16_t{65535}) == "65535");
    BOOST_TEST(Decimal(std::numeric_limits<int32_t>::min()) == "-2147483648");
    BOOST_TEST(Decimal(std::numeric_limits<uint32_t>::max()) == "4294967295");
    BOOST_TEST(Decimal(std::numeric_limits<int64_t>::min()) == "-9223372036854775808");
    BOOST_TEST(Decimal(std::numeric_limits<int64_t>::max()) == "9223372036854775807");
    BOOST_TEST(Decimal(std::numeric_limits<uint64_t>::max()) == "18446744073709551615");
}

// As a std::string does.
BOOST_AUTO_TEST_CASE(a_text_beyond_its_room_keeps_all_of_itself)
{
    for (std::size_t usual = 0; usual < 40; ++usual)
    {
        TextBuffer text(usual);
        std::string expected;
        for (int32_t i = -20; i < 20; ++i)
        {
            text += ' ';
            text += "number ";
            text.AppendNumber(i);
            expected += " number " + std::to_string(i);
        }
        BOOST_TEST(text.Take() == expected);
    }
}

BOOST_AUTO_TEST_CASE(the_last_character_can_be_another)
{
    TextBuffer text(8);
    text += "a,b,";
    text.Back() = '\n';
    text += "c";
    BOOST_TEST(text.Take() == "a,b\nc");
}

BOOST_AUTO_TEST_SUITE_END()
