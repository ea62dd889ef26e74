/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PACKETDRILL_CHARACTERS_H
#define PACKETDRILL_CHARACTERS_H

#include <cstdint>

/**
 * \file
 * \ingroup tcp-lifecycle-packetdrill
 * Kinds of bytes in a script, whatever the locale.
 */

namespace ns3
{
namespace packetdrill
{

/// \param c a byte \return whether it is a blank or ends a line
constexpr bool
IsBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v';
}

/// \param c a byte \return whether it is a decimal digit
constexpr bool
IsDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// \param c a byte \return whether a word can begin with it
constexpr bool
IsLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/// \param c a byte \return whether it may be in a word
constexpr bool
IsWordChar(char c)
{
    return IsDigit(c) || IsLetter(c);
}

/// \param c a byte \return its value as a hexadecimal digit, 16 if it is none
constexpr uint64_t
DigitValue(char c)
{
    if (IsDigit(c))
    {
        return static_cast<uint64_t>(c - '0');
    }
    if (c >= 'a' && c <= 'f')
    {
        return static_cast<uint64_t>(c - 'a') + 10;
    }
    return c >= 'A' && c <= 'F' ? static_cast<uint64_t>(c - 'A') + 10 : 16;
}

} // namespace packetdrill
} // namespace ns3

#endif // PACKETDRILL_CHARACTERS_H
