/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-record-book.h"

#include <algorithm>

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

void
RecordBook::End(uint32_t index, Instant now, std::vector<ConnectionRecord>& out)
{
    if (const Recorder* recorder = Find(index))
    {
        out.push_back(recorder->Read(now));
        m_pool.Drop(m_places[index] - 1);
        m_places[index] = 0;
    }
}

std::vector<ConnectionRecord>
RecordBook::ReadAll(Instant now) const
{
    std::vector<ConnectionRecord> records;
    records.reserve(m_pool.Count());
    for (uint32_t index = 0; index < m_places.Size(); ++index)
    {
        if (m_places[index] != 0)
        {
            records.push_back(m_pool[m_places[index] - 1].Read(now));
        }
    }
    std::sort(records.begin(), records.end(), [](const auto& a, const auto& b) {
        return a.id < b.id;
    });
    return records;
}

Recorder*
RecordBook::Find(uint32_t index)
{
    const uint32_t place = index < m_places.Size() ? m_places[index] : 0;
    return place == 0 ? nullptr : &m_pool[place - 1];
}

} // namespace lifecycle
} // namespace ns3
