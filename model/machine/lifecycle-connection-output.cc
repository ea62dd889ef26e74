/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * Transmission of segments.
 */

#include "lifecycle-connection.h"

#include <algorithm>

namespace ns3
{
namespace lifecycle
{

namespace
{

/// Timestamps on every segment, with two NOPs before them (RFC 7323, appendix A)
constexpr uint32_t TIMESTAMPS_SIZE = 12;

/// Number of SACK blocks that fit with timestamps (RFC 2018, 3)
constexpr std::size_t SACK_BLOCKS_WITH_TIMESTAMPS = 3;

/// A SACK option without blocks, with two NOPs before it (RFC 2018, 3)
constexpr uint32_t SACK_SIZE = 4;

/// A SACK block (RFC 2018, 3)
constexpr uint32_t SACK_BLOCK_SIZE = 8;

/// RFC 5482, 3.3: length of the user timeout option
constexpr uint32_t USER_TIMEOUT_SIZE = 4;

} // namespace

std::size_t
Connection::SackBlocksDue() const
{
    if (!m_rcv.sack)
    {
        return 0;
    }
    const std::size_t most = m_rcv.timestamps ? SACK_BLOCKS_WITH_TIMESTAMPS : MAX_SACK_BLOCKS;
    return std::min(most, m_rcv.beyond.Count() + (m_rcv.HasDuplicate() ? 1 : 0));
}

uint32_t
Connection::SegmentRoom() const
{
    // RFC 6691, section 2: the MSS does not count options; the sender subtracts those that it sends
    uint32_t options = m_rcv.timestamps ? TIMESTAMPS_SIZE : 0;
    if (const std::size_t blocks = SackBlocksDue(); blocks > 0)
    {
        options += SACK_SIZE + SACK_BLOCK_SIZE * static_cast<uint32_t>(blocks);
    }
    if (m_userTimeoutDue && options + USER_TIMEOUT_SIZE <= Options::MAX_SIZE)
    {
        options += USER_TIMEOUT_SIZE;
    }
    return m_snd.mss > options ? m_snd.mss - options : 1;
}

uint32_t
Connection::WindowGain() const
{
    // The largest window that the field can announce
    const uint8_t shift = m_rcv.Scale();
    const uint32_t most = uint32_t{0xffff} << shift;
    const Seq end = m_rcv.nxt + (std::min(m_rcv.Room(), most) >> shift << shift);
    if (!m_snd.synAcked || AtOrBefore(end, m_rcv.advertisedEnd))
    {
        return 0; // the window of the SYN is valid until the handshake is complete
    }
    // RFC 9293, 3.8.6.2.2: the right edge moves by at least min(Fr * buffer, MSS), Fr = 1/2
    const uint32_t gain = Span(m_rcv.advertisedEnd, end);
    if (m_config->windowAdvance == WindowAdvance::Eager)
    {
        const uint32_t room = m_rcv.Room();
        return room >= SegmentRoom() || room >= m_rcv.buffer / 4 ? gain : 0;
    }
    return gain >= std::min(m_rcv.buffer / 2, SegmentRoom()) ? gain : 0;
}

uint16_t
Connection::WindowField()
{
    m_rcv.advertisedEnd += WindowGain();
    const uint32_t field = m_rcv.WindowField();
    if (m_snd.synAcked) // the state of a half-open connection stays that of its SYN,ACK
    {
        m_rcv.advertisedEnd = m_rcv.nxt + (field << m_rcv.Scale());
    }
    return static_cast<uint16_t>(field);
}

Seq
Connection::ControlSeq() const
{
    // SND.NXT; but while a closed window is probed, the sequence number that the peer expects. With
    // SND.NXT, two ends that probe each other would drop each other's ACKs forever (RFC 9293,
    // appendix A.2, "simultaneous window probes").
    return m_probing ? m_snd.una : m_snd.nxt;
}

uint32_t
Connection::TimestampClock(Instant now) const
{
    return static_cast<uint32_t>(now.time_since_epoch() / m_config->timestampTick);
}

void
Connection::AddTimestamps(Options& options, Instant now) const
{
    if (m_rcv.timestamps)
    {
        options.AddNoOperation();
        options.AddNoOperation();
        options.AddTimestamps({TimestampClock(now), m_rcv.tsRecent});
    }
}

Segment
Connection::NewSegment(uint8_t flags, Seq seq, const Context& context)
{
    Segment segment;
    segment.sourcePort = m_localPort;
    segment.destinationPort = m_remotePort;
    segment.seq = seq;
    segment.ack = m_rcv.nxt;
    segment.flags = m_ecnEcho ? flags | ECE : flags;
    segment.window = WindowField();
    if (m_snd.up && Before(seq, *m_snd.up))
    {
        // RFC 9293, 3.8.5; limited to the largest value of the field
        segment.flags |= URG;
        segment.urgentPointer =
            static_cast<uint16_t>(std::min<uint32_t>(Span(seq, *m_snd.up), 0xffff));
    }
    AddTimestamps(segment.options, context.now);
    if (const std::size_t due = SackBlocksDue(); due > 0)
    {
        SackBlock blocks[MAX_SACK_BLOCKS];
        // RFC 2883, 4: the first block reports duplicate data, once
        const std::size_t first = m_rcv.HasDuplicate() ? 1 : 0;
        blocks[0] = {m_rcv.duplicateLeft, m_rcv.duplicateRight};
        m_rcv.duplicateLeft = m_rcv.duplicateRight;
        const std::size_t count = first + m_rcv.MostRecentBlocks(blocks + first, due - first);
        segment.options.AddNoOperation();
        segment.options.AddNoOperation();
        segment.options.AddSack(blocks, count);
    }
    if (m_userTimeoutDue && m_snd.synAcked && GetState() != State::TimeWait)
    {
        // RFC 5482, 3.1: also on the first segment without SYN, for a peer that kept no state for
        // the SYN
        m_userTimeoutDue = !segment.options.AddUserTimeout(AdvertisedUserTimeout());
    }
    // It acknowledges all data received
    m_rcv.lastAckSent = m_rcv.nxt;
    m_ackNow = false;
    m_unackedSegments = 0;
    Clear(Timer::DelayedAck);
    return segment;
}

void
Connection::OweAck(EmitReason reason)
{
    if (!m_ackNow)
    {
        m_ackNow = true;
        m_ackReason = reason;
    }
}

void
Connection::Flush(Context& context)
{
    if (m_ackNow)
    {
        EmitAck(m_ackReason, context);
    }
}

void
Connection::EmitAck(EmitReason reason, Context& context)
{
    const bool plain = reason == EmitReason::Ack || reason == EmitReason::OutOfWindow ||
                       reason == EmitReason::WindowUpdate;
    if (plain && RepeatsFin())
    {
        m_snd.timedAt.reset(); // Karn: RFC 6298, 3
        context.out.Add(
            Emit{NewSegment(FIN | ACK, m_snd.nxt - 1, context), 0, EmitReason::Fin, true});
        return;
    }
    context.out.Add(Emit{NewSegment(ACK, ControlSeq(), context), 0, reason, false});
}

void
Connection::EmitReset(Seq seq, std::optional<Seq> ack, Context& context)
{
    Segment reset;
    reset.sourcePort = m_localPort;
    reset.destinationPort = m_remotePort;
    reset.seq = seq;
    reset.flags = RST;
    if (ack)
    {
        reset.flags |= ACK;
        reset.ack = *ack;
    }
    context.out.Add(Emit{reset, 0, EmitReason::Reset, false});
}

void
Connection::EmitOwnReset(Context& context)
{
    EmitReset(ControlSeq(), m_rcv.nxt, context);
    if (m_config->resetForm == ResetForm::WithStamps)
    {
        AddTimestamps(std::get<Emit>(context.out.Last()).segment.options, context.now);
    }
}

void
Connection::EmitData(Seq from, uint32_t octets, bool fin, EmitReason reason, Context& context)
{
    const Seq end = from + octets + (fin ? 1 : 0);
    const bool again = Before(from, m_snd.nxt);
    uint8_t flags = ACK;
    if (fin)
    {
        flags |= FIN;
    }
    if (octets > 0 && Pushes(from + octets))
    {
        flags |= PSH;
    }
    if (!again && octets > 0 && context.now - m_lastDataAt < m_config->delayedAckTimeout)
    {
        m_quickAcks = 0; // request and response: ACKs are sent with the responses
    }
    if (m_ecnReduced && octets > 0 && !again && m_snd.synAcked)
    {
        flags |=
            CWR; // RFC 3168, 6.1.2: "the first new data packet sent after the window reduction"
        m_ecnReduced = false;
    }
    Segment segment = NewSegment(flags, from, context);
    segment.length = octets;
    if (again)
    {
        m_snd.timedAt.reset(); // Karn: RFC 6298, 3
        if (reason == EmitReason::Probe)
        {
            m_recovery.Probed(from);
        }
        else
        {
            m_recovery.SentAgain(from,
                                 Earliest(end, m_snd.nxt),
                                 context.now,
                                 TimestampClock(context.now),
                                 m_congestion.phase);
        }
    }
    else if (!m_snd.timedAt)
    {
        m_snd.timedAt = context.now;
        m_snd.timedEnd = end;
    }
    if (After(end, m_snd.nxt))
    {
        uint8_t traits = again ? Scoreboard::NO_SAMPLE : 0;
        traits |= (flags & PSH) != 0 ? Scoreboard::PUSHED : 0;
        if (!m_snd.recordEnds.empty() && AtOrAfter(end, m_snd.recordEnds.front()))
        {
            m_snd.recordEnds.erase(m_snd.recordEnds.begin());
            traits |= Scoreboard::RECORD_END;
        }
        m_recovery.Sent(m_snd.nxt, end, context.now, traits);
    }
    m_snd.sentAt = octets > 0 ? context.now : m_snd.sentAt;
    if (!again && octets > 0 && octets < SegmentRoom())
    {
        m_snd.shortEnd = from + octets;
    }
    NoteSize(octets + static_cast<uint32_t>(segment.options.Size()), end);
    m_snd.nxt = Latest(m_snd.nxt, end);
    // RFC 3168, 6.1.5: "TCP MUST NOT set either an ECT codepoint ... on retransmitted data
    // packets"; 6.1.6: nor on window probes; 6.1.4: nor on segments without data
    const bool ect = m_ecn && octets > 0 && !again && reason == EmitReason::Data;
    context.out.Add(Emit{segment, octets > 0 ? m_snd.StreamOffset(from) : 0, reason, again, ect});
}

bool
Connection::Pushes(Seq end) const
{
    // RFC 9293, 3.9.1.2: "must set the PSH bit in the last buffered segment", unless the user has
    // announced more data; each record is treated as if it were alone
    return end == m_snd.writeEnd ? end == m_snd.pushEnd
                                 : !m_snd.recordEnds.empty() && end == m_snd.recordEnds.front();
}

bool
Connection::MaySendNow(uint32_t octets, uint32_t usable, bool fin, Seq begin, Hold hold) const
{
    const uint32_t unsent = m_snd.Unsent();
    bool nothingOut = m_snd.Flight() <= (m_snd.synAcked ? 0U : 1U); // a SYN does not count
    switch (m_config->nagleRule)
    {
    case NagleRule::Outstanding:
        break;
    case NagleRule::Burst:
        nothingOut = Span(m_snd.una, begin) <= (m_snd.synAcked ? 0U : 1U);
        break;
    case NagleRule::Short:
        nothingOut = nothingOut || AtOrBefore(m_snd.shortEnd, m_snd.una) ||
                     After(m_snd.shortEnd, m_snd.nxt); // it wraps 2 GiB after shortEnd
        break;
    }
    if (octets == 0)
    {
        return fin;
    }
    if (octets == SegmentRoom() || hold == Hold::Never)
    {
        return true;
    }
    if (octets < unsent && m_snd.nxt + octets == m_snd.NextEnd())
    {
        return true; // the end of a record has "no chances to get new data" (Linux)
    }
    const bool waits = !fin && (hold == Hold::Wait || m_config->cork);
    // RFC 9293, 3.8.6.2.1 (sender's silly window) and 3.7.4 (Nagle): all data, if nothing is
    // outstanding, Nagle is off, or the FIN is included
    if (octets == unsent)
    {
        return !waits && (fin || !m_config->nagle || nothingOut);
    }
    // ... or a large part of the largest window so far, Fs = 1/2, with the same condition
    return !waits && (!m_config->nagle || nothingOut) && usable >= m_snd.maxWnd / 2;
}

bool
Connection::SendOneNew(Seq begin, Hold hold, Context& context)
{
    const uint32_t unsent = m_snd.Unsent();
    // In SYN-RECEIVED a CLOSE after a SEND waits for ESTABLISHED (RFC 9293, 3.10.4)
    const bool finDue = m_snd.FinUnsent() && GetState() != State::SynReceived;
    if (unsent == 0 && !finDue)
    {
        return false;
    }
    const Seq edge = m_snd.una + m_snd.wnd;
    const uint32_t usable = After(edge, m_snd.nxt) ? Span(m_snd.nxt, edge) : 0;
    const uint32_t room = SegmentRoom();
    const uint32_t octets = std::min({m_snd.UnsentTogether(), room, usable});
    const bool fin = finDue && octets == unsent && usable > octets;
    if (!MaySendNow(octets, usable, fin, begin, hold))
    {
        return false;
    }
    const bool limited = !m_config->limitedTransmit && m_congestion.phase < RecoveryPhase::Recovery;
    const uint32_t pipe = limited ? m_snd.Flight() : Pipe();
    if (octets > 0 && m_snd.Flight() > 0 && pipe + octets > m_congestion.cwnd)
    {
        m_cwndLimited = true;
        return false;
    }
    if (fin)
    {
        m_snd.finSent = true;
        if (GetState() == State::CloseWait)
        {
            Enter(State::LastAck, Cause::Close, context);
        }
    }
    EmitData(m_snd.nxt, octets, fin, octets > 0 ? EmitReason::Data : EmitReason::Fin, context);
    ArmRetransmission(context, false);
    return true;
}

void
Connection::PushLast(Context& context)
{
    // Linux, __tcp_transmit_skb(), sets it in the clone that is sent, not in the queue
    std::get<Emit>(context.out.Last()).segment.flags |= PSH;
}

void
Connection::Output(Context& context, Hold hold)
{
    switch (GetState())
    {
    case State::Established:
    case State::CloseWait:
    case State::FinWait1:
    case State::Closing:
    case State::LastAck:
        break;
    case State::SynReceived:
        if (m_fastOpened)
        {
            break; // RFC 7413, 4.2.2: data may be sent before the handshake is complete
        }
        return;
    case State::Closed:
    case State::Listen:
    case State::SynSent:
    case State::FinWait2:
    case State::TimeWait:
        return; // these states have nothing queued that may be sent
    }
    if (m_probing)
    {
        return; // while the window is closed, the persist timer decides
    }
    m_cwndLimited = false;
    const bool newFirst = m_recovery.SendsNewFirst();
    if (!newFirst)
    {
        SendRepairs(context); // RFC 6675, 4, NextSeg(), rule 1
    }
    uint32_t burst = 0;
    const Seq begin = m_snd.nxt;
    const uint32_t flightBefore = m_snd.Flight();
    while (SendOneNew(begin, hold, context)) // rule 2
    {
        ++burst;
        if (burst > 1 && m_config->pushBursts && burst == BurstSegments())
        {
            PushLast(context);
            burst = 0;
        }
    }
    if (burst > 1 && m_config->pushBursts)
    {
        PushLast(context);
    }
    if (newFirst && m_snd.nxt == begin)
    {
        SendRepairs(context);
    }
    // Rule 3: below the highest SACKed byte, but not yet lost
    while (const auto early = m_recovery.NextEarlyRepair(*m_config, m_rcv.sack, m_congestion.phase))
    {
        if (!SendRepair(*early, false, context))
        {
            break;
        }
    }
    NoteUsage(flightBefore, m_cwndLimited);
    ArmPersist(context);
}

} // namespace lifecycle
} // namespace ns3
