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
 *     lifecycle-lab --check
 *     lifecycle-lab last-ack-lost
 *     lifecycle-lab --scenario=client-close --out=results
 *     lifecycle-lab --scenario=client-close --delay=40ms --fault='drop B>A FIN 1' --profile=linux
 *     lifecycle-lab --scenario=client-close --faults=rules.txt
 *     lifecycle-lab --scenario=half-close --ns3::TcpLifecycleL4Protocol::Msl=30s
 *     lifecycle-lab --scenario=last-ack-lost --out=results --pcapng --segments --db
 *     lifecycle-lab --scenario=last-ack-lost --html=last-ack-lost.html
 *     lifecycle-lab last-ack-lost --predict='B in LAST-ACK 1.02 s'
 *
 * In the folder of --out: `transitions.csv`, `connections.csv`, `ladder.txt`, `ladder.svg`,
 * `lab-0-0.pcap` (what A's device saw), `lab-1-0.pcap` (B's), `run.txt` (how to run it again, and
 * the values of all attributes), `run.json` (the same for programs, with the attributes that were
 * set); and what --segments, --db, --pcapng and --pcap ask for, see TcpLifecycleRunRecords. Exit
 * status: 0; 1 if a file cannot be written, a prediction of --predict is not right, or a measure
 * differs from what its formula predicts and the table gives no reason; 2 if an argument is
 * invalid, or the folder of --out has another run's files and there is no --force; 130 or 143 if
 * SIGINT or SIGTERM has broken the run off.
 */

#include "lifecycle-profile.h"
#include "tcp-lifecycle-arguments.h"
#include "tcp-lifecycle-faults.h"
#include "tcp-lifecycle-interrupt.h"
#include "tcp-lifecycle-ladder-text.h"
#include "tcp-lifecycle-output.h"
#include "tcp-lifecycle-prediction.h"
#include "tcp-lifecycle-progress.h"
#include "tcp-lifecycle-run-metadata.h"
#include "tcp-lifecycle-run-records.h"
#include "tcp-lifecycle-scenario-report.h"
#include "tcp-lifecycle-scenario-run.h"

#include "ns3/config.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/string.h"

#include <algorithm>
#include <array>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#if __has_include("ns3/version-defines.h")
#include "ns3/version-defines.h"
#endif

using namespace ns3;

namespace
{

/// What the command line says.
struct Arguments
{
    bool list{false};                                //!< --list
    bool check{false};                               //!< --check
    std::string scenario;                            //!< --scenario, or the word
    std::string out;                                 //!< --out
    std::string page;                                //!< --html
    std::vector<TcpLifecyclePrediction> predictions; //!< --predict
    std::string faultFile;                           //!< --faults
    std::string faults;                              //!< --fault, a rule a line
    bool ascii{false};                               //!< --ascii
    TcpLifecycleScenarioParameters parameters;       //!< the other parameters
    TcpLifecycleRunRecords records{"lab", "device"}; //!< --segments, --db, --pcapng, --pcap
};

/// \param token `D=2s,s=3ms` \param times get names and times
void
ReadTimes(const TcpLifecycleToken& token, std::map<std::string, Time>& times)
{
    std::size_t at = 0;
    while (at < token.text.size())
    {
        const std::size_t end = std::min(token.text.find(',', at), token.text.size());
        const auto item = TcpLifecyclePart(token, at, end - at);
        const std::size_t equals = item.text.find('=');
        if (equals == std::string::npos || equals == 0)
        {
            TcpLifecycleFail(item,
                             TcpLifecycleQuoted(item.text) +
                                 " is not a name and a time such as D=50ms");
        }
        times[item.text.substr(0, equals)] =
            TcpLifecycleReadTime(TcpLifecyclePart(item, equals + 1));
        at = end + 1;
    }
}

/// \param token a profile's name, which becomes the default of all hosts, or two, `A:B`
/// \param profiles get the two
void
ReadProfiles(const TcpLifecycleToken& token, std::array<std::string, 2>& profiles)
{
    const std::size_t colon = token.text.find(':');
    profiles = {};
    const std::string first = TcpLifecycleReadProfile(TcpLifecyclePart(token, 0, colon));
    if (colon == std::string::npos)
    {
        Config::SetDefault("ns3::TcpLifecycleL4Protocol::Profile", StringValue(first));
        return;
    }
    profiles = {first, TcpLifecycleReadProfile(TcpLifecyclePart(token, colon + 1))};
}

/// \param argc as main's \param argv as main's \param arguments get what they say
void
ReadArguments(int argc, char** argv, Arguments& arguments)
{
    TcpLifecycleScenarioParameters& world = arguments.parameters;
    TcpLifecycleArguments cmd(
        "lifecycle-lab",
        "Runs a scenario of TCP's connection lifecycle between two hosts A and B.");
    cmd.AddValue("list", "list the scenarios and exit", arguments.list);
    cmd.AddValue("check",
                 "run all scenarios with all profiles at 10, 40 and 150 ms, compare them with "
                 "their formulas, and exit",
                 arguments.check);
    cmd.AddOption("scenario",
                  "name of the scenario",
                  "client-close",
                  [&arguments](const auto& token) { arguments.scenario = token.text; });
    std::string word;
    cmd.AddWord("SCENARIO", "name of the scenario", word);
    cmd.AddValue("out", "folder for output files; empty: none", arguments.out);
    cmd.AddValue("html", "file for a page that shows the run step by step", arguments.page);
    cmd.AddOption("predict",
                  "check a predicted time in a state, such as 'B in LAST-ACK 1.2 s'; may be "
                  "repeated",
                  "",
                  [&arguments](const auto& token) {
                      arguments.predictions.push_back(TcpLifecyclePrediction::Read(token));
                  });
    cmd.AddOption("profile",
                  "rfc9293, linux, freebsd, windows or macos; of A and B: linux:windows",
                  "",
                  [&world](const auto& token) { ReadProfiles(token, world.profiles); });
    cmd.AddValue("rate", "rate of the link", world.rate);
    cmd.AddValue("delay", "one-way delay of the link", world.delay);
    cmd.AddReal("loss", "probability that the link loses a packet", world.loss, 0, 1);
    cmd.AddValue("ipv6", "IPv6 instead of IPv4", world.ipv6);
    const auto rule = [&arguments](const auto& token) { arguments.faults += token.text + '\n'; };
    cmd.AddOption(
        "fault",
        "a fault rule such as 'drop B>A FIN 1' or 'delay A>B data 1 30ms'; may be repeated",
        "",
        rule);
    cmd.AddValue("faults", "file with fault rules, one per line", arguments.faultFile);
    cmd.AddOption("times",
                  "the scenario's times D, s, x, T: 'D=50ms,s=3ms'",
                  "",
                  [&world](const auto& token) { ReadTimes(token, world.times); });
    cmd.AddValue("ascii", "draw the ladder without box characters", arguments.ascii);
    arguments.records.AddOptions(cmd);
    cmd.Parse(argc, argv);
    if (!arguments.faultFile.empty())
    {
        for (const auto& each : TcpLifecycleFaults::ReadFile(arguments.faultFile))
        {
            world.faults += TcpLifecycleFaults::ToText(each) + '\n';
        }
    }
    TcpLifecycleFaults::Parse(arguments.faults, {"--fault"});
    world.faults += arguments.faults;
    arguments.records.Check(arguments.out);
    if (!word.empty())
    {
        if (!arguments.scenario.empty() && arguments.scenario != word)
        {
            throw std::invalid_argument(TcpLifecycleQuoted(word) +
                                        " is a second scenario; --scenario=" + arguments.scenario +
                                        " is given");
        }
        arguments.scenario = word;
    }
    if (arguments.scenario.empty())
    {
        arguments.scenario = "client-close";
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
    for (const auto& [name, value] : run.DescribeScenario())
    {
        metadata.Add(name, value);
    }
    arguments.records.SetMetadata(metadata);
    arguments.records.Enable(run.GetHelper(), run.GetNodes(), arguments.out);
    TcpLifecycleOutput::WriteFile(folder + "run.txt", about);
    run.EnableLadder(folder + "ladder");
}

/// \param scenario played \param world it is played in \return what its table says is wrong
std::string
Differences(const TcpLifecycleScenario& scenario, const TcpLifecycleScenarioParameters& world)
{
    try
    {
        TcpLifecycleScenarioRun run(scenario, world);
        run.Run();
        if (!TcpLifecycleScenarioIsRight(run))
        {
            return TcpLifecycleScenarioTable(run);
        }
        const auto results = run.GetResults();
        const bool same = std::all_of(results.begin(), results.end(), [](const auto& each) {
            return each.IsAsExpected();
        });
        return same && !run.GetExcuse().empty()
                   ? "As predicted, in spite of: " + run.GetExcuse() + '\n'
                   : "";
    }
    catch (const std::invalid_argument& error)
    {
        return std::string(error.what()) + '\n'; // a formula has an unknown name
    }
}

/// All scenarios with all profiles at three delays, against their formulas. \return exit status
int
Check()
{
    std::size_t runs = 0;
    std::size_t wrong = 0;
    for (const auto& scenario : TcpLifecycleScenarioCatalogue())
    {
        for (const char* profile : lifecycle::PROFILE_NAMES)
        {
            Config::SetDefault("ns3::TcpLifecycleL4Protocol::Profile", StringValue(profile));
            for (const int64_t delay : {10, 40, 150})
            {
                TcpLifecycleScenarioParameters world;
                world.delay = MilliSeconds(delay);
                const std::string differences = Differences(scenario, world);
                ++runs;
                if (!differences.empty())
                {
                    ++wrong;
                    std::cout << scenario.name << " --profile=" << profile << " --delay=" << delay
                              << "ms\n"
                              << differences;
                }
            }
        }
    }
    std::cout << runs - wrong << " of " << runs << " runs are as predicted\n";
    return wrong == 0 ? 0 : 1;
}

/// \param name no scenario's \return exit status
int
Unknown(const std::string& name)
{
    std::cerr << "lifecycle-lab: unknown scenario '" << name << "'. Nearest:";
    for (const auto& near : NearestTcpLifecycleScenarios(name, 3))
    {
        std::cerr << ' ' << near;
    }
    std::cerr << ". --list shows all.\n";
    return 2;
}

/// Prints what became of the predictions. \param arguments has them \param run played
/// \return whether all are right
bool
JudgePredictions(const Arguments& arguments, const TcpLifecycleScenarioRun& run)
{
    bool right = true;
    for (const TcpLifecyclePrediction& prediction : arguments.predictions)
    {
        const Time measured = prediction.Measure(run.GetModel());
        std::cout << prediction.ToText(measured);
        right = prediction.IsRight(measured) && right;
    }
    return right;
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
    if (arguments.check)
    {
        return Check();
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
    if (!arguments.page.empty())
    {
        run.EnableViews();
    }
    const TcpLifecycleInterrupt interrupt;
    {
        const TcpLifecycleProgress progress(run.GetNodes());
        run.Run();
    }
    run.FinishLadder();
    arguments.records.Finish(interrupt.GetSignal() == 0);
    std::cout << TcpLifecycleScenarioSummary(*scenario) << '\n'
              << TcpLifecycleLadderText(run.GetShownModel(),
                                        arguments.ascii ? TcpLifecycleLadderCharset::Ascii
                                                        : TcpLifecycleLadderCharset::Utf8)
              << '\n'
              << TcpLifecycleScenarioTable(run);
    const bool right = JudgePredictions(arguments, run);
    if (!arguments.out.empty())
    {
        std::cout << "Files are in " << arguments.out << '\n';
    }
    if (!arguments.page.empty())
    {
        TcpLifecycleOutput::WriteFile(arguments.page, TcpLifecycleScenarioPage(run));
        std::cout << "The page is " << arguments.page << '\n';
    }
    if (!std::cout.flush())
    {
        throw TcpLifecycleFileError("standard output", "write failed");
    }
    return interrupt.GetStatus(right && TcpLifecycleScenarioIsRight(run) ? 0 : 1);
}

} // namespace

int
main(int argc, char* argv[])
{
    return TcpLifecycleMain("lifecycle-lab", [argc, argv] { return Lab(argc, argv); });
}
