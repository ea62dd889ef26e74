/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "bench-floor.h"

#include "ns3/header.h"
#include "ns3/ipv4-route.h"
#include "ns3/ipv4-routing-protocol.h"
#include "ns3/simulator.h"

namespace ns3
{
namespace bench
{

namespace
{

constexpr uint32_t BULK = 1000;     //!< step of a whole segment of a bulk transfer
constexpr uint32_t BULK_ACK = 1001; //!< step of its acknowledgment

/// Twenty bytes in the place of TCP's header: the step of a script, and which conversation.
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
    uint32_t serial{0}; //!< which conversation, or how many segments went before
};

} // namespace

int
FloorProtocol::GetProtocolNumber() const
{
    return 6;
}

IpL4Protocol::RxStatus
FloorProtocol::Receive(Ptr<Packet> packet, const Ipv4Header& ip, Ptr<Ipv4Interface>)
{
    FloorHeader header;
    packet->RemoveHeader(header);
    ++received;
    const Ipv4Address own = ip.GetDestination();
    const Ipv4Address peer = ip.GetSource();
    if (answersAll)
    {
        SendStep(own, peer, 1, header.serial);
    }
    else if (header.step == BULK)
    {
        // Every second whole segment is acknowledged, and an ACK lets two go
        if (header.serial % 2 == 1)
        {
            Send(own, peer, BULK_ACK, header.serial, 32);
        }
    }
    else if (header.step == BULK_ACK)
    {
        SendBulk(own, peer, 2);
    }
    else
    {
        Continue(own, peer, header.step, header.serial);
    }
    return RX_OK;
}

IpL4Protocol::RxStatus
FloorProtocol::Receive(Ptr<Packet>, const Ipv6Header&, Ptr<Ipv6Interface>)
{
    return RX_OK;
}

void
FloorProtocol::SetDownTarget(DownTargetCallback callback)
{
    m_down = callback;
}

void
FloorProtocol::SetDownTarget6(DownTargetCallback6)
{
}

IpL4Protocol::DownTargetCallback
FloorProtocol::GetDownTarget() const
{
    return m_down;
}

IpL4Protocol::DownTargetCallback6
FloorProtocol::GetDownTarget6() const
{
    return {};
}

void
FloorProtocol::Install(Ptr<Node> node)
{
    m_ipv4 = node->GetObject<Ipv4L3Protocol>();
    m_ipv4->Insert(this);
    m_down = MakeCallback(&Ipv4L3Protocol::Send, m_ipv4);
}

void
FloorProtocol::Open(Ipv4Address from, Ipv4Address to, uint32_t serial)
{
    SendStep(from, to, 0, serial);
}

void
FloorProtocol::SendBulk(Ipv4Address from, Ipv4Address to, uint32_t count)
{
    for (uint32_t i = 0; i < count && bulkLeft > 0; ++i, --bulkLeft)
    {
        Send(from, to, BULK, m_bulkSent++, 32 + 1448);
    }
}

void
FloorProtocol::Continue(Ipv4Address from, Ipv4Address to, uint32_t step, uint32_t serial)
{
    const bool client = !script[step].fromClient;
    if (step + 1 == script.size())
    {
        ++finished;
        return;
    }
    for (++step; step < script.size() && script[step].fromClient == client; ++step)
    {
        if (script[step].wait.IsStrictlyPositive())
        {
            Simulator::Schedule(script[step].wait,
                                &FloorProtocol::SendStep,
                                this,
                                from,
                                to,
                                step,
                                serial);
            return; // no script has another step of the same side after it
        }
        SendStep(from, to, step, serial);
    }
}

void
FloorProtocol::SendStep(Ipv4Address from, Ipv4Address to, uint32_t step, uint32_t serial)
{
    Send(from, to, step, serial, script[step].size);
}

void
FloorProtocol::Send(Ipv4Address from, Ipv4Address to, uint32_t step, uint32_t serial, uint32_t size)
{
    FloorHeader header;
    header.step = step;
    header.serial = serial;
    const Ptr<Packet> packet = Create<Packet>(size - 20);
    packet->AddHeader(header);
    Ipv4Header ip;
    ip.SetDestination(to);
    Socket::SocketErrno error;
    const Ptr<Ipv4Route> route =
        m_ipv4->GetRoutingProtocol()->RouteOutput(packet, ip, nullptr, error);
    m_down(packet, from, to, 6, route);
}

} // namespace bench
} // namespace ns3
