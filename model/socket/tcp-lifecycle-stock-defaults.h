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
 * User-defined defaults of ns-3's own TCP. Private to the adapter.
 */

namespace ns3
{

class TcpLifecycleSettings;

/**
 * \ingroup tcp-lifecycle
 *
 * The defaults that a script sets on ns-3's own TCP, by Config::SetDefault() or on the command
 * line, if they apply to this TCP. A default that is set to its initial value also counts as set.
 */
class TcpLifecycleStockDefaults
{
  public:
    /// \param info an attribute \return whether a user has set its default
    static bool IsSet(const TypeId::AttributeInformation& info);
    /// \param settings gets the defaults of ns3::TcpSocketBase; attributes of this module take
    /// precedence
    static void ApplyTo(TcpLifecycleSettings& settings);
    /// \return ns3::TcpL4Protocol::SocketType, if it is set
    static std::optional<TypeId> GetSocketType();
    /**
     * \return the defaults that differ from those of ns-3 and have no effect on this TCP, by full
     * name, with a reason in parentheses where one is known
     */
    static std::vector<std::string> GetIgnored();
    /// Print those of GetIgnored() to std::cerr that were not printed yet.
    static void Warn();
};

} // namespace ns3

#endif // TCP_LIFECYCLE_STOCK_DEFAULTS_H
