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
#include "kernel-space.h"
#include "kernel-user.h"
#include "kernel-wire.h"
#include "lifecycle-host.h"
#include "tcp-lifecycle-faults.h"
#include "tcp-lifecycle-helper.h"
#include "tcp-lifecycle-l4-protocol.h"

#include "ns3/command-line.h"
#include "ns3/config.h"
#include "ns3/global-value.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv4-static-routing-helper.h"
#include "ns3/mac48-address.h"
#include "ns3/node-container.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/realtime-simulator-impl.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

using namespace ns3;

namespace
{

const std::string OUR_ADDRESS = "10.0.1.1";
const std::string KERNEL_ADDRESS = "10.0.2.2";
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
        : m_options(options)
    {
        MakeNetwork();
        InstallFaults();
        m_user = std::make_unique<KernelUser>(m_nodes.Get(0),
                                              KERNEL_ADDRESS,
                                              ReadText(options.out + "/ours-steps.txt"),
                                              [this] { return m_wire->HasHeard(); });
        m_user->Prepare();
        m_process = std::make_unique<KernelProcess>(std::vector<std::string>{"/usr/bin/python3",
                                                                             "-B",
                                                                             options.peer,
                                                                             options.out,
                                                                             OUR_ADDRESS});
    }

    /// Run it.
    void Run()
    {
        m_sniffer = std::make_unique<KernelSniffer>();
        Simulator::Schedule(Time(0), &KernelWire::Start, m_wire.get());
        Simulator::Schedule(Seconds(m_options.begin), &KernelProcess::Begin, m_process.get());
        Simulator::Schedule(MilliSeconds(20), &KernelUser::Start, m_user.get());
        Simulator::Schedule(MilliSeconds(20), &Case::Watch, this);
        Simulator::Run();
        m_helper.Finish();
        Report();
        m_wire.reset();
        Simulator::Destroy();
    }

  private:
    /// Host, router, and the TUN device after it.
    void MakeNetwork()
    {
        m_nodes.Create(2);
        PointToPointHelper link;
        link.SetDeviceAttribute("DataRate", StringValue("1Gbps"));
        link.SetChannelAttribute("Delay", StringValue(m_options.delay));
        m_link = link.Install(m_nodes);
        m_link.Get(0)->SetMtu(static_cast<uint16_t>(m_options.mtu));
        m_link.Get(1)->SetMtu(static_cast<uint16_t>(m_options.mtu));
        InternetStackHelper internet;
        internet.SetIpv6StackInstall(false);
        internet.Install(m_nodes);
        m_helper.SetProfile(m_options.profile);
        ForEachSetting(m_options.settings,
                       [this](const std::string& name, const std::string& value) {
                           m_helper.SetAttribute(name, StringValue(value));
                       });
        m_helper.Install(m_nodes.Get(0));
        m_helper.AssignStreams(NodeContainer(m_nodes.Get(0)), 1);
        m_helper.EnableTransitions(NodeContainer(m_nodes.Get(0)),
                                   m_options.out + "/transitions.csv");
        m_helper.EnableConnections(NodeContainer(m_nodes.Get(0)),
                                   m_options.out + "/connections.csv");

        auto tun = CreateObject<TcpLifecyclePacketdrillDevice>();
        tun->SetAddress(Mac48Address::Allocate());
        tun->SetMtu(static_cast<uint16_t>(m_options.kernelMtu));
        m_nodes.Get(1)->AddDevice(tun);
        Ipv4AddressHelper addresses("10.0.1.0", "255.255.255.0");
        addresses.Assign(m_link);
        addresses.SetBase("10.0.2.0", "255.255.255.0");
        addresses.Assign(NetDeviceContainer(tun));
        Ipv4StaticRoutingHelper routing;
        routing.GetStaticRouting(m_nodes.Get(0)->GetObject<Ipv4>())
            ->SetDefaultRoute(Ipv4Address("10.0.1.2"), 1);

        // The kernel reaches both networks through the device: no route, no neighbours.
        const int descriptor = OpenKernelTun(KERNEL_ADDRESS, "255.255.0.0", m_options.kernelMtu);
        m_wire = std::make_unique<KernelWire>(tun, descriptor);
        m_capture = std::make_unique<KernelCapture>(m_options.out + "/ours.pcap");
        // In the order in which TCP sends and receives; the device would put its queue between.
        for (const auto* source : {"Tx", "Rx"})
        {
            m_nodes.Get(0)->GetObject<Ipv4>()->TraceConnectWithoutContext(
                source,
                MakeCallback(&KernelCapture::Trace, m_capture.get()));
        }
    }

    /// Rules for the link.
    void InstallFaults()
    {
        m_struck.open(m_options.out + "/struck.csv");
        m_struck << "time_ns,rule,action\n";
        auto models =
            TcpLifecycleFaults::Install(TcpLifecycleFaults::ReadFile(m_options.out + "/faults.txt"),
                                        DynamicCast<PointToPointNetDevice>(m_link.Get(0)),
                                        DynamicCast<PointToPointNetDevice>(m_link.Get(1)));
        models.atA->AssignStreams(100);
        models.atB->AssignStreams(200);
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
        const auto real = DynamicCast<RealtimeSimulatorImpl>(Simulator::GetImplementation());
        m_slip = std::max(m_slip, real->RealtimeNow() - Simulator::Now());
        const auto l4 = TcpLifecycleHelper::RequireL4(m_nodes.Get(0));
        const bool done = m_user->IsDone() && m_process->HasEnded() &&
                          l4->GetOpenRecords().empty() && ListKernelSockets().empty();
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
        KernelCapture capture(m_options.out + "/kernel.pcap");
        for (const auto& packet : m_sniffer->Read())
        {
            capture.WriteIp(packet.nanoseconds, packet.octets);
        }
        std::ofstream file(m_options.out + "/ours.json");
        file << "{\"user\": " << m_user->Report() << ", \"timed_out\": " << m_timedOut
             << ", \"slip_ms\": " << m_slip.GetMicroSeconds() / 1000.0 << ", \"kernel_sockets\": [";
        const char* comma = "";
        for (const auto& socket : ListKernelSockets())
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
    NodeContainer m_nodes;                    //!< host and router
    NetDeviceContainer m_link;                //!< between the two
    TcpLifecycleHelper m_helper;              //!< the host's TCP, its records
    std::unique_ptr<KernelCapture> m_capture; //!< at the host
    std::unique_ptr<KernelWire> m_wire;       //!< to the kernel
    std::unique_ptr<KernelUser> m_user;       //!< of the host
    std::unique_ptr<KernelProcess> m_process; //!< of the kernel
    std::unique_ptr<KernelSniffer> m_sniffer; //!< at the kernel
    std::ofstream m_struck;                   //!< what rules did
    Time m_slip;                              //!< how late the simulation was, at most
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

    EnterKernelSpace();
    ForEachSetting(options.kernel, SetKernelParameter);
    GlobalValue::Bind("SimulatorImplementationType", StringValue("ns3::RealtimeSimulatorImpl"));
    TcpLifecycleHelper::EnableChecksums();
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
    catch (const KernelUnavailable& problem)
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
