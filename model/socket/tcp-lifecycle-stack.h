/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_STACK_H
#define TCP_LIFECYCLE_STACK_H

#include "lifecycle-host.h"
#include "tcp-lifecycle-bindings.h"
#include "tcp-lifecycle-congestion.h"
#include "tcp-lifecycle-ip.h"
#include "tcp-lifecycle-socket-options.h"

#include "ns3/ip-l4-protocol.h"
#include "ns3/node.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"
#include "ns3/socket.h"

#include <cstdint>
#include <memory>

/**
 * \file
 * \ingroup tcp-lifecycle
 * The interface of the node's TCP for its sockets.
 */

namespace ns3
{

class TcpLifecycleSocket;

/**
 * \ingroup tcp-lifecycle
 *
 * User calls, see lifecycle::Host.
 */
class TcpLifecycleCalls
{
  public:
    virtual ~TcpLifecycleCalls() = default;

    /// \param socket gets the connection \param tuple its 4-tuple \param config its parameters
    /// \param fastOpen see lifecycle::OpenOptions \param text data already written, or null \return
    /// the refusal
    virtual lifecycle::HostRefusal Open(TcpLifecycleSocket* socket,
                                        const lifecycle::FourTuple& tuple,
                                        const lifecycle::Config* config,
                                        bool fastOpen,
                                        const Ptr<const Packet>& text) = 0;
    /// \param server address of a server \return see lifecycle::Host
    virtual bool HasFastOpenCookie(const lifecycle::IpAddress& server) const = 0;
    /// \param socket becomes the listener \param local an address \param port a port \param options
    /// what its user chooses \return the refusal
    virtual lifecycle::HostRefusal Listen(TcpLifecycleSocket* socket,
                                          const lifecycle::IpAddress& local,
                                          uint16_t port,
                                          const lifecycle::ListenerOptions& options) = 0;
    /// \param listener a listener \return the socket of the oldest connection in the accept queue,
    /// or null
    virtual Ptr<TcpLifecycleSocket> Accept(lifecycle::Handle listener) = 0;
    /// \param listener a listener
    virtual void CloseListener(lifecycle::Handle listener) = 0;
    /// \param socket socket of a connection \param packet the data \param flags see lifecycle::Host
    /// \return the refusal
    virtual lifecycle::Refusal Send(TcpLifecycleSocket* socket,
                                    Ptr<const Packet> packet,
                                    lifecycle::SendFlags flags) = 0;
    /// Send data that wait. \param handle a connection
    virtual void Push(lifecycle::Handle handle) = 0;
    /// Its user waits for room in the send buffer. \param handle a connection
    virtual void WantSpace(lifecycle::Handle handle) = 0;
    /// \param handle a connection \param octets number of bytes
    virtual void Consume(lifecycle::Handle handle, uint32_t octets) = 0;
    /// \param handle a connection \return the refusal
    virtual lifecycle::Refusal Close(lifecycle::Handle handle) = 0;
    /// \param handle a connection \return the refusal
    virtual lifecycle::Refusal ShutdownSend(lifecycle::Handle handle) = 0;
    /// \param handle a connection \return the refusal
    virtual lifecycle::Refusal ShutdownReceive(lifecycle::Handle handle) = 0;
    /// \param handle a connection \return the refusal
    virtual lifecycle::Refusal Abort(lifecycle::Handle handle) = 0;
    /// \param handle a connection \param config its new parameters
    virtual void Adopt(lifecycle::Handle handle, const lifecycle::Config* config) = 0;
    /// The socket is deleted; there are no further notifications. \param handle a connection
    virtual void Forget(lifecycle::Handle handle) = 0;
    /**
     * The connection or listener of a socket has ended, and its user makes a call from a trace
     * sink, before all actions were performed. Perform them now, so that the call finds a closed
     * socket.
     * \param handle a handle in CLOSED
     */
    virtual void CatchUp(lifecycle::Handle handle) = 0;
};

/**
 * \ingroup tcp-lifecycle
 *
 * What all sockets of a node share; implemented by TcpLifecycleL4Protocol.
 */
class TcpLifecycleStack : public IpL4Protocol
{
  public:
    /// \return a new socket
    virtual Ptr<Socket> CreateSocket() = 0;
    /// \return the node, or null
    virtual Ptr<Node> GetNode() const = 0;
    /// \return the host, for inspection; null before the first entry
    virtual const lifecycle::Host* GetHost() const = 0;
    /// \return default parameters of connections
    virtual const lifecycle::Config& GetDefaults() const = 0;

    /// \return the user calls
    virtual TcpLifecycleCalls& GetCalls() = 0;
    /// \return the network layers
    virtual TcpLifecycleIp& GetIp() = 0;
    /// \return local ends in use
    virtual TcpLifecycleBindings& GetBindings() = 0;
    /// \return the ephemeral ports
    virtual lifecycle::PortRange GetEphemeralPorts() const = 0;
    /// \return the congestion control of new flows
    virtual Ptr<TcpLifecycleCongestionPrototype> GetCongestionPrototype() = 0;
    /// \param set the options of a socket \param route route of the connection \return parameters
    /// of the connection, which outlive it
    virtual const lifecycle::Config* ConfigFor(
        const std::shared_ptr<const TcpLifecycleSocketOptions>& set,
        const TcpLifecycleRoute& route) = 0;
    /// A socket is bound to a device.
    virtual void NoteDeviceBound() = 0;
    /// \param socket a new socket
    virtual void Enlist(TcpLifecycleSocket* socket) = 0;
    /// \param socket a socket that is deleted
    virtual void Delist(TcpLifecycleSocket* socket) = 0;
};

} // namespace ns3

#endif // TCP_LIFECYCLE_STACK_H
