/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle
 *
 * Clients and servers that open and close connections, as many as one likes:
 *
 *     lifecycle-workload --connections=10000 --arrivals='poisson 500' --out=results
 *     lifecycle-workload --workload=evening.txt --clients=40 --out=results
 *     lifecycle-workload --close='client fin 80, client rst 20' --fault='drop B>A FIN 1'
 *
 * A workload file has a key of `--PrintHelp`, `=` and its value on each line; the same keys are
 * options. In the folder of --out: `connections.csv`, `transitions.csv`, `run.json`, `workload.txt`
 * (all keys with their values, as --workload reads them), and what TcpLifecycleRunRecords leaves.
 * Nothing is written before all arguments and files are found right.
 *
 * Exit status: 0; 1 if a file cannot be written, or an application reads a byte that nobody has
 * sent; 2 if an argument is invalid.
 */

#include "tcp-lifecycle-arguments.h"
#include "tcp-lifecycle-interrupt.h"
#include "tcp-lifecycle-output.h"
#include "tcp-lifecycle-progress.h"
#include "tcp-lifecycle-run-metadata.h"
#include "tcp-lifecycle-run-records.h"
#include "tcp-lifecycle-workload-settings.h"
#include "tcp-lifecycle-workload.h"

#include "ns3/simulator.h"

#include <chrono>
#include <iostream>
#include <string>
#include <vector>

using namespace ns3;

namespace
{

constexpr int64_t FIRST_STREAM = 1000; //!< of random numbers; ns-3 counts from 2^63 by itself

/// What the command line says.
struct Arguments
{
    std::string workload;                       //!< --workload
    std::string out;                            //!< --out
    TcpLifecycleRunRecords records{"workload"}; //!< --segments, --db, --pcapng, --pcap
    TcpLifecycleHelper helper;                  //!< writes them
    TcpLifecycleWorkloadSettings settings;      //!< the rest
};

/// \param argc as main's \param argv as main's \param arguments get what they say
void
ReadArguments(int argc, char** argv, Arguments& arguments)
{
    const auto& keys = TcpLifecycleWorkloadSettings::GetKeys();
    std::vector<std::vector<std::string>> values(keys.size());
    TcpLifecycleArguments cmd(
        "lifecycle-workload",
        "Clients open connections to servers, exchange a request and a response, and close.");
    cmd.SetLikely("workload");
    cmd.AddValue("workload",
                 "file with keys and values; options take precedence",
                 arguments.workload);
    cmd.AddValue("out", "folder for output files; empty: none", arguments.out);
    arguments.records.AddOptions(cmd);
    for (std::size_t i = 0; i < keys.size(); ++i)
    {
        cmd.AddOption(keys[i].name,
                      keys[i].meaning,
                      keys[i].usual,
                      [&own = values[i]](auto& token) { own.push_back(token.text); });
    }
    cmd.Parse(argc, argv);
    arguments.records.Check(arguments.out);
    if (!arguments.workload.empty())
    {
        arguments.settings.ReadFile(arguments.workload);
    }
    for (std::size_t i = 0; i < keys.size(); ++i)
    {
        for (const auto& text : values[i])
        {
            arguments.settings.Set(keys[i].name, text);
        }
    }
    arguments.settings.Complete();
}

/// \param arguments of the command line \param net the network \param metadata for run.json
void
EnableFiles(Arguments& arguments, const TcpLifecycleTopology& net, TcpLifecycleRunMetadata metadata)
{
    for (const auto& [key, value] : arguments.settings.GetGiven())
    {
        metadata.Add(key, value);
    }
    arguments.records.SetMetadata(metadata);
    arguments.records.Enable(arguments.helper, net.GetHosts(), arguments.out);
    TcpLifecycleOutput::WriteFile(arguments.out + "/workload.txt", arguments.settings.ToText());
}

/// \param counts of a workload \param seconds that the run took \param open connections in use
void
Print(const TcpLifecycleWorkloadCounts& counts, double seconds, std::size_t open)
{
    const std::pair<const char*, uint64_t> rows[] = {
        {"opened", counts.opened},
        {"refused by the local host", counts.refusedLocally},
        {"  without a free port", counts.withoutPort},
        {"never established", counts.failed},
        {"established", counts.established},
        {"completed", counts.completed},
        {"aborted", counts.broken},
        {"in use at the end", open},
        {"bytes read", counts.octets},
        {"incorrect bytes read", counts.wrongOctets},
    };
    for (const auto& [name, number] : rows)
    {
        const std::string padding(26 - std::string(name).size(), ' ');
        std::cout << name << padding << number << '\n';
    }
    std::cout << "simulated time            " << Simulator::Now().GetSeconds() << " s\n"
              << "run time                  " << seconds << " s\n";
    if (counts.withoutPort > 0)
    {
        std::cout
            << "All ports to a server were in use, or in TIME-WAIT. To have more: --clients in "
               "a star or\ndumbbell, a --client-profile with a shorter TIME-WAIT, fewer "
               "arrivals a second.\n";
    }
}

/// \param argc as main's \param argv as main's \return exit status
int
Run(int argc, char** argv)
{
    Arguments arguments;
    ReadArguments(argc, argv, arguments);
    const auto& settings = arguments.settings;
    const auto net = settings.MakeNetwork();
    const int64_t used = net->AssignStreams(FIRST_STREAM);
    const auto load = CreateObject<TcpLifecycleWorkload>();
    load->Install(settings.traffic, *net, settings.port);
    load->AssignStreams(FIRST_STREAM + used);
    if (!arguments.out.empty())
    {
        EnableFiles(arguments, *net, {argc, argv});
    }
    load->Start(Time(0));
    if (settings.stop.IsStrictlyPositive())
    {
        Simulator::Stop(settings.stop);
    }
    const auto began = std::chrono::steady_clock::now();
    const TcpLifecycleInterrupt interrupt;
    {
        const TcpLifecycleProgress progress(net->GetHosts(),
                                            settings.stop,
                                            settings.traffic.connections);
        Simulator::Run();
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    arguments.records.Finish(interrupt.GetSignal() == 0);
    Print(load->GetCounts(), took.count(), load->GetOpen());
    const bool right = load->GetCounts().wrongOctets == 0;
    load->Dispose();
    Simulator::Destroy();
    return interrupt.GetStatus(right ? 0 : 1);
}

} // namespace

int
main(int argc, char* argv[])
{
    return TcpLifecycleMain("lifecycle-workload", [argc, argv] { return Run(argc, argv); });
}
