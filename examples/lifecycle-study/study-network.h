/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef STUDY_NETWORK_H
#define STUDY_NETWORK_H

#include "lifecycle-record.h"
#include "lifecycle-segment.h"
#include "tcp-lifecycle-conntrack.h"
#include "tcp-lifecycle-l4-protocol.h"
#include "tcp-lifecycle-trace.h"

#include "ns3/error-model.h"
#include "ns3/ipv4-address.h"
#include "ns3/net-device-container.h"
#include "ns3/node-container.h"
#include "ns3/nstime.h"
#include "ns3/ptr.h"
#include "ns3/socket.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

/**
 * \file
 * Two hosts, a link that loses, and many connections that do not touch each other.
 */

namespace study
{

/// An end.
enum End
{
    A, //!< opens, and closes first
    B, //!< its peer
};

/// Attributes of a TCP, by name, as text.
using Attributes = std::vector<std::pair<std::string, std::string>>;

/// What a network is made of.
struct NetworkSetup
{
    std::string profile;      //!< of both ends
    std::string peerProfile;  //!< of B; empty: as A
    ns3::Time rtt;            //!< round-trip time; the link adds nothing to it
    double lossForward{0};    //!< probability that a segment from A is lost
    double lossReverse{0};    //!< probability that a segment from B is lost
    Attributes attributes[2]; //!< on top of the profile, for A and for B
    uint64_t run{0};          //!< number of the run of ns-3's random numbers
    /// Timers and limits of retries are the profile's, and not those of the textbook
    bool ownTimers{false};
    bool middlebox{false}; //!< a TcpLifecycleConntrack is on the path
};

/**
 * A simulation: A and B on a point-to-point link of constant delay that takes no time to send, so
 * that segments of different connections do not wait for each other. It loses each segment
 * independently, in the receiving device, while SetLossy(true).
 *
 * There is one at a time; it ends with its Network.
 */
class Network
{
  public:
    /// Most connections that OpenAll() can open
    static constexpr uint32_t MAX_CONNECTIONS = 50000;
    /// Connections begin, or end, so far from each other
    static const ns3::Time SPACING;

    /// \param setup what it is made of
    explicit Network(const NetworkSetup& setup);
    ~Network();
    Network(const Network&) = delete;
    Network& operator=(const Network&) = delete;

    /// \param lossy whether segments get lost
    void SetLossy(bool lossy);
    /**
     * Let A open connections, one each SPACING from now on, to a listener of B.
     * \param count how many, at most MAX_CONNECTIONS
     */
    void OpenAll(uint32_t count);
    /// Let A open connections at times of their own. \param starts from now on, one for each
    void OpenAt(const std::vector<ns3::Time>& starts);
    /**
     * Open connections without loss, then begin to close them under loss, and run until nothing
     * happens any more.
     * \param count how many \param close closes one
     */
    void OpenThenClose(uint32_t count, std::function<void(uint32_t)> close);
    /// Call something for every connection, one each SPACING.
    /// \param start of the first \param what gets the number of a connection, from 0 on
    void ForAll(ns3::Time start, std::function<void(uint32_t)> what);
    /// \param end whose \return a new socket of it, for a connection that is not counted
    ns3::Ptr<ns3::Socket> MakeSocket(End end) const;
    /// \param end whose \param connection number \return its socket; null: B has none
    ns3::Ptr<ns3::Socket> GetSocket(End end, uint32_t connection) const;
    /// \param end whose \param what is called when it has read the peer's FIN, with the number of
    /// the connection
    void OnPeerClosed(End end, std::function<void(uint32_t)> what);
    /// Run until nothing happens any more, or for some time. \param duration for how long; 0: no
    /// limit
    void Run(ns3::Time duration = ns3::Time(0));
    /// \param end whose socket \param socket of a connection \return the connection's number
    uint32_t GetNumber(End end, ns3::Ptr<ns3::Socket> socket) const;
    /**
     * A segment goes onto the link as if some host had sent it.
     * \param end from whose device \param segment it \param octets of data
     * \param source address it claims to come from
     */
    void Inject(End end,
                const ns3::lifecycle::Segment& segment,
                uint32_t octets,
                ns3::Ipv4Address source);
    /// \return the middlebox; null: there is none
    ns3::Ptr<ns3::TcpLifecycleConntrack> GetMiddlebox() const;
    /// \return A's address
    ns3::Ipv4Address GetClient() const;
    /// \return B's address
    ns3::Ipv4Address GetServer() const;
    /// \param end which \return its TCP
    ns3::Ptr<ns3::TcpLifecycleL4Protocol> GetTcp(End end) const;
    /// \return both nodes
    const ns3::NodeContainer& GetNodes() const;

    /**
     * \param end whose \return the record of each connection, that of the one opened first where a
     * listener has seen several; opened is lifecycle::NEVER where there was none
     */
    std::vector<ns3::lifecycle::ConnectionRecord> GetRecords(End end) const;

    /// Port of the listener
    static constexpr uint16_t PORT = 80;
    /// A's port of connection 0
    static constexpr uint16_t FIRST_PORT = 1024;

  private:
    void Connect(const NetworkSetup& setup);
    void Forget(uint32_t count);
    void Listen();
    void Open(uint32_t connection);
    void OnAccepted(ns3::Ptr<ns3::Socket> socket, const ns3::Address& from);
    void OnClosedA(const ns3::TcpLifecycleRecord& record);
    void OnClosedB(const ns3::TcpLifecycleRecord& record);
    void OnFinishedA(ns3::Ptr<ns3::Socket> socket);
    void OnFinishedB(ns3::Ptr<ns3::Socket> socket);
    void Next(std::shared_ptr<const std::function<void(uint32_t)>> what, uint32_t connection);
    static void Keep(std::vector<ns3::lifecycle::ConnectionRecord>& records,
                     const ns3::lifecycle::ConnectionRecord& record,
                     uint16_t port);

    ns3::NodeContainer m_nodes;                                 //!< A, B
    ns3::Ipv4Address m_addresses[2];                            //!< theirs
    ns3::Ptr<ns3::RateErrorModel> m_losses[2];                  //!< of A's and B's device
    ns3::Ptr<ns3::Socket> m_listener;                           //!< of B
    std::vector<ns3::Ptr<ns3::Socket>> m_sockets[2];            //!< of the connections
    std::vector<ns3::lifecycle::ConnectionRecord> m_records[2]; //!< of those that have ended
    std::function<void(uint32_t)> m_peerClosed[2];              //!< see OnPeerClosed()
    ns3::NetDeviceContainer m_devices;                          //!< of A, B
    ns3::Ptr<ns3::TcpLifecycleConntrack> m_middlebox;           //!< see GetMiddlebox()
    uint32_t m_count{0};                                        //!< connections
};

/// \param duration a duration of the module \return it as ns-3's
ns3::Time ToTime(ns3::lifecycle::Duration duration);
/// \param record a record \param state a state \return time spent in it
ns3::Time Dwell(const ns3::lifecycle::ConnectionRecord& record, ns3::lifecycle::State state);

} // namespace study

#endif // STUDY_NETWORK_H
