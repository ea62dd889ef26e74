/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EXPLORE_REPLAY_H
#define EXPLORE_REPLAY_H

#include "explore-search.h"

#include <cstddef>
#include <string>
#include <vector>

/**
 * \file
 * Replays a trace.
 */

namespace ns3
{
namespace lifecycle
{
namespace explore
{

/// A segment of the trace.
struct Sent
{
    std::size_t from{0};           //!< the sender
    Segment segment;               //!< the segment
    Instant at{};                  //!< when it was sent
    std::vector<Instant> arrivals; //!< the times of arrival
    bool forged{false};            //!< no end has sent it
    bool retransmission{false};    //!< it retransmits
};

/// One event at an end.
struct Entry
{
    enum class Kind : uint8_t
    {
        Received, //!< a segment arrives
        Emitted,  //!< a segment is sent
        Called,   //!< a step of its user
        Changed,  //!< a transition
    };

    Kind kind{Kind::Called}; //!< the kind
    std::size_t end{0};      //!< the end
    Instant at{};            //!< when
    std::size_t segment{0};  //!< index, for Received and Emitted
    Step step;               //!< for Called
    Transition transition;   //!< for Changed
};

/// The replay of a trace.
struct Replay
{
    std::vector<Sent> segments; //!< all segments
    std::vector<Entry> entries; //!< all events, in order
    std::size_t lastEnd{0};     //!< the end of the last event
};

/// \param configuration the configuration \param result a result with a trace \return the replay of
/// the trace; every event takes a millisecond
Replay ReplayTrace(const Configuration& configuration, const SearchResult& result);
/// \param at an instant \return seconds, `1.004`
std::string Seconds(Instant at);

} // namespace explore
} // namespace lifecycle
} // namespace ns3

#endif // EXPLORE_REPLAY_H
