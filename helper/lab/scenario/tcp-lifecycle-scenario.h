/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_SCENARIO_H
#define TCP_LIFECYCLE_SCENARIO_H

#include "lifecycle-state.h"

#include "ns3/nstime.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * The catalogue: stories about a connection between two hosts, as data.
 *
 * A is the client, B the server. Times are formulas (see EvaluateTcpLifecycleFormula()) of
 *
 * - `d`: a segment without text and without SYN, from its sending to its arrival: the link's
 *   delay and the time its octets take at the link's rate
 * - `h`: the same for a SYN, which is longer for its options
 * - `c`: the same for the first SYN,ACK, which a SYN cookie leaves without some options
 * - `f`: the same for a SYN with text and a cookie (RFC 7413)
 * - `r`: the same for a RST that ends a connection
 * - `e`: the same for a RST by which CLOSED answers
 * - `q`: the time that the octets of the step `Send` take at the link's rate
 * - `a`: how long B waits before it acknowledges a FIN that comes after text
 * - `D`: how long B's application waits between end of file and close
 * - `s`: how much later than A B closes, when both do
 * - `x`: how much later than without the fault a delayed segment arrives
 * - `T`: how long B goes on sending in a half-closed connection
 * - `RA`, `RB`: when A, B repeats a FIN after the handshake: its RTO (RFC 6298, 2.2), or a tail
 *   loss probe before it (RFC 8985, 7.2)
 * - `GA`, `GB`: time from A's, from B's first FIN until it gives up, if nothing is answered
 * - `Ts`: RTO of a SYN
 * - `F`: time-out of FIN-WAIT-2
 * - `K`: time without an answer until keep-alive gives up
 * - `MSL2`: 2MSL
 */

namespace ns3
{

/// What an application does.
enum class TcpLifecycleScenarioAct : uint8_t
{
    Listen,   //!< passive OPEN; with a number, that is the backlog, and Accept accepts
    Accept,   //!< accept the connection that has waited longest
    Open,     //!< active OPEN, to the other end
    OpenFast, //!< the same with Fast Open (RFC 7413), from an ephemeral port if there is a number
    Send,     //!< SEND some octets
    Close,    //!< CLOSE
    Shutdown, //!< shut the sending direction, go on receiving
    Abort,    //!< ABORT
    StopReading, //!< leave what arrives unread
    OpenAnew,    //!< active OPEN from an ephemeral port; a refusal is noted
    SetIss,      //!< ISS of the end's connections from here on
    Crash,       //!< the host crashes
    Reboot,      //!< the host is up again
    Cut,         //!< from here on nothing arrives that the end sends
    Inject,      //!< a segment arrives at the other end, as if from this one
    Flood,       //!< so many of it arrive there, each as if from another port of a host that does
                 //!< not exist
};

/// From when the time of a step, or of a measure, counts.
enum class TcpLifecycleScenarioFrom : uint8_t
{
    Start,       //!< the start of the simulation
    Established, //!< the first whole 100 ms after both ends were ESTABLISHED
    Connected,   //!< the end was ESTABLISHED for the first time
    Message,     //!< all octets of the other end's first Send have arrived
    EndOfFile,   //!< the application of the end has read up to the peer's FIN
};

/// One thing that an application does.
struct TcpLifecycleScenarioStep
{
    char end;                      //!< 'A' or 'B'
    TcpLifecycleScenarioAct act;   //!< what
    TcpLifecycleScenarioFrom from; //!< when: so much after this
    std::string after;             //!< formula
    uint32_t number{0};            //!< of Send octets, of SetIss it, of Listen and Flood see there
    std::string segment{};         //!< of Inject and Flood, see lifecycle::ReadSegment()
};

/// What a measure measures.
enum class TcpLifecycleScenarioQuantity : uint8_t
{
    Dwell,   //!< time spent in a state
    EntryAt, //!< when a state is first entered, counted from TcpLifecycleScenarioMeasure::from
};

/// A time that the catalogue predicts.
struct TcpLifecycleScenarioMeasure
{
    char end;                              //!< 'A' or 'B'
    TcpLifecycleScenarioQuantity quantity; //!< what
    lifecycle::State state;                //!< of which state
    std::string formula; //!< how long, when nothing but the scenario's faults occur
    TcpLifecycleScenarioFrom from{TcpLifecycleScenarioFrom::Established}; //!< for EntryAt
};

/// One story.
struct TcpLifecycleScenario
{
    std::string name;                                  //!< `client-close`
    std::string number;                                //!< `S01`
    std::string source;                                //!< text and clause it comes from
    std::string story;                                 //!< one line
    std::string faults;                                //!< rules; `{x}` stands for that time
    std::vector<TcpLifecycleScenarioStep> steps;       //!< what the applications do
    std::vector<TcpLifecycleScenarioMeasure> measures; //!< what is predicted
    uint32_t segments{0};                 //!< how many both send from Established on; 0: not told
    std::map<std::string, Time> defaults; //!< of D, s, x, T, where not the usual ones
    /// Attributes of both ends' TCP, where the user has not set defaults for them
    std::map<std::string, std::string> attributes{};
    bool middlebox{false}; //!< a TcpLifecycleConntrack stands between the ends
    /// Times that the scenario needs: at least D and this multiple of the link's delay
    std::map<std::string, uint32_t> leastDelays{};
};

/// \return all stories, in order
const std::vector<TcpLifecycleScenario>& TcpLifecycleScenarioCatalogue();

/// \param name a story's name \return it, or null
const TcpLifecycleScenario* FindTcpLifecycleScenario(const std::string& name);

/// \param scenario the name of a scenario \param profile of both ends \return why it takes another
/// course there than its formulas say; empty: it does not
std::string TcpLifecycleScenarioDeparture(const std::string& scenario, const std::string& profile);

/// \param name no story's name \param count how many \return the names most like it, the best first
std::vector<std::string> NearestTcpLifecycleScenarios(const std::string& name, std::size_t count);

} // namespace ns3

#endif // TCP_LIFECYCLE_SCENARIO_H
