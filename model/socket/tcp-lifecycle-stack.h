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
 * What a socket knows of the TCP of its node.
 */

namespace ns3
{

class TcpLifecycleSocket;

/**
 * \ingroup tcp-lifecycle
 *
 * The calls of users, see lifecycle::Host.
 */
class TcpLifecycleCalls
{
  public:
    virtual ~TcpLifecycleCalls() = default;

    /// \param socket gets the connection \param tuple its two ends \param config its parameters
    /// \param fastOpen see lifecycle::OpenOptions \param text written already, or null
    /// \return why not
    virtual lifecycle::HostRefusal Open(TcpLifecycleSocket* socket,
                                        const lifecycle::FourTuple& tuple,
                                        const lifecycle::Config* config,
                                        bool fastOpen,
                                        const Ptr<const Packet>& text) = 0;
    /// \param server its address \return see lifecycle::Host
    virtual bool HasFastOpenCookie(const lifecycle::IpAddress& server) const = 0;
    /// \param socket becomes the listener \param local address \param port port
    /// \param options what its user chooses \return why not
    virtual lifecycle::HostRefusal Listen(TcpLifecycleSocket* socket,
                                          const lifecycle::IpAddress& local,
                                          uint16_t port,
                                          const lifecycle::ListenerOptions& options) = 0;
    /// \param listener a listener \return the socket of the connection that has waited longest, or
    /// null
    virtual Ptr<TcpLifecycleSocket> Accept(lifecycle::Handle listener) = 0;
    /// \param listener a listener
    virtual void CloseListener(lifecycle::Handle listener) = 0;
    /// \param socket whose connection \param packet the data \param flags see lifecycle::Host
    /// \return why not
    virtual lifecycle::Refusal Send(TcpLifecycleSocket* socket,
                                    Ptr<const Packet> packet,
                                    lifecycle::SendFlags flags) = 0;
    /// What waits for more goes now. \param handle a connection
    virtual void Push(lifecycle::Handle handle) = 0;
    /// Its user waits for room in the send buffer. \param handle a connection
    virtual void WantSpace(lifecycle::Handle handle) = 0;
    /// \param handle a connection \param octets how many
    virtual void Consume(lifecycle::Handle handle, uint32_t octets) = 0;
    /// \param handle a connection \return why not
    virtual lifecycle::Refusal Close(lifecycle::Handle handle) = 0;
    /// \param handle a connection \return why not
    virtual lifecycle::Refusal ShutdownSend(lifecycle::Handle handle) = 0;
    /// \param handle a connection \return why not
    virtual lifecycle::Refusal ShutdownReceive(lifecycle::Handle handle) = 0;
    /// \param handle a connection \return why not
    virtual lifecycle::Refusal Abort(lifecycle::Handle handle) = 0;
    /// \param handle a connection \param config its parameters from here on
    virtual void Adopt(lifecycle::Handle handle, const lifecycle::Config* config) = 0;
    /// The socket goes: nobody is told of that connection any more. \param handle a connection
    virtual void Forget(lifecycle::Handle handle) = 0;
    /**
     * A socket's connection or listener has ended, and its user calls before all of that is
     * performed: from a trace sink. What is left to do for it is done now, so that the call finds a
     * socket that has ended. \param handle in CLOSED
     */
    virtual void CatchUp(lifecycle::Handle handle) = 0;
};

/**
 * \ingroup tcp-lifecycle
 *
 * What all sockets of a node share. TcpLifecycleL4Protocol implements it.
 */
class TcpLifecycleStack : public IpL4Protocol
{
  public:
    /// \return a new socket
    virtual Ptr<Socket> CreateSocket() = 0;
    /// \return the node, or null
    virtual Ptr<Node> GetNode() const = 0;
    /// \return the host, to be looked at, or null before anything has happened
    virtual const lifecycle::Host* GetHost() const = 0;
    /// \return parameters of connections whose user sets none
    virtual const lifecycle::Config& GetDefaults() const = 0;

    /// \return the calls of users
    virtual TcpLifecycleCalls& GetCalls() = 0;
    /// \return the network layers
    virtual TcpLifecycleIp& GetIp() = 0;
    /// \return local ends in use
    virtual TcpLifecycleBindings& GetBindings() = 0;
    /// \return ports for those who name none
    virtual lifecycle::PortRange GetEphemeralPorts() const = 0;
    /// \return what congestion control of new flows copies
    virtual Ptr<TcpLifecycleCongestionPrototype> GetCongestionPrototype() = 0;
    /// \param set what a user has set on his socket \param route of the connection
    /// \return parameters of the connection, which outlive it
    virtual const lifecycle::Config* ConfigFor(
        const std::shared_ptr<const TcpLifecycleSocketOptions>& set,
        const TcpLifecycleRoute& route) = 0;
    /// A socket is bound to a device.
    virtual void NoteDeviceBound() = 0;
    /// \param socket a new one
    virtual void Enlist(TcpLifecycleSocket* socket) = 0;
    /// \param socket one that is enlisted and goes
    virtual void Delist(TcpLifecycleSocket* socket) = 0;
};

} // namespace ns3

#endif // TCP_LIFECYCLE_STACK_H
