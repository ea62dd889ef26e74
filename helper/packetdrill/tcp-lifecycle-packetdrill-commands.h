/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_PACKETDRILL_COMMANDS_H
#define TCP_LIFECYCLE_PACKETDRILL_COMMANDS_H

#include "tcp-lifecycle-packetdrill-shell.h"
#include "tcp-lifecycle-packetdrill-sockets.h"
#include "tcp-lifecycle-packetdrill-world.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle-packetdrill
 * Shell commands of scripts, played by their meaning; nothing is ever executed.
 */

namespace ns3
{
namespace packetdrill
{

/**
 * \ingroup tcp-lifecycle-packetdrill
 *
 * The commands of one script: `sysctl`, `sockstat`, `ss`, `netstat`, `nstat`, `tcpdrop`, `grep`,
 * what only prepares the host (`tc`, `ip`, `ethtool`, ...), and the two suites' `defaults.sh`;
 * joined by lines, `;`, `&&` and pipes.
 */
class Commands
{
  public:
    /// \param world where \param sockets whose descriptors are listed
    Commands(World& world, Sockets& sockets);
    /// \param text one or more commands \return what they have come to, together
    CommandResult Run(const std::string& text);

    /// A kind of commands, for the manual.
    struct Help
    {
        const char* name;    //!< `sockstat`
        const char* meaning; //!< a sentence
    };

    /// \return all kinds there are
    static const std::vector<Help>& All();

  private:
    CommandResult SetModuleParameter(const std::string& value, const std::string& name);
    CommandResult RunPipeline(const std::string& text);
    CommandResult RunOne(const std::vector<std::string>& words, const std::string& input);
    CommandResult Sysctl(const std::vector<std::string>& words);
    CommandResult TcpDrop(const std::vector<std::string>& words);
    CommandResult Nstat(const std::vector<std::string>& words);
    CommandResult Ip(const std::vector<std::string>& words);
    std::string ListSockets(bool bsd, const std::vector<std::string>& words) const;

    World& m_world;                                 //!< where
    Sockets& m_sockets;                             //!< whose descriptors
    std::map<std::string, uint64_t> m_countersSeen; //!< at the last `nstat`
};

} // namespace packetdrill
} // namespace ns3

#endif // TCP_LIFECYCLE_PACKETDRILL_COMMANDS_H
