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
#include "ns3/names.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

/**
 * \file
 * \ingroup tcp-lifecycle
 * The interface for simulation scripts.
 */

namespace ns3
{

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
TcpLifecycleHelper::KeepStockTcp(bool keep)
{
    m_keepStock = keep;
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
        m_keepStock ? l4->ShareWithStock() : l4->TakeStockName();
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

void
TcpLifecycleHelper::Install(const std::string& nodeName) const
{
    const auto node = Names::Find<Node>(nodeName);
    NS_ABORT_MSG_UNLESS(node,
                        "TcpLifecycleHelper::Install(): no node has the name \""
                            << nodeName << "\"; Names::Add() gives it a name");
    Install(node);
}

void
TcpLifecycleHelper::InstallAll() const
{
    Install(NodeContainer::GetGlobal());
}

NodeContainer
TcpLifecycleHelper::GetAll()
{
    const NodeContainer every = NodeContainer::GetGlobal();
    NodeContainer all;
    for (auto node = every.Begin(); node != every.End(); ++node)
    {
        if (GetL4(*node))
        {
            all.Add(*node);
        }
    }
    return all;
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
    Simulator::Schedule(at - Simulator::Now(), &TcpLifecycleL4Protocol::Crash, RequireL4(node));
}

void
TcpLifecycleHelper::RebootAt(Ptr<Node> node, Time at)
{
    Simulator::Schedule(at - Simulator::Now(), &TcpLifecycleL4Protocol::Reboot, RequireL4(node));
}

Ptr<TcpLifecycleL4Protocol>
TcpLifecycleHelper::GetL4(Ptr<Node> node)
{
    return node->GetObject<TcpLifecycleL4Protocol>();
}

Ptr<TcpLifecycleL4Protocol>
TcpLifecycleHelper::RequireL4(Ptr<Node> node)
{
    const auto l4 = GetL4(node);
    NS_ABORT_MSG_UNLESS(l4,
                        "node " << node->GetId()
                                << " has no TcpLifecycleL4Protocol: call "
                                   "TcpLifecycleHelper::Install() for it first");
    return l4;
}

void
TcpLifecycleHelper::EnableChecksums()
{
    GlobalValue::Bind("ChecksumEnabled", BooleanValue(true));
}

// The nodes go by an event of Simulator::Destroy() that was scheduled when the first of them came,
// so files closed by events that were scheduled later have what happens when nodes go.

template <typename File>
void
TcpLifecycleHelper::CloseAtEnd(Ptr<File> file)
{
    m_closers.push_back([file] { file->Close(); });
    Simulator::ScheduleDestroy(&File::Close, file);
}

void
TcpLifecycleHelper::Connect(const NodeContainer& nodes,
                            const Callback<void, const TcpLifecycleTransition&>& sink)
{
    for (auto node = nodes.Begin(); node != nodes.End(); ++node)
    {
        RequireL4(*node)->TraceConnectWithoutContext("Transition", sink);
    }
}

void
TcpLifecycleHelper::Connect(const NodeContainer& nodes,
                            const Callback<void, const TcpLifecycleRecord&>& sink)
{
    for (auto node = nodes.Begin(); node != nodes.End(); ++node)
    {
        RequireL4(*node)->TraceConnectWithoutContext("ConnectionClosed", sink);
    }
    m_records.push_back({sink, nodes});
}

namespace
{

/// \param stream lives as long as the files that Simulator::Destroy() has closed before
void
KeepToEnd(const Ptr<OutputStreamWrapper>& stream)
{
    Simulator::ScheduleDestroy([stream] {});
}

} // namespace

void
TcpLifecycleHelper::WriteTransitions(const NodeContainer& nodes,
                                     Ptr<TcpLifecycleTransitionsCsv> file)
{
    Connect(nodes, MakeCallback(&TcpLifecycleTransitionsCsv::OnEvent, file));
    CloseAtEnd(file);
}

void
TcpLifecycleHelper::WriteConnections(const NodeContainer& nodes,
                                     Ptr<TcpLifecycleConnectionsCsv> file)
{
    Connect(nodes, MakeCallback(&TcpLifecycleConnectionsCsv::OnEvent, file));
    CloseAtEnd(file);
}

void
TcpLifecycleHelper::WriteSegments(const NodeContainer& nodes, Ptr<TcpLifecycleSegmentsCsv> file)
{
    Create<TcpLifecycleSegmentFeed>(MakeCallback(&TcpLifecycleSegmentsCsv::OnEvent, file))
        ->Connect(nodes);
    CloseAtEnd(file);
}

void
TcpLifecycleHelper::EnableTransitions(const NodeContainer& nodes, const std::string& path)
{
    WriteTransitions(nodes, Create<TcpLifecycleTransitionsCsv>(path));
}

void
TcpLifecycleHelper::EnableTransitions(const NodeContainer& nodes, std::ostream& stream)
{
    WriteTransitions(nodes, Create<TcpLifecycleTransitionsCsv>(stream));
}

void
TcpLifecycleHelper::EnableTransitions(const NodeContainer& nodes, Ptr<OutputStreamWrapper> stream)
{
    WriteTransitions(nodes, Create<TcpLifecycleTransitionsCsv>(*stream->GetStream()));
    KeepToEnd(stream);
}

void
TcpLifecycleHelper::EnableTransitionsAll(const std::string& path)
{
    EnableTransitions(GetAll(), path);
}

void
TcpLifecycleHelper::EnableConnections(const NodeContainer& nodes, const std::string& path)
{
    WriteConnections(nodes, Create<TcpLifecycleConnectionsCsv>(path));
}

void
TcpLifecycleHelper::EnableConnections(const NodeContainer& nodes, std::ostream& stream)
{
    WriteConnections(nodes, Create<TcpLifecycleConnectionsCsv>(stream));
}

void
TcpLifecycleHelper::EnableConnections(const NodeContainer& nodes, Ptr<OutputStreamWrapper> stream)
{
    WriteConnections(nodes, Create<TcpLifecycleConnectionsCsv>(*stream->GetStream()));
    KeepToEnd(stream);
}

void
TcpLifecycleHelper::EnableConnectionsAll(const std::string& path)
{
    EnableConnections(GetAll(), path);
}

void
TcpLifecycleHelper::EnableSegments(const NodeContainer& nodes, const std::string& path)
{
    WriteSegments(nodes, Create<TcpLifecycleSegmentsCsv>(path));
}

void
TcpLifecycleHelper::EnableSegments(const NodeContainer& nodes, Ptr<OutputStreamWrapper> stream)
{
    WriteSegments(nodes, Create<TcpLifecycleSegmentsCsv>(*stream->GetStream()));
    KeepToEnd(stream);
}

void
TcpLifecycleHelper::EnableSegmentsAll(const std::string& path)
{
    EnableSegments(GetAll(), path);
}

Ptr<TcpLifecycleDatabase>
TcpLifecycleHelper::EnableDatabase(const NodeContainer& nodes,
                                   const std::string& path,
                                   bool segments)
{
    const auto database = Create<TcpLifecycleDatabase>(path, segments);
    Connect(nodes, MakeCallback(&TcpLifecycleDatabase::OnTransition, database));
    Connect(nodes, MakeCallback(&TcpLifecycleDatabase::OnConnection, database));
    if (segments)
    {
        Create<TcpLifecycleSegmentFeed>(MakeCallback(&TcpLifecycleDatabase::OnSegment, database))
            ->Connect(nodes);
    }
    CloseAtEnd(database);
    return database;
}

Ptr<TcpLifecycleCapture>
TcpLifecycleHelper::EnableCapture(const NodeContainer& nodes,
                                  const std::string& prefix,
                                  TcpLifecycleCaptureKind kind)
{
    const auto capture = Create<TcpLifecycleCapture>(prefix, kind);
    capture->Connect(nodes);
    CloseAtEnd(capture);
    return capture;
}

Ptr<TcpLifecycleDatabase>
TcpLifecycleHelper::EnableDatabaseAll(const std::string& path, bool segments)
{
    return EnableDatabase(GetAll(), path, segments);
}

Ptr<TcpLifecycleCapture>
TcpLifecycleHelper::EnableCaptureAll(const std::string& prefix, TcpLifecycleCaptureKind kind)
{
    return EnableCapture(GetAll(), prefix, kind);
}

Ptr<TcpLifecycleCapture>
TcpLifecycleHelper::EnablePcapngAll(const std::string& prefix)
{
    return EnablePcapng(GetAll(), prefix);
}

Ptr<TcpLifecycleCapture>
TcpLifecycleHelper::EnablePcapng(const NodeContainer& nodes, const std::string& prefix)
{
    return EnableCapture(nodes, prefix, TcpLifecycleCaptureKind::Pcapng);
}

Ptr<TcpLifecycleLadderRecorder>
TcpLifecycleHelper::EnableLadder(Ptr<Node> a, Ptr<Node> b, const std::string& prefix)
{
    auto recorder = Create<TcpLifecycleLadderRecorder>(a, b);
    recorder->WriteTo(prefix);
    CloseAtEnd(recorder);
    return recorder;
}

void
TcpLifecycleHelper::Finish()
{
    for (const Records& records : m_records)
    {
        for (auto node = records.nodes.Begin(); node != records.nodes.End(); ++node)
        {
            for (const auto& record : RequireL4(*node)->GetOpenRecords())
            {
                records.sink(record);
            }
        }
    }
    for (const auto& close : m_closers)
    {
        close();
    }
    m_records.clear();
    m_closers.clear();
}

} // namespace ns3
