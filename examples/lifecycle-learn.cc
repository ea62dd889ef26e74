/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle
 *
 * Learns the Mealy machine of a profile from outside, as real systems were learned: by socket calls
 * and segments, and what comes out.
 *
 *     lifecycle-learn --profile=linux --role=server
 *     lifecycle-learn --profile=linux --dot=linux-client.dot
 *     lifecycle-learn --profile=linux --compare=freebsd
 *
 * Exit status: 0; 1 if a file cannot be written; 2 if an argument is invalid.
 */

#include "lifecycle-learn/learn-machine.h"
#include "tcp-lifecycle-arguments.h"
#include "tcp-lifecycle-output.h"

#include <iomanip>
#include <iostream>
#include <stdexcept>
#include <string>

using namespace ns3;
using namespace ns3::lifecycle;

namespace
{

/// What the command line says.
struct Arguments
{
    std::string profile{"rfc9293"}; //!< --profile
    std::string compare;            //!< --compare
    std::string role{"client"};     //!< --role
    std::string dot;                //!< --dot
};

/// \param option that names it \param name of a profile \throw std::invalid_argument if there is
/// none
void
CheckProfile(const std::string& option, const std::string& name)
{
    if (!MakeProfile(name))
    {
        throw std::invalid_argument(option + "=" + name +
                                    ": unknown profile; known: rfc9293, linux, freebsd, windows, "
                                    "macos");
    }
}

/// \param argc as main's \param argv as main's \return what they say
Arguments
ReadArguments(int argc, char** argv)
{
    Arguments arguments;
    TcpLifecycleArguments cmd("lifecycle-learn",
                              "Learns the Mealy machine of a profile from its external behaviour.");
    cmd.AddValue("profile", "whose", arguments.profile);
    cmd.AddValue("compare", "another profile, to print the differences", arguments.compare);
    cmd.AddValue("role", "client or server", arguments.role);
    cmd.AddValue("dot", "output file for the machine as a DOT graph", arguments.dot);
    cmd.Parse(argc, argv);
    CheckProfile("--profile", arguments.profile);
    if (!arguments.compare.empty())
    {
        CheckProfile("--compare", arguments.compare);
    }
    if (arguments.role != "client" && arguments.role != "server")
    {
        throw std::invalid_argument("--role=" + arguments.role + ": must be client or server");
    }
    return arguments;
}

/// \param words some \return them with blanks between
std::string
Join(const std::vector<std::string>& words)
{
    std::string text;
    for (const std::string& word : words)
    {
        text += (text.empty() ? "" : " ") + word;
    }
    return text;
}

/// \param machine a machine \param names of its states
void
Print(const learned::MealyMachine& machine, const std::map<std::string, std::string>& names)
{
    for (std::size_t i = 0; i < machine.states.size(); ++i)
    {
        const std::string state = "s" + std::to_string(i);
        std::cout << state << "  " << names.at(state)
                  << "  after: " << Join(machine.wayTo.at(state)) << '\n';
        for (const auto& [input, edge] : machine.states.at(state))
        {
            std::cout << "  " << std::left << std::setw(18) << input << std::setw(26) << edge.output
                      << edge.to << '\n';
        }
    }
}

/// \param argc as main's \param argv as main's \return exit status
int
Run(int argc, char** argv)
{
    const Arguments arguments = ReadArguments(argc, argv);
    const auto role =
        arguments.role == "client" ? learned::LearnedRole::Client : learned::LearnedRole::Server;
    const learned::LearnedSettings settings = learned::SettingsOf(arguments.profile, role);
    const learned::MealyMachine machine = learned::Learn(settings);
    const auto names = learned::NamesOf(machine, settings);
    if (!arguments.dot.empty())
    {
        TcpLifecycleOutput::WriteFile(
            arguments.dot,
            learned::ToDot(machine, arguments.profile + " " + arguments.role, names));
    }
    if (arguments.compare.empty())
    {
        Print(machine, names);
        return 0;
    }
    const auto differences =
        learned::Compare(machine, learned::Learn(learned::SettingsOf(arguments.compare, role)));
    for (const learned::Difference& difference : differences)
    {
        std::cout << Join(difference.word) << "\n  " << std::left << std::setw(10)
                  << arguments.profile << difference.one << "\n  " << std::setw(10)
                  << arguments.compare << difference.other << '\n';
    }
    std::cout << differences.size() << " differences\n";
    return 0;
}

} // namespace

/// \param argc as usual \param argv as usual \return exit status
int
main(int argc, char** argv)
{
    return TcpLifecycleMain("lifecycle-learn", [&]() { return Run(argc, argv); });
}
