/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_PACKETDRILL_ARGUMENTS_H
#define TCP_LIFECYCLE_PACKETDRILL_ARGUMENTS_H

#include "packetdrill-script.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle-packetdrill
 * What arguments of a script's system calls say.
 */

namespace ns3
{
namespace packetdrill
{

/// \param expression a value \return it as a number; nothing if it is none
std::optional<int64_t> Number(const Expression& expression);
/// \param expression a value \param[out] numbers gets all numbers in it, in order
void Collect(const Expression& expression, std::vector<int64_t>& numbers);
/// \param structure with names \param name one of them \return its value, or null
const Expression* MemberOf(const Structure& structure, const std::string& name);
/// \param address a sockaddr, or `...` \param otherwise instead of `...` \return its port
uint16_t PortOf(const Expression& address, uint16_t otherwise);
/// \param vector an iovec array \return bytes in all
int64_t OctetsOf(const Expression& vector);
/// \param message a msghdr \return bytes of its vector
std::optional<int64_t> OctetsOfMessage(const Expression& message);

} // namespace packetdrill
} // namespace ns3

#endif // TCP_LIFECYCLE_PACKETDRILL_ARGUMENTS_H
