/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-scenario.h"

#include <utility>

/**
 * \file
 * \ingroup tcp-lifecycle
 * The stories themselves.
 */

namespace ns3
{

namespace
{

using lifecycle::State;
using Act = TcpLifecycleScenarioAct;
using From = TcpLifecycleScenarioFrom;
using Measure = TcpLifecycleScenarioMeasure;
using Quantity = TcpLifecycleScenarioQuantity;
using Step = TcpLifecycleScenarioStep;

/// \param rest further steps \return them, after B's passive and A's active OPEN
std::vector<Step>
ClientOpens(std::vector<Step> rest)
{
    std::vector<Step> steps = {{'B', Act::Listen, From::Start, "0"},
                               {'A', Act::Open, From::Start, "0"}};
    steps.insert(steps.end(), rest.begin(), rest.end());
    return steps;
}

/// \param end whose \param state which \param formula how long \return the measure
Measure
Dwell(char end, State state, const char* formula)
{
    return {end, Quantity::Dwell, state, formula};
}

/// \param end whose \param state which \param formula when \param from counted from here
/// \return the measure
Measure
EntryAt(char end, State state, const char* formula, From from = From::Established)
{
    return {end, Quantity::EntryAt, state, formula, from};
}

/// \param rest further measures \return them, after those of the three-way handshake
std::vector<Measure>
Opened(std::vector<Measure> rest)
{
    std::vector<Measure> measures = {Dwell('A', State::SynSent, "2*h"),
                                     Dwell('B', State::SynReceived, "h+d")};
    measures.insert(measures.end(), rest.begin(), rest.end());
    return measures;
}

/// \return the stories in which nothing is lost
std::vector<TcpLifecycleScenario>
OrderlyStories()
{
    return {
        {"client-close",
         "S01",
         "RFC 9293, figure 12",
         "A closes; B's application reads to the end and closes D later.",
         "",
         ClientOpens(
             {{'A', Act::Close, From::Established, "0"}, {'B', Act::Close, From::EndOfFile, "D"}}),
         Opened({Dwell('A', State::FinWait1, "2*d"),
                 Dwell('A', State::FinWait2, "D"),
                 Dwell('A', State::TimeWait, "MSL2"),
                 Dwell('B', State::CloseWait, "D"),
                 Dwell('B', State::LastAck, "2*d")}),
         4,
         {}},
        {"server-close",
         "S02",
         "RFC 9293, figure 12, mirrored",
         "B, the server, closes first, and so TIME-WAIT is at the server.",
         "",
         ClientOpens(
             {{'B', Act::Close, From::Established, "0"}, {'A', Act::Close, From::EndOfFile, "D"}}),
         Opened({Dwell('B', State::FinWait1, "2*d"),
                 Dwell('B', State::FinWait2, "D"),
                 Dwell('B', State::TimeWait, "MSL2"),
                 Dwell('A', State::CloseWait, "D"),
                 Dwell('A', State::LastAck, "2*d")}),
         4,
         {}},
        {"three-segment-close",
         "S03",
         "RFC 9293, 3.10.7.4",
         "A closes; B closes at once, so its FIN carries the ACK of A's.",
         "",
         ClientOpens(
             {{'A', Act::Close, From::Established, "0"}, {'B', Act::Close, From::EndOfFile, "0"}}),
         Opened({Dwell('A', State::FinWait1, "2*d"),
                 Dwell('A', State::FinWait2, "0"),
                 Dwell('A', State::TimeWait, "MSL2"),
                 Dwell('B', State::CloseWait, "0"),
                 Dwell('B', State::LastAck, "2*d")}),
         3,
         {}},
        {"simultaneous-close",
         "S04",
         "RFC 9293, figure 13",
         "A closes, and B closes s later, before A's FIN has come: both are in CLOSING.",
         "",
         ClientOpens({{'A', Act::Close, From::Established, "0"},
                      {'B', Act::Close, From::Established, "s"}}),
         Opened({Dwell('A', State::FinWait1, "s+d"),
                 Dwell('A', State::Closing, "d-s"),
                 Dwell('A', State::TimeWait, "MSL2"),
                 Dwell('B', State::FinWait1, "d-s"),
                 Dwell('B', State::Closing, "d+s"),
                 Dwell('B', State::TimeWait, "MSL2")}),
         4,
         {}},
        {"simultaneous-open",
         "S05",
         "RFC 9293, figure 7",
         "Both ends open actively at the same time; later A closes, and B closes D after it.",
         "",
         {{'A', Act::Open, From::Start, "0"},
          {'B', Act::Open, From::Start, "0"},
          {'A', Act::Close, From::Established, "0"},
          {'B', Act::Close, From::EndOfFile, "D"}},
         {Dwell('A', State::SynSent, "h"),
          Dwell('A', State::SynReceived, "h"),
          Dwell('B', State::SynSent, "h"),
          Dwell('B', State::SynReceived, "h"),
          EntryAt('A', State::Established, "2*h", From::Start),
          EntryAt('B', State::Established, "2*h", From::Start),
          Dwell('A', State::TimeWait, "MSL2")},
         4,
         {}},
        {"half-close",
         "S06",
         "RFC 9293, 3.6.1",
         "A shuts its sending direction; B goes on sending, and closes T after A's FIN.",
         "",
         // two full segments at a time: they are acknowledged without delay (RFC 9293, SHLD-19)
         ClientOpens({{'A', Act::Shutdown, From::Established, "0"},
                      {'B', Act::Send, From::EndOfFile, "D", 2896},
                      {'B', Act::Send, From::EndOfFile, "2*D", 2896},
                      {'B', Act::Send, From::EndOfFile, "3*D", 2896},
                      {'B', Act::Close, From::EndOfFile, "T"},
                      {'A', Act::Close, From::EndOfFile, "0"}}),
         Opened({Dwell('A', State::FinWait1, "2*d"),
                 Dwell('A', State::FinWait2, "T"),
                 Dwell('A', State::TimeWait, "MSL2"),
                 Dwell('B', State::CloseWait, "T"),
                 Dwell('B', State::LastAck, "2*d")}),
         0,
         {{"D", MilliSeconds(200)}}},
    };
}

/// \return the stories in which a segment is lost or late
std::vector<TcpLifecycleScenario>
FaultyStories()
{
    return {
        {"last-ack-lost",
         "S07",
         "RFC 9293, 3.10.7.4, TIME-WAIT",
         "The last ACK is lost: B repeats its FIN, and A, in TIME-WAIT, its ACK; 2MSL begins anew.",
         "drop A>B ACK 2",
         ClientOpens(
             {{'A', Act::Close, From::Established, "0"}, {'B', Act::Close, From::EndOfFile, "D"}}),
         Opened({Dwell('A', State::FinWait1, "2*d"),
                 Dwell('A', State::FinWait2, "D"),
                 Dwell('B', State::LastAck, "RB+2*d"),
                 Dwell('A', State::TimeWait, "RB+MSL2")}),
         6,
         {}},
        {"first-fin-lost",
         "S08",
         "RFC 9293, 3.8.1; RFC 6298",
         "A's FIN is lost; A repeats it when its RTO is over.",
         "drop A>B FIN 1",
         ClientOpens(
             {{'A', Act::Close, From::Established, "0"}, {'B', Act::Close, From::EndOfFile, "D"}}),
         Opened({Dwell('A', State::FinWait1, "RA+2*d"),
                 Dwell('A', State::FinWait2, "D"),
                 Dwell('A', State::TimeWait, "MSL2"),
                 Dwell('B', State::CloseWait, "D")}),
         5,
         {}},
        {"ack-of-fin-lost",
         "S09",
         "RFC 9293, 3.10.7.4",
         "The ACK of A's FIN is lost: A repeats the FIN, B, in CLOSE-WAIT, answers the duplicate.",
         "drop B>A ACK 1",
         ClientOpens(
             {{'A', Act::Close, From::Established, "0"}, {'B', Act::Close, From::EndOfFile, "D"}}),
         Opened({Dwell('A', State::FinWait1, "RA+2*d"),
                 Dwell('A', State::FinWait2, "D-RA"),
                 Dwell('A', State::TimeWait, "MSL2"),
                 Dwell('B', State::CloseWait, "D"),
                 Dwell('B', State::LastAck, "2*d")}),
         6,
         {{"D", Seconds(2)}}},
        {"second-fin-lost",
         "S10",
         "RFC 9293, 3.10.7.4",
         "B's FIN is lost; A waits in FIN-WAIT-2 until B's RTO is over.",
         "drop B>A FIN 1",
         ClientOpens(
             {{'A', Act::Close, From::Established, "0"}, {'B', Act::Close, From::EndOfFile, "D"}}),
         Opened({Dwell('A', State::FinWait1, "2*d"),
                 Dwell('A', State::FinWait2, "D+RB"),
                 Dwell('A', State::TimeWait, "MSL2"),
                 Dwell('B', State::CloseWait, "D"),
                 Dwell('B', State::LastAck, "RB+2*d")}),
         5,
         {}},
        {"fin-overtakes-data",
         "S11",
         "RFC 9293, 3.10.7.4, SHLD-31",
         "A sends 100 octets and closes; the FIN arrives first, and B waits for what is before it.",
         "delay A>B data 1 {x}",
         ClientOpens({{'A', Act::Send, From::Established, "0", 100},
                      {'A', Act::Close, From::Established, "0"},
                      {'B', Act::Close, From::EndOfFile, "D"}}),
         Opened({EntryAt('B', State::CloseWait, "d+q+x"),
                 Dwell('A', State::FinWait1, "2*d+q+x"),
                 Dwell('A', State::FinWait2, "D"),
                 Dwell('A', State::TimeWait, "MSL2"),
                 Dwell('B', State::CloseWait, "D"),
                 Dwell('B', State::LastAck, "2*d")}),
         6,
         {}},
    };
}

/// \return the stories that end with a RST
std::vector<TcpLifecycleScenario>
AbruptStories()
{
    return {
        {"abort",
         "S12",
         "RFC 9293, 3.10.5; RFC 5961, 3.2",
         "B sends, and A aborts D later: its RST is exactly at B's RCV.NXT.",
         "",
         ClientOpens({{'B', Act::Send, From::Established, "0", 100},
                      {'A', Act::Abort, From::Established, "D"}}),
         Opened({EntryAt('A', State::Closed, "D"),
                 EntryAt('B', State::Closed, "D+r"),
                 Dwell('A', State::TimeWait, "0")}),
         0,
         {}},
        {"linger-abort",
         "S14",
         "RFC 9293, 3.6.1, SHLD-3; RFC 2525, 2.17",
         "B sends, A does not read and closes D later: data are lost, so A sends a RST, not a FIN.",
         "",
         ClientOpens({{'A', Act::StopReading, From::Start, "0"},
                      {'B', Act::Send, From::Established, "0", 100},
                      {'A', Act::Close, From::Established, "D"}}),
         Opened({EntryAt('A', State::Closed, "D"),
                 EntryAt('B', State::Closed, "D+r"),
                 Dwell('A', State::TimeWait, "0")}),
         0,
         {}},
        {"linger-zero",
         "S14",
         "RFC 9293, 3.10.5",
         "A closes with SO_LINGER 0, which is an abort: one RST, and no TIME-WAIT.",
         "",
         ClientOpens({{'A', Act::Abort, From::Established, "0"}}),
         Opened({EntryAt('A', State::Closed, "0"),
                 EntryAt('B', State::Closed, "r"),
                 Dwell('A', State::TimeWait, "0")}),
         1,
         {}},
        {"request-response",
         "-",
         "RFC 9293, figures 6 and 12",
         "A whole life: three-way handshake, a request and its answer, four-way close.",
         "",
         ClientOpens({{'A', Act::Send, From::Established, "0", 100},
                      {'B', Act::Send, From::Established, "D", 1000},
                      {'A', Act::Close, From::Established, "2*D"},
                      {'B', Act::Close, From::EndOfFile, "D"}}),
         Opened({Dwell('A', State::FinWait1, "2*d"),
                 Dwell('A', State::FinWait2, "D"),
                 Dwell('A', State::TimeWait, "MSL2"),
                 Dwell('B', State::CloseWait, "D"),
                 Dwell('B', State::LastAck, "2*d")}),
         0,
         {}},
    };
}

} // namespace

const std::vector<TcpLifecycleScenario>&
TcpLifecycleScenarioCatalogue()
{
    static const std::vector<TcpLifecycleScenario> all = [] {
        std::vector<TcpLifecycleScenario> stories = OrderlyStories();
        for (const auto& more : {FaultyStories(), AbruptStories()})
        {
            stories.insert(stories.end(), more.begin(), more.end());
        }
        return stories;
    }();
    return all;
}

} // namespace ns3
