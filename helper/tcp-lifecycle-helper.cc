/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-helper.h"

#include "tcp-lifecycle-l4-protocol.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/global-value.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

/**
 * \file
 * \ingroup tcp-lifecycle
 * What a simulation script calls.
 */

namespace ns3
{

namespace
{

/// \param node a node \return its TCP; the program stops if it is not the module's
Ptr<TcpLifecycleL4Protocol>
RequireL4(Ptr<Node> node)
{
    const auto l4 = TcpLifecycleHelper::GetL4(node);
    NS_ABORT_MSG_UNLESS(l4,
                        "node " << node->GetId()
                                << " has no TcpLifecycleL4Protocol: call "
                                   "TcpLifecycleHelper::Install() before its traces are enabled");
    return l4;
}

} // namespace

void
TcpLifecycleHelper::SetAttribute(const std::string& name, const AttributeValue& value)
{
    m_attributes.emplace_back(name, value.Copy());
}

void
TcpLifecycleHelper::SetProfile(const std::string& name)
{
    SetAttribute("Profile", StringValue(name));
}

void
TcpLifecycleHelper::Install(Ptr<Node> node) const
{
    NS_ABORT_MSG_UNLESS(node->GetObject<Ipv4>() || node->GetObject<Ipv6>(),
                        "TcpLifecycleHelper::Install(): node "
                            << node->GetId()
                            << " has no IP stack; call InternetStackHelper::Install() first");
    auto l4 = GetL4(node);
    const bool isNew = !l4;
    if (isNew)
    {
        l4 = CreateObject<TcpLifecycleL4Protocol>();
    }
    for (const auto& [name, value] : m_attributes)
    {
        l4->SetAttribute(name, *value);
    }
    if (isNew)
    {
        node->AggregateObject(l4);
    }
}

void
TcpLifecycleHelper::Install(const NodeContainer& nodes) const
{
    for (auto node = nodes.Begin(); node != nodes.End(); ++node)
    {
        Install(*node);
    }
}

int64_t
TcpLifecycleHelper::AssignStreams(const NodeContainer& nodes, int64_t stream) const
{
    int64_t next = stream;
    for (auto node = nodes.Begin(); node != nodes.End(); ++node)
    {
        next += RequireL4(*node)->AssignStreams(next);
    }
    return next - stream;
}

void
TcpLifecycleHelper::CrashAt(Ptr<Node> node, Time at)
{
    Simulator::Schedule(at - Simulator::Now(), &TcpLifecycleL4Protocol::Crash, GetL4(node));
}

void
TcpLifecycleHelper::RebootAt(Ptr<Node> node, Time at)
{
    Simulator::Schedule(at - Simulator::Now(), &TcpLifecycleL4Protocol::Reboot, GetL4(node));
}

Ptr<TcpLifecycleL4Protocol>
TcpLifecycleHelper::GetL4(Ptr<Node> node)
{
    return node->GetObject<TcpLifecycleL4Protocol>();
}

void
TcpLifecycleHelper::EnableChecksums()
{
    GlobalValue::Bind("ChecksumEnabled", BooleanValue(true));
}

// The nodes go by an event of Simulator::Destroy() that was scheduled when the first of them came,
// so files closed by events that were scheduled later have what happens when nodes go.

void
TcpLifecycleHelper::Connect(const NodeContainer& nodes, Ptr<TcpLifecycleTransitionsCsv> csv)
{
    for (auto node = nodes.Begin(); node != nodes.End(); ++node)
    {
        RequireL4(*node)->TraceConnectWithoutContext(
            "Transition",
            MakeCallback(&TcpLifecycleTransitionsCsv::OnEvent, csv));
    }
    m_transitions.push_back(csv);
    Simulator::ScheduleDestroy(&TcpLifecycleTransitionsCsv::Close, csv);
}

void
TcpLifecycleHelper::Connect(const NodeContainer& nodes, Ptr<TcpLifecycleConnectionsCsv> csv)
{
    for (auto node = nodes.Begin(); node != nodes.End(); ++node)
    {
        RequireL4(*node)->TraceConnectWithoutContext(
            "ConnectionClosed",
            MakeCallback(&TcpLifecycleConnectionsCsv::OnEvent, csv));
    }
    m_connections.push_back({csv, nodes});
    Simulator::ScheduleDestroy(&TcpLifecycleConnectionsCsv::Close, csv);
}

void
TcpLifecycleHelper::EnableTransitions(const NodeContainer& nodes, const std::string& path)
{
    Connect(nodes, Create<TcpLifecycleTransitionsCsv>(path));
}

void
TcpLifecycleHelper::EnableTransitions(const NodeContainer& nodes, std::ostream& stream)
{
    Connect(nodes, Create<TcpLifecycleTransitionsCsv>(stream));
}

void
TcpLifecycleHelper::EnableConnections(const NodeContainer& nodes, const std::string& path)
{
    Connect(nodes, Create<TcpLifecycleConnectionsCsv>(path));
}

void
TcpLifecycleHelper::EnableConnections(const NodeContainer& nodes, std::ostream& stream)
{
    Connect(nodes, Create<TcpLifecycleConnectionsCsv>(stream));
}

Ptr<TcpLifecycleLadderRecorder>
TcpLifecycleHelper::EnableLadder(Ptr<Node> a, Ptr<Node> b, const std::string& prefix)
{
    auto recorder = Create<TcpLifecycleLadderRecorder>(a, b);
    recorder->WriteTo(prefix);
    m_ladders.push_back(recorder);
    Simulator::ScheduleDestroy(&TcpLifecycleLadderRecorder::Close, recorder);
    return recorder;
}

void
TcpLifecycleHelper::Finish()
{
    for (const auto& file : m_connections)
    {
        for (auto node = file.nodes.Begin(); node != file.nodes.End(); ++node)
        {
            for (const auto& record : RequireL4(*node)->GetOpenRecords())
            {
                file.csv->OnEvent(record);
            }
        }
        file.csv->Close();
    }
    for (const auto& csv : m_transitions)
    {
        csv->Close();
    }
    for (const auto& ladder : m_ladders)
    {
        ladder->Close();
    }
    m_connections.clear();
    m_transitions.clear();
    m_ladders.clear();
}

} // namespace ns3
