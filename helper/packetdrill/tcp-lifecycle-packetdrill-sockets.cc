/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-packetdrill-sockets.h"

#include "tcp-lifecycle-address.h"
#include "tcp-lifecycle-packetdrill-errors.h"
#include "tcp-lifecycle-socket-factory.h"

#include "ns3/boolean.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <utility>

// Descriptors, and the calls that open, use and close a connection.

namespace ns3
{
namespace packetdrill
{

namespace
{

constexpr int FIRST_FD = 3; //!< after standard input, output and error output

} // namespace

CallResult
CallResult::Fail(const std::string& name)
{
    return {-1, name, {}};
}

CallResult
CallResult::Unsupported(const std::string& what)
{
    return {-1, {}, what};
}

Sockets::Sockets(World& world, Personality personality)
    : m_world(world),
      m_personality(personality)
{
}

Sockets::~Sockets()
{
    m_told = {};
}

Personality
Sockets::GetPersonality() const
{
    return m_personality;
}

void
Sockets::SetWake(std::function<void()> told)
{
    m_told = std::move(told);
}

Descriptor*
Sockets::Find(int fd)
{
    const auto found = m_open.find(fd);
    return found == m_open.end() ? nullptr : &found->second;
}

const std::map<int, Descriptor>&
Sockets::All() const
{
    return m_open;
}

void
Sockets::Wake()
{
    if (m_told)
    {
        m_told();
    }
}

void
Sockets::Watch(const Ptr<TcpLifecycleSocket>& socket)
{
    const auto tell = [this](Ptr<ns3::Socket>) { Wake(); };
    socket->SetConnectCallback(tell, tell);
    socket->SetCloseCallbacks(tell, tell);
    socket->SetRecvCallback(tell);
    socket->SetSendCallback([this](Ptr<ns3::Socket>, uint32_t) { Wake(); });
}

int
Sockets::Add(const Ptr<TcpLifecycleSocket>& socket)
{
    int fd = FIRST_FD;
    while (m_open.count(fd) != 0)
    {
        ++fd;
    }
    m_open[fd].socket = socket;
    Watch(socket);
    return fd;
}

// Opening

CallResult
Sockets::Socket()
{
    const auto socket = DynamicCast<TcpLifecycleSocket>(
        ns3::Socket::CreateSocket(m_world.GetNode(), TcpLifecycleSocketFactory::GetTypeId()));
    socket->SetAttribute("ExplicitAccept", BooleanValue(true));
    return {Add(socket), {}, {}};
}

CallResult
Sockets::Bind(int fd, uint16_t port)
{
    Descriptor* descriptor = Find(fd);
    if (descriptor == nullptr)
    {
        return CallResult::Fail("EBADF");
    }
    const Address address = ToSocketAddress(m_world.GetLocal(), port);
    if (descriptor->socket->Bind(address) == 0)
    {
        return {};
    }
    return CallResult::Fail(ErrnoName(descriptor->socket->GetErrno()));
}

CallResult
Sockets::Listen(int fd, int64_t backlog)
{
    Descriptor* descriptor = Find(fd);
    if (descriptor == nullptr)
    {
        return CallResult::Fail("EBADF");
    }
    if (descriptor->listening)
    {
        return {}; // it is the backlog that a second call changes
    }
    const auto places = static_cast<uint32_t>(std::clamp<int64_t>(backlog, 0, 0x7fffffff));
    if (descriptor->socket->Listen(places) != 0)
    {
        return CallResult::Fail(ErrnoName(descriptor->socket->GetErrno()));
    }
    descriptor->listening = true;
    return {};
}

Operation
Sockets::Accept(int fd, bool nonBlocking)
{
    return [this, fd, nonBlocking]() -> std::optional<CallResult> {
        Descriptor* descriptor = Find(fd);
        if (descriptor == nullptr)
        {
            return CallResult::Fail("EBADF");
        }
        if (!descriptor->listening)
        {
            return CallResult::Fail("EINVAL");
        }
        const Ptr<TcpLifecycleSocket> child = descriptor->socket->Accept();
        if (!child)
        {
            return descriptor->nonBlocking ? std::optional(CallResult::Fail("EAGAIN"))
                                           : std::nullopt;
        }
        // What is set on a listener is set on those that it accepts; O_NONBLOCK is BSD's only.
        const Descriptor parent = *descriptor;
        const int accepted = Add(child);
        Descriptor& added = m_open[accepted];
        added.nonBlocking =
            nonBlocking || (m_personality == Personality::Bsd && parent.nonBlocking);
        added.connecting = true;
        added.connectTold = true;
        added.values = parent.values;
        added.lingerOn = parent.lingerOn;
        added.lingerSeconds = parent.lingerSeconds;
        return CallResult{accepted, {}, {}};
    };
}

bool
Sockets::IsConnected(const Descriptor& descriptor) const
{
    return lifecycle::IsSynchronized(descriptor.socket->GetLifecycleState());
}

namespace
{

/// \param world whose remote address is connected to \return whether it is an IPv4 broadcast
/// address, the limited one or that of the interface
bool
IsBroadcast(const World& world)
{
    if (world.GetRemote().isIpv6)
    {
        return false;
    }
    const Ipv4Address remote = ToIpv4Address(world.GetRemote());
    const auto ip = world.GetNode()->GetObject<Ipv4>();
    const Ipv4InterfaceAddress own =
        ip->GetAddress(ip->GetInterfaceForAddress(ToIpv4Address(world.GetLocal())), 0);
    return remote.IsBroadcast() || remote == own.GetBroadcast();
}

/**
 * Why a system refuses to connect to a group of hosts.
 * \param world whose remote address is connected to \param personality of the system
 * \return the error, empty if the address is that of one host
 */
std::string
GroupErrno(const World& world, Personality personality)
{
    const bool multicast = world.GetRemote().IsMulticast();
    if (personality == Personality::Linux)
    {
        // tcp_v4_connect(): "if (rt->rt_flags & (RTCF_MULTICAST | RTCF_BROADCAST))"
        return multicast || IsBroadcast(world) ? "ENETUNREACH" : "";
    }
    // tcp_usr_connect() and, for IPv6, tcp6_usr_connect()
    if (multicast)
    {
        return "EAFNOSUPPORT";
    }
    return IsBroadcast(world) ? "EACCES" : "";
}

} // namespace

CallResult
Sockets::StartConnect(Descriptor& descriptor, uint16_t port)
{
    const Address address = ToSocketAddress(m_world.GetRemote(), port);
    if (descriptor.socket->Connect(address) != 0)
    {
        const std::string group = GroupErrno(m_world, m_personality);
        return CallResult::Fail(group.empty() ? ErrnoName(descriptor.socket->GetErrno()) : group);
    }
    descriptor.connecting = true;
    descriptor.connectTold = false;
    descriptor.errorTaken = false;
    return {};
}

Operation
Sockets::Connect(int fd, uint16_t port)
{
    return [this, fd, port, again = false]() mutable {
        auto result = TryConnect(fd, port, again);
        again = true;
        return result;
    };
}

std::optional<CallResult>
Sockets::TryConnect(int fd, uint16_t port, bool again)
{
    Descriptor* descriptor = Find(fd);
    if (descriptor == nullptr)
    {
        return CallResult::Fail("EBADF");
    }
    if (descriptor->listening)
    {
        return CallResult::Fail(m_personality == Personality::Bsd ? "EOPNOTSUPP" : "EISCONN");
    }
    if (!descriptor->connecting)
    {
        const CallResult started = StartConnect(*descriptor, port);
        if (!started.error.empty())
        {
            return started;
        }
    }
    else if (!again && descriptor->connectTold)
    {
        return CallResult::Fail("EISCONN");
    }
    if (descriptor->socket->IsConnectDeferred())
    {
        descriptor->connectTold = true; // TCP_FASTOPEN_CONNECT: the SYN goes with the first data
        return CallResult{};
    }
    if (IsConnected(*descriptor))
    {
        const bool late = !again && m_personality == Personality::Bsd;
        descriptor->connectTold = true;
        return late ? CallResult::Fail("EISCONN") : CallResult{};
    }
    const std::string error = TakeError(*descriptor);
    if (!error.empty())
    {
        descriptor->connecting = false;
        return CallResult::Fail(error);
    }
    if (descriptor->socket->GetLifecycleState() == lifecycle::State::Closed)
    {
        descriptor->connecting = false;
        return CallResult::Fail("ECONNABORTED"); // its failure was told by SO_ERROR
    }
    if (!descriptor->nonBlocking)
    {
        return std::nullopt;
    }
    if (descriptor->values.count("connect in progress") != 0)
    {
        return CallResult::Fail("EALREADY");
    }
    descriptor->values["connect in progress"] = 1;
    return CallResult::Fail("EINPROGRESS");
}

// Errors

std::string
Sockets::ErrorOf(const Descriptor& descriptor) const
{
    return ConnectionErrno(m_world,
                           descriptor.socket->GetConnectionId(),
                           descriptor.socket->GetError(),
                           m_personality);
}

std::string
Sockets::TakeError(Descriptor& descriptor) const
{
    if (descriptor.errorTaken)
    {
        return {};
    }
    std::string error = ErrorOf(descriptor);
    descriptor.errorTaken = !error.empty();
    return error;
}

// Closing

Operation
Sockets::Close(int fd)
{
    Descriptor* descriptor = Find(fd);
    if (descriptor == nullptr)
    {
        return [] { return CallResult::Fail("EBADF"); };
    }
    const Ptr<TcpLifecycleSocket> socket = descriptor->socket;
    const bool lingers = descriptor->lingerOn.value_or(0) != 0 && descriptor->lingerSeconds > 0 &&
                         !descriptor->nonBlocking && !descriptor->listening;
    const Time until = Simulator::Now() + Seconds(static_cast<double>(descriptor->lingerSeconds));
    socket->Close();
    m_left.push_back(socket);
    m_open.erase(fd);
    return [this, socket, lingers, until]() -> std::optional<CallResult> {
        // SO_LINGER: until what was sent, and the FIN, is acknowledged, or the time is over
        const lifecycle::Connection* connection = socket->GetConnection();
        if (lingers && connection != nullptr && !connection->Sending().FinAcked() &&
            Simulator::Now() < until)
        {
            Simulator::Schedule(MilliSeconds(1), &Sockets::Wake, this);
            return std::nullopt;
        }
        return CallResult{};
    };
}

CallResult
Sockets::Shutdown(int fd, bool read, bool write)
{
    Descriptor* descriptor = Find(fd);
    if (descriptor == nullptr)
    {
        return CallResult::Fail("EBADF");
    }
    const lifecycle::State state = descriptor->socket->GetLifecycleState();
    if (descriptor->listening || state == lifecycle::State::Closed)
    {
        return CallResult::Fail("ENOTCONN");
    }
    descriptor->readShut = descriptor->readShut || read;
    if (write)
    {
        descriptor->writeShut = true;
        descriptor->socket->ShutdownSend();
    }
    // Linux goes on to take and to hand out what arrives, until both are shut; BSD throws it away
    if (descriptor->readShut && (m_personality == Personality::Bsd || descriptor->writeShut))
    {
        descriptor->socket->ShutdownRecv();
    }
    Wake();
    return {};
}

void
Sockets::RefreshAll()
{
    for (auto& [fd, descriptor] : m_open)
    {
        descriptor.socket->SetOptions(descriptor.socket->GetOptions());
    }
}

} // namespace packetdrill
} // namespace ns3
