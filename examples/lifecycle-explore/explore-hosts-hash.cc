/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "explore-hosts-world.h"

#include <algorithm>
#include <cstring>

/**
 * \file
 * Two hosts as a hash and as text.
 */

namespace ns3
{
namespace lifecycle
{
namespace explore
{

namespace
{

/// \param flight it \return its hash
Key
KeyOf(const HostFlight& flight)
{
    Digest digest;
    const Segment& segment = flight.segment;
    digest.Add(segment.seq);
    digest.Add(segment.ack);
    digest.AddWord(uint64_t{segment.window} << 48 | uint64_t{segment.flags} << 40 |
                   uint64_t{segment.length});
    digest.AddWord(uint64_t{flight.tuple.localPort} << 16 | flight.tuple.remotePort);
    for (std::size_t i = 0; i < segment.options.Size(); i += sizeof(uint64_t))
    {
        uint64_t word = 0; // bytes beyond the size are 0, MAX_SIZE is a multiple of 8
        std::memcpy(&word, segment.options.Data() + i, sizeof word);
        digest.AddWord(word);
    }
    return {digest.Low(), digest.High()};
}

} // namespace

Key
HostWorld::Hash() const
{
    Digest digest(m_now, 0, false);
    for (std::size_t at = 0; at < 2; ++at)
    {
        const HostUser& user = m_users[at];
        m_hosts[at].AddTo(digest);
        digest.AddWord(uint64_t{user.step} << 8 | user.owned.size());
        for (const Handle handle : user.owned)
        {
            const auto tuple = m_hosts[at].TupleOf(handle);
            digest.AddWord(tuple ? tuple->localPort ^ uint64_t{tuple->remotePort} << 16 : 0);
            const auto told = user.told.find(m_hosts[at].IdOf(handle));
            digest.AddWord(told == user.told.end() ? 0 : told->second);
        }
        std::vector<Key> keys;
        for (const HostFlight& flight : m_flights[at])
        {
            keys.push_back(KeyOf(flight));
        }
        std::sort(keys.begin(), keys.end());
        digest.AddWord(keys.size());
        for (const Key& key : keys)
        {
            digest.AddWord(key.low);
            digest.AddWord(key.high);
        }
    }
    digest.AddWord(uint64_t{m_losses} << 16 | uint64_t{m_duplicates} << 8 | m_delays);
    return {digest.Low(), digest.High()};
}

std::string
HostWorld::Describe(Event event) const
{
    static const char* const CALLS[] =
        {"listen", "close the listener", "accept", "open", "close", "abort", "crash", "reboot"};
    const std::string name = event.end == 0 ? "A" : "B";
    const auto segment = [&] {
        const HostFlight& flight = m_flights[event.end][event.index];
        return name + "'s port " + std::to_string(flight.tuple.remotePort) + ": " +
               ToText(flight.segment);
    };
    switch (event.kind)
    {
    case EventKind::Deliver:
        return "arrives, " + segment();
    case EventKind::Lose:
        return "is lost, " + segment();
    case EventKind::Duplicate:
        return "arrives and stays, " + segment();
    case EventKind::Time:
        return "a timer expires";
    case EventKind::User: {
        const HostStep& step = m_question->users[event.end][m_users[event.end].step];
        return name + ": " + CALLS[static_cast<std::size_t>(step.call)] + ", port " +
               std::to_string(step.port);
    }
    case EventKind::Forge:
        break;
    }
    return "?";
}

} // namespace explore
} // namespace lifecycle
} // namespace ns3
