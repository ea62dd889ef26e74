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
 * Two binary heaps with at most one entry for each index, 16 octets an entry. In one are deadlines
 * that stand, as those of a million connections in TIME-WAIT, in the other those that move: the
 * first do not lie in the way of the second.
 *
 * Deadlines move lazily: Set() to a later one changes nothing, so that the timer of a connection in
 * which data flow costs a comparison; the entry then comes to the top too early, where Postpone()
 * puts it right. An entry is never too late. Those with the same deadline come in the order of
 * their indexes.
 */
class TimerQueue
{
  public:
    /**
     * See the class.
     * \param index whose \param deadline when, or NEVER
     */
    void Set(uint32_t index, Instant deadline);
    /**
     * As Set(), but at once, also to a later one, so that DeadlineOf() is right.
     * \param index whose \param deadline when, or NEVER
     */
    void SetExactly(uint32_t index, Instant deadline);
    /**
     * As SetExactly(), for a deadline that is going to stand until it comes.
     * \param index whose \param deadline when, or NEVER
     */
    void Park(uint32_t index, Instant deadline);
    /// Take an entry out, if it is there. \param index whose
    void Remove(uint32_t index);
    /// The first was too early. \param deadline its true one, not before TopDeadline(); or NEVER
    void Postpone(Instant deadline);

    /// \return whether there is no entry
    bool Empty() const
    {
        return Count() == 0;
    }

    /// \return how many entries
    uint32_t Count() const
    {
        return m_moving.indexes.Size() + m_standing.indexes.Size();
    }

    /// \return deadline of the first, NEVER if there is none
    Instant TopDeadline() const
    {
        return std::min(m_moving.TopDeadline(), m_standing.TopDeadline());
    }

    /// \param index any \return deadline of its entry, NEVER if there is none
    Instant DeadlineOf(uint32_t index) const;
    /// \return whose the first is; not for an empty queue
    uint32_t TopIndex() const;

    /// \return steps up or down the heaps since the beginning
    uint64_t Steps() const
    {
        return m_steps;
    }

  private:
    /// What is due, and when.
    struct Entry
    {
        Instant deadline; //!< when
        uint32_t index;   //!< whose

        /// \param other another \return whether this comes first
        bool IsBefore(const Entry& other) const
        {
            return deadline != other.deadline ? deadline < other.deadline : index < other.index;
        }
    };

    /// Entries, none before that of its parent, at (place - 1) / 2.
    struct Heap
    {
        SlabArray<Instant> deadlines; //!< by place
        SlabArray<uint32_t> indexes;  //!< by place
        uint32_t mark;                //!< in the places of its entries

        /// \return deadline of the first, NEVER if there is none
        Instant TopDeadline() const
        {
            return indexes.Size() == 0 ? NEVER : deadlines[0];
        }

        /// \param place below their number \return what stands there
        Entry At(uint32_t place) const
        {
            return Entry{deadlines[place], indexes[place]};
        }
    };

    static constexpr uint32_t STANDS = uint32_t{1} << 31; //!< mark of m_standing

    /// \param index any \return its place and mark, 0: it has none
    uint32_t MarkedPlaceOf(uint32_t index) const
    {
        return index < m_places.Size() ? m_places[index] : 0;
    }

    /// \param marked a place and mark, not 0 \return which heap
    const Heap& HeapOf(uint32_t marked) const
    {
        return (marked & STANDS) != 0 ? m_standing : m_moving;
    }

    /// \param marked a place and mark, not 0 \return which heap
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
    /// \param heap whose \param at a place that is free \param entry finds its own from there
    void Fill(Heap& heap, uint32_t at, const Entry& entry);
    void Put(Heap& heap, uint32_t at, const Entry& entry);

    Heap m_moving{{}, {}, 0};        //!< all but those
    Heap m_standing{{}, {}, STANDS}; //!< that Park() has brought here
    SlabArray<uint32_t> m_places;    //!< by index: one more than its place, and its heap's mark
    uint64_t m_steps{0};             //!< see Steps()
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_TIMER_QUEUE_H
