/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_PACKETDRILL_SYSCTLS_H
#define TCP_LIFECYCLE_PACKETDRILL_SYSCTLS_H

#include "tcp-lifecycle-packetdrill-world.h"

#include <string>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle-packetdrill
 * What the parameters of two kernels are in the module.
 */

namespace ns3
{
namespace packetdrill
{

/// How the text of a sysctl becomes that of an attribute.
enum class SysctlKind : uint8_t
{
    Prepared,     //!< it only prepares the host, or is how the module is anyhow: any value is taken
    Same,         //!< unchanged
    Flag,         //!< 0: false, else true
    Milliseconds, //!< a time
    Seconds,      //!< a time
    Words,        //!< by number, one of SysctlRule::words
    Special,      //!< more than one attribute, see SetSysctl()
};

/// What one sysctl is.
struct SysctlRule
{
    const char* name;                    //!< `net.inet.tcp.sack.enable`
    SysctlKind kind;                     //!< how its value is read
    std::vector<const char*> attributes; //!< of TcpLifecycleL4Protocol that get it
    std::vector<const char*> words;      //!< with SysctlKind::Words, by number
    const char* meaning;                 //!< a sentence for the manual
};

/// \return all that are known: FreeBSD's and Linux's
const std::vector<SysctlRule>& AllSysctls();

/**
 * \param world gets it
 * \param name `net.ipv4.tcp_sack`
 * \param value as written, without quotes
 * \return why it cannot be; empty if it was done
 */
std::string SetSysctl(World& world, const std::string& name, const std::string& value);

/// What the system has before a script changes anything. \param world gets it \param profile its
/// name
void SetSystemDefaults(World& world, const std::string& profile);
/**
 * The rules of RFC 9293 where FreeBSD's TIME-WAIT has others: what FreeBSD's scripts call STANDARD
 * in an `#ifdef`, where FreeBSD is the other branch.
 * \param world gets them
 */
void SetStandard(World& world);
/// The values that the Linux suites set before each script. \param world gets them \param google
/// whether in google's suite or in the kernel's own
void SetSuiteDefaults(World& world, bool google);

} // namespace packetdrill
} // namespace ns3

#endif // TCP_LIFECYCLE_PACKETDRILL_SYSCTLS_H
