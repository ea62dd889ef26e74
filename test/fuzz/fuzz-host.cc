/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fuzz-support.h"
#include "lifecycle-hash.h"
#include "lifecycle-host-driver.h"
#include "lifecycle-host.h"
#include "lifecycle-test-host-config.h"

#include <map>
#include <string>
#include <vector>

/**
 * \file
 * Fuzzes a host: the bytes choose its parameters, the segments, calls and stretches of time that
 * come to it. A twin keeps every connection whole where the host keeps records, and both must do
 * the same; now and then a copy takes the host's place.
 */

using namespace ns3::lifecycle;

namespace
{

/// Segments without data that one step may bring forth; beyond it an answer answers itself. How
/// many have data depends on the MSS: one byte each with an MSS of 8 and timestamps
constexpr uint32_t MOST_SEGMENTS = 400;

/// What each connection did, by its number. Deadlines of one instant are met in the order of the
/// places of connections in tables, which records change.
using Deeds = std::map<uint64_t, std::string>;

/// A host, its twin and what drives them.
class Pair : public HostEnvironment
{
  public:
    /// \param choose makes all choices
    explicit Pair(test::Chooser choose)
        : m_choose(std::move(choose)),
          m_config(test::DrawConfig(m_choose)),
          m_host(DrawHost(true), *this),
          m_twin(DrawTwin(), *this)
    {
    }

    CongestionControl& CongestionOf(Handle) override
    {
        return m_reno;
    }

    const Config* AdmitSyn(Handle, const FourTuple&) override
    {
        return &m_config;
    }

    bool AreHosts(const IpAddress&, const IpAddress&) override
    {
        return true;
    }

    /// One segment, call or stretch of time.
    void Step();

  private:
    HostConfig DrawHost(bool packStates);

    HostConfig DrawTwin()
    {
        HostConfig twin = m_hostConfig;
        twin.packStates = false;
        return twin;
    }

    Segment MakeSegment(const FourTuple& tuple);
    template <typename Call>
    void Both(Call&& call);
    void Settle(Host& host, Deeds& did);
    static std::string Describe(const HostAction& action);

    test::Chooser m_choose;
    Config m_config;
    HostConfig m_hostConfig;
    RenoCongestionControl m_reno;
    Instant m_now{};
    Host m_host;
    Host m_twin;
};

HostConfig
Pair::DrawHost(bool packStates)
{
    m_hostConfig = test::DrawHostConfig(m_choose);
    // The twin's are the same, with the same numbers
    m_hostConfig.isn.fixed = 1000;
    m_hostConfig.packStates = packStates;
    return m_hostConfig;
}

Segment
Pair::MakeSegment(const FourTuple& tuple)
{
    static const uint8_t FLAGS[] = {SYN, SYN, ACK, ACK, ACK | PSH, FIN | ACK, SYN | ACK, RST};
    const Connection* connection = m_twin.Find(m_twin.HandleOf(tuple));
    Segment segment;
    segment.sourcePort = tuple.remotePort;
    segment.destinationPort = tuple.localPort;
    segment.flags = FLAGS[m_choose(8)];
    segment.seq = Seq(500 + m_choose(3));
    segment.ack = Seq(1001 + m_choose(2));
    if (connection != nullptr && m_choose(8) != 0)
    {
        segment.seq = connection->Receiving().nxt + m_choose(3) - 1;
        segment.ack = connection->Sending().nxt - m_choose(2);
    }
    segment.length = m_choose(4) == 0 ? m_choose(1400) : 0;
    segment.window = static_cast<uint16_t>(m_choose(3) * 1000);
    if (segment.Has(SYN) && m_choose(2) == 0)
    {
        segment.options.AddMaxSegmentSize(static_cast<uint16_t>(m_choose(1460)));
        segment.options.AddSackPermitted();
    }
    if (m_choose(4) == 0)
    {
        segment.options.AddTimestamps({m_choose(100000), m_choose(100000)});
    }
    if (m_choose(8) == 0)
    {
        segment.options.AddFastOpen(m_host.FastOpenCookieOf(tuple.remote));
    }
    return segment;
}

std::string
Pair::Describe(const HostAction& action)
{
    std::string text = std::to_string(action.action.index());
    if (const auto* emit = std::get_if<Emit>(&action.action))
    {
        text += " " + ToText(emit->segment);
    }
    else if (const auto* transition = std::get_if<Transition>(&action.action))
    {
        text += std::string(" ") + ToText(transition->from) + " " + ToText(transition->to);
    }
    else if (const auto* notify = std::get_if<Notify>(&action.action))
    {
        text += std::string(" ") + ToText(notify->error);
    }
    return text + "\n";
}

void
Pair::Settle(Host& host, Deeds& did)
{
    uint32_t emitted = 0;
    DriveHost(host, m_now, [&](const HostAction& action) {
        did[action.id] += Describe(action);
        Require(!std::holds_alternative<Defect>(action.action), "a transition is in the table");
        const auto* emit = std::get_if<Emit>(&action.action);
        emitted += emit != nullptr && emit->segment.length == 0 ? 1 : 0;
        const Connection* connection = host.Find(action.handle);
        if (std::holds_alternative<Deliver>(action.action) && connection != nullptr)
        {
            host.Consume(action.handle, connection->Unread(), m_now);
        }
    });
    Require(emitted < MOST_SEGMENTS,
            "a step brings forth a bounded number of segments without data");
}

template <typename Call>
void
Pair::Both(Call&& call)
{
    Deeds did;
    Deeds didTwin;
    call(m_host);
    Settle(m_host, did);
    call(m_twin);
    Settle(m_twin, didTwin);
    Require(did == didTwin, "records behave as whole connections");
    Require(m_host.Size() == m_twin.Size(), "records are as many as whole connections");
}

void
Pair::Step()
{
    const FourTuple tuple{IpAddress::FromIpv4(0x0a000001),
                          IpAddress::FromIpv4(0x0a000002),
                          80,
                          static_cast<uint16_t>(1000 + m_choose(4))};
    const uint32_t what = m_choose(20);
    const uint32_t octets = m_choose(3000);
    HostRefusal refusal = HostRefusal::None;
    switch (what)
    {
    case 0: {
        ListenerOptions options;
        options.backlog = 1 + m_choose(3);
        options.deferAccept = static_cast<uint8_t>(m_choose(2));
        Both([&](Host& h) { h.Listen(tuple.local, 80, m_now, refusal, options); });
        return;
    }
    case 1:
        Both([&](Host& h) { h.Open(tuple, &m_config, m_now, refusal, {octets % 2 == 0, octets}); });
        return;
    case 2:
        Both([&](Host& h) { h.Send(h.HandleOf(tuple), octets, m_now); });
        return;
    case 3:
        Both([&](Host& h) { h.Close(h.HandleOf(tuple), m_now); });
        return;
    case 4:
        Both([&](Host& h) { h.ShutdownSend(h.HandleOf(tuple), m_now); });
        return;
    case 5:
        Both([&](Host& h) { h.Abort(h.HandleOf(tuple), m_now); });
        return;
    case 6:
        if (octets % 16 == 0)
        {
            Both([&](Host& h) { h.Crash(m_now); });
            Both([&](Host& h) { h.Reboot(m_now); });
        }
        return;
    case 7:
        m_host = Host(m_host);
        return;
    case 8:
    case 9:
    case 10: {
        const Instant next = m_twin.NextDeadline();
        const bool far = next == NEVER || next - m_now > std::chrono::hours(24 * 30);
        m_now = far || octets % 3 == 0 ? m_now + std::chrono::milliseconds(octets)
                                       : std::max(m_now, next);
        Both([&](Host& h) { h.OnDeadline(m_now); });
        Require(m_host.NextDeadline() > m_now, "no deadline is met twice");
        return;
    }
    default: {
        const Segment segment = MakeSegment(tuple);
        Both([&](Host& h) { h.OnSegment(tuple.local, tuple.remote, segment, m_now); });
        return;
    }
    }
}

} // namespace

int
LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    FuzzChoices choices(data, size);
    const auto choose = [&choices](uint32_t below) { return choices.Choose(below); };
    Pair pair(choose);
    while (!choices.IsEnd())
    {
        pair.Step();
    }
    return 0;
}
