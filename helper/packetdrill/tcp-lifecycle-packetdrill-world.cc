/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-packetdrill-world.h"

#include "lifecycle-codec.h"
#include "tcp-lifecycle-address.h"
#include "tcp-lifecycle-helper.h"

#include "ns3/boolean.h"
#include "ns3/config.h"
#include "ns3/icmpv6-l4-protocol.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-header.h"
#include "ns3/ipv4-routing-helper.h"
#include "ns3/ipv4-static-routing.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6-header.h"
#include "ns3/ipv6-routing-helper.h"
#include "ns3/ipv6-static-routing.h"
#include "ns3/ipv6.h"
#include "ns3/mac48-address.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

#include <utility>

namespace ns3
{
namespace packetdrill
{

namespace
{

constexpr uint16_t ETHERTYPE_IPV4 = 0x0800; //!< IEEE 802 numbers
constexpr uint16_t ETHERTYPE_IPV6 = 0x86dd; //!< IEEE 802 numbers
constexpr uint8_t ICMPV6_PROTOCOL = 58;     //!< RFC 4443
constexpr uint8_t ICMPV4_PROTOCOL = 1;      //!< RFC 792
constexpr uint32_t DATALINK_RAW = 101;      //!< LINKTYPE_RAW: begins with the IP header

// packetdrill's own addresses, documented in its README
constexpr const char* LOCAL_IPV4 = "192.168.0.1";
constexpr const char* REMOTE_IPV4 = "192.0.2.1";
constexpr const char* LOCAL_IPV6 = "fd3d:0a0b:17d6::1";
constexpr const char* REMOTE_IPV6 = "2001:db8::1";

/// How many times everything that is due at one time is let happen: an event may make another at
/// the same time, and that one more, before a user of a socket has been told.
constexpr int SETTLE_ROUNDS = 8;

/// \param text an address, or empty \param fallback instead of an empty one
/// \param ipv6 its family \return the address
lifecycle::IpAddress
ReadAddress(const std::string& text, const char* fallback, bool ipv6)
{
    const std::string address = text.empty() ? fallback : text;
    return ipv6 ? ToLifecycleAddress(Ipv6Address(address.c_str()))
                : ToLifecycleAddress(Ipv4Address(address.c_str()));
}

} // namespace

World::World(const WorldConfig& config)
    : m_config(config),
      m_node(CreateObject<Node>()),
      m_device(CreateObject<TcpLifecyclePacketdrillDevice>()),
      m_local(ReadAddress(config.localAddress, config.ipv6 ? LOCAL_IPV6 : LOCAL_IPV4, config.ipv6)),
      m_remote(
          ReadAddress(config.remoteAddress, config.ipv6 ? REMOTE_IPV6 : REMOTE_IPV4, config.ipv6))
{
    InternetStackHelper internet;
    internet.SetIpv4StackInstall(!config.ipv6);
    internet.SetIpv6StackInstall(config.ipv6);
    internet.SetIpv6NsRsJitter(false);
    internet.Install(m_node);
    TcpLifecycleHelper tcp;
    tcp.SetProfile(config.profile);
    tcp.Install(m_node);
    m_l4 = TcpLifecycleHelper::GetL4(m_node);
    m_l4->TraceConnectWithoutContext("Transition", MakeCallback(&World::OnTransition, this));
    m_l4->TraceConnectWithoutContext("Drop", MakeCallback(&World::OnDrop, this));

    m_device->SetAddress(Mac48Address::Allocate());
    m_device->SetMtu(config.mtu);
    m_node->AddDevice(m_device);
    m_device->SetSink(MakeCallback(&World::OnSent, this));
    if (config.ipv6)
    {
        m_node->GetObject<Icmpv6L4Protocol>()->SetAttribute("DAD", BooleanValue(false));
        const auto ip = m_node->GetObject<Ipv6>();
        const uint32_t interface = ip->AddInterface(m_device);
        ip->SetUp(interface);
        ip->AddAddress(interface, Ipv6InterfaceAddress(ToIpv6Address(m_local), Ipv6Prefix(64)));
        Ipv6RoutingHelper::GetRouting<Ipv6StaticRouting>(ip->GetRoutingProtocol())
            ->SetDefaultRoute(Ipv6Address("fe80::2"), interface);
    }
    else
    {
        const auto ip = m_node->GetObject<Ipv4>();
        const uint32_t interface = ip->AddInterface(m_device);
        ip->AddAddress(interface,
                       Ipv4InterfaceAddress(ToIpv4Address(m_local), Ipv4Mask("255.255.0.0")));
        ip->SetUp(interface);
        Ipv4RoutingHelper::GetRouting<Ipv4StaticRouting>(ip->GetRoutingProtocol())
            ->SetDefaultRoute(Ipv4Address("192.168.0.2"), interface);
    }
    if (!config.pcap.empty())
    {
        TcpLifecycleHelper::EnableChecksums();
        m_pcap = CreateObject<PcapFileWrapper>();
        m_pcap->Open(config.pcap, std::ios::out | std::ios::binary);
        m_pcap->Init(DATALINK_RAW);
        m_device->TraceConnectWithoutContext("PromiscSniffer",
                                             MakeCallback(&World::WritePcap, this));
    }
    Settle();
    m_sent.clear();
}

bool
World::SetDefault(const std::string& name, const std::string& value)
{
    TypeId::AttributeInformation information;
    const std::size_t at = name.rfind("::");
    if (!TypeId::LookupByName(name.substr(0, at))
             .LookupAttributeByName(name.substr(at + 2), &information))
    {
        return false;
    }
    m_defaults.try_emplace(name, information.initialValue->Copy());
    return Config::SetDefaultFailSafe(name, StringValue(value));
}

World::~World()
{
    for (const auto& [name, value] : m_defaults)
    {
        Config::SetDefault(name, *value);
    }
    m_device->SetSink({});
    m_node = nullptr;
    m_device = nullptr;
    m_l4 = nullptr;
    Simulator::Destroy();
}

Ptr<Node>
World::GetNode() const
{
    return m_node;
}

Ptr<TcpLifecycleL4Protocol>
World::GetL4() const
{
    return m_l4;
}

const WorldConfig&
World::GetConfig() const
{
    return m_config;
}

const lifecycle::IpAddress&
World::GetLocal() const
{
    return m_local;
}

const lifecycle::IpAddress&
World::GetRemote() const
{
    return m_remote;
}

void
World::SetMtu(uint16_t mtu)
{
    m_device->SetMtu(mtu);
}

// Time

bool
World::RunUntil(Time when, const std::function<bool()>& done)
{
    while (Simulator::Now() < when)
    {
        if (done && done())
        {
            return true;
        }
        const EventId stop =
            Simulator::Schedule(when - Simulator::Now(), [] { Simulator::Stop(); });
        Simulator::Run();
        Simulator::Cancel(stop);
    }
    if (done && done())
    {
        return true;
    }
    Settle();
    return done && done();
}

void
World::Settle()
{
    for (int round = 0; round < SETTLE_ROUNDS; ++round)
    {
        bool over = false;
        Simulator::ScheduleNow([&over] {
            over = true;
            Simulator::Stop();
        });
        while (!over)
        {
            Simulator::Run(); // until somebody stops it
        }
    }
}

bool
World::RunForPacket(Time deadline)
{
    return RunUntil(deadline, [this] { return !m_sent.empty(); });
}

void
World::Interrupt()
{
    Simulator::Stop();
}

// Packets

std::deque<LivePacket>&
World::Sent()
{
    return m_sent;
}

void
World::OnSent(Ptr<const ns3::Packet> packet, uint16_t protocol)
{
    LivePacket live;
    live.at = Simulator::Now();
    const Ptr<ns3::Packet> rest = packet->Copy();
    bool tcp = false;
    if (protocol == ETHERTYPE_IPV4)
    {
        Ipv4Header header;
        rest->RemoveHeader(header);
        tcp = header.GetProtocol() == lifecycle::TCP_PROTOCOL;
        live.tos = header.GetTos();
        live.hopLimit = header.GetTtl();
    }
    else if (protocol == ETHERTYPE_IPV6)
    {
        Ipv6Header header;
        rest->RemoveHeader(header);
        tcp = header.GetNextHeader() == lifecycle::TCP_PROTOCOL;
        live.tos = header.GetTrafficClass();
        live.hopLimit = header.GetHopLimit();
        live.flowLabel = header.GetFlowLabel();
    }
    if (!tcp)
    {
        return; // neighbour discovery and the like is nobody's concern
    }
    std::vector<uint8_t> octets(rest->GetSize());
    rest->CopyData(octets.data(), static_cast<uint32_t>(octets.size()));
    const auto parsed = lifecycle::Parse(octets.data(), octets.size());
    const auto* segment = std::get_if<lifecycle::Segment>(&parsed);
    if (segment == nullptr)
    {
        return; // the codec writes only what it reads
    }
    live.segment = *segment;
    m_sent.push_back(live);
    ++m_counters["TcpOutSegs"];
    if (segment->Has(lifecycle::RST))
    {
        ++m_counters["TcpOutRsts"];
    }
    Interrupt();
}

Ptr<ns3::Packet>
World::MakeIpPacket(Ptr<ns3::Packet> payload,
                    uint8_t protocol,
                    const LivePacket& marks,
                    bool own) const
{
    const lifecycle::IpAddress& source = own ? m_local : m_remote;
    const lifecycle::IpAddress& destination = own ? m_remote : m_local;
    if (m_config.ipv6)
    {
        Ipv6Header header;
        header.SetSource(ToIpv6Address(source));
        header.SetDestination(ToIpv6Address(destination));
        header.SetNextHeader(protocol);
        header.SetPayloadLength(static_cast<uint16_t>(payload->GetSize()));
        header.SetHopLimit(marks.hopLimit);
        header.SetTrafficClass(marks.tos);
        header.SetFlowLabel(marks.flowLabel);
        payload->AddHeader(header);
        return payload;
    }
    Ipv4Header header;
    header.SetSource(ToIpv4Address(source));
    header.SetDestination(ToIpv4Address(destination));
    header.SetProtocol(protocol);
    header.SetPayloadSize(static_cast<uint16_t>(payload->GetSize()));
    header.SetTtl(marks.hopLimit);
    header.SetTos(marks.tos);
    header.EnableChecksum();
    payload->AddHeader(header);
    return payload;
}

void
World::Deliver(const Ptr<ns3::Packet>& packet)
{
    Simulator::ScheduleWithContext(
        m_node->GetId(),
        Time(0),
        &TcpLifecyclePacketdrillDevice::Deliver,
        m_device,
        packet,
        static_cast<uint16_t>(m_config.ipv6 ? ETHERTYPE_IPV6 : ETHERTYPE_IPV4));
}

void
World::Inject(const LivePacket& packet)
{
    const lifecycle::Segment& segment = packet.segment;
    std::vector<uint8_t> octets(segment.HeaderSize() + segment.length);
    lifecycle::Encode(segment, octets.data());
    const uint16_t checksum = lifecycle::Checksum(m_remote, m_local, octets.data(), octets.size());
    octets[lifecycle::CHECKSUM_OFFSET] = static_cast<uint8_t>(checksum >> 8);
    octets[lifecycle::CHECKSUM_OFFSET + 1] = static_cast<uint8_t>(checksum);
    const auto payload = Create<ns3::Packet>(octets.data(), static_cast<uint32_t>(octets.size()));
    ++m_counters["TcpInSegs"];
    Deliver(MakeIpPacket(payload, lifecycle::TCP_PROTOCOL, packet, false));
    Settle();
}

void
World::InjectIcmp(const IcmpMessage& message)
{
    m_lastIcmp.icmpType = message.type;
    m_lastIcmp.icmpCode = message.code;
    // RFC 792 and RFC 4443: the IP header and the beginning of the packet that it is about
    const lifecycle::Segment& quoted = message.quoted->segment;
    std::vector<uint8_t> octets(quoted.HeaderSize());
    lifecycle::Encode(quoted, octets.data());
    const auto original =
        MakeIpPacket(Create<ns3::Packet>(octets.data(), static_cast<uint32_t>(octets.size())),
                     lifecycle::TCP_PROTOCOL,
                     *message.quoted,
                     true);
    std::vector<uint8_t> icmp(8 + original->GetSize());
    icmp[0] = message.type;
    icmp[1] = message.code;
    for (int i = 0; i < 4; ++i)
    {
        icmp[4 + i] = static_cast<uint8_t>(message.info >> (24 - 8 * i));
    }
    original->CopyData(icmp.data() + 8, original->GetSize());
    const auto size = static_cast<uint32_t>(icmp.size());
    uint32_t sum =
        m_config.ipv6 ? lifecycle::PseudoHeaderSum(m_remote, m_local, size, ICMPV6_PROTOCOL) : 0;
    sum = lifecycle::ChecksumAdd(icmp.data(), icmp.size(), sum);
    const uint16_t checksum = lifecycle::ChecksumFinish(sum);
    icmp[2] = static_cast<uint8_t>(checksum >> 8);
    icmp[3] = static_cast<uint8_t>(checksum);
    if (!m_config.ipv6 && message.type != 3 && message.type != 11)
    {
        // ns-3's ICMP hands on "destination unreachable" and "time exceeded" only
        m_l4->ReceiveIcmp(ToIpv4Address(m_remote),
                          64,
                          message.type,
                          message.code,
                          message.info,
                          ToIpv4Address(m_local),
                          ToIpv4Address(m_remote),
                          octets.data());
    }
    else
    {
        Deliver(MakeIpPacket(Create<ns3::Packet>(icmp.data(), size),
                             m_config.ipv6 ? ICMPV6_PROTOCOL : ICMPV4_PROTOCOL,
                             {},
                             false));
    }
    Settle();
}

void
World::WritePcap(Ptr<const ns3::Packet> packet)
{
    m_pcap->Write(Simulator::Now(), packet);
}

// What is known of connections

void
World::OnTransition(const TcpLifecycleTransition& transition)
{
    if (transition.to == lifecycle::State::Closed)
    {
        m_live.erase(transition.id);
        m_ended[transition.id] = {transition.from,
                                  transition.cause,
                                  m_lastIcmp.icmpType,
                                  m_lastIcmp.icmpCode};
        return;
    }
    m_live[transition.id] = {transition.id, transition.tuple, transition.to, std::nullopt};
}

void
World::OnDrop(Ptr<const ns3::Packet>, std::string why)
{
    ++m_counters["drop: " + why];
}

std::vector<LiveConnection>
World::Connections() const
{
    std::vector<LiveConnection> all;
    for (const auto& [id, connection] : m_live)
    {
        all.push_back(connection);
    }
    return all;
}

lifecycle::State
World::StateOf(uint64_t id) const
{
    const auto found = m_live.find(id);
    return found == m_live.end() ? lifecycle::State::Closed : found->second.state;
}

ConnectionEnd
World::EndOf(uint64_t id) const
{
    const auto found = m_ended.find(id);
    return found == m_ended.end() ? ConnectionEnd{} : found->second;
}

std::map<std::string, uint64_t>&
World::Counters()
{
    return m_counters;
}

} // namespace packetdrill
} // namespace ns3
