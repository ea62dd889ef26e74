/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_TEST_PAIR_H
#define LIFECYCLE_TEST_PAIR_H

#include "lifecycle-connection.h"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

/**
 * \file
 * Two connections joined by a wire, in virtual time: the fixture that drives the machine into
 * every state it is tested in.
 */

namespace ns3
{
namespace lifecycle
{
namespace test
{

using namespace std::chrono_literals;

/// What the wire does with a segment.
struct Fate
{
    bool lost{false};  //!< never arrives
    Duration extra{0}; //!< arrives so much later
};

class Pair;

/// One end: a connection and what its user sees.
struct End
{
    /// \param pair the fixture \param name `A` or `B` \param config parameters \param own port
    /// \param peer the other's port
    End(Pair& pair, char name, const Config& config, uint16_t own, uint16_t peer);

    /// Run an entry of the machine, perform its actions, flush. \param entry what to call
    void Run(const std::function<void(Context&)>& entry);
    /// Like Run(), but the acknowledgment owed stays owed. \param entry what to call
    void RunWithoutFlush(const std::function<void(Context&)>& entry);
    /// A segment comes. \param segment it \param streamOffset where its data belongs
    void Receive(const Segment& segment, uint64_t streamOffset);

    Pair& pair;                       //!< the fixture
    char name;                        //!< `A` or `B`
    Config config;                    //!< parameters
    Connection connection;            //!< the machine
    StateCell listening;              //!< LISTEN, for an end that waits
    RenoCongestionControl reno;       //!< its congestion control
    bool autoRead{true};              //!< the user reads what is delivered at once
    bool closeOnEof{false};           //!< the user closes in the call that tells of the peer's FIN
    uint64_t stored{0};               //!< bytes stored
    uint64_t delivered{0};            //!< end of the stream delivered
    uint64_t released{0};             //!< end of the stream acknowledged
    std::vector<bool> kept;           //!< byte by byte, whether it was stored
    std::vector<Notify> told;         //!< what the user was told
    std::vector<Segment> sent;        //!< segments sent
    std::vector<EmitReason> reasons;  //!< what for
    std::map<State, Instant> entered; //!< when each state was last entered
    Seq iss;                          //!< ISS to use
};

/// Two ends and the wire.
class Pair
{
  public:
    /// \param a A's parameters \param b B's
    explicit Pair(const Config& a = {}, const Config& b = {});

    /// A opens, B listens. \param issA A's ISS \param issB B's
    void Open(uint32_t issA = 100, uint32_t issB = 300);
    /// Open() and run until both are ESTABLISHED; then the transcript's time starts at 0.
    void Establish(uint32_t issA = 100, uint32_t issB = 300);
    /// \param when \param what to do then
    void At(Duration when, std::function<void()> what);
    /// Run until nothing is due, or \p end. \param end since the start
    void RunUntil(Duration end = FOREVER);
    /// \param end it \return the other one
    End& Other(End& end);
    /// Lines `time end text` since Mark(), times in milliseconds.
    std::vector<std::string> Transcript() const;
    /// The transcript and its clock begin here.
    void Mark();
    /// \param end whose \param text what happened
    void Log(const End& end, const std::string& text);
    /// \param from sender \param emit what
    void Transmit(End& from, const Emit& emit);
    /// Put the deadline of an end in the queue. \param end it
    void Schedule(End& end);

    Duration delay{50ms}; //!< one way
    Instant now{};        //!< the time
    Instant zero{};       //!< the transcript's
    /// The wire's rule: sender, segment, how many of the same sender's went before
    std::function<Fate(const End&, const Segment&, std::size_t)> fate;
    /// What happens to a listener's SYN: B answers with this ISS
    End a; //!< A
    End b; //!< B

  private:
    std::multimap<Instant, std::function<void()>> m_events; //!< what is due
    std::vector<std::string> m_lines;                       //!< the transcript
};

/// \param flags all of them \param count the number of the segment among those of a sender with
/// them, from 1 \return a rule that loses it
std::function<Fate(const End&, const Segment&, std::size_t)> LoseNth(char sender,
                                                                     uint8_t flags,
                                                                     std::size_t count);

} // namespace test
} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_TEST_PAIR_H
