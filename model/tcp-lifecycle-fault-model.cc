/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-fault-model.h"

#include "lifecycle-codec.h"
#include "tcp-lifecycle-address.h"
#include "tcp-lifecycle-header.h"

#include "ns3/abort.h"
#include "ns3/ipv4-header.h"
#include "ns3/ipv6-header.h"
#include "ns3/log.h"
#include "ns3/ppp-header.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <variant>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Faults that strike single, named segments.
 */

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("TcpLifecycleFaultModel");

NS_OBJECT_ENSURE_REGISTERED(TcpLifecycleFaultModel);

namespace
{

using lifecycle::Segment;

constexpr std::size_t PPP_SIZE = 2;       //!< octets of ns-3's PppHeader: RFC 1661's protocol field
constexpr uint16_t PPP_IPV4 = 0x0021;     //!< RFC 1332, section 2
constexpr uint16_t PPP_IPV6 = 0x0057;     //!< RFC 5072, section 2
constexpr std::size_t IPV4_MIN_SIZE = 20; //!< RFC 791, section 3.1: 5 words
constexpr std::size_t IPV4_MAX_SIZE = 60; //!< RFC 791, section 3.1: 15 words
constexpr std::size_t IPV6_SIZE = 40;     //!< RFC 8200, section 3

constexpr uint8_t IP_TTL = 64; //!< of injected packets (RFC 1122, 3.2.1.7: 64)

/// Octets of a packet that are looked at, at most.
constexpr std::size_t PEEK_SIZE = PPP_SIZE + IPV4_MAX_SIZE + lifecycle::MAX_HEADER_SIZE;

/// \param octets two octets in network order \return the number
uint16_t
Number16(const uint8_t* octets)
{
    return static_cast<uint16_t>(octets[0] << 8 | octets[1]);
}

/// Where the TCP segment lies in an IP packet.
struct Place
{
    std::size_t start{0}; //!< octets before it
    std::size_t size{0};  //!< octets of header and payload
};

/// \param ip an IPv4 packet \param size octets there \return the segment's place, if there is one
std::optional<Place>
InIpv4(const uint8_t* ip, std::size_t size)
{
    if (size < IPV4_MIN_SIZE)
    {
        return std::nullopt;
    }
    const std::size_t headerSize = std::size_t{4} * (ip[0] & 0x0f);
    const std::size_t totalSize = Number16(ip + 2);
    const bool laterFragment = (Number16(ip + 6) & 0x1fff) != 0;
    if (headerSize < IPV4_MIN_SIZE || totalSize < headerSize || laterFragment ||
        ip[9] != lifecycle::TCP_PROTOCOL)
    {
        return std::nullopt;
    }
    return Place{headerSize, totalSize - headerSize};
}

/// \param ip an IPv6 packet \param size octets there \return the segment's place, if there is one
std::optional<Place>
InIpv6(const uint8_t* ip, std::size_t size)
{
    if (size < IPV6_SIZE || ip[6] != lifecycle::TCP_PROTOCOL)
    {
        return std::nullopt;
    }
    return Place{IPV6_SIZE, Number16(ip + 4)};
}

} // namespace

bool
TcpLifecycleFaultRule::operator==(const TcpLifecycleFaultRule& other) const
{
    return action == other.action && from == other.from && target == other.target &&
           nth == other.nth && amount == other.amount && segment == other.segment;
}

bool
Matches(TcpLifecycleFaultTarget target, const Segment& segment)
{
    using namespace lifecycle;
    switch (target)
    {
    case TcpLifecycleFaultTarget::Any:
        return true;
    case TcpLifecycleFaultTarget::Syn:
        return segment.Has(SYN) && !segment.Has(ACK);
    case TcpLifecycleFaultTarget::SynAck:
        return segment.Has(SYN | ACK);
    case TcpLifecycleFaultTarget::Fin:
        return segment.Has(FIN);
    case TcpLifecycleFaultTarget::Rst:
        return segment.Has(RST);
    case TcpLifecycleFaultTarget::Ack:
        return segment.Has(ACK) && !segment.HasAny(SYN | FIN | RST) && segment.length == 0;
    case TcpLifecycleFaultTarget::Data:
        return segment.length > 0;
    }
    return false;
}

std::optional<Segment>
PeekSegment(Ptr<const Packet> packet)
{
    std::array<uint8_t, PEEK_SIZE> octets{};
    const std::size_t copied = packet->CopyData(octets.data(), octets.size());
    if (copied < PPP_SIZE)
    {
        return std::nullopt;
    }
    const uint8_t* ip = octets.data() + PPP_SIZE;
    const std::size_t there = copied - PPP_SIZE;
    const uint16_t protocol = Number16(octets.data());
    std::optional<Place> place;
    if (protocol == PPP_IPV4)
    {
        place = InIpv4(ip, there);
    }
    else if (protocol == PPP_IPV6)
    {
        place = InIpv6(ip, there);
    }
    if (!place || place->start >= there)
    {
        return std::nullopt;
    }
    // Only the header was copied: parse that, then count the payload that IP tells of.
    const std::size_t visible = std::min(there - place->start, place->size);
    const auto result = lifecycle::Parse(ip + place->start, visible);
    const auto* segment = std::get_if<Segment>(&result);
    if (!segment)
    {
        return std::nullopt;
    }
    Segment whole = *segment;
    whole.length += static_cast<uint32_t>(place->size - visible);
    return whole;
}

TypeId
TcpLifecycleFaultModel::GetTypeId()
{
    static TypeId tid = TypeId("ns3::TcpLifecycleFaultModel")
                            .SetParent<ErrorModel>()
                            .SetGroupName("TcpLifecycle")
                            .AddConstructor<TcpLifecycleFaultModel>();
    return tid;
}

TcpLifecycleFaultModel::TcpLifecycleFaultModel() = default;
TcpLifecycleFaultModel::~TcpLifecycleFaultModel() = default;

void
TcpLifecycleFaultModel::SetRules(std::vector<TcpLifecycleFaultRule> rules)
{
    m_rules = std::move(rules);
    DoReset();
    for (std::size_t i = 0; i < m_rules.size(); ++i)
    {
        if (m_rules[i].action == TcpLifecycleFaultAction::Inject)
        {
            Simulator::Schedule(m_rules[i].amount - Simulator::Now(),
                                &TcpLifecycleFaultModel::InjectByRule,
                                Ptr<TcpLifecycleFaultModel>(this),
                                i);
        }
    }
}

void
TcpLifecycleFaultModel::SetReceiver(Callback<void, Ptr<Packet>> receiver)
{
    m_receiver = receiver;
}

void
TcpLifecycleFaultModel::SetNext(Ptr<ErrorModel> next)
{
    m_next = next;
}

uint32_t
TcpLifecycleFaultModel::GetCount(std::size_t rule) const
{
    return m_counts.at(rule);
}

std::size_t
TcpLifecycleFaultModel::GetStruck() const
{
    std::size_t struck = 0;
    for (std::size_t i = 0; i < m_rules.size(); ++i)
    {
        struck += m_counts[i] >= m_rules[i].nth ? 1 : 0;
    }
    return struck;
}

void
TcpLifecycleFaultModel::DoDispose()
{
    m_receiver = Callback<void, Ptr<Packet>>();
    m_next = nullptr;
    ErrorModel::DoDispose();
}

void
TcpLifecycleFaultModel::DoReset()
{
    m_counts.assign(m_rules.size(), 0);
    m_passing = false;
}

const TcpLifecycleFaultRule*
TcpLifecycleFaultModel::Count(const Segment& segment)
{
    const TcpLifecycleFaultRule* struck = nullptr;
    for (std::size_t i = 0; i < m_rules.size(); ++i)
    {
        if (m_rules[i].action == TcpLifecycleFaultAction::Inject ||
            !Matches(m_rules[i].target, segment))
        {
            continue;
        }
        ++m_counts[i];
        if (m_counts[i] == m_rules[i].nth && !struck)
        {
            struck = &m_rules[i];
        }
    }
    return struck;
}

bool
TcpLifecycleFaultModel::DoCorrupt(Ptr<Packet> packet)
{
    if (m_passing)
    {
        m_passing = false;
        return false;
    }
    if (m_cut)
    {
        return true;
    }
    const auto segment = PeekSegment(packet);
    const TcpLifecycleFaultRule* rule = segment ? Count(*segment) : nullptr;
    if (!rule)
    {
        return m_next && m_next->IsCorrupt(packet);
    }
    NS_LOG_LOGIC("fault on " << lifecycle::ToText(*segment));
    if (rule->action == TcpLifecycleFaultAction::Drop)
    {
        return true;
    }
    NS_ABORT_MSG_IF(m_receiver.IsNull(), "TcpLifecycleFaultModel: no SetReceiver() before a delay");
    Simulator::Schedule(rule->amount,
                        &TcpLifecycleFaultModel::Pass,
                        Ptr<TcpLifecycleFaultModel>(this),
                        packet->Copy());
    return rule->action == TcpLifecycleFaultAction::Delay;
}

void
TcpLifecycleFaultModel::SetEnds(const lifecycle::FourTuple& tuple)
{
    m_ends = tuple;
}

void
TcpLifecycleFaultModel::SetCut(bool cut)
{
    m_cut = cut;
}

void
TcpLifecycleFaultModel::InjectByRule(std::size_t rule)
{
    ++m_counts[rule];
    Inject(m_rules[rule].segment);
}

void
TcpLifecycleFaultModel::Inject(const Segment& segment)
{
    Inject(segment, m_ends);
}

void
TcpLifecycleFaultModel::Inject(Segment segment, const lifecycle::FourTuple& ends)
{
    NS_ABORT_MSG_IF(m_receiver.IsNull() || ends.localPort == 0,
                    "TcpLifecycleFaultModel: no SetReceiver() or SetEnds() before Inject()");
    segment.sourcePort = ends.remotePort;
    segment.destinationPort = ends.localPort;
    // Octets that no sender of zeros has sent
    const std::vector<uint8_t> text(segment.length, FORGED_OCTET);
    const auto packet = Create<Packet>(text.data(), segment.length);
    TcpLifecycleHeader header(segment);
    header.EnableChecksums();
    PppHeader link;
    if (ends.local.isIpv6)
    {
        const Ipv6Address from = ToIpv6Address(ends.remote);
        const Ipv6Address to = ToIpv6Address(ends.local);
        header.InitializeChecksum(from, to, lifecycle::TCP_PROTOCOL);
        packet->AddHeader(header);
        Ipv6Header ip;
        ip.SetSource(from);
        ip.SetDestination(to);
        ip.SetNextHeader(lifecycle::TCP_PROTOCOL);
        ip.SetHopLimit(IP_TTL);
        ip.SetPayloadLength(static_cast<uint16_t>(packet->GetSize()));
        packet->AddHeader(ip);
        link.SetProtocol(PPP_IPV6);
    }
    else
    {
        const Ipv4Address from = ToIpv4Address(ends.remote);
        const Ipv4Address to = ToIpv4Address(ends.local);
        header.InitializeChecksum(from, to, lifecycle::TCP_PROTOCOL);
        packet->AddHeader(header);
        Ipv4Header ip;
        ip.SetSource(from);
        ip.SetDestination(to);
        ip.SetProtocol(lifecycle::TCP_PROTOCOL);
        ip.SetTtl(IP_TTL);
        ip.SetPayloadSize(static_cast<uint16_t>(packet->GetSize()));
        ip.EnableChecksum();
        packet->AddHeader(ip);
        link.SetProtocol(PPP_IPV4);
    }
    packet->AddHeader(link);
    Pass(packet);
}

void
TcpLifecycleFaultModel::Pass(Ptr<Packet> packet)
{
    m_passing = true;
    m_receiver(packet);
    m_passing = false;
}

} // namespace ns3
