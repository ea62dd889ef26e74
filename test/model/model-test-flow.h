/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef MODEL_TEST_FLOW_H
#define MODEL_TEST_FLOW_H

#include "model-test-net.h"

#include "ns3/point-to-point-net-device.h"
#include "ns3/random-variable-stream.h"

#include <boost/test/unit_test.hpp>

namespace model_test
{

/**
 * A connection from node 0 to port 80 of node 1. Node 0 writes and closes when all is written;
 * node 1 closes when it has read to the end of file. If node 1 writes too, each closes when it
 * has read to the end of file and written all.
 */
struct Flow
{
    /// \param isIpv6 family \param forth bytes from node 0 \param options the net
    /// \param back bytes from node 1
    explicit Flow(bool isIpv6, uint64_t forth, const NetOptions& options = {}, uint64_t back = 0)
        : net(options),
          writer(forth, 7, back == 0),
          backWriter(back, 8, false),
          reader(7, back == 0)
    {
        listener = net.MakeSocket(1);
        BOOST_TEST_REQUIRE(listener->Bind(Net::Any(80, isIpv6)) == 0);
        BOOST_TEST_REQUIRE(listener->Listen() == 0);
        listener->SetAcceptCallback(
            MakeNullCallback<bool, Ptr<Socket>, const Address&>(),
            Callback<void, Ptr<Socket>, const Address&>(
                [this](Ptr<Socket> socket, const Address&) { Accept(socket); }));
        active = net.MakeSocket(0);
        client.Watch(active);
        writer.Start(active);
        if (backWriter.Total() > 0)
        {
            backReader.Start(active);
            writer.done = [this] { active->ShutdownSend(); };
        }
        BOOST_TEST_REQUIRE(active->Connect(net.At(1, 80, isIpv6)) == 0);
    }

    Net net;                     //!< the net
    Writer writer;               //!< at node 0
    Writer backWriter;           //!< at node 1
    Reader reader;               //!< at node 1
    Reader backReader{8, false}; //!< at node 0
    Diary client;                //!< node 0's
    Diary server;                //!< node 1's
    Ptr<Socket> listener;        //!< node 1's
    Ptr<Socket> active;          //!< node 0's
    Ptr<Socket> accepted;        //!< node 1's

  private:
    /// \param socket of node 1
    void Accept(const Ptr<Socket>& socket)
    {
        accepted = socket;
        server.WatchState(socket);
        reader.Start(socket);
        if (backWriter.Total() > 0)
        {
            backWriter.Start(socket);
            backWriter.done = [this] { accepted->ShutdownSend(); };
        }
    }
};

} // namespace model_test

#endif // MODEL_TEST_FLOW_H
