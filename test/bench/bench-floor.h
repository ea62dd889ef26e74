/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef BENCH_FLOOR_H
#define BENCH_FLOOR_H

#include "ns3/ip-l4-protocol.h"
#include "ns3/ipv4-address.h"
#include "ns3/ipv4-header.h"
#include "ns3/ipv4-interface.h"
#include "ns3/ipv4-l3-protocol.h"
#include "ns3/ipv6-header.h"
#include "ns3/ipv6-interface.h"
#include "ns3/node.h"
#include "ns3/nstime.h"
#include "ns3/packet.h"

#include <cstdint>
#include <vector>

/**
 * \file
 * The floor of a benchmark: a transport protocol without state that sends and receives as many
 * packets of the same sizes as a TCP would, at the same times, and does nothing else.
 */

namespace ns3
{
namespace bench
{

/// One packet of a conversation.
struct FloorStep
{
    uint32_t size;   //!< bytes of TCP segment: header, options and data; at least 20
    bool fromClient; //!< who sends it
    Time wait;       //!< since its sender last sent or received: what the user takes
};

/// The packets of a conversation.
using FloorScript = std::vector<FloorStep>;

/// The stateless protocol: the receiver of a step sends the next steps of the script.
class FloorProtocol : public IpL4Protocol
{
  public:
    int GetProtocolNumber() const override;
    RxStatus Receive(Ptr<Packet> packet,
                     const Ipv4Header& ip,
                     Ptr<Ipv4Interface> interface) override;
    RxStatus Receive(Ptr<Packet> packet,
                     const Ipv6Header& ip,
                     Ptr<Ipv6Interface> interface) override;
    void SetDownTarget(DownTargetCallback callback) override;
    void SetDownTarget6(DownTargetCallback6 callback) override;
    DownTargetCallback GetDownTarget() const override;
    DownTargetCallback6 GetDownTarget6() const override;

    /// Put in the place of a node's TCP. \param node it
    void Install(Ptr<Node> node);
    /// Begin a conversation. \param from own address \param to the peer's \param serial its number
    void Open(Ipv4Address from, Ipv4Address to, uint32_t serial);
    /// Send whole segments of a bulk transfer. \param from own \param to the peer's \param count
    /// many
    void SendBulk(Ipv4Address from, Ipv4Address to, uint32_t count);

    FloorScript script;     //!< the packets of a conversation
    uint64_t finished{0};   //!< conversations whose last packet was received here
    uint64_t received{0};   //!< packets
    uint64_t bulkLeft{0};   //!< whole segments still to be sent
    bool answersAll{false}; //!< whatever comes is answered by the script's second step

  private:
    void Continue(Ipv4Address from, Ipv4Address to, uint32_t step, uint32_t serial);
    void SendStep(Ipv4Address from, Ipv4Address to, uint32_t step, uint32_t serial);
    void Send(Ipv4Address from, Ipv4Address to, uint32_t step, uint32_t serial, uint32_t size);

    Ptr<Ipv4L3Protocol> m_ipv4; //!< the node's IPv4
    DownTargetCallback m_down;  //!< where packets go
    uint32_t m_bulkSent{0};     //!< whole segments sent
};

} // namespace bench
} // namespace ns3

#endif // BENCH_FLOOR_H
