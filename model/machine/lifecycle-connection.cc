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

/// The smallest shift with which a buffer's size fits the window field (RFC 7323, 2.3: at most 14)
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

Connection::Connection(const TimeWaitRemains& remains)
    : Connection(remains.config, remains.localPort, remains.remotePort)
{
    m_state = remains.state;
    m_opened = true;
    m_userClosed = remains.userClosed;
    m_userTimeoutDue = false;
    m_peerFinished = true;
    m_snd.una = remains.sndNxt;
    m_snd.nxt = remains.sndNxt;
    m_snd.writeEnd = remains.sndNxt - 1;
    m_snd.synAcked = true;
    m_snd.finQueued = true;
    m_snd.finSent = true;
    m_snd.maxWnd = remains.maxWnd;
    m_answers = remains.answers;
    m_rcv.nxt = remains.rcvNxt;
    m_rcv.advertisedEnd = remains.rcvNxt + (uint32_t{remains.window} << remains.shift);
    m_rcv.buffer = uint32_t{remains.window} << remains.shift;
    m_rcv.shift = remains.shift;
    m_rcv.windowScaling = true;
    m_rcv.timestamps = remains.timestamps;
    m_rcv.tsRecent = remains.tsRecent;
    m_rcv.lastAckSent = remains.rcvNxt;
    Set(Timer::TimeWait, remains.deadline);
}

TimeWaitRemains
Connection::ToTimeWait() const
{
    TimeWaitRemains remains;
    remains.state = m_state;
    remains.localPort = m_localPort;
    remains.remotePort = m_remotePort;
    remains.sndNxt = m_snd.nxt;
    remains.rcvNxt = m_rcv.nxt;
    remains.shift = m_rcv.Scale();
    ReceiveSpace next = m_rcv; // as the next ACK would say it
    next.advertisedEnd += WindowGain();
    remains.window = static_cast<uint16_t>(std::min<uint32_t>(next.WindowField(), 0xffff));
    remains.timestamps = m_rcv.timestamps;
    remains.userClosed = m_userClosed;
    remains.tsRecent = m_rcv.tsRecent;
    remains.maxWnd = m_snd.maxWnd;
    remains.answers = m_answers;
    remains.config = m_config;
    remains.deadline = DeadlineOf(Timer::TimeWait);
    return remains;
}

Connection::Connection(const SynReceivedRemains& remains)
    : Connection(remains.config, remains.localPort, remains.remotePort)
{
    m_state = remains.state;
    m_opened = true;
    m_passive = true;
    m_retries = remains.retries;
    m_synTimedOut = remains.retries > 0;
    m_snd.iss = remains.iss;
    m_snd.una = remains.iss;
    m_snd.nxt = remains.iss + 1;
    m_snd.writeEnd = remains.iss + 1;
    m_snd.pushEnd = remains.iss + 1;
    m_ecnPoint = remains.iss;
    m_snd.shortEnd = remains.iss + 1;
    m_rcv.irs = remains.irs;
    m_rcv.nxt = remains.irs + 1;
    m_rcv.lastAckSent = m_rcv.nxt;
    m_rcv.advertisedEnd = m_rcv.nxt + std::min<uint32_t>(m_rcv.buffer, 0xffff);
    KnownOptions options;
    if (remains.peerMss != 0)
    {
        options.maxSegmentSize = remains.peerMss;
    }
    if (remains.windowScaling)
    {
        options.windowScale = remains.peerShift;
    }
    if (remains.timestamps)
    {
        options.timestamps = Timestamps{remains.tsRecent, 0};
    }
    m_ecn = remains.ecn;
    options.sackPermitted = remains.sack;
    options.userTimeout = remains.peerUserTimeout;
    AgreeOnOptions(options);
    m_snd.wnd = remains.peerWindow;
    m_snd.maxWnd = remains.peerWindow;
    for (uint8_t i = 0; i < remains.retries; ++i)
    {
        m_rto.BackOff(*m_config);
    }
    m_rcv.eager = false;
    m_snd.timedEnd = m_snd.nxt;
    if (remains.timed)
    {
        m_snd.timedAt = remains.deadline - m_rto.Rto();
    }
    m_answers = remains.answers;
    Set(Timer::Retransmission, remains.deadline);
}

SynReceivedRemains
Connection::ToSynReceived() const
{
    SynReceivedRemains remains;
    remains.state = m_state;
    remains.localPort = m_localPort;
    remains.remotePort = m_remotePort;
    remains.iss = m_snd.iss;
    remains.irs = m_rcv.irs;
    remains.peerWindow = static_cast<uint16_t>(m_snd.wnd);
    remains.peerMss = m_peerMss;
    remains.peerShift = m_snd.shift;
    remains.retries = static_cast<uint8_t>(std::min<uint32_t>(m_retries, 0xff));
    remains.windowScaling = m_rcv.windowScaling;
    remains.timestamps = m_rcv.timestamps;
    remains.sack = m_rcv.sack;
    remains.ecn = m_ecn;
    remains.peerUserTimeout = m_peerUserTimeout;
    remains.tsRecent = m_rcv.tsRecent;
    remains.config = m_config;
    remains.answers = m_answers;
    remains.timed = m_snd.timedAt.has_value();
    remains.deadline = DeadlineOf(Timer::Retransmission);
    return remains;
}

// The gate

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
        break; // their timers belong to what is outstanding, not to the state
    }
}

void
Connection::Fail(Error error, Cause cause, Context& context)
{
    m_error = error;
    Enter(State::Closed, cause, context);
    context.out.Add(Notify{Event::Failed, error});
    context.out.Add(Notify{Event::Closed, error});
}

void
Connection::Finish(Cause cause, Context& context)
{
    Enter(State::Closed, cause, context);
    context.out.Add(Notify{Event::Closed, m_error});
}

Instant
Connection::NextDeadline() const
{
    return *std::min_element(m_deadlines.begin(), m_deadlines.end());
}

// What can be seen

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
Connection::IsPassive() const
{
    return m_passive;
}

bool
Connection::IsUserClosed() const
{
    return m_userClosed;
}

uint32_t
Connection::SynText() const
{
    return m_synText;
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
                    m_synText,
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
                    m_lastTextAt,
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
