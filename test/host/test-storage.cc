/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "host-test-twins.h"
#include "lifecycle-test-memory.h"
#include "lifecycle-test-net.h"

#include <boost/test/unit_test.hpp>
#include <random>

using namespace ns3::lifecycle;
using namespace ns3::lifecycle::test;

BOOST_AUTO_TEST_SUITE(host_storage)

BOOST_AUTO_TEST_CASE(in_syn_received_a_record_does_what_a_connection_does)
{
    std::mt19937 random(3);
    for (uint32_t run = 0; run < 3000; ++run)
    {
        Twins twins(SomeConfig(run));
        twins.Receive(TUPLE, AnySyn(random, 100));
        BOOST_REQUIRE(twins.small.host.Find(Handle{1, 1}) == nullptr);
        BOOST_REQUIRE(twins.whole.host.Find(Handle{1, 1}) != nullptr);
        for (int step = 0; step < 6; ++step)
        {
            if (random() % 3 == 0)
            {
                twins.Pass(std::chrono::milliseconds(random() % 5000));
            }
            else
            {
                twins.Receive(TUPLE, Anything(random, 101, 5001, 1001));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(in_time_wait_a_record_does_what_a_connection_does)
{
    std::mt19937 random(4);
    for (uint32_t run = 0; run < 3000; ++run)
    {
        Twins twins(SomeConfig(run));
        const auto stamped = [](Segment segment) { return Stamped(segment, 1001, 1); };
        twins.Receive(TUPLE, AnySyn(random, 100));
        twins.Receive(TUPLE, stamped(Make(ACK, 101, 5001)));
        const Handle child{1, 1};
        BOOST_REQUIRE(twins.small.host.StateOf(child) == State::Established);
        twins.small.host.Close(child, twins.small.now);
        twins.whole.host.Close(child, twins.whole.now);
        twins.Compare();
        if (random() % 2 == 0)
        {
            twins.Receive(TUPLE, stamped(Make(ACK, 101, 5002))); // FIN-WAIT-2, then
            twins.Receive(TUPLE, stamped(Make(FIN | ACK, 101, 5002)));
        }
        else
        {
            twins.Receive(TUPLE, stamped(Make(FIN | ACK, 101, 5001))); // CLOSING, then
            twins.Receive(TUPLE, stamped(Make(ACK, 102, 5002)));
        }
        BOOST_REQUIRE(twins.small.host.StateOf(child) == State::TimeWait);
        BOOST_REQUIRE(twins.small.host.Find(child) == nullptr);
        BOOST_REQUIRE(twins.whole.host.Find(child) != nullptr);
        for (int step = 0; step < 6; ++step)
        {
            if (random() % 4 == 0)
            {
                twins.Pass(std::chrono::milliseconds(random() % 8000));
            }
            else
            {
                twins.Receive(TUPLE, Anything(random, 102, 5002, 1001));
            }
        }
    }
}

// RFC 9293, 3.10.2 to 3.10.4 in TIME-WAIT
BOOST_AUTO_TEST_CASE(in_time_wait_a_users_calls_get_the_same_answers_from_a_record)
{
    Twins twins;
    twins.Receive(TUPLE, Make(SYN, 100));
    twins.Receive(TUPLE, Make(ACK, 101, 5001));
    const Handle child{1, 1};
    for (LoneHost* lone : {&twins.small, &twins.whole})
    {
        lone->host.ShutdownSend(child, lone->now);
    }
    twins.Receive(TUPLE, Make(FIN | ACK, 101, 5002));
    for (LoneHost* lone : {&twins.small, &twins.whole})
    {
        BOOST_TEST(lone->host.StateOf(child) == State::TimeWait);
        BOOST_TEST((lone->host.Send(child, 1, lone->now) == Refusal::Closing));
        lone->host.Consume(child, 1, lone->now);
        BOOST_TEST((lone->host.Close(child, lone->now) == Refusal::None));
        lone->host.Settle(lone->now);
        BOOST_TEST((lone->host.Close(child, lone->now) == Refusal::Closing));
        BOOST_TEST((lone->host.Abort(child, lone->now) == Refusal::None));
        BOOST_TEST(lone->host.StateOf(child) == State::Closed);
    }
    twins.Compare();
}

BOOST_AUTO_TEST_CASE(some_embryos_stay_whole_and_those_beyond_become_records)
{
    HostConfig hostConfig = WithIsn(5000);
    LoneHost lone(hostConfig);
    hostConfig.unpackedSynReceived = 2;
    lone.host.SetConfig(hostConfig);
    HostRefusal refusal;
    lone.host.Listen(IpAddress{}, 80, lone.now, refusal);
    for (uint16_t port = 1000; port < 1004; ++port)
    {
        const Handle child = lone.Receive({Address(1), Address(2), 80, port}, Make(SYN, 100));
        lone.Take();
        BOOST_TEST((lone.host.Find(child) != nullptr) == (port < 1002));
    }
    BOOST_TEST(lone.host.CountIn(State::SynReceived) == 4u);
}

BOOST_AUTO_TEST_CASE(an_embryo_on_which_a_user_has_called_stays_whole)
{
    LoneHost lone(WithIsn(5000));
    HostRefusal refusal;
    lone.host.Listen(IpAddress{}, 80, lone.now, refusal);
    const Handle child = lone.Receive(TUPLE, Make(SYN, 100));
    lone.Take();
    BOOST_TEST(lone.host.Find(child) == nullptr);
    BOOST_TEST((lone.host.Send(child, 100, lone.now) == Refusal::None));
    lone.Take();
    BOOST_REQUIRE(lone.host.Find(child) != nullptr);
    BOOST_TEST(lone.host.Find(child)->Sending().written == 100u);
}

namespace
{

/// Open and close a connection by hand, so that it is in TIME-WAIT. \param lone host with a
/// listener on port 80, ISS 5000 \param tuple two ends
void
BringToTimeWait(LoneHost& lone, const FourTuple& tuple)
{
    const Handle child = lone.Receive(tuple, Stamped(Make(SYN, 100), 1));
    lone.host.Settle(lone.now);
    lone.Receive(tuple, Stamped(Make(ACK, 101, 5001), 1));
    lone.host.Close(child, lone.now);
    lone.Receive(tuple, Stamped(Make(FIN | ACK, 101, 5002), 1));
    lone.host.Settle(lone.now);
    lone.host.Out().clear();
    lone.now += 1us;
}

/// \param i a number below 2^24 \param isIpv6 family \return two ends, different for each number
FourTuple
NthTuple(uint32_t i, bool isIpv6)
{
    FourTuple tuple{Address(1), IpAddress::FromIpv4(0x0b000000 + i / 60000), 80, 0};
    tuple.remotePort = static_cast<uint16_t>(1000 + i % 60000);
    tuple.local.isIpv6 = tuple.remote.isIpv6 = isIpv6;
    tuple.local.octets[15] = tuple.remote.octets[15] = isIpv6 ? 1 : 0;
    return tuple;
}

/// Leave connections in TIME-WAIT. \param isIpv6 family \param most bytes allowed for each
void
MeasureTimeWait(bool isIpv6, std::size_t most)
{
    constexpr uint32_t COUNT = 100000;
    LoneHost lone(WithIsn(5000));
    HostRefusal refusal;
    IpAddress any;
    any.isIpv6 = isIpv6;
    lone.host.Listen(any, 80, lone.now, refusal);
    const std::size_t before = BytesAllocated();
    for (uint32_t i = 0; i < COUNT; ++i)
    {
        BringToTimeWait(lone, NthTuple(i, isIpv6));
    }
    BOOST_REQUIRE_EQUAL(lone.host.CountIn(State::TimeWait), COUNT);
    const std::size_t each = (BytesAllocated() - before) / COUNT;
    BOOST_TEST_MESSAGE("bytes for a connection in TIME-WAIT, IPv" << (isIpv6 ? 6 : 4) << ": "
                                                                  << each);
    BOOST_TEST(each <= most);

    // What one segment costs does not depend on how many others there are: one entry, no
    // allocation.
    const std::size_t allocations = Allocations();
    const uint64_t entries = lone.entries;
    lone.Receive(NthTuple(COUNT / 2, isIpv6), Stamped(Make(FIN | ACK, 101, 5002), 1));
    lone.host.Settle(lone.now);
    BOOST_TEST(lone.entries - entries == 1u);
    BOOST_TEST(Allocations() - allocations == 0u);
    BOOST_TEST(lone.host.Out().size() >= 2u); // 2MSL again, and an ACK
    lone.host.Out().clear();

    // Nor does a deadline that one of them has.
    const uint64_t entriesBefore = lone.entries;
    lone.host.OnDeadline(lone.host.NextDeadline());
    BOOST_TEST(lone.entries - entriesBefore == 1u);
    lone.host.Settle(lone.now);
    BOOST_TEST(lone.host.CountIn(State::TimeWait) == COUNT - 1);

    // All go in the end, each by one entry, and their memory serves the next ones.
    lone.host.Out().clear();
    const uint64_t entriesAtEnd = lone.entries;
    lone.now += 1h;
    while (lone.host.NextDeadline() < NEVER)
    {
        const Instant due = lone.host.NextDeadline();
        lone.host.OnDeadline(due);
        lone.host.Settle(due);
        lone.host.Out().clear();
    }
    BOOST_TEST(lone.entries - entriesAtEnd == COUNT - 1);
    BOOST_TEST(lone.host.Size() == 1u);
    const std::size_t emptied = BytesAllocated();
    for (uint32_t i = 0; i < COUNT; ++i)
    {
        BringToTimeWait(lone, NthTuple(i, isIpv6));
    }
    BOOST_TEST(BytesAllocated() - emptied <= 4096u);
}

} // namespace

BOOST_AUTO_TEST_CASE(a_hundred_thousand_in_time_wait_are_small_and_cost_nobody_time_ipv4)
{
    MeasureTimeWait(false, 96);
}

BOOST_AUTO_TEST_CASE(a_hundred_thousand_in_time_wait_are_small_and_cost_nobody_time_ipv6)
{
    MeasureTimeWait(true, 96);
}

BOOST_AUTO_TEST_CASE(an_end_in_time_wait_that_is_recorded_is_small)
{
    constexpr uint32_t COUNT = 100000;
    HostConfig hostConfig = WithIsn(5000);
    hostConfig.recordConnections = true;
    LoneHost lone(hostConfig);
    HostRefusal refusal;
    lone.host.Listen(IpAddress{}, 80, lone.now, refusal);
    const std::size_t before = BytesAllocated();
    for (uint32_t i = 0; i < COUNT; ++i)
    {
        BringToTimeWait(lone, NthTuple(i, false));
    }
    BOOST_TEST((BytesAllocated() - before) / COUNT <= 320u);
}

BOOST_AUTO_TEST_CASE(an_end_in_syn_received_is_small)
{
    constexpr uint32_t COUNT = 100000;
    LoneHost lone(WithIsn(5000));
    HostRefusal refusal;
    lone.host.Listen(IpAddress{}, 80, lone.now, refusal);
    const std::size_t before = BytesAllocated();
    for (uint32_t i = 0; i < COUNT; ++i)
    {
        lone.Receive(NthTuple(i, false), Stamped(Make(SYN, 100), 1));
        lone.host.Settle(lone.now);
        lone.host.Out().clear();
    }
    BOOST_REQUIRE_EQUAL(lone.host.CountIn(State::SynReceived), COUNT);
    BOOST_TEST((BytesAllocated() - before) / COUNT <= 128u);
}

BOOST_AUTO_TEST_CASE(connections_opened_and_closed_allocate_nothing_once_the_tables_have_grown)
{
    LoneHost lone(WithIsn(5000));
    HostRefusal refusal;
    lone.host.Listen(IpAddress{}, 80, lone.now, refusal);
    const auto churn = [&] {
        for (uint32_t i = 0; i < 1000; ++i)
        {
            BringToTimeWait(lone, NthTuple(i, false));
        }
        lone.now += 1h;
        lone.host.OnDeadline(lone.now);
        lone.host.Settle(lone.now);
        lone.host.Out().clear();
    };
    churn();
    const std::size_t allocations = Allocations();
    churn();
    BOOST_TEST(Allocations() - allocations == 0u);
    BOOST_TEST(lone.host.Size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_flood_of_syns_leaves_no_memory_behind_and_allocates_none_in_the_end)
{
    LoneHost lone(WithIsn(5000));
    HostRefusal refusal;
    lone.host.Listen(IpAddress{}, 80, lone.now, refusal);
    const auto flood = [&] {
        for (uint32_t i = 0; i < 1000; ++i)
        {
            lone.Receive(NthTuple(i, false), Make(SYN, 100));
            lone.host.Settle(lone.now);
            lone.host.Out().clear();
        }
        for (uint32_t i = 0; i < 1000; ++i)
        {
            lone.Receive(NthTuple(i, false), Make(RST, 101));
            lone.host.Settle(lone.now);
            lone.host.Out().clear();
        }
        BOOST_TEST(lone.host.Size() == 1u);
    };
    flood();
    const std::size_t allocations = Allocations();
    flood();
    BOOST_TEST(Allocations() - allocations <= 2u); // Boost.Test's own line
}

BOOST_AUTO_TEST_CASE(an_established_connection_allocates_nothing_for_its_segments)
{
    LoneHost lone(WithIsn(5000));
    HostRefusal refusal;
    lone.host.Listen(IpAddress{}, 80, lone.now, refusal);
    Segment syn = Stamped(Make(SYN, 100), 1);
    syn.options.AddMaxSegmentSize(1460);
    const Handle child = lone.Receive(TUPLE, syn);
    lone.Receive(TUPLE, Stamped(Make(ACK, 101, 5001), 1));
    lone.Take();
    uint32_t seq = 101;
    uint32_t ack = 5001;
    uint32_t stamp = 1;
    const auto move = [&](int rounds) {
        for (int i = 0; i < rounds; ++i)
        {
            // Two segments come, are read and acknowledged; two go, and are acknowledged
            for (int j = 0; j < 2; ++j)
            {
                lone.Receive(TUPLE, Stamped(Make(ACK, seq, ack, 1000), ++stamp));
                seq += 1000;
                lone.host.Consume(child, 1000, lone.now);
                lone.host.Settle(lone.now);
            }
            lone.host.Send(child, 1000, lone.now);
            ack += 1000;
            lone.now += 1ms;
            lone.Receive(TUPLE, Stamped(Make(ACK, seq, ack), ++stamp));
            lone.host.OnDeadline(lone.now);
            lone.host.Settle(lone.now);
            lone.host.Out().clear();
        }
    };
    move(100);
    const std::size_t allocations = Allocations();
    move(1000);
    BOOST_TEST(Allocations() - allocations == 0u);
    BOOST_TEST(lone.host.Find(child)->Receiving().delivered == 2200000u);
    BOOST_TEST(lone.host.Find(child)->Sending().Flight() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
