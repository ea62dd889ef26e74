/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-segment.h"
#include "model-test-net.h"
#include "tcp-lifecycle-header.h"

#include "ns3/simulator.h"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

/**
 * \file
 * What a socket asks for beside its attributes: keep-alive and SO_LINGER.
 */

using namespace model_test;

namespace
{

/// Writes down when a socket sends, and the control bits.
class Sent
{
  public:
    /// \param socket whose segments
    explicit Sent(const Ptr<TcpLifecycleSocket>& socket)
        : m_begin(Simulator::Now())
    {
        socket->TraceConnectWithoutContext("Tx", MakeCallback(&Sent::Note, this));
    }

    std::vector<std::string> lines; //!< `10s .`, whole seconds since then and control bits

  private:
    void Note(Ptr<const Packet>, const TcpLifecycleHeader& header, Ptr<const TcpLifecycleSocket>)
    {
        const auto seconds = static_cast<int>((Simulator::Now() - m_begin).GetSeconds());
        lines.push_back(std::to_string(seconds) + "s " + lifecycle::FlagsText(header.GetSegment()));
    }

    Time m_begin; //!< when that began
};

/// \param net whose node 1 hears nothing more
void
Silence(const Net& net)
{
    const auto all = CreateObject<RateErrorModel>();
    all->SetRate(1);
    all->SetUnit(RateErrorModel::ERROR_UNIT_PACKET);
    net.Lose(1, all);
}

void
Check(const std::vector<std::string>& actual, const std::vector<std::string>& expected)
{
    BOOST_CHECK_EQUAL_COLLECTIONS(actual.begin(), actual.end(), expected.begin(), expected.end());
}

} // namespace

BOOST_AUTO_TEST_SUITE(socket_rules)

BOOST_AUTO_TEST_CASE(a_socket_with_keep_alive_probes_an_idle_peer_and_one_without_does_not)
{
    for (const bool probing : {true, false})
    {
        Net net;
        const auto listener = net.Listener(1, 80);
        const auto active = net.Make(0);
        BOOST_TEST(!active->GetKeepAlive());
        BOOST_TEST((active->GetKeepAliveTime() == Hours(2)));
        active->SetKeepAlive(probing);
        active->SetKeepAliveTime(Seconds(10));
        BOOST_TEST(active->GetKeepAlive() == probing);
        BOOST_TEST((active->GetKeepAliveTime() == Seconds(10)));
        Sent sent(active);
        active->Connect(net.At(1, 80));
        Simulator::Stop(Seconds(35));
        net.Run();
        if (probing)
        {
            Check(sent.lines, {"0s S", "0s .", "10s .", "20s .", "30s ."});
        }
        else
        {
            Check(sent.lines, {"0s S", "0s ."});
        }
        active->Abort();
        net.Run();
    }
}

BOOST_AUTO_TEST_CASE(keep_alive_of_a_listener_is_that_of_what_it_accepts)
{
    Net net;
    const auto listener = net.Listener(1, 80);
    listener->SetKeepAlive(true);
    Ptr<TcpLifecycleSocket> child;
    listener->SetAcceptCallback(
        MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
        Callback<void, Ptr<Socket>, const Address&>([&](Ptr<Socket> socket, const Address&) {
            child = DynamicCast<TcpLifecycleSocket>(socket);
        }));
    const auto active = net.Make(0);
    active->Connect(net.At(1, 80));
    Simulator::Stop(Seconds(1));
    net.Run();
    BOOST_TEST_REQUIRE((child != nullptr));
    BOOST_TEST(child->GetKeepAlive());
    active->Abort();
    net.Run();
}

BOOST_AUTO_TEST_CASE(close_without_any_time_to_linger_is_an_abort)
{
    Net net;
    const auto listener = net.Listener(1, 80);
    const auto active = net.Make(0);
    active->SetLinger(true, Seconds(0));
    Sent sent(active);
    active->Connect(net.At(1, 80));
    Simulator::Schedule(Seconds(1), [&active] { active->Close(); });
    net.Run();
    Check(sent.lines, {"0s S", "0s .", "1s R"});
    BOOST_TEST((active->GetError() == lifecycle::Error::Aborted));
}

BOOST_AUTO_TEST_CASE(close_with_a_time_to_linger_ends_in_a_reset_when_nobody_answers)
{
    for (const bool on : {true, false})
    {
        Net net;
        const auto listener = net.Listener(1, 80);
        const auto active = net.Make(0);
        active->SetLinger(on, Seconds(5));
        Sent sent(active);
        active->Connect(net.At(1, 80));
        Simulator::Schedule(Seconds(1), [&] {
            Silence(net);
            active->Close();
        });
        net.Run();
        // RTO 1 s: the FIN at 1, 2, 4 s; RFC 9293's limit is 6 repeats
        std::vector<std::string> expected = {"0s S", "0s .", "1s F.", "2s F.", "4s F."};
        if (on)
        {
            expected.emplace_back("6s R.");
        }
        else
        {
            expected.insert(expected.end(), {"8s F.", "16s F.", "32s F.", "64s F."});
        }
        Check(sent.lines, expected);
        const auto error = on ? lifecycle::Error::Aborted : lifecycle::Error::TimedOut;
        BOOST_TEST((active->GetError() == error));
    }
}

BOOST_AUTO_TEST_SUITE_END()
