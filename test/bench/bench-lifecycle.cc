/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * What a connection and a segment cost: ours, ns-3's TCP, and the floor (a protocol that sends the
 * same packets and does nothing), interleaved in one run. Each measurement is a process of its own.
 * Times are CPU time of the process; medians over the repetitions are printed, and their ratio to
 * the floor. See doc/performance.md.
 *
 *     bench-lifecycle [--lines=connection,segment,flows,flood,csv,memory] [--repeat=5]
 *                     [--stacks=floor,ours,ns3] [--connections=1000,16000,64000,1000000] ...
 *     bench-lifecycle --direct=ours [--lines=segment]      # one run, for a profiler
 */

#include "bench-bulk.h"
#include "bench-churn.h"
#include "bench-flood.h"
#include "bench-states.h"

#include "ns3/command-line.h"
#include "ns3/fatal-error.h"

#include <algorithm>
#include <functional>
#include <iomanip>
#include <iostream>
#include <map>
#include <string>
#include <unistd.h>
#include <vector>

using namespace ns3;
using namespace ns3::bench;

namespace
{

/// What the command line says.
struct Options
{
    std::string lines{"connection,segment,flows,flood,csv,memory"};
    std::string stacks{"floor,ours,ns3"};
    std::string connections{"1000,16000,64000,1000000"};
    uint32_t ns3Limit{16000};
    uint32_t ns3Flows{100};
    std::string windows{"10,100,10000"};
    std::string flows{"1,100,10000"};
    uint32_t segments{20000};
    uint32_t syns{100000};
    uint32_t logged{100000};
    uint32_t ends{1000000};
    uint32_t idle{10000};
    uint32_t repeat{5};
    uint32_t repeatLarge{3};
    std::string direct;
};

/// Below, a measurement lasts some tenths of a second, in which a machine is slow or fast by
/// chance: there are more repetitions.
constexpr uint32_t SMALL = 10000;
constexpr uint32_t SMALL_FACTOR = 5; //!< factor

/// From now on there are fewer repetitions.
constexpr uint32_t LARGE = 200000;

/// \param options of the command line \param number connections or segments \return how often
uint32_t
Repetitions(const Options& options, uint32_t number)
{
    if (number < SMALL)
    {
        return SMALL_FACTOR * options.repeat;
    }
    return number < LARGE ? options.repeat : options.repeatLarge;
}

/// One line of the output for each of some variants, measured in turn.
class Table
{
  public:
    /// \param name how to call it \param measurement one measurement
    void Add(const std::string& name, const std::function<Result()>& measurement)
    {
        m_variants.push_back({name, measurement, {}, {}});
    }

    /// \param what first column \param number second column \param repeat repetitions
    /// \return CPU time of each variant, median, microseconds for one
    std::map<std::string, double> Run(const std::string& what, uint64_t number, uint32_t repeat)
    {
        for (uint32_t i = 0; i < repeat; ++i)
        {
            for (Variant& variant : m_variants)
            {
                const Result result = Measure(what + ", " + variant.name, variant.measurement);
                const auto amount = static_cast<double>(result.amount);
                variant.cpu.push_back(result.cpu / amount * 1e6);
                variant.memory.push_back(result.memory / amount);
            }
        }
        std::map<std::string, double> medians;
        for (const Variant& variant : m_variants)
        {
            medians[variant.name] = Median(variant.cpu);
            // Of what was measured one after the other: a machine has slow and fast minutes
            std::vector<double> ratios;
            for (std::size_t i = 0; i < variant.cpu.size(); ++i)
            {
                ratios.push_back(variant.cpu[i] / m_variants.front().cpu[i]);
            }
            std::cout << "| " << std::left << std::setw(22) << what << " | " << std::right
                      << std::setw(8) << number << " | " << std::left << std::setw(13)
                      << variant.name << " | " << std::right << std::fixed << std::setprecision(2)
                      << std::setw(9) << medians[variant.name] << " | " << std::setw(7)
                      << Median(ratios) << " | " << std::setprecision(0) << std::setw(11)
                      << Median(variant.memory) << " |" << std::endl;
        }
        return medians;
    }

  private:
    /// What is measured in turn.
    struct Variant
    {
        std::string name;                    //!< third column
        std::function<Result()> measurement; //!< one measurement
        std::vector<double> cpu;             //!< microseconds for one
        std::vector<double> memory;          //!< bytes for one
    };

    std::vector<Variant> m_variants; //!< the first is what others are compared to
};

/// \param name as in the output \return the stack
Stack
StackOf(const std::string& name)
{
    for (const Stack stack : {Stack::Floor, Stack::Ours, Stack::OursLogs, Stack::Ns3})
    {
        if (name == ToText(stack))
        {
            return stack;
        }
    }
    NS_FATAL_ERROR("bench-lifecycle: no stack is called " << name);
}

void
MeasureConnections(const Options& options)
{
    std::map<uint32_t, double> ours;
    for (const uint32_t number : SplitNumbers(options.connections))
    {
        Table table;
        for (const std::string& name : Split(options.stacks))
        {
            const Stack stack = StackOf(name);
            if (stack != Stack::Ns3 || number <= options.ns3Limit)
            {
                table.Add(name, [stack, number] { return Churn(stack, number); });
            }
        }
        const auto medians = table.Run("connection", number, Repetitions(options, number));
        const auto own = medians.find(ToText(Stack::Ours));
        if (own != medians.end())
        {
            ours[number] = own->second;
        }
    }
    if (ours.size() > 1)
    {
        std::cout << "ours, " << ours.rbegin()->first << " connections to " << ours.begin()->first
                  << ": x " << std::setprecision(2) << ours.rbegin()->second / ours.begin()->second
                  << std::endl;
    }
}

void
MeasureBulk(const Options& options, const std::string& what, const BulkSize& size, uint32_t number)
{
    Table table;
    for (const std::string& name : Split(options.stacks))
    {
        const Stack stack = StackOf(name);
        if (stack != Stack::Ns3 || size.flows <= options.ns3Flows)
        {
            table.Add(name, [stack, size] { return Bulk(stack, size); });
        }
    }
    table.Run(what, number, Repetitions(options, size.segments));
}

void
MeasureWindows(const Options& options)
{
    for (const uint32_t window : SplitNumbers(options.windows))
    {
        BulkSize size;
        size.window = window;
        size.segments = std::max(options.segments, 6 * window); // beyond slow start
        MeasureBulk(options, "segment, of a window", size, window);
    }
}

void
MeasureFlows(const Options& options)
{
    for (const uint32_t flows : SplitNumbers(options.flows))
    {
        BulkSize size;
        size.window = 10;
        size.flows = flows;
        size.segments = std::max(options.segments, 20 * flows);
        MeasureBulk(options, "segment, among flows", size, flows);
    }
}

void
MeasureFlood(const Options& options)
{
    const uint32_t syns = options.syns;
    Table table;
    table.Add("floor", [syns] { return Flood(Stack::Floor, syns, Defence::None); });
    table.Add("ours", [syns] { return Flood(Stack::Ours, syns, Defence::None); });
    table.Add("ours, cookies", [syns] { return Flood(Stack::Ours, syns, Defence::Cookies); });
    table.Run("SYN of a flood", syns, options.repeat);
    const uint32_t few = std::min(syns, options.ns3Limit);
    Table others;
    others.Add("floor", [few] { return Flood(Stack::Floor, few, Defence::None); });
    others.Add("ns3", [few] { return Flood(Stack::Ns3, few, Defence::None); });
    others.Run("SYN of a flood", few, 1);
}

void
MeasureLogs(const Options& options)
{
    const uint32_t number = options.logged;
    Table table;
    for (const Stack stack : {Stack::Ours, Stack::OursLogs})
    {
        table.Add(ToText(stack), [stack, number] { return ChurnToTheEnd(stack, number); });
    }
    table.Run("connection, to its end", number, Repetitions(options, number));
    unlink("bench-transitions.csv");
    unlink("bench-connections.csv");
}

void
MeasureMemory(const Options& options)
{
    for (const StateCase& what : STATE_CASES)
    {
        Table table;
        table.Add("ours", [&what, &options] { return KeepEnds(what, options.ends); });
        table.Run(what.name, options.ends, 1);
    }
    Table table;
    for (const Stack stack : {Stack::Ours, Stack::Ns3})
    {
        table.Add(ToText(stack), [stack, &options] { return Idle(stack, options.idle); });
    }
    table.Run("end in ESTABLISHED", options.idle, 1);
}

} // namespace

int
main(int argc, char* argv[])
{
    Options options;
    CommandLine cmd(__FILE__);
    cmd.AddValue("lines", "which of connection, segment, flows, flood, csv, memory", options.lines);
    cmd.AddValue("stacks", "of floor, ours, ns3, in this order", options.stacks);
    cmd.AddValue("connections", "numbers of connections", options.connections);
    cmd.AddValue("ns3-limit", "greatest number of connections for ns3", options.ns3Limit);
    cmd.AddValue("windows", "windows of a bulk transfer, segments", options.windows);
    cmd.AddValue("flows", "numbers of flows of a bulk transfer", options.flows);
    cmd.AddValue("ns3-flows", "greatest number of flows for ns3", options.ns3Flows);
    cmd.AddValue("segments", "segments of a bulk transfer, at least", options.segments);
    cmd.AddValue("syns", "SYNs of a flood", options.syns);
    cmd.AddValue("logged", "connections with and without CSV files", options.logged);
    cmd.AddValue("ends", "ends in TIME-WAIT and SYN-RECEIVED", options.ends);
    cmd.AddValue("idle", "connections left in ESTABLISHED", options.idle);
    cmd.AddValue("repeat",
                 "repetitions (below 10000: 5 times more); medians are printed",
                 options.repeat);
    cmd.AddValue("repeat-large", "repetitions from 200000 on", options.repeatLarge);
    cmd.AddValue("direct",
                 "a stack: one run of `connections`, or of `segments` with --lines=segment, in "
                 "this process",
                 options.direct);
    cmd.Parse(argc, argv);

    if (!options.direct.empty())
    {
        const Stack stack = StackOf(options.direct);
        BulkSize size;
        size.segments = options.segments;
        const Result result = options.lines == "segment"
                                  ? Bulk(stack, size)
                                  : Churn(stack, SplitNumbers(options.connections).front());
        return result.done == result.amount ? 0 : 1;
    }
    const std::map<std::string, std::function<void(const Options&)>> lines = {
        {"connection", MeasureConnections},
        {"segment", MeasureWindows},
        {"flows", MeasureFlows},
        {"flood", MeasureFlood},
        {"csv", MeasureLogs},
        {"memory", MeasureMemory},
    };
    std::cout
        << "| what                   |   number | stack         |   us each | x first | bytes "
           "each |\n"
           "| ---------------------- | -------- | ------------- | --------- | ------- | "
           "----------- |\n";
    for (const std::string& line : Split(options.lines))
    {
        const auto known = lines.find(line);
        if (known == lines.end())
        {
            NS_FATAL_ERROR("bench-lifecycle: no line is called " << line);
        }
        known->second(options);
    }
    return 0;
}
