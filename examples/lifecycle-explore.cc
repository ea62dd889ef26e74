/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle
 *
 * Explores all orders of events of two ends, their users and a network that loses, duplicates,
 * delays and reorders:
 *
 *     lifecycle-explore --list
 *     lifecycle-explore open-close
 *     lifecycle-explore all --seconds=60
 *     lifecycle-explore data --seconds=600 --checkpoint=data.ckp
 *     lifecycle-explore data --seconds=600 --checkpoint=data.ckp --resume
 *
 * Exit status: 0 if every invariant holds as far as was explored; 1 if one does not: then the
 * shortest way there is printed as a ladder and, with --out, written as fault rules and as a
 * packetdrill script; 2 if an argument is invalid.
 */

#include "lifecycle-explore/explore-catalogue.h"
#include "lifecycle-explore/explore-hosts.h"
#include "lifecycle-explore/explore-report.h"
#include "lifecycle-explore/explore-search.h"
#include "tcp-lifecycle-arguments.h"
#include "tcp-lifecycle-output.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace ns3;
using namespace ns3::lifecycle;

namespace
{

/// What the command line says.
struct Arguments
{
    std::string name;             //!< a configuration, or "all"
    bool list{false};             //!< --list
    bool rows{false};             //!< --rows
    std::string out;              //!< --out
    double mostStates{0};         //!< --states
    explore::SearchBounds bounds; //!< the rest
};

/// \param argc as main's \param argv as main's \return what they say
Arguments
ReadArguments(int argc, char** argv)
{
    Arguments arguments;
    explore::SearchBounds& bounds = arguments.bounds;
    bounds.threads = std::max(1U, std::thread::hardware_concurrency());
    TcpLifecycleArguments cmd("lifecycle-explore",
                              "Explores all orders of events of two ends of a connection.");
    cmd.AddWord("configuration", "one of --list, or all", arguments.name);
    cmd.AddValue("list", "list the configurations and exit", arguments.list);
    cmd.AddValue("rows", "list the visited rows of the transition table", arguments.rows);
    cmd.AddValue("out", "folder for fault rules and scripts of violations", arguments.out);
    cmd.AddNumber("threads", "number of threads", bounds.threads, 1, 1024);
    cmd.AddNumber("depth",
                  "maximum number of events on a path; 0: no limit",
                  bounds.depth,
                  0,
                  1000000);
    cmd.AddReal("states",
                "maximum number of states; 0: that of the configuration",
                arguments.mostStates,
                0,
                1e12);
    cmd.AddReal("seconds",
                "maximum real time for each configuration; 0: no limit",
                bounds.seconds,
                0,
                1e9);
    cmd.AddValue("checkpoint",
                 "file for the state of a search that a limit ends",
                 bounds.checkpoint);
    cmd.AddValue("resume", "continue from --checkpoint", bounds.resume);
    cmd.Parse(argc, argv);
    bounds.mostStates = static_cast<uint64_t>(arguments.mostStates);
    if (bounds.resume && bounds.checkpoint.empty())
    {
        throw std::invalid_argument("--resume: needs --checkpoint=FILE");
    }
    if (!bounds.checkpoint.empty() && arguments.name == "all")
    {
        throw std::invalid_argument("--checkpoint: needs a single configuration, not all");
    }
    return arguments;
}

/// \param rows of the transition table that were visited, and how often
void
PrintRows(const std::map<std::array<uint8_t, 3>, uint64_t>& rows)
{
    for (const auto& [row, count] : rows)
    {
        std::printf("  %-12s -> %-12s %-18s %llu\n",
                    ToText(static_cast<State>(row[0])),
                    ToText(static_cast<State>(row[1])),
                    ToText(static_cast<Cause>(row[2])),
                    static_cast<unsigned long long>(count));
    }
}

/**
 * Print the line of a finished search, and its rows.
 * \param name of the configuration
 * \param result of the search
 * \param broken word for a violation
 * \param start when the search began
 * \param rows whether to print the rows
 */
template <typename Result>
void
PrintResult(const std::string& name,
            const Result& result,
            const char* broken,
            std::chrono::steady_clock::time_point start,
            bool rows)
{
    const std::chrono::duration<double> past = std::chrono::steady_clock::now() - start;
    std::printf("%-20s %5u %11llu %12llu  %-9s %7.1f s\n",
                name.c_str(),
                result.depth,
                static_cast<unsigned long long>(result.states),
                static_cast<unsigned long long>(result.transitions),
                !result.broken.empty() ? broken
                : result.complete      ? "complete"
                                       : "bounded",
                past.count());
    std::fflush(stdout);
    if (rows)
    {
        PrintRows(result.rows);
    }
}

/// \param configuration the question \param arguments how far \return whether all held
bool
Explore(const explore::Configuration& configuration, const Arguments& arguments)
{
    const auto start = std::chrono::steady_clock::now();
    const explore::SearchResult result = explore::Search(configuration, arguments.bounds);
    const char* broken = configuration.hazard ? "hazard" : "BROKEN";
    PrintResult(configuration.name, result, broken, start, arguments.rows);
    if (result.broken.empty())
    {
        // A hazard that a search without a bound does not find is an error, too
        return !configuration.hazard || !result.complete;
    }
    if (configuration.hazard && arguments.name == "all")
    {
        return true; // its ladder is shown when it is asked for by name
    }
    std::cout << '\n' << result.broken << "\n\n" << explore::LadderOf(configuration, result);
    if (!arguments.out.empty())
    {
        TcpLifecycleOutput::MakeFolder(arguments.out);
        const std::string path = arguments.out + "/" + configuration.name;
        TcpLifecycleOutput::WriteFile(path + ".faults",
                                      explore::FaultRulesOf(configuration, result));
        TcpLifecycleOutput::WriteFile(path + ".pkt", explore::ScriptOf(configuration, result));
        std::cout << "\nwritten: " << path << ".faults, " << path << ".pkt\n";
    }
    return configuration.hazard;
}

/// \param question about two hosts \param arguments how far \return whether all held
bool
ExploreHosts(const explore::HostQuestion& question, const Arguments& arguments)
{
    const auto start = std::chrono::steady_clock::now();
    const explore::HostResult result = explore::SearchHosts(question, arguments.bounds.mostStates);
    PrintResult(question.name, result, "BROKEN", start, arguments.rows);
    if (!result.broken.empty())
    {
        std::cout << '\n' << result.broken << "\n\n";
        for (const std::string& event : result.trace)
        {
            std::cout << "  " << event << '\n';
        }
    }
    return result.broken.empty();
}

/// \return all names, those of questions about hosts last
std::vector<std::pair<std::string, std::string>>
NamesAndTexts()
{
    std::vector<std::pair<std::string, std::string>> all;
    for (const explore::Configuration& configuration : explore::Catalogue())
    {
        all.emplace_back(configuration.name, configuration.about);
    }
    for (const explore::HostQuestion& question : explore::HostCatalogue())
    {
        all.emplace_back(question.name, question.about);
    }
    return all;
}

/// \param argc as main's \param argv as main's \return exit status
int
Run(int argc, char** argv)
{
    const Arguments arguments = ReadArguments(argc, argv);
    if (arguments.list || arguments.name.empty())
    {
        for (const auto& [name, about] : NamesAndTexts())
        {
            std::printf("%-20s %s\n", name.c_str(), about.c_str());
        }
        return 0;
    }
    bool found = false;
    bool holds = true;
    std::printf("%-20s %5s %11s %12s\n", "configuration", "depth", "states", "transitions");
    for (const explore::Configuration& configuration : explore::Catalogue())
    {
        if (arguments.name == "all" || arguments.name == configuration.name)
        {
            found = true;
            holds = Explore(configuration, arguments) && holds;
        }
    }
    for (const explore::HostQuestion& question : explore::HostCatalogue())
    {
        if (arguments.name == "all" || arguments.name == question.name)
        {
            found = true;
            holds = ExploreHosts(question, arguments) && holds;
        }
    }
    if (!found)
    {
        std::vector<std::string> names{"all"};
        for (const auto& [name, about] : NamesAndTexts())
        {
            names.push_back(name);
        }
        throw std::invalid_argument(
            TcpLifecycleQuoted(arguments.name) + " is not a configuration; nearest: " +
            TcpLifecycleNearest(arguments.name, names, 1).front() + "; see --list");
    }
    return holds ? 0 : 1;
}

} // namespace

/// \param argc as usual \param argv as usual \return exit status
int
main(int argc, char** argv)
{
    return TcpLifecycleMain("lifecycle-explore", [&]() { return Run(argc, argv); });
}
