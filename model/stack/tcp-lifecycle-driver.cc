/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-driver.h"

#include "lifecycle-closed.h"
#include "tcp-lifecycle-l4-protocol.h"
#include "tcp-lifecycle-socket.h"
#include "tcp-lifecycle-time.h"

#include "ns3/log.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <utility>

namespace ns3
{

LogComponent TcpLifecycleDriver::g_log("TcpLifecycleDriver", __FILE__);

Ptr<NetDevice>
TcpLifecycleArrival::GetDevice() const
{
    return ipv4 ? ipv4->GetDevice() : ipv6 ? ipv6->GetDevice() : nullptr;
}

lifecycle::FourTuple
TcpLifecycleArrival::GetTuple() const
{
    const lifecycle::Segment& segment = header.GetSegment();
    return {local, remote, segment.destinationPort, segment.sourcePort};
}

TcpLifecycleDriver::TcpLifecycleDriver(TcpLifecycleL4Protocol& l4,
                                       const lifecycle::HostConfig& config)
    : m_l4(l4),
      m_host(std::make_unique<lifecycle::Host>(config, *this)),
      m_out(m_host->Out()),
      m_marks(1)
{
}

TcpLifecycleDriver::~TcpLifecycleDriver()
{
    Detach();
}

void
TcpLifecycleDriver::Detach()
{
    m_detached = true;
    if (m_wakePending)
    {
        m_wake.Cancel();
        m_wakePending = false;
    }
    if (m_tellPending)
    {
        m_tell.Cancel();
        m_tellPending = false;
    }
    for (std::size_t i = 0; i < m_slots.size(); ++i)
    {
        if (TcpLifecycleSocket* socket = m_slots[i].socket)
        {
            socket->OnDetached();
            Leave(m_slots[i]);
        }
    }
    m_marks.resize(1);
    std::vector<Pending> untold;
    untold.swap(m_pending);
    m_nextPending = 0;
    if (!m_running)
    {
        ReleaseLeaving();
    }
}

void
TcpLifecycleDriver::SetConfig(const lifecycle::HostConfig& config)
{
    m_host->SetConfig(config);
}

// The network

bool
TcpLifecycleDriver::Receive(const TcpLifecycleArrival& arrival)
{
    NS_LOG_FUNCTION(this << arrival.header);
    if (m_detached)
    {
        return false;
    }
    if (m_running)
    {
        // A network layer that delivers while it sends: process the segment later.
        m_backlog.push_back(arrival);
        return true;
    }
    const Ptr<TcpLifecycleL4Protocol> guard(&m_l4); // see Run()
    const lifecycle::Instant now = Now();
    m_running = true;
    const bool taken = Enter(arrival, now);
    m_running = false;
    Run(now, true);
    return taken;
}

void
TcpLifecycleDriver::ReceivePathError(const lifecycle::FourTuple& tuple,
                                     const lifecycle::PathError& error)
{
    if (m_detached)
    {
        return;
    }
    const lifecycle::Instant now = Now();
    TcpLifecycleIcmpEvent event;
    event.tuple = tuple;
    event.error = error;
    event.id = m_host->IdOf(m_host->HandleOf(tuple));
    event.verdict = m_host->OnPathError(tuple, error, now);
    const Ptr<TcpLifecycleL4Protocol> guard(&m_l4); // see Run()
    m_l4.TraceIcmp(event);
    Run(now, true);
}

bool
TcpLifecycleDriver::Enter(const TcpLifecycleArrival& arrival, lifecycle::Instant now)
{
    const lifecycle::Segment& segment = arrival.header.GetSegment();
    m_arrival = &arrival;
    lifecycle::Handle by;
    if (m_l4.HasBoundDevices() && IsForAnotherDevice(arrival))
    {
        // The segment belongs to no connection here, as in ns-3's own TCP
        AnswerByReset(arrival.GetTuple(), segment);
    }
    else
    {
        by = m_host->OnSegment(arrival.local, arrival.remote, segment, now);
    }
    if (!m_detached)
    {
        m_l4.TraceReceived(arrival, by);
    }
    Slot* slot = Find(by);
    if (slot != nullptr && slot->socket != nullptr && slot->socket->LooksAtSegments())
    {
        const Ptr<TcpLifecycleSocket> socket(slot->socket);
        socket->TraceRx(arrival.packet, arrival.header);
    }
    Perform();
    m_arrival = nullptr;
    slot = Find(by);
    if (slot != nullptr && slot->socket != nullptr)
    {
        UpdateValues(slot->socket, false);
    }
    return static_cast<bool>(by);
}

bool
TcpLifecycleDriver::IsForAnotherDevice(const TcpLifecycleArrival& arrival)
{
    const lifecycle::Handle handle = m_host->HandleOf(arrival.GetTuple());
    const Slot* slot = Find(handle);
    if (slot == nullptr)
    {
        slot = Find(m_host->ListenerOf(handle));
    }
    if (slot == nullptr)
    {
        return false;
    }
    const Ptr<NetDevice> device =
        slot->socket != nullptr ? slot->socket->GetBoundNetDevice() : m_marks[slot->marks].device;
    return device && device != arrival.GetDevice();
}

void
TcpLifecycleDriver::AnswerByReset(const lifecycle::FourTuple& tuple,
                                  const lifecycle::Segment& segment)
{
    if (const auto reset = lifecycle::ResetFromClosed(segment))
    {
        const lifecycle::Emit emit{*reset, 0, lifecycle::EmitReason::Reset, false};
        m_out.emplace_back(lifecycle::Handle{}, tuple, 0, emit);
    }
}

// lifecycle::HostEnvironment

lifecycle::CongestionControl&
TcpLifecycleDriver::CongestionOf(lifecycle::Handle handle)
{
    const Slot* slot = Find(handle);
    if (slot != nullptr && slot->socket != nullptr)
    {
        return slot->socket->GetCongestion();
    }
    return m_handshake;
}

const lifecycle::Config*
TcpLifecycleDriver::AdmitSyn(lifecycle::Handle listener, const lifecycle::FourTuple& tuple)
{
    const Slot* slot = Find(listener);
    if (slot == nullptr || slot->socket == nullptr)
    {
        return nullptr;
    }
    const Ptr<TcpLifecycleSocket> socket(slot->socket);
    const Ptr<NetDevice> device = socket->GetBoundNetDevice();
    if (device && device != m_arrival->GetDevice())
    {
        AnswerByReset(tuple, m_arrival->header.GetSegment());
        return nullptr;
    }
    return socket->Admit(tuple);
}

bool
TcpLifecycleDriver::AreHosts(const lifecycle::IpAddress& local, const lifecycle::IpAddress& remote)
{
    return m_l4.GetIp().AreUnicast(local, remote);
}

// The event loop

lifecycle::Instant
TcpLifecycleDriver::Now()
{
    return lifecycle::Instant(lifecycle::Duration(Simulator::Now().GetNanoSeconds()));
}

void
TcpLifecycleDriver::Run(lifecycle::Instant now, bool mayNotify)
{
    if (m_running)
    {
        return; // the outer loop continues with it
    }
    m_running = true;
    // A callback may release the last reference to the protocol.
    const Ptr<TcpLifecycleL4Protocol> guard(&m_l4);
    while (!m_detached && Step(now, mayNotify))
    {
    }
    if (!m_detached)
    {
        if (!m_pending.empty())
        {
            TidyPending();
        }
        Reschedule(now);
    }
    m_running = false;
    ReleaseLeaving();
}

bool
TcpLifecycleDriver::Step(lifecycle::Instant now, bool mayNotify)
{
    if (!m_out.empty())
    {
        Perform();
        return true;
    }
    if (mayNotify && m_nextPending < m_pending.size())
    {
        DeliverNext();
        return true;
    }
    m_host->Settle(now);
    if (!m_out.empty())
    {
        return true;
    }
    if (!m_backlog.empty())
    {
        EnterBacklog(now);
        return true;
    }
    return false;
}

void
TcpLifecycleDriver::EnterBacklog(lifecycle::Instant now)
{
    const TcpLifecycleArrival arrival = std::move(m_backlog.front());
    m_backlog.erase(m_backlog.begin());
    Enter(arrival, now);
}

void
TcpLifecycleDriver::TidyPending()
{
    if (m_nextPending == m_pending.size())
    {
        m_pending.clear();
        m_nextPending = 0;
    }
    else if (!m_tellPending)
    {
        m_tellPending = true;
        m_tell = Simulator::ScheduleNow(&TcpLifecycleDriver::OnPending, this);
    }
}

void
TcpLifecycleDriver::OnPending()
{
    m_tellPending = false;
    Run(Now(), true);
}

void
TcpLifecycleDriver::Reschedule(lifecycle::Instant now)
{
    const lifecycle::Instant deadline = m_host->NextDeadline();
    // An event that is too early stays: one useless event is cheaper than rescheduling with every
    // segment.
    if (m_wakePending && (deadline == lifecycle::NEVER || deadline < m_wakeAt))
    {
        // A cancelled event would stay in the queue and keep the simulation running until its time.
        Simulator::Remove(m_wake);
        m_wakePending = false;
    }
    if (!m_wakePending && deadline != lifecycle::NEVER)
    {
        m_wakeAt = std::max(deadline, now);
        m_wake = Simulator::Schedule(RoundUp(m_wakeAt - now), &TcpLifecycleDriver::OnWake, this);
        m_wakePending = true;
    }
}

void
TcpLifecycleDriver::OnWake()
{
    NS_LOG_FUNCTION(this);
    m_wakePending = false;
    const lifecycle::Instant now = Now();
    m_host->OnDeadline(now);
    Run(now, true);
}

} // namespace ns3
