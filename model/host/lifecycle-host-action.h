/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_HOST_ACTION_H
#define LIFECYCLE_HOST_ACTION_H

#include "lifecycle-action.h"
#include "lifecycle-address.h"
#include "lifecycle-handle.h"
#include "lifecycle-record.h"

#include <cstdint>
#include <variant>

/**
 * \file
 * \ingroup tcp-lifecycle-host
 * What a host wants done, as values.
 */

namespace ns3
{
namespace lifecycle
{

/**
 * A connection that came from a listener has entered ESTABLISHED, or the data of its SYN were taken
 * (RFC 7413). It follows that transition; what concerns its user follows it. The connection is
 * accepted by it, unless it waits.
 */
struct Accepted
{
    bool waits{false}; //!< for Host::Accept()
};

/// The ListenerStatus of a listener has changed. There is one of these in the queue at most for
/// each listener; Host::StatusOf() has the status.
struct ListenerChanged
{
};

/// A connection has ended (with HostConfig::recordConnections): the last of its actions.
struct Finished
{
    ConnectionHistory history; //!< the record, without number and 4-tuple
};

/// One thing for the driver to do, and for which connection.
struct HostAction
{
    /// What to do: the actions of the machine, and the host's own.
    using What = std::variant<Emit,
                              Store,
                              Deliver,
                              Release,
                              Notify,
                              Transition,
                              Defect,
                              TimeWaitRestarted,
                              Dropped,
                              Accepted,
                              ListenerChanged,
                              Finished>;

    /**
     * \param by the connection or listener
     * \param ends its two ends
     * \param number its number
     * \param what to do
     * \param from see listener
     */
    template <typename T>
    HostAction(Handle by, const FourTuple& ends, uint64_t number, const T& what, Handle from = {})
        : handle(by),
          listener(from),
          tuple(ends),
          id(number),
          action(what)
    {
    }

    Handle handle;   //!< the connection or listener; names nothing for an answer from CLOSED
    Handle listener; //!< in one of whose queues the connection was before; else names nothing
    FourTuple tuple; //!< its two ends
    uint64_t id;     //!< its number, unique in the host, from 1 on; 0: no connection
    What action;     //!< what to do
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_HOST_ACTION_H
