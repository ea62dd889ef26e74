/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-conntrack.h"

#include "lifecycle-closed.h"
#include "lifecycle-codec.h"
#include "tcp-lifecycle-address.h"
#include "tcp-lifecycle-conntrack-gates.h"
#include "tcp-lifecycle-header.h"
#include "tcp-lifecycle-time.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/ipv4-list-routing.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/trace-source-accessor.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <array>
#include <limits>

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(TcpLifecycleConntrack);

namespace
{

using lifecycle::ConntrackConfig;

/// Before all of ns-3's protocols, whose priorities are at most 100
constexpr int16_t PRIORITY = std::numeric_limits<int16_t>::max();

/// Words of the attribute Policy, in the order of lifecycle::TrackPolicy
constexpr std::array<const char*, 3> POLICIES = {"drop", "reset", "pass"};

/// \return the time, as the table knows it
lifecycle::Instant
TableTime()
{
    return lifecycle::Instant(lifecycle::Duration(Simulator::Now().GetNanoSeconds()));
}

} // namespace

template <lifecycle::Duration lifecycle::ConntrackConfig::*Field>
void
TcpLifecycleConntrack::Set(Time value)
{
    ConntrackConfig config = m_table.GetConfig();
    config.*Field = lifecycle::Duration(value.GetNanoSeconds());
    m_table.SetConfig(config);
}

template <lifecycle::Duration lifecycle::ConntrackConfig::*Field>
Time
TcpLifecycleConntrack::Get() const
{
    return NanoSeconds((m_table.GetConfig().*Field).count());
}

TypeId
TcpLifecycleConntrack::GetTypeId()
{
    using C = ConntrackConfig;
    using Box = TcpLifecycleConntrack;
    static TypeId tid = [] {
        TypeId type = TypeId("ns3::TcpLifecycleConntrack")
                          .SetParent<Object>()
                          .SetGroupName("TcpLifecycle")
                          .AddConstructor<TcpLifecycleConntrack>();
        const C defaults;
        const auto add = [&type](const char* name,
                                 const char* help,
                                 lifecycle::Duration value,
                                 Ptr<const AttributeAccessor> accessor) {
            type.AddAttribute(name,
                              help,
                              TimeValue(NanoSeconds(value.count())),
                              accessor,
                              MakeTimeChecker(Time(0)));
        };
        add("SynSent",
            "Timeout of an entry after a SYN (netfilter: SYN_SENT).",
            defaults.synSent,
            MakeTimeAccessor(&Box::Set<&C::synSent>, &Box::Get<&C::synSent>));
        add("SynReceived",
            "Timeout after a SYN,ACK (SYN_RECV).",
            defaults.synReceived,
            MakeTimeAccessor(&Box::Set<&C::synReceived>, &Box::Get<&C::synReceived>));
        add("Established",
            "Timeout of an established connection that is idle (ESTABLISHED).",
            defaults.established,
            MakeTimeAccessor(&Box::Set<&C::established>, &Box::Get<&C::established>));
        add("FinWait",
            "Timeout after the first FIN (FIN_WAIT).",
            defaults.finWait,
            MakeTimeAccessor(&Box::Set<&C::finWait>, &Box::Get<&C::finWait>));
        add("CloseWait",
            "Timeout after an ACK that follows it (CLOSE_WAIT).",
            defaults.closeWait,
            MakeTimeAccessor(&Box::Set<&C::closeWait>, &Box::Get<&C::closeWait>));
        add("LastAck",
            "Timeout after the second FIN (LAST_ACK).",
            defaults.lastAck,
            MakeTimeAccessor(&Box::Set<&C::lastAck>, &Box::Get<&C::lastAck>));
        add("TimeWait",
            "Timeout after an ACK that follows it (TIME_WAIT).",
            defaults.timeWait,
            MakeTimeAccessor(&Box::Set<&C::timeWait>, &Box::Get<&C::timeWait>));
        add("Close",
            "Timeout after a RST (CLOSE).",
            defaults.close,
            MakeTimeAccessor(&Box::Set<&C::close>, &Box::Get<&C::close>));
        add("MaxRetrans",
            "Upper limit of the timeout after MaxRetransCount retransmissions of a segment.",
            defaults.maxRetrans,
            MakeTimeAccessor(&Box::Set<&C::maxRetrans>, &Box::Get<&C::maxRetrans>));
        type.AddAttribute("MaxRetransCount",
                          "See MaxRetrans.",
                          UintegerValue(defaults.maxRetransCount),
                          MakeUintegerAccessor(&Box::SetMaxRetransCount, &Box::GetMaxRetransCount),
                          MakeUintegerChecker<uint32_t>(1))
            .AddAttribute("Loose",
                          "Whether an ACK without an entry creates one.",
                          BooleanValue(defaults.loose),
                          MakeBooleanAccessor(&Box::SetLoose, &Box::GetLoose),
                          MakeBooleanChecker())
            .AddAttribute("Policy",
                          "What happens to a segment without an entry, or invalid in the entry's "
                          "state: drop, reset (drop, and answer with a RST) or pass.",
                          StringValue("drop"),
                          MakeStringAccessor(&Box::SetPolicy, &Box::GetPolicy),
                          MakeStringChecker())
            .AddTraceSource("Entry",
                            "An entry is created, changes its state, or is deleted.",
                            MakeTraceSourceAccessor(&Box::m_entryTrace),
                            "ns3::TcpLifecycleConntrack::EntryTracedCallback")
            .AddTraceSource("Drop",
                            "A segment is not forwarded.",
                            MakeTraceSourceAccessor(&Box::m_dropTrace),
                            "ns3::TcpLifecycleConntrack::DropTracedCallback");
        return type;
    }();
    return tid;
}

TcpLifecycleConntrack::TcpLifecycleConntrack() = default;
TcpLifecycleConntrack::~TcpLifecycleConntrack() = default;

void
TcpLifecycleConntrack::NotifyNewAggregate()
{
    const Ptr<Node> node = GetObject<Node>();
    if (node && !m_node)
    {
        m_node = node;
        if (const auto ipv4 = node->GetObject<Ipv4>())
        {
            const auto list = DynamicCast<Ipv4ListRouting>(ipv4->GetRoutingProtocol());
            NS_ABORT_MSG_UNLESS(list, "TcpLifecycleConntrack: node has no Ipv4ListRouting");
            list->AddRoutingProtocol(CreateObject<TcpLifecycleIpv4Gate>(*this), PRIORITY);
        }
        if (const auto ipv6 = node->GetObject<Ipv6>())
        {
            ipv6->SetRoutingProtocol(
                CreateObject<TcpLifecycleIpv6Gate>(*this, ipv6->GetRoutingProtocol()));
        }
    }
    Object::NotifyNewAggregate();
}

void
TcpLifecycleConntrack::DoDispose()
{
    if (m_node)
    {
        Expire();
    }
    m_node = nullptr;
    Object::DoDispose();
}

void
TcpLifecycleConntrack::SetPreset(const std::string& name)
{
    const auto preset = lifecycle::MakeConntrackConfig(name);
    NS_ABORT_MSG_UNLESS(preset, "TcpLifecycleConntrack has no preset " << name);
    ConntrackConfig config = *preset;
    config.policy = m_table.GetConfig().policy;
    config.loose = m_table.GetConfig().loose;
    m_table.SetConfig(config);
}

const lifecycle::Conntrack&
TcpLifecycleConntrack::GetTable()
{
    if (m_node)
    {
        Expire();
    }
    return m_table;
}

bool
TcpLifecycleConntrack::Admit(Ptr<const Packet> packet, const Ipv4Header& header)
{
    if (header.GetProtocol() != lifecycle::TCP_PROTOCOL || header.GetFragmentOffset() != 0 ||
        !header.IsLastFragment())
    {
        return true;
    }
    return AdmitSegment(packet,
                        ToLifecycleAddress(header.GetSource()),
                        ToLifecycleAddress(header.GetDestination()));
}

bool
TcpLifecycleConntrack::Admit(Ptr<const Packet> packet, const Ipv6Header& header)
{
    if (header.GetNextHeader() != lifecycle::TCP_PROTOCOL)
    {
        return true;
    }
    const Ptr<Ipv6> ipv6 = m_node->GetObject<Ipv6>();
    if (ipv6->GetInterfaceForAddress(header.GetDestination()) >= 0)
    {
        return true; // for the node itself
    }
    return AdmitSegment(packet,
                        ToLifecycleAddress(header.GetSource()),
                        ToLifecycleAddress(header.GetDestination()));
}

bool
TcpLifecycleConntrack::AdmitSegment(Ptr<const Packet> packet,
                                    const lifecycle::IpAddress& source,
                                    const lifecycle::IpAddress& destination)
{
    TcpLifecycleHeader header;
    packet->Copy()->RemoveHeader(header);
    if (header.GetParseError())
    {
        return true; // its receiver's matter
    }
    const lifecycle::Segment& segment = header.GetSegment();
    const lifecycle::FourTuple tuple{source,
                                     destination,
                                     segment.sourcePort,
                                     segment.destinationPort};
    Expire();
    const lifecycle::TrackVerdict verdict = m_table.OnSegment(tuple, segment, TableTime());
    Report(TableTime());
    const bool answered = verdict == lifecycle::TrackVerdict::Reset;
    if (verdict == lifecycle::TrackVerdict::Forward)
    {
        return true;
    }
    m_dropTrace(tuple, segment, answered);
    if (answered)
    {
        Answer(tuple, segment);
    }
    return false;
}

void
TcpLifecycleConntrack::Answer(const lifecycle::FourTuple& tuple, const lifecycle::Segment& segment)
{
    const auto reset = lifecycle::ResetFromClosed(segment);
    if (!reset)
    {
        return; // a RST is not answered
    }
    TcpLifecycleHeader header(*reset);
    const auto packet = Create<Packet>();
    if (tuple.local.isIpv6)
    {
        const Ipv6Address from = ToIpv6Address(tuple.remote);
        const Ipv6Address to = ToIpv6Address(tuple.local);
        if (Node::ChecksumEnabled())
        {
            header.EnableChecksums();
            header.InitializeChecksum(from, to, lifecycle::TCP_PROTOCOL);
        }
        packet->AddHeader(header);
        m_node->GetObject<Ipv6>()->Send(packet, from, to, lifecycle::TCP_PROTOCOL, nullptr);
        return;
    }
    const Ipv4Address from = ToIpv4Address(tuple.remote);
    const Ipv4Address to = ToIpv4Address(tuple.local);
    if (Node::ChecksumEnabled())
    {
        header.EnableChecksums();
        header.InitializeChecksum(from, to, lifecycle::TCP_PROTOCOL);
    }
    packet->AddHeader(header);
    m_node->GetObject<Ipv4>()->Send(packet, from, to, lifecycle::TCP_PROTOCOL, nullptr);
}

void
TcpLifecycleConntrack::Report(lifecycle::Instant when)
{
    // A sink may look at the table, and so come back here.
    std::vector<lifecycle::TrackChange> changes;
    changes.swap(m_table.Changes());
    const Time time = RoundUp(when.time_since_epoch());
    const uint32_t node = m_node->GetId();
    for (const lifecycle::TrackChange& change : changes)
    {
        m_entryTrace({time, node, change});
    }
}

void
TcpLifecycleConntrack::Expire()
{
    const lifecycle::Instant now = TableTime();
    while (m_table.NextDeadline() <= now)
    {
        const lifecycle::Instant deadline = m_table.NextDeadline();
        m_table.OnDeadline(deadline);
        Report(deadline);
    }
}

void
TcpLifecycleConntrack::SetPolicy(std::string name)
{
    const auto word = std::find(POLICIES.begin(), POLICIES.end(), name);
    NS_ABORT_MSG_IF(word == POLICIES.end(), "Policy is drop, reset or pass, not " << name);
    ConntrackConfig config = m_table.GetConfig();
    config.policy = static_cast<lifecycle::TrackPolicy>(word - POLICIES.begin());
    m_table.SetConfig(config);
}

std::string
TcpLifecycleConntrack::GetPolicy() const
{
    return POLICIES[static_cast<std::size_t>(m_table.GetConfig().policy)];
}

void
TcpLifecycleConntrack::SetLoose(bool loose)
{
    ConntrackConfig config = m_table.GetConfig();
    config.loose = loose;
    m_table.SetConfig(config);
}

bool
TcpLifecycleConntrack::GetLoose() const
{
    return m_table.GetConfig().loose;
}

void
TcpLifecycleConntrack::SetMaxRetransCount(uint32_t count)
{
    ConntrackConfig config = m_table.GetConfig();
    config.maxRetransCount = count;
    m_table.SetConfig(config);
}

uint32_t
TcpLifecycleConntrack::GetMaxRetransCount() const
{
    return m_table.GetConfig().maxRetransCount;
}

} // namespace ns3
