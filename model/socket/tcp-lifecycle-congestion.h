/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_CONGESTION_H
#define TCP_LIFECYCLE_CONGESTION_H

#include "lifecycle-congestion.h"

#include "ns3/nstime.h"
#include "ns3/object-factory.h"
#include "ns3/ptr.h"
#include "ns3/simple-ref-count.h"
#include "ns3/tcp-congestion-ops.h"
#include "ns3/tcp-socket-state.h"
#include "ns3/type-id.h"

#include <cstdint>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * ns-3's congestion control algorithms as a lifecycle::CongestionControl.
 */

namespace ns3
{

/**
 * \ingroup tcp-lifecycle
 *
 * The congestion control of new flows. An algorithm is created by its factory, because ns-3's copy
 * constructors, and therefore Fork(), do not copy all attributes and members, depending on the
 * release. The state is copied.
 */
class TcpLifecycleCongestionPrototype : public SimpleRefCount<TcpLifecycleCongestionPrototype>
{
  public:
    /// \return the TypeIds of all algorithms, by name, including those that this TCP cannot use
    static std::vector<TypeId> GetAlgorithms();
    /**
     * \param type a TypeId
     * \return why it cannot control the flows of this TCP: it is not a TcpCongestionOps, or it
     * needs delivery rate samples (TcpBbr) or an echo of each mark (TcpDctcp), which this TCP does
     * not have. Empty if it can.
     */
    static std::string GetObjection(TypeId type);

    /// \param type TypeId of an algorithm. The program stops if there is a GetObjection().
    explicit TcpLifecycleCongestionPrototype(TypeId type);

    /// \return the TypeId
    TypeId GetType() const;
    /// \return a new algorithm, with the current defaults
    Ptr<TcpCongestionOps> MakeAlgorithm() const;
    /// \return a new state, with the defaults at the time when the first was created
    Ptr<TcpSocketState> MakeState();

  private:
    ObjectFactory m_factory;     //!< creates algorithms
    Ptr<TcpSocketState> m_state; //!< null before the first flow
};

/**
 * \ingroup tcp-lifecycle
 *
 * The ns-3 algorithm of one flow. It is created when it can first change the window: when data are
 * acknowledged while the window limits the flow, or at a loss.
 *
 * The members of its TcpSocketState that are set: window, threshold, segment size, bytes in flight,
 * SND.UNA, SND.NXT, the last and the minimum RTT, the received timestamps in milliseconds, whether
 * the window limits the flow, and the state of loss recovery. There is no ECN and no pacing.
 */
class TcpLifecycleCongestion : public lifecycle::CongestionControl
{
  public:
    /// Start a new flow. \param prototype creates its algorithm
    void Begin(Ptr<TcpLifecycleCongestionPrototype> prototype);
    /// \return the algorithm of the flow, which is created if necessary; null if there is no flow
    Ptr<TcpCongestionOps> GetAlgorithm();

    void OnAck(lifecycle::CongestionWindow& window,
               const lifecycle::CongestionInput& input) override;
    void OnRecovery(lifecycle::CongestionWindow& window,
                    const lifecycle::CongestionInput& input) override;
    void OnRecovered(lifecycle::CongestionWindow& window,
                     const lifecycle::CongestionInput& input) override;
    void OnTimeout(lifecycle::CongestionWindow& window,
                   const lifecycle::CongestionInput& input,
                   bool first) override;
    void OnUndo(lifecycle::CongestionWindow& window,
                const lifecycle::CongestionInput& input) override;

  private:
    void Load(const lifecycle::CongestionWindow& window, const lifecycle::CongestionInput& input);
    void LoadMeasurements(const lifecycle::CongestionInput& input);
    void Save(lifecycle::CongestionWindow& window) const;
    void EnterState(TcpSocketState::TcpCongState_t state);
    void Report(const lifecycle::CongestionInput& input);
    void Grow(const lifecycle::CongestionInput& input);

    Ptr<TcpLifecycleCongestionPrototype> m_prototype;   //!< creates the algorithm
    Ptr<TcpCongestionOps> m_algorithm;                  //!< null before it is needed or requested
    Ptr<TcpSocketState> m_state;                        //!< null before it is needed
    lifecycle::Duration m_leastRtt{lifecycle::FOREVER}; //!< samples from before it was needed
    lifecycle::Instant m_lastCall{}; //!< when it was last notified of data or a loss
    uint64_t m_unreported{0};        //!< delivered bytes not yet reported by PktsAcked()
    uint32_t m_remainder{0};         //!< bytes of growth that do not fill a segment yet
};

/// \param phase phase of loss recovery \return the corresponding state of ns-3
TcpSocketState::TcpCongState_t ToCongState(lifecycle::RecoveryPhase phase);

} // namespace ns3

#endif // TCP_LIFECYCLE_CONGESTION_H
