/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_TIMER_QUEUE_H
#define LIFECYCLE_TIMER_QUEUE_H

#include "lifecycle-slab.h"
#include "lifecycle-time.h"

#include <cstdint>
#include <utility>

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
 * A binary heap with at most one entry for each index, 16 octets an entry. Deadlines move lazily:
 * Set() to a later one changes nothing, so that the timer of a connection in which data flow costs
 * a comparison; the entry then comes to the top too early, where Postpone() puts it right. An entry
 * is never too late. Those with the same deadline come in the order of their indexes.
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
     * As Set(), but at once, also to a later one: for a deadline that is going to stand.
     * \param index whose \param deadline when, or NEVER
     */
    void SetExactly(uint32_t index, Instant deadline);
    /// Take an entry out, if it is there. \param index whose
    void Remove(uint32_t index);
    /// The first was too early. \param deadline its true one, not before TopDeadline(); or NEVER
    void Postpone(Instant deadline);

    /// \return whether there is no entry
    bool Empty() const
    {
        return m_indexes.Size() == 0;
    }

    /// \return how many entries
    uint32_t Count() const
    {
        return m_indexes.Size();
    }

    /// \return deadline of the first, NEVER if there is none
    Instant TopDeadline() const
    {
        return Empty() ? NEVER : m_deadlines[0];
    }

    /// \param index any \return deadline of its entry, NEVER if there is none
    Instant DeadlineOf(uint32_t index) const
    {
        const bool known = index < m_places.Size() && m_places[index] != 0;
        return known ? m_deadlines[m_places[index] - 1] : NEVER;
    }

    /// \return whose the first is; not for an empty queue
    uint32_t TopIndex() const
    {
        return m_indexes[0];
    }

    /// \return steps up or down the heap since the beginning
    uint64_t Steps() const
    {
        return m_steps;
    }

  private:
    bool Earlier(uint32_t a, uint32_t b) const
    {
        return m_deadlines[a] != m_deadlines[b] ? m_deadlines[a] < m_deadlines[b]
                                                : m_indexes[a] < m_indexes[b];
    }

    void Swap(uint32_t a, uint32_t b)
    {
        std::swap(m_deadlines[a], m_deadlines[b]);
        std::swap(m_indexes[a], m_indexes[b]);
        m_places[m_indexes[a]] = a + 1;
        m_places[m_indexes[b]] = b + 1;
        ++m_steps;
    }

    void Change(uint32_t at, Instant deadline);
    void Up(uint32_t at);
    void Down(uint32_t at);

    SlabArray<Instant> m_deadlines; //!< by place in the heap
    SlabArray<uint32_t> m_indexes;  //!< by place in the heap
    SlabArray<uint32_t> m_places;   //!< by index: one more than its place in the heap, 0: none
    uint64_t m_steps{0};            //!< see Steps()
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_TIMER_QUEUE_H
