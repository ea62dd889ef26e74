/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-connection.h"

#include "lifecycle-hash.h"

#include <algorithm>
#include <tuple>

namespace ns3
{
namespace lifecycle
{

namespace
{

/// The smallest shift so that a buffer's size fits the window field (RFC 7323, 2.3: at most 14)
uint8_t
ShiftFor(uint32_t buffer)
{
    uint8_t shift = 0;
    while (shift < 14 && (buffer >> shift) > 0xffff)
    {
        ++shift;
    }
    return shift;
}

} // namespace

Connection::Connection(const Config* config, uint16_t localPort, uint16_t remotePort)
    : m_config(config),
      m_userTimeoutDue(config->userTimeoutOption),
      m_quickAcks(config->quickAcks),
      m_userTimeout(config->userTimeout),
      m_localPort(localPort),
      m_remotePort(remotePort),
      m_rto(*config)
{
    m_deadlines.fill(NEVER);
    m_snd.buffer = std::min(config->sendBuffer, MAX_BUFFER);
    m_rcv.buffer = std::min(config->receiveBuffer, MAX_BUFFER);
    m_rcv.eager = config->windowAdvance == WindowAdvance::Eager;
    m_rcv.shift = config->windowScaling
                      ? ShiftFor(std::max(config->receiveBuffer, config->windowScaleBuffer))
                      : 0;
    m_congestion.ssthresh = config->initialSsthresh;
    if (config->bufferRounding == BufferRounding::Down && m_rcv.buffer > config->maxSegmentSize)
    {
        m_rcv.buffer -= m_rcv.buffer % config->maxSegmentSize;
    }
}

Connection::Connection(const PackedTimeWait& packed)
    : Connection(packed.config, packed.localPort, packed.remotePort)
{
    m_state = packed.state;
    m_opened = true;
    m_userClosed = packed.userClosed;
    m_userTimeoutDue = false;
    m_peerFinished = true;
    m_snd.una = packed.sndNxt;
    m_snd.nxt = packed.sndNxt;
    m_snd.writeEnd = packed.sndNxt - 1;
    m_snd.synAcked = true;
    m_snd.finQueued = true;
    m_snd.finSent = true;
    m_snd.maxWnd = packed.maxWnd;
    m_answers = packed.answers;
    m_rcv.nxt = packed.rcvNxt;
    m_rcv.advertisedEnd = packed.rcvNxt + (uint32_t{packed.window} << packed.shift);
    m_rcv.buffer = uint32_t{packed.window} << packed.shift;
    m_rcv.shift = packed.shift;
    m_rcv.windowScaling = true;
    m_rcv.timestamps = packed.timestamps;
    m_rcv.tsRecent = packed.tsRecent;
    m_rcv.lastAckSent = packed.rcvNxt;
    Set(Timer::TimeWait, packed.deadline);
}

PackedTimeWait
Connection::ToTimeWait() const
{
    PackedTimeWait packed;
    packed.state = m_state;
    packed.localPort = m_localPort;
    packed.remotePort = m_remotePort;
    packed.sndNxt = m_snd.nxt;
    packed.rcvNxt = m_rcv.nxt;
    packed.shift = m_rcv.Scale();
    ReceiveSpace next = m_rcv; // as the next ACK would announce it
    next.advertisedEnd += WindowGain();
    packed.window = static_cast<uint16_t>(std::min<uint32_t>(next.WindowField(), 0xffff));
    packed.timestamps = m_rcv.timestamps;
    packed.userClosed = m_userClosed;
    packed.tsRecent = m_rcv.tsRecent;
    packed.maxWnd = m_snd.maxWnd;
    packed.answers = m_answers;
    packed.config = m_config;
    packed.deadline = DeadlineOf(Timer::TimeWait);
    return packed;
}

Connection::Connection(const PackedSynReceived& packed)
    : Connection(packed.config, packed.localPort, packed.remotePort)
{
    m_state = packed.state;
    m_opened = true;
    m_passive = true;
    m_retries = packed.retries;
    m_synTimedOut = packed.retries > 0;
    m_snd.iss = packed.iss;
    m_snd.una = packed.iss;
    m_snd.nxt = packed.iss + 1;
    m_snd.writeEnd = packed.iss + 1;
    m_snd.pushEnd = packed.iss + 1;
    m_ecnPoint = packed.iss;
    m_snd.shortEnd = packed.iss + 1;
    m_rcv.irs = packed.irs;
    m_rcv.nxt = packed.irs + 1;
    m_rcv.lastAckSent = m_rcv.nxt;
    m_rcv.advertisedEnd = m_rcv.nxt + std::min<uint32_t>(m_rcv.buffer, 0xffff);
    KnownOptions options;
    if (packed.peerMss != 0)
    {
        options.maxSegmentSize = packed.peerMss;
    }
    if (packed.windowScaling)
    {
        options.windowScale = packed.peerShift;
    }
    if (packed.timestamps)
    {
        options.timestamps = Timestamps{packed.tsRecent, 0};
    }
    m_ecn = packed.ecn;
    options.sackPermitted = packed.sack;
    options.userTimeout = packed.peerUserTimeout;
    AgreeOnOptions(options);
    m_snd.wnd = packed.peerWindow;
    m_snd.maxWnd = packed.peerWindow;
    for (uint8_t i = 0; i < packed.retries; ++i)
    {
        m_rto.BackOff(*m_config);
    }
    m_rcv.eager = false;
    m_snd.timedEnd = m_snd.nxt;
    if (packed.timed)
    {
        m_snd.timedAt = packed.deadline - m_rto.Rto();
    }
    m_answers = packed.answers;
    Set(Timer::Retransmission, packed.deadline);
}

PackedSynReceived
Connection::ToSynReceived() const
{
    PackedSynReceived packed;
    packed.state = m_state;
    packed.localPort = m_localPort;
    packed.remotePort = m_remotePort;
    packed.iss = m_snd.iss;
    packed.irs = m_rcv.irs;
    packed.peerWindow = static_cast<uint16_t>(m_snd.wnd);
    packed.peerMss = m_peerMss;
    packed.peerShift = m_snd.shift;
    packed.retries = static_cast<uint8_t>(std::min<uint32_t>(m_retries, 0xff));
    packed.windowScaling = m_rcv.windowScaling;
    packed.timestamps = m_rcv.timestamps;
    packed.sack = m_rcv.sack;
    packed.ecn = m_ecn;
    packed.peerUserTimeout = m_peerUserTimeout;
    packed.tsRecent = m_rcv.tsRecent;
    packed.config = m_config;
    packed.answers = m_answers;
    packed.timed = m_snd.timedAt.has_value();
    packed.deadline = DeadlineOf(Timer::Retransmission);
    return packed;
}

// State changes

void
Connection::Enter(State next, Cause cause, Context& context)
{
    TransitionTo(m_state, next, cause, context.out);
    switch (next)
    {
    case State::Closed:
        m_deadlines.fill(NEVER);
        m_ackNow = false;
        break;
    case State::TimeWait:
        // RFC 9293, 3.10.7.4: "start the time-wait timer, turn off the other timers"
        m_deadlines.fill(NEVER);
        Set(Timer::TimeWait, DeadlineAfter(context.now, m_config->timeWait));
        break;
    case State::FinWait2:
        if (m_userClosed)
        {
            ArmFinWait2(context);
        }
        break;
    case State::Listen:
    case State::SynSent:
    case State::SynReceived:
    case State::Established:
    case State::FinWait1:
    case State::CloseWait:
    case State::Closing:
    case State::LastAck:
        break; // their timers depend on the data outstanding, not on the state
    }
}

void
Connection::CloseWithError(Error error, Cause cause, Context& context)
{
    m_error = error;
    Enter(State::Closed, cause, context);
    context.out.Add(Notify{Event::Failed, error});
    context.out.Add(Notify{Event::Closed, error});
}

void
Connection::CloseWithoutError(Cause cause, Context& context)
{
    Enter(State::Closed, cause, context);
    context.out.Add(Notify{Event::Closed, m_error});
}

Instant
Connection::NextDeadline() const
{
    return *std::min_element(m_deadlines.begin(), m_deadlines.end());
}

// Inspection

Error
Connection::GetError() const
{
    return m_error;
}

Error
Connection::GetSoftError() const
{
    return m_softError;
}

const Config&
Connection::GetConfig() const
{
    return *m_config;
}

uint16_t
Connection::LocalPort() const
{
    return m_localPort;
}

uint16_t
Connection::RemotePort() const
{
    return m_remotePort;
}

const SendSpace&
Connection::Sending() const
{
    return m_snd;
}

const ReceiveSpace&
Connection::Receiving() const
{
    return m_rcv;
}

const RtoEstimator&
Connection::Rto() const
{
    return m_rto;
}

uint32_t
Connection::Retries() const
{
    return m_retries;
}

uint32_t
Connection::Probes() const
{
    return m_probes;
}

const CongestionWindow&
Connection::Congestion() const
{
    return m_congestion;
}

const LossRecovery&
Connection::Recovery() const
{
    return m_recovery;
}

uint32_t
Connection::Pipe() const
{
    return m_recovery.Pipe(m_snd.Flight(), m_rcv.sack ? 0 : SegmentRoom(), m_rcv.sack);
}

uint32_t
Connection::Unread() const
{
    return m_rcv.unread;
}

bool
Connection::IsUserClosed() const
{
    return m_userClosed;
}

uint32_t
Connection::SynData() const
{
    return m_synData;
}

bool
Connection::IsFastOpened() const
{
    return m_fastOpened;
}

bool
Connection::IsKnownToUser() const
{
    return GetState() != State::SynReceived || !m_passive || m_fastOpened;
}

bool
Connection::HasEcn() const
{
    return m_ecn;
}

bool
Connection::OwesAck() const
{
    return m_ackNow;
}

auto
Connection::Parts() const
{
    return std::tie(m_state,
                    m_error,
                    m_softError,
                    m_opened,
                    m_passive,
                    m_userClosed,
                    m_receiveShut,
                    m_peerFinished,
                    m_ackNow,
                    m_synTimedOut,
                    m_refused,
                    m_fastOpened,
                    m_synData,
                    m_cwndLimited,
                    m_usage,
                    m_times,
                    m_ecn,
                    m_ecnEcho,
                    m_ecnReduced,
                    m_ecnCut,
                    m_ecnPoint,
                    m_rateAsked,
                    m_byRate,
                    m_heldAs,
                    m_userTimeoutDue,
                    m_probing,
                    m_timerUse,
                    m_quickAcks,
                    m_lastDataAt,
                    m_probes,
                    m_keepAliveProbes,
                    m_ackReason,
                    m_peerUserTimeout,
                    m_userTimeout,
                    m_retries,
                    m_unackedSegments,
                    m_retriesSince,
                    m_answers,
                    m_localPort,
                    m_remotePort,
                    m_peerMss,
                    m_snd,
                    m_rcv,
                    m_growth,
                    m_rto,
                    m_path,
                    m_congestion,
                    m_recovery,
                    m_rate,
                    m_pacer,
                    m_deadlines);
}

bool
Connection::operator==(const Connection& other) const
{
    return m_config == other.m_config && Parts() == other.Parts();
}

std::size_t
Connection::Hash() const
{
    Digest digest;
    AddTo(digest);
    return static_cast<std::size_t>(digest.Low());
}

void
Connection::AddTo(Digest& digest) const
{
    digest.Add(Parts());
}

} // namespace lifecycle
} // namespace ns3
