/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * The user calls (RFC 9293, 3.10.2 to 3.10.5).
 */

#include "lifecycle-connection.h"

#include <algorithm>

namespace ns3
{
namespace lifecycle
{

Refusal
Connection::Send(uint32_t octets, Context& context, SendFlags flags)
{
    // RFC 9293, 3.10.2
    switch (GetState())
    {
    case State::Closed:
    case State::Listen:
        return Refusal::NotConnected;
    case State::FinWait1:
    case State::FinWait2:
    case State::Closing:
    case State::LastAck:
    case State::TimeWait:
        return Refusal::Closing;
    case State::SynSent:
    case State::SynReceived: // "Queue the data for transmission after entering ESTABLISHED state"
    case State::Established:
    case State::CloseWait:
        break;
    }
    if (m_snd.finQueued)
    {
        return Refusal::Closing;
    }
    if (octets > SendRoom())
    {
        return Refusal::NoSpace; // "error: insufficient resources"
    }
    if (m_snd.Flight() == 0)
    {
        RestartAfterIdle(context);
    }
    NoteUserLimit();
    if (m_config->sendAccounting == SendAccounting::Frames)
    {
        const uint32_t tail = TailSize();
        m_snd.frameStart = tail == 0 || tail >= FrameSize() ? m_snd.writeEnd : m_snd.frameStart;
    }
    if (octets > 0)
    {
        m_times.Start(SendWait::Delivery, context.now);
    }
    m_snd.written += octets;
    m_snd.writeEnd += octets;
    if (!flags.more)
    {
        m_snd.pushEnd = m_snd.writeEnd;
    }
    if (flags.endOfRecord && octets > 0)
    {
        m_snd.recordEnds.push_back(m_snd.writeEnd);
    }
    if (flags.urgent && octets > 0)
    {
        // 3.10.2: "If the urgent flag is set, then SND.UP <- SND.NXT-1"; but MUST-62: "the urgent
        // pointer MUST point to the sequence number of the byte following the urgent data"
        m_snd.up = m_snd.writeEnd;
    }
    ArmUser(context, false);
    Output(context, flags.more ? Hold::Wait : Hold::Nagle);
    return Refusal::None;
}

void
Connection::Push(Context& context)
{
    Output(context, Hold::Never);
}

void
Connection::Consume(uint32_t octets, Context& context)
{
    m_rcv.unread -= std::min(octets, m_rcv.unread);
    if (m_config->receiveGrowth)
    {
        if (const auto space = m_growth.OnRead(Consumed(), m_rcv.unread, context.now))
        {
            GrowBuffer(*space);
        }
    }
    if (m_rcv.up && AtOrAfter(Consumed(), *m_rcv.up))
    {
        m_rcv.up.reset();
    }
    switch (GetState())
    {
    case State::Established:
    case State::FinWait1:
    case State::FinWait2:
        break;
    case State::Closed:
    case State::Listen:
    case State::SynSent:
    case State::SynReceived:
    case State::CloseWait:
    case State::Closing:
    case State::LastAck:
    case State::TimeWait:
        return; // the peer has no more data to send
    }
    // A window update is sent if the peer could not send a full segment before, or if half of the
    // buffer is free (RFC 9293, 3.8.6.2.2) and no ACK is due that will announce it.
    const uint32_t gain = WindowGain();
    const bool shutBefore = m_rcv.Window() < m_config->maxSegmentSize;
    const bool muchFree = gain >= m_rcv.buffer / 2 && !IsSet(Timer::DelayedAck);
    const bool enough = m_config->windowAdvance == WindowAdvance::Reluctant ||
                        gain >= std::min(2 * SegmentRoom(), m_rcv.buffer / 2);
    if (!m_receiveShut && gain > 0 && enough && (shutBefore || muchFree))
    {
        OweAck(EmitReason::WindowUpdate);
    }
}

void
Connection::Adopt(const Config* config, Context& context)
{
    const Config& old = *m_config;
    const bool keepAlive = config->keepAlive != old.keepAlive ||
                           config->keepAliveIdle != old.keepAliveIdle ||
                           config->keepAliveInterval != old.keepAliveInterval;
    const bool userTimeout = config->userTimeout != old.userTimeout;
    m_config = config;
    m_snd.buffer = std::min(config->sendBuffer, MAX_BUFFER);
    if (config->receiveBuffer != old.receiveBuffer)
    {
        m_rcv.buffer = std::min(config->receiveBuffer, MAX_BUFFER);
    }
    if (GetState() == State::Closed || GetState() == State::TimeWait)
    {
        return; // these states have no timer of the user
    }
    if (userTimeout)
    {
        m_userTimeout = config->userTimeout;
        ArmUser(context, true);
    }
    if (keepAlive && m_snd.synAcked)
    {
        Clear(Timer::KeepAlive);
        ArmKeepAlive(context);
    }
    Output(context); // Nagle's algorithm may be off now
}

Refusal
Connection::Close(Context& context)
{
    if (GetState() == State::Closed)
    {
        return Refusal::NotConnected;
    }
    if (m_userClosed)
    {
        return Refusal::Closing; // RFC 9293, 3.10.4: "error: connection closing"
    }
    m_userClosed = true;
    if (m_config->linger <= Duration::zero() && GetState() != State::TimeWait)
    {
        return Abort(context); // POSIX, SO_LINGER with a time of zero
    }
    m_rcv.unread = m_config->resetOnUnread ? m_rcv.unread : 0; // otherwise the data are discarded
    // RFC 9293, 3.6.1, SHLD-3: "CLOSE ... while received data is still pending ... SHOULD send a
    // RST to show that data was lost"; but TIME-WAIT must still answer a retransmitted FIN
    if (m_rcv.unread > 0 && GetState() != State::TimeWait)
    {
        EmitOwnReset(context);
        CloseWithError(Error::Aborted, Cause::UnreadData, context);
        return Refusal::None;
    }
    switch (GetState())
    {
    case State::SynSent:
        if (m_synData > 0)
        {
            break; // the peer may have data of this connection (RFC 7413): the FIN is queued
        }
        [[fallthrough]];
    case State::Closed:
    case State::Listen:
        // "Delete the TCB and return 'error: closing' responses to any queued SENDs, or RECEIVEs"
        CloseWithoutError(Cause::Close, context);
        return Refusal::None;
    case State::SynReceived:
        if (m_config->closeForgetsEarly && !m_fastOpened)
        {
            CloseWithoutError(Cause::Close, context);
            return Refusal::None;
        }
        break;
    case State::FinWait2:
        // ShutdownSend() has sent the FIN; from now on the user does not wait for the peer's.
        ArmFinWait2(context);
        return Refusal::None;
    case State::FinWait1:
    case State::Closing:
    case State::LastAck:
        ArmLinger(context); // ShutdownSend() has sent the FIN
        return Refusal::None;
    case State::TimeWait:
        return Refusal::None;
    case State::Established:
    case State::CloseWait:
        break;
    }
    ArmLinger(context);
    return m_snd.finQueued ? Refusal::None : ShutdownSend(context);
}

Refusal
Connection::ShutdownSend(Context& context)
{
    switch (GetState())
    {
    case State::Closed:
    case State::Listen:
        return Refusal::NotConnected;
    case State::FinWait1:
    case State::FinWait2:
    case State::Closing:
    case State::LastAck:
    case State::TimeWait:
        return Refusal::Closing;
    case State::SynSent:
    case State::SynReceived:
    case State::Established:
    case State::CloseWait:
        break;
    }
    if (m_snd.finQueued)
    {
        return Refusal::Closing;
    }
    m_snd.finQueued = true;
    m_times.Start(SendWait::Delivery, context.now);
    ArmUser(context, false);
    switch (GetState())
    {
    case State::SynReceived:
        // RFC 9293, 3.10.4: "If no SENDs have been issued and there is no pending data to send,
        // then form a FIN segment and send it, and enter FIN-WAIT-1 state; otherwise, queue for
        // processing after entering ESTABLISHED state"
        if (m_snd.written == 0)
        {
            Enter(State::FinWait1, Cause::Close, context);
        }
        break;
    case State::Established:
        // "Queue this until all preceding SENDs have been segmentized, then form a FIN segment and
        // send it. In any case, enter FIN-WAIT-1 state."
        Enter(State::FinWait1, Cause::Close, context);
        break;
    case State::SynSent:
        // "Queue for processing after entering ESTABLISHED": RFC 9293's text for SYN-RECEIVED; the
        // RFC has no call that shuts down one direction.
        return Refusal::None;
    case State::CloseWait:
        // "Queue this request until all preceding SENDs have been segmentized; then send a FIN
        // segment, enter LAST-ACK state": entered when the FIN is sent
        break;
    case State::Closed:
    case State::Listen:
    case State::FinWait1:
    case State::FinWait2:
    case State::Closing:
    case State::LastAck:
    case State::TimeWait:
        break; // refused above
    }
    Output(context);
    return Refusal::None;
}

Refusal
Connection::ShutdownReceive(Context& context)
{
    if (GetState() == State::Closed || GetState() == State::Listen)
    {
        return Refusal::NotConnected;
    }
    m_receiveShut = true;
    Consume(m_rcv.unread, context);
    return Refusal::None;
}

Refusal
Connection::Abort(Context& context, Cause cause)
{
    // RFC 9293, 3.10.5
    switch (GetState())
    {
    case State::Closed:
        return Refusal::NotConnected;
    case State::SynReceived:
    case State::Established:
    case State::FinWait1:
    case State::FinWait2:
    case State::CloseWait:
        // "Send a reset segment: <SEQ=SND.NXT><CTL=RST>"
        if (m_config->resetForm == ResetForm::Text)
        {
            EmitReset(ControlSeq(), std::nullopt, context);
        }
        else
        {
            EmitOwnReset(context);
        }
        break;
    case State::Listen:
    case State::SynSent:
    case State::Closing:
    case State::LastAck:
        break; // "Respond with 'ok' and delete the TCB, enter CLOSED state, and return"
    case State::TimeWait:
        // both FINs are acknowledged, so this is not a failure
        CloseWithoutError(cause, context);
        return Refusal::None;
    }
    CloseWithError(Error::Aborted, cause, context);
    return Refusal::None;
}

void
Connection::CloseSilently(Context& context, Cause cause)
{
    switch (GetState())
    {
    case State::Closed:
        return; // it is not open
    case State::TimeWait:
        // both FINs are acknowledged, so this is not a failure
        CloseWithoutError(cause, context);
        return;
    case State::Listen:
    case State::SynSent:
    case State::SynReceived:
    case State::Established:
    case State::FinWait1:
    case State::FinWait2:
    case State::CloseWait:
    case State::Closing:
    case State::LastAck:
        CloseWithError(Error::Aborted, cause, context);
        return;
    }
}

} // namespace lifecycle
} // namespace ns3
