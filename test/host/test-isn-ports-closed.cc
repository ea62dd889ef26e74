/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-closed.h"
#include "lifecycle-incarnation.h"
#include "lifecycle-isn.h"
#include "lifecycle-port-allocator.h"
#include "lifecycle-test-net.h"

#include <boost/test/unit_test.hpp>
#include <set>

using namespace ns3::lifecycle;
using namespace ns3::lifecycle::test;

namespace
{

const FourTuple TUPLE{Address(1), Address(2), 1000, 80};

} // namespace

BOOST_AUTO_TEST_SUITE(host_isn)

// Appendix A of the paper (15 bytes), and the vectors of its reference implementation for other
// lengths; `openssl mac -macopt hexkey:000102...0f -macopt size:8 SIPHASH` says the same.
BOOST_AUTO_TEST_CASE(siphash_gives_the_vectors_of_the_paper)
{
    const uint64_t key0 = 0x0706050403020100;
    const uint64_t key1 = 0x0f0e0d0c0b0a0908;
    uint8_t octets[63];
    for (uint8_t i = 0; i < 63; ++i)
    {
        octets[i] = i;
    }
    BOOST_TEST(SipHash(key0, key1, octets, 15) == 0xa129ca6149be45e5);
    BOOST_TEST(SipHash(key0, key1, octets, 0) == 0x726fdb47dd0e0e31);
    BOOST_TEST(SipHash(key0, key1, octets, 1) == 0x74f839c593dc67fd);
    BOOST_TEST(SipHash(key0, key1, octets, 8) == 0x93f5f5799a932462);
    BOOST_TEST(SipHash(key0, key1, octets, 63) == 0x958a324ceb064572);
}

// RFC 9293, 3.4.1, and RFC 6528, 3: M.
BOOST_AUTO_TEST_CASE(the_clock_of_initial_sequence_numbers_ticks_every_four_microseconds)
{
    const IsnPolicy policy;
    const Seq start = InitialSequence(policy, TUPLE, Instant(100s));
    BOOST_TEST((InitialSequence(policy, TUPLE, Instant(100s + 3999ns)) == start));
    BOOST_TEST((InitialSequence(policy, TUPLE, Instant(100s + 4us)) == start + 1));
    BOOST_TEST((InitialSequence(policy, TUPLE, Instant(101s)) == start + 250000));
    // 2^32 ticks: "the ISN cycles approximately every 4.55 hours"
    BOOST_TEST((InitialSequence(policy, TUPLE, Instant(100s + 4us * (1ll << 32))) == start));
}

// RFC 6528, 3: F depends on all four, and on the key.
BOOST_AUTO_TEST_CASE(initial_sequence_numbers_depend_on_the_whole_tuple_and_on_the_key)
{
    std::set<uint32_t> values;
    const auto add = [&](uint64_t key, const FourTuple& tuple) {
        IsnPolicy policy;
        policy.key = key;
        values.insert(InitialSequence(policy, tuple, Instant()).Value());
    };
    add(0, TUPLE);
    add(1, TUPLE);
    add(0, FourTuple{Address(3), Address(2), 1000, 80});
    add(0, FourTuple{Address(1), Address(3), 1000, 80});
    add(0, FourTuple{Address(1), Address(2), 1001, 80});
    add(0, FourTuple{Address(1), Address(2), 1000, 81});
    add(0, FourTuple{Address(2), Address(1), 80, 1000});
    BOOST_TEST(values.size() == 7u);
}

BOOST_AUTO_TEST_CASE(a_fixed_initial_sequence_number_is_taken)
{
    IsnPolicy policy;
    policy.fixed = 4711;
    BOOST_TEST(InitialSequence(policy, TUPLE, Instant(100s)).Value() == 4711u);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(host_ports)

// RFC 6056, 3.3.3: ports of one destination follow each other while it alone is served.
BOOST_AUTO_TEST_CASE(ports_of_one_destination_are_sequential_and_wrap)
{
    PortAllocator ports(42);
    const PortRange range{50000, 50009};
    const auto yes = [](uint16_t) { return true; };
    uint16_t last = ports.Choose(PortAlgorithm::SimpleHash, range, TUPLE, yes);
    for (int i = 0; i < 25; ++i)
    {
        const uint16_t next = ports.Choose(PortAlgorithm::SimpleHash, range, TUPLE, yes);
        BOOST_TEST(next == (last == range.last ? range.first : last + 1));
        last = next;
    }
}

BOOST_AUTO_TEST_CASE(destinations_and_keys_have_offsets_of_their_own)
{
    const auto yes = [](uint16_t) { return true; };
    std::set<uint16_t> firsts;
    for (uint64_t key = 0; key < 10; ++key)
    {
        for (uint8_t peer = 2; peer < 12; ++peer)
        {
            PortAllocator ports(key);
            firsts.insert(ports.Choose(PortAlgorithm::SimpleHash,
                                       PortRange{},
                                       FourTuple{Address(1), Address(peer), 0, 80},
                                       yes));
        }
    }
    // 100 draws from 16384: 0.3 collisions are to be expected
    BOOST_TEST(firsts.size() >= 98u);
}

BOOST_AUTO_TEST_CASE(exhaustion_costs_one_pass)
{
    PortAllocator ports(42);
    const PortRange range{1000, 1999};
    std::multiset<uint16_t> asked;
    const uint16_t port =
        ports.Choose(PortAlgorithm::SimpleHash, range, TUPLE, [&](uint16_t tried) {
            asked.insert(tried);
            return false;
        });
    BOOST_TEST(port == 0);
    BOOST_TEST(asked.size() == 1000u);
    BOOST_TEST(std::set<uint16_t>(asked.begin(), asked.end()).size() == 1000u);
    BOOST_TEST(*asked.begin() == 1000);
    BOOST_TEST(*asked.rbegin() == 1999);
}

BOOST_AUTO_TEST_CASE(the_only_free_port_is_found)
{
    PortAllocator ports(42);
    const auto only = [](uint16_t tried) { return tried == 65535; };
    BOOST_TEST(ports.Choose(PortAlgorithm::SimpleHash, PortRange{}, TUPLE, only) == 65535);
    BOOST_TEST(ports.Choose(PortAlgorithm::SimpleHash, PortRange{7, 7}, TUPLE, [](uint16_t) {
        return true;
    }) == 7);
}

BOOST_AUTO_TEST_SUITE_END()

// RFC 9293, 3.10.7.1
BOOST_AUTO_TEST_SUITE(host_closed)

BOOST_AUTO_TEST_CASE(a_reset_for_nobody_is_discarded)
{
    BOOST_TEST(!ResetFromClosed(Make(RST, 1)));
    BOOST_TEST(!ResetFromClosed(Make(RST | ACK, 1, 2)));
    LoneHost lone;
    BOOST_TEST(!lone.Receive(TUPLE, Make(RST, 1)));
    BOOST_TEST(lone.Take() == std::vector<std::string>{"0 dropped RST for no connection"});
}

// RFC 9293, MUST-57 and MUST-63. Who has a connection is one host, and is not asked about.
BOOST_AUTO_TEST_CASE(to_or_from_many_hosts_is_neither_answered_nor_a_way_to_open)
{
    LoneHost lone;
    HostRefusal refusal;
    lone.host.Listen(IpAddress{}, 80, lone.now, refusal);
    const FourTuple tuple{Address(1), Address(2), 80, 1000};
    lone.Receive(tuple, Make(SYN, 1000));
    lone.Take();
    lone.areHosts = false;
    for (const uint8_t flags : std::initializer_list<uint8_t>{SYN, ACK, SYN | ACK, FIN})
    {
        for (const uint16_t port : std::initializer_list<uint16_t>{80, 81})
        {
            BOOST_TEST(!lone.Receive({Address(1), Address(3), port, 1000}, Make(flags, 5, 6)));
            const std::vector<std::string> done = lone.Take();
            BOOST_TEST_REQUIRE(done.size() == 1u);
            BOOST_TEST(done[0].find("to or from more than one host") != std::string::npos);
        }
    }
    BOOST_TEST(lone.host.CountIn(State::SynReceived) == 1u);
    BOOST_TEST(static_cast<bool>(lone.Receive(tuple, Make(RST, 1001))));
    BOOST_TEST(lone.host.CountIn(State::SynReceived) == 0u);
}

BOOST_AUTO_TEST_CASE(a_segment_without_ack_is_answered_by_rst_and_ack_of_its_length)
{
    LoneHost lone;
    BOOST_TEST(!lone.Receive(TUPLE, Make(SYN, 1000)));
    BOOST_TEST(lone.Take() == std::vector<std::string>{"0 emit reset 0 R. 0:0(0) ack 1001 win 0"});
    lone.Receive(TUPLE, Make(FIN, 1000, 0, 10));
    BOOST_TEST(lone.Take() == std::vector<std::string>{"0 emit reset 0 R. 0:0(0) ack 1011 win 0"});
    lone.Receive(TUPLE, Make(SYN, 0xffffffff, 0, 3));
    BOOST_TEST(lone.Take() == std::vector<std::string>{"0 emit reset 0 R. 0:0(0) ack 3 win 0"});
}

BOOST_AUTO_TEST_CASE(a_segment_with_ack_is_answered_by_rst_at_its_ack)
{
    LoneHost lone;
    BOOST_TEST(!lone.Receive(TUPLE, Make(SYN | ACK, 1000, 77)));
    BOOST_REQUIRE_EQUAL(lone.host.Out().size(), 1);
    const HostAction action = lone.host.Out()[0];
    BOOST_TEST(!action.handle);
    BOOST_TEST(action.id == 0u);
    BOOST_TEST((action.tuple == TUPLE));
    const Segment& reset = std::get<Emit>(action.action).segment;
    BOOST_TEST(reset.sourcePort == TUPLE.localPort);
    BOOST_TEST(reset.destinationPort == TUPLE.remotePort);
    BOOST_TEST(lone.Take() == std::vector<std::string>{"0 emit reset 0 R 77:77(0) win 0"});
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(host_incarnation)

namespace
{

/// A connection in TIME-WAIT. \param timestamps whether it used them
PackedTimeWait
Old(bool timestamps)
{
    PackedTimeWait old;
    old.rcvNxt = Seq(5000);
    old.sndNxt = Seq(9000);
    old.timestamps = timestamps;
    old.tsRecent = 100;
    return old;
}

} // namespace

// The seven cases of RFC 6191, section 2, in its order.
BOOST_AUTO_TEST_CASE(a_syn_is_honoured_by_the_seven_cases_of_rfc_6191)
{
    const Segment low = Make(SYN, 4000);
    const Segment high = Make(SYN, 6000);
    // The previous incarnation used timestamps, the new one would
    BOOST_TEST(OpensNewIncarnation(Old(true), Stamped(low, 101), true));
    BOOST_TEST(OpensNewIncarnation(Old(true), Stamped(high, 100), true));
    // ... the new one would not
    BOOST_TEST(OpensNewIncarnation(Old(true), high, true));
    BOOST_TEST(OpensNewIncarnation(Old(true), Stamped(high, 99), false));
    // ... otherwise
    BOOST_TEST(!OpensNewIncarnation(Old(true), Stamped(high, 99), true));
    BOOST_TEST(!OpensNewIncarnation(Old(true), Stamped(low, 100), true));
    BOOST_TEST(!OpensNewIncarnation(Old(true), low, true));
    // The previous incarnation did not, the new one would
    BOOST_TEST(OpensNewIncarnation(Old(false), Stamped(low, 1), true));
    // ... the new one would not
    BOOST_TEST(OpensNewIncarnation(Old(false), high, true));
    BOOST_TEST(OpensNewIncarnation(Old(false), Stamped(high, 1), false));
    // ... otherwise
    BOOST_TEST(!OpensNewIncarnation(Old(false), low, true));
    BOOST_TEST(!OpensNewIncarnation(Old(false), Stamped(low, 1), false));
}

BOOST_AUTO_TEST_CASE(sequence_numbers_and_timestamps_are_compared_round_their_wraps)
{
    PackedTimeWait old = Old(true);
    old.tsRecent = 0xffffffff;
    BOOST_TEST(OpensNewIncarnation(old, Stamped(Make(SYN, 4000), 0), true));
    old.rcvNxt = Seq(0xffffffff);
    BOOST_TEST(OpensNewIncarnation(old, Make(SYN, 0), true));
    BOOST_TEST(!OpensNewIncarnation(old, Make(SYN, 0xffffffff), true));
    BOOST_TEST(!OpensNewIncarnation(old, Make(SYN, 0xfffffffe), true));
}

// RFC 9293, MAY-2 (1)
BOOST_AUTO_TEST_CASE(the_new_iss_lies_above_the_old_numbers)
{
    BOOST_TEST((NewIncarnationIss(Seq(9001), Seq(9000)) == Seq(9001)));
    BOOST_TEST(After(NewIncarnationIss(Seq(9000), Seq(9000)), Seq(9000)));
    BOOST_TEST(After(NewIncarnationIss(Seq(100), Seq(9000)), Seq(9000)));
    BOOST_TEST(After(NewIncarnationIss(Seq(0xfffffff0), Seq(3)), Seq(3)));
}

namespace
{

/// A lone host with a listener on port 80 and a connection in TIME-WAIT to it; ISS 300, the peer's
/// numbers end at 103.
struct InTimeWait : LoneHost
{
    InTimeWait()
        : LoneHost([] {
              HostConfig hostConfig = WithIsn(300);
              hostConfig.recordConnections = true;
              return hostConfig;
          }())
    {
        HostRefusal refusal;
        listener = host.Listen(IpAddress{}, 80, now, refusal);
        child = Receive(tuple, Stamped(Make(SYN, 100), 1000));
        Take();
        Receive(tuple, Stamped(Make(ACK, 101, 301), 1001));
        host.Close(child, now);
        Take();
        Receive(tuple, Stamped(Make(ACK, 101, 302), 1002));
        Receive(tuple, Stamped(Make(FIN | ACK, 101, 302), 1003));
        Take();
        BOOST_REQUIRE(host.StateOf(child) == State::TimeWait);
        BOOST_REQUIRE(host.Find(child) == nullptr);
    }

    FourTuple tuple{Address(1), Address(2), 80, 1000}; //!< its two ends
    Handle listener;                                   //!< on port 80
    Handle child;                                      //!< in TIME-WAIT
};

} // namespace

// Catalogue S18
BOOST_AUTO_TEST_CASE(a_newer_syn_ends_time_wait_and_opens_above_its_numbers)
{
    InTimeWait lone;
    const Handle again = lone.Receive(lone.tuple, Stamped(Make(SYN, 50), 1004));
    BOOST_TEST(!(again == lone.child));
    BOOST_REQUIRE_EQUAL(ActionsOf<Finished>(lone.host).size(), 1);
    const ConnectionHistory record =
        std::get<Finished>(ActionsOf<Finished>(lone.host)[0].action).history;
    const auto texts = lone.Take();
    BOOST_TEST(texts.front() == "2 TIME-WAIT>CLOSED new-incarnation");
    // ISS is 302 + 65537, the host's fixed 300 would lie below
    BOOST_TEST(texts.back().find("3 emit syn-ack 0 S. 65839:65839(0) ack 51") == 0u);
    BOOST_TEST(lone.host.StateOf(lone.child) == State::Closed);
    BOOST_TEST(lone.host.StateOf(again) == State::SynReceived);
    BOOST_TEST(record.outcome == Outcome::Closed);
    BOOST_TEST(record.closer == Closer::Local);
    BOOST_TEST(record.closeType == CloseType::FourSegment);
    BOOST_TEST(record.segmentsReceived == 4u); // the SYN is the new one's
}

BOOST_AUTO_TEST_CASE(an_older_syn_is_left_to_time_wait)
{
    InTimeWait lone;
    BOOST_TEST((lone.Receive(lone.tuple, Stamped(Make(SYN, 50), 1000)) == lone.child));
    const auto texts = lone.Take();
    BOOST_TEST(texts.back().find(". 302:302(0) ack 102") != std::string::npos);
    BOOST_TEST(lone.host.StateOf(lone.child) == State::TimeWait);
}

BOOST_AUTO_TEST_CASE(a_syn_without_a_listener_is_left_to_time_wait)
{
    InTimeWait lone;
    lone.host.CloseListener(lone.listener, lone.now);
    lone.Take();
    BOOST_TEST((lone.Receive(lone.tuple, Stamped(Make(SYN, 5000), 2000)) == lone.child));
    lone.Take();
    BOOST_TEST(lone.host.StateOf(lone.child) == State::TimeWait);
}

BOOST_AUTO_TEST_CASE(a_syn_and_ack_does_not_open_a_new_incarnation)
{
    InTimeWait lone;
    BOOST_TEST((lone.Receive(lone.tuple, Stamped(Make(SYN | ACK, 5000, 302), 2000)) == lone.child));
    lone.Take();
    BOOST_TEST(lone.host.StateOf(lone.child) == State::TimeWait);
}

BOOST_AUTO_TEST_SUITE_END()
