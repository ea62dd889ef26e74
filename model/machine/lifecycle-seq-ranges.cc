/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-seq-ranges.h"

#include "lifecycle-hash.h"

#include <algorithm>

namespace ns3
{
namespace lifecycle
{

std::size_t
SeqRanges::FirstEndingAfter(Seq seq) const
{
    const auto it =
        std::partition_point(m_ranges.begin(), m_ranges.end(), [seq](const SackBlock& range) {
            return AtOrBefore(range.right, seq);
        });
    return static_cast<std::size_t>(it - m_ranges.begin());
}

uint32_t
SeqRanges::Add(Seq left, Seq right)
{
    if (AtOrAfter(left, right))
    {
        return 0;
    }
    // The first range that touches or follows [left, right)
    const auto first =
        std::partition_point(m_ranges.begin(), m_ranges.end(), [left](const SackBlock& range) {
            return Before(range.right, left);
        });
    auto last = first;
    uint32_t merged = 0;
    while (last != m_ranges.end() && AtOrBefore(last->left, right))
    {
        merged += Span(last->left, last->right);
        left = Earliest(left, last->left);
        right = Latest(right, last->right);
        ++last;
    }
    const uint32_t added = Span(left, right) - merged;
    if (first == last)
    {
        m_ranges.insert(first, SackBlock{left, right});
    }
    else
    {
        *first = SackBlock{left, right};
        m_ranges.erase(first + 1, last);
    }
    m_octets += added;
    return added;
}

uint32_t
SeqRanges::RemoveBelow(Seq edge)
{
    const std::size_t keep = FirstEndingAfter(edge);
    uint32_t removed = 0;
    for (std::size_t i = 0; i < keep; ++i)
    {
        removed += Span(m_ranges[i].left, m_ranges[i].right);
    }
    m_ranges.erase(m_ranges.begin(), m_ranges.begin() + static_cast<std::ptrdiff_t>(keep));
    if (!m_ranges.empty() && Before(m_ranges.front().left, edge))
    {
        removed += Span(m_ranges.front().left, edge);
        m_ranges.front().left = edge;
    }
    m_octets -= removed;
    return removed;
}

void
SeqRanges::Clear()
{
    m_ranges.clear();
    m_octets = 0;
}

bool
SeqRanges::Contains(Seq seq) const
{
    const std::size_t i = FirstEndingAfter(seq);
    return i < m_ranges.size() && AtOrBefore(m_ranges[i].left, seq);
}

uint32_t
SeqRanges::OctetsBetween(Seq from, Seq to) const
{
    uint32_t octets = 0;
    for (std::size_t i = FirstEndingAfter(from); i < m_ranges.size(); ++i)
    {
        const Seq left = Latest(m_ranges[i].left, from);
        const Seq right = Earliest(m_ranges[i].right, to);
        if (AtOrAfter(left, right))
        {
            break;
        }
        octets += Span(left, right);
    }
    return octets;
}

void
SeqRanges::AddTo(Digest& digest) const
{
    digest.AddWord(m_ranges.size());
    for (const SackBlock& range : m_ranges)
    {
        digest.Add(range.left);
        digest.Add(range.right);
    }
}

} // namespace lifecycle
} // namespace ns3
