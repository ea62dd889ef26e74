/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef KERNEL_SPACE_H
#define KERNEL_SPACE_H

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

/**
 * \file
 * A network namespace of this process, its TUN device, and what its kernel says of TCP.
 */

/// This machine or this user has no network namespaces or no TUN device.
class KernelUnavailable : public std::runtime_error
{
  public:
    using std::runtime_error::runtime_error;
};

/**
 * From here on this process and its children are in a network namespace of their own; it is gone
 * when they are. \throw KernelUnavailable if that is not permitted
 */
void EnterKernelSpace();

/**
 * Set a parameter of the namespace. \param name below /proc/sys/net/ipv4, `tcp_sack` \param value
 * it \throw std::runtime_error if the kernel has none such or refuses the value
 */
void SetKernelParameter(const std::string& name, const std::string& value);

/**
 * Make a TUN device that is up.
 * \param address IPv4 address of the kernel \param mask its network's mask \param mtu bytes
 * \return a descriptor: IP packets are read and written
 * \throw KernelUnavailable if there is no /dev/net/tun, or it may not be opened
 */
int OpenKernelTun(const std::string& address, const std::string& mask, uint32_t mtu);

/// What the namespace's kernel sends and receives, in its own order and with its own times.
class KernelSniffer
{
  public:
    /// A packet.
    struct Packet
    {
        int64_t nanoseconds; //!< since the sniffer was made
        std::string octets;  //!< from the IP header on
    };

    /// \throw KernelUnavailable if there is no packet socket
    KernelSniffer();
    ~KernelSniffer();
    KernelSniffer(const KernelSniffer&) = delete;
    KernelSniffer& operator=(const KernelSniffer&) = delete;
    /// \return all packets since the last call
    std::vector<Packet> Read();

  private:
    int m_socket;    //!< gets copies of all packets
    int64_t m_start; //!< when it was made, of the clock that packets are stamped by
};

/// \return the namespace's TCP sockets that are neither in TIME-WAIT nor in LISTEN, as the kernel
/// lists them
std::vector<std::string> ListKernelSockets();

#endif // KERNEL_SPACE_H
