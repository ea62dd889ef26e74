/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "bench-process.h"

#include "ns3/fatal-error.h"

#include <algorithm>
#include <ctime>
#include <fstream>
#include <iostream>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>

namespace ns3
{
namespace bench
{

namespace
{

/// \return CPU time of this process, seconds
double
CpuSeconds()
{
    timespec t{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

/// \return resident memory of this process, bytes
double
ResidentOctets()
{
    std::ifstream statm("/proc/self/statm");
    double size = 0;
    double resident = 0;
    statm >> size >> resident;
    return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

} // namespace

Meter::Meter()
    : m_cpu(CpuSeconds()),
      m_memory(ResidentOctets())
{
}

Result
Meter::Read(uint64_t done, uint64_t amount) const
{
    Result result;
    result.cpu = CpuSeconds() - m_cpu;
    result.memory = ResidentOctets() - m_memory;
    result.done = done;
    result.amount = amount;
    return result;
}

Result
Measure(const std::string& name, const std::function<Result()>& measurement)
{
    int ends[2];
    if (pipe(ends) != 0)
    {
        NS_FATAL_ERROR("bench-lifecycle: no pipe");
    }
    std::cout.flush();
    const pid_t child = fork();
    if (child == 0)
    {
        const Result result = measurement();
        const bool written = write(ends[1], &result, sizeof result) == sizeof result;
        _exit(written ? 0 : 1);
    }
    close(ends[1]); // so that a child that dies is noticed
    Result result;
    const bool got = read(ends[0], &result, sizeof result) == sizeof result;
    int status = 0;
    waitpid(child, &status, 0);
    close(ends[0]);
    if (!got || status != 0 || result.done != result.amount || result.amount == 0)
    {
        NS_FATAL_ERROR("bench-lifecycle: " << name << ": " << result.done << " of " << result.amount
                                           << " came to their end");
    }
    return result;
}

double
Median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

std::vector<std::string>
Split(const std::string& text)
{
    std::vector<std::string> parts;
    std::istringstream in(text);
    for (std::string part; std::getline(in, part, ',');)
    {
        if (!part.empty())
        {
            parts.push_back(part);
        }
    }
    return parts;
}

std::vector<uint32_t>
SplitNumbers(const std::string& text)
{
    std::vector<uint32_t> numbers;
    for (const std::string& part : Split(text))
    {
        numbers.push_back(static_cast<uint32_t>(std::stoul(part)));
    }
    return numbers;
}

} // namespace bench
} // namespace ns3
