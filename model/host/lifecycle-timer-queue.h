/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_TIMER_QUEUE_H
#define LIFECYCLE_TIMER_QUEUE_H

#include "lifecycle-slab.h"
#include "lifecycle-time.h"

#include <algorithm>
#include <cstdint>

/**
 * \file
 * \ingroup tcp-lifecycle-host
 * One queue for the deadlines of all connections of a host.
 */

namespace ns3
{
namespace lifecycle
{

/**
 * \ingroup tcp-lifecycle-host
 *
 * Two binary heaps with at most one entry per index, 16 bytes per entry. One has deadlines that do
 * not move, such as those of connections in TIME-WAIT; the other has those that move. A million of
 * the former do not slow down the latter.
 *
 * Deadlines move lazily: Set() to a later deadline changes nothing, so that the timer of an active
 * connection costs one comparison. The entry then reaches the top too early, and Postpone()
 * corrects it. An entry is never too late. Entries with the same deadline are ordered by index.
 */
class TimerQueue
{
  public:
    /**
     * Set a deadline, see the class.
     * \param index an index \param deadline its deadline, or NEVER
     */
    void Set(uint32_t index, Instant deadline);
    /**
     * Set a deadline so that DeadlineOf() is exact, even if the new deadline is later.
     * \param index an index \param deadline its deadline, or NEVER
     */
    void SetExactly(uint32_t index, Instant deadline);
    /**
     * As SetExactly(), for a deadline that will not move.
     * \param index an index \param deadline its deadline, or NEVER
     */
    void Park(uint32_t index, Instant deadline);
    /// Remove an entry, if it exists. \param index its index
    void Remove(uint32_t index);
    /// Correct the first entry. \param deadline its true deadline, not before TopDeadline(); or
    /// NEVER
    void Postpone(Instant deadline);

    /// \return whether the queue is empty
    bool Empty() const
    {
        return Count() == 0;
    }

    /// \return the number of entries
    uint32_t Count() const
    {
        return m_moving.indexes.Size() + m_standing.indexes.Size();
    }

    /// \return the first deadline, or NEVER
    Instant TopDeadline() const
    {
        return std::min(m_moving.TopDeadline(), m_standing.TopDeadline());
    }

    /// \param index an index \return the deadline of its entry, or NEVER
    Instant DeadlineOf(uint32_t index) const;
    /// \return index of the first entry; the queue must not be empty
    uint32_t TopIndex() const;

    /// \return the number of steps in the heaps since construction
    uint64_t Steps() const
    {
        return m_steps;
    }

  private:
    /// An entry of the queue.
    struct Entry
    {
        Instant deadline; //!< deadline
        uint32_t index;   //!< index

        /// \param other another entry \return whether this one comes first
        bool IsBefore(const Entry& other) const
        {
            return deadline != other.deadline ? deadline < other.deadline : index < other.index;
        }
    };

    /// A binary heap: the parent of an entry is at (place - 1) / 2.
    struct Heap
    {
        SlabArray<Instant> deadlines; //!< by place
        SlabArray<uint32_t> indexes;  //!< by place
        uint32_t mark;                //!< marks the places of its entries

        /// \return the first deadline, or NEVER
        Instant TopDeadline() const
        {
            return indexes.Size() == 0 ? NEVER : deadlines[0];
        }

        /// \param place a place in use \return its entry
        Entry At(uint32_t place) const
        {
            return Entry{deadlines[place], indexes[place]};
        }
    };

    static constexpr uint32_t STANDS = uint32_t{1} << 31; //!< mark of m_standing

    /// \param index an index \return its place and mark, 0 if it has no entry
    uint32_t MarkedPlaceOf(uint32_t index) const
    {
        return index < m_places.Size() ? m_places[index] : 0;
    }

    /// \param marked a place and mark, not 0 \return its heap
    const Heap& HeapOf(uint32_t marked) const
    {
        return (marked & STANDS) != 0 ? m_standing : m_moving;
    }

    /// \param marked a place and mark, not 0 \return its heap
    Heap& HeapOf(uint32_t marked)
    {
        return (marked & STANDS) != 0 ? m_standing : m_moving;
    }

    /// \param marked a place and mark, not 0 \return the place
    static uint32_t PlaceIn(uint32_t marked)
    {
        return (marked & ~STANDS) - 1;
    }

    void Insert(Heap& heap, uint32_t index, Instant deadline);
    void Change(Heap& heap, uint32_t at, Instant deadline);
    /// Insert an entry. \param heap the heap \param at a free place \param entry moves up or down
    /// from there
    void Fill(Heap& heap, uint32_t at, const Entry& entry);
    void Put(Heap& heap, uint32_t at, const Entry& entry);

    Heap m_moving{{}, {}, 0};        //!< deadlines that may move
    Heap m_standing{{}, {}, STANDS}; //!< deadlines set by Park()
    SlabArray<uint32_t> m_places;    //!< by index: its place plus one, and the mark of its heap
    uint64_t m_steps{0};             //!< see Steps()
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_TIMER_QUEUE_H
