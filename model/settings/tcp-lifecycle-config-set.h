/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_CONFIG_SET_H
#define TCP_LIFECYCLE_CONFIG_SET_H

#include "lifecycle-config.h"

#include <cstddef>
#include <unordered_set>

/**
 * \file
 * \ingroup tcp-lifecycle
 * The parameter sets that connections point to.
 */

namespace ns3
{

/**
 * \ingroup tcp-lifecycle
 *
 * Distinct sets of parameters, each at one place for as long as this lives: a connection has a
 * pointer to its own, and thousands of connections have the same.
 */
class TcpLifecycleConfigSet
{
  public:
    /// \param config a set of parameters \return the one that is equal to it
    const lifecycle::Config* Intern(const lifecycle::Config& config);

  private:
    /// Hash over what users set for single sockets.
    struct Hash
    {
        /// \param config a set of parameters \return its hash
        std::size_t operator()(const lifecycle::Config& config) const;
    };

    std::unordered_set<lifecycle::Config, Hash> m_set; //!< the sets
};

} // namespace ns3

#endif // TCP_LIFECYCLE_CONFIG_SET_H
