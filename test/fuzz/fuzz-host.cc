/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "../machine/lifecycle-test-config.cc"
#include "lifecycle-hash.h"
#include "lifecycle-host-driver.h"
#include "lifecycle-host.h"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <vector>

/**
 * \file
 * Fuzzes a host: the bytes choose its parameters, the segments, calls and stretches of time that
 * come to it. A twin keeps every connection whole where the host keeps records, and both must do
 * the same; now and then a copy takes the host's place.
 *
 * Build with `clang++ -std=c++17 -fsanitize=fuzzer,address,undefined` and the sources of
 * model/wire, model/machine and model/host.
 */

using namespace ns3::lifecycle;

namespace
{

/// Stop if something does not hold. \param holds whether it does \param what it is
void
Require(bool holds, const char* what)
{
    if (!holds)
    {
        std::fprintf(stderr, "does not hold: %s\n", what);
        std::abort();
    }
}

/// Segments that one step may bring forth; beyond it an answer answers itself
constexpr uint32_t MOST_SEGMENTS = 400;

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
    HostConfig DrawHost(bool putAway);

    HostConfig DrawTwin()
    {
        HostConfig twin = m_hostConfig;
        twin.putAway = false;
        return twin;
    }

    Segment MakeSegment(const FourTuple& tuple);
    template <typename Call>
    void Both(Call&& call);
    void Settle(Host& host, std::string& did);
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
Pair::DrawHost(bool putAway)
{
    HostConfig& c = m_hostConfig;
    c.isn.fixed = 1000;
    c.putAway = putAway;
    c.wholeSynReceived = m_choose(2) * 4;
    c.listening.synBacklog = 1 + m_choose(4);
    c.listening.acceptBacklog = 1 + m_choose(4);
    c.listening.backlogRule = static_cast<BacklogRule>(m_choose(3));
    c.listening.synOverflow = static_cast<SynOverflow>(m_choose(2));
    c.listening.acceptOverflow = static_cast<AcceptOverflow>(m_choose(2));
    c.listening.synOnFullQueue = static_cast<SynOnFullQueue>(m_choose(2));
    c.listening.synCookies = static_cast<SynCookies>(m_choose(3));
    c.listening.closeResetsEmbryos = m_choose(2) == 0;
    c.listening.dropSynAck = m_choose(2) == 0;
    c.listening.deadChild = static_cast<DeadChild>(m_choose(3));
    c.challenges.limit = m_choose(4);
    c.timeWait.maxEntries = m_choose(2) == 0 ? UNLIMITED : m_choose(3);
    c.timeWait.syn = static_cast<TimeWaitSyn>(m_choose(5));
    c.timeWait.synAtNext = m_choose(2) == 0;
    c.timeWait.reuse = static_cast<TimeWaitReuse>(m_choose(3));
    c.fastOpen.use = static_cast<FastOpen>(m_choose(4));
    c.fastOpen.backlog = m_choose(3);
    c.intake.blackhole = static_cast<Blackhole>(m_choose(4));
    c.intake.dropSynFin = m_choose(2) == 0;
    c.recordConnections = m_choose(2) == 0;
    return c;
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
    std::string text = std::to_string(action.id) + " " + std::to_string(action.action.index());
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
Pair::Settle(Host& host, std::string& did)
{
    uint32_t emitted = 0;
    DriveHost(host, m_now, [&](const HostAction& action) {
        did += Describe(action);
        Require(!std::holds_alternative<Defect>(action.action), "a transition is in the table");
        emitted += std::holds_alternative<Emit>(action.action) ? 1 : 0;
        const Connection* connection = host.Find(action.handle);
        if (std::holds_alternative<Deliver>(action.action) && connection != nullptr)
        {
            host.Consume(action.handle, connection->Unread(), m_now);
        }
    });
    Require(emitted < MOST_SEGMENTS, "a step brings forth a bounded number of segments");
}

template <typename Call>
void
Pair::Both(Call&& call)
{
    std::string did;
    std::string didTwin;
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

/// libFuzzer's entry. \param data bytes \param size how many \return 0
extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    const uint8_t* const end = data + size;
    const auto choose = [&data, end](uint32_t below) {
        // as many bytes as the choice needs, so that few bytes make many choices
        uint64_t number = 0;
        uint64_t range = 1;
        while (range < below && data != end)
        {
            number = number << 8 | *data++;
            range <<= 8;
        }
        return static_cast<uint32_t>(number % below);
    };
    Pair pair(choose);
    while (data != end)
    {
        pair.Step();
    }
    return 0;
}
