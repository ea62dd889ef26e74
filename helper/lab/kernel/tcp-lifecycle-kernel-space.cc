/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-kernel-space.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <dirent.h>
#include <fcntl.h>
#include <fstream>
#include <functional>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/if_tun.h>
#include <memory>
#include <net/if.h>
#include <sched.h>
#include <sstream>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/**
 * \file
 * \ingroup tcp-lifecycle
 * A network namespace of this process, its TUN device, and what its kernel says of TCP.
 */

namespace ns3
{

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
        throw TcpLifecycleKernelUnavailable(Reason(what));
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

/// States of sockets in hexadecimal (Linux, include/net/tcp_states.h: 6 and 10).
const std::string TIME_WAIT = "06";
const std::string LISTEN = "0A"; //!< see TIME_WAIT

/// \param family `tcp` or `tcp6` \param look gets local end, remote end and state of each socket
void
ForEachSocket(
    const std::string& family,
    const std::function<void(const std::string&, const std::string&, const std::string&)>& look)
{
    std::ifstream file("/proc/self/net/" + family);
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line))
    {
        std::istringstream fields(line);
        std::string number;
        std::string local;
        std::string remote;
        std::string state;
        fields >> number >> local >> remote >> state;
        look(local, remote, state);
    }
}

} // namespace

void
TcpLifecycleKernelSpace::Enter()
{
    // Without privileges a user namespace of its own makes the process its network's administrator.
    const int flags = geteuid() == 0 ? CLONE_NEWNET : CLONE_NEWNET | CLONE_NEWUSER;
    if (unshare(flags) < 0)
    {
        throw TcpLifecycleKernelUnavailable(Reason("no network namespace"));
    }
}

void
TcpLifecycleKernelSpace::SetParameter(const std::string& name, const std::string& value)
{
    std::ofstream file("/proc/sys/net/ipv4/" + name);
    file << value << std::endl;
    if (!file)
    {
        throw std::runtime_error(Reason("parameter " + name + "=" + value));
    }
}

void
TcpLifecycleKernelSpace::StartLoopback()
{
    const int any = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    ifreq request{};
    std::strncpy(request.ifr_name, "lo", IFNAMSIZ - 1);
    request.ifr_flags = IFF_UP | IFF_RUNNING | IFF_LOOPBACK;
    Control(any, SIOCSIFFLAGS, request, "state of the loopback device");
    close(any);
}

int
TcpLifecycleKernelSpace::OpenTun(const std::string& address, const std::string& mask, uint32_t mtu)
{
    const int tun = open("/dev/net/tun", O_RDWR | O_CLOEXEC);
    if (tun < 0)
    {
        throw TcpLifecycleKernelUnavailable(Reason("/dev/net/tun"));
    }
    ifreq request{};
    std::strncpy(request.ifr_name, TcpLifecycleKernelSpace::DEVICE, IFNAMSIZ - 1);
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

TcpLifecycleKernelSniffer::TcpLifecycleKernelSniffer()
    : m_socket(socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, htons(ETH_P_ALL)))
{
    const int on = 1;
    const int space = 64 << 20;
    if (m_socket < 0 || setsockopt(m_socket, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof(on)) < 0 ||
        setsockopt(m_socket, SOL_SOCKET, SO_RCVBUFFORCE, &space, sizeof(space)) < 0)
    {
        throw TcpLifecycleKernelUnavailable(Reason("no packet socket"));
    }
    // Loopback is not on the way to the simulation.
    sockaddr_ll device{};
    device.sll_family = AF_PACKET;
    device.sll_protocol = htons(ETH_P_ALL);
    device.sll_ifindex = static_cast<int>(if_nametoindex(TcpLifecycleKernelSpace::DEVICE));
    if (bind(m_socket, reinterpret_cast<const sockaddr*>(&device), sizeof(device)) < 0)
    {
        throw TcpLifecycleKernelUnavailable(Reason("no packet socket at the TUN device"));
    }
    Start();
}

void
TcpLifecycleKernelSniffer::Start()
{
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    m_start = Nanoseconds(now);
}

TcpLifecycleKernelSniffer::~TcpLifecycleKernelSniffer()
{
    close(m_socket);
}

std::vector<TcpLifecycleKernelSniffer::Packet>
TcpLifecycleKernelSniffer::Read()
{
    std::vector<Packet> packets;
    std::vector<char> octets(65536);
    while (true)
    {
        iovec part{octets.data(), octets.size()};
        alignas(cmsghdr) char control[128];
        sockaddr_ll address{};
        msghdr message{};
        message.msg_name = &address;
        message.msg_namelen = sizeof(address);
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
        if (Nanoseconds(time) >= m_start)
        {
            packets.push_back({Nanoseconds(time) - m_start,
                               std::string(octets.data(), static_cast<size_t>(size)),
                               address.sll_pkttype == PACKET_OUTGOING});
        }
    }
}

std::vector<std::string>
TcpLifecycleKernelSpace::ListSockets()
{
    std::vector<std::string> sockets;
    ForEachSocket("tcp", [&sockets](const auto& local, const auto& remote, const auto& state) {
        if (state != TIME_WAIT && state != LISTEN)
        {
            sockets.push_back(local + " " + remote + " state " + state);
        }
    });
    return sockets;
}

bool
TcpLifecycleKernelSpace::IsListening(uint16_t port)
{
    bool listens = false;
    for (const char* family : {"tcp", "tcp6"})
    {
        ForEachSocket(family, [&listens, port](const auto& local, const auto&, const auto& state) {
            const auto at = std::min(local.size(), local.find(':') + 1);
            listens = listens ||
                      (state == LISTEN && std::strtoul(local.c_str() + at, nullptr, 16) == port);
        });
    }
    return listens;
}

std::vector<int>
TcpLifecycleKernelSpace::ListProcesses()
{
    struct stat own = {};
    std::vector<int> processes;
    const std::unique_ptr<DIR, int (*)(DIR*)> folder(opendir("/proc"), closedir);
    if (!folder || stat("/proc/self/ns/net", &own) < 0)
    {
        return processes;
    }
    while (const dirent* entry = readdir(folder.get()))
    {
        const int process = std::atoi(entry->d_name);
        struct stat other = {};
        if (process > 0 && process != getpid() &&
            stat(("/proc/" + std::string(entry->d_name) + "/ns/net").c_str(), &other) == 0 &&
            other.st_ino == own.st_ino && other.st_dev == own.st_dev)
        {
            processes.push_back(process);
        }
    }
    return processes;
}

} // namespace ns3
