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
 * The TCP of a node.
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
 * TCP (RFC 9293) as a transport protocol of a node. It exchanges segments with IP, creates sockets,
 * has the parameters of the host as attributes, and the trace sources of all connections.
 *
 * Aggregate it to a node with IPv4, IPv6 or both; it takes protocol number 6 over from any other
 * TCP. Create sockets by Socket::CreateSocket() with `ns3::TcpLifecycleSocketFactory`;
 * `ns3::TcpSocketFactory` also works on a node without ns-3's own TCP, or after TakeStockName(),
 * which TcpLifecycleHelper calls.
 *
 * Parameters. `Profile` sets all attributes. An attribute set by the user takes precedence,
 * whatever the order, until it is set to the string `profile` again. The value of an attribute is
 * the one in effect. A change applies to connections opened later. Attributes of ns3::TcpSocket
 * that a user sets on a socket, or whose default a user sets, take precedence over these for that
 * socket. Defaults of ns3::TcpSocketBase and ns3::TcpL4Protocol that a user sets only take
 * precedence over the profile, see TcpLifecycleStockDefaults.
 *
 * A packet that is not a TCP segment, has a wrong checksum (with Node::ChecksumEnabled()), or has a
 * multicast or broadcast destination address (RFC 9293, MUST-57), is dropped and traced. ICMP
 * errors are processed as in RFC 9293, 3.9.2.2, see the attributes Icmp... and PathMtuDiscovery.
 * ns-3's IPv4 routers fragment packets that are too big, so that only IPv6 routers report them.
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
     * \return a new socket. Sockets are copies of a prototype, which is created with the current
     * defaults (Config::SetDefault()). Before the simulation time advances, each socket gets a new
     * prototype; later the prototype is kept, see ForgetPrototypes().
     */
    Ptr<Socket> CreateSocket() override;
    /// Use the current defaults for new sockets, and for the congestion control of new flows.
    void ForgetPrototypes();

    /**
     * Fix the random numbers for initial sequence numbers and ephemeral ports.
     * \param stream first stream to use
     * \return number of streams used, 1
     */
    int64_t AssignStreams(int64_t stream);

    /**
     * The host crashes: all connections and listeners are closed silently. Their sockets enter
     * CLOSED, and users are notified that their connections failed. Until Reboot() segments are
     * ignored, and OPEN and LISTEN are refused with ERROR_NODEV.
     */
    void Crash();
    /**
     * The host is up again without any connection: segments are answered from CLOSED (RFC 9293,
     * 3.5.1). It has a new secret for initial sequence numbers, whose clock starts at 0. With the
     * attribute QuietTime it neither sends nor receives for that time; Listen() works. No effect
     * unless Crash() was called.
     */
    void Reboot();

    /**
     * Use this TCP for `ns3::TcpSocketFactory`, which ns-3's applications request, also on a node
     * with ns-3's own TCP; and for `$ns3::TcpL4Protocol` in paths of ns3::Config, see
     * TcpLifecycleStockProtocol.
     */
    void TakeStockName();
    /**
     * Give segments that belong to no connection and no listener of this TCP to ns-3's own TCP of
     * the node. No effect on a node without it.
     */
    void ShareWithStock();

    /// \return the node, or null
    Ptr<Node> GetNode() const override;
    /// \return records of connections that have not ended; empty unless ConnectionClosed had a sink
    /// when they were opened
    std::vector<TcpLifecycleRecord> GetOpenRecords() const;
    /// \return number of transitions that are not in the table, each of which is a defect of this
    /// module; always 0
    uint64_t GetDefectCount() const;
    /// \return the host, for inspection; null before the first entry
    const lifecycle::Host* GetHost() const override;
    /**
     * Abort a connection on behalf of the system, not of its user (FreeBSD: tcpdrop).
     * \param tuple its 4-tuple
     * \return whether there was one
     */
    bool Drop(const lifecycle::FourTuple& tuple);
    /// \return default parameters of connections
    const lifecycle::Config& GetDefaults() const override;
    /// \return sockets that are not closed, see the attribute SocketList
    std::size_t GetNSockets() const;
    /**
     * \param i below GetNSockets(), which must have been called before
     * \return a socket
     */
    Ptr<TcpLifecycleSocket> GetSocket(std::size_t i) const;

    /**
     * Signature of the trace source Drop.
     * \param packet the segment, or null
     * \param why a reason
     */
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
    /**
     * \param payload gets a serial number
     * \param action action of the segment
     * \param emit the segment
     */
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
    /// \return whether checksums are computed: ns-3's global value at the first segment, since a
    /// lookup would cost as much as that of a connection
    bool HasChecksums();
    /**
     * \param arrival has packet and addresses, gets header and serial number
     * \return whether the header is valid; if not, this is traced
     */
    RxStatus ReadHeader(TcpLifecycleArrival& arrival);
    /**
     * \param arrival has packet, addresses and interface
     * \return the return value for IP
     */
    RxStatus ReceiveSegment(TcpLifecycleArrival& arrival);
    void ReceivePathError(const lifecycle::IpAddress& source,
                          const lifecycle::IpAddress& destination,
                          const uint8_t payload[8],
                          lifecycle::PathError error);
    void AggregateFactories(Ptr<Node> node);
    /// Apply the defaults of ns-3's own TCP to parameters that are not set on this one.
    void TakeStockDefaults();
    /**
     * \param arrival has packet and addresses
     * \return whether the segment is for the other TCP
     */
    bool IsForStock(const TcpLifecycleArrival& arrival);
    void ConfigureHost();
    lifecycle::HostConfig MakeHostConfig();
    void SetProfile(std::string name);
    std::string GetProfile() const;
    void SetCongestionType(TypeId type);
    TypeId GetCongestionType() const;
    static TcpLifecycleSettings* FindSettings(ObjectBase* object);

    /// Arguments and result of the last ConfigFor().
    struct LastConfig
    {
        std::shared_ptr<const TcpLifecycleSocketOptions> options; //!< of the socket
        uint32_t version{0};                                      //!< of the settings
        uint16_t maxSegmentSize{0};                               //!< of the route
        bool isIpv6{false};                                       //!< family of the route
        const lifecycle::Config* config{nullptr};                 //!< the result; null: none
    };

    static LogComponent g_log;                         //!< as ns-3's macros expect it
    Ptr<Node> m_node;                                  //!< the node
    Ptr<IpL4Protocol> m_stock;                         //!< see ShareWithStock(), or null
    TcpLifecycleIp m_ip;                               //!< the network layers
    TcpLifecycleSettings m_settings;                   //!< profile and user settings
    Ptr<UniformRandomVariable> m_random;               //!< generates the key
    std::optional<uint64_t> m_key;                     //!< secret for ISNs and ports
    lifecycle::Instant m_clockStart{};                 //!< of the clock of ISNs
    Ptr<TcpLifecycleCongestionPrototype> m_congestion; //!< prototype of flows
    bool m_congestionChosen{false};                    //!< a user has set SocketType
    Ptr<TcpLifecycleSocket> m_prototype;               //!< prototype of sockets
    TcpLifecycleConfigSet m_configs;                   //!< parameters of connections
    LastConfig m_lastConfig;                           //!< the last one requested
    TcpLifecycleBindings m_bindings;                   //!< local ends in use
    bool m_hasBoundDevices{false};                     //!< a socket was bound to a device
    std::unique_ptr<TcpLifecycleDriver> m_driver;      //!< null before the first entry
    uint32_t m_hostVersion{0};                         //!< version of the settings in the host
    bool m_hostRecords{false};                         //!< whether the host keeps records
    uint64_t m_serial{0};                              //!< serial number of the last segment sent
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
