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
 * The socket.
 */

namespace ns3
{

class LogComponent;
class TcpLifecycleDriver;
class TcpLifecycleL4Protocol;
class TcpLifecycleStack;
struct TcpLifecycleMarks;

/// What the handle of a socket names.
enum class TcpLifecycleSocketRole : uint8_t
{
    Listener, //!< a listener
    Opener,   //!< a connection opened by the user of the socket
    Child,    //!< a connection of a listener
};

/**
 * \ingroup tcp-lifecycle
 *
 * A socket of TcpLifecycleL4Protocol, with the interface, attributes and trace sources of
 * ns3::TcpSocket.
 *
 * Callbacks are called by events of the simulator, never from inside a call of the socket. Each is
 * called at most once per connection, except those for data:
 * - connection succeeded or connection failed, after Connect();
 * - the two accept callbacks of a listener. A connection request is accepted if there is no
 *   callback. The accepted socket is a copy of the listener at the time of the third segment of the
 *   handshake: it has its settings, its shutdowns, and its accept and close callbacks, but no
 *   others;
 * - normal close, when the peer's FIN was received;
 * - error close, when an established connection has ended without the exchange of FINs; see
 *   GetError();
 * - data sent, when bytes were sent for the first time; send, when bytes were acknowledged and the
 *   buffer has space; receive, when there are bytes to read.
 *
 * With the attribute `ExplicitAccept` the connections of a listener wait in its accept queue, as in
 * POSIX: the accept callbacks are not called; the receive callback of the listener is called for
 * each connection, and Accept() removes it from the queue.
 *
 * A call that is refused returns -1 (Recv(), Accept(): null), sets GetErrno(), and has no other
 * effect:
 * - Bind(): ERROR_INVAL if the socket is bound, listens, or has a connection; ERROR_AFNOSUPPORT if
 *   the address is neither IPv4 nor IPv6, or the node lacks that protocol; ERROR_ADDRNOTAVAIL if
 *   the address does not belong to the node; ERROR_ADDRINUSE if another socket has that address and
 *   port;
 * - Connect(): ERROR_ISCONN if it has a connection; ERROR_INVAL if it listens; ERROR_AFNOSUPPORT as
 *   above, or if it is bound to the other family; ERROR_ADDRNOTAVAIL if the address is not that of
 *   a single host, for port 0, or if no local port is free; ERROR_NOROUTETOHOST, or the error of
 *   the routing protocol, without a route; ERROR_ADDRINUSE if the 4-tuple is in use, possibly in
 *   TIME-WAIT;
 * - Accept(): ERROR_INVAL if it does not listen; ERROR_AGAIN if the accept queue is empty;
 * - Listen(): ERROR_INVAL if it listens, or has a connection; ERROR_ADDRINUSE if another socket
 *   listens there; ERROR_ADDRNOTAVAIL if no port is free;
 * - Send(), SendUrgent(): ERROR_NOTCONN if it has no connection; ERROR_SHUTDOWN after
 *   ShutdownSend() or Close(); ERROR_MSGSIZE if the data do not fit into the send buffer;
 *   ERROR_OPNOTSUPP for flags;
 * - Recv(): ERROR_AGAIN if there is nothing to read yet; ERROR_NOTCONN if it has no connection, and
 *   not reached the end of file; ERROR_OPNOTSUPP for flags;
 * - ShutdownSend(), ShutdownRecv(): ERROR_NOTCONN if it neither listens nor has a connection;
 * - Close(): ERROR_BADF if it was called before;
 * - Abort(): ERROR_NOTCONN if it has no connection;
 * - GetPeerName(): ERROR_NOTCONN if it has had no connection.
 *
 * With the attribute `FastOpenConnect`, Connect() to a server whose cookie is known succeeds at
 * once, and the first Send() opens the connection (RFC 7413) and returns the remaining errors of
 * Connect().
 *
 * A Send() of no bytes returns 0. After its connection has ended, a socket can Bind(), Listen() or
 * Connect() again. A connection whose socket the user has released continues until it is closed.
 */
class TcpLifecycleSocket : public TcpSocket
{
  public:
    /// \return the TypeId, ns3::TcpLifecycleSocket
    static TypeId GetTypeId();
    TcpLifecycleSocket();
    /**
     * Copy the settings, see the class.
     * \param other the socket to copy
     */
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
     * Listen() with a backlog.
     * \param backlog see the attribute `Backlog`
     * \return 0, or -1
     */
    int Listen(uint32_t backlog);
    /**
     * Remove the oldest connection from the accept queue of a listener with the attribute
     * `ExplicitAccept`. Its callbacks then report the events that occurred in the queue.
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
    /// \param device device of all segments; segments from other devices are not for this socket
    void BindToNetDevice(Ptr<NetDevice> device) override;
    using Socket::Recv;
    using Socket::RecvFrom;
    using Socket::Send;
    using Socket::SendTo;

    /**
     * ABORT (RFC 9293, 3.10.5): send a RST, and discard queued data.
     * \return 0, or -1
     */
    int Abort();
    /// \return Linux's struct tcp_info of the connection; without a connection, only the state
    lifecycle::ConnectionInfo GetTcpInfo() const;

    /// A flag of Send(): more data follow at once, so a segment that is not full waits and has no
    /// PSH (Linux, MSG_MORE, with its number)
    static constexpr uint32_t SEND_MORE = 0x8000;
    /// A flag of Send(): later data are not sent in the same segment (MSG_EOR, with Linux's number)
    static constexpr uint32_t SEND_END_OF_RECORD = 0x80;

    /// Send data that wait because of Nagle's algorithm, TCP_CORK or SEND_MORE.
    void Push();
    /// The user waits for room in the send buffer: the time counts in GetTcpInfo(), and with the
    /// attribute SendAccounting it is not woken for little (lifecycle::Connection::IsWritable()).
    void WantSpace();
    /**
     * Send() with RFC 9293's URGENT flag (3.8.5): the urgent data end with these bytes. They are
     * delivered in line. If `FastOpenConnect` has delayed the SYN, they are sent without the flag.
     * \param packet the bytes
     * \return number of bytes, or -1
     */
    int SendUrgent(Ptr<Packet> packet);
    /**
     * \param urgent called when the peer has urgent data, and whenever their end has advanced (RFC
     * 9293, MUST-32)
     */
    void SetUrgentCallback(Callback<void, Ptr<Socket>> urgent);
    /// \return bytes to read up to the end of the urgent data, including those not received yet; 0:
    /// there are none, or all were read (RFC 9293, MUST-33)
    uint32_t GetUrgentUnread() const;
    /// \return the state of the connection or listener; CLOSED without one
    lifecycle::State GetLifecycleState() const;
    /// \return whether Connect() has succeeded and the SYN waits for data, see FastOpenConnect
    bool IsConnectDeferred() const;
    /// \return why the last connection failed; after `unreachable`, GetErrno() is
    /// ERROR_NOROUTETOHOST, after `protocol-unreachable` ERROR_OPNOTSUPP
    lifecycle::Error GetError() const;
    /// \return id of the last connection or listener on its node, 0: none
    uint64_t GetConnectionId() const;

    /**
     * Enable keep-alive (RFC 9293, 3.8.4) for connections opened later.
     * \param enabled whether to probe idle peers
     */
    void SetKeepAlive(bool enabled);
    /// \return whether idle peers are probed
    bool GetKeepAlive() const;
    /// \param idle time before the first probe, for connections opened later; > 0
    void SetKeepAliveTime(Time idle);
    /// \return that time; the default is that of the profile (RFC 9293, MUST-28: two hours)
    Time GetKeepAliveTime() const;
    /**
     * SO_LINGER, for connections opened later: after Close() a RST is sent unless the FIN is
     * acknowledged in time; with a time of zero Close() is Abort().
     * \param on whether it is enabled
     * \param time time after Close(); >= 0
     */
    void SetLinger(bool on, Time time);
    /// \return the options that the user has set
    const TcpLifecycleSocketOptions& GetOptions() const;
    /**
     * Set all options. Unlike the attributes, they also change an open connection, as POSIX's
     * setsockopt() does, except for the options of its SYN; attributes of the protocol that were
     * changed since the connection was opened are also applied.
     * \param options the options
     */
    void SetOptions(const TcpLifecycleSocketOptions& options);
    /// \return the connection, for inspection; null if there is none, or if it is packed
    /// (SYN-RECEIVED, TIME-WAIT)
    const lifecycle::Connection* GetConnection() const;

    /**
     * Signature of the trace sources Tx and Rx.
     * \param packet the data
     * \param header the header
     * \param socket the socket
     */
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

    /// All that the attributes of this class and of TcpSocket set; copies of a socket share it.
    struct Settings
    {
        /// of connections; shared by sockets with the same options
        std::shared_ptr<const TcpLifecycleSocketOptions> options;
        lifecycle::ListenerOptions listening; //!< for Listen()
        bool fastOpenConnect{false};          //!< FastOpenConnect
    };

    // TcpSocket: attributes, for connections opened later
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

    // For the driver: events of the connection
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

    // For the driver: notifications of the user
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

    static LogComponent g_log; //!< as ns-3's macros for logging expect it
    Ptr<TcpLifecycleStack>
        m_l4; //!< null: not created by a protocol, or the protocol is disposed of
    TcpLifecycleSocket* m_previous{nullptr};          //!< in the protocol's list
    TcpLifecycleSocket* m_next{nullptr};              //!< in the protocol's list
    Settings m_settings;                              //!< the settings of the user
    lifecycle::Handle m_handle;                       //!< null handle: no connection
    uint64_t m_id{0};                                 //!< see GetConnectionId()
    lifecycle::FourTuple m_tuple;                     //!< its 4-tuple; valid if m_named
    mutable SocketErrno m_errno{ERROR_NOTERROR};      //!< of the last refused call, or failure
    lifecycle::Error m_error{lifecycle::Error::None}; //!< see GetError()
    lifecycle::IpAddress m_boundTo;                   //!< the local address set by the user
    uint16_t m_boundPort{0};                          //!< its port, 0: any
    bool m_bound{false};                              //!< Bind() was called
    bool m_named{false};                              //!< m_tuple is complete
    bool m_listener{false};                           //!< the handle names a listener
    std::optional<Address> m_deferred;                //!< destination of a SYN that waits for data
    bool m_toldConnected{false};                      //!< Connect() has succeeded without a SYN
    bool m_waiting{false};                            //!< it is in an accept queue
    bool m_accepted{false};                           //!< it was created by a listener
    bool m_ofIpv6{false}; //!< by an IPv6 listener, which represents IPv4 peers by mapped addresses
    bool m_established{false};                          //!< the connection was ESTABLISHED
    lifecycle::State m_state{lifecycle::State::Closed}; //!< the last traced state
    bool m_sendShut{false};                             //!< ShutdownSend() was called, or inherited
    bool m_receiveShut{false};                          //!< ShutdownRecv() was called, or inherited
    bool m_finWhenPeerFinished{false};    //!< the shutdown of the sending direction is inherited
    bool m_userClosed{false};             //!< Close() was called
    bool m_peerFinished{false};           //!< the peer's FIN was received
    Callback<void, Ptr<Socket>> m_urgent; //!< see SetUrgentCallback()
    uint64_t m_sentEnd{0};                //!< bytes sent at least once
    TcpLifecyclePacketStream m_unacked;   //!< bytes written and not acknowledged
    TcpLifecycleReceiveStore m_received;  //!< bytes received
    mutable TcpLifecycleCongestion m_congestion; //!< congestion control
    mutable std::unique_ptr<TcpLifecycleSocketTraces>
        m_traces; //!< null: no sink was ever connected
};

/**
 * \param refusal refusal of the host
 * \return the error number of the socket
 */
Socket::SocketErrno ToErrno(lifecycle::HostRefusal refusal);

/**
 * \param state a state
 * \return ns-3's name of the state
 */
TcpSocket::TcpStates_t ToTcpState(lifecycle::State state);

} // namespace ns3

#endif // TCP_LIFECYCLE_SOCKET_H
