/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-test-two-hosts.h"

#include <algorithm>

namespace ns3
{
namespace lifecycle
{
namespace test
{

namespace
{

/// More segments are not on their way at a time: the oldest is lost.
constexpr std::size_t MOST_FLIGHTS = 64;

/// An exchange of more segments without a change of any state or number is endless.
constexpr unsigned MOST_WITHOUT_PROGRESS = 300;

/// The number of deadlines after which connections that wait forever are aborted.
constexpr unsigned MOST_DEADLINES = 3000;

} // namespace

void
Require(bool holds, const char* what)
{
    if (!holds)
    {
        throw HostViolation(what);
    }
}

TwoHosts::TwoHosts(Chooser choose, Visits& visits)
    : m_choose(std::move(choose)),
      m_visits(visits),
      m_benign(m_choose(2) == 0)
{
    for (unsigned i = 0; i < 2; ++i)
    {
        m_ends[i] = std::make_unique<ChaosHost>(*this, i);
    }
}

IpAddress
TwoHosts::AddressOf(unsigned number) const
{
    IpAddress address;
    address.octets = {10, 0, 0, static_cast<uint8_t>(number + 1)};
    return address;
}

void
TwoHosts::Send(Flight flight)
{
    if (m_flights.size() >= MOST_FLIGHTS && !m_finishing)
    {
        m_flights.erase(m_flights.begin());
    }
    m_flights.push_back(std::move(flight));
}

void
TwoHosts::Deliver(std::size_t index, bool keep)
{
    const Flight flight = m_flights[index];
    if (!keep)
    {
        m_flights.erase(m_flights.begin() + static_cast<std::ptrdiff_t>(index));
    }
    ChaosHost& end = *m_ends[flight.to];
    m_arriving = &flight;
    end.host->OnSegment(flight.tuple.local, flight.tuple.remote, flight.segment, m_now);
    end.Drive();
    m_arriving = nullptr;
}

void
TwoHosts::Step()
{
    if (m_now > END_OF_TIME)
    {
        return;
    }
    switch (m_choose(m_benign ? 11 : 12))
    {
    case 0:
    case 1:
    case 2:
        m_ends[m_choose(2)]->CallUser(false);
        break;
    case 3:
    case 4:
        PassTime(std::chrono::milliseconds(m_choose(100)));
        break;
    case 11:
        Forge();
        break;
    default:
        if (!m_flights.empty())
        {
            const auto count = static_cast<uint32_t>(m_flights.size());
            const std::size_t index = m_choose(4) == 0 ? m_choose(count) : 0;
            const uint32_t fate = m_choose(12);
            if (fate == 0)
            {
                m_flights.erase(m_flights.begin() + static_cast<std::ptrdiff_t>(index)); // lost
            }
            else
            {
                Deliver(index, fate == 1);
            }
        }
        break;
    }
    for (const auto& end : m_ends)
    {
        end->Check();
    }
}

void
TwoHosts::Forge()
{
    const unsigned to = m_choose(2);
    Flight flight = MakeForged(to);
    flight.forged = true;
    flight.id = 0;
    flight.to = to;
    flight.tuple.local = AddressOf(to);
    flight.tuple.remote = AddressOf(m_choose(16) == 0 ? to : 1 - to);
    flight.segment.sourcePort = flight.tuple.remotePort;
    flight.segment.destinationPort = flight.tuple.localPort;
    m_flights.push_back(flight);
    Deliver(m_flights.size() - 1, m_choose(8) == 0);
}

Flight
TwoHosts::MakeForged(unsigned to)
{
    static const uint8_t FLAGS[] = {SYN,
                                    SYN,
                                    SYN | ACK,
                                    ACK,
                                    ACK,
                                    ACK,
                                    RST,
                                    RST | ACK,
                                    FIN | ACK,
                                    FIN,
                                    URG | ACK,
                                    0,
                                    SYN | FIN};
    Flight flight;
    const uint32_t kind = m_choose(3);
    ChaosHost& end = *m_ends[to];
    const uint64_t id = kind == 0 ? end.host->IdOf(end.AnyConnection()) : 0;
    if (id != 0)
    {
        // By one who has heard everything
        const Watched& one = end.seen[id];
        flight.segment.flags = FLAGS[m_choose(13)];
        flight.segment.seq = one.expected + (m_choose(2) == 0 ? m_choose(3) : 0);
        flight.segment.ack = one.next - (m_choose(2) == 0 ? m_choose(3) : 0);
        flight.tuple = one.tuple;
    }
    else if (kind == 1 && !m_flights.empty())
    {
        flight = m_flights[m_choose(static_cast<uint32_t>(m_flights.size()))];
        flight.segment.seq += m_choose(3) == 0 ? m_choose(0xffffffff) : m_choose(5) - 2;
        flight.segment.ack += m_choose(3) == 0 ? m_choose(0xffffffff) : m_choose(5) - 2;
        flight.segment.flags = m_choose(2) == 0 ? FLAGS[m_choose(13)] : flight.segment.flags;
    }
    else
    {
        flight.segment.flags = FLAGS[m_choose(13)];
        flight.segment.seq = Seq(m_choose(0xffffffff));
        flight.segment.ack = Seq(m_choose(0xffffffff));
        flight.tuple.localPort = static_cast<uint16_t>(m_choose(2) == 0 ? 80 : 1000);
        flight.tuple.remotePort = static_cast<uint16_t>(m_choose(2) == 0 ? 80 : 1000);
    }
    flight.segment.length = m_choose(4) == 0 ? m_choose(1460) : 0;
    flight.segment.window = static_cast<uint16_t>(m_choose(4) == 0 ? 0 : m_choose(65536));
    return flight;
}

void
TwoHosts::PassTime(Duration most)
{
    const Instant next = std::min(m_ends[0]->host->NextDeadline(), m_ends[1]->host->NextDeadline());
    if (next == NEVER || (!m_finishing && m_choose(3) == 0))
    {
        m_now += most;
    }
    else
    {
        m_now = std::max(m_now, next);
    }
    for (const auto& end : m_ends)
    {
        end->MeetDeadline();
    }
}

void
TwoHosts::Purge(const FourTuple& tuple, unsigned from, bool both)
{
    const FourTuple there{tuple.remote, tuple.local, tuple.remotePort, tuple.localPort};
    const auto old = [&](const Flight& flight) {
        return (flight.to != from && flight.tuple == there) ||
               (both && flight.to == from && flight.tuple == tuple) ||
               (tuple.local == tuple.remote && (flight.tuple == there || flight.tuple == tuple));
    };
    m_flights.erase(std::remove_if(m_flights.begin(), m_flights.end(), old), m_flights.end());
}

void
TwoHosts::DrainNetwork()
{
    unsigned without = 0;
    while (!m_flights.empty())
    {
        const uint64_t before = m_progress;
        Deliver(0, false);
        without = m_progress == before ? without + 1 : 0;
        Require(without < MOST_WITHOUT_PROGRESS, "two ends do not answer each other forever");
    }
}

void
TwoHosts::Finish()
{
    m_finishing = true;
    for (unsigned met = 0; m_now <= END_OF_TIME; ++met)
    {
        for (const auto& end : m_ends)
        {
            end->CloseAll();
        }
        DrainNetwork();
        const Instant next =
            std::min(m_ends[0]->host->NextDeadline(), m_ends[1]->host->NextDeadline());
        if (next == NEVER || met == MOST_DEADLINES)
        {
            CheckEnds();
            return;
        }
        PassTime(Duration(0));
    }
}

void
TwoHosts::CheckEnds() const
{
    for (const auto& end : m_ends)
    {
        const bool waits = end->host->NextDeadline() == NEVER;
        for (const uint64_t id : end->Open())
        {
            const Watched& one = end->seen[id];
            // RFC 9293 has no timeout in FIN-WAIT-2; its peer may have gone
            Require(!waits || one.state == State::FinWait2,
                    "what was closed ends, or waits for FIN");
            end->host->Abort(one.handle, m_now);
            end->Drive();
        }
        Require(end->host->Size() == 0, "nothing is left");
    }
}

} // namespace test
} // namespace lifecycle
} // namespace ns3
