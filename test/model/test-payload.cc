/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "model-test-net.h"
#include "tcp-lifecycle-payload.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <deque>
#include <random>

using namespace model_test;

namespace
{

/// \param from place in the pattern \param size bytes \return those
Ptr<Packet>
Text(uint64_t from, uint32_t size)
{
    std::vector<uint8_t> octets(size);
    for (uint32_t i = 0; i < size; ++i)
    {
        octets[i] = PatternAt(from + i, 1);
    }
    return Create<Packet>(octets.data(), size);
}

/// \param packet a packet \param from place in the pattern \return whether it is the pattern there
bool
IsText(const Ptr<const Packet>& packet, uint64_t from)
{
    std::vector<uint8_t> octets(packet->GetSize());
    packet->CopyData(octets.data(), packet->GetSize());
    for (std::size_t i = 0; i < octets.size(); ++i)
    {
        if (octets[i] != PatternAt(from + i, 1))
        {
            return false;
        }
    }
    return true;
}

} // namespace

BOOST_AUTO_TEST_SUITE(payload)

BOOST_AUTO_TEST_CASE(any_part_of_a_stream_can_be_copied_while_it_is_kept)
{
    std::mt19937 random(1);
    TcpLifecyclePacketStream stream;
    for (int step = 0; step < 5000; ++step)
    {
        switch (random() % 4)
        {
        case 0:
        case 1:
            stream.Append(Text(stream.End(), 1 + random() % 100));
            break;
        case 2:
            if (stream.End() > stream.Begin())
            {
                const uint64_t kept = stream.End() - stream.Begin();
                const uint64_t from = stream.Begin() + random() % kept;
                const auto size = static_cast<uint32_t>(
                    1 + random() % std::min<uint64_t>(stream.End() - from, 500));
                const Ptr<Packet> copy = stream.Copy(from, size);
                BOOST_TEST_REQUIRE(copy->GetSize() == size);
                BOOST_TEST_REQUIRE(IsText(copy, from));
            }
            break;
        case 3: {
            const uint64_t to = stream.Begin() + random() % (stream.End() - stream.Begin() + 1);
            if (random() % 4 == 0)
            {
                stream.DropBefore(to);
                BOOST_TEST_REQUIRE(stream.Begin() == to);
            }
            break;
        }
        }
    }
    stream.Clear();
    BOOST_TEST(stream.Begin() == stream.End());
}

BOOST_AUTO_TEST_CASE(a_copy_can_be_changed_without_harm)
{
    TcpLifecyclePacketStream stream;
    stream.Append(Text(0, 100));
    stream.Copy(0, 100)->RemoveAtStart(50);
    BOOST_TEST(stream.Copy(0, 100)->GetSize() == 100U);
}

BOOST_AUTO_TEST_CASE(what_is_taken_is_gone_and_may_be_changed)
{
    std::mt19937 random(2);
    TcpLifecyclePacketStream stream;
    std::deque<uint64_t> ends; // of the packets
    for (int step = 0; step < 5000; ++step)
    {
        if (stream.End() - stream.Begin() < 300)
        {
            stream.Append(Text(stream.End(), 1 + random() % 100));
            ends.push_back(stream.End());
            continue;
        }
        const uint64_t from = stream.Begin();
        while (ends.front() <= from)
        {
            ends.pop_front();
        }
        const bool whole = random() % 2 == 0;
        const auto size = static_cast<uint32_t>(whole ? ends.front() - from
                                                      : 1 + random() % (stream.End() - from - 1));
        const Ptr<Packet> taken = stream.Take(size);
        BOOST_TEST_REQUIRE(taken->GetSize() == size);
        BOOST_TEST_REQUIRE(IsText(taken, from));
        BOOST_TEST_REQUIRE(stream.Begin() == from + size);
        taken->RemoveAtStart(size / 2);
        BOOST_TEST_REQUIRE(IsText(
            stream.Copy(stream.Begin(), static_cast<uint32_t>(stream.End() - stream.Begin())),
            stream.Begin()));
    }
}

BOOST_AUTO_TEST_CASE(octets_arrive_in_any_order_and_more_than_once)
{
    for (uint32_t seed = 0; seed < 50; ++seed)
    {
        std::mt19937 random(seed);
        TcpLifecycleReceiveStore store;
        constexpr uint32_t TOTAL = 2000;
        std::vector<bool> there(TOTAL);
        uint64_t delivered = 0;
        uint64_t read = 0;
        while (read < TOTAL)
        {
            const auto size = static_cast<uint32_t>(1 + random() % 150);
            const auto from = static_cast<uint32_t>(random() % TOTAL);
            const uint32_t end = std::min(TOTAL, from + size);
            store.Store(from, Text(from, end - from));
            std::fill(there.begin() + from, there.begin() + end, true);
            while (delivered < TOTAL && there[delivered])
            {
                ++delivered;
            }
            store.Deliver(delivered);
            BOOST_TEST_REQUIRE(store.Readable() == delivered - read);
            if (random() % 3 == 0)
            {
                const auto wanted = static_cast<uint32_t>(1 + random() % 300);
                const Ptr<Packet> packet = store.Read(wanted);
                if (packet)
                {
                    BOOST_TEST_REQUIRE(packet->GetSize() <= wanted);
                    BOOST_TEST_REQUIRE(IsText(packet, read));
                    read += packet->GetSize();
                }
                else
                {
                    BOOST_TEST_REQUIRE(delivered == read);
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(what_is_not_delivered_cannot_be_read)
{
    TcpLifecycleReceiveStore store;
    store.Store(0, Text(0, 10));
    BOOST_TEST(store.Readable() == 0U);
    BOOST_TEST(!store.Read(5));
    store.Deliver(10);
    BOOST_TEST(store.Readable() == 10U);
    store.Clear();
    BOOST_TEST(store.Readable() == 0U);
    store.Store(10, Text(10, 5));
    store.Deliver(15);
    BOOST_TEST(IsText(store.Read(100), 10));
}

BOOST_AUTO_TEST_SUITE_END()
