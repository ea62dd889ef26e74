/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-stock-defaults.h"

#include "tcp-lifecycle-congestion.h"
#include "tcp-lifecycle-settings.h"
#include "tcp-lifecycle-socket.h"

#include "ns3/abort.h"
#include "ns3/data-rate.h"
#include "ns3/nstime.h"
#include "ns3/rtt-estimator.h"
#include "ns3/tcp-congestion-ops.h"
#include "ns3/tcp-l4-protocol.h"
#include "ns3/tcp-recovery-ops.h"
#include "ns3/tcp-socket-base.h"
#include "ns3/tcp-socket-state.h"

#include <algorithm>
#include <cstddef>
#include <iostream>
#include <iterator>
#include <set>

namespace ns3
{

namespace
{

/// An attribute of ns3::TcpSocketBase or TcpSocketState, and the setting that is the same.
struct Match
{
    TypeId (*type)();                          //!< which of them
    const char* attribute;                     //!< its attribute
    const char* setting;                       //!< of TcpLifecycleSettings
    std::string (*convert)(std::string value); //!< converts the value
};

/// \param value a value \return the same
std::string
Same(std::string value)
{
    return value;
}

/// \param value seconds \return a time
std::string
FromSeconds(std::string value)
{
    return value + "s";
}

/// \param value a time, which may be 0 \return a valid value of the setting
std::string
FromLeast(std::string value)
{
    return Time(value).IsStrictlyPositive() ? value : "1ns";
}

/// \param value value of TcpSocketState::UseEcn_t \return value of the setting Ecn
std::string
FromUseEcn(std::string value)
{
    return value == "On" ? "active" : value == "AcceptOnly" ? "passive" : "off";
}

/// \param value a data rate; 0 is allowed there \return bit/s, at least one
std::string
FromRate(std::string value)
{
    return std::to_string(std::max<uint64_t>(DataRate(value).GetBitRate(), 1));
}

/// \param value percent; 0 is allowed there \return at least one
std::string
FromRatio(std::string value)
{
    return value == "0" ? "1" : value;
}

const Match MATCHES[] = {
    {TcpSocketBase::GetTypeId, "Sack", "Sack", Same},
    {TcpSocketBase::GetTypeId, "Timestamp", "Timestamps", Same},
    {TcpSocketBase::GetTypeId, "WindowScaling", "WindowScaling", Same},
    {TcpSocketBase::GetTypeId, "MinRto", "MinRto", FromLeast},
    {TcpSocketBase::GetTypeId, "MaxSegLifetime", "Msl", FromSeconds},
    {TcpSocketBase::GetTypeId, "UseEcn", "Ecn", FromUseEcn},
    {TcpSocketBase::GetTypeId, "LimitedTransmit", "LimitedTransmit", Same},
    {TcpSocketBase::GetTypeId, "ClockGranularity", "ClockGranularity", Same},
    {TcpSocketState::GetTypeId, "EnablePacing", "EnablePacing", Same},
    {TcpSocketState::GetTypeId, "MaxPacingRate", "MaxPacingRate", FromRate},
    {TcpSocketState::GetTypeId, "PacingSsRatio", "PacingSsRatio", FromRatio},
    {TcpSocketState::GetTypeId, "PacingCaRatio", "PacingCaRatio", FromRatio},
    {TcpSocketState::GetTypeId, "PaceInitialWindow", "PaceInitialWindow", Same},
};

/// \param info an attribute \return its default as a string
std::string
DefaultOf(const TypeId::AttributeInformation& info)
{
    return info.initialValue->SerializeToString(info.checker);
}

/// \param name name of a setting \return its index
std::size_t
IndexOf(const std::string& name)
{
    const auto& all = TcpLifecycleSettings::All();
    return std::find_if(all.begin(),
                        all.end(),
                        [&name](const auto& setting) { return setting.name == name; }) -
           all.begin();
}

/// \param type a TypeId \return whether it is a class of ns-3's TCP with attributes
bool
IsOfStockTcp(TypeId type)
{
    const TypeId parts[] = {TcpL4Protocol::GetTypeId(),
                            TcpSocket::GetTypeId(),
                            TcpSocketState::GetTypeId(),
                            TcpCongestionOps::GetTypeId(),
                            TcpRecoveryOps::GetTypeId(),
                            RttEstimator::GetTypeId()};
    return type.GetGroupName() != "TcpLifecycle" &&
           std::any_of(std::begin(parts), std::end(parts), [type](TypeId part) {
               return type == part || type.IsChildOf(part);
           });
}

/// \param type a class of ns-3's TCP \param info one of its attributes \return whether it has an
/// effect here
bool
IsHonoured(TypeId type, const TypeId::AttributeInformation& info)
{
    if (type == TcpSocket::GetTypeId())
    {
        return true; // an attribute of this module's sockets
    }
    if (type == TcpL4Protocol::GetTypeId())
    {
        return info.name == "SocketType";
    }
    if (type == TcpSocketBase::GetTypeId() || type == TcpSocketState::GetTypeId())
    {
        return std::any_of(std::begin(MATCHES), std::end(MATCHES), [&](const Match& match) {
            return type == match.type() && info.name == match.attribute;
        });
    }
    // An algorithm is made by its factory. In some releases ns3::TcpCubic names TcpSocketBase as
    // its parent
    return type.IsChildOf(TcpCongestionOps::GetTypeId()) ||
           (type.IsChildOf(TcpSocketBase::GetTypeId()) &&
            TcpLifecycleCongestionPrototype::GetObjection(type).empty());
}

} // namespace

bool
TcpLifecycleStockDefaults::IsSet(const TypeId::AttributeInformation& info)
{
    // Both are the same object until a default is set, and after Config::Reset()
    return info.initialValue != info.originalInitialValue;
}

void
TcpLifecycleStockDefaults::ApplyTo(TcpLifecycleSettings& settings)
{
    static const auto indices = [] {
        std::vector<std::size_t> found;
        for (const Match& match : MATCHES)
        {
            found.push_back(IndexOf(match.setting));
        }
        return found;
    }();
    for (std::size_t i = 0; i < std::size(MATCHES); ++i)
    {
        const Match& match = MATCHES[i];
        TypeId::AttributeInformation info;
        if (!match.type().LookupAttributeByName(match.attribute, &info))
        {
            continue; // not in this release
        }
        std::optional<int64_t> value;
        if (IsSet(info))
        {
            std::string problem;
            value = TcpLifecycleSettings::All()[indices[i]].Parse(match.convert(DefaultOf(info)),
                                                                  problem);
            NS_ABORT_MSG_UNLESS(value,
                                "the default of " << match.type().GetName() << "::" << info.name
                                                  << " is " << DefaultOf(info) << ": " << problem);
        }
        settings.SetStock(indices[i], value);
    }
}

std::optional<TypeId>
TcpLifecycleStockDefaults::GetSocketType()
{
    TypeId::AttributeInformation info;
    if (!TcpL4Protocol::GetTypeId().LookupAttributeByName("SocketType", &info) || !IsSet(info))
    {
        return std::nullopt;
    }
    return TypeId::LookupByName(DefaultOf(info));
}

std::vector<std::string>
TcpLifecycleStockDefaults::GetIgnored()
{
    std::vector<std::string> ignored;
    for (uint16_t i = 0; i < TypeId::GetRegisteredN(); ++i)
    {
        const TypeId type = TypeId::GetRegistered(i);
        if (!IsOfStockTcp(type))
        {
            continue;
        }
        for (std::size_t j = 0; j < type.GetAttributeN(); ++j)
        {
            const TypeId::AttributeInformation info = type.GetAttribute(j);
            if (!IsSet(info) ||
                DefaultOf(info) == info.originalInitialValue->SerializeToString(info.checker))
            {
                continue;
            }
            if (!IsHonoured(type, info))
            {
                ignored.push_back(type.GetName() + "::" + info.name);
            }
        }
    }
    std::sort(ignored.begin(), ignored.end());
    return ignored;
}

void
TcpLifecycleStockDefaults::Warn()
{
    static std::set<std::string> named;
    std::string text;
    for (const std::string& name : GetIgnored())
    {
        if (named.insert(name).second)
        {
            text += (text.empty() ? "" : ", ") + name;
        }
    }
    if (!text.empty())
    {
        std::cerr << "tcp-lifecycle: these defaults are set on ns-3's own TCP and have no effect "
                     "on this one: "
                  << text << std::endl;
    }
}

} // namespace ns3
