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
 * The catalogue: scenarios of a connection between two hosts, as data.
 *
 * A is the client, B the server. Times are formulas (see EvaluateTcpLifecycleFormula()) of
 *
 * - `d`: one-way time of a segment without data and without SYN: the link's delay and the
 *   transmission time at the link's rate
 * - `h`: the same for a SYN, which has more options
 * - `c`: the same for the first SYN,ACK, which has fewer options with a SYN cookie
 * - `f`: the same for a SYN with data and a cookie (RFC 7413)
 * - `r`: the same for a RST that ends a connection
 * - `e`: the same for a RST that CLOSED sends as an answer
 * - `q`: transmission time of the data of the step `Send` at the link's rate
 * - `a`: delay of B's acknowledgment of a FIN that follows data
 * - `D`: delay of B's application between end of file and close
 * - `s`: delay of B's close after A's, if both close
 * - `x`: additional delay of a segment that a fault delays
 * - `T`: time for which B continues to send in a half-closed connection
 * - `RA`, `RB`: time after which A or B retransmits a FIN after the handshake: its RTO (RFC 6298,
 *   2.2), or a tail loss probe before it (RFC 8985, 7.2)
 * - `GA`, `GB`: time from the first FIN of A or B until it gives up, if nothing is answered
 * - `Ts`: RTO of a SYN
 * - `F`: timeout of FIN-WAIT-2
 * - `K`: time without an answer until keep-alive gives up
 * - `MSL2`: 2MSL
 */

namespace ns3
{

/// What an application or its host does.
enum class TcpLifecycleScenarioAction : uint8_t
{
    Listen,   //!< passive OPEN; with a number, that is the backlog, and Accept accepts
    Accept,   //!< accept the connection that has waited longest
    Open,     //!< active OPEN, to the other end
    OpenFast, //!< the same with Fast Open (RFC 7413), from an ephemeral port if there is a number
    Send,     //!< SEND data
    Close,    //!< CLOSE
    Shutdown, //!< close the sending direction, continue to receive
    Abort,    //!< ABORT
    StopReading,   //!< do not read arriving data
    OpenEphemeral, //!< active OPEN from an ephemeral port; a refusal is noted
    SetIss,        //!< set the ISS of the end's further connections
    Crash,         //!< the host crashes
    Reboot,        //!< the host reboots
    Cut,           //!< nothing that the end sends arrives any more
    Inject,        //!< a segment arrives at the other end, with the addresses of this one
    Flood,         //!< copies of a segment arrive there, each from another port of a host that does
                   //!< not exist
};

/// The event from which the time of a step, or of a measure, is counted.
enum class TcpLifecycleScenarioFrom : uint8_t
{
    Start,       //!< the start of the simulation
    Established, //!< the first whole 100 ms after both ends were ESTABLISHED
    Connected,   //!< the end was ESTABLISHED for the first time
    Message,     //!< all data of the other end's first Send have arrived
    EndOfFile,   //!< the application of the end has read up to the peer's FIN
};

/// One step of a scenario.
struct TcpLifecycleScenarioStep
{
    char end;                          //!< 'A' or 'B'
    TcpLifecycleScenarioAction action; //!< what it does
    TcpLifecycleScenarioFrom from;     //!< the event from which the delay is counted
    std::string after;                 //!< the delay, a formula
    uint32_t number{0};                //!< Send: bytes; SetIss: the ISS; Listen, Flood: see there
    std::string segment{};             //!< Inject and Flood: see lifecycle::ReadSegment()
};

/// The quantity that a measure predicts.
enum class TcpLifecycleScenarioQuantity : uint8_t
{
    Dwell,   //!< time spent in a state
    EntryAt, //!< when a state is first entered, counted from TcpLifecycleScenarioMeasure::from
};

/// A time that the catalogue predicts.
struct TcpLifecycleScenarioMeasure
{
    char end;                              //!< 'A' or 'B'
    TcpLifecycleScenarioQuantity quantity; //!< the quantity
    lifecycle::State state;                //!< the state
    std::string formula; //!< the time, if no other faults occur than the scenario's
    TcpLifecycleScenarioFrom from{TcpLifecycleScenarioFrom::Established}; //!< for EntryAt
};

/// One scenario.
struct TcpLifecycleScenario
{
    std::string name;                                  //!< `client-close`
    std::string number;                                //!< `S01`
    std::string source;                                //!< document and clause
    std::string summary;                               //!< one line
    std::string faults;                                //!< rules; `{x}` is replaced by that time
    std::vector<TcpLifecycleScenarioStep> steps;       //!< the steps of both ends
    std::vector<TcpLifecycleScenarioMeasure> measures; //!< the predicted times
    uint32_t segments{0};                 //!< number sent by both after Established; 0: unknown
    std::map<std::string, Time> defaults; //!< of D, s, x, T, if not the usual ones
    /// Attributes of both ends' TCP, unless the user has set defaults for them
    std::map<std::string, std::string> attributes{};
    bool middlebox{false}; //!< a TcpLifecycleConntrack is between the ends
    /// Times that the scenario needs: at least D and this multiple of the link's delay
    std::map<std::string, uint32_t> leastDelays{};
};

/// \return all scenarios, in order
const std::vector<TcpLifecycleScenario>& TcpLifecycleScenarioCatalogue();

/// \param name a scenario's name \return the scenario, or null
const TcpLifecycleScenario* FindTcpLifecycleScenario(const std::string& name);

/// \param scenario the name of a scenario \param profile of both ends \return why its course
/// differs from its formulas with that profile; empty: it does not differ
std::string TcpLifecycleScenarioDeparture(const std::string& scenario, const std::string& profile);

/// \param name an unknown name \param count a number \return that many similar names, best first
std::vector<std::string> NearestTcpLifecycleScenarios(const std::string& name, std::size_t count);

} // namespace ns3

#endif // TCP_LIFECYCLE_SCENARIO_H
