/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef MODEL_TEST_PAIR_H
#define MODEL_TEST_PAIR_H

#include "model-test-cut.h"
#include "model-test-net.h"

#include "ns3/simulator.h"

#include <boost/test/unit_test.hpp>

/// \file
/// A connection of which both ends keep a diary.

namespace model_test
{

/// A connection from node 0 to node 1, with the diaries of both ends.
struct Pair
{
    Pair()
    {
        cut[0] = CreateObject<Cut>();
        cut[1] = CreateObject<Cut>();
        net.Lose(0, cut[0]);
        net.Lose(1, cut[1]);
        listener = net.Listener(1, 80);
        OnAccept(listener, [this](Ptr<Socket> child) {
            accepted = DynamicCast<TcpLifecycleSocket>(child);
            server.Watch(child);
        });
        active = net.Make(0);
        client.Watch(active);
        BOOST_TEST_REQUIRE(active->Connect(net.At(1, 80)) == 0);
    }

    /// Run until the connection is ESTABLISHED at both ends.
    void Establish()
    {
        Simulator::Stop(Seconds(1));
        Simulator::Run();
        BOOST_TEST_REQUIRE(static_cast<bool>(accepted));
    }

    Net net;                          //!< the net
    Ptr<Cut> cut[2];                  //!< by receiving node
    Ptr<TcpLifecycleSocket> listener; //!< node 1's
    Ptr<TcpLifecycleSocket> active;   //!< node 0's
    Ptr<TcpLifecycleSocket> accepted; //!< node 1's
    Diary client;                     //!< node 0's
    Diary server;                     //!< node 1's
};

} // namespace model_test

#endif // MODEL_TEST_PAIR_H
