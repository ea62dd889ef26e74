/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "model-test-reentry.h"
#include "tcp-lifecycle-address.h"

#include "ns3/inet-socket-address.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/net-device.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

#include <boost/test/unit_test.hpp>

// From where users call, and what.

namespace model_test
{

namespace
{

/// \tparam Ts of a trace source \param world gets the call \return a sink
template <typename... Ts>
CallbackBase
Sink(World& world)
{
    return Callback<void, Ts...>([&world](Ts...) { world.Fire(); });
}

/// \param name of a trace source of the protocol \return its sink's maker
using SinkMaker = std::function<CallbackBase(World&)>;

/// By the names of trace sources' callbacks, as TypeIds have them
const std::map<std::string, SinkMaker>&
SinkMakers()
{
    static const std::map<std::string, SinkMaker> makers = {
        {"ns3::TcpLifecycleTransitionTracedCallback", Sink<const TcpLifecycleTransition&>},
        {"ns3::TcpLifecycleRecordTracedCallback", Sink<const TcpLifecycleRecord&>},
        {"ns3::TcpLifecycleListenTracedCallback", Sink<const TcpLifecycleListenEvent&>},
        {"ns3::TcpLifecycleSegmentTracedCallback", Sink<const TcpLifecycleSegmentEvent&>},
        {"ns3::TcpLifecycleIcmpTracedCallback", Sink<const TcpLifecycleIcmpEvent&>},
        {"ns3::TcpLifecycleL4Protocol::DropTracedCallback", Sink<Ptr<const Packet>, std::string>},
        {"ns3::TcpStatesTracedValueCallback", Sink<TcpSocket::TcpStates_t, TcpSocket::TcpStates_t>},
        {"ns3::TracedValueCallback::Uint32", Sink<uint32_t, uint32_t>},
        {"ns3::TracedValueCallback::Time", Sink<Time, Time>},
        {"ns3::TracedValueCallback::SequenceNumber32", Sink<SequenceNumber32, SequenceNumber32>},
        {"ns3::TracedValueCallback::DataRate", Sink<DataRate, DataRate>},
        {"ns3::TracedValueCallback::TcpCongState",
         Sink<TcpSocketState::TcpCongState_t, TcpSocketState::TcpCongState_t>},
        {"ns3::TcpLifecycleSocket::SegmentTracedCallback",
         Sink<Ptr<const Packet>, const TcpLifecycleHeader&, Ptr<const TcpLifecycleSocket>>},
    };
    return makers;
}

/// \param info of a trace source \return its sink's maker
SinkMaker
MakerFor(const TypeId::TraceSourceInformation& info)
{
    const auto maker = SinkMakers().find(info.callback);
    BOOST_TEST_REQUIRE((maker != SinkMakers().end()), info.name << " has a sink of another kind");
    return maker->second;
}

/// \param places get the trace sources of the protocol, of each node
void
AddProtocolPlaces(std::vector<Place>& places)
{
    const TypeId type = TcpLifecycleL4Protocol::GetTypeId();
    for (std::size_t i = 0; i < type.GetTraceSourceN(); ++i)
    {
        const auto info = type.GetTraceSource(i);
        // Node 0 has no listeners, and nothing is dropped there
        const bool atServer =
            info.name == "ListenQueues" || info.name == "IcmpError" || info.name == "Drop";
        for (uint32_t node = atServer ? 1 : 0; node < 2; ++node)
        {
            places.push_back(
                {info.name + std::to_string(node), [=](World& world) {
                     world.Tcp(node)->TraceConnectWithoutContext(info.name, MakerFor(info)(world));
                 }});
        }
    }
}

/// \param places get the trace sources of all sockets
void
AddSocketPlaces(std::vector<Place>& places)
{
    const TypeId type = TcpLifecycleSocket::GetTypeId();
    for (std::size_t i = 0; i < type.GetTraceSourceN(); ++i)
    {
        const auto info = type.GetTraceSource(i);
        if (info.name == "PacingRate")
        {
            continue; // nothing is paced, see doc/switching.rst
        }
        places.push_back(
            {"socket's " + info.name, [info](World& world) {
                 world.watch = [&world, info](const Ptr<TcpLifecycleSocket>& socket, Who) {
                     socket->TraceConnectWithoutContext(info.name, MakerFor(info)(world));
                 };
             }});
    }
}

/// \param places get those below TCP
void
AddLowerPlaces(std::vector<Place>& places)
{
    places.push_back(
        {"IP's Tx", [](World& world) {
             world.nodes.Get(0)->GetObject<Ipv4L3Protocol>()->TraceConnectWithoutContext(
                 "Tx",
                 Sink<Ptr<const Packet>, Ptr<Ipv4>, uint32_t>(world));
         }});
    const auto deliver = [](World& world) {
        world.nodes.Get(1)->GetObject<Ipv4L3Protocol>()->TraceConnectWithoutContext(
            "LocalDeliver",
            Sink<const Ipv4Header&, Ptr<const Packet>, uint32_t>(world));
    };
    places.push_back({"IP's LocalDeliver", deliver, true}); // before TCP has the segment
    places.push_back({"the device's MacTx", [](World& world) {
                          world.devices.Get(1)->TraceConnectWithoutContext(
                              "MacTx",
                              Sink<Ptr<const Packet>>(world));
                      }});
}

/// \param deeds get the calls of a socket \param who which \param node where \param name of it
void
AddSocketDeeds(std::vector<Deed>& deeds, Who who, uint32_t node, const std::string& name)
{
    using Sock = Ptr<TcpLifecycleSocket>;
    const auto add = [&](const char* what,
                         std::function<int(World&, const Sock&)> act,
                         bool ends = false,
                         bool reads = false) {
        deeds.push_back({name + what,
                         node,
                         [who, act](World& world) {
                             // The user's Ptr, not one that is held for the call
                             const Sock& socket = world.At(who);
                             return socket ? act(world, socket) : NOBODY;
                         },
                         who,
                         ends,
                         reads});
    };
    add(".Close", [](World&, const Sock& s) { return s->Close(); });
    add(".Abort", [](World&, const Sock& s) { return s->Abort(); });
    add(".ShutdownSend", [](World&, const Sock& s) { return s->ShutdownSend(); });
    add(".ShutdownRecv", [](World&, const Sock& s) { return s->ShutdownRecv(); });
    add(".Send", [](World&, const Sock& s) { return s->Send(Create<Packet>(100)); });
    add(".SendUrgent", [](World&, const Sock& s) { return s->SendUrgent(Create<Packet>(100)); });
    add(
        ".Recv",
        [](World&, const Sock& s) { return s->Recv() ? 0 : -1; },
        false,
        true);
    add(
        ".Accept",
        [](World& world, const Sock& s) {
            const auto accepted = s->Accept();
            if (accepted)
            {
                world.others.emplace_back(accepted);
            }
            return accepted ? 0 : -1;
        },
        false,
        true);
    add(".Bind", [](World&, const Sock& s) { return s->Bind(); });
    add(".Listen", [](World&, const Sock& s) { return s->Listen(); });
    add(".Connect", [](World& world, const Sock& s) { return s->Connect(world.Peer(80)); });
    add(".Abort, .Bind, .Connect", [](World& world, const Sock& s) {
        const int aborted = s->Abort();
        return s->Bind() + s->Connect(world.Peer(80)) + 10 * aborted;
    });
    add(".Close, .Bind, .Listen", [](World&, const Sock& s) {
        const int closed = s->Close();
        return s->Bind() + s->Listen() + 10 * closed;
    });
    add(".SetOptions", [](World&, const Sock& s) {
        TcpLifecycleSocketOptions options;
        options.noDelay = true;
        s->SetOptions(options);
        return 0;
    });
    add(
        ".Dispose",
        [](World&, const Sock& s) {
            s->Dispose();
            return 0;
        },
        true);
    add(
        ".Close, dropped",
        [who](World& world, const Sock& s) {
            const int result = s->Close();
            world.At(who) = nullptr;
            return result;
        },
        true);
    add(
        " is dropped",
        [who](World& world, const Sock&) {
            world.At(who) = nullptr;
            return 0;
        },
        true);
}

/// \param deeds get the calls of a host \param node which
void
AddHostDeeds(std::vector<Deed>& deeds, uint32_t node)
{
    using Tcp = Ptr<TcpLifecycleL4Protocol>;
    const auto add =
        [&](const char* what, std::function<int(World&, const Tcp&)> act, bool ends = false) {
            deeds.push_back({"host " + std::to_string(node) + what,
                             node,
                             [node, act](World& world) {
                                 const Tcp tcp = world.Tcp(node);
                                 return tcp->GetNode() ? act(world, tcp) : NOBODY;
                             },
                             node == 0 ? Who::Client : Who::Server,
                             ends});
        };
    add(".Crash", [](World&, const Tcp& tcp) { return tcp->Crash(), 0; });
    add(".Crash, .Reboot", [](World&, const Tcp& tcp) { return tcp->Crash(), tcp->Reboot(), 0; });
    add(".Drop", [node](World& world, const Tcp& tcp) {
        const auto& socket = world.At(node == 0 ? Who::Client : Who::Server);
        Address own;
        Address peer;
        if (!socket || socket->GetPeerName(peer) != 0)
        {
            return NOBODY;
        }
        socket->GetSockName(own);
        const auto ownEnd = InetSocketAddress::ConvertFrom(own);
        const auto peerEnd = InetSocketAddress::ConvertFrom(peer);
        return tcp->Drop({ToLifecycleAddress(ownEnd.GetIpv4()),
                          ToLifecycleAddress(peerEnd.GetIpv4()),
                          ownEnd.GetPort(),
                          peerEnd.GetPort()})
                   ? 0
                   : -1;
    });
    add(" connects", [node](World& world, const Tcp&) {
        world.others.push_back(world.Make(node));
        return world.others.back()->Connect(world.Peer(node == 0 ? 80 : 81));
    });
    add(" listens", [node](World& world, const Tcp&) {
        world.others.push_back(world.Make(node));
        return world.others.back()->Listen();
    });
    add(".Profile", [](World&, const Tcp& tcp) {
        tcp->SetAttribute("Profile", StringValue("freebsd"));
        return 0;
    });
    add(".ForgetPrototypes", [](World&, const Tcp& tcp) { return tcp->ForgetPrototypes(), 0; });
    add(".GetOpenRecords", [](World&, const Tcp& tcp) { return tcp->GetOpenRecords(), 0; });
}

} // namespace

std::vector<Place>
AllPlaces()
{
    std::vector<Place> places;
    for (const char* callback : {"connected",
                                 "failed",
                                 "normal close",
                                 "error close",
                                 "recv",
                                 "urgent",
                                 "sent",
                                 "space",
                                 "request",
                                 "created",
                                 "acceptable"})
    {
        places.push_back({callback, [](World&) {}, std::string(callback) == "request"});
    }
    AddProtocolPlaces(places);
    AddSocketPlaces(places);
    AddLowerPlaces(places);
    return places;
}

std::vector<Deed>
AllDeeds()
{
    std::vector<Deed> deeds;
    AddSocketDeeds(deeds, Who::Client, 0, "client");
    AddSocketDeeds(deeds, Who::Second, 0, "second");
    AddSocketDeeds(deeds, Who::Refused, 0, "refused");
    AddSocketDeeds(deeds, Who::Listener, 1, "listener");
    AddSocketDeeds(deeds, Who::Explicit, 1, "explicit");
    AddSocketDeeds(deeds, Who::Server, 1, "server");
    AddHostDeeds(deeds, 0);
    AddHostDeeds(deeds, 1);
    deeds.push_back({"all are dropped",
                     0,
                     [](World& world) {
                         for (std::size_t i = 0; i < WHO_COUNT; ++i)
                         {
                             world.At(static_cast<Who>(i)) = nullptr;
                         }
                         return 0;
                     },
                     Who::Client,
                     true});
    return deeds;
}

} // namespace model_test
