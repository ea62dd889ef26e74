/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-conntrack.h"

#include "lifecycle-demux-table.h"
#include "lifecycle-mirrored.h"

#include <algorithm>

namespace ns3
{
namespace lifecycle
{

namespace
{

/// What a segment does to an entry.
enum class Effect : uint8_t
{
    Enter,   //!< the state that is named with it
    Ignore,  //!< it passes and changes nothing, also not the timeout
    Invalid, //!< it cannot be
    Reopen,  //!< the entry goes, and a new one begins with it
};

/// An effect, and the state entered.
struct Step
{
    Effect effect;                     //!< what
    TrackState next{TrackState::None}; //!< of Enter
};

constexpr Step IGNORED{Effect::Ignore};
constexpr Step INVALID{Effect::Invalid};

/// \param state which \return the step into it
constexpr Step
To(TrackState state)
{
    return {Effect::Enter, state};
}

using T = TrackState;

// netfilter's state machine (nf_conntrack_proto_tcp.c), a function for each kind of segment: RST
// comes before SYN, SYN before FIN, FIN before ACK, whatever else a segment has.

/// \param state before \param fromOrigin whether the first segment's sender sent this one
Step
OnSyn(TrackState state, bool fromOrigin)
{
    switch (state)
    {
    case T::None:
        return To(T::SynSent);
    case T::SynSent:
        return fromOrigin ? To(T::SynSent) : To(T::SynSent2);
    case T::SynSent2:
        return To(T::SynSent2);
    case T::TimeWait:
        return {Effect::Reopen};
    case T::Close:
        return fromOrigin ? Step{Effect::Reopen} : INVALID;
    case T::SynReceived:
    case T::Established:
    case T::FinWait:
    case T::CloseWait:
    case T::LastAck:
        break;
    }
    // From the originator it may be one after a crash (RFC 9293, figure 9): the other end decides
    return fromOrigin ? IGNORED : INVALID;
}

Step
OnSynAck(TrackState state, bool fromOrigin)
{
    switch (state)
    {
    case T::None:
        return INVALID;
    case T::SynSent2:
        return To(T::SynReceived);
    case T::SynSent:
        return fromOrigin ? INVALID : To(T::SynReceived);
    case T::SynReceived:
        return fromOrigin ? To(T::SynReceived) : IGNORED;
    case T::Established:
    case T::FinWait:
    case T::CloseWait:
    case T::LastAck:
    case T::TimeWait:
    case T::Close:
        break;
    }
    return fromOrigin ? INVALID : IGNORED;
}

Step
OnFin(TrackState state)
{
    switch (state)
    {
    case T::None:
    case T::SynSent:
    case T::SynSent2:
        return INVALID;
    case T::SynReceived:
    case T::Established:
        return To(T::FinWait);
    case T::FinWait: // the first again, or the second: netfilter doesn't look
    case T::CloseWait:
    case T::LastAck:
        return To(T::LastAck);
    case T::TimeWait:
        return To(T::TimeWait);
    case T::Close:
        return To(T::Close);
    }
    return INVALID;
}

Step
OnAck(TrackState state, bool fromOrigin, bool loose)
{
    switch (state)
    {
    case T::None:
        return loose ? To(T::Established) : INVALID;
    case T::SynSent:
    case T::SynSent2:
        return fromOrigin ? INVALID : IGNORED;
    case T::SynReceived:
        return To(fromOrigin ? T::Established : T::SynReceived);
    case T::Established:
        return To(T::Established);
    case T::FinWait:
    case T::CloseWait:
        return To(T::CloseWait);
    case T::LastAck:
    case T::TimeWait:
        return To(T::TimeWait);
    case T::Close:
        return To(T::Close);
    }
    return INVALID;
}

/// \param state before \param segment it \param fromOrigin see above \param loose see
/// ConntrackConfig \return its effect
Step
StepFor(TrackState state, const Segment& segment, bool fromOrigin, bool loose)
{
    if (segment.Has(RST))
    {
        return state == T::None ? INVALID : To(T::Close);
    }
    if (segment.Has(SYN))
    {
        return segment.Has(ACK) ? OnSynAck(state, fromOrigin) : OnSyn(state, fromOrigin);
    }
    if (segment.Has(FIN))
    {
        return OnFin(state);
    }
    return segment.Has(ACK) ? OnAck(state, fromOrigin, loose) : INVALID;
}

} // namespace

const char*
ToText(TrackState state)
{
    switch (state)
    {
    case T::None:
        return "NONE";
    case T::SynSent:
        return "SYN_SENT";
    case T::SynSent2:
        return "SYN_SENT2";
    case T::SynReceived:
        return "SYN_RECV";
    case T::Established:
        return "ESTABLISHED";
    case T::FinWait:
        return "FIN_WAIT";
    case T::CloseWait:
        return "CLOSE_WAIT";
    case T::LastAck:
        return "LAST_ACK";
    case T::TimeWait:
        return "TIME_WAIT";
    case T::Close:
        return "CLOSE";
    }
    return "?";
}

Duration
ConntrackConfig::TimeoutIn(TrackState state) const
{
    switch (state)
    {
    case T::None:
        break;
    case T::SynSent:
    case T::SynSent2:
        return synSent;
    case T::SynReceived:
        return synReceived;
    case T::Established:
        return established;
    case T::FinWait:
        return finWait;
    case T::CloseWait:
        return closeWait;
    case T::LastAck:
        return lastAck;
    case T::TimeWait:
        return timeWait;
    case T::Close:
        return close;
    }
    return Duration(0);
}

std::optional<ConntrackConfig>
MakeConntrackConfig(std::string_view name)
{
    ConntrackConfig config;
    if (name == "netfilter")
    {
        return config;
    }
    if (name == "rfc5382")
    {
        // REQ-5: "established connection idle-timeout" 2 hours 4 minutes, "transitory connection
        // idle-timeout" 4 minutes, at least
        const Duration transitory = std::chrono::minutes(4);
        config.established = std::chrono::hours(2) + std::chrono::minutes(4);
        config.synSent = transitory;
        config.synReceived = transitory;
        config.finWait = transitory;
        config.closeWait = transitory;
        config.lastAck = transitory;
        config.timeWait = transitory;
        config.close = transitory;
        config.maxRetrans = FOREVER; // it has no such rule
        return config;
    }
    return std::nullopt;
}

std::size_t
Conntrack::Hasher::operator()(const FourTuple& tuple) const
{
    return static_cast<std::size_t>(HashOf(tuple));
}

void
Conntrack::SetConfig(const ConntrackConfig& config)
{
    m_config = config;
}

const ConntrackConfig&
Conntrack::GetConfig() const
{
    return m_config;
}

TrackVerdict
Conntrack::OnSegment(const FourTuple& tuple, const Segment& segment, Instant now)
{
    OnDeadline(now);
    auto at = m_entries.find(tuple);
    const bool fromOrigin = at != m_entries.end();
    at = fromOrigin ? at : m_entries.find(Mirrored(tuple));
    const bool known = at != m_entries.end();
    const Step step =
        StepFor(known ? at->second.state : T::None, segment, fromOrigin || !known, m_config.loose);
    switch (step.effect)
    {
    case Effect::Ignore:
        return TrackVerdict::Forward;
    case Effect::Invalid:
        return m_config.policy == TrackPolicy::Pass    ? TrackVerdict::Forward
               : m_config.policy == TrackPolicy::Reset ? TrackVerdict::Reset
                                                       : TrackVerdict::Drop;
    case Effect::Reopen:
        Remove(at, false);
        return OnSegment(tuple, segment, now);
    case Effect::Enter:
        break;
    }
    if (!known)
    {
        at = m_entries.emplace(tuple, Entry()).first;
        m_deadlines.emplace(NEVER, tuple);
    }
    Entry& entry = at->second;
    Move(at, step.next);
    CountRepeat(entry, segment, fromOrigin || !known);
    Duration wait = m_config.TimeoutIn(entry.state);
    if (entry.repeats >= m_config.maxRetransCount)
    {
        wait = std::min(wait, m_config.maxRetrans);
    }
    Expire(at, DeadlineAfter(now, wait));
    return TrackVerdict::Forward;
}

void
Conntrack::Move(Entries::iterator at, TrackState next)
{
    if (at->second.state != next)
    {
        m_changes.push_back({at->first, at->second.state, next, false});
        at->second.state = next;
    }
}

void
Conntrack::CountRepeat(Entry& entry, const Segment& segment, bool fromOrigin)
{
    if (!segment.Has(ACK) || segment.HasAny(SYN | FIN | RST))
    {
        return; // netfilter looks at pure ACKs and data
    }
    const Seq end = segment.seq + segment.length;
    const bool same = entry.lastFromOrigin == fromOrigin && entry.lastSeq == segment.seq &&
                      entry.lastAck == segment.ack && entry.lastEnd == end &&
                      entry.lastWindow == segment.window;
    entry.repeats = same ? entry.repeats + 1 : 0;
    entry.lastFromOrigin = fromOrigin;
    entry.lastSeq = segment.seq;
    entry.lastAck = segment.ack;
    entry.lastEnd = end;
    entry.lastWindow = segment.window;
}

void
Conntrack::Expire(Entries::iterator at, Instant when)
{
    auto [from, end] = m_deadlines.equal_range(at->second.expires);
    while (from != end && !(from->second == at->first))
    {
        ++from;
    }
    m_deadlines.erase(from);
    at->second.expires = when;
    m_deadlines.emplace(when, at->first);
}

void
Conntrack::Remove(Entries::iterator at, bool expired)
{
    Expire(at, NEVER);
    auto last = m_deadlines.upper_bound(NEVER);
    m_deadlines.erase(--last); // the one that Expire() has just put there
    m_changes.push_back({at->first, at->second.state, T::None, expired});
    m_entries.erase(at);
}

void
Conntrack::OnDeadline(Instant now)
{
    while (!m_deadlines.empty() && m_deadlines.begin()->first <= now)
    {
        Remove(m_entries.find(m_deadlines.begin()->second), true);
    }
}

Instant
Conntrack::NextDeadline() const
{
    return m_deadlines.empty() ? NEVER : m_deadlines.begin()->first;
}

std::vector<TrackChange>&
Conntrack::Changes()
{
    return m_changes;
}

std::size_t
Conntrack::Size() const
{
    return m_entries.size();
}

const Conntrack::Entry*
Conntrack::Find(const FourTuple& tuple) const
{
    auto at = m_entries.find(tuple);
    at = at != m_entries.end() ? at : m_entries.find(Mirrored(tuple));
    return at == m_entries.end() ? nullptr : &at->second;
}

} // namespace lifecycle
} // namespace ns3
