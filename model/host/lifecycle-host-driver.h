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
 * What a driver does after each entry into a host (a user call, a segment, a deadline). This is the
 * contract between a host and its driver:
 *
 * 1. Perform the actions of Host::Out() in order. An action may enter the host, which appends to
 *    the queue.
 * 2. When the queue is empty, notify the users. They may also enter the host.
 * 3. Then call Host::Settle(). If it or a user has added actions, go to 1.
 *
 * The driver then schedules Host::OnDeadline() for Host::NextDeadline().
 *
 * \param host the host
 * \param now current time
 * \param perform called with each action
 * \param tellUsers called without arguments when the queue is empty
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
            const HostAction action = out[i]; // the call may append to the queue
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
 * DriveHost() for users who act only while an action for them is performed.
 *
 * \param host the host
 * \param now current time
 * \param perform called with each action
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
