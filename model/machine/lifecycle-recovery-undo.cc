/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * Detection of unnecessary reductions of the window: tail loss probes (RFC 8985, 7.4), F-RTO (RFC
 * 5682), Eifel (RFC 3522, RFC 4015) and DSACK (RFC 3708).
 */

#include "lifecycle-hash.h"
#include "lifecycle-recovery.h"

#include <algorithm>
#include <tuple>

namespace ns3
{
namespace lifecycle
{

namespace
{

/// RFC 8985, 6.2, step 4; Linux, TCP_RACK_RECOVERY_THRESH
constexpr uint8_t MOST_PERSIST = 16;

} // namespace

void
LossRecovery::CheckProbe(const AckReport& report,
                         const Delivered& delivered,
                         CongestionInput input,
                         CongestionWindow& window,
                         CongestionControl& control)
{
    if (!m_probe.out || Before(report.una, m_probe.end))
    {
        return;
    }
    const bool twice = report.dsack || (!report.advances && delivered.octets == 0);
    if (m_probe.repeats && !twice && AtOrBefore(report.una, m_probe.end))
    {
        return; // if there are two, the answer to the other one has not arrived yet
    }
    m_probe.out = false;
    if (m_probe.repeats && !twice && window.phase < RecoveryPhase::Recovery)
    {
        // 7.4.2: the probe has repaired a loss, which counts as any other loss
        input.flight = std::min(input.flight, window.cwnd);
        window.phase = RecoveryPhase::Recovery;
        control.OnRecovery(window, input);
        input.growth = 0;
        input.flight = Span(report.una, report.nxt);
        control.OnRecovered(window, input);
        window.phase = RecoveryPhase::Open;
    }
}

void
LossRecovery::NoteDsack(const AckReport& report)
{
    // Linux, tcp_check_dsack()
    if (report.dsack && m_undo.possible && m_undo.repairs > 0 &&
        After(report.dsack->right, m_undo.begin))
    {
        const uint32_t size = std::max(report.segmentSize, 1U);
        const uint32_t octets = Span(report.dsack->left, report.dsack->right);
        const auto segments = static_cast<int32_t>(std::max((octets + size - 1) / size, 1U));
        m_undo.repairs -= std::min(segments, m_undo.repairs);
    }
}

void
LossRecovery::SaveForUndo(const CongestionWindow& window, Seq una)
{
    m_undo = UndoState();
    m_undo.possible = true;
    m_undo.begin = una;
    m_undo.repairs = m_state.board.AgainOctets() > 0 ? 1 : -1;
    m_undo.cwnd = window.cwnd;
    m_undo.ssthresh = window.ssthresh;
}

void
LossRecovery::Undo(const CongestionInput& input,
                   CongestionWindow& window,
                   CongestionControl& control)
{
    // RFC 4015, 3.2; Linux, tcp_undo_cwnd_reduction()
    window.cwnd = std::max(window.cwnd, m_undo.cwnd);
    window.ssthresh = std::max(window.ssthresh, m_undo.ssthresh);
    window.phase = RecoveryPhase::Open;
    m_state.board.UnmarkLost();
    m_state.duplicates = 0;
    m_state.force = false;
    m_state.rack.advanced = true; // real losses are detected by time
    m_undo = UndoState();
    m_frto = false;
    m_frtoNew = false;
    control.OnUndo(window, input);
}

bool
LossRecovery::CheckFrto(const AckReport& report, const Delivered& delivered)
{
    m_frtoNew = false;
    if (!m_frto)
    {
        return false;
    }
    if (delivered.original)
    {
        return true; // RFC 5682, 3.1, step 3b: data that were not retransmitted have arrived
    }
    if (After(report.nxt, m_state.point))
    {
        // Step 3a: the new data have arrived, but not the old data: the loss was real
        m_frto = !report.duplicate;
    }
    else if (report.advances && Before(report.una, m_state.point))
    {
        // Step 2b: "transmit up to two new ... segments"
        m_state.point = report.nxt;
        m_frto = report.canSendNew;
        m_frtoNew = report.canSendNew;
    }
    return false;
}

LossRecovery::Verdict
LossRecovery::TryUndo(const AckReport& report,
                      const Delivered& delivered,
                      const CongestionInput& input,
                      CongestionWindow& window,
                      CongestionControl& control)
{
    const bool twice = report.config->undo && m_undo.possible && m_undo.repairs == 0;
    const bool early =
        report.config->undo && m_undo.possible && m_undo.stamped && report.echoesOriginal;
    bool vain = false;
    switch (window.phase)
    {
    case RecoveryPhase::Loss:
        vain = CheckFrto(report, delivered) || (report.advances && (twice || early));
        break;
    case RecoveryPhase::Recovery:
        if (report.advances && early && Before(report.una, m_state.point))
        {
            // Linux, tcp_try_undo_partial(): "Hole is filled with delayed packet, rather than with
            // a retransmit"; no further losses are detected while retransmissions are outstanding
            if (m_state.board.AgainOctets() > 0)
            {
                return Verdict::Wait;
            }
            vain = true;
        }
        vain = vain || twice || (early && AtOrAfter(report.una, m_state.point));
        break;
    case RecoveryPhase::Open:
    case RecoveryPhase::Disorder:
        vain = twice; // reported after the end of the episode
        break;
    }
    if (!vain)
    {
        return Verdict::Stands;
    }
    if (twice)
    {
        // Linux, tcp_try_undo_dsack(): this recovery does not count as one without a DSACK
        m_state.rack.persist =
            static_cast<uint8_t>(std::min(m_state.rack.persist + 1, int{MOST_PERSIST}));
    }
    Undo(input, window, control);
    return Verdict::Undone;
}

// Comparison and hash

auto
UndoState::Parts() const
{
    return std::tie(possible, stamped, begin, repairs, firstStamp, cwnd, ssthresh);
}

bool
UndoState::operator==(const UndoState& other) const
{
    return Parts() == other.Parts();
}

void
UndoState::AddTo(Digest& digest) const
{
    digest.Add(Parts());
}

auto
ProbeState::Parts() const
{
    return std::tie(out, repeats, end);
}

bool
ProbeState::operator==(const ProbeState& other) const
{
    return Parts() == other.Parts();
}

void
ProbeState::AddTo(Digest& digest) const
{
    digest.Add(Parts());
}

} // namespace lifecycle
} // namespace ns3
