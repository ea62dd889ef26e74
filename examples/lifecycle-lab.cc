/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle
 *
 * Plays a scenario of the catalogue and leaves its traces:
 *
 *     lifecycle-lab --list
 *     lifecycle-lab --scenario=client-close --out=results
 *     lifecycle-lab --scenario=client-close --delay=40ms --fault='drop B>A FIN 1' --profile=linux
 *     lifecycle-lab --scenario=client-close --faults=rules.txt
 *     lifecycle-lab --scenario=half-close --ns3::TcpLifecycleL4Protocol::Msl=30s
 *     lifecycle-lab --scenario=last-ack-lost --out=results --pcapng --segments --db
 *
 * In the folder of --out: `transitions.csv`, `connections.csv`, `ladder.txt`, `ladder.svg`,
 * `lab-0-0.pcap` (what A's device saw), `lab-1-0.pcap` (B's), `run.txt` (how to run it again, and
 * all attributes in force), `run.json` (the same for programs, with the attributes that were set);
 * and what --segments, --db, --pcapng and --pcap ask for, see TcpLifecycleRunRecords.
 * Exit status: 0; 1 if a file can't be written; 2 if an argument makes no sense.
 */

#include "lifecycle-profile.h"
#include "tcp-lifecycle-faults.h"
#include "tcp-lifecycle-ladder-text.h"
#include "tcp-lifecycle-output.h"
#include "tcp-lifecycle-progress.h"
#include "tcp-lifecycle-run-metadata.h"
#include "tcp-lifecycle-run-records.h"
#include "tcp-lifecycle-scenario-report.h"
#include "tcp-lifecycle-scenario-run.h"

#include "ns3/command-line.h"
#include "ns3/config.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/string.h"

#include <algorithm>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>

#if __has_include("ns3/version-defines.h")
#include "ns3/version-defines.h"
#endif

using namespace ns3;

namespace
{

/// Fault rules, to which every argument adds.
struct Faults
{
    std::string text; //!< a rule a line
};

/// \param is an argument, all of it \param faults get it \return is
std::istream&
operator>>(std::istream& is, Faults& faults)
{
    std::string rule;
    std::getline(is, rule, '\0');
    faults.text += rule + '\n';
    is.clear();
    return is;
}

/// \param os where to \param faults written \return os
std::ostream&
operator<<(std::ostream& os, const Faults& faults)
{
    return os << faults.text;
}

/// What the command line says.
struct Arguments
{
    bool list{false};                                //!< --list
    std::string scenario{"client-close"};            //!< --scenario
    std::string out;                                 //!< --out
    std::string profile;                             //!< --profile
    std::string times;                               //!< --times
    std::string faultFile;                           //!< --faults
    Faults faults;                                   //!< --fault
    bool ascii{false};                               //!< --ascii
    TcpLifecycleScenarioParameters parameters;       //!< the rest of the story's
    TcpLifecycleRunRecords records{"lab", "device"}; //!< --segments, --db, --pcapng, --pcap
};

/// \param text `D=2s,s=3ms` \return names and times
std::map<std::string, Time>
ReadTimes(const std::string& text)
{
    std::map<std::string, Time> times;
    std::size_t at = 0;
    while (at < text.size())
    {
        const std::size_t end = std::min(text.find(',', at), text.size());
        const std::string item = text.substr(at, end - at);
        const std::size_t equals = item.find('=');
        const bool number =
            equals != std::string::npos && item.find_first_of("0123456789") == equals + 1;
        if (!number)
        {
            throw std::invalid_argument("--times: '" + item + "' is no time such as D=50ms");
        }
        times[item.substr(0, equals)] = Time(item.substr(equals + 1));
        at = end + 1;
    }
    return times;
}

/// \param argc as main's \param argv as main's \param arguments get what they say
void
ReadArguments(int argc, char** argv, Arguments& arguments)
{
    TcpLifecycleScenarioParameters& world = arguments.parameters;
    CommandLine cmd(__FILE__);
    cmd.Usage("Plays a scenario of TCP's connection lifecycle between two hosts A and B.");
    cmd.AddValue("list", "list the scenarios and exit", arguments.list);
    cmd.AddValue("scenario", "which to play", arguments.scenario);
    cmd.AddValue("out", "folder for traces; empty: none are written", arguments.out);
    cmd.AddValue("profile", "rfc9293, linux, freebsd, windows or macos", arguments.profile);
    cmd.AddValue("rate", "of the link", world.rate);
    cmd.AddValue("delay", "of the link, one way", world.delay);
    cmd.AddValue("loss", "probability that the link loses a packet", world.loss);
    cmd.AddValue("ipv6", "IPv6 instead of IPv4", world.ipv6);
    cmd.AddValue("fault",
                 "a rule such as 'drop B>A FIN 1' or 'delay A>B data 1 30ms'; may be repeated",
                 arguments.faults);
    cmd.AddValue("faults", "file with such rules, a line each", arguments.faultFile);
    cmd.AddValue("times", "the scenario's times D, s, x, T: 'D=50ms,s=3ms'", arguments.times);
    cmd.AddValue("ascii", "draw the ladder without box characters", arguments.ascii);
    arguments.records.AddOptions(cmd);
    cmd.Parse(argc, argv);
    world.times = ReadTimes(arguments.times);
    if (!arguments.faultFile.empty())
    {
        for (const auto& rule : TcpLifecycleFaults::ReadFile(arguments.faultFile))
        {
            world.faults += TcpLifecycleFaults::ToText(rule) + '\n';
        }
    }
    TcpLifecycleFaults::Parse(arguments.faults.text, {"--fault"});
    world.faults += arguments.faults.text;
    arguments.records.Check();
    if (!arguments.profile.empty())
    {
        if (!lifecycle::MakeProfile(arguments.profile))
        {
            throw std::invalid_argument("no profile '" + arguments.profile + "'");
        }
        Config::SetDefault("ns3::TcpLifecycleL4Protocol::Profile", StringValue(arguments.profile));
    }
}

/// \param argc as main's \param argv as main's \return how this run can be had again
std::string
RunText(int argc, char** argv)
{
    std::string text = "command:";
    for (int i = 0; i < argc; ++i)
    {
        const std::string argument = argv[i];
        const bool plain = argument.find_first_of(" '\"\\$;&<>|*?()#\t\n") == std::string::npos;
        text += ' ' + (plain ? argument : '\'' + argument + '\'');
    }
#ifdef NS3_VERSION_MAJOR
    text +=
        "\nns-3: " + std::to_string(NS3_VERSION_MAJOR) + '.' + std::to_string(NS3_VERSION_MINOR);
#endif
    text += "\nseed: " + std::to_string(RngSeedManager::GetSeed());
    text += "\nrun: " + std::to_string(RngSeedManager::GetRun()) + '\n';
    return text;
}

/**
 * \param arguments of the command line \param run not yet played \param about for run.txt
 * \param metadata for run.json
 */
void
EnableFiles(Arguments& arguments,
            TcpLifecycleScenarioRun& run,
            const std::string& about,
            TcpLifecycleRunMetadata metadata)
{
    const std::string folder = arguments.out + '/';
    for (const auto& [name, value] : run.DescribeStory())
    {
        metadata.Add(name, value);
    }
    arguments.records.SetMetadata(metadata);
    arguments.records.Enable(run.GetHelper(), run.GetNodes(), arguments.out);
    TcpLifecycleOutput::WriteFile(folder + "run.txt", about);
    run.EnableLadder(folder + "ladder");
}

/// \param name no scenario's \return exit status
int
Unknown(const std::string& name)
{
    std::cerr << "lifecycle-lab: no scenario '" << name << "'. Nearest:";
    for (const auto& near : NearestTcpLifecycleScenarios(name, 3))
    {
        std::cerr << ' ' << near;
    }
    std::cerr << ". --list shows all.\n";
    return 2;
}

/// \param argc as main's \param argv as main's \return exit status
int
Lab(int argc, char** argv)
{
    Arguments arguments;
    ReadArguments(argc, argv, arguments);
    if (arguments.list)
    {
        std::cout << TcpLifecycleScenarioList();
        return 0;
    }
    const TcpLifecycleScenario* scenario = FindTcpLifecycleScenario(arguments.scenario);
    if (!scenario)
    {
        return Unknown(arguments.scenario);
    }
    TcpLifecycleScenarioRun run(*scenario, arguments.parameters);
    if (!arguments.out.empty())
    {
        EnableFiles(arguments, run, RunText(argc, argv) + run.Describe(), {argc, argv});
    }
    {
        const TcpLifecycleProgress progress(run.GetNodes());
        run.Run();
    }
    run.Finish();
    std::cout << TcpLifecycleScenarioStory(*scenario) << '\n'
              << TcpLifecycleLadderText(run.GetShownModel(),
                                        arguments.ascii ? TcpLifecycleLadderCharset::Ascii
                                                        : TcpLifecycleLadderCharset::Utf8)
              << '\n'
              << TcpLifecycleScenarioTable(run);
    if (!arguments.out.empty())
    {
        std::cout << "Files are in " << arguments.out << '\n';
    }
    if (!std::cout.flush())
    {
        throw TcpLifecycleFileError("standard output", "not all of it could be written");
    }
    return 0;
}

} // namespace

int
main(int argc, char* argv[])
{
    try
    {
        return Lab(argc, argv);
    }
    catch (const TcpLifecycleFileError& error)
    {
        std::cerr << "lifecycle-lab: " << error.what() << '\n';
        return 1;
    }
    catch (const std::invalid_argument& error)
    {
        std::cerr << "lifecycle-lab: " << error.what() << '\n';
        return 2;
    }
}
