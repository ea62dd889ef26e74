/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "packetdrill-script.h"

#include <algorithm>
#include <cstdio>

namespace ns3
{
namespace packetdrill
{

std::string
SecondsText(Duration time)
{
    const int64_t nanoseconds = time.count() < 0 ? -time.count() : time.count();
    char decimals[12];
    std::snprintf(decimals,
                  sizeof decimals,
                  ".%09lld",
                  static_cast<long long>(nanoseconds % 1000000000));
    std::string text = decimals;
    while (text.size() > 4 && text.back() == '0')
    {
        text.pop_back();
    }
    return (time.count() < 0 ? "-" : "") + std::to_string(nanoseconds / 1000000000) + text;
}

const char*
ToText(EcnMark mark)
{
    switch (mark)
    {
    case EcnMark::NotEct:
        return "noecn";
    case EcnMark::Ect1:
        return "ect1";
    case EcnMark::Ect0:
        return "ect0";
    case EcnMark::Ce:
        return "ce";
    case EcnMark::Ect:
        return "ect01";
    }
    return "?";
}

std::string
FlagsText(uint8_t flags, bool accurateEcn)
{
    lifecycle::Segment segment;
    segment.flags = flags;
    std::string text = lifecycle::FlagsText(segment);
    if (accurateEcn)
    {
        text = text == "-" ? "A" : text + 'A';
    }
    return text;
}

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
