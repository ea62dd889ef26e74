/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-fault-trigger.h"

#include <utility>

/**
 * \file
 * \ingroup tcp-lifecycle
 * When a fault rule strikes.
 */

namespace ns3
{

TcpLifecycleFaultTrigger::TcpLifecycleFaultTrigger(TcpLifecycleFaultRule rule)
    : m_rule(std::move(rule)),
      m_random(m_rule.IsRandom() ? CreateObject<UniformRandomVariable>() : nullptr)
{
}

void
TcpLifecycleFaultTrigger::NoteSyn(const TcpLifecycleLinkSegment& seen)
{
    Progress& progress = m_connections[seen.tuple];
    if (progress.iss != seen.segment.seq)
    {
        // Another initial sequence number, so another incarnation of the connection
        progress = Progress{seen.segment.seq, 0};
    }
}

uint32_t
TcpLifecycleFaultTrigger::Count(const TcpLifecycleLinkSegment& seen)
{
    ++m_count;
    return m_rule.perConnection ? ++m_connections[seen.tuple].count : m_count;
}

bool
TcpLifecycleFaultTrigger::StepBurst()
{
    const TcpLifecycleFaultBurst& burst = *m_rule.burst;
    const bool strikes = m_random->GetValue(0, 1) < (m_bad ? burst.inBad : burst.inGood);
    const bool changes = m_random->GetValue(0, 1) < (m_bad ? burst.toGood : burst.toBad);
    m_bad = changes ? !m_bad : m_bad;
    return strikes;
}

bool
TcpLifecycleFaultTrigger::OnSegment(const TcpLifecycleLinkSegment& seen,
                                    Time now,
                                    lifecycle::State state)
{
    if (!m_rule.IsMatched())
    {
        return false;
    }
    if (m_rule.perConnection && seen.segment.Has(lifecycle::SYN))
    {
        NoteSyn(seen);
    }
    const bool inTime = now >= m_rule.notBefore && (!m_rule.until || now < *m_rule.until);
    const bool inState =
        m_rule.states == 0 || (m_rule.states & TcpLifecycleFaultRule::StateBit(state)) != 0;
    if (!inTime || !inState || !Matches(m_rule, seen.segment))
    {
        return false;
    }
    const uint32_t which = Count(seen);
    const bool burst = !m_rule.burst || StepBurst();
    const bool lucky = m_rule.probability >= 1 || m_random->GetValue(0, 1) < m_rule.probability;
    const uint32_t last = m_rule.last == 0 ? m_rule.nth : m_rule.last;
    return which >= m_rule.nth && which <= last && burst && lucky;
}

void
TcpLifecycleFaultTrigger::OnStruck()
{
    ++m_struck;
}

void
TcpLifecycleFaultTrigger::Reset()
{
    m_count = 0;
    m_struck = 0;
    m_bad = false;
    m_connections.clear();
}

void
TcpLifecycleFaultTrigger::AssignStream(int64_t stream)
{
    if (m_random)
    {
        m_random->SetStream(stream);
    }
}

uint32_t
TcpLifecycleFaultTrigger::Draw(uint32_t least, uint32_t most)
{
    return m_random->GetInteger(least, most);
}

const TcpLifecycleFaultRule&
TcpLifecycleFaultTrigger::GetRule() const
{
    return m_rule;
}

uint32_t
TcpLifecycleFaultTrigger::GetCount() const
{
    return m_count;
}

uint32_t
TcpLifecycleFaultTrigger::GetStruck() const
{
    return m_struck;
}

} // namespace ns3
