/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_CONGESTION_H
#define LIFECYCLE_CONGESTION_H

#include "lifecycle-options.h"
#include "lifecycle-seq.h"
#include "lifecycle-time.h"

#include <cstddef>
#include <cstdint>
#include <optional>

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * The congestion window, and the interface of algorithms that change it.
 */

namespace ns3
{
namespace lifecycle
{

class Digest;
struct RateSample;

/// Phase of loss recovery.
enum class RecoveryPhase : uint8_t
{
    Open,     //!< no sign of loss
    Disorder, //!< duplicate acknowledgments or SACK blocks were received
    Recovery, //!< fast retransmit and fast recovery (RFC 6675, RFC 6582)
    Loss,     //!< after a retransmission timeout, until all data outstanding then are acknowledged
};

/// The state that all algorithms share, in bytes (RFC 5681).
struct CongestionWindow
{
    uint32_t cwnd{0};                         //!< congestion window; 0 before data can be sent
    uint32_t ssthresh{0xffffffff};            //!< slow start threshold
    RecoveryPhase phase{RecoveryPhase::Open}; //!< phase of loss recovery
    uint64_t pacingRate{0}; //!< at which segments leave, bit/s, by the algorithm; 0: it has none

    /// \param other another \return whether all members are equal
    bool operator==(const CongestionWindow& other) const
    {
        return cwnd == other.cwnd && ssthresh == other.ssthresh && phase == other.phase &&
               pacingRate == other.pacingRate;
    }

    /// \param digest gets all members
    void AddTo(Digest& digest) const;
};

/// What an algorithm knows about a connection at an event.
struct CongestionInput
{
    Instant now;             //!< current time
    uint32_t segmentSize{0}; //!< largest data of a segment, bytes
    uint32_t delivered{0};   //!< bytes that this segment acknowledges or SACKs for the first time
    uint32_t acked{0};      //!< bytes that this segment acknowledges, including those SACKed before
    uint32_t growth{0};     //!< bytes by which the window may grow; each byte counts at most once
    uint32_t flight{0};     //!< bytes outstanding before this event
    uint32_t pipe{0};       //!< bytes in the network, for OnRecovery() and OnRate()
    bool cwndLimited{true}; //!< whether the window, not the user, limited the data sent
    bool echoes{false};     //!< this segment echoes a congestion mark (RFC 3168, 6.1.2)
    Seq sndUna;             //!< SND.UNA
    Seq sndNxt;             //!< SND.NXT
    std::optional<Duration> rtt; //!< RTT of the last segment sent of those delivered, if measured
    Duration srtt{0};            //!< SRTT
    std::optional<Timestamps> timestamps; //!< of this segment, if present
    Duration timestampTick{0};            //!< unit of the timestamps
};

/**
 * \ingroup tcp-lifecycle-machine
 *
 * An algorithm for the congestion window. It changes `window.cwnd`, `window.ssthresh` and
 * `window.pacingRate`; the phase is the machine's.
 */
class CongestionControl
{
  public:
    virtual ~CongestionControl() = default;

    /**
     * The first data are about to be sent.
     * \param window the window \param input state of the connection
     * \return whether the algorithm sets the window by delivery rates, in OnRate(). Then the
     * machine leaves it alone during Recovery, after idleness and when a mark is echoed.
     */
    virtual bool OnBegin(CongestionWindow& window, const CongestionInput& input);
    /**
     * Data are about to be sent while nothing is outstanding; only if OnBegin() has said so.
     * \param window the window \param input state of the connection
     */
    virtual void OnStart(CongestionWindow& window, const CongestionInput& input);
    /**
     * All that follows from an acknowledgment is done; only if OnBegin() has said so.
     * \param window the window \param input state of the connection \param sample the delivery rate
     */
    virtual void OnRate(CongestionWindow& window,
                        const CongestionInput& input,
                        const RateSample& sample);
    /**
     * Data were delivered, in any phase: grow by CongestionInput::growth, which is 0 in Recovery,
     * for SACKed data, and when this acknowledgment ends Recovery or Loss.
     * \param window the window \param input state of the connection
     */
    virtual void OnAck(CongestionWindow& window, const CongestionInput& input) = 0;
    /**
     * Fast retransmit begins: set ssthresh, and set cwnd to it.
     * \param window the window \param input state of the connection
     */
    virtual void OnRecovery(CongestionWindow& window, const CongestionInput& input) = 0;
    /**
     * All data outstanding at OnRecovery() or OnTimeout() are acknowledged. After Recovery the
     * window may grow by CongestionInput::growth, which counts the last acknowledgment.
     * \param window the window; its phase is Recovery or Loss \param input state of the connection
     */
    virtual void OnRecovered(CongestionWindow& window, const CongestionInput& input) = 0;
    /**
     * A retransmission timeout: set ssthresh, and set cwnd to one segment.
     * \param window the window \param input state of the connection
     * \param first whether it is the first timeout of this segment (RFC 5681, 3.1: otherwise
     * ssthresh does not change)
     */
    virtual void OnTimeout(CongestionWindow& window, const CongestionInput& input, bool first) = 0;
    /**
     * The last OnRecovery() or OnTimeout() was unnecessary: nothing was lost. The window has its
     * previous value, and the phase is Open.
     * \param window the restored window \param input state of the connection
     */
    virtual void OnUndo(CongestionWindow& window, const CongestionInput& input);
};

/// Reno congestion control (RFC 5681); it has no state of its own.
class RenoCongestionControl : public CongestionControl
{
  public:
    void OnAck(CongestionWindow& window, const CongestionInput& input) override;
    void OnRecovery(CongestionWindow& window, const CongestionInput& input) override;
    void OnRecovered(CongestionWindow& window, const CongestionInput& input) override;
    void OnTimeout(CongestionWindow& window, const CongestionInput& input, bool first) override;
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_CONGESTION_H
