/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PACKETDRILL_PRINTER_H
#define PACKETDRILL_PRINTER_H

#include "packetdrill-options.h"
#include "packetdrill-script.h"

#include <string>

/**
 * \file
 * \ingroup tcp-lifecycle-packetdrill
 * Scripts written as text. What is printed reads as the same script again, but for comments,
 * conditionals and blanks.
 */

namespace ns3
{
namespace packetdrill
{

/// \param time a time \return it, `+0.100`
std::string ToText(const TimeSpec& time);
/// \param range sequence numbers \return `1:11(10)`
std::string ToText(const SequenceRange& range);
/// \param packet a packet \return it with its direction, `> S 0:0(0)`
std::string ToText(const Packet& packet);
/// \param expression a value \return it
std::string ToText(const Expression& expression);
/// \param call a system call \return it with its result
std::string ToText(const SystemCall& call);
/// \param event an event \return it with its time, in one line unless what it has in it is longer
std::string ToText(const Event& event);
/// \param script a script \return all of it
std::string ToText(const Script& script);

} // namespace packetdrill
} // namespace ns3

#endif // PACKETDRILL_PRINTER_H
