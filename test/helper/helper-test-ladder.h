/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef HELPER_TEST_LADDER_H
#define HELPER_TEST_LADDER_H

#include "tcp-lifecycle-ladder.h"

#include <cstdint>

/// \file
/// Lives made by hand, for tests of diagrams.

namespace helper_test
{

/// \param flags control bits \param seq SEG.SEQ \param ack SEG.ACK \param length bytes of data
/// \return a segment
inline ns3::lifecycle::Segment
MakeSegment(uint8_t flags, uint32_t seq, uint32_t ack, uint32_t length = 0)
{
    ns3::lifecycle::Segment segment;
    segment.flags = flags;
    segment.seq = ns3::lifecycle::Seq(seq);
    segment.ack = ns3::lifecycle::Seq(ack);
    segment.length = length;
    segment.window = 65535;
    return segment;
}

/// \return a life between 10.0.0.1:1000 and 10.0.0.2:80 in which nothing has happened
inline ns3::TcpLifecycleLadderModel
MakeLife()
{
    ns3::TcpLifecycleLadderModel life;
    life.ends[0].name = "A";
    life.ends[1].name = "B";
    life.ends[0].address = ns3::lifecycle::IpAddress::FromIpv4(0x0a000001);
    life.ends[1].address = ns3::lifecycle::IpAddress::FromIpv4(0x0a000002);
    life.ends[0].port = 1000;
    life.ends[1].port = 80;
    return life;
}

/// RFC 9293, figure 6, with 10 ms each way. \param life gets it
inline void
AddHandshake(ns3::TcpLifecycleLadderModel& life)
{
    using namespace ns3;
    using namespace ns3::lifecycle;
    life.AddTransition({1, Time(0), State::Closed, State::Listen, Cause::PassiveOpen});
    life.AddTransition({0, Time(0), State::Closed, State::SynSent, Cause::ActiveOpen});
    auto sent = life.AddSent(0, Time(0), MakeSegment(SYN, 100, 0));
    life.AddReceived(sent, MilliSeconds(10));
    life.AddTransition({1, MilliSeconds(10), State::Listen, State::SynReceived, Cause::Syn});
    sent = life.AddSent(1, MilliSeconds(10), MakeSegment(SYN | ACK, 300, 101));
    life.AddReceived(sent, MilliSeconds(20));
    life.AddTransition({0, MilliSeconds(20), State::SynSent, State::Established, Cause::SynAck});
    sent = life.AddSent(0, MilliSeconds(20), MakeSegment(ACK, 101, 301));
    life.AddReceived(sent, MilliSeconds(30));
    life.AddTransition(
        {1, MilliSeconds(30), State::SynReceived, State::Established, Cause::AckOfSyn});
}

} // namespace helper_test

#endif // HELPER_TEST_LADDER_H
