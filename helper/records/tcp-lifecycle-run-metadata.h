/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_RUN_METADATA_H
#define TCP_LIFECYCLE_RUN_METADATA_H

#include "ns3/node-container.h"

#include <string>
#include <utility>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * What a run was, for `run.json`.
 */

namespace ns3
{

/// \return the module's version, `0.1.0`
const char* TcpLifecycleVersion();

/**
 * \return the commit from which the module was configured, in hexadecimal digits, with `-dirty`
 * after it if files differed from it; `unknown` if it was not configured in its own git repository
 */
const char* TcpLifecycleCommit();

/**
 * \ingroup tcp-lifecycle
 *
 * What is needed to have a run again, and to know whether two runs can be compared: whether it is
 * complete, version,
 * commit, ns-3's version, seed, run, command, the program's parameters, defaults of attributes that
 * were changed, and those attributes of each node's TCP that are not as its profile has them.
 * Written as one JSON object (RFC 8259).
 *
 * \code
 * {
 *  "complete": true,
 *  "version": "0.1.0",
 *  "commit": "64e1d6f1c3a2...",
 *  "ns-3": "3.37",
 *  "seed": 1,
 *  "run": 7,
 *  "command": ["lifecycle-lab", "--loss=0.1"],
 *  "loss": "0.1",
 *  "defaults": {"ns3::PointToPointChannel::Delay": "+7ms"},
 *  "attributes": {"0": {"Profile": "linux", "MinRto": "1s"}}
 * }
 * \endcode
 */
class TcpLifecycleRunMetadata
{
  public:
    /// \param argc as main's \param argv as main's, as they were before anything parsed them
    TcpLifecycleRunMetadata(int argc, const char* const* argv);

    /**
     * A parameter of the program. Of one that is added again, the values are joined by `; `.
     * \param name its name \param value its value, for a reader
     */
    void Add(const std::string& name, const std::string& value);

    /**
     * The profile of each node's TCP, and its attributes that differ from the profile's.
     * \param nodes those without this TCP are passed over
     */
    void AddAttributes(const NodeContainer& nodes);

    /// \param complete whether the run has come to its end, and all its files are written
    /// \return the JSON object, and an end of line. Seed and run are ns-3's at this moment.
    std::string ToJson(bool complete = true) const;

  private:
    /// Names and values, in order.
    using Pairs = std::vector<std::pair<std::string, std::string>>;

    std::vector<std::string> m_command;                   //!< program and arguments
    Pairs m_parameters;                                   //!< of the program
    std::vector<std::pair<uint32_t, Pairs>> m_attributes; //!< by number of the node
};

} // namespace ns3

#endif // TCP_LIFECYCLE_RUN_METADATA_H
