/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-fast-open.h"

#include "lifecycle-demux-table.h"
#include "lifecycle-isn.h"

namespace ns3
{
namespace lifecycle
{

namespace
{

constexpr uint8_t COOKIE_SIZE = 8; //!< bytes, as common stacks have it (RFC 7413, 4.1.1: 4 to 16)
constexpr uint64_t COOKIE_PURPOSE = 0x66617374; //!< "fast": apart from the key's other uses

} // namespace

FastOpenCookie
MakeFastOpenCookie(uint64_t key, const IpAddress& client)
{
    const uint64_t mac = SipHash(key,
                                 COOKIE_PURPOSE ^ (client.isIpv6 ? 1U : 0U),
                                 client.octets.data(),
                                 client.isIpv6 ? 16 : 4);
    FastOpenCookie cookie;
    cookie.size = COOKIE_SIZE;
    for (std::size_t i = 0; i < COOKIE_SIZE; ++i)
    {
        cookie.octets[i] = static_cast<uint8_t>(mac >> 8 * i);
    }
    return cookie;
}

const FastOpenEntry*
FastOpenCache::Find(const IpAddress& server) const
{
    const auto found = m_entries.find(server);
    return found == m_entries.end() ? nullptr : &found->second;
}

FastOpenEntry&
FastOpenCache::At(const IpAddress& server)
{
    if (m_entries.count(server) == 0)
    {
        if (m_order.size() < MOST)
        {
            m_order.push_back(server);
        }
        else
        {
            m_entries.erase(m_order[m_oldest]);
            m_order[m_oldest] = server;
            m_oldest = (m_oldest + 1) % MOST;
        }
    }
    return m_entries[server];
}

void
FastOpenCache::Clear()
{
    m_entries.clear();
    m_order.clear();
    m_oldest = 0;
}

std::size_t
FastOpenCache::Size() const
{
    return m_entries.size();
}

std::size_t
FastOpenCache::AddressHash::operator()(const IpAddress& address) const
{
    return HashOf(address, 0);
}

} // namespace lifecycle
} // namespace ns3
