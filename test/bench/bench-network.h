/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef BENCH_NETWORK_H
#define BENCH_NETWORK_H

#include "bench-floor.h"

#include "ns3/ipv4-address.h"
#include "ns3/node-container.h"
#include "ns3/type-id.h"

#include <cstdint>
#include <vector>

/**
 * \file
 * Two nodes on a fast link, and what is on top of their IP.
 */

namespace ns3
{
namespace bench
{

/// What is measured.
enum class Stack
{
    Floor,    //!< packets alone
    Ours,     //!< this TCP
    OursLogs, //!< this TCP with transitions.csv and connections.csv
    Ns3,      //!< ns-3's TCP
};

/// \param stack a stack \return its name in the output
const char* ToText(Stack stack);

constexpr uint16_t PORT = 80;      //!< where servers listen
constexpr uint32_t SEGMENT = 1448; //!< bytes of data of a whole segment

/// A client and a server.
class Network
{
  public:
    /// \param stack theirs \param clients addresses of the client
    explicit Network(Stack stack, uint32_t clients = 1);

    /// \param i any number \return an address of the client
    Ipv4Address Client(uint64_t i) const
    {
        return m_clients[i % m_clients.size()];
    }

    NodeContainer nodes;                   //!< client and server
    Ipv4Address server;                    //!< the server's address
    TypeId factory;                        //!< of sockets
    std::vector<Ptr<FloorProtocol>> floor; //!< of both nodes, or none

  private:
    std::vector<Ipv4Address> m_clients; //!< addresses of the client
};

} // namespace bench
} // namespace ns3

#endif // BENCH_NETWORK_H
