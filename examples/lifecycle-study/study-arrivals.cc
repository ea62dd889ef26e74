/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "study-arrivals.h"

#include "ns3/double.h"
#include "ns3/simulator.h"

#include <utility>

/**
 * \file
 * Poisson arrivals, and shares of them counted in batches.
 */

namespace study
{

using namespace ns3;

Arrivals::Arrivals(double rate, int64_t stream, std::function<void()> what)
    : m_gap(CreateObject<ExponentialRandomVariable>()),
      m_what(std::move(what))
{
    m_gap->SetAttribute("Mean", DoubleValue(1 / rate));
    m_gap->SetStream(stream);
    ScheduleNext();
}

void
Arrivals::ScheduleNext()
{
    Simulator::Schedule(Seconds(m_gap->GetValue()), &Arrivals::Arrive, this);
}

void
Arrivals::Arrive()
{
    ScheduleNext();
    m_what();
}

void
BatchedShare::Add(bool hit)
{
    ++m_arrivals;
    m_hits += hit ? 1 : 0;
}

void
BatchedShare::EndBatch(bool counted)
{
    if (counted && m_arrivals > 0)
    {
        m_sample.Add(static_cast<double>(m_hits) / static_cast<double>(m_arrivals));
    }
    m_arrivals = 0;
    m_hits = 0;
}

const TcpLifecycleSample&
BatchedShare::GetSample() const
{
    return m_sample;
}

} // namespace study
