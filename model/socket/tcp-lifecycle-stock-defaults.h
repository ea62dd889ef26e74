/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_STOCK_DEFAULTS_H
#define TCP_LIFECYCLE_STOCK_DEFAULTS_H

#include "ns3/type-id.h"

#include <optional>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * What a user has set as defaults of ns-3's own TCP. Private to the adapter.
 */

namespace ns3
{

class TcpLifecycleSettings;

/**
 * \ingroup tcp-lifecycle
 *
 * The defaults that a script sets on ns-3's own TCP, by Config::SetDefault() or on the command
 * line, as far as they mean something here. One that is set to the very value that it has anyway
 * counts as set.
 */
class TcpLifecycleStockDefaults
{
  public:
    /// \param info of an attribute \return whether a user has set its default
    static bool IsSet(const TypeId::AttributeInformation& info);
    /// \param settings get what is set on ns3::TcpSocketBase; attributes of our own win over it
    static void ApplyTo(TcpLifecycleSettings& settings);
    /// \return ns3::TcpL4Protocol::SocketType, if it is set
    static std::optional<TypeId> GetSocketType();
    /**
     * \return the defaults that differ from those of ns-3 and have no effect on this TCP, by full
     * name, each with the reason in brackets where there is more to say than that
     */
    static std::vector<std::string> GetIgnored();
    /// Name on std::cerr those of GetIgnored() that have not been named yet.
    static void Warn();
};

} // namespace ns3

#endif // TCP_LIFECYCLE_STOCK_DEFAULTS_H
