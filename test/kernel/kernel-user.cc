/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "kernel-user.h"

#include "ns3/inet-socket-address.h"
#include "ns3/packet.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <sstream>
#include <stdexcept>
#include <utility>

using namespace ns3;

namespace
{

/// The servers' port.
constexpr uint16_t PORT = 7000;
/// A prime.
constexpr std::size_t PERIOD = 8191;
/// How often a user looks whether it can go on.
const Time TICK = MilliSeconds(5);

} // namespace

KernelOctets::KernelOctets(uint32_t seed)
    : m_octets(PERIOD)
{
    uint32_t value = seed;
    for (auto& octet : m_octets)
    {
        value = value * 1664525 + 1013904223;
        octet = static_cast<uint8_t>(value >> 24);
    }
}

uint8_t
KernelOctets::At(uint64_t offset) const
{
    return m_octets[offset % PERIOD];
}

KernelUser::KernelUser(Ptr<Node> node,
                       const std::string& peer,
                       const std::string& steps,
                       std::function<bool()> heard)
    : m_node(node),
      m_peer(peer),
      m_heard(std::move(heard))
{
    std::istringstream sentences(steps);
    std::string sentence;
    while (std::getline(sentences, sentence, ';'))
    {
        std::istringstream words(sentence);
        Step step;
        words >> step.verb;
        for (std::string word; words >> word;)
        {
            step.args.push_back(word);
        }
        if (!step.verb.empty())
        {
            m_steps.push_back(step);
        }
    }
}

void
KernelUser::Prepare()
{
    if (!m_steps.empty() && m_steps[0].verb == "accept")
    {
        m_listener = MakeSocket();
        m_listener->Bind(InetSocketAddress(Ipv4Address::GetAny(), PORT));
        m_listener->Listen();
        m_listener->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                      MakeCallback(&KernelUser::Accepted, this));
    }
}

void
KernelUser::Start()
{
    Wake();
}

bool
KernelUser::IsDone() const
{
    return !m_failure.empty() || m_next == m_steps.size();
}

std::string
KernelUser::Report() const
{
    std::ostringstream json;
    json << "{\"done\": " << m_next << ", \"steps\": " << m_steps.size() << ", \"failure\": \""
         << m_failure << "\", \"written\": " << m_totalWritten << ", \"read\": " << m_totalRead
         << "}";
    return json.str();
}

void
KernelUser::Wake()
{
    m_event.Cancel();
    m_event = Simulator::ScheduleNow(&KernelUser::Advance, this);
}

void
KernelUser::Fail(const std::string& why)
{
    m_failure = m_steps[m_next].verb + " (step " + std::to_string(m_next + 1) + "): " + why;
}

void
KernelUser::Advance()
{
    while (!IsDone())
    {
        const Step step = m_steps[m_next];
        if (!Do(step))
        {
            break;
        }
        ++m_next;
        m_begun = false;
    }
    if (!IsDone())
    {
        m_event = Simulator::Schedule(TICK, &KernelUser::Advance, this);
    }
}

uint64_t
KernelUser::Number(const Step& step, std::size_t index, uint64_t otherwise) const
{
    return index < step.args.size() ? std::stoull(step.args[index]) : otherwise;
}

bool
KernelUser::Do(const Step& step)
{
    if (step.verb == "open")
    {
        return Open(step);
    }
    if (step.verb == "accept")
    {
        return Accept();
    }
    if (step.verb == "bind")
    {
        m_port = static_cast<uint16_t>(Number(step, 0, 0));
        return true;
    }
    if (step.verb == "heard")
    {
        return m_heard();
    }
    if (step.verb == "sleep")
    {
        return Sleep(MilliSeconds(Number(step, 0, 0)));
    }
    if (!m_socket)
    {
        Fail("there is no connection");
        return false;
    }
    return DoCall(step);
}

bool
KernelUser::DoCall(const Step& step)
{
    if (step.verb == "write")
    {
        return Write(step);
    }
    if (step.verb == "read" || step.verb == "eof")
    {
        return Read(step, step.verb == "eof");
    }
    if (step.verb == "wait")
    {
        return step.args.at(0) == lifecycle::ToText(m_socket->GetLifecycleState());
    }
    if (step.verb == "error")
    {
        return step.args.at(0) == lifecycle::ToText(m_socket->GetError());
    }
    if (step.verb == "shut")
    {
        m_socket->ShutdownSend();
        return true;
    }
    if (step.verb == "close")
    {
        m_socket->Close();
        return true;
    }
    if (step.verb == "abort")
    {
        m_socket->Abort();
        return true;
    }
    Fail("no such step");
    return false;
}

Ptr<Socket>
KernelUser::MakeSocket()
{
    auto socket =
        Socket::CreateSocket(m_node, TypeId::LookupByName("ns3::TcpLifecycleSocketFactory"));
    m_old.push_back(socket);
    return socket;
}

void
KernelUser::Take(Ptr<Socket> socket)
{
    m_socket = DynamicCast<TcpLifecycleSocket>(socket);
    m_socket->SetRecvCallback(MakeCallback(&KernelUser::Readable, this));
    m_written = 0;
    m_read = 0;
}

bool
KernelUser::Open(const Step& step)
{
    if (!m_begun)
    {
        m_begun = true;
        m_connected = false;
        m_refused = false;
        auto socket = MakeSocket();
        socket->Bind(InetSocketAddress(Ipv4Address::GetAny(), m_port));
        socket->SetConnectCallback(MakeCallback(&KernelUser::Connected, this),
                                   MakeCallback(&KernelUser::Refused, this));
        Take(socket);
        if (socket->Connect(InetSocketAddress(Ipv4Address(m_peer.c_str()), PORT)) != 0)
        {
            Fail("Connect() failed at once, errno " + std::to_string(socket->GetErrno()));
            return false;
        }
    }
    const std::string expected = step.args.empty() ? "" : step.args[0];
    if (m_refused && expected != lifecycle::ToText(m_socket->GetError()))
    {
        Fail(std::string("it failed: ") + lifecycle::ToText(m_socket->GetError()));
        return false;
    }
    return expected.empty() ? m_connected : m_refused;
}

bool
KernelUser::Accept()
{
    if (m_waiting.empty())
    {
        return false;
    }
    Take(m_waiting.front());
    m_waiting.pop_front();
    return true;
}

bool
KernelUser::Sleep(Time span)
{
    if (!m_begun)
    {
        m_begun = true;
        m_until = Simulator::Now() + span;
    }
    return Simulator::Now() >= m_until;
}

bool
KernelUser::Write(const Step& step)
{
    const uint64_t chunk = Number(step, 1, 16384);
    const Time pause = MilliSeconds(Number(step, 2, 0));
    if (!m_begun)
    {
        m_begun = true;
        m_left = Number(step, 0, 0);
        m_until = Simulator::Now();
    }
    while (m_left > 0 && Simulator::Now() >= m_until)
    {
        const uint64_t size = std::min({chunk, m_left, uint64_t{m_socket->GetTxAvailable()}});
        if (size == 0)
        {
            return false;
        }
        std::vector<uint8_t> octets(size);
        for (std::size_t i = 0; i < size; ++i)
        {
            octets[i] = m_ours.At(m_written + i);
        }
        if (m_socket->Send(Create<Packet>(octets.data(), static_cast<uint32_t>(size))) < 0)
        {
            Fail("Send() failed, errno " + std::to_string(m_socket->GetErrno()));
            return false;
        }
        m_written += size;
        m_totalWritten += size;
        m_left -= size;
        m_until = Simulator::Now() + pause;
    }
    return m_left == 0;
}

bool
KernelUser::Read(const Step& step, bool toEnd)
{
    const uint64_t chunk = Number(step, 1, 65536);
    const Time pause = MilliSeconds(Number(step, 2, 0));
    if (!m_begun)
    {
        m_begun = true;
        m_left = toEnd ? 0 : Number(step, 0, 0);
        m_until = Simulator::Now();
    }
    while ((toEnd || m_left > 0) && Simulator::Now() >= m_until)
    {
        const uint64_t most = toEnd ? chunk : std::min(chunk, m_left);
        auto packet = m_socket->Recv(static_cast<uint32_t>(most), 0);
        if (!packet)
        {
            if (m_socket->GetError() != lifecycle::Error::None)
            {
                Fail(std::string("it failed: ") + lifecycle::ToText(m_socket->GetError()));
            }
            return false;
        }
        if (packet->GetSize() == 0)
        {
            if (!toEnd)
            {
                Fail("end of file after " + std::to_string(m_read) + " bytes");
            }
            return toEnd;
        }
        std::vector<uint8_t> octets(packet->GetSize());
        packet->CopyData(octets.data(), packet->GetSize());
        for (std::size_t i = 0; i < octets.size(); ++i)
        {
            if (octets[i] != m_theirs.At(m_read + i))
            {
                Fail("byte " + std::to_string(m_read + i) + " of the stream is wrong");
                return false;
            }
        }
        m_read += octets.size();
        m_totalRead += octets.size();
        m_left -= toEnd ? 0 : octets.size();
        m_until = Simulator::Now() + pause;
    }
    return !toEnd && m_left == 0;
}

void
KernelUser::Connected(Ptr<Socket>)
{
    m_connected = true;
    Wake();
}

void
KernelUser::Refused(Ptr<Socket>)
{
    m_refused = true;
    Wake();
}

void
KernelUser::Accepted(Ptr<Socket> socket, const Address&)
{
    m_old.push_back(socket);
    m_waiting.push_back(socket);
    Wake();
}

void
KernelUser::Readable(Ptr<Socket>)
{
    Wake();
}
