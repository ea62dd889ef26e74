/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "bench-churn.h"

#include "ns3/config.h"
#include "ns3/inet-socket-address.h"
#include "ns3/nstime.h"
#include "ns3/packet.h"
#include "ns3/simulator.h"
#include "ns3/socket.h"
#include "ns3/tcp-lifecycle-l4-protocol.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <array>

namespace ns3
{
namespace bench
{

namespace
{

constexpr uint32_t TEXT = 100;               //!< bytes that a client writes
constexpr uint32_t PORTS_OF_ADDRESS = 60000; //!< connections from one address, with some to spare
const Time SPACING = MicroSeconds(100);      //!< between two connections
const Time BEFORE_TEXT = MilliSeconds(1);    //!< between ESTABLISHED and the data
const Time BEFORE_CLOSE = MilliSeconds(5);   //!< between the data and Close(): it is acknowledged

/// \param connections how many \return addresses that they need
uint32_t
ClientsFor(uint32_t connections)
{
    return (connections + PORTS_OF_ADDRESS - 1) / PORTS_OF_ADDRESS;
}

/// Clients and server of many connections.
class Conversations
{
  public:
    /// \param network where \param connections how many \param closes whether they carry data and
    /// are closed
    Conversations(Network& network, uint32_t connections, bool closes)
        : m_network(network),
          m_left(connections),
          m_closes(closes)
    {
        if (m_network.floor.empty())
        {
            m_listener = Socket::CreateSocket(network.nodes.Get(1), network.factory);
            m_listener->Bind(InetSocketAddress(Ipv4Address::GetAny(), PORT));
            m_listener->Listen();
            m_listener->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                          MakeCallback(&Conversations::Accepted, this));
        }
        Simulator::Schedule(MilliSeconds(1), &Conversations::OpenNext, this);
    }

    /// \return connections that the server has accepted
    uint64_t Opened() const
    {
        return m_opened;
    }

    /// \return connections whose server has read the data and closed
    uint64_t Done() const
    {
        return m_network.floor.empty() ? m_done : m_network.floor[1]->finished;
    }

  private:
    void OpenNext()
    {
        if (m_left == 0)
        {
            return;
        }
        --m_left;
        Simulator::Schedule(SPACING, &Conversations::OpenNext, this);
        const Ipv4Address client = m_network.Client(m_left);
        if (!m_network.floor.empty())
        {
            m_network.floor[0]->Open(client, m_network.server, m_left);
            return;
        }
        const Ptr<Socket> socket = Socket::CreateSocket(m_network.nodes.Get(0), m_network.factory);
        socket->SetConnectCallback(m_connected, {});
        socket->Bind(InetSocketAddress(client, 0));
        socket->Connect(InetSocketAddress(m_network.server, PORT));
    }

    void Connected(Ptr<Socket> socket)
    {
        if (m_closes)
        {
            Simulator::Schedule(BEFORE_TEXT, &Conversations::Write, this, socket);
        }
    }

    void Write(Ptr<Socket> socket)
    {
        socket->Send(Create<Packet>(TEXT));
        Simulator::Schedule(BEFORE_CLOSE, &Conversations::Close, this, socket);
    }

    void Close(Ptr<Socket> socket)
    {
        socket->Close();
    }

    void Accepted(Ptr<Socket> socket, const Address&)
    {
        ++m_opened;
        socket->SetRecvCallback(m_read);
        socket->SetCloseCallbacks(m_peerClosed, {});
    }

    void Read(Ptr<Socket> socket)
    {
        while (const Ptr<Packet> packet = socket->Recv())
        {
            if (packet->GetSize() == 0)
            {
                break;
            }
        }
    }

    void PeerClosed(Ptr<Socket> socket)
    {
        ++m_done;
        socket->Close();
    }

    Network& m_network;     //!< where
    uint32_t m_left;        //!< connections still to be opened
    bool m_closes;          //!< whether they carry data and are closed
    uint64_t m_opened{0};   //!< see Opened()
    uint64_t m_done{0};     //!< see Done()
    Ptr<Socket> m_listener; //!< the server's

    // Made once, as every socket's are the same
    const Callback<void, Ptr<Socket>> m_connected{MakeCallback(&Conversations::Connected, this)};
    const Callback<void, Ptr<Socket>> m_read{MakeCallback(&Conversations::Read, this)};
    const Callback<void, Ptr<Socket>> m_peerClosed{MakeCallback(&Conversations::PeerClosed, this)};
};

/// \param connections how many \return when the last has gone through its packets
Time
EndOf(uint32_t connections)
{
    return SPACING * static_cast<int64_t>(connections) + Seconds(1);
}

/// \param network where this TCP is \param node 0: client, 1: server \return the TCP
Ptr<TcpLifecycleL4Protocol>
TcpOf(const Network& network, uint32_t node)
{
    return network.nodes.Get(node)->GetObject<TcpLifecycleL4Protocol>();
}

/// What SegmentSent says becomes a script.
class ScriptRecorder
{
  public:
    /// \param network with this TCP
    explicit ScriptRecorder(const Network& network)
    {
        for (uint32_t i = 0; i < 2; ++i)
        {
            TcpOf(network, i)
                ->TraceConnectWithoutContext("SegmentSent",
                                             MakeCallback(&ScriptRecorder::OnSent, this));
            TcpOf(network, i)
                ->TraceConnectWithoutContext("SegmentReceived",
                                             MakeCallback(&ScriptRecorder::OnReceived, this));
        }
    }

    FloorScript script; //!< what was sent so far

  private:
    void OnSent(const TcpLifecycleSegmentEvent& event)
    {
        const uint32_t size = event.segment->HeaderSize() + event.segment->length;
        const Time wait = script.empty() ? Time(0) : event.time - m_last[event.node];
        script.push_back({size, event.node == 0, wait});
        m_last[event.node] = event.time;
    }

    void OnReceived(const TcpLifecycleSegmentEvent& event)
    {
        m_last[event.node] = event.time;
    }

    std::array<Time, 2> m_last; //!< when each node last sent or received
};

/// \param stack whose \param connections how many \param timeWait duration, or 0: the profile's
/// \return what it has taken
Result
RunChurn(Stack stack, uint32_t connections, Time timeWait)
{
    FloorScript script = RecordConversation();
    Network network(stack, ClientsFor(connections));
    for (const Ptr<FloorProtocol>& floor : network.floor)
    {
        floor->script = script;
    }
    const bool ours = stack == Stack::Ours || stack == Stack::OursLogs;
    if (ours && !timeWait.IsZero())
    {
        TcpOf(network, 0)->SetAttribute("TimeWaitDuration", TimeValue(timeWait));
    }
    Conversations load(network, connections, true);
    const Meter meter;
    Simulator::Stop(EndOf(connections) + timeWait);
    Simulator::Run();
    uint64_t done = load.Done();
    if (ours)
    {
        const uint64_t waiting = TcpOf(network, 0)->GetHost()->CountIn(lifecycle::State::TimeWait);
        done = std::min(done, timeWait.IsZero() ? waiting : connections - waiting);
    }
    return meter.Read(done, connections);
}

} // namespace

FloorScript
RecordConversation()
{
    // All data are acknowledged at once, as eight packets a connection take it
    Config::SetDefault("ns3::TcpSocket::DelAckCount", UintegerValue(1));
    Network network(Stack::Ours);
    Conversations load(network, 1, true);
    ScriptRecorder recorder(network);
    Simulator::Stop(EndOf(1));
    Simulator::Run();
    Simulator::Destroy();
    return recorder.script;
}

Result
Churn(Stack stack, uint32_t connections)
{
    return RunChurn(stack, connections, Time(0));
}

Result
ChurnToTheEnd(Stack stack, uint32_t connections)
{
    return RunChurn(stack, connections, Seconds(2));
}

Result
Idle(Stack stack, uint32_t connections)
{
    Network network(stack, ClientsFor(connections));
    Conversations load(network, connections, false);
    const Meter meter;
    Simulator::Stop(EndOf(connections));
    Simulator::Run();
    return meter.Read(2 * load.Opened(), 2 * uint64_t{connections});
}

} // namespace bench
} // namespace ns3
