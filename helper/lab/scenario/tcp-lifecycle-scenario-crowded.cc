/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */
#include "tcp-lifecycle-scenario-stories.h"

/**
 * \file
 * \ingroup tcp-lifecycle
 * The stories in which places run out: ports, and those of a listener's two queues.
 */

namespace ns3
{
namespace scenario_stories
{

namespace
{

/// A SYN as a flood has it: no options
constexpr const char* FORGED_SYN = "S 7000:7000(0) win 1024";

/// Four places; who has one loses it after three RTOs of a SYN
const std::map<std::string, std::string> SMALL_SYN_QUEUE = {{"SynBacklog", "4"},
                                                            {"SynOverflow", "drop-new"},
                                                            {"SynCookies", "off"},
                                                            {"SynAckRetries", "1"}};

/// \param overflow see AcceptOverflow \return exactly as many places as the backlog says
std::map<std::string, std::string>
SmallAcceptQueue(const char* overflow)
{
    return {{"AcceptOverflow", overflow},
            {"BacklogRule", "exact"},
            {"SynOnFullQueue", "answer"},
            {"EphemeralPortRange", "50000-50000"}};
}

/// \param rest further steps \return them, after one connection has filled the accept queue and A
/// has closed it, and the OPEN of another D after that
std::vector<Step>
QueueIsFull(std::vector<Step> rest)
{
    std::vector<Step> steps = {{'B', Act::Listen, From::Start, "0", 1},
                               {'A', Act::OpenAnew, From::Start, "0"},
                               {'A', Act::Close, From::Connected, "D"},
                               {'A', Act::Open, From::Connected, "2*D"},
                               {'B', Act::Accept, From::Start, "T"},
                               {'B', Act::Close, From::EndOfFile, "D"}};
    steps.insert(steps.end(), rest.begin(), rest.end());
    return steps;
}

} // namespace

std::vector<TcpLifecycleScenario>
CrowdedStories()
{
    return {
        {"last-ack-reuse",
         "S27",
         "Bernat 2014, figure last-ack-reuse",
         "The last ACK is lost, and A uses its port in TIME-WAIT again. B, in LAST-ACK, answers the"
         " SYN by an ACK, A that by a RST: it costs one SYN time-out.",
         "drop A>B ACK 2",
         {{'B', Act::Listen, From::Start, "0"},
          {'A', Act::OpenAnew, From::Start, "0"},
          {'A', Act::Close, From::Established, "0"},
          {'B', Act::Close, From::EndOfFile, "D"},
          {'A', Act::SetIss, From::Established, "T", 400},
          {'A', Act::OpenAnew, From::Established, "T"},
          {'A', Act::Close, From::Established, "2*T"}},
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
          {"MinRto", "2s"}}}, // B does not repeat its FIN before that
        {"port-exhaustion",
         "S28",
         "Little's law; RFC 6056, 3.2",
         "Three ports, and connections that A closes at once: while all are in TIME-WAIT, the "
         "fourth"
         " OPEN is refused; when 2MSL is over, the port can be had again.",
         "",
         {{'B', Act::Listen, From::Start, "0"},
          {'A', Act::OpenAnew, From::Start, "0"},
          {'A', Act::Close, From::Start, "8*D"},
          {'A', Act::OpenAnew, From::Start, "T"},
          {'A', Act::Close, From::Start, "T+8*D"},
          {'A', Act::OpenAnew, From::Start, "2*T"},
          {'A', Act::Close, From::Start, "2*T+8*D"},
          {'A', Act::OpenAnew, From::Start, "3*T"},
          {'A', Act::OpenAnew, From::Start, "241*T"},
          {'A', Act::Close, From::Start, "241*T+8*D"},
          {'B', Act::Close, From::EndOfFile, "0"}},
         {},
         0,
         {},
         {{"EphemeralPortRange", "49152-49154"}}},
        {"syn-flood",
         "S29",
         "RFC 4987, section 2",
         "Eight forged SYNs meet four places of the SYN queue. A's SYNs are dropped until B has"
         " given the forged connections up, three RTOs of a SYN later.",
         "",
         {{'B', Act::Listen, From::Start, "0"},
          {'A', Act::Flood, From::Start, "0", 8, FORGED_SYN},
          {'A', Act::Open, From::Start, "D"},
          {'A', Act::Close, From::Established, "0"},
          {'B', Act::Close, From::EndOfFile, "D"}},
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
         "The same with SYN cookies: no SYN has a place, and A connects at once.",
         "",
         {{'B', Act::Listen, From::Start, "0"},
          {'A', Act::Flood, From::Start, "0", 8, FORGED_SYN},
          {'A', Act::Open, From::Start, "D"},
          {'A', Act::Close, From::Established, "0"},
          {'B', Act::Close, From::EndOfFile, "D"}},
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
         "The one place of the accept queue is taken when A's third segment comes: B drops it, and"
         " repeats its SYN,ACK. Meanwhile there is room: A's next ACK is admitted.",
         "",
         QueueIsFull(
             {{'B', Act::Accept, From::Start, "2*T"}, {'A', Act::Close, From::Start, "3*T"}}),
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
         "The same, but B resets what it can't queue: A's connection was there for d and r.",
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

} // namespace scenario_stories
} // namespace ns3
