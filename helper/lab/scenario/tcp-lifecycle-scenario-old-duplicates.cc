/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */
#include "tcp-lifecycle-scenario-groups.h"

/**
 * \file
 * \ingroup tcp-lifecycle
 * The scenarios in which segments of an older connection arrive (RFC 9293, 3.5; RFC 1337).
 */

namespace ns3
{
namespace scenario_groups
{

namespace
{

/// The hazards need connections without timestamps, by which old segments are rejected (RFC 7323,
/// 5)
const std::map<std::string, std::string> NO_TIMESTAMPS = {{"Timestamps", "false"}};

} // namespace

std::vector<TcpLifecycleScenario>
OldDuplicateScenarios()
{
    return {
        {"old-syn-at-listener",
         "S17",
         "RFC 9293, figure 8",
         "A's SYN is delayed, and an old one arrives before it: A's RST returns B to LISTEN.",
         "delay A>B SYN 1 {x}",
         ClientOpens({{'A', Action::Inject, From::Start, "D", 0, "S 90:90(0)"},
                      {'B', Action::SetIss, From::Start, "2*D", 400},
                      {'A', Action::Close, From::Established, "0"},
                      {'B', Action::Close, From::EndOfFile, "D"}}),
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
         "B closes first. T later A opens from the same port: a new incarnation ends TIME-WAIT.",
         "",
         ClientOpens({{'B', Action::Close, From::Established, "0"},
                      {'A', Action::Close, From::EndOfFile, "D"},
                      {'A', Action::SetIss, From::Established, "D", 400},
                      {'A', Action::Open, From::Established, "T"},
                      {'A', Action::Close, From::Established, "2*T"}}),
         {EntryAt('A', State::SynSent, "T"),
          EntryAt('A', State::Established, "T+2*h"),
          Dwell('B', State::TimeWait, "T+h-2*d-D"),
          Dwell('B', State::SynReceived, "2*h+2*d")},
         0,
         {}},
        {"time-wait-assassination",
         "S19",
         "RFC 1337, figure 1",
         "T after the start of the close an old segment of B reaches A in TIME-WAIT. B answers A's"
         " ACK with a RST, which ends TIME-WAIT.",
         "",
         ClientOpens({{'A', Action::Close, From::Established, "0"},
                      {'B', Action::Close, From::EndOfFile, "D"},
                      {'B', Action::Inject, From::Established, "T", 0, ". 201:301(100) ack 101"}}),
         Opened({EntryAt('A', State::TimeWait, "2*d+D"),
                 EntryAt('A', State::Closed, "T+d+r"),
                 Dwell('A', State::TimeWait, "T+r-d-D")}),
         7,
         {},
         {{"Timestamps", "false"}, {"TimeWaitIgnoresReset", "false"}}}, // FreeBSD's is true
        {"time-wait-kept",
         "S19",
         "RFC 1337, 3, fix F1",
         "The same, but TIME-WAIT ignores the RST and lasts 2MSL.",
         "",
         ClientOpens({{'A', Action::Close, From::Established, "0"},
                      {'B', Action::Close, From::EndOfFile, "D"},
                      {'B', Action::Inject, From::Established, "T", 0, ". 201:301(100) ack 101"}}),
         Opened({EntryAt('A', State::TimeWait, "2*d+D"),
                 EntryAt('A', State::Closed, "2*d+D+MSL2"),
                 Dwell('A', State::TimeWait, "MSL2")}),
         7,
         {},
         {{"Timestamps", "false"}, {"TimeWaitIgnoresReset", "true"}, {"TimeWaitRestart", "fin"}}},
        {"old-data-accepted",
         "S20",
         "RFC 1337, figure 2 (hazards H1 and H2)",
         "Old data of A fill a part of B's window that A is about to use: B accepts 80 bytes that A"
         " has not sent. Until A has sent that many, the ends answer each other's ACKs. Only the"
         " limit of one ACK in 500 ms stops this (RFC 5961, section 7).",
         "",
         {{'B', Action::Listen, From::Start, "0"},
          {'A', Action::SetIss, From::Start, "0", 399},
          {'B', Action::SetIss, From::Start, "0", 100},
          {'A', Action::Open, From::Start, "0"},
          {'A', Action::Send, From::Established, "0", 100},
          {'A', Action::Inject, From::Established, "D", 0, ". 560:640(80) ack 101"},
          {'A', Action::Send, From::Established, "2*D", 100},
          {'A', Action::Send, From::Established, "T", 100},
          {'A', Action::Close, From::Established, "2*T"},
          {'B', Action::Close, From::EndOfFile, "D"}},
         Opened({Dwell('A', State::TimeWait, "MSL2")}),
         0,
         {{"T", MilliSeconds(400)}},
         {{"Timestamps", "false"}}},
        {"old-ack-in-syn-sent",
         "S21",
         "RFC 1337, figure 4 (hazard H3); RFC 5961, 3.2",
         "B's SYN,ACK is delayed, and an old ACK reaches A in SYN-SENT. A's RST is in B's window"
         " but not at RCV.NXT. B sends a challenge ACK, and the connection is established.",
         "delay B>A SYN,ACK 1 {x}",
         ClientOpens({{'B', Action::Inject, From::Start, "D", 0, ". 300:300(0) ack 123 win 800"},
                      {'A', Action::Close, From::Established, "0"},
                      {'B', Action::Close, From::EndOfFile, "D"}}),
         {EntryAt('A', State::Established, "2*h+x", From::Start),
          EntryAt('B', State::Established, "2*h+x+d", From::Start),
          Dwell('A', State::TimeWait, "MSL2")},
         4,
         {{"x", MilliSeconds(150)}},
         NO_TIMESTAMPS},
        {"old-ack-kills",
         "S21",
         "RFC 1337, figure 4 (hazard H3); RFC 793, 3.4",
         "The same with ends that accept any RST in the window: B returns to LISTEN, and A's"
         " connection is reset as soon as A is ESTABLISHED.",
         "delay B>A SYN,ACK 1 {x}",
         ClientOpens({{'B', Action::Inject, From::Start, "D", 0, ". 300:300(0) ack 123 win 800"}}),
         {EntryAt('A', State::Established, "2*h+x", From::Start),
          EntryAt('A', State::Closed, "2*h+x+d+r", From::Start),
          Dwell('A', State::Established, "d+r")},
         0,
         {{"x", MilliSeconds(150)}},
         {{"Timestamps", "false"}, {"ResetCheck", "in-window"}}},
        {"late-in-time-wait",
         "S26",
         "RFC 9293, 3.10.7.4, eighth",
         "In TIME-WAIT old data arrive, and later a duplicate of B's FIN. A acknowledges both; only"
         " the FIN restarts 2MSL. (A's ACKs are lost, since B would answer them with a RST.)",
         "",
         ClientOpens({{'A', Action::Close, From::Established, "0"},
                      {'B', Action::Close, From::EndOfFile, "D"},
                      {'A', Action::Cut, From::Established, "T-D"},
                      {'B', Action::Inject, From::Established, "T", 0, ". 201:301(100) ack 101"},
                      {'B', Action::Inject, From::Established, "2*T", 0, "F. 301:301(0) ack 102"}}),
         Opened({EntryAt('A', State::TimeWait, "2*d+D"),
                 Dwell('A', State::TimeWait, "2*T+MSL2-2*d-D")}),
         8,
         {},
         NO_TIMESTAMPS},
    };
}

} // namespace scenario_groups
} // namespace ns3
