/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_PACKETDRILL_RUNNER_H
#define TCP_LIFECYCLE_PACKETDRILL_RUNNER_H

#include "packetdrill-match.h"
#include "packetdrill-results.h"
#include "packetdrill-script.h"
#include "packetdrill-timing.h"
#include "tcp-lifecycle-ladder.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle-packetdrill
 * Runs scripts.
 */

namespace ns3
{
namespace packetdrill
{

/// \return names of the options that a script can set, packetdrill's own
std::vector<std::string> ConfigNames();

/// \param line an option \return what is wrong with it, or nothing
std::string ObjectionTo(const ConfigLine& line);

/// How scripts are run.
struct RunOptions
{
    std::string profile{"rfc9293"};    //!< of TcpLifecycleL4Protocol
    std::set<std::string> defined;     //!< names that `#ifdef` finds defined
    bool strict{false};                //!< see Run()
    std::optional<Duration> tolerance; //!< instead of the script's own and of its part of the time
    std::ostream* transcript{nullptr}; //!< gets what happens, or null
    std::string pcap;                  //!< a file that gets all packets, or empty
    std::vector<ConfigLine> config;    //!< lines `--name=value` that apply after the script's own
    /// Gets the life of the script's first connection, the host on the left, or null
    std::function<void(const TcpLifecycleLadderModel&)> ladder;
};

/**
 * \ingroup tcp-lifecycle-packetdrill
 *
 * Run a script against the module's TCP, in virtual time. An event begins at its time, counted from
 * when the one before it was met; a segment that is expected is waited for, a system call too. What
 * the host sends without being expected fails the next expectation of a segment, as in packetdrill;
 * with RunOptions::strict also after the last one, and TS echoes and values count. No script waits
 * forever: each event has a deadline.
 *
 * \param script it \param options how \return what came of it
 */
ScriptResult Run(const Script& script, const RunOptions& options);

/// Read a script and run it. \param file where it is \param options how \return what came of it
ScriptResult RunFile(const std::string& file, const RunOptions& options);

} // namespace packetdrill
} // namespace ns3

#endif // TCP_LIFECYCLE_PACKETDRILL_RUNNER_H
