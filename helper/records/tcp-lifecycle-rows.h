/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_ROWS_H
#define TCP_LIFECYCLE_ROWS_H

#include "tcp-lifecycle-segment-feed.h"
#include "tcp-lifecycle-trace.h"

#include <cstdint>
#include <string_view>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * The tables that a run leaves, whatever they are written to.
 *
 * Times are nanoseconds. A time that has not come is an empty field. Sequence numbers are those of
 * the header.
 */

namespace ns3
{

/// What a column holds.
enum class TcpLifecycleColumnKind : uint8_t
{
    Whole, //!< a whole number, 0 or more
    Maybe, //!< a whole number, or nothing
    Text,  //!< a text, perhaps empty
};

/// A column of a table.
struct TcpLifecycleColumn
{
    const char* name;            //!< its name
    TcpLifecycleColumnKind kind; //!< what it holds
};

/// A table.
struct TcpLifecycleTable
{
    const char* name;                        //!< `connections`
    std::vector<TcpLifecycleColumn> columns; //!< in order
};

/// Takes the fields of a row in the order of the columns.
class TcpLifecycleRow
{
  public:
    virtual ~TcpLifecycleRow() = default;
    /// \param number the next field
    virtual void Number(int64_t number) = 0;
    /// \param text the next field
    virtual void Text(std::string_view text) = 0;
    /// The next field is empty.
    virtual void Nothing() = 0;
};

/// \return the table of transitions
const TcpLifecycleTable& TcpLifecycleTransitionsTable();
/// \return the table of ends of connections
const TcpLifecycleTable& TcpLifecycleConnectionsTable();
/// \return the table of segments
const TcpLifecycleTable& TcpLifecycleSegmentsTable();

/// \param transition a transition \param row gets its fields
void TcpLifecycleFill(const TcpLifecycleTransition& transition, TcpLifecycleRow& row);
/// \param record an end of a connection \param row gets its fields
void TcpLifecycleFill(const TcpLifecycleRecord& record, TcpLifecycleRow& row);
/// \param record a segment sent or received \param row gets its fields
void TcpLifecycleFill(const TcpLifecycleSegmentRecord& record, TcpLifecycleRow& row);

} // namespace ns3

#endif // TCP_LIFECYCLE_ROWS_H
