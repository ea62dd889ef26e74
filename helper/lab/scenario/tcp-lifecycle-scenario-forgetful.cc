/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */
#include "tcp-lifecycle-scenario-stories.h"

/**
 * \file
 * \ingroup tcp-lifecycle
 * The stories in which one end, or what lies between them, forgets the connection, or is gone.
 */

namespace ns3
{
namespace scenario_stories
{

std::vector<TcpLifecycleScenario>
ForgetfulStories()
{
    return {
        {"half-open-data",
         "S15",
         "RFC 9293, figure 10",
         "A crashes and is up again D later. B, which knows nothing of it, sends: A's RST ends it.",
         "",
         ClientOpens({{'A', Act::Crash, From::Established, "0"},
                      {'A', Act::Reboot, From::Established, "D"},
                      {'B', Act::Send, From::Established, "2*D", 10}}),
         Opened({EntryAt('A', State::Closed, "0"), EntryAt('B', State::Closed, "2*D+d+q+r")}),
         2,
         {}},
        {"half-open-syn",
         "S16",
         "RFC 9293, figure 9",
         "A crashes, is up again, and opens the same connection anew: it costs one SYN time-out.",
         "",
         ClientOpens({{'A', Act::Crash, From::Established, "0"},
                      {'A', Act::Reboot, From::Established, "D"},
                      {'A', Act::SetIss, From::Established, "D", 400},
                      {'A', Act::Open, From::Established, "2*D"},
                      {'A', Act::Close, From::Established, "T"},
                      {'B', Act::Close, From::EndOfFile, "D"}}),
         {EntryAt('B', State::Closed, "2*D+h+d+r"),
          EntryAt('A', State::Established, "2*D+Ts+2*h"),
          EntryAt('B', State::Established, "2*D+Ts+2*h+d"),
          Dwell('A', State::TimeWait, "MSL2")},
         0,
         {{"T", Seconds(3)}}},
        {"black-hole",
         "S22",
         "RFC 9293, 3.8.3",
         "From the close of A on nothing arrives any more: A repeats its FIN until it gives up.",
         "",
         ClientOpens({{'A', Act::Cut, From::Established, "0"},
                      {'B', Act::Cut, From::Established, "0"},
                      {'A', Act::Close, From::Established, "0"}}),
         Opened({Dwell('A', State::FinWait1, "GA"), EntryAt('A', State::Closed, "GA")}),
         7,
         {}},
        {"peer-never-closes",
         "S23",
         "tcp(7), TCP_LINGER2",
         "A closes and B does not: A's FIN-WAIT-2 times out, and data sent later meet a RST.",
         "",
         ClientOpens({{'A', Act::Close, From::Established, "0"},
                      {'B', Act::Send, From::Established, "T", 100}}),
         Opened({Dwell('A', State::FinWait1, "2*d"),
                 Dwell('A', State::FinWait2, "F"),
                 EntryAt('B', State::Closed, "T+d+q+r")}),
         4,
         {{"T", Seconds(70)}},
         {{"FinWait2Timeout", "60s"}}},
        {"keep-alive-death",
         "S24",
         "RFC 9293, 3.8.4",
         "Nothing arrives any more, and nobody sends: both ends probe each other, and give up.",
         "",
         ClientOpens(
             {{'A', Act::Cut, From::Established, "0"}, {'B', Act::Cut, From::Established, "0"}}),
         Opened({EntryAt('A', State::Closed, "2*h+K", From::Start),
                 EntryAt('B', State::Closed, "2*h+d+K", From::Start)}),
         20,
         {},
         {{"KeepAlive", "true"}}},
        {"conntrack-forgets",
         "S31",
         "nf_conntrack-sysctl.rst",
         "B's FIN is lost behind a middlebox, again and again. The gap before the sixth repeat is"
         " longer than the 30 s for which the middlebox remembers LAST-ACK: it drops the repeat.",
         "drop B>A FIN 1; drop B>A FIN 2; drop B>A FIN 3; drop B>A FIN 4; drop B>A FIN 5;"
         " drop B>A FIN 6",
         ClientOpens(
             {{'A', Act::Close, From::Established, "0"}, {'B', Act::Close, From::EndOfFile, "D"}}),
         Opened({Dwell('A', State::FinWait1, "2*d"),
                 Dwell('B', State::CloseWait, "D"),
                 Dwell('B', State::LastAck, "GB"),
                 EntryAt('B', State::Closed, "d+D+GB")}),
         9,
         {},
         {{"MinRto", "1s"},            // RFC 6298, 2.4; gaps of less last longer to reach 30 s
          {"TailLossProbe", "false"}}, // a probe is one FIN more
         true},
    };
}

} // namespace scenario_stories
} // namespace ns3
