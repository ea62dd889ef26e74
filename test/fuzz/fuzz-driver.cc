/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fuzz-support.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <unistd.h>
#include <vector>

/**
 * \file
 * Runs a fuzzer where the compiler has no libFuzzer, and in the test run: first all seeds, then
 * inputs that are made of them at random. The same arguments give the same inputs.
 *
 *     fuzz-NAME [-runs=N] [-seconds=S] [-seed=N] [-most=N] [-first=LETTERS] [FILE | FOLDER]...
 *
 * -runs (default 20000), -seconds (default 0: no bound): it ends at the first bound. -most: bytes
 * of an input (default 512). -first: what inputs that are not made of a seed begin with.
 * An input at which a property does not hold is written to the file fuzz-NAME.crash, which is an
 * argument like every seed; the exit status is then not 0. An input may take 20 s.
 */

namespace
{

using Bytes = std::vector<uint8_t>;

constexpr unsigned MOST_SECONDS = 20;

Bytes g_input;          //!< what is being run
char g_crashFile[4096]; //!< where it is written

/// Write the input, then end. \param signal what has come
extern "C" void
WriteInput(int signal)
{
    std::signal(signal, SIG_DFL);
    if (std::FILE* file = std::fopen(g_crashFile, "wb"))
    {
        std::fwrite(g_input.data(), 1, g_input.size(), file);
        std::fclose(file);
        std::fprintf(stderr, "the input is in %s\n", g_crashFile);
    }
    std::raise(signal);
}

/// What the command line says.
struct Arguments
{
    uint64_t runs{20000};     //!< -runs
    double seconds{0};        //!< -seconds
    uint32_t seed{1};         //!< -seed
    std::size_t most{512};    //!< -most
    std::string first;        //!< -first
    std::vector<Bytes> seeds; //!< the files
};

/// \param path a file \param seeds gets its bytes
void
ReadSeed(const std::filesystem::path& path, std::vector<Bytes>& seeds)
{
    std::ifstream file(path, std::ios::binary);
    seeds.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

/// \param name a file or a folder \param seeds gets all files, in the order of their names
void
ReadSeeds(const std::string& name, std::vector<Bytes>& seeds)
{
    std::vector<std::filesystem::path> paths;
    if (std::filesystem::is_directory(name))
    {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(name))
        {
            paths.push_back(entry.path());
        }
        std::sort(paths.begin(), paths.end());
    }
    else
    {
        paths.emplace_back(name);
    }
    for (const auto& path : paths)
    {
        if (std::filesystem::is_regular_file(path))
        {
            ReadSeed(path, seeds);
        }
    }
}

/// \param argc as main's \param argv as main's \param arguments gets what they say
/// \return whether they are valid
bool
Read(int argc, char** argv, Arguments& arguments)
{
    for (int i = 1; i < argc; ++i)
    {
        const std::string word = argv[i];
        const std::string value = word.substr(std::min(word.find('='), word.size() - 1) + 1);
        if (word.rfind("-runs=", 0) == 0)
        {
            arguments.runs = std::strtoull(value.c_str(), nullptr, 10);
        }
        else if (word.rfind("-seconds=", 0) == 0)
        {
            arguments.seconds = std::strtod(value.c_str(), nullptr);
        }
        else if (word.rfind("-seed=", 0) == 0)
        {
            arguments.seed = static_cast<uint32_t>(std::strtoul(value.c_str(), nullptr, 10));
        }
        else if (word.rfind("-most=", 0) == 0)
        {
            arguments.most = std::max<std::size_t>(1, std::strtoul(value.c_str(), nullptr, 10));
        }
        else if (word.rfind("-first=", 0) == 0)
        {
            arguments.first = value;
        }
        else if (word[0] != '-' && std::filesystem::exists(word))
        {
            ReadSeeds(word, arguments.seeds);
        }
        else
        {
            std::fprintf(stderr,
                         "%s: neither an option nor a file; there are -runs=, -seconds=, -seed=, "
                         "-most=, -first=\n",
                         argv[i]);
            return false;
        }
    }
    return true;
}

/// Makes inputs at random.
class Maker
{
  public:
    /// \param arguments of the command line
    explicit Maker(const Arguments& arguments)
        : m_arguments(arguments),
          m_random(arguments.seed)
    {
    }

    /// \return an input
    Bytes Make();

  private:
    /// \param below a bound \return a number below it; not a distribution of the library's, since
    /// those differ between libraries
    std::size_t Draw(std::size_t below)
    {
        return static_cast<std::size_t>(uint64_t{m_random()} * below >> 32);
    }

    const Bytes& Seed()
    {
        return m_arguments.seeds[Draw(m_arguments.seeds.size())];
    }

    void Change(Bytes& input);
    void Splice(Bytes& input);

    const Arguments& m_arguments;
    std::mt19937 m_random;
};

void
Maker::Splice(Bytes& input)
{
    const Bytes& other = Seed();
    if (other.empty())
    {
        return;
    }
    const std::size_t from = Draw(other.size());
    const std::size_t size = 1 + Draw(std::min<std::size_t>(other.size() - from, 32));
    const auto at = static_cast<std::ptrdiff_t>(Draw(input.size() + 1));
    const auto begin = other.begin() + static_cast<std::ptrdiff_t>(from);
    input.insert(input.begin() + at, begin, begin + static_cast<std::ptrdiff_t>(size));
}

void
Maker::Change(Bytes& input)
{
    static const char SIGNS[] = " \t\r\n0123456789-+.,:;#=<>()[]{}\"'|*~%";
    const std::size_t kind = Draw(6);
    const std::size_t at = input.empty() ? 0 : Draw(input.size());
    const auto place = input.begin() + static_cast<std::ptrdiff_t>(at);
    if (kind == 0 && !m_arguments.seeds.empty())
    {
        Splice(input);
    }
    else if (kind <= 1 || input.empty())
    {
        input.insert(place, static_cast<uint8_t>(Draw(256)));
    }
    else if (kind == 2)
    {
        const std::size_t size = 1 + Draw(std::min<std::size_t>(input.size() - at, 16));
        input.erase(place, place + static_cast<std::ptrdiff_t>(size));
    }
    else if (kind == 3)
    {
        *place ^= static_cast<uint8_t>(1U << Draw(8));
    }
    else if (kind == 4)
    {
        *place = static_cast<uint8_t>(SIGNS[Draw(sizeof(SIGNS) - 1)]);
    }
    else
    {
        *place = static_cast<uint8_t>(Draw(256));
    }
}

Bytes
Maker::Make()
{
    Bytes input;
    if (m_arguments.seeds.empty() || Draw(8) == 0)
    {
        input.resize(Draw(m_arguments.most) + 1);
        std::generate(input.begin(), input.end(), [this]() { return Draw(256); });
        if (!m_arguments.first.empty())
        {
            input[0] = static_cast<uint8_t>(m_arguments.first[Draw(m_arguments.first.size())]);
        }
    }
    else
    {
        input = Seed();
        for (std::size_t changes = 1 + Draw(5); changes > 0; --changes)
        {
            Change(input);
        }
    }
    input.resize(std::min(input.size(), m_arguments.most));
    return input;
}

/// \param input what is run
void
RunOne(Bytes input)
{
    g_input = std::move(input);
    alarm(MOST_SECONDS);
    LLVMFuzzerTestOneInput(g_input.data(), g_input.size());
    alarm(0);
}

} // namespace

/// \param argc as usual \param argv as usual \return exit status
int
main(int argc, char** argv)
{
    Arguments arguments;
    if (!Read(argc, argv, arguments))
    {
        return 2;
    }
    const std::string name = std::filesystem::path(argv[0]).filename().string();
    std::snprintf(g_crashFile, sizeof(g_crashFile), "%s.crash", name.c_str());
    for (const int signal : {SIGABRT, SIGSEGV, SIGFPE, SIGILL, SIGBUS, SIGALRM})
    {
        std::signal(signal, WriteInput);
    }
    const auto start = std::chrono::steady_clock::now();
    const auto past = [start]() {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    };
    for (const Bytes& seed : arguments.seeds)
    {
        RunOne(seed);
    }
    Maker maker(arguments);
    uint64_t run = 0;
    while (run < arguments.runs && (arguments.seconds == 0 || past() < arguments.seconds))
    {
        RunOne(maker.Make());
        ++run;
    }
    std::printf("%zu seeds, %llu inputs, %.1f s\n",
                arguments.seeds.size(),
                static_cast<unsigned long long>(run),
                past());
    return 0;
}
