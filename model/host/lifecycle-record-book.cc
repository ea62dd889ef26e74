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
