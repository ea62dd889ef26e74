/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-recovery.h"

#include "lifecycle-hash.h"

#include <algorithm>
#include <tuple>

namespace ns3
{
namespace lifecycle
{

void
LossRecovery::Begin(Seq point)
{
    m_state.point = point;
}

void
LossRecovery::NoteRtt(Duration rtt, Instant now)
{
    m_state.rack.minRtt = rtt;
    m_state.rack.minRttAt = now;
}

// Sending

void
LossRecovery::SentAgain(Seq from, Seq end, Instant now, uint32_t stamp, RecoveryPhase phase)
{
    ++m_state.sentAgain;
    m_state.board.SentAgain(from, end, now, phase >= RecoveryPhase::Recovery);
    m_prr.OnSent(Span(from, end));
    if (m_undo.possible && phase >= RecoveryPhase::Recovery)
    {
        m_undo.firstStamp = m_undo.stamped ? m_undo.firstStamp : stamp;
        m_undo.stamped = true;
        m_undo.repairs = std::max(m_undo.repairs, 0) + 1;
    }
}

void
LossRecovery::Probed(Seq from)
{
    m_state.board.Probed(from);
}

void
LossRecovery::SendAllAgain()
{
    m_state.board.MarkAllLost();
}

void
LossRecovery::ProbeSent(Seq end, bool repeats)
{
    m_probe = {true, repeats, end};
}

// Acknowledgments

Delivered
LossRecovery::Deliver(const AckReport& report, const SackBlock* blocks, std::size_t count)
{
    Scoreboard& board = m_state.board;
    Delivered delivered;
    delivered.now = report.now;
    delivered.minRtt = m_state.rack.minRtt == FOREVER ? Duration::zero() : m_state.rack.minRtt;
    delivered.repairedBelow = m_state.point;
    if (!board.Sacked().Empty())
    {
        delivered.highestSacked = board.Sacked()[board.Sacked().Count() - 1].right;
    }
    if (report.advances)
    {
        board.Acknowledge(report.una, delivered);
    }
    const Instant lastAt = delivered.lastAt;
    for (std::size_t i = 0; i < count; ++i)
    {
        // RFC 2018, 4: blocks inside (SND.UNA, SND.NXT]; RFC 2883's duplicates lie outside
        const SackBlock& block = blocks[i];
        if (Before(report.una, block.left) && Before(block.left, block.right) &&
            AtOrBefore(block.right, report.nxt))
        {
            board.Sack(block.left, block.right, delivered);
        }
    }
    if (lastAt != NEVER)
    {
        // Linux processes SACK blocks first, then the cumulative acknowledgment
        delivered.lastAt = lastAt;
    }
    m_state.delivered += delivered.segments;
    return delivered;
}

void
LossRecovery::CountDuplicates(const AckReport& report, RecoveryPhase phase)
{
    uint32_t& duplicates = m_state.duplicates;
    if (!report.advances)
    {
        duplicates += report.duplicate ? 1 : 0;
    }
    else if (phase == RecoveryPhase::Recovery && !report.sack)
    {
        // RFC 6582, 3.2, step 3, "deflate": the acknowledged data except the retransmitted segment
        // were already counted by the duplicate ACKs
        const uint32_t segments = report.acked / report.segmentSize;
        duplicates -= std::min(duplicates, std::max(segments, 1U) - 1);
    }
    else
    {
        duplicates = 0;
    }
}

void
LossRecovery::OnAck(const AckReport& report,
                    const Delivered& delivered,
                    CongestionInput input,
                    CongestionWindow& window,
                    CongestionControl& control)
{
    uint32_t octets = delivered.octets;
    if (!report.sack)
    {
        // RFC 6937, 3: without SACK a duplicate ACK delivers one segment, and an acknowledgment
        // delivers the rest that its duplicates did not count
        const uint32_t told = m_state.duplicates * report.segmentSize;
        octets = report.advances ? std::max(octets - std::min(told, octets), report.segmentSize)
                                 : (report.duplicate ? report.segmentSize : 0);
    }
    const uint32_t toRepair = m_state.board.LostOctets();
    CountDuplicates(report, window.phase);
    if (window.phase < RecoveryPhase::Recovery && After(report.una, m_state.point) &&
        report.advances)
    {
        m_state.point = report.una - 1; // it follows SND.UNA, so that the two can be compared
    }
    NoteDsack(report);
    if (report.sack && report.config->lossDetection == LossDetection::Rack)
    {
        NoteReordering(m_state.rack, report, delivered);
    }
    CheckProbe(report, delivered, input, window, control);
    const Verdict verdict = TryUndo(report, delivered, input, window, control);
    if (verdict == Verdict::Wait)
    {
        ReduceByPrr(report, octets, report.advances, window);
        return;
    }
    const bool ended = Grow(report, delivered, input, window, control);
    const LossDetector& detector = DetectorOf(*report.config, report.sack);
    const uint32_t repairs = m_state.board.AgainOctets();
    const bool found = detector.OnAck(m_state, window.phase, report, delivered);
    const bool left = (ended || verdict == Verdict::Undone) && m_state.board.LostOctets() > 0;
    const bool repairLost = m_state.board.AgainOctets() < repairs;
    if ((found || left) && (window.phase < RecoveryPhase::Recovery ||
                            (window.phase == RecoveryPhase::Loss && repairLost)))
    {
        Enter(report, input, window, control);
    }
    const bool more = m_state.board.LostOctets() > toRepair;
    ReduceByPrr(report, octets, report.advances && !more, window);
}

bool
LossRecovery::Grow(const AckReport& report,
                   const Delivered& delivered,
                   CongestionInput input,
                   CongestionWindow& window,
                   CongestionControl& control)
{
    const bool tells = delivered.octets > 0 && !report.finished; // nothing is sent after the FIN
    if (window.phase < RecoveryPhase::Recovery)
    {
        if (report.sack ? m_state.board.Sacked().Empty() : report.advances)
        {
            window.phase = RecoveryPhase::Open;
        }
        else if (report.sack || report.duplicate)
        {
            window.phase = RecoveryPhase::Disorder;
        }
        if (tells)
        {
            // RFC 5681, 3.2, step 1: duplicates do not make the window grow. But if segments are
            // reordered, RACK detects losses by time, and any delivery counts (Linux,
            // tcp_may_raise_cwnd())
            const bool reordered = m_state.rack.reordering > RackState().reordering;
            const bool grows = (report.advances || reordered) && !report.echoes;
            input.growth = grows ? delivered.octets : 0;
            control.OnAck(window, input);
        }
        return false;
    }
    const bool loss = window.phase == RecoveryPhase::Loss;
    const bool ends = AtOrAfter(report.una, m_state.point);
    if (loss && report.advances && !ends)
    {
        // Slow start (RFC 5681, 3.1). Without SACK, most data of a large acknowledgment were
        // delivered before the timeout: count one segment (RFC 3465, 2.3)
        input.growth =
            report.sack ? delivered.octets : std::min(delivered.octets, input.segmentSize);
    }
    if (tells)
    {
        control.OnAck(window, input);
    }
    if (ends)
    {
        // All data outstanding at the start are acknowledged. Data that arrived during Recovery
        // count when they are acknowledged (RFC 3465, 2.1), as in ns-3's TcpSocketBase; with PRR
        // they have already allowed other data to be sent
        const bool prr = report.config->reductionBound != ReductionBound::None;
        input.growth = loss ? 0 : (prr ? delivered.octets : report.acked);
        input.flight = Span(report.una, report.nxt);
        control.OnRecovered(window, input);
        window.phase = RecoveryPhase::Open;
        // RFC 8985, 6.2, step 4: "exiting Fast or RTO recovery"; Linux, tcp_try_undo_recovery()
        m_state.rack.persist -= m_state.rack.persist > 0 ? 1 : 0;
        m_state.duplicates = 0;
        m_state.force = false;
        m_frto = false;
    }
    else if (loss)
    {
        m_state.duplicates = 0; // they answer data that were sent twice
    }
    return ends;
}

void
LossRecovery::Enter(const AckReport& report,
                    const CongestionInput& input,
                    CongestionWindow& window,
                    CongestionControl& control)
{
    // RFC 6675, 5, step 4; RFC 6582, 3.2, step 2; RFC 6937, 3
    SaveForUndo(window, report.una);
    m_prr.Begin(window.cwnd);
    m_probe.out = false;
    m_frto = false;
    window.phase = RecoveryPhase::Recovery;
    m_state.point = report.nxt;
    m_state.board.BeginEpisode(report.una);
    m_state.force = true; // step 4.3: the first retransmission ignores the window
    // RFC 5681, 3.2, step 2: data sent by limited transmit are not part of FlightSize
    CongestionInput without = input;
    without.flight = std::min(input.flight, window.cwnd);
    without.pipe = Pipe(Span(report.una, report.nxt), report.segmentSize, report.sack);
    if (!report.reduced) // RFC 3168, 6.1.2: once "in response to a series of dropped and/or CE
    {                    // packets from a single window of data"
        control.OnRecovery(window, without);
    }
}

void
LossRecovery::ReduceByPrr(const AckReport& report,
                          uint32_t delivered,
                          bool safe,
                          CongestionWindow& window)
{
    const ReductionBound bound = report.config->reductionBound;
    if (window.phase != RecoveryPhase::Recovery || bound == ReductionBound::None ||
        delivered == 0 || report.byRate)
    {
        return;
    }
    PrrInput input;
    input.pipe = Pipe(Span(report.una, report.nxt), report.segmentSize, report.sack);
    input.ssthresh = window.ssthresh;
    input.delivered = delivered;
    input.segmentSize = report.segmentSize;
    input.safe = safe;
    window.cwnd = input.pipe + m_prr.OnAck(bound, input);
}

void
LossRecovery::OnTimeout(const AckReport& report,
                        const CongestionInput& input,
                        CongestionWindow& window,
                        CongestionControl& control,
                        uint32_t retries)
{
    Scoreboard& board = m_state.board;
    const bool rack = report.config->lossDetection == LossDetection::Rack;
    const bool begins = window.phase < RecoveryPhase::Recovery;
    // Linux, tcp_enter_loss(): "Reduce ssthresh if it has not yet been made inside this window"
    const bool reduced = report.reduced || (rack && window.phase == RecoveryPhase::Recovery &&
                                            After(m_state.point, report.una));
    const bool first = retries == 1 && window.phase != RecoveryPhase::Loss && !reduced;
    if (first)
    {
        SaveForUndo(window, report.una);
    }
    if (board.Sacked().Contains(report.una))
    {
        board.ForgetSacks(); // RFC 2018, 8: the receiver may have discarded SACKed data
        board.MarkAllLost();
    }
    else
    {
        DetectorOf(*report.config, report.sack).OnTimeout(m_state, report.now);
    }
    control.OnTimeout(window, input, first);
    m_state.duplicates = 0;
    m_state.point = report.nxt;
    m_state.force = true;
    m_state.rack.wait = Duration::zero();
    board.BeginEpisode(report.una);
    if (rack)
    {
        window.cwnd = Pipe(Span(report.una, report.nxt), report.segmentSize, report.sack) +
                      report.segmentSize;
    }
    window.phase = RecoveryPhase::Loss;
    m_probe.out = false;
    // RFC 5682, 2.1, step 1; Linux, tcp_enter_loss()
    m_frto = report.config->frto && (begins || retries > 1);
    m_frtoNew = false;
}

void
LossRecovery::OnReorderingTimeout(const AckReport& report,
                                  const CongestionInput& input,
                                  CongestionWindow& window,
                                  CongestionControl& control)
{
    if (!DetectByTime(m_state, window.phase, report.srtt, report.now))
    {
        return;
    }
    if (window.phase != RecoveryPhase::Recovery)
    {
        Enter(report, input, window, control);
        ReduceByPrr(report, report.segmentSize, false, window); // tcp_rack_reo_timeout()
    }
}

// Limits of sending

uint32_t
LossRecovery::Pipe(uint32_t flight, uint32_t segmentSize, bool sack) const
{
    // RFC 6675, section 4, SetPipe(): bytes that are neither SACKed nor lost, and bytes
    // retransmitted. Without SACK, each duplicate ACK means that one segment has left the network
    // (RFC 5681, 3.2, step 4).
    const Scoreboard& board = m_state.board;
    const uint32_t arrived =
        sack ? board.SackedOctets() : std::min(m_state.duplicates * segmentSize, flight);
    return flight - std::min(arrived + board.LostOctets(), flight) + board.AgainOctets();
}

std::optional<Scoreboard::Repair>
LossRecovery::NextRepair(uint32_t room, Seq textEnd) const
{
    return m_state.board.NextLost(room, textEnd);
}

std::optional<Scoreboard::Repair>
LossRecovery::NextEarlyRepair(const Config& config, bool sack, RecoveryPhase phase)
{
    return phase == RecoveryPhase::Recovery && DetectorOf(config, sack).RepairsEarly()
               ? m_state.board.NextNotRepaired()
               : std::nullopt;
}

bool
LossRecovery::TakeForce()
{
    const bool force = m_state.force;
    m_state.force = false;
    return force;
}

Duration
LossRecovery::TakeReorderingWait()
{
    const Duration wait = m_state.rack.wait;
    m_state.rack.wait = Duration::zero();
    return wait;
}

// Comparison and hash

auto
LossRecovery::Parts() const
{
    return std::tie(m_state.board,
                    m_state.duplicates,
                    m_state.point,
                    m_state.force,
                    m_state.rack,
                    m_state.delivered,
                    m_state.sentAgain,
                    m_undo,
                    m_probe,
                    m_prr,
                    m_frto,
                    m_frtoNew);
}

bool
LossRecovery::operator==(const LossRecovery& other) const
{
    return Parts() == other.Parts();
}

void
LossRecovery::AddTo(Digest& digest) const
{
    digest.Add(Parts());
}

} // namespace lifecycle
} // namespace ns3
