/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-connection-info.h"

#include "lifecycle-connection.h"

#include <algorithm>

namespace ns3
{
namespace lifecycle
{

ConnectionInfo
InfoOf(const Connection& connection, Instant now)
{
    constexpr uint32_t timestampsSize = 12; // RFC 7323, appendix A
    const SendSpace& send = connection.Sending();
    const ReceiveSpace& receive = connection.Receiving();
    const CongestionWindow& window = connection.Congestion();
    const LossRecovery& recovery = connection.Recovery();
    const uint32_t stamps = receive.timestamps ? timestampsSize : 0;
    ConnectionInfo info;
    info.state = connection.GetState();
    info.caState = window.phase;
    info.timestamps = receive.timestamps;
    info.sack = receive.sack;
    info.windowScaling = receive.windowScaling;
    info.ecn = connection.HasEcn();
    info.synData = connection.IsFastOpened();
    info.sndWscale = send.shift;
    info.rcvWscale = receive.windowScaling ? receive.shift : 0;
    const bool probing = connection.Probes() > 0;
    info.retransmits = probing ? 0 : connection.Retries();
    info.probes = probing ? connection.Retries() : 0;
    info.backoff = probing ? connection.Probes() : connection.Retries();
    info.rto = connection.Rto().Rto();
    info.rtt = connection.Rto().Srtt();
    info.rttvar = connection.Rto().RttVar();
    info.minRtt = recovery.Rack().minRtt == FOREVER ? Duration(0) : recovery.Rack().minRtt;
    info.sndMss = send.mss > stamps ? send.mss - stamps : 1;
    info.advmss = connection.GetConfig().maxSegmentSize - stamps;
    const auto segments = [&info](uint32_t octets) {
        return (octets + info.sndMss - 1) / info.sndMss;
    };
    info.unacked = segments(send.Flight());
    info.sacked = recovery.Board().SackedSegments();
    info.lost = recovery.Board().LostSegments();
    info.retrans = segments(recovery.Board().AgainOctets());
    info.totalRetrans = recovery.SentAgainSegments();
    info.delivered = recovery.DeliveredSegments();
    info.sndCwnd = window.cwnd;
    info.sndSsthresh = window.ssthresh;
    info.sndWnd = send.wnd;
    info.rcvWnd = receive.Window();
    info.rcvSpace = receive.buffer;
    info.notsentBytes = send.Unsent();
    info.bytesAcked = send.written - send.Queued();
    info.bytesReceived = receive.delivered;
    info.reordering = recovery.Rack().reordering;
    info.reordSeen = recovery.Rack().reorderings;
    constexpr uint32_t bits = 8;
    info.pacingRate = connection.PacingRate() / bits;
    info.deliveryRate = connection.Rate().LastBitRate() / bits;
    info.deliveryRateAppLimited = connection.Rate().IsLastUserLimited();
    const SendTimes& times = connection.Times();
    info.rwndLimited = times.Spent(SendWait::PeerWindow, now);
    info.sndbufLimited = times.Spent(SendWait::SendBuffer, now);
    info.busyTime = times.Spent(SendWait::Delivery, now) + info.rwndLimited + info.sndbufLimited;
    return info;
}

} // namespace lifecycle
} // namespace ns3
