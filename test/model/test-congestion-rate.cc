/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * What a flow does with marks of a queue disc, with pacing, and under TcpBbr and TcpDctcp.
 */

#include "model-test-net.h"
#include "tcp-lifecycle-header.h"

#include "ns3/boolean.h"
#include "ns3/config.h"
#include "ns3/data-rate.h"
#include "ns3/double.h"
#include "ns3/error-model.h"
#include "ns3/point-to-point-net-device.h"
#include "ns3/queue-disc.h"
#include "ns3/queue-size.h"
#include "ns3/queue.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/traffic-control-helper.h"
#include "ns3/traffic-control-layer.h"
#include "ns3/type-id.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

namespace model_test
{

namespace
{

constexpr uint32_t SIZE = 1448;                  //!< of a segment, bytes
constexpr double FRAME = 1502;                   //!< the same on the link
constexpr double RATE = 10e6;                    //!< of the link, bit/s
constexpr int64_t RTT_MS = 40;                   //!< round-trip time without a queue
constexpr double MOST = RATE / 8 * SIZE / FRAME; //!< bytes of data that the link carries in 1 s

/// What a flow of one kind over one link did.
struct Outcome
{
    uint64_t bytes{0};              //!< that arrived
    uint64_t laterBytes{0};         //!< that arrived in the second half
    uint32_t marks{0};              //!< of the queue disc
    uint32_t drops{0};              //!< of the queue disc
    double meanQueue{0};            //!< packets, in the second half
    uint32_t mostQueue{0};          //!< packets, in the second half
    uint32_t cwrs{0};               //!< segments with CWR that were sent
    uint32_t reductions{0};         //!< of the slow start threshold
    lifecycle::ConnectionInfo info; //!< at the end, of this module's TCP
};

/// How the flow is.
struct Kind
{
    Stack stack{Stack::Ours};                 //!< whose TCP both nodes have
    std::string algorithm{"ns3::TcpNewReno"}; //!< of congestion control
    std::string disc;                         //!< queue disc, or nothing: a queue of 60 packets
    double loss{0};                           //!< part of the packets that is lost
    double seconds{10};                       //!< how long
};

/// One flow, watched
class Watched
{
  public:
    explicit Watched(const Kind& kind)
        : m_kind(kind)
    {
        const TypeIdValue type(TypeId::LookupByName(kind.algorithm));
        Config::SetDefault("ns3::TcpL4Protocol::SocketType", type);
        Config::SetDefault("ns3::TcpLifecycleL4Protocol::SocketType", type);
        Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(SIZE));
        Config::SetDefault("ns3::TcpSocket::SndBufSize", UintegerValue(1 << 20));
        Config::SetDefault("ns3::TcpSocket::RcvBufSize", UintegerValue(1 << 20));
    }

    /// \return what it did
    Outcome Run()
    {
        NetOptions options;
        options.a = options.b = m_kind.stack;
        options.rate = "10Mbps";
        options.delay = MilliSeconds(RTT_MS / 2);
        Net net(options);
        SetQueue(net);
        if (m_kind.loss > 0)
        {
            const auto model = CreateObject<RateErrorModel>();
            model->SetUnit(RateErrorModel::ERROR_UNIT_PACKET);
            model->SetRate(m_kind.loss);
            model->AssignStreams(100);
            net.Lose(1, model);
        }
        Reader reader(7, false);
        const auto listener = net.MakeSocket(1);
        listener->Bind(Net::Any(80));
        listener->Listen();
        OnAccept(listener, [&](const Ptr<Socket>& child) { reader.Start(child); });
        const auto active = net.MakeSocket(0);
        Watch(active);
        Writer writer(1000000000, 7, false);
        writer.Start(active);
        active->Connect(net.At(1, 80));
        Simulator::Schedule(Seconds(m_kind.seconds / 2), [&] {
            m_outcome.laterBytes = reader.read;
            Sample();
        });
        Simulator::Stop(Seconds(m_kind.seconds));
        Simulator::Run();
        BOOST_TEST(reader.wrong == 0U);
        m_outcome.bytes = reader.read;
        m_outcome.laterBytes = reader.read - m_outcome.laterBytes;
        m_outcome.meanQueue = m_samples > 0 ? m_queued / m_samples : 0;
        if (m_disc)
        {
            Count(m_disc);
        }
        if (const auto ours = DynamicCast<TcpLifecycleSocket>(active))
        {
            m_outcome.info = ours->GetTcpInfo();
        }
        return m_outcome;
    }

  private:
    void Count(const Ptr<QueueDisc>& disc)
    {
        m_outcome.marks += disc->GetStats().nTotalMarkedPackets;
        m_outcome.drops += disc->GetStats().nTotalDroppedPackets;
        for (std::size_t i = 0; i < disc->GetNQueueDiscClasses(); ++i) // FqCoDel's queues mark
        {
            Count(disc->GetQueueDiscClass(i)->GetQueueDisc());
        }
    }

    void SetQueue(const Net& net)
    {
        TrafficControlHelper().Uninstall(net.devices);
        const auto device = DynamicCast<PointToPointNetDevice>(net.devices.Get(0));
        device->GetQueue()->SetAttribute("MaxSize",
                                         StringValue(m_kind.disc.empty() ? "60p" : "1p"));
        if (!m_kind.disc.empty())
        {
            TrafficControlHelper control;
            control.SetRootQueueDisc(m_kind.disc);
            m_disc = control.Install(net.devices.Get(0)).Get(0);
            // The simulation has begun: what was done at its start is done again
            net.nodes.Get(0)->GetObject<TrafficControlLayer>()->ScanDevices();
            m_disc->Initialize();
        }
    }

    void Watch(const Ptr<Socket>& socket)
    {
        socket->TraceConnectWithoutContext(
            "SlowStartThreshold",
            Callback<void, uint32_t, uint32_t>([this](uint32_t before, uint32_t after) {
                m_outcome.reductions += after < before ? 1 : 0;
            }));
        if (DynamicCast<TcpLifecycleSocket>(socket))
        {
            socket->TraceConnectWithoutContext(
                "Tx",
                Callback<void,
                         Ptr<const Packet>,
                         const TcpLifecycleHeader&,
                         Ptr<const TcpLifecycleSocket>>([this](Ptr<const Packet>,
                                                               const TcpLifecycleHeader& header,
                                                               Ptr<const TcpLifecycleSocket>) {
                    const lifecycle::Segment& segment = header.GetSegment();
                    m_outcome.cwrs +=
                        segment.Has(lifecycle::CWR) && !segment.Has(lifecycle::SYN) ? 1 : 0;
                }));
        }
    }

    void Sample()
    {
        if (m_disc)
        {
            const uint32_t packets = m_disc->GetNPackets();
            m_queued += packets;
            m_outcome.mostQueue = std::max(m_outcome.mostQueue, packets);
            ++m_samples;
            Simulator::Schedule(MilliSeconds(1), &Watched::Sample, this);
        }
    }

    Kind m_kind;           //!< see there
    Outcome m_outcome;     //!< so far
    Ptr<QueueDisc> m_disc; //!< or null
    double m_queued{0};    //!< sum of samples
    double m_samples{0};   //!< how many
};

/// \param kind of flow \return what it did
Outcome
RunFlow(const Kind& kind)
{
    return Watched(kind).Run();
}

/// Queue discs that can mark.
const std::vector<std::string> DISCS{"ns3::RedQueueDisc",
                                     "ns3::CoDelQueueDisc",
                                     "ns3::FqCoDelQueueDisc",
                                     "ns3::PieQueueDisc"};

/// Let queue discs mark from the packet on that finds \p packets before it, as DCTCP wants it (RFC
/// 8257, 3.1). \param packets K
void
MarkFrom(uint32_t packets)
{
    Config::SetDefault("ns3::RedQueueDisc::UseEcn", BooleanValue(true));
    Config::SetDefault("ns3::RedQueueDisc::UseHardDrop", BooleanValue(false));
    Config::SetDefault("ns3::RedQueueDisc::MeanPktSize", UintegerValue(1500));
    Config::SetDefault("ns3::RedQueueDisc::QW", DoubleValue(1)); // the queue as it is now
    Config::SetDefault("ns3::RedQueueDisc::MinTh", DoubleValue(packets));
    Config::SetDefault("ns3::RedQueueDisc::MaxTh", DoubleValue(packets));
    Config::SetDefault("ns3::RedQueueDisc::Gentle", BooleanValue(false));
    Config::SetDefault("ns3::RedQueueDisc::MaxSize", QueueSizeValue(QueueSize("500p")));
}

} // namespace

BOOST_AUTO_TEST_SUITE(congestion_rate)

BOOST_DATA_TEST_CASE(a_queue_disc_marks_instead_of_dropping,
                     boost::unit_test::data::make(DISCS),
                     disc)
{
    // RFC 3168, 6.1.2: each reduction is told by one CWR, none is for a loss, nothing is sent twice
    Config::SetDefault("ns3::TcpSocketBase::UseEcn", StringValue("On"));
    Config::SetDefault(disc + "::UseEcn", BooleanValue(true));
    if (disc == "ns3::RedQueueDisc")
    {
        Config::SetDefault("ns3::RedQueueDisc::UseHardDrop", BooleanValue(false));
        Config::SetDefault("ns3::RedQueueDisc::MaxSize", QueueSizeValue(QueueSize("500p")));
    }
    if (disc == "ns3::PieQueueDisc")
    {
        // RFC 8033, 5.1: above 10 % PIE drops also what could be marked; the start of a flow makes
        // it do so
        Config::SetDefault("ns3::PieQueueDisc::MarkEcnThreshold", DoubleValue(1));
        Config::SetDefault("ns3::PieQueueDisc::MaxSize", QueueSizeValue(QueueSize("500p")));
    }
    Kind kind;
    kind.disc = disc;
    const Outcome outcome = RunFlow(kind);
    BOOST_TEST(outcome.marks > 0U);
    BOOST_TEST(outcome.drops == 0U);
    BOOST_TEST(outcome.info.totalRetrans == 0U);
    BOOST_TEST(outcome.reductions > 0U);
    BOOST_TEST(outcome.cwrs <= outcome.marks);
    // One reduction in a round trip at most, and one CWR for each (one may be under way)
    BOOST_TEST(outcome.cwrs <= 10000 / RTT_MS);
    BOOST_TEST(outcome.cwrs + 1 >= outcome.reductions);
    // A window that is halved when the path is just full fills 3/4 of it; less the start
    BOOST_TEST(outcome.bytes >= 0.7 * MOST * kind.seconds);
}

BOOST_AUTO_TEST_CASE(dctcp_keeps_the_queue_at_the_marking_threshold)
{
    // Alizadeh et al., SIGCOMM 2010, equations 8 to 10: one flow's queue is between K + 1 - A and
    // K + 1, A = sqrt(2 (C RTT + K)) / 2; a delayed ACK lets two packets out
    constexpr uint32_t threshold = 20;
    const double path = RATE * RTT_MS / 1000 / 8 / FRAME;
    const double amplitude = std::sqrt(2 * (path + threshold)) / 2;
    Outcome outcomes[2];
    for (const Stack stack : {Stack::Stock, Stack::Ours})
    {
        MarkFrom(threshold);
        Kind kind;
        kind.stack = stack;
        kind.algorithm = "ns3::TcpDctcp";
        kind.disc = "ns3::RedQueueDisc";
        outcomes[stack == Stack::Ours ? 1 : 0] = RunFlow(kind);
    }
    const Outcome& theirs = outcomes[0];
    const Outcome& ours = outcomes[1];
    BOOST_TEST_CONTEXT("ns-3's queue " << theirs.meanQueue << " to " << theirs.mostQueue
                                       << ", here " << ours.meanQueue << " to " << ours.mostQueue
                                       << ", bytes " << theirs.laterBytes << " and "
                                       << ours.laterBytes)
    {
        BOOST_TEST(ours.drops == 0U);
        BOOST_TEST(ours.info.totalRetrans == 0U);
        BOOST_TEST(ours.mostQueue <= threshold + 1 + 2 + 2);
        BOOST_TEST(ours.meanQueue <= threshold + 1.0);
        BOOST_TEST(ours.meanQueue >= threshold + 1 - 2 * amplitude);
        BOOST_TEST(ours.laterBytes >= 0.98 * MOST * 5);
        BOOST_TEST(ours.laterBytes >= 0.98 * static_cast<double>(theirs.laterBytes));
        BOOST_TEST(std::abs(ours.meanQueue - theirs.meanQueue) <= amplitude);
    }
}

BOOST_DATA_TEST_CASE(bbr_is_as_fast_as_under_ns3s_own_tcp_and_leaves_the_queue_short,
                     boost::unit_test::data::make(std::vector<double>{0, 0.01}),
                     loss)
{
    // Cardwell et al., 2016: BBR does not take a loss for congestion; 1 % costs 1 % and what is
    // repaired. Its window is twice the path, so that at most a path's worth queues
    Outcome outcomes[2];
    for (const Stack stack : {Stack::Stock, Stack::Ours})
    {
        Kind kind;
        kind.stack = stack;
        kind.algorithm = "ns3::TcpBbr";
        kind.loss = loss;
        kind.disc = "ns3::FifoQueueDisc";
        outcomes[stack == Stack::Ours ? 1 : 0] = RunFlow(kind);
    }
    const Outcome& theirs = outcomes[0];
    const Outcome& ours = outcomes[1];
    BOOST_TEST_CONTEXT(theirs.bytes << " bytes with ns-3's TCP, " << ours.bytes
                                    << " with this one, queue " << theirs.meanQueue << " and "
                                    << ours.meanQueue << ", pacing rate "
                                    << ours.info.pacingRate * 8)
    {
        BOOST_TEST(ours.laterBytes >= 0.85 * MOST * 5);
        BOOST_TEST(ours.bytes >= 0.95 * static_cast<double>(theirs.bytes));
        const double path = RATE * RTT_MS / 1000 / 8 / FRAME;
        BOOST_TEST(ours.meanQueue <= path);
        // 0.75 to 1.25 of the link, less headers
        const double rate = static_cast<double>(ours.info.pacingRate) * 8;
        BOOST_TEST(rate >= 0.7 * RATE);
        BOOST_TEST(rate <= 1.3 * RATE);
    }
}

BOOST_AUTO_TEST_CASE(pacing_is_switched_on_by_ns3s_attribute_and_costs_nothing)
{
    Outcome outcomes[2];
    for (const bool paced : {false, true})
    {
        Config::SetDefault("ns3::TcpSocketState::EnablePacing", BooleanValue(paced));
        Config::SetDefault("ns3::TcpSocket::InitialSlowStartThreshold", UintegerValue(20 * SIZE));
        Kind kind;
        kind.disc = "ns3::FifoQueueDisc";
        kind.seconds = 2;
        outcomes[paced ? 1 : 0] = RunFlow(kind);
    }
    BOOST_TEST(outcomes[0].info.pacingRate == 0U);
    BOOST_TEST(outcomes[1].info.pacingRate > 0U);
    BOOST_TEST(outcomes[1].mostQueue <= outcomes[0].mostQueue);
    BOOST_TEST(outcomes[1].bytes >= 0.95 * static_cast<double>(outcomes[0].bytes));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace model_test
