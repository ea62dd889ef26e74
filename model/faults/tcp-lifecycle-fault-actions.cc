/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-address.h"
#include "tcp-lifecycle-fault-model.h"
#include "tcp-lifecycle-fault-trigger.h"
#include "tcp-lifecycle-l4-protocol.h"

#include "ns3/abort.h"
#include "ns3/ipv4.h"
#include "ns3/ipv6.h"
#include "ns3/log.h"
#include "ns3/node-list.h"
#include "ns3/simulator.h"

/**
 * \file
 * \ingroup tcp-lifecycle
 * Faults beside the segment that is matched: segments from nowhere, and hosts that crash.
 */

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("TcpLifecycleFaultActions");

namespace
{

using lifecycle::FourTuple;
using lifecycle::Segment;
using lifecycle::Seq;

/// \param tuple two ends \return them, seen from the other one
FourTuple
Reversed(const FourTuple& tuple)
{
    return {tuple.remote, tuple.local, tuple.remotePort, tuple.localPort};
}

/// \param node a node \param address an address \return whether it is one of the node's
bool
HasAddress(const Ptr<Node>& node, const lifecycle::IpAddress& address)
{
    if (address.isIpv6)
    {
        const auto ipv6 = node->GetObject<Ipv6>();
        return ipv6 && ipv6->GetInterfaceForAddress(ToIpv6Address(address)) >= 0;
    }
    const auto ipv4 = node->GetObject<Ipv4>();
    return ipv4 && ipv4->GetInterfaceForAddress(ToIpv4Address(address)) >= 0;
}

} // namespace

void
TcpLifecycleFaultModel::Act(std::size_t index,
                            const TcpLifecycleLinkSegment& seen,
                            const Ptr<Packet>& packet)
{
    const Ptr<TcpLifecycleFaultModel> self(this);
    const TcpLifecycleFaultRule& rule = m_triggers[index].GetRule();
    const bool ofSender = rule.host == rule.from;
    if (rule.action == TcpLifecycleFaultAction::Inject)
    {
        Simulator::ScheduleWithContext((ofSender || !m_peer ? this : m_peer)->Context(),
                                       rule.amount,
                                       &TcpLifecycleFaultModel::InjectLike,
                                       self,
                                       index,
                                       Reference{seen, ofSender});
        return;
    }
    const auto tcp = TcpAt(ofSender ? seen.tuple.remote : seen.tuple.local);
    if (rule.amount.IsZero())
    {
        ActOnHost(index, tcp, packet);
        return;
    }
    Simulator::Schedule(rule.amount,
                        &TcpLifecycleFaultModel::ActOnHost,
                        self,
                        index,
                        tcp,
                        packet->Copy());
}

void
TcpLifecycleFaultModel::ActTimed(std::size_t index)
{
    const TcpLifecycleFaultRule& rule = m_triggers[index].GetRule();
    if (rule.action != TcpLifecycleFaultAction::Inject)
    {
        ActOnHost(index, m_node ? m_node->GetObject<TcpLifecycleL4Protocol>() : nullptr, nullptr);
        return;
    }
    const auto last = Last();
    if (last)
    {
        InjectLike(index, *last);
    }
    else if (m_ends.localPort != 0)
    {
        InjectLike(index, {{{}, m_ends, 0, 0}, true});
    }
    else
    {
        NS_LOG_WARN("nothing is injected: no connection was seen on the link");
    }
}

void
TcpLifecycleFaultModel::ActOnHost(std::size_t index,
                                  const Ptr<TcpLifecycleL4Protocol>& tcp,
                                  Ptr<Packet> packet)
{
    NS_ABORT_MSG_UNLESS(tcp,
                        "TcpLifecycleFaultModel: a rule crashes or reboots a host that has no "
                        "TcpLifecycleL4Protocol");
    if (m_triggers[index].GetRule().action == TcpLifecycleFaultAction::Crash)
    {
        tcp->Crash();
    }
    else
    {
        tcp->Reboot();
    }
    Tell(index, packet);
}

Segment
TcpLifecycleFaultModel::Forge(std::size_t index, const Reference& reference)
{
    TcpLifecycleFaultTrigger& trigger = m_triggers[index];
    const TcpLifecycleFaultRule& rule = trigger.GetRule();
    const Segment& seen = reference.seen.segment;
    Segment forged = rule.segment;
    if (rule.likeMatched)
    {
        forged.flags = seen.flags;
        forged.length = seen.length;
    }
    const auto number = [&trigger](TcpLifecycleFaultNumber from, Seq given, Seq next) {
        switch (from)
        {
        case TcpLifecycleFaultNumber::Given:
            return given;
        case TcpLifecycleFaultNumber::Next:
            return next + given.Value();
        case TcpLifecycleFaultNumber::Guess:
            return Seq(trigger.Draw(0, 0xffffffff));
        }
        return given;
    };
    forged.seq = number(rule.seqFrom, forged.seq, reference.sameWay ? seen.End() : seen.ack);
    forged.ack = number(rule.ackFrom, forged.ack, reference.sameWay ? seen.ack : seen.End());
    return forged;
}

void
TcpLifecycleFaultModel::InjectLike(std::size_t index, const Reference& reference)
{
    const TcpLifecycleFaultRule rule = m_triggers[index].GetRule();
    const bool here = rule.timed || reference.sameWay;
    TcpLifecycleFaultModel* target = here ? this : m_peer;
    NS_ABORT_MSG_UNLESS(target && !target->m_receiver.IsNull(),
                        "TcpLifecycleFaultModel: no SetReceiver() or SetPeer() before Inject");
    FourTuple ends = reference.sameWay ? reference.seen.tuple : Reversed(reference.seen.tuple);
    if (rule.timed && m_ends.localPort != 0)
    {
        ends = m_ends;
    }
    for (uint32_t i = 0; i < rule.copies; ++i)
    {
        const auto packet = MakeLinkPacket(Forge(index, reference), ends, FORGED_OCTET);
        Tell(index, packet);
        target->Pass(packet);
    }
}

void
TcpLifecycleFaultModel::Inject(const Segment& segment)
{
    Inject(segment, m_ends);
}

void
TcpLifecycleFaultModel::Inject(const Segment& segment, const FourTuple& ends)
{
    NS_ABORT_MSG_IF(m_receiver.IsNull() || ends.localPort == 0,
                    "TcpLifecycleFaultModel: no SetReceiver() or SetEnds() before Inject()");
    Pass(MakeLinkPacket(segment, ends, FORGED_OCTET));
}

std::optional<TcpLifecycleFaultModel::Reference>
TcpLifecycleFaultModel::Last() const
{
    if (m_peer && m_peer->m_last && (!m_last || m_peer->m_lastAt > m_lastAt))
    {
        return Reference{*m_peer->m_last, false};
    }
    return m_last ? std::optional<Reference>({*m_last, true}) : std::nullopt;
}

lifecycle::State
TcpLifecycleFaultModel::StateAt(const FourTuple& tuple)
{
    const auto tcp = TcpAt(tuple.local);
    const lifecycle::Host* host = tcp ? tcp->GetHost() : nullptr;
    if (host == nullptr)
    {
        return lifecycle::State::Closed;
    }
    FourTuple ends = tuple;
    if (tuple.local.IsLinkLocal())
    {
        // A link's packets have no zones, which are the host's.
        const int32_t zone =
            tcp->GetNode()->GetObject<Ipv6>()->GetInterfaceForAddress(ToIpv6Address(tuple.local));
        ends.local = ends.local.InZone(static_cast<uint16_t>(zone));
        ends.remote = ends.remote.InZone(static_cast<uint16_t>(zone));
    }
    return host->StateFor(ends);
}

Ptr<TcpLifecycleL4Protocol>
TcpLifecycleFaultModel::TcpAt(const lifecycle::IpAddress& address)
{
    const AddressKey key{address.isIpv6, address.octets};
    if (const auto known = m_hosts.find(key); known != m_hosts.end())
    {
        return known->second;
    }
    for (auto node = NodeList::Begin(); node != NodeList::End(); ++node)
    {
        if (HasAddress(*node, address))
        {
            const auto tcp = (*node)->GetObject<TcpLifecycleL4Protocol>();
            if (tcp)
            {
                m_hosts.emplace(key, tcp);
            }
            return tcp;
        }
    }
    return nullptr; // perhaps the address is given to a node, or TCP installed there, later
}

} // namespace ns3
