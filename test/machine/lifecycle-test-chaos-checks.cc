/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * What must hold of a connection, whatever comes.
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

void
Require(bool holds, const char* what)
{
    if (!holds)
    {
        throw Violation(what);
    }
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
        Require(segment.seq == snd.iss && segment.length <= m_connection.SynData(),
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
    Require(AtOrBefore(segment.End(), snd.nxt), "SND.NXT is below the end of what is sent");
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
    Require(segment != nullptr, "only a segment brings bytes");
    Require(store.length > 0 && store.segmentOffset + store.length <= segment->length,
            "what is stored lies in the segment");
    Require(store.streamOffset >= m_delivered, "what was delivered is not stored again");
    const uint64_t invited = m_connection.Receiving().Limit() + segment->length;
    Require(store.streamOffset + store.length <= m_connection.Receiving().delivered + invited,
            "what is stored was invited");
    m_stored.resize(std::max<std::size_t>(m_stored.size(), store.streamOffset + store.length));
    for (uint64_t i = store.streamOffset; i < store.streamOffset + store.length; ++i)
    {
        Require(!m_stored[i], "no byte is stored twice");
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
    const SeqRanges& sacked = m_connection.Recovery().Board().Sacked();
    for (std::size_t i = 0; i < sacked.Count(); ++i)
    {
        Require(AtOrAfter(sacked[i].left, snd.una) && AtOrBefore(sacked[i].right, snd.nxt),
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
    const bool paced = isSet(Timer::Pacing);
    Require(!snd.synAcked || !waiting || armed || paced, "what waits to be sent has a timer");
    Require(!paced || waiting || m_connection.Recovery().Board().LostOctets() > 0,
            "the pacer waits for something");
    Require((m_state != State::TimeWait && m_state != State::FinWait2) || !(armed || paced),
            "nothing of ours is outstanding after the ACK of our FIN");
}

} // namespace test
} // namespace lifecycle
} // namespace ns3
