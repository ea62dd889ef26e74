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
 * Loss recovery: what was delivered, what is lost, and what may be sent.
 */

namespace ns3
{
namespace lifecycle
{

class Digest;

/// What the window was before it was reduced, and whether the reduction was in vain.
struct UndoState
{
    bool possible{false};   //!< an episode is on that may be undone
    bool stamped{false};    //!< something was sent again in it
    Seq begin;              //!< SND.UNA when it began
    int32_t repairs{0};     //!< sent again and not reported as received twice; -1: not known
    uint32_t firstStamp{0}; //!< TSval of the first repair
    uint32_t cwnd{0};       //!< congestion window before
    uint32_t ssthresh{0};   //!< slow start threshold before

    /// \return whether all are the same
    bool operator==(const UndoState& other) const;
    /// \param digest gets all parts
    void AddTo(Digest& digest) const;

  private:
    auto Parts() const;
};

/// A tail loss probe (RFC 8985, 7).
struct ProbeState
{
    bool out{false};     //!< one was sent, and its episode is not over
    bool repeats{false}; //!< it has sent again what was sent before
    Seq end;             //!< TLP.end_seq: SND.NXT after it

    /// \return whether all are the same
    bool operator==(const ProbeState& other) const;
    /// \param digest gets all parts
    void AddTo(Digest& digest) const;

  private:
    auto Parts() const;
};

/**
 * \ingroup tcp-lifecycle-machine
 *
 * Loss detection and recovery of one connection. It sends nothing: the connection tells it what it
 * sends and what is acknowledged, and asks for what is to be sent again. It moves the window's
 * phase, and calls the connection's congestion control.
 *
 * What was delivered: Sent(), SentAgain(), Deliver(). What is lost: OnAck(), OnTimeout(),
 * OnReorderingTimeout(). What may be sent: Pipe(), NextRepair(), NextEarlyRepair().
 */
class LossRecovery
{
  public:
    /// Data can flow. \param point SND.UNA: duplicates count for what is sent from here on
    void Begin(Seq point);
    /// \param rtt that of the handshake \param now time
    void NoteRtt(Duration rtt, Instant now);

    // Sending

    /// New numbers are sent. \param from first \param end after the last \param now time \param
    /// traits of Scoreboard::Trait
    void Sent(Seq from, Seq end, Instant now, uint8_t traits)
    {
        m_state.board.Sent(from, end, now, traits);
        m_prr.OnSent(Span(from, end));
    }

    /// The same numbers as before are sent. \param from first \param end after the last \param
    /// now time \param stamp TSval \param phase of recovery
    void SentAgain(Seq from, Seq end, Instant now, uint32_t stamp, RecoveryPhase phase);
    /// A zero-window probe has numbers as before. \param from first
    void Probed(Seq from);
    /// All in flight is to be sent again, and that is no sign of congestion (RFC 1191, 6.4).
    void SendAllAgain();
    /// A tail loss probe was sent. \param end SND.NXT \param repeats whether it was nothing new
    void ProbeSent(Seq end, bool repeats);

    // Acknowledgments

    /**
     * What an acknowledgment delivers.
     * \param report the acknowledgment \param blocks SACK blocks \param count how many
     * \return what it is
     */
    Delivered Deliver(const AckReport& report, const SackBlock* blocks, std::size_t count);
    /**
     * Decide what follows from it, and have the window changed.
     * \param report the acknowledgment \param delivered from Deliver() \param input for congestion
     * control \param window the window \param control its algorithm
     */
    void OnAck(const AckReport& report,
               const Delivered& delivered,
               CongestionInput input,
               CongestionWindow& window,
               CongestionControl& control);
    /**
     * The RTO has expired.
     * \param report with una, nxt, sack, now, config and segmentSize \param input for congestion
     * control \param window the window \param control its algorithm \param retries time-outs in a
     * row, this one included
     */
    void OnTimeout(const AckReport& report,
                   const CongestionInput& input,
                   CongestionWindow& window,
                   CongestionControl& control,
                   uint32_t retries);
    /**
     * The reordering timer has expired (RFC 8985, 6.3).
     * \param report as above, with srtt \param input for congestion control \param window the
     * window \param control its algorithm
     */
    void OnReorderingTimeout(const AckReport& report,
                             const CongestionInput& input,
                             CongestionWindow& window,
                             CongestionControl& control);

    // What may be sent

    /// \param flight octets outstanding \param segmentSize SMSS \param sack whether SACK is agreed
    /// on \return RFC 6675's estimate of octets in the network
    uint32_t Pipe(uint32_t flight, uint32_t segmentSize, bool sack) const;
    /// \param room octets of text that fit \param textEnd where the FIN begins \return what is to
    /// be sent again first
    std::optional<Scoreboard::Repair> NextRepair(uint32_t room, Seq textEnd) const;
    /// \param config parameters \param sack whether SACK is agreed on \param phase of recovery
    /// \return what may be sent again when nothing else is to be sent
    std::optional<Scoreboard::Repair> NextEarlyRepair(const Config& config,
                                                      bool sack,
                                                      RecoveryPhase phase);
    /// \return whether the next repair goes whatever the window says; tells it once
    bool TakeForce();

    /// \return how long until the reordering timer is to expire, 0: as it is; tells it once
    Duration TakeReorderingWait();

    /// \return whether a tail loss probe is out
    bool IsProbing() const
    {
        return m_probe.out;
    }

    /// \return whether new data go first after a time-out, to see whether it was spurious (RFC
    /// 5682, 2.1, step 2b)
    bool SendsNewFirst() const
    {
        return m_frtoNew;
    }

    /// \return TSval of the first repair of an episode that may be undone
    std::optional<uint32_t> FirstRepairStamp() const
    {
        return m_undo.possible && m_undo.stamped ? std::optional(m_undo.firstStamp) : std::nullopt;
    }

    /// \return the segments in flight
    const Scoreboard& Board() const
    {
        return m_state.board;
    }

    /// \return duplicate acknowledgments in a row
    uint32_t Duplicates() const
    {
        return m_state.duplicates;
    }

    /// \return segments delivered since the connection began
    uint32_t DeliveredSegments() const
    {
        return m_state.delivered;
    }

    /// \return segments sent again since then
    uint32_t SentAgainSegments() const
    {
        return m_state.sentAgain;
    }

    /// \return what is known of reordering
    const RackState& Rack() const
    {
        return m_state.rack;
    }

    /// \return whether all are the same
    bool operator==(const LossRecovery& other) const;
    /// \param digest gets all parts
    void AddTo(Digest& digest) const;

  private:
    /// What is found about a reduction of the window.
    enum class Verdict : uint8_t
    {
        Stands, //!< nothing says that it was in vain
        Wait,   //!< it was, so far: nothing more is taken for lost
        Undone, //!< it was, and is undone
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

    LossState m_state;     //!< the segments in flight, and what detection knows
    UndoState m_undo;      //!< of the episode
    ProbeState m_probe;    //!< tail loss probe
    Prr m_prr;             //!< of the episode
    bool m_frto{false};    //!< F-RTO watches what is acknowledged after a time-out
    bool m_frtoNew{false}; //!< it wants new data to be sent first
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_RECOVERY_H
