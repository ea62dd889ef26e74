/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-record-book.h"

namespace ns3
{
namespace lifecycle
{

void
RecordBook::Begin(uint32_t index, const Recorder& recorder)
{
    m_places.Reach(index + 1);
    m_places[index] = m_pool.Make(recorder) + 1;
}

void
RecordBook::OnReceived(uint32_t index, const Segment& segment)
{
    if (Recorder* recorder = Find(index))
    {
        recorder->OnReceived(segment);
    }
}

void
RecordBook::OnAction(uint32_t index, const Action& action, Instant now)
{
    if (Recorder* recorder = Find(index))
    {
        recorder->OnAction(action, now);
    }
}

uint32_t
RecordBook::PlaceOf(uint32_t index) const
{
    return index < m_places.Size() ? m_places[index] : 0;
}

const Recorder*
RecordBook::Find(uint32_t index) const
{
    const uint32_t place = PlaceOf(index);
    return place == 0 ? nullptr : &m_pool[place - 1];
}

Recorder*
RecordBook::Find(uint32_t index)
{
    const uint32_t place = PlaceOf(index);
    return place == 0 ? nullptr : &m_pool[place - 1];
}

void
RecordBook::Drop(uint32_t index)
{
    if (Find(index) != nullptr)
    {
        m_pool.Drop(m_places[index] - 1);
        m_places[index] = 0;
    }
}

} // namespace lifecycle
} // namespace ns3
