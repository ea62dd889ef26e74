/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-test-net.h"

#include "lifecycle-host-driver.h"

#include <sstream>
#include <stdexcept>

namespace ns3
{
namespace lifecycle
{
namespace test
{

// Station

Station::Station(Net& itsNet, const IpAddress& itsAddress, const HostConfig& hostConfig)
    : net(itsNet),
      address(itsAddress),
      host(hostConfig, *this)
{
    net.stations.push_back(this);
}

CongestionControl&
Station::CongestionOf(Handle)
{
    ++entries;
    return reno;
}

const Config*
Station::AdmitSyn(Handle, const FourTuple&)
{
    if (onAdmit)
    {
        onAdmit();
    }
    return admit ? &config : nullptr;
}

bool
Station::AreHosts(const IpAddress&, const IpAddress&)
{
    return true;
}

void
Station::Drive()
{
    DriveHost(host, net.now, [this](const HostAction& action) { Perform(action); });
    const Instant next = host.NextDeadline();
    if (next < m_alarm || m_alarm <= net.now)
    {
        m_alarm = next;
        net.Alarm(*this, next);
    }
}

void
Station::Perform(const HostAction& action)
{
    if (action.id == 0)
    {
        unheard.push_back(action);
    }
    if (const auto* finished = std::get_if<Finished>(&action.action))
    {
        records.push_back({finished->history, action.id, action.tuple});
    }
    if (std::holds_alternative<Accepted>(action.action))
    {
        accepted.push_back(action);
    }
    if (const auto* emit = std::get_if<Emit>(&action.action))
    {
        net.Transmit(*this, action.tuple, *emit);
    }
    else if (const auto* transition = std::get_if<Transition>(&action.action))
    {
        seen.push_back(Seen{net.now, action.handle, action.id, action.tuple, *transition});
    }
    else if (const auto* deliver = std::get_if<Deliver>(&action.action))
    {
        const uint64_t before = delivered[action.id];
        delivered[action.id] = deliver->streamEnd;
        if (autoRead)
        {
            host.Consume(action.handle,
                         static_cast<uint32_t>(deliver->streamEnd - before),
                         net.now);
        }
    }
    else if (const auto* notify = std::get_if<Notify>(&action.action))
    {
        told[action.id].push_back(*notify);
        if (notify->event == Event::PeerFinished && closeOnEof)
        {
            host.Close(action.handle, net.now);
        }
        if (onNotify)
        {
            onNotify(action.handle, *notify);
        }
    }
}

Handle
Station::Connect(const Station& peer, uint16_t port, uint16_t ownPort)
{
    HostRefusal refusal;
    const Handle handle =
        host.Open(FourTuple{address, peer.address, ownPort, port}, &config, net.now, refusal);
    Drive();
    return handle;
}

Handle
Station::Listen(uint16_t port)
{
    HostRefusal refusal;
    IpAddress any;
    any.isIpv6 = address.isIpv6;
    const Handle handle = host.Listen(any, port, net.now, refusal);
    Drive();
    return handle;
}

void
Station::Close(Handle handle)
{
    host.Close(handle, net.now);
    Drive();
}

std::string
Station::Path(uint64_t id) const
{
    std::string path;
    for (const Seen& one : seen)
    {
        if (one.id == id)
        {
            path += std::string(path.empty() ? "" : " ") + ToText(one.transition.from) + ">" +
                    ToText(one.transition.to);
        }
    }
    return path;
}

Instant
Station::Entered(uint64_t id, State state) const
{
    for (const Seen& one : seen)
    {
        if (one.id == id && one.transition.to == state)
        {
            return one.when;
        }
    }
    return NEVER;
}

const ConnectionRecord&
Station::RecordOf(uint64_t id) const
{
    for (const ConnectionRecord& record : records)
    {
        if (record.id == id)
        {
            return record;
        }
    }
    throw std::logic_error("no record of that connection");
}

// Net

void
Net::At(Duration when, std::function<void()> what)
{
    m_events.emplace(Instant() + when, std::move(what));
}

void
Net::Transmit(Station& from, const FourTuple& tuple, const Emit& emit)
{
    std::ostringstream line;
    line << (now.time_since_epoch() / 1ms) << " " << ToText(tuple.local) << " "
         << ToText(emit.segment);
    lines.push_back(line.str());
    const Duration extra = fate ? fate(from, emit.segment) : Duration::zero();
    if (extra == FOREVER)
    {
        return;
    }
    const Segment segment = emit.segment;
    m_events.emplace(now + delay + extra, [this, tuple, segment] {
        for (Station* station : stations)
        {
            if (station->address == tuple.remote)
            {
                station->host.OnSegment(tuple.remote, tuple.local, segment, now);
                station->Drive();
            }
        }
    });
}

void
Net::Alarm(Station& station, Instant when)
{
    if (when != NEVER)
    {
        m_events.emplace(when, [this, &station] {
            if (station.host.NextDeadline() <= now)
            {
                station.host.OnDeadline(now);
            }
            station.Drive();
        });
    }
}

void
Net::RunUntil(Duration end)
{
    const Instant last = DeadlineAfter(Instant(), end);
    while (!m_events.empty() && m_events.begin()->first <= last)
    {
        now = m_events.begin()->first;
        const std::function<void()> what = m_events.begin()->second;
        m_events.erase(m_events.begin());
        what();
    }
    if (end != FOREVER)
    {
        now = last;
    }
}

// TwoStations

TwoStations::TwoStations(HostConfig hostConfig)
    : a(net,
        Address(1),
        [&] {
            hostConfig.recordConnections = true;
            return hostConfig;
        }()),
      b(net, Address(2), hostConfig)
{
    listener = b.Listen(80);
}

Handle
TwoStations::Establish()
{
    const Handle handle = a.Connect(b, 80);
    while (b.host.CountIn(State::Established) == 0)
    {
        net.RunUntil(net.now.time_since_epoch() + net.delay);
    }
    return handle;
}

Handle
TwoStations::LastAccepted() const
{
    return b.accepted.back().handle;
}

const ConnectionRecord&
TwoStations::RecordA() const
{
    return a.records.at(0);
}

const ConnectionRecord&
TwoStations::RecordB() const
{
    return b.records.at(0);
}

HostConfig
WithIsn(uint32_t isn, HostConfig hostConfig)
{
    hostConfig.isn.fixed = isn;
    return hostConfig;
}

// LoneHost

namespace
{

/// \param hostConfig some parameters \return the same, without whole ones in SYN-RECEIVED
HostConfig
AllRecords(HostConfig hostConfig)
{
    hostConfig.unpackedSynReceived = 0;
    return hostConfig;
}

} // namespace

LoneHost::LoneHost(const HostConfig& hostConfig, const Config& connectionConfig)
    : config(connectionConfig),
      host(AllRecords(hostConfig), *this)
{
}

CongestionControl&
LoneHost::CongestionOf(Handle)
{
    ++entries;
    return reno;
}

const Config*
LoneHost::AdmitSyn(Handle, const FourTuple&)
{
    return &config;
}

bool
LoneHost::AreHosts(const IpAddress&, const IpAddress&)
{
    return areHosts;
}

Handle
LoneHost::Receive(const FourTuple& tuple, Segment segment)
{
    segment.sourcePort = tuple.remotePort;
    segment.destinationPort = tuple.localPort;
    return host.OnSegment(tuple.local, tuple.remote, segment, now);
}

std::vector<std::string>
LoneHost::Take()
{
    host.Settle(now);
    std::vector<std::string> texts;
    for (const HostAction& action : host.Out())
    {
        if (std::string text = Describe(action); !text.empty())
        {
            texts.push_back(std::move(text));
        }
    }
    host.Out().clear();
    return texts;
}

// Segments and data

Segment
Make(uint8_t flags, uint32_t seq, uint32_t ack, uint32_t length)
{
    Segment segment;
    segment.flags = flags;
    segment.seq = Seq(seq);
    segment.ack = Seq(ack);
    segment.length = length;
    segment.window = 65535;
    return segment;
}

Segment
Stamped(Segment segment, uint32_t value, uint32_t echo)
{
    segment.options.AddNoOperation();
    segment.options.AddNoOperation();
    segment.options.AddTimestamps(Timestamps{value, echo});
    return segment;
}

std::string
Describe(const HostAction& action)
{
    if (std::holds_alternative<Accepted>(action.action) ||
        std::holds_alternative<ListenerChanged>(action.action) ||
        std::holds_alternative<Finished>(action.action))
    {
        return "";
    }
    std::ostringstream text;
    text << action.id << " ";
    if (const auto* emit = std::get_if<Emit>(&action.action))
    {
        text << "emit " << ToText(emit->reason) << " " << emit->streamOffset
             << (emit->retransmission ? " again " : " ") << ToText(emit->segment);
    }
    else if (const auto* store = std::get_if<Store>(&action.action))
    {
        text << "store " << store->segmentOffset << " " << store->streamOffset << " "
             << store->length;
    }
    else if (const auto* deliver = std::get_if<Deliver>(&action.action))
    {
        text << "deliver " << deliver->streamEnd;
    }
    else if (const auto* release = std::get_if<Release>(&action.action))
    {
        text << "release " << release->streamEnd;
    }
    else if (const auto* notify = std::get_if<Notify>(&action.action))
    {
        text << "notify " << static_cast<int>(notify->event) << " " << ToText(notify->error);
    }
    else if (const auto* transition = std::get_if<Transition>(&action.action))
    {
        text << ToText(transition->from) << ">" << ToText(transition->to) << " "
             << ToText(transition->cause);
    }
    else if (std::holds_alternative<TimeWaitRestarted>(action.action))
    {
        text << "2msl again";
    }
    else if (const auto* dropped = std::get_if<Dropped>(&action.action))
    {
        text << "dropped " << dropped->why;
    }
    return text.str();
}

IpAddress
Address(uint8_t lastOctet)
{
    return IpAddress::FromIpv4(0x0a000000u + lastOctet);
}

} // namespace test
} // namespace lifecycle
} // namespace ns3
