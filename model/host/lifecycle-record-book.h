/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_RECORD_BOOK_H
#define LIFECYCLE_RECORD_BOOK_H

#include "lifecycle-record.h"
#include "lifecycle-slab.h"

#include <cstdint>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle-host
 * The recorders of a host's connections.
 */

namespace ns3
{
namespace lifecycle
{

/**
 * \ingroup tcp-lifecycle-host
 *
 * Recorders by handle index, for connections of any form. What concerns a connection without one
 * is ignored; while there is none at all, it takes no memory.
 */
class RecordBook
{
  public:
    /// \param index of a connection that has no recorder \param recorder its recorder
    void Begin(uint32_t index, const Recorder& recorder);
    /// \param index of a connection \param segment one that has come for it
    void OnReceived(uint32_t index, const Segment& segment);

    /// \param index of a connection \return its recorder, or null
    Recorder* Find(uint32_t index)
    {
        const uint32_t place = PlaceOf(index);
        return place == 0 ? nullptr : &m_pool[place - 1];
    }

    /// \param index of a connection \return its recorder, or null
    const Recorder* Find(uint32_t index) const
    {
        const uint32_t place = PlaceOf(index);
        return place == 0 ? nullptr : &m_pool[place - 1];
    }

    /// Forget a recorder, if it is there. \param index of a connection
    void Drop(uint32_t index);

  private:
    uint32_t PlaceOf(uint32_t index) const
    {
        return index < m_places.Size() ? m_places[index] : 0;
    }

    Slab<Recorder> m_pool;        //!< all recorders
    SlabArray<uint32_t> m_places; //!< by index: one more than the number in the pool, 0: none
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_RECORD_BOOK_H
