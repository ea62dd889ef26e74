/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_HOST_DRIVER_H
#define LIFECYCLE_HOST_DRIVER_H

#include "lifecycle-host.h"

#include <cstddef>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle-host
 * The reference driver.
 */

namespace ns3
{
namespace lifecycle
{

/**
 * \ingroup tcp-lifecycle-host
 *
 * What a driver does after each entry of a host (a call of a user, a segment, a deadline). It is
 * the contract between a host and its driver:
 *
 * 1. Perform the actions of Host::Out() in order. Performing one may enter the host, which appends
 *    to the queue.
 * 2. When there are none left, tell the users what has happened. They may enter the host, too.
 * 3. Then let the host settle. If that, or a user, has left actions in the queue, begin again.
 *
 * After that the driver calls Host::OnDeadline() at Host::NextDeadline().
 *
 * \param host it
 * \param now time
 * \param perform gets each action
 * \param tellUsers gets nothing; it is called when there are no actions left to perform
 */
template <typename Perform, typename TellUsers>
void
DriveHost(Host& host, Instant now, Perform&& perform, TellUsers&& tellUsers)
{
    std::vector<HostAction>& out = host.Out();
    do
    {
        for (std::size_t i = 0; i < out.size(); ++i)
        {
            const HostAction action = out[i]; // performing it may append to the queue
            perform(action);
        }
        out.clear();
        tellUsers();
        host.Settle(now);
    } while (!out.empty());
}

/**
 * \ingroup tcp-lifecycle-host
 *
 * The same for users who act only when an action for them is performed.
 *
 * \param host it
 * \param now time
 * \param perform gets each action
 */
template <typename Perform>
void
DriveHost(Host& host, Instant now, Perform&& perform)
{
    DriveHost(host, now, perform, [] {});
}

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_HOST_DRIVER_H
