/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * How a segment is made: its options, its window, acknowledgments and resets.
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
    const bool ect = m_ecn && m_config->ectAlways;
    context.out.Add(Emit{NewSegment(ACK, ControlSeq(), context), 0, reason, false, ect});
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

} // namespace lifecycle
} // namespace ns3
