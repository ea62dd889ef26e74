/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_KERNEL_WIRE_H
#define TCP_LIFECYCLE_KERNEL_WIRE_H

#include "tcp-lifecycle-packetdrill-device.h"

#include "ns3/ipv4.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * The simulation's end of the TUN device, and captures.
 */

namespace ns3
{

/// A capture of IP packets in PPP frames.
class TcpLifecycleKernelCapture
{
  public:
    /// \param path the file; \throw std::runtime_error if it cannot be written
    explicit TcpLifecycleKernelCapture(const std::string& path);
    /// \param nanoseconds when \param packet an IP packet
    void WriteIp(int64_t nanoseconds, const std::string& packet);
    /// Trace sink of IP. \param packet what the node sends or receives now \param ip its IP
    /// \param interface where
    void Trace(Ptr<const Packet> packet, Ptr<Ipv4> ip, uint32_t interface);

  private:
    std::ofstream m_file; //!< the capture
};

/// Hands packets on between a device of the simulation and a TUN device.
class TcpLifecycleKernelWire
{
  public:
    /// \param device the simulation's device \param tun the TUN device, closed at the end
    TcpLifecycleKernelWire(Ptr<TcpLifecyclePacketdrillDevice> device, int tun);
    ~TcpLifecycleKernelWire();
    TcpLifecycleKernelWire(const TcpLifecycleKernelWire&) = delete;
    TcpLifecycleKernelWire& operator=(const TcpLifecycleKernelWire&) = delete;

    /// From here on the kernel's packets arrive. To be called when the simulation runs.
    void Start();
    /// \return whether the kernel has sent anything
    bool HasHeard() const;

  private:
    void ToKernel(Ptr<const Packet> packet, uint16_t protocol);
    void FromKernel(const std::vector<uint8_t>& octets);
    void Read();

    Ptr<TcpLifecyclePacketdrillDevice> m_device; //!< the simulation's end
    uint32_t m_node;                             //!< the device's node
    int m_tun;                                   //!< the kernel's end
    bool m_heard{false};                         //!< see HasHeard()
    int m_stop[2];                               //!< a pipe that ends the reader
    std::thread m_reader;                        //!< waits for the kernel's packets
};

} // namespace ns3

#endif // TCP_LIFECYCLE_KERNEL_WIRE_H
