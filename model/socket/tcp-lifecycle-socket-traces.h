/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_SOCKET_TRACES_H
#define TCP_LIFECYCLE_SOCKET_TRACES_H

#include "tcp-lifecycle-header.h"
#include "tcp-lifecycle-trace.h"

#include "ns3/data-rate.h"
#include "ns3/nstime.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"
#include "ns3/sequence-number.h"
#include "ns3/tcp-header.h"
#include "ns3/tcp-rx-buffer.h"
#include "ns3/tcp-socket-base.h"
#include "ns3/tcp-socket-state.h"
#include "ns3/tcp-socket.h"
#include "ns3/tcp-tx-buffer.h"
#include "ns3/traced-callback.h"

#include <cstdint>
#include <string>

/**
 * \file
 * \ingroup tcp-lifecycle
 * The trace sources of a socket.
 */

namespace ns3
{

class TcpLifecycleSocket;

/**
 * \ingroup tcp-lifecycle
 *
 * A value that is traced when it changes. It has no cost without sinks.
 */
template <typename T>
struct TcpLifecycleTraced : public TracedCallback<T, T>
{
    /// \param value the new value
    void Set(T value)
    {
        if (value != last)
        {
            const T old = last;
            last = value;
            (*this)(old, value);
        }
    }

    T last{}; //!< the value
};

/**
 * \ingroup tcp-lifecycle
 *
 * Tx or Rx: accepts callbacks with this module's signature, and with that of ns-3's own TCP
 * (TcpSocketBase::TcpTxRxTracedCallback). The latter get a TcpHeader, and null for the socket,
 * which is not a TcpSocketBase.
 */
struct TcpLifecycleTracedSegments
{
    /// With this module's header and socket
    using Own =
        TracedCallback<Ptr<const Packet>, const TcpLifecycleHeader&, Ptr<const TcpLifecycleSocket>>;
    /// With those of ns-3's own TCP
    using Stock = TracedCallback<Ptr<const Packet>, const TcpHeader&, Ptr<const TcpSocketBase>>;

    /// \param callback a callback with either signature
    void ConnectWithoutContext(const CallbackBase& callback);
    /// \param callback a callback with either signature, after the context \param context its first
    /// argument
    void Connect(const CallbackBase& callback, const std::string& context);
    /// \param callback as it was connected
    void DisconnectWithoutContext(const CallbackBase& callback);
    /// \param callback as it was connected \param context as it was connected
    void Disconnect(const CallbackBase& callback, const std::string& context);
    /// \param packet data \param header their header \param socket the socket
    void Tell(const Ptr<const Packet>& packet,
              const TcpLifecycleHeader& header,
              const Ptr<const TcpLifecycleSocket>& socket) const;

    Own own;     //!< callbacks with this module's signature
    Stock stock; //!< callbacks with ns-3's signature
};

/// The trace sources of a socket, created on request.
struct TcpLifecycleSocketTraces
{
    TcpLifecycleTraced<uint32_t> synQueue;                        //!< SynQueue
    TcpLifecycleTraced<uint32_t> acceptQueue;                     //!< AcceptQueue
    TracedCallback<const TcpLifecycleListenEvent&> listen;        //!< ListenQueues
    TcpLifecycleTraced<TcpSocket::TcpStates_t> state;             //!< State
    TcpLifecycleTraced<uint32_t> cwnd;                            //!< CongestionWindow
    TcpLifecycleTraced<uint32_t> ssthresh;                        //!< SlowStartThreshold
    TcpLifecycleTraced<uint32_t> flight;                          //!< BytesInFlight
    TcpLifecycleTraced<uint32_t> rwnd;                            //!< RWND
    TcpLifecycleTraced<uint32_t> advertised;                      //!< AdvWND
    TcpLifecycleTraced<SequenceNumber32> sndNxt;                  //!< NextTxSequence
    TcpLifecycleTraced<SequenceNumber32> sndMax;                  //!< HighestSequence
    TcpLifecycleTraced<SequenceNumber32> sndUna;                  //!< HighestRxAck
    TcpLifecycleTraced<SequenceNumber32> rcvNxt;                  //!< HighestRxSequence
    TcpLifecycleTraced<DataRate> pacingRate;                      //!< PacingRate
    TcpLifecycleTraced<Time> rtt;                                 //!< RTT, LastRTT
    TcpLifecycleTraced<Time> rto;                                 //!< RTO
    TcpLifecycleTraced<TcpSocketState::TcpCongState_t> congState; //!< CongState
    TcpLifecycleTracedSegments tx;                                //!< Tx
    TcpLifecycleTracedSegments rx;                                //!< Rx
    Ptr<TcpRxBuffer> rxBuffer; //!< RxBuffer: empty, for its NextRxSequence; or null
    Ptr<TcpTxBuffer> txBuffer; //!< TxBuffer: empty, for its UnackSequence; or null
};

} // namespace ns3

#endif // TCP_LIFECYCLE_SOCKET_TRACES_H
