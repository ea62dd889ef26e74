/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_PROGRESS_H
#define TCP_LIFECYCLE_PROGRESS_H

#include "tcp-lifecycle-trace.h"

#include "ns3/node-container.h"
#include "ns3/nstime.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <ostream>
#include <string>

/**
 * \file
 * \ingroup tcp-lifecycle
 * The progress of a long simulation.
 */

namespace ns3
{

/**
 * \ingroup tcp-lifecycle
 *
 * A line on the terminal while a simulation runs, written over twice a second and gone at its end:
 *
 *     37 %: 12.3 s of 33 s simulated, 37012 connections, 84 k events/s, 0:42 left
 *     37 %: 12.3 s simulated, 37012 of 100000 connections, 84 k events/s, 0:42 left
 *
 * \code
 * const TcpLifecycleProgress progress(nodes, Seconds(33));
 * Simulator::Stop(Seconds(33));
 * Simulator::Run();
 * \endcode
 *
 * It lives on the trace sources Transition and SegmentReceived of the nodes' TCP and has no events
 * of its own, so that a simulation goes the same way with it and without. Where standard error is
 * no terminal it does nothing, and costs nothing.
 */
class TcpLifecycleProgress
{
  public:
    /// Gives the time of day, seconds since any moment.
    using Clock = std::function<double()>;

    /**
     * To standard error, if that is a terminal.
     * \param nodes whose connections are counted \param end of the simulation, or 0: not known
     * \param connections that will be opened, or 0: not known
     */
    explicit TcpLifecycleProgress(const NodeContainer& nodes,
                                  Time end = Time(0),
                                  uint64_t connections = 0);
    /**
     * To a stream, whatever it is.
     * \param nodes whose connections are counted \param end of the simulation, or 0: not known
     * \param stream output; must outlive this \param clock the time of day
     * \param connections that will be opened, or 0: not known
     */
    TcpLifecycleProgress(const NodeContainer& nodes,
                         Time end,
                         std::ostream& stream,
                         Clock clock,
                         uint64_t connections = 0);
    ~TcpLifecycleProgress();
    TcpLifecycleProgress(const TcpLifecycleProgress&) = delete;
    TcpLifecycleProgress& operator=(const TcpLifecycleProgress&) = delete;

  private:
    void Connect(const NodeContainer& nodes);
    void OnTransition(const TcpLifecycleTransition& transition);
    void OnSegment(const TcpLifecycleSegmentEvent& event);
    void Tick();
    void Write(double now);
    void Clear();

    NodeContainer m_nodes;       //!< listened to; empty: nothing is written
    Time m_end;                  //!< of the simulation, or 0
    uint64_t m_connections;      //!< that will be opened, or 0
    std::ostream& m_stream;      //!< where to
    Clock m_clock;               //!< the time of day
    double m_start{0};           //!< time of day of the beginning
    double m_written{0};         //!< time of day of the last line
    uint64_t m_startEvents{0};   //!< events before the beginning
    uint64_t m_writtenEvents{0}; //!< events before the last line
    int64_t m_startSimulated{0}; //!< simulated time of the beginning, nanoseconds
    uint64_t m_active{0};        //!< ends that have sent a SYN
    uint64_t m_passive{0};       //!< ends that have got one in LISTEN
    uint32_t m_ticks{0};         //!< trace events seen
    std::size_t m_width{0};      //!< characters of the current line
};

} // namespace ns3

#endif // TCP_LIFECYCLE_PROGRESS_H
