/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_PACKETDRILL_CALLS_H
#define TCP_LIFECYCLE_PACKETDRILL_CALLS_H

#include "packetdrill-script.h"
#include "tcp-lifecycle-packetdrill-sockets.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle-packetdrill
 * A script's system calls on Sockets.
 */

namespace ns3
{
namespace packetdrill
{

/// A script's system call, ready to be tried.
struct PlayedCall
{
    Operation operation; //!< tries it; empty: see problem
    /// \return what in the result is not as the script has it; empty if all is
    std::function<std::string(const CallResult&)> check;
    std::string unsupported; //!< what of it is not known; empty if all is
};

/// What a system call means for the connection that a script is about.
struct CallEffect
{
    bool listens{false};          //!< a connection is waited for
    bool connects{false};         //!< one is opened
    std::optional<uint16_t> port; //!< the local port of the one, the remote one of the other
};

/**
 * \ingroup tcp-lifecycle-packetdrill
 *
 * Takes the arguments of a script's calls, keeps which of its descriptors means which live
 * one, and compares results, with what getsockopt() and the like write.
 */
class Calls
{
  public:
    /// \param sockets where they are played \param bindPort,connectPort the values of `...`
    Calls(Sockets& sockets, uint16_t bindPort, uint16_t connectPort);
    /// \param call of the script \return it, ready to be tried
    PlayedCall Prepare(const SystemCall& call);
    /// \param call of the script \return what it means for the connection under test
    CallEffect EffectOf(const SystemCall& call) const;
    /// \return the descriptor of the connection that the script is about, or null
    const Descriptor* Current();

  private:
    struct Arguments;

    int LiveFd(const Expression& expression) const;
    PlayedCall Opening(const SystemCall& call);
    PlayedCall Reading(const SystemCall& call);
    PlayedCall Writing(const SystemCall& call);
    PlayedCall Options(const SystemCall& call);
    PlayedCall Control(const SystemCall& call);
    PlayedCall Polling(const SystemCall& call);
    std::function<std::string(const CallResult&)> ChecksValue(const SystemCall& call) const;
    std::function<std::string(const CallResult&)> ChecksDescriptor(const SystemCall& call);

    Sockets& m_sockets;           //!< where
    uint16_t m_bindPort;          //!< for `...`
    uint16_t m_connectPort;       //!< for `...`
    std::map<int64_t, int> m_fds; //!< script's to live ones
    int m_current{-1};            //!< live descriptor of the last connection
    uint16_t m_boundPort{0};      //!< by the last bind()
};

} // namespace packetdrill
} // namespace ns3

#endif // TCP_LIFECYCLE_PACKETDRILL_CALLS_H
