/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_BINDINGS_H
#define TCP_LIFECYCLE_BINDINGS_H

#include "lifecycle-address.h"

#include <cstdint>
#include <unordered_map>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Which addresses and ports sockets are bound to.
 */

namespace ns3
{

/**
 * \ingroup tcp-lifecycle
 *
 * The local ends that users have given their sockets. An address and "any" are not in each
 * other's way: the address is the closer match, as in ns-3's own TCP.
 */
class TcpLifecycleBindings
{
  public:
    /**
     * \param address address, or "any" \param port port, not 0
     * \return false, and no change, if another socket has both
     */
    bool Take(const lifecycle::IpAddress& address, uint16_t port);
    /// \param address address \param port port, both taken before
    void Release(const lifecycle::IpAddress& address, uint16_t port);

  private:
    std::unordered_multimap<uint16_t, lifecycle::IpAddress> m_taken; //!< addresses by port
};

} // namespace ns3

#endif // TCP_LIFECYCLE_BINDINGS_H
