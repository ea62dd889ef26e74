/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-packetdrill-sockets.h"

#include "ns3/simulator.h"

#include <algorithm>

// Bytes to and from a connection, and poll().

namespace ns3
{
namespace packetdrill
{

namespace
{

/// \param socket its data go as far as there is room \param octets how many \param how flags of the
/// call \param bsd whether the host is FreeBSD \return how many have gone
int64_t
WriteWhatFits(const Ptr<TcpLifecycleSocket>& socket, int64_t octets, SendingFlags how, bool bsd)
{
    // Linux, tcp_sendmsg_locked(): a write is one, though it fills several frames. FreeBSD's
    // streams have no records
    const lifecycle::Connection* connection = socket->GetConnection();
    const bool frames = connection != nullptr &&
                        connection->GetConfig().sendAccounting == lifecycle::SendAccounting::Frames;
    int64_t sent = 0;
    while (sent < octets)
    {
        const int64_t room = std::min<int64_t>(socket->GetTxAvailable(), octets - sent);
        const bool whole = sent + room >= octets;
        const bool more = whole ? how.more && !bsd : frames;
        const bool record = whole && how.endOfRecord && !bsd;
        const uint32_t flags = (more ? TcpLifecycleSocket::SEND_MORE : 0) |
                               (record ? TcpLifecycleSocket::SEND_END_OF_RECORD : 0);
        if (room == 0 || socket->Send(Create<ns3::Packet>(static_cast<uint32_t>(room)), flags) <= 0)
        {
            break;
        }
        sent += room;
    }
    return sent;
}

} // namespace

Operation
Sockets::Receive(int fd, int64_t octets, ReceiveFlags how)
{
    return [this, fd, octets, how, got = int64_t{0}]() mutable -> std::optional<CallResult> {
        Descriptor* descriptor = Find(fd);
        if (descriptor == nullptr)
        {
            return CallResult::Fail("EBADF");
        }
        const Ptr<TcpLifecycleSocket> socket = descriptor->socket;
        if (descriptor->listening || !descriptor->connecting)
        {
            return CallResult::Fail("ENOTCONN");
        }
        const auto wanted = static_cast<uint32_t>(std::clamp<int64_t>(octets - got, 0, 0x7fffffff));
        if (wanted == 0)
        {
            return CallResult{got, {}, {}};
        }
        if (how.peek && socket->GetRxAvailable() > 0)
        {
            return CallResult{std::min<int64_t>(wanted, socket->GetRxAvailable()), {}, {}};
        }
        const Ptr<ns3::Packet> packet = socket->Recv(wanted, 0);
        if (packet && packet->GetSize() > 0)
        {
            got += packet->GetSize();
            if (!how.all || got >= octets)
            {
                return CallResult{got, {}, {}};
            }
        }
        const bool end = packet && packet->GetSize() == 0;
        if (got > 0 && (end || descriptor->nonBlocking || how.dontWait))
        {
            return CallResult{got, {}, {}};
        }
        const std::string error = TakeError(*descriptor);
        if (!error.empty())
        {
            return CallResult::Fail(error);
        }
        const bool closed = socket->GetLifecycleState() == lifecycle::State::Closed;
        if (end || descriptor->readShut || closed)
        {
            return CallResult{got, {}, {}};
        }
        if (descriptor->nonBlocking || how.dontWait)
        {
            return CallResult::Fail("EAGAIN");
        }
        return std::nullopt;
    };
}

Operation
Sockets::Send(int fd, int64_t octets, SendingFlags how)
{
    return [this, fd, octets, how, sent = int64_t{0}, waits = false]() mutable
           -> std::optional<CallResult> {
        Descriptor* descriptor = Find(fd);
        if (descriptor == nullptr)
        {
            return CallResult::Fail("EBADF");
        }
        const Ptr<TcpLifecycleSocket> socket = descriptor->socket;
        const bool bsd = m_personality == Personality::Bsd;
        const lifecycle::State state = socket->GetLifecycleState();
        const lifecycle::Connection* connection = socket->GetConnection();
        const bool opening =
            (state == lifecycle::State::SynSent || state == lifecycle::State::SynReceived) &&
            !(connection != nullptr && connection->IsFastOpened());
        if (descriptor->listening || !descriptor->connecting || (bsd && opening))
        {
            return CallResult::Fail(bsd ? "ENOTCONN" : "EPIPE");
        }
        const std::string error =
            descriptor->writeShut && bsd ? std::string() : TakeError(*descriptor);
        const bool closed = state == lifecycle::State::Closed && !socket->IsConnectDeferred();
        if (!error.empty() || descriptor->writeShut || closed)
        {
            return sent > 0 ? CallResult{sent, {}, {}}
                            : CallResult::Fail(error.empty() ? "EPIPE" : error);
        }
        const bool mayWait = !descriptor->nonBlocking && !how.dontWait;
        if (!opening)
        {
            // A user that waits is woken when there is room enough (sk_stream_write_space())
            const bool sleeps = waits && connection != nullptr && connection->Sending().wantsSpace;
            sent += sleeps ? 0 : WriteWhatFits(socket, octets - sent, how, bsd);
            if (sent >= octets)
            {
                return CallResult{sent, {}, {}};
            }
            socket->WantSpace();
            waits = true;
        }
        if (mayWait)
        {
            return std::nullopt;
        }
        return sent > 0 ? CallResult{sent, {}, {}} : CallResult::Fail("EAGAIN");
    };
}

int
Sockets::Readiness(const Descriptor& descriptor) const
{
    const Ptr<TcpLifecycleSocket>& socket = descriptor.socket;
    if (descriptor.listening)
    {
        return socket->GetListenerStatus().acceptQueue > 0 ? POLL_IN : 0;
    }
    const lifecycle::State state = socket->GetLifecycleState();
    const bool closed = state == lifecycle::State::Closed;
    if (closed && !descriptor.connecting)
    {
        return POLL_OUT | POLL_HUP; // what was never connected
    }
    int bits = 0;
    const lifecycle::Connection* connection = socket->GetConnection();
    const bool finished =
        closed || descriptor.readShut ||
        (connection != nullptr && connection->Receiving().fin &&
         !lifecycle::Before(connection->Receiving().nxt, *connection->Receiving().fin + 1));
    const bool failed = !descriptor.errorTaken && !ErrorOf(descriptor).empty();
    bits |= failed ? POLL_ERR : 0;
    bits |= socket->GetRxAvailable() > 0 || finished || failed ? POLL_IN : 0;
    bits |= finished ? POLL_RDHUP : 0;
    bits |= (finished && descriptor.writeShut) || closed ? POLL_HUP : 0;
    const bool opening =
        state == lifecycle::State::SynSent || state == lifecycle::State::SynReceived;
    const bool writable = connection != nullptr ? connection->IsWritable() : true;
    bits |= (!opening && writable) || descriptor.writeShut || closed ? POLL_OUT : 0;
    return bits;
}

Operation
Sockets::Poll(std::vector<PollEntry>& entries, int64_t milliseconds)
{
    const Time until = Simulator::Now() + MilliSeconds(std::max<int64_t>(milliseconds, 0));
    if (milliseconds > 0)
    {
        Simulator::Schedule(MilliSeconds(milliseconds), &Sockets::Wake, this);
    }
    return [this, &entries, milliseconds, until]() -> std::optional<CallResult> {
        int64_t ready = 0;
        for (PollEntry& entry : entries)
        {
            const Descriptor* descriptor = Find(entry.fd);
            const int bits = descriptor == nullptr ? 0x20 /* POLLNVAL */ : Readiness(*descriptor);
            entry.reported = bits & (entry.events | POLL_ERR | POLL_HUP | 0x20);
            ready += entry.reported != 0 ? 1 : 0;
        }
        if (ready > 0 || (milliseconds >= 0 && Simulator::Now() >= until))
        {
            return CallResult{ready, {}, {}};
        }
        return std::nullopt;
    };
}

} // namespace packetdrill
} // namespace ns3
