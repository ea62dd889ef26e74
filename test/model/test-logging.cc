/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "model-test-net.h"

#include "ns3/log.h"
#include "ns3/simulator.h"

#include <boost/test/unit_test.hpp>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

// What ns-3's logging tells.

using namespace model_test;

// An optimized ns-3 tree leaves logging out.
#ifdef NS3_LOG_ENABLE

namespace
{

/// \param components that are enabled \return what is logged while node 0 opens, sends and closes
std::string
Log(const std::vector<const char*>& components)
{
    std::ostringstream log;
    auto* before = std::clog.rdbuf(log.rdbuf());
    {
        Net net;
        for (const char* component : components)
        {
            LogComponentEnable(component, LOG_LEVEL_ALL);
        }
        const auto listener = net.Listener(1, 80);
        listener->ShutdownSend();
        const auto active = net.Make(0);
        active->Connect(net.At(1, 80));
        active->Connect(net.At(1, 80)); // refused
        Simulator::Schedule(Seconds(1), [&] {
            active->Send(Create<Packet>(100));
            active->Close();
        });
        net.Run();
    }
    for (const char* component : components)
    {
        LogComponentDisable(component, LOG_LEVEL_ALL);
    }
    std::clog.rdbuf(before);
    return log.str();
}

} // namespace

BOOST_AUTO_TEST_SUITE(logging)

BOOST_AUTO_TEST_CASE(the_log_of_sockets_tells_the_story_of_a_connection)
{
    const std::string log = Log({"TcpLifecycleSocket"});
    std::size_t at = 0;
    for (const char* part : {"Bind",
                             "Listen",
                             "node 1 connection 1: CLOSED -> LISTEN",
                             "Connect",
                             "node 0 connection 1: CLOSED -> SYN-SENT",
                             "node 0 connection 1: sends ",
                             "node 0 connection 1: refuses the call, error 1", // ERROR_ISCONN
                             "node 0 connection 1: receives ",
                             "node 0 connection 1: SYN-SENT -> ESTABLISHED",
                             "SendData",
                             "Close",
                             "-> FIN-WAIT-1",
                             "-> TIME-WAIT",
                             "node 0 connection 1: has ended"})
    {
        const std::size_t found = log.find(part, at);
        BOOST_TEST_REQUIRE((found != std::string::npos), part << " is not in\n" << log);
        at = found;
    }
}

BOOST_AUTO_TEST_CASE(protocol_and_driver_log_too_and_nothing_is_logged_otherwise)
{
    BOOST_TEST(Log({}).empty());
    const std::string driver = Log({"TcpLifecycleDriver"});
    BOOST_TEST(driver.find("SYN-SENT -> ESTABLISHED (syn-ack)") != std::string::npos, driver);
    const std::string protocol = Log({"TcpLifecycleL4Protocol"});
    BOOST_TEST(protocol.find("TcpLifecycleL4Protocol:Receive(") != std::string::npos, protocol);
    BOOST_TEST(protocol.find("TcpLifecycleL4Protocol:Send(") != std::string::npos, protocol);
}

BOOST_AUTO_TEST_SUITE_END()

#endif
