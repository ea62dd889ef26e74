/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "model-test-flow.h"
#include "model-test-net.h"
#include "tcp-lifecycle-conntrack.h"
#include "tcp-lifecycle-fault-model.h"

#include "ns3/config.h"
#include "ns3/data-rate.h"
#include "ns3/pointer.h"
#include "ns3/sequence-number.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/tcp-header.h"
#include "ns3/tcp-l4-protocol.h"
#include "ns3/tcp-socket-base.h"
#include "ns3/tcp-vegas.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

// The trace sources of ns-3's own socket, on one of this module.

using namespace model_test;

namespace
{

/// Trace sources of ns3::TcpSocketBase that a socket here does not have, and why
const std::map<std::string, std::string> NOT_THERE = {
    {"EcnState", "its states are those of ns-3's TCP"},
    {"EcnEchoSeq", "its states are those of ns-3's TCP"},
    {"EcnCeSeq", "its states are those of ns-3's TCP"},
    {"EcnCwrSeq", "its states are those of ns-3's TCP"},
    {"FackAwnd", "losses are found as RFC 6675 says, not by FACK"},
    {"Retransmission", "the L4 protocol's trace source SegmentSent says what is a repeat"},
};

/// Connects to a trace source of any object, with a context if there is one
using Connector = std::function<bool(const Ptr<Object>&, const std::string&, const std::string&)>;

/// \tparam Ts arguments \return connects a callback with these
template <typename... Ts>
Connector
ConnectorFor()
{
    return [](const Ptr<Object>& object, const std::string& source, const std::string& context) {
        if (context.empty())
        {
            return object->TraceConnectWithoutContext(source, Callback<void, Ts...>([](Ts...) {}));
        }
        return object->TraceConnect(source,
                                    context,
                                    Callback<void, std::string, Ts...>([](std::string, Ts...) {}));
    };
}

/// What ns-3 calls the signatures of trace sources of ns3::TcpSocketBase
const std::map<std::string, Connector> SIGNATURES = {
    {"ns3::TracedValueCallback::Time", ConnectorFor<Time, Time>()},
    {"ns3::TracedValueCallback::Uint32", ConnectorFor<uint32_t, uint32_t>()},
    {"ns3::TracedValueCallback::DataRate", ConnectorFor<DataRate, DataRate>()},
    {"ns3::TracedValueCallback::SequenceNumber32",
     ConnectorFor<SequenceNumber32, SequenceNumber32>()},
    {"ns3::SequenceNumber32TracedValueCallback",
     ConnectorFor<SequenceNumber32, SequenceNumber32>()},
    {"ns3::TcpStatesTracedValueCallback",
     ConnectorFor<TcpSocket::TcpStates_t, TcpSocket::TcpStates_t>()},
    {"ns3::TcpSocketState::TcpCongStatesTracedValueCallback",
     ConnectorFor<TcpSocketState::TcpCongState_t, TcpSocketState::TcpCongState_t>()},
    {"ns3::TcpSocketBase::TcpTxRxTracedCallback",
     ConnectorFor<Ptr<const Packet>, const TcpHeader&, Ptr<const TcpSocketBase>>()},
};

/// What a socket's trace sources have said of numbers.
struct Numbers
{
    /// \param socket whose
    void Watch(const Ptr<Socket>& socket)
    {
        for (const char* name : {"CongestionWindow",
                                 "CongestionWindowInflated",
                                 "SlowStartThreshold",
                                 "BytesInFlight",
                                 "RWND",
                                 "AdvWND"})
        {
            socket->TraceConnectWithoutContext(
                name,
                Callback<void, uint32_t, uint32_t>(
                    [this, name](uint32_t, uint32_t value) { Add(name, value); }));
        }
        for (const char* name :
             {"NextTxSequence", "HighestSequence", "HighestRxSequence", "HighestRxAck"})
        {
            socket->TraceConnectWithoutContext(
                name,
                Callback<void, SequenceNumber32, SequenceNumber32>(
                    [this, name](SequenceNumber32, SequenceNumber32 value) {
                        Add(name, value.GetValue());
                    }));
        }
        for (const char* name : {"RTT", "RTO"})
        {
            socket->TraceConnectWithoutContext(
                name,
                Callback<void, Time, Time>([this, name](Time, Time value) {
                    Add(name, static_cast<double>(value.GetMilliSeconds()));
                }));
        }
        for (const char* name : {"Tx", "Rx"})
        {
            socket->TraceConnectWithoutContext(
                name,
                Callback<void, Ptr<const Packet>, const TcpHeader&, Ptr<const TcpSocketBase>>(
                    [this, name](Ptr<const Packet> packet,
                                 const TcpHeader& header,
                                 Ptr<const TcpSocketBase>) {
                        octets[name] += packet->GetSize();
                        segments[name].push_back(header);
                    }));
        }
    }

    void Add(const std::string& name, double value)
    {
        values[name].push_back(value);
    }

    /// \param name a trace source \return its greatest value
    double Greatest(const std::string& name) const
    {
        const auto& all = values.at(name);
        return *std::max_element(all.begin(), all.end());
    }

    std::map<std::string, std::vector<double>> values;      //!< by trace source
    std::map<std::string, std::vector<TcpHeader>> segments; //!< Tx, Rx
    std::map<std::string, uint64_t> octets;                 //!< Tx, Rx
};

/// Makes a name of a signature fail to compile unless it is defined
#define DEFINED(name)                                                                              \
    {                                                                                              \
#name, std::is_pointer < name> ::value                                                     \
    }

/// Signatures that this module's trace sources name
const std::map<std::string, bool> DEFINED_SIGNATURES = {
    DEFINED(ns3::TracedValueCallback::Time),
    DEFINED(ns3::TracedValueCallback::Uint32),
    DEFINED(ns3::TracedValueCallback::DataRate),
    DEFINED(ns3::TracedValueCallback::SequenceNumber32),
    DEFINED(ns3::TracedValueCallback::TcpCongState),
    DEFINED(ns3::TcpStatesTracedValueCallback),
    DEFINED(ns3::TcpLifecycleSocket::SegmentTracedCallback),
    DEFINED(ns3::TcpLifecycleListenTracedCallback),
    DEFINED(ns3::TcpLifecycleTransitionTracedCallback),
    DEFINED(ns3::TcpLifecycleRecordTracedCallback),
    DEFINED(ns3::TcpLifecycleSegmentTracedCallback),
    DEFINED(ns3::TcpLifecycleIcmpTracedCallback),
    DEFINED(ns3::TcpLifecycleL4Protocol::DropTracedCallback),
    DEFINED(ns3::TcpLifecycleConntrack::EntryTracedCallback),
    DEFINED(ns3::TcpLifecycleConntrack::DropTracedCallback),
    DEFINED(ns3::TcpLifecycleFaultModel::StruckTracedCallback),
    DEFINED(ns3::Packet::TracedCallback),
};

constexpr uint32_t MEGABYTE = 1000000;

/// \param stack of both nodes \return a net with it
NetOptions
Both(Stack stack)
{
    NetOptions options;
    options.a = stack;
    options.b = stack;
    return options;
}

/// \param stack of both nodes \return what is traced of a megabyte and 20 ms
Numbers
Trace(Stack stack)
{
    Net net(Both(stack));
    Numbers numbers;
    Reader reader(7, true);
    Writer writer(MEGABYTE, 7, true);
    const auto listener = net.MakeSocket(1);
    listener->Bind(Net::Any(80));
    listener->Listen();
    OnAccept(listener, [&reader](Ptr<Socket> child) { reader.Start(child); });
    const auto active = net.MakeSocket(0);
    numbers.Watch(active);
    writer.Start(active);
    active->Connect(net.At(1, 80));
    net.Run();
    BOOST_TEST(reader.read == MEGABYTE);
    return numbers;
}

} // namespace

BOOST_AUTO_TEST_SUITE(stock_traces)

BOOST_AUTO_TEST_CASE(every_trace_source_of_ns3s_socket_is_there_or_is_named_with_a_reason)
{
    Net net;
    const TypeId stock = TcpSocketBase::GetTypeId();
    for (std::size_t i = 0; i < stock.GetTraceSourceN(); ++i)
    {
        const auto info = stock.GetTraceSource(i);
        const bool there =
            static_cast<bool>(TcpLifecycleSocket::GetTypeId().LookupTraceSourceByName(info.name));
        BOOST_TEST(there != (NOT_THERE.count(info.name) == 1), info.name);
        if (!there)
        {
            continue;
        }
        const auto signature = SIGNATURES.find(info.callback);
        BOOST_TEST_REQUIRE((signature != SIGNATURES.end()),
                           info.name << ": " << info.callback << " is not known");
        // A callback of the wrong type ends the program
        for (const Ptr<Object>& socket :
             {Ptr<Object>(CreateObject<TcpSocketBase>()), Ptr<Object>(net.Make(0))})
        {
            for (const char* context : {"", "some context"})
            {
                BOOST_TEST(signature->second(socket, info.name, context), info.name);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(every_signature_that_is_named_is_defined)
{
    uint32_t count = 0;
    for (uint16_t i = 0; i < TypeId::GetRegisteredN(); ++i)
    {
        const TypeId type = TypeId::GetRegistered(i);
        for (std::size_t j = 0;
             type.GetName().find("ns3::TcpLifecycle") == 0 && j < type.GetTraceSourceN();
             ++j)
        {
            const auto info = type.GetTraceSource(j);
            BOOST_TEST(DEFINED_SIGNATURES.count(info.callback) == 1U,
                       type.GetName() << "::" << info.name << ": " << info.callback);
            ++count;
        }
    }
    BOOST_TEST(count > 20U);
}

BOOST_AUTO_TEST_CASE(values_are_those_of_ns3s_socket_in_the_same_transfer)
{
    const Numbers ours = Trace(Stack::Taken);
    const Numbers stock = Trace(Stack::Stock);
    for (const Numbers* numbers : {&ours, &stock})
    {
        // Sequence numbers: SYN, bytes, FIN
        const auto& sent = numbers->segments.at("Tx");
        const double iss = sent.front().GetSequenceNumber().GetValue();
        const double irs = numbers->segments.at("Rx").front().GetSequenceNumber().GetValue();
        // ns-3 3.37 does not count a FIN there
        const double fin = numbers == &ours ? 1 : 0;
        BOOST_TEST(numbers->values.at("HighestSequence").back() == iss + MEGABYTE + 1 + fin);
        BOOST_TEST(numbers->values.at("NextTxSequence").back() == iss + MEGABYTE + 2);
        BOOST_TEST(numbers->values.at("HighestRxAck").back() == iss + MEGABYTE + 2);
        BOOST_TEST(numbers->values.at("HighestRxSequence").back() == irs + 2);
        BOOST_TEST(numbers->octets.at("Tx") == MEGABYTE);
        BOOST_TEST((sent.front().GetFlags() & TcpHeader::SYN) != 0);
        BOOST_TEST(sent.front().GetDestinationPort() == 80U);
        BOOST_TEST(sent.front().HasOption(TcpOption::TS));
        // Round-trip time: 20 ms and the serialization of a segment or two; RTO at its minimum
        BOOST_TEST(numbers->Greatest("RTT") >= 20);
        BOOST_TEST(numbers->Greatest("RTT") < 200);
        BOOST_TEST(numbers->values.at("RTO").back() == 1000.0);
        // Windows
        const double flight = numbers->Greatest("BytesInFlight");
        BOOST_TEST(flight > 14000);
        BOOST_TEST(flight <= numbers->Greatest("CongestionWindow"));
        BOOST_TEST(numbers->values.at("CongestionWindowInflated") ==
                       numbers->values.at("CongestionWindow"),
                   boost::test_tools::per_element());
        BOOST_TEST(flight <= numbers->Greatest("RWND"));
        BOOST_TEST(numbers->Greatest("AdvWND") >= 65535);
        BOOST_TEST(numbers->values.at("BytesInFlight").back() == 0);
    }
}

BOOST_AUTO_TEST_CASE(octets_in_flight_are_traced_when_they_are_sent)
{
    Net net;
    const auto listener = net.Listener(1, 80);
    const auto active = net.Make(0);
    std::vector<std::pair<Time, uint32_t>> flight;
    active->TraceConnectWithoutContext(
        "BytesInFlight",
        Callback<void, uint32_t, uint32_t>(
            [&](uint32_t, uint32_t value) { flight.emplace_back(Simulator::Now(), value); }));
    active->Connect(net.At(1, 80));
    const Time at = Simulator::Now() + Seconds(1);
    Simulator::Schedule(Seconds(1), [&] { active->Send(Create<Packet>(2 * 1448)); });
    net.Run();
    std::vector<uint32_t> sent;
    for (const auto& [time, value] : flight)
    {
        if (time == at)
        {
            sent.push_back(value);
        }
    }
    BOOST_TEST_REQUIRE(!sent.empty());
    BOOST_TEST(sent.back() == 2 * 1448U);
}

BOOST_AUTO_TEST_CASE(paths_that_say_ns3s_protocol_lead_to_the_sockets_that_are_there)
{
    Config::SetDefault("ns3::TcpLifecycleL4Protocol::InitialSequence", StringValue("0"));
    Flow flow(false, MEGABYTE, Both(Stack::Taken));
    std::vector<uint32_t> direct;
    std::vector<uint32_t> byPath;
    std::set<std::string> contexts;
    flow.active->TraceConnectWithoutContext(
        "CongestionWindow",
        Callback<void, uint32_t, uint32_t>(
            [&](uint32_t, uint32_t value) { direct.push_back(value); }));
    Config::ConnectWithoutContext("/NodeList/0/$ns3::TcpL4Protocol/SocketList/0/CongestionWindow",
                                  Callback<void, uint32_t, uint32_t>(
                                      [&](uint32_t, uint32_t value) { byPath.push_back(value); }));
    Config::Connect("/NodeList/*/$ns3::TcpL4Protocol/SocketList/*/RTT",
                    Callback<void, std::string, Time, Time>(
                        [&](std::string context, Time, Time) { contexts.insert(context); }));
    uint32_t next = 0;
    Simulator::Schedule(MilliSeconds(50), [&next] {
        // Where ns-3's TCP has the buffer of the accepted socket
        Config::ConnectWithoutContext(
            "/NodeList/1/$ns3::TcpL4Protocol/SocketList/1/RxBuffer/NextRxSequence",
            Callback<void, SequenceNumber32, SequenceNumber32>(
                [&next](SequenceNumber32, SequenceNumber32 value) { next = value.GetValue(); }));
    });
    flow.net.Run();
    BOOST_TEST(direct.size() > 10U);
    BOOST_TEST(byPath == direct, boost::test_tools::per_element());
    BOOST_TEST(next == 1U + MEGABYTE + 1U); // SYN, bytes, FIN
    const std::set<std::string> expected = {
        "/NodeList/0/$ns3::TcpL4Protocol/SocketList/0/RTT"}; // node 1 has a listener, silent
    BOOST_TEST(contexts == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(beside_ns3s_own_tcp_its_path_leads_to_its_own_sockets)
{
    Net net(Both(Stack::Both));
    const auto ours = Socket::CreateSocket(net.nodes.Get(0),
                                           TypeId::LookupByName("ns3::TcpLifecycleSocketFactory"));
    const auto stock = net.MakeSocket(0);
    const auto match = Config::LookupMatches("/NodeList/0/$ns3::TcpL4Protocol/SocketList/*");
    BOOST_TEST_REQUIRE(match.GetN() == 1U);
    BOOST_TEST((match.Get(0) == stock));
    BOOST_TEST(static_cast<bool>(DynamicCast<TcpLifecycleSocket>(ours)));
    BOOST_TEST((net.nodes.Get(0)->GetObject<TcpL4Protocol>()->GetInstanceTypeId() ==
                TcpL4Protocol::GetTypeId()));
}

BOOST_AUTO_TEST_CASE(an_algorithm_is_chosen_and_found_by_ns3s_paths)
{
    Net net(Both(Stack::Taken));
    Config::Set("/NodeList/0/$ns3::TcpL4Protocol/SocketType", TypeIdValue(TcpVegas::GetTypeId()));
    const auto socket = net.Make(0);
    PointerValue value;
    socket->GetAttribute("CongestionOps", value);
    BOOST_TEST(!value.Get<Object>()); // there is no connection
    const auto listener = net.Listener(1, 80);
    socket->Connect(net.At(1, 80));
    const auto found = Config::LookupMatches(
        "/NodeList/0/$ns3::TcpL4Protocol/SocketList/0/CongestionOps/$ns3::TcpVegas");
    BOOST_TEST_REQUIRE(found.GetN() == 1U);
    socket->GetAttribute("CongestionOps", value);
    BOOST_TEST((value.Get<Object>() == found.Get(0)));
    socket->Send(Create<Packet>(20000));
    net.Run();
    listener->GetAttribute("CongestionOps", value);
    BOOST_TEST(!value.Get<Object>());
}

BOOST_AUTO_TEST_SUITE_END()
