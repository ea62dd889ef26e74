/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "explore-key-set.h"

#include <algorithm>
#include <iterator>

namespace ns3
{
namespace lifecycle
{
namespace explore
{

KeySet::KeySet()
    : m_places(64)
{
}

std::size_t
KeySet::Find(const Key& key) const
{
    const std::size_t mask = m_places.size() - 1;
    std::size_t at = key.low & mask;
    while (!(m_places[at] == key) && !(m_places[at] == Key{}))
    {
        at = (at + 1) & mask;
    }
    return at;
}

bool
KeySet::Has(const Key& key) const
{
    return m_places[Find(key)] == key;
}

bool
KeySet::Insert(const Key& key)
{
    if (3 * (m_size + 1) > 2 * m_places.size())
    {
        std::vector<Key> old(2 * m_places.size());
        old.swap(m_places);
        for (const Key& kept : old)
        {
            if (!(kept == Key{}))
            {
                m_places[Find(kept)] = kept;
            }
        }
    }
    Key& place = m_places[Find(key)];
    const bool isNew = !(place == key);
    place = key;
    m_size += isNew ? 1 : 0;
    return isNew;
}

std::vector<Key>
KeySet::Keys() const
{
    std::vector<Key> keys;
    keys.reserve(m_size);
    std::copy_if(m_places.begin(), m_places.end(), std::back_inserter(keys), [](const Key& key) {
        return !(key == Key{});
    });
    return keys;
}

} // namespace explore
} // namespace lifecycle
} // namespace ns3
