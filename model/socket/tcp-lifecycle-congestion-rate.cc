/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle
 * ns-3's algorithms that set the window by delivery-rate samples (TcpCongestionOps::CongControl()),
 * and what else begins with the first data.
 */

#include "lifecycle-rate.h"
#include "tcp-lifecycle-congestion.h"

#include "ns3/data-rate.h"
#include "ns3/tcp-rate-ops.h"

namespace ns3
{

namespace
{

/// \param instant of the machine \return the same of the simulator
Time
ToTime(lifecycle::Instant instant)
{
    return NanoSeconds(instant.time_since_epoch().count());
}

/// \param span of the machine \return the same of the simulator
Time
ToTime(lifecycle::Duration span)
{
    return NanoSeconds(span.count());
}

/// \param sample of the machine \return ns-3's, as TcpRateLinux would have it
TcpRateOps::TcpRateSample
ToRateSample(const lifecycle::RateSample& sample)
{
    TcpRateOps::TcpRateSample rs;
    rs.m_isAppLimited = sample.appLimited;
    rs.m_bytesLoss = sample.newlyLost;
    rs.m_priorInFlight = sample.priorInFlight;
    rs.m_ackedSacked = sample.newlyDelivered;
    rs.m_priorDelivered = static_cast<uint32_t>(sample.priorDelivered);
    rs.m_sendElapsed = ToTime(sample.sendElapsed);
    rs.m_ackElapsed = ToTime(sample.ackElapsed);
    rs.m_delivered = -1;
    if (sample.valid)
    {
        rs.m_priorTime = ToTime(sample.priorTime);
        rs.m_interval = ToTime(sample.interval);
        rs.m_delivered = static_cast<int32_t>(sample.delivered);
        rs.m_deliveryRate = DataRate(sample.BitRate());
    }
    return rs;
}

/**
 * Give an algorithm what it marks its own low rates with: in PROBE_RTT TcpBbr of 3.48 calls
 * SetAppLimited() of it. The samples here do not know of that mark, as in earlier releases, where
 * algorithms do not have this member; a low sample does not lower a maximum.
 * \param algorithm gets it
 */
template <typename Algorithm>
auto
GiveRateOps(Algorithm& algorithm, int) -> decltype(algorithm.SetRateOps(nullptr))
{
    algorithm.SetRateOps(CreateObject<TcpRateLinux>());
}

template <typename Algorithm>
void
GiveRateOps(Algorithm&, long)
{
}

} // namespace

bool
TcpLifecycleCongestion::OnBegin(lifecycle::CongestionWindow& window,
                                const lifecycle::CongestionInput& input)
{
    if (!m_prototype || (!m_prototype->NeedsRates() && !m_prototype->NeedsMarks()))
    {
        return false;
    }
    Load(window, input);
    if (!m_prototype->NeedsRates())
    {
        return false;
    }
    m_state->m_pacing = true;
    GiveRateOps(*m_algorithm, 0);
    EnterState(TcpSocketState::CA_OPEN); // as TcpSocketBase does when the handshake is done
    Save(window);
    return true;
}

void
TcpLifecycleCongestion::OnStart(lifecycle::CongestionWindow& window,
                                const lifecycle::CongestionInput& input)
{
    Load(window, input);
    m_algorithm->CwndEvent(m_state, TcpSocketState::CA_EVENT_TX_START);
    Save(window);
}

void
TcpLifecycleCongestion::OnRate(lifecycle::CongestionWindow& window,
                               const lifecycle::CongestionInput& input,
                               const lifecycle::RateSample& sample)
{
    Load(window, input);
    m_state->m_bytesInFlight = sample.inFlight;
    const auto state = ToCongState(window.phase);
    if (m_state->m_congState != state)
    {
        EnterState(state);
    }
    m_unreported += input.delivered;
    Report(input);
    TcpRateOps::TcpRateConnection rc;
    rc.m_delivered = sample.totalDelivered;
    rc.m_deliveredTime = ToTime(input.now);
    rc.m_txItemDelivered = static_cast<uint32_t>(sample.priorDelivered);
    rc.m_rateDelivered = static_cast<int32_t>(sample.delivered);
    rc.m_rateInterval = ToTime(sample.interval);
    rc.m_rateAppLimited = sample.appLimited;
    m_algorithm->CongControl(m_state, rc, ToRateSample(sample));
    Save(window);
}

void
TcpLifecycleCongestion::OnRecoveryByRate(lifecycle::CongestionWindow& window,
                                         const lifecycle::CongestionInput& input)
{
    Load(window, input);
    m_state->m_bytesInFlight = input.pipe;
    EnterState(TcpSocketState::CA_RECOVERY);
    m_state->m_ssThresh = m_algorithm->GetSsThresh(m_state, input.pipe);
    Save(window);
}

} // namespace ns3
