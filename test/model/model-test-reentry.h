/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef MODEL_TEST_REENTRY_H
#define MODEL_TEST_REENTRY_H

#include "model-test-net.h"

#include <array>
#include <map>
#include <set>

/**
 * \file
 * Users who call from every place from which they can.
 */

namespace model_test
{

/// The sockets of a World. The last two come from the listeners.
enum class Who : std::size_t
{
    Client,   //!< node 0's; it writes, and closes first
    Second,   //!< node 0's; its peer aborts
    Refused,  //!< node 0's; nobody listens where it connects
    Listener, //!< node 1's
    Explicit, //!< node 1's, with the attribute ExplicitAccept
    Server,   //!< node 1's, Client's peer
    Accepted, //!< node 1's, Second's peer
};

/// How many there are.
constexpr std::size_t WHO_COUNT = 7;

/// What came of a call.
struct Outcome
{
    bool called{false};          //!< there was somebody to call
    int result{0};               //!< of the call
    Socket::SocketErrno error{}; //!< after it, 0: it succeeded
    /// SYNs, FINs and RSTs that the callee's node sent in the instant of the call, in any order
    std::multiset<std::string> sent;
    std::string final; //!< what the sockets were like at the end of the instant
};

class World;

/// A place from which users call: a callback, or the sink of a trace source.
struct Place
{
    std::string name;                    //!< of it
    std::function<void(World&)> install; //!< have it call World::Fire()
    bool decides{false};                 //!< the host asks there and goes on by the answer
};

/// A call.
struct Deed
{
    std::string name;               //!< of it
    uint32_t node;                  //!< the node that it concerns
    std::function<int(World&)> act; //!< do it; returns the result, or NOBODY
    Who whose{Who::Client};         //!< whose error number tells why not
    bool ends{false};               //!< it takes a node away, or the sockets
    bool reads{false};              //!< what it gives depends on what has been delivered yet
};

/// A Deed found nobody to call.
constexpr int NOBODY = -1000;

/// \return every callback and every trace source, the trace sources by what their TypeIds say
std::vector<Place> AllPlaces();
/// \return every call, of each socket that is worth it and of hosts
std::vector<Deed> AllDeeds();

/**
 * Two hosts on a link, three connections between them: one that is closed in order after data with
 * a loss, one that is aborted after Accept(), one that is refused. Whatever its users do, they do a
 * millisecond after they were told, so that nothing but a Deed happens in the instant of one.
 */
class World
{
  public:
    World();
    ~World();
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    /**
     * Run all of it.
     * \param place where something is done \param firing which of the times it is called, from 1 on
     * \param deed what is done then, or null \param later do it in an event at the same time
     * \return what came of it
     */
    Outcome Play(const Place& place, uint32_t firing, const Deed* deed, bool later);
    /// \return how often the place was called
    uint32_t GetFirings() const;

    /// \return what is left at the end, though every user has closed and dropped all; empty:
    /// nothing
    std::string Leftovers() const;

    /// The place of Play() is called.
    void Fire();
    /// \param who which \return a socket, or null
    Ptr<TcpLifecycleSocket>& At(Who who);
    /// \param socket new one \param who which it is
    void Adopt(const Ptr<TcpLifecycleSocket>& socket, Who who);
    /// \param node 0 or 1 \return its TCP
    Ptr<TcpLifecycleL4Protocol> Tcp(uint32_t node) const;
    /// \param node 0 or 1 \return a new socket
    Ptr<TcpLifecycleSocket> Make(uint32_t node) const;
    /// \param port port \return node 1's address and that
    Address Peer(uint16_t port) const;
    /// A user is told something. \param what by which callback
    void OnTold(const char* what);

    NodeContainer nodes;                                     //!< the hosts
    NetDeviceContainer devices;                              //!< the link's ends
    std::function<void(Ptr<TcpLifecycleSocket>, Who)> watch; //!< a place's, for sockets
    std::vector<Ptr<Socket>> others;                         //!< what Deeds have made
    uint32_t insideCalls{0};                                 //!< callbacks from inside a Deed

  private:
    void Begin();
    void ListenExplicitly();
    void SetCallbacks(const Ptr<TcpLifecycleSocket>& socket);
    void Read(Ptr<Socket> socket);
    void Do();
    void NoteSent(uint32_t node, Ptr<const Packet> packet);
    std::string Describe();

    std::array<Ptr<TcpLifecycleSocket>, WHO_COUNT> m_sockets; //!< by Who
    std::string m_place;                                      //!< of Play()
    uint32_t m_firings{0};                                    //!< calls of it
    uint32_t m_at{0};                                         //!< the one that counts
    const Deed* m_deed{nullptr};                              //!< of Play()
    bool m_over{false};     //!< all are closed, and nothing is done
    bool m_later{false};    //!< of Play()
    bool m_inside{false};   //!< a Deed is on the stack
    Time m_instant{-1};     //!< when it was done
    uint32_t m_received{0}; //!< bytes, by Server
    Outcome m_outcome;      //!< of it
};

} // namespace model_test

#endif // MODEL_TEST_REENTRY_H
