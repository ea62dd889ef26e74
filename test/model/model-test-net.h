/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef MODEL_TEST_NET_H
#define MODEL_TEST_NET_H

#include "lifecycle-state.h"
#include "tcp-lifecycle-l4-protocol.h"
#include "tcp-lifecycle-socket.h"

#include "ns3/error-model.h"
#include "ns3/net-device-container.h"
#include "ns3/node-container.h"
#include "ns3/nstime.h"
#include "ns3/ptr.h"
#include "ns3/socket.h"

#include <cstdint>
#include <functional>
#include <ostream>
#include <string>
#include <vector>

/**
 * \file
 * Two nodes on a link, and users who do what tests need.
 */

namespace model_test
{

using namespace ns3;

/// Which TCP a node has.
enum class Stack
{
    Ours,     //!< TcpLifecycleL4Protocol beside ns3's own TCP, which no longer gets anything
    OursOnly, //!< TcpLifecycleL4Protocol alone
    Both,     //!< TcpLifecycleL4Protocol and ns-3's own, each with what is its own
    Taken,    //!< TcpLifecycleL4Protocol beside ns-3's own, whose name it has taken
    Stock,    //!< ns-3's own
};

/// \param out where to \param stack it \return out
inline std::ostream&
operator<<(std::ostream& out, Stack stack)
{
    return out << "stack " << static_cast<int>(stack);
}

/// How the two nodes are made.
struct NetOptions
{
    Stack a{Stack::Ours};         //!< node 0
    Stack b{Stack::Ours};         //!< node 1
    std::string rate{"100Mbps"};  //!< of the link
    Time delay{MilliSeconds(10)}; //!< of the link
    bool checksums{true};         //!< see Node::ChecksumEnabled()
};

/// Two nodes on a point-to-point link, both with IPv4 and IPv6. Everything ends with it.
class Net
{
  public:
    /// \param options how
    explicit Net(const NetOptions& options = {});
    ~Net();
    Net(const Net&) = delete;
    Net& operator=(const Net&) = delete;

    /// \param node 0 or 1 \return its TCP
    Ptr<TcpLifecycleL4Protocol> Tcp(uint32_t node) const;
    /// \param node 0 or 1 \return a new socket of the TCP that the node has
    Ptr<Socket> MakeSocket(uint32_t node) const;
    /// \param node 0 or 1 \return a new socket
    Ptr<TcpLifecycleSocket> Make(uint32_t node) const;
    /// \param node 0 or 1 \param port port \param isIpv6 family \return its address and the port
    Address At(uint32_t node, uint16_t port, bool isIpv6 = false) const;
    /// \param port port \param isIpv6 family \return "any" and the port
    static Address Any(uint16_t port, bool isIpv6 = false);
    /// \param node 0 or 1 \param port port \param isIpv6 family \return a listener
    Ptr<TcpLifecycleSocket> Listener(uint32_t node, uint16_t port, bool isIpv6 = false) const;
    /// \param node receiving end, 0 or 1 \param model decides what is lost there
    void Lose(uint32_t node, Ptr<ErrorModel> model) const;
    /// Let the simulation run to its end. \return when the last event was
    Time Run() const;

    NodeContainer nodes;        //!< the nodes
    NetDeviceContainer devices; //!< the link's ends

  private:
    Stack m_stacks[2]; //!< see NetOptions
};

/// Writes down what a socket tells its user.
class Diary
{
  public:
    /// \param socket whose callbacks it takes, save send, receive and accept
    void Watch(const Ptr<Socket>& socket);
    /// \param socket whose state trace it takes, too
    void WatchState(const Ptr<Socket>& socket);

    std::vector<std::string> told;              //!< callbacks, in order
    std::vector<TcpSocket::TcpStates_t> states; //!< state trace
    std::vector<Time> times;                    //!< when told

  private:
    void Write(const char* what);
};

/// \param offset place in a stream \param seed of the stream \return the byte there
uint8_t PatternAt(uint64_t offset, uint8_t seed);

/// Writes a pattern into a socket as there is room, and closes it at the end if told to.
class Writer
{
  public:
    /// \param total bytes \param seed of the pattern \param close whether to close at the end
    Writer(uint64_t total, uint8_t seed, bool close);
    /// \param socket a socket that is connected, or is going to be
    void Start(const Ptr<Socket>& socket);
    /// Go on writing. \param socket where
    void Write(Ptr<Socket> socket, uint32_t);

    /// \return bytes that it is to write
    uint64_t Total() const;

    uint64_t written{0};        //!< bytes
    std::function<void()> done; //!< called when all is written, if there is one

  private:
    uint64_t m_total;   //!< bytes
    uint8_t m_seed;     //!< of the pattern
    bool m_close;       //!< whether to close at the end
    bool m_done{false}; //!< all is written, and that was said
};

/// Reads a pattern from a socket, and closes it at end of file if told to.
class Reader
{
  public:
    /// \param seed of the pattern \param close whether to close when the peer has
    Reader(uint8_t seed, bool close);
    /// \param socket where from
    void Start(const Ptr<Socket>& socket);
    /// Read what is there. \param socket where from
    void Read(Ptr<Socket> socket);

    uint64_t read{0};     //!< bytes
    uint64_t wrong{0};    //!< bytes that are not the pattern's
    bool finished{false}; //!< the peer's FIN has come

  private:
    void Finish(Ptr<Socket> socket);

    uint8_t m_seed; //!< of the pattern
    bool m_close;   //!< whether to close when the peer has
};

/// \param socket a listener \param accepted gets each socket that it accepts
inline void
OnAccept(const Ptr<Socket>& socket, std::function<void(Ptr<Socket>)> accepted)
{
    socket->SetAcceptCallback(
        MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
        Callback<void, Ptr<Socket>, const Address&>(
            [accepted](Ptr<Socket> child, const Address&) { accepted(child); }));
}

/// \param callback what to call \return as ns-3 wants it
inline Callback<void, Ptr<Socket>>
Call(std::function<void(Ptr<Socket>)> callback)
{
    return Callback<void, Ptr<Socket>>([callback](Ptr<Socket> socket) { callback(socket); });
}

} // namespace model_test

#endif // MODEL_TEST_NET_H
