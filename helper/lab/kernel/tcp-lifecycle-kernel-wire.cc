/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-kernel-wire.h"

#include "lifecycle-capture-format.h"

#include "ns3/node.h"
#include "ns3/simulator.h"

#include <array>
#include <fcntl.h>
#include <poll.h>
#include <stdexcept>
#include <unistd.h>

/**
 * \file
 * \ingroup tcp-lifecycle
 * The simulation's end of the TUN device, and captures.
 */

namespace ns3
{

namespace
{

/// EtherType of IPv4.
constexpr uint16_t IPV4 = 0x0800;

} // namespace

TcpLifecycleKernelCapture::TcpLifecycleKernelCapture(const std::string& path)
    : m_file(path, std::ios::binary)
{
    m_file << lifecycle::PcapHeader(lifecycle::LinkType::Ppp);
    if (!m_file)
    {
        throw std::runtime_error("can't write " + path);
    }
}

void
TcpLifecycleKernelCapture::WriteIp(int64_t nanoseconds, const std::string& packet)
{
    lifecycle::CapturedPacket captured;
    captured.nanoseconds = static_cast<uint64_t>(nanoseconds);
    // PPP's protocol number of IPv4 (RFC 1332, 2.1).
    captured.octets = std::string("\0\x21", 2) + packet;
    m_file << lifecycle::PcapRecord(captured);
}

void
TcpLifecycleKernelCapture::Trace(Ptr<const Packet> packet, Ptr<Ipv4>, uint32_t)
{
    std::string octets(packet->GetSize(), '\0');
    packet->CopyData(reinterpret_cast<uint8_t*>(&octets[0]), packet->GetSize());
    WriteIp(Simulator::Now().GetNanoSeconds(), octets);
}

TcpLifecycleKernelWire::TcpLifecycleKernelWire(Ptr<TcpLifecyclePacketdrillDevice> device, int tun)
    : m_device(device),
      m_node(device->GetNode()->GetId()),
      m_tun(tun)
{
    // A program that is started here must not keep the pipe open.
    if (pipe2(m_stop, O_CLOEXEC) < 0)
    {
        throw std::runtime_error("no pipe to the reader of the TUN device");
    }
    device->SetSink(MakeCallback(&TcpLifecycleKernelWire::ToKernel, this));
}

TcpLifecycleKernelWire::~TcpLifecycleKernelWire()
{
    close(m_stop[1]);
    if (m_reader.joinable())
    {
        m_reader.join();
    }
    close(m_stop[0]);
    close(m_tun);
}

void
TcpLifecycleKernelWire::Start()
{
    m_reader = std::thread(&TcpLifecycleKernelWire::Read, this);
}

bool
TcpLifecycleKernelWire::HasHeard() const
{
    return m_heard;
}

void
TcpLifecycleKernelWire::ToKernel(Ptr<const Packet> packet, uint16_t protocol)
{
    if (protocol != IPV4)
    {
        return;
    }
    std::vector<uint8_t> octets(packet->GetSize());
    packet->CopyData(octets.data(), packet->GetSize());
    // What the kernel does not take is lost, as on any wire.
    [[maybe_unused]] const auto taken = write(m_tun, octets.data(), octets.size());
}

void
TcpLifecycleKernelWire::FromKernel(const std::vector<uint8_t>& octets)
{
    if (octets.empty() || octets[0] >> 4 != 4)
    {
        return;
    }
    auto packet = Create<Packet>(octets.data(), static_cast<uint32_t>(octets.size()));
    m_heard = true;
    m_device->Deliver(packet, IPV4);
}

void
TcpLifecycleKernelWire::Read()
{
    // ns-3's packets belong to the simulation's thread; here are bytes only.
    std::array<pollfd, 2> ends{{{m_tun, POLLIN, 0}, {m_stop[0], POLLIN, 0}}};
    while (poll(ends.data(), ends.size(), -1) >= 0 && ends[1].revents == 0)
    {
        std::vector<uint8_t> octets(65536);
        const auto size = read(m_tun, octets.data(), octets.size());
        if (size > 0)
        {
            octets.resize(static_cast<std::size_t>(size));
            Simulator::ScheduleWithContext(m_node, Time(0), [this, octets] { FromKernel(octets); });
        }
    }
}

} // namespace ns3
