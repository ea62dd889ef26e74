/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-address.h"

#include <algorithm>

/**
 * \file
 * \ingroup tcp-lifecycle-wire
 * Addresses from numbers, and as text.
 */

namespace ns3
{
namespace lifecycle
{

namespace
{

/// 16-bit groups of an IPv6 address.
constexpr std::size_t GROUPS = 8;

/**
 * Append a group in lower case without leading zeros (RFC 5952, sections 4.1 and 4.3).
 * \param text where to
 * \param group the group
 */
void
AppendGroup(std::string& text, uint16_t group)
{
    static constexpr char DIGITS[] = "0123456789abcdef";
    int shift = 12;
    while (shift > 0 && (group >> shift) == 0)
    {
        shift -= 4;
    }
    for (; shift >= 0; shift -= 4)
    {
        text += DIGITS[(group >> shift) & 0xf];
    }
}

/**
 * Append four octets in dotted decimal.
 * \param text where to
 * \param octets four octets
 */
void
AppendDotted(std::string& text, const uint8_t* octets)
{
    char dotted[15]; // of 255.255.255.255
    std::size_t size = 0;
    for (int i = 0; i < 4; ++i)
    {
        const uint8_t octet = octets[i];
        if (i > 0)
        {
            dotted[size++] = '.';
        }
        if (octet >= 100)
        {
            dotted[size++] = static_cast<char>('0' + octet / 100);
        }
        if (octet >= 10)
        {
            dotted[size++] = static_cast<char>('0' + octet / 10 % 10);
        }
        dotted[size++] = static_cast<char>('0' + octet % 10);
    }
    text.append(dotted, size);
}

/// A run of zero groups.
struct ZeroRun
{
    std::size_t begin{0};  //!< its first group
    std::size_t length{0}; //!< groups in it
};

/**
 * The run that "::" replaces: the longest, the first of equally long ones, never a single group
 * (RFC 5952, sections 4.2.2 and 4.2.3).
 * \param groups the address
 * \param count groups to look at
 * \return the run, of length 0 if there is none
 */
ZeroRun
LongestZeroRun(const std::array<uint16_t, GROUPS>& groups, std::size_t count)
{
    ZeroRun best;
    ZeroRun run;
    for (std::size_t i = 0; i < count; ++i)
    {
        if (groups[i] != 0)
        {
            run.length = 0;
            continue;
        }
        if (run.length++ == 0)
        {
            run.begin = i;
        }
        if (run.length > std::max<std::size_t>(best.length, 1))
        {
            best = run;
        }
    }
    return best;
}

/**
 * \param octets an IPv6 address
 * \return whether it is an IPv4-mapped one, ::ffff:0:0/96 (RFC 4291, section 2.5.5.2)
 */
bool
IsIpv4Mapped(const std::array<uint8_t, 16>& octets)
{
    return std::all_of(octets.begin(), octets.begin() + 10, [](uint8_t o) { return o == 0; }) &&
           octets[10] == 0xff && octets[11] == 0xff;
}

} // namespace

IpAddress
IpAddress::FromIpv4(uint32_t host)
{
    IpAddress address;
    address.octets[0] = static_cast<uint8_t>(host >> 24);
    address.octets[1] = static_cast<uint8_t>(host >> 16);
    address.octets[2] = static_cast<uint8_t>(host >> 8);
    address.octets[3] = static_cast<uint8_t>(host);
    return address;
}

IpAddress
IpAddress::FromIpv6(const uint8_t octets[16])
{
    IpAddress address;
    address.isIpv6 = true;
    std::copy_n(octets, address.octets.size(), address.octets.begin());
    return address;
}

IpAddress
IpAddress::InZone(uint16_t zone) const
{
    IpAddress address = *this;
    if (IsLinkLocal())
    {
        address.octets[2] = static_cast<uint8_t>(zone >> 8);
        address.octets[3] = static_cast<uint8_t>(zone);
    }
    return address;
}

bool
IpAddress::IsAny() const
{
    return std::all_of(octets.begin(), octets.end(), [](uint8_t o) { return o == 0; });
}

bool
IpAddress::IsLoopback() const
{
    if (!isIpv6)
    {
        return octets[0] == 127;
    }
    return octets[15] == 1 &&
           std::all_of(octets.begin(), octets.end() - 1, [](uint8_t o) { return o == 0; });
}

std::string
ToText(const IpAddress& address)
{
    std::string text;
    if (!address.isIpv6)
    {
        AppendDotted(text, address.octets.data());
        return text;
    }
    if (const uint16_t zone = address.Zone(); zone != 0)
    {
        return ToText(address.InZone(0)) + '%' + std::to_string(zone);
    }

    std::array<uint16_t, GROUPS> groups{};
    for (std::size_t i = 0; i < GROUPS; ++i)
    {
        groups[i] = static_cast<uint16_t>(address.octets[2 * i] << 8 | address.octets[2 * i + 1]);
    }
    // RFC 5952, section 5: an embedded IPv4 address known by its prefix is written in dotted
    // decimal
    const bool mapped = IsIpv4Mapped(address.octets);
    const std::size_t count = mapped ? GROUPS - 2 : GROUPS;
    const ZeroRun run = LongestZeroRun(groups, count);
    for (std::size_t i = 0; i < count; ++i)
    {
        if (run.length > 0 && i == run.begin)
        {
            text += "::";
            i += run.length - 1;
            continue;
        }
        if (!text.empty() && text.back() != ':')
        {
            text += ':';
        }
        AppendGroup(text, groups[i]);
    }
    if (mapped)
    {
        text += ':';
        AppendDotted(text, address.octets.data() + 12);
    }
    return text;
}

} // namespace lifecycle
} // namespace ns3
