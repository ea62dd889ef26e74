/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "explore-world.h"

#include "lifecycle-closed.h"

#include <algorithm>
#include <cstring>

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

/// Ports of the ends; the same, so that states do not differ by them when the ends are swapped
constexpr std::array<uint16_t, 2> PORTS{{4000, 4000}};

/// \param options they \param digest gets them, timestamps relative
void
AddOptions(Options options, Digest& digest)
{
    const auto stamps = options.Read().timestamps;
    if (stamps)
    {
        digest.AddStamp(stamps->value);
        if (stamps->echo != 0)
        {
            digest.AddStamp(stamps->echo);
        }
        options.SetTimestamps({});
    }
    for (std::size_t i = 0; i < options.Size(); i += sizeof(uint64_t))
    {
        uint64_t word = 0; // octets beyond the size are 0, MAX_SIZE is a multiple of 8
        std::memcpy(&word, options.Data() + i, sizeof word);
        digest.AddWord(word);
    }
}

/// \param segment it \param digest gets it
void
AddSegment(const Segment& segment, Digest& digest)
{
    digest.AddWord(uint64_t{segment.seq.Value()} << 32 | segment.ack.Value());
    digest.AddWord(uint64_t{segment.window} << 48 | uint64_t{segment.flags} << 40 |
                   uint64_t{segment.urgentPointer} << 16 | segment.length);
    if (!segment.options.Empty())
    {
        AddOptions(segment.options, digest);
    }
}

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
    case 4: // RFC 5961, 5.2: older than the greatest window
        segment.ack = snd.una - snd.maxWnd - 1;
        segment.length = 1;
        break;
    case 6: // text in the window
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

World::World(const Configuration& theConfiguration)
    : configuration(&theConfiguration),
      ends{{End(&theConfiguration.machine[0], PORTS), End(&theConfiguration.machine[1], PORTS)}}
{
    // Whoever listens does so before anything happens
    Scratch scratch;
    for (std::size_t at = 0; at < 2; ++at)
    {
        const auto& steps = configuration->users[at];
        if (!steps.empty() && steps.front().call == Call::Listen)
        {
            CallUser(at, scratch);
        }
    }
}

bool
World::IsPeerOf(std::size_t end) const
{
    const End& own = ends[end];
    const End& peer = ends[1 - end];
    return own.life >= Life::Open && peer.life >= Life::Open && own.peer == peer.incarnation;
}

Instant
World::NextDeadline() const
{
    Instant next = NEVER;
    for (std::size_t end = 0; end < 2; ++end)
    {
        next = std::min(next, ends[end].connection.NextDeadline());
        for (const Flight& flight : flights[end])
        {
            next = std::min(next, DeadlineAfter(flight.born, configuration->lifetime));
        }
    }
    return next;
}

bool
World::UserCanStep(std::size_t at) const
{
    const End& end = ends[at];
    const auto& steps = configuration->users[at];
    if (end.step >= steps.size())
    {
        return false;
    }
    const Step& step = steps[end.step];
    const bool open = end.life == Life::Open && end.connection.IsKnownToUser();
    switch (step.when)
    {
    case When::Anytime:
        break;
    case When::Connected:
        if (!end.Told(lifecycle::Event::Connected))
        {
            return false;
        }
        break;
    case When::Delivered:
        if (end.delivered < step.octets)
        {
            return false;
        }
        break;
    case When::PeerFinished:
        if (!end.Told(lifecycle::Event::PeerFinished))
        {
            return false;
        }
        break;
    }
    switch (step.call)
    {
    case Call::Open:
        return end.life == Life::Unused || end.life == Life::Ended;
    case Call::Listen:
        return end.life == Life::Unused || end.life == Life::Ended;
    case Call::Send:
        return open && end.connection.SendRoom() >= step.octets;
    case Call::Read:
        return open && end.connection.Unread() >= std::max<uint32_t>(step.octets, 1);
    case Call::ShutdownSend:
    case Call::ShutdownReceive:
    case Call::Close:
    case Call::Abort:
        return open;
    }
    return false;
}

bool
World::UserWaits(std::size_t end) const
{
    return ends[end].step < configuration->users[end].size();
}

void
World::SkipSteps(End& end, std::size_t at) const
{
    // What was meant for a connection that has ended is not done any more
    const auto& steps = configuration->users[at];
    while (end.step < steps.size() && steps[end.step].call != Call::Open &&
           steps[end.step].call != Call::Listen)
    {
        ++end.step;
    }
}

void
World::Enabled(std::vector<Event>& events) const
{
    events.clear();
    bool underWay = false;
    for (uint8_t from = 0; from < 2; ++from)
    {
        underWay = underWay || !flights[from].empty();
        const std::size_t count = flights[from].size();
        for (uint8_t i = 0; i < count; ++i)
        {
            if (configuration->reorders || i == 0)
            {
                events.push_back({EventKind::Deliver, from, i});
                if (duplicates < configuration->duplicates)
                {
                    events.push_back({EventKind::Duplicate, from, i});
                }
            }
            if (losses < configuration->losses)
            {
                events.push_back({EventKind::Lose, from, i});
            }
        }
        if (UserCanStep(from))
        {
            events.push_back({EventKind::User, from, 0});
        }
        const State state = ends[from].connection.GetState();
        // What RFC 5961 does not speak of only where nothing is held against it
        const bool all = configuration->onlyThose;
        if (forged < configuration->forged && state >= State::SynReceived &&
            (all || (IsSynchronized(state) && state != State::TimeWait)))
        {
            for (uint8_t kind = 0; kind < FORGERIES + (all ? 1 : 0); ++kind)
            {
                events.push_back({EventKind::Forge, from, kind});
            }
        }
    }
    if ((!underWay || delays < configuration->delays) && NextDeadline() != NEVER)
    {
        events.push_back({EventKind::Time, 0, 0});
    }
}

bool
World::NextFaultless(Event& event) const
{
    for (uint8_t from = 0; from < 2; ++from)
    {
        if (!flights[from].empty())
        {
            event = {EventKind::Deliver, from, 0};
            return true;
        }
    }
    for (uint8_t end = 0; end < 2; ++end)
    {
        if (UserCanStep(end))
        {
            event = {EventKind::User, end, 0};
            return true;
        }
    }
    event = {EventKind::Time, 0, 0};
    return NextDeadline() != NEVER;
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
        // The place in the stream is the one that the sender took the octets from
        if (!flight || flight->offset + store->segmentOffset != store->streamOffset)
        {
            scratch.broken = "octets are stored at another place than the sender took them from";
        }
        if (flight && flight->incarnation != end.peer)
        {
            scratch.broken = "octets of another connection are taken";
        }
        for (uint64_t i = store->streamOffset;
             i < std::min<uint64_t>(store->streamOffset + store->length, 64);
             ++i)
        {
            if ((end.stored >> i & 1) != 0)
            {
                scratch.broken = "an octet is stored twice";
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
            scratch.broken = "the user is told the same twice";
        }
        if (end.Told(lifecycle::Event::Closed))
        {
            scratch.broken = "the user is told something after the end";
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
        answer.takesText = segment.length > 0 && segment.options.Read().fastOpen.has_value();
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
                scratch.broken = "a deadline that was met is still there";
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

Digest
World::NewDigest() const
{
    const auto& tick = configuration->machine[0].timestampTick;
    const auto stamps = static_cast<uint32_t>(now.time_since_epoch() / tick);
    return {now, stamps, configuration->timedRoundTrip};
}

void
World::AddEnd(std::size_t at, Digest& digest, Scratch& scratch) const
{
    const End& end = ends[at];
    digest.AddWord(static_cast<uint64_t>(end.peer) << 48 | static_cast<uint64_t>(end.life) << 40 |
                   static_cast<uint64_t>(end.told) << 32 | static_cast<uint64_t>(end.step) << 24 |
                   static_cast<uint64_t>(end.incarnation) << 16 | (end.listens ? 8U : 0U) |
                   (end.aborted ? 4U : 0U) | (end.heardReset ? 2U : 0U) |
                   (end.established ? 1U : 0U));
    if (end.life == Life::Open && end.connection.GetState() == State::TimeWait &&
        end.connection.IsUserClosed())
    {
        // As a host puts it away: nothing else of it matters any more
        Connection(end.connection.ToTimeWait()).AddTo(digest);
    }
    else if (end.life == Life::Open)
    {
        end.connection.AddTo(digest);
        digest.Add(end.stored);
    }
    else if (end.life == Life::Ended)
    {
        digest.Add(end.delivered);
        digest.Add(end.connection.GetError());
    }
    scratch.keys.clear();
    for (const Flight& flight : flights[at])
    {
        Digest own = NewDigest();
        AddSegment(flight.segment, own);
        own.Add(flight.offset);
        own.Add(flight.incarnation);
        if (configuration->lifetime != FOREVER)
        {
            own.Add(flight.born + configuration->lifetime);
        }
        scratch.keys.push_back({own.Low(), own.High()});
    }
    if (configuration->reorders)
    {
        std::sort(scratch.keys.begin(), scratch.keys.end());
    }
    for (const Key& key : scratch.keys)
    {
        digest.AddWord(key.low);
        digest.AddWord(key.high);
    }
}

Key
World::Hash(Scratch& scratch, bool budgets) const
{
    std::array<Key, 2> keys;
    for (std::size_t at = 0; at < 2; ++at)
    {
        Digest digest = NewDigest();
        AddEnd(at, digest, scratch);
        keys[at] = {digest.Low(), digest.High()};
    }
    if (configuration->symmetric && keys[1] < keys[0])
    {
        std::swap(keys[0], keys[1]);
    }
    Digest both;
    for (const Key& key : keys)
    {
        both.AddWord(key.low);
        both.AddWord(key.high);
    }
    if (budgets)
    {
        both.AddWord(uint64_t{losses} << 24 | uint64_t{duplicates} << 16 | uint64_t{delays} << 8 |
                     forged);
    }
    return {both.Low(), both.High()};
}

} // namespace explore
} // namespace lifecycle
} // namespace ns3
