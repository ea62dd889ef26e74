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
 * One host's TCP without any simulator.
 */

namespace ns3
{
namespace lifecycle
{

/// Why the host refuses a call; a refused call changes nothing.
enum class HostRefusal : uint8_t
{
    None,         //!< it does not
    AddressInUse, //!< a listener has that address and port, or a connection that 4-tuple
    NoPort,       //!< every ephemeral port to that destination is taken
    Silent,       //!< the host is down, or quiet after a crash (RFC 9293, 3.4.3)
};

/// What the host asks of its driver.
class HostEnvironment
{
  public:
    virtual ~HostEnvironment() = default;

    /**
     * Asked before every entry of a connection, also one in SYN-RECEIVED that has not been seen in
     * Out() yet, or in TIME-WAIT. It must not call the host.
     * \param handle a connection \return its congestion control
     */
    virtual CongestionControl& CongestionOf(Handle handle) = 0;
    /**
     * A SYN has come for a listener. It may call the host: when the listener is closed meanwhile,
     * the SYN is dropped. A connection does not always follow: not when one in TIME-WAIT stands
     * in the way.
     * \param listener whose \param tuple the two ends
     * \return parameters of the new connection (they must outlive it), or null to ignore the SYN
     */
    virtual const Config* AdmitSyn(Handle listener, const FourTuple& tuple) = 0;
    /**
     * Asked of a segment that belongs to no connection (RFC 9293, MUST-57 and MUST-63).
     * \param local where it went \param remote where it came from
     * \return whether each can be one host's address
     */
    virtual bool AreHosts(const IpAddress& local, const IpAddress& remote) = 0;
};

/**
 * \ingroup tcp-lifecycle-host
 *
 * One host's TCP: demultiplexing, listeners, ports, initial sequence numbers, one queue for all
 * timers, and the answer from CLOSED.
 *
 * Every entry appends HostActions to Out(). The driver performs them in order, tells its users,
 * and calls Settle() when all that has happened at this point is done: it sends the acknowledgments
 * still owed, packs connections in SYN-RECEIVED and TIME-WAIT into small records, and forgets those
 * in CLOSED. DriveHost() is the reference driver.
 */
class Host
{
  public:
    /// \param config parameters \param environment the driver; must outlive the host
    Host(const HostConfig& config, HostEnvironment& environment);
    ~Host();
    /// \param other is copied in all; both have the same driver, whose HostEnvironment is asked by
    /// both, and the copy's handles name the copy's connections
    Host(const Host& other);
    /// As the constructor. \param other is copied \return this
    Host& operator=(const Host& other);

    /// \param config parameters from now on
    void SetConfig(const HostConfig& config);

    // Users

    /**
     * A passive OPEN. \param local address, or "any" of its family \param port 1..65535
     * \param now time \param refusal AddressInUse when another listener has the same
     * \param options what its user chooses \return the listener, or a handle that names nothing
     */
    Handle Listen(const IpAddress& local,
                  uint16_t port,
                  Instant now,
                  HostRefusal& refusal,
                  const ListenerOptions& options = {});
    /**
     * Take the connection that has waited longest out of the accept queue. For one that has ended
     * meanwhile see DeadChild.
     * \param listener one with ListenerOptions::explicitAccept \param aborted if not null, whether
     * one was taken that has ended, and nothing is returned for it
     * \return the connection, or a handle that names nothing: none waits
     */
    Handle Accept(Handle listener, bool* aborted = nullptr);
    /**
     * Close a listener; its connections in SYN-RECEIVED, and those that wait to be accepted, are
     * reset.
     * \param listener it \param now time
     */
    void CloseListener(Handle listener, Instant now);
    /**
     * An active OPEN. \param tuple the two ends; localPort 0: an ephemeral port
     * \param config parameters; must outlive the connection \param now time
     * \param refusal AddressInUse or NoPort \param options what its user chooses
     * \return the connection, or a handle that names nothing
     */
    Handle Open(FourTuple tuple,
                const Config* config,
                Instant now,
                HostRefusal& refusal,
                const OpenOptions& options = {});

    /// SEND, see Connection::Send(). \param handle it \param octets how many \param now time
    /// \param flags see SendFlags
    Refusal Send(Handle handle, uint32_t octets, Instant now, SendFlags flags = {});
    /// See Connection::Push(). \param handle it \param now time
    void Push(Handle handle, Instant now);
    /// See Connection::WantSpace(). \param handle it \param now time
    void WantSpace(Handle handle, Instant now);
    /// See Connection::Consume(). \param handle it \param octets how many \param now time
    void Consume(Handle handle, uint32_t octets, Instant now);
    /// See Connection::Close(). \param handle it \param now time
    Refusal Close(Handle handle, Instant now);
    /// See Connection::ShutdownSend(). \param handle it \param now time
    Refusal ShutdownSend(Handle handle, Instant now);
    /// See Connection::ShutdownReceive(). \param handle it \param now time
    Refusal ShutdownReceive(Handle handle, Instant now);
    /// See Connection::Abort(). \param handle it \param now time
    Refusal Abort(Handle handle, Instant now);
    /// See Connection::Adopt(). \param handle it \param config parameters \param now time
    void Adopt(Handle handle, const Config* config, Instant now);
    /// Every connection and listener goes without a word to any peer. \param now time
    void Shutdown(Instant now);
    /**
     * Shutdown(), and from here on segments are ignored, OPEN and LISTEN refused, until Reboot().
     * \param now time
     */
    void Crash(Instant now);
    /**
     * The host is up again, knowing nothing: segments are answered from CLOSED. With
     * HostConfig::quietTime, it is silent that much longer (RFC 9293, 3.4.3), though listeners can
     * be made. A new secret and a new start of the clock for initial sequence numbers come by
     * SetConfig(). No effect on a host that is up.
     * \param now time
     */
    void Reboot(Instant now);
    /// \param now time \return whether it sends and hears nothing, by Crash() or its quiet time
    bool IsSilent(Instant now) const;

    // Network and time

    /**
     * A segment has arrived and its checksum is right.
     * \param local destination address \param remote source address
     * \param segment the segment \param now time
     * \return who took it: a connection (one that it has opened, too) or a listener; a handle that
     * names nothing: it was answered from CLOSED (RFC 9293, 3.10.7.1), or the host is silent
     */
    Handle OnSegment(const IpAddress& local,
                     const IpAddress& remote,
                     const Segment& segment,
                     Instant now);
    /**
     * An ICMP error has come that quotes a segment sent by this host.
     * \param tuple of that segment, seen from here \param error what it says \param now time
     * \return what was done about it
     */
    PathVerdict OnPathError(const FourTuple& tuple, const PathError& error, Instant now);
    /// Time has come to NextDeadline(). \param now time
    void OnDeadline(Instant now);
    /// \return when OnDeadline() wants to be called, or NEVER; may be too early, never too late
    Instant NextDeadline() const;
    /// See the class. \param now time
    void Settle(Instant now);

    // Results

    /// \return actions to perform, in order; the driver removes those that it has performed, see
    /// DriveHost()
    std::vector<HostAction>& Out();

    // What can be seen

    /// \param server its address \param now time \return whether text may go with a SYN to it
    bool HasFastOpenCookie(const IpAddress& server, Instant now) const;
    /// \param client an address \return the cookie that lets its SYNs bring text (RFC 7413, 4.1.2)
    FastOpenCookie FastOpenCookieOf(const IpAddress& client) const;
    /// \param handle it \return a connection that is not put away as a record, or null
    const Connection* Find(Handle handle) const;
    /// \param handle it \return its state; CLOSED when the handle names nothing
    State StateOf(Handle handle) const;
    /// \param handle it \return its two ends, or nothing
    std::optional<FourTuple> TupleOf(Handle handle) const;
    /// \param tuple two ends, seen from here \return the connection, or a handle that names nothing
    Handle HandleOf(const FourTuple& tuple) const;
    /**
     * \param tuple two ends, seen from here
     * \return the state that a segment between them meets: its connection's; without one, LISTEN if
     * there is a listener for it, else CLOSED
     */
    State StateFor(const FourTuple& tuple) const;
    /// \param handle it \return its number, 0 for nothing
    uint64_t IdOf(Handle handle) const;
    /// \param handle a connection \return the listener in one of whose queues it is, or a handle
    /// that names nothing
    Handle ListenerOf(Handle handle) const;
    /// \param listener it \return its queues; all zero for what is no listener
    ListenerStatus StatusOf(Handle listener) const;
    /// \return listeners and connections of any form
    std::size_t Size() const;
    /// \param state which \return connections in that state
    std::size_t CountIn(State state) const;
    /**
     * \param digest gets what the host is going to do depends on: connections in whatever form they
     * are kept, and listeners with their queues; not names (handles, numbers), counters, records,
     * nor what ephemeral ports are chosen by
     */
    void AddTo(Digest& digest) const;
    /// \return records of connections not yet ended, as they stand. \param now time
    std::vector<ConnectionRecord> OpenRecords(Instant now) const;

  private:
    struct Impl;                  //!< see lifecycle-host.cc
    std::unique_ptr<Impl> m_impl; //!< everything
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_HOST_H
