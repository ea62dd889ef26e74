/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * The send buffer as its user sees it, what holds back a sender, and how the receive buffer grows.
 */

#include "lifecycle-connection.h"

#include <algorithm>

namespace ns3
{
namespace lifecycle
{

namespace
{

/// Linux, sk_setup_caps(): GSO_LEGACY_MAX_SIZE less MAX_TCP_HEADER and one
constexpr uint32_t MOST_FRAME = 65536 - 320 - 1;

/// Linux, SKB_TRUESIZE(MAX_TCP_HEADER): 320, sk_buff 256, skb_shared_info 320
constexpr uint32_t FRAME_OVERHEAD = 896;

/// Linux, tcp_bound_to_half_wnd(): TCP_MSS_DEFAULT
constexpr uint32_t SMALL_WINDOW = 536;

/// Linux, tcp_init_buffer_space(): TCP_INIT_CWND
constexpr uint32_t FIRST_SEGMENTS = 10;

} // namespace

uint32_t
Connection::FrameSize() const
{
    // Linux, tcp_xmit_size_goal()
    const uint32_t half = m_snd.maxWnd > SMALL_WINDOW ? m_snd.maxWnd / 2 : m_snd.maxWnd;
    const uint32_t most = half > 0 ? std::min(half, MOST_FRAME) : MOST_FRAME;
    const uint32_t room = SegmentRoom();
    return std::max(most / room, 1U) * room;
}

uint32_t
Connection::TailSize() const
{
    // Linux, tcp_skb_can_collapse_to(): nothing is added to the end of a record
    const bool closed = !m_snd.recordEnds.empty() && m_snd.recordEnds.back() == m_snd.writeEnd;
    const Seq start = Latest(m_snd.frameStart, m_snd.nxt);
    return closed || m_snd.Unsent() == 0 || After(start, m_snd.writeEnd)
               ? 0
               : Span(start, m_snd.writeEnd);
}

uint32_t
Connection::SendMemory() const
{
    if (m_config->sendAccounting == SendAccounting::Octets)
    {
        return m_snd.Queued();
    }
    uint32_t frames = m_recovery.Board().Frames();
    if (m_snd.Unsent() > 0)
    {
        const Seq start = Latest(m_snd.frameStart, m_snd.nxt);
        const uint32_t before = After(start, m_snd.writeEnd) ? 0 : Span(m_snd.nxt, start);
        frames += 1 + (before + FrameSize() - 1) / FrameSize();
    }
    return m_snd.Queued() + frames * FRAME_OVERHEAD;
}

uint32_t
Connection::SendRoom() const
{
    const uint32_t memory = SendMemory();
    const bool full = memory >= m_snd.buffer || m_snd.Unsent() >= m_config->notSentLowat;
    if (m_config->sendAccounting == SendAccounting::Octets)
    {
        return full ? 0 : m_snd.buffer - memory;
    }
    // Linux, tcp_sendmsg_locked(): only a new frame has to wait for memory
    const uint32_t tail = TailSize();
    const uint32_t size = FrameSize();
    const uint32_t room = tail > 0 && tail < size ? size - tail : (full ? 0 : size);
    return std::min(room, MAX_BUFFER - std::min(m_snd.Queued(), MAX_BUFFER));
}

bool
Connection::IsWritable() const
{
    // Linux, __sk_stream_is_writeable() and tcp_stream_memory_free(), which wants more than
    // SendRoom() so that not every acknowledgment wakes a user
    const uint32_t memory = SendMemory();
    const bool wakes = uint64_t{m_snd.Unsent()} * 2 < m_config->notSentLowat;
    const uint32_t free = m_snd.buffer - std::min(memory, m_snd.buffer);
    const uint32_t enough = m_config->sendAccounting == SendAccounting::Frames ? memory / 2 : 1;
    return wakes && memory < m_snd.buffer && free >= enough;
}

void
Connection::WantSpace()
{
    // Linux, tcp_sendmsg_locked(), wait_for_space: what is not sent yet is pushed
    m_snd.wantsSpace = true;
    m_snd.pushEnd = m_snd.writeEnd;
}

const SendTimes&
Connection::Times() const
{
    return m_times;
}

void
Connection::NoteWait(bool sent, Context& context)
{
    // Linux, tcp_write_xmit(): the congestion window is looked at first; tcp_cwnd_validate()
    const uint32_t unsent = m_snd.UnsentTogether();
    if (unsent == 0 && !m_snd.wantsSpace)
    {
        m_times.Stop(SendWait::PeerWindow, m_snd.HasWork(), context.now);
        return;
    }
    const uint32_t next = std::min(unsent, SegmentRoom());
    const Seq edge = m_snd.una + m_snd.wnd;
    const bool full = m_cwndLimited || Pipe() + next > m_congestion.cwnd;
    if (next > 0 && !full && After(m_snd.nxt + next, edge))
    {
        m_times.Start(SendWait::PeerWindow, context.now);
    }
    else
    {
        m_times.Stop(SendWait::PeerWindow, m_snd.HasWork(), context.now);
    }
    if (sent && !full && next == 0 && m_snd.wantsSpace)
    {
        m_times.Start(SendWait::SendBuffer, context.now);
    }
    if (m_snd.wantsSpace && IsWritable()) // tcp_check_space()
    {
        m_snd.wantsSpace = false;
        m_times.Stop(SendWait::SendBuffer, m_snd.HasWork(), context.now);
    }
}

// The receive buffer

void
Connection::WaitToBeAccepted(bool waits)
{
    m_growth.held = waits;
}

void
Connection::MeasureArrival(const Segment& segment, const KnownOptions& options, Context& context)
{
    if (!m_growth.HasBegun())
    {
        const uint32_t expected = FIRST_SEGMENTS * m_config->maxSegmentSize;
        m_growth.Begin(std::min(expected, m_rcv.buffer), Consumed(), context.now);
    }
    m_growth.OnArrival(m_rcv.nxt, m_rcv.Window(), context.now);
    if (m_rcv.timestamps && options.timestamps && options.timestamps->echo != 0 &&
        segment.length >= m_snd.mss / 2)
    {
        const uint32_t ticks = TimestampClock(context.now) - options.timestamps->echo;
        if (static_cast<int32_t>(ticks) >= 0)
        {
            m_growth.OnEcho(options.timestamps->echo,
                            std::max<uint32_t>(ticks, 1) * m_config->timestampTick);
        }
    }
    if (!m_rcv.beyond.Empty() && !m_growth.held)
    {
        GrowBuffer(m_growth.Space()); // tcp_data_queue_ofo()
    }
}

void
Connection::GrowBuffer(uint32_t space)
{
    // Half of Linux's buffer is for data; one that its user has set has no windowScaleBuffer
    uint64_t need = m_growth.Need(space);
    if (!m_rcv.beyond.Empty())
    {
        need += Span(m_rcv.nxt, m_rcv.beyond[m_rcv.beyond.Count() - 1].right);
    }
    const uint32_t most = std::min(m_config->windowScaleBuffer / 2, MAX_BUFFER);
    m_rcv.buffer = std::max(m_rcv.buffer, static_cast<uint32_t>(std::min<uint64_t>(need, most)));
}

bool
Connection::AcksForCount()
{
    if (m_unackedSegments < m_config->delayedAckCount)
    {
        return false;
    }
    if (!m_config->fewAcksWhenFull || m_rcv.Room() >= m_rcv.buffer / 2)
    {
        return true;
    }
    // Linux, __tcp_select_window(): "icsk_ack.quick = 0"; __tcp_ack_snd_check(): "and right edge
    // of window advances far enough"
    m_quickAcks = 0;
    return m_rcv.Room() >= Span(m_rcv.lastAckSent, m_rcv.advertisedEnd);
}

} // namespace lifecycle
} // namespace ns3
