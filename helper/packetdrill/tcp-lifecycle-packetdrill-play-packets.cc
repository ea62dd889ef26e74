/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "packetdrill-report.h"
#include "tcp-lifecycle-packetdrill-play.h"

#include "ns3/simulator.h"

// Packets of a run, in both directions.

namespace ns3
{
namespace packetdrill
{

namespace
{

/// \param mark of a script \return ECN bits of an IP header
uint8_t
EcnBits(EcnMark mark)
{
    switch (mark)
    {
    case EcnMark::NotEct:
        return 0;
    case EcnMark::Ect1:
        return 1;
    case EcnMark::Ect0:
    case EcnMark::Ect:
        return 2;
    case EcnMark::Ce:
        return 3;
    }
    return 0;
}

/// \param marks of a script's packet \param[out] packet gets them
void
Mark(const IpMarks& marks, LivePacket& packet)
{
    packet.hopLimit = marks.hopLimit.value_or(packet.hopLimit);
    packet.flowLabel = marks.flowLabel.value_or(0);
    packet.tos =
        static_cast<uint8_t>(marks.tos.value_or(0) | (marks.ecn ? EcnBits(*marks.ecn) : 0));
}

} // namespace

void
Play::OnPacket(const Event& event, const Packet& packet)
{
    const auto* tcp = std::get_if<TcpPattern>(&packet.pattern);
    const auto* icmp = std::get_if<IcmpPattern>(&packet.pattern);
    const bool inbound = packet.direction == Direction::Inbound;
    if (tcp != nullptr && tcp->udp)
    {
        throw PlayEnd{Verdict::Unsupported, event.position, "TCP in UDP\n"};
    }
    if (tcp != nullptr && inbound)
    {
        WaitFor(event);
        Inject(event, *tcp);
    }
    else if (tcp != nullptr)
    {
        Expect(event, *tcp);
    }
    else if (icmp != nullptr && inbound)
    {
        WaitFor(event);
        InjectIcmp(event, *icmp);
    }
    else
    {
        throw PlayEnd{Verdict::Unsupported, event.position, "a packet that is not TCP's\n"};
    }
}

void
Play::LearnPorts(const lifecycle::Segment& segment)
{
    if (m_localPort == 0)
    {
        m_localPort = segment.sourcePort;
        m_remotePort = segment.destinationPort;
    }
}

void
Play::Inject(const Event& event, const TcpPattern& pattern)
{
    if (m_localPort == 0 && !m_world.Sent().empty())
    {
        LearnPorts(m_world.Sent().front().segment);
    }
    if (const lifecycle::Host* host = m_world.GetL4()->GetHost())
    {
        const lifecycle::FastOpenCookie cookie = host->FastOpenCookieOf(m_world.GetRemote());
        m_translation.cookies["TFO_COOKIE"].assign(cookie.octets.begin(),
                                                   cookie.octets.begin() + cookie.size);
    }
    const LiveOutcome outcome = ToLive(pattern, m_translation);
    if (const auto* why = std::get_if<std::string>(&outcome))
    {
        throw PlayEnd{Verdict::Unsupported, event.position, *why + "\n"};
    }
    if (m_localPort == 0)
    {
        m_localPort = m_config.bindPort; // nobody listens there
        m_remotePort = m_nextPort++;
    }
    LivePacket packet;
    packet.segment = std::get<lifecycle::Segment>(outcome);
    if (!pattern.ports)
    {
        packet.segment.sourcePort = m_remotePort;
        packet.segment.destinationPort = m_localPort;
    }
    Mark(pattern.ip, packet);
    Say("    in   " + LiveText(packet, false));
    m_world.Inject(packet);
}

void
Play::InjectIcmp(const Event& event, const IcmpPattern& pattern)
{
    const auto numbers = FindIcmp(pattern, m_config.world.ipv6);
    if (!numbers || pattern.udpLength)
    {
        throw PlayEnd{Verdict::Unsupported, event.position, "this ICMP message\n"};
    }
    if (m_localPort == 0 && !m_world.Sent().empty())
    {
        LearnPorts(m_world.Sent().front().segment);
    }
    LivePacket quoted;
    quoted.segment.sourcePort = m_localPort;
    quoted.segment.destinationPort = m_remotePort;
    if (pattern.segment)
    {
        quoted.segment.seq = QuotedSequence(*pattern.segment, m_translation);
        quoted.segment.length = pattern.segment->length;
    }
    if (!m_translation.local && !m_world.Sent().empty())
    {
        // The SYN has not been expected yet
        quoted.segment.seq = quoted.segment.seq + m_world.Sent().front().segment.seq.Value();
    }
    IcmpMessage message;
    message.type = numbers->type;
    message.code = numbers->code;
    message.info = pattern.mtu.value_or(0);
    message.quoted = &quoted;
    m_world.InjectIcmp(message);
}

void
Play::Expect(const Event& event, const TcpPattern& pattern)
{
    const TimeSpec& time = event.time;
    const bool any = time.kind == TimeKind::Any;
    const Duration from = any ? Elapsed() : BaseOf(time) + time.from;
    const Duration to = time.to && !any ? BaseOf(time) + *time.to : from;
    const Duration latest = any ? from + PATIENCE : to + Tolerance(to, m_last, m_config.timing);
    ExpectedSegment expected(pattern);
    while (true)
    {
        if (!m_world.RunForPacket(ToTime(latest)))
        {
            Fail(event, "no segment came until " + SecondsText(Elapsed()) + " s");
        }
        const LivePacket packet = m_world.Sent().front();
        m_world.Sent().pop_front();
        LearnPorts(packet.segment);
        if (!m_options.strict && packet.segment.destinationPort != m_remotePort)
        {
            Say("    out  of an earlier connection: " + LiveText(packet, true));
            continue; // as packetdrill does: a script's packets are its last connection's
        }
        const Duration at((packet.at - m_start).GetNanoSeconds());
        LiveSegment live;
        live.segment = packet.segment;
        live.tos = packet.tos;
        live.hopLimit = packet.hopLimit;
        live.flowLabel = packet.flowLabel;
        const Progress progress = expected.On(live, m_translation, m_config.match);
        Say("    out  " + LiveText(packet, true));
        if (progress == Progress::Differs)
        {
            FailMessage(event, MismatchText(m_script, event, expected.Result(), at));
        }
        const TimingResult timing = CheckTime(from, to, at, m_last, m_config.timing);
        if (!any && !timing.inTime)
        {
            FailMessage(event, MistimedText(m_script, event, "the segment", from, to, at, timing));
        }
        if (progress == Progress::Complete)
        {
            return;
        }
    }
}

} // namespace packetdrill
} // namespace ns3
