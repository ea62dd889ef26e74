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
 * How losses are detected: one file for each algorithm.
 */

namespace ns3
{
namespace lifecycle
{

class Digest;

/// An acknowledgment, as loss recovery sees it.
struct AckReport
{
    const Config* config;           //!< parameters
    Instant now;                    //!< time
    Seq una;                        //!< SND.UNA, after it
    Seq nxt;                        //!< SND.NXT
    uint32_t segmentSize{0};        //!< largest text of a segment, octets
    uint32_t acked{0};              //!< octets acknowledged cumulatively
    bool advances{false};           //!< it acknowledges something new
    bool duplicate{false};          //!< a duplicate acknowledgment (RFC 5681, 2; RFC 6675, 2)
    bool sack{false};               //!< SACK is agreed on
    bool finished{false};           //!< all is acknowledged, the FIN included
    bool echoes{false};             //!< it echoes a congestion mark (RFC 3168, 6.1.2)
    bool canSendNew{false};         //!< new data are there and fit the peer's window
    bool reduced{false};            //!< an echo has reduced the window in this window of data
    bool byRate{false};             //!< see CongestionControl::OnBegin()
    uint32_t priorPipe{0};          //!< octets in the network before it, if byRate asks for it
    Duration srtt{0};               //!< SRTT
    std::optional<SackBlock> dsack; //!< reported as received twice (RFC 2883)
    bool echoesOriginal{false};     //!< its timestamp echoes one before the first repair (Eifel)
};

/// What RACK knows (RFC 8985, 5.3), and what is known of reordering.
struct RackState
{
    Instant sentAt{NEVER};    //!< RACK.xmit_ts
    Seq sentEnd;              //!< RACK.end_seq
    Duration rtt{0};          //!< RACK.rtt
    Duration minRtt{FOREVER}; //!< RACK.min_RTT
    Instant minRttAt{};       //!< when that was measured
    Seq dsackRound;           //!< RACK.dsack_round
    bool inDsackRound{false}; //!< whether there is one
    uint8_t steps{1};         //!< RACK.reo_wnd_mult
    uint8_t persist{0};       //!< RACK.reo_wnd_persist
    uint16_t reordering{3};   //!< in segments; DupThresh at first
    uint32_t reorderings{0};  //!< how often it was seen
    bool advanced{false};     //!< something was delivered since it was looked at
    Duration wait{0};         //!< until more can be told, 0: no need

    /// \return whether all are the same
    bool operator==(const RackState& other) const;
    /// \param digest gets all parts
    void AddTo(Digest& digest) const;

  private:
    auto Parts() const;
};

/// What detection knows and changes.
struct LossState
{
    Scoreboard board;       //!< the segments in flight
    uint32_t duplicates{0}; //!< duplicate acknowledgments in a row
    Seq point;              //!< RecoveryPoint: an episode ends when SND.UNA has come here
    bool force{false};      //!< the next repair goes whatever the window says
    RackState rack;         //!< of RACK
    uint32_t delivered{0};  //!< segments delivered since the connection began
    uint32_t sentAgain{0};  //!< segments sent again since then
};

/**
 * \ingroup tcp-lifecycle-machine
 *
 * An algorithm that tells which segments are lost. It has no state of its own.
 */
class LossDetector
{
  public:
    virtual ~LossDetector() = default;
    /**
     * An acknowledgment has come: mark what is lost by it.
     * \param state what is known \param phase of recovery \param report the acknowledgment
     * \param delivered what it has delivered \return whether anything was found to be lost
     */
    virtual bool OnAck(LossState& state,
                       RecoveryPhase phase,
                       const AckReport& report,
                       const Delivered& delivered) const = 0;

    /// The RTO has expired: mark what is lost. \param state what is known \param now time
    virtual void OnTimeout(LossState& state, Instant now) const;

    /// \return whether segments below the highest one SACKed may be sent again before they are
    /// taken for lost, if nothing else is to be sent (RFC 6675, 4, NextSeg(), rule 3)
    virtual bool RepairsEarly() const
    {
        return false;
    }
};

/// \param config Config::lossDetection is used \param sack whether SACK is agreed on
/// \return the algorithm of a connection
const LossDetector& DetectorOf(const Config& config, bool sack);

/// \return RFC 6675's, see lifecycle-loss-rfc6675.cc
const LossDetector& Rfc6675Detector();
/// \return RFC 6582's, without SACK, see lifecycle-loss-newreno.cc
const LossDetector& NewRenoDetector();
/// \return RFC 8985's, see lifecycle-loss-rack.cc
const LossDetector& RackDetector();

/**
 * Mark what is lost by the time that has passed since it was sent (RFC 8985, 6.2, step 5).
 * \param state its wait is set \param phase of recovery \param srtt SRTT \param now time
 * \return whether anything was found to be lost
 */
bool DetectByTime(LossState& state, RecoveryPhase phase, Duration srtt, Instant now);

/// Reordering is seen where a segment that was not sent again is delivered after later ones (RFC
/// 8985, 6.2, step 3; Linux, tcp_check_sack_reordering()). \param rack what is known \param report
/// the acknowledgment \param delivered what it has delivered
void NoteReordering(RackState& rack, const AckReport& report, const Delivered& delivered);

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_LOSS_H
