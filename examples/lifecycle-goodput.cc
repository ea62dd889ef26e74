/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle
 *
 * The goodput of every congestion control algorithm under this TCP and under ns-3's own, side by
 * side in one simulation:
 *
 *     lifecycle-goodput --out=goodput.csv
 *     lifecycle-goodput --algorithms=TcpCubic,TcpVegas --losses=0.01 --seeds=10
 *     lifecycle-goodput --share --algorithms=TcpNewReno,TcpLinuxReno,TcpCubic
 *
 * Each TCP sends over a path of its own, both of the same kind: an access link of ten times the
 * rate, a router with a queue of one bandwidth-delay product, the bottleneck, and independent loss
 * at the receiver. With --share the two flows share one bottleneck, and Jain's index of fairness is
 * printed.
 *
 * Exit status: 0; 1 if a file cannot be written; 2 if an argument is invalid.
 */

#include "tcp-lifecycle-arguments.h"
#include "tcp-lifecycle-congestion.h"
#include "tcp-lifecycle-helper.h"
#include "tcp-lifecycle-output.h"

#include "ns3/bulk-send-helper.h"
#include "ns3/config.h"
#include "ns3/data-rate.h"
#include "ns3/error-model.h"
#include "ns3/inet-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/ipv4-global-routing-helper.h"
#include "ns3/node-container.h"
#include "ns3/packet-sink-helper.h"
#include "ns3/packet-sink.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/point-to-point-net-device.h"
#include "ns3/pointer.h"
#include "ns3/queue.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/traffic-control-helper.h"
#include "ns3/traffic-control-layer.h"
#include "ns3/type-id.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

using namespace ns3;

namespace
{

constexpr uint16_t PORT = 80;           //!< of the receivers
constexpr uint32_t PACKET = 1500;       //!< size of a full packet, bytes
constexpr uint32_t SEGMENT = 1448;      //!< data of a full packet of ns-3's TCP; 1436 of this
constexpr uint32_t BUFFER = 4U << 20U;  //!< of sockets, bytes: no limit to the window
constexpr uint32_t ACCESS_FACTOR = 10;  //!< rate of access links over that of the bottleneck
constexpr int64_t LOSS_STREAM = 100000; //!< of random numbers

/// The two that are compared.
enum Side
{
    NS3,
    OURS
};

/// What the command line says.
struct Arguments
{
    std::vector<TypeId> algorithms; //!< --algorithms
    std::vector<double> losses;     //!< --losses
    uint32_t seeds{3};              //!< --seeds
    Time duration{Seconds(20)};     //!< --duration
    DataRate rate{"10Mbps"};        //!< --rate
    Time rtt{MilliSeconds(40)};     //!< --rtt
    bool share{false};              //!< --share
    std::string out;                //!< --out
};

/// What came of one simulation, by Side.
struct Outcome
{
    std::array<double, 2> goodput{}; //!< Mb/s
    std::array<uint64_t, 2> drops{}; //!< at the bottleneck's queue; with --share all at NS3
};

/// \param text parts with commas between \return them
std::vector<std::string>
Split(const std::string& text)
{
    std::vector<std::string> parts;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, ',');)
    {
        parts.push_back(part);
    }
    return parts;
}

/// \param names of algorithms, with or without ns3::; empty: all \return their TypeIds
std::vector<TypeId>
FindAlgorithms(const std::string& names)
{
    if (names.empty())
    {
        return TcpLifecycleCongestionPrototype::GetAlgorithms();
    }
    std::vector<TypeId> algorithms;
    for (const std::string& name : Split(names))
    {
        TypeId type;
        if (!TypeId::LookupByNameFailSafe("ns3::" + name, &type) &&
            !TypeId::LookupByNameFailSafe(name, &type))
        {
            std::vector<std::string> known;
            for (const TypeId& each : TcpLifecycleCongestionPrototype::GetAlgorithms())
            {
                known.push_back(each.GetName().substr(5)); // less ns3::
            }
            const auto nearest = TcpLifecycleNearest(name, known, 1);
            throw std::invalid_argument("--algorithms: unknown algorithm " +
                                        TcpLifecycleQuoted(name) + "; nearest: " + nearest.front());
        }
        algorithms.push_back(type);
    }
    return algorithms;
}

/// \param text probabilities with commas between \return them
std::vector<double>
ReadLosses(const std::string& text)
{
    std::vector<double> losses;
    for (const std::string& part : Split(text))
    {
        losses.push_back(TcpLifecycleReadReal({part, {"--losses"}}, 0, 1));
        if (losses.back() == 1)
        {
            throw std::invalid_argument("--losses: " + TcpLifecycleQuoted(part) +
                                        " is not below 1");
        }
    }
    return losses;
}

/// \param argc as main's \param argv as main's \return what they say
Arguments
ReadArguments(int argc, char** argv)
{
    Arguments arguments;
    std::string algorithms;
    std::string losses = "0,0.001,0.01";
    TcpLifecycleArguments cmd(
        "lifecycle-goodput",
        "Compares the goodput of congestion control algorithms with this TCP and with ns-3's.");
    cmd.AddValue("algorithms", "names, separated by commas; empty: all", algorithms);
    cmd.AddValue("losses", "loss probabilities, separated by commas", losses);
    cmd.AddNumber("seeds",
                  "number of runs for each algorithm and loss",
                  arguments.seeds,
                  1,
                  1000000);
    cmd.AddValue("duration", "duration of a run", arguments.duration);
    cmd.AddValue("rate", "rate of the bottleneck", arguments.rate);
    cmd.AddValue("rtt", "round-trip time without queues", arguments.rtt);
    cmd.AddValue("share", "let the two flows share one bottleneck", arguments.share);
    cmd.AddValue("out", "CSV file; empty: none", arguments.out);
    cmd.Parse(argc, argv);
    arguments.algorithms = FindAlgorithms(algorithms);
    arguments.losses = ReadLosses(losses);
    if (!arguments.duration.IsStrictlyPositive() || !arguments.rtt.IsStrictlyPositive() ||
        arguments.rate.GetBitRate() == 0)
    {
        throw std::invalid_argument("--duration, --rtt and --rate must be greater than 0");
    }
    return arguments;
}

/// A bottleneck, with one or two flows.
class Path
{
  public:
    /// \param arguments of the command line \param index of this path
    Path(const Arguments& arguments, uint32_t index)
        : m_arguments(arguments),
          m_index(index)
    {
        m_routers.Create(2);
        InternetStackHelper().Install(m_routers);
        m_bottleneck = Link(arguments.rate, m_routers.Get(0), m_routers.Get(1), 4);
        const uint64_t product = static_cast<uint64_t>(
            static_cast<double>(arguments.rate.GetBitRate()) * arguments.rtt.GetSeconds() / 8);
        const auto device = DynamicCast<PointToPointNetDevice>(m_bottleneck.Get(0));
        const std::string most = std::to_string(std::max<uint64_t>(product / PACKET, 1)) + "p";
        device->GetQueue()->SetAttribute("MaxSize", StringValue(most));
        TrafficControlHelper().Uninstall(m_bottleneck);
        // Without a queue disc the layer above drops what the device's full queue cannot take
        m_routers.Get(0)->GetObject<TrafficControlLayer>()->TraceConnectWithoutContext(
            "TcDrop",
            MakeCallback(&Path::OnDrop, this));
    }

    /// A flow over it. \param side whose TCP \param loss probability at its receiver
    void AddFlow(Side side, double loss)
    {
        NodeContainer hosts;
        hosts.Create(2);
        InternetStackHelper().Install(hosts);
        if (side == OURS)
        {
            TcpLifecycleHelper().Install(hosts);
        }
        const DataRate rate(m_arguments.rate.GetBitRate() * ACCESS_FACTOR);
        Link(rate, hosts.Get(0), m_routers.Get(0), 8);
        const auto last = Link(rate, m_routers.Get(1), hosts.Get(1), 8);
        const auto errors = CreateObject<RateErrorModel>();
        errors->SetUnit(RateErrorModel::ERROR_UNIT_PACKET);
        errors->SetRate(loss);
        errors->AssignStreams(LOSS_STREAM); // the same losses for both
        last.Get(1)->SetAttribute("ReceiveErrorModel", PointerValue(errors));
        const char* factory =
            side == OURS ? "ns3::TcpLifecycleSocketFactory" : "ns3::TcpSocketFactory";
        const Ipv4Address to = hosts.Get(1)->GetObject<Ipv4>()->GetAddress(1, 0).GetLocal();
        BulkSendHelper source(factory, InetSocketAddress(to, PORT));
        source.SetAttribute("SendSize", UintegerValue(SEGMENT));
        source.Install(hosts.Get(0));
        PacketSinkHelper sink(factory, InetSocketAddress(Ipv4Address::GetAny(), PORT));
        m_sinks.push_back(DynamicCast<PacketSink>(sink.Install(hosts.Get(1)).Get(0)));
    }

    /// \param i index of a flow \return its goodput, Mb/s
    double GetGoodput(std::size_t i) const
    {
        return static_cast<double>(m_sinks.at(i)->GetTotalRx()) * 8e-6 /
               m_arguments.duration.GetSeconds();
    }

    /// \return packets that found the queue full
    uint64_t GetDrops() const
    {
        return m_drops;
    }

  private:
    /// \param rate of a link \param a end \param b end \param part of the RTT that it takes, as
    /// 1/part
    NetDeviceContainer Link(DataRate rate, Ptr<Node> a, Ptr<Node> b, int64_t part)
    {
        PointToPointHelper link;
        link.SetDeviceAttribute("DataRate", DataRateValue(rate));
        link.SetChannelAttribute("Delay", TimeValue(m_arguments.rtt / part));
        auto devices = link.Install(a, b);
        std::ostringstream network;
        network << "10." << m_index << '.' << m_links++ << ".0";
        Ipv4AddressHelper addresses(network.str().c_str(), "255.255.255.0");
        addresses.Assign(devices);
        return devices;
    }

    void OnDrop(Ptr<const Packet>)
    {
        ++m_drops;
    }

    const Arguments& m_arguments;         //!< of the command line
    uint32_t m_index;                     //!< of this path
    uint32_t m_links{0};                  //!< how many
    NodeContainer m_routers;              //!< before and after the bottleneck
    NetDeviceContainer m_bottleneck;      //!< its ends
    std::vector<Ptr<PacketSink>> m_sinks; //!< one for each flow
    uint64_t m_drops{0};                  //!< see GetDrops()
};

/// \param arguments of the command line \param loss probability \param seed number of the run
/// \return what came of it
Outcome
Simulate(const Arguments& arguments, double loss, uint32_t seed)
{
    RngSeedManager::SetRun(seed);
    Outcome outcome;
    {
        Path first(arguments, 1);
        Path second(arguments, 2);
        Path& other = arguments.share ? first : second;
        first.AddFlow(NS3, loss);
        other.AddFlow(OURS, loss);
        Ipv4GlobalRoutingHelper::PopulateRoutingTables();
        Simulator::Stop(arguments.duration);
        Simulator::Run();
        outcome.goodput = {first.GetGoodput(0), other.GetGoodput(arguments.share ? 1 : 0)};
        outcome.drops = {first.GetDrops(), second.GetDrops()};
        Simulator::Destroy();
    }
    return outcome;
}

/// \param values one for each Side \return Jain's index: 1 if they are equal, 0.5 if one is 0
double
Fairness(const std::array<double, 2>& values)
{
    const double sum = values[NS3] + values[OURS];
    const double squares = values[NS3] * values[NS3] + values[OURS] * values[OURS];
    return squares > 0 ? sum * sum / (2 * squares) : 1;
}

/// One row of the table: the means over all seeds. \param arguments of the command line
/// \param type of the algorithm \param loss probability \param csv gets a line for each seed
void
Compare(const Arguments& arguments, TypeId type, double loss, std::string& csv)
{
    Outcome mean;
    double fairness = 0;
    for (uint32_t seed = 1; seed <= arguments.seeds; ++seed)
    {
        const Outcome outcome = Simulate(arguments, loss, seed);
        std::ostringstream line;
        line << type.GetName() << ',' << loss << ',' << seed << ',' << outcome.goodput[NS3] << ','
             << outcome.goodput[OURS] << ',' << outcome.drops[NS3] << ',' << outcome.drops[OURS]
             << '\n';
        csv += line.str();
        for (const Side side : {NS3, OURS})
        {
            mean.goodput[side] += outcome.goodput[side] / arguments.seeds;
            mean.drops[side] += outcome.drops[side];
        }
        fairness += Fairness(outcome.goodput) / arguments.seeds;
    }
    std::array<char, 120> row;
    std::snprintf(row.data(),
                  row.size(),
                  "%-18s %6.2f %% %8.2f %8.2f %7.2f %8.1f %8.1f",
                  type.GetName().substr(5).c_str(),
                  100 * loss,
                  mean.goodput[NS3],
                  mean.goodput[OURS],
                  arguments.share ? fairness : mean.goodput[OURS] / mean.goodput[NS3],
                  static_cast<double>(mean.drops[NS3]) / arguments.seeds,
                  static_cast<double>(mean.drops[OURS]) / arguments.seeds);
    std::cout << row.data() << std::endl;
}

/// \param argc as main's \param argv as main's \return exit status
int
Run(int argc, char** argv)
{
    Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(SEGMENT));
    Config::SetDefault("ns3::TcpSocket::SndBufSize", UintegerValue(BUFFER));
    Config::SetDefault("ns3::TcpSocket::RcvBufSize", UintegerValue(BUFFER));
    const Arguments arguments = ReadArguments(argc, argv);
    std::string csv = "algorithm,loss,seed,goodput_ns3,goodput_ours,queue_drops_ns3,"
                      "queue_drops_ours\n";
    std::cout << "                             goodput, Mb/s  "
              << (arguments.share ? "Jain's " : "ours/  ") << "  queue drops\n"
              << "algorithm              loss    ns-3's     ours   "
              << (arguments.share ? "index" : "ns-3's") << "   ns-3's     ours\n";
    for (const TypeId& type : arguments.algorithms)
    {
        const std::string objection = TcpLifecycleCongestionPrototype::GetObjection(type);
        if (!objection.empty())
        {
            std::cout << type.GetName().substr(5) << ": refused, " << objection << '\n';
            continue;
        }
        Config::SetDefault("ns3::TcpL4Protocol::SocketType", TypeIdValue(type));
        Config::SetDefault("ns3::TcpLifecycleL4Protocol::SocketType", TypeIdValue(type));
        for (const double loss : arguments.losses)
        {
            Compare(arguments, type, loss, csv);
        }
    }
    if (!arguments.out.empty())
    {
        TcpLifecycleOutput::WriteFile(arguments.out, csv);
    }
    return 0;
}

} // namespace

int
main(int argc, char* argv[])
{
    return TcpLifecycleMain("lifecycle-goodput", [argc, argv] { return Run(argc, argv); });
}
