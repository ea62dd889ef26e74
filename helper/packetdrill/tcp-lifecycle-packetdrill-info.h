/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_PACKETDRILL_INFO_H
#define TCP_LIFECYCLE_PACKETDRILL_INFO_H

#include "packetdrill-value.h"
#include "tcp-lifecycle-packetdrill-sockets.h"

#include <optional>
#include <string>

/**
 * \file
 * \ingroup tcp-lifecycle-packetdrill
 * The struct tcp_info of the two systems, and the constants that go with it.
 */

namespace ns3
{
namespace packetdrill
{

/**
 * \param descriptor whose connection; null: there is none
 * \param personality whose struct
 * \param name of a field, `tcpi_state`
 * \return its value; nothing if there is no such field, or the module has nothing of it
 */
std::optional<Value> TcpInfo(const Descriptor* descriptor,
                             Personality personality,
                             const std::string& name);

/// \param name `TCPI_ESTABLISHED`, `TCP_CA_Open` \param personality whose \return its value, or
/// nothing
std::optional<Value> TcpInfoConstant(const std::string& name, Personality personality);

} // namespace packetdrill
} // namespace ns3

#endif // TCP_LIFECYCLE_PACKETDRILL_INFO_H
