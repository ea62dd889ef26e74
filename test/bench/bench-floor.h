/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef BENCH_FLOOR_H
#define BENCH_FLOOR_H

#include "ns3/header.h"
#include "ns3/inet-socket-address.h"
#include "ns3/ip-l4-protocol.h"
#include "ns3/ipv4-header.h"
#include "ns3/ipv4-interface.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv4-route.h"
#include "ns3/ipv6-interface.h"
#include "ns3/node.h"
#include "ns3/packet.h"

#include <cstdint>
#include <vector>

/**
 * \file
 * The floor of a benchmark: a transport protocol without state that sends and receives as many
 * packets of the same sizes as a TCP would, and does nothing else.
 */

namespace ns3
{
namespace bench
{

/// Twenty octets in the place of TCP's header: which script a packet belongs to, and its step.
class FloorHeader : public Header
{
  public:
    /// \return the TypeId
    static TypeId GetTypeId()
    {
        static TypeId tid =
            TypeId("ns3::bench::FloorHeader").SetParent<Header>().AddConstructor<FloorHeader>();
        return tid;
    }

    TypeId GetInstanceTypeId() const override
    {
        return GetTypeId();
    }

    uint32_t GetSerializedSize() const override
    {
        return 20;
    }

    void Serialize(Buffer::Iterator i) const override
    {
        i.WriteHtonU32(step);
        i.WriteHtonU32(serial);
        i.WriteU8(0, 12);
    }

    uint32_t Deserialize(Buffer::Iterator i) override
    {
        step = i.ReadNtohU32();
        serial = i.ReadNtohU32();
        return 20;
    }

    void Print(std::ostream& os) const override
    {
        os << "step " << step;
    }

    uint32_t step{0};   //!< index into the script
    uint32_t serial{0}; //!< which conversation, or how many data segments went before
};

/// One packet of a script.
struct FloorStep
{
    uint32_t size;   //!< octets of TCP segment: header, options and text; at least 20
    bool fromClient; //!< who sends it
};

/// The stateless protocol: whoever receives step n sends what follows it in the script.
class FloorProtocol : public IpL4Protocol
{
  public:
    /// A connection: open, 100 octets, close (8 packets; timestamps and SYN options as in ours).
    static std::vector<FloorStep> Conversation()
    {
        return {{40, true},  // SYN
                {40, false}, // SYN,ACK
                {32, true},  // ACK
                {132, true}, // text
                {32, false}, // ACK
                {32, true},  // FIN,ACK
                {32, false}, // FIN,ACK
                {32, true}}; // ACK
    }

    int GetProtocolNumber() const override
    {
        return 6;
    }

    RxStatus Receive(Ptr<Packet> packet,
                     const Ipv4Header& ip,
                     Ptr<Ipv4Interface> interface [[maybe_unused]]) override
    {
        FloorHeader header;
        packet->RemoveHeader(header);
        ++received;
        if (header.step == BULK)
        {
            // A data segment of a bulk transfer: every second is acknowledged, an ACK lets two go
            if (header.serial % 2 == 1)
            {
                Send(ip.GetDestination(), ip.GetSource(), BULK_ACK, header.serial, 32);
            }
        }
        else if (header.step == BULK_ACK)
        {
            SendBulk(ip.GetDestination(), ip.GetSource(), 2);
        }
        else
        {
            Continue(ip.GetDestination(), ip.GetSource(), header.step, header.serial);
        }
        return RX_OK;
    }

    RxStatus Receive(Ptr<Packet>, const Ipv6Header&, Ptr<Ipv6Interface>) override
    {
        return RX_OK;
    }

    void SetDownTarget(DownTargetCallback cb) override
    {
        m_down = cb;
    }

    void SetDownTarget6(DownTargetCallback6) override
    {
    }

    DownTargetCallback GetDownTarget() const override
    {
        return m_down;
    }

    DownTargetCallback6 GetDownTarget6() const override
    {
        return {};
    }

    /// Begin a conversation. \param from own address \param to the peer's \param serial its number
    void Open(Ipv4Address from, Ipv4Address to, uint32_t serial)
    {
        Send(from, to, 0, serial, m_script[0].size);
    }

    /// Send text segments of a bulk transfer. \param from own \param to the peer's \param count
    /// many
    void SendBulk(Ipv4Address from, Ipv4Address to, uint32_t count)
    {
        for (uint32_t i = 0; i < count && bulkLeft > 0; ++i, --bulkLeft)
        {
            Send(from, to, BULK, m_bulkSent++, 32 + 1448);
        }
    }

    /// Put in the place of a node's TCP. \param node it
    void Install(Ptr<Node> node)
    {
        m_ipv4 = node->GetObject<Ipv4L3Protocol>();
        m_ipv4->Insert(this);
        m_down = MakeCallback(&Ipv4L3Protocol::Send, m_ipv4);
    }

    uint64_t received{0}; //!< packets
    uint64_t bulkLeft{0}; //!< text segments still to be sent

  private:
    static constexpr uint32_t BULK = 1000;
    static constexpr uint32_t BULK_ACK = 1001;

    void Continue(Ipv4Address from, Ipv4Address to, uint32_t step, uint32_t serial)
    {
        const bool client = !m_script[step].fromClient;
        for (++step; step < m_script.size() && m_script[step].fromClient == client; ++step)
        {
            Send(from, to, step, serial, m_script[step].size);
            if (step + 1 < m_script.size() && m_script[step + 1].fromClient == client)
            {
                continue;
            }
            return;
        }
    }

    void Send(Ipv4Address from, Ipv4Address to, uint32_t step, uint32_t serial, uint32_t size)
    {
        FloorHeader header;
        header.step = step;
        header.serial = serial;
        Ptr<Packet> packet = Create<Packet>(size - 20);
        packet->AddHeader(header);
        Ipv4Header ip;
        ip.SetDestination(to);
        Socket::SocketErrno error;
        Ptr<Ipv4Route> route =
            m_ipv4->GetRoutingProtocol()->RouteOutput(packet, ip, nullptr, error);
        m_down(packet, from, to, 6, route);
    }

    std::vector<FloorStep> m_script{Conversation()}; //!< the packets of a conversation
    Ptr<Ipv4L3Protocol> m_ipv4;                      //!< the node's IPv4
    DownTargetCallback m_down;                       //!< where packets go
    uint32_t m_bulkSent{0};                          //!< text segments sent
};

} // namespace bench
} // namespace ns3

#endif // BENCH_FLOOR_H
