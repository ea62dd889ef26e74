/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */
#include "tcp-lifecycle-scenario-groups.h"

/**
 * \file
 * \ingroup tcp-lifecycle
 * The scenarios in which one end, or a middlebox, loses the state of the connection.
 */

namespace ns3
{
namespace scenario_groups
{

std::vector<TcpLifecycleScenario>
ForgetfulScenarios()
{
    return {
        {"half-open-data",
         "S15",
         "RFC 9293, figure 10",
         "A crashes and reboots D later. B has not noticed and sends data; A answers with a RST.",
         "",
         ClientOpens({{'A', Action::Crash, From::Established, "0"},
                      {'A', Action::Reboot, From::Established, "D"},
                      {'B', Action::Send, From::Established, "2*D", 10}}),
         Opened({EntryAt('A', State::Closed, "0"), EntryAt('B', State::Closed, "2*D+d+q+r")}),
         2,
         {}},
        {"half-open-syn",
         "S16",
         "RFC 9293, figure 9",
         "A crashes, reboots, and opens the same connection. The SYN is retransmitted once.",
         "",
         ClientOpens({{'A', Action::Crash, From::Established, "0"},
                      {'A', Action::Reboot, From::Established, "D"},
                      {'A', Action::SetIss, From::Established, "D", 400},
                      {'A', Action::Open, From::Established, "2*D"},
                      {'A', Action::Close, From::Established, "T"},
                      {'B', Action::Close, From::EndOfFile, "D"}}),
         {EntryAt('B', State::Closed, "2*D+h+d+r"),
          EntryAt('A', State::Established, "2*D+Ts+2*h"),
          EntryAt('B', State::Established, "2*D+Ts+2*h+d"),
          Dwell('A', State::TimeWait, "MSL2")},
         0,
         {{"T", Seconds(3)}}},
        {"black-hole",
         "S22",
         "RFC 9293, 3.8.3",
         "The path fails when A closes: A retransmits its FIN until it gives up.",
         "",
         ClientOpens({{'A', Action::Cut, From::Established, "0"},
                      {'B', Action::Cut, From::Established, "0"},
                      {'A', Action::Close, From::Established, "0"}}),
         Opened({Dwell('A', State::FinWait1, "GA"), EntryAt('A', State::Closed, "GA")}),
         7,
         {}},
        {"peer-never-closes",
         "S23",
         "tcp(7), TCP_LINGER2",
         "A closes and B does not: A's FIN-WAIT-2 expires, and later data are answered with a RST.",
         "",
         ClientOpens({{'A', Action::Close, From::Established, "0"},
                      {'B', Action::Send, From::Established, "T", 100}}),
         Opened({Dwell('A', State::FinWait1, "2*d"),
                 Dwell('A', State::FinWait2, "F"),
                 EntryAt('B', State::Closed, "T+d+q+r")}),
         4,
         {{"T", Seconds(70)}},
         {{"FinWait2Timeout", "60s"}}},
        {"keep-alive-death",
         "S24",
         "RFC 9293, 3.8.4",
         "The path of an idle connection fails: both ends send keep-alive probes and give up.",
         "",
         ClientOpens({{'A', Action::Cut, From::Established, "0"},
                      {'B', Action::Cut, From::Established, "0"}}),
         Opened({EntryAt('A', State::Closed, "2*h+K", From::Start),
                 EntryAt('B', State::Closed, "2*h+d+K", From::Start)}),
         20,
         {},
         {{"KeepAlive", "true"}}},
        {"conntrack-forgets",
         "S31",
         "nf_conntrack-sysctl.rst",
         "B's FIN is lost six times after a middlebox. The gap before the sixth retransmission is"
         " longer than the middlebox's timeout of LAST-ACK, 30 s: it drops the retransmission.",
         "drop B>A FIN 1; drop B>A FIN 2; drop B>A FIN 3; drop B>A FIN 4; drop B>A FIN 5;"
         " drop B>A FIN 6",
         ClientOpens({{'A', Action::Close, From::Established, "0"},
                      {'B', Action::Close, From::EndOfFile, "D"}}),
         Opened({Dwell('A', State::FinWait1, "2*d"),
                 Dwell('B', State::CloseWait, "D"),
                 Dwell('B', State::LastAck, "GB"),
                 EntryAt('B', State::Closed, "d+D+GB")}),
         9,
         {},
         {{"MinRto", "1s"},            // RFC 6298, 2.4; with a lower RTO more FINs reach 30 s
          {"TailLossProbe", "false"}}, // a probe would be an additional FIN
         true},
    };
}

} // namespace scenario_groups
} // namespace ns3
