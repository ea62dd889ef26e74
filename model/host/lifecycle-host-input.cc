/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle-host
 * SEGMENT ARRIVES: demultiplexing (RFC 9293, 3.10.7).
 */

#include "lifecycle-closed.h"
#include "lifecycle-host-impl.h"
#include "lifecycle-incarnation.h"

namespace ns3
{
namespace lifecycle
{

Handle
Host::OnSegment(const IpAddress& local,
                const IpAddress& remote,
                const Segment& segment,
                Instant now)
{
    Impl& host = *m_impl;
    const FourTuple tuple{local, remote, segment.destinationPort, segment.sourcePort};
    if (IsSilent(now))
    {
        host.m_out.emplace_back(Handle{}, tuple, 0, Dropped{"the host is silent"});
        return Handle{};
    }
    if (host.m_config.intake.dropSynFin && segment.Has(SYN | FIN))
    {
        host.m_out.emplace_back(Handle{}, tuple, 0, Dropped{"SYN and FIN"});
        return Handle{};
    }
    const bool opens = segment.Has(SYN) && !segment.HasAny(RST | ACK);
    uint32_t index = host.FindTuple(tuple);
    if (index != NO_INDEX && opens && !tuple.IsSelf() && host.StateAt(index) == State::TimeWait)
    {
        const Handle by = host.SynInTimeWait(index, tuple, segment, now);
        if (by)
        {
            return by;
        }
        index = host.FindTuple(tuple); // it may have ended
    }
    if (index != NO_INDEX)
    {
        host.m_records.OnReceived(index, segment);
        if (host.HoldBack(index, segment, now))
        {
            return host.m_handles.HandleAt(index);
        }
        const bool answers = segment.Has(SYN | ACK) && host.StateAt(index) == State::SynSent;
        host.Run(index, now, [&](Connection& connection, Context& context) {
            connection.OnSegment(segment, context);
            return Refusal::None;
        });
        if (answers)
        {
            host.LearnFastOpen(index, segment, now);
        }
        return host.m_handles.HandleAt(index);
    }
    if (tuple.IsSelf())
    {
        // RFC 9293, MUST-63: "a SYN with an invalid source address must be ignored". Only a socket
        // that is connected to itself has a connection with this 4-tuple. Other such segments are
        // forged ("LAND", CERT CA-1997-28), and the host would receive its own answer.
        host.m_out.emplace_back(Handle{}, tuple, 0, Dropped{"from its own address and port"});
        return Handle{};
    }
    if (!host.m_environment.AreHosts(local, remote))
    {
        host.m_out.emplace_back(Handle{}, tuple, 0, Dropped{"to or from more than one host"});
        return Handle{};
    }
    const uint32_t listenerAt = host.m_listeners.Find(local, segment.destinationPort);
    if (listenerAt != NO_INDEX)
    {
        return host.InListen(listenerAt, tuple, segment, now);
    }
    const Blackhole blackhole = host.m_config.intake.blackhole;
    if (blackhole == Blackhole::All || blackhole == Blackhole::Stealth ||
        (blackhole == Blackhole::Syn && segment.Has(SYN)))
    {
        host.m_out.emplace_back(Handle{}, tuple, 0, Dropped{"no listener"});
        return Handle{};
    }
    host.AnswerByReset(Handle{}, 0, tuple, segment);
    return Handle{};
}

PathVerdict
Host::OnPathError(const FourTuple& tuple, const PathError& error, Instant now)
{
    Impl& host = *m_impl;
    const uint32_t index = host.FindTuple(tuple);
    if (index == NO_INDEX)
    {
        return PathVerdict::NoConnection;
    }
    if (host.StateAt(index) == State::TimeWait)
    {
        return PathVerdict::NotInFlight; // both FINs are acknowledged
    }
    PathVerdict verdict = PathVerdict::Ignored;
    host.Run(index, now, [&](Connection& connection, Context& context) {
        verdict = connection.OnPathError(error, context);
        return Refusal::None;
    });
    return verdict;
}

void
Host::Impl::AnswerByReset(Handle by, uint64_t id, const FourTuple& tuple, const Segment& segment)
{
    if (const auto reset = ResetFromClosed(segment))
    {
        m_out.emplace_back(by, tuple, id, Emit{*reset, 0, EmitReason::Reset, false});
    }
    else
    {
        m_out.emplace_back(by, tuple, id, Dropped{"RST for no connection"});
    }
}

bool
Host::Impl::IsListening(Handle handle) const
{
    return m_handles.Find(handle).form == Form::Listener && StateAt(handle.index) == State::Listen;
}

const Config*
Host::Impl::Admit(Handle listener, const FourTuple& tuple, uint32_t index)
{
    const Handle before = index == NO_INDEX ? Handle{} : m_handles.HandleAt(index);
    const Config* config = m_environment.AdmitSyn(listener, tuple);
    // The driver may have called the host: both objects must be unchanged.
    const uint32_t found = FindTuple(tuple);
    const Handle after = found == NO_INDEX ? Handle{} : m_handles.HandleAt(found);
    const bool same = IsListening(listener) && before == after &&
                      (found == NO_INDEX || StateAt(found) == State::TimeWait);
    return same ? config : nullptr;
}

Handle
Host::Impl::InListen(uint32_t listenerAt,
                     const FourTuple& tuple,
                     const Segment& segment,
                     Instant now)
{
    // RFC 9293, 3.10.7.2
    const Handle listener = m_handles.HandleAt(m_listeners[listenerAt].index);
    const uint64_t id = m_listeners[listenerAt].id;
    const auto drop = [&](const char* why) {
        m_out.emplace_back(listener, tuple, id, Dropped{why});
        return listener;
    };
    // First, check for a RST: "An incoming RST segment should be ignored." Second, check for an
    // ACK: "Any acknowledgment is bad if it arrives on a connection still in the LISTEN state",
    // except the ACK of a SYN cookie (RFC 4987, 3.6)
    if (MayBringCookie(m_listeners[listenerAt], segment, now))
    {
        return OpenFromCookie(listenerAt, tuple, segment, now);
    }
    if (m_config.listening.dropSynAck && segment.Has(SYN | ACK) && !segment.Has(RST))
    {
        return drop("LISTEN: SYN,ACK");
    }
    if (segment.HasAny(RST | ACK))
    {
        if (m_config.intake.blackhole == Blackhole::Stealth)
        {
            return drop("LISTEN: neither SYN nor for a connection");
        }
        AnswerByReset(listener, id, tuple, segment);
        return listener;
    }
    // Third, for a SYN; fourth, other data or control: "Drop the segment and return."
    if (!segment.Has(SYN))
    {
        return drop("LISTEN: neither SYN nor ACK");
    }
    if (m_config.listening.synOnFullQueue == SynOnFullQueue::Drop &&
        IsAcceptQueueFull(m_listeners[listenerAt]))
    {
        ++m_listeners[listenerAt].counters.acceptDrops;
        NoteChange(listenerAt);
        return drop(ACCEPT_QUEUE_IS_FULL);
    }
    if (!WantsCookie(m_listeners[listenerAt]) && !CanTakeSyn(listenerAt))
    {
        return drop("SYN queue is full");
    }
    const Config* config = Admit(listener, tuple, NO_INDEX);
    if (config == nullptr)
    {
        return drop("LISTEN: not admitted");
    }
    if (WantsCookie(m_listeners[listenerAt]))
    {
        SendCookie(listenerAt, tuple, config, segment, now);
        return listener;
    }
    MakeRoom(listenerAt, now);
    return OpenChild(listener,
                     tuple,
                     config,
                     InitialSequence(m_config.isn, tuple, now),
                     segment,
                     now);
}

Handle
Host::Impl::SynInTimeWait(uint32_t index, const FourTuple& tuple, const Segment& syn, Instant now)
{
    bool accept = false;
    bool drop = false;
    switch (m_config.timeWait.syn)
    {
    case TimeWaitSyn::AcceptOrAck:
        accept = true;
        break;
    case TimeWaitSyn::AcceptOrDrop:
        accept = true;
        drop = true;
        break;
    case TimeWaitSyn::Ack:
        break;
    case TimeWaitSyn::Drop:
        drop = true;
        break;
    case TimeWaitSyn::EndOrAck:
        // tcp_twcheck(): "drop the old connection and start over if the sequence numbers are above
        // the previous ones"
        if (After(syn.seq, TimeWaitAt(index).rcvNxt))
        {
            Run(index, now, [](Connection& connection, Context& context) {
                connection.CloseSilently(context, Cause::NewIncarnation);
                return Refusal::None;
            });
            return Handle{};
        }
        break;
    }
    const Handle by = accept ? Reopen(index, tuple, syn, now) : Handle{};
    if (by || !drop)
    {
        return by;
    }
    m_records.OnReceived(index, syn);
    m_out.emplace_back(m_handles.HandleAt(index), tuple, IdAt(index), Dropped{"SYN in TIME-WAIT"});
    return m_handles.HandleAt(index);
}

Handle
Host::Impl::Reopen(uint32_t index, const FourTuple& tuple, const Segment& syn, Instant now)
{
    const uint32_t listenerAt = m_listeners.Find(tuple.local, tuple.localPort);
    const PackedTimeWait old = TimeWaitAt(index);
    if (listenerAt == NO_INDEX ||
        (!OpensNewIncarnation(old, syn, true, m_config.timeWait.synAtNext) &&
         !OpensNewIncarnation(old, syn, false, m_config.timeWait.synAtNext)))
    {
        return Handle{};
    }
    const Handle listener = m_handles.HandleAt(m_listeners[listenerAt].index);
    const uint64_t id = m_listeners[listenerAt].id;
    const Config* config = CanTakeSyn(listenerAt) ? Admit(listener, tuple, index) : nullptr;
    if (config == nullptr)
    {
        // Without an answer, TIME-WAIT does not change.
        m_out.emplace_back(listener, tuple, id, Dropped{"TIME-WAIT: SYN not admitted"});
        return listener;
    }
    if (!OpensNewIncarnation(old, syn, config->timestamps, m_config.timeWait.synAtNext))
    {
        return Handle{};
    }
    Run(index, now, [](Connection& connection, Context& context) {
        connection.CloseSilently(context, Cause::NewIncarnation);
        return Refusal::None;
    });
    MakeRoom(listenerAt, now);
    const Seq chosen = InitialSequence(m_config.isn, tuple, now);
    return OpenChild(listener, tuple, config, NewIncarnationIss(chosen, old.sndNxt), syn, now);
}

Handle
Host::Impl::OpenChild(Handle listener,
                      const FourTuple& tuple,
                      const Config* config,
                      Seq iss,
                      const Segment& syn,
                      Instant now)
{
    const FastOpenAnswer answer = AnswerFastOpen(m_handles.Find(listener).at, tuple.remote, syn);
    return MakeChild(listener,
                     tuple,
                     config,
                     syn,
                     now,
                     answer.takesData,
                     [&](StateCell listening, Connection& connection, Context& context) {
                         connection.OpenFromListen(listening, syn, iss, context, answer);
                     });
}

} // namespace lifecycle
} // namespace ns3
