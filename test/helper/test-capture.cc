/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "helper-test-pair.h"
#include "tcp-lifecycle-capture.h"
#include "tcp-lifecycle-faults.h"
#include "tcp-lifecycle-helper.h"
#include "tcp-lifecycle-output.h"
#include "tcp-lifecycle-socket.h"

#include "ns3/error-model.h"
#include "ns3/pointer.h"

#include <boost/test/unit_test.hpp>
#include <list>
#include <string>

using namespace ns3;
using namespace helper_test;

namespace
{

using Kind = TcpLifecycleCaptureKind;

/// Two nodes, captured.
struct Captured
{
    /// \param kind of the capture
    explicit Captured(Kind kind)
        : folder("tcp-lifecycle-test-capture")
    {
        helper.SetAttribute("InitialSequence", StringValue("100"));
        helper.Install(pair.nodes);
        capture = helper.EnableCapture(pair.nodes, folder.path / "c", kind);
    }

    /// Packets from node 0 do not arrive. \param which of them, from 0 on
    void Lose(const std::list<uint32_t>& which) const
    {
        const auto model = CreateObject<ReceiveListErrorModel>();
        model->SetList(which);
        pair.devices.Get(1)->SetAttribute("ReceiveErrorModel", PointerValue(model));
    }

    /// \param seconds to be played
    void Run(double seconds = 1)
    {
        pair.Run(seconds);
        helper.Finish();
    }

    /// \param name of a file after the prefix \return what it has
    std::string Of(const std::string& name) const
    {
        return Contents(folder.path / ("c" + name));
    }

    Folder folder;                    //!< where files are
    Pair pair;                        //!< the nodes
    TcpLifecycleHelper helper;        //!< of their TCP
    Ptr<TcpLifecycleCapture> capture; //!< what is tested
};

// Bytes of a packet: PPP, IP, TCP, and the options of a SYN (MSS, SACK, timestamps, scale) or none
// but timestamps.
constexpr std::size_t SYN_SIZE = 2 + 20 + 20 + 20;
constexpr std::size_t ACK_SIZE = 2 + 20 + 20 + 12;
constexpr std::size_t HEADER_SIZE = 24;
constexpr std::size_t RECORD_SIZE = 16;

} // namespace

BOOST_AUTO_TEST_SUITE(capture)

BOOST_AUTO_TEST_CASE(a_packet_that_changes_a_state_says_so)
{
    Captured captured(Kind::Pcapng);
    captured.Run();
    const std::string client = captured.Of("-0.pcapng");
    const std::string server = captured.Of("-1.pcapng");
    BOOST_TEST(Count(client, "CLOSED -> SYN-SENT: active OPEN by the user") == 1u);
    BOOST_TEST(Count(client, "SYN-SENT -> ESTABLISHED: SYN with an ACK of ours") == 1u);
    BOOST_TEST(Count(client, " -> ") == 2u);
    BOOST_TEST(Count(server, "LISTEN -> SYN-RECEIVED: SYN") == 1u);
    BOOST_TEST(Count(server, "SYN-RECEIVED -> ESTABLISHED: ACK of our SYN") == 1u);
    BOOST_TEST(Count(server, " -> ") == 2u); // to LISTEN no packet leads
}

BOOST_AUTO_TEST_CASE(a_lost_packet_is_in_the_sender_s_file_and_says_so)
{
    Captured captured(Kind::Pcapng);
    captured.Lose({0, 1});
    captured.Run(5);
    const std::string client = captured.Of("-0.pcapng");
    BOOST_TEST(Count(client, "lost on the link") == 2u);
    BOOST_TEST(Count(client, "retransmission 1 of the SYN") == 1u);
    BOOST_TEST(Count(client, "retransmission 2 of the SYN") == 1u);
    const std::string server = captured.Of("-1.pcapng");
    BOOST_TEST(Count(server, "retransmission") == 0u);
    BOOST_TEST(Count(server, "LISTEN -> SYN-RECEIVED: SYN") == 1u);
}

BOOST_AUTO_TEST_CASE(what_is_said_of_a_packet_on_its_way_is_in_the_sender_s_file)
{
    Captured captured(Kind::Pcapng);
    captured.Lose({1});
    captured.pair.devices.Get(1)->TraceConnectWithoutContext(
        "MacRx",
        Callback<void, Ptr<const Packet>>([&captured](Ptr<const Packet> packet) {
            captured.capture->Comment(packet, "seen by another");
        }));
    captured.Run(5);
    BOOST_TEST(Count(captured.Of("-0.pcapng"), "lost on the link") == 1u);
    BOOST_TEST(Count(captured.Of("-0.pcapng"), "seen by another") == 0u);
    BOOST_TEST(Count(captured.Of("-1.pcapng"), "seen by another") > 0u); // it has arrived
}

BOOST_AUTO_TEST_CASE(a_fault_s_words_stand_in_place_of_the_loss)
{
    const Folder folder("tcp-lifecycle-test-capture-fault");
    {
        Pair pair;
        TcpLifecycleHelper helper;
        helper.Install(pair.nodes);
        Ptr<TcpLifecycleCapture> capture;
        // Before the capture itself listens, as a fault model decides before the device drops.
        pair.devices.Get(1)->TraceConnectWithoutContext(
            "PhyRxDrop",
            Callback<void, Ptr<const Packet>>([&capture](Ptr<const Packet> packet) {
                capture->Comment(packet, "dropped by rule 3");
            }));
        capture = helper.EnablePcapng(pair.nodes, folder.path / "c");
        const auto model = CreateObject<ReceiveListErrorModel>();
        model->SetList({0});
        pair.devices.Get(1)->SetAttribute("ReceiveErrorModel", PointerValue(model));
        pair.Run(5);
        helper.Finish();
    }
    const std::string client = Contents(folder.path / "c-0.pcapng");
    BOOST_TEST(Count(client, "dropped by rule 3") == 1u);
    BOOST_TEST(Count(client, "lost on the link") == 0u);
}

BOOST_AUTO_TEST_CASE(a_fault_rule_is_quoted)
{
    if (!TcpLifecycleFaultModel::GetTypeId().LookupTraceSourceByName("Struck"))
    {
        return; // it tells nobody
    }
    const Folder folder("tcp-lifecycle-test-capture-fault");
    {
        Pair pair;
        TcpLifecycleHelper helper;
        helper.Install(pair.nodes);
        TcpLifecycleFaults::Install(TcpLifecycleFaults::Parse("drop A>B SYN 1"),
                                    DynamicCast<PointToPointNetDevice>(pair.devices.Get(0)),
                                    DynamicCast<PointToPointNetDevice>(pair.devices.Get(1)));
        helper.EnablePcapng(pair.nodes, folder.path / "c");
        pair.Run(5);
        helper.Finish();
    }
    const std::string client = Contents(folder.path / "c-0.pcapng");
    BOOST_TEST(Count(client, "matched by the fault rule 'drop A>B SYN 1'") == 1u);
    BOOST_TEST(Count(client, "lost on the link") == 0u);
}

BOOST_AUTO_TEST_CASE(pcap_files_of_devices_and_hosts_have_every_packet_whole)
{
    for (const Kind kind : {Kind::Device, Kind::Host})
    {
        Captured captured(kind);
        captured.Lose({0});
        captured.Run(5);
        const std::string rest = kind == Kind::Device ? "-0.pcap" : ".pcap";
        const std::size_t handshake =
            HEADER_SIZE + 3 * RECORD_SIZE + 2 * SYN_SIZE + ACK_SIZE; // SYN, SYN,ACK, ACK
        BOOST_TEST(captured.Of("-0" + rest).size() == handshake + RECORD_SIZE + SYN_SIZE);
        BOOST_TEST(captured.Of("-1" + rest).size() == handshake);
    }
}

BOOST_AUTO_TEST_CASE(each_end_of_a_connection_can_have_a_file)
{
    Captured captured(Kind::Connection);
    Simulator::Schedule(MilliSeconds(100), [&captured] {
        // a second connection, to a port where nobody listens
        captured.pair.socket->Close();
        captured.pair.socket =
            Socket::CreateSocket(captured.pair.nodes.Get(0),
                                 TypeId::LookupByName("ns3::TcpLifecycleSocketFactory"));
        captured.pair.socket->Connect(InetSocketAddress("10.0.0.2", 81));
    });
    captured.Run();
    std::size_t files = 0;
    for (const auto& file : std::filesystem::directory_iterator(captured.folder.path))
    {
        BOOST_TEST(file.path().filename().string().find("-connection-") != std::string::npos);
        ++files;
    }
    // two at the client; at the server the one that was accepted, and what belongs to none
    BOOST_TEST(files == 4u);
    const std::size_t refused = HEADER_SIZE + 2 * RECORD_SIZE + SYN_SIZE + 2 + 20 + 20;
    BOOST_TEST(captured.Of("-0-connection-2.pcap").size() == refused);
    BOOST_TEST(captured.Of("-1-connection-0.pcap").size() == refused);
}

BOOST_AUTO_TEST_CASE(a_reset_tells_of_the_abort)
{
    Captured captured(Kind::Pcapng);
    Simulator::Schedule(MilliSeconds(100), [&captured] {
        DynamicCast<TcpLifecycleSocket>(captured.pair.socket)->Abort();
    });
    captured.Run();
    BOOST_TEST(Count(captured.Of("-0.pcapng"), "ESTABLISHED -> CLOSED: ABORT by the user") == 1u);
    BOOST_TEST(Count(captured.Of("-1.pcapng"), "ESTABLISHED -> CLOSED: RST") == 1u);
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_an_error_that_names_the_file)
{
    for (const Kind kind : {Kind::Device, Kind::Host, Kind::Connection, Kind::Pcapng})
    {
        const Folder folder("tcp-lifecycle-test-capture-full");
        for (const char* name : {"c-0-0.pcap", "c-0.pcap", "c-0-connection-1.pcap", "c-0.pcapng"})
        {
            std::filesystem::create_symlink("/dev/full", folder.path / name);
        }
        Pair pair;
        TcpLifecycleHelper helper;
        helper.Install(pair.nodes);
        helper.EnableCapture(pair.nodes, folder.path / "c", kind);
        pair.Run();
        BOOST_CHECK_EXCEPTION(helper.Finish(),
                              TcpLifecycleFileError,
                              [](const TcpLifecycleFileError& error) {
                                  const std::string words = error.what();
                                  return words.find("/c-0") != std::string::npos &&
                                         words.find("No space left") != std::string::npos;
                              });
    }
}

BOOST_AUTO_TEST_SUITE_END()
