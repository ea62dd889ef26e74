/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * Every congestion control algorithm of this ns-3 under the machine: made as ns-3 makes it, driven
 * as RFC 5681 wants it, and no worse than under ns-3's own TCP.
 */

#include "model-test-net.h"
#include "tcp-lifecycle-congestion.h"

#include "ns3/boolean.h"
#include "ns3/config.h"
#include "ns3/data-rate.h"
#include "ns3/error-model.h"
#include "ns3/object-factory.h"
#include "ns3/point-to-point-net-device.h"
#include "ns3/queue.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/traffic-control-helper.h"
#include "ns3/type-id.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

namespace model_test
{

namespace
{

constexpr uint32_t SIZE = 1448; //!< of a segment, bytes

/// \return names of all algorithms that this TCP runs
std::vector<std::string>
Names()
{
    std::vector<std::string> names;
    for (const TypeId& type : TcpLifecycleCongestionPrototype::GetAlgorithms())
    {
        if (TcpLifecycleCongestionPrototype::GetObjection(type).empty())
        {
            names.push_back(type.GetName());
        }
    }
    return names;
}

/// \return names of those of them whose window follows from each acknowledgment by itself, which
/// can be told without a network
std::vector<std::string>
NamesByWindow()
{
    std::vector<std::string> names = Names();
    names.erase(
        std::remove_if(
            names.begin(),
            names.end(),
            [](const std::string& name) {
                return TcpLifecycleCongestionPrototype(TypeId::LookupByName(name)).NeedsRates();
            }),
        names.end());
    return names;
}

/// \param object any \return its attributes that can be read, with their values, as text
std::vector<std::string>
Attributes(const Ptr<Object>& object)
{
    std::vector<std::string> lines;
    for (TypeId type = object->GetInstanceTypeId();; type = type.GetParent())
    {
        for (std::size_t i = 0; i < type.GetAttributeN(); ++i)
        {
            const TypeId::AttributeInformation information = type.GetAttribute(i);
            const Ptr<AttributeValue> value = information.checker->Create();
            if (information.accessor->HasGetter() &&
                information.accessor->Get(PeekPointer(object), *value))
            {
                lines.push_back(type.GetAttributeFullName(i) + " " +
                                value->SerializeToString(information.checker));
            }
        }
        if (type.GetParent() == type || type == Object::GetTypeId())
        {
            return lines;
        }
    }
}

/// One flow's algorithm without a network
struct Driven
{
    /// \param name of an algorithm \param cwnd segments \param ssthresh segments
    Driven(const std::string& name, uint32_t cwnd, uint32_t ssthresh)
    {
        congestion.Begin(Create<TcpLifecycleCongestionPrototype>(TypeId::LookupByName(name)));
        window.cwnd = cwnd * SIZE;
        window.ssthresh = ssthresh * SIZE;
        input.segmentSize = SIZE;
        input.sndUna = lifecycle::Seq(1);
        input.sndNxt = lifecycle::Seq(1) + window.cwnd;
    }

    ~Driven()
    {
        Simulator::Destroy();
    }

    /// \param segments that are acknowledged \param later milliseconds after the last
    void Ack(uint32_t segments, uint32_t later = 10)
    {
        Simulator::Stop(MilliSeconds(later));
        Simulator::Run();
        input.now = lifecycle::Instant(std::chrono::nanoseconds(Simulator::Now().GetNanoSeconds()));
        input.rtt = std::chrono::milliseconds(40);
        input.flight = window.cwnd;
        input.delivered = input.growth = segments * SIZE;
        input.sndUna += segments * SIZE;
        input.sndNxt = input.sndUna + window.cwnd;
        congestion.OnAck(window, input);
    }

    TcpLifecycleCongestion congestion;  //!< the algorithm
    lifecycle::CongestionWindow window; //!< its window
    lifecycle::CongestionInput input;   //!< what it is told
};

/// Loses everything for a while.
class Outage : public ErrorModel
{
  public:
    /// \param begin when \param length how long
    Outage(Time begin, Time length)
        : m_begin(begin),
          m_end(begin + length)
    {
    }

  private:
    bool DoCorrupt(Ptr<Packet>) override
    {
        return Simulator::Now() >= m_begin && Simulator::Now() < m_end;
    }

    void DoReset() override
    {
    }

    Time m_begin; //!< when it begins
    Time m_end;   //!< when it is over
};

/// What a flow suffers
struct Trouble
{
    const char* name; //!< for messages
    int64_t length;   //!< of an outage after two seconds, milliseconds
    double seconds;   //!< how long the flow is watched
};

std::ostream&
operator<<(std::ostream& os, const Trouble& trouble)
{
    return os << trouble.name;
}

constexpr double RATE = 2e6; //!< of the link, bit/s

/// A packet arrives every 6 ms.
const std::vector<Trouble> TROUBLES{
    {"no loss", 0, 6},
    {"one loss", 6, 8},
    {"a burst", 50, 10},
    {"a timeout", 1500, 12},
};

/// \param stack whose TCP both nodes have \param name of an algorithm \param trouble what it
/// suffers \return bytes that arrive
uint64_t
Transfer(Stack stack, const std::string& name, const Trouble& trouble)
{
    const TypeIdValue type(TypeId::LookupByName(name));
    Config::SetDefault("ns3::TcpL4Protocol::SocketType", type);
    Config::SetDefault("ns3::TcpLifecycleL4Protocol::SocketType", type);
    Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(SIZE));
    Config::SetDefault("ns3::TcpSocket::SndBufSize", UintegerValue(1 << 20));
    Config::SetDefault("ns3::TcpSocket::RcvBufSize", UintegerValue(1 << 20));
    NetOptions options;
    options.a = options.b = stack;
    options.rate = "2Mbps";
    options.delay = MilliSeconds(20);
    Net net(options);
    TrafficControlHelper().Uninstall(net.devices);
    DynamicCast<PointToPointNetDevice>(net.devices.Get(0))
        ->GetQueue()
        ->SetAttribute("MaxSize", StringValue("12p")); // more than a bandwidth-delay product
    const Time began = Simulator::Now();
    net.Lose(1, CreateObject<Outage>(began + Seconds(2), MilliSeconds(trouble.length)));
    Reader reader(7, true);
    const auto listener = net.MakeSocket(1);
    listener->Bind(Net::Any(80));
    listener->Listen();
    OnAccept(listener, [&](const Ptr<Socket>& child) { reader.Start(child); });
    const auto active = net.MakeSocket(0);
    Writer writer(100000000, 7, false);
    writer.Start(active);
    active->Connect(net.At(1, 80));
    Simulator::Stop(Seconds(trouble.seconds));
    Simulator::Run();
    return reader.read;
}

/// The least part of the goodput of ns-3's TCP that this one has; doc/congestion.rst shows the
/// reasons
constexpr double LEAST_SHARE = 0.95;

} // namespace

BOOST_AUTO_TEST_SUITE(congestion_ops)

BOOST_AUTO_TEST_CASE(the_algorithms_of_ns3_are_known)
{
    const auto names = Names();
    for (const char* name : {"ns3::TcpNewReno",
                             "ns3::TcpLinuxReno",
                             "ns3::TcpCubic",
                             "ns3::TcpHybla",
                             "ns3::TcpVegas",
                             "ns3::TcpLedbat",
                             "ns3::TcpLp"})
    {
        BOOST_TEST(std::count(names.begin(), names.end(), name) == 1, name);
    }
    BOOST_TEST(names.size() >= 15U);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_served_is_refused_with_a_reason)
{
    const auto objection = [](const char* name) {
        return TcpLifecycleCongestionPrototype::GetObjection(TypeId::LookupByName(name));
    };
    BOOST_TEST(objection("ns3::TcpClassicRecovery").find("TcpCongestionOps") != std::string::npos);
    BOOST_TEST(objection("ns3::Object").find("TcpCongestionOps") != std::string::npos);
    BOOST_TEST(objection("ns3::TcpHeader").find("TcpCongestionOps") != std::string::npos);
    BOOST_TEST(objection("ns3::TcpCubic").empty());
    BOOST_TEST(objection("ns3::TcpBbr").empty());
    BOOST_TEST(objection("ns3::TcpDctcp").empty());
    Config::SetDefault("ns3::TcpDctcp::UseEct0", BooleanValue(false));
    BOOST_TEST(objection("ns3::TcpDctcp").find("ECT(1)") != std::string::npos);
    Config::Reset();
}

BOOST_DATA_TEST_CASE(a_flow_gets_an_algorithm_with_the_attributes_of_a_new_one,
                     boost::unit_test::data::make(Names()),
                     name)
{
    const TypeId type = TypeId::LookupByName(name);
    // Defaults that the user has changed count, too
    for (std::size_t i = 0; i < type.GetAttributeN(); ++i)
    {
        const TypeId::AttributeInformation information = type.GetAttribute(i);
        const auto value = DynamicCast<const UintegerValue>(information.initialValue);
        if (value)
        {
            Config::SetDefaultFailSafe(type.GetAttributeFullName(i),
                                       UintegerValue(value->Get() + 1));
        }
    }
    ObjectFactory factory;
    factory.SetTypeId(type);
    TcpLifecycleCongestionPrototype prototype(type);
    for (int flow = 0; flow < 2; ++flow)
    {
        const Ptr<Object> algorithm = prototype.MakeAlgorithm();
        BOOST_TEST(algorithm->GetInstanceTypeId() == type);
        BOOST_TEST(Attributes(algorithm) == Attributes(factory.Create()),
                   boost::test_tools::per_element());
        const Ptr<Object> state = prototype.MakeState();
        BOOST_TEST(Attributes(state) == Attributes(CreateObject<TcpSocketState>()),
                   boost::test_tools::per_element());
    }
    Config::Reset();
}

BOOST_DATA_TEST_CASE(slow_start_grows_and_ends_at_the_threshold,
                     boost::unit_test::data::make(NamesByWindow()),
                     name)
{
    // RFC 5681, 3.1: at least up to ssthresh, by one segment or more for each acknowledgment, and
    // not beyond it by more than a segment, however much is acknowledged at once
    Driven flow(name, 10, 20);
    uint32_t acks = 0;
    while (flow.window.cwnd < flow.window.ssthresh && acks < 30)
    {
        flow.Ack(8);
        ++acks;
    }
    BOOST_TEST(flow.window.cwnd <= 21 * SIZE);
    BOOST_TEST(acks <= 10U);
}

BOOST_DATA_TEST_CASE(a_window_that_was_not_used_does_not_grow,
                     boost::unit_test::data::make(NamesByWindow()),
                     name)
{
    // RFC 7661, 1; in ns-3 from 3.42 on, TcpSocketState::m_isCwndLimited
    Driven flow(name, 10, 20);
    flow.input.cwndLimited = false;
    flow.Ack(4);
    BOOST_TEST(flow.window.cwnd == 10 * SIZE);
    flow.input.cwndLimited = true;
    flow.Ack(4);
    BOOST_TEST(flow.window.cwnd > 10 * SIZE);
}

BOOST_DATA_TEST_CASE(two_acknowledgments_at_one_instant_are_no_division_by_zero,
                     boost::unit_test::data::make(NamesByWindow()),
                     name)
{
    // TcpWestwood and TcpHtcp divide by the time since the last
    Driven flow(name, 10, 1000);
    flow.Ack(1);
    flow.Ack(1, 0);
    flow.Ack(1, 0);
    BOOST_TEST(flow.window.cwnd > 10 * SIZE);
    BOOST_TEST(flow.window.cwnd <= 14 * SIZE);
    // What was measured before the algorithm was needed is told at the instant when it is
    Driven late(name, 10, 1000);
    late.input.cwndLimited = false;
    late.Ack(1);
    late.input.cwndLimited = true;
    late.Ack(1);
    BOOST_TEST(late.window.cwnd > 10 * SIZE);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(congestion_goodput)

BOOST_DATA_TEST_CASE(a_flow_does_as_well_as_under_ns3s_own_tcp,
                     boost::unit_test::data::make(Names()) * boost::unit_test::data::make(TROUBLES),
                     name,
                     trouble)
{
    const auto theirs = static_cast<double>(Transfer(Stack::Stock, name, trouble));
    const auto ours = static_cast<double>(Transfer(Stack::Ours, name, trouble));
    BOOST_TEST_CONTEXT(theirs << " bytes with ns-3's TCP, " << ours << " with this one")
    {
        BOOST_TEST(ours >= LEAST_SHARE * theirs);
        if (trouble.length == 0)
        {
            // 1448 of 1502 bytes of a frame, less a second of the start
            const double most = RATE / 8 * SIZE / 1502 * trouble.seconds;
            BOOST_TEST(ours >= std::min(0.8 * most, 0.99 * theirs));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace model_test
