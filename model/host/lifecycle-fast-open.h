/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_FAST_OPEN_H
#define LIFECYCLE_FAST_OPEN_H

#include "lifecycle-address.h"
#include "lifecycle-options.h"
#include "lifecycle-time.h"

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle-host
 * TCP Fast Open cookies (RFC 7413): generation on the server, cache on the client.
 */

namespace ns3
{
namespace lifecycle
{

/**
 * GetCookie() of RFC 7413, 4.1.2: a MAC (SipHash-2-4) of the client's address.
 * \param key secret of the host \param client the client's address \return a cookie of eight bytes
 */
FastOpenCookie MakeFastOpenCookie(uint64_t key, const IpAddress& client);

/// What a client has cached about a server (RFC 7413, 4.1.3).
struct FastOpenEntry
{
    FastOpenCookie cookie;  //!< cookie; size 0 if there is none
    uint16_t mss{0};        //!< MSS that the server announced; 0 if unknown
    Instant refusedUntil{}; //!< no Fast Open before this time (4.1.3.1, negative responses)
};

/**
 * \ingroup tcp-lifecycle-host
 *
 * The cookie cache of a client, by server address. When it is full, a new entry replaces the oldest
 * one.
 */
class FastOpenCache
{
  public:
    /// Largest number of servers in the cache.
    static constexpr std::size_t MOST = 256;

    /// \param server address of a server \return its entry, or null
    const FastOpenEntry* Find(const IpAddress& server) const;
    /// \param server address of a server \return its entry, which is added if it does not exist
    FastOpenEntry& At(const IpAddress& server);
    /// Remove all entries.
    void Clear();
    /// \return the number of servers in the cache
    std::size_t Size() const;

  private:
    /// A hash of an address.
    struct AddressHash
    {
        /// \param address an address \return its hash
        std::size_t operator()(const IpAddress& address) const;
    };

    std::unordered_map<IpAddress, FastOpenEntry, AddressHash> m_entries; //!< by server
    std::vector<IpAddress> m_order; //!< servers, in the order of insertion; a ring once it is full
    std::size_t m_oldest{0};        //!< index of the oldest server in m_order
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_FAST_OPEN_H
