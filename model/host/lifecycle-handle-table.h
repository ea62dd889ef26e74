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
 * From handles to what they name.
 */

namespace ns3
{
namespace lifecycle
{

/// The forms in which a host keeps what a handle names.
enum class Form : uint8_t
{
    None,        //!< the index is free
    Listener,    //!< a listener
    Live,        //!< a whole Connection
    SynReceived, //!< a record of a connection in SYN-RECEIVED
    TimeWait,    //!< a record of a connection in TIME-WAIT
};

/// Where it is kept.
struct Place
{
    Form form{Form::None}; //!< in which pool
    uint32_t at{0};        //!< number there, below 2^29
};

/**
 * \ingroup tcp-lifecycle-host
 *
 * Gives out handles. An index is used again, with the next generation; when its generations are
 * used up it is left alone for ever.
 */
class HandleTable
{
  public:
    /// \param firstGeneration of every index, >= 1
    explicit HandleTable(uint32_t firstGeneration = 1);

    /// \param place where the newly named is kept \return its handle
    Handle Make(Place place);
    /// Forget a handle. \param index its index
    void Release(uint32_t index);

    /// \param index of a handle \param place where it is kept from here on
    void Move(uint32_t index, Place place)
    {
        m_slots[index].place = Pack(place);
    }

    /// \param handle any \return its place; Form::None if it names nothing
    Place Find(Handle handle) const
    {
        const bool known = handle && handle.index < m_slots.Size() &&
                           m_slots[handle.index].generation == handle.generation;
        return known ? Unpack(m_slots[handle.index].place) : Place{};
    }

    /// \param index below Extent() \return its place
    Place At(uint32_t index) const
    {
        return Unpack(m_slots[index].place);
    }

    /// \param index below Extent(), in use \return its handle
    Handle HandleAt(uint32_t index) const
    {
        return Handle{index, m_slots[index].generation};
    }

    /// \return no index is this or above
    uint32_t Extent() const
    {
        return m_slots.Size();
    }

    /// \return handles that name something
    uint32_t Count() const
    {
        return m_count;
    }

  private:
    /// An index: 8 octets.
    struct Slot
    {
        uint32_t generation{0}; //!< of the handle that is or will be given out
        uint32_t place{0};      //!< form and place; for a free one, the next free one
    };

    static constexpr uint32_t AT_BITS = 29;                           //!< the rest is for the form
    static constexpr uint32_t AT_MASK = (uint32_t{1} << AT_BITS) - 1; //!< also: no free index

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
    uint32_t m_count{0};        //!< handles that name something
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_HANDLE_TABLE_H
