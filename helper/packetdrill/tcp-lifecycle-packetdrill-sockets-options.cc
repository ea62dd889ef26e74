/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-packetdrill-sockets.h"

#include "ns3/boolean.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <iterator>

// setsockopt(), getsockopt(), ioctl() and fcntl().

namespace ns3
{
namespace packetdrill
{

namespace
{

using lifecycle::Duration;

constexpr int64_t O_RDWR_FLAG = 0x2;        //!< as both systems number it
constexpr int64_t O_NONBLOCK_LINUX = 0x800; //!< asm-generic/fcntl.h
constexpr int64_t O_NONBLOCK_BSD = 0x4;     //!< sys/fcntl.h
constexpr int64_t LINUX_MIN_BUFFER = 2304;  //!< SOCK_MIN_RCVBUF and more; unconfirmed
constexpr uint32_t TIMESTAMPS_SIZE = 12;    //!< RFC 7323, appendix A

/// Options that are kept, are told again, and do nothing here: no network can see them.
constexpr const char* SILENT_OPTIONS[] = {"SO_REUSEADDR",
                                          "SO_REUSEPORT",
                                          "SO_DEBUG",
                                          "SO_BROADCAST",
                                          "SO_OOBINLINE",
                                          "SO_RCVLOWAT",
                                          "SO_NOSIGPIPE",
                                          "SO_MARK",
                                          "IP_MTU_DISCOVER",
                                          "IPV6_MTU_DISCOVER",
                                          "IPV6_V6ONLY",
                                          "IP_RECVTOS",
                                          "IPV6_RECVTCLASS"};

/// \param seconds a number of the user's \return as time
Duration
FromSeconds(int64_t seconds)
{
    return std::chrono::seconds(seconds);
}

/**
 * Linux, secs_to_retrans(): SYN,ACKs that are repeated in so much time.
 * \param seconds of TCP_DEFER_ACCEPT \return how many
 */
uint8_t
RepeatsIn(int64_t seconds)
{
    uint8_t repeats = seconds > 0 ? 1 : 0;
    int64_t wait = 1;
    for (int64_t period = 1; seconds > period && repeats < 255; ++repeats)
    {
        wait = std::min<int64_t>(2 * wait, 120);
        period += wait;
    }
    return repeats;
}

} // namespace

CallResult
Sockets::SetOption(int fd, const std::string& name, const std::vector<int64_t>& value)
{
    Descriptor* descriptor = Find(fd);
    if (descriptor == nullptr)
    {
        return CallResult::Fail("EBADF");
    }
    if (value.empty())
    {
        return CallResult::Unsupported("setsockopt() without a number");
    }
    if (name == "SO_LINGER")
    {
        if (value.size() != 2)
        {
            return CallResult::Fail("EINVAL");
        }
        descriptor->lingerOn = value[0];
        descriptor->lingerSeconds = value[1];
    }
    CallResult result = ApplyOption(*descriptor, name, value);
    if (result.error.empty() && result.unsupported.empty())
    {
        descriptor->values[name] = value[0];
    }
    return result;
}

CallResult
Sockets::ApplyOption(Descriptor& descriptor,
                     const std::string& name,
                     const std::vector<int64_t>& numbers)
{
    const int64_t value = numbers[0];
    const Ptr<TcpLifecycleSocket>& socket = descriptor.socket;
    const bool bsd = m_personality == Personality::Bsd;
    TcpLifecycleSocketOptions options = socket->GetOptions();
    const auto size = static_cast<uint32_t>(std::clamp<int64_t>(value, 1, 0x3fffffff));
    if (name == "SO_RCVBUF" || name == "SO_RCVBUFFORCE")
    {
        // Linux keeps room for its own bookkeeping: twice as much is taken, and told, and the
        // window is half of it.
        if (!bsd)
        {
            options.windowScaleBuffer = 0; // a buffer that its user has set does not grow
        }
        options.receiveBuffer = bsd ? size : std::max(size, uint32_t{LINUX_MIN_BUFFER / 2});
    }
    else if (name == "SO_SNDBUF" || name == "SO_SNDBUFFORCE")
    {
        options.sendBuffer = bsd ? size : std::max(2 * size, uint32_t{2 * LINUX_MIN_BUFFER});
    }
    else if (name == "TCP_NOTSENT_LOWAT")
    {
        options.notSentLowat = value > 0 ? size : 0xffffffff; // 0: the sysctl's, without a limit
    }
    else if (name == "SO_KEEPALIVE")
    {
        options.keepAlive = value != 0;
    }
    else if (name == "SO_LINGER")
    {
        options.linger = numbers[0] != 0 ? FromSeconds(numbers[1]) : lifecycle::FOREVER;
    }
    else if (name == "TCP_NODELAY")
    {
        options.noDelay = value != 0;
        if (value != 0)
        {
            socket->SetOptions(options);
            socket->Push(); // Linux, __tcp_sock_set_nodelay(): TCP_NAGLE_PUSH
        }
    }
    else if (name == "TCP_CORK" || name == "TCP_NOPUSH")
    {
        options.cork = value != 0;
    }
    else if (name == "TCP_MAXSEG")
    {
        if (!bsd && (value < 88 || value > 32767))
        {
            return CallResult::Fail("EINVAL"); // Linux, TCP_MIN_MSS and MAX_TCP_WINDOW
        }
        options.segmentSize = size;
    }
    else if (name == "TCP_KEEPIDLE" || name == "TCP_KEEPALIVE")
    {
        options.keepAliveIdle = FromSeconds(value);
    }
    else if (name == "TCP_KEEPINTVL")
    {
        options.keepAliveInterval = FromSeconds(value);
    }
    else if (name == "TCP_KEEPCNT")
    {
        options.keepAliveCount = size;
    }
    else if (name == "TCP_KEEPINIT")
    {
        options.connectTimeout = FromSeconds(value);
    }
    else if (name == "TCP_USER_TIMEOUT")
    {
        if (value < 0)
        {
            return CallResult::Fail("EINVAL");
        }
        options.userTimeout =
            value == 0 ? lifecycle::FOREVER : Duration(std::chrono::milliseconds(value));
    }
    else if (name == "TCP_LINGER2")
    {
        options.finWait2Timeout.reset();
        if (value != 0)
        {
            options.finWait2Timeout = FromSeconds(std::max<int64_t>(value, 0));
        }
    }
    else if (name == "TCP_SYNCNT")
    {
        if (value < 1 || value > 127)
        {
            return CallResult::Fail("EINVAL"); // Linux, MAX_TCP_SYNCNT
        }
        options.connCount = size + 1;
    }
    else if (name == "TCP_DEFER_ACCEPT")
    {
        socket->SetAttribute("DeferAccept", UintegerValue(RepeatsIn(value)));
    }
    else if (name == "TCP_NOOPT")
    {
        options.noOptions = value != 0;
    }
    else if (name == "SO_PRIORITY")
    {
        socket->SetPriority(static_cast<uint8_t>(value));
    }
    else if (name == "IP_TOS")
    {
        socket->SetIpTos(static_cast<uint8_t>(value));
    }
    else if (name == "IP_TTL")
    {
        socket->SetIpTtl(static_cast<uint8_t>(value));
    }
    else if (name == "IPV6_TCLASS")
    {
        socket->SetIpv6Tclass(static_cast<int>(value));
    }
    else if (name == "IPV6_UNICAST_HOPS")
    {
        socket->SetIpv6HopLimit(static_cast<uint8_t>(value));
    }
    else if (name == "TCP_FASTOPEN" && value > 0)
    {
        return OpenFastServer(value);
    }
    else if (name == "TCP_FASTOPEN_CONNECT")
    {
        socket->SetAttribute("FastOpenConnect", BooleanValue(value != 0));
    }
    else if (name == "TCP_FASTOPEN" && value == 0)
    {
        return {}; // off, as it is
    }
    else if (name == "TCP_QUICKACK")
    {
        options.delAckCount.reset();
        if (value != 0)
        {
            options.delAckCount = 1;
        }
    }
    else if (std::find(std::begin(SILENT_OPTIONS), std::end(SILENT_OPTIONS), name) ==
             std::end(SILENT_OPTIONS))
    {
        return CallResult::Unsupported("the socket option " + name);
    }
    socket->SetOptions(options);
    return {};
}

CallResult
Sockets::OpenFastServer(int64_t backlog)
{
    // Of all listeners of the host: a script has one at a time
    const Ptr<TcpLifecycleL4Protocol> l4 = m_world.GetL4();
    StringValue use;
    l4->GetAttribute("FastOpen", use);
    const bool client = use.Get() == "client" || use.Get() == "both";
    l4->SetAttribute("FastOpen", StringValue(client ? "both" : "server"));
    l4->SetAttribute("FastOpenBacklog", StringValue(std::to_string(backlog)));
    return {};
}

CallResult
Sockets::GetOption(int fd, const std::string& name, std::vector<int64_t>& value, std::string& word)
{
    Descriptor* descriptor = Find(fd);
    if (descriptor == nullptr)
    {
        return CallResult::Fail("EBADF");
    }
    const Ptr<TcpLifecycleSocket>& socket = descriptor->socket;
    const lifecycle::Connection* connection = socket->GetConnection();
    const bool bsd = m_personality == Personality::Bsd;
    const auto kept = descriptor->values.find(name);
    if (name == "SO_ERROR")
    {
        word = TakeError(*descriptor);
        value = {0};
    }
    else if (name == "SO_RCVBUF")
    {
        // Linux tells what was set, FreeBSD what tcp_mss() has made of it
        const uint32_t size =
            connection != nullptr
                ? (bsd ? connection->Receiving().buffer : connection->GetConfig().receiveBuffer)
                : socket->GetOptions().receiveBuffer.value_or(
                      m_world.GetL4()->GetDefaults().receiveBuffer);
        value = {bsd ? size : int64_t{2} * size};
    }
    else if (name == "SO_SNDBUF")
    {
        value = {
            socket->GetOptions().sendBuffer.value_or(m_world.GetL4()->GetDefaults().sendBuffer)};
    }
    else if (name == "TCP_MAXSEG" && connection != nullptr)
    {
        const bool stamps = !bsd && connection->Receiving().timestamps;
        value = {connection->Sending().mss - (stamps ? TIMESTAMPS_SIZE : 0)};
    }
    else if (name == "TCP_MAXSEG" && kept == descriptor->values.end())
    {
        value = {536}; // RFC 9293, MUST-15
    }
    else if (name == "SO_LINGER")
    {
        value = {descriptor->lingerOn.value_or(0), descriptor->lingerSeconds};
    }
    else if (name == "SO_ACCEPTCONN")
    {
        value = {descriptor->listening ? 1 : 0};
    }
    else if (name == "SO_TYPE")
    {
        value = {1}; // SOCK_STREAM
    }
    else if (name == "SO_KEEPALIVE")
    {
        value = {socket->GetOptions().keepAlive.value_or(false) ? 1 : 0};
    }
    else if (kept != descriptor->values.end())
    {
        value = {kept->second};
    }
    else if (name == "TCP_NODELAY" || name == "TCP_CORK" || name == "TCP_NOPUSH" ||
             name == "TCP_USER_TIMEOUT" || name == "TCP_NOOPT" || name == "TCP_DEFER_ACCEPT" ||
             name == "SO_REUSEADDR" || name == "SO_REUSEPORT" || name == "SO_PRIORITY" ||
             name == "IP_TOS" || name == "IPV6_TCLASS" || name == "TCP_FASTOPEN")
    {
        value = {0};
    }
    else
    {
        const lifecycle::Config& defaults = m_world.GetL4()->GetDefaults();
        const std::map<std::string, int64_t> systems = {
            {"TCP_KEEPIDLE", defaults.keepAliveIdle / std::chrono::seconds(1)},
            {"TCP_KEEPINTVL", defaults.keepAliveInterval / std::chrono::seconds(1)},
            {"TCP_KEEPCNT", defaults.keepAliveCount},
            {"TCP_KEEPINIT", defaults.connectTimeout / std::chrono::seconds(1)},
            {"TCP_SYNCNT", defaults.synRetries},
            {"TCP_LINGER2", defaults.finWait2Timeout / std::chrono::seconds(1)},
        };
        const auto found = systems.find(name);
        if (found == systems.end())
        {
            return CallResult::Unsupported("the socket option " + name);
        }
        value = {found->second};
    }
    return {};
}

CallResult
Sockets::Ioctl(int fd, const std::string& name, int64_t& value)
{
    Descriptor* descriptor = Find(fd);
    if (descriptor == nullptr)
    {
        return CallResult::Fail("EBADF");
    }
    const lifecycle::Connection* connection = descriptor->socket->GetConnection();
    if (name == "SIOCINQ" || name == "FIONREAD")
    {
        value = descriptor->socket->GetRxAvailable();
    }
    else if (name == "SIOCOUTQ" || name == "TIOCOUTQ" || name == "FIONWRITE")
    {
        value = connection != nullptr ? connection->Sending().Queued() : 0;
    }
    else if (name == "SIOCOUTQNSD")
    {
        value = connection != nullptr ? connection->Sending().Unsent() : 0;
    }
    else
    {
        return CallResult::Unsupported("ioctl() with " + name);
    }
    return {};
}

CallResult
Sockets::GetFlags(int fd)
{
    const Descriptor* descriptor = Find(fd);
    if (descriptor == nullptr)
    {
        return CallResult::Fail("EBADF");
    }
    const int64_t nonBlocking =
        m_personality == Personality::Bsd ? O_NONBLOCK_BSD : O_NONBLOCK_LINUX;
    return {O_RDWR_FLAG | (descriptor->nonBlocking ? nonBlocking : 0), {}, {}};
}

CallResult
Sockets::SetFlags(int fd, bool nonBlocking)
{
    Descriptor* descriptor = Find(fd);
    if (descriptor == nullptr)
    {
        return CallResult::Fail("EBADF");
    }
    descriptor->nonBlocking = nonBlocking;
    return {};
}

} // namespace packetdrill
} // namespace ns3
