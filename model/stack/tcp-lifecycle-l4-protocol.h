/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_L4_PROTOCOL_H
#define TCP_LIFECYCLE_L4_PROTOCOL_H

#include "lifecycle-host.h"
#include "tcp-lifecycle-bindings.h"
#include "tcp-lifecycle-config-set.h"
#include "tcp-lifecycle-congestion.h"
#include "tcp-lifecycle-ip.h"
#include "tcp-lifecycle-settings.h"
#include "tcp-lifecycle-socket-options.h"
#include "tcp-lifecycle-stack.h"
#include "tcp-lifecycle-trace.h"

#include "ns3/ip-l4-protocol.h"
#include "ns3/ipv4-header.h"
#include "ns3/ipv6-header.h"
#include "ns3/node.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"
#include "ns3/random-variable-stream.h"
#include "ns3/socket.h"
#include "ns3/traced-callback.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * TCP on a node.
 */

namespace ns3
{

class LogComponent;
class TcpLifecycleDriver;
class TcpLifecycleSocket;
struct TcpLifecycleArrival;
struct TcpLifecycleMarks;

/**
 * \ingroup tcp-lifecycle
 *
 * RFC 9293's TCP as a transport protocol of a node: it takes segments from IP and hands segments to
 * IP, makes sockets, has the parameters of the host as attributes, and the trace sources of all
 * connections.
 *
 * Aggregate it to a node that has IPv4, IPv6 or both; it takes protocol number 6 over from any
 * other TCP there. Sockets come from Socket::CreateSocket() with `ns3::TcpLifecycleSocketFactory`,
 * and with `ns3::TcpSocketFactory` too on a node without ns-3's own TCP, or after TakeStockName(),
 * which TcpLifecycleHelper calls.
 *
 * Parameters. `Profile` sets all attributes at once; one that the user sets wins, in whatever order
 * they are set, until it is set to the text `profile` again. Attributes give what is in force.
 * A change concerns connections that begin after it. The attributes of ns3::TcpSocket that a user
 * sets on a socket, or for which he sets a default, win over these for that socket. Defaults that
 * he sets on ns3::TcpSocketBase and ns3::TcpL4Protocol win over the profile and over nothing else,
 * see TcpLifecycleStockDefaults.
 *
 * A segment that is no TCP segment, has a wrong checksum (while Node::ChecksumEnabled()), or is
 * addressed to a multicast or broadcast address (RFC 9293, MUST-57), is dropped and traced.
 * ICMP errors are acted on as RFC 9293, 3.9.2.2, says, see the attributes named Icmp... and
 * PathMtuDiscovery. ns-3's IPv4 routers fragment whatever does not fit, so that "fragmentation
 * needed" comes from IPv6 routers only.
 */
class TcpLifecycleL4Protocol : public TcpLifecycleStack
{
  public:
    /// The protocol number of TCP.
    static const uint8_t PROT_NUMBER;

    /// \return the TypeId, ns3::TcpLifecycleL4Protocol
    static TypeId GetTypeId();
    TcpLifecycleL4Protocol();
    ~TcpLifecycleL4Protocol() override;
    TcpLifecycleL4Protocol(const TcpLifecycleL4Protocol&) = delete;
    TcpLifecycleL4Protocol& operator=(const TcpLifecycleL4Protocol&) = delete;

    // IpL4Protocol
    int GetProtocolNumber() const override;
    RxStatus Receive(Ptr<Packet> packet,
                     const Ipv4Header& header,
                     Ptr<Ipv4Interface> interface) override;
    RxStatus Receive(Ptr<Packet> packet,
                     const Ipv6Header& header,
                     Ptr<Ipv6Interface> interface) override;
    void ReceiveIcmp(Ipv4Address icmpSource,
                     uint8_t icmpTtl,
                     uint8_t icmpType,
                     uint8_t icmpCode,
                     uint32_t icmpInfo,
                     Ipv4Address payloadSource,
                     Ipv4Address payloadDestination,
                     const uint8_t payload[8]) override;
    void ReceiveIcmp(Ipv6Address icmpSource,
                     uint8_t icmpTtl,
                     uint8_t icmpType,
                     uint8_t icmpCode,
                     uint32_t icmpInfo,
                     Ipv6Address payloadSource,
                     Ipv6Address payloadDestination,
                     const uint8_t payload[8]) override;
    void SetDownTarget(DownTargetCallback callback) override;
    void SetDownTarget6(DownTargetCallback6 callback) override;
    DownTargetCallback GetDownTarget() const override;
    DownTargetCallback6 GetDownTarget6() const override;

    /**
     * \return a new socket. Sockets are copies of one that was made with the defaults
     * (Config::SetDefault()) of the moment; it is made anew for every socket while the time is 0,
     * and then kept, see ForgetPrototypes().
     */
    Ptr<Socket> CreateSocket() override;
    /// From here on sockets, and congestion control of new flows, have the defaults of the moment.
    void ForgetPrototypes();

    /**
     * Fix the random numbers behind initial sequence numbers and ephemeral ports.
     * \param stream first stream to use \return how many streams were used, 1
     */
    int64_t AssignStreams(int64_t stream);

    /**
     * The host crashes: every connection and listener is gone without a word to any peer. Their
     * sockets go to CLOSED; connections fail, as their users are told. Until Reboot() segments are
     * ignored, and OPEN and LISTEN refused with ERROR_NODEV.
     */
    void Crash();
    /**
     * The host is up again and knows nothing: segments are answered from CLOSED (RFC 9293, 3.5.1).
     * The secret of its initial sequence numbers is a new one, and their clock begins at 0. With
     * the attribute QuietTime it stays silent that much longer; Listen() works. No effect unless
     * Crash() was called.
     */
    void Reboot();

    /**
     * From here on `ns3::TcpSocketFactory`, which ns-3's applications ask for, means this TCP on
     * this node, also where the node has ns-3's own; and so does `$ns3::TcpL4Protocol` in paths of
     * ns3::Config, see TcpLifecycleStockProtocol.
     */
    void TakeStockName();
    /**
     * From here on the node's other TCP, ns-3's own, gets the segments that concern no connection
     * and no listener of this one. No effect on a node that has none.
     */
    void ShareWithStock();

    /// \return the node, or null
    Ptr<Node> GetNode() const override;
    /// \return records of connections that have not ended, as they stand; empty unless somebody
    /// has listened to ConnectionClosed since they began
    std::vector<TcpLifecycleRecord> GetOpenRecords() const;
    /// \return transitions that the table does not have, each a defect of this module; 0 always
    uint64_t GetDefectCount() const;
    /// \return the host, to be looked at, or null before anything has happened
    const lifecycle::Host* GetHost() const override;
    /**
     * A connection is aborted by the system, not by its user (FreeBSD: tcpdrop).
     * \param tuple its two ends \return whether there was one
     */
    bool Drop(const lifecycle::FourTuple& tuple);
    /// \return parameters of connections whose user sets none
    const lifecycle::Config& GetDefaults() const override;
    /// \return sockets that are not closed, see the attribute SocketList
    std::size_t GetNSockets() const;
    /// \param i below GetNSockets(), which must have been called before \return a socket
    Ptr<TcpLifecycleSocket> GetSocket(std::size_t i) const;

    /// Signature of the trace source Drop. \param packet the segment, or null \param why a text
    typedef void (*DropTracedCallback)(Ptr<const Packet> packet, std::string why);

  protected:
    void DoDispose() override;
    void NotifyNewAggregate() override;
    void NotifyConstructionCompleted() override;

  private:
    friend class TcpLifecycleDriver;

    // TcpLifecycleStack, for sockets

    TcpLifecycleCalls& GetCalls() override;
    TcpLifecycleIp& GetIp() override;
    TcpLifecycleBindings& GetBindings() override;
    lifecycle::PortRange GetEphemeralPorts() const override;
    Ptr<TcpLifecycleCongestionPrototype> GetCongestionPrototype() override;
    const lifecycle::Config* ConfigFor(const std::shared_ptr<const TcpLifecycleSocketOptions>& set,
                                       const TcpLifecycleRoute& route) override;
    void NoteDeviceBound() override;
    void Enlist(TcpLifecycleSocket* socket) override;
    void Delist(TcpLifecycleSocket* socket) override;

    // For the driver

    bool HasBoundDevices() const;
    Ptr<TcpLifecycleSocket> Clone(const TcpLifecycleSocket& socket);
    void Send(Ptr<Packet> payload,
              const lifecycle::HostAction& action,
              const lifecycle::Emit& emit,
              TcpLifecycleSocket* socket,
              const TcpLifecycleMarks& marks);
    /// \param payload gets a serial number \param action whose segment \param emit it
    void TraceSent(const Ptr<Packet>& payload,
                   const lifecycle::HostAction& action,
                   const lifecycle::Emit& emit);
    void TraceReceived(const TcpLifecycleArrival& arrival, lifecycle::Handle by);
    void TraceTransition(const lifecycle::HostAction& action,
                         const lifecycle::Transition& transition,
                         const lifecycle::Segment* segment);
    void TraceClosed(const lifecycle::ConnectionRecord& record);
    void TraceDropped(Ptr<const Packet> packet, const char* why);
    void ReportDefect(const lifecycle::HostAction& action, const lifecycle::Defect& defect);
    void TraceIcmp(TcpLifecycleIcmpEvent& event);
    bool HasListenListeners() const;
    void TraceListener(const TcpLifecycleListenEvent& event);

    // Own

    TcpLifecycleDriver& GetDriver();
    /// \return whether checksums are computed: ns-3's global as the first segment found it, for to
    /// ask it costs as much as to look a connection up
    bool HasChecksums();
    /// \param arrival has packet and addresses, gets header and serial \return whether the header
    /// is one; if not, that is traced
    RxStatus ReadHeader(TcpLifecycleArrival& arrival);
    /// \param arrival has packet, addresses and interface \return what IP is told
    RxStatus ReceiveSegment(TcpLifecycleArrival& arrival);
    void ReceivePathError(const lifecycle::IpAddress& source,
                          const lifecycle::IpAddress& destination,
                          const uint8_t payload[8],
                          lifecycle::PathError error);
    void AggregateFactories(Ptr<Node> node);
    /// What a user has set on ns-3's own TCP takes effect, where nothing is set on this one.
    void TakeStockDefaults();
    /// \param arrival has packet and addresses \return whether the other TCP is to have it
    bool IsForStock(const TcpLifecycleArrival& arrival);
    void ConfigureHost();
    lifecycle::HostConfig MakeHostConfig();
    void SetProfile(std::string name);
    std::string GetProfile() const;
    void SetCongestionType(TypeId type);
    TypeId GetCongestionType() const;
    static TcpLifecycleSettings* FindSettings(ObjectBase* object);

    /// What ConfigFor() was asked last, and said.
    struct LastConfig
    {
        std::shared_ptr<const TcpLifecycleSocketOptions> options; //!< of a socket
        uint32_t version{0};                                      //!< of the settings
        uint16_t maxSegmentSize{0};                               //!< of a route
        bool isIpv6{false};                                       //!< family of a route
        const lifecycle::Config* config{nullptr};                 //!< null: not asked yet
    };

    static LogComponent g_log;                         //!< as ns-3's macros expect it
    Ptr<Node> m_node;                                  //!< the node
    Ptr<IpL4Protocol> m_stock;                         //!< see ShareWithStock(), or null
    TcpLifecycleIp m_ip;                               //!< the network layers
    TcpLifecycleSettings m_settings;                   //!< profile and what was set beside it
    Ptr<UniformRandomVariable> m_random;               //!< gives the key
    std::optional<uint64_t> m_key;                     //!< secret for ISNs and ports
    lifecycle::Instant m_clockStart{};                 //!< of the clock of ISNs
    Ptr<TcpLifecycleCongestionPrototype> m_congestion; //!< what flows copy
    bool m_congestionChosen{false};                    //!< a user has set SocketType
    Ptr<TcpLifecycleSocket> m_prototype;               //!< what sockets are copies of
    TcpLifecycleConfigSet m_configs;                   //!< what connections point to
    LastConfig m_lastConfig;                           //!< the last of them that was asked for
    TcpLifecycleBindings m_bindings;                   //!< local ends in use
    bool m_hasBoundDevices{false};                     //!< a socket was bound to a device
    std::unique_ptr<TcpLifecycleDriver> m_driver;      //!< null before anything has happened
    uint32_t m_hostVersion{0};                         //!< of the settings that the host has
    bool m_hostRecords{false};                         //!< whether the host keeps records
    uint64_t m_serial{0};                              //!< of the segment sent last
    uint64_t m_defects{0};                             //!< see GetDefectCount()
    std::optional<bool> m_checksums;                   //!< see HasChecksums()
    TcpLifecycleSocket* m_firstSocket{nullptr};        //!< head of the list of all sockets
    mutable std::vector<TcpLifecycleSocket*> m_listed; //!< see GetNSockets()

    TracedCallback<const TcpLifecycleTransition&> m_transitionTrace; //!< Transition
    TracedCallback<const TcpLifecycleRecord&> m_closedTrace;         //!< ConnectionClosed
    TracedCallback<const TcpLifecycleListenEvent&> m_listenTrace;    //!< ListenQueues
    TracedCallback<const TcpLifecycleSegmentEvent&> m_sentTrace;     //!< SegmentSent
    TracedCallback<const TcpLifecycleSegmentEvent&> m_receivedTrace; //!< SegmentReceived
    TracedCallback<const TcpLifecycleIcmpEvent&> m_icmpTrace;        //!< IcmpError
    TracedCallback<Ptr<const Packet>, std::string> m_dropTrace;      //!< Drop
};

} // namespace ns3

#endif // TCP_LIFECYCLE_L4_PROTOCOL_H
