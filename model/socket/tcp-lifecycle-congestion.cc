/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-congestion.h"

#include "ns3/abort.h"
#include "ns3/sequence-number.h"
#include "ns3/tcp-socket-base.h"

#include <algorithm>
#include <chrono>

namespace ns3
{

namespace
{

/// The clock of ns-3's timestamps, which its algorithms expect
constexpr auto STAMP_UNIT = std::chrono::milliseconds(1);

/**
 * Tell a state whether the window limits the flow. From 3.42 on TcpCubic and TcpLinuxReno only grow
 * if m_isCwndLimited is set; earlier releases do not have this member.
 * \param state the state \param limited whether the window limits the flow
 */
template <typename State>
auto
SetCwndLimited(State& state, bool limited, int) -> decltype(void(state.m_isCwndLimited = limited))
{
    state.m_isCwndLimited = limited;
}

template <typename State>
void
SetCwndLimited(State&, bool, long)
{
}

/**
 * Tell a state the smoothed RTT; later releases store it in addition to the last sample.
 * \param state the state \param srtt SRTT
 */
template <typename State>
auto
SetSmoothedRtt(State& state, const Time& srtt, int) -> decltype(void(state.m_srtt = srtt))
{
    state.m_srtt = srtt;
}

template <typename State>
void
SetSmoothedRtt(State&, const Time&, long)
{
}

/// \param text gets why an algorithm cannot be run, if that is so \param trial it \return its state
/// after Init()
Ptr<TcpSocketState>
TryOut(const Ptr<TcpCongestionOps>& trial, std::string& text)
{
    const auto state = CreateObject<TcpSocketState>();
    state->m_segmentSize = 1;
    state->m_cWnd = 1;
    trial->Init(state);
    if (state->m_useEcn == TcpSocketState::Off)
    {
        return state;
    }
    if (state->m_ecnMode != TcpSocketState::DctcpEcn)
    {
        text = "it wants a mode of ECN that this TCP does not have";
    }
    else if (state->m_ectCodePoint != TcpSocketState::Ect0)
    {
        text = "it wants ECT(1), and this TCP sends ECT(0)";
    }
    return state;
}

/// \param type TypeId with a constructor \return an object, or null if it is not an algorithm
Ptr<TcpCongestionOps>
MakeOps(TypeId type)
{
    ObjectFactory factory;
    factory.SetTypeId(type);
    return DynamicCast<TcpCongestionOps>(factory.Create());
}

} // namespace

std::vector<TypeId>
TcpLifecycleCongestionPrototype::GetAlgorithms()
{
    std::vector<TypeId> algorithms;
    for (uint16_t i = 0; i < TypeId::GetRegisteredN(); ++i)
    {
        const TypeId type = TypeId::GetRegistered(i);
        // In some releases the parent of ns3::TcpCubic is TcpSocketBase
        const bool related = type.IsChildOf(TcpCongestionOps::GetTypeId()) ||
                             type.IsChildOf(TcpSocketBase::GetTypeId());
        if (related && type.HasConstructor() && MakeOps(type))
        {
            algorithms.push_back(type);
        }
    }
    std::sort(algorithms.begin(), algorithms.end(), [](TypeId a, TypeId b) {
        return a.GetName() < b.GetName();
    });
    return algorithms;
}

std::string
TcpLifecycleCongestionPrototype::GetObjection(TypeId type)
{
    // A factory assumes that it creates an Object, even if the type is a Header
    const bool isObject = type.HasConstructor() && type.IsChildOf(Object::GetTypeId());
    const Ptr<TcpCongestionOps> trial = isObject ? MakeOps(type) : nullptr;
    if (!trial)
    {
        return "it is not a ns3::TcpCongestionOps";
    }
    std::string text;
    TryOut(trial, text);
    return text;
}

TcpLifecycleCongestionPrototype::TcpLifecycleCongestionPrototype(TypeId type)
{
    const std::string objection = GetObjection(type);
    NS_ABORT_MSG_UNLESS(objection.empty(),
                        "SocketType is " << type.GetName() << ": " << objection
                                         << "; choose another, for example ns3::TcpCubic");
    m_factory.SetTypeId(type);
    const auto trial = MakeAlgorithm();
    std::string text;
    m_needsRates = trial->HasCongControl();
    m_needsMarks = TryOut(trial, text)->m_ecnMode == TcpSocketState::DctcpEcn;
}

bool
TcpLifecycleCongestionPrototype::NeedsRates() const
{
    return m_needsRates;
}

bool
TcpLifecycleCongestionPrototype::NeedsMarks() const
{
    return m_needsMarks;
}

TypeId
TcpLifecycleCongestionPrototype::GetType() const
{
    return m_factory.GetTypeId();
}

Ptr<TcpCongestionOps>
TcpLifecycleCongestionPrototype::MakeAlgorithm() const
{
    return DynamicCast<TcpCongestionOps>(m_factory.Create());
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
    *this = TcpLifecycleCongestion();
    m_prototype = prototype;
}

Ptr<TcpCongestionOps>
TcpLifecycleCongestion::GetAlgorithm()
{
    if (!m_algorithm && m_prototype)
    {
        m_algorithm = m_prototype->MakeAlgorithm();
    }
    return m_algorithm;
}

namespace
{

/// Not inline: the code that notifies listeners is not needed for each value. \param value notifies
/// its listeners of a change \param next its new value
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
    const bool begins = !m_state;
    if (begins)
    {
        GetAlgorithm();
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
    state.m_lastAckedSackedBytes = input.delivered;
    SetCwndLimited(state, input.cwndLimited, 0);
    if (m_prototype->NeedsMarks())
    {
        Put(state.m_ecnState,
            input.echoes ? TcpSocketState::ECN_ECE_RCVD : TcpSocketState::ECN_IDLE);
    }
    LoadMeasurements(input);
    if (begins)
    {
        m_algorithm->Init(m_state);
        if (m_leastRtt != lifecycle::FOREVER)
        {
            m_algorithm->PktsAcked(m_state, 0, NanoSeconds(m_leastRtt.count()));
            m_lastCall = input.now;
        }
    }
}

void
TcpLifecycleCongestion::LoadMeasurements(const lifecycle::CongestionInput& input)
{
    TcpSocketState& state = *m_state;
    if (input.rtt)
    {
        const Time rtt = NanoSeconds(input.rtt->count());
        Put(state.m_lastRtt, rtt);
        state.m_minRtt = std::min({state.m_minRtt, rtt, NanoSeconds(m_leastRtt.count())});
        SetSmoothedRtt(state, NanoSeconds(input.srtt.count()), 0);
    }
    if (input.timestamps)
    {
        // TcpLedbat and TcpLp expect the receiver's timestamps in milliseconds, and echoed ones in
        // simulation time
        const auto milliseconds = [&input](uint32_t stamp) {
            return static_cast<uint32_t>(stamp * input.timestampTick / STAMP_UNIT);
        };
        state.m_rcvTimestampValue = milliseconds(input.timestamps->value);
        state.m_rcvTimestampEchoReply = milliseconds(input.timestamps->echo);
    }
}

void
TcpLifecycleCongestion::Save(lifecycle::CongestionWindow& window) const
{
    window.cwnd = m_state->m_cWnd.Get();
    window.ssthresh = m_state->m_ssThresh.Get();
    if (m_prototype->NeedsRates())
    {
        window.pacingRate = std::max<uint64_t>(m_state->m_pacingRate.Get().GetBitRate(), 1);
    }
}

void
TcpLifecycleCongestion::EnterState(TcpSocketState::TcpCongState_t state)
{
    // The algorithm is notified before the state changes, see TcpCongestionOps.
    m_algorithm->CongestionStateSet(m_state, state);
    m_state->m_congState = state;
}

void
TcpLifecycleCongestion::Report(const lifecycle::CongestionInput& input)
{
    // Algorithms take each call for a measurement, and some divide by the time between two: data
    // without a sample, and of an acknowledgment at the same instant, go with the next.
    // One that counts marked data needs each for itself.
    if (!m_prototype->NeedsMarks() && (!input.rtt || input.now == m_lastCall))
    {
        return;
    }
    const uint32_t size = std::max(1U, input.segmentSize);
    m_lastCall = input.now;
    m_algorithm->PktsAcked(m_state,
                           static_cast<uint32_t>(m_unreported / size),
                           m_state->m_lastRtt.Get());
    m_unreported %= size;
}

void
TcpLifecycleCongestion::Grow(const lifecycle::CongestionInput& input)
{
    // Algorithms count in segments; a remainder waits for the next acknowledgment.
    const uint32_t size = std::max(1U, input.segmentSize);
    const uint32_t octets = m_remainder + input.growth;
    uint32_t segments = octets / size;
    m_remainder = octets % size;
    const uint32_t cwnd = m_state->m_cWnd.Get();
    const uint32_t ssthresh = m_state->m_ssThresh.Get();
    if (cwnd < ssthresh)
    {
        // Slow start ends at ssthresh (RFC 5681, 3.1); TcpCubic and others only add
        segments = std::min(segments, (ssthresh - cwnd - 1) / size + 1);
    }
    // RFC 7661: a window that did not limit the sender does not show what the path can carry.
    if (input.cwndLimited && segments > 0)
    {
        m_algorithm->IncreaseWindow(m_state, segments);
    }
}

void
TcpLifecycleCongestion::OnAck(lifecycle::CongestionWindow& window,
                              const lifecycle::CongestionInput& input)
{
    if (m_prototype->NeedsRates())
    {
        return; // OnRate() follows
    }
    m_unreported += input.delivered;
    if (!m_state && !(input.cwndLimited && input.growth > 0))
    {
        m_leastRtt = std::min(m_leastRtt, input.rtt.value_or(lifecycle::FOREVER));
        return; // it could not change anything
    }
    Load(window, input);
    const auto state = ToCongState(window.phase);
    if (m_state->m_congState != state)
    {
        EnterState(state);
    }
    Report(input);
    Grow(input);
    Save(window);
}

void
TcpLifecycleCongestion::OnRecovery(lifecycle::CongestionWindow& window,
                                   const lifecycle::CongestionInput& input)
{
    if (m_prototype->NeedsRates())
    {
        OnRecoveryByRate(window, input);
        return;
    }
    Load(window, input);
    EnterState(TcpSocketState::CA_RECOVERY);
    m_state->m_ssThresh = m_algorithm->GetSsThresh(m_state, input.flight);
    m_state->m_cWnd = m_state->m_ssThresh.Get();
    m_lastCall = input.now;
    Save(window);
}

void
TcpLifecycleCongestion::OnRecovered(lifecycle::CongestionWindow& window,
                                    const lifecycle::CongestionInput& input)
{
    Load(window, input);
    if (m_prototype->NeedsRates())
    {
        // As Linux's BBR on return to Open from either
        m_algorithm->CwndEvent(m_state, TcpSocketState::CA_EVENT_COMPLETE_CWR);
        EnterState(TcpSocketState::CA_OPEN);
        Save(window);
        return;
    }
    if (m_state->m_congState == TcpSocketState::CA_RECOVERY)
    {
        m_state->m_cWnd = m_state->m_ssThresh.Get(); // PktsAcked() may have changed it
        m_algorithm->CwndEvent(m_state, TcpSocketState::CA_EVENT_COMPLETE_CWR);
    }
    EnterState(TcpSocketState::CA_OPEN);
    Grow(input);
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
    m_lastCall = input.now;
    m_remainder = 0;
    Save(window);
}

void
TcpLifecycleCongestion::OnUndo(lifecycle::CongestionWindow& window,
                               const lifecycle::CongestionInput& input)
{
    if (m_prototype->NeedsRates())
    {
        OnRecovered(window, input);
        return;
    }
    Load(window, input);
    EnterState(TcpSocketState::CA_OPEN);
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
