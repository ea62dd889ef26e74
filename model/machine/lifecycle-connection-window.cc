/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * Validation of the congestion window (RFC 5681, 4.1; RFC 7661), size of a burst, and explicit
 * congestion notification (RFC 3168).
 */

#include "lifecycle-connection.h"

#include <algorithm>

namespace ns3
{
namespace lifecycle
{

namespace
{

/// Linux, sk_pacing_shift: a burst is the data that the pacing rate sends in this time, ns
constexpr int64_t BURST_TIME = 1000000000 / 1024;

/// Linux, GSO_LEGACY_MAX_SIZE, and tcp_tso_rtt_log: bursts are larger if the RTT is small
constexpr uint64_t MOST_BURST = 65536;
constexpr int64_t BURST_RTT_UNIT = 512000;

/// Linux, tcp_min_tso_segs
constexpr uint64_t LEAST_BURST = 2;

} // namespace

void
Connection::NoteUsage(uint32_t flightBefore, bool limited)
{
    // Linux, tcp_cwnd_validate(), after data were sent or the window prevented it
    const uint32_t flight = m_snd.Flight();
    if (flight == flightBefore && !limited)
    {
        return;
    }
    limited = limited || Pipe() >= m_congestion.cwnd;
    if (limited || AtOrAfter(m_snd.una, m_usage.end) || (!m_usage.limited && flight > m_usage.most))
    {
        m_usage = {m_snd.nxt, flight, limited};
    }
}

void
Connection::RestartAfterIdle(Context& context)
{
    const Duration idle = context.now - m_snd.sentAt;
    if (m_config->idleRestart == IdleRestart::Keep || m_snd.written == 0 || idle <= m_rto.Rto() ||
        m_byRate)
    {
        return;
    }
    const uint32_t restart =
        std::min<uint64_t>(uint64_t{m_config->initialWindow} * SegmentRoom(), m_congestion.cwnd);
    uint32_t& cwnd = m_congestion.cwnd;
    if (m_config->idleRestart == IdleRestart::Reset)
    {
        cwnd = restart;
        return;
    }
    m_congestion.ssthresh = std::max(m_congestion.ssthresh, cwnd / 4 * 3);
    for (Duration left = idle - m_rto.Rto(); left > Duration::zero() && cwnd > restart;
         left -= m_rto.Rto())
    {
        cwnd /= 2;
    }
    cwnd = std::max(cwnd, restart);
}

uint32_t
Connection::BurstSegments() const
{
    // Linux, tcp_update_pacing_rate(): two windows per RTT far below the slow start threshold,
    // otherwise 1.2 windows; tcp_tso_autosize()
    const bool slowStart = m_congestion.cwnd < m_congestion.ssthresh / 2;
    const uint64_t window = std::max(m_congestion.cwnd, m_snd.Flight());
    const int64_t srtt = std::max<int64_t>(m_rto.Srtt().count(), 1);
    uint64_t octets = window * (slowStart ? 10 : 6) / 5 * BURST_TIME / srtt;
    const int64_t nearness = m_recovery.Rack().minRtt.count() / BURST_RTT_UNIT;
    octets += nearness < 32 ? MOST_BURST >> nearness : 0;
    const uint64_t segments = std::min(octets, MOST_BURST) / SegmentRoom();
    return static_cast<uint32_t>(std::max(segments, LEAST_BURST));
}

void
Connection::NoteCongestionMark(const Segment& segment, Context& context)
{
    if (m_config->ecnEcho == EcnEcho::EachMark)
    {
        // RFC 8257, 3.2: DCTCP.CE follows each segment, and "send an immediate ACK" when it
        // changes; what was received before and is not acknowledged is acknowledged as it was
        // (figure 1)
        if (segment.marked != m_ecnEcho)
        {
            if (m_unackedSegments > 0)
            {
                EmitAck(EmitReason::Ack, context);
            }
            m_ecnEcho = segment.marked;
            OweAck(EmitReason::Ack);
        }
        return;
    }
    // RFC 3168, 6.1.3: a mark is echoed until CWR is received
    if (segment.Has(CWR))
    {
        m_ecnEcho = false;
    }
    if (segment.marked)
    {
        m_ecnEcho = true;
        OweAck(EmitReason::Ack); // the sender should be informed soon (Linux,
                                 // tcp_enter_quickack_mode())
    }
}

void
Connection::TakeEcho(const Segment& segment, Context& context)
{
    // RFC 3168, 6.1.2: as if one packet were lost, at most once in a window of data, and not
    // beside the reduction for a loss; Linux, tcp_fastretrans_alert(): "CWR is to be held something
    // *above* high_seq is ACKed for CWR bit to reach receiver"
    if (!segment.Has(ECE) || segment.Has(SYN) || m_snd.Flight() == 0 ||
        m_congestion.phase >= RecoveryPhase::Recovery || AtOrBefore(segment.ack, m_ecnPoint))
    {
        return;
    }
    m_ecnPoint = m_snd.nxt;
    m_ecnReduced = true;
    if (m_byRate)
    {
        return;
    }
    m_ecnCut = true;
    CongestionInput input = MakeInput(context, std::min(m_snd.Flight(), m_congestion.cwnd));
    input.srtt = m_rto.Srtt();
    input.echoes = true;
    const RecoveryPhase phase = m_congestion.phase;
    m_congestion.phase = RecoveryPhase::Recovery;
    context.congestion.OnRecovery(m_congestion, input);
    context.congestion.OnRecovered(m_congestion, input);
    m_congestion.phase = phase;
}

} // namespace lifecycle
} // namespace ns3
