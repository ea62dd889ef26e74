/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "helper-test-pair.h"
#include "tcp-lifecycle-helper.h"
#include "tcp-lifecycle-l4-protocol.h"
#include "tcp-lifecycle-socket.h"

#include "ns3/names.h"
#include "ns3/output-stream-wrapper.h"
#include "ns3/simulator.h"
#include "ns3/socket.h"
#include "ns3/string.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

using namespace ns3;
using namespace helper_test;

namespace
{

/// \param action ends the program \return what it says on stderr before; nothing if it goes on
std::optional<std::string>
LastWords(const std::function<void()>& action)
{
    std::cout.flush();
    std::fflush(stdout);
    int ends[2];
    BOOST_REQUIRE_EQUAL(pipe(ends), 0);
    const pid_t child = fork();
    if (child == 0)
    {
        for (const int signal : {SIGABRT, SIGSEGV, SIGILL})
        {
            std::signal(signal, SIG_DFL);
        }
        std::set_terminate(nullptr);
        dup2(ends[1], STDERR_FILENO);
        action();
        _exit(0);
    }
    close(ends[1]);
    std::string text;
    char buffer[256];
    for (ssize_t size = 0; (size = read(ends[0], buffer, sizeof(buffer))) > 0;)
    {
        text.append(buffer, static_cast<std::size_t>(size));
    }
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    return status == 0 ? std::nullopt : std::optional<std::string>(text);
}

} // namespace

BOOST_AUTO_TEST_SUITE(helper)

BOOST_AUTO_TEST_CASE(install_gives_every_node_the_tcp_once)
{
    Pair pair;
    TcpLifecycleHelper helper;
    helper.Install(pair.nodes);
    const auto l4 = TcpLifecycleHelper::GetL4(pair.nodes.Get(0));
    BOOST_REQUIRE(l4);
    BOOST_TEST(TcpLifecycleHelper::GetL4(pair.nodes.Get(1)));
    helper.SetAttribute("Msl", StringValue("30s"));
    helper.Install(pair.nodes);
    BOOST_TEST(TcpLifecycleHelper::GetL4(pair.nodes.Get(0)) == l4);
    StringValue value;
    l4->GetAttribute("TimeWaitDuration", value);
    BOOST_TEST((Time(value.Get()) == Seconds(60)));
}

BOOST_AUTO_TEST_CASE(unchanged_applications_get_the_tcp_unless_ns3s_is_kept)
{
    for (const bool kept : {false, true})
    {
        Pair pair;
        TcpLifecycleHelper helper;
        helper.KeepStockTcp(kept);
        helper.Install(pair.nodes);
        for (const char* name : {"ns3::TcpSocketFactory", "ns3::TcpLifecycleSocketFactory"})
        {
            const auto socket = Socket::CreateSocket(pair.nodes.Get(0), TypeId::LookupByName(name));
            const bool ours = static_cast<bool>(DynamicCast<TcpLifecycleSocket>(socket));
            BOOST_TEST(ours == (!kept || std::string(name) != "ns3::TcpSocketFactory"), name);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_node_is_found_by_its_name_and_every_node_without_one)
{
    Pair pair;
    TcpLifecycleHelper helper;
    Names::Add("left", pair.nodes.Get(0));
    helper.Install("left");
    BOOST_TEST(TcpLifecycleHelper::GetL4(pair.nodes.Get(0)));
    BOOST_TEST(!TcpLifecycleHelper::GetL4(pair.nodes.Get(1)));
    BOOST_TEST(TcpLifecycleHelper::GetAll().GetN() == 1U);
    helper.InstallAll();
    BOOST_TEST(TcpLifecycleHelper::GetL4(pair.nodes.Get(1)));
    BOOST_TEST(TcpLifecycleHelper::GetAll().GetN() == 2U);
    const auto words = LastWords([&helper] { helper.Install("right"); });
    BOOST_TEST_REQUIRE(words.has_value());
    BOOST_TEST(words->find("no node has the name \"right\"") != std::string::npos, *words);
    Names::Clear();
}

BOOST_AUTO_TEST_CASE(files_of_all_nodes_and_of_streams_are_those_of_named_nodes)
{
    const auto wholeFile = [](const std::string& path) {
        std::ostringstream text;
        text << std::ifstream(path).rdbuf();
        return text.str();
    };
    const std::string folder = std::filesystem::current_path() / "all";
    std::filesystem::create_directories(folder);
    {
        Pair pair;
        TcpLifecycleHelper helper;
        helper.InstallAll();
        const auto stream = [&folder](const char* name) {
            return Create<OutputStreamWrapper>(folder + name, std::ios::out);
        };
        helper.EnableTransitions(pair.nodes, folder + "/t-named");
        helper.EnableTransitions(pair.nodes, stream("/t-stream"));
        helper.EnableTransitionsAll(folder + "/t-all");
        helper.EnableConnections(pair.nodes, folder + "/c-named");
        helper.EnableConnections(pair.nodes, stream("/c-stream"));
        helper.EnableConnectionsAll(folder + "/c-all");
        helper.EnableSegments(pair.nodes, folder + "/s-named");
        helper.EnableSegments(pair.nodes, stream("/s-stream"));
        helper.EnableSegmentsAll(folder + "/s-all");
        helper.EnablePcapngAll(folder + "/pcapng");
        helper.EnableCaptureAll(folder + "/pcap", TcpLifecycleCaptureKind::Pcapng);
        pair.Run();
    }
    for (const std::string kind : {"/t-", "/c-", "/s-"})
    {
        const std::string named = wholeFile(folder + kind + "named");
        BOOST_TEST(std::count(named.begin(), named.end(), '\n') > 2, kind);
        BOOST_TEST(wholeFile(folder + kind + "stream") == named, kind);
        BOOST_TEST(wholeFile(folder + kind + "all") == named, kind);
    }
    for (const char* name : {"/pcapng-0.pcapng", "/pcapng-1.pcapng", "/pcap-0.pcapng"})
    {
        BOOST_TEST(std::filesystem::file_size(folder + name) > 500U, name);
    }
}

BOOST_AUTO_TEST_CASE(a_crash_of_a_node_without_the_tcp_ends_the_program_with_advice)
{
    for (const bool crash : {true, false})
    {
        const auto words = LastWords([crash] {
            const auto node = CreateObject<Node>();
            crash ? TcpLifecycleHelper::CrashAt(node, Seconds(1))
                  : TcpLifecycleHelper::RebootAt(node, Seconds(1));
            Simulator::Run();
        });
        BOOST_REQUIRE(words);
        BOOST_TEST(words->find("has no TcpLifecycleL4Protocol: call "
                               "TcpLifecycleHelper::Install() for it first") != std::string::npos,
                   *words);
    }
}

BOOST_AUTO_TEST_CASE(a_profile_is_set_on_installed_nodes)
{
    Pair pair;
    TcpLifecycleHelper helper;
    helper.SetProfile("linux");
    helper.Install(pair.nodes);
    StringValue value;
    TcpLifecycleHelper::GetL4(pair.nodes.Get(1))->GetAttribute("Profile", value);
    BOOST_TEST(value.Get() == "linux");
}

BOOST_AUTO_TEST_CASE(a_node_without_ip_ends_the_program_with_advice)
{
    const auto words = LastWords([] { TcpLifecycleHelper().Install(CreateObject<Node>()); });
    BOOST_REQUIRE(words);
    BOOST_TEST(words->find("has no IP stack; call InternetStackHelper::Install() first") !=
                   std::string::npos,
               *words);
}

BOOST_AUTO_TEST_CASE(traces_of_a_node_without_the_tcp_end_the_program_with_advice)
{
    const auto words = LastWords([] {
        Pair pair;
        std::ostringstream stream;
        TcpLifecycleHelper().EnableTransitions(pair.nodes, stream);
    });
    BOOST_REQUIRE(words);
    BOOST_TEST(words->find("call TcpLifecycleHelper::Install()") != std::string::npos, *words);
}

BOOST_AUTO_TEST_CASE(streams_are_assigned_one_a_node)
{
    Pair pair;
    TcpLifecycleHelper helper;
    helper.Install(pair.nodes);
    BOOST_TEST(helper.AssignStreams(pair.nodes, 5) == 2);
}

BOOST_AUTO_TEST_CASE(a_host_crashes_and_reboots_when_it_is_told_to)
{
    Pair pair;
    TcpLifecycleHelper().Install(pair.nodes);
    const Ptr<Node> node = pair.nodes.Get(1);
    TcpLifecycleHelper::CrashAt(node, MilliSeconds(100));
    TcpLifecycleHelper::RebootAt(node, MilliSeconds(300));
    std::vector<bool> silent;
    for (const int at : {50, 200, 400})
    {
        Simulator::Schedule(MilliSeconds(at), [&silent, node] {
            const lifecycle::Instant now(lifecycle::Duration(Simulator::Now().GetNanoSeconds()));
            silent.push_back(TcpLifecycleHelper::GetL4(node)->GetHost()->IsSilent(now));
        });
    }
    pair.Run();
    BOOST_TEST(silent == (std::vector<bool>{false, true, false}), boost::test_tools::per_element());
    BOOST_TEST(TcpLifecycleHelper::GetL4(node)->GetHost()->Size() == 0u); // no listener any more
}

BOOST_AUTO_TEST_CASE(connections_open_at_the_end_of_the_run_are_written_by_destroy)
{
    std::ostringstream connections;
    std::ostringstream transitions;
    {
        Pair pair;
        {
            // the helper is gone before the simulation runs
            TcpLifecycleHelper helper;
            helper.Install(pair.nodes);
            helper.EnableConnections(pair.nodes, connections);
            helper.EnableTransitions(pair.nodes, transitions);
        }
        pair.Run();
        BOOST_TEST(Count(connections.str(), "\n") == 1u); // the header
    }
    BOOST_TEST(Count(connections.str(), "\n") == 3u, connections.str());
    BOOST_TEST(Count(connections.str(), ",open,none,none,none,") == 2u, connections.str());
    BOOST_TEST(Count(transitions.str(), ",SYN-SENT,ESTABLISHED,syn-ack,") == 1u);
    BOOST_TEST(Count(transitions.str(), ",SYN-RECEIVED,ESTABLISHED,ack-of-syn,") == 1u);
}

BOOST_AUTO_TEST_CASE(finish_writes_open_connections_once)
{
    std::ostringstream connections;
    {
        Pair pair;
        TcpLifecycleHelper helper;
        helper.Install(pair.nodes);
        helper.EnableConnections(pair.nodes, connections);
        pair.Run();
        helper.Finish();
        BOOST_TEST(Count(connections.str(), ",open,none,none,none,") == 2u, connections.str());
    }
    BOOST_TEST(Count(connections.str(), "\n") == 3u, connections.str());
}

BOOST_AUTO_TEST_CASE(a_ladder_is_written_when_the_nodes_are_gone)
{
    const std::string folder = std::filesystem::temp_directory_path() / "tcp-lifecycle-test-ladder";
    std::filesystem::create_directories(folder);
    {
        Pair pair;
        {
            TcpLifecycleHelper helper;
            helper.Install(pair.nodes);
            helper.EnableLadder(pair.nodes.Get(0), pair.nodes.Get(1), folder + "/ladder")
                ->SetNames("title", "left", "right");
        }
        pair.Run();
        BOOST_TEST(!std::filesystem::exists(folder + "/ladder.txt"));
    }
    BOOST_TEST(std::filesystem::file_size(folder + "/ladder.txt") > 500u);
    BOOST_TEST(std::filesystem::file_size(folder + "/ladder.svg") > 1000u);
    std::filesystem::remove_all(folder);
}

BOOST_AUTO_TEST_CASE(files_are_complete_after_destroy_though_the_helper_is_still_there)
{
    const std::string path = std::filesystem::temp_directory_path() / "tcp-lifecycle-test.csv";
    TcpLifecycleHelper helper;
    {
        Pair pair;
        helper.Install(pair.nodes);
        helper.EnableConnections(pair.nodes, path);
        pair.Run();
    }
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    BOOST_TEST(Count(text.str(), "\n") == 3u, text.str());
    std::filesystem::remove(path);
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_noticed_at_the_end_of_the_run)
{
    {
        Pair pair;
        TcpLifecycleHelper helper;
        helper.Install(pair.nodes);
        helper.EnableTransitions(pair.nodes, "/dev/full");
        pair.Run();
        BOOST_CHECK_THROW(helper.Finish(), TcpLifecycleFileError);
    }
    const auto words = LastWords([] {
        Pair pair;
        TcpLifecycleHelper helper;
        helper.Install(pair.nodes);
        helper.EnableTransitions(pair.nodes, "/dev/full");
        pair.Run();
    });
    BOOST_REQUIRE(words);
    BOOST_TEST(words->find("cannot write /dev/full: No space left on device") != std::string::npos,
               *words);
}

BOOST_AUTO_TEST_SUITE_END()
