/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-progress.h"

#include "tcp-lifecycle-helper.h"
#include "tcp-lifecycle-l4-protocol.h"

#include "ns3/simulator.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iomanip>
#include <iostream>
#include <sstream>
#include <unistd.h>
#include <utility>

namespace ns3
{

namespace
{

constexpr double INTERVAL = 0.5;           //!< seconds between two lines
constexpr uint32_t TICKS_PER_LOOK = 0x400; //!< trace events between two looks at the clock

/// \return the time of day, seconds
double
SteadySeconds()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

/// \param perSecond how many \return it in three digits or so, `84 k`
std::string
Rate(double perSecond)
{
    std::ostringstream text;
    text << std::fixed << std::setprecision(0);
    if (perSecond >= 1e7)
    {
        text << perSecond / 1e6 << " M";
    }
    else if (perSecond >= 1e4)
    {
        text << perSecond / 1e3 << " k";
    }
    else
    {
        text << perSecond;
    }
    return text.str();
}

/// \param seconds a span \return it as `1:02:03` or `2:03`
std::string
Span(double seconds)
{
    const auto whole = static_cast<uint64_t>(std::ceil(seconds));
    std::ostringstream text;
    text << std::setfill('0');
    if (whole >= 3600)
    {
        text << whole / 3600 << ':' << std::setw(2);
    }
    text << whole / 60 % 60 << ':' << std::setw(2) << whole % 60;
    return text.str();
}

} // namespace

TcpLifecycleProgress::TcpLifecycleProgress(const NodeContainer& nodes,
                                           Time end,
                                           uint64_t connections)
    : m_end(end),
      m_connections(connections),
      m_stream(std::cerr),
      m_clock(SteadySeconds)
{
    if (isatty(STDERR_FILENO) == 1)
    {
        Connect(nodes);
    }
}

TcpLifecycleProgress::TcpLifecycleProgress(const NodeContainer& nodes,
                                           Time end,
                                           std::ostream& stream,
                                           Clock clock,
                                           uint64_t connections)
    : m_end(end),
      m_connections(connections),
      m_stream(stream),
      m_clock(std::move(clock))
{
    Connect(nodes);
}

TcpLifecycleProgress::~TcpLifecycleProgress()
{
    Clear();
    for (uint32_t i = 0; i < m_nodes.GetN(); ++i)
    {
        if (const auto tcp = TcpLifecycleHelper::GetL4(m_nodes.Get(i)))
        {
            tcp->TraceDisconnectWithoutContext(
                "Transition",
                MakeCallback(&TcpLifecycleProgress::OnTransition, this));
            tcp->TraceDisconnectWithoutContext(
                "SegmentReceived",
                MakeCallback(&TcpLifecycleProgress::OnSegment, this));
        }
    }
}

void
TcpLifecycleProgress::Connect(const NodeContainer& nodes)
{
    m_nodes = nodes;
    m_start = m_clock();
    m_written = m_start;
    m_startEvents = Simulator::GetEventCount();
    m_writtenEvents = m_startEvents;
    m_startSimulated = Simulator::Now().GetNanoSeconds();
    for (uint32_t i = 0; i < m_nodes.GetN(); ++i)
    {
        if (const auto tcp = TcpLifecycleHelper::GetL4(m_nodes.Get(i)))
        {
            tcp->TraceConnectWithoutContext(
                "Transition",
                MakeCallback(&TcpLifecycleProgress::OnTransition, this));
            tcp->TraceConnectWithoutContext("SegmentReceived",
                                            MakeCallback(&TcpLifecycleProgress::OnSegment, this));
        }
    }
}

void
TcpLifecycleProgress::OnTransition(const TcpLifecycleTransition& transition)
{
    using lifecycle::State;
    m_active += transition.to == State::SynSent ? 1 : 0;
    m_passive += transition.from == State::Listen && transition.to == State::SynReceived ? 1 : 0;
    Tick();
}

void
TcpLifecycleProgress::OnSegment(const TcpLifecycleSegmentEvent&)
{
    Tick();
}

void
TcpLifecycleProgress::Tick()
{
    if (++m_ticks % TICKS_PER_LOOK != 0)
    {
        return;
    }
    const double now = m_clock();
    if (now - m_written >= INTERVAL)
    {
        Write(now);
    }
}

void
TcpLifecycleProgress::Write(double now)
{
    const double simulated = Simulator::Now().GetSeconds();
    const uint64_t events = Simulator::GetEventCount();
    std::ostringstream line;
    line << std::setprecision(4);
    const double begin = static_cast<double>(m_startSimulated) * 1e-9;
    // A connection has one end of each kind, of which perhaps only one is listened to.
    const uint64_t opened = std::max(m_active, m_passive);
    double share = 0; // whatever comes first ends the simulation
    if (m_end.IsStrictlyPositive())
    {
        share = (simulated - begin) / (m_end.GetSeconds() - begin);
    }
    if (m_connections > 0)
    {
        share = std::max(share, static_cast<double>(opened) / static_cast<double>(m_connections));
    }
    const bool known = share > 0 && share <= 1;
    if (known)
    {
        line << static_cast<int>(share * 100) << " %: ";
    }
    line << simulated << " s ";
    if (m_end.IsStrictlyPositive())
    {
        line << "of " << m_end.GetSeconds() << " s ";
    }
    line << "simulated, " << opened;
    if (m_connections > 0)
    {
        line << " of " << m_connections;
    }
    line << " connections, "
         << Rate(static_cast<double>(events - m_writtenEvents) / (now - m_written)) << " events/s";
    if (known)
    {
        line << ", " << Span((now - m_start) * (1 - share) / share) << " left";
    }
    Clear();
    m_stream << line.str() << std::flush;
    m_width = line.str().size();
    m_written = now;
    m_writtenEvents = events;
}

void
TcpLifecycleProgress::Clear()
{
    if (m_width > 0)
    {
        m_stream << '\r' << std::string(m_width, ' ') << '\r' << std::flush;
        m_width = 0;
    }
}

} // namespace ns3
