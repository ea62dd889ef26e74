/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-driver.h"
#include "tcp-lifecycle-socket.h"

#include <algorithm>
#include <limits>

// Map from connections and listeners to sockets, and the release of sockets.

namespace ns3
{

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
        // This may be the last reference to the socket, which must outlive the current call.
        slot.kept = false;
        m_leaving.emplace_back(slot.socket, false);
    }
}

void
TcpLifecycleDriver::Leave(Slot& slot)
{
    slot.marks = MarksOf(*slot.socket);
    LetGo(slot);
    slot.socket = nullptr;
}

uint16_t
TcpLifecycleDriver::MarksOf(const TcpLifecycleSocket& socket)
{
    const TcpLifecycleMarks marks = socket.GetMarks();
    const auto known = std::find(m_marks.begin(), m_marks.end(), marks);
    const auto index = static_cast<std::size_t>(known - m_marks.begin());
    if (index > std::numeric_limits<uint16_t>::max())
    {
        return 0; // more different marks than expected on a node
    }
    if (known == m_marks.end())
    {
        m_marks.push_back(marks);
    }
    return static_cast<uint16_t>(index);
}

void
TcpLifecycleDriver::ReleaseLeaving()
{
    // The end of a socket may call back here: by Forget(), or by objects that its callbacks held.
    while (!m_leaving.empty())
    {
        const Ptr<TcpLifecycleSocket> socket = m_leaving.back();
        m_leaving.pop_back();
    }
}

void
TcpLifecycleDriver::UpdateValues(TcpLifecycleSocket* socket, bool sent)
{
    if (socket->HasTraces())
    {
        const Ptr<TcpLifecycleSocket> guard(socket);
        if (const lifecycle::Connection* connection = m_host->Find(socket->GetHandle()))
        {
            socket->TraceValues(*connection, sent);
        }
    }
}

} // namespace ns3
