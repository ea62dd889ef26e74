/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_DRIVER_H
#define TCP_LIFECYCLE_DRIVER_H

#include "lifecycle-host.h"
#include "tcp-lifecycle-header.h"
#include "tcp-lifecycle-marks.h"
#include "tcp-lifecycle-stack.h"

#include "ns3/event-id.h"
#include "ns3/ipv4-interface.h"
#include "ns3/ipv6-interface.h"
#include "ns3/net-device.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <memory>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * The driver of lifecycle::Host in ns-3. Private to the adapter.
 */

namespace ns3
{

class LogComponent;
class TcpLifecycleL4Protocol;
class TcpLifecycleSocket;
enum class TcpLifecycleSocketRole : uint8_t;

/// A received segment, without its header.
struct TcpLifecycleArrival
{
    Ptr<Packet> packet;          //!< its data
    TcpLifecycleHeader header;   //!< its header
    lifecycle::IpAddress local;  //!< destination address
    lifecycle::IpAddress remote; //!< source address
    Ptr<Ipv4Interface> ipv4;     //!< interface of arrival, or null
    Ptr<Ipv6Interface> ipv6;     //!< interface of arrival, or null
    uint64_t serial{0};          //!< see TcpLifecycleSegmentEvent
    bool marked{false};          //!< its IP header has "congestion experienced" (RFC 3168, 5)

    /// \return the device of arrival, or null
    Ptr<NetDevice> GetDevice() const;
    /// \return its 4-tuple
    lifecycle::FourTuple GetTuple() const;
};

/**
 * \ingroup tcp-lifecycle
 *
 * Drives one lifecycle::Host. Every user call, segment and deadline enters the host here and ends
 * in Run(), which performs the actions of the host, calls the callbacks of users, lets the host
 * settle, and schedules the only timer event.
 *
 * Callbacks are called by events only, never from inside a user call, except those that ask whether
 * to accept a connection request: the effects of a call are notified by an event at the same time.
 * A callback may make any call, and so may the sink of a trace source, which is called while the
 * traced action is performed; the resulting actions are performed after the callback or sink has
 * returned. ACKs are sent after the callbacks, so that data or a FIN sent by a callback carry them.
 *
 * Therefore the rules of this class: after a callback or sink, all state may have changed, except
 * for objects that a Ptr holds. A slot must be looked up again, a vector must be accessed by index,
 * and a socket that may have lost its last user is held until the end of Run().
 */
class TcpLifecycleDriver : public lifecycle::HostEnvironment, public TcpLifecycleCalls
{
  public:
    /// \param l4 the protocol \param config parameters of the host
    TcpLifecycleDriver(TcpLifecycleL4Protocol& l4, const lifecycle::HostConfig& config);
    ~TcpLifecycleDriver() override;
    TcpLifecycleDriver(const TcpLifecycleDriver&) = delete;
    TcpLifecycleDriver& operator=(const TcpLifecycleDriver&) = delete;

    /// \return the host, for inspection
    const lifecycle::Host& GetHost() const
    {
        return *m_host;
    }

    /// \param config new parameters of the host
    void SetConfig(const lifecycle::HostConfig& config);

    // TcpLifecycleCalls
    lifecycle::HostRefusal Open(TcpLifecycleSocket* socket,
                                const lifecycle::FourTuple& tuple,
                                const lifecycle::Config* config,
                                bool fastOpen,
                                const Ptr<const Packet>& text) override;
    bool HasFastOpenCookie(const lifecycle::IpAddress& server) const override;
    lifecycle::HostRefusal Listen(TcpLifecycleSocket* socket,
                                  const lifecycle::IpAddress& local,
                                  uint16_t port,
                                  const lifecycle::ListenerOptions& options) override;
    Ptr<TcpLifecycleSocket> Accept(lifecycle::Handle listener) override;
    void CloseListener(lifecycle::Handle listener) override;
    lifecycle::Refusal Send(TcpLifecycleSocket* socket,
                            Ptr<const Packet> packet,
                            lifecycle::SendFlags flags) override;
    void Push(lifecycle::Handle handle) override;
    void WantSpace(lifecycle::Handle handle) override;
    void Consume(lifecycle::Handle handle, uint32_t octets) override;
    lifecycle::Refusal Close(lifecycle::Handle handle) override;
    lifecycle::Refusal ShutdownSend(lifecycle::Handle handle) override;
    lifecycle::Refusal ShutdownReceive(lifecycle::Handle handle) override;
    lifecycle::Refusal Abort(lifecycle::Handle handle) override;
    void Adopt(lifecycle::Handle handle, const lifecycle::Config* config) override;
    void Forget(lifecycle::Handle handle) override;
    void CatchUp(lifecycle::Handle handle) override;

    /// See lifecycle::Host::Crash()
    void Crash();
    /// See lifecycle::Host::Reboot()
    void Reboot();
    /// The protocol is disposed of: no more notifications, and no more segments.
    void Detach();

    /**
     * A complete segment with a correct checksum has arrived.
     * \param arrival the segment \return whether it belongs to a connection or listener
     */
    bool Receive(const TcpLifecycleArrival& arrival);

    /**
     * An ICMP error has arrived.
     * \param tuple 4-tuple of the quoted segment, local end first \param error the error
     */
    void ReceivePathError(const lifecycle::FourTuple& tuple, const lifecycle::PathError& error);
    /// \return the current time, for the host
    static lifecycle::Instant Now();

    // lifecycle::HostEnvironment
    lifecycle::CongestionControl& CongestionOf(lifecycle::Handle handle) override;
    const lifecycle::Config* AdmitSyn(lifecycle::Handle listener,
                                      const lifecycle::FourTuple& tuple) override;
    bool AreHosts(const lifecycle::IpAddress& local, const lifecycle::IpAddress& remote) override;

  private:
    /// Data of a connection or listener, by the index of its handle.
    struct Slot
    {
        uint32_t generation{0};              //!< of the handle; 0: the slot is free
        bool kept{false};                    //!< the slot holds a reference to the socket
        uint16_t marks{0};                   //!< index in m_marks, while there is no socket
        TcpLifecycleSocket* socket{nullptr}; //!< its socket, or null
    };

    /// Notifications of users.
    enum class Notice : uint8_t
    {
        Connected,    //!< connection succeeded
        Failed,       //!< connection failed
        Accepted,     //!< a listener has a new connection
        Acceptable,   //!< a listener has a connection for Accept()
        Data,         //!< there are bytes to read
        Sent,         //!< bytes were sent
        Space,        //!< the send buffer has space
        PeerFinished, //!< normal close
        Urgent,       //!< there are urgent data
        Broken,       //!< error close
    };

    /// A pending notification.
    struct Pending
    {
        Ptr<TcpLifecycleSocket> socket; //!< the socket of the user
        Ptr<TcpLifecycleSocket> child;  //!< Accepted: the new connection
        uint32_t octets{0};             //!< Sent: number of bytes
        Notice notice{Notice::Data};    //!< the kind
    };

    // The event loop
    void Run(lifecycle::Instant now, bool mayNotify);
    bool Step(lifecycle::Instant now, bool mayNotify);
    void EnterBacklog(lifecycle::Instant now);
    void TidyPending();
    void Reschedule(lifecycle::Instant now);
    void OnWake();
    void OnPending();
    bool Enter(const TcpLifecycleArrival& arrival, lifecycle::Instant now);
    bool IsForAnotherDevice(const TcpLifecycleArrival& arrival);
    void AnswerByReset(const lifecycle::FourTuple& tuple, const lifecycle::Segment& segment);

    // Actions
    void Perform();
    void PerformOne(const lifecycle::HostAction& action);
    void PerformFor(lifecycle::Handle handle, std::vector<lifecycle::HostAction>& actions);
    void DoAccept(const lifecycle::HostAction& action, const lifecycle::Accepted& accepted);
    bool IsAcceptPending() const;
    void TraceListener(const lifecycle::HostAction& action);
    void DoEmit(const lifecycle::HostAction& action, const lifecycle::Emit& emit);
    void DoTransition(const lifecycle::HostAction& action, const lifecycle::Transition& what);
    void DoNotify(TcpLifecycleSocket* socket,
                  lifecycle::Handle handle,
                  const lifecycle::Notify& notify);
    static void End(TcpLifecycleSocket& socket, lifecycle::Handle handle);

    // Notifications
    void Tell(TcpLifecycleSocket* socket, Notice notice, uint32_t octets = 0);
    void DeliverNext();

    // Slots
    Slot* Find(lifecycle::Handle handle)
    {
        const bool known = handle && handle.index < m_slots.size() &&
                           m_slots[handle.index].generation == handle.generation;
        return known ? &m_slots[handle.index] : nullptr;
    }

    Slot& Claim(lifecycle::Handle handle);
    void Attach(lifecycle::Handle handle, TcpLifecycleSocket* socket, TcpLifecycleSocketRole role);
    void LetGo(Slot& slot);
    void Leave(Slot& slot);
    uint16_t MarksOf(const TcpLifecycleSocket& socket);
    void ReleaseLeaving();
    void UpdateValues(TcpLifecycleSocket* socket, bool sent);

    static LogComponent g_log;                 //!< as ns-3's macros expect it
    TcpLifecycleL4Protocol& m_l4;              //!< the protocol
    std::unique_ptr<lifecycle::Host> m_host;   //!< the host
    std::vector<lifecycle::HostAction>& m_out; //!< its Out()
    std::vector<Slot> m_slots;                 //!< by index of the handle
    lifecycle::RenoCongestionControl
        m_handshake; //!< for connections without a socket, which have no data
    std::vector<TcpLifecycleMarks> m_marks;         //!< of released sockets; [0]: none
    const TcpLifecycleArrival* m_arrival{nullptr};  //!< the current segment
    std::vector<lifecycle::HostAction> m_performed; //!< actions taken from m_out
    std::size_t m_nextAction{0};                    //!< index in m_performed: earlier ones are done
    std::vector<Pending> m_pending; //!< notifications; those before m_nextPending are done
    std::size_t m_nextPending{0};   //!< in m_pending
    std::vector<TcpLifecycleArrival> m_backlog;     //!< segments received during Run()
    std::vector<Ptr<TcpLifecycleSocket>> m_leaving; //!< sockets held until the end of Run()
    bool m_running{false};                          //!< Run() is on the stack
    bool m_detached{false};                         //!< see Detach()
    EventId m_wake;                                 //!< the timer
    bool m_wakePending{false};                      //!< whether m_wake is in the queue
    lifecycle::Instant m_wakeAt;                    //!< when it is due
    EventId m_tell;                                 //!< event for the notifications of a user call
    bool m_tellPending{false};                      //!< whether m_tell is in the queue
};

} // namespace ns3

#endif // TCP_LIFECYCLE_DRIVER_H
