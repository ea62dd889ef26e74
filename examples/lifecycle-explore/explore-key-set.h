/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EXPLORE_KEY_SET_H
#define EXPLORE_KEY_SET_H

#include "explore-world.h"

#include <cstddef>
#include <cstdint>
#include <vector>

/**
 * \file
 * Sets of hashes.
 */

namespace ns3
{
namespace lifecycle
{
namespace explore
{

/// A set of hashes, in open addressing.
class KeySet
{
  public:
    KeySet();

    /// \param key a hash \return whether it is in
    bool Has(const Key& key) const;
    /// \param key a hash \return whether it was not in
    bool Insert(const Key& key);

    /// \return how many are in
    uint64_t Size() const
    {
        return m_size;
    }

    /// \return all, in an order of no meaning
    std::vector<Key> Keys() const;

  private:
    std::size_t Find(const Key& key) const;

    std::vector<Key> m_places; //!< a power of two; those that are 0 are free
    uint64_t m_size{0};        //!< those in use
};

} // namespace explore
} // namespace lifecycle
} // namespace ns3

#endif // EXPLORE_KEY_SET_H
