/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-fault-model.h"

#include "tcp-lifecycle-fault-trigger.h"
#include "tcp-lifecycle-l4-protocol.h"

#include "ns3/abort.h"
#include "ns3/log.h"
#include "ns3/simulator.h"

#include <algorithm>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Faults that strike single, named segments: rules, and packets on their way.
 */

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("TcpLifecycleFaultModel");

NS_OBJECT_ENSURE_REGISTERED(TcpLifecycleFaultModel);

TypeId
TcpLifecycleFaultModel::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::TcpLifecycleFaultModel")
            .SetParent<ErrorModel>()
            .SetGroupName("TcpLifecycle")
            .AddConstructor<TcpLifecycleFaultModel>()
            .AddTraceSource("Struck",
                            "A rule was applied: the matched or injected packet, the rule's "
                            "text, and the action.",
                            MakeTraceSourceAccessor(&TcpLifecycleFaultModel::m_struckTrace),
                            "ns3::TcpLifecycleFaultModel::StruckTracedCallback");
    return tid;
}

TcpLifecycleFaultModel::TcpLifecycleFaultModel() = default;

TcpLifecycleFaultModel::~TcpLifecycleFaultModel()
{
    CancelEvents();
    if (m_peer)
    {
        m_peer->m_peer = nullptr;
    }
}

void
TcpLifecycleFaultModel::SetRules(const std::vector<TcpLifecycleFaultRule>& rules)
{
    CancelTimed();
    m_triggers.clear();
    m_asksState = false;
    for (std::size_t i = 0; i < rules.size(); ++i)
    {
        m_triggers.emplace_back(rules[i]);
        m_asksState = m_asksState || rules[i].states != 0;
        if (!rules[i].IsMatched())
        {
            m_timed.push_back(Simulator::Schedule(rules[i].amount - Simulator::Now(),
                                                  &TcpLifecycleFaultModel::ActTimed,
                                                  this,
                                                  i));
        }
    }
}

void
TcpLifecycleFaultModel::SetReceiver(Callback<void, Ptr<Packet>> receiver)
{
    m_receiver = receiver;
}

void
TcpLifecycleFaultModel::SetNext(Ptr<ErrorModel> next)
{
    m_next = next;
}

void
TcpLifecycleFaultModel::SetPeer(Ptr<TcpLifecycleFaultModel> peer)
{
    m_peer = PeekPointer(peer);
    m_peer->m_peer = this;
}

void
TcpLifecycleFaultModel::SetNode(Ptr<Node> node)
{
    m_node = node;
}

int64_t
TcpLifecycleFaultModel::AssignStreams(int64_t stream)
{
    int64_t next = stream;
    for (auto& trigger : m_triggers)
    {
        trigger.AssignStream(next++);
    }
    return next - stream;
}

void
TcpLifecycleFaultModel::SetEnds(const lifecycle::FourTuple& tuple)
{
    m_ends = tuple;
}

void
TcpLifecycleFaultModel::SetCut(bool cut)
{
    m_cut = cut;
}

uint32_t
TcpLifecycleFaultModel::GetCount(std::size_t rule) const
{
    return m_triggers.at(rule).GetCount();
}

std::size_t
TcpLifecycleFaultModel::GetStruck() const
{
    return static_cast<std::size_t>(std::count_if(
        m_triggers.begin(),
        m_triggers.end(),
        [](const TcpLifecycleFaultTrigger& trigger) { return trigger.GetStruck() > 0; }));
}

void
TcpLifecycleFaultModel::DoDispose()
{
    m_receiver = Callback<void, Ptr<Packet>>();
    m_next = nullptr;
    m_node = nullptr;
    m_hosts.clear();
    CancelEvents();
    ErrorModel::DoDispose();
}

void
TcpLifecycleFaultModel::CancelTimed()
{
    // An event that is kept here must not keep this: they would keep each other
    for (auto& event : m_timed)
    {
        event.Cancel();
    }
    m_timed.clear();
}

void
TcpLifecycleFaultModel::CancelEvents()
{
    CancelTimed();
    for (Held& held : m_held)
    {
        held.limit.Cancel();
    }
    m_held.clear();
}

void
TcpLifecycleFaultModel::DoReset()
{
    for (auto& trigger : m_triggers)
    {
        trigger.Reset();
    }
    m_passing = false;
}

bool
TcpLifecycleFaultModel::DoCorrupt(Ptr<Packet> packet)
{
    if (m_passing)
    {
        m_passing = false;
        if (!m_held.empty())
        {
            Release(PeekLinkSegment(packet)->tuple);
        }
        return false;
    }
    if (m_cut)
    {
        return true;
    }
    const bool looks = HasRules() || (m_peer && m_peer->HasRules());
    const auto seen = looks ? PeekLinkSegment(packet) : std::nullopt;
    if (!seen)
    {
        return m_next && m_next->IsCorrupt(packet);
    }
    m_last = seen;
    m_lastAt = Simulator::Now();
    const lifecycle::State state = m_asksState ? StateAt(seen->tuple) : lifecycle::State::Closed;
    std::optional<std::size_t> fate;
    for (std::size_t i = 0; i < m_triggers.size(); ++i)
    {
        if (!m_triggers[i].OnSegment(*seen, Simulator::Now(), state))
        {
            continue;
        }
        if (!m_triggers[i].GetRule().IsFate())
        {
            Act(i, *seen, packet);
        }
        else if (!fate)
        {
            fate = i;
        }
    }
    const bool lost = fate ? Strike(*fate, *seen, packet) : m_next && m_next->IsCorrupt(packet);
    if (!lost && !m_held.empty())
    {
        Release(seen->tuple);
    }
    return lost;
}

bool
TcpLifecycleFaultModel::Strike(std::size_t index,
                               const TcpLifecycleLinkSegment& seen,
                               const Ptr<Packet>& packet)
{
    const TcpLifecycleFaultRule& rule = m_triggers[index].GetRule();
    bool lost = true;
    switch (rule.action)
    {
    case TcpLifecycleFaultAction::Drop:
        break;
    case TcpLifecycleFaultAction::Delay:
        PassIn(rule.amount, packet->Copy());
        break;
    case TcpLifecycleFaultAction::Duplicate:
        PassIn(rule.amount, packet->Copy());
        lost = false;
        break;
    case TcpLifecycleFaultAction::Corrupt:
        Corrupt(index, seen, packet);
        lost = false;
        break;
    case TcpLifecycleFaultAction::Reorder:
        Hold(rule.amount, seen, packet->Copy());
        break;
    case TcpLifecycleFaultAction::Inject: // no fate of a segment
    case TcpLifecycleFaultAction::Crash:
    case TcpLifecycleFaultAction::Reboot:
        break;
    }
    Tell(index, packet);
    return lost;
}

void
TcpLifecycleFaultModel::Corrupt(std::size_t index,
                                const TcpLifecycleLinkSegment& seen,
                                const Ptr<Packet>& packet)
{
    NS_ABORT_MSG_UNLESS(Node::ChecksumEnabled(),
                        "TcpLifecycleFaultModel: a rule corrupts segments, which has no effect "
                        "without TcpLifecycleHelper::EnableChecksums()");
    const auto bits = static_cast<uint32_t>(8 * seen.size);
    const std::size_t bit = 8 * seen.start + m_triggers[index].Draw(0, bits - 1);
    *packet = *WithBitFlipped(packet, bit);
}

void
TcpLifecycleFaultModel::Tell(std::size_t index, const Ptr<const Packet>& packet)
{
    m_triggers[index].OnStruck();
    const TcpLifecycleFaultRule& rule = m_triggers[index].GetRule();
    const std::string text = rule.text.empty() ? std::to_string(index) : rule.text;
    NS_LOG_LOGIC("fault rule " << text);
    m_struckTrace(packet, text, rule.action);
}

void
TcpLifecycleFaultModel::PassIn(const Time& delay, const Ptr<Packet>& packet)
{
    NS_ABORT_MSG_IF(m_receiver.IsNull(), "TcpLifecycleFaultModel: no SetReceiver() before a delay");
    Simulator::ScheduleWithContext(Context(),
                                   delay,
                                   &TcpLifecycleFaultModel::Pass,
                                   Ptr<TcpLifecycleFaultModel>(this),
                                   packet);
}

void
TcpLifecycleFaultModel::Pass(Ptr<Packet> packet)
{
    if (Simulator::GetContext() != Context())
    {
        PassIn(Time(0), packet); // a node takes packets in events of its own context only
        return;
    }
    m_passing = true;
    m_receiver(packet);
    m_passing = false;
}

void
TcpLifecycleFaultModel::Hold(const Time& limit,
                             const TcpLifecycleLinkSegment& seen,
                             const Ptr<Packet>& packet)
{
    NS_ABORT_MSG_IF(m_receiver.IsNull(), "TcpLifecycleFaultModel: no SetReceiver() before a delay");
    m_held.push_back(
        {seen.tuple,
         packet,
         Simulator::Schedule(limit, &TcpLifecycleFaultModel::ReleaseLate, this, packet)});
}

void
TcpLifecycleFaultModel::Release(const lifecycle::FourTuple& tuple)
{
    const auto theirs = std::stable_partition(m_held.begin(), m_held.end(), [&](const Held& held) {
        return held.tuple != tuple;
    });
    for (auto held = theirs; held != m_held.end(); ++held)
    {
        held->limit.Cancel();
        PassIn(Time(0), held->packet);
    }
    m_held.erase(theirs, m_held.end());
}

void
TcpLifecycleFaultModel::ReleaseLate(Ptr<Packet> packet)
{
    m_held.erase(std::remove_if(m_held.begin(),
                                m_held.end(),
                                [&packet](const Held& held) { return held.packet == packet; }),
                 m_held.end());
    Pass(packet);
}

bool
TcpLifecycleFaultModel::HasRules() const
{
    return !m_triggers.empty();
}

uint32_t
TcpLifecycleFaultModel::Context() const
{
    return m_node ? m_node->GetId() : Simulator::GetContext();
}

} // namespace ns3
