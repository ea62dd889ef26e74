/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 *
 * One case of the test against this machine's kernel: a simulated host, a link with faults, a
 * router, a TUN device, and the kernel in a network namespace of its own.
 *
 *     kernel-case --out=FOLDER --peer=peer.py --profile=linux
 *
 * FOLDER has `ours-steps.txt` and `kernel-steps.txt`, what the two users do, and `faults.txt`,
 * rules for the link, A the simulated host, B the kernel; run-cases.py writes them. It gets
 * `ours.pcap` (at the simulated host's IP), `kernel.pcap` (the kernel's device), `connections.csv`,
 * `transitions.csv`, `struck.csv` (what fault rules did) and `ours.json`. Exit status: 0; 2 if an
 * argument is invalid; 77 without a network namespace or a TUN device.
 */

#include "kernel-process.h"
#include "kernel-user.h"
#include "lifecycle-host.h"
#include "tcp-lifecycle-faults.h"
#include "tcp-lifecycle-helper.h"
#include "tcp-lifecycle-kernel-network.h"
#include "tcp-lifecycle-l4-protocol.h"

#include "ns3/command-line.h"
#include "ns3/node-container.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

using namespace ns3;

namespace
{

using Network = TcpLifecycleKernelNetwork;

/// Exit status of a test that is skipped.
constexpr int SKIPPED = 77;

/// What the command line says.
struct Options
{
    std::string peer;             //!< script of the kernel's user
    std::string profile{"linux"}; //!< of the simulated host
    std::string settings;         //!< `Attribute=value;...` of its TCP
    std::string kernel;           //!< `parameter=value;...` of the kernel
    std::string delay{"10ms"};    //!< one way
    std::string out{"."};         //!< folder of the files
    uint32_t mtu{1500};           //!< of the simulated host's link
    uint32_t kernelMtu{1500};     //!< of the TUN device
    double limit{20};             //!< seconds that the case may take
    double begin{0.02};           //!< when the kernel's user begins, in seconds
};

/// \param text words \param separator between them \return them
std::vector<std::string>
Split(const std::string& text, char separator)
{
    std::vector<std::string> parts;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, separator);)
    {
        if (!part.empty())
        {
            parts.push_back(part);
        }
    }
    return parts;
}

/// \param path a file \return what is in it
std::string
ReadText(const std::string& path)
{
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file)
    {
        throw std::runtime_error("can't read " + path);
    }
    return text.str();
}

/// \param text `name=value;...` \param set gets each
template <typename Setter>
void
ForEachSetting(const std::string& text, Setter set)
{
    for (const auto& setting : Split(text, ';'))
    {
        const auto equals = setting.find('=');
        if (equals == std::string::npos)
        {
            throw std::runtime_error("no name=value: " + setting);
        }
        set(setting.substr(0, equals), setting.substr(equals + 1));
    }
}

/// The case, as it runs.
class Case
{
  public:
    /// \param options what it is
    explicit Case(const Options& options)
        : m_options(options),
          m_network({Time(options.delay), DataRate("1Gbps"), options.mtu, options.kernelMtu})
    {
        InstallTcp();
        InstallFaults();
        m_user = std::make_unique<KernelUser>(m_network.GetHost(),
                                              Network::KERNEL,
                                              ReadText(options.out + "/ours-steps.txt"),
                                              [this] { return m_network.GetWire().HasHeard(); });
        m_user->Prepare();
        m_process = std::make_unique<KernelProcess>(std::vector<std::string>{"/usr/bin/python3",
                                                                             "-B",
                                                                             options.peer,
                                                                             options.out,
                                                                             Network::HOST});
    }

    /// Run it.
    void Run()
    {
        m_network.Start();
        Simulator::Schedule(Seconds(m_options.begin), &KernelProcess::Begin, m_process.get());
        Simulator::Schedule(MilliSeconds(20), &KernelUser::Start, m_user.get());
        Simulator::Schedule(MilliSeconds(20), &Case::Watch, this);
        Simulator::Run();
        m_helper.Finish();
        m_network.Stop();
        Report();
        Simulator::Destroy();
    }

  private:
    /// The host's TCP and its records.
    void InstallTcp()
    {
        const NodeContainer host(m_network.GetHost());
        m_helper.SetProfile(m_options.profile);
        ForEachSetting(m_options.settings,
                       [this](const std::string& name, const std::string& value) {
                           m_helper.SetAttribute(name, StringValue(value));
                       });
        m_helper.Install(host);
        m_helper.AssignStreams(host, 1);
        m_helper.EnableTransitions(host, m_options.out + "/transitions.csv");
        m_helper.EnableConnections(host, m_options.out + "/connections.csv");
        m_network.CaptureHost(m_options.out + "/ours.pcap");
    }

    /// Rules for the link.
    void InstallFaults()
    {
        m_struck.open(m_options.out + "/struck.csv");
        m_struck << "time_ns,rule,action\n";
        const auto models =
            m_network.InstallFaults(TcpLifecycleFaults::ReadFile(m_options.out + "/faults.txt"));
        for (const auto& model : {models.atA, models.atB})
        {
            model->TraceConnectWithoutContext("Struck", MakeCallback(&Case::Struck, this));
        }
    }

    /// A rule has acted. \param rule its text \param action what was done
    void Struck(Ptr<const Packet>, std::string rule, TcpLifecycleFaultAction action)
    {
        m_struck << Simulator::Now().GetNanoSeconds() << ",\"" << rule << "\","
                 << static_cast<int>(action) << '\n';
    }

    /// Look whether all is done.
    void Watch()
    {
        m_network.Look();
        const auto l4 = TcpLifecycleHelper::RequireL4(m_network.GetHost());
        const bool done = m_user->IsDone() && m_process->HasEnded() &&
                          l4->GetOpenRecords().empty() &&
                          TcpLifecycleKernelSpace::ListSockets().empty();
        if (!done)
        {
            m_quiet = Simulator::Now();
        }
        // What is still on its way belongs to the case.
        m_timedOut = Simulator::Now() > Seconds(m_options.limit);
        if (m_timedOut || Simulator::Now() - m_quiet > MilliSeconds(150))
        {
            Simulator::Stop();
            return;
        }
        Simulator::Schedule(MilliSeconds(20), &Case::Watch, this);
    }

    /// Write `kernel.pcap` and `ours.json`.
    void Report()
    {
        TcpLifecycleKernelCapture capture(m_options.out + "/kernel.pcap");
        for (const auto& packet : m_network.GetKernelPackets())
        {
            capture.WriteIp(packet.nanoseconds, packet.octets);
        }
        std::ofstream file(m_options.out + "/ours.json");
        file << "{\"user\": " << m_user->Report() << ", \"timed_out\": " << m_timedOut
             << ", \"slip_ms\": " << m_network.Look().most.GetMicroSeconds() / 1000.0
             << ", \"kernel_sockets\": [";
        const char* comma = "";
        for (const auto& socket : TcpLifecycleKernelSpace::ListSockets())
        {
            file << comma << '"' << socket << '"';
            comma = ", ";
        }
        file << "]}\n";
        if (!file)
        {
            throw std::runtime_error("can't write into " + m_options.out);
        }
    }

    Options m_options;                        //!< what it is
    Network m_network;                        //!< host, link, router and kernel
    TcpLifecycleHelper m_helper;              //!< the host's TCP, its records
    std::unique_ptr<KernelUser> m_user;       //!< of the host
    std::unique_ptr<KernelProcess> m_process; //!< of the kernel
    std::ofstream m_struck;                   //!< what rules did
    Time m_quiet;                             //!< since when all is done
    bool m_timedOut{false};                   //!< it took too long
};

/// \param argc number of arguments \param argv arguments
void
RunCase(int argc, char* argv[])
{
    Options options;
    CommandLine cmd;
    cmd.AddValue("peer", "script of the kernel's user", options.peer);
    cmd.AddValue("profile", "of the simulated host", options.profile);
    cmd.AddValue("set", "attributes of its TCP, name=value;...", options.settings);
    cmd.AddValue("kernel", "parameters of the kernel, name=value;...", options.kernel);
    cmd.AddValue("delay", "of the link, one way", options.delay);
    cmd.AddValue("mtu", "of the simulated host's link", options.mtu);
    cmd.AddValue("kernel-mtu", "of the kernel's device", options.kernelMtu);
    cmd.AddValue("limit", "seconds that it may take", options.limit);
    cmd.AddValue("begin", "when the kernel's user begins, in seconds", options.begin);
    cmd.AddValue("out", "folder for its files", options.out);
    cmd.Parse(argc, argv);

    TcpLifecycleKernelSpace::Enter();
    ForEachSetting(options.kernel, TcpLifecycleKernelSpace::SetParameter);
    Network::UseRealTime();
    Case(options).Run();
}

} // namespace

int
main(int argc, char* argv[])
{
    try
    {
        RunCase(argc, argv);
    }
    catch (const TcpLifecycleKernelUnavailable& problem)
    {
        std::cerr << "kernel-case: skipped: " << problem.what() << std::endl;
        return SKIPPED;
    }
    catch (const std::exception& problem)
    {
        std::cerr << "kernel-case: " << problem.what() << std::endl;
        return 2;
    }
    return 0;
}
