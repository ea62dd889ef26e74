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
 *
 * Prints, and leaves in the folder of --out as `study.txt`: question, formula, table, lesson and
 * how long it took. There are as well `table.csv` (the rows), `curves.csv` and `figures.csv` (what
 * examples/analysis/study.py draws), `run.json`. The same seed gives the same values.
 *
 * Exit status: 0 if every formula lies in its interval, 1 if one does not, 2 for a wrong command
 * line or a file that cannot be written. The table shows an interval of confidence 99 % for each
 * row. What decides is wider: of confidence 1 - 0.01/rows each, so that all rows together hold with
 * 99 % (Bonferroni).
 */

#include "lifecycle-study/study-catalogue.h"
#include "tcp-lifecycle-arguments.h"
#include "tcp-lifecycle-output.h"
#include "tcp-lifecycle-run-metadata.h"

#include "ns3/rng-seed-manager.h"

#include <algorithm>
#include <ctime>
#include <iomanip>
#include <iostream>
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

/// \param each a study \param budget how much \return what it brings
Outcome
Make(const Study& each, const Budget& budget)
{
    Outcome outcome;
    uint64_t connections = 0;
    const double start = CpuSeconds();
    for (const Experiment experiment : each.experiments)
    {
        connections += experiment(budget, outcome.report);
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
         << each.lesson << "\n\n"
         << connections << " connections in " << std::fixed << std::setprecision(1) << spent
         << " s of CPU time\n";
    outcome.text = text.str();
    return outcome;
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

/// \param argc as main's \param argv as main's \return exit status
int
Run(int argc, char** argv)
{
    TcpLifecycleRunMetadata metadata(argc, argv);
    Budget budget;
    bool list = false;
    bool fast = false;
    uint32_t seed = 1;
    std::string names;
    std::string out;
    bool force = false;
    TcpLifecycleArguments cmd(
        "lifecycle-study",
        "Answers questions about connection setup and teardown by simulation and by formula.");
    cmd.AddWord("study", "name of a study, several separated by commas, or all", names);
    cmd.AddValue("list", "list the studies and exit", list);
    cmd.AddValue("out",
                 "folder for output files, with a subfolder for each of several studies",
                 out);
    cmd.AddValue("force", "replace the files of another run in the folder of --out", force);
    // With fewer, a sample has perhaps no loss at all in it, and says that it is certain of that.
    cmd.AddNumber("runs",
                  "connections for each point, 1000 to 50000",
                  budget.connections,
                  1000,
                  Network::MAX_CONNECTIONS);
    cmd.AddNumber("intervals",
                  "mean holding times for each table, 100 to 100000",
                  budget.intervals,
                  100,
                  100000);
    cmd.AddValue("fast", "1000 connections, 100 holding times, few points", fast);
    cmd.AddNumber("seed", "seed of ns-3's random numbers", seed, 1, MOST_SEED);
    cmd.Parse(argc, argv);
    if (list)
    {
        List();
        return 0;
    }
    const std::vector<Study> studies = Select(names);
    if (fast)
    {
        budget = {1000, 100, false};
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
    RngSeedManager::SetSeed(seed);

    std::size_t outside = 0;
    for (const Study& each : studies)
    {
        const Outcome outcome = Make(each, budget);
        outside += outcome.report.CountOutside();
        std::cout << outcome.text << '\n' << std::flush;
        if (!out.empty())
        {
            TcpLifecycleRunMetadata about = metadata;
            about.Add("study", each.name);
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
