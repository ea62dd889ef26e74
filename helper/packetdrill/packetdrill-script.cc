/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "packetdrill-script.h"

#include <algorithm>

namespace ns3
{
namespace packetdrill
{

std::string
Diagnostic::ToText() const
{
    return file + ':' + std::to_string(position.line) + ':' + std::to_string(position.column) +
           ": " + message;
}

bool
Script::IsUndecided() const
{
    return !conditionals.empty() && std::none_of(conditionals.begin(),
                                                 conditionals.end(),
                                                 [](const Conditional& one) { return one.taken; });
}

std::string
Script::Line(uint32_t line) const
{
    return line >= 1 && line <= lines.size() ? lines[line - 1] : std::string();
}

} // namespace packetdrill
} // namespace ns3
