/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-ladder-recorder.h"

#include "lifecycle-mirrored.h"
#include "tcp-lifecycle-l4-protocol.h"
#include "tcp-lifecycle-ladder-svg.h"
#include "tcp-lifecycle-ladder-text.h"
#include "tcp-lifecycle-output.h"

#include "ns3/abort.h"
#include "ns3/fatal-error.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6.h"
#include "ns3/node-list.h"
#include "ns3/simulator.h"

/**
 * \file
 * \ingroup tcp-lifecycle
 * From the trace sources of two nodes to the life of a connection between them.
 */

namespace ns3
{

namespace
{

/// The number of segments of a long transfer that a diagram shows, the first and the last ones.
constexpr std::size_t MOST_SEGMENTS = 120;

/// \param node a node \param address an address \return whether it is one of the node's
bool
HasAddress(Ptr<Node> node, const lifecycle::IpAddress& address)
{
    if (address.isIpv6)
    {
        const auto ipv6 = node->GetObject<Ipv6>();
        auto octets = address.InZone(0).octets;
        return ipv6 && ipv6->GetInterfaceForAddress(Ipv6Address(octets.data())) >= 0;
    }
    const auto ipv4 = node->GetObject<Ipv4>();
    const uint32_t host = uint32_t{address.octets[0]} << 24 | uint32_t{address.octets[1]} << 16 |
                          uint32_t{address.octets[2]} << 8 | address.octets[3];
    return ipv4 && ipv4->GetInterfaceForAddress(Ipv4Address(host)) >= 0;
}

/// \param end 0: the left one \param tuple two ends, seen from there
/// \return them, seen from the left; without zones, which each host numbers for itself
lifecycle::FourTuple
FromLeft(std::size_t end, const lifecycle::FourTuple& tuple)
{
    lifecycle::FourTuple ends = end == 0 ? tuple : lifecycle::Mirrored(tuple);
    ends.local = ends.local.InZone(0);
    ends.remote = ends.remote.InZone(0);
    return ends;
}

} // namespace

TcpLifecycleLadderRecorder::TcpLifecycleLadderRecorder(Ptr<Node> a, Ptr<Node> b)
    : m_nodes{a->GetId(), b ? std::optional<uint32_t>(b->GetId()) : std::nullopt}
{
    m_model.ends[0].name = "A";
    m_model.ends[1].name = "B";
    m_model.ends[1].hasStates = static_cast<bool>(b);
    Connect(0, a);
    if (b)
    {
        Connect(1, b);
    }
}

TcpLifecycleLadderRecorder::~TcpLifecycleLadderRecorder()
{
    try
    {
        Close();
    }
    catch (const TcpLifecycleFileError& error)
    {
        NS_FATAL_ERROR(error.what());
    }
}

void
TcpLifecycleLadderRecorder::Connect(std::size_t end, Ptr<Node> node)
{
    const auto l4 = node->GetObject<TcpLifecycleL4Protocol>();
    NS_ABORT_MSG_UNLESS(l4,
                        "TcpLifecycleHelper::Install() was not called for node " << node->GetId());
    const Ptr<TcpLifecycleLadderRecorder> self(this);
    l4->TraceConnectWithoutContext(
        "Transition",
        MakeCallback(&TcpLifecycleLadderRecorder::OnTransition, self).Bind(end));
    l4->TraceConnectWithoutContext(
        "SegmentSent",
        MakeCallback(&TcpLifecycleLadderRecorder::OnSent, self).Bind(end));
    l4->TraceConnectWithoutContext(
        "SegmentReceived",
        MakeCallback(&TcpLifecycleLadderRecorder::OnReceived, self).Bind(end));
}

void
TcpLifecycleLadderRecorder::SetNames(const std::string& title,
                                     const std::string& nameA,
                                     const std::string& nameB)
{
    m_model.title = title;
    m_model.ends[0].name = nameA;
    m_model.ends[1].name = nameB;
}

void
TcpLifecycleLadderRecorder::SetPorts(uint16_t portA, uint16_t portB)
{
    m_ports = {portA, portB};
}

void
TcpLifecycleLadderRecorder::KeepViews()
{
    m_keepsViews = true;
}

void
TcpLifecycleLadderRecorder::WriteTo(const std::string& prefix)
{
    m_prefix = prefix;
}

void
TcpLifecycleLadderRecorder::Close()
{
    if (!m_closed && !m_prefix.empty())
    {
        const TcpLifecycleLadderModel shown = GetShownModel();
        m_closed = true;
        TcpLifecycleOutput::WriteFile(m_prefix + ".txt", TcpLifecycleLadderText(shown));
        TcpLifecycleOutput::WriteFile(m_prefix + ".svg", TcpLifecycleLadderSvg(shown));
    }
    m_closed = true;
}

const TcpLifecycleLadderModel&
TcpLifecycleLadderRecorder::GetModel() const
{
    return m_model;
}

TcpLifecycleLadderModel
TcpLifecycleLadderRecorder::GetShownModel() const
{
    return m_model.Shortened(MOST_SEGMENTS);
}

bool
TcpLifecycleLadderRecorder::IsRecorded(std::size_t end, const lifecycle::FourTuple& tuple)
{
    if (m_closed)
    {
        return false;
    }
    const lifecycle::FourTuple fromLeft = FromLeft(end, tuple);
    if (m_tuple)
    {
        return *m_tuple == fromLeft;
    }
    const bool portsFit = (m_ports[0] == 0 || m_ports[0] == fromLeft.localPort) &&
                          (m_ports[1] == 0 || m_ports[1] == fromLeft.remotePort);
    const auto& other = m_nodes[1 - end];
    if (!portsFit || (other && !HasAddress(NodeList::GetNode(*other), tuple.remote)))
    {
        return false;
    }
    Select(end, tuple);
    return true;
}

void
TcpLifecycleLadderRecorder::Select(std::size_t end, const lifecycle::FourTuple& tuple)
{
    m_tuple = FromLeft(end, tuple);
    m_model.ends[0].address = m_tuple->local;
    m_model.ends[0].port = m_tuple->localPort;
    m_model.ends[1].address = m_tuple->remote;
    m_model.ends[1].port = m_tuple->remotePort;
    for (const auto& [port, transition] : m_listeners)
    {
        if (port == m_model.ends[transition.end].port)
        {
            m_model.AddTransition(transition);
        }
    }
    m_listeners.clear();
}

void
TcpLifecycleLadderRecorder::OnTransition(std::size_t end, const TcpLifecycleTransition& event)
{
    const TcpLifecycleLadderTransition transition{end,
                                                  event.time,
                                                  event.from,
                                                  event.to,
                                                  event.cause};
    if (event.tuple.remotePort == 0)
    {
        if (!m_tuple)
        {
            m_listeners.emplace_back(event.tuple.localPort, transition);
        }
        else if (event.tuple.localPort == m_model.ends[end].port && !m_begun[end])
        {
            m_model.AddTransition(transition);
        }
        return;
    }
    if (!IsRecorded(end, event.tuple))
    {
        return;
    }
    m_begun[end] = true;
    m_model.AddTransition(transition);
    Look(end, event.tuple);
}

void
TcpLifecycleLadderRecorder::OnSent(std::size_t end, const TcpLifecycleSegmentEvent& event)
{
    if (IsRecorded(end, event.tuple))
    {
        m_inFlight[event.serial] =
            m_model.AddSent(end, event.time, *event.segment, event.retransmission);
        m_model.segments.back().reason = event.reason;
        if (!m_nodes[1 - end])
        {
            m_model.AddReceived(m_inFlight[event.serial], event.time);
        }
        Look(end, event.tuple);
    }
}

void
TcpLifecycleLadderRecorder::OnReceived(std::size_t end, const TcpLifecycleSegmentEvent& event)
{
    const auto sent = m_inFlight.find(event.serial);
    if (!IsRecorded(end, event.tuple))
    {
        return;
    }
    // What neither end has sent was made by something between them; where is not known
    const std::size_t index = sent != m_inFlight.end()
                                  ? sent->second
                                  : m_model.AddSent(1 - end, event.time, *event.segment, false);
    m_model.AddReceived(index, event.time);
    m_model.segments[m_model.events.back().index].segment.checksum = event.segment->checksum;
    Look(end, event.tuple);
}

void
TcpLifecycleLadderRecorder::Look(std::size_t end, const lifecycle::FourTuple& tuple)
{
    if (!m_keepsViews)
    {
        return;
    }
    m_model.views.resize(m_model.events.size());
    LookAgain(end, tuple, m_model.events.size() - 1);
    Simulator::ScheduleNow(&TcpLifecycleLadderRecorder::LookAgain,
                           Ptr<TcpLifecycleLadderRecorder>(this),
                           end,
                           tuple,
                           m_model.events.size() - 1);
}

void
TcpLifecycleLadderRecorder::LookAgain(std::size_t end,
                                      lifecycle::FourTuple tuple,
                                      std::size_t event)
{
    for (std::size_t i = event + 1; i < m_model.events.size(); ++i)
    {
        if (m_model.events[i].end == end)
        {
            return; // that one's view is the later one
        }
    }
    const auto l4 = NodeList::GetNode(*m_nodes[end])->GetObject<TcpLifecycleL4Protocol>();
    const lifecycle::Host* host = l4->GetHost();
    const auto* connection = host != nullptr ? host->Find(host->HandleOf(tuple)) : nullptr;
    if (connection != nullptr) // else it is kept as a record, of which no more is known than before
    {
        m_model.views[event] = ViewTcpLifecycleConnection(*connection);
    }
}

} // namespace ns3
