/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "packetdrill-mutations.h"
#include "packetdrill-parser.h"
#include "packetdrill-test-files.h"
#include "tcp-lifecycle-packetdrill-runner.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iomanip>
#include <iostream>
#include <string>
#include <variant>
#include <vector>

/**
 * \file
 * Judges the judge: runs scripts that pass with one wrong expectation at a time, and counts by kind
 * how many of these mutants fail, as all should.
 *
 *     mutate-packetdrill [OPTION | SCRIPT.pkt | FOLDER]...
 *       --profile=NAME  of the scripts that follow
 *       -DNAME          #ifdef finds NAME defined, in all scripts that follow; -D alone: no name
 *       --loose         as packetdrill compares, not strictly; mutants that it overlooks are no
 * failure
 *       --most=N        of each kind, evenly chosen; 100 without it
 *
 * Exit status: 0 if every mutant failed, 1 if one passed, 2 for a wrong command line, 77 if there
 * is not a script that passes.
 */

using namespace ns3::packetdrill;

namespace
{

/// A script that passes, and how it is run.
struct Subject
{
    Script script;      //!< it
    RunOptions options; //!< how
};

/// A mutant.
struct Mutant
{
    std::size_t subject;        //!< of which script
    const Mutation* mutation{}; //!< what is invalid about it
};

/// Counts for one kind.
struct Tally
{
    std::size_t found{0};  //!< mutants that there are
    std::size_t run{0};    //!< those that were run
    std::size_t caught{0}; //!< those of them that failed
};

/// What the command line says.
struct Arguments
{
    std::vector<Subject> subjects; //!< scripts that pass
    std::size_t tried{0};          //!< scripts in all
    std::size_t most{100};         //!< mutants of each kind
    bool strict{true};             //!< how they are compared
};

/// \param file a script \param options how \param[in,out] arguments gets it if it passes
void
Try(const std::filesystem::path& file, const RunOptions& options, Arguments& arguments)
{
    ParseOutcome outcome = ParseScript(file.string(), Contents(file), options.defined);
    ++arguments.tried;
    if (auto* script = std::get_if<Script>(&outcome))
    {
        if (!script->IsUndecided() && Run(*script, options).verdict == Verdict::Passed)
        {
            arguments.subjects.push_back({std::move(*script), options});
        }
    }
}

/// \param words the command line's \param[out] arguments gets what they say \return whether they
/// are right
bool
Read(const std::vector<std::string>& words, Arguments& arguments)
{
    RunOptions options;
    const std::string profile = "--profile=";
    const std::string most = "--most=";
    arguments.strict = std::find(words.begin(), words.end(), "--loose") == words.end();
    options.strict = arguments.strict;
    for (const std::string& word : words)
    {
        if (word.compare(0, profile.size(), profile) == 0)
        {
            options.profile = word.substr(profile.size());
        }
        else if (word.compare(0, most.size(), most) == 0)
        {
            arguments.most = std::strtoul(word.c_str() + most.size(), nullptr, 10);
        }
        else if (word == "-D")
        {
            options.defined.clear();
        }
        else if (word.compare(0, 2, "-D") == 0)
        {
            options.defined.insert(word.substr(2));
        }
        else if (std::filesystem::is_directory(word))
        {
            for (const auto& file : ScriptsBelow(word))
            {
                Try(file, options, arguments);
            }
        }
        else if (std::filesystem::is_regular_file(word))
        {
            Try(word, options, arguments);
        }
        else if (word != "--loose")
        {
            std::cerr << "mutate-packetdrill: what is " << word << "?\n";
            return false;
        }
    }
    return arguments.most > 0;
}

/// \param all mutants of one kind \param most how many are wanted \return evenly chosen ones
std::vector<Mutant>
Chosen(const std::vector<Mutant>& all, std::size_t most)
{
    if (all.size() <= most)
    {
        return all;
    }
    std::vector<Mutant> chosen;
    for (std::size_t i = 0; i < most; ++i)
    {
        chosen.push_back(all[i * all.size() / most]);
    }
    return chosen;
}

/// What all mutants go through, without a mutation: the script has to pass. Else a mutant that
/// fails would say nothing. \param subject a script \return whether it passes with its events put
/// in their own places
bool
Control(const Subject& subject)
{
    Script copy = subject.script;
    for (std::size_t i = 0; i < copy.events.size(); ++i)
    {
        Mutation none;
        none.event = i;
        none.replacement = {subject.script.events[i]};
        copy = Apply(copy, none);
    }
    return Run(copy, subject.options).verdict == Verdict::Passed;
}

/// \param tallies by kind
void
Print(const std::array<Tally, MUTATION_KIND_COUNT>& tallies)
{
    Tally sum;
    const auto line = [](const std::string& name, const Tally& tally) {
        std::cout << std::left << std::setw(16) << name << std::right << std::setw(9) << tally.found
                  << std::setw(9) << tally.run << std::setw(9) << tally.caught << std::setw(9)
                  << std::fixed << std::setprecision(2)
                  << (tally.run == 0 ? 0.0
                                     : 100.0 * static_cast<double>(tally.caught) /
                                           static_cast<double>(tally.run))
                  << " %\n";
    };
    std::cout << "kind              mutants      run   caught\n";
    for (std::size_t i = 0; i < MUTATION_KIND_COUNT; ++i)
    {
        line(ToText(static_cast<MutationKind>(i)), tallies[i]);
        sum.found += tallies[i].found;
        sum.run += tallies[i].run;
        sum.caught += tallies[i].caught;
    }
    line("all", sum);
}

} // namespace

int
main(int argc, char** argv)
{
    Arguments arguments;
    if (!Read(std::vector<std::string>(argv + 1, argv + argc), arguments))
    {
        return 2;
    }
    std::cout << arguments.subjects.size() << " of " << arguments.tried << " scripts pass\n";
    if (arguments.subjects.empty())
    {
        return 77;
    }

    bool allCaught = true;
    std::vector<std::vector<Mutation>> mutations;
    for (const Subject& subject : arguments.subjects)
    {
        if (!Control(subject))
        {
            allCaught = false;
            std::cout << "does not pass without a mutation: " << subject.script.file << "\n";
        }
        mutations.push_back(MutationsOf(subject.script));
    }
    std::array<std::vector<Mutant>, MUTATION_KIND_COUNT> mutants;
    for (std::size_t i = 0; i < mutations.size(); ++i)
    {
        for (const Mutation& mutation : mutations[i])
        {
            mutants[static_cast<std::size_t>(mutation.kind)].push_back({i, &mutation});
        }
    }

    std::array<Tally, MUTATION_KIND_COUNT> tallies;
    for (std::size_t kind = 0; kind < MUTATION_KIND_COUNT; ++kind)
    {
        Tally& tally = tallies[kind];
        tally.found = mutants[kind].size();
        for (const Mutant& mutant : Chosen(mutants[kind], arguments.most))
        {
            const Subject& subject = arguments.subjects[mutant.subject];
            const Script mutated = Apply(subject.script, *mutant.mutation);
            const Verdict verdict = Run(mutated, subject.options).verdict;
            ++tally.run;
            if (verdict == Verdict::Failed)
            {
                ++tally.caught;
                continue;
            }
            allCaught = false;
            std::cout << ToText(verdict) << ": " << ToText(mutant.mutation->kind) << ", "
                      << mutated.file << ", " << mutant.mutation->description << "\n";
        }
    }
    Print(tallies);
    return allCaught || !arguments.strict ? 0 : 1;
}
