/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-scenario-groups.h"

/**
 * \file
 * \ingroup tcp-lifecycle
 * The scenarios in which nothing is lost.
 */

namespace ns3
{
namespace scenario_groups
{

namespace
{

/// \param name of the scenario \param summary in a line \param faults rules \param measures
/// predicted \return a scenario in which A requests a cookie with one connection, and opens the
/// next with data on the SYN
TcpLifecycleScenario
FastOpenScenario(const char* name,
                 const char* summary,
                 const char* faults,
                 const std::vector<Measure>& measures)
{
    return {name,
            "-",
            "RFC 7413, 3 and 4.2",
            summary,
            faults,
            {{'B', Action::Listen, From::Start, "0"},
             {'A', Action::OpenFast, From::Start, "0", 1},
             {'A', Action::Close, From::Connected, "D"},
             {'A', Action::OpenFast, From::Start, "T"},
             {'A', Action::Send, From::Start, "T", 100},
             {'A', Action::Close, From::Start, "3*T"},
             {'B', Action::Close, From::EndOfFile, "0"}},
            measures,
            0,
            {},
            {{"FastOpen", "both"},
             {"FastOpenBacklog", "16"},
             {"SynCookies", "off"},
             {"EphemeralPortRange", "50000-50000"}}};
}

} // namespace

std::vector<TcpLifecycleScenario>
OrderlyScenarios()
{
    return {
        {"client-close",
         "S01",
         "RFC 9293, figure 12",
         "A closes; B's application reads up to end of file and closes D later.",
         "",
         ClientOpens({{'A', Action::Close, From::Established, "0"},
                      {'B', Action::Close, From::EndOfFile, "D"}}),
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
         "B, the server, closes first, so the server has TIME-WAIT.",
         "",
         ClientOpens({{'B', Action::Close, From::Established, "0"},
                      {'A', Action::Close, From::EndOfFile, "D"}}),
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
         ClientOpens({{'A', Action::Close, From::Established, "0"},
                      {'B', Action::Close, From::EndOfFile, "0"}}),
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
         "A closes, and B closes s later, before A's FIN arrives: both enter CLOSING.",
         "",
         ClientOpens({{'A', Action::Close, From::Established, "0"},
                      {'B', Action::Close, From::Established, "s"}}),
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
         "Both ends open actively at the same time. Later A closes, and B closes D after that.",
         "",
         {{'A', Action::Open, From::Start, "0"},
          {'B', Action::Open, From::Start, "0"},
          {'A', Action::Close, From::Established, "0"},
          {'B', Action::Close, From::EndOfFile, "D"}},
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
         "A closes its sending direction; B continues to send, and closes T after A's FIN.",
         "",
         // two full segments at a time: they are acknowledged without delay (RFC 9293, SHLD-19)
         ClientOpens({{'A', Action::Shutdown, From::Established, "0"},
                      {'B', Action::Send, From::EndOfFile, "D", 2896},
                      {'B', Action::Send, From::EndOfFile, "2*D", 2896},
                      {'B', Action::Send, From::EndOfFile, "3*D", 2896},
                      {'B', Action::Close, From::EndOfFile, "T"},
                      {'A', Action::Close, From::EndOfFile, "0"}}),
         Opened({Dwell('A', State::FinWait1, "2*d"),
                 Dwell('A', State::FinWait2, "T"),
                 Dwell('A', State::TimeWait, "MSL2"),
                 Dwell('B', State::CloseWait, "T"),
                 Dwell('B', State::LastAck, "2*d")}),
         0,
         {{"D", MilliSeconds(200)}}},
        FastOpenScenario(
            "fast-open",
            "A has a cookie from an earlier connection. T later its SYN carries 100 bytes,"
            " which B's application receives a round trip earlier.",
            "",
            {EntryAt('B', State::SynReceived, "T+f", From::Start),
             EntryAt('A', State::Established, "T+f+h", From::Start),
             EntryAt('B', State::Established, "T+f+h+d", From::Start),
             Dwell('A', State::SynSent, "f+h"),
             Dwell('B', State::SynReceived, "h+d"),
             Dwell('A', State::TimeWait, "MSL2")}),
        FastOpenScenario(
            "fast-open-syn-lost",
            "The same, but the SYN is lost. It is retransmitted without data and cookie, and"
            " the third segment carries the data.",
            "drop A>B SYN 2",
            {EntryAt('B', State::SynReceived, "T+Ts+h", From::Start),
             EntryAt('A', State::Established, "T+Ts+2*h", From::Start),
             EntryAt('B', State::Established, "T+Ts+2*h+d+q", From::Start),
             Dwell('A', State::TimeWait, "MSL2")}),
    };
}

} // namespace scenario_groups
} // namespace ns3
