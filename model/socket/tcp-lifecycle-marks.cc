/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-marks.h"

#include "ns3/socket.h"

#include <tuple>

namespace ns3
{

namespace
{

/// \param marks the marks \return all members, for comparison
auto
Tie(const TcpLifecycleMarks& marks)
{
    return std::tie(marks.device,
                    marks.tos,
                    marks.priority,
                    marks.ttl,
                    marks.tclass,
                    marks.hopLimit);
}

} // namespace

void
TcpLifecycleMarks::AddTo(const Ptr<Packet>& packet) const
{
    // The user's packet may already have tags.
    if (tos != 0)
    {
        SocketIpTosTag tag;
        tag.SetTos(tos);
        packet->ReplacePacketTag(tag);
    }
    if (tclass)
    {
        SocketIpv6TclassTag tag;
        tag.SetTclass(*tclass);
        packet->ReplacePacketTag(tag);
    }
    if (ttl)
    {
        SocketIpTtlTag tag;
        tag.SetTtl(*ttl);
        packet->ReplacePacketTag(tag);
    }
    if (hopLimit)
    {
        SocketIpv6HopLimitTag tag;
        tag.SetHopLimit(*hopLimit);
        packet->ReplacePacketTag(tag);
    }
    if (priority != 0)
    {
        SocketPriorityTag tag;
        tag.SetPriority(priority);
        packet->ReplacePacketTag(tag);
    }
}

bool
TcpLifecycleMarks::operator==(const TcpLifecycleMarks& other) const
{
    return Tie(*this) == Tie(other);
}

} // namespace ns3
