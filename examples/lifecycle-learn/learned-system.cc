/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "learned-system.h"

#include "lifecycle-host-driver.h"

#include <algorithm>
#include <fstream>
#include <regex>
#include <stdexcept>

namespace ns3
{
namespace lifecycle
{
namespace learned
{

using namespace std::chrono_literals;

namespace
{

/// The two ends, seen from the system.
const FourTuple ENDS{IpAddress::FromIpv4(0x0a000001), IpAddress::FromIpv4(0x0a000002), 40000, 80};

/// The letters of a symbol, in its order.
constexpr std::pair<uint8_t, const char*> FLAG_NAMES[] = {
    {ACK, "ACK"},
    {FIN, "FIN"},
    {PSH, "PSH"},
    {RST, "RST"},
    {SYN, "SYN"},
};

} // namespace

LearnedSettings
SettingsOf(const std::string& name, LearnedRole role)
{
    const Profile profile = *MakeProfile(name);
    LearnedSettings settings;
    settings.role = role;
    settings.connection = profile.connection;
    settings.connection.nagle = false;
    settings.connection.delayedAckTimeout = Duration(0);
    settings.host.listening = profile.listening;
    settings.host.listening.synCookies = SynCookies::Off;
    settings.host.intake = profile.intake;
    settings.host.timeWait = profile.timeWait;
    // The mapper of the servers' learning kept its numbers when a SYN,ACK was answered with a RST
    // without ACK: see FreeBSD's s6, where the same is answered by the same again.
    settings.keepsNumbers = role == LearnedRole::Server;
    return settings;
}

MealyMachine
MealyMachine::Read(const std::filesystem::path& file)
{
    static const std::regex edge(
        "\\s*(\\w+)\\s*->\\s*(\\w+)\\s*\\[label=\"([^/\"]*)/([^\"]*)\"\\].*");
    static const std::regex start("\\s*__start0\\s*->\\s*(\\w+).*");
    std::ifstream in(file);
    MealyMachine machine;
    for (std::string line; std::getline(in, line);)
    {
        std::smatch parts;
        if (std::regex_match(line, parts, edge))
        {
            machine.states[parts[1]][parts[3]] = Edge{parts[4], parts[2]};
            machine.inputs.insert(parts[3]);
        }
        else if (std::regex_match(line, parts, start))
        {
            machine.initial = parts[1];
        }
    }
    if (machine.states.count(machine.initial) == 0)
    {
        throw std::runtime_error(file.string() + ": no machine with an edge from __start0");
    }
    std::vector<std::string> order{machine.initial};
    machine.wayTo[machine.initial] = {};
    for (std::size_t i = 0; i < order.size(); ++i)
    {
        for (const auto& [input, next] : machine.states[order[i]])
        {
            if (machine.wayTo.count(next.to) == 0)
            {
                std::vector<std::string> way = machine.wayTo[order[i]];
                way.push_back(input);
                machine.wayTo[next.to] = way;
                order.push_back(next.to);
            }
        }
    }
    return machine;
}

LearnedSystem::LearnedSystem(const LearnedSettings& settings)
    : m_settings(settings),
      m_host(settings.host, *this)
{
}

CongestionControl&
LearnedSystem::CongestionOf(Handle)
{
    return m_reno;
}

const Config*
LearnedSystem::AdmitSyn(Handle, const FourTuple&)
{
    return &m_settings.connection;
}

bool
LearnedSystem::AreHosts(const IpAddress&, const IpAddress&)
{
    return true;
}

State
LearnedSystem::StateNow() const
{
    return m_host.StateFor(ENDS);
}

std::string
LearnedSystem::Step(const std::string& input)
{
    m_output.reset();
    const bool isSegment = input.find('(') != std::string::npos;
    const Instant begin = m_now;
    if (isSegment)
    {
        const Segment segment = ToSegment(input);
        m_host.OnSegment(ENDS.local, ENDS.remote, segment, m_now);
    }
    else
    {
        Call(input);
    }
    Perform();
    const bool slow = input == "CONNECT" || input.compare(0, 5, "CLOSE") == 0;
    AdvanceTo(begin + (slow ? 300ms : 200ms));
    return m_output.value_or("TIMEOUT");
}

// The adapter

void
LearnedSystem::Call(const std::string& name)
{
    HostRefusal refusal;
    const bool isServer = m_settings.role == LearnedRole::Server;
    if (name == "CONNECT" && !m_used && !m_closed)
    {
        m_used = true;
        m_connection = m_host.Open(ENDS, &m_settings.connection, m_now, refusal);
    }
    else if (name == "LISTEN" && !m_used && !m_closed)
    {
        m_used = true;
        ListenerOptions options;
        options.backlog = 1;
        options.explicitAccept = true;
        m_listener = m_host.Listen(IpAddress(), ENDS.localPort, m_now, refusal, options);
    }
    else if (name == "ACCEPT" && m_used && !m_closed && !m_connection)
    {
        m_accepting = true;
        TryAccept();
    }
    else if (name == "SEND")
    {
        m_host.Send(m_connection, 1, m_now);
    }
    else if (name == "RCV" && m_host.StateOf(m_connection) >= State::Established)
    {
        m_reading = true;
        TryRead();
    }
    else if (name == "CLOSE" && isServer)
    {
        m_closed = true;
        m_accepting = false;
        m_host.CloseListener(m_listener, m_now);
    }
    else if (name == "CLOSE" || name == "CLOSECONNECTION")
    {
        m_closed = m_closed || !isServer;
        m_accepting = false;
        m_reading = false;
        m_unread = 0;
        m_delivered = 0;
        m_host.Close(std::exchange(m_connection, Handle{}), m_now);
    }
}

void
LearnedSystem::TryAccept()
{
    if (m_accepting)
    {
        bool aborted = false;
        const Handle child = m_host.Accept(m_listener, &aborted);
        m_accepting = !child && !aborted;
        m_connection = child;
    }
}

void
LearnedSystem::TryRead()
{
    if (m_reading && m_unread > 0)
    {
        m_reading = false;
        m_host.Consume(m_connection, std::exchange(m_unread, 0), m_now);
    }
}

void
LearnedSystem::Perform()
{
    const auto perform = [this](const HostAction& action) {
        if (const auto* emit = std::get_if<Emit>(&action.action))
        {
            if (IsNew(emit->segment) && !m_output)
            {
                m_output = ToSymbol(emit->segment);
            }
        }
        else if (const auto* deliver = std::get_if<Deliver>(&action.action))
        {
            m_unread += static_cast<uint32_t>(deliver->streamEnd - m_delivered);
            m_delivered = deliver->streamEnd;
        }
        else if (const auto* transition = std::get_if<Transition>(&action.action))
        {
            if (transition->to == State::Established && transition->from == State::SynReceived)
            {
                m_unread = 0;
                m_delivered = 0;
            }
        }
    };
    DriveHost(m_host, m_now, perform, [this] {
        TryAccept();
        TryRead();
    });
}

void
LearnedSystem::AdvanceTo(Instant end)
{
    while (!m_output && m_host.NextDeadline() <= end)
    {
        m_now = std::max(m_now, m_host.NextDeadline());
        m_host.OnDeadline(m_now);
        Perform();
    }
    m_now = m_output ? m_now + 1ms : end;
}

// The mapper

void
LearnedSystem::Forget()
{
    m_lastNumber.reset();
    m_lastAck.reset();
}

Segment
LearnedSystem::ToSegment(const std::string& symbol)
{
    Segment segment;
    for (const auto& [flag, name] : FLAG_NAMES)
    {
        segment.flags |= symbol.find(name) < symbol.find('(') ? flag : 0;
    }
    m_keepsNumbers = m_settings.keepsNumbers && segment.Has(SYN | ACK);
    segment.sourcePort = ENDS.remotePort;
    segment.destinationPort = ENDS.localPort;
    segment.window = 8192;
    segment.length = symbol.find(",1)") != std::string::npos ? 1 : 0;
    m_random += 0x00100000;
    const uint32_t unknown = segment.Has(ACK) && !m_lastNumber ? 0 : m_random;
    m_sent = m_lastAck.value_or(unknown);
    segment.seq = Seq(m_sent);
    if (segment.Has(ACK))
    {
        segment.ack = Seq(m_lastNumber ? *m_lastNumber + 1 : 0);
    }
    if (segment.Has(RST))
    {
        Forget();
    }
    return segment;
}

std::string
LearnedSystem::Name(uint32_t number, std::optional<uint32_t> last) const
{
    if (last && number == *last + 1)
    {
        return "NEXT";
    }
    if (last && number == *last)
    {
        return "CURRENT";
    }
    return number == 0 ? "ZERO" : "FRESH";
}

bool
LearnedSystem::IsNew(const Segment& segment)
{
    if (segment.Has(RST) || segment.SequenceLength() == 0)
    {
        return true;
    }
    const auto kind =
        static_cast<uint8_t>(segment.flags & (segment.Has(SYN) ? SYN | ACK : uint8_t{FIN}));
    return m_seen.emplace(kind, (segment.End() - 1).Value()).second;
}

std::string
LearnedSystem::ToSymbol(const Segment& segment)
{
    std::string names;
    for (const auto& [flag, name] : FLAG_NAMES)
    {
        if (segment.Has(flag))
        {
            names += (names.empty() ? "" : "+") + std::string(name);
        }
    }
    const uint32_t seq = segment.seq.Value();
    const uint32_t ack = segment.Has(ACK) ? segment.ack.Value() : 0;
    const uint32_t reference = m_lastAck.value_or(m_sent);
    std::string text = names + "(" + Name(seq, m_lastNumber) + "," +
                       (segment.Has(ACK) ? Name(ack, reference) : "ZERO") + "," +
                       std::to_string(segment.length) + ")";
    if (segment.Has(RST))
    {
        if (!(m_keepsNumbers && !segment.Has(ACK)))
        {
            Forget();
        }
    }
    else if (segment.Has(SYN) || m_lastNumber)
    {
        m_lastNumber = (segment.End() - 1).Value();
        if (segment.Has(ACK))
        {
            m_lastAck = ack;
        }
    }
    return text;
}

} // namespace learned
} // namespace lifecycle
} // namespace ns3
