/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "model-test-net.h"
#include "tcp-lifecycle-congestion.h"
#include "tcp-lifecycle-stock-defaults.h"

#include "ns3/boolean.h"
#include "ns3/callback.h"
#include "ns3/config.h"
#include "ns3/data-rate.h"
#include "ns3/double.h"
#include "ns3/enum.h"
#include "ns3/integer.h"
#include "ns3/object-factory.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/tcp-header.h"
#include "ns3/tcp-option.h"
#include "ns3/tcp-socket-base.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <iostream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

// Defaults that a script sets on ns-3's own TCP: each has its effect here, or is named.

using namespace model_test;

namespace
{

/// Parts of ns-3's TCP, by name, so that a part that a later release has is seen
bool
IsOfStockTcp(const std::string& name)
{
    const bool own = name.find("ns3::TcpLifecycle") == 0;
    return !own && (name.find("ns3::Tcp") == 0 || name.find("ns3::Rtt") == 0);
}

/// \param info of an attribute \return texts of which one is a value other than its default
std::vector<std::string>
Candidates(const TypeId::AttributeInformation& info)
{
    const auto* value = PeekPointer(info.originalInitialValue);
    if (const auto* number = dynamic_cast<const UintegerValue*>(value))
    {
        const uint64_t old = number->Get();
        return {std::to_string(old / 2 + (old > 2 ? 1 : 3)), std::to_string(old + 1)};
    }
    if (const auto* integer = dynamic_cast<const IntegerValue*>(value))
    {
        return {std::to_string(integer->Get() + 1), std::to_string(integer->Get() - 1)};
    }
    if (const auto* flag = dynamic_cast<const BooleanValue*>(value))
    {
        return {flag->Get() ? "false" : "true"};
    }
    if (const auto* time = dynamic_cast<const TimeValue*>(value))
    {
        return {TimeValue(time->Get() + Seconds(1)).SerializeToString(info.checker)};
    }
    if (const auto* real = dynamic_cast<const DoubleValue*>(value))
    {
        return {std::to_string(real->Get() * 0.7 + 0.011), std::to_string(real->Get() + 1)};
    }
    if (dynamic_cast<const DataRateValue*>(value) != nullptr)
    {
        return {"123Mbps"};
    }
    if (dynamic_cast<const TypeIdValue*>(value) != nullptr)
    {
        return {"ns3::TcpNewReno"};
    }
    std::vector<std::string> words; // an enumeration: Off|On|AcceptOnly
    std::istringstream all(info.checker->GetUnderlyingTypeInformation());
    for (std::string word; std::getline(all, word, '|');)
    {
        words.push_back(word);
    }
    return words;
}

/// \param info of an attribute that is a pointer \return an object that it may point to
Ptr<Object>
MakePointee(const TypeId::AttributeInformation& info)
{
    const auto* checker = dynamic_cast<const PointerChecker*>(PeekPointer(info.checker));
    for (uint16_t i = 0; checker != nullptr && i < TypeId::GetRegisteredN(); ++i)
    {
        const TypeId type = TypeId::GetRegistered(i);
        if (type.IsChildOf(checker->GetPointeeTypeId()) && type.HasConstructor())
        {
            ObjectFactory factory;
            factory.SetTypeId(type);
            return factory.Create();
        }
    }
    return nullptr;
}

/// \param name of an attribute, full \param info of it \return whether another default is set
bool
SetOtherDefault(const std::string& name, const TypeId::AttributeInformation& info)
{
    const std::string old = info.originalInitialValue->SerializeToString(info.checker);
    const auto* value = PeekPointer(info.originalInitialValue);
    if (dynamic_cast<const PointerValue*>(value) != nullptr)
    {
        return Config::SetDefaultFailSafe(name, PointerValue(MakePointee(info)));
    }
    if (dynamic_cast<const CallbackValue*>(value) != nullptr)
    {
        return Config::SetDefaultFailSafe(name,
                                          CallbackValue(Callback<void>([] {}))); // any will do
    }
    const std::vector<std::string> candidates = Candidates(info);
    return std::any_of(candidates.begin(), candidates.end(), [&](const std::string& text) {
        return text != old && Config::SetDefaultFailSafe(name, StringValue(text));
    });
}

/// \param object any \return its attributes as text
std::string
Dump(const Ptr<Object>& object)
{
    std::string text;
    for (TypeId type = object->GetInstanceTypeId(); type != Object::GetTypeId();
         type = type.GetParent())
    {
        for (std::size_t i = 0; i < type.GetAttributeN(); ++i)
        {
            const auto info = type.GetAttribute(i);
            const bool isValue = info.accessor->HasSetter() && info.accessor->HasGetter();
            StringValue value;
            if (isValue && object->GetAttributeFailSafe(info.name, value))
            {
                text += info.name + "=" + value.Get() + "\n";
            }
        }
    }
    return text;
}

/// \param type of an algorithm, or any \return all that this TCP has for a new connection
std::string
Effect(TypeId type)
{
    const auto l4 = CreateObject<TcpLifecycleL4Protocol>();
    const auto socket = DynamicCast<TcpLifecycleSocket>(l4->CreateSocket());
    const bool isSet = !(socket->GetOptions() == TcpLifecycleSocketOptions());
    std::string text = Dump(l4) + Dump(socket) + (isSet ? "set on the socket" : "");
    if (TcpLifecycleCongestionPrototype::GetObjection(type).empty())
    {
        text += Dump(TcpLifecycleCongestionPrototype(type).MakeAlgorithm());
    }
    l4->Dispose();
    return text;
}

/// \param name of an attribute of ns3::TcpLifecycleL4Protocol \return its value in a new one
std::string
ValueOf(const std::string& name, const std::string& profile = "rfc9293")
{
    const auto l4 = CreateObject<TcpLifecycleL4Protocol>();
    l4->SetAttribute("Profile", StringValue(profile));
    l4->CreateSocket();
    StringValue value;
    l4->GetAttribute(name, value);
    l4->Dispose();
    return value.Get();
}

/// Defaults are ns-3's own before and after.
struct Defaults
{
    ~Defaults()
    {
        Config::Reset();
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(stock_defaults, Defaults)

BOOST_AUTO_TEST_CASE(no_default_of_ns3s_tcp_is_ignored_silently)
{
    uint32_t count = 0;
    uint32_t effective = 0;
    for (uint16_t i = 0; i < TypeId::GetRegisteredN(); ++i)
    {
        const TypeId type = TypeId::GetRegistered(i);
        if (!IsOfStockTcp(type.GetName()))
        {
            continue;
        }
        Config::Reset();
        const std::string before = Effect(type);
        const bool runs = TcpLifecycleCongestionPrototype::GetObjection(type).empty();
        for (std::size_t j = 0; j < type.GetAttributeN(); ++j)
        {
            Config::Reset();
            const auto info = type.GetAttribute(j);
            const std::string name = type.GetName() + "::" + info.name;
            if (!info.accessor->HasSetter() || (info.flags & TypeId::ATTR_CONSTRUCT) == 0)
            {
                continue;
            }
            BOOST_TEST(TcpLifecycleStockDefaults::GetIgnored().empty());
            BOOST_TEST_REQUIRE(SetOtherDefault(name, info), "no other value is known for " << name);
            const auto ignored = TcpLifecycleStockDefaults::GetIgnored();
            const bool named = ignored.size() == 1 && ignored[0].find(name) == 0;
            // What has no getter is not seen; an algorithm has it from its factory
            const bool unseen = runs && !info.accessor->HasGetter();
            const bool changed = unseen || Effect(type) != before;
            BOOST_TEST((named || changed), name << " has no effect, and is not named");
            const std::string first = ignored.empty() ? "none" : ignored[0];
            BOOST_TEST((ignored.empty() || named), name << ": " << first << " is named");
            const bool both = named && changed;
            BOOST_TEST(!both, name << " has an effect, and is named");
            effective += changed ? 1 : 0;
            ++count;
        }
    }
    BOOST_TEST(count > 90U);     // 3.37 has 99
    BOOST_TEST(effective > 65U); // algorithms, TcpSocket, eight of TcpSocketBase, five of its state
}

BOOST_AUTO_TEST_CASE(defaults_of_tcp_socket_base_come_before_the_profile)
{
    const std::vector<std::vector<std::string>> rows = {
        // of ns3's TCP, a value, of ns3::TcpLifecycleL4Protocol, its value
        {"TcpSocketBase::Sack", "false", "Sack", "false"},
        {"TcpSocketBase::Timestamp", "false", "Timestamps", "false"},
        {"TcpSocketBase::WindowScaling", "false", "WindowScaling", "false"},
        {"TcpSocketBase::MinRto", "350ms", "MinRto", "350ms"},
        {"TcpSocketBase::MaxSegLifetime", "7", "TimeWaitDuration", "14s"},
        {"TcpSocketBase::UseEcn", "On", "Ecn", "active"},
        {"TcpSocketBase::UseEcn", "AcceptOnly", "Ecn", "passive"},
        {"TcpSocketBase::LimitedTransmit", "false", "LimitedTransmit", "false"},
        {"TcpSocketBase::ClockGranularity", "3ms", "ClockGranularity", "3ms"},
        {"TcpSocketState::EnablePacing", "true", "EnablePacing", "true"},
        {"TcpSocketState::MaxPacingRate", "5Mb/s", "MaxPacingRate", "5000000"},
        {"TcpSocketState::PacingSsRatio", "150", "PacingSsRatio", "150"},
        {"TcpSocketState::PacingCaRatio", "110", "PacingCaRatio", "110"},
        {"TcpSocketState::PaceInitialWindow", "true", "PaceInitialWindow", "true"},
    };
    for (const auto& row : rows)
    {
        for (const char* profile : {"rfc9293", "linux", "windows"})
        {
            Config::SetDefault("ns3::" + row[0], StringValue(row[1]));
            BOOST_TEST(ValueOf(row[2], profile) == row[3]);
            Config::Reset();
        }
        BOOST_TEST(ValueOf(row[2]) != row[3]);
    }
    Config::SetDefault("ns3::TcpL4Protocol::SocketType", StringValue("ns3::TcpVegas"));
    BOOST_TEST(ValueOf("SocketType") == "ns3::TcpVegas");
}

BOOST_AUTO_TEST_CASE(a_default_that_is_set_to_what_it_is_counts)
{
    // Profile linux has 200 ms and 30 s, ns-3's own TCP 1 s and 120 s
    Config::SetDefault("ns3::TcpSocketBase::MinRto", TimeValue(Seconds(1)));
    Config::SetDefault("ns3::TcpSocketBase::MaxSegLifetime", DoubleValue(120));
    BOOST_TEST(ValueOf("MinRto", "linux") == "1s");
    BOOST_TEST(ValueOf("Msl", "linux") == "120s");
    Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(536));
    Config::SetDefault("ns3::TcpSocket::TcpNoDelay", BooleanValue(true));
    const auto l4 = CreateObject<TcpLifecycleL4Protocol>();
    const auto socket = DynamicCast<TcpLifecycleSocket>(l4->CreateSocket());
    BOOST_TEST(socket->GetOptions().segmentSize.value_or(0) == 536U);
    BOOST_TEST(socket->GetOptions().noDelay.value_or(false));
    BOOST_TEST(!socket->GetOptions().delAckCount.has_value());
    l4->Dispose();
    BOOST_TEST(TcpLifecycleStockDefaults::GetIgnored().empty());
}

BOOST_AUTO_TEST_CASE(what_is_set_on_this_tcp_wins)
{
    Config::SetDefault("ns3::TcpSocketBase::Sack", BooleanValue(false));
    Config::SetDefault("ns3::TcpL4Protocol::SocketType", StringValue("ns3::TcpVegas"));
    const auto l4 = CreateObject<TcpLifecycleL4Protocol>();
    l4->SetAttribute("Sack", BooleanValue(true));
    l4->SetAttribute("SocketType", StringValue("ns3::TcpCubic")); // the usual one, and said so
    l4->CreateSocket();
    BooleanValue sack;
    l4->GetAttribute("Sack", sack);
    BOOST_TEST(sack.Get());
    StringValue type;
    l4->GetAttribute("SocketType", type);
    BOOST_TEST(type.Get() == "ns3::TcpCubic");
    l4->Dispose();
    Config::SetDefault("ns3::TcpLifecycleL4Protocol::Sack", BooleanValue(true));
    Config::SetDefault("ns3::TcpLifecycleL4Protocol::SocketType", StringValue("ns3::TcpCubic"));
    BOOST_TEST(ValueOf("Sack") == "true");
    BOOST_TEST(ValueOf("SocketType") == "ns3::TcpCubic");
}

BOOST_AUTO_TEST_CASE(options_that_are_turned_off_are_not_on_the_syn)
{
    for (const bool on : {true, false})
    {
        for (const char* name : {"Sack", "Timestamp", "WindowScaling"})
        {
            Config::SetDefault(std::string("ns3::TcpSocketBase::") + name, BooleanValue(on));
        }
        Net net;
        const auto socket = net.Make(0);
        std::vector<TcpHeader> sent;
        socket->TraceConnectWithoutContext(
            "Tx",
            Callback<void, Ptr<const Packet>, const TcpHeader&, Ptr<const TcpSocketBase>>(
                [&sent](Ptr<const Packet>, const TcpHeader& header, Ptr<const TcpSocketBase>) {
                    sent.push_back(header);
                }));
        socket->Connect(net.At(1, 80));
        BOOST_TEST_REQUIRE(sent.size() == 1U);
        for (const uint8_t kind : {TcpOption::SACKPERMITTED, TcpOption::TS, TcpOption::WINSCALE})
        {
            BOOST_TEST(sent[0].HasOption(kind) == on);
        }
    }
}

BOOST_AUTO_TEST_CASE(what_has_no_effect_is_named_once)
{
    std::ostringstream said;
    auto* before = std::cerr.rdbuf(said.rdbuf());
    Config::SetDefault("ns3::TcpSocketBase::ReTxThreshold", UintegerValue(5));
    Config::SetDefault("ns3::RttMeanDeviation::Alpha", DoubleValue(0.5));
    Config::SetDefault("ns3::TcpSocketBase::Sack", BooleanValue(false));
    {
        Net net;
        net.Listener(1, 80);
        net.Make(0)->Connect(net.At(1, 80));
        net.Run();
    }
    std::cerr.rdbuf(before);
    const std::string expected = "ns3::RttMeanDeviation::Alpha, "
                                 "ns3::TcpSocketBase::ReTxThreshold\n";
    const std::string text = said.str();
    BOOST_TEST(text.find(expected) != std::string::npos, text);
    BOOST_TEST(std::count(text.begin(), text.end(), '\n') == 1, text);
}

BOOST_AUTO_TEST_SUITE_END()
