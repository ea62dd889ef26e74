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
        return; // the entry is discarded when it reaches the top
    }
    const uint32_t marked = MarkedPlaceOf(index);
    if (marked == 0)
    {
        Insert(m_moving, index, deadline);
        return;
    }
    Heap& heap = HeapOf(marked);
    const uint32_t at = PlaceIn(marked);
    if (deadline < heap.deadlines[at])
    {
        Change(heap, at, deadline);
    }
}

void
TimerQueue::SetExactly(uint32_t index, Instant deadline)
{
    const uint32_t marked = MarkedPlaceOf(index);
    if (deadline == NEVER)
    {
        Remove(index);
    }
    else if (marked != 0)
    {
        Change(HeapOf(marked), PlaceIn(marked), deadline);
    }
    else
    {
        Insert(m_moving, index, deadline);
    }
}

void
TimerQueue::Park(uint32_t index, Instant deadline)
{
    if ((MarkedPlaceOf(index) & STANDS) == 0)
    {
        Remove(index);
        if (deadline != NEVER)
        {
            Insert(m_standing, index, deadline);
        }
        return;
    }
    SetExactly(index, deadline);
}

void
TimerQueue::Remove(uint32_t index)
{
    const uint32_t marked = MarkedPlaceOf(index);
    if (marked == 0)
    {
        return;
    }
    Heap& heap = HeapOf(marked);
    const uint32_t at = PlaceIn(marked);
    const uint32_t last = heap.indexes.Size() - 1;
    const Entry moved = heap.At(last);
    m_places[index] = 0;
    heap.deadlines.PopBack();
    heap.indexes.PopBack();
    if (at != last)
    {
        Fill(heap, at, moved);
    }
}

void
TimerQueue::Postpone(Instant deadline)
{
    const uint32_t index = TopIndex();
    if (deadline == NEVER)
    {
        Remove(index);
    }
    else
    {
        Change(HeapOf(m_places[index]), 0, deadline);
    }
}

Instant
TimerQueue::DeadlineOf(uint32_t index) const
{
    const uint32_t marked = MarkedPlaceOf(index);
    return marked == 0 ? NEVER : HeapOf(marked).deadlines[PlaceIn(marked)];
}

uint32_t
TimerQueue::TopIndex() const
{
    const Instant moving = m_moving.TopDeadline();
    const Instant standing = m_standing.TopDeadline();
    if (moving != standing)
    {
        return (moving < standing ? m_moving : m_standing).indexes[0];
    }
    return std::min(m_moving.indexes[0], m_standing.indexes[0]);
}

void
TimerQueue::Insert(Heap& heap, uint32_t index, Instant deadline)
{
    m_places.Reach(index + 1);
    heap.deadlines.PushBack(deadline);
    heap.indexes.PushBack(index);
    Fill(heap, heap.indexes.Size() - 1, Entry{deadline, index});
}

void
TimerQueue::Change(Heap& heap, uint32_t at, Instant deadline)
{
    Fill(heap, at, Entry{deadline, heap.indexes[at]});
}

void
TimerQueue::Fill(Heap& heap, uint32_t at, const Entry& entry)
{
    uint32_t hole = at;
    while (hole > 0 && entry.IsBefore(heap.At((hole - 1) / 2)))
    {
        Put(heap, hole, heap.At((hole - 1) / 2));
        hole = (hole - 1) / 2;
        ++m_steps;
    }
    const uint32_t size = heap.indexes.Size();
    for (uint32_t child = 2 * hole + 1; child < size; child = 2 * hole + 1)
    {
        Entry first = heap.At(child);
        if (child + 1 < size && heap.At(child + 1).IsBefore(first))
        {
            ++child;
            first = heap.At(child);
        }
        if (!first.IsBefore(entry))
        {
            break;
        }
        Put(heap, hole, first);
        hole = child;
        ++m_steps;
    }
    Put(heap, hole, entry);
}

void
TimerQueue::Put(Heap& heap, uint32_t at, const Entry& entry)
{
    heap.deadlines[at] = entry.deadline;
    heap.indexes[at] = entry.index;
    m_places[entry.index] = (at + 1) | heap.mark;
}

} // namespace lifecycle
} // namespace ns3
