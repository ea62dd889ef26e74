/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_HANDLE_H
#define LIFECYCLE_HANDLE_H

#include <cstdint>

/**
 * \file
 * \ingroup tcp-lifecycle-host
 * Handles of connections and listeners.
 */

namespace ns3
{
namespace lifecycle
{

/// Names a connection or a listener of a host while it exists. A handle is never used again.
struct Handle
{
    uint32_t index{0};      //!< index in the host's table
    uint32_t generation{0}; //!< 0: not valid

    /// \return whether it is not the null handle
    explicit operator bool() const
    {
        return generation != 0;
    }

    /// \param other another handle \return whether both name the same object
    bool operator==(Handle other) const
    {
        return index == other.index && generation == other.generation;
    }
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_HANDLE_H
