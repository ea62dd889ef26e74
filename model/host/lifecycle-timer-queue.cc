/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-timer-queue.h"

namespace ns3
{
namespace lifecycle
{

void
TimerQueue::Set(uint32_t index, Instant deadline)
{
    if (deadline == NEVER)
    {
        return; // an entry that is there comes to the top and is found wanting
    }
    m_places.Reach(index + 1);
    if (m_places[index] == 0)
    {
        m_deadlines.PushBack(deadline);
        m_indexes.PushBack(index);
        m_places[index] = m_indexes.Size();
        Up(m_indexes.Size() - 1);
        return;
    }
    const uint32_t at = m_places[index] - 1;
    if (deadline < m_deadlines[at])
    {
        Change(at, deadline);
    }
}

void
TimerQueue::SetExactly(uint32_t index, Instant deadline)
{
    if (deadline == NEVER)
    {
        Remove(index);
    }
    else if (index < m_places.Size() && m_places[index] != 0)
    {
        Change(m_places[index] - 1, deadline);
    }
    else
    {
        Set(index, deadline);
    }
}

void
TimerQueue::Remove(uint32_t index)
{
    if (index >= m_places.Size() || m_places[index] == 0)
    {
        return;
    }
    const uint32_t at = m_places[index] - 1;
    const uint32_t last = m_indexes.Size() - 1;
    Swap(at, last);
    m_places[index] = 0;
    m_deadlines.PopBack();
    m_indexes.PopBack();
    if (at != last)
    {
        Up(at);
        Down(at);
    }
}

void
TimerQueue::Postpone(Instant deadline)
{
    SetExactly(TopIndex(), deadline);
}

void
TimerQueue::Change(uint32_t at, Instant deadline)
{
    const bool earlier = deadline < m_deadlines[at];
    m_deadlines[at] = deadline;
    if (earlier)
    {
        Up(at);
    }
    else
    {
        Down(at);
    }
}

void
TimerQueue::Up(uint32_t at)
{
    while (at > 0 && Earlier(at, (at - 1) / 2))
    {
        Swap(at, (at - 1) / 2);
        at = (at - 1) / 2;
    }
}

void
TimerQueue::Down(uint32_t at)
{
    const uint32_t size = m_indexes.Size();
    for (;;)
    {
        uint32_t first = at;
        for (uint32_t child = 2 * at + 1; child <= 2 * at + 2 && child < size; ++child)
        {
            if (Earlier(child, first))
            {
                first = child;
            }
        }
        if (first == at)
        {
            return;
        }
        Swap(at, first);
        at = first;
    }
}

} // namespace lifecycle
} // namespace ns3
