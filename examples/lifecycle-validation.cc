/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * Holds the module against probability theory: runs many independent connections through ns-3, and
 * prints simulated values, their 95 % intervals of confidence and formulas side by side.
 *
 *     lifecycle-validation [--list] [--experiments=NAME,...] [--runs=10000] [--intervals=400]
 *                          [--fast] [--seed=1] [--csv=FILE] [--curves=FILE]
 *
 * The same seed gives the same values. Exit status: 0 if every formula lies in its interval, 1 if
 * one does not, 2 for a wrong command line. The intervals that decide are wider than those shown:
 * of confidence 1 - 0.01/rows each, so that all hold together with 99 % (Bonferroni).
 */

#include "lifecycle-validation/validation-experiments.h"
#include "lifecycle-validation/validation-report.h"
#include "tcp-lifecycle-output.h"

#include "ns3/command-line.h"
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
using namespace validation;

namespace
{

/// \param names with commas between them; empty: all \return those experiments
std::vector<Experiment>
Select(const std::string& names)
{
    std::vector<Experiment> selected;
    std::istringstream in(names);
    for (std::string name; std::getline(in, name, ',');)
    {
        const auto& all = Experiments();
        const auto found = std::find_if(all.begin(), all.end(), [&name](const Experiment& each) {
            return name == each.name;
        });
        if (found == all.end())
        {
            throw std::invalid_argument("no experiment '" + name + "'; --list shows them");
        }
        selected.push_back(*found);
    }
    return selected.empty() ? Experiments() : selected;
}

/// \param experiments names and what they are about, to standard output
void
List(const std::vector<Experiment>& experiments)
{
    for (const Experiment& experiment : experiments)
    {
        std::cout << std::left << std::setw(22) << experiment.name << experiment.about << '\n';
    }
}

/// \return CPU time of the process, seconds
double
CpuSeconds()
{
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

/// \param argc as main's \param argv as main's \return exit status
int
Validate(int argc, char** argv)
{
    Budget budget;
    bool list = false;
    uint32_t seed = 1;
    std::string names;
    std::string csv;
    std::string curves;
    bool fast = false;
    CommandLine cmd(__FILE__);
    cmd.Usage("Simulated values beside formulas of connection set-up and teardown.");
    cmd.AddValue("list", "list the experiments and exit", list);
    cmd.AddValue("experiments", "which to make, with commas; empty: all", names);
    cmd.AddValue("runs", "connections for each combination, 1000 to 50000", budget.connections);
    cmd.AddValue("intervals", "mean holding times for each table, 100 to 100000", budget.intervals);
    cmd.AddValue("seed", "of ns-3's random numbers", seed);
    cmd.AddValue("csv", "file for the rows", csv);
    cmd.AddValue("curves", "file for distributions, as points of curves", curves);
    cmd.AddValue("fast", "fewer loads of tables", fast);
    cmd.Parse(argc, argv);
    const std::vector<Experiment> experiments = Select(names);
    if (list)
    {
        List(experiments);
        return 0;
    }
    // With fewer, a sample has perhaps no loss at all in it, and says that it is certain of that.
    if (budget.connections < 1000 || budget.connections > Network::MAX_CONNECTIONS)
    {
        throw std::invalid_argument("--runs must be 1000 to 50000");
    }
    if (budget.intervals < 100 || budget.intervals > 100000)
    {
        throw std::invalid_argument("--intervals must be 100 to 100000");
    }
    budget.thorough = !fast;
    RngSeedManager::SetSeed(seed);

    Report report;
    for (const Experiment& experiment : experiments)
    {
        const double start = CpuSeconds();
        const uint64_t connections = experiment.run(budget, report);
        const double spent = CpuSeconds() - start;
        std::cerr << experiment.name << ": " << connections << " connections in " << std::fixed
                  << std::setprecision(1) << spent << " s, " << std::setprecision(0)
                  << static_cast<double>(connections) / spent << " per second\n";
    }
    std::cout << report.ToTable();
    if (!csv.empty())
    {
        TcpLifecycleOutput::WriteFile(csv, report.ToCsv());
    }
    if (!curves.empty())
    {
        TcpLifecycleOutput::WriteFile(curves, report.CurvesToCsv());
    }
    std::cout << report.Size() << " formulas, " << report.CountOutside()
              << " outside their interval of confidence " << std::setprecision(8)
              << report.TestConfidence() << '\n';
    return report.CountOutside() == 0 ? 0 : 1;
}

} // namespace

int
main(int argc, char* argv[])
{
    try
    {
        return Validate(argc, argv);
    }
    catch (const TcpLifecycleFileError& error)
    {
        std::cerr << "lifecycle-validation: " << error.what() << '\n';
        return 2;
    }
    catch (const std::invalid_argument& error)
    {
        std::cerr << "lifecycle-validation: " << error.what() << '\n';
        return 2;
    }
}
