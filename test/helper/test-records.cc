/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "helper-test-pair.h"
#include "tcp-lifecycle-database.h"
#include "tcp-lifecycle-helper.h"
#include "tcp-lifecycle-output.h"
#include "tcp-lifecycle-run-records.h"

#include "ns3/command-line.h"

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <string>
#include <sys/resource.h>
#include <vector>

using namespace ns3;
using namespace helper_test;

namespace
{

const std::string SEGMENTS_HEADER =
    "time_ns,node,id,local,local_port,remote,remote_port,direction,flags,seq,ack,length,window,"
    "options,retransmission,reason,serial\n";

/// \param part a text \return whether an error's message has it
auto
Says(const std::string& part)
{
    return [part](const std::exception& error) {
        return std::string(error.what()).find(part) != std::string::npos;
    };
}

/// \param words arguments of a command line \param records get them
void
Parse(TcpLifecycleRunRecords& records, std::vector<std::string> words)
{
    CommandLine cmd;
    records.AddOptions(cmd);
    words.insert(words.begin(), "test");
    cmd.Parse(words);
}

/// While it is there, files cannot grow beyond a size.
struct SmallFiles
{
    /// \param octets the size
    explicit SmallFiles(rlim_t octets)
        : handler(std::signal(SIGXFSZ, SIG_IGN))
    {
        getrlimit(RLIMIT_FSIZE, &before);
        const rlimit small{octets, before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
    }

    ~SmallFiles()
    {
        setrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, handler);
    }

    SmallFiles(const SmallFiles&) = delete;
    SmallFiles& operator=(const SmallFiles&) = delete;

    void (*handler)(int); //!< of the signal before
    rlimit before{};      //!< the limit before
};

} // namespace

BOOST_AUTO_TEST_SUITE(records)

BOOST_AUTO_TEST_CASE(every_segment_has_a_line_at_each_end)
{
    const Folder folder("tcp-lifecycle-test-segments");
    {
        Pair pair;
        TcpLifecycleHelper helper;
        helper.SetAttribute("InitialSequence", StringValue("100"));
        helper.Install(pair.nodes);
        helper.EnableSegments(pair.nodes, folder.path / "segments.csv");
        pair.Run();
        helper.Finish();
    }
    const std::string text = Contents(folder.path / "segments.csv");
    BOOST_TEST(text.substr(0, SEGMENTS_HEADER.size()) == SEGMENTS_HEADER);
    BOOST_TEST(Count(text, "\n") == 1 + 6u, text); // SYN, SYN,ACK, ACK, each sent and received
    BOOST_TEST(Count(text, "\n0,0,1,10.0.0.1,") == 1u, text);
    BOOST_TEST(Count(text, ",sent,S,100,,0,65535,\"mss 1460,sackOK") == 1u, text);
    BOOST_TEST(Count(text, ",0,syn,") == 1u, text);
    BOOST_TEST(Count(text, ",received,.,101,101,0,") == 1u, text);
}

BOOST_AUTO_TEST_CASE(retransmissions_of_the_same_octets_are_numbered_and_forgotten)
{
    TcpLifecycleRepeats repeats;
    lifecycle::Segment segment;
    TcpLifecycleSegmentEvent event;
    event.node = 1;
    event.id = 7;
    event.segment = &segment;
    segment.seq = lifecycle::Seq(5);
    BOOST_TEST(repeats.Count(event) == 0u);
    event.retransmission = true;
    BOOST_TEST(repeats.Count(event) == 1u);
    BOOST_TEST(repeats.Count(event) == 2u);
    segment.seq = lifecycle::Seq(6);
    BOOST_TEST(repeats.Count(event) == 1u);
    event.id = 8;
    BOOST_TEST(repeats.Count(event) == 1u);
    repeats.Forget(1, 7);
    BOOST_TEST(repeats.Count(event) == 2u);
    event.id = 7;
    BOOST_TEST(repeats.Count(event) == 1u);
}

BOOST_AUTO_TEST_CASE(lost_syns_are_numbered_in_the_file)
{
    const Folder folder("tcp-lifecycle-test-segments");
    {
        Pair pair;
        TcpLifecycleHelper helper;
        helper.SetAttribute("InitialSequence", StringValue("100"));
        helper.Install(pair.nodes);
        helper.EnableSegments(pair.nodes, folder.path / "segments.csv");
        TcpLifecycleHelper::CrashAt(pair.nodes.Get(1), Time(0)); // ignores segments
        pair.Run(8);
        helper.Finish();
    }
    const std::string text = Contents(folder.path / "segments.csv");
    for (const char* number : {",0,syn,", ",1,syn,", ",2,syn,", ",3,syn,"})
    {
        BOOST_TEST(Count(text, number) == 1u, number); // RFC 6298: after 1, 3 and 7 s
    }
}

BOOST_AUTO_TEST_CASE(a_database_that_can_t_be_written_is_an_error_with_its_path)
{
    BOOST_CHECK_EXCEPTION(TcpLifecycleDatabase("/no/such/folder/run.sqlite"),
                          TcpLifecycleFileError,
                          Says("cannot write /no/such/folder/run.sqlite: "));
}

BOOST_AUTO_TEST_CASE(a_database_replaces_what_was_there_only_when_it_is_complete)
{
    const Folder folder("tcp-lifecycle-test-database");
    const std::string path = folder.path / "run.sqlite";
    TcpLifecycleOutput::WriteFile(path, "before");
    if (!TcpLifecycleDatabase::IsAvailable())
    {
        BOOST_CHECK_EXCEPTION(TcpLifecycleDatabase{path},
                              TcpLifecycleFileError,
                              Says("built without SQLite"));
        return;
    }
    TcpLifecycleDatabase database(path, true);
    TcpLifecycleTransition transition;
    database.OnTransition(transition);
    BOOST_TEST(Contents(path) == "before");
    BOOST_TEST(std::filesystem::exists(path + ".partial"));
    database.Close();
    BOOST_TEST(Contents(path).substr(0, 15) == "SQLite format 3");
    BOOST_TEST(!std::filesystem::exists(path + ".partial"));
    database.OnTransition(transition); // nothing happens any more
    database.Close();
}

BOOST_AUTO_TEST_CASE(a_full_disk_leaves_the_database_that_was_there)
{
    if (!TcpLifecycleDatabase::IsAvailable())
    {
        return;
    }
    const Folder folder("tcp-lifecycle-test-database");
    const std::string path = folder.path / "run.sqlite";
    TcpLifecycleOutput::WriteFile(path, "before");
    const SmallFiles small(100000);
    TcpLifecycleDatabase database(path);
    const TcpLifecycleTransition transition;
    const auto fill = [&] {
        for (int i = 0; i < 200000; ++i)
        {
            database.OnTransition(transition);
        }
        database.Close();
    };
    BOOST_CHECK_EXCEPTION(fill(), TcpLifecycleFileError, Says("run.sqlite: "));
    BOOST_TEST(Contents(path) == "before");
    BOOST_TEST(!std::filesystem::exists(path + ".partial"));
    BOOST_CHECK_NO_THROW(database.Close()); // it was said
}

BOOST_AUTO_TEST_CASE(a_run_that_is_broken_off_leaves_the_database_that_was_there)
{
    if (!TcpLifecycleDatabase::IsAvailable())
    {
        return;
    }
    const Folder folder("tcp-lifecycle-test-database");
    const std::string path = folder.path / "run.sqlite";
    TcpLifecycleOutput::WriteFile(path, "before");
    try
    {
        const TcpLifecycleDatabase database(path);
        throw 1;
    }
    catch (int)
    {
    }
    BOOST_TEST(Contents(path) == "before");
    BOOST_TEST(!std::filesystem::exists(path + ".partial"));
}

BOOST_AUTO_TEST_CASE(options_say_what_a_program_leaves)
{
    const Folder folder("tcp-lifecycle-test-records");
    for (const bool all : {false, true})
    {
        Pair pair;
        TcpLifecycleHelper helper;
        helper.Install(pair.nodes);
        TcpLifecycleRunRecords records("x");
        if (all)
        {
            Parse(records, {"--segments", "--pcapng", "--pcap=host", "--force"});
        }
        const char* const command[] = {"program"};
        records.SetMetadata({1, command});
        records.Enable(helper, pair.nodes, folder.path);
        pair.Run();
        records.Finish();
        for (const char* name : {"transitions.csv", "connections.csv", "run.json"})
        {
            BOOST_TEST(std::filesystem::file_size(folder.path / name) > 0u, name);
        }
        for (const char* name : {"segments.csv", "x-0.pcapng", "x-1.pcapng", "x-0.pcap"})
        {
            BOOST_TEST(std::filesystem::exists(folder.path / name) == all, name);
        }
    }
}

BOOST_AUTO_TEST_CASE(an_option_that_makes_no_sense_is_refused)
{
    TcpLifecycleRunRecords records;
    Parse(records, {"--pcap=devices"});
    BOOST_CHECK_EXCEPTION(records.Check("out"),
                          std::invalid_argument,
                          Says("--pcap: 'devices' is neither device, host, connection nor none"));
}

BOOST_AUTO_TEST_SUITE_END()
