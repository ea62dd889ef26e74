/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "model-test-apart.h"
#include "model-test-flow.h"

#include "ns3/simulator.h"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <sstream>

// ns-3 keeps a history of each packet's headers on demand, to print packets, and to stop a program
// that takes a header off that was not put on.

using namespace model_test;

namespace bdata = boost::unit_test::data;

BOOST_AUTO_TEST_SUITE(packet_checks)

BOOST_DATA_TEST_CASE(packets_can_be_printed_and_checked,
                     bdata::make({"printing", "checking"}) * bdata::make({"IPv4", "IPv6"}),
                     what,
                     family)
{
    BOOST_TEST(RunApart("packet_checks/apart", std::string(what) + family));
}

BOOST_AUTO_TEST_CASE(apart)
{
    const std::string task = GetTask();
    if (task.empty())
    {
        return;
    }
    const bool checks = task.find("checking") != std::string::npos;
    if (checks)
    {
        Packet::EnableChecking();
    }
    else
    {
        Packet::EnablePrinting();
    }
    Flow flow(task.find("IPv6") != std::string::npos, 100000);
    flow.writer.done = [&flow] {
        DynamicCast<TcpLifecycleSocket>(flow.active)->SendUrgent(Create<Packet>(1));
    };
    uint64_t printed = 0;
    flow.net.devices.Get(0)->TraceConnectWithoutContext(
        "MacTx",
        Callback<void, Ptr<const Packet>>([&printed](Ptr<const Packet> packet) {
            std::ostringstream text;
            packet->Print(text);
            printed += text.str().find("ns3::TcpLifecycleHeader (") != std::string::npos ? 1 : 0;
        }));
    const auto lossy = CreateObject<RateErrorModel>();
    lossy->SetUnit(RateErrorModel::ERROR_UNIT_PACKET);
    lossy->SetRate(0.05);
    flow.net.Lose(1, lossy);
    const auto refused = flow.net.Make(0);
    refused->Connect(flow.net.At(1, 79, task.find("IPv6") != std::string::npos));
    flow.net.Run();
    BOOST_TEST(flow.reader.read == 100000U);
    BOOST_TEST(flow.reader.wrong == 0U);
    BOOST_TEST(printed > 70U);
}

BOOST_AUTO_TEST_SUITE_END()
