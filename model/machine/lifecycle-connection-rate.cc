/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * Delivery rates, and when a segment may leave.
 */

#include "lifecycle-connection.h"

#include <algorithm>

namespace ns3
{
namespace lifecycle
{

const RateSampler&
Connection::Rate() const
{
    return m_rate;
}

void
Connection::BeginRate(Context& context)
{
    m_rateAsked = true;
    CongestionInput input = MakeInput(context, m_snd.Flight());
    const Duration minRtt = m_recovery.Rack().minRtt;
    if (minRtt != FOREVER)
    {
        input.rtt = minRtt;
        input.srtt = m_rto.Srtt();
    }
    m_byRate = context.congestion.OnBegin(m_congestion, input);
    if (m_byRate || m_config->rateSamples)
    {
        m_rate.Begin(minRtt);
    }
}

void
Connection::NoteUserLimit()
{
    // Linux, tcp_rate_check_app_limited(), when the user writes: less than a segment waits, the
    // window has room, and what is lost was sent again
    const Scoreboard& board = m_recovery.Board();
    if (m_rate.IsOn() && m_snd.Unsent() < SegmentRoom() && Pipe() < m_congestion.cwnd &&
        board.LostOctets() <= board.AgainOctets())
    {
        m_rate.OnUserLimited(Pipe());
    }
}

void
Connection::SampleRate(const AckReport& report,
                       const Delivered& delivered,
                       uint32_t newlyLost,
                       CongestionInput& input,
                       Context& context)
{
    RateInput known;
    known.now = context.now;
    known.octets = delivered.octets;
    known.sentAt = delivered.sentAt;
    known.oldestAt = m_recovery.Board().OldestSentAt();
    known.rtt = input.rtt.value_or(FOREVER);
    known.priorFlight = report.priorPipe;
    RateSample sample = m_rate.OnAck(known);
    sample.newlyLost = newlyLost;
    sample.inFlight = Pipe();
    if (m_byRate)
    {
        input.pipe = sample.inFlight;
        context.congestion.OnRate(m_congestion, input, sample);
    }
}

uint64_t
Connection::PacingRate() const
{
    if (m_congestion.pacingRate > 0)
    {
        return std::min(m_congestion.pacingRate, m_config->maxPacingRate);
    }
    if (!m_config->pacing)
    {
        return 0;
    }
    // Linux, tcp_update_pacing_rate(): "If snd_cwnd >= ssthresh / 2, we are approaching Slow Start
    // end and should slow down"
    const bool slowStart = m_congestion.cwnd < m_congestion.ssthresh / 2;
    uint64_t rate = WindowBitRate(std::max(m_congestion.cwnd, m_snd.Flight()),
                                  m_rto.HasSample() ? m_rto.Srtt() : Duration::zero(),
                                  slowStart ? m_config->pacingSsRatio : m_config->pacingCaRatio);
    rate = std::min(rate > 0 ? rate : NO_PACING_LIMIT, m_config->maxPacingRate);
    return rate < NO_PACING_LIMIT ? rate : 0;
}

bool
Connection::WaitsForPacer(Hold hold, Context& context)
{
    if (m_pacer.next <= context.now)
    {
        return false;
    }
    m_heldAs = hold;
    Set(Timer::Pacing, m_pacer.next);
    return true;
}

void
Connection::Pace(Seq from, uint32_t octets, Instant now)
{
    // Linux, tcp_update_skb_after_send(): "Original sch_fq does not pace first 10 MSS"; ns-3 the
    // initial window
    const uint64_t initial = uint64_t{m_config->initialWindow} * SegmentRoom();
    if (m_config->paceInitialWindow || m_snd.StreamOffset(from) + octets >= initial)
    {
        m_pacer.OnSent(now, octets, PacingRate());
    }
}

} // namespace lifecycle
} // namespace ns3
