/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_HANDLE_TABLE_H
#define LIFECYCLE_HANDLE_TABLE_H

#include "lifecycle-handle.h"
#include "lifecycle-slab.h"

#include <cstdint>

/**
 * \file
 * \ingroup tcp-lifecycle-host
 * Map from handles to objects.
 */

namespace ns3
{
namespace lifecycle
{

/// The forms in which a host stores the object that a handle names.
enum class Form : uint8_t
{
    None,        //!< the index is free
    Listener,    //!< a listener
    Live,        //!< a complete Connection
    SynReceived, //!< a record of a connection in SYN-RECEIVED
    TimeWait,    //!< a record of a connection in TIME-WAIT
};

/// Where an object is stored.
struct Place
{
    Form form{Form::None}; //!< selects the pool
    uint32_t at{0};        //!< number in the pool, below 2^29
};

/**
 * \ingroup tcp-lifecycle-host
 *
 * Allocates handles. An index is used again with the next generation; when its generations are
 * exhausted, it is not used again.
 */
class HandleTable
{
  public:
    /// \param firstGeneration first generation of every index, >= 1
    explicit HandleTable(uint32_t firstGeneration = 1);

    /// \param place where the new object is stored \return its handle
    Handle Make(Place place);
    /// Release a handle. \param index its index
    void Release(uint32_t index);

    /// \param index index of a handle \param place where its object is stored from now on
    void Move(uint32_t index, Place place)
    {
        m_slots[index].place = Pack(place);
    }

    /// \param handle a handle \return the place of its object; Form::None if the handle is not
    /// valid
    Place Find(Handle handle) const
    {
        const bool known = handle && handle.index < m_slots.Size() &&
                           m_slots[handle.index].generation == handle.generation;
        return known ? Unpack(m_slots[handle.index].place) : Place{};
    }

    /// \param index index below Extent() \return its place
    Place At(uint32_t index) const
    {
        return Unpack(m_slots[index].place);
    }

    /// \param index index below Extent(), in use \return its handle
    Handle HandleAt(uint32_t index) const
    {
        return Handle{index, m_slots[index].generation};
    }

    /// \return the upper bound of all indexes, exclusive
    uint32_t Extent() const
    {
        return m_slots.Size();
    }

    /// \return the number of valid handles
    uint32_t Count() const
    {
        return m_count;
    }

  private:
    /// An index: 8 bytes.
    struct Slot
    {
        uint32_t generation{0}; //!< of the handle in use, or of the next one
        uint32_t place{0};      //!< form and place; in a free slot, the next free slot
    };

    static constexpr uint32_t AT_BITS = 29; //!< the other bits hold the form
    static constexpr uint32_t AT_MASK =
        (uint32_t{1} << AT_BITS) - 1; //!< also marks the end of the free list

    static uint32_t Pack(Place place)
    {
        return static_cast<uint32_t>(place.form) << AT_BITS | place.at;
    }

    static Place Unpack(uint32_t packed)
    {
        return Place{static_cast<Form>(packed >> AT_BITS), packed & AT_MASK};
    }

    SlabArray<Slot> m_slots;    //!< by index
    uint32_t m_firstGeneration; //!< of a new index
    uint32_t m_free;            //!< first free index
    uint32_t m_count{0};        //!< number of valid handles
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_HANDLE_TABLE_H
