/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-timer-queue.h"

#include <utility>

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
    Swap(heap, at, last);
    m_places[index] = 0;
    heap.deadlines.PopBack();
    heap.indexes.PopBack();
    if (at != last)
    {
        Up(heap, at);
        Down(heap, at);
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
    m_places[index] = heap.indexes.Size() | heap.mark;
    Up(heap, heap.indexes.Size() - 1);
}

void
TimerQueue::Change(Heap& heap, uint32_t at, Instant deadline)
{
    const bool earlier = deadline < heap.deadlines[at];
    heap.deadlines[at] = deadline;
    if (earlier)
    {
        Up(heap, at);
    }
    else
    {
        Down(heap, at);
    }
}

void
TimerQueue::Up(Heap& heap, uint32_t at)
{
    while (at > 0 && heap.Earlier(at, (at - 1) / 2))
    {
        Swap(heap, at, (at - 1) / 2);
        at = (at - 1) / 2;
    }
}

void
TimerQueue::Down(Heap& heap, uint32_t at)
{
    const uint32_t size = heap.indexes.Size();
    for (;;)
    {
        uint32_t first = at;
        for (uint32_t child = 2 * at + 1; child <= 2 * at + 2 && child < size; ++child)
        {
            if (heap.Earlier(child, first))
            {
                first = child;
            }
        }
        if (first == at)
        {
            return;
        }
        Swap(heap, at, first);
        at = first;
    }
}

void
TimerQueue::Swap(Heap& heap, uint32_t a, uint32_t b)
{
    std::swap(heap.deadlines[a], heap.deadlines[b]);
    std::swap(heap.indexes[a], heap.indexes[b]);
    m_places[heap.indexes[a]] = (a + 1) | heap.mark;
    m_places[heap.indexes[b]] = (b + 1) | heap.mark;
    ++m_steps;
}

} // namespace lifecycle
} // namespace ns3
