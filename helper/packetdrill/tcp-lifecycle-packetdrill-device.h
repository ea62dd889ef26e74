/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_PACKETDRILL_DEVICE_H
#define TCP_LIFECYCLE_PACKETDRILL_DEVICE_H

#include "ns3/address.h"
#include "ns3/callback.h"
#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"
#include "ns3/traced-callback.h"

#include <cstdint>

/**
 * \file
 * \ingroup tcp-lifecycle-packetdrill
 * The device whose other side is a script.
 */

namespace ns3
{

/**
 * \ingroup tcp-lifecycle-packetdrill
 *
 * A point-to-point device without a channel: IP packets that the node sends are handed, at once, to
 * a callback; packets of the script arrive at once. It is never busy and loses nothing.
 */
class TcpLifecyclePacketdrillDevice : public NetDevice
{
  public:
    /// Gets what the node sends. \param packet an IP packet \param protocol its EtherType
    using Sink = Callback<void, Ptr<const Packet>, uint16_t>;

    /// \return the TypeId, ns3::TcpLifecyclePacketdrillDevice
    static TypeId GetTypeId();

    /// \param sink gets what the node sends
    void SetSink(Sink sink);
    /// \param packet an IP packet for the node \param protocol its EtherType
    void Deliver(Ptr<Packet> packet, uint16_t protocol);

    // NetDevice
    void SetIfIndex(uint32_t index) override;
    uint32_t GetIfIndex() const override;
    Ptr<Channel> GetChannel() const override;
    void SetAddress(Address address) override;
    Address GetAddress() const override;
    bool SetMtu(uint16_t mtu) override;
    uint16_t GetMtu() const override;
    bool IsLinkUp() const override;
    void AddLinkChangeCallback(Callback<void> callback) override;
    bool IsBroadcast() const override;
    Address GetBroadcast() const override;
    bool IsMulticast() const override;
    Address GetMulticast(Ipv4Address group) const override;
    Address GetMulticast(Ipv6Address group) const override;
    bool IsBridge() const override;
    bool IsPointToPoint() const override;
    bool Send(Ptr<Packet> packet, const Address& destination, uint16_t protocol) override;
    bool SendFrom(Ptr<Packet> packet,
                  const Address& source,
                  const Address& destination,
                  uint16_t protocol) override;
    Ptr<Node> GetNode() const override;
    void SetNode(Ptr<Node> node) override;
    bool NeedsArp() const override;
    void SetReceiveCallback(ReceiveCallback callback) override;
    void SetPromiscReceiveCallback(PromiscReceiveCallback callback) override;
    bool SupportsSendFrom() const override;

  protected:
    void DoDispose() override;

  private:
    Ptr<Node> m_node;                                   //!< the node
    Sink m_sink;                                        //!< gets what it sends
    ReceiveCallback m_receive;                          //!< gives it what arrives
    Address m_address;                                  //!< unused, but asked for
    uint32_t m_index{0};                                //!< among the node's devices
    uint16_t m_mtu{1500};                               //!< bytes of an IP packet
    TracedCallback<Ptr<const Packet>> m_promiscSniffer; //!< PromiscSniffer
};

} // namespace ns3

#endif // TCP_LIFECYCLE_PACKETDRILL_DEVICE_H
