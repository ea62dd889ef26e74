/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "helper-test-ladder.h"
#include "tcp-lifecycle-ladder-layout.h"
#include "tcp-lifecycle-ladder-svg.h"

#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <boost/test/unit_test.hpp>
#include <sstream>
#include <string>

using namespace ns3;
using namespace ns3::lifecycle;
using namespace helper_test;

namespace
{

/// \param svg a document \return it, read by an XML parser
boost::property_tree::ptree
Parsed(const std::string& svg)
{
    std::istringstream stream(svg);
    boost::property_tree::ptree tree;
    BOOST_REQUIRE_NO_THROW(boost::property_tree::read_xml(stream, tree));
    return tree;
}

/// \param tree an element \param text what \return whether a child of it is a text of that kind
bool
HasText(const boost::property_tree::ptree& tree, const std::string& text)
{
    for (const auto& [name, child] : tree)
    {
        if (name == "text" && child.data() == text)
        {
            return true;
        }
    }
    return false;
}

} // namespace

BOOST_AUTO_TEST_SUITE(ladder_svg)

BOOST_AUTO_TEST_CASE(the_picture_is_well_formed_and_needs_nothing_else)
{
    TcpLifecycleLadderModel life = MakeLife();
    AddHandshake(life);
    const std::string svg = TcpLifecycleLadderSvg(life);
    const auto tree = Parsed(svg);
    BOOST_TEST(tree.get<std::string>("svg.<xmlattr>.xmlns") == "http://www.w3.org/2000/svg");
    for (const char* reference : {"href", "url(", "<script", "@import", "<image"})
    {
        BOOST_TEST(svg.find(reference) == std::string::npos, reference);
    }
}

BOOST_AUTO_TEST_CASE(states_isns_and_labels_are_in_it)
{
    TcpLifecycleLadderModel life = MakeLife();
    AddHandshake(life);
    const auto tree = Parsed(TcpLifecycleLadderSvg(life)).get_child("svg");
    for (const char* text : {"SYN-SENT",
                             "SYN-RECEIVED",
                             "ESTABLISHED",
                             "LISTEN",
                             "passive open",
                             "ISN 100",
                             "ISN 300",
                             "10.0.0.1:1000",
                             "S. 300:300(0) ack 101",
                             "30.000 ms"})
    {
        BOOST_TEST(HasText(tree, text), text);
    }
}

BOOST_AUTO_TEST_CASE(markup_in_names_is_escaped)
{
    TcpLifecycleLadderModel life = MakeLife();
    life.title = "a < b & \"c\" > d";
    life.ends[0].name = "<A>";
    const auto tree = Parsed(TcpLifecycleLadderSvg(life)).get_child("svg");
    BOOST_TEST(tree.get<std::string>("title") == life.title);
    BOOST_TEST(HasText(tree, "<A>"));
}

BOOST_AUTO_TEST_CASE(a_lost_segment_is_said_to_be_lost)
{
    TcpLifecycleLadderModel life = MakeLife();
    life.AddSent(0, Time(0), MakeSegment(SYN, 100, 0));
    BOOST_TEST(HasText(Parsed(TcpLifecycleLadderSvg(life)).get_child("svg"), "lost"));
}

BOOST_AUTO_TEST_CASE(a_life_in_which_nothing_happens_is_drawn)
{
    Parsed(TcpLifecycleLadderSvg(MakeLife()));
}

BOOST_AUTO_TEST_CASE(no_event_stands_above_an_earlier_one)
{
    TcpLifecycleLadderModel life = MakeLife();
    AddHandshake(life);
    life.AddTransition({0, Seconds(300), State::Established, State::FinWait1, Cause::Close});
    life.AddSent(0, Seconds(300), MakeSegment(FIN | ACK, 101, 301));
    life.AddTransition({0, Seconds(300), State::FinWait1, State::FinWait2, Cause::AckOfFin});
    const auto layout = MakeTcpLifecycleLadderLayout(life, {}, 100);
    BOOST_REQUIRE_EQUAL(layout.events.size(), life.events.size());
    for (std::size_t i = 1; i < layout.events.size(); ++i)
    {
        BOOST_TEST(layout.events[i] >= layout.events[i - 1]);
    }
    BOOST_TEST(layout.pauses.size() == 1u);
    BOOST_TEST(layout.pauses[0].text == "299.970 s");
    BOOST_TEST(layout.bottom > layout.events.back());
}

BOOST_AUTO_TEST_CASE(equal_flights_are_equally_steep)
{
    TcpLifecycleLadderModel life = MakeLife();
    AddHandshake(life);
    const auto layout = MakeTcpLifecycleLadderLayout(life, {}, 100);
    BOOST_REQUIRE_EQUAL(layout.arrows.size(), 3u);
    for (const auto& arrow : layout.arrows)
    {
        BOOST_TEST(arrow.y2 - arrow.y1 == TcpLifecycleLadderMeasures().flight,
                   boost::test_tools::tolerance(1e-9));
    }
}

BOOST_AUTO_TEST_SUITE_END()
