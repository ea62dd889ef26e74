/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_SHARED_TABLE_H
#define LIFECYCLE_SHARED_TABLE_H

#include "lifecycle-address.h"
#include "lifecycle-config.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle-host
 * Table of the values that many connections have in common.
 */

namespace ns3
{
namespace lifecycle
{

/// Values that many connections of a host have in common.
struct Shared
{
    const Config* config{nullptr}; //!< parameters
    IpAddress local;               //!< local address

    /// \param other another \return whether both are the same
    bool operator==(const Shared& other) const
    {
        return config == other.config && local == other.local;
    }
};

/**
 * \ingroup tcp-lifecycle-host
 *
 * Assigns 16-bit numbers to parameters and local addresses, so that packed connections can refer to
 * them. A host has few addresses, and most connections share their parameters. Numbers are not
 * released.
 */
class SharedTable
{
  public:
    /// \param shared parameters and address \return their number, or nothing if the numbers are
    /// exhausted
    std::optional<uint16_t> NumberOf(const Shared& shared)
    {
        if (m_last >= m_all.size() || !(m_all[m_last] == shared))
        {
            const auto known = std::find(m_all.begin(), m_all.end(), shared);
            m_last = static_cast<std::size_t>(known - m_all.begin());
            if (m_last > std::numeric_limits<uint16_t>::max())
            {
                return std::nullopt;
            }
            if (known == m_all.end())
            {
                m_all.push_back(shared);
            }
        }
        return static_cast<uint16_t>(m_last);
    }

    /// \param number a number from NumberOf() \return parameters and address
    const Shared& operator[](uint16_t number) const
    {
        return m_all[number];
    }

  private:
    std::vector<Shared> m_all; //!< by number
    std::size_t m_last{0};     //!< number of the last query
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_SHARED_TABLE_H
