/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-scenario.h"

/**
 * \file
 * \ingroup tcp-lifecycle
 * Systems that deviate from RFC 9293 so that the course of a scenario differs from its formulas.
 */

namespace ns3
{

namespace
{

/// A scenario whose course differs with a profile.
struct Departure
{
    const char* scenario; //!< its name
    const char* profile;  //!< of both ends
    const char* reason;   //!< what the system does, with its source
};

constexpr char SYN_AT_ONCE[] =
    "Linux retransmits its SYN at once after an unacceptable ACK in SYN-SENT "
    "(tcp_rcv_synsent_state_process())";
constexpr char NO_RESET[] = "Windows sends no RST from CLOSED or LISTEN (stealth mode, KB 2586744)";
constexpr char FIN_WITH_UNREAD[] =
    "BSD sends a FIN with data unread, and a RST only for data that arrive later "
    "(tcp_disconnect())";

constexpr Departure DEPARTURES[] = {
    {"half-open-syn", "linux", SYN_AT_ONCE},
    {"last-ack-reuse", "linux", SYN_AT_ONCE},
    {"old-ack-kills", "linux", SYN_AT_ONCE},
    {"old-syn-at-listener", "linux", SYN_AT_ONCE},
    {"half-open-data", "windows", NO_RESET},
    {"old-ack-kills", "windows", NO_RESET},
    {"peer-never-closes", "windows", NO_RESET},
    {"reset-in-window", "windows", NO_RESET},
    {"time-wait-assassination", "windows", NO_RESET},
    {"linger-abort", "freebsd", FIN_WITH_UNREAD},
    {"linger-abort", "macos", FIN_WITH_UNREAD},
};

} // namespace

std::string
TcpLifecycleScenarioDeparture(const std::string& scenario, const std::string& profile)
{
    for (const auto& departure : DEPARTURES)
    {
        if (scenario == departure.scenario && profile == departure.profile)
        {
            return departure.reason;
        }
    }
    return "";
}

} // namespace ns3
