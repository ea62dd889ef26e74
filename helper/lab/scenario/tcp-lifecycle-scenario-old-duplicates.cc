/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */
#include "tcp-lifecycle-scenario-stories.h"

/**
 * \file
 * \ingroup tcp-lifecycle
 * The stories in which segments of an older connection arrive (RFC 9293, 3.5; RFC 1337).
 */

namespace ns3
{
namespace scenario_stories
{

namespace
{

/// Without timestamps, which would tell an old segment (RFC 7323, 5), the hazards are there
const std::map<std::string, std::string> NO_TIMESTAMPS = {{"Timestamps", "false"}};

} // namespace

std::vector<TcpLifecycleScenario>
OldDuplicateStories()
{
    return {
        {"old-syn-at-listener",
         "S17",
         "RFC 9293, figure 8",
         "A's SYN is late, and an old one arrives before it: A's RST sends B back to LISTEN.",
         "delay A>B SYN 1 {x}",
         ClientOpens({{'A', Act::Inject, From::Start, "D", 0, "S 90:90(0)"},
                      {'B', Act::SetIss, From::Start, "2*D", 400},
                      {'A', Act::Close, From::Established, "0"},
                      {'B', Act::Close, From::EndOfFile, "D"}}),
         {EntryAt('A', State::Established, "x+2*h", From::Start),
          EntryAt('B', State::SynReceived, "D", From::Start),
          Dwell('A', State::SynSent, "x+2*h"),
          Dwell('A', State::TimeWait, "MSL2")},
         4,
         {{"x", MilliSeconds(150)}},
         NO_TIMESTAMPS,
         false,
         {{"x", 2}}}, // A's RST must reach B before A's SYN does
        {"syn-in-time-wait",
         "S18",
         "RFC 9293, 3.6.1, MAY-2; RFC 6191",
         "B closes first. T later A opens again from its port: a new incarnation ends TIME-WAIT.",
         "",
         ClientOpens({{'B', Act::Close, From::Established, "0"},
                      {'A', Act::Close, From::EndOfFile, "D"},
                      {'A', Act::SetIss, From::Established, "D", 400},
                      {'A', Act::Open, From::Established, "T"},
                      {'A', Act::Close, From::Established, "2*T"}}),
         {EntryAt('A', State::SynSent, "T"),
          EntryAt('A', State::Established, "T+2*h"),
          Dwell('B', State::TimeWait, "T+h-2*d-D"),
          Dwell('B', State::SynReceived, "2*h+2*d")},
         0,
         {}},
        {"time-wait-assassination",
         "S19",
         "RFC 1337, figure 1",
         "T after the start of the close an old segment of B reaches A in TIME-WAIT. A's ACK of it"
         " is answered by B's RST, which ends TIME-WAIT.",
         "",
         ClientOpens({{'A', Act::Close, From::Established, "0"},
                      {'B', Act::Close, From::EndOfFile, "D"},
                      {'B', Act::Inject, From::Established, "T", 0, ". 201:301(100) ack 101"}}),
         Opened({EntryAt('A', State::TimeWait, "2*d+D"),
                 EntryAt('A', State::Closed, "T+d+r"),
                 Dwell('A', State::TimeWait, "T+r-d-D")}),
         7,
         {},
         {{"Timestamps", "false"}, {"TimeWaitIgnoresReset", "false"}}}, // FreeBSD's is true
        {"time-wait-kept",
         "S19",
         "RFC 1337, 3, fix F1",
         "The same, but TIME-WAIT ignores RST: it lasts as long as it should.",
         "",
         ClientOpens({{'A', Act::Close, From::Established, "0"},
                      {'B', Act::Close, From::EndOfFile, "D"},
                      {'B', Act::Inject, From::Established, "T", 0, ". 201:301(100) ack 101"}}),
         Opened({EntryAt('A', State::TimeWait, "2*d+D"),
                 EntryAt('A', State::Closed, "2*d+D+MSL2"),
                 Dwell('A', State::TimeWait, "MSL2")}),
         7,
         {},
         {{"Timestamps", "false"}, {"TimeWaitIgnoresReset", "true"}, {"TimeWaitRestart", "fin"}}},
        {"old-data-accepted",
         "S20",
         "RFC 1337, figure 2 (hazards H1 and H2)",
         "Old data of A fill a part of B's window that A is about to use: B takes 80 octets that A"
         " never sent. Until A has sent as much, the ends answer each other's ACKs: without end, "
         "but"
         " for the limit of one ACK in 500 ms (RFC 5961, section 7).",
         "",
         {{'B', Act::Listen, From::Start, "0"},
          {'A', Act::SetIss, From::Start, "0", 399},
          {'B', Act::SetIss, From::Start, "0", 100},
          {'A', Act::Open, From::Start, "0"},
          {'A', Act::Send, From::Established, "0", 100},
          {'A', Act::Inject, From::Established, "D", 0, ". 560:640(80) ack 101"},
          {'A', Act::Send, From::Established, "2*D", 100},
          {'A', Act::Send, From::Established, "T", 100},
          {'A', Act::Close, From::Established, "2*T"},
          {'B', Act::Close, From::EndOfFile, "D"}},
         Opened({Dwell('A', State::TimeWait, "MSL2")}),
         0,
         {{"T", MilliSeconds(400)}},
         {{"Timestamps", "false"}}},
        {"old-ack-in-syn-sent",
         "S21",
         "RFC 1337, figure 4 (hazard H3); RFC 5961, 3.2",
         "B's SYN,ACK is late, and an old ACK reaches A in SYN-SENT. A's RST is in B's window but"
         " not at RCV.NXT: a challenge ACK, and the connection comes to be.",
         "delay B>A SYN,ACK 1 {x}",
         ClientOpens({{'B', Act::Inject, From::Start, "D", 0, ". 300:300(0) ack 123 win 800"},
                      {'A', Act::Close, From::Established, "0"},
                      {'B', Act::Close, From::EndOfFile, "D"}}),
         {EntryAt('A', State::Established, "2*h+x", From::Start),
          EntryAt('B', State::Established, "2*h+x+d", From::Start),
          Dwell('A', State::TimeWait, "MSL2")},
         4,
         {{"x", MilliSeconds(150)}},
         NO_TIMESTAMPS},
        {"old-ack-kills",
         "S21",
         "RFC 1337, figure 4 (hazard H3); RFC 793, 3.4",
         "The same with ends that reset for any RST in the window: B goes back to LISTEN, and A's"
         " connection is reset as soon as it seems to be there.",
         "delay B>A SYN,ACK 1 {x}",
         ClientOpens({{'B', Act::Inject, From::Start, "D", 0, ". 300:300(0) ack 123 win 800"}}),
         {EntryAt('A', State::Established, "2*h+x", From::Start),
          EntryAt('A', State::Closed, "2*h+x+d+r", From::Start),
          Dwell('A', State::Established, "d+r")},
         0,
         {{"x", MilliSeconds(150)}},
         {{"Timestamps", "false"}, {"ResetCheck", "in-window"}}},
        {"late-in-time-wait",
         "S26",
         "RFC 9293, 3.10.7.4, eighth",
         "In TIME-WAIT old data arrive, and later B's FIN again: A acknowledges both, and the FIN"
         " alone begins 2MSL anew. (A's ACKs are lost: B would answer them by RST.)",
         "",
         ClientOpens({{'A', Act::Close, From::Established, "0"},
                      {'B', Act::Close, From::EndOfFile, "D"},
                      {'A', Act::Cut, From::Established, "T-D"},
                      {'B', Act::Inject, From::Established, "T", 0, ". 201:301(100) ack 101"},
                      {'B', Act::Inject, From::Established, "2*T", 0, "F. 301:301(0) ack 102"}}),
         Opened({EntryAt('A', State::TimeWait, "2*d+D"),
                 Dwell('A', State::TimeWait, "2*T+MSL2-2*d-D")}),
         8,
         {},
         NO_TIMESTAMPS},
    };
}

} // namespace scenario_stories
} // namespace ns3
