/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * Data on a SYN: TCP Fast Open (RFC 7413, 4.2.2).
 */

#include "lifecycle-connection.h"

#include <algorithm>

namespace ns3
{
namespace lifecycle
{

void
Connection::SendFastSyn(const FastOpenStart& fastOpen, Context& context)
{
    m_snd.written += fastOpen.octets;
    m_snd.writeEnd += fastOpen.octets;
    m_snd.pushEnd = m_snd.writeEnd;
    if (!fastOpen.offers)
    {
        SendSyn(context, false);
        return;
    }
    // "Include any data up to the cached server MSS or default 536 bytes", less the options
    const uint16_t theirs = fastOpen.peerMss != 0 ? fastOpen.peerMss : m_config->defaultSendMss;
    const uint32_t mss = std::min(theirs, m_config->maxSegmentSize);
    const uint32_t room = mss > Options::MAX_SIZE ? mss - Options::MAX_SIZE : 0;
    SendSyn(context,
            false,
            &fastOpen.cookie,
            fastOpen.cookie.size > 0 ? std::min(fastOpen.octets, room) : 0);
}

void
Connection::TakeSynData(const Segment& syn, Context& context)
{
    // "4. Buffer the data and notify the application. Set the FastOpened flag"
    m_fastOpened = true;
    const uint32_t window = std::min<uint32_t>(m_rcv.buffer, 0xffff);
    const uint32_t octets = std::min(syn.length, window);
    m_rcv.advertisedEnd = m_rcv.nxt + window;
    if (octets > 0)
    {
        AcceptRange(m_rcv.nxt, m_rcv.nxt, m_rcv.nxt + octets, context);
    }
    Clear(Timer::DelayedAck); // the SYN,ACK acknowledges it
    m_unackedSegments = 0;
    // "6. ... the server MUST follow [RFC5681] ... to set the initial congestion window for sending
    // more data packets", possibly before the handshake is complete
    m_congestion.cwnd = m_config->initialWindow * SegmentRoom();
    m_recovery.Begin(m_snd.iss);
}

} // namespace lifecycle
} // namespace ns3
