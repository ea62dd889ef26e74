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
 * Listeners and their queues.
 */

namespace ns3
{
namespace lifecycle
{

/// Connections of a listener in the order of arrival, linked through their QueuePlace.
struct ListenQueue
{
    uint32_t first{NO_INDEX}; //!< handle index of the oldest connection
    uint32_t last{NO_INDEX};  //!< handle index of the youngest connection
    uint32_t count{0};        //!< number of connections
    uint32_t highWater{0};    //!< largest value of count
};

/// Position of a connection in a queue of its listener.
struct QueuePlace
{
    uint32_t listener{NO_INDEX}; //!< number of the listener; NO_INDEX: not in a queue
    uint32_t before{NO_INDEX};   //!< handle index of the next older connection
    uint32_t after{NO_INDEX};    //!< handle index of the next younger connection
};

/// A listener.
struct Listener
{
    StateCell state;           //!< LISTEN, or CLOSED before it is deleted
    IpAddress local;           //!< address, or "any" of its family
    uint16_t port{0};          //!< port
    uint32_t index{0};         //!< index of its handle
    uint64_t id{0};            //!< id in the host
    ListenerOptions options;   //!< what its user has chosen
    ListenQueue synQueue;      //!< half-open connections
    ListenQueue acceptQueue;   //!< connections that wait for Host::Accept()
    ListenerStatus counters;   //!< counters; the queues have their own lengths
    Instant cookieSent{NEVER}; //!< when the last SYN cookie was sent, or NEVER
    std::size_t changeAt{0};   //!< position of its last ListenerChanged, which may still be in
                               //!< Host::Out()

    /// \return the counters, and the lengths of the queues
    ListenerStatus Status() const;

    /// \return the local end, and a remote end of zeros
    FourTuple Tuple() const;
};

/**
 * \ingroup tcp-lifecycle-host
 *
 * The listeners of a host, at most one for each address and port. Each has a number.
 */
class Listeners
{
  public:
    /// \param local an address, or "any" of its family \param port a port \return number of the
    /// listener with exactly this address and port, or NO_INDEX
    uint32_t FindExact(const IpAddress& local, uint16_t port) const;
    /// \param local an address \param port a port \return number of the listener that gets a SYN
    /// for both: exact addresses come before "any", IPv6's "any" comes last for IPv4 (RFC 3493,
    /// 3.7; ns-3's own TCP); or NO_INDEX
    uint32_t Find(const IpAddress& local, uint16_t port) const;

    /// \param local an address, or "any" of its family \param port a port; both together not in use
    /// \return number of a new listener, in CLOSED
    uint32_t Make(const IpAddress& local, uint16_t port);
    /// It gets no further SYNs. \param at number of a listener
    void Hide(uint32_t at);
    /// Delete a listener after Hide(). \param at its number
    void Drop(uint32_t at);

    /// \param at number of a listener \return the listener
    Listener& operator[](uint32_t at)
    {
        return m_pool[at];
    }

    /// \param at number of a listener \return the listener
    const Listener& operator[](uint32_t at) const
    {
        return m_pool[at];
    }

  private:
    /// Address and port of a listener.
    struct Key
    {
        IpAddress local; //!< address
        uint16_t port;   //!< port

        /// \param other another key \return whether both are the same
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
    std::unordered_map<Key, uint32_t, KeyHash> m_byKey; //!< the listeners that get SYNs
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_LISTENERS_H
