/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_SOCKET_TRACES_H
#define TCP_LIFECYCLE_SOCKET_TRACES_H

#include "tcp-lifecycle-header.h"
#include "tcp-lifecycle-trace.h"

#include "ns3/nstime.h"
#include "ns3/packet.h"
#include "ns3/ptr.h"
#include "ns3/tcp-socket-state.h"
#include "ns3/tcp-socket.h"
#include "ns3/traced-callback.h"

#include <cstdint>

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
 * A value that is traced when it changes, and costs nothing while nobody listens.
 */
template <typename T>
struct TcpLifecycleTraced : public TracedCallback<T, T>
{
    /// \param value from here on
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

/// The trace sources of a socket: there are some once somebody has asked for one.
struct TcpLifecycleSocketTraces
{
    /// Signature of Tx and Rx.
    using Segments =
        TracedCallback<Ptr<const Packet>, const TcpLifecycleHeader&, Ptr<const TcpLifecycleSocket>>;

    TcpLifecycleTraced<uint32_t> synQueue;                        //!< SynQueue
    TcpLifecycleTraced<uint32_t> acceptQueue;                     //!< AcceptQueue
    TracedCallback<const TcpLifecycleListenEvent&> listen;        //!< ListenQueues
    TcpLifecycleTraced<TcpSocket::TcpStates_t> state;             //!< State
    TcpLifecycleTraced<uint32_t> cwnd;                            //!< CongestionWindow
    TcpLifecycleTraced<uint32_t> ssthresh;                        //!< SlowStartThreshold
    TcpLifecycleTraced<uint32_t> flight;                          //!< BytesInFlight
    TcpLifecycleTraced<uint32_t> rwnd;                            //!< RWND
    TcpLifecycleTraced<Time> rtt;                                 //!< RTT
    TcpLifecycleTraced<Time> rto;                                 //!< RTO
    TcpLifecycleTraced<TcpSocketState::TcpCongState_t> congState; //!< CongState
    Segments tx;                                                  //!< Tx
    Segments rx;                                                  //!< Rx
};

} // namespace ns3

#endif // TCP_LIFECYCLE_SOCKET_TRACES_H
