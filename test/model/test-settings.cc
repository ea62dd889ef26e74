/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-profile.h"
#include "model-test-net.h"

#include "ns3/boolean.h"
#include "ns3/config.h"
#include "ns3/double.h"
#include "ns3/inet-socket-address.h"
#include "ns3/integer.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/tcp-congestion-ops.h"
#include "ns3/type-id.h"
#include "ns3/uinteger.h"

#include <boost/test/unit_test.hpp>
#include <map>

using namespace model_test;

namespace
{

/// \param object an object \param name of an attribute \return its value as text
std::string
Text(const Ptr<Object>& object, const std::string& name)
{
    StringValue value;
    object->GetAttribute(name, value);
    return value.Get();
}

/// \param object an object \param name of an attribute \return its value as a time
Time
TimeOf(const Ptr<Object>& object, const std::string& name)
{
    TimeValue value;
    object->GetAttribute(name, value);
    return value.Get();
}

/// \param object an object \param name of an attribute \return its value as a number
uint64_t
Number(const Ptr<Object>& object, const std::string& name)
{
    UintegerValue value;
    object->GetAttribute(name, value);
    return value.Get();
}

/// \param net a net \param socket whose SYN \return the options of the SYN that Connect() sends
lifecycle::KnownOptions
SynOptions(const Net& net, const Ptr<Socket>& socket, bool isIpv6 = false)
{
    lifecycle::KnownOptions options;
    socket->TraceConnectWithoutContext(
        "Tx",
        Callback<void, Ptr<const Packet>, const TcpLifecycleHeader&, Ptr<const TcpLifecycleSocket>>(
            [&options](Ptr<const Packet>,
                       const TcpLifecycleHeader& header,
                       Ptr<const TcpLifecycleSocket>) {
                options = header.GetSegment().options.Read();
            }));
    BOOST_TEST_REQUIRE(socket->Connect(net.At(1, 80, isIpv6)) == 0);
    return options;
}

} // namespace

BOOST_AUTO_TEST_SUITE(settings)

BOOST_AUTO_TEST_CASE(every_profile_has_its_published_constants)
{
    /// What is checked of a profile.
    struct Row
    {
        const char* timeWait;
        const char* minRto;
        const char* maxRto;
        const char* synRetries;
        const char* synAckRetries;
        const char* finWait2;
        const char* ports;
        const char* timestamps;
    };

    const std::map<std::string, Row> rows = {
        {"rfc9293", {"240s", "1s", "60s", "7", "7", "never", "49152-65535", "true"}},
        {"linux", {"60s", "200ms", "120s", "6", "5", "60s", "32768-60999", "true"}},
        {"freebsd", {"60s", "30ms", "64s", "12", "3", "60s", "10000-65535", "true"}},
        {"windows", {"120s", "300ms", "60s", "4", "2", "120s", "49152-65535", "false"}},
        {"macos", {"30s", "30ms", "64s", "8", "12", "60s", "49152-65535", "true"}},
    };
    BOOST_TEST(rows.size() == lifecycle::PROFILE_NAMES.size());
    const auto l4 = CreateObject<TcpLifecycleL4Protocol>();
    for (const auto& [name, row] : rows)
    {
        l4->SetAttribute("Profile", StringValue(name));
        BOOST_TEST(Text(l4, "Profile") == name);
        BOOST_TEST(Text(l4, "TimeWaitDuration") == row.timeWait);
        BOOST_TEST(Text(l4, "MinRto") == row.minRto);
        BOOST_TEST(Text(l4, "MaxRto") == row.maxRto);
        BOOST_TEST(Text(l4, "SynRetries") == row.synRetries);
        BOOST_TEST(Text(l4, "SynAckRetries") == row.synAckRetries);
        BOOST_TEST(Text(l4, "FinWait2Timeout") == row.finWait2);
        BOOST_TEST(Text(l4, "EphemeralPortRange") == row.ports);
        BOOST_TEST(Text(l4, "Timestamps") == row.timestamps);
        BOOST_TEST(Text(l4, "InitialRto") == "1s");
        BOOST_TEST(Text(l4, "InitialSequence") == "rfc6528");
    }
}

BOOST_AUTO_TEST_CASE(rfc9293_is_what_a_connection_has_by_default)
{
    const auto profile = lifecycle::MakeProfile("rfc9293");
    BOOST_TEST_REQUIRE(profile.has_value());
    BOOST_TEST((profile->connection == lifecycle::Config()));
    BOOST_TEST(!lifecycle::MakeProfile("RFC9293"));
    BOOST_TEST(!lifecycle::MakeProfile(""));
}

BOOST_AUTO_TEST_CASE(what_the_user_sets_wins_over_the_profile_in_any_order)
{
    for (const bool profileFirst : {true, false})
    {
        const auto l4 = CreateObject<TcpLifecycleL4Protocol>();
        if (profileFirst)
        {
            l4->SetAttribute("Profile", StringValue("windows"));
        }
        l4->SetAttribute("MinRto", TimeValue(MilliSeconds(77)));
        l4->SetAttribute("Timestamps", BooleanValue(true));
        l4->SetAttribute("SynRetries", UintegerValue(9));
        l4->SetAttribute("EphemeralPortRange", StringValue("5000-5001"));
        if (!profileFirst)
        {
            l4->SetAttribute("Profile", StringValue("windows"));
        }
        BOOST_TEST((TimeOf(l4, "MinRto") == MilliSeconds(77)));
        BOOST_TEST(Text(l4, "Timestamps") == "true");
        BOOST_TEST(Number(l4, "SynRetries") == 9U);
        BOOST_TEST(Text(l4, "EphemeralPortRange") == "5000-5001");
        BOOST_TEST((TimeOf(l4, "FinWait2Timeout") == Seconds(120)));
        l4->SetAttribute("SynRetries", StringValue("profile"));
        BOOST_TEST(Number(l4, "SynRetries") == 4U);
    }
}

BOOST_AUTO_TEST_CASE(msl_sets_time_wait_unless_that_is_set_itself)
{
    const auto l4 = CreateObject<TcpLifecycleL4Protocol>();
    l4->SetAttribute("Msl", TimeValue(Seconds(7)));
    BOOST_TEST((TimeOf(l4, "TimeWaitDuration") == Seconds(14)));
    l4->SetAttribute("TimeWaitDuration", TimeValue(Seconds(3)));
    l4->SetAttribute("Msl", TimeValue(Seconds(9)));
    BOOST_TEST((TimeOf(l4, "TimeWaitDuration") == Seconds(3)));
    BOOST_TEST((TimeOf(l4, "Msl") == Seconds(9)));
}

BOOST_AUTO_TEST_CASE(a_default_of_the_type_counts_as_set_by_the_user)
{
    Config::SetDefault("ns3::TcpLifecycleL4Protocol::MinRto", StringValue("50ms"));
    Config::SetDefault("ns3::TcpLifecycleL4Protocol::Profile", StringValue("linux"));
    const auto l4 = CreateObject<TcpLifecycleL4Protocol>();
    Config::Reset();
    BOOST_TEST((TimeOf(l4, "MinRto") == MilliSeconds(50)));
    BOOST_TEST((TimeOf(l4, "TimeWaitDuration") == Seconds(60)));
}

BOOST_AUTO_TEST_CASE(values_that_make_no_sense_are_refused)
{
    const auto l4 = CreateObject<TcpLifecycleL4Protocol>();
    const std::map<std::string, std::vector<std::string>> bad = {
        {"Profile", {"", "solaris", "Linux", "profile"}},
        {"EphemeralPortRange", {"9-3", "0-5", "5", "1-65536", "a-b", "-1-5", "1-", ""}},
        {"SynRetries", {"-1", "256", "1.5", "many", "", "4294967296", "18446744073709551615"}},
        {"DelAckCount", {"0", "256"}},
        {"InitialRto", {"0s", "-1s", "soon", "1 parsec", "", "never", "nan", "infs", "0x10s"}},
        {"FinWait2Timeout", {"0s", "-1s"}},
        {"InitialSequence", {"-1", "4294967296", "random", ""}},
        {"WindowScaling", {"maybe", "2", ""}},
        {"SimultaneousOpen", {"both", ""}},
        {"MaxSegmentSize", {"65536", "-1"}},
        {"SynBacklog", {"0", "-5"}},
    };
    for (const auto& [name, texts] : bad)
    {
        const std::string before = Text(l4, name);
        for (const std::string& text : texts)
        {
            BOOST_TEST(!l4->SetAttributeFailSafe(name, StringValue(text)),
                       name << " took \"" << text << "\"");
            BOOST_TEST(!Config::SetDefaultFailSafe("ns3::TcpLifecycleL4Protocol::" + name,
                                                   StringValue(text)));
        }
        BOOST_TEST(Text(l4, name) == before);
    }
    BOOST_TEST(!l4->SetAttributeFailSafe("MinRto", UintegerValue(1)));
    BOOST_TEST(!l4->SetAttributeFailSafe("SynRetries", IntegerValue(-3)));
    BOOST_TEST(!l4->SetAttributeFailSafe("InitialSequence", IntegerValue(-1)));
    BOOST_TEST(!l4->SetAttributeFailSafe("Sack", UintegerValue(1)));
}

BOOST_AUTO_TEST_CASE(every_setting_reads_its_own_text)
{
    const auto l4 = CreateObject<TcpLifecycleL4Protocol>();
    for (const char* profile : lifecycle::PROFILE_NAMES)
    {
        l4->SetAttribute("Profile", StringValue(profile));
        for (const TcpLifecycleSetting& setting : TcpLifecycleSettings::All())
        {
            const std::string text = Text(l4, setting.name);
            BOOST_TEST(l4->SetAttributeFailSafe(setting.name, StringValue(text)));
            BOOST_TEST(Text(l4, setting.name) == text);
            l4->SetAttribute(setting.name, StringValue("profile"));
            BOOST_TEST(Text(l4, setting.name) == text);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_fixed_initial_sequence_and_port_range_show_on_the_wire)
{
    Net net;
    net.Tcp(0)->SetAttribute("InitialSequence", StringValue("4294967290"));
    net.Tcp(0)->SetAttribute("EphemeralPortRange", StringValue("6000-6001"));
    std::vector<uint32_t> seen;
    std::vector<Ptr<Socket>> sockets;
    for (int i = 0; i < 3; ++i)
    {
        const auto socket = net.Make(0);
        socket->TraceConnectWithoutContext(
            "Tx",
            Callback<void,
                     Ptr<const Packet>,
                     const TcpLifecycleHeader&,
                     Ptr<const TcpLifecycleSocket>>([&seen](Ptr<const Packet>,
                                                            const TcpLifecycleHeader& header,
                                                            Ptr<const TcpLifecycleSocket>) {
                seen.push_back(header.GetSequenceNumber());
            }));
        const int result = socket->Connect(net.At(1, 80));
        BOOST_TEST(result == (i < 2 ? 0 : -1));
        if (i == 2)
        {
            BOOST_TEST(socket->GetErrno() == Socket::ERROR_ADDRNOTAVAIL); // both ports are taken
            continue;
        }
        Address name;
        socket->GetSockName(name);
        const uint16_t port = InetSocketAddress::ConvertFrom(name).GetPort();
        BOOST_TEST((port == 6000 || port == 6001));
        sockets.push_back(socket);
    }
    BOOST_TEST((seen == std::vector<uint32_t>{4294967290, 4294967290}));
}

BOOST_AUTO_TEST_CASE(random_numbers_follow_the_stream_that_was_assigned)
{
    const auto draw = [](int64_t stream) {
        Net net;
        BOOST_TEST(net.Tcp(0)->AssignStreams(stream) == 1);
        const auto socket = net.Make(0);
        uint32_t isn = 0;
        socket->TraceConnectWithoutContext(
            "Tx",
            Callback<void,
                     Ptr<const Packet>,
                     const TcpLifecycleHeader&,
                     Ptr<const TcpLifecycleSocket>>(
                [&isn](Ptr<const Packet>,
                       const TcpLifecycleHeader& header,
                       Ptr<const TcpLifecycleSocket>) { isn = header.GetSequenceNumber(); }));
        socket->Connect(net.At(1, 80));
        return isn;
    };
    BOOST_TEST(draw(5) == draw(5));
    BOOST_TEST(draw(5) != draw(6));
}

BOOST_AUTO_TEST_CASE(the_mss_is_what_the_link_allows_unless_it_is_set)
{
    Net net;
    net.devices.Get(0)->SetMtu(1400);
    BOOST_TEST(SynOptions(net, net.Make(0)).maxSegmentSize.value() == 1360);
    BOOST_TEST(SynOptions(net, net.Make(0), true).maxSegmentSize.value() == 1340);
    net.Tcp(0)->SetAttribute("MaxSegmentSize", UintegerValue(700));
    BOOST_TEST(SynOptions(net, net.Make(0)).maxSegmentSize.value() == 700);
    const auto socket = net.Make(0);
    socket->SetAttribute("SegmentSize", UintegerValue(600));
    BOOST_TEST(SynOptions(net, socket).maxSegmentSize.value() == 600);
}

BOOST_AUTO_TEST_CASE(the_options_of_a_syn_follow_the_settings)
{
    Net net;
    auto options = SynOptions(net, net.Make(0));
    BOOST_TEST(options.sackPermitted);
    BOOST_TEST(options.windowScale.has_value());
    BOOST_TEST(options.timestamps.has_value());
    net.Tcp(0)->SetAttribute("Sack", BooleanValue(false));
    net.Tcp(0)->SetAttribute("WindowScaling", BooleanValue(false));
    net.Tcp(0)->SetAttribute("Timestamps", BooleanValue(false));
    options = SynOptions(net, net.Make(0));
    BOOST_TEST(!options.sackPermitted);
    BOOST_TEST(!options.windowScale.has_value());
    BOOST_TEST(!options.timestamps.has_value());
}

BOOST_AUTO_TEST_CASE(an_attribute_of_tcp_socket_counts_only_when_a_user_has_set_it)
{
    // ns-3's own defaults: ConnTimeout 3 s, ConnCount 6, DelAckTimeout 0.2 s, TcpNoDelay true.
    Net net;
    const auto socket = net.Make(0);
    BOOST_TEST((TimeOf(socket, "ConnTimeout") == Seconds(1)));
    BOOST_TEST(Number(socket, "ConnCount") == 8U);
    BOOST_TEST(Text(socket, "TcpNoDelay") == "false");
    DoubleValue msl;
    socket->GetAttribute("MaxSegLifetime", msl);
    BOOST_TEST(msl.Get() == 120.0);
    net.Tcp(0)->SetAttribute("Profile", StringValue("windows"));
    BOOST_TEST(Number(socket, "ConnCount") == 5U);
    socket->GetAttribute("MaxSegLifetime", msl);
    BOOST_TEST(msl.Get() == 60.0);
    // Set to what is ns-3's default: set by the user all the same.
    socket->SetAttribute("ConnTimeout", TimeValue(Seconds(3)));
    socket->SetAttribute("ConnCount", UintegerValue(6));
    BOOST_TEST((TimeOf(socket, "ConnTimeout") == Seconds(3)));
    BOOST_TEST(Number(socket, "ConnCount") == 6U);
    BOOST_TEST(Number(net.Make(0), "ConnCount") == 5U);
}

BOOST_AUTO_TEST_CASE(conn_count_counts_transmissions)
{
    Net net;
    const auto socket = net.Make(0);
    socket->SetAttribute("ConnCount", UintegerValue(2));
    socket->SetAttribute("ConnTimeout", TimeValue(Seconds(5)));
    const auto deaf = CreateObject<RateErrorModel>();
    deaf->SetRate(1);
    deaf->SetUnit(RateErrorModel::ERROR_UNIT_PACKET);
    net.Lose(1, deaf);
    Diary diary;
    diary.Watch(socket);
    const Time began = Simulator::Now();
    socket->Connect(net.At(1, 80));
    net.Run();
    BOOST_TEST((diary.told == std::vector<std::string>{"failed"}));
    BOOST_TEST((diary.times[0] - began).GetSeconds() == 15.0); // SYNs at 0 and 5 s
}

BOOST_AUTO_TEST_CASE(defaults_hold_for_sockets_made_after_them)
{
    Config::SetDefault("ns3::TcpSocket::SndBufSize", UintegerValue(50000));
    Net net;
    BOOST_TEST(net.Make(0)->GetTxAvailable() == 50000U);
    // Time has passed: sockets are copies of the one made first.
    Config::SetDefault("ns3::TcpSocket::SndBufSize", UintegerValue(60000));
    BOOST_TEST(net.Make(0)->GetTxAvailable() == 50000U);
    net.Tcp(0)->ForgetPrototypes();
    BOOST_TEST(net.Make(0)->GetTxAvailable() == 60000U);
}

BOOST_AUTO_TEST_CASE(while_time_is_zero_every_socket_has_the_defaults_of_its_moment)
{
    const auto l4 = CreateObject<TcpLifecycleL4Protocol>();
    for (const uint32_t size : {1000U, 2000U, 3000U})
    {
        Config::SetDefault("ns3::TcpSocket::SndBufSize", UintegerValue(size));
        BOOST_TEST(l4->CreateSocket()->GetTxAvailable() == size);
    }
    Config::Reset();
    l4->Dispose();
}

BOOST_AUTO_TEST_CASE(max_seg_lifetime_of_a_socket_sets_its_time_wait)
{
    Net net;
    const auto listener = net.Listener(1, 80);
    listener->SetAcceptCallback(
        MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
        Callback<void, Ptr<Socket>, const Address&>([](Ptr<Socket> child, const Address&) {
            child->SetCloseCallbacks(
                Callback<void, Ptr<Socket>>([](Ptr<Socket> socket) { socket->Close(); }),
                MakeNullCallback<void, Ptr<Socket>>());
        }));
    const auto socket = net.Make(0);
    socket->SetAttribute("MaxSegLifetime", DoubleValue(0.02));
    const Time began = Simulator::Now();
    socket->Connect(net.At(1, 80));
    socket->ShutdownSend();
    const Time end = net.Run();
    BOOST_TEST((end - began).GetMilliSeconds() == 80); // two round trips, and 40 ms
}

BOOST_AUTO_TEST_CASE(congestion_control_is_ns3s_and_can_be_chosen)
{
    Net net;
    BOOST_TEST(net.Tcp(0)->GetInstanceTypeId().GetName() == "ns3::TcpLifecycleL4Protocol");
    net.Tcp(0)->SetAttribute("SocketType", TypeIdValue(TcpNewReno::GetTypeId()));
    BOOST_TEST(Text(net.Tcp(0), "SocketType") == "ns3::TcpNewReno");
    Reader reader(7, true);
    const auto listener = net.Listener(1, 80);
    listener->SetAcceptCallback(
        MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
        Callback<void, Ptr<Socket>, const Address&>(
            [&](Ptr<Socket> child, const Address&) { reader.Start(child); }));
    const auto socket = net.Make(0);
    std::vector<uint32_t> windows;
    socket->TraceConnectWithoutContext(
        "CongestionWindow",
        Callback<void, uint32_t, uint32_t>(
            [&](uint32_t, uint32_t window) { windows.push_back(window); }));
    Writer writer(500000, 7, true);
    writer.Start(socket);
    socket->Connect(net.At(1, 80));
    net.Run();
    BOOST_TEST(reader.read == 500000U);
    BOOST_TEST_REQUIRE(windows.size() > 3);
    // RFC 6928: ten segments; RFC 5681: one more for each acknowledgment in slow start
    BOOST_TEST(windows[0] == 14480U);
    BOOST_TEST(windows[1] == 15928U);
    BOOST_TEST(windows[2] == 17376U);
}

BOOST_AUTO_TEST_SUITE_END()
