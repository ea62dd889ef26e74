/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EXPLORE_WORLD_H
#define EXPLORE_WORLD_H

#include "explore-configuration.h"
#include "lifecycle-hash.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

/**
 * \file
 * Two ends, their users and the network between them, as one value; and what can happen to it.
 */

namespace ns3
{
namespace lifecycle
{
namespace explore
{

/// A state's hash of 128 bits.
struct Key
{
    uint64_t low{0};  //!< one half
    uint64_t high{0}; //!< the other

    /// \return whether both are the same
    bool operator==(const Key& other) const
    {
        return low == other.low && high == other.high;
    }

    /// \return an order, of no meaning
    bool operator<(const Key& other) const
    {
        return low != other.low ? low < other.low : high < other.high;
    }
};

/// Instead of a number: no connection.
constexpr uint8_t NOBODY = 0xff;

/// A segment on its way.
struct Flight
{
    Segment segment;             //!< it
    uint64_t offset{0};          //!< of its data in the stream
    Instant born{};              //!< when it was sent
    uint8_t incarnation{NOBODY}; //!< of the connection that sent it
    uint32_t serial{0};          //!< the how manieth of its end; not part of the state
};

/// What can happen.
enum class EventKind : uint8_t
{
    Deliver,   //!< a segment of `end` arrives at the other one
    Lose,      //!< a segment of `end` is lost
    Duplicate, //!< a segment of `end` arrives, and stays on its way
    Time,      //!< the next deadline of either end
    User,      //!< the next step of the user of `end`
    Forge,     //!< a segment that nobody sent arrives at `end`
};

/// One thing that happens.
struct Event
{
    EventKind kind{EventKind::Time}; //!< what
    uint8_t end{0};                  //!< 0: A, 1: B
    uint8_t index{0};                //!< which segment on its way, or which forged one

    /// \return it in two bytes
    uint16_t Pack() const
    {
        return static_cast<uint16_t>(static_cast<unsigned>(kind) << 12 | end << 8 | index);
    }

    /// \param packed what Pack() gave \return the event
    static Event Unpack(uint16_t packed)
    {
        return {static_cast<EventKind>(packed >> 12),
                static_cast<uint8_t>(packed >> 8 & 0xf),
                static_cast<uint8_t>(packed & 0xff)};
    }
};

/// Ports of the ends; the same, so that states do not differ by them when the ends are swapped
constexpr std::array<uint16_t, 2> PORTS{{4000, 4000}};

/// How many kinds of segments that are to be challenged, or ignored, an adversary makes up; one
/// more is data in the window.
constexpr uint8_t FORGERIES = 6;

/// How far the life of an end has come.
enum class Life : uint8_t
{
    Unused,    //!< no connection yet
    Listening, //!< LISTEN
    Open,      //!< there is a connection
    Ended,     //!< there was one
};

/// One end: its connection, and what its user has seen of it.
struct End
{
    /// \param config parameters \param ports own, then the peer's
    End(const Config* config, std::array<uint16_t, 2> ports)
        : connection(config, ports[0], ports[1])
    {
    }

    Connection connection;   //!< the machine
    Life life{Life::Unused}; //!< see there
    bool listens{false};     //!< there is a listener
    bool aborted{false};     //!< its user has called ABORT
    bool heardReset{false};  //!< a RST has come
    bool established{false}; //!< it has been ESTABLISHED
    uint8_t step{0};         //!< the user's next step
    uint8_t incarnation{0};  //!< connections before this one
    uint8_t peer{NOBODY};    //!< the peer's connection, whose SYN it has taken
    uint8_t told{0};         //!< bits of lifecycle::Event that the user was told
    uint64_t stored{0};      //!< bits of bytes that were stored, of the first 64
    uint64_t delivered{0};   //!< end of the data delivered
    uint64_t released{0};    //!< end of the data acknowledged
    uint32_t sent{0};        //!< segments sent in all; not part of the state

    /// \param event what a user is told \return whether it was
    bool Told(lifecycle::Event event) const
    {
        return (told >> static_cast<unsigned>(event) & 1) != 0;
    }
};

/// What is used again from event to event.
struct Scratch
{
    std::array<Actions, 2> actions;   //!< of each end, of one event
    RenoCongestionControl congestion; //!< it has no state
    std::vector<Key> keys;            //!< of segments on their way
    std::string broken;               //!< what World::Apply() itself has seen to be wrong
};

/// Two ends and the network.
class World
{
  public:
    /// \param configuration the question; must outlive it
    explicit World(const Configuration& configuration);

    /// \param events gets what can happen next
    void Enabled(std::vector<Event>& events) const;
    /**
     * Let it happen.
     * \param event one of Enabled() \param scratch gets the actions of both ends
     */
    void Apply(Event event, Scratch& scratch);
    /**
     * What happens next if the network is faultless from now on and users are prompt.
     * \param event gets it \return false: nothing
     */
    bool NextFaultless(Event& event) const;

    /**
     * \param scratch memory \param budgets whether what the network may still do counts
     * \return the same for states that behave alike
     */
    Key Hash(Scratch& scratch, bool budgets = true) const;

    /// \param at 0 or 1, an end \return whether its user's next step is possible now
    bool UserCanStep(std::size_t at) const;
    /// \param end 0 or 1 \return whether its user has steps left that may come to pass
    bool UserWaits(std::size_t end) const;
    /// \return the earliest deadline
    Instant NextDeadline() const;

    /// \param end 0 or 1 \return whether its connection is with the other end's, not with an
    /// earlier one
    bool IsPeerOf(std::size_t end) const;

    const Configuration* configuration;         //!< the question
    Instant now{};                              //!< the time
    std::array<End, 2> ends;                    //!< A and B
    std::array<std::vector<Flight>, 2> flights; //!< on their way, by sender
    uint8_t losses{0};                          //!< so far
    uint8_t duplicates{0};                      //!< so far
    uint8_t delays{0};                          //!< so far
    uint8_t forged{0};                          //!< so far
    bool overflowed{false};                     //!< the network was full once
    bool faultless{false};                      //!< the network has no bounds any more

  private:
    void Receive(std::size_t to, const Flight& flight, Scratch& scratch);
    void CallUser(std::size_t at, Scratch& scratch);
    void PassTime(Scratch& scratch);
    void Forge(std::size_t at, uint8_t kind, Scratch& scratch);
    void Begin(End& end, std::size_t at);
    void SkipSteps(End& end, std::size_t at) const;
    void Launch(std::size_t from, const Emit& emit, uint8_t incarnation);
    template <typename Entry>
    void Run(std::size_t at, Scratch& scratch, const Flight* flight, Entry&& entry);
    void Note(std::size_t at, const Action& action, const Flight* flight, Scratch& scratch);
    void AddEnd(std::size_t at, Digest& digest, Scratch& scratch) const;
    Digest NewDigest() const;
};

/// \param end whose \param kind at most FORGERIES \return the segment that is made up
Segment MakeForgery(const End& end, uint8_t kind);

/// An event, with the world before and after it.
struct Moment
{
    const World& before;    //!< the world it came to
    const World& after;     //!< the world after it
    Event event;            //!< what happened
    const Scratch& scratch; //!< the actions of the ends
};

} // namespace explore
} // namespace lifecycle
} // namespace ns3

#endif // EXPLORE_WORLD_H
