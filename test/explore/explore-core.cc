/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * The explorer as a test, without ns-3: every configuration holds, or is a hazard and found, and
 * every row of the transition table was visited or is named here.
 *
 *     explore-core [all | NAME...] [--states=N] [--broken]
 *     explore-core --resume=FILE
 *
 * --broken: the program is a mutant, and an invariant must be found broken. --resume: a search that
 * was stopped, kept in FILE and resumed, comes to what one without a stop comes to, on one thread
 * or more.
 */

#include "explore-catalogue.h"
#include "explore-hosts.h"
#include "explore-search.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

using namespace ns3::lifecycle;

namespace
{

/// What it takes to come to rows of TRANSITIONS that two connections and a network do not come to.
struct Elsewhere
{
    std::optional<State> from;  //!< of the rows; none: any
    std::optional<Cause> cause; //!< of the rows; none: any but Syn and EmbryoReleased
    const char* why;            //!< what it takes
};

const Elsewhere ELSEWHERE[] = {
    {State::Listen,
     std::nullopt,
     "a call that no host has: a listener is closed, and opens nothing"},
    {std::nullopt, Cause::IcmpError, "an ICMP message"},
    {std::nullopt, Cause::ConnectTimeout, "a parameter of BSD"},
    {std::nullopt, Cause::KeepAlive, "keep-alive, which would never come to an end"},
    {std::nullopt, Cause::UserTimeout, "a user timeout"},
    {State::SynSent, Cause::LingerExpired, "Fast Open, and SO_LINGER"},
    {State::SynReceived, Cause::LingerExpired, "Fast Open, and SO_LINGER"},
    {State::CloseWait, Cause::LingerExpired, "a FIN that a shut window holds back, and SO_LINGER"},
    {State::CloseWait, Cause::DataAfterClose, "a FIN that a shut window holds back, and BSD"},
};

/// \param rule a row \param entry names rows \return whether it names this one
bool
Names(const Elsewhere& entry, const TransitionRule& rule)
{
    const bool here = rule.cause == Cause::Syn || rule.cause == Cause::EmbryoReleased;
    return (!entry.from || *entry.from == rule.from) &&
           (entry.cause ? *entry.cause == rule.cause : !here);
}

/// What the command line says.
struct Arguments
{
    std::vector<std::string> names;
    explore::SearchBounds bounds;
    bool broken{false};
    std::string resume;
};

/// \param argc as main's \param argv as main's \return what they say
Arguments
Read(int argc, char** argv)
{
    Arguments arguments;
    arguments.bounds.threads = std::max(1U, std::thread::hardware_concurrency());
    for (int i = 1; i < argc; ++i)
    {
        const std::string word = argv[i];
        if (word == "--broken")
        {
            arguments.broken = true;
        }
        else if (word.rfind("--resume=", 0) == 0)
        {
            arguments.resume = word.substr(9);
        }
        else if (word.rfind("--states=", 0) == 0)
        {
            arguments.bounds.mostStates = std::stoull(word.substr(9));
        }
        else
        {
            arguments.names.push_back(word);
        }
    }
    return arguments;
}

/// \param rows visited \return how many rows are neither visited nor named above, and how many
/// entries above name no row that is not visited; they are printed
std::size_t
CountUnvisited(const std::set<std::array<uint8_t, 3>>& rows)
{
    std::size_t wrong = 0;
    std::set<const Elsewhere*> needed;
    for (const TransitionRule& rule : TRANSITIONS)
    {
        if (rows.count({static_cast<uint8_t>(rule.from),
                        static_cast<uint8_t>(rule.to),
                        static_cast<uint8_t>(rule.cause)}) != 0)
        {
            continue;
        }
        const auto* entry = std::find_if(std::begin(ELSEWHERE),
                                         std::end(ELSEWHERE),
                                         [&](const Elsewhere& one) { return Names(one, rule); });
        std::printf("not visited: %s -> %s (%s): %s\n",
                    ToText(rule.from),
                    ToText(rule.to),
                    ToText(rule.cause),
                    entry != std::end(ELSEWHERE) ? entry->why : "NO REASON IS KNOWN");
        wrong += entry != std::end(ELSEWHERE) ? 0 : 1;
        needed.insert(entry);
    }
    for (const Elsewhere& entry : ELSEWHERE)
    {
        if (needed.count(&entry) == 0)
        {
            std::printf("visited, though said to take %s: %s %s\n",
                        entry.why,
                        entry.from ? ToText(*entry.from) : "any",
                        entry.cause ? ToText(*entry.cause) : "any");
            ++wrong;
        }
    }
    return wrong;
}

/// \param path of a file \return whether a search that was stopped comes to the same
bool
CheckResume(const std::string& path)
{
    const explore::Configuration& configuration = explore::Catalogue().front();
    explore::SearchBounds bounds;
    const explore::SearchResult straight = explore::Search(configuration, bounds);
    bounds.threads = 3;
    bounds.checkpoint = path;
    bounds.mostStates = straight.states / 3;
    const explore::SearchResult first = explore::Search(configuration, bounds);
    bounds.mostStates = 2 * straight.states / 3;
    bounds.resume = true;
    const explore::SearchResult second = explore::Search(configuration, bounds);
    bounds.mostStates = 0;
    const explore::SearchResult last = explore::Search(configuration, bounds);
    std::printf("%llu, %llu, %llu states; without a stop %llu\n",
                static_cast<unsigned long long>(first.states),
                static_cast<unsigned long long>(second.states),
                static_cast<unsigned long long>(last.states),
                static_cast<unsigned long long>(straight.states));
    return straight.complete && last.complete && !first.complete && !second.complete &&
           first.states < second.states && second.states < last.states &&
           last.states == straight.states && last.transitions == straight.transitions &&
           last.depth == straight.depth;
}

/// \param arguments of the command line \param all whether all are wanted
/// \param rows gets those of the transition table that were visited
/// \return whether all invariants of hosts hold
bool
RunHosts(const Arguments& arguments, bool all, std::set<std::array<uint8_t, 3>>& rows)
{
    bool good = true;
    for (const explore::HostQuestion& question : explore::HostCatalogue())
    {
        if (!all && std::find(arguments.names.begin(), arguments.names.end(), question.name) ==
                        arguments.names.end())
        {
            continue;
        }
        const explore::HostResult result =
            explore::SearchHosts(question, arguments.bounds.mostStates);
        std::printf("%-20s %5u %10llu %11llu  %s  %s\n",
                    question.name.c_str(),
                    result.depth,
                    static_cast<unsigned long long>(result.states),
                    static_cast<unsigned long long>(result.transitions),
                    result.complete ? "complete" : "        ",
                    result.broken.c_str());
        for (const std::string& line : result.trace)
        {
            std::printf("    %s\n", line.c_str());
        }
        std::fflush(stdout);
        good = good && result.broken.empty();
        for (const auto& [row, count] : result.rows)
        {
            rows.insert(row);
        }
    }
    return good;
}

/// \param arguments of the command line \return exit status
int
Run(const Arguments& arguments)
{
    const bool all = arguments.names.empty() || arguments.names.front() == "all";
    bool good = true;
    bool foundBroken = false;
    uint64_t states = 0;
    std::set<std::array<uint8_t, 3>> rows;
    for (const explore::Configuration& configuration : explore::Catalogue())
    {
        if (!all && std::find(arguments.names.begin(), arguments.names.end(), configuration.name) ==
                        arguments.names.end())
        {
            continue;
        }
        const auto start = std::chrono::steady_clock::now();
        const explore::SearchResult result = explore::Search(configuration, arguments.bounds);
        const std::chrono::duration<double> past = std::chrono::steady_clock::now() - start;
        std::printf("%-20s %5u %10llu %11llu  %s %6.1f s  %s\n",
                    configuration.name.c_str(),
                    result.depth,
                    static_cast<unsigned long long>(result.states),
                    static_cast<unsigned long long>(result.transitions),
                    result.complete ? "complete" : "        ",
                    past.count(),
                    result.broken.c_str());
        std::fflush(stdout);
        states += result.states;
        foundBroken = foundBroken || (!result.broken.empty() && !configuration.hazard);
        // A hazard cannot be found by a search that is cut short
        const bool cut = configuration.hazard && arguments.bounds.mostStates != 0;
        good = good && (cut || result.broken.empty() != configuration.hazard);
        for (const auto& [row, count] : result.rows)
        {
            rows.insert(row);
        }
    }
    const bool hosts = RunHosts(arguments, all, rows);
    good = good && hosts;
    foundBroken = foundBroken || !hosts;
    std::printf("%llu states\n", static_cast<unsigned long long>(states));
    if (arguments.broken)
    {
        return foundBroken ? 0 : 1;
    }
    if (all && arguments.bounds.mostStates == 0)
    {
        good = CountUnvisited(rows) == 0 && good;
    }
    return good ? 0 : 1;
}

} // namespace

/// \param argc as usual \param argv as usual \return exit status
int
main(int argc, char** argv)
{
    const Arguments arguments = Read(argc, argv);
    if (!arguments.resume.empty())
    {
        return CheckResume(arguments.resume) ? 0 : 1;
    }
    return Run(arguments);
}
