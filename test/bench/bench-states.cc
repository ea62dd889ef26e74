/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "bench-states.h"

#include "lifecycle-host.h"

#include <chrono>

namespace ns3
{
namespace bench
{

using namespace lifecycle;

const StateCase STATE_CASES[5] = {
    {"TIME-WAIT IPv4", true, false, false, 96},
    {"TIME-WAIT IPv6", true, true, false, 128},
    {"TIME-WAIT IPv4 recorded", true, false, true, 320},
    {"SYN-RECEIVED IPv4", false, false, false, 128},
    {"SYN-RECEIVED IPv6", false, true, false, 160},
};

namespace
{

constexpr uint32_t PORTS_OF_ADDRESS = 60000; //!< ends from one address

/// Nobody drives it but the lines below.
class Environment : public HostEnvironment
{
  public:
    CongestionControl& CongestionOf(Handle) override
    {
        return m_congestion;
    }

    const Config* AdmitSyn(Handle, const FourTuple&) override
    {
        return &m_config;
    }

    bool AreHosts(const IpAddress&, const IpAddress&) override
    {
        return true;
    }

  private:
    RenoCongestionControl m_congestion; //!< never asked: there is no data
    Config m_config;                    //!< of all connections
};

/// \param i a number \param isIpv6 family \return two ends, different for each number
FourTuple
NthTuple(uint32_t i, bool isIpv6)
{
    FourTuple tuple{IpAddress::FromIpv4(0x0a000001),
                    IpAddress::FromIpv4(0x0b000000 + i / PORTS_OF_ADDRESS),
                    80,
                    static_cast<uint16_t>(1024 + i % PORTS_OF_ADDRESS)};
    tuple.local.isIpv6 = tuple.remote.isIpv6 = isIpv6;
    return tuple;
}

/// One host and its peers.
class Lone
{
  public:
    /// \param what is kept
    explicit Lone(const StateCase& what)
        : m_what(what),
          m_host(Parameters(what), m_environment)
    {
        HostRefusal refusal;
        IpAddress any;
        any.isIpv6 = what.isIpv6;
        m_host.Listen(any, 80, m_now, refusal);
    }

    /// One more end. \param i its number
    void Add(uint32_t i)
    {
        const FourTuple tuple = NthTuple(i, m_what.isIpv6);
        m_now += std::chrono::microseconds(1);
        const Handle child = Receive(tuple, SYN, 100, 0);
        if (m_what.timeWait)
        {
            Receive(tuple, ACK, 101, 5001);
            m_host.Close(child, m_now);
            Receive(tuple, FIN | ACK, 101, 5002);
        }
    }

    /// \return ends in the state
    std::size_t Kept() const
    {
        return m_host.CountIn(m_what.timeWait ? State::TimeWait : State::SynReceived);
    }

  private:
    static HostConfig Parameters(const StateCase& what)
    {
        HostConfig config;
        config.isn.fixed = 5000;
        config.recordConnections = what.records;
        config.listening.synBacklog = 0xffffffff;
        return config;
    }

    Handle Receive(const FourTuple& tuple, uint8_t flags, uint32_t seq, uint32_t ack)
    {
        Segment segment;
        segment.sourcePort = tuple.remotePort;
        segment.destinationPort = tuple.localPort;
        segment.flags = flags;
        segment.seq = Seq(seq);
        segment.ack = Seq(ack);
        segment.window = 65535;
        segment.options.AddTimestamps({1, 0});
        if ((flags & SYN) != 0)
        {
            segment.options.AddMaxSegmentSize(1460);
        }
        const Handle by = m_host.OnSegment(tuple.local, tuple.remote, segment, m_now);
        m_host.Settle(m_now);
        m_host.Out().clear();
        return by;
    }

    StateCase m_what;          //!< what is kept
    Environment m_environment; //!< the driver
    Host m_host;               //!< the host
    Instant m_now{};           //!< time
};

} // namespace

Result
KeepEnds(const StateCase& what, uint32_t ends)
{
    Lone lone(what);
    for (uint32_t i = 0; i < 10; ++i)
    {
        lone.Add(i);
    }
    const Meter meter;
    for (uint32_t i = 0; i < ends; ++i)
    {
        lone.Add(10 + i);
    }
    return meter.Read(lone.Kept() - 10, ends);
}

} // namespace bench
} // namespace ns3
