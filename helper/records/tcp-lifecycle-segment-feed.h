/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_SEGMENT_FEED_H
#define TCP_LIFECYCLE_SEGMENT_FEED_H

#include "tcp-lifecycle-trace.h"

#include "ns3/callback.h"
#include "ns3/node-container.h"
#include "ns3/simple-ref-count.h"

#include <cstdint>
#include <map>
#include <utility>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Segments sent and received, with the number of each retransmission.
 */

namespace ns3
{

/// A segment at one end.
struct TcpLifecycleSegmentRecord
{
    const TcpLifecycleSegmentEvent* event{nullptr}; //!< it, valid during the call
    bool sent{false};                               //!< sent by that end; false: received
    uint32_t repeat{0}; //!< how often a segment with that first byte was sent again, with this
                        //!< one; 0: it was not sent before, or was received
};

/**
 * \ingroup tcp-lifecycle
 *
 * Counts how often bytes are sent again.
 *
 * Of two retransmissions that begin with the same sequence number the second has the number 2,
 * however long they are. Kept is a number for each that was sent again, until the connection ends.
 */
class TcpLifecycleRepeats
{
  public:
    /// \param event a segment being sent \return its number, from 1 on; 0: it repeats nothing
    uint32_t Count(const TcpLifecycleSegmentEvent& event);
    /// \param node a node \param id a connection on it that has ended
    void Forget(uint32_t node, uint64_t id);

  private:
    /// Node, connection, first sequence number.
    using Key = std::pair<std::pair<uint32_t, uint64_t>, uint32_t>;

    std::map<Key, uint32_t> m_counts; //!< of what was sent again
};

/**
 * \ingroup tcp-lifecycle
 *
 * Hands the segments of some nodes on, with their numbers.
 */
class TcpLifecycleSegmentFeed : public SimpleRefCount<TcpLifecycleSegmentFeed>
{
  public:
    /// What gets the segments.
    using Sink = Callback<void, const TcpLifecycleSegmentRecord&>;

    /// \param sink gets every segment
    explicit TcpLifecycleSegmentFeed(const Sink& sink);

    /// \param nodes whose segments; each with this TCP, or the program stops
    void Connect(const NodeContainer& nodes);

  private:
    /// A callback of a trace source. \param event what
    void OnSent(const TcpLifecycleSegmentEvent& event);
    /// \copydoc OnSent
    void OnReceived(const TcpLifecycleSegmentEvent& event);
    /// \copydoc OnSent
    void OnTransition(const TcpLifecycleTransition& event);

    Sink m_sink;                   //!< where to
    TcpLifecycleRepeats m_repeats; //!< numbers them
};

} // namespace ns3

#endif // TCP_LIFECYCLE_SEGMENT_FEED_H
