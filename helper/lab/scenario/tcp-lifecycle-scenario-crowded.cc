/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */
#include "tcp-lifecycle-scenario-groups.h"

/**
 * \file
 * \ingroup tcp-lifecycle
 * The scenarios in which ports, or one of a listener's two queues, are exhausted.
 */

namespace ns3
{
namespace scenario_groups
{

namespace
{

/// The SYN of a flood: without options
constexpr const char* FORGED_SYN = "S 7000:7000(0) win 1024";

/// Four entries, each of which expires after three RTOs of a SYN
const std::map<std::string, std::string> SMALL_SYN_QUEUE = {{"SynBacklog", "4"},
                                                            {"SynOverflow", "drop-new"},
                                                            {"SynCookies", "off"},
                                                            {"SynAckRetries", "1"}};

/// \param overflow see AcceptOverflow \return an accept queue of exactly the backlog
std::map<std::string, std::string>
SmallAcceptQueue(const char* overflow)
{
    return {{"AcceptOverflow", overflow},
            {"BacklogRule", "exact"},
            {"SynOnFullQueue", "answer"},
            {"EphemeralPortRange", "50000-50000"}};
}

/// \param rest further steps \return steps in which a connection fills the accept queue, A closes
/// it and opens another D later; then the further steps
std::vector<Step>
QueueIsFull(std::vector<Step> rest)
{
    std::vector<Step> steps = {{'B', Action::Listen, From::Start, "0", 1},
                               {'A', Action::OpenEphemeral, From::Start, "0"},
                               {'A', Action::Close, From::Connected, "D"},
                               {'A', Action::Open, From::Connected, "2*D"},
                               {'B', Action::Accept, From::Start, "T"},
                               {'B', Action::Close, From::EndOfFile, "D"}};
    steps.insert(steps.end(), rest.begin(), rest.end());
    return steps;
}

} // namespace

std::vector<TcpLifecycleScenario>
CrowdedScenarios()
{
    return {
        {"last-ack-reuse",
         "S27",
         "Bernat 2014, figure last-ack-reuse",
         "The last ACK is lost, and A reuses its port in TIME-WAIT. B, in LAST-ACK, answers the"
         " SYN with an ACK, which A answers with a RST. The SYN is retransmitted once.",
         "drop A>B ACK 2",
         {{'B', Action::Listen, From::Start, "0"},
          {'A', Action::OpenEphemeral, From::Start, "0"},
          {'A', Action::Close, From::Established, "0"},
          {'B', Action::Close, From::EndOfFile, "D"},
          {'A', Action::SetIss, From::Established, "T", 400},
          {'A', Action::OpenEphemeral, From::Established, "T"},
          {'A', Action::Close, From::Established, "2*T"}},
         {EntryAt('A', State::SynSent, "T"),
          Dwell('B', State::LastAck, "T+h+r-D+2*d"),
          EntryAt('B', State::Closed, "T+h+d+r"),
          EntryAt('A', State::Established, "T+Ts+2*h"),
          EntryAt('B', State::Established, "T+Ts+2*h+d"),
          Dwell('A', State::TimeWait, "T-2*d-D+MSL2")},
         0,
         {{"T", MilliSeconds(1500)}},
         {{"EphemeralPortRange", "49152-49152"},
          {"Timestamps", "true"},
          {"TimeWaitReuse", "all"},
          {"TimeWaitReuseDelay", "1s"},
          {"MinRto", "2s"}}}, // B does not retransmit its FIN before that
        {"port-exhaustion",
         "S28",
         "Little's law; RFC 6056, 3.2",
         "A has three ports and closes its connections at once. While all three are in TIME-WAIT,"
         " the fourth OPEN fails. After 2MSL the port can be used again.",
         "",
         {{'B', Action::Listen, From::Start, "0"},
          {'A', Action::OpenEphemeral, From::Start, "0"},
          {'A', Action::Close, From::Start, "8*D"},
          {'A', Action::OpenEphemeral, From::Start, "T"},
          {'A', Action::Close, From::Start, "T+8*D"},
          {'A', Action::OpenEphemeral, From::Start, "2*T"},
          {'A', Action::Close, From::Start, "2*T+8*D"},
          {'A', Action::OpenEphemeral, From::Start, "3*T"},
          {'A', Action::OpenEphemeral, From::Start, "241*T"},
          {'A', Action::Close, From::Start, "241*T+8*D"},
          {'B', Action::Close, From::EndOfFile, "0"}},
         {},
         0,
         {},
         {{"EphemeralPortRange", "49152-49154"}}},
        {"syn-flood",
         "S29",
         "RFC 4987, section 2",
         "Eight forged SYNs fill a SYN queue of four. A's SYNs are dropped until B gives up the"
         " forged connections, three RTOs of a SYN later.",
         "",
         {{'B', Action::Listen, From::Start, "0"},
          {'A', Action::Flood, From::Start, "0", 8, FORGED_SYN},
          {'A', Action::Open, From::Start, "D"},
          {'A', Action::Close, From::Established, "0"},
          {'B', Action::Close, From::EndOfFile, "D"}},
         {EntryAt('B', State::SynReceived, "D+3*Ts+h", From::Start),
          EntryAt('A', State::Established, "D+3*Ts+2*h", From::Start),
          Dwell('A', State::SynSent, "3*Ts+2*h"),
          Dwell('B', State::SynReceived, "h+d"),
          Dwell('A', State::TimeWait, "MSL2")},
         4,
         {},
         SMALL_SYN_QUEUE},
        {"syn-flood-cookies",
         "S29",
         "RFC 4987, section 3.6",
         "The same with SYN cookies: no SYN occupies the queue, and A connects at once.",
         "",
         {{'B', Action::Listen, From::Start, "0"},
          {'A', Action::Flood, From::Start, "0", 8, FORGED_SYN},
          {'A', Action::Open, From::Start, "D"},
          {'A', Action::Close, From::Established, "0"},
          {'B', Action::Close, From::EndOfFile, "D"}},
         {EntryAt('A', State::Established, "D+h+c", From::Start),
          EntryAt('B', State::Established, "D+h+c+d", From::Start),
          Dwell('B', State::SynReceived, "0"),
          Dwell('A', State::TimeWait, "MSL2")},
         4,
         {},
         {{"SynBacklog", "4"}, {"SynCookies", "always"}}},
        {"accept-queue-full",
         "S30",
         "Linux, ip-sysctl.rst, tcp_abort_on_overflow",
         "The accept queue of one is full when A's third segment arrives. B drops the segment and"
         " retransmits its SYN,ACK. The queue then has room, and B accepts A's next ACK.",
         "",
         QueueIsFull(
             {{'B', Action::Accept, From::Start, "2*T"}, {'A', Action::Close, From::Start, "3*T"}}),
         {EntryAt('A', State::Established, "2*D+4*h", From::Start),
          EntryAt('B', State::Established, "2*D+Ts+4*h+d", From::Start),
          Dwell('A', State::SynSent, "2*h"),
          Dwell('B', State::SynReceived, "Ts+h+d"),
          Dwell('A', State::FinWait1, "2*d"),
          Dwell('A', State::TimeWait, "MSL2"),
          Dwell('B', State::CloseWait, "D")},
         9,
         {},
         SmallAcceptQueue("drop-ack")},
        {"accept-queue-full-reset",
         "S30",
         "Linux, ip-sysctl.rst, tcp_abort_on_overflow",
         "The same, but B resets the connection. A is ESTABLISHED for d and r.",
         "",
         QueueIsFull({}),
         {EntryAt('A', State::Established, "2*D+4*h", From::Start),
          Dwell('A', State::Established, "d+r"),
          EntryAt('A', State::Closed, "2*D+4*h+d+r", From::Start),
          Dwell('B', State::SynReceived, "h+d"),
          EntryAt('B', State::Closed, "2*D+4*h+d", From::Start)},
         4,
         {},
         SmallAcceptQueue("reset")},
    };
}

} // namespace scenario_groups
} // namespace ns3
