/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-packetdrill-device.h"

#include "ns3/channel.h"
#include "ns3/mac48-address.h"
#include "ns3/trace-source-accessor.h"

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(TcpLifecyclePacketdrillDevice);

TypeId
TcpLifecyclePacketdrillDevice::GetTypeId()
{
    static TypeId tid = TypeId("ns3::TcpLifecyclePacketdrillDevice")
                            .SetParent<NetDevice>()
                            .SetGroupName("TcpLifecycle")
                            .AddConstructor<TcpLifecyclePacketdrillDevice>()
                            .AddTraceSource("PromiscSniffer",
                                            "IP packets in both directions.",
                                            MakeTraceSourceAccessor(
                                                &TcpLifecyclePacketdrillDevice::m_promiscSniffer),
                                            "ns3::Packet::TracedCallback");
    return tid;
}

void
TcpLifecyclePacketdrillDevice::SetSink(Sink sink)
{
    m_sink = sink;
}

void
TcpLifecyclePacketdrillDevice::Deliver(Ptr<Packet> packet, uint16_t protocol)
{
    m_promiscSniffer(packet);
    m_receive(this, packet, protocol, m_address);
}

void
TcpLifecyclePacketdrillDevice::SetIfIndex(uint32_t index)
{
    m_index = index;
}

uint32_t
TcpLifecyclePacketdrillDevice::GetIfIndex() const
{
    return m_index;
}

Ptr<Channel>
TcpLifecyclePacketdrillDevice::GetChannel() const
{
    return nullptr;
}

void
TcpLifecyclePacketdrillDevice::SetAddress(Address address)
{
    m_address = address;
}

Address
TcpLifecyclePacketdrillDevice::GetAddress() const
{
    return m_address;
}

bool
TcpLifecyclePacketdrillDevice::SetMtu(uint16_t mtu)
{
    m_mtu = mtu;
    return true;
}

uint16_t
TcpLifecyclePacketdrillDevice::GetMtu() const
{
    return m_mtu;
}

bool
TcpLifecyclePacketdrillDevice::IsLinkUp() const
{
    return true;
}

void
TcpLifecyclePacketdrillDevice::AddLinkChangeCallback(Callback<void>)
{
    // the link is always up
}

bool
TcpLifecyclePacketdrillDevice::IsBroadcast() const
{
    return true; // so that a default route needs no gateway
}

Address
TcpLifecyclePacketdrillDevice::GetBroadcast() const
{
    return Mac48Address::GetBroadcast();
}

bool
TcpLifecyclePacketdrillDevice::IsMulticast() const
{
    return true;
}

Address
TcpLifecyclePacketdrillDevice::GetMulticast(Ipv4Address group) const
{
    return Mac48Address::GetMulticast(group);
}

Address
TcpLifecyclePacketdrillDevice::GetMulticast(Ipv6Address group) const
{
    return Mac48Address::GetMulticast(group);
}

bool
TcpLifecyclePacketdrillDevice::IsBridge() const
{
    return false;
}

bool
TcpLifecyclePacketdrillDevice::IsPointToPoint() const
{
    return true;
}

bool
TcpLifecyclePacketdrillDevice::Send(Ptr<Packet> packet, const Address&, uint16_t protocol)
{
    m_promiscSniffer(packet);
    m_sink(packet, protocol);
    return true;
}

bool
TcpLifecyclePacketdrillDevice::SendFrom(Ptr<Packet> packet,
                                        const Address&,
                                        const Address& destination,
                                        uint16_t protocol)
{
    return Send(packet, destination, protocol);
}

Ptr<Node>
TcpLifecyclePacketdrillDevice::GetNode() const
{
    return m_node;
}

void
TcpLifecyclePacketdrillDevice::SetNode(Ptr<Node> node)
{
    m_node = node;
}

bool
TcpLifecyclePacketdrillDevice::NeedsArp() const
{
    return false;
}

void
TcpLifecyclePacketdrillDevice::SetReceiveCallback(ReceiveCallback callback)
{
    m_receive = callback;
}

void
TcpLifecyclePacketdrillDevice::SetPromiscReceiveCallback(PromiscReceiveCallback)
{
    // nothing passes here that is for another node
}

bool
TcpLifecyclePacketdrillDevice::SupportsSendFrom() const
{
    return true;
}

void
TcpLifecyclePacketdrillDevice::DoDispose()
{
    m_node = nullptr;
    m_sink.Nullify();
    m_receive.Nullify();
    NetDevice::DoDispose();
}

} // namespace ns3
