/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * One of two hosts: its users, and what must hold for each connection.
 */

#include "lifecycle-host-driver.h"
#include "lifecycle-test-two-hosts.h"

#include <algorithm>
#include <string>

namespace ns3
{
namespace lifecycle
{
namespace test
{

ChaosHost::ChaosHost(TwoHosts& world, unsigned number)
    : m_world(world),
      m_number(number)
{
    const Chooser& choose = world.m_choose;
    // A profile, a profile of which a quarter is drawn, or all drawn
    const uint32_t kind = choose(4);
    const Profile profile = MakeProfile(PROFILE_NAMES[choose(PROFILE_NAMES.size())]).value();
    const HostConfig own = HostConfigOf(profile);
    m_hostConfig = kind == 0 ? own : DrawHostConfig(choose, kind == 3 ? nullptr : &own);
    if (choose(4) == 0)
    {
        m_hostConfig.fastOpen.use = FastOpen::Both; // else rare, for it takes two
    }
    for (Config& config : m_configs)
    {
        const Config& base = profile.connection;
        config = kind == 0 ? base : DrawConfig(choose, kind == 3 ? nullptr : &base);
        config.sendBuffer = std::min(config.sendBuffer, 100000U); // runs are to come to their ends
    }
    if (world.m_benign)
    {
        // Else old segments are new ones by their numbers: RFC 4987, 3.6, for cookies
        m_hostConfig.isn.fixed.reset();
        m_hostConfig.listening.synCookies = SynCookies::Off;
    }
    host = std::make_unique<Host>(m_hostConfig, *this);
}

CongestionControl&
ChaosHost::CongestionOf(Handle)
{
    return m_reno;
}

const Config*
ChaosHost::AdmitSyn(Handle listener, const FourTuple&)
{
    const uint32_t what = m_world.m_finishing ? 0 : m_world.m_choose(64);
    if (what == 62)
    {
        host->CloseListener(listener, m_world.m_now);
    }
    return what == 63 ? nullptr : &m_configs[what % 2];
}

bool
ChaosHost::AreHosts(const IpAddress&, const IpAddress&)
{
    return true;
}

void
ChaosHost::Drive()
{
    DriveHost(*host, m_world.m_now, [this](const HostAction& action) { Perform(action); });
}

void
ChaosHost::Perform(const HostAction& action)
{
    if (const auto* emit = std::get_if<Emit>(&action.action))
    {
        OnEmit(action, *emit);
        return;
    }
    if (std::holds_alternative<Dropped>(action.action) ||
        std::holds_alternative<ListenerChanged>(action.action) ||
        std::holds_alternative<Finished>(action.action))
    {
        return;
    }
    if (const auto* accepted = std::get_if<Accepted>(&action.action))
    {
        if (!accepted->waits)
        {
            Own(action.handle);
        }
        return;
    }
    Require(action.id != 0, "what is not a connection only sends, and drops");
    Watched& one = seen[action.id];
    Require(!one.over, "nothing follows Closed");
    if (const auto* transition = std::get_if<Transition>(&action.action))
    {
        OnTransition(one, action, *transition);
    }
    else if (const auto* defect = std::get_if<Defect>(&action.action))
    {
        throw HostViolation(std::string("no such transition: ") + ToText(defect->from) + " -> " +
                            ToText(defect->to) + " (" + ToText(defect->cause) + ")");
    }
    else if (const auto* store = std::get_if<Store>(&action.action))
    {
        OnStore(one, *store);
    }
    else if (const auto* deliver = std::get_if<Deliver>(&action.action))
    {
        OnDeliver(one, *deliver);
    }
    else if (const auto* release = std::get_if<Release>(&action.action))
    {
        Require(release->streamEnd > one.released && release->streamEnd <= one.written,
                "what is released was written, and not released before");
        one.released = release->streamEnd;
        ++m_world.m_progress;
    }
    else if (const auto* notify = std::get_if<Notify>(&action.action))
    {
        OnNotify(one, *notify);
    }
}

void
ChaosHost::OnTransition(Watched& one, const HostAction& action, const Transition& transition)
{
    ++m_world.m_progress;
    for (std::size_t i = 0; i < std::size(TRANSITIONS); ++i)
    {
        const TransitionRule& rule = TRANSITIONS[i];
        m_world.m_visits[i] += rule.from == transition.from && rule.to == transition.to &&
                                       rule.cause == transition.cause
                                   ? 1
                                   : 0;
    }
    Require(transition.from == one.state ||
                (!one.began && transition.from == State::Listen), // from a listener
            "transitions follow each other");
    if (!one.began && m_world.m_benign && transition.to != State::Listen)
    {
        // RFC 9293, 3.4.1: what is left of older incarnations is taken to be gone after an MSL
        m_world.Purge(action.tuple, m_number, transition.from == State::Closed);
    }
    one.began = true;
    one.state = transition.to;
    one.cause = transition.cause;
    one.handle = action.handle;
    one.tuple = action.tuple;
}

void
ChaosHost::OnEmit(const HostAction& action, const Emit& emit)
{
    const Segment& segment = emit.segment;
    Require(segment.options.Size() <= Options::MAX_SIZE, "options fit");
    Require(!segment.Has(SYN | FIN) && !segment.Has(SYN | RST), "no mixture is sent");
    Require(!segment.Has(RST) || segment.length == 0, "a RST has no text");
    Flight flight;
    flight.segment = segment;
    flight.tuple = {action.tuple.remote,
                    action.tuple.local,
                    action.tuple.remotePort,
                    action.tuple.localPort};
    flight.to = flight.tuple.local == m_world.AddressOf(0) ? 0 : 1;
    flight.id = action.id;
    flight.offset = emit.streamOffset;
    m_world.Send(flight);
    if (action.id != 0)
    {
        seen[action.id].next = segment.End();
        seen[action.id].expected = segment.ack;
    }
    const bool fresh = segment.SequenceLength() > 0 && !emit.retransmission;
    m_world.m_progress += fresh && action.id != 0 && !segment.Has(SYN) ? 1 : 0;
}

void
ChaosHost::OnStore(Watched& one, const Store& store)
{
    ++m_world.m_progress;
    const Flight* arriving = m_world.m_arriving;
    Require(arriving != nullptr, "only a segment brings bytes");
    Require(store.length > 0 && store.segmentOffset + store.length <= arriving->segment.length,
            "what is stored lies in the segment");
    if (!m_world.m_benign)
    {
        return;
    }
    Require(store.streamOffset == arriving->offset + store.segmentOffset,
            "bytes are stored where they were in the stream that was sent");
    Require(one.peer == 0 || one.peer == arriving->id, "they come from one connection");
    one.peer = arriving->id;
}

void
ChaosHost::OnDeliver(Watched& one, const Deliver& deliver)
{
    ++m_world.m_progress;
    Require(deliver.streamEnd > one.delivered, "a delivery brings something");
    one.delivered = deliver.streamEnd;
    if (m_world.m_benign)
    {
        const ChaosHost& other = *m_world.m_ends[1 - m_number];
        const ChaosHost& sender = one.tuple.local == one.tuple.remote ? *this : other;
        Require(one.peer != 0 && one.delivered <= sender.seen.at(one.peer).written,
                "what is delivered was sent");
    }
    if (m_world.m_finishing || m_world.m_choose(2) == 0)
    {
        const Connection* connection = host->Find(one.handle);
        if (connection != nullptr)
        {
            host->Consume(one.handle, connection->Unread(), m_world.m_now);
        }
    }
}

void
ChaosHost::OnNotify(Watched& one, const Notify& notify)
{
    const uint32_t bit = 1U << static_cast<uint32_t>(notify.event);
    Require((one.told & bit) == 0 || notify.event == Event::Urgent, "an event is told once");
    one.told |= bit;
    one.failed = one.failed || notify.event == Event::Failed;
    const Flight* arriving = m_world.m_arriving;
    if (notify.event == Event::PeerFinished && m_world.m_benign && !one.discards &&
        arriving != nullptr && one.peer != 0)
    {
        const ChaosHost& other = *m_world.m_ends[1 - m_number];
        const ChaosHost& sender = one.tuple.local == one.tuple.remote ? *this : other;
        Require(one.delivered == sender.seen.at(one.peer).written,
                "the end of file comes after all bytes");
    }
    if (notify.event == Event::Closed)
    {
        const bool whole = one.cause == Cause::AckOfFin || one.cause == Cause::TimeWaitExpired;
        Require(!whole || one.failed || one.released == one.written,
                "no success while bytes are not acknowledged");
        one.over = true;
        return;
    }
    if (!m_world.m_finishing && m_world.m_choose(8) == 0)
    {
        CallUser(true); // users do anything in a callback
    }
}

void
ChaosHost::Own(Handle handle)
{
    if (const uint64_t id = host->IdOf(handle))
    {
        seen[id].owned = true;
        seen[id].handle = handle;
    }
}

Handle
ChaosHost::AnyConnection()
{
    const std::vector<uint64_t> open = Open();
    if (open.empty())
    {
        return Handle{};
    }
    return seen[open[m_world.m_choose(static_cast<uint32_t>(open.size()))]].handle;
}

std::vector<uint64_t>
ChaosHost::Open() const
{
    std::vector<uint64_t> open;
    for (const auto& [id, one] : seen)
    {
        if (one.owned && !one.over && one.state != State::Closed)
        {
            open.push_back(id);
        }
    }
    return open;
}

void
ChaosHost::MeetDeadline()
{
    const Instant now = m_world.m_now;
    if (host->NextDeadline() <= now)
    {
        host->OnDeadline(now);
        Drive();
        Require(now > TwoHosts::END_OF_TIME || host->NextDeadline() > now,
                "time goes on: no deadline is met twice");
    }
}

void
ChaosHost::CloseAll()
{
    const Instant now = m_world.m_now;
    for (const Handle listener : m_listeners)
    {
        host->CloseListener(listener, now);
    }
    m_listeners.clear();
    Drive();
    for (const uint64_t id : Open())
    {
        const Handle handle = seen[id].handle;
        const Connection* connection = host->Find(handle);
        if (connection != nullptr && connection->Unread() > 0)
        {
            host->Consume(handle, connection->Unread(), now);
        }
        seen[id].discards = true;
        host->Close(handle, now);
        Drive();
    }
}

void
ChaosHost::Check() const
{
    std::array<std::size_t, STATE_COUNT> counts{};
    for (const auto& [id, one] : seen)
    {
        counts[static_cast<std::size_t>(one.state)] += one.over ? 0 : 1;
        const Connection* connection = one.over ? nullptr : host->Find(one.handle);
        if (connection == nullptr || one.state == State::Closed ||
            m_world.m_now > TwoHosts::END_OF_TIME)
        {
            continue;
        }
        Require(connection->GetState() == one.state, "the last transition's state is the state");
        Require(connection->NextDeadline() >= host->NextDeadline(), "no deadline is missed");
        const auto isSet = [&](Timer timer) { return connection->DeadlineOf(timer) != NEVER; };
        const bool armed = isSet(Timer::Retransmission) || isSet(Timer::Persist);
        const SendSpace& snd = connection->Sending();
        Require(snd.Flight() == 0 || armed, "what is outstanding has a timer");
        const bool waiting = snd.Unsent() > 0 || (snd.finQueued && !snd.finSent);
        const bool paced = isSet(Timer::Pacing);
        Require(!snd.synAcked || !waiting || armed || paced, "what waits to be sent has a timer");
        Require(!connection->OwesAck(), "Settle() pays what is owed");
    }
    for (const State state : ALL_STATES)
    {
        Require(state == State::Closed ||
                    counts[static_cast<std::size_t>(state)] == host->CountIn(state),
                "the host counts its connections by their states");
    }
}

} // namespace test
} // namespace lifecycle
} // namespace ns3
