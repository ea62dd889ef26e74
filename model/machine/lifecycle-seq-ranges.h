/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_SEQ_RANGES_H
#define LIFECYCLE_SEQ_RANGES_H

#include "lifecycle-options.h"

#include <cstddef>
#include <cstdint>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * Disjoint ranges of sequence numbers.
 */

namespace ns3
{
namespace lifecycle
{

class Digest;

/**
 * A set of sequence numbers as disjoint ranges [left, right), not adjacent and in order. All
 * numbers must be within 2^31 of each other. Removal of ranges keeps the memory.
 */
class SeqRanges
{
  public:
    /**
     * Add [left, right), and merge the ranges that it touches.
     * \return number of bytes that were not in the set
     */
    uint32_t Add(Seq left, Seq right);
    /// Remove all numbers below \p edge. \return number of bytes removed
    uint32_t RemoveBelow(Seq edge);
    /// Remove all ranges.
    void Clear();

    /// \return whether the set is empty
    bool Empty() const
    {
        return m_ranges.empty();
    }

    /// \return number of ranges
    std::size_t Count() const
    {
        return m_ranges.size();
    }

    /// \return number of bytes in all ranges
    uint32_t Octets() const
    {
        return m_octets;
    }

    /// \param i index below Count() \return the i-th range, in ascending order
    const SackBlock& operator[](std::size_t i) const
    {
        return m_ranges[i];
    }

    /// \return index of the first range that ends after \p seq, or Count()
    std::size_t FirstEndingAfter(Seq seq) const;
    /// \return whether \p seq is in a range
    bool Contains(Seq seq) const;
    /// \return number of bytes of the set in [from, to)
    uint32_t OctetsBetween(Seq from, Seq to) const;

    /// \param other another \return whether the ranges are equal
    bool operator==(const SeqRanges& other) const
    {
        return m_ranges == other.m_ranges;
    }

    /// \param digest gets all ranges
    void AddTo(Digest& digest) const;

  private:
    std::vector<SackBlock> m_ranges; //!< the ranges, in order
    uint32_t m_octets{0};            //!< number of bytes in all ranges
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_SEQ_RANGES_H
