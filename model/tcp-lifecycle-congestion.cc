/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-congestion.h"

#include "ns3/abort.h"
#include "ns3/nstime.h"
#include "ns3/object-factory.h"
#include "ns3/sequence-number.h"

#include <algorithm>

namespace ns3
{

namespace
{

/// \param type any TypeId \return an object of it, or null if that is no TcpCongestionOps
Ptr<TcpCongestionOps>
MakeOps(TypeId type)
{
    // The TypeId itself does not tell: in some releases ns3::TcpCubic names another parent.
    ObjectFactory factory;
    factory.SetTypeId(type);
    return DynamicCast<TcpCongestionOps>(factory.Create());
}

} // namespace

TcpLifecycleCongestionPrototype::TcpLifecycleCongestionPrototype(TypeId type)
    : m_type(type)
{
    const Ptr<TcpCongestionOps> trial = MakeOps(type);
    NS_ABORT_MSG_UNLESS(trial,
                        "SocketType is " << type.GetName()
                                         << ": allowed is a ns3::TcpCongestionOps");
    NS_ABORT_MSG_IF(trial->HasCongControl(),
                    "SocketType is " << type.GetName()
                                     << ": an algorithm that needs rate samples is not supported");
}

TypeId
TcpLifecycleCongestionPrototype::GetType() const
{
    return m_type;
}

Ptr<TcpCongestionOps>
TcpLifecycleCongestionPrototype::MakeAlgorithm()
{
    if (!m_algorithm)
    {
        m_algorithm = MakeOps(m_type);
    }
    return m_algorithm->Fork();
}

Ptr<TcpSocketState>
TcpLifecycleCongestionPrototype::MakeState()
{
    if (!m_state)
    {
        m_state = CreateObject<TcpSocketState>();
    }
    return CopyObject(m_state);
}

void
TcpLifecycleCongestion::Begin(Ptr<TcpLifecycleCongestionPrototype> prototype)
{
    m_prototype = prototype;
    m_algorithm = nullptr;
    m_state = nullptr;
    m_remainder = 0;
}

namespace
{

/// Not inline: how listeners are told is not worth a copy for each value.
/// \param value tells its listeners of a change \param next its value from now on
template <typename T>
[[gnu::noinline]] void
Put(TracedValue<T>& value, const T& next)
{
    value = next;
}

} // namespace

void
TcpLifecycleCongestion::Load(const lifecycle::CongestionWindow& window,
                             const lifecycle::CongestionInput& input)
{
    const bool begins = !m_algorithm;
    if (begins)
    {
        m_algorithm = m_prototype->MakeAlgorithm();
        m_state = m_prototype->MakeState();
        m_state->m_initialCWnd = window.cwnd / std::max(1U, input.segmentSize);
        m_state->m_initialSsThresh = window.ssthresh;
    }
    TcpSocketState& state = *m_state;
    state.m_segmentSize = input.segmentSize;
    Put(state.m_cWnd, window.cwnd);
    Put(state.m_cWndInfl, window.cwnd);
    Put(state.m_ssThresh, window.ssthresh);
    Put(state.m_bytesInFlight, input.flight);
    state.m_lastAckedSeq = SequenceNumber32(input.sndUna.Value());
    const SequenceNumber32 next(input.sndNxt.Value());
    Put(state.m_nextTxSequence, next);
    Put(state.m_highTxMark, next);
    state.m_lastAckedSackedBytes = input.ackedOctets;
    if (input.rtt)
    {
        const Time rtt = NanoSeconds(input.rtt->count());
        Put(state.m_lastRtt, rtt);
        state.m_minRtt = std::min(state.m_minRtt, rtt);
    }
    if (begins)
    {
        m_algorithm->Init(m_state);
    }
}

void
TcpLifecycleCongestion::Save(lifecycle::CongestionWindow& window) const
{
    window.cwnd = m_state->m_cWnd.Get();
    window.ssthresh = m_state->m_ssThresh.Get();
}

void
TcpLifecycleCongestion::EnterState(TcpSocketState::TcpCongState_t state)
{
    // The algorithm hears of a state before it is there, see TcpCongestionOps.
    m_algorithm->CongestionStateSet(m_state, state);
    m_state->m_congState = state;
}

void
TcpLifecycleCongestion::OnAck(lifecycle::CongestionWindow& window,
                              const lifecycle::CongestionInput& input)
{
    Load(window, input);
    // Algorithms count in segments; what does not fill one waits for the next acknowledgment.
    const uint32_t size = std::max(1U, input.segmentSize);
    const uint32_t octets = m_remainder + input.ackedOctets;
    const uint32_t segments = octets / size;
    m_remainder = octets % size;
    m_algorithm->PktsAcked(m_state, segments, m_state->m_lastRtt.Get());
    // RFC 7661: a window that did not limit the sender says nothing about the path.
    if (input.cwndLimited && segments > 0)
    {
        m_algorithm->IncreaseWindow(m_state, segments);
    }
    Save(window);
}

void
TcpLifecycleCongestion::OnRecovery(lifecycle::CongestionWindow& window,
                                   const lifecycle::CongestionInput& input)
{
    Load(window, input);
    EnterState(TcpSocketState::CA_RECOVERY);
    m_state->m_ssThresh = m_algorithm->GetSsThresh(m_state, input.flight);
    m_state->m_cWnd = m_state->m_ssThresh.Get();
    Save(window);
}

void
TcpLifecycleCongestion::OnRecovered(lifecycle::CongestionWindow& window,
                                    const lifecycle::CongestionInput& input)
{
    Load(window, input);
    if (m_state->m_congState == TcpSocketState::CA_RECOVERY)
    {
        m_algorithm->CwndEvent(m_state, TcpSocketState::CA_EVENT_COMPLETE_CWR);
    }
    EnterState(TcpSocketState::CA_OPEN);
    Save(window);
}

void
TcpLifecycleCongestion::OnTimeout(lifecycle::CongestionWindow& window,
                                  const lifecycle::CongestionInput& input,
                                  bool first)
{
    Load(window, input);
    if (first)
    {
        m_state->m_ssThresh = m_algorithm->GetSsThresh(m_state, input.flight);
    }
    m_algorithm->CwndEvent(m_state, TcpSocketState::CA_EVENT_LOSS);
    EnterState(TcpSocketState::CA_LOSS);
    m_state->m_cWnd = input.segmentSize; // RFC 5681, 3.1: the loss window is one segment
    m_remainder = 0;
    Save(window);
}

TcpSocketState::TcpCongState_t
ToCongState(lifecycle::RecoveryPhase phase)
{
    switch (phase)
    {
    case lifecycle::RecoveryPhase::Open:
        return TcpSocketState::CA_OPEN;
    case lifecycle::RecoveryPhase::Disorder:
        return TcpSocketState::CA_DISORDER;
    case lifecycle::RecoveryPhase::Recovery:
        return TcpSocketState::CA_RECOVERY;
    case lifecycle::RecoveryPhase::Loss:
        return TcpSocketState::CA_LOSS;
    }
    return TcpSocketState::CA_OPEN;
}

} // namespace ns3
