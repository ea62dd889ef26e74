/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle-host
 * The forms in which connections are kept, and how they change from one to another.
 */

#include "lifecycle-host-impl.h"

#include <algorithm>

namespace ns3
{
namespace lifecycle
{

namespace
{

FourTuple
TupleIn(const Listener& listener)
{
    return listener.Tuple();
}

const FourTuple&
TupleIn(const LiveConnection& live)
{
    return live.tuple;
}

template <template <std::size_t> class Stored, std::size_t N>
FourTuple
TupleIn(const Stored<N>& record)
{
    return record.tuple.Read();
}

State
StateIn(const Listener& listener)
{
    return listener.state.Get();
}

State
StateIn(const LiveConnection& live)
{
    return live.connection.GetState();
}

template <std::size_t N>
State
StateIn(const StoredSynReceived<N>& record)
{
    return record.state.Get();
}

template <std::size_t N>
State
StateIn(const StoredTimeWait<N>& record)
{
    return record.state.Get();
}

TimeWaitRemains
TimeWaitIn(const LiveConnection& live, Instant)
{
    return live.connection.ToTimeWait();
}

template <std::size_t N>
TimeWaitRemains
TimeWaitIn(const StoredTimeWait<N>& record, Instant deadline)
{
    return record.Read(deadline);
}

template <typename Other>
TimeWaitRemains
TimeWaitIn(const Other&, Instant)
{
    throw std::logic_error("not in TIME-WAIT");
}

/// Out of a pool of records, into the pool of whole connections.
template <typename Record>
uint32_t
Restore(Slab<Record>& records, uint32_t at, Instant deadline, Slab<LiveConnection>& live)
{
    const uint32_t restored = live.Make(records[at], deadline);
    records.Drop(at);
    return restored;
}

} // namespace

uint32_t
Host::Impl::FindTuple(const FourTuple& tuple) const
{
    return m_demux.Find(HashOf(tuple), [&](uint32_t index) {
        return Visit(index, [&](const auto& kept) { return TupleIn(kept) == tuple; });
    });
}

FourTuple
Host::Impl::TupleAt(uint32_t index) const
{
    return Visit(index, [](const auto& kept) { return TupleIn(kept); });
}

uint64_t
Host::Impl::IdAt(uint32_t index) const
{
    return Visit(index, [](const auto& kept) -> uint64_t { return kept.id; });
}

State
Host::Impl::StateAt(uint32_t index) const
{
    return Visit(index, [](const auto& kept) { return StateIn(kept); });
}

Instant
Host::Impl::DeadlineAt(uint32_t index) const
{
    // That of a record stands in the queue as it is; that of a connection may have moved on.
    const Place place = m_handles.At(index);
    return place.form == Form::Live ? m_live[place.at].connection.NextDeadline()
                                    : m_timers.DeadlineOf(index);
}

TimeWaitRemains
Host::Impl::TimeWaitAt(uint32_t index) const
{
    const Instant deadline = m_timers.DeadlineOf(index);
    return Visit(index, [deadline](const auto& kept) { return TimeWaitIn(kept, deadline); });
}

LiveConnection&
Host::Impl::Thaw(uint32_t index)
{
    Place place = m_handles.At(index);
    if (place.form == Form::Live)
    {
        return m_live[place.at];
    }
    const Instant deadline = m_timers.DeadlineOf(index);
    switch (place.form)
    {
    case Form::SynReceivedIpv4:
        place.at = Restore(m_synReceivedIpv4, place.at, deadline, m_live);
        break;
    case Form::SynReceivedIpv6:
        place.at = Restore(m_synReceivedIpv6, place.at, deadline, m_live);
        break;
    case Form::TimeWaitIpv4:
        place.at = Restore(m_timeWaitIpv4, place.at, deadline, m_live);
        break;
    case Form::TimeWaitIpv6:
        place.at = Restore(m_timeWaitIpv6, place.at, deadline, m_live);
        break;
    case Form::Live:
    case Form::None:
    case Form::Listener:
        throw std::logic_error("not a connection");
    }
    m_handles.Move(index, Place{Form::Live, place.at});
    return m_live[place.at];
}

void
Host::Impl::PutAway(uint32_t index)
{
    const uint32_t at = m_handles.At(index).at;
    const LiveConnection& live = m_live[at];
    const State state = live.connection.GetState();
    const bool isIpv6 = live.tuple.local.isIpv6;
    Instant deadline = NEVER;
    Place place;
    if (!m_config.putAway)
    {
        return;
    }
    if (state == State::TimeWait)
    {
        const TimeWaitRemains remains = live.connection.ToTimeWait();
        deadline = remains.deadline;
        place = isIpv6
                    ? Place{Form::TimeWaitIpv6, m_timeWaitIpv6.Make(live.tuple, live.id, remains)}
                    : Place{Form::TimeWaitIpv4, m_timeWaitIpv4.Make(live.tuple, live.id, remains)};
    }
    else if (state == State::SynReceived && live.place.listener != NO_INDEX &&
             m_counts[static_cast<std::size_t>(State::SynReceived)] > m_config.wholeSynReceived)
    {
        const SynReceivedRemains remains = live.connection.ToSynReceived();
        if (!(Connection(remains) == live.connection) ||
            !CanKeep(remains.answers, remains.deadline))
        {
            return; // it has more to it than a record holds: a user who has called already
        }
        deadline = remains.deadline;
        place = isIpv6 ? Place{Form::SynReceivedIpv6,
                               m_synReceivedIpv6.Make(live.tuple, live.id, live.place, remains)}
                       : Place{Form::SynReceivedIpv4,
                               m_synReceivedIpv4.Make(live.tuple, live.id, live.place, remains)};
    }
    else
    {
        return;
    }
    m_live.Drop(at);
    m_handles.Move(index, place);
    if (state == State::TimeWait)
    {
        m_timers.Park(index, deadline);
    }
    else
    {
        m_timers.SetExactly(index, deadline);
    }
}

std::vector<uint32_t>
Host::Impl::AllById() const
{
    std::vector<std::pair<uint64_t, uint32_t>> sorted;
    sorted.reserve(m_handles.Count());
    for (uint32_t index = 0; index < m_handles.Extent(); ++index)
    {
        if (m_handles.At(index).form != Form::None)
        {
            sorted.emplace_back(IdAt(index), index);
        }
    }
    std::sort(sorted.begin(), sorted.end());
    std::vector<uint32_t> indexes;
    indexes.reserve(sorted.size());
    for (const auto& entry : sorted)
    {
        indexes.push_back(entry.second);
    }
    return indexes;
}

} // namespace lifecycle
} // namespace ns3
