/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_PROFILE_H
#define LIFECYCLE_PROFILE_H

#include "lifecycle-config.h"
#include "lifecycle-host-config.h"
#include "lifecycle-time.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

/**
 * \file
 * \ingroup tcp-lifecycle-host
 * Profiles: the default parameters of operating systems.
 */

namespace ns3
{
namespace lifecycle
{

/**
 * \ingroup tcp-lifecycle-host
 *
 * All parameters of a host and its connections.
 */
struct Profile
{
    const char* name{"rfc9293"};             //!< name, as in PROFILE_NAMES
    Duration msl{std::chrono::seconds(120)}; //!< maximum segment lifetime (RFC 9293, 3.4.2)
    Config connection;                       //!< parameters of a connection
    PortRange ephemeralPorts;                //!< see PortRange
    Duration quietTime{0}; //!< no segments are sent for this time after a reboot; RFC 9293, 3.4.3:
                           //!< MSL
    PortAlgorithm portAlgorithm{PortAlgorithm::SimpleHash}; //!< see PortAlgorithm
    std::optional<uint32_t> fixedIsn; //!< a constant ISN; if not set, RFC 6528
    ListenPolicy listening;           //!< see ListenPolicy
    IntakePolicy intake;              //!< see IntakePolicy
    ChallengePolicy challenges;       //!< see ChallengePolicy
    TimeWaitPolicy timeWait;          //!< see TimeWaitPolicy
    FastOpenPolicy fastOpen;          //!< see FastOpenPolicy
    uint16_t maxSegmentSize{0};       //!< MSS to announce; 0: derived from the MTU of the link
};

/// The names of the profiles.
constexpr std::array<const char*, 5> PROFILE_NAMES = {"rfc9293",
                                                      "linux",
                                                      "freebsd",
                                                      "windows",
                                                      "macos"};

/// \param name one of PROFILE_NAMES \return the profile, or nothing if the name is not known
std::optional<Profile> MakeProfile(std::string_view name);

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_PROFILE_H
