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
     * \param type any TypeId
     * \return why it cannot control the flows of this TCP: it is not a TcpCongestionOps, or it
     * wants ECN otherwise than RFC 3168 and RFC 8257 have it. Empty: it can.
     */
    static std::string GetObjection(TypeId type);

    /// \param type TypeId of an algorithm. The program stops if there is a GetObjection().
    explicit TcpLifecycleCongestionPrototype(TypeId type);

    /// \return the TypeId
    TypeId GetType() const;
    /// \return whether algorithms set the window and the pacing rate by delivery-rate samples
    /// (TcpBbr)
    bool NeedsRates() const;
    /// \return whether algorithms need ECN with an echo of each mark (TcpDctcp)
    bool NeedsMarks() const;
    /// \return a new algorithm, with the current defaults
    Ptr<TcpCongestionOps> MakeAlgorithm() const;
    /// \return a new state, with the defaults at the time when the first was created
    Ptr<TcpSocketState> MakeState();

  private:
    ObjectFactory m_factory;     //!< creates algorithms
    bool m_needsRates{false};    //!< see NeedsRates()
    bool m_needsMarks{false};    //!< see NeedsMarks()
    Ptr<TcpSocketState> m_state; //!< null before the first flow
};

/**
 * \ingroup tcp-lifecycle
 *
 * One flow's ns-3 algorithm. It is made when it can first change the window: when data are
 * acknowledged while the window limits the flow, or at a loss; TcpBbr and TcpDctcp when the first
 * data are sent.
 *
 * What an algorithm finds in its TcpSocketState: window, threshold, segment size, bytes in flight,
 * SND.UNA, SND.NXT, the last and the smallest RTT, the received timestamps in milliseconds, whether
 * the window limits the flow, and the state of loss recovery; TcpDctcp whether the acknowledgment
 * echoes a mark; TcpBbr the bytes in the network in place of those outstanding, and the sample.
 */
class TcpLifecycleCongestion : public lifecycle::CongestionControl
{
  public:
    /// Start a new flow. \param prototype creates its algorithm
    void Begin(Ptr<TcpLifecycleCongestionPrototype> prototype);
    /// \return the algorithm of the flow, which is created if necessary; null if there is no flow
    Ptr<TcpCongestionOps> GetAlgorithm();

    bool OnBegin(lifecycle::CongestionWindow& window,
                 const lifecycle::CongestionInput& input) override;
    void OnStart(lifecycle::CongestionWindow& window,
                 const lifecycle::CongestionInput& input) override;
    void OnRate(lifecycle::CongestionWindow& window,
                const lifecycle::CongestionInput& input,
                const lifecycle::RateSample& sample) override;
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
    void OnRecoveryByRate(lifecycle::CongestionWindow& window,
                          const lifecycle::CongestionInput& input);
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
