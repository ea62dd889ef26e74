/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_PACKETDRILL_ERRORS_H
#define TCP_LIFECYCLE_PACKETDRILL_ERRORS_H

#include "lifecycle-action.h"
#include "tcp-lifecycle-packetdrill-world.h"

#include "ns3/socket.h"

#include <cstdint>
#include <string>

/**
 * \file
 * \ingroup tcp-lifecycle-packetdrill
 * Errors under the names that the two systems give them.
 */

namespace ns3
{
namespace packetdrill
{

enum class Personality : uint8_t;

/// \param error of a call that ns-3's socket refused \return its name, `EADDRINUSE`
std::string ErrnoName(Socket::SocketErrno error);

/// \param name an error's, or empty \return that of the same number which this program uses: EAGAIN
/// for EWOULDBLOCK, EOPNOTSUPP for ENOTSUP
std::string CanonicalErrno(const std::string& name);

/**
 * How a connection has failed.
 * \param world where \param id of the connection, 0: there was none
 * \param error what the module says \param personality whose name
 * \return `ECONNRESET` and so on; empty if it has not failed
 */
std::string ConnectionErrno(const World& world,
                            uint64_t id,
                            lifecycle::Error error,
                            Personality personality);

} // namespace packetdrill
} // namespace ns3

#endif // TCP_LIFECYCLE_PACKETDRILL_ERRORS_H
