/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-socket-traces.h"

#include "tcp-lifecycle-socket.h"
#include "tcp-lifecycle-stack.h"

#include "ns3/buffer.h"
#include "ns3/log.h"
#include "ns3/trace-source-accessor.h"

#include <sstream>
#include <string>

// The trace sources of a socket.

namespace ns3
{

namespace
{

/// A callback of ns-3's own TCP for Tx and Rx
using StockSegment = Callback<void, Ptr<const Packet>, const TcpHeader&, Ptr<const TcpSocketBase>>;
/// The same with a context
using StockSegmentInContext =
    Callback<void, std::string, Ptr<const Packet>, const TcpHeader&, Ptr<const TcpSocketBase>>;

/// \param header a header of this module \return the same as a header of ns-3
TcpHeader
ToStockHeader(const TcpLifecycleHeader& header)
{
    Buffer octets;
    octets.AddAtStart(header.GetSerializedSize());
    header.Serialize(octets.Begin());
    TcpHeader stock;
    stock.Deserialize(octets.Begin());
    return stock;
}

} // namespace

void
TcpLifecycleTracedSegments::ConnectWithoutContext(const CallbackBase& callback)
{
    StockSegment().CheckType(callback) ? stock.ConnectWithoutContext(callback)
                                       : own.ConnectWithoutContext(callback);
}

void
TcpLifecycleTracedSegments::Connect(const CallbackBase& callback, const std::string& context)
{
    StockSegmentInContext().CheckType(callback) ? stock.Connect(callback, context)
                                                : own.Connect(callback, context);
}

void
TcpLifecycleTracedSegments::DisconnectWithoutContext(const CallbackBase& callback)
{
    StockSegment().CheckType(callback) ? stock.DisconnectWithoutContext(callback)
                                       : own.DisconnectWithoutContext(callback);
}

void
TcpLifecycleTracedSegments::Disconnect(const CallbackBase& callback, const std::string& context)
{
    StockSegmentInContext().CheckType(callback) ? stock.Disconnect(callback, context)
                                                : own.Disconnect(callback, context);
}

void
TcpLifecycleTracedSegments::Tell(const Ptr<const Packet>& packet,
                                 const TcpLifecycleHeader& header,
                                 const Ptr<const TcpLifecycleSocket>& socket) const
{
    if (!own.IsEmpty())
    {
        own(packet, header, socket);
    }
    if (!stock.IsEmpty())
    {
        stock(packet, ToStockHeader(header), Ptr<const TcpSocketBase>());
    }
}

/**
 * A trace source of a socket, like those of MakeTraceSourceAccessor(), but created on request: few
 * of a million sockets are ever traced.
 * \tparam Source type of the trace source
 */
template <typename Source>
class TcpLifecycleSocketTraceAccessor : public TraceSourceAccessor
{
  public:
    /// \param source the trace source
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
    /// \param object a socket \param what called with the trace source \return whether the object
    /// is a socket
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

    Source TcpLifecycleSocketTraces::*m_source; //!< the trace source
};

namespace
{

/// \param source a trace source of sockets \return its accessor
template <typename Source>
Ptr<const TraceSourceAccessor>
MakeAccessor(Source TcpLifecycleSocketTraces::*source)
{
    return Create<TcpLifecycleSocketTraceAccessor<Source>>(source);
}

} // namespace

TypeId
TcpLifecycleSocket::AddSegmentTraceSources(TypeId tid)
{
    return tid
        .AddTraceSource("NextTxSequence",
                        "SND.NXT: sequence number of the next byte to be sent for the first time",
                        MakeAccessor(&TcpLifecycleSocketTraces::sndNxt),
                        "ns3::TracedValueCallback::SequenceNumber32")
        .AddTraceSource("HighestSequence",
                        "Sequence number after the highest one sent",
                        MakeAccessor(&TcpLifecycleSocketTraces::sndMax),
                        "ns3::TracedValueCallback::SequenceNumber32")
        .AddTraceSource("HighestRxSequence",
                        "RCV.NXT: sequence number of the next byte expected in order",
                        MakeAccessor(&TcpLifecycleSocketTraces::rcvNxt),
                        "ns3::TracedValueCallback::SequenceNumber32")
        .AddTraceSource("HighestRxAck",
                        "SND.UNA: the highest acknowledgment received",
                        MakeAccessor(&TcpLifecycleSocketTraces::sndUna),
                        "ns3::TracedValueCallback::SequenceNumber32")
        .AddTraceSource("Tx",
                        "A segment is sent to IP",
                        MakeAccessor(&TcpLifecycleSocketTraces::tx),
                        "ns3::TcpLifecycleSocket::SegmentTracedCallback")
        .AddTraceSource("Rx",
                        "A segment was received from IP",
                        MakeAccessor(&TcpLifecycleSocketTraces::rx),
                        "ns3::TcpLifecycleSocket::SegmentTracedCallback");
}

TypeId
TcpLifecycleSocket::AddTraceSources(TypeId tid)
{
    return AddSegmentTraceSources(tid)
        .AddTraceSource("State",
                        "State of the connection or listener",
                        MakeAccessor(&TcpLifecycleSocketTraces::state),
                        "ns3::TcpStatesTracedValueCallback")
        .AddTraceSource("CongestionWindow",
                        "Congestion window, bytes",
                        MakeAccessor(&TcpLifecycleSocketTraces::cwnd),
                        "ns3::TracedValueCallback::Uint32")
        .AddTraceSource("CongestionWindowInflated",
                        "The same: no window is inflated here",
                        MakeAccessor(&TcpLifecycleSocketTraces::cwnd),
                        "ns3::TracedValueCallback::Uint32")
        .AddTraceSource("SlowStartThreshold",
                        "Slow start threshold, bytes",
                        MakeAccessor(&TcpLifecycleSocketTraces::ssthresh),
                        "ns3::TracedValueCallback::Uint32")
        .AddTraceSource("BytesInFlight",
                        "Bytes sent and not acknowledged",
                        MakeAccessor(&TcpLifecycleSocketTraces::flight),
                        "ns3::TracedValueCallback::Uint32")
        .AddTraceSource("RWND",
                        "Window announced by the peer, bytes",
                        MakeAccessor(&TcpLifecycleSocketTraces::rwnd),
                        "ns3::TracedValueCallback::Uint32")
        .AddTraceSource("AdvWND",
                        "Window announced to the peer, bytes",
                        MakeAccessor(&TcpLifecycleSocketTraces::advertised),
                        "ns3::TracedValueCallback::Uint32")
        .AddTraceSource("RTT",
                        "Last round-trip time measured",
                        MakeAccessor(&TcpLifecycleSocketTraces::rtt),
                        "ns3::TracedValueCallback::Time")
        .AddTraceSource("LastRTT",
                        "The same, under the name of later releases of ns-3",
                        MakeAccessor(&TcpLifecycleSocketTraces::rtt),
                        "ns3::TracedValueCallback::Time")
        .AddTraceSource("RTO",
                        "Retransmission timeout",
                        MakeAccessor(&TcpLifecycleSocketTraces::rto),
                        "ns3::TracedValueCallback::Time")
        .AddTraceSource("PacingRate",
                        "Rate at which segments leave; 0: they are not paced",
                        MakeAccessor(&TcpLifecycleSocketTraces::pacingRate),
                        "ns3::TracedValueCallback::DataRate")
        .AddTraceSource("CongState",
                        "Phase of loss recovery",
                        MakeAccessor(&TcpLifecycleSocketTraces::congState),
                        "ns3::TracedValueCallback::TcpCongState")
        .AddTraceSource("SynQueue",
                        "Connections in SYN-RECEIVED of this listener",
                        MakeAccessor(&TcpLifecycleSocketTraces::synQueue),
                        "ns3::TracedValueCallback::Uint32")
        .AddTraceSource("AcceptQueue",
                        "Connections of this listener in its accept queue",
                        MakeAccessor(&TcpLifecycleSocketTraces::acceptQueue),
                        "ns3::TracedValueCallback::Uint32")
        .AddTraceSource("ListenQueues",
                        "The queues or counters of this listener have changed",
                        MakeAccessor(&TcpLifecycleSocketTraces::listen),
                        "ns3::TcpLifecycleListenTracedCallback");
}

TcpLifecycleSocketTraces&
TcpLifecycleSocket::Traces() const
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
    NS_LOG_LOGIC(Who() << " " << lifecycle::ToText(m_state) << " -> " << lifecycle::ToText(to));
    m_state = to;
    if (m_traces)
    {
        m_traces->state.Set(ToTcpState(to));
    }
}

void
TcpLifecycleSocket::TraceTx(const Ptr<const Packet>& packet, const TcpLifecycleHeader& header)
{
    NS_LOG_LOGIC(Who() << " sends " << header);
    if (m_traces)
    {
        m_traces->tx.Tell(packet, header, this);
    }
}

void
TcpLifecycleSocket::TraceRx(const Ptr<const Packet>& packet, const TcpLifecycleHeader& header)
{
    NS_LOG_LOGIC(Who() << " receives " << header);
    if (m_traces)
    {
        m_traces->rx.Tell(packet, header, this);
    }
}

bool
TcpLifecycleSocket::LooksAtSegments() const
{
    return m_traces || g_log.IsEnabled(LOG_LOGIC);
}

std::string
TcpLifecycleSocket::Who() const
{
    std::ostringstream text;
    text << "node " << (GetNode() ? std::to_string(GetNode()->GetId()) : "-") << " connection "
         << m_id << ":";
    return text.str();
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

namespace
{

/// \param number a sequence number \return the same as a type of ns-3
SequenceNumber32
ToSequenceNumber(lifecycle::Seq number)
{
    return SequenceNumber32(number.Value());
}

} // namespace

Ptr<TcpRxBuffer>
TcpLifecycleSocket::GetRxBuffer() const
{
    TcpLifecycleSocketTraces& traces = Traces();
    if (!traces.rxBuffer)
    {
        traces.rxBuffer = CreateObject<TcpRxBuffer>();
    }
    return traces.rxBuffer;
}

Ptr<TcpTxBuffer>
TcpLifecycleSocket::GetTxBuffer() const
{
    TcpLifecycleSocketTraces& traces = Traces();
    if (!traces.txBuffer)
    {
        traces.txBuffer = CreateObject<TcpTxBuffer>();
    }
    return traces.txBuffer;
}

void
TcpLifecycleSocket::TraceValues(const lifecycle::Connection& connection, bool sent)
{
    TcpLifecycleSocketTraces& traces = *m_traces;
    traces.cwnd.Set(connection.Congestion().cwnd);
    traces.ssthresh.Set(connection.Congestion().ssthresh);
    traces.flight.Set(connection.Sending().Flight());
    traces.rwnd.Set(connection.Sending().wnd);
    if (sent)
    {
        traces.advertised.Set(connection.Receiving().Window());
    }
    traces.sndNxt.Set(ToSequenceNumber(connection.Sending().nxt));
    traces.sndMax.Set(ToSequenceNumber(connection.Sending().nxt));
    traces.sndUna.Set(ToSequenceNumber(connection.Sending().una));
    traces.rcvNxt.Set(ToSequenceNumber(connection.Receiving().nxt));
    if (traces.rxBuffer)
    {
        traces.rxBuffer->SetNextRxSequence(ToSequenceNumber(connection.Receiving().nxt));
    }
    if (traces.txBuffer)
    {
        traces.txBuffer->SetHeadSequence(ToSequenceNumber(connection.Sending().una));
    }
    traces.rtt.Set(NanoSeconds(connection.Rto().LastSample().count()));
    traces.rto.Set(NanoSeconds(connection.Rto().Rto().count()));
    traces.congState.Set(ToCongState(connection.Congestion().phase));
    traces.pacingRate.Set(DataRate(connection.PacingRate()));
}

} // namespace ns3
