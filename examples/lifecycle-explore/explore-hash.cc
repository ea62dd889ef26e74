/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * The hash of a world.
 */

#include "explore-world.h"

#include <algorithm>
#include <cstring>

namespace ns3
{
namespace lifecycle
{
namespace explore
{

namespace
{

/// \param options they \param digest gets them, timestamps relative
void
AddOptions(Options options, Digest& digest)
{
    const auto stamps = options.Read().timestamps;
    if (stamps)
    {
        digest.AddStamp(stamps->value);
        if (stamps->echo != 0)
        {
            digest.AddStamp(stamps->echo);
        }
        options.SetTimestamps({});
    }
    for (std::size_t i = 0; i < options.Size(); i += sizeof(uint64_t))
    {
        uint64_t word = 0; // bytes beyond the size are 0, MAX_SIZE is a multiple of 8
        std::memcpy(&word, options.Data() + i, sizeof word);
        digest.AddWord(word);
    }
}

/// \param segment it \param digest gets it
void
AddSegment(const Segment& segment, Digest& digest)
{
    digest.AddWord(uint64_t{segment.seq.Value()} << 32 | segment.ack.Value());
    digest.AddWord(uint64_t{segment.window} << 48 | uint64_t{segment.flags} << 40 |
                   uint64_t{segment.urgentPointer} << 16 | segment.length);
    if (!segment.options.Empty())
    {
        AddOptions(segment.options, digest);
    }
}

} // namespace

Digest
World::NewDigest() const
{
    const auto& tick = configuration->machine[0].timestampTick;
    const auto stamps = static_cast<uint32_t>(now.time_since_epoch() / tick);
    return {now, stamps, configuration->timedRoundTrip};
}

void
World::AddEnd(std::size_t at, Digest& digest, Scratch& scratch) const
{
    const End& end = ends[at];
    digest.AddWord(static_cast<uint64_t>(end.peer) << 48 | static_cast<uint64_t>(end.life) << 40 |
                   static_cast<uint64_t>(end.told) << 32 | static_cast<uint64_t>(end.step) << 24 |
                   static_cast<uint64_t>(end.incarnation) << 16 | (end.listens ? 8U : 0U) |
                   (end.aborted ? 4U : 0U) | (end.heardReset ? 2U : 0U) |
                   (end.established ? 1U : 0U));
    if (end.life == Life::Open && end.connection.GetState() == State::TimeWait &&
        end.connection.IsUserClosed())
    {
        // As a host puts it away: nothing else of it matters any more
        Connection(end.connection.ToTimeWait()).AddTo(digest);
    }
    else if (end.life == Life::Open)
    {
        end.connection.AddTo(digest);
        digest.Add(end.stored);
    }
    else if (end.life == Life::Ended)
    {
        digest.Add(end.delivered);
        digest.Add(end.connection.GetError());
    }
    scratch.keys.clear();
    for (const Flight& flight : flights[at])
    {
        Digest own = NewDigest();
        AddSegment(flight.segment, own);
        own.Add(flight.offset);
        own.Add(flight.incarnation);
        if (configuration->lifetime != FOREVER)
        {
            own.Add(flight.born + configuration->lifetime);
        }
        scratch.keys.push_back({own.Low(), own.High()});
    }
    if (configuration->reorders)
    {
        std::sort(scratch.keys.begin(), scratch.keys.end());
    }
    for (const Key& key : scratch.keys)
    {
        digest.AddWord(key.low);
        digest.AddWord(key.high);
    }
}

Key
World::Hash(Scratch& scratch, bool budgets) const
{
    std::array<Key, 2> keys;
    for (std::size_t at = 0; at < 2; ++at)
    {
        Digest digest = NewDigest();
        AddEnd(at, digest, scratch);
        keys[at] = {digest.Low(), digest.High()};
    }
    if (configuration->symmetric && keys[1] < keys[0])
    {
        std::swap(keys[0], keys[1]);
    }
    Digest both;
    for (const Key& key : keys)
    {
        both.AddWord(key.low);
        both.AddWord(key.high);
    }
    if (budgets)
    {
        both.AddWord(uint64_t{losses} << 24 | uint64_t{duplicates} << 16 | uint64_t{delays} << 8 |
                     forged);
    }
    return {both.Low(), both.High()};
}

} // namespace explore
} // namespace lifecycle
} // namespace ns3
