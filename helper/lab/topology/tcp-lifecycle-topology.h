/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_TOPOLOGY_H
#define TCP_LIFECYCLE_TOPOLOGY_H

#include "tcp-lifecycle-faults.h"
#include "tcp-lifecycle-helper.h"

#include "ns3/address.h"
#include "ns3/data-rate.h"
#include "ns3/error-model.h"
#include "ns3/net-device-container.h"
#include "ns3/node-container.h"
#include "ns3/nstime.h"
#include "ns3/ptr.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Networks of point-to-point links with this TCP on their hosts.
 */

namespace ns3
{

/// A link, in both directions.
struct TcpLifecycleLink
{
    /// 1 Gb/s, 10 ms, no loss, ns-3's default queue disc.
    TcpLifecycleLink() = default;
    /**
     * \param linkRate `10Mbps` \param linkDelay one way, `20ms`
     * \param linkLoss probability that a packet is lost, 0..1
     * \param disc see queueDisc \param size see queueSize
     */
    TcpLifecycleLink(const std::string& linkRate,
                     const std::string& linkDelay,
                     double linkLoss = 0,
                     const std::string& disc = "default",
                     const std::string& size = "");

    /// \throw std::invalid_argument if a value is invalid
    void Check() const;
    /// \return the TypeId of the queue disc to be named, or `default`; empty: there is none
    std::string GetQueueDiscType() const;

    DataRate rate{"1Gbps"};           //!< above 0
    Time delay{MilliSeconds(10)};     //!< one way, >= 0
    double loss{0};                   //!< probability that a packet is lost, 0..1
    std::string queueDisc{"default"}; //!< a queue disc's TypeId, `ns3::CoDelQueueDisc`; `default`:
                                      //!< ns-3's; `none`: the device's queue alone
    std::string queueSize; //!< of the queue disc, without one of the device's queue: `100p`,
                           //!< `64KiB`; empty: ns-3's default. Before a queue disc that is named
                           //!< the device's queue holds one packet.
};

/// The hosts.
struct TcpLifecycleHosts
{
    bool ipv6{false};           //!< IPv6 instead of IPv4
    TcpLifecycleHelper clients; //!< installs TCP on clients: its profile and attributes are theirs
    TcpLifecycleHelper servers; //!< the same on servers
};

/**
 * \ingroup tcp-lifecycle
 *
 * Clients on one side, servers on the other, none or some routers in a row between them:
 *
 * \code
 * TcpLifecycleDumbbell net(20, 20, {"100Mbps", "2ms"}, {"10Mbps", "20ms", 0.01});
 * \endcode
 *
 * Hosts have this TCP. Routes are static. Nodes are numbered clients first, then servers, then
 * routers. By IPv4 client i is 10.1.0.0 + 4 i + 1, server i 10.2.0.0 + 4 i + 2; by IPv6
 * fd00:0:1:i::1 and fd00:0:2:i::2. Two hosts on one link are 10.1.0.1 and 10.1.0.2, fd00:0:1:0::1
 * and ...::2.
 *
 * End A of a link is the one on the clients' side.
 */
class TcpLifecycleTopology
{
  public:
    /// Most clients, and most servers: what the addresses have room for.
    static constexpr uint32_t MOST_HOSTS = 16000;

    virtual ~TcpLifecycleTopology() = default;

    /// \return the clients' nodes
    const NodeContainer& GetClients() const;
    /// \return the servers' nodes
    const NodeContainer& GetServers() const;
    /// \return the routers, from the clients' side to the servers'
    const NodeContainer& GetRouters() const;
    /// \return clients and servers
    NodeContainer GetHosts() const;
    /// \param client which \param port of the address \return its address
    Address GetClientAddress(uint32_t client, uint16_t port) const;
    /// \param server which \param port of the address \return its address
    Address GetServerAddress(uint32_t server, uint16_t port) const;

    /// \return how many links: the clients', those between routers, the servers'
    std::size_t GetNLinks() const;
    /// \return the link that every connection uses, see the shapes
    std::size_t GetSharedLink() const;
    /// \param link below GetNLinks() \return its devices, at A and at B
    const NetDeviceContainer& GetDevices(std::size_t link) const;
    /**
     * Put fault rules onto the shared link, or another; onto each once at most.
     * \param rules rules
     * \return the models
     * \throw std::invalid_argument if a rule is about a host where none is
     */
    const TcpLifecycleFaults::Models& InstallFaults(
        const std::vector<TcpLifecycleFaultRule>& rules);
    /// \copybrief InstallFaults \param rules rules \param link which \return the models
    /// \throw std::invalid_argument if a rule is about a host where none is
    const TcpLifecycleFaults::Models& InstallFaults(const std::vector<TcpLifecycleFaultRule>& rules,
                                                    std::size_t link);

    /**
     * Assign the random streams of links, fault rules and TCPs.
     * \param stream the first stream \return the number of streams used
     */
    int64_t AssignStreams(int64_t stream);
    /**
     * Write `<prefix>-<node>-<device>.pcap`.
     * \param prefix path \param routers whether those of routers too, or of hosts alone
     */
    void EnablePcap(const std::string& prefix, bool routers = false) const;

  protected:
    /// How many of each, and their links.
    struct Shape
    {
        uint32_t clients;        //!< 1 to MOST_HOSTS; 1 without routers
        uint32_t servers;        //!< 1 to MOST_HOSTS; 1 without routers
        uint32_t routers;        //!< 0 to MOST_HOSTS
        TcpLifecycleLink client; //!< of each client, and without routers the only one
        TcpLifecycleLink middle; //!< between routers
        TcpLifecycleLink server; //!< of each server
    };

    /// \param shape the network's \param hosts its hosts
    /// \throw std::invalid_argument if a number, a link or a queue disc is invalid
    TcpLifecycleTopology(const Shape& shape, const TcpLifecycleHosts& hosts);

  private:
    /// Where a link's addresses are.
    struct Subnet
    {
        uint32_t network; //!< whose links
        uint32_t index;   //!< which of them
    };

    /// One link, laid.
    struct Laid
    {
        TcpLifecycleLink link;                   //!< its parameters
        Subnet subnet;                           //!< its addresses
        NetDeviceContainer devices;              //!< at A, at B
        std::array<Ptr<RateErrorModel>, 2> loss; //!< at A, at B; null without loss
        TcpLifecycleFaults::Models faults;       //!< null without rules
    };

    void Lay(const TcpLifecycleLink& link, const Ptr<Node>& a, const Ptr<Node>& b, Subnet subnet);
    static void AddQueueDisc(const Laid& laid);
    void AddAddresses(const Laid& laid);
    void AddRoutes();

    bool m_ipv6;                 //!< IPv6 instead of IPv4
    NodeContainer m_clients;     //!< see GetClients()
    NodeContainer m_servers;     //!< see GetServers()
    NodeContainer m_routers;     //!< see GetRouters()
    std::vector<Laid> m_links;   //!< see GetNLinks()
    std::size_t m_shared{0};     //!< see GetSharedLink()
    TcpLifecycleHelper m_helper; //!< for streams
};

/// A client and a server on one link.
class TcpLifecyclePointToPoint : public TcpLifecycleTopology
{
  public:
    /// \param link the link \param hosts the hosts \throw std::invalid_argument see Shape
    explicit TcpLifecyclePointToPoint(const TcpLifecycleLink& link = {},
                                      const TcpLifecycleHosts& hosts = {});
};

/// A client, routers in a row, a server. The shared link is the one in the middle, the earlier of
/// two.
class TcpLifecycleChain : public TcpLifecycleTopology
{
  public:
    /// \param routers their number, from 1 on \param link each link \param hosts the hosts
    /// \throw std::invalid_argument see Shape
    explicit TcpLifecycleChain(uint32_t routers,
                               const TcpLifecycleLink& link = {},
                               const TcpLifecycleHosts& hosts = {});
};

/// Clients on one router, servers on another; between these the bottleneck, which is shared.
class TcpLifecycleDumbbell : public TcpLifecycleTopology
{
  public:
    /// \param clients their number \param servers their number \param access each host's link
    /// \param bottleneck the link between the routers \param hosts the hosts
    /// \throw std::invalid_argument see Shape
    TcpLifecycleDumbbell(uint32_t clients,
                         uint32_t servers,
                         const TcpLifecycleLink& access = {},
                         const TcpLifecycleLink& bottleneck = {},
                         const TcpLifecycleHosts& hosts = {});
};

/// Clients and one server on one router; the server's link is shared.
class TcpLifecycleStar : public TcpLifecycleTopology
{
  public:
    /// \param clients their number \param access each client's link \param server the server's link
    /// \param hosts the hosts \throw std::invalid_argument see Shape
    explicit TcpLifecycleStar(uint32_t clients,
                              const TcpLifecycleLink& access = {},
                              const TcpLifecycleLink& server = {},
                              const TcpLifecycleHosts& hosts = {});
};

} // namespace ns3

#endif // TCP_LIFECYCLE_TOPOLOGY_H
