/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_WORKLOAD_EXCHANGE_H
#define TCP_LIFECYCLE_WORKLOAD_EXCHANGE_H

#include "lifecycle-demux-table.h"
#include "tcp-lifecycle-workload.h"

#include <array>
#include <functional>
#include <unordered_map>
#include <utility>

/**
 * \file
 * \ingroup tcp-lifecycle
 * The applications of a workload: request, response, and who closes when.
 */

namespace ns3
{

/// What the two applications on one connection know. Its index is its place in a pool.
struct TcpLifecycleExchange
{
    /// One application.
    struct End
    {
        Ptr<Socket> socket;    //!< null before it has one, and when it is through
        uint64_t written{0};   //!< bytes handed to the socket
        uint64_t read{0};      //!< bytes read from it
        uint32_t room{0};      //!< of an empty send buffer, bytes
        bool asked{false};     //!< the server has read the request
        bool may{false};       //!< it may write: it is connected, or has thought
        bool endOfFile{false}; //!< the peer's FIN was read
        bool closing{false};   //!< its close is on its way
        bool shut{false};      //!< it has half closed
        bool done{false};      //!< it is through
    };

    std::array<End, 2> ends;          //!< client, server
    std::array<uint64_t, 2> sizes{};  //!< bytes of request and response
    uint64_t number{0};               //!< of the connection, from 1 on; 0: this place is free
    uint32_t server{0};               //!< which
    TcpLifecycleFirstCloser closer{}; //!< who closes first
    TcpLifecycleCloseWay way{};       //!< how
    Time delay;                       //!< before that
    lifecycle::FourTuple tuple;       //!< seen from the server
    bool connected{false};            //!< at the client
};

/// The parts of a workload.
struct TcpLifecycleWorkload::Impl
{
    /// \param owner whose
    explicit Impl(TcpLifecycleWorkload& owner);

    /// The hash of a connection's two ends.
    struct Hash
    {
        /// \param tuple two ends \return the hash
        std::size_t operator()(const lifecycle::FourTuple& tuple) const
        {
            return lifecycle::HashOf(tuple);
        }
    };

    /// Whose a socket is: index of the exchange, and 0 for the client, 1 for the server.
    using Owner = std::pair<uint32_t, uint32_t>;

    /// Unless it does. \param server which \return whether it listens
    bool ListenAt(uint32_t server);
    /// \return the index of a free place
    uint32_t NewExchange();
    /// A client opens a connection. \param arrival what is said of it
    void Open(const TcpLifecycleTrafficEntry& arrival);
    /// An end has a socket. \param index whose \param end which \param socket it
    void Attach(uint32_t index, uint32_t end, const Ptr<Socket>& socket);
    /// An end is through with its socket. \param index whose \param end which
    void Detach(uint32_t index, uint32_t end);
    /// \param socket a socket \return whose it is, or null
    const Owner* OwnerOf(const Ptr<Socket>& socket) const;
    /// What there is room for. \param index whose \param end which
    void Write(uint32_t index, uint32_t end);
    /// All that is there. \param index whose \param end which
    void Read(uint32_t index, uint32_t end);
    /// What an end does next. \param index whose \param end which
    void Consider(uint32_t index, uint32_t end);
    /// \param delay 0: at once \param index whose \param what is done, unless the place is
    /// another's
    void After(Time delay, uint32_t index, std::function<void(Impl&, uint32_t)> what);
    /// \param delay before an end closes \param index whose \param end which
    void CloseIn(Time delay, uint32_t index, uint32_t end);
    /// An end closes, in its way. \param index whose \param end which
    void Close(uint32_t index, uint32_t end);
    /// \param exchange whose \param end which \return whether it closes first
    bool IsFirst(const TcpLifecycleExchange& exchange, uint32_t end) const;
    /// \param exchange whose \param end the first \return whether all is done that comes before
    bool MayCloseFirst(const TcpLifecycleExchange& exchange, uint32_t end) const;
    /// An end is through; when both are, the place is free. \param index whose \param end which
    void Finish(uint32_t index, uint32_t end);
    /// \param socket calls nobody any more
    static void Silence(const Ptr<Socket>& socket);
    /// \param seconds a random variable \return a time
    Time Draw(const Ptr<RandomVariableStream>& seconds) const;
    /// \param octets a random variable \return how many
    uint64_t DrawOctets(const Ptr<RandomVariableStream>& octets) const;
    /// \return a way to close
    TcpLifecycleCloseShare DrawClose() const;

    TcpLifecycleWorkload& owner;                     //!< whose
    TcpLifecycleTraffic traffic;                     //!< what happens
    NodeContainer clients;                           //!< their nodes
    NodeContainer servers;                           //!< their nodes
    std::vector<Address> addresses;                  //!< of servers
    std::vector<Ptr<Socket>> listeners;              //!< of servers
    TypeId factory;                                  //!< of sockets
    Ptr<ExponentialRandomVariable> gap;              //!< between arrivals, mean 1
    Ptr<UniformRandomVariable> choice;               //!< of client and server
    Ptr<UniformRandomVariable> closeChoice;          //!< of the way to close
    std::size_t nextOfTrace{0};                      //!< place in the list
    uint64_t arrived{0};                             //!< how many there were
    Time start;                                      //!< when it began
    TcpLifecycleWorkloadCounts counts;               //!< see GetCounts()
    std::vector<TcpLifecycleExchange> exchanges;     //!< the pool
    std::vector<uint32_t> free;                      //!< places in it
    std::unordered_map<const Socket*, Owner> owners; //!< sockets that applications have
    std::unordered_map<lifecycle::FourTuple, uint32_t, Hash> expected; //!< seen from the server
};

} // namespace ns3

#endif // TCP_LIFECYCLE_WORKLOAD_EXCHANGE_H
