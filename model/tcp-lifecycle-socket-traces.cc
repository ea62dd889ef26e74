/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-socket-traces.h"

#include "tcp-lifecycle-driver.h"
#include "tcp-lifecycle-l4-protocol.h"
#include "tcp-lifecycle-socket.h"

#include "ns3/trace-source-accessor.h"

#include <string>

// What is traced of a socket.

namespace ns3
{

/**
 * A trace source of a socket, as those of MakeTraceSourceAccessor(), save that it is made when it
 * is asked for: of a million sockets hardly one is ever listened to.
 * \tparam Source type of the trace source
 */
template <typename Source>
class TcpLifecycleSocketTraceAccessor : public TraceSourceAccessor
{
  public:
    /// \param source which one
    explicit TcpLifecycleSocketTraceAccessor(Source TcpLifecycleSocketTraces::*source)
        : m_source(source)
    {
    }

    bool ConnectWithoutContext(ObjectBase* object, const CallbackBase& callback) const override
    {
        return With(object, [&](Source& source) { source.ConnectWithoutContext(callback); });
    }

    bool Connect(ObjectBase* object,
                 std::string context,
                 const CallbackBase& callback) const override
    {
        return With(object, [&](Source& source) { source.Connect(callback, context); });
    }

    bool DisconnectWithoutContext(ObjectBase* object, const CallbackBase& callback) const override
    {
        return With(object, [&](Source& source) { source.DisconnectWithoutContext(callback); });
    }

    bool Disconnect(ObjectBase* object,
                    std::string context,
                    const CallbackBase& callback) const override
    {
        return With(object, [&](Source& source) { source.Disconnect(callback, context); });
    }

  private:
    /// \param object a socket \param what is done with its trace source \return whether it is one
    template <typename What>
    bool With(ObjectBase* object, What&& what) const
    {
        auto* socket = dynamic_cast<TcpLifecycleSocket*>(object);
        if (socket == nullptr)
        {
            return false;
        }
        what(socket->Traces().*m_source);
        return true;
    }

    Source TcpLifecycleSocketTraces::*m_source; //!< which one
};

namespace
{

/// \param source a trace source of sockets \return how it is found in a socket
template <typename Source>
Ptr<const TraceSourceAccessor>
MakeAccessor(Source TcpLifecycleSocketTraces::*source)
{
    return Create<TcpLifecycleSocketTraceAccessor<Source>>(source);
}

} // namespace

TypeId
TcpLifecycleSocket::AddTraceSources(TypeId tid)
{
    return tid
        .AddTraceSource("State",
                        "State of the connection or listener",
                        MakeAccessor(&TcpLifecycleSocketTraces::state),
                        "ns3::TcpStatesTracedValueCallback")
        .AddTraceSource("CongestionWindow",
                        "Congestion window, octets",
                        MakeAccessor(&TcpLifecycleSocketTraces::cwnd),
                        "ns3::TracedValueCallback::Uint32")
        .AddTraceSource("SlowStartThreshold",
                        "Slow start threshold, octets",
                        MakeAccessor(&TcpLifecycleSocketTraces::ssthresh),
                        "ns3::TracedValueCallback::Uint32")
        .AddTraceSource("BytesInFlight",
                        "Octets sent and not acknowledged",
                        MakeAccessor(&TcpLifecycleSocketTraces::flight),
                        "ns3::TracedValueCallback::Uint32")
        .AddTraceSource("RWND",
                        "Window that the peer has announced, octets",
                        MakeAccessor(&TcpLifecycleSocketTraces::rwnd),
                        "ns3::TracedValueCallback::Uint32")
        .AddTraceSource("RTT",
                        "Last round-trip time measured",
                        MakeAccessor(&TcpLifecycleSocketTraces::rtt),
                        "ns3::TracedValueCallback::Time")
        .AddTraceSource("RTO",
                        "Retransmission time-out",
                        MakeAccessor(&TcpLifecycleSocketTraces::rto),
                        "ns3::TracedValueCallback::Time")
        .AddTraceSource("CongState",
                        "Where loss recovery stands",
                        MakeAccessor(&TcpLifecycleSocketTraces::congState),
                        "ns3::TracedValueCallback::TcpCongState")
        .AddTraceSource("Tx",
                        "A segment goes to IP",
                        MakeAccessor(&TcpLifecycleSocketTraces::tx),
                        "ns3::TcpLifecycleSocket::SegmentTracedCallback")
        .AddTraceSource("Rx",
                        "A segment has come from IP",
                        MakeAccessor(&TcpLifecycleSocketTraces::rx),
                        "ns3::TcpLifecycleSocket::SegmentTracedCallback")
        .AddTraceSource("SynQueue",
                        "Connections in SYN-RECEIVED of this listener",
                        MakeAccessor(&TcpLifecycleSocketTraces::synQueue),
                        "ns3::TracedValueCallback::Uint32")
        .AddTraceSource("AcceptQueue",
                        "Connections of this listener that wait to be accepted",
                        MakeAccessor(&TcpLifecycleSocketTraces::acceptQueue),
                        "ns3::TracedValueCallback::Uint32")
        .AddTraceSource("ListenQueues",
                        "The queues or counters of this listener have changed",
                        MakeAccessor(&TcpLifecycleSocketTraces::listen),
                        "ns3::TcpLifecycleListenTracedCallback");
}

TcpLifecycleSocketTraces&
TcpLifecycleSocket::Traces()
{
    if (!m_traces)
    {
        m_traces = std::make_unique<TcpLifecycleSocketTraces>();
        m_traces->state.last = ToTcpState(m_state);
        if (m_listener && m_l4)
        {
            const lifecycle::ListenerStatus status = m_l4->GetHost()->StatusOf(m_handle);
            m_traces->synQueue.last = status.synQueue;
            m_traces->acceptQueue.last = status.acceptQueue;
        }
    }
    return *m_traces;
}

void
TcpLifecycleSocket::OnTransition(lifecycle::State to)
{
    m_state = to;
    if (m_traces)
    {
        m_traces->state.Set(ToTcpState(to));
    }
}

void
TcpLifecycleSocket::TraceTx(const Ptr<const Packet>& packet, const TcpLifecycleHeader& header)
{
    if (m_traces && !m_traces->tx.IsEmpty())
    {
        m_traces->tx(packet, header, this);
    }
}

void
TcpLifecycleSocket::TraceRx(const Ptr<const Packet>& packet, const TcpLifecycleHeader& header)
{
    if (m_traces && !m_traces->rx.IsEmpty())
    {
        m_traces->rx(packet, header, this);
    }
}

bool
TcpLifecycleSocket::HasTraces() const
{
    return m_traces != nullptr;
}

bool
TcpLifecycleSocket::HasStateListeners() const
{
    return m_traces && !m_traces->state.IsEmpty();
}

void
TcpLifecycleSocket::TraceListener(const TcpLifecycleListenEvent& event)
{
    if (m_traces)
    {
        m_traces->synQueue.Set(event.status.synQueue);
        m_traces->acceptQueue.Set(event.status.acceptQueue);
        m_traces->listen(event);
    }
}

void
TcpLifecycleSocket::TraceValues(const lifecycle::Connection& connection)
{
    TcpLifecycleSocketTraces& traces = *m_traces;
    traces.cwnd.Set(connection.Congestion().cwnd);
    traces.ssthresh.Set(connection.Congestion().ssthresh);
    traces.flight.Set(connection.Sending().Flight());
    traces.rwnd.Set(connection.Sending().wnd);
    traces.rtt.Set(NanoSeconds(connection.Rto().LastSample().count()));
    traces.rto.Set(NanoSeconds(connection.Rto().Rto().count()));
    traces.congState.Set(ToCongState(connection.Congestion().phase));
}

} // namespace ns3
