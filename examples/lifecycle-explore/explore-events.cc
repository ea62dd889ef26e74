/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * What happens to a world.
 */

#include "explore-world.h"
#include "lifecycle-closed.h"

#include <algorithm>

namespace ns3
{
namespace lifecycle
{
namespace explore
{

namespace
{

/// Connections of one end, at most: a listener answers no more SYNs then
constexpr uint8_t MOST_INCARNATIONS = 3;

} // namespace

Segment
MakeForgery(const End& end, uint8_t kind)
{
    const SendSpace& snd = end.connection.Sending();
    const ReceiveSpace& rcv = end.connection.Receiving();
    Segment segment;
    segment.sourcePort = end.connection.RemotePort();
    segment.destinationPort = end.connection.LocalPort();
    segment.seq = rcv.nxt;
    segment.ack = snd.nxt;
    segment.flags = ACK;
    segment.window = 100;
    switch (kind)
    {
    case 0: // RFC 5961, 3.2, (3): in the window, not at RCV.NXT
        segment.flags = RST;
        segment.seq = rcv.nxt + 1;
        segment.ack = Seq();
        break;
    case 1: // RFC 5961, 4.2: "irrespective of the sequence number"
        segment.flags = SYN;
        segment.ack = Seq();
        break;
    case 2: // the same
        segment.flags = SYN | ACK;
        segment.seq = rcv.nxt + 1;
        break;
    case 3: // RFC 5961, 5.2: beyond SND.NXT
        segment.ack = snd.nxt + 1;
        segment.length = 1;
        break;
    case 4: // RFC 5961, 5.2: older than the maximum window
        segment.ack = snd.una - snd.maxWnd - 1;
        segment.length = 1;
        break;
    case 6: // data in the window
        segment.length = 1;
        break;
    default: // RFC 5961, 3.2, (1): outside of the window
        segment.flags = RST;
        segment.seq = rcv.nxt - 1;
        segment.ack = Seq();
        break;
    }
    return segment;
}

void
World::Apply(Event event, Scratch& scratch)
{
    scratch.actions[0].Clear();
    scratch.actions[1].Clear();
    scratch.broken.clear();
    switch (event.kind)
    {
    case EventKind::Deliver:
    case EventKind::Duplicate: {
        auto& lane = flights[event.end];
        const Flight flight = lane[event.index];
        if (event.kind == EventKind::Deliver)
        {
            lane.erase(lane.begin() + event.index);
        }
        else
        {
            ++duplicates;
        }
        Receive(1 - event.end, flight, scratch);
        break;
    }
    case EventKind::Lose:
        flights[event.end].erase(flights[event.end].begin() + event.index);
        ++losses;
        break;
    case EventKind::Time:
        PassTime(scratch);
        break;
    case EventKind::User:
        CallUser(event.end, scratch);
        break;
    case EventKind::Forge:
        ++forged;
        Forge(event.end, event.index, scratch);
        break;
    }
}

void
World::Launch(std::size_t from, const Emit& emit, uint8_t incarnation)
{
    ++ends[from].sent;
    if (flights[from].size() >= configuration->capacity && !faultless)
    {
        overflowed = true;
        return;
    }
    flights[from].push_back({emit.segment, emit.streamOffset, now, incarnation, ends[from].sent});
}

template <typename Entry>
void
World::Run(std::size_t at, Scratch& scratch, const Flight* flight, Entry&& entry)
{
    End& end = ends[at];
    Actions& out = scratch.actions[at];
    std::size_t done = out.Size();
    Context context{now, out, scratch.congestion};
    const State before = end.connection.GetState();
    entry(end.connection, context);
    if (flight && before <= State::SynSent && end.connection.GetState() >= State::SynReceived)
    {
        end.peer = flight->incarnation;
    }
    for (; done < out.Size(); ++done)
    {
        Note(at, out[done], flight, scratch);
        if (std::holds_alternative<Deliver>(out[done]) && configuration->readsAtOnce[at])
        {
            end.connection.Consume(end.connection.Unread(), context);
        }
    }
    end.connection.Flush(context);
    for (; done < out.Size(); ++done)
    {
        Note(at, out[done], flight, scratch);
    }
    if (end.life == Life::Open && end.connection.GetState() == State::Closed)
    {
        end.life = Life::Ended;
        SkipSteps(end, at);
    }
}

void
World::Note(std::size_t at, const Action& action, const Flight* flight, Scratch& scratch)
{
    End& end = ends[at];
    if (const auto* emit = std::get_if<Emit>(&action))
    {
        Launch(at, *emit, end.incarnation);
    }
    else if (const auto* store = std::get_if<Store>(&action))
    {
        // The place in the stream is the one that the sender took the bytes from
        if (!flight || flight->offset + store->segmentOffset != store->streamOffset)
        {
            scratch.broken = "data are stored at another position than that at the sender";
        }
        if (flight && flight->incarnation != end.peer)
        {
            scratch.broken = "data of another connection are accepted";
        }
        for (uint64_t i = store->streamOffset;
             i < std::min<uint64_t>(store->streamOffset + store->length, 64);
             ++i)
        {
            if ((end.stored >> i & 1) != 0)
            {
                scratch.broken = "a byte is stored twice";
            }
            end.stored |= uint64_t{1} << i;
        }
    }
    else if (const auto* deliver = std::get_if<Deliver>(&action))
    {
        end.delivered = deliver->streamEnd;
    }
    else if (const auto* release = std::get_if<Release>(&action))
    {
        end.released = release->streamEnd;
    }
    else if (const auto* notify = std::get_if<Notify>(&action))
    {
        if (end.Told(notify->event) && notify->event != lifecycle::Event::Urgent)
        {
            scratch.broken = "the user is notified twice";
        }
        if (end.Told(lifecycle::Event::Closed))
        {
            scratch.broken = "the user is notified after the end";
        }
        end.told = static_cast<uint8_t>(end.told | 1U << static_cast<unsigned>(notify->event));
    }
    else if (const auto* transition = std::get_if<Transition>(&action))
    {
        end.established = end.established || transition->to == State::Established;
    }
}

void
World::Begin(End& end, std::size_t at)
{
    if (end.life == Life::Ended || (end.life == Life::Listening && end.incarnation > 0))
    {
        const uint8_t step = end.step;
        const uint32_t sent = end.sent;
        const auto incarnation = static_cast<uint8_t>(end.incarnation + 1);
        const bool listens = end.listens;
        end = End(&configuration->machine[at], PORTS);
        end.step = step;
        end.sent = sent;
        end.incarnation = incarnation;
        end.listens = listens;
    }
    end.life = Life::Open;
}

void
World::Receive(std::size_t to, const Flight& flight, Scratch& scratch)
{
    End& end = ends[to];
    const Segment& segment = flight.segment;
    const bool opens = segment.Has(SYN) && !segment.HasAny(ACK | RST);
    if (end.life != Life::Open && end.listens && opens && end.incarnation < MOST_INCARNATIONS)
    {
        Begin(end, to);
        const Seq iss = configuration->iss[to] + end.incarnation * configuration->issStep;
        StateCell listener;
        Actions ignored;
        TransitionTo(listener, State::Listen, Cause::PassiveOpen, ignored);
        FastOpenAnswer answer;
        answer.takesData = segment.length > 0 && segment.options.Read().fastOpen.has_value();
        Run(to, scratch, &flight, [&](Connection& connection, Context& context) {
            connection.OpenFromListen(listener, segment, iss, context, answer);
        });
        return;
    }
    if (end.life != Life::Open)
    {
        if (end.listens && !segment.Has(ACK))
        {
            return; // RFC 9293, 3.10.7.2: RST is ignored, and what has neither SYN nor ACK
        }
        if (const auto reset = ResetFromClosed(segment))
        {
            Emit emit;
            emit.segment = *reset;
            emit.reason = EmitReason::Reset;
            scratch.actions[to].Add(emit);
            Launch(to, emit, NOBODY);
        }
        return;
    }
    end.heardReset = end.heardReset || segment.Has(RST);
    Run(to, scratch, &flight, [&segment](Connection& connection, Context& context) {
        connection.OnSegment(segment, context);
    });
}

void
World::Forge(std::size_t at, uint8_t kind, Scratch& scratch)
{
    Flight flight;
    flight.segment = MakeForgery(ends[at], kind);
    Run(at, scratch, &flight, [&flight](Connection& connection, Context& context) {
        connection.OnSegment(flight.segment, context);
    });
}

void
World::PassTime(Scratch& scratch)
{
    if (!flights[0].empty() || !flights[1].empty())
    {
        ++delays;
    }
    now = std::max(now, NextDeadline());
    for (std::size_t at = 0; at < 2; ++at)
    {
        auto& lane = flights[at];
        lane.erase(std::remove_if(lane.begin(),
                                  lane.end(),
                                  [this](const Flight& flight) {
                                      return DeadlineAfter(flight.born, configuration->lifetime) <=
                                             now;
                                  }),
                   lane.end());
    }
    for (std::size_t at = 0; at < 2; ++at)
    {
        if (ends[at].connection.NextDeadline() <= now)
        {
            Run(at, scratch, nullptr, [](Connection& connection, Context& context) {
                connection.OnDeadline(context);
            });
            if (ends[at].connection.NextDeadline() <= now)
            {
                scratch.broken = "an expired deadline is still pending";
            }
        }
    }
}

void
World::CallUser(std::size_t at, Scratch& scratch)
{
    End& end = ends[at];
    const Step step = configuration->users[at][end.step++];
    switch (step.call)
    {
    case Call::Listen:
        end.listens = true;
        end.life = end.life == Life::Unused ? Life::Listening : end.life;
        return;
    case Call::Open: {
        Begin(end, at);
        const Seq iss = configuration->iss[at] + end.incarnation * configuration->issStep;
        FastOpenStart start;
        if (step.octets > 0)
        {
            start.offers = true;
            start.cookie.size = 8;
            start.peerMss = configuration->machine[1 - at].maxSegmentSize;
            start.octets = step.octets;
        }
        Run(at, scratch, nullptr, [&](Connection& c, Context& x) { c.Open(iss, x, start); });
        return;
    }
    case Call::Send:
        Run(at, scratch, nullptr, [&](Connection& c, Context& x) { c.Send(step.octets, x); });
        return;
    case Call::Read:
        Run(at, scratch, nullptr, [&](Connection& c, Context& context) {
            c.Consume(step.octets == 0 ? c.Unread() : std::min(step.octets, c.Unread()), context);
        });
        return;
    case Call::ShutdownSend:
        Run(at, scratch, nullptr, [](Connection& c, Context& context) { c.ShutdownSend(context); });
        return;
    case Call::ShutdownReceive:
        Run(at, scratch, nullptr, [](Connection& c, Context& x) { c.ShutdownReceive(x); });
        return;
    case Call::Close:
        Run(at, scratch, nullptr, [](Connection& c, Context& context) { c.Close(context); });
        return;
    case Call::Abort:
        end.aborted = true;
        Run(at, scratch, nullptr, [](Connection& c, Context& context) { c.Abort(context); });
        return;
    }
}

} // namespace explore
} // namespace lifecycle
} // namespace ns3
