/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-rows.h"

#include <string>

/**
 * \file
 * \ingroup tcp-lifecycle
 * The tables that a run leaves, whatever they are written to.
 */

namespace ns3
{

namespace
{

constexpr auto WHOLE = TcpLifecycleColumnKind::Whole;
constexpr auto MAYBE = TcpLifecycleColumnKind::Maybe;
constexpr auto TEXT = TcpLifecycleColumnKind::Text;

/// \param tuple of a connection \param row gets its four fields
void
FillTuple(const lifecycle::FourTuple& tuple, TcpLifecycleRow& row)
{
    row.Text(ToText(tuple.local));
    row.Number(tuple.localPort);
    row.Text(ToText(tuple.remote));
    row.Number(tuple.remotePort);
}

/// \param instant a time \param row gets it, or nothing if it has not come
void
FillInstant(lifecycle::Instant instant, TcpLifecycleRow& row)
{
    if (instant == lifecycle::NEVER)
    {
        row.Nothing();
        return;
    }
    row.Number(instant.time_since_epoch().count());
}

/// \param segment a segment \return its options in packetdrill's notation, `mss 1460,sackOK`
std::string
OptionsText(const lifecycle::Segment& segment)
{
    const std::string text = ToText(segment);
    const std::size_t begin = text.find('<');
    const std::size_t end = text.rfind('>');
    return begin == std::string::npos || end == std::string::npos
               ? std::string()
               : text.substr(begin + 1, end - begin - 1);
}

} // namespace

const TcpLifecycleTable&
TcpLifecycleTransitionsTable()
{
    static const TcpLifecycleTable table{"transitions",
                                         {
                                             {"time_ns", WHOLE},
                                             {"node", WHOLE},
                                             {"id", WHOLE},
                                             {"local", TEXT},
                                             {"local_port", WHOLE},
                                             {"remote", TEXT},
                                             {"remote_port", WHOLE},
                                             {"from", TEXT},
                                             {"to", TEXT},
                                             {"cause", TEXT},
                                             {"segment", TEXT},
                                         }};
    return table;
}

const TcpLifecycleTable&
TcpLifecycleConnectionsTable()
{
    static const TcpLifecycleTable table{"connections",
                                         {
                                             {"id", WHOLE},
                                             {"node", WHOLE},
                                             {"role", TEXT},
                                             {"local", TEXT},
                                             {"local_port", WHOLE},
                                             {"remote", TEXT},
                                             {"remote_port", WHOLE},
                                             {"profile", TEXT},
                                             {"open_ns", WHOLE},
                                             {"established_ns", MAYBE},
                                             {"close_ns", MAYBE},
                                             {"outcome", TEXT},
                                             {"closer", TEXT},
                                             {"close_type", TEXT},
                                             {"error", TEXT},
                                             {"syn_tx", WHOLE},
                                             {"syn_rtx", WHOLE},
                                             {"synack_tx", WHOLE},
                                             {"synack_rtx", WHOLE},
                                             {"fin_tx", WHOLE},
                                             {"fin_rtx", WHOLE},
                                             {"rst_tx", WHOLE},
                                             {"rst_rx", WHOLE},
                                             {"challenge_acks", WHOLE},
                                             {"tw_reacks", WHOLE},
                                             {"tw_restarts", WHOLE},
                                             {"segments_tx", WHOLE},
                                             {"segments_rx", WHOLE},
                                             {"bytes_tx", WHOLE},
                                             {"bytes_rx", WHOLE},
                                             {"dwell_closed_ns", WHOLE},
                                             {"dwell_listen_ns", WHOLE},
                                             {"dwell_syn_sent_ns", WHOLE},
                                             {"dwell_syn_received_ns", WHOLE},
                                             {"dwell_established_ns", WHOLE},
                                             {"dwell_fin_wait_1_ns", WHOLE},
                                             {"dwell_fin_wait_2_ns", WHOLE},
                                             {"dwell_close_wait_ns", WHOLE},
                                             {"dwell_closing_ns", WHOLE},
                                             {"dwell_last_ack_ns", WHOLE},
                                             {"dwell_time_wait_ns", WHOLE},
                                         }};
    return table;
}

const TcpLifecycleTable&
TcpLifecycleSegmentsTable()
{
    static const TcpLifecycleTable table{"segments",
                                         {
                                             {"time_ns", WHOLE},
                                             {"node", WHOLE},
                                             {"id", WHOLE},
                                             {"local", TEXT},
                                             {"local_port", WHOLE},
                                             {"remote", TEXT},
                                             {"remote_port", WHOLE},
                                             {"direction", TEXT},
                                             {"flags", TEXT},
                                             {"seq", WHOLE},
                                             {"ack", MAYBE},
                                             {"length", WHOLE},
                                             {"window", WHOLE},
                                             {"options", TEXT},
                                             {"retransmission", MAYBE},
                                             {"reason", TEXT},
                                             {"serial", MAYBE},
                                         }};
    return table;
}

void
TcpLifecycleFill(const TcpLifecycleTransition& transition, TcpLifecycleRow& row)
{
    row.Number(transition.time.GetNanoSeconds());
    row.Number(transition.node);
    row.Number(static_cast<int64_t>(transition.id));
    FillTuple(transition.tuple, row);
    row.Text(ToText(transition.from));
    row.Text(ToText(transition.to));
    row.Text(ToText(transition.cause));
    row.Text(transition.segment ? ToText(*transition.segment) : std::string());
}

void
TcpLifecycleFill(const TcpLifecycleRecord& record, TcpLifecycleRow& row)
{
    const lifecycle::ConnectionRecord& r = record.connection;
    row.Number(static_cast<int64_t>(r.id));
    row.Number(record.node);
    row.Text(ToText(r.role));
    FillTuple(r.tuple, row);
    row.Text(record.profile);
    FillInstant(r.opened, row);
    FillInstant(r.established, row);
    FillInstant(r.ended, row);
    row.Text(ToText(r.outcome));
    row.Text(ToText(r.closer));
    row.Text(ToText(r.closeType));
    row.Text(ToText(r.error));
    for (const uint64_t count : {uint64_t{r.synSent},
                                 uint64_t{r.synRepeated},
                                 uint64_t{r.synAckSent},
                                 uint64_t{r.synAckRepeated},
                                 uint64_t{r.finSent},
                                 uint64_t{r.finRepeated},
                                 uint64_t{r.resetsSent},
                                 uint64_t{r.resetsReceived},
                                 uint64_t{r.challengeAcks},
                                 uint64_t{r.timeWaitAcks},
                                 uint64_t{r.timeWaitRestarts},
                                 uint64_t{r.segmentsSent},
                                 uint64_t{r.segmentsReceived},
                                 uint64_t{r.octetsSent},
                                 uint64_t{r.octetsReceived}})
    {
        row.Number(static_cast<int64_t>(count));
    }
    for (const auto state : lifecycle::ALL_STATES)
    {
        row.Number(r.dwell[static_cast<std::size_t>(state)].count());
    }
}

void
TcpLifecycleFill(const TcpLifecycleSegmentRecord& record, TcpLifecycleRow& row)
{
    const TcpLifecycleSegmentEvent& event = *record.event;
    const lifecycle::Segment& segment = *event.segment;
    row.Number(event.time.GetNanoSeconds());
    row.Number(event.node);
    row.Number(static_cast<int64_t>(event.id));
    FillTuple(event.tuple, row);
    row.Text(record.sent ? "sent" : "received");
    row.Text(FlagsText(segment));
    row.Number(segment.seq.Value());
    if (segment.Has(lifecycle::ACK))
    {
        row.Number(segment.ack.Value());
    }
    else
    {
        row.Nothing();
    }
    row.Number(segment.length);
    row.Number(segment.window);
    row.Text(OptionsText(segment));
    if (record.sent)
    {
        row.Number(record.repeat);
        row.Text(ToText(event.reason));
    }
    else
    {
        row.Nothing();
        row.Text("");
    }
    if (event.serial != 0)
    {
        row.Number(static_cast<int64_t>(event.serial));
    }
    else
    {
        row.Nothing();
    }
}

} // namespace ns3
