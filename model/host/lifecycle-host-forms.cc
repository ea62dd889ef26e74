/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle-host
 * The forms in which connections are stored, and the conversions between them.
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
TupleIn(const Listener& listener, const SharedTable&)
{
    return listener.Tuple();
}

const FourTuple&
TupleIn(const LiveConnection& live, const SharedTable&)
{
    return live.tuple;
}

FourTuple
TupleIn(const StoredEnds& record, const SharedTable& table)
{
    return record.Tuple(table);
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

template <typename Record>
State
StateIn(const Record& record)
{
    return record.state.Get();
}

} // namespace

uint32_t
Host::Impl::FindTuple(const FourTuple& tuple) const
{
    return m_demux.Find(HashOf(tuple), [&](uint32_t index) {
        return Visit(index, [&](const auto& kept) { return TupleIn(kept, m_shared) == tuple; });
    });
}

FourTuple
Host::Impl::TupleAt(uint32_t index) const
{
    return Visit(index, [this](const auto& kept) -> FourTuple { return TupleIn(kept, m_shared); });
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
    // The queue has the exact deadline of a record, but not of a complete connection.
    const Place place = m_handles.At(index);
    return place.form == Form::Live ? m_live[place.at].connection.NextDeadline()
                                    : m_timers.DeadlineOf(index);
}

PackedTimeWait
Host::Impl::TimeWaitAt(uint32_t index) const
{
    const Place place = m_handles.At(index);
    return place.form == Form::Live
               ? m_live[place.at].connection.ToTimeWait()
               : m_timeWait[place.at].Read(m_shared, m_timers.DeadlineOf(index));
}

LiveConnection&
Host::Impl::Unpack(uint32_t index)
{
    const Place place = m_handles.At(index);
    if (place.form == Form::Live)
    {
        return m_live[place.at];
    }
    const Instant deadline = m_timers.DeadlineOf(index);
    uint32_t at = 0;
    if (place.form == Form::TimeWait)
    {
        at = m_live.Make(m_timeWait[place.at], m_shared, deadline);
        m_timeWait.Drop(place.at);
    }
    else if (place.form == Form::SynReceived)
    {
        at = m_live.Make(m_synReceived[place.at], m_shared, deadline);
        m_synReceived.Drop(place.at);
    }
    else
    {
        throw std::logic_error("not a connection");
    }
    m_handles.Move(index, Place{Form::Live, at});
    return m_live[at];
}

void
Host::Impl::Pack(uint32_t index)
{
    const uint32_t at = m_handles.At(index).at;
    const LiveConnection& live = m_live[at];
    const State state = live.connection.GetState();
    if (!m_config.packStates)
    {
        return;
    }
    if (state == State::TimeWait)
    {
        const PackedTimeWait packed = live.connection.ToTimeWait();
        const auto shared = m_shared.NumberOf({packed.config, live.tuple.local});
        if (!shared || !CanKeep(packed.answers, packed.deadline))
        {
            return; // a record cannot store a limit of answers that ends long before or after 2MSL
        }
        m_handles.Move(
            index,
            Place{Form::TimeWait, m_timeWait.Make(live.tuple, live.id, *shared, packed)});
        m_timers.Park(index, packed.deadline);
        m_live.Drop(at);
    }
    else if (state == State::SynReceived && live.place.listener != NO_INDEX &&
             m_counts[static_cast<std::size_t>(State::SynReceived)] > m_config.unpackedSynReceived)
    {
        const PackedSynReceived packed = live.connection.ToSynReceived();
        const auto shared = m_shared.NumberOf({packed.config, live.tuple.local});
        if (!shared || !(Connection(packed) == live.connection) ||
            !CanKeep(packed.answers, packed.deadline))
        {
            return; // it has state that a record cannot hold: its user has already called
        }
        m_handles.Move(index,
                       Place{Form::SynReceived,
                             m_synReceived.Make(live.tuple, live.id, *shared, live.place, packed)});
        m_timers.SetExactly(index, packed.deadline);
        m_live.Drop(at);
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
