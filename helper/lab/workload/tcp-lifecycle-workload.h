/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_WORKLOAD_H
#define TCP_LIFECYCLE_WORKLOAD_H

#include "tcp-lifecycle-topology.h"
#include "tcp-lifecycle-traffic.h"

#include "ns3/address.h"
#include "ns3/event-id.h"
#include "ns3/node-container.h"
#include "ns3/object.h"
#include "ns3/packet.h"
#include "ns3/socket.h"

#include <cstdint>
#include <memory>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Clients and servers that open and close connections.
 */

namespace ns3
{

/**
 * \ingroup tcp-lifecycle
 *
 * Plays a TcpLifecycleTraffic between clients and servers:
 *
 * \code
 * TcpLifecycleDumbbell net(20, 20);
 * TcpLifecycleTraffic traffic;
 * traffic.rate = 500;
 * const auto load = CreateObject<TcpLifecycleWorkload>();
 * load->Install(traffic, net);
 * load->Start(Seconds(0));
 * Simulator::Run();
 * std::cout << load->GetCounts().completed << '\n';
 * \endcode
 *
 * A server whose host has crashed and rebooted listens again when the next connection is opened
 * to it. Every byte that is read is compared with the one that was sent. What a connection costs
 * beside its two sockets is kept only while an application has it open. It must be there until the
 * simulation has ended.
 */
class TcpLifecycleWorkload : public Object
{
  public:
    /// \return the TypeId, ns3::TcpLifecycleWorkload
    static TypeId GetTypeId();
    TcpLifecycleWorkload();
    ~TcpLifecycleWorkload() override;
    TcpLifecycleWorkload(const TcpLifecycleWorkload&) = delete;
    TcpLifecycleWorkload& operator=(const TcpLifecycleWorkload&) = delete;

    /**
     * Once.
     * \param traffic what happens
     * \param clients nodes with this TCP, one at least
     * \param servers nodes with this TCP, one at least
     * \param addresses where each server listens, and clients connect to
     */
    void Install(const TcpLifecycleTraffic& traffic,
                 const NodeContainer& clients,
                 const NodeContainer& servers,
                 const std::vector<Address>& addresses);
    /// The same in a network of this module's. \param traffic what happens \param net the network
    /// \param port of all servers
    void Install(const TcpLifecycleTraffic& traffic,
                 const TcpLifecycleTopology& net,
                 uint16_t port = 80);
    /// \param at when servers listen and the first connection may come, since the start
    void Start(Time at);
    /**
     * Fix the random numbers.
     * \param stream the first stream \return the number of streams used
     */
    int64_t AssignStreams(int64_t stream);

    /// \return what it has come to so far
    const TcpLifecycleWorkloadCounts& GetCounts() const;
    /// \return connections that an application has open
    std::size_t GetOpen() const;

  protected:
    void DoDispose() override;

  private:
    struct Impl;                  //!< see tcp-lifecycle-workload-exchange.h
    std::unique_ptr<Impl> m_impl; //!< everything

    void Forget();
    void Listen();
    void Arrive();
    void ScheduleNext();
    void OnConnected(Ptr<Socket> socket);
    void OnConnectFailed(Ptr<Socket> socket);
    void OnAccepted(Ptr<Socket> socket, const Address& from);
    void OnReadable(Ptr<Socket> socket);
    void OnSpace(Ptr<Socket> socket, uint32_t room);
    void OnPeerClosed(Ptr<Socket> socket);
    void OnError(Ptr<Socket> socket);
};

} // namespace ns3

#endif // TCP_LIFECYCLE_WORKLOAD_H
