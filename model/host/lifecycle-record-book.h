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
 * Recorders by handle index, for connections of any form. Events of connections without a recorder
 * are ignored. If there are no recorders, it uses no memory.
 */
class RecordBook
{
  public:
    /// \param index index of a connection without a recorder \param recorder its recorder
    void Begin(uint32_t index, const Recorder& recorder);
    /// \param index index of a connection \param segment a segment that it received
    void OnReceived(uint32_t index, const Segment& segment);

    /// \param index index of a connection \return its recorder, or null
    Recorder* Find(uint32_t index)
    {
        const uint32_t place = PlaceOf(index);
        return place == 0 ? nullptr : &m_pool[place - 1];
    }

    /// \param index index of a connection \return its recorder, or null
    const Recorder* Find(uint32_t index) const
    {
        const uint32_t place = PlaceOf(index);
        return place == 0 ? nullptr : &m_pool[place - 1];
    }

    /// Delete a recorder, if it exists. \param index index of a connection
    void Drop(uint32_t index);

  private:
    uint32_t PlaceOf(uint32_t index) const
    {
        return index < m_places.Size() ? m_places[index] : 0;
    }

    Slab<Recorder> m_pool;        //!< all recorders
    SlabArray<uint32_t> m_places; //!< by index: number in the pool plus one; 0: none
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_RECORD_BOOK_H
