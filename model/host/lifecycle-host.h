/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_HOST_H
#define LIFECYCLE_HOST_H

#include "lifecycle-address.h"
#include "lifecycle-connection.h"
#include "lifecycle-handle.h"
#include "lifecycle-host-action.h"
#include "lifecycle-host-config.h"
#include "lifecycle-record.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle-host
 * The TCP of one host, without a simulator.
 */

namespace ns3
{
namespace lifecycle
{

/// Why the host refuses a call. A refused call has no effect.
enum class HostRefusal : uint8_t
{
    None,         //!< not refused
    AddressInUse, //!< another listener has this address and port, or another connection has this
                  //!< 4-tuple
    NoPort,       //!< all ephemeral ports to the destination are in use
    Silent,       //!< the host is down, or in its quiet time (RFC 9293, 3.4.3)
};

/// Requests of the host to its driver.
class HostEnvironment
{
  public:
    virtual ~HostEnvironment() = default;

    /**
     * Called before every entry into a connection, including connections in TIME-WAIT and
     * connections in SYN-RECEIVED that were not in Out() yet. It must not call the host.
     * \param handle a connection \return its congestion control
     */
    virtual CongestionControl& CongestionOf(Handle handle) = 0;
    /**
     * A SYN has arrived for a listener. This function may call the host. If it closes the listener,
     * the SYN is dropped. A connection in TIME-WAIT can also prevent the new connection.
     * \param listener the listener \param tuple the 4-tuple
     * \return parameters of the new connection (they must outlive it), or null to ignore the SYN
     */
    virtual const Config* AdmitSyn(Handle listener, const FourTuple& tuple) = 0;
    /**
     * Called for a segment that belongs to no connection (RFC 9293, MUST-57 and MUST-63).
     * \param local its destination address \param remote its source address
     * \return whether each of them is the address of a single host
     */
    virtual bool AreHosts(const IpAddress& local, const IpAddress& remote) = 0;
};

/**
 * \ingroup tcp-lifecycle-host
 *
 * The TCP of one host: demultiplexing, listeners, ports, initial sequence numbers, one queue for
 * all timers, and the answers from CLOSED.
 *
 * Every entry appends HostActions to Out(). The driver performs them in order, notifies its users,
 * and then calls Settle(), which sends the ACKs that are due, packs connections in SYN-RECEIVED and
 * TIME-WAIT into small records, and deletes connections in CLOSED. DriveHost() is the reference
 * driver.
 */
class Host
{
  public:
    /// \param config parameters \param environment the driver; must outlive the host
    Host(const HostConfig& config, HostEnvironment& environment);
    ~Host();
    /// The copy has the same driver: its HostEnvironment gets the requests of both hosts. A handle
    /// is valid in both, for the connection of each. \param other the host to copy
    Host(const Host& other);
    /// See the copy constructor. \param other the host to copy \return this
    Host& operator=(const Host& other);

    /// \param config parameters from now on
    void SetConfig(const HostConfig& config);

    // User calls

    /**
     * A passive OPEN. \param local an address, or "any" of its family \param port 1..65535
     * \param now current time \param refusal AddressInUse if another listener has both
     * \param options what its user chooses \return the listener, or the null handle
     */
    Handle Listen(const IpAddress& local,
                  uint16_t port,
                  Instant now,
                  HostRefusal& refusal,
                  const ListenerOptions& options = {});
    /**
     * Remove the oldest connection from the accept queue. For a connection that has ended see
     * DeadChild.
     * \param listener a listener with ListenerOptions::explicitAccept \param aborted if not null,
     * set to whether a connection that has ended was removed, for which the null handle is returned
     * \return the connection, or the null handle if the queue is empty
     */
    Handle Accept(Handle listener, bool* aborted = nullptr);
    /**
     * Close a listener. Its half-open connections and those in its accept queue are reset.
     * \param listener the listener \param now current time
     */
    void CloseListener(Handle listener, Instant now);
    /**
     * An active OPEN. \param tuple the 4-tuple; localPort 0: an ephemeral port
     * \param config parameters; they must outlive the connection \param now current time
     * \param refusal AddressInUse or NoPort \param options what its user chooses
     * \return the connection, or the null handle
     */
    Handle Open(FourTuple tuple,
                const Config* config,
                Instant now,
                HostRefusal& refusal,
                const OpenOptions& options = {});

    /// SEND, see Connection::Send(). \param handle the connection \param octets number of bytes
    /// \param now current time \param flags see SendFlags
    Refusal Send(Handle handle, uint32_t octets, Instant now, SendFlags flags = {});
    /// See Connection::Push(). \param handle the connection \param now current time
    void Push(Handle handle, Instant now);
    /// See Connection::WantSpace(). \param handle it \param now current time
    void WantSpace(Handle handle, Instant now);
    /// See Connection::Consume(). \param handle the connection \param octets number of bytes \param
    /// now current time
    void Consume(Handle handle, uint32_t octets, Instant now);
    /// See Connection::Close(). \param handle the connection \param now current time
    Refusal Close(Handle handle, Instant now);
    /// See Connection::ShutdownSend(). \param handle the connection \param now current time
    Refusal ShutdownSend(Handle handle, Instant now);
    /// See Connection::ShutdownReceive(). \param handle the connection \param now current time
    Refusal ShutdownReceive(Handle handle, Instant now);
    /// See Connection::Abort(). \param handle the connection \param now current time
    Refusal Abort(Handle handle, Instant now);
    /// See Connection::Adopt(). \param handle the connection \param config parameters \param now
    /// current time
    void Adopt(Handle handle, const Config* config, Instant now);
    /// Close all connections and listeners silently. \param now current time
    void Shutdown(Instant now);
    /**
     * Shutdown(); then ignore all segments and refuse OPEN and LISTEN until Reboot().
     * \param now current time
     */
    void Crash(Instant now);
    /**
     * The host is up again without any connection: segments are answered from CLOSED. If
     * HostConfig::quietTime is set, the host neither sends nor receives for that time (RFC 9293,
     * 3.4.3), but listeners can be created. SetConfig() sets a new secret and start of the clock
     * for initial sequence numbers. No effect if the host is up.
     * \param now current time
     */
    void Reboot(Instant now);
    /// \param now current time \return whether the host is down, or in its quiet time
    bool IsSilent(Instant now) const;

    // Network and time

    /**
     * A segment with a correct checksum has arrived.
     * \param local destination address \param remote source address
     * \param segment the segment \param now current time
     * \return the receiver: a connection (which may be new) or a listener; null handle if it was
     * answered from CLOSED (RFC 9293, 3.10.7.1) or the host is down
     */
    Handle OnSegment(const IpAddress& local,
                     const IpAddress& remote,
                     const Segment& segment,
                     Instant now);
    /**
     * An ICMP error has arrived that quotes a segment of this host.
     * \param tuple its 4-tuple, local end first \param error the error \param now current time
     * \return what was done with it
     */
    PathVerdict OnPathError(const FourTuple& tuple, const PathError& error, Instant now);
    /// The time NextDeadline() is reached. \param now current time
    void OnDeadline(Instant now);
    /// \return when to call OnDeadline(), or NEVER; it may be too early, but not too late
    Instant NextDeadline() const;
    /// See the class. \param now current time
    void Settle(Instant now);

    // Results

    /// \return the actions to perform, in order; the driver removes those that it has performed,
    /// see DriveHost()
    std::vector<HostAction>& Out();

    // Inspection

    /// \param server address of a server \param now current time \return whether a SYN to it may
    /// carry data
    bool HasFastOpenCookie(const IpAddress& server, Instant now) const;
    /// \param client address of a client \return the cookie that allows data on its SYNs (RFC 7413,
    /// 4.1.2)
    FastOpenCookie FastOpenCookieOf(const IpAddress& client) const;
    /// \param handle a handle \return the connection, or null if it is packed or does not exist
    const Connection* Find(Handle handle) const;
    /// \param handle a handle \return its state; CLOSED if the handle is not valid
    State StateOf(Handle handle) const;
    /// \param handle a handle \return its 4-tuple, or nothing
    std::optional<FourTuple> TupleOf(Handle handle) const;
    /// \param tuple its 4-tuple, local end first \return the connection, or the null handle
    Handle HandleOf(const FourTuple& tuple) const;
    /**
     * \param tuple a 4-tuple, local end first
     * \return the state in which a segment with this 4-tuple is processed: that of its connection;
     * without a connection, LISTEN if there is a listener, otherwise CLOSED
     */
    State StateFor(const FourTuple& tuple) const;
    /// \param handle a handle \return its id, 0 if the handle is not valid
    uint64_t IdOf(Handle handle) const;
    /// \param handle a connection \return the listener in one of whose queues it is, or the null
    /// handle
    Handle ListenerOf(Handle handle) const;
    /// \param listener a listener \return its queues; all zero if the handle does not name a
    /// listener
    ListenerStatus StatusOf(Handle listener) const;
    /// \return the number of listeners and connections of any form
    std::size_t Size() const;
    /// \param state a state \return the number of connections in that state
    std::size_t CountIn(State state) const;
    /**
     * Hash the state that the behavior depends on: connections in any form, and listeners with
     * their queues; not handles, ids, counters, records, or the state of the port allocator.
     * \param digest the hash
     */
    void AddTo(Digest& digest) const;
    /// \return records of connections that have not ended. \param now current time
    std::vector<ConnectionRecord> OpenRecords(Instant now) const;

  private:
    struct Impl;                  //!< see lifecycle-host.cc
    std::unique_ptr<Impl> m_impl; //!< all state
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_HOST_H
