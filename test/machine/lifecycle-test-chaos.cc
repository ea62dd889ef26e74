/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-test-chaos.h"

#include <algorithm>
#include <string>

namespace ns3
{
namespace lifecycle
{
namespace test
{

namespace
{

bool
SameAction(const Action& one, const Action& other)
{
    if (one.index() != other.index())
    {
        return false;
    }
    if (const auto* emit = std::get_if<Emit>(&one))
    {
        const auto& twin = std::get<Emit>(other);
        return emit->segment == twin.segment && emit->streamOffset == twin.streamOffset &&
               emit->reason == twin.reason && emit->retransmission == twin.retransmission;
    }
    return true;
}

} // namespace

Chaos::Chaos(Chooser choose)
    : m_choose(std::move(choose)),
      m_config(DrawConfig(m_choose)),
      m_other(DrawConfig(m_choose)),
      m_connection(&m_config, 1000, 80),
      m_twin(m_connection),
      m_silentFrom(m_choose(4) == 0 ? m_choose(20) : 0xffffffff)
{
    Begin();
}

void
Chaos::Begin()
{
    const Seq iss(m_choose(2) == 0 ? 0xffffff00U + m_choose(512) : m_choose(0xffffffff));
    m_budget.limit = m_choose(2) * 3;
    if (m_choose(2) == 0)
    {
        FastOpenStart start;
        start.offers = m_choose(4) == 0;
        start.cookie.size = start.offers && m_choose(2) == 0 ? 8 : 0;
        start.peerMss = static_cast<uint16_t>(m_choose(1460));
        start.octets = std::min(start.offers ? m_choose(3000) : 0, m_config.sendBuffer);
        Do([iss, start](Connection& c, Context& context) { c.Open(iss, context, start); });
        return;
    }
    BeginPassive(iss);
}

void
Chaos::BeginPassive(Seq iss)
{
    StateCell listener;
    Actions ignored;
    TransitionTo(listener, State::Listen, Cause::PassiveOpen, ignored);
    m_state = State::Listen;
    Segment segment;
    segment.seq = Seq(0xffffff80U + m_choose(256));
    segment.window = static_cast<uint16_t>(m_choose(65536));
    if (m_choose(8) == 0)
    {
        segment.flags = m_choose(4) == 0 ? FIN | ACK : ACK;
        segment.ack = iss + 1;
        segment.length = m_choose(2) * m_choose(1000);
        KnownOptions offered;
        offered.maxSegmentSize = static_cast<uint16_t>(m_choose(3000));
        offered.sackPermitted = m_choose(2) == 0;
        const bool ecn = m_choose(2) == 0;
        Do([&](Connection& c,
               Context& context) { c.OpenFromCookie(listener, segment, offered, context, ecn); },
           &segment);
        return;
    }
    segment.flags = SYN;
    segment.flags |= m_choose(2) == 0 ? ECE | CWR : 0;
    segment.length = m_choose(2) * m_choose(1000);
    AddOptions(segment);
    FastOpenAnswer answer;
    answer.takesData = m_choose(2) == 0;
    answer.cookie.size = m_choose(2) == 0 ? 8 : 0;
    Do([&](Connection& c,
           Context& context) { c.OpenFromListen(listener, segment, iss, context, answer); },
       &segment);
}

Seq
Chaos::Near(Seq one, Seq other)
{
    const Seq base = m_choose(2) == 0 ? one : other;
    switch (m_choose(4))
    {
    case 0:
        return base;
    case 1:
        return base - 2 + m_choose(5);
    case 2:
        return base - 1500 + m_choose(3000);
    default:
        return one + m_choose(std::max(Span(one, other), 1U));
    }
}

void
Chaos::AddOptions(Segment& segment)
{
    const ReceiveSpace& rcv = m_connection.Receiving();
    const SendSpace& snd = m_connection.Sending();
    if (segment.Has(SYN))
    {
        if (m_choose(2) == 0)
        {
            segment.options.AddMaxSegmentSize(static_cast<uint16_t>(m_choose(3000)));
        }
        if (m_choose(2) == 0)
        {
            segment.options.AddWindowScale(static_cast<uint8_t>(m_choose(20)));
        }
        if (m_choose(2) == 0)
        {
            segment.options.AddSackPermitted();
        }
    }
    if (rcv.timestamps || segment.Has(SYN) || m_choose(8) == 0)
    {
        if (m_choose(16) != 0)
        {
            segment.options.AddTimestamps({rcv.tsRecent + m_choose(20) - 2, m_choose(3000)});
        }
    }
    if (rcv.sack && m_choose(3) == 0)
    {
        SackBlock blocks[2];
        for (SackBlock& block : blocks)
        {
            block.left = Near(snd.una, snd.nxt);
            block.right = block.left + m_choose(3000);
        }
        segment.options.AddSack(blocks, 1 + m_choose(2));
    }
}

Segment
Chaos::MakeSegment()
{
    static const uint8_t FLAGS[] = {ACK,
                                    ACK,
                                    ACK,
                                    ACK,
                                    ACK,
                                    ACK,
                                    FIN | ACK,
                                    FIN | ACK,
                                    RST,
                                    RST | ACK,
                                    SYN,
                                    SYN | ACK,
                                    0,
                                    FIN,
                                    URG | ACK,
                                    SYN | FIN};
    const ReceiveSpace& rcv = m_connection.Receiving();
    const SendSpace& snd = m_connection.Sending();
    Segment segment;
    segment.flags = FLAGS[m_choose(16)];
    if (segment.Has(RST) && m_choose(4) != 0)
    {
        segment.flags = ACK; // most runs are to be long
    }
    segment.seq = m_choose(3) != 0 ? rcv.nxt : Near(rcv.nxt, rcv.nxt + rcv.Window());
    segment.ack = m_choose(3) != 0 ? snd.nxt : Near(snd.una, snd.nxt);
    const uint32_t lengths[] = {0, 0, 1 + m_choose(3), m_choose(1460), rcv.Window()};
    segment.length = std::min(lengths[m_choose(5)], 65000U);
    const uint32_t windows[] = {65535, 0, m_choose(10), m_choose(65536)};
    segment.window = static_cast<uint16_t>(windows[m_choose(4)]);
    AddOptions(segment);
    return segment;
}

void
Chaos::CallUser()
{
    const uint32_t octets = m_choose(5000);
    const SendFlags flags{m_choose(8) == 0, m_choose(8) == 0, m_choose(8) == 0};
    switch (m_choose(13))
    {
    case 12:
        CallOdd();
        break;
    case 0:
        Do([](Connection& c, Context& context) { c.Close(context); });
        break;
    case 1:
        Do([](Connection& c, Context& context) { c.ShutdownSend(context); });
        break;
    case 2:
        Do([](Connection& c, Context& context) { c.ShutdownReceive(context); });
        break;
    case 3:
        if (m_choose(8) == 0)
        {
            Do([](Connection& c, Context& context) { c.Abort(context); });
        }
        break;
    case 4:
    case 5:
    case 6:
        Do([octets](Connection& c, Context& context) {
            c.Consume(std::min(octets, c.Unread()), context);
        });
        break;
    default:
        Do([octets, flags](Connection& c, Context& context) {
            c.Send(std::min(octets, c.SendRoom() + 1), context, flags);
        });
        break;
    }
}

void
Chaos::CallOdd()
{
    switch (m_choose(4))
    {
    case 0: {
        PathError error;
        error.kind = static_cast<PathErrorKind>(
            m_choose(static_cast<uint32_t>(PathErrorKind::SourceQuench) + 1));
        error.seq = Near(m_connection.Sending().una, m_connection.Sending().nxt);
        error.mtu = m_choose(2) * m_choose(2000);
        error.isIpv6 = m_choose(2) == 0;
        Do([error](Connection& c, Context& context) { c.OnPathError(error, context); });
        break;
    }
    case 1:
        if (m_choose(8) == 0)
        {
            Do([](Connection& c, Context& context) {
                c.CloseSilently(context, Cause::HostShutdown);
            });
        }
        break;
    default: {
        const Config* next = &m_connection.GetConfig() == &m_config ? &m_other : &m_config;
        Do([next](Connection& c, Context& context) { c.Adopt(next, context); });
        break;
    }
    }
}

void
Chaos::PassTime()
{
    const Instant deadline = m_connection.NextDeadline();
    if (deadline == NEVER || m_choose(3) == 0)
    {
        m_now += std::chrono::milliseconds(m_choose(100));
    }
    else
    {
        m_now = std::max(m_now, deadline);
    }
    if (deadline <= m_now)
    {
        Do([](Connection& c, Context& context) { c.OnDeadline(context); });
        Require(m_connection.NextDeadline() > m_now, "time goes on: no deadline is met twice");
    }
}

void
Chaos::Step()
{
    if (m_now > END_OF_TIME)
    {
        m_over = true;
        return;
    }
    const bool silent = ++m_steps > m_silentFrom;
    switch (silent ? 0 : m_choose(6))
    {
    case 0:
        PassTime();
        break;
    case 1:
    case 2:
        CallUser();
        break;
    default: {
        const Segment segment = MakeSegment();
        Do([&segment](Connection& c, Context& context) { c.OnSegment(segment, context); },
           &segment);
        break;
    }
    }
}

void
Chaos::Do(const Entry& entry, const Segment* segment)
{
    const Connection before = m_connection;
    m_out.Clear();
    m_twinOut.Clear();
    ChallengeBudget twinBudget = m_budget;
    Context context{m_now, m_out, m_reno, &m_budget};
    entry(m_connection, context);
    const bool flush = m_choose(8) != 0;
    if (flush)
    {
        m_connection.Flush(context);
        Require(!m_connection.OwesAck(), "Flush() pays what is owed");
    }
    Context twinContext{m_now, m_twinOut, m_reno, &twinBudget};
    entry(m_twin, twinContext);
    if (flush)
    {
        m_twin.Flush(twinContext);
    }
    Require(m_connection == m_twin, "equal connections behave equally");
    Require(m_connection.Hash() == m_twin.Hash(), "equal connections have equal hashes");
    Require(m_out.Size() == m_twinOut.Size(), "equal connections ask for the same");
    for (std::size_t i = 0; i < m_out.Size(); ++i)
    {
        Require(SameAction(m_out[i], m_twinOut[i]), "equal connections ask for the same");
    }
    m_twin = m_connection;
    CheckActions(m_out, segment, before);
    CheckState(before);
}

} // namespace test
} // namespace lifecycle
} // namespace ns3
