/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * What a connection and a segment cost: ours, ns-3's TCP, and the floor (a protocol that sends the
 * same packets and does nothing), interleaved in one run. Each measurement is a process of its own,
 * so that memory is that of the process and nothing is left over from the one before.
 *
 *     bench-lifecycle [--connections=1000,16000] [--segments=20000] [--repeat=5]
 *                     [--stacks=floor,ours,ns3]
 *
 * Times are CPU time of the process; the medians over the repetitions are printed, and their
 * ratio to the floor.
 */

#include "bench-floor.h"

#include "ns3/command-line.h"
#include "ns3/config.h"
#include "ns3/inet-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/object-factory.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/simulator.h"
#include "ns3/socket.h"
#include "ns3/string.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/traffic-control-helper.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <ctime>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

using namespace ns3;
using bench::FloorProtocol;

namespace
{

constexpr uint16_t PORT = 80;
constexpr uint32_t TEXT = 100;
constexpr uint32_t SEGMENT = 1448;

/// What one process measures.
struct Result
{
    double cpu{0};    //!< seconds in Simulator::Run()
    double memory{0}; //!< octets the process has grown by
    uint64_t done{0}; //!< connections or segments that came to their end
};

double
CpuSeconds()
{
    timespec t{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

double
ResidentOctets()
{
    std::ifstream statm("/proc/self/statm");
    double size = 0;
    double resident = 0;
    statm >> size >> resident;
    return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

/// Two nodes on a fast link, with a stack by name.
struct Topology
{
    explicit Topology(const std::string& stack)
        : nodes(2)
    {
        PointToPointHelper link;
        link.SetDeviceAttribute("DataRate", StringValue("10Gbps"));
        link.SetChannelAttribute("Delay", StringValue("1ms"));
        link.SetQueue("ns3::DropTailQueue", "MaxSize", StringValue("100000p"));
        const NetDeviceContainer devices = link.Install(nodes);
        InternetStackHelper internet;
        internet.SetIpv6StackInstall(false);
        internet.Install(nodes);
        Ipv4AddressHelper addresses;
        addresses.SetBase("10.0.0.0", "255.255.255.0");
        const Ipv4InterfaceContainer interfaces = addresses.Assign(devices);
        TrafficControlHelper().Uninstall(devices);
        client = interfaces.GetAddress(0);
        server = interfaces.GetAddress(1);
        factory = TcpSocketFactory::GetTypeId();
        for (uint32_t i = 0; i < 2; ++i)
        {
            if (stack == "ours")
            {
                nodes.Get(i)->AggregateObject(
                    ObjectFactory("ns3::TcpLifecycleL4Protocol").Create<Object>());
                factory = TypeId::LookupByName("ns3::TcpLifecycleSocketFactory");
            }
            else if (stack == "floor")
            {
                floor.push_back(CreateObject<FloorProtocol>());
                floor.back()->Install(nodes.Get(i));
            }
        }
    }

    NodeContainer nodes;
    Ipv4Address client;
    Ipv4Address server;
    TypeId factory;
    std::vector<Ptr<FloorProtocol>> floor;
};

/// Opens connections one after the other; each carries 100 octets and is closed by the client.
class Churn
{
  public:
    Churn(Topology& topology, uint32_t connections)
        : m_topology(topology),
          m_left(connections)
    {
        if (m_topology.floor.empty())
        {
            m_listener = Socket::CreateSocket(topology.nodes.Get(1), topology.factory);
            m_listener->Bind(InetSocketAddress(Ipv4Address::GetAny(), PORT));
            m_listener->Listen();
            m_listener->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                          MakeCallback(&Churn::Accepted, this));
        }
        Simulator::Schedule(MilliSeconds(1), &Churn::OpenNext, this);
    }

    /// \return connections whose server has read the text and closed
    uint64_t Done() const
    {
        return m_topology.floor.empty() ? m_done : m_topology.floor[1]->received / 5;
    }

  private:
    void OpenNext()
    {
        if (m_left == 0)
        {
            return;
        }
        --m_left;
        Simulator::Schedule(MicroSeconds(100), &Churn::OpenNext, this);
        if (!m_topology.floor.empty())
        {
            m_topology.floor[0]->Open(m_topology.client, m_topology.server, m_left);
            return;
        }
        Ptr<Socket> socket = Socket::CreateSocket(m_topology.nodes.Get(0), m_topology.factory);
        socket->SetConnectCallback(MakeCallback(&Churn::Connected, this),
                                   MakeNullCallback<void, Ptr<Socket>>());
        socket->Bind();
        socket->Connect(InetSocketAddress(m_topology.server, PORT));
    }

    void Connected(Ptr<Socket> socket)
    {
        socket->Send(Create<Packet>(TEXT));
        socket->Close();
    }

    void Accepted(Ptr<Socket> socket, const Address&)
    {
        socket->SetRecvCallback(MakeCallback(&Churn::Read, this));
        socket->SetCloseCallbacks(MakeCallback(&Churn::PeerClosed, this),
                                  MakeNullCallback<void, Ptr<Socket>>());
    }

    void Read(Ptr<Socket> socket)
    {
        while (Ptr<Packet> packet = socket->Recv())
        {
            if (packet->GetSize() == 0)
            {
                break;
            }
        }
    }

    void PeerClosed(Ptr<Socket> socket)
    {
        ++m_done;
        socket->Close();
    }

    Topology& m_topology;
    uint32_t m_left;
    uint64_t m_done{0};
    Ptr<Socket> m_listener;
};

/// One connection that carries text as fast as it can.
class Bulk
{
  public:
    Bulk(Topology& topology, uint32_t segments)
        : m_topology(topology),
          m_left(uint64_t{segments} * SEGMENT)
    {
        if (!topology.floor.empty())
        {
            topology.floor[0]->bulkLeft = segments;
            Simulator::Schedule(MilliSeconds(1),
                                &FloorProtocol::SendBulk,
                                topology.floor[0],
                                topology.client,
                                topology.server,
                                64);
            return;
        }
        m_listener = Socket::CreateSocket(topology.nodes.Get(1), topology.factory);
        m_listener->Bind(InetSocketAddress(Ipv4Address::GetAny(), PORT));
        m_listener->Listen();
        m_listener->SetAcceptCallback(MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
                                      MakeCallback(&Bulk::Accepted, this));
        m_socket = Socket::CreateSocket(topology.nodes.Get(0), topology.factory);
        m_socket->SetConnectCallback(MakeCallback(&Bulk::Connected, this),
                                     MakeNullCallback<void, Ptr<Socket>>());
        m_socket->SetSendCallback(MakeCallback(&Bulk::Write, this));
        m_socket->Bind();
        Simulator::Schedule(MilliSeconds(1), &Bulk::Connect, this);
    }

    /// \return segments' worth of text that arrived
    uint64_t Done() const
    {
        return m_topology.floor.empty() ? m_read / SEGMENT : m_topology.floor[1]->received;
    }

  private:
    void Connect()
    {
        m_socket->Connect(InetSocketAddress(m_topology.server, PORT));
    }

    void Connected(Ptr<Socket> socket)
    {
        Write(socket, socket->GetTxAvailable());
    }

    void Write(Ptr<Socket> socket, uint32_t)
    {
        while (m_left > 0 && socket->GetTxAvailable() >= SEGMENT)
        {
            const auto octets = static_cast<uint32_t>(std::min<uint64_t>(m_left, SEGMENT));
            if (socket->Send(Create<Packet>(octets)) < 0)
            {
                return;
            }
            m_left -= octets;
        }
    }

    void Accepted(Ptr<Socket> socket, const Address&)
    {
        m_accepted = socket;
        socket->SetRecvCallback(MakeCallback(&Bulk::Read, this));
    }

    void Read(Ptr<Socket> socket)
    {
        while (Ptr<Packet> packet = socket->Recv())
        {
            if (packet->GetSize() == 0)
            {
                break;
            }
            m_read += packet->GetSize();
        }
    }

    Topology& m_topology;
    uint64_t m_left;
    uint64_t m_read{0};
    Ptr<Socket> m_listener;
    Ptr<Socket> m_socket;
    Ptr<Socket> m_accepted;
};

template <typename Load>
Result
Simulate(const std::string& stack, uint32_t amount)
{
    Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(SEGMENT));
    Topology topology(stack);
    if (stack == "ours")
    {
        // The MSS counts options (RFC 6691): so that a segment carries as much text as the others'
        Config::SetDefault("ns3::TcpSocket::SegmentSize", UintegerValue(SEGMENT + 12));
    }
    Load load(topology, amount);
    Result result;
    const double memory = ResidentOctets();
    const double start = CpuSeconds();
    Simulator::Stop(Seconds(60)); // before any TIME-WAIT ends
    Simulator::Run();
    result.cpu = CpuSeconds() - start;
    result.memory = ResidentOctets() - memory;
    result.done = load.Done();
    return result;
}

/// Run one measurement in a child process.
Result
Measure(const std::string& stack, const std::string& what, uint32_t amount)
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
        const Result result =
            what == "connection" ? Simulate<Churn>(stack, amount) : Simulate<Bulk>(stack, amount);
        const bool written = write(ends[1], &result, sizeof result) == sizeof result;
        _exit(written ? 0 : 1);
    }
    close(ends[1]); // so that a child that dies is noticed
    Result result;
    const bool got = read(ends[0], &result, sizeof result) == sizeof result;
    int status = 0;
    waitpid(child, &status, 0);
    close(ends[0]);
    if (!got || status != 0 || result.done != amount)
    {
        NS_FATAL_ERROR("bench-lifecycle: " << stack << ", " << amount << " x " << what << ": "
                                           << result.done << " came to their end");
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
        parts.push_back(part);
    }
    return parts;
}

void
Compare(const std::string& what,
        uint32_t amount,
        const std::vector<std::string>& stacks,
        int repeat)
{
    std::map<std::string, std::vector<double>> cpu;
    std::map<std::string, std::vector<double>> memory;
    for (int i = 0; i < repeat; ++i)
    {
        for (const std::string& stack : stacks)
        {
            const Result result = Measure(stack, what, amount);
            cpu[stack].push_back(result.cpu / amount * 1e6);
            memory[stack].push_back(result.memory / amount);
        }
    }
    const double floor = cpu.count("floor") > 0 ? Median(cpu["floor"]) : 0;
    for (const std::string& stack : stacks)
    {
        const double median = Median(cpu[stack]);
        std::cout << std::left << std::setw(12) << what << std::right << std::setw(8) << amount
                  << "  " << std::left << std::setw(6) << stack << std::right << std::fixed
                  << std::setprecision(2) << std::setw(10) << median << std::setw(10)
                  << (floor > 0 ? median / floor : 0) << std::setprecision(0) << std::setw(12)
                  << Median(memory[stack]) << std::endl;
    }
}

} // namespace

int
main(int argc, char* argv[])
{
    std::string connections = "1000,16000";
    std::string stacks = "floor,ours,ns3";
    uint32_t segments = 20000;
    int repeat = 5;
    CommandLine cmd(__FILE__);
    cmd.AddValue("connections", "numbers of connections, open + 100 octets + close", connections);
    cmd.AddValue("segments", "text segments of the bulk transfer; 0: none", segments);
    cmd.AddValue("repeat", "repetitions; the median is printed", repeat);
    cmd.AddValue("stacks", "of floor, ours, ns3", stacks);
    cmd.Parse(argc, argv);

    std::cout << "what          number  stack      us each  x floor  octets each\n";
    for (const std::string& number : Split(connections))
    {
        Compare("connection", static_cast<uint32_t>(std::stoul(number)), Split(stacks), repeat);
    }
    if (segments > 0)
    {
        Compare("segment", segments, Split(stacks), repeat);
    }
    return 0;
}
