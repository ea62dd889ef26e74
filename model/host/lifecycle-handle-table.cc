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

} // namespace lifecycle
} // namespace ns3
