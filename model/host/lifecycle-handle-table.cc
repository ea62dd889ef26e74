/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-handle-table.h"

namespace ns3
{
namespace lifecycle
{

namespace
{

constexpr uint32_t AT_BITS = 29;                           // the rest is for the form
constexpr uint32_t AT_MASK = (uint32_t{1} << AT_BITS) - 1; // also: no free index

uint32_t
Pack(Place place)
{
    return static_cast<uint32_t>(place.form) << AT_BITS | place.at;
}

Place
Unpack(uint32_t packed)
{
    return Place{static_cast<Form>(packed >> AT_BITS), packed & AT_MASK};
}

} // namespace

HandleTable::HandleTable(uint32_t firstGeneration)
    : m_firstGeneration(firstGeneration),
      m_free(AT_MASK)
{
}

Handle
HandleTable::Make(Place place)
{
    uint32_t index = m_free;
    if (index == AT_MASK)
    {
        index = m_slots.Size();
        m_slots.PushBack(Slot{m_firstGeneration, 0});
    }
    else
    {
        m_free = Unpack(m_slots[index].place).at;
    }
    m_slots[index].place = Pack(place);
    ++m_count;
    return Handle{index, m_slots[index].generation};
}

void
HandleTable::Release(uint32_t index)
{
    Slot& slot = m_slots[index];
    slot.place = Pack(Place{Form::None, AT_MASK});
    --m_count;
    if (++slot.generation != 0)
    {
        slot.place = Pack(Place{Form::None, m_free});
        m_free = index;
    }
}

void
HandleTable::Move(uint32_t index, Place place)
{
    m_slots[index].place = Pack(place);
}

Place
HandleTable::Find(Handle handle) const
{
    const bool known = handle && handle.index < m_slots.Size() &&
                       m_slots[handle.index].generation == handle.generation;
    return known ? Unpack(m_slots[handle.index].place) : Place{};
}

Place
HandleTable::At(uint32_t index) const
{
    return Unpack(m_slots[index].place);
}

Handle
HandleTable::HandleAt(uint32_t index) const
{
    return Handle{index, m_slots[index].generation};
}

} // namespace lifecycle
} // namespace ns3
