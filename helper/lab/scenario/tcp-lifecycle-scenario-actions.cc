/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-segment-reader.h"
#include "tcp-lifecycle-address.h"
#include "tcp-lifecycle-l4-protocol.h"
#include "tcp-lifecycle-scenario-run.h"
#include "tcp-lifecycle-socket.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/packet.h"
#include "ns3/string.h"

/**
 * \file
 * \ingroup tcp-lifecycle
 * Executes the steps of a scenario.
 */

namespace ns3
{

namespace
{

using Action = TcpLifecycleScenarioAction;

constexpr uint8_t FORGED_HOST = 200;   //!< last byte of an address that no host has
constexpr uint16_t FORGED_PORT = 1024; //!< first of its ports

} // namespace

Ptr<Socket>
TcpLifecycleScenarioRun::NewSocket(std::size_t end, bool anyPort)
{
    const auto socket =
        Socket::CreateSocket(m_nodes.Get(static_cast<uint32_t>(end)),
                             TypeId::LookupByName("ns3::TcpLifecycleSocketFactory"));
    NS_ABORT_MSG_IF(!anyPort && socket->Bind(m_ends[end].local) != 0,
                    "a port of the scenario is in use");
    return socket;
}

void
TcpLifecycleScenarioRun::Do(std::size_t end, TcpLifecycleScenarioStep step)
{
    End& own = m_ends[end];
    switch (step.action)
    {
    case Action::Listen:
        DoListen(end, step.number);
        break;
    case Action::Accept:
        if (const auto child = DynamicCast<TcpLifecycleSocket>(own.listener)->Accept())
        {
            Watch(end, child);
        }
        break;
    case Action::Open:
    case Action::OpenEphemeral:
        DoOpen(end, NewSocket(end, step.action == Action::OpenEphemeral));
        break;
    case Action::OpenFast: {
        const auto socket = NewSocket(end, step.number != 0);
        socket->SetAttribute("FastOpenConnect", BooleanValue(true));
        DoOpen(end, socket);
        break;
    }
    case Action::StopReading:
        own.reads = false;
        break;
    case Action::Send:
    case Action::Close:
    case Action::Shutdown:
    case Action::Abort:
        if (own.socket) // else faults have prevented the connection
        {
            DoSocket(own.socket, step);
        }
        break;
    case Action::SetIss:
    case Action::Crash:
    case Action::Reboot:
    case Action::Cut:
    case Action::Inject:
    case Action::Flood:
        DoHost(end, step);
        break;
    }
}

void
TcpLifecycleScenarioRun::DoListen(std::size_t end, uint32_t backlog)
{
    End& own = m_ends[end];
    own.listener = NewSocket(end);
    if (backlog > 0)
    {
        own.listener->SetAttribute("ExplicitAccept", BooleanValue(true));
        DynamicCast<TcpLifecycleSocket>(own.listener)->Listen(backlog);
        return;
    }
    own.listener->SetAcceptCallback(
        MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
        MakeCallback(&TcpLifecycleScenarioRun::OnAccept, this).Bind(end));
    own.listener->Listen();
}

void
TcpLifecycleScenarioRun::DoOpen(std::size_t end, const Ptr<Socket>& socket)
{
    End& own = m_ends[end];
    if (socket->Connect(m_ends[1 - end].local) == 0)
    {
        Watch(end, socket);
        return;
    }
    m_refusals.push_back(socket->GetErrno());
    own.socket = nullptr;
}

void
TcpLifecycleScenarioRun::DoSocket(const Ptr<Socket>& socket, const TcpLifecycleScenarioStep& step)
{
    if (step.action == Action::Send)
    {
        socket->Send(Create<Packet>(step.number));
    }
    else if (step.action == Action::Close)
    {
        socket->Close();
    }
    else if (step.action == Action::Shutdown)
    {
        socket->ShutdownSend();
    }
    else
    {
        DynamicCast<TcpLifecycleSocket>(socket)->Abort();
    }
}

void
TcpLifecycleScenarioRun::DoHost(std::size_t end, const TcpLifecycleScenarioStep& step)
{
    const auto l4 = TcpLifecycleHelper::GetL4(m_nodes.Get(static_cast<uint32_t>(end)));
    const auto towardsOther = ModelAt(1 - end);
    if (step.action == Action::Crash)
    {
        l4->Crash();
    }
    else if (step.action == Action::Reboot)
    {
        l4->Reboot();
    }
    else if (step.action == Action::Cut)
    {
        towardsOther->SetCut(true);
    }
    else if (step.action == Action::Inject)
    {
        towardsOther->Inject(lifecycle::ReadSegment(step.segment).value());
    }
    else if (step.action == Action::Flood)
    {
        DoFlood(end, step);
    }
    else if (!IsChosen("InitialSequence"))
    {
        l4->SetAttribute("InitialSequence", StringValue(std::to_string(step.number)));
    }
}

void
TcpLifecycleScenarioRun::DoFlood(std::size_t end, const TcpLifecycleScenarioStep& step)
{
    const auto from = FromSocketAddress(m_ends[end].local);
    const auto to = FromSocketAddress(m_ends[1 - end].local);
    lifecycle::FourTuple ends{to.ip, from.ip, to.port, FORGED_PORT};
    ends.remote.octets[from.ip.isIpv6 ? 15 : 3] = FORGED_HOST;
    const lifecycle::Segment segment = lifecycle::ReadSegment(step.segment).value();
    for (uint32_t i = 0; i < step.number; ++i, ++ends.remotePort)
    {
        ModelAt(1 - end)->Inject(segment, ends);
    }
}

} // namespace ns3
