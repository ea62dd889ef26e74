/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-scenario-stories.h"

/**
 * \file
 * \ingroup tcp-lifecycle
 * The stories in which a segment is lost or late, and those that end with a RST.
 */

namespace ns3
{
namespace scenario_stories
{

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
        {"third-ack-lost-data",
         "S25",
         "RFC 9293, 3.10.7.4, fifth",
         "The third ACK is lost; A's data, x after it, carry it along.",
         "drop A>B ACK 1",
         ClientOpens({{'A', Act::Send, From::Connected, "x", 100},
                      {'A', Act::Close, From::Established, "T"},
                      {'B', Act::Close, From::EndOfFile, "D"}}),
         {EntryAt('A', State::Established, "2*h", From::Start),
          Dwell('B', State::SynReceived, "h+x+d+q"),
          EntryAt('B', State::Established, "2*h+x+d+q", From::Start),
          Dwell('A', State::TimeWait, "MSL2")},
         0,
         {{"x", MilliSeconds(150)}}},
        {"third-ack-lost",
         "S25",
         "RFC 9293, 3.10.7.4, first",
         "The third ACK is lost, and no data follow: B repeats its SYN,ACK, and A its ACK.",
         "drop A>B ACK 1",
         ClientOpens(
             {{'A', Act::Close, From::Established, "0"}, {'B', Act::Close, From::EndOfFile, "D"}}),
         {EntryAt('A', State::Established, "2*h", From::Start),
          Dwell('B', State::SynReceived, "Ts+h+d"),
          Dwell('A', State::TimeWait, "MSL2")},
         4,
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
        {"reset-in-window",
         "S13",
         "RFC 5961, 3.2",
         "A's data are lost, and it aborts D later: its RST is in B's window but not at RCV.NXT.",
         "drop A>B data 1",
         ClientOpens({{'A', Act::Send, From::Established, "0", 200},
                      {'A', Act::Abort, From::Established, "D"}}),
         Opened({EntryAt('A', State::Closed, "D"), EntryAt('B', State::Closed, "D+r+d+e")}),
         4,
         {}},
        {"linger-abort",
         "S14",
         "RFC 9293, 3.6.1, SHLD-3; RFC 2525, 2.17",
         "B sends, A does not read and closes D after the data are there: they are lost, so A sends"
         " a RST, not a FIN.",
         "",
         ClientOpens({{'A', Act::StopReading, From::Start, "0"},
                      {'B', Act::Send, From::Established, "0", 100},
                      {'A', Act::Close, From::Message, "D"}}),
         Opened({EntryAt('A', State::Closed, "d+q+D"),
                 EntryAt('B', State::Closed, "d+q+D+r"),
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
                      {'B', Act::Send, From::Message, "D", 1000},
                      {'A', Act::Close, From::Message, "D"},
                      {'B', Act::Close, From::EndOfFile, "D"}}),
         Opened({Dwell('A', State::FinWait1, "2*d+a"),
                 Dwell('A', State::FinWait2, "D-a"),
                 Dwell('A', State::TimeWait, "MSL2"),
                 Dwell('B', State::CloseWait, "D"),
                 Dwell('B', State::LastAck, "2*d")}),
         0,
         {}},
    };
}

} // namespace scenario_stories
} // namespace ns3
