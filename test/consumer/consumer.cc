/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/internet-stack-helper.h"
#include "ns3/node-container.h"
#include "ns3/socket.h"
#include "ns3/tcp-lifecycle-capture.h"
#include "ns3/tcp-lifecycle-conntrack.h"
#include "ns3/tcp-lifecycle-fault-model.h"
#include "ns3/tcp-lifecycle-faults.h"
#include "ns3/tcp-lifecycle-header.h"
#include "ns3/tcp-lifecycle-helper.h"
#include "ns3/tcp-lifecycle-l4-protocol.h"
#include "ns3/tcp-lifecycle-ladder-recorder.h"
#include "ns3/tcp-lifecycle-ladder-svg.h"
#include "ns3/tcp-lifecycle-ladder-text.h"
#include "ns3/tcp-lifecycle-ladder.h"
#include "ns3/tcp-lifecycle-settings.h"
#include "ns3/tcp-lifecycle-socket-factory.h"
#include "ns3/tcp-lifecycle-socket-options.h"
#include "ns3/tcp-lifecycle-socket.h"
#include "ns3/tcp-lifecycle-trace.h"

#include <iostream>

/// Includes every public header.
int
main()
{
    ns3::NodeContainer nodes(2);
    ns3::InternetStackHelper().Install(nodes);
    ns3::TcpLifecycleHelper().Install(nodes);
    auto factory = ns3::TypeId::LookupByName("ns3::TcpLifecycleSocketFactory");
    auto socket = ns3::Socket::CreateSocket(nodes.Get(0), factory);
    std::cout << socket->GetInstanceTypeId().GetName() << std::endl;
    return socket->Bind();
}
