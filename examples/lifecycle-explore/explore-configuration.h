/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef EXPLORE_CONFIGURATION_H
#define EXPLORE_CONFIGURATION_H

#include "lifecycle-connection.h"

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

/**
 * \file
 * What is explored: two ends, their users, and what the network may do.
 */

namespace ns3
{
namespace lifecycle
{
namespace explore
{

/// What a user does.
enum class Call : uint8_t
{
    Open,   //!< active OPEN; again, after the end of the last connection; `octets` is their number
            //!< go with the SYN (RFC 7413)
    Listen, //!< passive OPEN
    Send,   //!< SEND
    Read,   //!< take bytes that were delivered
    ShutdownSend,    //!< shut the sending direction
    ShutdownReceive, //!< shut the receiving direction
    Close,           //!< CLOSE
    Abort,           //!< ABORT
};

/// What a user waits for before a step. A step that is not waited for may come at any moment.
enum class When : uint8_t
{
    Anytime,     //!< nothing
    Connected,   //!< the connection is ESTABLISHED, or was
    Delivered,   //!< Step::bytes have been delivered (Read: as many are unread)
    PeerFinished //!< the peer's FIN has come, and all before it
};

/// One step of a user.
struct Step
{
    Call call{Call::Open};    //!< what
    uint32_t octets{0};       //!< how many, of Send and Read; see When::Delivered
    When when{When::Anytime}; //!< not before
};

struct Moment;

/// What must hold of every event.
struct Invariant
{
    std::string name;   //!< in messages: "the data delivered is a prefix of the data sent"
    std::string clause; //!< where it is written
    /// \param moment an event \return empty: it holds; else in what it does not
    std::function<std::string(const Moment& moment)> broken;
};

/**
 * A question to the explorer.
 *
 * The numbers from which sequence numbers begin are the same on every path, so numbers in states
 * are relative to them. Times in states are relative to the time of the state.
 */
struct Configuration
{
    std::string name;  //!< on the command line
    std::string about; //!< for readers

    std::array<Config, 2> machine;                 //!< parameters of A and B
    std::array<std::vector<Step>, 2> users;        //!< what A's user does, and B's
    std::array<bool, 2> readsAtOnce{{true, true}}; //!< the user reads what is delivered at once
    bool symmetric{false};      //!< A and B are the same: two states that differ by names are one
    bool timedRoundTrip{false}; //!< measured round trips count; needed unless initialRto, minRto
                                //!< and maxRto are one, and rtoAfterSynLoss and quickAcks are 0
    std::array<Seq, 2> iss{{Seq(1000), Seq(1000)}}; //!< of the first connections; each later one
                                                    //!< begins issStep higher
    uint32_t issStep{100000};                       //!< see iss

    // The network
    std::size_t capacity{3}; //!< segments on their way in each direction; one more is lost
    bool reorders{true};     //!< any segment on its way may arrive next; else the oldest
    uint32_t losses{0};      //!< segments that it loses, at most
    uint32_t duplicates{0};  //!< segments that it delivers and keeps, at most
    uint32_t delays{0}; //!< times that a timer expires while segments are on their way, at most
    Duration lifetime{FOREVER}; //!< MSL: a segment on its way for longer is gone
    uint32_t forged{0};         //!< segments that an adversary makes up, at most

    // Bounds
    uint32_t depth{0};       //!< events in a row; 0: no bound
    uint64_t mostStates{0};  //!< states; 0: no bound
    uint32_t quietLimit{24}; //!< segments that may follow each other without an expiry of a timer,
                             //!< a change of state or of a sequence number
    bool checksEnd{true};    //!< from every state on, without further faults, both ends must end

    std::vector<Invariant> invariants; //!< besides those of every configuration
    bool onlyThose{false};             //!< only these invariants are looked at
    bool hazard{false}; //!< an invariant is broken here, as a text says: the explorer must find it
};

} // namespace explore
} // namespace lifecycle
} // namespace ns3

#endif // EXPLORE_CONFIGURATION_H
