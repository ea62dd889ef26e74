/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "helper-test-ladder.h"
#include "tcp-lifecycle-ladder-text.h"

#include <boost/test/unit_test.hpp>
#include <sstream>
#include <string>

using namespace ns3;
using namespace ns3::lifecycle;
using namespace helper_test;

namespace
{

/// \param text lines \return columns of the longest; every character counts one
std::size_t
Columns(const std::string& text)
{
    std::istringstream lines(text);
    std::string line;
    std::size_t most = 0;
    while (std::getline(lines, line))
    {
        std::size_t columns = 0;
        for (const char c : line)
        {
            columns += (static_cast<unsigned char>(c) & 0xc0) != 0x80 ? 1 : 0;
        }
        most = std::max(most, columns);
    }
    return most;
}

} // namespace

BOOST_AUTO_TEST_SUITE(ladder_text)

BOOST_AUTO_TEST_CASE(the_three_way_handshake_is_rfc_9293_s_figure_6)
{
    TcpLifecycleLadderModel life = MakeLife();
    life.title = "RFC 9293, figure 6";
    AddHandshake(life);
    const std::string expected =
        "RFC 9293, figure 6\n"
        "\n"
        "                           A                                                        B\n"
        "                     10.0.0.1:1000                                             "
        "10.0.0.2:80\n"
        "                        ISN 100                                                  ISN 300\n"
        "        t/ms        CLOSED │                                                        │ "
        "CLOSED\n"
        "       0.000               │                                           passive open ● "
        "LISTEN\n"
        "                  SYN-SENT ● active open                                            │\n"
        "                           ├──────────────── S 100:100(0) ─────────────────╮        │\n"
        "      10.000               │                                               ╰───────▶│ "
        "SYN-RECEIVED\n"
        "                           │        ╭──────────── S. 300:300(0) ack 101 ────────────┤\n"
        "      20.000   ESTABLISHED │◀───────╯                                               │\n"
        "                           ├──────────── . 101:101(0) ack 301 ─────────────╮        │\n"
        "      30.000               │                                               ╰───────▶│ "
        "ESTABLISHED\n";
    BOOST_TEST(TcpLifecycleLadderText(life) == expected);
}

BOOST_AUTO_TEST_CASE(the_ascii_charset_draws_the_same_lines)
{
    TcpLifecycleLadderModel life = MakeLife();
    const auto syn = life.AddSent(0, Time(0), MakeSegment(SYN, 100, 0));
    life.AddReceived(syn, MilliSeconds(10));
    const std::string expected =
        "                           A                                                        B\n"
        "                     10.0.0.1:1000                                             "
        "10.0.0.2:80\n"
        "                        ISN 100                                                  no ISN\n"
        "        t/ms        CLOSED |                                                        | "
        "CLOSED\n"
        "       0.000               |---------------- S 100:100(0) -----------------.        |\n"
        "      10.000               |                                               '------->|\n";
    BOOST_TEST(TcpLifecycleLadderText(life, TcpLifecycleLadderCharset::Ascii) == expected);
}

BOOST_AUTO_TEST_CASE(a_lost_segment_ends_in_an_x_before_the_other_end)
{
    TcpLifecycleLadderModel life = MakeLife();
    life.AddSent(0, Time(0), MakeSegment(FIN | ACK, 101, 301));
    life.AddSent(1, Time(0), MakeSegment(FIN | ACK, 301, 101), true);
    const std::string text = TcpLifecycleLadderText(life);
    BOOST_TEST(text.find("├───── F. 101:101(0) ack 301 ──────X lost                │\n") !=
                   std::string::npos,
               text);
    BOOST_TEST(text.find("│                lost X── F. 301:301(0) ack 101 again ───┤\n") !=
                   std::string::npos,
               text);
}

BOOST_AUTO_TEST_CASE(lanes_cross_when_one_segment_overtakes_another)
{
    TcpLifecycleLadderModel life = MakeLife();
    const auto data = life.AddSent(0, Time(0), MakeSegment(PSH | ACK, 101, 301, 100));
    const auto fin = life.AddSent(0, Time(0), MakeSegment(FIN | ACK, 201, 301));
    life.AddReceived(fin, MilliSeconds(10));
    life.AddReceived(data, MilliSeconds(40));
    const std::string text = TcpLifecycleLadderText(life);
    const std::string expected =
        "       0.000               ├─────────── P. 101:201(100) ack 301 ───────────╮        │\n"
        "                           ├────────── F. 201:201(0) ack 301 ───────────╮  │        │\n"
        "      10.000               │                                            ╰──┼───────▶│\n"
        "      40.000               │                                               ╰───────▶│\n";
    BOOST_TEST(text.find(expected) != std::string::npos, text);
}

BOOST_AUTO_TEST_CASE(segments_that_arrive_in_order_do_not_cross)
{
    TcpLifecycleLadderModel life = MakeLife();
    const auto first = life.AddSent(0, Time(0), MakeSegment(ACK, 101, 301, 100));
    const auto second = life.AddSent(0, Time(0), MakeSegment(ACK, 201, 301, 100));
    life.AddReceived(first, MilliSeconds(10));
    const auto third = life.AddSent(0, MilliSeconds(10), MakeSegment(ACK, 301, 301, 100));
    life.AddReceived(second, MilliSeconds(11));
    life.AddReceived(third, MilliSeconds(20));
    BOOST_TEST(TcpLifecycleLadderText(life).find("┼") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(more_segments_in_flight_than_lanes_are_numbered)
{
    TcpLifecycleLadderModel life = MakeLife();
    for (uint32_t i = 0; i < 8; ++i)
    {
        life.AddSent(0, Time(0), MakeSegment(ACK, 101 + 100 * i, 301, 100));
    }
    for (std::size_t i = 0; i < 8; ++i)
    {
        life.AddReceived(i, MilliSeconds(10));
    }
    const std::string text = TcpLifecycleLadderText(life);
    for (const char* tag : {"(1)", "(2)"})
    {
        const auto at = text.find(tag);
        BOOST_REQUIRE(at != std::string::npos);
        BOOST_TEST(text.find(tag, at + 1) != std::string::npos);
    }
    BOOST_TEST(text.find("(3)") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_long_pause_is_named_and_not_drawn)
{
    TcpLifecycleLadderModel life = MakeLife();
    AddHandshake(life);
    life.AddTransition(
        {0, Seconds(240), State::Established, State::Closed, Cause::TimeWaitExpired});
    const std::string text = TcpLifecycleLadderText(life);
    BOOST_TEST(text.find("                           ┊                    239.970 s later        "
                         "             ┊\n"
                         "  240000.000        CLOSED ● 2MSL over") != std::string::npos,
               text);
}

BOOST_AUTO_TEST_CASE(a_copy_made_by_the_network_arrives_twice)
{
    TcpLifecycleLadderModel life = MakeLife();
    const auto syn = life.AddSent(0, Time(0), MakeSegment(SYN, 100, 0));
    life.AddReceived(syn, MilliSeconds(10));
    life.AddReceived(syn, MilliSeconds(15));
    BOOST_TEST(life.segments.size() == 2u);
    BOOST_TEST(life.segments[1].copy);
    const std::string text = TcpLifecycleLadderText(life);
    BOOST_TEST(text.find(" copy of S 100:100(0) ───────▶│\n") != std::string::npos, text);
}

BOOST_AUTO_TEST_CASE(numbers_are_relative_when_an_isn_is_long)
{
    TcpLifecycleLadderModel life = MakeLife();
    auto sent = life.AddSent(0, Time(0), MakeSegment(SYN, 4000000000, 0));
    life.AddReceived(sent, MilliSeconds(10));
    sent = life.AddSent(1, MilliSeconds(10), MakeSegment(SYN | ACK, 3000000000, 4000000001));
    BOOST_TEST(life.Label(sent) == "S. 0:0(0) ack 1");
    const std::string text = TcpLifecycleLadderText(life);
    BOOST_TEST(text.find("numbers relative to the ISNs") != std::string::npos);
    BOOST_TEST(text.find("ISN 4000000000") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(labels_have_sack_blocks_and_no_other_options)
{
    TcpLifecycleLadderModel life = MakeLife();
    Segment ack = MakeSegment(ACK, 301, 101);
    const SackBlock block{Seq(201), Seq(202)};
    ack.options.AddTimestamps({1, 2});
    ack.options.AddSack(&block, 1);
    life.AddSent(1, Time(0), ack);
    BOOST_TEST(life.Label(0) == ". 301:301(0) ack 101 <sack 201:202>");
}

BOOST_AUTO_TEST_CASE(the_middle_of_a_long_transfer_is_left_out_and_said_so)
{
    TcpLifecycleLadderModel life = MakeLife();
    AddHandshake(life);
    for (int i = 0; i < 100; ++i)
    {
        const auto sent = life.AddSent(0, MilliSeconds(40 + i), MakeSegment(ACK, 101, 301, 100));
        life.AddReceived(sent, MilliSeconds(50 + i));
    }
    const TcpLifecycleLadderModel shorter = life.Shortened(20);
    BOOST_TEST(shorter.segments.size() == 20u);
    BOOST_TEST(shorter.omitted == 83u);
    BOOST_TEST(shorter.transitions.size() == life.transitions.size());
    for (const auto& segment : shorter.segments)
    {
        BOOST_TEST(segment.received.has_value());
    }
    const std::string text = TcpLifecycleLadderText(shorter);
    BOOST_TEST(text.find("83 segments left out") != std::string::npos, text);
    BOOST_TEST(text.find("X lost") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(no_line_is_longer_than_100_columns)
{
    TcpLifecycleLadderModel life = MakeLife();
    AddHandshake(life);
    Segment ack = MakeSegment(ACK, 4294967295, 4294967295, 65535);
    SackBlock blocks[] = {{Seq(201), Seq(202)}, {Seq(301), Seq(302)}, {Seq(401), Seq(402)}};
    ack.options.AddSack(blocks, 3);
    life.AddSent(1, Seconds(100000), ack);
    life.AddSent(0, Seconds(100000), ack, true);
    const auto arrives = life.AddSent(0, Seconds(100000), ack, true);
    life.AddReceived(arrives, Seconds(100001));
    life.AddReceived(arrives, Seconds(100002));
    BOOST_TEST(Columns(TcpLifecycleLadderText(life)) <= 100u);
}

BOOST_AUTO_TEST_SUITE_END()
