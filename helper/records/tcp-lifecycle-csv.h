/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_CSV_H
#define TCP_LIFECYCLE_CSV_H

#include "tcp-lifecycle-output.h"
#include "tcp-lifecycle-rows.h"

#include "ns3/simple-ref-count.h"

#include <ostream>
#include <string>

/**
 * \file
 * \ingroup tcp-lifecycle
 * The tables of a run as comma-separated values (RFC 4180, lines ended by LF).
 */

namespace ns3
{

/// \return the first line of `transitions.csv`, with its end
std::string TcpLifecycleTransitionsHeader();
/// \param transition a transition \return its line in `transitions.csv`, with its end
std::string TcpLifecycleTransitionsRow(const TcpLifecycleTransition& transition);

/// \return the first line of `connections.csv`, with its end
std::string TcpLifecycleConnectionsHeader();
/// \param record an end of a connection \return its line in `connections.csv`, with its end
std::string TcpLifecycleConnectionsRow(const TcpLifecycleRecord& record);

/// \return the first line of `segments.csv`, with its end
std::string TcpLifecycleSegmentsHeader();
/// \param segment a segment at one end \return its line in `segments.csv`, with its end
std::string TcpLifecycleSegmentsRow(const TcpLifecycleSegmentRecord& segment);

/**
 * \ingroup tcp-lifecycle
 *
 * Writes a line for each event of a trace source, at once.
 *
 * \tparam Event argument of the trace source
 * \tparam HEADER gives the first line
 * \tparam ROW gives the line of an event
 */
template <typename Event, std::string (*HEADER)(), std::string (*ROW)(const Event&)>
class TcpLifecycleCsv : public SimpleRefCount<TcpLifecycleCsv<Event, HEADER, ROW>>
{
  public:
    /// \param path file to create, or to empty \throw TcpLifecycleFileError if it cannot be written
    explicit TcpLifecycleCsv(const std::string& path)
        : m_output(path)
    {
        m_output.Write(HEADER());
    }

    /// \param stream output; must outlive this, or be left alone after Close()
    explicit TcpLifecycleCsv(std::ostream& stream)
        : m_output(stream)
    {
        m_output.Write(HEADER());
    }

    /**
     * To be connected to the trace source. After Close(), or an error, it does nothing.
     * \param event written
     * \throw TcpLifecycleFileError if it cannot be
     */
    void OnEvent(const Event& event)
    {
        if (!m_closed)
        {
            m_closed = true; // if the next line throws
            m_output.Write(ROW(event));
            m_closed = false;
        }
    }

    /// Write what is buffered. \throw TcpLifecycleFileError if not all could be written
    void Close()
    {
        m_closed = true;
        m_output.Close();
    }

  private:
    TcpLifecycleOutput m_output; //!< where to
    bool m_closed{false};        //!< Close() was called, or a line could not be written
};

/// Writes `transitions.csv` from the trace source Transition.
using TcpLifecycleTransitionsCsv = TcpLifecycleCsv<TcpLifecycleTransition,
                                                   &TcpLifecycleTransitionsHeader,
                                                   &TcpLifecycleTransitionsRow>;

/// Writes `connections.csv` from the trace source ConnectionClosed.
using TcpLifecycleConnectionsCsv = TcpLifecycleCsv<TcpLifecycleRecord,
                                                   &TcpLifecycleConnectionsHeader,
                                                   &TcpLifecycleConnectionsRow>;

/// Writes `segments.csv` from a TcpLifecycleSegmentFeed.
using TcpLifecycleSegmentsCsv = TcpLifecycleCsv<TcpLifecycleSegmentRecord,
                                                &TcpLifecycleSegmentsHeader,
                                                &TcpLifecycleSegmentsRow>;

} // namespace ns3

#endif // TCP_LIFECYCLE_CSV_H
