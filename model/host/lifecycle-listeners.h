/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_LISTENERS_H
#define LIFECYCLE_LISTENERS_H

#include "lifecycle-address.h"
#include "lifecycle-host-config.h"
#include "lifecycle-slab.h"
#include "lifecycle-state.h"

#include <cstddef>
#include <cstdint>
#include <unordered_map>

/**
 * \file
 * \ingroup tcp-lifecycle-host
 * What waits for SYNs.
 */

namespace ns3
{
namespace lifecycle
{

/// Connections of a listener in the order in which they came, linked through their QueuePlace.
struct ListenQueue
{
    uint32_t first{NO_INDEX}; //!< handle index of the oldest
    uint32_t last{NO_INDEX};  //!< handle index of the youngest
    uint32_t count{0};        //!< how many
    uint32_t highWater{0};    //!< most there ever were
};

/// Where a connection stands in a queue of its listener.
struct QueuePlace
{
    uint32_t listener{NO_INDEX}; //!< number of the listener; NO_INDEX: in no queue
    uint32_t before{NO_INDEX};   //!< handle index of the next older one
    uint32_t after{NO_INDEX};    //!< handle index of the next younger one
};

/// A listener.
struct Listener
{
    StateCell state;           //!< LISTEN, or CLOSED on the way out
    IpAddress local;           //!< address, or "any" of its family
    uint16_t port{0};          //!< port
    uint32_t index{0};         //!< of its handle
    uint64_t id{0};            //!< its number in the host
    ListenerOptions options;   //!< what its user has chosen
    ListenQueue synQueue;      //!< the SYN queue: connections in SYN-RECEIVED
    ListenQueue acceptQueue;   //!< the accept queue: connections that are to be accepted
    ListenerStatus counters;   //!< what is counted; the queues' lengths are in the queues
    Instant cookieSent{NEVER}; //!< when a SYN cookie was sent last; NEVER: none was
    std::size_t changeAt{0};   //!< place of its last ListenerChanged, perhaps still in Host::Out()

    /// \return the counters, with the lengths of the queues
    ListenerStatus Status() const;

    /// \return own end, and a remote end of zeros
    FourTuple Tuple() const;
};

/**
 * \ingroup tcp-lifecycle-host
 *
 * The listeners of a host, at most one for each address and port. They are addressed by number.
 */
class Listeners
{
  public:
    /// \param local address, or "any" of its family \param port port \return number of the listener
    /// of exactly these, or NO_INDEX
    uint32_t FindExact(const IpAddress& local, uint16_t port) const;
    /// \param local an address \param port port
    /// \return number of the listener that gets a SYN for these, an exact address before "any", and
    /// IPv6's "any" for IPv4 after that (RFC 3493, 3.7; ns-3's own TCP); or NO_INDEX
    uint32_t Find(const IpAddress& local, uint16_t port) const;

    /// \param local address, or "any" of its family \param port port; both together not in use
    /// \return number of a new listener, in CLOSED
    uint32_t Make(const IpAddress& local, uint16_t port);
    /// It gets no more SYNs. \param at its number
    void Hide(uint32_t at);
    /// Forget one that is hidden. \param at its number
    void Drop(uint32_t at);

    /// \param at number of a listener \return it
    Listener& operator[](uint32_t at)
    {
        return m_pool[at];
    }

    /// \param at number of a listener \return it
    const Listener& operator[](uint32_t at) const
    {
        return m_pool[at];
    }

  private:
    /// What a listener listens on.
    struct Key
    {
        IpAddress local; //!< address
        uint16_t port;   //!< port

        /// \return whether both are the same
        bool operator==(const Key& other) const
        {
            return port == other.port && local == other.local;
        }
    };

    /// Its hash.
    struct KeyHash
    {
        /// \param key a key \return its hash
        std::size_t operator()(const Key& key) const;
    };

    Slab<Listener> m_pool;                              //!< all
    std::unordered_map<Key, uint32_t, KeyHash> m_byKey; //!< those that get SYNs
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_LISTENERS_H
