/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-capture.h"

#include "tcp-lifecycle-capture-files.h"
#include "tcp-lifecycle-capture-words.h"
#include "tcp-lifecycle-fault-model.h"
#include "tcp-lifecycle-l4-protocol.h"
#include "tcp-lifecycle-output.h"
#include "tcp-lifecycle-serial-tag.h"

#include "ns3/channel.h"
#include "ns3/data-rate.h"
#include "ns3/fatal-error.h"
#include "ns3/node.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"

#include <optional>
#include <utility>

/**
 * \file
 * \ingroup tcp-lifecycle
 * From devices and the trace sources of TCP to capture files.
 */

namespace ns3
{

namespace
{

/// What has not come to a device by then was dropped in a queue, or went another way.
const Time LONGEST_WAIT = Minutes(1);

/// \param device a device \return how its packets begin; nothing if it cannot be captured
std::optional<lifecycle::LinkType>
LinkTypeOf(const Ptr<NetDevice>& device)
{
    const std::string type = device->GetInstanceTypeId().GetName();
    if (type == "ns3::PointToPointNetDevice")
    {
        return lifecycle::LinkType::Ppp;
    }
    if (type == "ns3::CsmaNetDevice")
    {
        return lifecycle::LinkType::Ethernet;
    }
    return std::nullopt;
}

/// \param packet a packet \return the serial of its segment, or 0
uint64_t
SerialOf(const Ptr<const Packet>& packet)
{
    TcpLifecycleSerialTag tag;
    return packet->PeekPacketTag(tag) ? tag.Get() : 0;
}

/// \param to gets what is in \p from
void
Join(std::vector<std::string>& to, std::vector<std::string> from)
{
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

} // namespace

TcpLifecycleCapture::TcpLifecycleCapture(const std::string& prefix, TcpLifecycleCaptureKind kind)
    : m_kind(kind),
      m_files(std::make_unique<TcpLifecycleCaptureFiles>(prefix, kind))
{
}

TcpLifecycleCapture::~TcpLifecycleCapture()
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
TcpLifecycleCapture::Connect(const NodeContainer& nodes)
{
    const Ptr<TcpLifecycleCapture> self(this);
    NodeContainer speaking;
    for (auto node = nodes.Begin(); node != nodes.End(); ++node)
    {
        for (uint32_t i = 0; i < (*node)->GetNDevices(); ++i)
        {
            AddInterface((*node)->GetDevice(i));
        }
        if ((*node)->GetObject<TcpLifecycleL4Protocol>())
        {
            speaking.Add(*node);
        }
    }
    // Which connection a packet belongs to, and what it does, only some files tell.
    const bool silent =
        m_kind == TcpLifecycleCaptureKind::Device || m_kind == TcpLifecycleCaptureKind::Host;
    if (silent)
    {
        return;
    }
    Create<TcpLifecycleSegmentFeed>(MakeCallback(&TcpLifecycleCapture::OnSegment, self))
        ->Connect(speaking);
    for (auto node = speaking.Begin(); node != speaking.End(); ++node)
    {
        const auto l4 = (*node)->GetObject<TcpLifecycleL4Protocol>();
        l4->TraceConnectWithoutContext("Transition",
                                       MakeCallback(&TcpLifecycleCapture::OnTransition, self));
        l4->TraceConnectWithoutContext("Drop", MakeCallback(&TcpLifecycleCapture::OnDrop, self));
    }
}

void
TcpLifecycleCapture::AddInterface(Ptr<NetDevice> device)
{
    const auto link = LinkTypeOf(device);
    if (!link)
    {
        return;
    }
    const Ptr<TcpLifecycleCapture> self(this);
    const std::size_t number = m_interfaces.size();
    Interface interface;
    interface.node = device->GetNode()->GetId();
    interface.device = device;
    interface.pointToPoint = *link == lifecycle::LinkType::Ppp;
    m_interfaces.push_back(interface);
    m_files->AddInterface(device, *link);
    device->TraceConnectWithoutContext(
        "PromiscSniffer",
        MakeCallback(&TcpLifecycleCapture::OnSniff, self).Bind(number));
    for (const auto& [source, direction] :
         {std::pair("PhyTxBegin", lifecycle::CaptureDirection::Outbound),
          std::pair("PhyRxEnd", lifecycle::CaptureDirection::Inbound)})
    {
        device->TraceConnectWithoutContext(
            source,
            MakeCallback(&TcpLifecycleCapture::OnDirection, self).Bind(number, direction));
    }
    const Ptr<Channel> channel = device->GetChannel();
    for (std::size_t i = 0; interface.pointToPoint && channel && i < channel->GetNDevices(); ++i)
    {
        const Ptr<NetDevice> other = channel->GetDevice(i);
        if (other == device || !m_receivers.insert(other).second)
        {
            continue;
        }
        other->TraceConnectWithoutContext("PhyRxDrop",
                                          MakeCallback(&TcpLifecycleCapture::OnLoss, self));
        PointerValue model;
        other->GetAttribute("ReceiveErrorModel", model);
        if (const auto faults = model.Get<TcpLifecycleFaultModel>())
        {
            faults->TraceConnectWithoutContext("Struck",
                                               MakeCallback(&TcpLifecycleCapture::OnFault, self));
        }
    }
}

Time
TcpLifecycleCapture::TravelTime(const Interface& interface, uint32_t size)
{
    if (!interface.pointToPoint)
    {
        return Time(0);
    }
    DataRateValue rate;
    TimeValue delay;
    interface.device->GetAttribute("DataRate", rate);
    interface.device->GetChannel()->GetAttribute("Delay", delay);
    return rate.Get().CalculateBytesTxTime(size) + delay.Get();
}

void
TcpLifecycleCapture::OnSniff(std::size_t interface, Ptr<const Packet> packet)
{
    if (!m_files)
    {
        return;
    }
    const Time now = Simulator::Now();
    Proceed(now);
    const Interface& from = m_interfaces[interface];
    Pending& pending = m_pending.emplace_back();
    pending.uid = packet->GetUid();
    pending.time = now;
    // Of what is captured without comments nothing can be said.
    pending.settled =
        m_kind == TcpLifecycleCaptureKind::Pcapng ? now + TravelTime(from, packet->GetSize()) : now;
    TcpLifecycleCapturedFrame& frame = pending.frame;
    frame.node = from.node;
    frame.interface = interface;
    frame.packet.nanoseconds = static_cast<uint64_t>(now.GetNanoSeconds());
    frame.packet.id = SerialOf(packet);
    frame.packet.octets.resize(packet->GetSize());
    packet->CopyData(reinterpret_cast<uint8_t*>(frame.packet.octets.data()), packet->GetSize());
    const auto sent = m_sent.find(frame.packet.id);
    if (sent != m_sent.end() && sent->second.node == from.node)
    {
        frame.id = sent->second.id;
        Join(frame.packet.comments, std::move(sent->second.comments));
        m_sent.erase(sent);
    }
    const auto early = m_early.find(pending.uid);
    if (early != m_early.end())
    {
        Join(frame.packet.comments, std::move(early->second));
        m_early.erase(early);
    }
}

void
TcpLifecycleCapture::OnDirection(std::size_t interface,
                                 lifecycle::CaptureDirection direction,
                                 Ptr<const Packet> packet)
{
    const Time now = Simulator::Now();
    for (auto it = m_pending.rbegin(); it != m_pending.rend() && it->time == now; ++it)
    {
        if (it->frame.interface == interface && it->uid == packet->GetUid())
        {
            it->frame.packet.direction = direction;
            return;
        }
    }
}

void
TcpLifecycleCapture::OnLoss(Ptr<const Packet> packet)
{
    Pending* pending = Find(packet);
    if (pending != nullptr && !pending->fateKnown)
    {
        pending->fateKnown = true;
        pending->frame.packet.comments.emplace_back("lost on the link");
    }
}

void
TcpLifecycleCapture::OnFault(Ptr<const Packet> packet, std::string rule, TcpLifecycleFaultAction)
{
    if (packet)
    {
        Comment(packet, "matched by the fault rule '" + rule + "'");
    }
}

void
TcpLifecycleCapture::Comment(Ptr<const Packet> packet, const std::string& text)
{
    if (Pending* pending = Find(packet))
    {
        pending->fateKnown = true;
        pending->frame.packet.comments.push_back(text);
        return;
    }
    Proceed(Simulator::Now());
    m_early[packet->GetUid()].push_back(text);
}

void
TcpLifecycleCapture::OnSegment(const TcpLifecycleSegmentRecord& record)
{
    const TcpLifecycleSegmentEvent& event = *record.event;
    Proceed(event.time);
    if (!record.sent)
    {
        m_received[event.node] = event.serial;
        if (Pending* pending = Find(event.node, event.serial))
        {
            pending->frame.id = event.id;
        }
        return;
    }
    if (m_sent.size() >= m_sentLimit)
    {
        for (auto it = m_sent.begin(); it != m_sent.end();)
        {
            it = event.time - it->second.time > LONGEST_WAIT ? m_sent.erase(it) : std::next(it);
        }
        m_sentLimit = 4096 + 2 * m_sent.size();
    }
    Sent sent;
    sent.node = event.node;
    sent.id = event.id;
    sent.time = event.time;
    const auto untold = m_untold.find({event.node, event.id});
    if (untold != m_untold.end())
    {
        Join(sent.comments, std::move(untold->second));
        m_untold.erase(untold);
    }
    Join(sent.comments, TcpLifecycleSegmentWords(record));
    m_sent[event.serial] = std::move(sent);
    m_latest = {{event.node, event.id},
                event.serial,
                event.time,
                event.segment->Has(lifecycle::RST)};
}

void
TcpLifecycleCapture::OnTransition(const TcpLifecycleTransition& event)
{
    Proceed(event.time);
    const std::string words = TcpLifecycleTransitionWords(event);
    const std::pair<uint32_t, uint64_t> end{event.node, event.id};
    if (event.segment != nullptr)
    {
        if (Pending* pending = Find(event.node, m_received[event.node]))
        {
            pending->frame.packet.comments.push_back(words);
        }
        return;
    }
    // A reset goes before the change of state that it is for, all else after it.
    if (m_latest.reset && m_latest.end == end && m_latest.time == event.time)
    {
        const auto sent = m_sent.find(m_latest.serial);
        if (sent != m_sent.end())
        {
            sent->second.comments.push_back(words);
        }
        else if (Pending* pending = Find(event.node, m_latest.serial))
        {
            pending->frame.packet.comments.push_back(words);
        }
        return;
    }
    m_untold[end].push_back(words);
}

void
TcpLifecycleCapture::OnDrop(Ptr<const Packet> packet, std::string why)
{
    if (Pending* pending = packet ? Find(packet) : nullptr)
    {
        pending->frame.packet.comments.push_back("dropped by TCP: " + why);
    }
}

void
TcpLifecycleCapture::Proceed(Time now)
{
    if (now == m_now)
    {
        return;
    }
    m_now = now;
    m_untold.clear();
    m_early.clear();
    while (m_files && !m_pending.empty() && m_pending.front().settled < now)
    {
        const Pending pending = std::move(m_pending.front());
        m_pending.pop_front();
        m_files->Write(pending.frame);
    }
}

TcpLifecycleCapture::Pending*
TcpLifecycleCapture::Find(uint32_t node, uint64_t serial)
{
    for (auto it = m_pending.rbegin(); it != m_pending.rend(); ++it)
    {
        if (it->frame.node == node && (serial == 0 || it->frame.packet.id == serial))
        {
            return serial != 0 || it->time == Simulator::Now() ? &*it : nullptr;
        }
    }
    return nullptr;
}

TcpLifecycleCapture::Pending*
TcpLifecycleCapture::Find(Ptr<const Packet> packet)
{
    const uint64_t serial = SerialOf(packet);
    const uint64_t uid = packet->GetUid();
    for (auto it = m_pending.rbegin(); it != m_pending.rend(); ++it)
    {
        if (serial != 0 ? it->frame.packet.id == serial : it->uid == uid)
        {
            return &*it;
        }
    }
    return nullptr;
}

void
TcpLifecycleCapture::Close()
{
    if (!m_files)
    {
        return;
    }
    const auto files = std::move(m_files);
    for (const Pending& pending : m_pending)
    {
        files->Write(pending.frame);
    }
    m_pending.clear();
    // The devices' trace sources hold this: it must not hold the devices forever
    for (Interface& interface : m_interfaces)
    {
        interface.device = nullptr;
    }
    m_receivers.clear();
    files->Close();
}

} // namespace ns3
