/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-port-allocator.h"
#include "lifecycle-test-net.h"

#include <boost/test/unit_test.hpp>
#include <map>
#include <set>

using namespace ns3::lifecycle;
using namespace ns3::lifecycle::test;

BOOST_AUTO_TEST_SUITE(host_port_policy)

namespace
{

constexpr PortAlgorithm ALGORITHMS[] = {PortAlgorithm::SimpleRandom,
                                        PortAlgorithm::RepeatedRandom,
                                        PortAlgorithm::SimpleHash,
                                        PortAlgorithm::DoubleHash,
                                        PortAlgorithm::RandomIncrements,
                                        PortAlgorithm::EvenFirst};

/// \param peer last byte of the destination's address \return two ends without own port
FourTuple
To(uint8_t peer)
{
    return FourTuple{Address(1), Address(peer), 0, 80};
}

} // namespace

BOOST_AUTO_TEST_CASE(every_algorithm_gives_each_port_once_and_then_none)
{
    for (const PortAlgorithm algorithm : ALGORITHMS)
    {
        for (const PortRange range : {PortRange{1000, 1999}, PortRange{7, 7}, PortRange{10, 12}})
        {
            PortAllocator ports(42);
            std::set<uint16_t> taken;
            const auto isFree = [&](uint16_t port) { return taken.count(port) == 0; };
            for (uint32_t i = 0; i < range.Count(); ++i)
            {
                const uint16_t port = ports.Choose(algorithm, range, To(2), isFree);
                BOOST_TEST(port >= range.first);
                BOOST_TEST(port <= range.last);
                BOOST_TEST(taken.insert(port).second);
            }
            BOOST_TEST(ports.Choose(algorithm, range, To(2), isFree) == 0);
        }
    }
}

// RFC 6056, 3.3.1 and 3.3.2: the next port says nothing of the last; 3.3.3 and 3.3.4: it follows
// the last one to that destination; 3.3.5: at most 500 beyond it
BOOST_AUTO_TEST_CASE(the_steps_between_ports_are_those_of_the_algorithm)
{
    const PortRange range{10000, 59999};
    const auto yes = [](uint16_t) { return true; };
    for (const PortAlgorithm algorithm : ALGORITHMS)
    {
        PortAllocator ports(42);
        std::map<uint32_t, uint32_t> steps;
        uint16_t last = ports.Choose(algorithm, range, To(2), yes);
        for (int i = 0; i < 1000; ++i)
        {
            const uint16_t port = ports.Choose(algorithm, range, To(2), yes);
            ++steps[(port + range.Count() - last) % range.Count()];
            last = port;
        }
        switch (algorithm)
        {
        case PortAlgorithm::SimpleRandom:
        case PortAlgorithm::RepeatedRandom:
            BOOST_TEST(steps.size() > 950u); // 1000 draws of 50000: 10 pairs are to be expected
            break;
        case PortAlgorithm::SimpleHash:
        case PortAlgorithm::DoubleHash:
            BOOST_TEST(steps.size() == 1u);
            BOOST_TEST(steps[1] == 1000u);
            break;
        case PortAlgorithm::RandomIncrements:
            BOOST_TEST(steps.size() > 400u);
            BOOST_TEST(steps.begin()->first >= 1u);
            BOOST_TEST(steps.rbegin()->first <= 500u);
            break;
        case PortAlgorithm::EvenFirst:
            BOOST_TEST(steps.size() == 1u);
            BOOST_TEST(steps[2] == 1000u);
            break;
        }
    }
}

// RFC 6056, 3.3.4: destinations do not disturb each other unless they share a counter
BOOST_AUTO_TEST_CASE(double_hash_lets_most_destinations_count_alone)
{
    const PortRange range{10000, 59999};
    const auto yes = [](uint16_t) { return true; };
    PortAllocator ports(42);
    const uint16_t first = ports.Choose(PortAlgorithm::DoubleHash, range, To(2), yes);
    uint32_t others = 0;
    for (uint8_t peer = 3; peer < 103; ++peer)
    {
        ports.Choose(PortAlgorithm::DoubleHash, range, To(peer), yes);
        ++others;
    }
    const uint16_t next = ports.Choose(PortAlgorithm::DoubleHash, range, To(2), yes);
    const uint32_t step = (next + range.Count() - first) % range.Count();
    BOOST_TEST(step > 1u);
    BOOST_TEST(step < 30u); // a tenth of 100 others share it; with one counter it would be 101
}

BOOST_AUTO_TEST_CASE(even_first_takes_every_port_of_the_first_parity_before_the_others)
{
    PortAllocator ports(42);
    const PortRange range{2000, 2099};
    std::set<uint16_t> taken;
    const auto isFree = [&](uint16_t port) { return taken.count(port) == 0; };
    for (int i = 0; i < 100; ++i)
    {
        const uint16_t port = ports.Choose(PortAlgorithm::EvenFirst, range, To(2), isFree);
        BOOST_TEST((port % 2 == 0) == (i < 50));
        taken.insert(port);
    }
}

// However many ports are taken, those of the first parity are gone through once.
BOOST_AUTO_TEST_CASE(even_first_does_not_look_through_a_parity_that_is_exhausted)
{
    PortAllocator ports(42);
    const PortRange range{1000, 2999};
    std::set<uint16_t> taken;
    uint32_t asked = 0;
    const auto choose = [&] {
        const uint16_t port = ports.Choose(
            PortAlgorithm::EvenFirst,
            range,
            To(2),
            [&](uint16_t tried) {
                ++asked;
                return taken.count(tried) == 0;
            },
            true);
        taken.insert(port);
        return port;
    };
    for (uint32_t i = 0; i < range.Count(); ++i)
    {
        BOOST_TEST(choose() != 0);
    }
    BOOST_TEST(asked == 1000u + 1000u + 1000u); // each port once, the even ones once more
    // One of them that becomes free is preferred, and the others are not asked for
    asked = 0;
    FourTuple freed = To(2);
    for (const uint16_t port : std::initializer_list<uint16_t>{1001, 1400})
    {
        taken.erase(port);
        freed.localPort = port;
        ports.Release(freed);
    }
    BOOST_TEST(choose() == 1400);
    BOOST_TEST(choose() == 1001);
    BOOST_TEST(asked <= 1001u); // the second parity was not known to be exhausted
}

BOOST_AUTO_TEST_CASE(exhaustion_is_remembered_until_a_port_becomes_free)
{
    for (const PortAlgorithm algorithm : ALGORITHMS)
    {
        PortAllocator ports(42);
        const PortRange range{1000, 1999};
        uint32_t asked = 0;
        std::set<uint16_t> open;
        const auto isFree = [&](uint16_t port) {
            ++asked;
            return open.count(port) != 0;
        };
        BOOST_TEST(ports.Choose(algorithm, range, To(2), isFree, true) == 0);
        BOOST_TEST(asked >= 1000u);
        asked = 0;
        for (int i = 0; i < 100; ++i)
        {
            BOOST_TEST(ports.Choose(algorithm, range, To(2), isFree, true) == 0);
        }
        BOOST_TEST(asked == 0u);
        // Another destination is asked for
        open = {1500};
        BOOST_TEST(ports.Choose(algorithm, range, To(3), isFree, true) == 1500);
        // Only the port freed is asked for
        asked = 0;
        FourTuple tuple = To(2);
        tuple.localPort = 1500;
        ports.Release(tuple);
        BOOST_TEST(ports.Choose(algorithm, range, To(2), isFree, true) == 1500);
        BOOST_TEST(asked == 1u);
        BOOST_TEST(ports.Choose(algorithm, range, To(2), isFree, true) == 0);
        BOOST_TEST(asked == 1u);
        // When many are free, the algorithm chooses again
        for (uint16_t port = 1000; port < 1200; ++port)
        {
            open.insert(port);
            tuple.localPort = port;
            ports.Release(tuple);
        }
        const auto choose = [&] { return ports.Choose(algorithm, range, To(2), isFree, true); };
        const std::vector<uint16_t> latest = {1199, 1198, 1197};
        BOOST_TEST((std::vector<uint16_t>{choose(), choose(), choose()} != latest));
    }
}

BOOST_AUTO_TEST_CASE(a_closed_listener_gives_its_port_back_to_connections)
{
    HostConfig hostConfig;
    hostConfig.ephemeralPorts = {40000, 40000};
    LoneHost lone(hostConfig);
    HostRefusal refusal;
    const Handle listener = lone.host.Listen(IpAddress{}, 40000, lone.now, refusal);
    const auto open = [&] { return bool(lone.host.Open(To(2), &lone.config, lone.now, refusal)); };
    BOOST_TEST(!open());
    BOOST_TEST(!open());
    lone.host.CloseListener(listener, lone.now);
    BOOST_TEST(open());
}

BOOST_AUTO_TEST_SUITE_END()
