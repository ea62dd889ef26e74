/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef HELPER_TEST_PAIR_H
#define HELPER_TEST_PAIR_H

#include "ns3/inet-socket-address.h"
#include "ns3/internet-stack-helper.h"
#include "ns3/ipv4-address-helper.h"
#include "ns3/net-device-container.h"
#include "ns3/node-container.h"
#include "ns3/point-to-point-helper.h"
#include "ns3/simulator.h"
#include "ns3/socket.h"
#include "ns3/string.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

/**
 * \file
 * What tests of the helper share.
 */

namespace helper_test
{

/// Two nodes with an IP stack and a link.
struct Pair
{
    Pair()
        : nodes(2)
    {
        ns3::PointToPointHelper link;
        link.SetChannelAttribute("Delay", ns3::StringValue("10ms"));
        devices = link.Install(nodes);
        ns3::InternetStackHelper().Install(nodes);
        ns3::Ipv4AddressHelper("10.0.0.0", "255.255.255.0").Assign(devices);
    }

    ~Pair()
    {
        ns3::Simulator::Destroy();
    }

    /// Node 0 opens a connection to node 1, nobody closes it, and time passes.
    /// \param seconds how much
    void Run(double seconds = 1)
    {
        ns3::Simulator::ScheduleNow(&Pair::Open, this);
        ns3::Simulator::Stop(ns3::Seconds(seconds));
        ns3::Simulator::Run();
    }

    /// Node 0 opens a connection to node 1.
    void Open()
    {
        using namespace ns3;
        const TypeId factory = TypeId::LookupByName("ns3::TcpLifecycleSocketFactory");
        listener = Socket::CreateSocket(nodes.Get(1), factory);
        listener->Bind(InetSocketAddress(Ipv4Address::GetAny(), 80));
        listener->Listen();
        socket = Socket::CreateSocket(nodes.Get(0), factory);
        socket->Connect(InetSocketAddress("10.0.0.2", 80));
    }

    ns3::NodeContainer nodes;        //!< the nodes
    ns3::NetDeviceContainer devices; //!< theirs
    ns3::Ptr<ns3::Socket> listener;  //!< at node 1
    ns3::Ptr<ns3::Socket> socket;    //!< at node 0
};

/// A folder that is gone afterwards.
struct Folder
{
    /// \param name of it, among temporary files
    explicit Folder(const std::string& name)
        : path(std::filesystem::temp_directory_path() / name)
    {
        std::filesystem::remove_all(path);
        std::filesystem::create_directories(path);
    }

    ~Folder()
    {
        std::filesystem::remove_all(path);
    }

    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::filesystem::path path; //!< where
};

/// \param path of a file \return what it has
inline std::string
Contents(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// \param text what \param part what it may contain \return how often it does
inline std::size_t
Count(const std::string& text, const std::string& part)
{
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    {
        ++count;
    }
    return count;
}

} // namespace helper_test

#endif // HELPER_TEST_PAIR_H
