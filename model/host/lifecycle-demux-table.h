/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_DEMUX_TABLE_H
#define LIFECYCLE_DEMUX_TABLE_H

#include "lifecycle-address.h"
#include "lifecycle-slab.h"

#include <cstdint>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle-host
 * Lookup of the connection that a segment belongs to.
 */

namespace ns3
{
namespace lifecycle
{

/// \param address an address \param port a port \return a hash of both
uint32_t HashOf(const IpAddress& address, uint16_t port);
/// \param tuple a 4-tuple \return a hash of it
uint32_t HashOf(const FourTuple& tuple);

/**
 * \ingroup tcp-lifecycle-host
 *
 * A chained hash table of handle indexes. It stores 32 bits of each tuple's hash next to the link
 * (8 bytes per index and 4 per chain) and does not store the tuples: a lookup calls `same` only for
 * entries whose 32 bits match. The number of chains is a power of two. It is never below the number
 * of entries, nor above 16 or twice the largest number of entries so far.
 */
class DemuxTable
{
  public:
    DemuxTable();

    /// \param index an index that is not in the table \param hash hash of its tuple
    void Insert(uint32_t index, uint32_t hash);
    /// \param index an index in the table
    void Remove(uint32_t index);

    /**
     * \param hash hash of a tuple
     * \param same predicate: whether an index has that tuple
     * \return the index, or NO_INDEX
     */
    template <typename Same>
    uint32_t Find(uint32_t hash, Same&& same) const
    {
        uint32_t index = m_chains[hash & Mask()];
        while (index != NO_INDEX)
        {
            const Link& link = m_links[index];
            if (link.hash == hash && same(index))
            {
                return index;
            }
            index = link.next;
        }
        return NO_INDEX;
    }

    /// \return the number of entries
    uint32_t Count() const
    {
        return m_count;
    }

    /// \param hash hash of a tuple \return the largest number of entries that a lookup visits
    uint32_t ChainLength(uint32_t hash) const;

  private:
    /// An entry.
    struct Link
    {
        uint32_t next{NO_INDEX}; //!< next entry in the chain
        uint32_t hash{0};        //!< hash of the tuple
    };

    uint32_t Mask() const
    {
        return static_cast<uint32_t>(m_chains.size()) - 1;
    }

    void Grow();

    std::vector<uint32_t> m_chains; //!< first entry of each chain; the size is a power of two
    SlabArray<Link> m_links;        //!< by index
    uint32_t m_count{0};            //!< number of entries
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_DEMUX_TABLE_H
