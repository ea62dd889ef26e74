/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "kernel-space.h"

#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <fstream>
#include <linux/if_ether.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <sched.h>
#include <sstream>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace
{

/// \param what was tried \return it and the system's reason
std::string
Reason(const std::string& what)
{
    return what + ": " + std::strerror(errno);
}

/// \param fd a socket \param request of an interface \param argument its argument \param what it is
void
Control(int fd, unsigned long request, ifreq& argument, const char* what)
{
    if (ioctl(fd, request, &argument) < 0)
    {
        throw KernelUnavailable(Reason(what));
    }
}

/// \param argument gets the address \param text it
void
SetAddress(ifreq& argument, const std::string& text)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    inet_pton(AF_INET, text.c_str(), &address.sin_addr);
    std::memcpy(&argument.ifr_addr, &address, sizeof(address));
}

/// \param time of the system \return in nanoseconds
int64_t
Nanoseconds(const timespec& time)
{
    return time.tv_sec * int64_t{1000000000} + time.tv_nsec;
}

} // namespace

void
EnterKernelSpace()
{
    // Without privileges a user namespace of its own makes the process its network's administrator.
    const int flags = geteuid() == 0 ? CLONE_NEWNET : CLONE_NEWNET | CLONE_NEWUSER;
    if (unshare(flags) < 0)
    {
        throw KernelUnavailable(Reason("no network namespace"));
    }
}

void
SetKernelParameter(const std::string& name, const std::string& value)
{
    std::ofstream file("/proc/sys/net/ipv4/" + name);
    file << value << std::endl;
    if (!file)
    {
        throw std::runtime_error(Reason("parameter " + name + "=" + value));
    }
}

int
OpenKernelTun(const std::string& address, const std::string& mask, uint32_t mtu)
{
    const int tun = open("/dev/net/tun", O_RDWR | O_CLOEXEC);
    if (tun < 0)
    {
        throw KernelUnavailable(Reason("/dev/net/tun"));
    }
    ifreq request{};
    std::strncpy(request.ifr_name, "sim0", IFNAMSIZ - 1);
    request.ifr_flags = IFF_TUN | IFF_NO_PI;
    Control(tun, TUNSETIFF, request, "no TUN device");
    const int any = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    SetAddress(request, address);
    Control(any, SIOCSIFADDR, request, "address of the TUN device");
    SetAddress(request, mask);
    Control(any, SIOCSIFNETMASK, request, "mask of the TUN device");
    request.ifr_mtu = static_cast<int>(mtu);
    Control(any, SIOCSIFMTU, request, "MTU of the TUN device");
    request.ifr_flags = IFF_UP | IFF_RUNNING | IFF_POINTOPOINT | IFF_NOARP;
    Control(any, SIOCSIFFLAGS, request, "state of the TUN device");
    close(any);
    return tun;
}

KernelSniffer::KernelSniffer()
    : m_socket(socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, htons(ETH_P_ALL)))
{
    const int on = 1;
    const int space = 64 << 20;
    if (m_socket < 0 || setsockopt(m_socket, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof(on)) < 0 ||
        setsockopt(m_socket, SOL_SOCKET, SO_RCVBUFFORCE, &space, sizeof(space)) < 0)
    {
        throw KernelUnavailable(Reason("no packet socket"));
    }
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    m_start = Nanoseconds(now);
}

KernelSniffer::~KernelSniffer()
{
    close(m_socket);
}

std::vector<KernelSniffer::Packet>
KernelSniffer::Read()
{
    std::vector<Packet> packets;
    std::vector<char> octets(65536);
    while (true)
    {
        iovec part{octets.data(), octets.size()};
        alignas(cmsghdr) char control[128];
        msghdr message{};
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        message.msg_control = control;
        message.msg_controllen = sizeof(control);
        const auto size = recvmsg(m_socket, &message, 0);
        if (size < 0)
        {
            return packets;
        }
        timespec time{};
        for (auto* item = CMSG_FIRSTHDR(&message); item; item = CMSG_NXTHDR(&message, item))
        {
            if (item->cmsg_level == SOL_SOCKET && item->cmsg_type == SCM_TIMESTAMPNS)
            {
                std::memcpy(&time, CMSG_DATA(item), sizeof(time));
            }
        }
        packets.push_back(
            {Nanoseconds(time) - m_start, std::string(octets.data(), static_cast<size_t>(size))});
    }
}

std::vector<std::string>
ListKernelSockets()
{
    // Fields of /proc/net/tcp: number, local end, remote end, state in hexadecimal
    // (Linux, include/net/tcp_states.h: 6 is TIME-WAIT, 10 LISTEN).
    std::ifstream file("/proc/self/net/tcp");
    std::string line;
    std::getline(file, line);
    std::vector<std::string> sockets;
    while (std::getline(file, line))
    {
        std::istringstream fields(line);
        std::string number;
        std::string local;
        std::string remote;
        std::string state;
        fields >> number >> local >> remote >> state;
        if (state != "06" && state != "0A")
        {
            sockets.push_back(local + " " + remote + " state " + state);
        }
    }
    return sockets;
}
