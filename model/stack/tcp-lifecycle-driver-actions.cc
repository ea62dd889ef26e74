/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-driver.h"
#include "tcp-lifecycle-l4-protocol.h"
#include "tcp-lifecycle-socket.h"

#include "ns3/log.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <utility>
#include <variant>

// Performs the actions of the host.

namespace ns3
{

namespace
{

/// Calls the matching lambda.
template <typename... Ts>
struct Overloaded : Ts...
{
    using Ts::operator()...;
};

template <typename... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

/// \param action an action of a socket in CLOSED \return whether it can be performed out of order
bool
CanComeEarly(const lifecycle::HostAction& action)
{
    const auto* notify = std::get_if<lifecycle::Notify>(&action.action);
    return !std::holds_alternative<lifecycle::Transition>(action.action) &&
           !std::holds_alternative<lifecycle::ListenerChanged>(action.action) &&
           !std::holds_alternative<lifecycle::Accepted>(action.action) &&
           !std::holds_alternative<lifecycle::Finished>(action.action) &&
           !(notify != nullptr && notify->event == lifecycle::Event::Closed);
}

} // namespace

void
TcpLifecycleDriver::Perform()
{
    // A trace sink or the network layer may cause further actions, which are performed later.
    while (!m_out.empty())
    {
        m_performed.swap(m_out);
        for (m_nextAction = 0; m_nextAction < m_performed.size() && !m_detached;)
        {
            PerformOne(m_performed[m_nextAction++]);
        }
        m_performed.clear();
    }
}

void
TcpLifecycleDriver::PerformFor(lifecycle::Handle handle,
                               std::vector<lifecycle::HostAction>& actions)
{
    // By index: sinks may enter the host, which appends to m_out. Performed actions stay in place
    // without effect. Traced actions and the end keep their positions.
    const bool begun = &actions == &m_performed;
    for (std::size_t i = begun ? m_nextAction : 0; i < actions.size(); ++i)
    {
        const lifecycle::HostAction action = actions[i];
        if (action.handle == handle && CanComeEarly(action))
        {
            actions[i].handle = {};
            actions[i].action = lifecycle::TimeWaitRestarted{};
            PerformOne(action);
        }
    }
}

void
TcpLifecycleDriver::PerformOne(const lifecycle::HostAction& action)
{
    // A connection in TIME-WAIT whose user has released the socket has none, nor has one that is
    // not accepted.
    const auto withSocket = [&](auto&& perform) {
        const Slot* slot = Find(action.handle);
        if (slot != nullptr && slot->socket != nullptr)
        {
            perform(slot->socket);
        }
    };
    std::visit(
        Overloaded{
            [&](const lifecycle::Emit& emit) { DoEmit(action, emit); },
            [&](const lifecycle::Transition& transition) { DoTransition(action, transition); },
            [&](const lifecycle::Defect& defect) { m_l4.ReportDefect(action, defect); },
            [&](const lifecycle::Dropped& dropped) {
                m_l4.TraceDropped(m_arrival != nullptr ? m_arrival->packet : nullptr, dropped.why);
            },
            [](const lifecycle::TimeWaitRestarted&) {},
            [&](const lifecycle::Accepted& accepted) { DoAccept(action, accepted); },
            [&](const lifecycle::ListenerChanged&) { TraceListener(action); },
            [&](const lifecycle::Finished& finished) {
                m_l4.TraceClosed({finished.history, action.id, action.tuple});
            },
            [&](const lifecycle::Store& store) {
                withSocket([&](TcpLifecycleSocket* socket) {
                    socket->OnStore(m_arrival->packet,
                                    store.segmentOffset,
                                    store.streamOffset,
                                    store.length);
                });
            },
            [&](const lifecycle::Deliver& deliver) {
                withSocket([&](TcpLifecycleSocket* socket) {
                    if (socket->OnDeliver(deliver.streamEnd))
                    {
                        Tell(socket, Notice::Data);
                    }
                });
            },
            [&](const lifecycle::Release& release) {
                withSocket([&](TcpLifecycleSocket* socket) {
                    socket->OnRelease(release.streamEnd);
                    Tell(socket, Notice::Space);
                });
            },
            [&](const lifecycle::Notify& notify) {
                withSocket(
                    [&](TcpLifecycleSocket* socket) { DoNotify(socket, action.handle, notify); });
            },
        },
        action.action);
}

void
TcpLifecycleDriver::DoAccept(const lifecycle::HostAction& action,
                             const lifecycle::Accepted& accepted)
{
    const Slot* listener = Find(action.listener);
    if (listener == nullptr || listener->socket == nullptr)
    {
        // It has been deleted. The RST has the marks of its segments.
        const uint16_t marks = listener != nullptr ? listener->marks : uint16_t{0};
        Claim(action.handle).marks = marks;
        m_host->Abort(action.handle, Now());
        return;
    }
    const Ptr<TcpLifecycleSocket> parent(listener->socket);
    const Ptr<TcpLifecycleSocket> socket = m_l4.Clone(*parent);
    Attach(action.handle, PeekPointer(socket), TcpLifecycleSocketRole::Child);
    socket->OnTransition(m_host->StateOf(action.handle));
    if (accepted.waits)
    {
        socket->OnWaiting();
        Tell(PeekPointer(parent), Notice::Acceptable);
    }
    else
    {
        Pending pending;
        pending.socket = parent;
        pending.child = socket;
        pending.notice = Notice::Accepted;
        m_pending.push_back(std::move(pending));
        Tell(PeekPointer(socket), Notice::Space);
    }
    if (socket->IsReceiveShut())
    {
        m_host->ShutdownReceive(action.handle, Now());
    }
}

bool
TcpLifecycleDriver::IsAcceptPending() const
{
    const auto isAccepted = [](const lifecycle::HostAction& action) {
        return std::holds_alternative<lifecycle::Accepted>(action.action);
    };
    return std::any_of(m_performed.begin() +
                           static_cast<std::ptrdiff_t>(std::min(m_nextAction, m_performed.size())),
                       m_performed.end(),
                       isAccepted) ||
           std::any_of(m_out.begin(), m_out.end(), isAccepted);
}

Ptr<TcpLifecycleSocket>
TcpLifecycleDriver::Accept(lifecycle::Handle listener)
{
    if (IsAcceptPending())
    {
        return nullptr; // its socket is created later, when its listener is notified
    }
    const Slot* slot = Find(m_host->Accept(listener));
    if (slot == nullptr || slot->socket == nullptr)
    {
        return nullptr;
    }
    const Ptr<TcpLifecycleSocket> socket(slot->socket);
    // Events that occurred in the accept queue
    const bool finished = socket->OnAccepted();
    Tell(PeekPointer(socket), Notice::Data);
    Tell(PeekPointer(socket), Notice::Space);
    if (finished)
    {
        Tell(PeekPointer(socket), Notice::PeerFinished);
    }
    Run(Now(), false);
    return socket;
}

void
TcpLifecycleDriver::TraceListener(const lifecycle::HostAction& action)
{
    const Slot* slot = Find(action.handle);
    if (slot == nullptr || slot->socket == nullptr ||
        m_host->StateOf(action.handle) != lifecycle::State::Listen ||
        !(m_l4.HasListenListeners() || slot->socket->HasTraces()))
    {
        return; // it is being closed, or has no sinks
    }
    TcpLifecycleListenEvent event;
    event.time = Simulator::Now();
    event.node = m_l4.GetNode() ? m_l4.GetNode()->GetId() : 0;
    event.id = action.id;
    event.tuple = action.tuple;
    event.status = m_host->StatusOf(action.handle);
    const Ptr<TcpLifecycleSocket> socket(slot->socket);
    m_l4.TraceListener(event);
    socket->TraceListener(event);
}

void
TcpLifecycleDriver::DoEmit(const lifecycle::HostAction& action, const lifecycle::Emit& emit)
{
    const Slot* slot = Find(action.handle);
    if (slot == nullptr)
    {
        slot =
            Find(action.listener); // without a socket, its segments have the marks of the listener
    }
    const uint16_t marks = slot != nullptr ? slot->marks : uint16_t{0};
    const Ptr<TcpLifecycleSocket> socket(slot != nullptr ? slot->socket : nullptr);
    Ptr<Packet> payload;
    if (emit.segment.length > 0 && socket)
    {
        payload = socket->CopyData(emit.streamOffset, emit.segment.length);
        const uint32_t octets = socket->OnSent(emit.streamOffset + emit.segment.length);
        if (octets > 0)
        {
            Tell(PeekPointer(socket), Notice::Sent, octets);
        }
    }
    else
    {
        payload = Create<Packet>();
    }
    m_l4.Send(payload, action, emit, PeekPointer(socket), m_marks[marks]);
    if (socket)
    {
        UpdateValues(PeekPointer(socket), true);
    }
}

void
TcpLifecycleDriver::DoTransition(const lifecycle::HostAction& action,
                                 const lifecycle::Transition& what)
{
    NS_LOG_LOGIC("connection " << action.id << ": " << ToText(what.from) << " -> "
                               << ToText(what.to) << " (" << ToText(what.cause) << ")");
    Slot* slot = Find(action.handle);
    const Ptr<TcpLifecycleSocket> socket(slot != nullptr ? slot->socket : nullptr);
    if (socket && what.from == lifecycle::State::Listen && what.to == lifecycle::State::Closed)
    {
        Leave(*slot);
        End(*socket, action.handle); // before the sinks, which can call Listen() again
    }
    m_l4.TraceTransition(action,
                         what,
                         m_arrival != nullptr ? &m_arrival->header.GetSegment() : nullptr);
    if (!socket)
    {
        return;
    }
    if (what.to == lifecycle::State::Established && socket->GetHandle() == action.handle)
    {
        socket->OnEstablished();
    }
    socket->OnTransition(what.to);
    if (what.to == lifecycle::State::TimeWait && !socket->HasStateListeners())
    {
        // From now on only the user holds the socket, unless a sink waits for CLOSED.
        slot = Find(action.handle);
        if (slot != nullptr && slot->socket != nullptr)
        {
            LetGo(*slot);
        }
    }
}

void
TcpLifecycleDriver::End(TcpLifecycleSocket& socket, lifecycle::Handle handle)
{
    if (socket.GetHandle() == handle)
    {
        socket.OnEnded();
    }
}

void
TcpLifecycleDriver::DoNotify(TcpLifecycleSocket* socket,
                             lifecycle::Handle handle,
                             const lifecycle::Notify& notify)
{
    switch (notify.event)
    {
    case lifecycle::Event::Connected:
        if (socket->OnConnected())
        {
            Tell(socket, Notice::Connected);
            Tell(socket, Notice::Space);
        }
        break;
    case lifecycle::Event::PeerFinished:
        socket->OnPeerFinished();
        Tell(socket, Notice::PeerFinished);
        break;
    case lifecycle::Event::Urgent:
        Tell(socket, Notice::Urgent);
        break;
    case lifecycle::Event::Failed:
        Tell(socket, socket->OnFailed(notify.error) ? Notice::Broken : Notice::Failed);
        break;
    case lifecycle::Event::Closed:
        if (Slot* slot = Find(handle))
        {
            Leave(*slot);
        }
        End(*socket, handle);
        break;
    }
}

// Notifications

void
TcpLifecycleDriver::Tell(TcpLifecycleSocket* socket, Notice notice, uint32_t octets)
{
    if (socket->IsWaiting())
    {
        return; // it has no user yet; see Accept()
    }
    Pending pending;
    pending.socket = Ptr<TcpLifecycleSocket>(socket);
    pending.octets = octets;
    pending.notice = notice;
    m_pending.push_back(std::move(pending));
}

void
TcpLifecycleDriver::DeliverNext()
{
    const Pending pending = std::move(m_pending[m_nextPending++]);
    TcpLifecycleSocket& socket = *pending.socket;
    switch (pending.notice)
    {
    case Notice::Connected:
        socket.NotifyConnectionSucceeded();
        break;
    case Notice::Failed:
        socket.NotifyConnectionFailed();
        break;
    case Notice::Accepted:
        socket.TellAccepted(pending.child);
        break;
    case Notice::Acceptable:
        socket.TellAcceptable();
        break;
    case Notice::Data:
        socket.TellData();
        break;
    case Notice::Sent:
        socket.NotifyDataSent(pending.octets);
        break;
    case Notice::Space:
        socket.TellSpace();
        break;
    case Notice::PeerFinished:
        socket.TellPeerFinished();
        break;
    case Notice::Urgent:
        socket.TellUrgent();
        break;
    case Notice::Broken:
        socket.NotifyErrorClose();
        break;
    }
}

} // namespace ns3
