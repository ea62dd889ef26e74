/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-segment-feed.h"

#include "tcp-lifecycle-l4-protocol.h"

#include "ns3/abort.h"

#include <limits>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Segments sent and received, with the number of each retransmission.
 */

namespace ns3
{

uint32_t
TcpLifecycleRepeats::Count(const TcpLifecycleSegmentEvent& event)
{
    return event.retransmission ? ++m_counts[{{event.node, event.id}, event.segment->seq.Value()}]
                                : 0;
}

void
TcpLifecycleRepeats::Forget(uint32_t node, uint64_t id)
{
    m_counts.erase(m_counts.lower_bound({{node, id}, 0}),
                   m_counts.upper_bound({{node, id}, std::numeric_limits<uint32_t>::max()}));
}

TcpLifecycleSegmentFeed::TcpLifecycleSegmentFeed(const Sink& sink)
    : m_sink(sink)
{
}

void
TcpLifecycleSegmentFeed::Connect(const NodeContainer& nodes)
{
    const Ptr<TcpLifecycleSegmentFeed> self(this);
    for (auto node = nodes.Begin(); node != nodes.End(); ++node)
    {
        const auto l4 = (*node)->GetObject<TcpLifecycleL4Protocol>();
        NS_ABORT_MSG_UNLESS(l4,
                            "TcpLifecycleHelper::Install() was not called for node "
                                << (*node)->GetId());
        l4->TraceConnectWithoutContext("SegmentSent",
                                       MakeCallback(&TcpLifecycleSegmentFeed::OnSent, self));
        l4->TraceConnectWithoutContext("SegmentReceived",
                                       MakeCallback(&TcpLifecycleSegmentFeed::OnReceived, self));
        l4->TraceConnectWithoutContext("Transition",
                                       MakeCallback(&TcpLifecycleSegmentFeed::OnTransition, self));
    }
}

void
TcpLifecycleSegmentFeed::OnSent(const TcpLifecycleSegmentEvent& event)
{
    m_sink({&event, true, m_repeats.Count(event)});
}

void
TcpLifecycleSegmentFeed::OnReceived(const TcpLifecycleSegmentEvent& event)
{
    m_sink({&event, false, 0});
}

void
TcpLifecycleSegmentFeed::OnTransition(const TcpLifecycleTransition& event)
{
    if (event.to == lifecycle::State::Closed)
    {
        m_repeats.Forget(event.node, event.id);
    }
}

} // namespace ns3
