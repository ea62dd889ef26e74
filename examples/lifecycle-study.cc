/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * Answers questions about set-up and teardown: simulates many independent connections, and holds
 * what comes out against probability theory.
 *
 *     lifecycle-study --list
 *     lifecycle-study short-time-wait --out=study-out
 *     lifecycle-study all [--runs=10000] [--intervals=400] [--fast] [--seed=1]
 *     lifecycle-study lost-last-ack --rtt=80ms --loss=1%,5%,10% --profile=linux,windows
 *                     --precision=2% --out=own
 *
 * Prints, and leaves in the folder of --out as `study.txt`: question, formula, table, lesson and
 * how long it took. There are as well `table.csv` (the rows), `curves.csv` and `figures.csv` (what
 * examples/analysis/study.py draws), `run.json`; seed and command are in each. The same seed gives
 * the same values.
 *
 * Exit status: 0 if every formula lies in its interval, 1 if one does not, 2 for a wrong command
 * line or a file that cannot be written. The table shows an interval of confidence 99 % for each
 * row. What decides is wider: of confidence 1 - 0.01/rows each, so that all rows together hold with
 * 99 % (Bonferroni).
 */

#include "lifecycle-study/study-catalogue.h"
#include "lifecycle-study/study-question.h"
#include "tcp-lifecycle-arguments.h"
#include "tcp-lifecycle-output.h"
#include "tcp-lifecycle-run-metadata.h"

#include "ns3/rng-seed-manager.h"

#include <algorithm>
#include <ctime>
#include <iomanip>
#include <iostream>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

using namespace ns3;
using namespace study;

namespace
{

/// The greatest seed of ns-3's random numbers (ns3::RngStream: below the second modulus)
constexpr uint32_t MOST_SEED = 4294944442;

/// \param names with commas between them, or `all` \return those studies
std::vector<Study>
Select(const std::string& names)
{
    if (names == "all")
    {
        return Studies();
    }
    std::vector<Study> selected;
    std::istringstream in(names);
    for (std::string name; std::getline(in, name, ',');)
    {
        const auto found = std::find_if(Studies().begin(),
                                        Studies().end(),
                                        [&name](const Study& each) { return name == each.name; });
        if (found == Studies().end())
        {
            throw std::invalid_argument("unknown study '" + name + "'; --list shows them");
        }
        selected.push_back(*found);
    }
    if (selected.empty())
    {
        throw std::invalid_argument("which study? --list shows them");
    }
    return selected;
}

/// Names and questions, to standard output.
void
List()
{
    for (const Study& each : Studies())
    {
        std::cout << std::left << std::setw(22) << each.name << each.question << '\n';
    }
}

/// \return CPU time of the process, seconds
double
CpuSeconds()
{
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

/// What a study has brought.
struct Outcome
{
    Report report;    //!< rows and points
    std::string text; //!< for people
};

/// What is asked for on the command line.
struct Request
{
    std::string names;            //!< of studies
    Budget budget;                //!< how much
    std::optional<uint32_t> runs; //!< connections for each point, if that was said
    bool fast{false};             //!< few of all
    uint32_t seed{1};             //!< of the random numbers
    Question question;            //!< own values
    std::string command;          //!< the line without what names the output

    /// \return connections for each point; with a precision, the most
    uint32_t Connections() const
    {
        return runs.value_or(question.precision > 0 ? 1'000'000 : budget.connections);
    }
};

/// \param argc as main's \param argv as main's \return the command, without what names the output
std::string
CommandOf(int argc, char** argv)
{
    std::string command = "lifecycle-study";
    for (int i = 1; i < argc; ++i)
    {
        const std::string word = argv[i];
        const std::size_t start = word.find_first_not_of('-');
        const std::string name = start == std::string::npos ? "" : word.substr(start);
        if (start == 0 || (name.rfind("out=", 0) != 0 && name.rfind("force", 0) != 0))
        {
            const bool plain = word.find_first_of(" \t'\"\\$<>|&;*?()") == std::string::npos;
            command += plain ? ' ' + word : " '" + word + '\'';
        }
    }
    return command;
}

/// \param each a study \param request on the command line \return what it brings
Outcome
Make(const Study& each, const Request& request)
{
    Outcome outcome;
    outcome.report.SetOrigin(request.seed, request.command);
    uint64_t connections = 0;
    std::string lesson = each.lesson;
    const double start = CpuSeconds();
    if (request.question.IsAsked())
    {
        const Answer answer =
            Ask(request.question, each.name, request.Connections(), outcome.report);
        connections = answer.connections;
        lesson = std::to_string(answer.points) + " points of your own";
        if (answer.imprecise > 0)
        {
            lesson += "; a precision of " + Digits(100 * request.question.precision) +
                      " % is not reached at " + std::to_string(answer.imprecise) + " point" +
                      (answer.imprecise > 1 ? "s" : "") + " with " +
                      std::to_string(request.Connections()) + " connections; give more --runs";
        }
    }
    else
    {
        for (const Experiment experiment : each.experiments)
        {
            connections += experiment(request.budget, outcome.report);
        }
    }
    const double spent = CpuSeconds() - start;
    std::ostringstream text;
    text << each.question << "\n\n"
         << each.formula << "\n\n"
         << outcome.report.ToTable() << '\n'
         << outcome.report.Size() << " formulas, " << outcome.report.CountOutside()
         << " outside. An interval is of confidence 99 %; 'inside' asks all of them together with "
            "99 %:\nintervals of confidence "
         << std::setprecision(8) << 100 * outcome.report.TestConfidence()
         << " % each (Bonferroni).\n\n"
         << "Command: " << request.command << "\nSeed: " << request.seed << "\n\n"
         << lesson << "\n\n"
         << connections << " connections in " << std::fixed << std::setprecision(1) << spent
         << " s of CPU time\n";
    outcome.text = text.str();
    return outcome;
}

/// \param selected studies \param request what is wanted of them; fails if that does not fit
void
Check(const std::vector<Study>& selected, const Request& request)
{
    if (request.question.IsAsked())
    {
        CheckQuestion(request.question,
                      selected.size() == 1 ? selected.front().name : request.names);
    }
    else if (request.Connections() > Network::MAX_CONNECTIONS)
    {
        throw std::invalid_argument(
            "--runs: a study of its usual values has at most " +
            std::to_string(Network::MAX_CONNECTIONS) +
            " connections for each point; any number with values of your own, such as --loss=5%");
    }
}

/// \param outcome of a study \param metadata of the run \param folder for its files
void
Write(const Outcome& outcome, const TcpLifecycleRunMetadata& metadata, const std::string& folder)
{
    const auto write = [&folder](const char* name, const std::string& content) {
        TcpLifecycleOutput::WriteFile(folder + '/' + name, content);
    };
    write("study.txt", outcome.text);
    write("table.csv", outcome.report.ToCsv());
    write("curves.csv", outcome.report.CurvesToCsv());
    write("figures.csv", outcome.report.FiguresToCsv());
    write("run.json", metadata.ToJson());
}

/// \param arguments get the options that say how much \param request receives their values
void
AddAmounts(TcpLifecycleArguments& arguments, Request& request)
{
    // With fewer, a sample has perhaps no loss at all in it, and says that it is certain of that.
    arguments.AddOption(
        "runs",
        "connections for each point, 1000 to 50000, of own values any number; with --precision the "
        "most",
        std::to_string(request.budget.connections),
        [&request](const TcpLifecycleToken& token) {
            request.runs =
                static_cast<uint32_t>(TcpLifecycleReadNumber(token, 1000, 1'000'000'000));
        });
    arguments.AddNumber("intervals",
                        "mean holding times for each table, 100 to 100000",
                        request.budget.intervals,
                        100,
                        100000);
    arguments.AddValue("fast", "1000 connections, 100 holding times, few points", request.fast);
    arguments.AddNumber("seed", "seed of ns-3's random numbers", request.seed, 1, MOST_SEED);
}

/// \param argc as main's \param argv as main's \return exit status
int
Run(int argc, char** argv)
{
    TcpLifecycleRunMetadata metadata(argc, argv);
    Request request;
    request.command = CommandOf(argc, argv);
    bool list = false;
    std::string out;
    bool force = false;
    TcpLifecycleArguments cmd(
        "lifecycle-study",
        "Answers questions about connection setup and teardown by simulation and by formula.");
    cmd.AddWord("study", "name of a study, several separated by commas, or all", request.names);
    cmd.AddValue("list", "list the studies and exit", list);
    cmd.AddValue("out",
                 "folder for output files, with a subfolder for each of several studies",
                 out);
    cmd.AddValue("force", "replace the files of another run in the folder of --out", force);
    AddAmounts(cmd, request);
    request.question.AddOptions(cmd);
    cmd.Parse(argc, argv);
    if (list)
    {
        List();
        return 0;
    }
    const std::vector<Study> studies = Select(request.names);
    Check(studies, request);
    request.budget.connections = request.Connections();
    if (request.fast)
    {
        request.budget = {1000, 100, false};
    }
    const auto folderOf = [&studies, &out](const Study& each) {
        return studies.size() == 1 ? out : out + '/' + each.name;
    };
    for (const Study& each : studies)
    {
        if (!out.empty())
        {
            TcpLifecycleOutput::OwnFolder(folderOf(each), force);
        }
    }
    RngSeedManager::SetSeed(request.seed);

    std::size_t outside = 0;
    for (const Study& each : studies)
    {
        const Outcome outcome = Make(each, request);
        outside += outcome.report.CountOutside();
        std::cout << outcome.text << '\n' << std::flush;
        if (!out.empty())
        {
            TcpLifecycleRunMetadata about = metadata;
            about.Add("study", each.name);
            for (const auto& [name, value] : request.question.Describe())
            {
                about.Add(name, value);
            }
            Write(outcome, about, folderOf(each));
        }
    }
    return outside == 0 ? 0 : 1;
}

} // namespace

int
main(int argc, char* argv[])
{
    return TcpLifecycleMain("lifecycle-study", [argc, argv]() -> int {
        try
        {
            return Run(argc, argv);
        }
        catch (const TcpLifecycleFileError& error)
        {
            throw std::invalid_argument(error.what()); // here 1 says that a formula is wrong
        }
    });
}
