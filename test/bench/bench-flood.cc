/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "bench-flood.h"

#include "bench-churn.h"

#include "ns3/boolean.h"
#include "ns3/enum.h"
#include "ns3/inet-socket-address.h"
#include "ns3/ipv4-header.h"
#include "ns3/net-device.h"
#include "ns3/nstime.h"
#include "ns3/packet.h"
#include "ns3/simulator.h"
#include "ns3/socket.h"
#include "ns3/string.h"
#include "ns3/tcp-lifecycle-header.h"
#include "ns3/tcp-lifecycle-l4-protocol.h"
#include "ns3/uinteger.h"

namespace ns3
{
namespace bench
{

namespace
{

constexpr uint16_t IPV4 = 0x0800;          //!< EtherType
constexpr uint32_t FORGED = 0x0a000200;    //!< first forged address; not the client's, on the link
constexpr uint32_t PORTS_OF_ADDRESS = 100; //!< SYNs from one forged address
const Time SPACING = MicroSeconds(10);     //!< between two SYNs

/// Sends the SYNs.
class Attack
{
  public:
    /// \param network where \param syns how many
    Attack(const Network& network, uint32_t syns)
        : m_network(network),
          m_left(syns)
    {
        // The answers come back to the client, which is not their owner and no router.
        const Ptr<Ipv4> client = network.nodes.Get(0)->GetObject<Ipv4>();
        client->SetAttribute("IpForward", BooleanValue(false));
        m_syn.destinationPort = PORT;
        m_syn.flags = lifecycle::SYN;
        m_syn.window = 65535;
        m_syn.options.AddMaxSegmentSize(1460);
        network.nodes.Get(1)->GetDevice(0)->TraceConnectWithoutContext(
            "PhyTxEnd",
            MakeCallback(&Attack::OnAnswer, this));
        Simulator::Schedule(MilliSeconds(1), &Attack::Forge, this);
    }

    /// \return answers
    uint64_t Answered() const
    {
        return m_answered;
    }

  private:
    void Forge()
    {
        if (m_left == 0)
        {
            return;
        }
        --m_left;
        Simulator::Schedule(SPACING, &Attack::Forge, this);
        m_syn.sourcePort = static_cast<uint16_t>(1024 + m_left % PORTS_OF_ADDRESS);
        m_syn.seq += 64000;
        TcpLifecycleHeader tcp(m_syn);
        Ipv4Header ip;
        ip.SetSource(Ipv4Address(FORGED + m_left / PORTS_OF_ADDRESS));
        ip.SetDestination(m_network.server);
        ip.SetProtocol(TcpLifecycleL4Protocol::PROT_NUMBER);
        ip.SetTtl(64);
        ip.SetPayloadSize(static_cast<uint16_t>(tcp.GetSerializedSize()));
        const Ptr<Packet> packet = Create<Packet>();
        packet->AddHeader(tcp);
        packet->AddHeader(ip);
        const Ptr<NetDevice> device = m_network.nodes.Get(0)->GetDevice(0);
        device->Send(packet, device->GetBroadcast(), IPV4);
    }

    void OnAnswer(Ptr<const Packet>)
    {
        ++m_answered;
    }

    const Network& m_network; //!< where
    uint32_t m_left;          //!< SYNs still to be sent
    lifecycle::Segment m_syn; //!< the last
    uint64_t m_answered{0};   //!< see Answered()
};

} // namespace

Result
Flood(Stack stack, uint32_t syns, Defence defence)
{
    const FloorScript script = RecordConversation();
    const Time end = SPACING * static_cast<int64_t>(syns) + MilliSeconds(10);
    Network network(stack);
    Ptr<Socket> listener;
    if (stack == Stack::Floor)
    {
        network.floor[1]->script = script;
        network.floor[1]->answersAll = true;
    }
    else
    {
        listener = Socket::CreateSocket(network.nodes.Get(1), network.factory);
        listener->Bind(InetSocketAddress(Ipv4Address::GetAny(), PORT));
        listener->Listen();
    }
    if (stack == Stack::Ours)
    {
        const auto tcp = network.nodes.Get(1)->GetObject<TcpLifecycleL4Protocol>();
        tcp->SetAttribute("SynBacklog", StringValue("4294967295"));
        tcp->SetAttribute("InitialRto", TimeValue(end + Seconds(1))); // no SYN,ACK comes again
        tcp->SetAttribute("SynCookies",
                          StringValue(defence == Defence::Cookies ? "always" : "off"));
    }
    Attack attack(network, syns);
    const Meter meter;
    Simulator::Stop(end);
    Simulator::Run();
    return meter.Read(attack.Answered(), syns);
}

} // namespace bench
} // namespace ns3
