/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-bindings.h"

namespace ns3
{

bool
TcpLifecycleBindings::Take(const lifecycle::IpAddress& address, uint16_t port)
{
    const auto range = m_taken.equal_range(port);
    for (auto it = range.first; it != range.second; ++it)
    {
        if (it->second == address)
        {
            return false;
        }
    }
    m_taken.emplace(port, address);
    return true;
}

void
TcpLifecycleBindings::Release(const lifecycle::IpAddress& address, uint16_t port)
{
    const auto range = m_taken.equal_range(port);
    for (auto it = range.first; it != range.second; ++it)
    {
        if (it->second == address)
        {
            m_taken.erase(it);
            return;
        }
    }
}

} // namespace ns3
