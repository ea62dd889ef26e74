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
 * A set of sequence numbers as disjoint, not adjacent ranges [left, right) in order. All numbers
 * must lie within 2^31 of each other. Memory is kept when ranges go.
 */
class SeqRanges
{
  public:
    /**
     * Add [left, right), merging what it touches.
     * \return octets that were not in the set before
     */
    uint32_t Add(Seq left, Seq right);
    /// Take away all below \p edge. \return octets taken away
    uint32_t RemoveBelow(Seq edge);
    /// Take away all.
    void Clear();

    /// \return whether there is none
    bool Empty() const
    {
        return m_ranges.empty();
    }

    /// \return how many ranges
    std::size_t Count() const
    {
        return m_ranges.size();
    }

    /// \return octets in all ranges
    uint32_t Octets() const
    {
        return m_octets;
    }

    /// \param i index below Count() \return the i-th range, the lowest first
    const SackBlock& operator[](std::size_t i) const
    {
        return m_ranges[i];
    }

    /// \return index of the first range that ends after \p seq, or Count()
    std::size_t FirstEndingAfter(Seq seq) const;
    /// \return whether \p seq is in a range
    bool Contains(Seq seq) const;
    /// \return octets of the set in [from, to)
    uint32_t OctetsBetween(Seq from, Seq to) const;

    /// \return whether the ranges are the same
    bool operator==(const SeqRanges& other) const
    {
        return m_ranges == other.m_ranges;
    }

    /// \param digest gets all parts
    void AddTo(Digest& digest) const;

  private:
    std::vector<SackBlock> m_ranges; //!< the ranges, in order
    uint32_t m_octets{0};            //!< octets in all of them
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_SEQ_RANGES_H
