/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_PACKETDRILL_WORLD_H
#define TCP_LIFECYCLE_PACKETDRILL_WORLD_H

#include "lifecycle-address.h"
#include "lifecycle-segment.h"
#include "lifecycle-state.h"
#include "tcp-lifecycle-l4-protocol.h"
#include "tcp-lifecycle-packetdrill-device.h"
#include "tcp-lifecycle-trace.h"

#include "ns3/node.h"
#include "ns3/nstime.h"
#include "ns3/output-stream-wrapper.h"
#include "ns3/pcap-file-wrapper.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle-packetdrill
 * The host under test and the wire on which a script is the other end.
 */

namespace ns3
{
namespace packetdrill
{

/// What a world is made of.
struct WorldConfig
{
    std::string profile{"rfc9293"}; //!< of TcpLifecycleL4Protocol
    bool ipv6{false};               //!< IPv6 instead of IPv4
    uint16_t mtu{1500};             //!< of the one device, bytes
    std::string localAddress;       //!< of the host; empty: packetdrill's own
    std::string remoteAddress;      //!< of the other end; empty: packetdrill's own
    std::string pcap;               //!< a file that gets all packets; empty: none
};

/// A TCP segment in its IP packet, in either direction.
struct LivePacket
{
    Time at;                    //!< when it was sent
    lifecycle::Segment segment; //!< header and length of the text
    uint8_t tos{0};             //!< type of service or traffic class; the low two bits are ECN's
    uint8_t hopLimit{255};      //!< TTL or hop limit
    uint32_t flowLabel{0};      //!< IPv6 flow label
};

/// An ICMP message for the host.
struct IcmpMessage
{
    uint8_t type{0};                   //!< ICMP's or ICMPv6's
    uint8_t code{0};                   //!< its code
    uint32_t info{0};                  //!< MTU, in ICMP's second half of the second word, or 0
    const LivePacket* quoted{nullptr}; //!< the segment of the host's that it is about
};

/// A connection or listener of the host, as `sockstat` and `ss` list it.
struct LiveConnection
{
    uint64_t id{0};               //!< its number on the node
    lifecycle::FourTuple tuple;   //!< both ends
    lifecycle::State state{};     //!< where it is
    std::optional<uint32_t> user; //!< whether a descriptor is open for it, and which
};

/// How a connection has ended.
struct ConnectionEnd
{
    lifecycle::State from{lifecycle::State::Closed}; //!< its last state
    lifecycle::Cause cause{};                        //!< why
    uint8_t icmpType{0};                             //!< of the last ICMP message before
    uint8_t icmpCode{0};                             //!< of the same
};

/**
 * \ingroup tcp-lifecycle-packetdrill
 *
 * One node with the module's TCP and one device. What the node sends is kept, with its exact time,
 * until it is asked for; what the script sends arrives at once. Time goes on only in RunUntil() and
 * RunForPacket(). One world at a time: the simulator is global, and a world ends by destroying it.
 */
class World
{
  public:
    /// \param config what it is made of
    explicit World(const WorldConfig& config);
    ~World();
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    /// \return the node
    Ptr<Node> GetNode() const;
    /// \return its TCP
    Ptr<TcpLifecycleL4Protocol> GetL4() const;
    /// \return the parameters
    const WorldConfig& GetConfig() const;
    /// \return the host's address
    const lifecycle::IpAddress& GetLocal() const;
    /// \return the other end's address
    const lifecycle::IpAddress& GetRemote() const;
    /// \param mtu of the device, from now on
    void SetMtu(uint16_t mtu);

    /**
     * Let time go on; everything that is due at the last time is done too, unless done() holds.
     * \param when until then at most
     * \param done asked whenever the host has sent a packet, and after Interrupt(); true ends it
     * \return whether done() holds
     */
    bool RunUntil(Time when, const std::function<bool()>& done = {});
    /// Let everything happen that is due at this time.
    void Settle();
    /**
     * Let time go on until the host has sent something that was not taken yet.
     * \param deadline at most until then \return whether there is something
     */
    bool RunForPacket(Time deadline);
    /// Have RunUntil() ask whether it is done; called from within the simulation.
    void Interrupt();

    /// \return segments of the host that were not taken, in order
    std::deque<LivePacket>& Sent();
    /// \param packet a segment for the host, from the other end; at is not looked at
    void Inject(const LivePacket& packet);
    /// \param message an ICMP message for the host, from the other end
    void InjectIcmp(const IcmpMessage& message);

    /// \return connections and listeners of the host that have not ended
    std::vector<LiveConnection> Connections() const;
    /// \param id of a connection \return its state, CLOSED for what has ended
    lifecycle::State StateOf(uint64_t id) const;
    /// \param id of a connection \return how it has ended
    ConnectionEnd EndOf(uint64_t id) const;
    /// \return how often something was counted, by the name that SNMP or Linux gives it
    std::map<std::string, uint64_t>& Counters();

  private:
    void OnSent(Ptr<const ns3::Packet> packet, uint16_t protocol);
    void OnTransition(const TcpLifecycleTransition& transition);
    void OnDrop(Ptr<const ns3::Packet> packet, std::string why);
    void WritePcap(Ptr<const ns3::Packet> packet);
    Ptr<ns3::Packet> MakeIpPacket(Ptr<ns3::Packet> payload,
                                  uint8_t protocol,
                                  const LivePacket& marks,
                                  bool own) const;
    /// \param packet for the host, as soon as time goes on, in an event of its context: a node
    /// takes packets in such events only
    void Deliver(const Ptr<ns3::Packet>& packet);

    WorldConfig m_config;                        //!< see there
    Ptr<Node> m_node;                            //!< the host
    Ptr<TcpLifecyclePacketdrillDevice> m_device; //!< its wire
    Ptr<TcpLifecycleL4Protocol> m_l4;            //!< its TCP
    lifecycle::IpAddress m_local;                //!< the host's
    lifecycle::IpAddress m_remote;               //!< the other end's
    std::deque<LivePacket> m_sent;               //!< see Sent()
    std::map<uint64_t, LiveConnection> m_live;   //!< by id
    std::map<uint64_t, ConnectionEnd> m_ended;   //!< by id
    ConnectionEnd m_lastIcmp;                    //!< its ICMP part
    std::map<std::string, uint64_t> m_counters;  //!< see Counters()
    Ptr<PcapFileWrapper> m_pcap;                 //!< or null
};

} // namespace packetdrill
} // namespace ns3

#endif // TCP_LIFECYCLE_PACKETDRILL_WORLD_H
