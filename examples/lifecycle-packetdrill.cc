/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle-packetdrill
 * Runs packetdrill scripts against the module's TCP, in virtual time.
 *
 *     lifecycle-packetdrill --profile=freebsd --verbose SCRIPT.pkt...
 *
 * Exit status: 0 when all pass; 1 when one does not; 2 when one cannot be read, or for wrong usage.
 */

#include "lifecycle-profile.h"
#include "packetdrill-results.h"
#include "tcp-lifecycle-arguments.h"
#include "tcp-lifecycle-ladder-text.h"
#include "tcp-lifecycle-output.h"
#include "tcp-lifecycle-packetdrill-runner.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace
{

using namespace ns3::packetdrill;

/// What the command line says.
struct Arguments
{
    RunOptions run;                   //!< how each script is run
    std::vector<std::string> scripts; //!< files
    bool verbose{false};              //!< print a transcript
    bool ladder{false};               //!< print a ladder of each script's first connection
    bool tap{false};                  //!< print TAP instead of lines
    std::string junit;                //!< a file that gets JUnit's XML
    std::string pcap;                 //!< a folder that gets a pcap file for each script
    unsigned jobs{1};                 //!< processes
    bool help{false};                 //!< print the usage
    bool version{false};              //!< print the version
    std::string wrong;                //!< what is wrong with it
};

constexpr const char* USAGE =
    "usage: lifecycle-packetdrill [OPTION]... SCRIPT.pkt|FOLDER...\n"
    "Of a folder, and the folders in it, each file *.pkt is run.\n"
    "  --profile=NAME      rfc9293, linux, freebsd, windows or macos\n"
    "  -D NAME             define NAME for #ifdef\n"
    "  --strict            also fail on what packetdrill does not check\n"
    "  --tolerance=USECS   replaces the tolerance of the scripts\n"
    "  --verbose           print a transcript of each script\n"
    "  --jobs=N            number of processes\n"
    "  --ladder            print a ladder of each script's first connection\n"
    "  --tap               print results as TAP\n"
    "  --junit=FILE        write results as JUnit XML\n"
    "  --pcap=DIR          write a pcap file for each script\n"
    "  --version           print the version and exit\n"
    "  --OPTION=VALUE      an option of packetdrill's, instead of the scripts'\n";

/// \param text of a number \param[out] number gets it \return whether it is one, from 0 on
bool
ReadNumber(const std::string& text, unsigned long& number)
{
    const char* last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data(), last, number);
    return error == std::errc() && end == last;
}

/// \param word begins with `-` \param name what is before its `=` \return what is wrong with it
std::string
Unknown(const std::string& word, const std::string& name)
{
    std::vector<std::string> known{"profile",
                                   "strict",
                                   "tolerance",
                                   "verbose",
                                   "ladder",
                                   "jobs",
                                   "tap",
                                   "junit",
                                   "pcap",
                                   "help",
                                   "version"};
    const std::vector<std::string> config = ConfigNames();
    known.insert(known.end(), config.begin(), config.end());
    const std::string bare = name.substr(std::min(name.find_first_not_of('-'), name.size()));
    const bool isKnown = std::find(known.begin(), known.end(), bare) != known.end();
    return isKnown ? word + ": invalid form" : ns3::TcpLifecycleUnknownOption(word, bare, known);
}

/// \param name of an option without hyphens \return whether it is one of packetdrill's
bool
IsConfig(const std::string& name)
{
    const std::vector<std::string> names = ConfigNames();
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// \param word a file, or a folder \param[out] scripts gets it, or the scripts in it, in the order
/// of their names \return what is wrong with it
std::string
AddScripts(const std::string& word, std::vector<std::string>& scripts)
{
    std::error_code error;
    if (!std::filesystem::is_directory(word, error))
    {
        scripts.push_back(word);
        return "";
    }
    const std::size_t before = scripts.size();
    std::filesystem::recursive_directory_iterator entry(word, error);
    for (; !error && entry != std::filesystem::recursive_directory_iterator();
         entry.increment(error))
    {
        if (entry->path().extension() == ".pkt" && !entry->is_directory(error))
        {
            scripts.push_back(entry->path().string());
        }
    }
    if (error)
    {
        return word + ": " + error.message();
    }
    std::sort(scripts.begin() + static_cast<std::ptrdiff_t>(before), scripts.end());
    return scripts.size() == before ? word + ": no *.pkt in this folder" : "";
}

/// \param count,words of main() \return them, read
Arguments
Read(int count, char** words)
{
    Arguments arguments;
    for (int i = 1; i < count; ++i)
    {
        const std::string word = words[i];
        const std::size_t equals = word.find('=');
        const std::string name = word.substr(0, equals);
        const std::string value = equals == std::string::npos ? "" : word.substr(equals + 1);
        unsigned long number = 0;
        if (word.rfind("-D", 0) == 0)
        {
            const bool apart = word == "-D";
            if (apart && i + 1 == count)
            {
                arguments.wrong = "-D needs a name";
                return arguments;
            }
            arguments.run.defined.insert(apart ? words[++i] : word.substr(2));
        }
        else if (name == "--profile")
        {
            arguments.run.profile = value;
        }
        else if (word == "--strict")
        {
            arguments.run.strict = true;
        }
        else if (word == "--verbose" || word == "-v")
        {
            arguments.verbose = true;
        }
        else if (word == "--ladder")
        {
            arguments.ladder = true;
        }
        else if (word == "--tap")
        {
            arguments.tap = true;
        }
        else if (name == "--junit" && !value.empty())
        {
            arguments.junit = value;
        }
        else if (name == "--pcap" && !value.empty())
        {
            arguments.pcap = value;
        }
        else if (name == "--tolerance" && ReadNumber(value, number))
        {
            arguments.run.tolerance = std::chrono::microseconds(number);
        }
        else if (name == "--jobs" && ReadNumber(value, number) && number >= 1 && number <= 1024)
        {
            arguments.jobs = static_cast<unsigned>(number);
        }
        else if (word == "--help" || word == "-h")
        {
            arguments.help = true;
        }
        else if (word == "--version")
        {
            arguments.version = true;
        }
        else if (word.rfind("--", 0) == 0 && IsConfig(name.substr(2)))
        {
            arguments.run.config.push_back({{}, name.substr(2), value});
            arguments.wrong = ObjectionTo(arguments.run.config.back());
            if (!arguments.wrong.empty())
            {
                return arguments;
            }
        }
        else if (word.rfind('-', 0) == 0)
        {
            arguments.wrong = Unknown(word, name);
            return arguments;
        }
        else
        {
            arguments.wrong = AddScripts(word, arguments.scripts);
            if (!arguments.wrong.empty())
            {
                return arguments;
            }
        }
    }
    const auto& names = ns3::lifecycle::PROFILE_NAMES;
    if (std::find(names.begin(), names.end(), std::string_view(arguments.run.profile)) ==
        names.end())
    {
        const std::vector<std::string> known(names.begin(), names.end());
        arguments.wrong =
            "unknown profile " + ns3::TcpLifecycleQuoted(arguments.run.profile) +
            "; nearest: " + ns3::TcpLifecycleNearest(arguments.run.profile, known, 1).front();
    }
    else if (arguments.scripts.empty() && !arguments.help && !arguments.version)
    {
        arguments.wrong = "no script given";
    }
    return arguments;
}

/// \param arguments of the run \param at which script \return what came of it
ScriptResult
RunOne(const Arguments& arguments, std::size_t at)
{
    RunOptions options = arguments.run;
    std::ostringstream transcript;
    options.transcript = arguments.verbose ? &transcript : nullptr;
    if (arguments.ladder)
    {
        options.ladder = [](const ns3::TcpLifecycleLadderModel& life) {
            std::cout << ns3::TcpLifecycleLadderText(life) << std::flush;
        };
    }
    if (!arguments.pcap.empty())
    {
        const std::string stem = std::filesystem::path(arguments.scripts[at]).stem().string();
        options.pcap = (std::filesystem::path(arguments.pcap) /
                        (stem + "-" + std::to_string(at + 1) + ".pcap"))
                           .string();
    }
    ScriptResult result = RunFile(arguments.scripts[at], options);
    if (arguments.verbose)
    {
        std::cout << "# " << arguments.scripts[at] << "\n" << transcript.str() << std::flush;
    }
    return result;
}

/// \param out gets it \param text with its length before it
void
WriteText(std::ostream& out, const std::string& text)
{
    out << text.size() << ' ' << text;
}

/// \param in gives it \return the text
std::string
ReadText(std::istream& in)
{
    std::size_t size = 0;
    in >> size;
    in.get();
    std::string text(size, '\0');
    in.read(text.data(), static_cast<std::streamsize>(size));
    return text;
}

/// \param arguments of the run \param part,parts every parts-th script from part on \param file
/// gets the results
void
RunPart(const Arguments& arguments, unsigned part, unsigned parts, const std::string& file)
{
    std::ofstream out(file, std::ios::binary);
    for (std::size_t i = part; i < arguments.scripts.size(); i += parts)
    {
        const ScriptResult result = RunOne(arguments, i);
        out << i << ' ' << static_cast<int>(result.verdict) << ' ' << result.position.line << ' '
            << result.position.column << ' ' << result.simulated.count() << ' '
            << result.spent.count() << ' ';
        WriteText(out, result.message);
        out << '\n' << std::flush;
    }
}

/// \param file with results of RunPart() \param[out] results gets them
void
ReadPart(const std::string& file, std::vector<ScriptResult>& results)
{
    std::ifstream in(file, std::ios::binary);
    std::size_t at = 0;
    while (in >> at && at < results.size())
    {
        int verdict = 0;
        int64_t simulated = 0;
        int64_t spent = 0;
        ScriptResult& result = results[at];
        in >> verdict >> result.position.line >> result.position.column >> simulated >> spent;
        result.verdict = static_cast<Verdict>(verdict);
        result.simulated = Duration(simulated);
        result.spent = Duration(spent);
        result.message = ReadText(in);
    }
}

/// \param arguments of the run \return what came of all scripts
std::vector<ScriptResult>
RunAll(const Arguments& arguments)
{
    std::vector<ScriptResult> results(arguments.scripts.size());
    for (std::size_t i = 0; i < results.size(); ++i)
    {
        results[i].name = arguments.scripts[i];
        results[i].verdict = Verdict::Failed;
        results[i].message = "the process ended before it";
    }
    const unsigned jobs = std::min<unsigned>(arguments.jobs, static_cast<unsigned>(results.size()));
    if (jobs <= 1)
    {
        for (std::size_t i = 0; i < results.size(); ++i)
        {
            results[i] = RunOne(arguments, i);
        }
        return results;
    }
    // The simulator is global: each process has its own
    const auto folder = std::filesystem::temp_directory_path() /
                        ("lifecycle-packetdrill-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder);
    const auto part = [&folder](unsigned job) { return (folder / std::to_string(job)).string(); };
    std::vector<pid_t> children;
    for (unsigned job = 0; job < jobs; ++job)
    {
        const pid_t child = fork();
        if (child == 0)
        {
            RunPart(arguments, job, jobs, part(job));
            std::cout << std::flush;
            _exit(0);
        }
        children.push_back(child);
    }
    for (const pid_t child : children)
    {
        waitpid(child, nullptr, 0);
    }
    for (unsigned job = 0; job < jobs; ++job)
    {
        ReadPart(part(job), results);
    }
    std::filesystem::remove_all(folder);
    return results;
}

/// \param argc as main's \param argv as main's \return exit status
int
Run(int argc, char** argv)
{
    const Arguments arguments = Read(argc, argv);
    if (!arguments.wrong.empty())
    {
        std::cerr << "lifecycle-packetdrill: " << arguments.wrong << "; --help shows all\n";
        return 2;
    }
    if (arguments.help || arguments.version)
    {
        std::cout << (arguments.help ? USAGE
                                     : ns3::TcpLifecycleVersionText("lifecycle-packetdrill"));
        return 0;
    }
    if (!arguments.pcap.empty())
    {
        ns3::TcpLifecycleOutput::MakeFolder(arguments.pcap);
    }
    if (!arguments.junit.empty())
    {
        ns3::TcpLifecycleOutput::WriteFile(arguments.junit, ""); // before any script has run
    }
    const std::vector<ScriptResult> results = RunAll(arguments);
    if (arguments.tap)
    {
        std::cout << TapText(results);
    }
    else
    {
        for (const ScriptResult& result : results)
        {
            std::cout << LineText(result) << "\n";
            if (result.verdict == Verdict::Failed || result.verdict == Verdict::Broken)
            {
                std::cerr << result.message << (result.message.empty() ? "" : "\n");
            }
        }
        std::cout << SummaryText(results) << "\n";
    }
    if (!arguments.junit.empty())
    {
        ns3::TcpLifecycleOutput::WriteFile(arguments.junit,
                                           JunitText("lifecycle-packetdrill", results));
    }
    return ExitStatus(results);
}

} // namespace

int
main(int argc, char* argv[])
{
    return ns3::TcpLifecycleMain("lifecycle-packetdrill", [argc, argv] {
        try
        {
            return Run(argc, argv);
        }
        catch (const ns3::TcpLifecycleFileError& error)
        {
            throw std::invalid_argument(error.what()); // here 1 says that a script has failed
        }
    });
}
