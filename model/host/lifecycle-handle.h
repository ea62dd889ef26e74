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
 * Names of connections and listeners.
 */

namespace ns3
{
namespace lifecycle
{

/**
 * Names a connection or a listener of a host for as long as it exists, and nothing afterwards:
 * a handle is never used twice.
 */
struct Handle
{
    uint32_t index{0};      //!< place in the host's table
    uint32_t generation{0}; //!< 0: names nothing

    /// \return whether it names anything at all
    explicit operator bool() const
    {
        return generation != 0;
    }

    /// \return whether both name the same
    bool operator==(Handle other) const
    {
        return index == other.index && generation == other.generation;
    }
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_HANDLE_H
