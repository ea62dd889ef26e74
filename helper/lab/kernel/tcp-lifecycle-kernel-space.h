/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_KERNEL_SPACE_H
#define TCP_LIFECYCLE_KERNEL_SPACE_H

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * A network namespace of this process, its TUN device, and what its kernel says of TCP.
 */

namespace ns3
{

/// This machine or this user has no network namespaces or no TUN device.
class TcpLifecycleKernelUnavailable : public std::runtime_error
{
  public:
    using std::runtime_error::runtime_error;
};

/// The network namespace of this process.
class TcpLifecycleKernelSpace
{
  public:
    /// Name of the TUN device.
    static constexpr const char* DEVICE = "sim0";

    /**
     * From here on this process and its children are in a network namespace of their own; it is
     * gone when they are. \throw TcpLifecycleKernelUnavailable if that is not permitted
     */
    static void Enter();

    /**
     * Set a parameter of the namespace. \param name below /proc/sys/net/ipv4, `tcp_sack`
     * \param value it \throw std::runtime_error if the kernel has none such or refuses the value
     */
    static void SetParameter(const std::string& name, const std::string& value);

    /// Set the loopback device up, so that programs in the namespace reach each other.
    static void StartLoopback();

    /**
     * Make a TUN device that is up.
     * \param address IPv4 address of the kernel \param mask its network's mask \param mtu bytes
     * \return a descriptor: IP packets are read and written
     * \throw TcpLifecycleKernelUnavailable if there is no /dev/net/tun, or it may not be opened
     */
    static int OpenTun(const std::string& address, const std::string& mask, uint32_t mtu);

    /// \return the namespace's TCP sockets that are neither in TIME-WAIT nor in LISTEN, as the
    /// kernel lists them
    static std::vector<std::string> ListSockets();
    /// \param port a TCP port \return whether a socket of the namespace listens there
    static bool IsListening(uint16_t port);
    /// \return the processes in the namespace other than this one
    static std::vector<int> ListProcesses();
};

/// What the namespace's kernel sends and receives by its TUN device, in its own order and with its
/// own times.
class TcpLifecycleKernelSniffer
{
  public:
    /// A packet.
    struct Packet
    {
        int64_t nanoseconds; //!< since Start()
        std::string octets;  //!< from the IP header on
        bool isSent;         //!< by the kernel; false: received by it
    };

    /// The TUN device must be there. \throw TcpLifecycleKernelUnavailable if there is no packet
    /// socket
    TcpLifecycleKernelSniffer();
    ~TcpLifecycleKernelSniffer();
    TcpLifecycleKernelSniffer(const TcpLifecycleKernelSniffer&) = delete;
    TcpLifecycleKernelSniffer& operator=(const TcpLifecycleKernelSniffer&) = delete;
    /// Times count from this moment; without a call, from when it was made.
    void Start();
    /// \return all packets since the last call
    std::vector<Packet> Read();

  private:
    int m_socket;    //!< gets copies of all packets
    int64_t m_start; //!< see Start(), of the clock that packets are stamped by
};

} // namespace ns3

#endif // TCP_LIFECYCLE_KERNEL_SPACE_H
