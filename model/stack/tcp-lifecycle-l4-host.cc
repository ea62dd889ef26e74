/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-driver.h"
#include "tcp-lifecycle-l4-protocol.h"
#include "tcp-lifecycle-serial-tag.h"
#include "tcp-lifecycle-stock-defaults.h"

#include "ns3/log.h"
#include "ns3/node.h"
#include "ns3/nstime.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <limits>

// The host of a TcpLifecycleL4Protocol: its parameters and its trace sources.

namespace ns3
{

namespace
{

constexpr uint16_t IPV4_DEFAULT_SEND_MSS = 536;  //!< RFC 9293, MUST-15
constexpr uint16_t IPV6_DEFAULT_SEND_MSS = 1220; //!< RFC 9293, MUST-15

/// \param cause why a state changed \return whether a segment caused it
bool
IsSegment(lifecycle::Cause cause)
{
    using lifecycle::Cause;
    switch (cause)
    {
    case Cause::Syn:
    case Cause::SynAck:
    case Cause::AckOfSyn:
    case Cause::Fin:
    case Cause::AckOfFin:
    case Cause::Reset:
    case Cause::Refused:
    case Cause::DataAfterClose:
    case Cause::NewIncarnation:
    case Cause::EmbryoReleased:
    case Cause::AcceptQueueFull:
    case Cause::AckOfCookie:
        return true;
    case Cause::ActiveOpen:
    case Cause::PassiveOpen:
    case Cause::Close:
    case Cause::Abort:
    case Cause::UnreadData:
    case Cause::ListenerGone:
    case Cause::SynQueueFull:
    case Cause::TimeWaitFull:
    case Cause::TupleReused:
    case Cause::TimeWaitExpired:
    case Cause::RetriesExceeded:
    case Cause::UserTimeout:
    case Cause::FinWait2Expired:
    case Cause::ConnectTimeout:
    case Cause::KeepAlive:
    case Cause::LingerExpired:
    case Cause::IcmpError:
    case Cause::HostShutdown:
        return false;
    }
    return false;
}

} // namespace

TcpLifecycleDriver&
TcpLifecycleL4Protocol::GetDriver()
{
    if (!m_driver || m_hostVersion != m_settings.Version() ||
        m_hostRecords == m_closedTrace.IsEmpty())
    {
        ConfigureHost();
    }
    return *m_driver;
}

void
TcpLifecycleL4Protocol::ConfigureHost()
{
    if (m_driver)
    {
        m_driver->SetConfig(MakeHostConfig());
    }
    else
    {
        TcpLifecycleStockDefaults::Warn();
        m_driver = std::make_unique<TcpLifecycleDriver>(*this, MakeHostConfig());
    }
    m_hostVersion = m_settings.Version();
    m_hostRecords = !m_closedTrace.IsEmpty();
}

lifecycle::HostConfig
TcpLifecycleL4Protocol::MakeHostConfig()
{
    if (!m_key)
    {
        const uint32_t max = std::numeric_limits<uint32_t>::max();
        const uint64_t high = m_random->GetInteger(0, max);
        m_key = high << 32 | m_random->GetInteger(0, max);
    }
    const lifecycle::Profile& profile = m_settings.Effective();
    lifecycle::HostConfig config;
    config.ephemeralPorts = profile.ephemeralPorts;
    config.portAlgorithm = profile.portAlgorithm;
    config.listening = profile.listening;
    config.timeWait = profile.timeWait;
    config.fastOpen = profile.fastOpen;
    config.challenges = profile.challenges;
    config.isn.fixed = profile.fixedIsn;
    config.isn.key = *m_key;
    config.isn.clockStart = m_clockStart;
    config.intake = profile.intake;
    config.quietTime = profile.quietTime;
    config.recordConnections = !m_closedTrace.IsEmpty();
    return config;
}

void
TcpLifecycleL4Protocol::Crash()
{
    NS_LOG_FUNCTION(this);
    GetDriver().Crash();
}

void
TcpLifecycleL4Protocol::Reboot()
{
    NS_LOG_FUNCTION(this);
    TcpLifecycleDriver& driver = GetDriver();
    if (driver.GetHost().IsSilent(TcpLifecycleDriver::Now()))
    {
        m_key.reset();
        m_clockStart = TcpLifecycleDriver::Now();
        driver.SetConfig(MakeHostConfig());
        driver.Reboot();
    }
}

TcpLifecycleCalls&
TcpLifecycleL4Protocol::GetCalls()
{
    return GetDriver();
}

lifecycle::PortRange
TcpLifecycleL4Protocol::GetEphemeralPorts() const
{
    return m_settings.Effective().ephemeralPorts;
}

const lifecycle::Config&
TcpLifecycleL4Protocol::GetDefaults() const
{
    return m_settings.Effective().connection;
}

bool
TcpLifecycleL4Protocol::Drop(const lifecycle::FourTuple& tuple)
{
    const lifecycle::Handle handle = GetDriver().GetHost().HandleOf(tuple);
    return handle && GetDriver().Abort(handle) == lifecycle::Refusal::None;
}

const lifecycle::Config*
TcpLifecycleL4Protocol::ConfigFor(const std::shared_ptr<const TcpLifecycleSocketOptions>& set,
                                  const TcpLifecycleRoute& route)
{
    LastConfig& last = m_lastConfig;
    if (last.config != nullptr && last.options == set && last.version == m_settings.Version() &&
        last.maxSegmentSize == route.maxSegmentSize && last.isIpv6 == route.source.isIpv6)
    {
        return last.config;
    }
    const TcpLifecycleSocketOptions& options = *set;
    const lifecycle::Profile& profile = m_settings.Effective();
    lifecycle::Config config = profile.connection;
    config.maxSegmentSize =
        profile.maxSegmentSize != 0 ? profile.maxSegmentSize : route.maxSegmentSize;
    config.defaultSendMss = route.source.isIpv6 ? IPV6_DEFAULT_SEND_MSS : IPV4_DEFAULT_SEND_MSS;
    options.ApplyTo(config);
    if (m_congestion->NeedsMarks())
    {
        config.ecn = lifecycle::Ecn::Active; // as TcpDctcp::Init() asks for
        config.ecnEcho = lifecycle::EcnEcho::EachMark;
        config.ectAlways = true;
    }
    if (options.segmentSize)
    {
        config.maxSegmentSize = std::min(config.maxSegmentSize, route.maxSegmentSize);
    }
    last = {set,
            m_settings.Version(),
            route.maxSegmentSize,
            route.source.isIpv6,
            m_configs.Intern(config)};
    return last.config;
}

Ptr<TcpLifecycleCongestionPrototype>
TcpLifecycleL4Protocol::GetCongestionPrototype()
{
    return m_congestion;
}

// Attributes

TcpLifecycleSettings*
TcpLifecycleL4Protocol::FindSettings(ObjectBase* object)
{
    auto* l4 = dynamic_cast<TcpLifecycleL4Protocol*>(object);
    return l4 != nullptr ? &l4->m_settings : nullptr;
}

void
TcpLifecycleL4Protocol::SetProfile(std::string name)
{
    NS_LOG_FUNCTION(this << name);
    m_settings.SetProfile(name);
}

std::string
TcpLifecycleL4Protocol::GetProfile() const
{
    return m_settings.GetProfileName();
}

void
TcpLifecycleL4Protocol::SetCongestionType(TypeId type)
{
    NS_LOG_FUNCTION(this << type);
    m_congestionChosen = true;
    if (!m_congestion || m_congestion->GetType() != type)
    {
        m_congestion = Create<TcpLifecycleCongestionPrototype>(type);
        m_lastConfig.config = nullptr; // ECN may depend on it
    }
}

void
TcpLifecycleL4Protocol::NotifyConstructionCompleted()
{
    IpL4Protocol::NotifyConstructionCompleted();
    TypeId::AttributeInformation info;
    GetTypeId().LookupAttributeByName("SocketType", &info);
    m_congestionChosen =
        TcpLifecycleStockDefaults::IsSet(info) ||
        info.initialValue->SerializeToString(info.checker) != m_congestion->GetType().GetName();
}

void
TcpLifecycleL4Protocol::TakeStockDefaults()
{
    TcpLifecycleStockDefaults::ApplyTo(m_settings);
    const auto type = TcpLifecycleStockDefaults::GetSocketType();
    if (type && !m_congestionChosen)
    {
        SetCongestionType(*type);
        m_congestionChosen = false;
    }
}

TypeId
TcpLifecycleL4Protocol::GetCongestionType() const
{
    return m_congestion->GetType();
}

// Traces

void
TcpLifecycleL4Protocol::TraceSent(const Ptr<Packet>& payload,
                                  const lifecycle::HostAction& action,
                                  const lifecycle::Emit& emit)
{
    TcpLifecycleSegmentEvent event;
    event.time = Simulator::Now();
    event.node = m_node ? m_node->GetId() : 0;
    event.id = action.id;
    event.tuple = action.tuple;
    event.segment = &emit.segment;
    event.serial = (uint64_t{event.node} << 40) + ++m_serial;
    event.reason = emit.reason;
    event.retransmission = emit.retransmission;
    TcpLifecycleSerialTag tag(event.serial);
    payload->ReplacePacketTag(tag);
    m_sentTrace(event);
}

void
TcpLifecycleL4Protocol::TraceReceived(const TcpLifecycleArrival& arrival, lifecycle::Handle by)
{
    if (m_receivedTrace.IsEmpty())
    {
        return;
    }
    const lifecycle::Segment& segment = arrival.header.GetSegment();
    TcpLifecycleSegmentEvent event;
    event.time = Simulator::Now();
    event.node = m_node ? m_node->GetId() : 0;
    event.id = m_driver->GetHost().IdOf(by);
    event.tuple = {arrival.local, arrival.remote, segment.destinationPort, segment.sourcePort};
    event.segment = &segment;
    event.serial = arrival.serial;
    m_receivedTrace(event);
}

void
TcpLifecycleL4Protocol::TraceTransition(const lifecycle::HostAction& action,
                                        const lifecycle::Transition& transition,
                                        const lifecycle::Segment* segment)
{
    if (m_transitionTrace.IsEmpty())
    {
        return;
    }
    TcpLifecycleTransition event;
    event.time = Simulator::Now();
    event.node = m_node ? m_node->GetId() : 0;
    event.id = action.id;
    event.tuple = action.tuple;
    event.from = transition.from;
    event.to = transition.to;
    event.cause = transition.cause;
    event.segment = IsSegment(transition.cause) ? segment : nullptr;
    m_transitionTrace(event);
}

void
TcpLifecycleL4Protocol::TraceClosed(const lifecycle::ConnectionRecord& record)
{
    m_closedTrace({m_node ? m_node->GetId() : 0, GetProfile(), record});
}

void
TcpLifecycleL4Protocol::ReportDefect(const lifecycle::HostAction& action,
                                     const lifecycle::Defect& defect)
{
    ++m_defects;
    NS_LOG_UNCOND("tcp-lifecycle: a defect of this module, please report it: node "
                  << m_node->GetId() << ", connection " << action.id << ", "
                  << Simulator::Now().As(Time::S) << ": no transition " << ToText(defect.from)
                  << " -> " << ToText(defect.to) << " (" << ToText(defect.cause)
                  << ") is in the table; the simulation goes on");
}

uint64_t
TcpLifecycleL4Protocol::GetDefectCount() const
{
    return m_defects;
}

void
TcpLifecycleL4Protocol::TraceDropped(Ptr<const Packet> packet, const char* why)
{
    NS_LOG_LOGIC("dropped: " << why);
    if (!m_dropTrace.IsEmpty())
    {
        m_dropTrace(packet, why);
    }
}

void
TcpLifecycleL4Protocol::TraceIcmp(TcpLifecycleIcmpEvent& event)
{
    event.time = Simulator::Now();
    event.node = m_node ? m_node->GetId() : 0;
    m_icmpTrace(event);
}

bool
TcpLifecycleL4Protocol::HasListenListeners() const
{
    return !m_listenTrace.IsEmpty();
}

void
TcpLifecycleL4Protocol::TraceListener(const TcpLifecycleListenEvent& event)
{
    m_listenTrace(event);
}

std::vector<TcpLifecycleRecord>
TcpLifecycleL4Protocol::GetOpenRecords() const
{
    std::vector<TcpLifecycleRecord> records;
    if (m_driver)
    {
        const lifecycle::Instant now(lifecycle::Duration(Simulator::Now().GetNanoSeconds()));
        for (const lifecycle::ConnectionRecord& record : m_driver->GetHost().OpenRecords(now))
        {
            records.push_back({m_node ? m_node->GetId() : 0, GetProfile(), record});
        }
    }
    return records;
}

} // namespace ns3
