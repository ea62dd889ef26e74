/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EXPLORE_HOSTS_H
#define EXPLORE_HOSTS_H

#include "lifecycle-host.h"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

/**
 * \file
 * Explores all orders of events of two whole hosts: listeners with their queues, TIME-WAIT,
 * 4-tuples that are used again, crashes.
 */

namespace ns3
{
namespace lifecycle
{
namespace explore
{

/// What a user of a host does.
enum class HostCall : uint8_t
{
    Listen,        //!< on port 80
    CloseListener, //!< the listener, with what is in its queues
    Accept,        //!< takes a connection out of the accept queue
    Open,          //!< from a port to port 80 of the other host
    Close,         //!< the connection with that port, if there is one
    Abort,         //!< the same
    Crash,         //!< the host
    Reboot,        //!< the host
};

/// One step of a user.
struct HostStep
{
    HostCall call{HostCall::Open}; //!< what
    uint16_t port{1000};           //!< the client's
};

/// A question about two hosts.
struct HostQuestion
{
    std::string name;                           //!< on the command line
    std::string about;                          //!< for readers
    std::array<Config, 2> machine;              //!< of all connections of A, and of B
    std::array<HostConfig, 2> host;             //!< of A, and of B
    std::array<std::vector<HostStep>, 2> users; //!< what A's user does, and B's
    uint32_t backlog{1};                        //!< of listeners
    std::size_t capacity{3};                    //!< segments on their way in each direction
    uint32_t losses{0};                         //!< segments that the network loses, at most
    uint32_t duplicates{0};                     //!< segments that it delivers and keeps, at most
    uint32_t delays{0};                         //!< expiries of timers with segments under way
    uint64_t mostStates{0};                     //!< bound; 0: none
};

/// What a search has found.
struct HostResult
{
    uint64_t states{0};             //!< different ones
    uint64_t transitions{0};        //!< events that led to them, or to one of them again
    uint32_t depth{0};              //!< events in a row
    bool complete{false};           //!< there are no more states
    std::string broken;             //!< which invariant does not hold; empty: all hold
    std::vector<std::string> trace; //!< the shortest way there, one event a line
    std::map<std::array<uint8_t, 3>, uint64_t> rows; //!< rows of TRANSITIONS (from, to, cause)
};

/// \param question it \param mostStates instead of the question's; 0: that \return what was found
HostResult SearchHosts(const HostQuestion& question, uint64_t mostStates = 0);

/// \return the questions of the test and of the manual
const std::vector<HostQuestion>& HostCatalogue();

} // namespace explore
} // namespace lifecycle
} // namespace ns3

#endif // EXPLORE_HOSTS_H
