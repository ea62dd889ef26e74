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
 * From the two ends of a segment to the connection it belongs to.
 */

namespace ns3
{
namespace lifecycle
{

/// \param address an address \param port a port \return a well mixed number of the two
uint32_t HashOf(const IpAddress& address, uint16_t port);
/// \param tuple two ends \return a well mixed number of the four
uint32_t HashOf(const FourTuple& tuple);

/**
 * \ingroup tcp-lifecycle-host
 *
 * A hash table of handle indexes, chained. It keeps 32 bits of each tuple's hash beside the link,
 * 8 octets for each index and 4 for each chain, and leaves the tuples to whoever stores them: a
 * look-up asks `same` of those only whose 32 bits agree. There are always at least as many chains
 * as entries, at most 16 or twice the most there ever were.
 */
class DemuxTable
{
  public:
    DemuxTable();

    /// \param index not in the table \param hash of its tuple
    void Insert(uint32_t index, uint32_t hash);
    /// \param index in the table
    void Remove(uint32_t index);

    /**
     * \param hash of a tuple
     * \param same says of an index whether it has that tuple
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

    /// \return how many entries
    uint32_t Count() const
    {
        return m_count;
    }

    /// \param hash of a tuple \return entries that a look-up of it goes through, at most
    uint32_t ChainLength(uint32_t hash) const;

  private:
    /// An entry.
    struct Link
    {
        uint32_t next{NO_INDEX}; //!< the next in its chain
        uint32_t hash{0};        //!< of its tuple
    };

    uint32_t Mask() const
    {
        return static_cast<uint32_t>(m_chains.size()) - 1;
    }

    void Grow();

    std::vector<uint32_t> m_chains; //!< first of each chain; a power of two of them
    SlabArray<Link> m_links;        //!< by index
    uint32_t m_count{0};            //!< how many entries
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_DEMUX_TABLE_H
