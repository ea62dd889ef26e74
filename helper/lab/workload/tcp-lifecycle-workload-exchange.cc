/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-workload-exchange.h"

#include "tcp-lifecycle-address.h"
#include "tcp-lifecycle-socket.h"

#include "ns3/simulator.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

/**
 * \file
 * \ingroup tcp-lifecycle
 * The applications of a workload: request, response, and who closes when.
 */

namespace ns3
{

namespace
{

constexpr uint32_t CLIENT = 0; //!< index of the client's end
constexpr uint32_t SERVER = 1; //!< index of the server's end

/// The period of a stream in bytes: a prime, so that no power of two hides a shift.
constexpr uint32_t PERIOD = 65521;
/// Bytes that one call of Send() gets at most.
constexpr uint32_t CHUNK = 65536;

/// \return bytes of any stream, PERIOD + CHUNK of them
const std::vector<uint8_t>&
Octets()
{
    static const std::vector<uint8_t> octets = [] {
        std::vector<uint8_t> made(PERIOD + CHUNK);
        uint32_t state = 1;
        for (uint32_t i = 0; i < made.size(); ++i)
        {
            // D. E. Knuth's and H. W. Lewis's generator of 32 bits; the high ones are the good ones
            state = 1664525 * state + 1013904223;
            made[i] = i < PERIOD ? static_cast<uint8_t>(state >> 24) : made[i - PERIOD];
        }
        return made;
    }();
    return octets;
}

/// \param number of a connection \param end who sends \param offset in its stream
/// \return the bytes from there on, CHUNK of them
const uint8_t*
StreamAt(uint64_t number, uint32_t end, uint64_t offset)
{
    return Octets().data() + (7919 * number + 32749 * end + offset) % PERIOD;
}

/// \param socket its options \param linger SO_LINGER, from now on
void
SetLinger(const Ptr<Socket>& socket, Time linger)
{
    const auto own = DynamicCast<TcpLifecycleSocket>(socket);
    auto options = own->GetOptions();
    options.linger = lifecycle::Duration(linger.GetNanoSeconds());
    own->SetOptions(options);
}

} // namespace

TcpLifecycleWorkload::Impl::Impl(TcpLifecycleWorkload& o)
    : owner(o),
      gap(CreateObject<ExponentialRandomVariable>()),
      choice(CreateObject<UniformRandomVariable>()),
      closeChoice(CreateObject<UniformRandomVariable>())
{
}

Time
TcpLifecycleWorkload::Impl::Draw(const Ptr<RandomVariableStream>& seconds) const
{
    const double drawn = seconds->GetValue();
    return drawn > 0 ? Seconds(std::min(drawn, TcpLifecycleTraffic::MOST_SECONDS)) : Time(0);
}

uint64_t
TcpLifecycleWorkload::Impl::DrawOctets(const Ptr<RandomVariableStream>& octets) const
{
    const double drawn = octets->GetValue();
    return drawn > 0 ? static_cast<uint64_t>(
                           std::llround(std::min(drawn, TcpLifecycleTraffic::MOST_OCTETS)))
                     : 0;
}

TcpLifecycleCloseShare
TcpLifecycleWorkload::Impl::DrawClose() const
{
    double sum = 0;
    for (const auto& close : traffic.closes)
    {
        sum += close.share;
    }
    double left = closeChoice->GetValue(0, sum);
    for (const auto& close : traffic.closes)
    {
        left -= close.share;
        if (left < 0)
        {
            return close;
        }
    }
    return traffic.closes.back();
}

uint32_t
TcpLifecycleWorkload::Impl::NewExchange()
{
    if (free.empty())
    {
        exchanges.emplace_back();
        return static_cast<uint32_t>(exchanges.size() - 1);
    }
    const uint32_t index = free.back();
    free.pop_back();
    return index;
}

bool
TcpLifecycleWorkload::Impl::ListenAt(uint32_t server)
{
    const auto old = DynamicCast<TcpLifecycleSocket>(listeners[server]);
    if (old && old->GetLifecycleState() == lifecycle::State::Listen)
    {
        return true;
    }
    const auto listener = Socket::CreateSocket(servers.Get(server), factory);
    if (listener->Bind(addresses[server]) != 0 || listener->Listen() != 0)
    {
        return false;
    }
    listener->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                MakeCallback(&TcpLifecycleWorkload::OnAccepted, &owner));
    listeners[server] = listener;
    return true;
}

void
TcpLifecycleWorkload::Impl::Open(const TcpLifecycleTrafficEntry& arrival)
{
    const bool random = traffic.arrivals == TcpLifecycleArrivals::Poisson;
    const auto which = [&](const std::optional<uint32_t>& said, const NodeContainer& nodes) {
        const uint32_t count = nodes.GetN();
        return said     ? *said
               : random ? choice->GetInteger(0, count - 1)
                        : static_cast<uint32_t>((arrived - 1) % count);
    };
    const uint32_t client = which(arrival.client, clients);
    const uint32_t server = which(arrival.server, servers);
    ListenAt(server); // again, if its host has been down
    const auto close = DrawClose();
    const uint32_t index = NewExchange();
    TcpLifecycleExchange& exchange = exchanges[index];
    exchange = TcpLifecycleExchange();
    exchange.number = arrived;
    exchange.server = server;
    exchange.sizes[CLIENT] = arrival.request ? *arrival.request : DrawOctets(traffic.request);
    exchange.sizes[SERVER] = arrival.response ? *arrival.response : DrawOctets(traffic.response);
    exchange.closer = arrival.closer.value_or(close.closer);
    exchange.way = arrival.way.value_or(close.way);
    exchange.delay = arrival.delay ? *arrival.delay : Draw(traffic.closeDelay);
    const auto socket = Socket::CreateSocket(clients.Get(client), factory);
    Attach(index, CLIENT, socket);
    if (socket->Connect(addresses[server]) != 0)
    {
        ++counts.refusedLocally;
        counts.withoutPort += socket->GetErrno() == Socket::ERROR_ADDRNOTAVAIL ? 1 : 0;
        Detach(index, CLIENT);
        exchanges[index].number = 0;
        free.push_back(index);
        return;
    }
    ++counts.opened;
    Address local;
    socket->GetSockName(local);
    const auto near = FromSocketAddress(local);
    const auto far = FromSocketAddress(addresses[server]);
    const lifecycle::FourTuple tuple{far.ip, near.ip, far.port, near.port};
    const auto before = expected.find(tuple);
    if (before != expected.end())
    {
        Finish(before->second, SERVER); // the server has never seen that one
    }
    exchanges[index].tuple = tuple;
    expected[tuple] = index;
}

void
TcpLifecycleWorkload::Impl::Attach(uint32_t index, uint32_t end, const Ptr<Socket>& socket)
{
    exchanges[index].ends[end].socket = socket;
    owners[PeekPointer(socket)] = {index, end};
    if (end == CLIENT)
    {
        socket->SetConnectCallback(MakeCallback(&TcpLifecycleWorkload::OnConnected, &owner),
                                   MakeCallback(&TcpLifecycleWorkload::OnConnectFailed, &owner));
    }
    socket->SetCloseCallbacks(MakeCallback(&TcpLifecycleWorkload::OnPeerClosed, &owner),
                              MakeCallback(&TcpLifecycleWorkload::OnError, &owner));
    socket->SetRecvCallback(MakeCallback(&TcpLifecycleWorkload::OnReadable, &owner));
    socket->SetSendCallback(MakeCallback(&TcpLifecycleWorkload::OnSpace, &owner));
}

void
TcpLifecycleWorkload::Impl::Silence(const Ptr<Socket>& socket)
{
    const auto nobody = MakeNullCallback<void, Ptr<Socket>>();
    socket->SetConnectCallback(nobody, nobody);
    socket->SetCloseCallbacks(nobody, nobody);
    socket->SetRecvCallback(nobody);
    socket->SetSendCallback(MakeNullCallback<void, Ptr<Socket>, uint32_t>());
}

void
TcpLifecycleWorkload::Impl::Detach(uint32_t index, uint32_t end)
{
    TcpLifecycleExchange::End& own = exchanges[index].ends[end];
    if (own.socket)
    {
        Silence(own.socket);
        owners.erase(PeekPointer(own.socket));
        own.socket = nullptr;
    }
    own.done = true;
}

const TcpLifecycleWorkload::Impl::Owner*
TcpLifecycleWorkload::Impl::OwnerOf(const Ptr<Socket>& socket) const
{
    const auto found = owners.find(PeekPointer(socket));
    return found == owners.end() ? nullptr : &found->second;
}

void
TcpLifecycleWorkload::Impl::Write(uint32_t index, uint32_t end)
{
    TcpLifecycleExchange& exchange = exchanges[index];
    TcpLifecycleExchange::End& own = exchange.ends[end];
    const uint64_t size = exchange.sizes[end];
    if (own.may && own.written == 0)
    {
        own.room = own.socket->GetTxAvailable();
    }
    while (own.may && own.written < size)
    {
        const uint64_t room = std::min<uint64_t>(own.socket->GetTxAvailable(), CHUNK);
        const auto part = static_cast<uint32_t>(std::min(room, size - own.written));
        if (part == 0 ||
            own.socket->Send(Create<Packet>(StreamAt(exchange.number, end, own.written), part)) < 0)
        {
            return;
        }
        own.written += part;
    }
}

void
TcpLifecycleWorkload::Impl::Read(uint32_t index, uint32_t end)
{
    TcpLifecycleExchange& exchange = exchanges[index];
    TcpLifecycleExchange::End& own = exchange.ends[end];
    std::array<uint8_t, CHUNK> octets;
    while (Ptr<Packet> packet = own.socket->Recv(CHUNK, 0))
    {
        const uint32_t size = packet->GetSize();
        if (size == 0)
        {
            own.endOfFile = true;
            return;
        }
        packet->CopyData(octets.data(), size);
        const bool right =
            own.read + size <= exchange.sizes[1 - end] &&
            std::memcmp(octets.data(), StreamAt(exchange.number, 1 - end, own.read), size) == 0;
        (right ? counts.octets : counts.wrongOctets) += size;
        own.read += size;
    }
}

bool
TcpLifecycleWorkload::Impl::IsFirst(const TcpLifecycleExchange& exchange, uint32_t end) const
{
    return (exchange.closer == TcpLifecycleFirstCloser::Client) == (end == CLIENT);
}

bool
TcpLifecycleWorkload::Impl::MayCloseFirst(const TcpLifecycleExchange& exchange, uint32_t end) const
{
    const TcpLifecycleExchange::End& own = exchange.ends[end];
    const bool written = own.may && own.written == exchange.sizes[end];
    const bool read = own.read >= exchange.sizes[1 - end];
    if (exchange.way == TcpLifecycleCloseWay::Half && end == CLIENT)
    {
        return written;
    }
    // Who aborts throws away what is not acknowledged (RFC 9293, 3.10.5)
    const bool acked =
        exchange.way != TcpLifecycleCloseWay::Reset || own.socket->GetTxAvailable() >= own.room;
    return written && read && acked;
}

void
TcpLifecycleWorkload::Impl::Consider(uint32_t index, uint32_t end)
{
    TcpLifecycleExchange& exchange = exchanges[index];
    TcpLifecycleExchange::End& own = exchange.ends[end];
    if (!own.socket)
    {
        return;
    }
    if (end == SERVER && !own.asked && own.read >= exchange.sizes[CLIENT])
    {
        own.asked = true;
        const Time wait = Draw(traffic.think);
        own.may = wait.IsZero();
        if (!own.may)
        {
            After(wait, index, [](Impl& impl, uint32_t i) {
                impl.exchanges[i].ends[SERVER].may = true;
                impl.Consider(i, SERVER);
            });
        }
    }
    Write(index, end);
    if (own.closing)
    {
        return;
    }
    const bool written = own.written == exchange.sizes[end];
    if (own.shut ? own.endOfFile : IsFirst(exchange, end) && MayCloseFirst(exchange, end))
    {
        CloseIn(own.shut ? Time(0) : exchange.delay, index, end);
    }
    else if (own.endOfFile && !own.shut && (written || own.read < exchange.sizes[1 - end]))
    {
        CloseIn(Draw(traffic.answerDelay), index, end);
    }
}

void
TcpLifecycleWorkload::Impl::After(Time delay,
                                  uint32_t index,
                                  std::function<void(Impl&, uint32_t)> what)
{
    if (delay.IsZero())
    {
        what(*this, index);
        return;
    }
    const Ptr<TcpLifecycleWorkload> self(&owner);
    const uint64_t number = exchanges[index].number;
    Simulator::Schedule(delay, [self, number, index, what]() {
        // another connection may have the place meanwhile
        if (index < self->m_impl->exchanges.size() &&
            self->m_impl->exchanges[index].number == number)
        {
            what(*self->m_impl, index);
        }
    });
}

void
TcpLifecycleWorkload::Impl::CloseIn(Time delay, uint32_t index, uint32_t end)
{
    exchanges[index].ends[end].closing = true;
    After(delay, index, [end](Impl& impl, uint32_t i) { impl.Close(i, end); });
}

void
TcpLifecycleWorkload::Impl::Close(uint32_t index, uint32_t end)
{
    TcpLifecycleExchange& exchange = exchanges[index];
    TcpLifecycleExchange::End& own = exchange.ends[end];
    if (!own.socket)
    {
        return;
    }
    own.closing = false;
    const Ptr<Socket> socket = own.socket;
    const bool first = IsFirst(exchange, end) && !own.shut && !own.endOfFile;
    switch (first ? exchange.way : TcpLifecycleCloseWay::Fin)
    {
    case TcpLifecycleCloseWay::Half:
        own.shut = true;
        socket->ShutdownSend();
        Consider(index, end);
        return;
    case TcpLifecycleCloseWay::Reset:
        Finish(index, end);
        DynamicCast<TcpLifecycleSocket>(socket)->Abort();
        return;
    case TcpLifecycleCloseWay::Linger:
        SetLinger(socket, traffic.linger);
        break;
    case TcpLifecycleCloseWay::Fin:
        break;
    }
    Finish(index, end);
    socket->Close();
}

void
TcpLifecycleWorkload::Impl::Finish(uint32_t index, uint32_t end)
{
    Detach(index, end);
    TcpLifecycleExchange& exchange = exchanges[index];
    const bool both = exchange.ends[CLIENT].done && exchange.ends[SERVER].done;
    const bool never = exchange.ends[CLIENT].done && !exchange.connected;
    if (!both && !never)
    {
        return;
    }
    const bool complete = exchange.ends[CLIENT].read == exchange.sizes[SERVER] &&
                          exchange.ends[SERVER].read == exchange.sizes[CLIENT];
    if (exchange.connected)
    {
        ++(complete ? counts.completed : counts.broken);
    }
    if (!exchange.ends[SERVER].done)
    {
        Detach(index, SERVER);
    }
    const auto known = expected.find(exchange.tuple);
    if (known != expected.end() && known->second == index)
    {
        expected.erase(known);
    }
    exchange.number = 0;
    free.push_back(index);
}

} // namespace ns3
