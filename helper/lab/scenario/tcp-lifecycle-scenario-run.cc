/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-scenario-run.h"

#include "tcp-lifecycle-address.h"
#include "tcp-lifecycle-l4-protocol.h"

#include "ns3/packet.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Runs a scenario of the catalogue.
 */

namespace ns3
{

namespace
{

using Action = TcpLifecycleScenarioAction;
using From = TcpLifecycleScenarioFrom;

/// \param end 'A' or 'B' \return 0 or 1
std::size_t
IndexOf(char end)
{
    return end == 'A' ? 0 : 1;
}

} // namespace

TcpLifecycleScenarioRun::TcpLifecycleScenarioRun(const TcpLifecycleScenario& scenario,
                                                 const TcpLifecycleScenarioParameters& parameters)
    : m_scenario(scenario),
      m_parameters(parameters),
      m_times{{"D", MilliSeconds(50)},
              {"s", parameters.delay / 2},
              {"x", MilliSeconds(30)},
              {"T", Seconds(1)}}
{
    if (!(parameters.loss >= 0 && parameters.loss <= 1))
    {
        throw std::invalid_argument("loss is a probability, 0 to 1");
    }
    if (parameters.rate.GetBitRate() == 0 || parameters.delay.IsNegative())
    {
        throw std::invalid_argument("a link's rate is above 0 and its delay is not negative");
    }
    for (const auto& source : {scenario.defaults, parameters.times})
    {
        for (const auto& [name, time] : source)
        {
            if (m_times.count(name) == 0 || time.IsNegative())
            {
                throw std::invalid_argument("unknown time " + name);
            }
            m_times[name] = time;
        }
    }
    for (const auto& [name, delays] : scenario.leastDelays)
    {
        if (parameters.times.count(name) == 0)
        {
            m_times[name] =
                std::max(m_times[name],
                         m_times["D"] + static_cast<int64_t>(delays) * parameters.delay);
        }
    }
    BuildLink();
    InstallFaults();
    BuildStacks();
    AssignAddresses();
    m_recorder = Create<TcpLifecycleLadderRecorder>(m_nodes.Get(0), m_nodes.Get(1));
    m_recorder->SetNames(scenario.name +
                             (scenario.number == "-" ? "" : " (" + scenario.number + ")") + " - " +
                             scenario.source,
                         "A (client)",
                         scenario.steps.front().action == Action::Listen ? "B (server)" : "B");
    if (std::any_of(scenario.steps.begin(), scenario.steps.end(), [](const auto& step) {
            return step.action == Action::Open ||
                   (step.action == Action::OpenFast && step.number == 0);
        }))
    {
        m_recorder->SetPorts(FromSocketAddress(m_ends[0].local).port,
                             FromSocketAddress(m_ends[1].local).port);
    }
    for (std::size_t end = 0; end < 2; ++end)
    {
        const auto l4 = TcpLifecycleHelper::GetL4(m_nodes.Get(end));
        l4->TraceConnectWithoutContext("Transition",
                                       MakeCallback(&TcpLifecycleScenarioRun::OnTransition, this));
        l4->TraceConnectWithoutContext("ConnectionClosed",
                                       MakeCallback(&TcpLifecycleScenarioRun::OnRecord, this));
    }
}

TcpLifecycleScenarioRun::~TcpLifecycleScenarioRun()
{
    for (std::size_t end = 0; end < 2; ++end)
    {
        const auto l4 = TcpLifecycleHelper::GetL4(m_nodes.Get(end));
        l4->TraceDisconnectWithoutContext(
            "Transition",
            MakeCallback(&TcpLifecycleScenarioRun::OnTransition, this));
        l4->TraceDisconnectWithoutContext("ConnectionClosed",
                                          MakeCallback(&TcpLifecycleScenarioRun::OnRecord, this));
        for (const auto& socket : {m_ends[end].listener, m_ends[end].socket})
        {
            if (socket)
            {
                socket->SetRecvCallback(MakeNullCallback<void, Ptr<Socket>>());
                socket->SetCloseCallbacks(MakeNullCallback<void, Ptr<Socket>>(),
                                          MakeNullCallback<void, Ptr<Socket>>());
                socket->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                          MakeNullCallback<void, Ptr<Socket>, const Address&>());
            }
        }
    }
    Simulator::Destroy();
}

Ptr<TcpLifecycleFaultModel>
TcpLifecycleScenarioRun::ModelAt(std::size_t end) const
{
    return end == 0 ? m_faults.atA : m_faults.atB;
}

std::string
TcpLifecycleScenarioRun::Filled(std::string text) const
{
    for (const auto& [name, time] : m_times)
    {
        const std::string place = '{' + name + '}';
        const std::size_t at = text.find(place);
        if (at != std::string::npos)
        {
            text.replace(at, place.size(), std::to_string(time.GetNanoSeconds()) + "ns");
        }
    }
    return text;
}

const NodeContainer&
TcpLifecycleScenarioRun::GetNodes() const
{
    return m_nodes;
}

const NetDeviceContainer&
TcpLifecycleScenarioRun::GetDevices() const
{
    return m_devices;
}

TcpLifecycleHelper&
TcpLifecycleScenarioRun::GetHelper()
{
    return m_helper;
}

void
TcpLifecycleScenarioRun::EnableLadder(const std::string& prefix)
{
    m_recorder->WriteTo(prefix);
}

void
TcpLifecycleScenarioRun::EnableViews()
{
    m_recorder->KeepViews();
}

void
TcpLifecycleScenarioRun::FinishLadder()
{
    m_recorder->Close();
}

void
TcpLifecycleScenarioRun::Finish()
{
    m_helper.Finish();
    FinishLadder();
}

void
TcpLifecycleScenarioRun::Run()
{
    Begin(From::Start, std::nullopt);
    Simulator::Run();
    for (std::size_t end = 0; end < 2; ++end)
    {
        const auto open = TcpLifecycleHelper::GetL4(m_nodes.Get(end))->GetOpenRecords();
        m_records.insert(m_records.end(), open.begin(), open.end());
    }
}

void
TcpLifecycleScenarioRun::Begin(From from, std::optional<std::size_t> end)
{
    for (const auto& step : m_scenario.steps)
    {
        const std::size_t whose = IndexOf(step.end);
        if (step.from != from || (end && *end != whose))
        {
            continue;
        }
        const Time after = EvaluateTcpLifecycleFormula(step.after, m_times);
        if (after.IsZero() && from == From::EndOfFile)
        {
            Do(whose, step); // in the same event, so that the FIN can carry the ACK
        }
        else
        {
            const Time base = from == From::Established ? *m_established : Simulator::Now();
            Simulator::Schedule(base + after - Simulator::Now(),
                                &TcpLifecycleScenarioRun::Do,
                                this,
                                whose,
                                step);
        }
    }
}

void
TcpLifecycleScenarioRun::Watch(std::size_t end, Ptr<Socket> socket)
{
    m_ends[end].socket = socket;
    m_ends[end].endOfFile = false;
    const auto readable = MakeCallback(&TcpLifecycleScenarioRun::OnReadable, this).Bind(end);
    socket->SetRecvCallback(readable);
    socket->SetCloseCallbacks(readable, MakeNullCallback<void, Ptr<Socket>>());
}

void
TcpLifecycleScenarioRun::OnAccept(std::size_t end, Ptr<Socket> socket, const Address&)
{
    Watch(end, socket);
}

void
TcpLifecycleScenarioRun::OnReadable(std::size_t end, Ptr<Socket> socket)
{
    End& own = m_ends[end];
    CheckMessage(end, socket);
    while (own.reads && !own.endOfFile)
    {
        const Ptr<Packet> packet = socket->Recv();
        if (!packet)
        {
            return;
        }
        own.octetsRead += packet->GetSize();
        std::vector<uint8_t> octets(packet->GetSize());
        packet->CopyData(octets.data(), packet->GetSize());
        own.forgedRead += static_cast<uint64_t>(
            std::count(octets.begin(), octets.end(), TcpLifecycleFaultModel::FORGED_OCTET));
        if (packet->GetSize() == 0)
        {
            own.endOfFile = true;
            Begin(From::EndOfFile, end);
        }
    }
}

void
TcpLifecycleScenarioRun::CheckMessage(std::size_t end, const Ptr<Socket>& socket)
{
    End& own = m_ends[end];
    const auto first =
        std::find_if(m_scenario.steps.begin(), m_scenario.steps.end(), [end](const auto& step) {
            return step.action == Action::Send && IndexOf(step.end) != end;
        });
    if (!own.message && first != m_scenario.steps.end() &&
        own.octetsRead + socket->GetRxAvailable() >= first->number)
    {
        own.message = true;
        Begin(From::Message, end);
    }
}

void
TcpLifecycleScenarioRun::OnTransition(const TcpLifecycleTransition& transition)
{
    if (transition.to != lifecycle::State::Established)
    {
        return;
    }
    const std::size_t end = transition.node == m_nodes.Get(0)->GetId() ? 0 : 1;
    if (!m_ends[end].connected)
    {
        m_ends[end].connected = true;
        Begin(From::Connected, end);
    }
    if (m_established || !m_ends[0].connected || !m_ends[1].connected)
    {
        return;
    }
    const int64_t unit = MilliSeconds(100).GetNanoSeconds();
    const int64_t now = Simulator::Now().GetNanoSeconds();
    m_established = NanoSeconds((now / unit + 1) * unit);
    Begin(From::Established, std::nullopt);
}

void
TcpLifecycleScenarioRun::OnRecord(const TcpLifecycleRecord& record)
{
    m_records.push_back(record);
}

} // namespace ns3
