/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "helper-test-pair.h"
#include "tcp-lifecycle-l4-protocol.h"
#include "tcp-lifecycle-output.h"
#include "tcp-lifecycle-workload-settings.h"
#include "tcp-lifecycle-workload.h"

#include "ns3/config.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <memory>
#include <set>
#include <string>
#include <vector>

using namespace ns3;
using namespace helper_test;
using namespace ns3::lifecycle;

namespace
{

/// A workload, played.
struct Played
{
    /// \param text the workload \param stream of random numbers
    explicit Played(const std::string& text, int64_t stream = 1)
    {
        settings.Read(text, "w");
        settings.Complete();
        net = settings.MakeNetwork();
        const int64_t used = net->AssignStreams(stream);
        load->Install(settings.traffic, *net, settings.port);
        load->AssignStreams(stream + used);
        for (uint32_t i = 0; i < net->GetHosts().GetN(); ++i)
        {
            TcpLifecycleHelper::GetL4(net->GetHosts().Get(i))
                ->TraceConnectWithoutContext("ConnectionClosed",
                                             MakeCallback(&Played::OnClosed, this));
        }
        load->Start(Time(0));
        Simulator::Run();
    }

    ~Played()
    {
        load->Dispose();
        Simulator::Destroy();
    }

    /// \param record of an end
    void OnClosed(const TcpLifecycleRecord& record)
    {
        const auto role = record.connection.role;
        (role == Role::Active ? clients : servers).push_back(record.connection);
    }

    /// \return what it has come to
    const TcpLifecycleWorkloadCounts& Counts() const
    {
        return load->GetCounts();
    }

    TcpLifecycleWorkloadSettings settings;                                //!< the workload
    std::unique_ptr<TcpLifecycleTopology> net;                            //!< its network
    Ptr<TcpLifecycleWorkload> load{CreateObject<TcpLifecycleWorkload>()}; //!< it
    std::vector<ConnectionRecord> clients;                                //!< records of clients
    std::vector<ConnectionRecord> servers;                                //!< of servers
};

/// \param text of a workload \return records of the two ends of its one connection
std::pair<ConnectionRecord, ConnectionRecord>
One(const std::string& text)
{
    const Played played("connections = 1\n" + text);
    BOOST_REQUIRE_EQUAL(played.clients.size(), 1u);
    BOOST_REQUIRE_EQUAL(played.servers.size(), 1u);
    BOOST_TEST(played.Counts().completed == 1u);
    BOOST_TEST(played.load->GetOpen() == 0u);
    return {played.clients[0], played.servers[0]};
}

} // namespace

BOOST_AUTO_TEST_SUITE(workload)

BOOST_AUTO_TEST_CASE(who_closes_and_how_is_seen_in_the_records)
{
    struct Row
    {
        const char* close;
        Closer client;
        CloseType type;
        Outcome clientEnds;
        Outcome serverEnds;
    };

    // RFC 9293, 3.6, 3.10.4 and 3.10.5. The server's FIN is in the segment that acknowledges the
    // client's: after a half close in that of the response
    const Row rows[] = {
        {"client fin", Closer::Local, CloseType::ThreeSegment, Outcome::Closed, Outcome::Closed},
        {"client half", Closer::Local, CloseType::ThreeSegment, Outcome::Closed, Outcome::Closed},
        {"client rst", Closer::Local, CloseType::Reset, Outcome::Aborted, Outcome::Reset},
        {"client linger", Closer::Local, CloseType::ThreeSegment, Outcome::Closed, Outcome::Closed},
        {"server fin", Closer::Remote, CloseType::ThreeSegment, Outcome::Closed, Outcome::Closed},
        {"server half", Closer::Remote, CloseType::ThreeSegment, Outcome::Closed, Outcome::Closed},
        {"server rst", Closer::Remote, CloseType::Reset, Outcome::Reset, Outcome::Aborted},
        {"server linger",
         Closer::Remote,
         CloseType::ThreeSegment,
         Outcome::Closed,
         Outcome::Closed}};
    for (const Row& row : rows)
    {
        BOOST_TEST_CONTEXT(row.close)
        {
            const auto [client, server] = One("close = " + std::string(row.close));
            BOOST_TEST((client.closer == row.client));
            BOOST_TEST((client.closeType == row.type),
                       ToText(client.closeType) << " is not " << ToText(row.type));
            BOOST_TEST((client.outcome == row.clientEnds));
            BOOST_TEST((server.outcome == row.serverEnds));
            BOOST_TEST(client.octetsSent == 100u);
            BOOST_TEST(client.octetsReceived == 1000u);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_half_closed_connection_carries_the_whole_response)
{
    const auto [client, server] = One("close = client half\nresponse = 300000\nthink = 200ms");
    BOOST_TEST(client.octetsReceived == 300000u);
    BOOST_TEST((server.dwell[static_cast<std::size_t>(State::CloseWait)] >= Duration(200000000)));
}

BOOST_AUTO_TEST_CASE(linger_of_no_time_is_a_reset)
{
    const auto [client, server] = One("close = server linger\nlinger = 0s\nclose-delay = 1s");
    BOOST_TEST((server.outcome == Outcome::Aborted));
    BOOST_TEST((client.outcome == Outcome::Reset));
}

BOOST_AUTO_TEST_CASE(waits_are_kept)
{
    // d is 10 ms; the bytes of each segment take less than 1 ms at 1 Gb/s
    const auto [client, server] =
        One("think = 300ms\nclose-delay = 500ms\nanswer-delay = 700ms\nclose = client fin");
    const auto is = [](Duration dwell, int64_t ms) {
        return dwell >= Duration(ms * 1000000) && dwell < Duration((ms + 1) * 1000000);
    };
    const auto in = [](const ConnectionRecord& end, State state) {
        return end.dwell[static_cast<std::size_t>(state)];
    };
    BOOST_TEST(is(in(client, State::Established), 20 + 300 + 500));
    BOOST_TEST(is(in(client, State::FinWait2), 700));
    BOOST_TEST(is(in(server, State::CloseWait), 700));
}

BOOST_AUTO_TEST_CASE(nothing_is_a_request_too_and_a_response)
{
    for (const char* close : {"client fin", "client half", "server fin", "server rst"})
    {
        const auto [client, server] =
            One("request = 0\nresponse = 0\nclose = " + std::string(close));
        BOOST_TEST(client.octetsSent + server.octetsSent == 0u);
    }
    const auto [client, server] = One("request = 0\nresponse = 5000");
    BOOST_TEST(client.octetsReceived == 5000u);
}

BOOST_AUTO_TEST_CASE(shares_of_closes_are_kept)
{
    // Arlitt and Williamson, CCR 35(1) 2005: about one in five with a RST
    constexpr double COUNT = 2000;
    const Played played("connections = 2000\narrivals = poisson 1000\nresponse = 10\n"
                        "close = client fin 80, client rst 20");
    const auto resets = static_cast<double>(
        std::count_if(played.clients.begin(), played.clients.end(), [](const auto& record) {
            return record.outcome == Outcome::Aborted;
        }));
    BOOST_TEST(std::abs(resets - 0.2 * COUNT) < 5 * std::sqrt(COUNT * 0.2 * 0.8));
    BOOST_TEST(played.Counts().completed == 2000u);
}

BOOST_AUTO_TEST_CASE(poisson_arrivals_have_exponential_gaps)
{
    const Played played("connections = 4000\narrivals = poisson 200\nresponse = 10\n"
                        "topology = star\nclients = 4");
    std::vector<double> gaps;
    auto records = played.clients;
    std::sort(records.begin(), records.end(), [](const auto& a, const auto& b) {
        return a.opened < b.opened;
    });
    double sum = 0;
    double squares = 0;
    for (std::size_t i = 1; i < records.size(); ++i)
    {
        const double gap =
            std::chrono::duration<double>(records[i].opened - records[i - 1].opened).count();
        sum += gap;
        squares += gap * gap;
    }
    const double mean = sum / 3999;
    BOOST_TEST(mean == 0.005, boost::test_tools::tolerance(0.08)); // 5 / sqrt(4000)
    // the second moment of an exponential law is twice the square of its mean
    BOOST_TEST(squares / 3999 == 2 * 0.005 * 0.005, boost::test_tools::tolerance(0.2));
    std::set<std::string> addresses;
    for (const auto& record : records)
    {
        addresses.insert(ToText(record.tuple.local));
    }
    BOOST_TEST(addresses.size() == 4u);
}

BOOST_AUTO_TEST_CASE(periodic_arrivals_take_clients_and_servers_in_turn)
{
    const Played played("connections = 6\narrivals = periodic 50ms\ntopology = dumbbell\n"
                        "clients = 3\nservers = 2");
    BOOST_REQUIRE_EQUAL(played.clients.size(), 6u);
    std::set<std::pair<std::string, std::string>> pairs;
    for (const auto& record : played.clients)
    {
        pairs.insert({ToText(record.tuple.local), ToText(record.tuple.remote)});
        BOOST_TEST(record.opened.time_since_epoch().count() % 50000000 == 0);
    }
    BOOST_TEST(pairs.size() == 6u);
}

BOOST_AUTO_TEST_CASE(a_list_says_when_who_what_and_how)
{
    const Folder folder("tcp-lifecycle-test-arrivals");
    const std::string list = folder.path / "list.csv";
    TcpLifecycleOutput::WriteFile(list,
                                  "time,client,request,response,closer,way,delay\n"
                                  "0.25,1,7,9,server,rst,0.5\n"
                                  "1,0,,,,,\n");
    const Played played("topology = star\nclients = 2\narrivals = trace " + list);
    BOOST_REQUIRE_EQUAL(played.clients.size(), 2u);
    const auto& first = played.clients[0];
    BOOST_TEST(first.opened.time_since_epoch().count() == 250000000);
    BOOST_TEST(ToText(first.tuple.local) == "10.1.0.5");
    BOOST_TEST(first.octetsSent == 7u);
    BOOST_TEST(first.octetsReceived == 9u);
    BOOST_TEST((first.outcome == Outcome::Reset));
    BOOST_TEST(played.clients[1].octetsSent == 100u);
    BOOST_TEST((played.clients[1].outcome == Outcome::Closed));
}

BOOST_AUTO_TEST_CASE(all_octets_arrive_over_links_that_lose_reorder_and_corrupt)
{
    for (const char* ip : {"4", "6"})
    {
        const Played played("topology = dumbbell\nclients = 3\nservers = 2\nconnections = 60\n"
                            "arrivals = poisson 20\nrequest = 30000\n"
                            "response = ns3::UniformRandomVariable[Min=0|Max=100000]\n"
                            "bottleneck-loss = 0.01\n"
                            "fault = corrupt A>B data every probability 0.02\n"
                            "fault = reorder B>A data every probability 0.05\n"
                            "fault = drop B>A any every burst 0.005 0.3\nip = " +
                            std::string(ip));
        BOOST_TEST(played.Counts().completed == 60u);
        BOOST_TEST(played.Counts().wrongOctets == 0u);
        BOOST_TEST(played.Counts().octets > 60u * 30000u);
    }
}

BOOST_AUTO_TEST_CASE(octets_that_nobody_has_sent_are_noticed)
{
    // an old duplicate with acceptable numbers instead of what the client has sent (RFC 1337, H1)
    const Played played(
        "connections = 1\nfault = inject A>B old seq next-100 ack next on A>B data 1\n"
        "fault = drop A>B data 1");
    BOOST_TEST(played.Counts().wrongOctets == 100u);
}

BOOST_AUTO_TEST_CASE(connections_that_fail_are_counted)
{
    const Played never("connections = 3\nfault = drop A>B SYN every");
    BOOST_TEST(never.Counts().failed == 3u);
    BOOST_TEST(never.Counts().established == 0u);
    BOOST_TEST(never.load->GetOpen() == 0u);
}

// Both of RFC 6056's two ports are in TIME-WAIT for four minutes (RFC 9293, 3.4.2: an MSL of two).
BOOST_AUTO_TEST_CASE(connections_that_want_for_a_port_are_counted)
{
    Config::SetDefault("ns3::TcpLifecycleL4Protocol::EphemeralPortRange",
                       StringValue("50000-50001"));
    const Played played("connections = 5\narrivals = periodic 1s");
    BOOST_TEST(played.Counts().opened == 2u);
    BOOST_TEST(played.Counts().refusedLocally == 3u);
    BOOST_TEST(played.Counts().withoutPort == 3u);
    Config::Reset();
}

BOOST_AUTO_TEST_CASE(connections_of_a_host_that_is_down_do_not_want_for_a_port)
{
    const Played played("connections = 3\narrivals = periodic 1s\nfault = crash A at 1500ms");
    BOOST_TEST(played.Counts().opened == 2u);
    BOOST_TEST(played.Counts().refusedLocally == 1u);
    BOOST_TEST(played.Counts().withoutPort == 0u);
}

BOOST_AUTO_TEST_CASE(connections_that_break_off_are_counted)
{
    const Played broken("connections = 3\narrivals = periodic 1s\n"
                        "fault = inject B>A RST on A>B data 1 per connection; "
                        "drop A>B data every");
    BOOST_TEST(broken.Counts().established == 3u);
    BOOST_TEST(broken.Counts().completed == 0u);
}

BOOST_AUTO_TEST_CASE(a_server_listens_anew_when_its_host_is_up_again)
{
    const Played played("connections = 8\narrivals = periodic 500ms\n"
                        "fault = crash B at 1100ms; reboot B at 1900ms");
    // the one of 1.5 s by its second SYN
    BOOST_TEST(played.Counts().established == 8u);
    BOOST_TEST(played.Counts().completed == 8u);
}

BOOST_AUTO_TEST_CASE(a_workload_repeats_with_its_streams_and_differs_with_others)
{
    const std::string text = "connections = 50\nloss = 0.05\narrivals = poisson 50\n"
                             "response = ns3::ExponentialRandomVariable[Mean=3000]";
    const auto octets = [&text](int64_t stream) {
        const Played played(text, stream);
        return std::make_pair(played.Counts().octets,
                              played.clients.back().ended.time_since_epoch().count());
    };
    const auto first = octets(1);
    BOOST_TEST((octets(1) == first));
    BOOST_TEST((octets(500) != first));
}

BOOST_AUTO_TEST_SUITE_END()
