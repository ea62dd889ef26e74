/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "model-test-flow.h"
#include "model-test-net.h"

#include "ns3/double.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

#include <boost/test/unit_test.hpp>
#include <utility>

using namespace model_test;
using S = TcpSocket;
using States = std::vector<S::TcpStates_t>;

namespace
{

constexpr uint64_t MEGABYTE = 1000000;

/// Loses packets at random, and lets later packets overtake others.
class RoughLink : public ErrorModel
{
  public:
    /// \param device receiving end \param loss share that is lost \param delayed share that is late
    RoughLink(const Ptr<NetDevice>& device, double loss, double delayed)
        : m_device(DynamicCast<PointToPointNetDevice>(device)),
          m_random(CreateObject<UniformRandomVariable>()),
          m_loss(loss),
          m_late(delayed)
    {
        m_random->SetStream(1 + device->GetNode()->GetId());
    }

    uint64_t lost{0}; //!< packets
    uint64_t late{0}; //!< packets

  private:
    bool DoCorrupt(Ptr<Packet> packet) override
    {
        if (m_again)
        {
            return false;
        }
        const double chance = m_random->GetValue();
        if (chance < m_loss)
        {
            ++lost;
            return true;
        }
        if (chance < m_loss + m_late)
        {
            ++late;
            Simulator::Schedule(MilliSeconds(3), &RoughLink::Again, this, packet->Copy());
            return true;
        }
        return false;
    }

    void DoReset() override
    {
    }

    void Again(Ptr<Packet> packet)
    {
        m_again = true;
        m_device->Receive(packet);
        m_again = false;
    }

    Ptr<PointToPointNetDevice> m_device; //!< receiving end
    Ptr<UniformRandomVariable> m_random; //!< decides
    double m_loss;                       //!< share that is lost
    double m_late;                       //!< share that is late
    bool m_again{false};                 //!< a late one comes in
};

/// Both ends of a flow whose writer closes first: every byte right, and closed as in RFC 9293's
/// figure 12, perhaps with FIN and ACK in one segment.
void
CheckOrderly(const Flow& flow, uint64_t octets)
{
    BOOST_TEST(flow.writer.written == octets);
    BOOST_TEST(flow.reader.read == octets);
    BOOST_TEST(flow.reader.wrong == 0U);
    BOOST_TEST(flow.reader.finished);
    BOOST_TEST(flow.client.told == (std::vector<std::string>{"connected", "normal close"}),
               boost::test_tools::per_element());
    BOOST_TEST((flow.client.states.back() == S::CLOSED));
    BOOST_TEST((flow.server.states == States{S::CLOSE_WAIT, S::LAST_ACK, S::CLOSED}));
    BOOST_TEST(Simulator::IsFinished());
}

} // namespace

BOOST_AUTO_TEST_SUITE(connection)

BOOST_AUTO_TEST_CASE(a_megabyte_goes_over_ipv4_and_over_ipv6)
{
    for (const bool isIpv6 : {false, true})
    {
        Flow flow(isIpv6, MEGABYTE);
        flow.net.Run();
        CheckOrderly(flow, MEGABYTE);
        BOOST_TEST((flow.client.states == States{S::SYN_SENT,
                                                 S::ESTABLISHED,
                                                 S::FIN_WAIT_1,
                                                 S::FIN_WAIT_2,
                                                 S::TIME_WAIT,
                                                 S::CLOSED}));
    }
}

BOOST_AUTO_TEST_CASE(the_simulation_ends_with_the_last_event_of_the_protocol)
{
    // Half of RTT: delay and 60 bytes of SYN, or 52 of ACK and FIN, with IP, TCP and PPP headers,
    // at 100 Mbit/s. The last event is the end of 2MSL, which begins with the ACK of the FIN.
    Flow flow(false, 0);
    const Time began = Simulator::Now();
    const Time end = flow.net.Run() - began;
    const Time syn = MilliSeconds(10) + NanoSeconds(62 * 80);
    const Time other = MilliSeconds(10) + NanoSeconds(54 * 80);
    BOOST_TEST(end.GetNanoSeconds() == (2 * syn + 2 * other + Seconds(240)).GetNanoSeconds());
    BOOST_TEST(Simulator::IsFinished());
}

BOOST_AUTO_TEST_CASE(a_connection_that_ends_without_time_wait_leaves_no_event)
{
    // The timer event of the SYN is due at 1 s, long after the SYN was answered.
    Net net;
    const auto listener = net.Listener(1, 80);
    const auto active = net.Make(0);
    active->Connect(net.At(1, 80));
    const Time began = Simulator::Now();
    Simulator::Schedule(MilliSeconds(500), [&active] { active->Abort(); });
    const Time end = net.Run();
    BOOST_TEST((end - began).GetMilliSeconds() == 510);
    BOOST_TEST(Simulator::IsFinished());
    BOOST_TEST(net.Tcp(0)->GetHost()->Size() == 0U);
    BOOST_TEST(net.Tcp(1)->GetHost()->Size() == 1U); // the listener
}

BOOST_AUTO_TEST_CASE(both_directions_at_once_carry_every_octet)
{
    Flow flow(false, MEGABYTE, {}, MEGABYTE);
    flow.net.Run();
    BOOST_TEST(flow.reader.read == MEGABYTE);
    BOOST_TEST(flow.backReader.read == MEGABYTE);
    BOOST_TEST(flow.reader.wrong + flow.backReader.wrong == 0U);
    BOOST_TEST(Simulator::IsFinished());
}

BOOST_AUTO_TEST_CASE(loss_and_reordering_lose_no_octet)
{
    for (const bool isIpv6 : {false, true})
    {
        Flow flow(isIpv6, 5 * MEGABYTE);
        flow.net.Lose(0, CreateObject<RoughLink>(flow.net.devices.Get(0), 0.02, 0.05));
        flow.net.Lose(1, CreateObject<RoughLink>(flow.net.devices.Get(1), 0.02, 0.05));
        flow.net.Run();
        CheckOrderly(flow, 5 * MEGABYTE);
    }
}

BOOST_AUTO_TEST_CASE(a_hundred_megabytes_survive_two_percent_loss_and_reordering)
{
    NetOptions options;
    options.delay = MilliSeconds(1);
    options.checksums = false;
    Flow flow(false, 100 * MEGABYTE, options);
    const auto forth = CreateObject<RoughLink>(flow.net.devices.Get(1), 0.02, 0.02);
    const auto back = CreateObject<RoughLink>(flow.net.devices.Get(0), 0.02, 0.02);
    flow.net.Lose(1, forth);
    flow.net.Lose(0, back);
    flow.net.Run();
    CheckOrderly(flow, 100 * MEGABYTE);
    BOOST_TEST(forth->lost > 1000U);
    BOOST_TEST(forth->late > 1000U);
}

BOOST_AUTO_TEST_CASE(a_slow_reader_closes_the_window_and_opens_it_again)
{
    Net net;
    const auto listener = net.MakeSocket(1);
    listener->Bind(Net::Any(80));
    listener->Listen();
    Reader reader(7, true);
    listener->SetAcceptCallback(
        MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
        Callback<void, Ptr<Socket>, const Address&>([&](Ptr<Socket> socket, const Address&) {
            Simulator::Schedule(Seconds(30), [&reader, socket] {
                reader.Start(socket);
                reader.Read(socket);
            });
        }));
    Writer writer(MEGABYTE, 7, true);
    const auto active = net.MakeSocket(0);
    writer.Start(active);
    active->Connect(net.At(1, 80));
    Simulator::Stop(Seconds(20));
    net.Run();
    // Both buffers are full, 131072 bytes each, and nothing more is taken.
    BOOST_TEST(writer.written <= 2U * 131072);
    BOOST_TEST(writer.written > 131072U);
    net.Run();
    BOOST_TEST(reader.read == MEGABYTE);
    BOOST_TEST(reader.wrong == 0U);
    BOOST_TEST(reader.finished);
}

BOOST_AUTO_TEST_CASE(virtual_payload_stays_virtual_and_byte_tags_travel)
{
    Net net;
    uint32_t read = 0;
    bool tagged = false;
    const auto listener = net.Listener(1, 80);
    listener->SetAcceptCallback(
        MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
        Callback<void, Ptr<Socket>, const Address&>([&](Ptr<Socket> socket, const Address&) {
            socket->SetRecvCallback(Callback<void, Ptr<Socket>>([&](Ptr<Socket> from) {
                const Ptr<Packet> packet = from->Recv();
                read += packet->GetSize();
                SocketIpTtlTag tag;
                tagged = tagged || packet->FindFirstMatchingByteTag(tag);
                // Real bytes would be in the serialized packet, a length is not.
                BOOST_TEST(packet->GetSerializedSize() < packet->GetSize());
            }));
        }));
    const auto active = net.Make(0);
    active->Connect(net.At(1, 80));
    const Ptr<Packet> packet = Create<Packet>(20000);
    SocketIpTtlTag tag;
    packet->AddByteTag(tag);
    BOOST_TEST(active->Send(packet) == 20000);
    net.Run();
    BOOST_TEST(read == 20000U);
    BOOST_TEST(tagged);
}

BOOST_AUTO_TEST_CASE(data_that_come_with_the_third_segment_are_not_lost)
{
    // The user's Send() waits in SYN-SENT, so the ACK of the SYN,ACK carries data and FIN.
    for (const uint32_t size : {1U, 1000U, 20000U})
    {
        Net net;
        Reader reader(7, true);
        const auto listener = net.Listener(1, 80);
        listener->SetAcceptCallback(
            MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
            Callback<void, Ptr<Socket>, const Address&>(
                [&](Ptr<Socket> socket, const Address&) { reader.Start(socket); }));
        const auto active = net.Make(0);
        active->Connect(net.At(1, 80));
        Writer writer(size, 7, false);
        writer.Write(active, 0);
        BOOST_TEST(writer.written == size);
        active->ShutdownSend();
        net.Run();
        BOOST_TEST(reader.read == size);
        BOOST_TEST(reader.wrong == 0U);
        BOOST_TEST(reader.finished);
    }
}

BOOST_AUTO_TEST_CASE(a_client_over_loopback_reaches_its_own_node)
{
    Net net;
    Reader reader(7, true);
    const auto listener = net.Listener(0, 80);
    listener->SetAcceptCallback(
        MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
        Callback<void, Ptr<Socket>, const Address&>(
            [&](Ptr<Socket> socket, const Address&) { reader.Start(socket); }));
    const auto active = net.Make(0);
    Writer writer(MEGABYTE, 7, true);
    writer.Start(active);
    BOOST_TEST(active->Connect(InetSocketAddress(Ipv4Address::GetLoopback(), 80)) == 0);
    net.Run();
    BOOST_TEST(reader.read == MEGABYTE);
    BOOST_TEST(reader.wrong == 0U);
    BOOST_TEST(reader.finished);
}

BOOST_AUTO_TEST_CASE(many_connections_at_once_each_get_their_own_octets)
{
    Net net;
    std::vector<std::unique_ptr<Reader>> readers;
    const auto listener = net.Listener(1, 80);
    listener->SetAcceptCallback(
        MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
        Callback<void, Ptr<Socket>, const Address&>([&](Ptr<Socket> socket, const Address&) {
            readers.push_back(std::make_unique<Reader>(9, true));
            readers.back()->Start(socket);
        }));
    std::vector<std::unique_ptr<Writer>> writers;
    for (uint32_t i = 0; i < 300; ++i)
    {
        const auto active = net.Make(0);
        writers.push_back(std::make_unique<Writer>(i, 9, true));
        writers.back()->Start(active);
        BOOST_TEST_REQUIRE(active->Connect(net.At(1, 80)) == 0);
    }
    net.Run();
    BOOST_TEST(readers.size() == 300U);
    uint64_t read = 0;
    for (const auto& reader : readers)
    {
        read += reader->read;
        BOOST_TEST(reader->wrong == 0U);
        BOOST_TEST(reader->finished);
    }
    BOOST_TEST(read == 300U * 299 / 2);
    BOOST_TEST(net.Tcp(0)->GetHost()->Size() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
