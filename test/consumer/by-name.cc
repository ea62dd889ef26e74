/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/node-container.h"
#include "ns3/object-factory.h"
#include "ns3/object.h"

/// Uses no symbol of the library, only a name.
int
main()
{
    ns3::TypeId type;
    if (!ns3::TypeId::LookupByNameFailSafe("ns3::TcpLifecycleL4Protocol", &type))
    {
        return 1;
    }
    ns3::NodeContainer nodes(1);
    nodes.Get(0)->AggregateObject(ns3::ObjectFactory(type.GetName()).Create<ns3::Object>());
    return 0;
}
