/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#define BOOST_BIND_GLOBAL_PLACEHOLDERS // asked for by property_tree

#include "helper-test-pair.h"
#include "tcp-lifecycle-helper.h"
#include "tcp-lifecycle-run-metadata.h"

#include "ns3/config.h"
#include "ns3/rng-seed-manager.h"

#include <boost/property_tree/json_parser.hpp>
#include <boost/property_tree/ptree.hpp>
#include <boost/test/unit_test.hpp>
#include <sstream>
#include <string>
#include <vector>

using namespace ns3;
using namespace helper_test;

namespace
{

using Tree = boost::property_tree::ptree;

/// \param metadata of a run \return it, read by another's reader
Tree
Read(const TcpLifecycleRunMetadata& metadata)
{
    std::istringstream text(metadata.ToJson());
    Tree tree;
    boost::property_tree::read_json(text, tree);
    return tree;
}

/// \return of a program without arguments
TcpLifecycleRunMetadata
Plain()
{
    const char* const command[] = {"program"};
    return {1, command};
}

} // namespace

BOOST_AUTO_TEST_SUITE(run_metadata)

BOOST_AUTO_TEST_CASE(version_commit_seed_run_and_command_are_there)
{
    RngSeedManager::SetSeed(5);
    RngSeedManager::SetRun(77);
    const char* const command[] = {"program", "--loss=0.1", "--title=a \"b\"\\\n\tc"};
    const Tree tree = Read({3, command});
    BOOST_TEST(tree.get<std::string>("version") == TcpLifecycleVersion());
    BOOST_TEST(tree.get<std::string>("commit") == TcpLifecycleCommit());
    BOOST_TEST(tree.get<int>("seed") == 5);
    BOOST_TEST(tree.get<int>("run") == 77);
    std::vector<std::string> words;
    for (const auto& [name, word] : tree.get_child("command"))
    {
        words.push_back(word.data());
    }
    BOOST_TEST(words == std::vector<std::string>(command, command + 3),
               boost::test_tools::per_element());
    RngSeedManager::SetSeed(1);
    RngSeedManager::SetRun(1);
}

BOOST_AUTO_TEST_CASE(a_parameter_added_twice_has_both_values)
{
    TcpLifecycleRunMetadata metadata = Plain();
    metadata.Add("fault", "drop A>B FIN 1");
    metadata.Add("loss", "0.1");
    metadata.Add("fault", "drop A>B SYN 1");
    const Tree tree = Read(metadata);
    BOOST_TEST(tree.get<std::string>("fault") == "drop A>B FIN 1; drop A>B SYN 1");
    BOOST_TEST(tree.get<std::string>("loss") == "0.1");
}

BOOST_AUTO_TEST_CASE(each_node_has_its_profile_and_what_differs_from_it)
{
    Pair pair;
    TcpLifecycleHelper helper;
    helper.SetProfile("linux");
    helper.Install(pair.nodes.Get(0));
    helper.SetProfile("windows");
    helper.SetAttribute("SynRetries", StringValue("3"));
    helper.Install(pair.nodes.Get(1));
    TcpLifecycleRunMetadata metadata = Plain();
    metadata.AddAttributes(pair.nodes);
    const Tree tree = Read(metadata).get_child("attributes");
    BOOST_TEST(tree.size() == 2u);
    const std::string first = std::to_string(pair.nodes.Get(0)->GetId());
    const std::string second = std::to_string(pair.nodes.Get(1)->GetId());
    BOOST_TEST(tree.get_child(first).size() == 1u);
    BOOST_TEST(tree.get<std::string>(first + ".Profile") == "linux");
    BOOST_TEST(tree.get_child(second).size() == 2u);
    BOOST_TEST(tree.get<std::string>(second + ".Profile") == "windows");
    BOOST_TEST(tree.get<std::string>(second + ".SynRetries") == "3");
}

BOOST_AUTO_TEST_CASE(a_node_without_this_tcp_has_no_attributes)
{
    Pair pair;
    TcpLifecycleHelper().Install(pair.nodes.Get(1));
    TcpLifecycleRunMetadata metadata = Plain();
    metadata.AddAttributes(pair.nodes);
    BOOST_TEST(Read(metadata).get_child("attributes").size() == 1u);
}

BOOST_AUTO_TEST_CASE(defaults_that_were_changed_are_there)
{
    Config::SetDefault("ns3::PointToPointChannel::Delay", StringValue("7ms"));
    const Tree defaults = Read(Plain()).get_child("defaults");
    BOOST_TEST(defaults.size() == 1u);
    const auto name = Tree::path_type("ns3::PointToPointChannel::Delay", '/');
    BOOST_TEST((Time(defaults.get<std::string>(name)) == MilliSeconds(7)));
    Config::Reset();
    BOOST_TEST(Read(Plain()).get_child("defaults").empty());
}

BOOST_AUTO_TEST_SUITE_END()
