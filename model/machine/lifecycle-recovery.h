/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_RECOVERY_H
#define LIFECYCLE_RECOVERY_H

#include "lifecycle-loss.h"
#include "lifecycle-prr.h"

#include <cstddef>
#include <cstdint>
#include <optional>

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * Loss recovery: which data were delivered, which are lost, and what may be sent.
 */

namespace ns3
{
namespace lifecycle
{

class Digest;

/// The window before its reduction, and whether the reduction was unnecessary.
struct UndoState
{
    bool possible{false};   //!< the current episode can be undone
    bool stamped{false};    //!< a segment was retransmitted in the episode
    Seq begin;              //!< SND.UNA at the start of the episode
    int32_t repairs{0};     //!< retransmissions not reported as duplicates; -1: unknown
    uint32_t firstStamp{0}; //!< TSval of the first retransmission
    uint32_t cwnd{0};       //!< previous congestion window
    uint32_t ssthresh{0};   //!< previous slow start threshold

    /// \param other another \return whether all members are equal
    bool operator==(const UndoState& other) const;
    /// \param digest gets all members
    void AddTo(Digest& digest) const;

  private:
    auto Parts() const;
};

/// A tail loss probe (RFC 8985, 7).
struct ProbeState
{
    bool out{false};     //!< a probe was sent, and its episode has not ended
    bool repeats{false}; //!< the probe was a retransmission
    Seq end;             //!< TLP.end_seq: SND.NXT after the probe

    /// \param other another \return whether all members are equal
    bool operator==(const ProbeState& other) const;
    /// \param digest gets all members
    void AddTo(Digest& digest) const;

  private:
    auto Parts() const;
};

/**
 * \ingroup tcp-lifecycle-machine
 *
 * Loss detection and recovery of one connection. It does not send: the connection reports the data
 * sent and acknowledged, and asks for data to retransmit. It changes the phase of the window, and
 * calls the congestion control of the connection.
 *
 * Deliveries: Sent(), SentAgain(), Deliver(). Losses: OnAck(), OnTimeout(), OnReorderingTimeout().
 * Limits of sending: Pipe(), NextRepair(), NextEarlyRepair().
 */
class LossRecovery
{
  public:
    /// Data can be sent. \param point SND.UNA: duplicates count for data sent from now on
    void Begin(Seq point);
    /// \param rtt RTT of the handshake \param now current time
    void NoteRtt(Duration rtt, Instant now);

    // Sending

    /// New data were sent. \param from first sequence number \param end end of the data \param now
    /// current time \param traits see Scoreboard::Trait
    void Sent(Seq from, Seq end, Instant now, uint8_t traits)
    {
        m_state.board.Sent(from, end, now, traits);
        m_prr.OnSent(Span(from, end));
    }

    /// Data were retransmitted. \param from first sequence number \param end end of the data \param
    /// now current time \param stamp TSval \param phase phase of recovery
    void SentAgain(Seq from, Seq end, Instant now, uint32_t stamp, RecoveryPhase phase);
    /// A zero-window probe with old data was sent. \param from first sequence number
    void Probed(Seq from);
    /// All data in flight will be retransmitted, without a sign of congestion (RFC 1191, 6.4).
    void SendAllAgain();
    /// A tail loss probe was sent. \param end SND.NXT \param repeats whether it was a
    /// retransmission
    void ProbeSent(Seq end, bool repeats);

    // Acknowledgments

    /**
     * Process the data that an acknowledgment delivers.
     * \param report the acknowledgment \param blocks SACK blocks \param count number of blocks
     * \return the deliveries
     */
    Delivered Deliver(const AckReport& report, const SackBlock* blocks, std::size_t count);
    /**
     * Detect losses, and have the window changed.
     * \param report the acknowledgment \param delivered from Deliver() \param input for congestion
     * control \param window the window \param control congestion control
     */
    void OnAck(const AckReport& report,
               const Delivered& delivered,
               CongestionInput input,
               CongestionWindow& window,
               CongestionControl& control);
    /**
     * The RTO has expired.
     * \param report una, nxt, sack, now, config and segmentSize are used \param input for
     * congestion control \param window the window \param control congestion control \param retries
     * consecutive timeouts, including this one
     */
    void OnTimeout(const AckReport& report,
                   const CongestionInput& input,
                   CongestionWindow& window,
                   CongestionControl& control,
                   uint32_t retries);
    /**
     * The reordering timer has expired (RFC 8985, 6.3).
     * \param report as for OnTimeout(), and srtt \param input for congestion control \param window
     * the window \param control congestion control
     */
    void OnReorderingTimeout(const AckReport& report,
                             const CongestionInput& input,
                             CongestionWindow& window,
                             CongestionControl& control);

    // Limits of sending

    /// \param flight bytes outstanding \param segmentSize SMSS \param sack whether SACK is
    /// negotiated \return RFC 6675's estimate of the bytes in the network
    uint32_t Pipe(uint32_t flight, uint32_t segmentSize, bool sack) const;
    /// \param room bytes of data that fit a segment \param textEnd sequence number of the FIN
    /// \return the next data to retransmit
    std::optional<Scoreboard::Repair> NextRepair(uint32_t room, Seq textEnd) const;
    /// \param config parameters \param sack whether SACK is negotiated \param phase phase of
    /// recovery \return data that may be retransmitted if nothing else can be sent
    std::optional<Scoreboard::Repair> NextEarlyRepair(const Config& config,
                                                      bool sack,
                                                      RecoveryPhase phase);
    /// \return whether the next retransmission ignores the window; this is reset
    bool TakeForce();

    /// \return time until the reordering timer expires, 0: unchanged; this is reset
    Duration TakeReorderingWait();

    /// \return whether a tail loss probe is outstanding
    bool IsProbing() const
    {
        return m_probe.out;
    }

    /// \return whether new data are sent first after a timeout, to detect whether it was spurious
    /// (RFC 5682, 2.1, step 2b)
    bool SendsNewFirst() const
    {
        return m_frtoNew;
    }

    /// \return TSval of the first retransmission of an episode that can be undone
    std::optional<uint32_t> FirstRepairStamp() const
    {
        return m_undo.possible && m_undo.stamped ? std::optional(m_undo.firstStamp) : std::nullopt;
    }

    /// \return the segments in flight
    const Scoreboard& Board() const
    {
        return m_state.board;
    }

    /// \return consecutive duplicate acknowledgments
    uint32_t Duplicates() const
    {
        return m_state.duplicates;
    }

    /// \return segments delivered since the connection was opened
    uint32_t DeliveredSegments() const
    {
        return m_state.delivered;
    }

    /// \return segments retransmitted since the connection was opened
    uint32_t SentAgainSegments() const
    {
        return m_state.sentAgain;
    }

    /// \return state of RACK and reordering
    const RackState& Rack() const
    {
        return m_state.rack;
    }

    /// \param other another \return whether all members are equal
    bool operator==(const LossRecovery& other) const;
    /// \param digest gets all members
    void AddTo(Digest& digest) const;

  private:
    /// Verdict on a reduction of the window.
    enum class Verdict : uint8_t
    {
        Stands, //!< no evidence that it was unnecessary
        Wait,   //!< unnecessary so far: do not detect further losses
        Undone, //!< unnecessary, and undone
    };

    auto Parts() const;
    void CountDuplicates(const AckReport& report, RecoveryPhase phase);
    void NoteDsack(const AckReport& report);
    void CheckProbe(const AckReport& report,
                    const Delivered& delivered,
                    CongestionInput input,
                    CongestionWindow& window,
                    CongestionControl& control);
    void SaveForUndo(const CongestionWindow& window, Seq una);
    void Undo(const CongestionInput& input, CongestionWindow& window, CongestionControl& control);
    Verdict TryUndo(const AckReport& report,
                    const Delivered& delivered,
                    const CongestionInput& input,
                    CongestionWindow& window,
                    CongestionControl& control);
    bool CheckFrto(const AckReport& report, const Delivered& delivered);
    bool Grow(const AckReport& report,
              const Delivered& delivered,
              CongestionInput input,
              CongestionWindow& window,
              CongestionControl& control);
    void Enter(const AckReport& report,
               const CongestionInput& input,
               CongestionWindow& window,
               CongestionControl& control);
    void ReduceByPrr(const AckReport& report,
                     uint32_t delivered,
                     bool safe,
                     CongestionWindow& window);

    LossState m_state;     //!< the segments in flight, and the state of detection
    UndoState m_undo;      //!< of the current episode
    ProbeState m_probe;    //!< tail loss probe
    Prr m_prr;             //!< of the current episode
    bool m_frto{false};    //!< F-RTO checks the acknowledgments after a timeout
    bool m_frtoNew{false}; //!< F-RTO needs new data to be sent first
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_RECOVERY_H
