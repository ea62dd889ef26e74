/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_KERNEL_NETWORK_H
#define TCP_LIFECYCLE_KERNEL_NETWORK_H

#include "tcp-lifecycle-faults.h"
#include "tcp-lifecycle-kernel-space.h"
#include "tcp-lifecycle-kernel-wire.h"

#include "ns3/data-rate.h"
#include "ns3/error-model.h"
#include "ns3/net-device-container.h"
#include "ns3/node-container.h"
#include "ns3/nstime.h"

#include <memory>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * A simulated host that this machine's kernel reaches over a simulated link.
 */

namespace ns3
{

/**
 * \ingroup tcp-lifecycle
 *
 * A simulated host, a link with faults, a router, a TUN device, and this machine's kernel in the
 * network namespace of the process:
 *
 *     host 10.0.1.1 ---- link ---- 10.0.1.2 router 10.0.2.1 ---- TUN ---- 10.0.2.2 kernel
 *
 * The simulation has to run in real time. Usage:
 *
 * \code
 * TcpLifecycleKernelNetwork::UseRealTime(); // before anything else of ns-3
 * TcpLifecycleKernelSpace::Enter();
 * TcpLifecycleKernelNetwork network({MilliSeconds(10), DataRate("1Gbps")});
 * helper.Install(network.GetHost());
 * network.Start();
 * Simulator::Run();
 * network.Stop();
 * \endcode
 */
class TcpLifecycleKernelNetwork
{
  public:
    /// Address of the simulated host.
    static constexpr const char* HOST = "10.0.1.1";
    /// Address of the kernel.
    static constexpr const char* KERNEL = "10.0.2.2";

    /// What it is like.
    struct Settings
    {
        Time delay{MilliSeconds(10)}; //!< of the link, one way
        DataRate rate{"1Gbps"};       //!< of the link
        uint32_t mtu{1500};           //!< of the link
        uint32_t kernelMtu{1500};     //!< of the TUN device
    };

    /// How late the simulation was.
    struct Slip
    {
        Time most; //!< real time after simulated time, at most
        Time when; //!< simulated time at that moment
        Time now;  //!< real time after simulated time when it was last looked at
    };

    /// Let the simulator run in real time, and IP have checksums.
    static void UseRealTime();

    /// \param settings what it is like
    /// \throw TcpLifecycleKernelUnavailable if there is no TUN device
    explicit TcpLifecycleKernelNetwork(const Settings& settings);

    /// \return the simulated host; its TCP is not installed yet
    Ptr<Node> GetHost() const;
    /// \return the wire to the kernel
    const TcpLifecycleKernelWire& GetWire() const;

    /**
     * Put rules onto the link, A the simulated host, B the kernel.
     * \param rules the rules \param lossAtA asked about what no rule strikes on its way to A, or
     * null \param lossAtB the same for B \return the models
     */
    TcpLifecycleFaults::Models InstallFaults(const std::vector<TcpLifecycleFaultRule>& rules,
                                             Ptr<ErrorModel> lossAtA = nullptr,
                                             Ptr<ErrorModel> lossAtB = nullptr);

    /// Capture what the host's IP sends and receives, in TCP's order. \param path of a pcap file
    void CaptureHost(const std::string& path);

    /// The kernel's packets arrive, and are recorded, from the start of the simulation on.
    void Start();
    /// The simulation has ended: no more packets arrive, and the TUN device is gone.
    void Stop();

    /// Look at the clock, to be called often. \return how late the simulation was so far
    const Slip& Look();
    /// \return after Stop(): all packets at the kernel's device, times from the simulation's start
    const std::vector<TcpLifecycleKernelSniffer::Packet>& GetKernelPackets() const;

  private:
    void Begin();

    NodeContainer m_nodes;                                    //!< host and router
    NetDeviceContainer m_link;                                //!< between the two
    Slip m_slip;                                              //!< see Look()
    int64_t m_begun{0};                                       //!< when the sniffer was started
    std::unique_ptr<TcpLifecycleKernelWire> m_wire;           //!< to the kernel
    std::unique_ptr<TcpLifecycleKernelCapture> m_capture;     //!< at the host
    std::unique_ptr<TcpLifecycleKernelSniffer> m_sniffer;     //!< at the kernel
    std::vector<TcpLifecycleKernelSniffer::Packet> m_packets; //!< see GetKernelPackets()
};

} // namespace ns3

#endif // TCP_LIFECYCLE_KERNEL_NETWORK_H
