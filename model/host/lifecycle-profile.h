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
 * Operating-system profiles: the numbers that a stack has where nobody has changed them.
 */

namespace ns3
{
namespace lifecycle
{

/**
 * \ingroup tcp-lifecycle-host
 *
 * All parameters of a host and of its connections, as a value.
 */
struct Profile
{
    const char* name{"rfc9293"};             //!< name, as in PROFILE_NAMES
    Duration msl{std::chrono::seconds(120)}; //!< maximum segment lifetime (RFC 9293, 3.4.2)
    Config connection;                       //!< parameters of a connection
    PortRange ephemeralPorts;                //!< see there
    Duration quietTime{0};                   //!< silence after a reboot; RFC 9293, 3.4.3: MSL
    PortAlgorithm portAlgorithm{PortAlgorithm::SimpleHash}; //!< see there
    std::optional<uint32_t> fixedIsn;                       //!< this ISN always; else RFC 6528
    ListenPolicy listening;                                 //!< see there
    IntakePolicy intake;                                    //!< see there
    ChallengePolicy challenges;                             //!< see there
    TimeWaitPolicy timeWait;                                //!< see there
    FastOpenPolicy fastOpen;                                //!< see there
    uint16_t maxSegmentSize{0}; //!< MSS announced; 0: what the link's MTU allows
};

/// The profiles there are.
constexpr std::array<const char*, 5> PROFILE_NAMES = {"rfc9293",
                                                      "linux",
                                                      "freebsd",
                                                      "windows",
                                                      "macos"};

/// \param name one of PROFILE_NAMES \return the profile, or nothing if there is none of that name
std::optional<Profile> MakeProfile(std::string_view name);

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_PROFILE_H
