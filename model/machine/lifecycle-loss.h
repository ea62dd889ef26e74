/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_LOSS_H
#define LIFECYCLE_LOSS_H

#include "lifecycle-config.h"
#include "lifecycle-congestion.h"
#include "lifecycle-scoreboard.h"

#include <cstddef>
#include <cstdint>
#include <optional>

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * Interface of loss detection; each algorithm has its own file.
 */

namespace ns3
{
namespace lifecycle
{

class Digest;

/// An acknowledgment, for loss recovery.
struct AckReport
{
    const Config* config;    //!< parameters
    Instant now;             //!< current time
    Seq una;                 //!< SND.UNA, updated
    Seq nxt;                 //!< SND.NXT
    uint32_t segmentSize{0}; //!< largest data of a segment, bytes
    uint32_t acked{0};       //!< bytes acknowledged cumulatively
    bool advances{false};    //!< SND.UNA has advanced
    bool duplicate{false};   //!< a duplicate acknowledgment (RFC 5681, 2; RFC 6675, 2)
    bool sack{false};        //!< SACK is negotiated
    bool finished{false};    //!< all data and the FIN are acknowledged
    bool echoes{false};      //!< it has ECE, which echoes a congestion mark (RFC 3168, 6.1.2)
    bool canSendNew{false};  //!< there are new data, and they fit into the peer's window
    bool reduced{false};     //!< an echo has reduced the window in this window of data
    bool byRate{false};      //!< see CongestionControl::OnBegin()
    uint32_t priorPipe{0};   //!< bytes in the network before it, if byRate asks for it
    Duration srtt{0};        //!< SRTT
    std::optional<SackBlock> dsack; //!< duplicate data reported by the peer (RFC 2883)
    bool echoesOriginal{false};     //!< its timestamp echoes a TSval from before the first
                                    //!< retransmission (Eifel)
};

/// The state of RACK (RFC 8985, 5.3), and the observed reordering.
struct RackState
{
    Instant sentAt{NEVER};    //!< RACK.xmit_ts
    Seq sentEnd;              //!< RACK.end_seq
    Duration rtt{0};          //!< RACK.rtt
    Duration minRtt{FOREVER}; //!< RACK.min_RTT
    Instant minRttAt{};       //!< when minRtt was measured
    Seq dsackRound;           //!< RACK.dsack_round
    bool inDsackRound{false}; //!< whether dsackRound is set
    uint8_t steps{1};         //!< RACK.reo_wnd_mult
    uint8_t persist{0};       //!< RACK.reo_wnd_persist
    uint16_t reordering{3};   //!< segments; DupThresh at first
    uint32_t reorderings{0};  //!< number of times that reordering was observed
    bool advanced{false};     //!< a segment was delivered since the last detection
    Duration wait{0};         //!< time until the next detection, 0: none is needed

    /// \param other another \return whether all members are equal
    bool operator==(const RackState& other) const;
    /// \param digest gets all members
    void AddTo(Digest& digest) const;

  private:
    auto Parts() const;
};

/// The state that detection uses and changes.
struct LossState
{
    Scoreboard board;       //!< the segments in flight
    uint32_t duplicates{0}; //!< consecutive duplicate acknowledgments
    Seq point;              //!< RecoveryPoint: recovery ends when SND.UNA reaches it
    bool force{false};      //!< the next retransmission ignores the window
    RackState rack;         //!< state of RACK
    uint32_t delivered{0};  //!< segments delivered since the connection was opened
    uint32_t sentAgain{0};  //!< segments retransmitted since the connection was opened
};

/**
 * \ingroup tcp-lifecycle-machine
 *
 * An algorithm that detects lost segments. It has no state of its own.
 */
class LossDetector
{
  public:
    virtual ~LossDetector() = default;
    /**
     * An acknowledgment was received: mark the segments that are lost.
     * \param state the state of detection \param phase phase of recovery \param report the
     * acknowledgment
     * \param delivered what it has delivered \return whether a loss was detected
     */
    virtual bool OnAck(LossState& state,
                       RecoveryPhase phase,
                       const AckReport& report,
                       const Delivered& delivered) const = 0;

    /// The RTO has expired: mark the segments that are lost. \param state the state of detection
    /// \param now current time
    virtual void OnTimeout(LossState& state, Instant now) const;

    /// \return whether segments below the highest SACKed one may be retransmitted before they are
    /// detected as lost, if nothing else can be sent (RFC 6675, 4, NextSeg(), rule 3)
    virtual bool RepairsEarly() const
    {
        return false;
    }
};

/// \param config Config::lossDetection is used \param sack whether SACK is negotiated \return the
/// algorithm of a connection
const LossDetector& DetectorOf(const Config& config, bool sack);

/// \return RFC 6675, see lifecycle-loss-rfc6675.cc
const LossDetector& Rfc6675Detector();
/// \return RFC 6582, without SACK, see lifecycle-loss-newreno.cc
const LossDetector& NewRenoDetector();
/// \return RFC 8985, see lifecycle-loss-rack.cc
const LossDetector& RackDetector();

/**
 * Mark the segments that are lost by time (RFC 8985, 6.2, step 5).
 * \param state the state of detection; its wait is set \param phase phase of recovery \param srtt
 * SRTT
 * \param now current time \return whether a loss was detected
 */
bool DetectByTime(LossState& state, RecoveryPhase phase, Duration srtt, Instant now);

/// Detect reordering: a segment that was not retransmitted is delivered after later ones (RFC 8985,
/// 6.2, step 3; Linux, tcp_check_sack_reordering()). \param rack the state of RACK \param report
/// the acknowledgment \param delivered what it has delivered
void NoteReordering(RackState& rack, const AckReport& report, const Delivered& delivered);

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_LOSS_H
