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
 * The actions of a host, as values.
 */

namespace ns3
{
namespace lifecycle
{

/**
 * A connection of a listener has entered ESTABLISHED, or the data of its SYN were accepted (RFC
 * 7413). This action follows the transition and precedes all notifications of the user. Unless the
 * connection waits for Host::Accept(), this action accepts it.
 */
struct Accepted
{
    bool waits{false}; //!< it waits for Host::Accept()
};

/// The ListenerStatus of a listener has changed. The queue has at most one such action per
/// listener; the status is read by Host::StatusOf().
struct ListenerChanged
{
};

/// A connection has ended (with HostConfig::recordConnections). This is its last action.
struct Finished
{
    ConnectionHistory history; //!< the record, without id and 4-tuple
};

/// An action for the driver, and the connection or listener that it belongs to.
struct HostAction
{
    /// The actions of the machine, and those of the host.
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
     * \param ends its 4-tuple
     * \param number its id
     * \param what the action
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

    Handle handle;   //!< the connection or listener; null handle for an answer from CLOSED
    Handle listener; //!< the listener in one of whose queues the connection was before; otherwise
                     //!< the null handle
    FourTuple tuple; //!< its 4-tuple
    uint64_t id;     //!< id, unique in the host, from 1; 0: not a connection
    What action;     //!< the action
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_HOST_ACTION_H
