/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-scenario-stories.h"

/**
 * \file
 * \ingroup tcp-lifecycle
 * The stories in which nothing is lost.
 */

namespace ns3
{
namespace scenario_stories
{

namespace
{

/// \param name of a story \param story in a line \param faults rules \param measures predicted
/// \return A asks for a cookie with one connection, and opens the next with text on the SYN
TcpLifecycleScenario
FastOpenStory(const char* name,
              const char* story,
              const char* faults,
              const std::vector<Measure>& measures)
{
    return {name,
            "-",
            "RFC 7413, 3 and 4.2",
            story,
            faults,
            {{'B', Act::Listen, From::Start, "0"},
             {'A', Act::OpenFast, From::Start, "0", 1},
             {'A', Act::Close, From::Connected, "D"},
             {'A', Act::OpenFast, From::Start, "T"},
             {'A', Act::Send, From::Start, "T", 100},
             {'A', Act::Close, From::Start, "3*T"},
             {'B', Act::Close, From::EndOfFile, "0"}},
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
        FastOpenStory(
            "fast-open",
            "A has got a cookie with an earlier connection. T later 100 octets go with its"
            " SYN: B's application has them a round trip earlier.",
            "",
            {EntryAt('B', State::SynReceived, "T+f", From::Start),
             EntryAt('A', State::Established, "T+f+h", From::Start),
             EntryAt('B', State::Established, "T+f+h+d", From::Start),
             Dwell('A', State::SynSent, "f+h"),
             Dwell('B', State::SynReceived, "h+d"),
             Dwell('A', State::TimeWait, "MSL2")}),
        FastOpenStory(
            "fast-open-syn-lost",
            "The same, but the SYN is lost. It is repeated without text and cookie, and the"
            " text goes with the third segment.",
            "drop A>B SYN 2",
            {EntryAt('B', State::SynReceived, "T+Ts+h", From::Start),
             EntryAt('A', State::Established, "T+Ts+2*h", From::Start),
             EntryAt('B', State::Established, "T+Ts+2*h+d+q", From::Start),
             Dwell('A', State::TimeWait, "MSL2")}),
    };
}

} // namespace scenario_stories
} // namespace ns3
