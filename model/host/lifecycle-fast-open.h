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
 * Cookies of TCP Fast Open (RFC 7413): those that a server makes, and those that a client keeps.
 */

namespace ns3
{
namespace lifecycle
{

/**
 * GetCookie() of RFC 7413, 4.1.2: a MAC (SipHash-2-4) of the client's address.
 * \param key secret of the host \param client its address \return a cookie of eight octets
 */
FastOpenCookie MakeFastOpenCookie(uint64_t key, const IpAddress& client);

/// What a client knows of a server (RFC 7413, 4.1.3).
struct FastOpenEntry
{
    FastOpenCookie cookie;  //!< of size 0: none
    uint16_t mss{0};        //!< what it has announced; 0: nothing
    Instant refusedUntil{}; //!< no Fast Open before that (4.1.3.1, negative responses)
};

/**
 * \ingroup tcp-lifecycle-host
 *
 * The cookie cache of a client, by server address. It is bounded: the entry that was made first
 * makes room.
 */
class FastOpenCache
{
  public:
    /// How many servers are remembered.
    static constexpr std::size_t MOST = 256;

    /// \param server its address \return what is known of it, or null
    const FastOpenEntry* Find(const IpAddress& server) const;
    /// \param server its address \return what is known of it, from here on
    FastOpenEntry& At(const IpAddress& server);
    /// Forget all.
    void Clear();
    /// \return how many servers are remembered
    std::size_t Size() const;

  private:
    /// A hash of an address.
    struct AddressHash
    {
        /// \param address an address \return its hash
        std::size_t operator()(const IpAddress& address) const;
    };

    std::unordered_map<IpAddress, FastOpenEntry, AddressHash> m_entries; //!< by server
    std::vector<IpAddress> m_order; //!< servers, a ring once it is full
    std::size_t m_oldest{0};        //!< its first
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_FAST_OPEN_H
