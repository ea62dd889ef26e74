/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_SOCKET_H
#define TCP_LIFECYCLE_SOCKET_H

#include "lifecycle-connection-info.h"
#include "lifecycle-host.h"
#include "tcp-lifecycle-congestion.h"
#include "tcp-lifecycle-header.h"
#include "tcp-lifecycle-payload.h"
#include "tcp-lifecycle-socket-options.h"
#include "tcp-lifecycle-socket-traces.h"

#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"
#include "ns3/tcp-socket.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

/**
 * \file
 * \ingroup tcp-lifecycle
 * TCP's socket.
 */

namespace ns3
{

class LogComponent;
class TcpLifecycleDriver;
class TcpLifecycleL4Protocol;
class TcpLifecycleStack;
struct TcpLifecycleMarks;

/// What a socket's handle names.
enum class TcpLifecycleSocketRole : uint8_t
{
    Listener, //!< a listener
    Opener,   //!< a connection that the socket's user has opened
    Child,    //!< a connection from a listener
};

/**
 * \ingroup tcp-lifecycle
 *
 * A socket of TcpLifecycleL4Protocol, with the interface, attributes and trace sources of
 * ns3::TcpSocket.
 *
 * Callbacks are called by events of the simulator, never from inside a call of the socket, and each
 * at most once in the life of a connection, save those for data:
 * - connection succeeded, or connection failed, for a socket that has called Connect();
 * - the two accept callbacks for a listener. A connection request without a callback is accepted.
 *   The accepted socket is a copy of the listener as it is when the third segment of the handshake
 *   comes: its settings, its shutdowns, its accept and close callbacks, and none of the others;
 * - normal close when the peer's FIN has arrived;
 * - error close when a connection that was established ends otherwise than by two FINs; GetError()
 *   says how;
 * - data sent when octets are sent for the first time; send when octets were acknowledged and there
 *   is room; receive when there are octets to read.
 *
 * With the attribute `ExplicitAccept` the connections of a listener wait in its accept queue, as
 * those of POSIX do: the accept callbacks are not called; the listener's receive callback is, each
 * time one more waits, and Accept() takes it.
 *
 * Calls that are refused return -1 (Recv(), Accept(): null), set GetErrno(), and change nothing
 * else:
 * - Bind(): ERROR_INVAL if it is bound, listens, or has a connection; ERROR_AFNOSUPPORT for what is
 *   no IPv4 or IPv6 address, or if the node lacks that protocol; ERROR_ADDRNOTAVAIL for what is not
 *   an address of the node; ERROR_ADDRINUSE if another socket has that address and port;
 * - Connect(): ERROR_ISCONN if it has a connection; ERROR_INVAL if it listens; ERROR_AFNOSUPPORT as
 *   above, or if it is bound to the other family; ERROR_ADDRNOTAVAIL for what is not the address of
 *   one host, for port 0, or if no local port is free; ERROR_NOROUTETOHOST, or the routing
 *   protocol's, without a route; ERROR_ADDRINUSE if that 4-tuple is in use, perhaps in TIME-WAIT;
 * - Accept(): ERROR_INVAL if it does not listen; ERROR_AGAIN if no connection waits;
 * - Listen(): ERROR_INVAL if it listens, or has a connection; ERROR_ADDRINUSE if another socket
 *   listens there; ERROR_ADDRNOTAVAIL if no port is free;
 * - Send(), SendUrgent(): ERROR_NOTCONN if it has no connection; ERROR_SHUTDOWN after
 *   ShutdownSend() or Close(); ERROR_MSGSIZE if the send buffer has no room for all of it;
 *   ERROR_OPNOTSUPP for flags;
 * - Recv(): ERROR_AGAIN if there is nothing to read yet; ERROR_NOTCONN if it has no connection, and
 *   no end of file; ERROR_OPNOTSUPP for flags;
 * - ShutdownSend(), ShutdownRecv(): ERROR_NOTCONN if it neither listens nor has a connection;
 * - Close(): ERROR_BADF if it was called before;
 * - Abort(): ERROR_NOTCONN if it has no connection;
 * - GetPeerName(): ERROR_NOTCONN if it has had no connection.
 *
 * With the attribute `FastOpenConnect` Connect() to a server whose cookie is known succeeds at
 * once, and the first Send() opens the connection (RFC 7413); what Connect() could not refuse then,
 * Send() does.
 *
 * A Send() of no octets returns 0. A socket whose connection has ended can Bind(), Listen() or
 * Connect() again. A connection whose user has dropped the socket goes on until it is closed.
 */
class TcpLifecycleSocket : public TcpSocket
{
  public:
    /// \return the TypeId, ns3::TcpLifecycleSocket
    static TypeId GetTypeId();
    TcpLifecycleSocket();
    /// \param other a socket whose settings this one gets, see the class
    TcpLifecycleSocket(const TcpLifecycleSocket& other);
    ~TcpLifecycleSocket() override;
    TcpLifecycleSocket& operator=(const TcpLifecycleSocket&) = delete;

    // Socket
    SocketErrno GetErrno() const override;
    SocketType GetSocketType() const override;
    Ptr<Node> GetNode() const override;
    int Bind(const Address& address) override;
    int Bind() override;
    int Bind6() override;
    int Close() override;
    int ShutdownSend() override;
    int ShutdownRecv() override;
    int Connect(const Address& address) override;
    int Listen() override;
    /**
     * Listen() with a backlog. \param backlog see the attribute `Backlog` \return 0, or -1
     */
    int Listen(uint32_t backlog);
    /**
     * Take the connection that has waited longest, of a listener with the attribute
     * `ExplicitAccept`. What has happened to it meanwhile is told by its callbacks afterwards.
     * \return its socket, or null
     */
    Ptr<TcpLifecycleSocket> Accept();
    /// \return the queues of the listener; all zero if it does not listen
    lifecycle::ListenerStatus GetListenerStatus() const;
    uint32_t GetTxAvailable() const override;
    int Send(Ptr<Packet> packet, uint32_t flags) override;
    int SendTo(Ptr<Packet> packet, uint32_t flags, const Address& to) override;
    uint32_t GetRxAvailable() const override;
    Ptr<Packet> Recv(uint32_t maxSize, uint32_t flags) override;
    Ptr<Packet> RecvFrom(uint32_t maxSize, uint32_t flags, Address& from) override;
    int GetSockName(Address& address) const override;
    int GetPeerName(Address& address) const override;
    bool SetAllowBroadcast(bool allow) override;
    bool GetAllowBroadcast() const override;
    /// \param device segments go through it, and those that come by another are not for this socket
    void BindToNetDevice(Ptr<NetDevice> device) override;
    using Socket::Recv;
    using Socket::RecvFrom;
    using Socket::Send;
    using Socket::SendTo;

    /**
     * ABORT (RFC 9293, 3.10.5): the peer gets a RST, what is queued is lost.
     * \return 0, or -1
     */
    int Abort();
    /// \return what Linux's struct tcp_info has of the connection; of none, the state
    lifecycle::ConnectionInfo GetTcpInfo() const;

    /// A flag of Send(): more follows at once, so that a segment that is not full waits, and PSH
    /// too (Linux, MSG_MORE, with its number)
    static constexpr uint32_t SEND_MORE = 0x8000;
    /// A flag of Send(): no later octets go in a segment with these (MSG_EOR, with Linux's number)
    static constexpr uint32_t SEND_END_OF_RECORD = 0x80;

    /// What waits for more, by Nagle's algorithm, TCP_CORK or SEND_MORE, is sent now.
    void Push();
    /**
     * Send() with RFC 9293's URGENT flag (3.8.5): what is urgent ends behind these octets. It
     * travels in line. A socket whose Connect() waits for text (`FastOpenConnect`) sends it without
     * the flag. \param packet the octets \return how many, or -1
     */
    int SendUrgent(Ptr<Packet> packet);
    /**
     * \param urgent called when the peer has urgent data, and each time their end has moved on
     * (RFC 9293, MUST-32)
     */
    void SetUrgentCallback(Callback<void, Ptr<Socket>> urgent);
    /// \return octets to be read up to the end of the urgent data, of which some may not have
    /// arrived yet; 0: there are none, or all are read (RFC 9293, MUST-33)
    uint32_t GetUrgentUnread() const;
    /// \return the state of the connection or listener, CLOSED if there is none
    lifecycle::State GetLifecycleState() const;
    /// \return whether Connect() has succeeded and the SYN waits for text, see FastOpenConnect
    bool IsConnectDeferred() const;
    /// \return how the last connection failed; after `unreachable`, GetErrno() is
    /// ERROR_NOROUTETOHOST, after `protocol-unreachable` ERROR_OPNOTSUPP
    lifecycle::Error GetError() const;
    /// \return the last connection's or listener's number on its node, 0: there was none
    uint64_t GetConnectionId() const;

    /// Keep-alive (RFC 9293, 3.8.4), of connections that begin later. \param enabled whether
    void SetKeepAlive(bool enabled);
    /// \return whether idle peers are probed
    bool GetKeepAlive() const;
    /// \param idle time before the first probe, of connections that begin later; > 0
    void SetKeepAliveTime(Time idle);
    /// \return that time, by default as the profile has it (RFC 9293, MUST-28: two hours)
    Time GetKeepAliveTime() const;
    /**
     * SO_LINGER, of connections that begin later: Close() is followed by a RST unless the FIN is
     * acknowledged in time; without time Close() is Abort().
     * \param on whether \param time from Close() on; >= 0
     */
    void SetLinger(bool on, Time time);
    /// \return what the user has set
    const TcpLifecycleSocketOptions& GetOptions() const;
    /**
     * What the user sets, all at once. Unlike the attributes it concerns an open connection too,
     * as setsockopt() of POSIX does, but for what its SYN has said; and so does what has been set
     * on the protocol since the connection began.
     * \param options all that is set
     */
    void SetOptions(const TcpLifecycleSocketOptions& options);
    /// \return the connection, to be looked at; null when there is none, or only a small record of
    /// it (SYN-RECEIVED, TIME-WAIT)
    const lifecycle::Connection* GetConnection() const;

    /// Signature of the trace sources Tx and Rx.
    /// \param packet the text \param header the header \param socket whose
    typedef void (*SegmentTracedCallback)(Ptr<const Packet> packet,
                                          const TcpLifecycleHeader& header,
                                          Ptr<const TcpLifecycleSocket> socket);

  protected:
    void DoDispose() override;
    void NotifyConstructionCompleted() override;

  private:
    friend class TcpLifecycleDriver;
    friend class TcpLifecycleL4Protocol;
    template <typename Source>
    friend class TcpLifecycleSocketTraceAccessor;

    /// All that the attributes of this class and of TcpSocket set; a copy of a socket has the same.
    struct Settings
    {
        /// of connections; sockets with the same share it
        std::shared_ptr<const TcpLifecycleSocketOptions> options;
        lifecycle::ListenerOptions listening; //!< for Listen()
        bool fastOpenConnect{false};          //!< FastOpenConnect
    };

    // TcpSocket: attributes. They concern connections that begin later.
    void SetSndBufSize(uint32_t size) override;
    uint32_t GetSndBufSize() const override;
    void SetRcvBufSize(uint32_t size) override;
    uint32_t GetRcvBufSize() const override;
    void SetSegSize(uint32_t size) override;
    uint32_t GetSegSize() const override;
    void SetInitialSSThresh(uint32_t threshold) override;
    uint32_t GetInitialSSThresh() const override;
    void SetInitialCwnd(uint32_t segments) override;
    uint32_t GetInitialCwnd() const override;
    void SetConnTimeout(Time timeout) override;
    Time GetConnTimeout() const override;
    void SetSynRetries(uint32_t count) override;
    uint32_t GetSynRetries() const override;
    void SetDataRetries(uint32_t retries) override;
    uint32_t GetDataRetries() const override;
    void SetDelAckTimeout(Time timeout) override;
    Time GetDelAckTimeout() const override;
    void SetDelAckMaxCount(uint32_t count) override;
    uint32_t GetDelAckMaxCount() const override;
    void SetTcpNoDelay(bool noDelay) override;
    bool GetTcpNoDelay() const override;
    void SetPersistTimeout(Time timeout) override;
    Time GetPersistTimeout() const override;
    void SetMaxSegLifetime(double seconds);
    double GetMaxSegLifetime() const;
    static TypeId AddTraceSources(TypeId tid);
    static TypeId AddSegmentTraceSources(TypeId tid);
    static TypeId AddListenAttributes(TypeId tid);
    static TypeId AddFastOpenAttributes(TypeId tid);
    void SetFastOpenConnect(bool enabled);
    bool GetFastOpenConnect() const;
    void SetBacklog(uint32_t backlog);
    uint32_t GetBacklog() const;
    void SetExplicitAccept(bool enabled);
    bool GetExplicitAccept() const;
    void SetDeferAccept(uint8_t repeats);
    uint8_t GetDeferAccept() const;
    Ptr<TcpCongestionOps> GetCongestionOps() const;
    Ptr<TcpRxBuffer> GetRxBuffer() const;
    Ptr<TcpTxBuffer> GetTxBuffer() const;
    lifecycle::Config Effective() const;
    TcpLifecycleSocketOptions& ChangeOptions();

    // For the protocol
    void SetL4(Ptr<TcpLifecycleStack> l4);
    void OnL4Disposed();
    bool HasMarks() const;
    TcpLifecycleMarks GetMarks() const;
    void TraceTx(const Ptr<const Packet>& packet, const TcpLifecycleHeader& header);

    // For the driver: what happens to the connection
    void OnAttached(lifecycle::Handle handle,
                    const lifecycle::FourTuple& tuple,
                    uint64_t id,
                    TcpLifecycleSocketRole role);
    void OnDetached();
    void OnTransition(lifecycle::State to);
    void OnEstablished();
    bool OnConnected();
    void OnPeerFinished();
    bool OnFailed(lifecycle::Error error);
    void OnEnded();
    void OnStore(const Ptr<Packet>& text, uint32_t from, uint64_t offset, uint32_t size);
    bool OnDeliver(uint64_t end);
    void OnRelease(uint64_t end);
    uint32_t OnSent(uint64_t end);
    void Keep(Ptr<const Packet> packet);
    Ptr<Packet> CopyData(uint64_t offset, uint32_t size) const;
    const lifecycle::Config* Admit(const lifecycle::FourTuple& tuple);
    lifecycle::Handle GetHandle() const;
    lifecycle::CongestionControl& GetCongestion();
    bool IsReceiveShut() const;
    void OnWaiting();
    bool IsWaiting() const;
    bool OnAccepted();
    void TraceListener(const TcpLifecycleListenEvent& event);
    bool HasTraces() const;
    bool LooksAtSegments() const;
    bool HasStateListeners() const;
    void TraceValues(const lifecycle::Connection& connection, bool sent);
    void TraceRx(const Ptr<const Packet>& packet, const TcpLifecycleHeader& header);

    // For the driver: what the user is told
    void TellAccepted(const Ptr<TcpLifecycleSocket>& child);
    void TellAcceptable();
    void TellData();
    void TellSpace();
    void TellPeerFinished();
    void TellUrgent();

    // Own
    TcpLifecycleSocketTraces& Traces() const;
    std::string Who() const;
    int Refuse(SocketErrno error) const;
    int SendData(const Ptr<Packet>& packet, lifecycle::SendFlags flags);
    int ConnectWith(const Address& address, const Ptr<const Packet>& text);
    bool Defer(const Address& peer, const lifecycle::IpAddress& server);
    void TellDeferred();
    int OpenDeferred(const Ptr<Packet>& text);
    int BindTo(const lifecycle::IpAddress& given, uint16_t port);
    Address Name(const lifecycle::IpAddress& address, uint16_t port) const;
    void Unbind();
    void Renew();
    void CatchUp();
    bool IsOpen() const;
    bool IsListening() const;

    static LogComponent g_log;                        //!< as ns-3's macros for logging expect it
    Ptr<TcpLifecycleStack> m_l4;                      //!< null: made by nobody, or after its time
    TcpLifecycleSocket* m_previous{nullptr};          //!< in the protocol's list
    TcpLifecycleSocket* m_next{nullptr};              //!< in the protocol's list
    Settings m_settings;                              //!< what the user has set
    lifecycle::Handle m_handle;                       //!< names nothing: no connection
    uint64_t m_id{0};                                 //!< see GetConnectionId()
    lifecycle::FourTuple m_tuple;                     //!< the two ends; valid with m_named
    mutable SocketErrno m_errno{ERROR_NOTERROR};      //!< of the last call refused, or failure
    lifecycle::Error m_error{lifecycle::Error::None}; //!< see GetError()
    lifecycle::IpAddress m_boundTo;                   //!< the local end that the user has given
    uint16_t m_boundPort{0};                          //!< its port, 0: any
    bool m_bound{false};                              //!< Bind() was called
    bool m_named{false};                              //!< m_tuple has both ends
    bool m_listener{false};                           //!< the handle is a listener's
    std::optional<Address> m_deferred;                //!< whom the SYN is for that waits for text
    bool m_toldConnected{false};                      //!< Connect() has succeeded without a SYN
    bool m_waiting{false};                            //!< it waits to be accepted
    bool m_accepted{false};                           //!< it came from a listener
    bool m_ofIpv6{false};      //!< from one of IPv6, which names IPv4 peers by mapped addresses
    bool m_established{false}; //!< the connection was ESTABLISHED
    lifecycle::State m_state{lifecycle::State::Closed}; //!< as traced last
    bool m_sendShut{false};                             //!< ShutdownSend() or inherited
    bool m_receiveShut{false};                          //!< ShutdownRecv() or inherited
    bool m_finWhenPeerFinished{false};                  //!< the shutdown of sending is inherited
    bool m_userClosed{false};                           //!< Close() was called
    bool m_peerFinished{false};                         //!< the peer's FIN has come
    Callback<void, Ptr<Socket>> m_urgent;               //!< see SetUrgentCallback()
    uint64_t m_sentEnd{0};                              //!< octets sent at least once
    TcpLifecyclePacketStream m_unacked;                 //!< octets written and not acknowledged
    TcpLifecycleReceiveStore m_received;                //!< octets that have arrived
    mutable TcpLifecycleCongestion m_congestion;        //!< congestion control
    mutable std::unique_ptr<TcpLifecycleSocketTraces> m_traces; //!< null: nobody has ever listened
};

/// \param refusal of the host \return what the user of a socket is told
Socket::SocketErrno ToErrno(lifecycle::HostRefusal refusal);

/// \param state a state \return ns-3's name for it
TcpSocket::TcpStates_t ToTcpState(lifecycle::State state);

} // namespace ns3

#endif // TCP_LIFECYCLE_SOCKET_H
