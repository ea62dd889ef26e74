/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef NS3_EXAMPLES_REPORT_H
#define NS3_EXAMPLES_REPORT_H

#include "ns3/config.h"
#include "ns3/ipv4-header.h"
#include "ns3/node-list.h"
#include "ns3/packet-sink.h"
#include "ns3/packet.h"
#include "ns3/simulator.h"
#include "ns3/tcp-header.h"

#include <cstdint>
#include <iostream>
#include <string>

/**
 * \file
 * What .ci/ns3-examples.py measures in an example of ns-3, whichever TCP it runs with.
 */

namespace ns3_examples
{

/// Segments that have arrived at a host.
struct Arrived
{
    uint64_t segments{0}; //!< how many
    uint64_t octets{0};   //!< of data
    double last{0};       //!< when the last one with data came, seconds
};

inline Arrived g_arrived; //!< from all hosts

/// \param header of IP \param packet after it
inline void
Count(const ns3::Ipv4Header& header, ns3::Ptr<const ns3::Packet> packet, uint32_t)
{
    constexpr uint8_t TCP = 6;
    if (header.GetProtocol() != TCP)
    {
        return;
    }
    ++g_arrived.segments;
    uint8_t start[13] = {};
    packet->CopyData(start, sizeof(start));
    const uint32_t octets = packet->GetSize() - 4 * (start[12] >> 4);
    if (octets > 0)
    {
        g_arrived.octets += octets;
        g_arrived.last = ns3::Simulator::Now().GetSeconds();
    }
}

/// Print what has been measured.
inline void
Print()
{
    uint64_t read = 0;
    for (auto node = ns3::NodeList::Begin(); node != ns3::NodeList::End(); ++node)
    {
        for (uint32_t i = 0; i < (*node)->GetNApplications(); ++i)
        {
            if (auto sink = ns3::DynamicCast<ns3::PacketSink>((*node)->GetApplication(i)))
            {
                read += sink->GetTotalRx();
            }
        }
    }
    std::cout << "\nreport: segments " << g_arrived.segments << " bytes " << g_arrived.octets
              << " read " << read << " last " << g_arrived.last << std::endl;
}

/// To be called before Simulator::Run().
inline void
Start()
{
    ns3::Config::ConnectWithoutContextFailSafe("/NodeList/*/$ns3::Ipv4L3Protocol/LocalDeliver",
                                               ns3::MakeCallback(&Count));
    // Before the nodes go, which other events of Simulator::Destroy() see to
    ns3::Simulator::ScheduleDestroy(&Print);
}

} // namespace ns3_examples

#endif // NS3_EXAMPLES_REPORT_H
