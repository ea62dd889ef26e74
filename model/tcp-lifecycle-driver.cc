/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-driver.h"

#include "tcp-lifecycle-l4-protocol.h"
#include "tcp-lifecycle-socket.h"

#include "ns3/simulator.h"

#include <algorithm>
#include <utility>

namespace ns3
{

Ptr<NetDevice>
TcpLifecycleArrival::GetDevice() const
{
    return ipv4 ? ipv4->GetDevice() : ipv6 ? ipv6->GetDevice() : nullptr;
}

TcpLifecycleDriver::TcpLifecycleDriver(TcpLifecycleL4Protocol& l4,
                                       const lifecycle::HostConfig& config)
    : m_l4(l4),
      m_host(std::make_unique<lifecycle::Host>(config, *this)),
      m_out(m_host->Out()),
      m_accepted(m_host->Accepted()),
      m_changed(m_host->Changed()),
      m_finished(m_host->Finished())
{
}

TcpLifecycleDriver::~TcpLifecycleDriver()
{
    if (m_wakePending)
    {
        m_wake.Cancel();
    }
    if (m_tellPending)
    {
        m_tell.Cancel();
    }
    for (Slot& slot : m_slots)
    {
        if (slot.socket != nullptr)
        {
            slot.socket->OnDetached();
            LetGo(slot);
        }
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
    if (m_running)
    {
        // A network layer that delivers while it sends: after what is being done.
        m_backlog.push_back(arrival);
        return true;
    }
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
    const lifecycle::Instant now = Now();
    TcpLifecycleIcmpEvent event;
    event.tuple = tuple;
    event.error = error;
    event.id = m_host->IdOf(m_host->HandleOf(tuple));
    event.verdict = m_host->OnPathError(tuple, error, now);
    m_l4.TraceIcmp(event);
    Run(now, true);
}

bool
TcpLifecycleDriver::Enter(const TcpLifecycleArrival& arrival, lifecycle::Instant now)
{
    const lifecycle::Segment& segment = arrival.header.GetSegment();
    m_arrival = &arrival;
    const lifecycle::Handle by = m_host->OnSegment(arrival.local, arrival.remote, segment, now);
    m_l4.TraceReceived(arrival, by);
    Slot* slot = Find(by);
    if (slot != nullptr && slot->socket != nullptr)
    {
        slot->socket->TraceRx(arrival.packet, arrival.header);
    }
    Perform();
    m_arrival = nullptr;
    slot = Find(by);
    if (slot != nullptr && slot->socket != nullptr)
    {
        UpdateValues(slot->socket);
    }
    return static_cast<bool>(by);
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
    m_admitting = listener.index;
    const Ptr<TcpLifecycleSocket> socket(slot->socket);
    return socket->Admit(tuple, m_arrival->GetDevice());
}

bool
TcpLifecycleDriver::AreHosts(const lifecycle::IpAddress& local, const lifecycle::IpAddress& remote)
{
    return m_l4.GetIp().AreUnicast(local, remote);
}

// The funnel

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
        return; // the loop below, further up the stack, goes on with it
    }
    m_running = true;
    // A callback may drop whatever held the protocol.
    const Ptr<TcpLifecycleL4Protocol> guard(&m_l4);
    while (true)
    {
        if (HasResults())
        {
            Perform();
        }
        if (mayNotify && m_nextPending < m_pending.size())
        {
            DeliverNext();
            continue;
        }
        m_host->Settle(now);
        if (!m_out.empty())
        {
            continue;
        }
        if (m_backlog.empty())
        {
            break;
        }
        EnterBacklog(now);
    }
    if (!m_pending.empty())
    {
        TidyPending();
    }
    if (!m_finished.empty())
    {
        TraceFinished();
    }
    Reschedule(now);
    m_running = false;
    m_leaving.clear();
}

void
TcpLifecycleDriver::EnterBacklog(lifecycle::Instant now)
{
    const TcpLifecycleArrival arrival = std::move(m_backlog.front());
    m_backlog.erase(m_backlog.begin());
    Enter(arrival, now);
}

bool
TcpLifecycleDriver::HasResults() const
{
    return !(m_out.empty() && m_accepted.empty() && m_changed.empty());
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
TcpLifecycleDriver::TraceFinished()
{
    for (std::size_t i = 0; i < m_finished.size(); ++i)
    {
        const lifecycle::ConnectionRecord record = m_finished[i];
        m_l4.TraceClosed(record);
    }
    m_finished.clear();
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
    // An event that is too early is left where it is: waking up for nothing, once, is cheaper than
    // moving an event with every segment.
    if (m_wakePending && (deadline == lifecycle::NEVER || deadline < m_wakeAt))
    {
        // Cancelled, it would stay in the queue and keep the simulation going until its time.
        Simulator::Remove(m_wake);
        m_wakePending = false;
    }
    if (!m_wakePending && deadline != lifecycle::NEVER)
    {
        m_wakeAt = std::max(deadline, now);
        m_wake = Simulator::Schedule(NanoSeconds((m_wakeAt - now).count()),
                                     &TcpLifecycleDriver::OnWake,
                                     this);
        m_wakePending = true;
    }
}

void
TcpLifecycleDriver::OnWake()
{
    m_wakePending = false;
    const lifecycle::Instant now = Now();
    m_host->OnDeadline(now);
    Run(now, true);
}

// Slots

TcpLifecycleDriver::Slot&
TcpLifecycleDriver::Claim(lifecycle::Handle handle)
{
    if (handle.index >= m_slots.size())
    {
        m_slots.resize(handle.index + 1);
    }
    Slot& slot = m_slots[handle.index];
    if (slot.generation != handle.generation)
    {
        slot = Slot();
        slot.generation = handle.generation;
    }
    return slot;
}

void
TcpLifecycleDriver::Attach(lifecycle::Handle handle,
                           TcpLifecycleSocket* socket,
                           TcpLifecycleSocketRole role)
{
    Slot& slot = Claim(handle);
    slot.embryo = false;
    slot.kept = true;
    slot.socket = socket;
    socket->Ref();
    socket->OnAttached(handle, m_host->TupleOf(handle).value(), m_host->IdOf(handle), role);
}

void
TcpLifecycleDriver::LetGo(Slot& slot)
{
    if (slot.kept)
    {
        // It may be the last to hold the socket, which must outlive what is being done.
        slot.kept = false;
        m_leaving.emplace_back(slot.socket, false);
    }
}

void
TcpLifecycleDriver::UpdateValues(TcpLifecycleSocket* socket)
{
    if (socket->HasTraces())
    {
        if (const lifecycle::Connection* connection = m_host->Find(socket->GetHandle()))
        {
            socket->TraceValues(*connection);
        }
    }
}

} // namespace ns3
