/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EXPLORE_STORY_H
#define EXPLORE_STORY_H

#include "explore-search.h"

#include <cstddef>
#include <string>
#include <vector>

/**
 * \file
 * A trace, played again.
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
    std::size_t from{0};           //!< who has sent it
    Segment segment;               //!< it
    Instant at{};                  //!< when
    std::vector<Instant> arrivals; //!< when it arrived
    bool forged{false};            //!< nobody has sent it
    bool retransmission{false};    //!< it repeats
};

/// One thing that happens at an end, in order.
struct Deed
{
    enum class Kind : uint8_t
    {
        Received, //!< a segment
        Emitted,  //!< a segment
        Called,   //!< its user's step
        Changed,  //!< its state
    };

    Kind kind{Kind::Called}; //!< what
    std::size_t end{0};      //!< where
    Instant at{};            //!< when
    std::size_t segment{0};  //!< index
    Step step;               //!< of Called
    Transition transition;   //!< of Changed
};

/// The trace, played again.
struct Story
{
    std::vector<Sent> segments; //!< all
    std::vector<Deed> deeds;    //!< in order
    std::size_t lastEnd{0};     //!< where the last event was
};

/// \param configuration the question \param result with a trace \return the trace, played again;
/// every event takes a millisecond
Story TellStory(const Configuration& configuration, const SearchResult& result);
/// \param at an instant \return seconds, `1.004`
std::string Seconds(Instant at);

} // namespace explore
} // namespace lifecycle
} // namespace ns3

#endif // EXPLORE_STORY_H
