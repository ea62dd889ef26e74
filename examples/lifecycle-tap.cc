/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle
 *
 * A simulated host and a real program talk to each other over TCP:
 *
 *     lifecycle-tap --profile=windows -- curl http://10.0.1.1/
 *     lifecycle-tap --fault='drop A>B FIN 1' --out=results --pcapng -- curl http://10.0.1.1/100000
 *     lifecycle-tap --fetch=/ --port=8000 -- python3 -m http.server
 *     lifecycle-tap
 *
 * The program has a network namespace of its own, in which the command after `--` runs, and a TUN
 * device there. A is the simulated host, 10.0.1.1, B this machine's kernel, 10.0.2.2. A is a web
 * server, or with --fetch a client. Standard output is the command's; the ladder of the first
 * connection and a summary go to standard error. In the folder of --out: `connections.csv`,
 * `transitions.csv`, `run.json`, `host.pcap` (what A's IP saw), `kernel.pcap` (what B's device
 * saw), `ladder.txt`, `ladder.svg`, and what TcpLifecycleRunRecords leaves. See doc/real-hosts.rst.
 *
 * Exit status: the command's, or, with --fetch, 0; 1 if a file cannot be written, a fetch has
 * failed or --limit is over; 2 if an argument is invalid; 77 if this machine or this user has no
 * network namespaces or no TUN device; 130 or 143 if SIGINT or SIGTERM has broken it off.
 */

#include "lifecycle-tap/tap-command.h"
#include "lifecycle-tap/tap-ladder.h"
#include "lifecycle-tap/tap-options.h"
#include "lifecycle-tap/tap-web.h"
#include "tcp-lifecycle-arguments.h"
#include "tcp-lifecycle-helper.h"
#include "tcp-lifecycle-interrupt.h"
#include "tcp-lifecycle-kernel-network.h"
#include "tcp-lifecycle-l4-protocol.h"
#include "tcp-lifecycle-ladder-recorder.h"
#include "tcp-lifecycle-ladder-svg.h"
#include "tcp-lifecycle-ladder-text.h"
#include "tcp-lifecycle-output.h"
#include "tcp-lifecycle-run-records.h"

#include "ns3/error-model.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <array>
#include <iostream>
#include <map>
#include <optional>
#include <string>
#include <unistd.h>
#include <vector>

using namespace ns3;

namespace
{

/// Exit status without namespaces or without TUN.
constexpr int UNAVAILABLE = 77;
/// How often the clock and the command are looked at.
const Time TICK = MilliSeconds(10);
/// How late a simulation may be without a warning.
const Time LATE = MilliSeconds(5);
/// How long open connections are waited for at the end.
const Time LINGER = Seconds(3);
/// Segments that a ladder shows.
constexpr std::size_t MOST_SEGMENTS = 120;

/// The simulation and the command.
class Tap
{
  public:
    /// \param arguments of the command line \param metadata for run.json
    Tap(TapOptions& arguments, TcpLifecycleRunMetadata metadata)
        : m_arguments(arguments),
          m_network(arguments.network),
          m_host(m_network.GetHost()),
          m_server(arguments.size, arguments.closer == "A"),
          m_client({TcpLifecycleKernelNetwork::KERNEL,
                    static_cast<uint16_t>(arguments.port),
                    arguments.fetch,
                    arguments.times,
                    arguments.closer == "A",
                    [this] { m_fetched = true; }}),
          m_command(arguments.command)
    {
        m_helper.SetProfile(arguments.profile);
        m_helper.Install(m_host);
        m_helper.AssignStreams(NodeContainer(m_host), 1);
        InstallLosses();
        m_recorder = Create<TcpLifecycleLadderRecorder>(m_host, nullptr);
        m_recorder->SetNames("A simulated host and a real one",
                             "A (" + arguments.profile + ")",
                             "B (kernel)");
        TcpLifecycleHelper::RequireL4(m_host)->TraceConnectWithoutContext(
            "Transition",
            MakeCallback(&Tap::OnTransition, this));
        if (!arguments.out.empty())
        {
            Describe(metadata);
            arguments.records.SetMetadata(metadata);
            arguments.records.Enable(m_helper, NodeContainer(m_host), arguments.out);
            m_network.CaptureHost(arguments.out + "/host.pcap");
        }
        if (IsServer())
        {
            m_server.Listen(m_host, static_cast<uint16_t>(arguments.port));
        }
    }

    ~Tap()
    {
        TcpLifecycleHelper::RequireL4(m_host)->TraceDisconnectWithoutContext(
            "Transition",
            MakeCallback(&Tap::OnTransition, this));
        Simulator::Destroy();
    }

    /// \return exit status
    int Run()
    {
        const TcpLifecycleInterrupt interrupt;
        m_network.Start();
        Simulator::Schedule(TICK, &Tap::Begin, this);
        Simulator::Run();
        m_network.Stop();
        WriteFiles(interrupt.GetSignal() == 0);
        Report();
        return interrupt.GetStatus(Status());
    }

  private:
    /// \return whether A is the server
    bool IsServer() const
    {
        return m_arguments.fetch.empty();
    }

    /// Fault rules, and losses at random.
    void InstallLosses()
    {
        std::array<Ptr<RateErrorModel>, 2> loss;
        for (std::size_t end = 0; end < loss.size(); ++end)
        {
            loss[end] = CreateObject<RateErrorModel>();
            loss[end]->SetUnit(RateErrorModel::ERROR_UNIT_PACKET);
            loss[end]->SetRate(m_arguments.loss);
            loss[end]->AssignStreams(300 + static_cast<int64_t>(end));
        }
        m_network.InstallFaults(m_arguments.rules, loss[0], loss[1]);
    }

    /// \param metadata gets the parameters
    void Describe(TcpLifecycleRunMetadata& metadata) const
    {
        metadata.Add("profile", m_arguments.profile);
        metadata.Add("role", IsServer() ? "server" : "client");
        metadata.Add("delay", TcpLifecycleSpanText(m_arguments.network.delay));
        metadata.Add("loss", std::to_string(m_arguments.loss));
        for (const auto& rule : m_arguments.rules)
        {
            metadata.Add("fault", TcpLifecycleFaults::ToText(rule));
        }
    }

    /// The simulation runs: start the command.
    void Begin()
    {
        m_command.Start();
        if (m_arguments.command.empty())
        {
            std::cerr << "lifecycle-tap: "
                      << (IsServer() ? "the simulated host answers; ask it, from another terminal,"
                                     : "waiting for a server; start it, from another terminal,")
                      << " by\n    nsenter --target " << getpid()
                      << (geteuid() == 0 ? " --net " : " --user --net ")
                      << (IsServer() ? "curl http://10.0.1.1:" : "python3 -m http.server ")
                      << m_arguments.port << (IsServer() ? "/\n" : "\n") << "Ctrl-C ends it.\n";
        }
        Watch();
    }

    /// Look at the clock and at the command, and end the run when all is done.
    void Watch()
    {
        const auto port = static_cast<uint16_t>(m_arguments.port);
        const bool late = m_network.Look().now > LATE;
        m_lateLooks += late ? 1 : 0;
        ++m_looks;
        const auto status = m_command.GetStatus();
        if (!IsServer() && !m_asked && TcpLifecycleKernelSpace::IsListening(port))
        {
            m_asked = true;
            m_client.Start(m_host);
        }
        // A program that has ended well may have left a daemon.
        const bool failed = !IsServer() && !m_fetched && status && *status != 0;
        if (!m_done && (failed || m_fetched || (IsServer() && status)))
        {
            m_done = Simulator::Now();
        }
        const bool settled = m_done && (OpenCount() == 0 || Simulator::Now() > *m_done + LINGER);
        m_timedOut = !m_done && m_arguments.limit.IsStrictlyPositive() &&
                     Simulator::Now() > m_arguments.limit;
        if (settled || m_timedOut)
        {
            Simulator::Stop();
            return;
        }
        Simulator::Schedule(TICK, &Tap::Watch, this);
    }

    /// \param transition of the simulated host
    void OnTransition(const TcpLifecycleTransition& transition)
    {
        if (transition.tuple.remotePort == 0)
        {
            return;
        }
        if (transition.to == lifecycle::State::Closed)
        {
            m_states.erase(transition.id);
        }
        else
        {
            m_states[transition.id] = transition.to;
        }
    }

    /// \return connections of A that are neither closed nor in TIME-WAIT
    std::size_t OpenCount() const
    {
        return static_cast<std::size_t>(
            std::count_if(m_states.begin(), m_states.end(), [](const auto& each) {
                return each.second != lifecycle::State::TimeWait;
            }));
    }

    /// \param complete whether nothing has broken it off
    void WriteFiles(bool complete)
    {
        const auto& packets = m_network.GetKernelPackets();
        m_recorder->Close();
        m_ladder = TapLadder(m_recorder->GetModel(), packets).Shortened(MOST_SEGMENTS);
        if (m_arguments.out.empty())
        {
            return;
        }
        const std::string folder = m_arguments.out + '/';
        TcpLifecycleKernelCapture capture(folder + "kernel.pcap");
        for (const auto& packet : packets)
        {
            capture.WriteIp(packet.nanoseconds, packet.octets);
        }
        TcpLifecycleOutput::WriteFile(folder + "ladder.txt", TcpLifecycleLadderText(m_ladder));
        TcpLifecycleOutput::WriteFile(folder + "ladder.svg", TcpLifecycleLadderSvg(m_ladder));
        m_arguments.records.Note("slip", SlipText());
        m_arguments.records.Note("slip_ns", std::to_string(m_network.Look().most.GetNanoSeconds()));
        m_arguments.records.Finish(complete && !m_timedOut);
    }

    /// \return how late the simulation was
    std::string SlipText()
    {
        const auto slip = m_network.Look();
        return "at most " + TcpLifecycleSpanText(slip.most) + " late, at " +
               TcpLifecycleSpanText(slip.when) + "; more than " + TcpLifecycleSpanText(LATE) +
               " late at " + std::to_string(m_lateLooks) + " of " + std::to_string(m_looks) +
               " looks";
    }

    /// Say what happened.
    void Report()
    {
        std::cerr << TcpLifecycleLadderText(m_ladder) << '\n';
        if (IsServer())
        {
            std::cerr << "A answered " << m_server.GetAnswered() << " requests with "
                      << m_server.GetOctets() << " bytes\n";
        }
        else
        {
            std::cerr << "A got " << m_client.GetGood() << " of " << m_arguments.times
                      << " responses, " << m_client.GetOctets() << " bytes\n";
            if (!m_asked)
            {
                std::cerr << "Nobody has listened at B's port " << m_arguments.port << '\n';
            }
            if (!m_client.GetProblem().empty())
            {
                std::cerr << "What was wrong last: " << m_client.GetProblem() << '\n';
            }
        }
        if (const auto status = m_command.GetStatus())
        {
            std::cerr << "The command's exit status is " << *status << '\n';
        }
        std::map<std::string, int> open;
        for (const auto& [id, state] : m_states)
        {
            ++open[lifecycle::ToText(state)];
        }
        for (const auto& [state, count] : open)
        {
            std::cerr << "At the end " << count << " of A's connections in " << state << '\n';
        }
        if (m_timedOut)
        {
            std::cerr << "It was broken off by --limit after "
                      << TcpLifecycleSpanText(m_arguments.limit) << '\n';
        }
        std::cerr << "Real time: the simulation was " << SlipText() << '\n';
        if (m_lateLooks > 0)
        {
            std::cerr
                << "Warning: times in the records are wrong by as much; use an idle machine\n";
        }
        if (!m_arguments.out.empty())
        {
            std::cerr << "Files are in " << m_arguments.out << '\n';
        }
    }

    /// \return exit status
    int Status()
    {
        if (m_timedOut)
        {
            return 1;
        }
        if (!IsServer())
        {
            return m_client.GetGood() == m_arguments.times ? 0 : 1;
        }
        return m_command.GetStatus().value_or(0);
    }

    TapOptions& m_arguments;                       //!< of the command line
    TcpLifecycleKernelNetwork m_network;           //!< both hosts
    Ptr<Node> m_host;                              //!< A
    TcpLifecycleHelper m_helper;                   //!< its TCP, its records
    Ptr<TcpLifecycleLadderRecorder> m_recorder;    //!< its first connection
    TcpLifecycleLadderModel m_ladder;              //!< the same at both ends
    TapServer m_server;                            //!< A as server
    TapClient m_client;                            //!< A as client
    TapCommand m_command;                          //!< at B
    std::map<uint64_t, lifecycle::State> m_states; //!< of A's connections
    std::optional<Time> m_done;                    //!< when there was nothing left to do
    bool m_asked{false};                           //!< the client has begun
    bool m_fetched{false};                         //!< the client has ended
    bool m_timedOut{false};                        //!< --limit is over
    uint64_t m_looks{0};                           //!< how often Watch() looked
    uint64_t m_lateLooks{0};                       //!< how often the simulation was late then
};

/// \param argc as main's \param argv as main's \return exit status
int
Run(int argc, char** argv)
{
    TcpLifecycleKernelNetwork::UseRealTime();
    TapOptions arguments;
    ReadTapOptions(argc, argv, arguments);
    try
    {
        TcpLifecycleKernelSpace::Enter();
        TcpLifecycleKernelSpace::StartLoopback();
        Tap tap(arguments, {argc, argv});
        return tap.Run();
    }
    catch (const TcpLifecycleKernelUnavailable& problem)
    {
        std::cerr << "lifecycle-tap: " << problem.what()
                  << "; it needs Linux, root (or user namespaces) and /dev/net/tun\n";
        return UNAVAILABLE;
    }
}

} // namespace

int
main(int argc, char* argv[])
{
    return TcpLifecycleMain("lifecycle-tap", [argc, argv] { return Run(argc, argv); });
}
