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

void
Require(bool holds, const char* what)
{
    if (!holds)
    {
        throw Violation(what);
    }
}

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

/// No clock gets here: beyond it a deadline may be NEVER
constexpr Instant END_OF_TIME{std::chrono::hours(24 * 365 * 100)};

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
    answer.takesText = m_choose(2) == 0;
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
    const bool urgent = m_choose(8) == 0;
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
        Do([octets, urgent](Connection& c, Context& context) {
            c.Send(std::min(octets, c.SendRoom() + 1), context, urgent);
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
            Do([](Connection& c, Context& context) { c.Vanish(context, Cause::HostShutdown); });
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

void
Chaos::CheckEmit(const Emit& emit, const Connection& before)
{
    const Segment& segment = emit.segment;
    const SendSpace& snd = m_connection.Sending();
    Require(segment.options.Size() <= Options::MAX_SIZE, "options fit");
    Require(segment.sourcePort == 1000 && segment.destinationPort == 80, "ports are the tuple's");
    Require(!segment.Has(SYN | FIN) && !segment.Has(SYN | RST), "no mixture is sent");
    if (segment.Has(RST))
    {
        Require(segment.length == 0, "a RST has no text");
        return;
    }
    Require(segment.Has(ACK) || (segment.flags & ~(ECE | CWR | URG)) == SYN,
            "all but the first SYN acknowledge");
    if (segment.Has(SYN))
    {
        Require(segment.seq == snd.iss && segment.length <= m_connection.SynText(),
                "a SYN has the ISS");
        if (segment.Has(ACK))
        {
            // Its window is not scaled: an ACK before it may have told a part of a unit more
            CheckEdge(m_synEdge, segment.ack + segment.window);
            m_edge = m_edge ? Latest(*m_edge, *m_synEdge) : *m_synEdge;
        }
        return;
    }
    // An empty probe and a keep-alive have the number before
    const bool probe = emit.reason == EmitReason::Probe || emit.reason == EmitReason::KeepAlive;
    const Seq least = before.Sending().synAcked ? before.Sending().una : snd.iss;
    Require(AtOrBefore(segment.seq, snd.nxt) && AtOrAfter(segment.seq, least - (probe ? 1 : 0)),
            "what is sent lies between SND.UNA and SND.NXT");
    Require(AtOrBefore(segment.End(), snd.nxt), "SND.NXT is behind what is sent");
    Require(segment.length <= snd.mss, "no segment is longer than the MSS");
    if (segment.length > 0)
    {
        Require(AtOrBefore(segment.seq + segment.length, snd.writeEnd), "what is sent was written");
        Require(emit.streamOffset + segment.length <= snd.written,
                "and has its place in the stream");
        Require(emit.streamOffset >= m_released, "what was released is not sent again");
    }
    if (segment.SequenceLength() > 0 && !emit.retransmission && emit.reason != EmitReason::Probe)
    {
        const SendSpace& known = snd.wnd >= before.Sending().wnd ? snd : before.Sending();
        Require(AtOrBefore(segment.End(), known.una + std::max(snd.wnd, known.wnd)) ||
                    AtOrBefore(segment.End(), snd.una + snd.wnd),
                "nothing new goes beyond the window");
    }
    CheckEdge(m_edge, segment.ack + (uint32_t{segment.window} << m_connection.Receiving().Scale()));
}

void
Chaos::CheckEdge(std::optional<Seq>& last, Seq edge)
{
    Require(!last || AtOrBefore(*last, edge), "the right edge does not move left");
    last = edge;
}

void
Chaos::CheckStore(const Store& store, const Segment* segment)
{
    Require(segment != nullptr, "only a segment brings octets");
    Require(store.length > 0 && store.segmentOffset + store.length <= segment->length,
            "what is stored lies in the segment");
    Require(store.streamOffset >= m_delivered, "what was delivered is not stored again");
    const uint64_t invited = m_connection.Receiving().Limit() + segment->length;
    Require(store.streamOffset + store.length <= m_connection.Receiving().delivered + invited,
            "what is stored was invited");
    m_stored.resize(std::max<std::size_t>(m_stored.size(), store.streamOffset + store.length));
    for (uint64_t i = store.streamOffset; i < store.streamOffset + store.length; ++i)
    {
        Require(!m_stored[i], "no octet is stored twice");
        m_stored[i] = true;
    }
}

void
Chaos::CheckActions(const Actions& actions, const Segment* segment, const Connection& before)
{
    for (const Action& action : actions)
    {
        Require(!m_over || std::holds_alternative<Dropped>(action), "nothing follows Closed");
        if (const auto* emit = std::get_if<Emit>(&action))
        {
            CheckEmit(*emit, before);
        }
        else if (const auto* store = std::get_if<Store>(&action))
        {
            CheckStore(*store, segment);
        }
        else if (const auto* deliver = std::get_if<Deliver>(&action))
        {
            Require(deliver->streamEnd > m_delivered, "a delivery brings something");
            Require(deliver->streamEnd <= m_stored.size(), "what is delivered was stored");
            Require(std::all_of(m_stored.begin() + static_cast<std::ptrdiff_t>(m_delivered),
                                m_stored.begin() + static_cast<std::ptrdiff_t>(deliver->streamEnd),
                                [](bool there) { return there; }),
                    "what is delivered was stored");
            m_delivered = deliver->streamEnd;
        }
        else if (const auto* release = std::get_if<Release>(&action))
        {
            Require(release->streamEnd > m_released, "a release brings something");
            Require(release->streamEnd <= m_connection.Sending().written, "it was written");
            m_released = release->streamEnd;
        }
        else if (const auto* notify = std::get_if<Notify>(&action))
        {
            const uint32_t bit = 1U << static_cast<uint32_t>(notify->event);
            Require((m_told & bit) == 0 || notify->event == Event::Urgent, "an event is told once");
            m_told |= bit;
            m_over = m_over || notify->event == Event::Closed;
        }
        else if (const auto* transition = std::get_if<Transition>(&action))
        {
            Require(transition->from == m_state, "transitions follow each other");
            m_state = transition->to;
        }
        else if (const auto* defect = std::get_if<Defect>(&action))
        {
            throw Violation(std::string("no such transition: ") + ToText(defect->from) + " -> " +
                            ToText(defect->to) + " (" + ToText(defect->cause) + ")");
        }
    }
    Require(m_connection.GetState() == m_state, "the last transition's state is the state");
}

void
Chaos::CheckState(const Connection& before)
{
    const SendSpace& snd = m_connection.Sending();
    const ReceiveSpace& rcv = m_connection.Receiving();
    Require(AtOrBefore(snd.una, snd.nxt), "SND.UNA =< SND.NXT");
    Require(AtOrBefore(snd.nxt, snd.writeEnd + 1), "nothing is sent that was not written");
    Require(m_connection.SendRoom() <= MAX_BUFFER, "the buffer is kept");
    Require(m_connection.Unread() <= m_delivered, "what is unread was delivered");
    if (before.Sending().synAcked)
    {
        Require(AtOrAfter(snd.una, before.Sending().una), "SND.UNA does not go back");
        Require(AtOrAfter(snd.nxt, before.Sending().nxt), "SND.NXT does not go back");
        Require(AtOrAfter(rcv.nxt, before.Receiving().nxt), "RCV.NXT does not go back");
        Require(AtOrAfter(rcv.advertisedEnd, before.Receiving().advertisedEnd),
                "the right edge of the window does not go back");
    }
    for (std::size_t i = 0; i < rcv.beyond.Count(); ++i)
    {
        Require(After(rcv.beyond[i].left, rcv.nxt), "what waits lies beyond a hole");
    }
    for (std::size_t i = 0; i < snd.sacked.Count(); ++i)
    {
        Require(AtOrAfter(snd.sacked[i].left, snd.una) && AtOrBefore(snd.sacked[i].right, snd.nxt),
                "what is SACKed is outstanding");
    }
    if (m_now > END_OF_TIME)
    {
        return;
    }
    if (m_state == State::Closed)
    {
        Require(m_connection.NextDeadline() == NEVER, "CLOSED has no deadline");
        Require(!m_connection.OwesAck(), "CLOSED owes nothing");
        Require(m_over, "CLOSED was told");
        return;
    }
    Require(!m_over, "Closed is told in CLOSED");
    const auto isSet = [this](Timer timer) { return m_connection.DeadlineOf(timer) != NEVER; };
    const bool armed = isSet(Timer::Retransmission) || isSet(Timer::Persist);
    Require(snd.Flight() == 0 || armed, "what is outstanding has a timer");
    const bool waiting = snd.Unsent() > 0 || (snd.finQueued && !snd.finSent);
    Require(!snd.synAcked || !waiting || armed, "what waits to be sent has a timer");
    Require((m_state != State::TimeWait && m_state != State::FinWait2) || !armed,
            "nothing of ours is outstanding after the ACK of our FIN");
}

} // namespace test
} // namespace lifecycle
} // namespace ns3
