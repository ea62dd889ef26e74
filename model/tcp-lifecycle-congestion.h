/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_CONGESTION_H
#define TCP_LIFECYCLE_CONGESTION_H

#include "lifecycle-congestion.h"

#include "ns3/ptr.h"
#include "ns3/simple-ref-count.h"
#include "ns3/tcp-congestion-ops.h"
#include "ns3/tcp-socket-state.h"
#include "ns3/type-id.h"

#include <cstdint>

/**
 * \file
 * \ingroup tcp-lifecycle
 * ns-3's congestion control algorithms under the machine.
 */

namespace ns3
{

/**
 * \ingroup tcp-lifecycle
 *
 * What new flows are copied from: making an algorithm anew costs hundreds of times as much as
 * copying one. It is made when the first flow needs it, with the defaults of that moment.
 */
class TcpLifecycleCongestionPrototype : public SimpleRefCount<TcpLifecycleCongestionPrototype>
{
  public:
    /**
     * \param type TypeId of a TcpCongestionOps. The program stops if it is none, or if it has
     * CongControl() and so needs delivery rate samples (TcpBbr), which this TCP does not take.
     */
    explicit TcpLifecycleCongestionPrototype(TypeId type);

    /// \return the type
    TypeId GetType() const;
    /// \return a copy of the algorithm
    Ptr<TcpCongestionOps> MakeAlgorithm();
    /// \return a copy of its state
    Ptr<TcpSocketState> MakeState();

  private:
    TypeId m_type;                     //!< see GetType()
    Ptr<TcpCongestionOps> m_algorithm; //!< null before the first flow
    Ptr<TcpSocketState> m_state;       //!< null before the first flow
};

/**
 * \ingroup tcp-lifecycle
 *
 * One flow's ns-3 algorithm. Until the first event nothing is made.
 *
 * What an algorithm finds in its TcpSocketState: window, threshold, segment size, octets in flight,
 * SND.UNA, SND.NXT, the last and the smallest RTT, and the state of loss recovery. The received
 * timestamps (TcpLedbat, TcpLp) and ECN (TcpDctcp) are not there.
 */
class TcpLifecycleCongestion : public lifecycle::CongestionControl
{
  public:
    /// Another flow begins. \param prototype what to copy at its first event
    void Begin(Ptr<TcpLifecycleCongestionPrototype> prototype);

    void OnAck(lifecycle::CongestionWindow& window,
               const lifecycle::CongestionInput& input) override;
    void OnRecovery(lifecycle::CongestionWindow& window,
                    const lifecycle::CongestionInput& input) override;
    void OnRecovered(lifecycle::CongestionWindow& window,
                     const lifecycle::CongestionInput& input) override;
    void OnTimeout(lifecycle::CongestionWindow& window,
                   const lifecycle::CongestionInput& input,
                   bool first) override;

  private:
    void Load(const lifecycle::CongestionWindow& window, const lifecycle::CongestionInput& input);
    void Save(lifecycle::CongestionWindow& window) const;
    void EnterState(TcpSocketState::TcpCongState_t state);

    Ptr<TcpLifecycleCongestionPrototype> m_prototype; //!< what to copy
    Ptr<TcpCongestionOps> m_algorithm;                //!< null before the first event
    Ptr<TcpSocketState> m_state;                      //!< null before the first event
    uint32_t m_remainder{0}; //!< octets acknowledged that do not fill a segment
};

/// \param phase where loss recovery stands \return ns-3's name for it
TcpSocketState::TcpCongState_t ToCongState(lifecycle::RecoveryPhase phase);

} // namespace ns3

#endif // TCP_LIFECYCLE_CONGESTION_H
