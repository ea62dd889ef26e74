/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "model-test-apart.h"
#include "model-test-flow.h"
#include "tcp-lifecycle-time.h"

#include "ns3/config.h"
#include "ns3/error-model.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

// A clock of the simulator that is coarser, or finer, than a nanosecond: Time::SetResolution().

using namespace model_test;

namespace bdata = boost::unit_test::data;

BOOST_AUTO_TEST_SUITE(resolution)

BOOST_DATA_TEST_CASE(timers_come_at_any_resolution,
                     bdata::make({"S", "MS", "US", "NS", "PS"}) *
                         bdata::make({"rfc9293", "linux", "freebsd", "windows", "macos"}),
                     unit,
                     profile)
{
    BOOST_TEST(RunApart("resolution/apart", std::string(unit) + " " + profile));
}

BOOST_AUTO_TEST_CASE(apart)
{
    const std::string task = GetTask();
    if (task.empty())
    {
        return;
    }
    const std::map<std::string, Time::Unit> units = {{"S", Time::S},
                                                     {"MS", Time::MS},
                                                     {"US", Time::US},
                                                     {"NS", Time::NS},
                                                     {"PS", Time::PS}};
    const std::size_t space = task.find(' ');
    const bool inSeconds = task.substr(0, space) == "S";
    Time::SetResolution(units.at(task.substr(0, space)));
    Config::SetDefault("ns3::TcpLifecycleL4Protocol::Profile", StringValue(task.substr(space + 1)));
    NetOptions options;
    options.delay = inSeconds ? Seconds(1) : MilliSeconds(10);
    Flow flow(false, 100000, options, 100000);
    for (uint32_t node = 0; node < 2; ++node)
    {
        const auto lossy = CreateObject<RateErrorModel>();
        lossy->SetUnit(RateErrorModel::ERROR_UNIT_PACKET);
        lossy->SetRate(0.1);
        lossy->AssignStreams(node);
        flow.net.Lose(node, lossy);
    }
    uint64_t events = 0;
    Time before;
    // No deadline is met too early, and none is asked for twice in one instant, again and again
    for (uint32_t node = 0; node < 2; ++node)
    {
        flow.net.Tcp(node)->TraceConnectWithoutContext(
            "SegmentSent",
            Callback<void, const TcpLifecycleSegmentEvent&>(
                [&](const TcpLifecycleSegmentEvent& event) {
                    events = event.time == before ? events + 1 : 0;
                    before = event.time;
                    BOOST_TEST_REQUIRE(events < 1000U);
                }));
    }
    flow.net.Run();
    BOOST_TEST(flow.reader.read == 100000U);
    BOOST_TEST(flow.backReader.read == 100000U);
    BOOST_TEST(flow.reader.wrong + flow.backReader.wrong == 0U);
    BOOST_TEST((flow.client.states.back() == TcpSocket::CLOSED));
    BOOST_TEST((flow.server.states.back() == TcpSocket::CLOSED));
    // What is shorter than the clock can tell is rounded up
    for (const int64_t delay : {1, 999, 1000, 1001, 999999, 1000001, 1000000000, 1000000001})
    {
        const Time rounded = RoundUp(lifecycle::Duration(delay));
        BOOST_TEST(rounded.GetNanoSeconds() >= delay);
        BOOST_TEST((rounded - TimeStep(1)).GetNanoSeconds() < delay);
    }
}

BOOST_AUTO_TEST_SUITE_END()
