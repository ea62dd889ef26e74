/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-l4-protocol.h"

#include "tcp-lifecycle-address.h"
#include "tcp-lifecycle-driver.h"
#include "tcp-lifecycle-header.h"
#include "tcp-lifecycle-marks.h"
#include "tcp-lifecycle-serial-tag.h"
#include "tcp-lifecycle-socket-factory.h"
#include "tcp-lifecycle-socket.h"

#include "ns3/ipv4-interface.h"
#include "ns3/ipv6-interface.h"
#include "ns3/log.h"
#include "ns3/loopback-net-device.h"
#include "ns3/object-vector.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/tcp-cubic.h"
#include "ns3/trace-source-accessor.h"

#include <algorithm>
#include <limits>

namespace ns3
{

LogComponent TcpLifecycleL4Protocol::g_log("TcpLifecycleL4Protocol", __FILE__);

NS_OBJECT_ENSURE_REGISTERED(TcpLifecycleL4Protocol);

const uint8_t TcpLifecycleL4Protocol::PROT_NUMBER = lifecycle::TCP_PROTOCOL;

namespace
{

/// Set the addresses of the pseudo-header of a checksum. \param header the header \param source
/// source address \param destination destination address
[[gnu::noinline]] void
PrepareChecksum(TcpLifecycleHeader& header,
                const lifecycle::IpAddress& source,
                const lifecycle::IpAddress& destination)
{
    header.EnableChecksums();
    if (source.isIpv6)
    {
        header.InitializeChecksum(ToIpv6Address(source),
                                  ToIpv6Address(destination),
                                  lifecycle::TCP_PROTOCOL);
        return;
    }
    header.InitializeChecksum(ToIpv4Address(source),
                              ToIpv4Address(destination),
                              lifecycle::TCP_PROTOCOL);
}

} // namespace

TypeId
TcpLifecycleL4Protocol::GetTypeId()
{
    static TypeId tid = TcpLifecycleSettings::AddAttributes(
        TypeId("ns3::TcpLifecycleL4Protocol")
            .SetParent<IpL4Protocol>()
            .SetGroupName("TcpLifecycle")
            .AddConstructor<TcpLifecycleL4Protocol>()
            .AddAttribute("Profile",
                          "The stack whose parameters are used: rfc9293, linux, freebsd, "
                          "windows or macos.",
                          StringValue("rfc9293"),
                          MakeStringAccessor(&TcpLifecycleL4Protocol::SetProfile,
                                             &TcpLifecycleL4Protocol::GetProfile),
                          TcpLifecycleSettings::MakeProfileChecker())
            .AddAttribute("SocketType",
                          "Congestion control of new flows, a ns3::TcpCongestionOps.",
                          TypeIdValue(TcpCubic::GetTypeId()),
                          MakeTypeIdAccessor(&TcpLifecycleL4Protocol::SetCongestionType,
                                             &TcpLifecycleL4Protocol::GetCongestionType),
                          MakeTypeIdChecker())
            .AddAttribute("SocketList",
                          "The sockets of this node.",
                          ObjectVectorValue(),
                          MakeObjectVectorAccessor(&TcpLifecycleL4Protocol::GetSocket,
                                                   &TcpLifecycleL4Protocol::GetNSockets),
                          MakeObjectVectorChecker<TcpLifecycleSocket>())
            .AddTraceSource("Transition",
                            "A connection or listener changes its state.",
                            MakeTraceSourceAccessor(&TcpLifecycleL4Protocol::m_transitionTrace),
                            "ns3::TcpLifecycleTransitionTracedCallback")
            .AddTraceSource(
                "ConnectionClosed",
                "A connection has ended, or the node is disposed of while it is open; it must "
                "have been opened while this trace source had a sink.",
                MakeTraceSourceAccessor(&TcpLifecycleL4Protocol::m_closedTrace),
                "ns3::TcpLifecycleRecordTracedCallback")
            .AddTraceSource("ListenQueues",
                            "The queues or counters of a listener have changed.",
                            MakeTraceSourceAccessor(&TcpLifecycleL4Protocol::m_listenTrace),
                            "ns3::TcpLifecycleListenTracedCallback")
            .AddTraceSource("SegmentSent",
                            "A segment is sent to IP.",
                            MakeTraceSourceAccessor(&TcpLifecycleL4Protocol::m_sentTrace),
                            "ns3::TcpLifecycleSegmentTracedCallback")
            .AddTraceSource("SegmentReceived",
                            "A valid segment was received from IP.",
                            MakeTraceSourceAccessor(&TcpLifecycleL4Protocol::m_receivedTrace),
                            "ns3::TcpLifecycleSegmentTracedCallback")
            .AddTraceSource("IcmpError",
                            "An ICMP error about a TCP segment of this node was received.",
                            MakeTraceSourceAccessor(&TcpLifecycleL4Protocol::m_icmpTrace),
                            "ns3::TcpLifecycleIcmpTracedCallback")
            .AddTraceSource("Drop",
                            "A received segment is dropped, and why.",
                            MakeTraceSourceAccessor(&TcpLifecycleL4Protocol::m_dropTrace),
                            "ns3::TcpLifecycleL4Protocol::DropTracedCallback"),
        &TcpLifecycleL4Protocol::FindSettings);
    return tid;
}

TcpLifecycleL4Protocol::TcpLifecycleL4Protocol()
    : m_random(CreateObject<UniformRandomVariable>())
{
}

TcpLifecycleL4Protocol::~TcpLifecycleL4Protocol() = default;

// As an object

void
TcpLifecycleL4Protocol::NotifyNewAggregate()
{
    NS_LOG_FUNCTION(this);
    const Ptr<Node> node = GetObject<Node>();
    if (node)
    {
        const Ptr<Ipv4> ipv4 = node->GetObject<Ipv4>();
        const Ptr<Ipv6> ipv6 = node->GetObject<Ipv6>();
        if (ipv4 && m_ip.GetDownTarget().IsNull())
        {
            ipv4->Insert(this);
        }
        if (ipv6 && m_ip.GetDownTarget6().IsNull())
        {
            ipv6->Insert(this);
        }
        m_ip.SetNetworkLayers(ipv4, ipv6);
        if (!m_node && (ipv4 || ipv6))
        {
            m_node = node;
            TakeStockDefaults();
            AggregateFactories(node);
        }
    }
    IpL4Protocol::NotifyNewAggregate();
}

void
TcpLifecycleL4Protocol::AggregateFactories(Ptr<Node> node)
{
    // Look for ns-3's own TCP first: an object of its factory's type cannot be aggregated with one
    // of a derived type.
    const bool alone = !node->GetObject<TcpSocketFactory>();
    const auto factory = CreateObject<TcpLifecycleSocketFactory>();
    factory->SetL4(this);
    node->AggregateObject(factory);
    if (alone)
    {
        TakeStockName();
    }
}

void
TcpLifecycleL4Protocol::DoDispose()
{
    NS_LOG_FUNCTION(this);
    if (!m_closedTrace.IsEmpty())
    {
        for (const TcpLifecycleRecord& record : GetOpenRecords())
        {
            m_closedTrace(record);
        }
    }
    if (m_driver)
    {
        m_driver->Detach(); // it may be running, in an outer call
    }
    while (m_firstSocket != nullptr)
    {
        const Ptr<TcpLifecycleSocket> socket(m_firstSocket);
        socket->OnL4Disposed();
    }
    m_prototype = nullptr;
    m_congestion = nullptr;
    m_stock = nullptr;
    m_node = nullptr;
    m_ip.Clear();
    IpL4Protocol::DoDispose();
}

int64_t
TcpLifecycleL4Protocol::AssignStreams(int64_t stream)
{
    m_random->SetStream(stream);
    return 1;
}

Ptr<Node>
TcpLifecycleL4Protocol::GetNode() const
{
    return m_node;
}

const lifecycle::Host*
TcpLifecycleL4Protocol::GetHost() const
{
    return m_driver ? &m_driver->GetHost() : nullptr;
}

// From and to IP

int
TcpLifecycleL4Protocol::GetProtocolNumber() const
{
    return PROT_NUMBER;
}

void
TcpLifecycleL4Protocol::SetDownTarget(DownTargetCallback callback)
{
    m_ip.SetDownTarget(callback);
}

void
TcpLifecycleL4Protocol::SetDownTarget6(DownTargetCallback6 callback)
{
    m_ip.SetDownTarget6(callback);
}

IpL4Protocol::DownTargetCallback
TcpLifecycleL4Protocol::GetDownTarget() const
{
    return m_ip.GetDownTarget();
}

IpL4Protocol::DownTargetCallback6
TcpLifecycleL4Protocol::GetDownTarget6() const
{
    return m_ip.GetDownTarget6();
}

bool
TcpLifecycleL4Protocol::HasChecksums()
{
    if (!m_checksums)
    {
        m_checksums = Node::ChecksumEnabled();
    }
    return *m_checksums;
}

namespace
{

/// \param packet packet with tags \return serial number of the sender, or 0
[[gnu::noinline]] uint64_t
TakeSerial(const Ptr<Packet>& packet)
{
    TcpLifecycleSerialTag serial;
    return packet->RemovePacketTag(serial) ? serial.Get() : 0;
}

/// \param packet packet from IP \param header IP header \return the packet with the IP header in
/// place
template <typename IpHeader>
TcpLifecycleArrival
MakeArrival(const Ptr<Packet>& packet, const IpHeader& header)
{
    TcpLifecycleArrival arrival;
    arrival.packet = packet;
    arrival.local = ToLifecycleAddress(header.GetDestination());
    arrival.remote = ToLifecycleAddress(header.GetSource());
    arrival.marked = header.GetEcn() == IpHeader::ECN_CE;
    return arrival;
}

} // namespace

IpL4Protocol::RxStatus
TcpLifecycleL4Protocol::ReadHeader(TcpLifecycleArrival& arrival)
{
    if (arrival.packet->GetPacketTagIterator().HasNext())
    {
        arrival.serial = TakeSerial(arrival.packet);
    }
    if (HasChecksums())
    {
        PrepareChecksum(arrival.header, arrival.remote, arrival.local);
    }
    // Not RemoveHeader(): a peer with ns-3's own TCP has added a header of another class, which
    // Packet::EnableChecking() would report as an error.
    arrival.packet->RemoveAtStart(arrival.packet->PeekHeader(arrival.header));
    if (arrival.marked)
    {
        arrival.header.NoteMark();
    }
    if (!arrival.header.IsChecksumOk())
    {
        TraceDropped(arrival.packet, "wrong checksum");
        return RX_CSUM_FAILED;
    }
    if (const auto error = arrival.header.GetParseError())
    {
        TraceDropped(arrival.packet, lifecycle::ToText(*error));
        return RX_CSUM_FAILED;
    }
    return RX_OK;
}

IpL4Protocol::RxStatus
TcpLifecycleL4Protocol::ReceiveSegment(TcpLifecycleArrival& arrival)
{
    const RxStatus status = ReadHeader(arrival);
    if (status != RX_OK)
    {
        return status;
    }
    // RFC 1122, 3.2.1.3 (g): "Addresses of this form MUST NOT appear outside a host"; RFC 9293,
    // MUST-63
    if ((arrival.remote.IsLoopback() || arrival.local.IsLoopback()) && arrival.GetDevice() &&
        !DynamicCast<LoopbackNetDevice>(arrival.GetDevice()))
    {
        TraceDropped(arrival.packet, "loopback address on a link");
        return RX_ENDPOINT_CLOSED;
    }
    // A RST was sent for a segment without a receiver; ICMP must not report it again.
    return GetDriver().Receive(arrival) ? RX_OK : RX_ENDPOINT_CLOSED;
}

IpL4Protocol::RxStatus
TcpLifecycleL4Protocol::Receive(Ptr<Packet> packet,
                                const Ipv4Header& header,
                                Ptr<Ipv4Interface> interface)
{
    NS_LOG_FUNCTION(this << packet << header << interface);
    TcpLifecycleArrival arrival = MakeArrival(packet, header);
    arrival.ipv4 = interface;
    if (m_stock && IsForStock(arrival))
    {
        NS_LOG_LOGIC("it is for ns-3's own TCP");
        return m_stock->Receive(packet, header, interface);
    }
    return ReceiveSegment(arrival);
}

IpL4Protocol::RxStatus
TcpLifecycleL4Protocol::Receive(Ptr<Packet> packet,
                                const Ipv6Header& header,
                                Ptr<Ipv6Interface> interface)
{
    NS_LOG_FUNCTION(this << packet << header << interface);
    TcpLifecycleArrival arrival = MakeArrival(packet, header);
    arrival.ipv6 = interface;
    if (interface && (arrival.local.IsLinkLocal() || arrival.remote.IsLinkLocal()))
    {
        arrival.local = m_ip.InZone(arrival.local, interface->GetDevice());
        arrival.remote = m_ip.InZone(arrival.remote, interface->GetDevice());
    }
    if (m_stock && IsForStock(arrival))
    {
        NS_LOG_LOGIC("it is for ns-3's own TCP");
        return m_stock->Receive(packet, header, interface);
    }
    return ReceiveSegment(arrival);
}

namespace
{

/// \param packet gets ECT(0) in its IP header (RFC 3168, 5) \param ipv6 which IP header
[[gnu::noinline]] void
MarkEct(const Ptr<Packet>& packet, bool ipv6)
{
    constexpr uint8_t ECT_0 = 2;
    if (ipv6)
    {
        SocketIpv6TclassTag tag;
        packet->PeekPacketTag(tag);
        tag.SetTclass(tag.GetTclass() | ECT_0);
        packet->ReplacePacketTag(tag);
        return;
    }
    SocketIpTosTag tag;
    packet->PeekPacketTag(tag);
    tag.SetTos(tag.GetTos() | ECT_0);
    packet->ReplacePacketTag(tag);
}

} // namespace

void
TcpLifecycleL4Protocol::Send(Ptr<Packet> payload,
                             const lifecycle::HostAction& action,
                             const lifecycle::Emit& emit,
                             TcpLifecycleSocket* socket,
                             const TcpLifecycleMarks& marks)
{
    TcpLifecycleHeader header(emit.segment);
    NS_LOG_FUNCTION(this << payload << header);
    Ptr<NetDevice> device;
    if (socket != nullptr)
    {
        // Most sockets have none, and this is called for every segment.
        if (socket->HasMarks())
        {
            socket->GetMarks().AddTo(payload);
        }
        device = socket->GetBoundNetDevice();
        socket->TraceTx(payload, header);
    }
    else
    {
        marks.AddTo(payload);
        device = marks.device;
    }
    if (emit.ect)
    {
        MarkEct(payload, action.tuple.local.isIpv6);
    }
    if (!m_sentTrace.IsEmpty())
    {
        TraceSent(payload, action, emit);
    }
    if (HasChecksums())
    {
        PrepareChecksum(header, action.tuple.local, action.tuple.remote);
    }
    payload->AddHeader(header);
    m_ip.Send(payload, action.tuple.local, action.tuple.remote, device);
}

} // namespace ns3
