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
 * The funnel between lifecycle::Host and ns-3. Private to the adapter.
 */

namespace ns3
{

class LogComponent;
class TcpLifecycleL4Protocol;
class TcpLifecycleSocket;
enum class TcpLifecycleSocketRole : uint8_t;

/// A segment that has arrived, without its header.
struct TcpLifecycleArrival
{
    Ptr<Packet> packet;          //!< its text
    TcpLifecycleHeader header;   //!< its header
    lifecycle::IpAddress local;  //!< destination address
    lifecycle::IpAddress remote; //!< source address
    Ptr<Ipv4Interface> ipv4;     //!< where it came in, or null
    Ptr<Ipv6Interface> ipv6;     //!< where it came in, or null
    uint64_t serial{0};          //!< see TcpLifecycleSegmentEvent
    bool marked{false};          //!< its packet says congestion experienced (RFC 3168, 5)

    /// \return the device through which it came in, or null
    Ptr<NetDevice> GetDevice() const;
    /// \return its two ends
    lifecycle::FourTuple GetTuple() const;
};

/**
 * \ingroup tcp-lifecycle
 *
 * Drives one lifecycle::Host: every call of a user, every segment and every deadline enters the
 * host here and ends in Run(), which performs what the host wants done, calls the users' callbacks,
 * lets the host settle, and sets the one timer event.
 *
 * Users are called by events only, never from inside a call of theirs, save to be asked whether
 * they take a connection request: what a call brings about is told by an event at the same time. A
 * user may do anything in a callback, and so may the sink of any trace source, which is called in
 * the middle of what it traces; what the host wants done for it is done when callback or sink has
 * returned. Acknowledgments go out after the callbacks, so that what a user sends or closes there
 * carries them.
 *
 * Hence the rules of this class: after a callback or sink nothing is as it was before, save what a
 * Ptr holds. A slot is looked up again, a vector is gone through by index, and a socket that may
 * have lost its last user is held until Run() is through.
 */
class TcpLifecycleDriver : public lifecycle::HostEnvironment, public TcpLifecycleCalls
{
  public:
    /// \param l4 whose \param config parameters of the host
    TcpLifecycleDriver(TcpLifecycleL4Protocol& l4, const lifecycle::HostConfig& config);
    ~TcpLifecycleDriver() override;
    TcpLifecycleDriver(const TcpLifecycleDriver&) = delete;
    TcpLifecycleDriver& operator=(const TcpLifecycleDriver&) = delete;

    /// \return the host, to be looked at
    const lifecycle::Host& GetHost() const
    {
        return *m_host;
    }

    /// \param config parameters of the host from now on
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
    /// The protocol is disposed of: from here on nobody is told anything, and nothing is sent.
    void Detach();

    /**
     * A segment has arrived, whole and with the right checksum.
     * \param arrival it \return whether a connection or listener took it
     */
    bool Receive(const TcpLifecycleArrival& arrival);

    /**
     * An ICMP error has come.
     * \param tuple of the segment that it quotes \param error it
     */
    void ReceivePathError(const lifecycle::FourTuple& tuple, const lifecycle::PathError& error);
    /// \return the time, as the host knows it
    static lifecycle::Instant Now();

    // lifecycle::HostEnvironment
    lifecycle::CongestionControl& CongestionOf(lifecycle::Handle handle) override;
    const lifecycle::Config* AdmitSyn(lifecycle::Handle listener,
                                      const lifecycle::FourTuple& tuple) override;
    bool AreHosts(const lifecycle::IpAddress& local, const lifecycle::IpAddress& remote) override;

  private:
    /// What stands beside a connection or listener, by the index of its handle.
    struct Slot
    {
        uint32_t generation{0};              //!< of the handle; 0: nothing is there
        bool kept{false};                    //!< the socket is held here
        uint16_t marks{0};                   //!< in m_marks, while there is no socket
        TcpLifecycleSocket* socket{nullptr}; //!< its socket, or null
    };

    /// What a user is to be told.
    enum class Notice : uint8_t
    {
        Connected,    //!< connection succeeded
        Failed,       //!< connection failed
        Accepted,     //!< a listener has a new connection
        Acceptable,   //!< a listener has a connection for Accept()
        Data,         //!< there is something to read
        Sent,         //!< octets were sent
        Space,        //!< there is room to send
        PeerFinished, //!< normal close
        Urgent,       //!< there are urgent data
        Broken,       //!< error close
    };

    /// A notice on its way.
    struct Pending
    {
        Ptr<TcpLifecycleSocket> socket; //!< who is told
        Ptr<TcpLifecycleSocket> child;  //!< Accepted: the new connection
        uint32_t octets{0};             //!< Sent: how many
        Notice notice{Notice::Data};    //!< what
    };

    // The funnel
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

    // Notices
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

    static LogComponent g_log;                      //!< as ns-3's macros expect it
    TcpLifecycleL4Protocol& m_l4;                   //!< whose
    std::unique_ptr<lifecycle::Host> m_host;        //!< the host
    std::vector<lifecycle::HostAction>& m_out;      //!< its Out()
    std::vector<Slot> m_slots;                      //!< by index of handle
    lifecycle::RenoCongestionControl m_handshake;   //!< for connections without a socket: no data
    std::vector<TcpLifecycleMarks> m_marks;         //!< of sockets that have gone; [0]: none
    const TcpLifecycleArrival* m_arrival{nullptr};  //!< the segment in hand
    std::vector<lifecycle::HostAction> m_performed; //!< taken from m_out, being performed
    std::size_t m_nextAction{0};                    //!< in m_performed: those before it are done
    std::vector<Pending> m_pending;             //!< notices; those before m_nextPending are told
    std::size_t m_nextPending{0};               //!< in m_pending
    std::vector<TcpLifecycleArrival> m_backlog; //!< segments that came while running
    std::vector<Ptr<TcpLifecycleSocket>> m_leaving; //!< sockets held until the end of Run()
    bool m_running{false};                          //!< Run() is on the stack
    bool m_detached{false};                         //!< see Detach()
    EventId m_wake;                                 //!< the timer
    bool m_wakePending{false};                      //!< whether m_wake is in the queue
    lifecycle::Instant m_wakeAt;                    //!< when it is due
    EventId m_tell;                                 //!< tells notices that came up in a user's call
    bool m_tellPending{false};                      //!< whether m_tell is in the queue
};

} // namespace ns3

#endif // TCP_LIFECYCLE_DRIVER_H
