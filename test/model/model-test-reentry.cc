/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "model-test-reentry.h"

#include "tcp-lifecycle-header.h"

#include "ns3/boolean.h"
#include "ns3/config.h"
#include "ns3/error-model.h"
#include "ns3/inet-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv4-interface.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/pointer.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

namespace model_test
{

namespace
{

constexpr uint32_t OCTETS = 20000; //!< that Client writes
constexpr uint32_t ANSWER = 500;   //!< that Server writes

/// Loses one packet.
class LoseOne : public ErrorModel
{
  public:
    uint32_t left{0}; //!< packets up to it, itself included; 0: it is through

  private:
    bool DoCorrupt(Ptr<Packet>) override
    {
        return left > 0 && --left == 0;
    }

    void DoReset() override
    {
    }
};

} // namespace

World::World()
{
    RngSeedManager::SetSeed(1);
    RngSeedManager::SetRun(1);
    nodes.Create(2);
    PointToPointHelper link;
    link.SetChannelAttribute("Delay", TimeValue(MilliSeconds(10)));
    link.SetDeviceAttribute("DataRate", StringValue("100Mbps"));
    devices = link.Install(nodes);
    InternetStackHelper stack;
    stack.SetIpv6StackInstall(false);
    stack.Install(nodes);
    Ipv4AddressHelper("10.0.0.0", "255.255.255.0").Assign(devices);
    for (uint32_t i = 0; i < 2; ++i)
    {
        nodes.Get(i)->AggregateObject(CreateObject<TcpLifecycleL4Protocol>());
        nodes.Get(i)->GetObject<Ipv4L3Protocol>()->TraceConnectWithoutContext(
            "SendOutgoing",
            Callback<void, const Ipv4Header&, Ptr<const Packet>, uint32_t>(
                [this, i](const Ipv4Header&, Ptr<const Packet> packet, uint32_t) {
                    NoteSent(i, packet);
                }));
    }
}

World::~World()
{
    m_sockets.fill(nullptr);
    others.clear();
    Simulator::Destroy();
}

Ptr<TcpLifecycleSocket>&
World::At(Who who)
{
    return m_sockets[static_cast<std::size_t>(who)];
}

Ptr<TcpLifecycleL4Protocol>
World::Tcp(uint32_t node) const
{
    return nodes.Get(node)->GetObject<TcpLifecycleL4Protocol>();
}

Ptr<TcpLifecycleSocket>
World::Make(uint32_t node) const
{
    return DynamicCast<TcpLifecycleSocket>(
        Socket::CreateSocket(nodes.Get(node),
                             TypeId::LookupByName("ns3::TcpLifecycleSocketFactory")));
}

Address
World::Peer(uint16_t port) const
{
    return InetSocketAddress(Ipv4Address("10.0.0.2"), port);
}

void
World::OnTold(const char* what)
{
    const bool asks = std::string(what) == "request"; // the host waits for the answer
    insideCalls += m_inside && !asks ? 1 : 0;
    if (m_place == what)
    {
        Fire();
    }
}

void
World::NoteSent(uint32_t node, Ptr<const Packet> packet)
{
    TcpLifecycleHeader header;
    packet->PeekHeader(header);
    const lifecycle::Segment& segment = header.GetSegment();
    const bool counts =
        segment.Has(lifecycle::SYN) || segment.Has(lifecycle::FIN) || segment.Has(lifecycle::RST);
    if (counts && m_deed != nullptr && node == m_deed->node && m_instant == Simulator::Now())
    {
        m_outcome.sent.insert(std::to_string(segment.destinationPort < 1024
                                                 ? segment.destinationPort
                                                 : segment.sourcePort) +
                              (segment.Has(lifecycle::SYN)   ? " SYN"
                               : segment.Has(lifecycle::FIN) ? " FIN"
                                                             : " RST"));
    }
}

std::string
World::Describe()
{
    std::string text;
    for (const auto& socket : m_sockets)
    {
        text += socket ? lifecycle::ToText(socket->GetLifecycleState()) : "-";
        text += ' ';
    }
    return text;
}

void
World::Do()
{
    m_inside = true;
    m_outcome.result = m_deed->act(*this);
    m_inside = false;
    m_outcome.called = m_outcome.result != NOBODY;
    const auto& whose = At(m_deed->whose);
    m_outcome.error = m_outcome.result == -1 && whose ? whose->GetErrno() : Socket::ERROR_NOTERROR;
}

void
World::Fire()
{
    if (m_over || m_inside || ++m_firings != m_at || m_deed == nullptr)
    {
        return;
    }
    m_instant = Simulator::Now();
    m_outcome.sent.clear();
    if (m_later)
    {
        Simulator::ScheduleNow(&World::Do, this);
    }
    else
    {
        Do();
    }
    Simulator::Schedule(NanoSeconds(1), [this] { m_outcome.final = Describe(); });
}

uint32_t
World::GetFirings() const
{
    return m_firings;
}

void
World::Read(Ptr<Socket> socket)
{
    while (const auto packet = socket->Recv())
    {
        if (packet->GetSize() == 0)
        {
            return;
        }
        m_received += socket == At(Who::Server) ? packet->GetSize() : 0;
    }
    if (m_received == OCTETS + 1 && socket == At(Who::Server))
    {
        m_received = 0;
        socket->Send(Create<Packet>(ANSWER));
    }
    else if (socket == At(Who::Client))
    {
        socket->Close();
    }
}

namespace
{

/// \param told call this now \param act and this a millisecond later \return as ns-3 wants it
Callback<void, Ptr<Socket>>
Later(std::function<void()> told, std::function<void(Ptr<Socket>)> act)
{
    return Callback<void, Ptr<Socket>>([told, act](Ptr<Socket> socket) {
        // The call may replace the callback that is running, and ns-3 keeps none of its parts.
        const auto then = act;
        const auto now = told;
        now();
        if (then)
        {
            Simulator::Schedule(MilliSeconds(1), [then, socket] { then(socket); });
        }
    });
}

} // namespace

void
World::SetCallbacks(const Ptr<TcpLifecycleSocket>& socket)
{
    const auto told = [this](const char* what) { return [this, what] { OnTold(what); }; };
    socket->SetConnectCallback(Later(told("connected"),
                                     [this](Ptr<Socket> connected) {
                                         if (connected == At(Who::Client))
                                         {
                                             const auto client = At(Who::Client);
                                             client->Send(Create<Packet>(OCTETS));
                                             client->SendUrgent(Create<Packet>(1));
                                         }
                                     }),
                               Later(told("failed"), nullptr));
    socket->SetCloseCallbacks(
        Later(told("normal close"), [](Ptr<Socket> closed) { closed->Close(); }),
        Later(told("error close"), nullptr));
    socket->SetRecvCallback(Later(told("recv"), [this](Ptr<Socket> from) { Read(from); }));
    socket->SetUrgentCallback(Later(told("urgent"), nullptr));
    socket->SetDataSentCallback(
        Callback<void, Ptr<Socket>, uint32_t>([this](Ptr<Socket>, uint32_t) { OnTold("sent"); }));
    socket->SetSendCallback(
        Callback<void, Ptr<Socket>, uint32_t>([this](Ptr<Socket>, uint32_t) { OnTold("space"); }));
}

void
World::Adopt(const Ptr<TcpLifecycleSocket>& socket, Who who)
{
    At(who) = socket;
    SetCallbacks(socket);
    if (watch)
    {
        watch(socket, who);
    }
}

void
World::Begin()
{
    const auto listener = Make(1);
    Adopt(listener, Who::Listener);
    listener->SetAcceptCallback(
        Callback<bool, Ptr<Socket>, const Address&>([this](Ptr<Socket>, const Address&) {
            OnTold("request");
            return true;
        }),
        Callback<void, Ptr<Socket>, const Address&>([this](Ptr<Socket> socket, const Address&) {
            Adopt(DynamicCast<TcpLifecycleSocket>(socket), Who::Server);
            OnTold("created");
        }));
    listener->Bind(Net::Any(80));
    listener->Listen();
    // In events of their own: a Deed while one listens or connects must not find the others half
    // made.
    Time after = MicroSeconds(100);
    Simulator::Schedule(after, [this] { ListenExplicitly(); });
    const std::pair<Who, uint16_t> clients[] = {{Who::Client, 80},
                                                {Who::Second, 81},
                                                {Who::Refused, 79}};
    for (const auto& [who, port] : clients)
    {
        after += MicroSeconds(100);
        Simulator::Schedule(after, [this, client = who, to = port] {
            Adopt(Make(0), client);
            At(client)->Connect(Peer(to));
        });
    }
}

void
World::ListenExplicitly()
{
    if (!Tcp(1)->GetNode())
    {
        return;
    }
    const auto explicitly = Make(1);
    Adopt(explicitly, Who::Explicit);
    explicitly->SetRecvCallback(
        Later([this] { OnTold("acceptable"); },
              [this](Ptr<Socket> socket) {
                  if (const auto accepted = DynamicCast<TcpLifecycleSocket>(socket)->Accept())
                  {
                      Adopt(accepted, Who::Accepted);
                      Simulator::Schedule(MilliSeconds(1), [accepted] { accepted->Abort(); });
                  }
              }));
    explicitly->SetAttribute("ExplicitAccept", BooleanValue(true));
    explicitly->Bind(Net::Any(81));
    explicitly->Listen();
}

namespace
{

/// An ICMP message, or an old segment, which is dropped. \param world to whose node 1
/// \param isIcmp which of them
void
Disturb(World& world, bool isIcmp)
{
    const auto tcp = world.Tcp(1);
    const auto server = world.At(Who::Server);
    Address peer;
    if (!tcp || !server || server->GetPeerName(peer) != 0)
    {
        return;
    }
    const InetSocketAddress from = InetSocketAddress::ConvertFrom(peer);
    const uint16_t port = from.GetPort();
    const uint8_t quoted[8] = {0, 80, static_cast<uint8_t>(port >> 8), static_cast<uint8_t>(port)};
    if (isIcmp)
    {
        tcp->ReceiveIcmp(from.GetIpv4(),
                         64,
                         3,
                         0,
                         0,
                         Ipv4Address("10.0.0.2"),
                         from.GetIpv4(),
                         quoted);
        return;
    }
    lifecycle::Segment old;
    old.sourcePort = port;
    old.destinationPort = 80;
    old.flags = lifecycle::ACK;
    const auto packet = Create<Packet>();
    packet->AddHeader(TcpLifecycleHeader(old));
    Ipv4Header header;
    header.SetSource(from.GetIpv4());
    header.SetDestination(Ipv4Address("10.0.0.2"));
    tcp->Receive(packet, header, Ptr<Ipv4Interface>());
}

} // namespace

Outcome
World::Play(const Place& place, uint32_t firing, const Deed* deed, bool later)
{
    m_place = place.name;
    m_at = firing;
    m_deed = deed;
    m_later = later;
    const auto lossy = CreateObject<LoseOne>();
    devices.Get(1)->SetAttribute("ReceiveErrorModel", PointerValue(lossy));
    place.install(*this);
    Simulator::Schedule(MilliSeconds(1), [this] { Begin(); });
    Simulator::Schedule(MilliSeconds(23), [lossy] { lossy->left = 4; });
    Simulator::Schedule(MilliSeconds(40), [this] { Disturb(*this, true); });
    Simulator::Schedule(MilliSeconds(41), [this] { Disturb(*this, false); });
    // What is still there after a while ends, and the simulation with it.
    Simulator::Schedule(Seconds(5), [this] {
        m_over = true;
        for (auto& held : m_sockets)
        {
            const auto socket = held; // a Deed may drop the other
            held = nullptr;
            if (socket)
            {
                socket->Close();
                socket->Abort();
            }
        }
        const auto made = others;
        others.clear();
        for (const auto& socket : made)
        {
            socket->Close();
        }
    });
    Simulator::Stop(Seconds(3600));
    Simulator::Run();
    return m_outcome;
}

std::string
World::Leftovers() const
{
    std::string text;
    for (uint32_t i = 0; i < 2; ++i)
    {
        const auto* host = Tcp(i)->GetHost();
        const std::size_t entries = host != nullptr ? host->Size() : 0;
        if (entries != 0 || Tcp(i)->GetNSockets() != 0)
        {
            text += "node " + std::to_string(i) + " has " + std::to_string(entries) +
                    " connections and " + std::to_string(Tcp(i)->GetNSockets()) + " sockets; ";
        }
    }
    return text;
}

} // namespace model_test
