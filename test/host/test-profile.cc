/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * The schedules that follow from the constants of the profiles, run through the machine: when a
 * SYN, a SYN,ACK and a FIN are sent that nobody answers, and when each is given up; how soon
 * keep-alive notices a silent peer. The numbers were worked out from the published constants.
 */

#include "lifecycle-connection.h"
#include "lifecycle-profile.h"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <string>
#include <vector>

namespace ns3
{
namespace lifecycle
{
namespace test
{

using namespace std::chrono_literals;

namespace
{

using Schedule = std::vector<double>;

/// A connection with the parameters of a profile, and a peer that answers when it is told to.
struct Lone
{
    explicit Lone(const std::string& name)
        : config(MakeProfile(name)->connection),
          connection(&config, 1000, 80)
    {
    }

    template <typename Entry>
    void Run(Entry&& entry)
    {
        out.Clear();
        Context context{now, out, reno};
        entry(context);
        connection.Flush(context);
    }

    void Feed(uint8_t flags, uint32_t seq, uint32_t ack)
    {
        Segment segment;
        segment.flags = flags;
        segment.seq = Seq(seq);
        segment.ack = Seq(ack);
        segment.window = 65535;
        Run([&](Context& c) { connection.OnSegment(segment, c); });
    }

    /// An active open that is answered after \p rtt
    void Establish(Duration rtt)
    {
        Run([&](Context& c) { connection.Open(Seq(100), c); });
        now += rtt;
        Feed(SYN | ACK, 300, 101);
        BOOST_TEST_REQUIRE((connection.GetState() == State::Established));
    }

    /// \return seconds from now on at which it sends; the last is when it reaches CLOSED
    Schedule UntilClosed()
    {
        const Instant begin = now;
        Schedule seconds;
        while (connection.GetState() != State::Closed && seconds.size() < 100)
        {
            now = connection.NextDeadline();
            BOOST_TEST_REQUIRE((now != NEVER));
            Run([this](Context& c) { connection.OnDeadline(c); });
            seconds.push_back(std::chrono::duration<double>(now - begin).count());
        }
        return seconds;
    }

    Config config;
    Connection connection;
    RenoCongestionControl reno;
    Actions out;
    Instant now{};
};

void
Check(const std::string& what, const Schedule& actual, const Schedule& expected)
{
    BOOST_TEST_REQUIRE(actual.size() == expected.size(), what);
    for (std::size_t i = 0; i < actual.size(); ++i)
    {
        BOOST_TEST(std::abs(actual[i] - expected[i]) < 1e-3,
                   what << " " << i << ": " << actual[i] << ", expected " << expected[i]);
    }
}

/// \param rto seconds that the FIN's RTO is to be, made by one sample of RTT
/// \return the RTT: a first sample makes an RTO of three times itself (RFC 6298, 2.2)
Duration
RttFor(double rto, const Config& config)
{
    const double slop = std::chrono::duration<double>(config.rtoSlop).count();
    return std::chrono::nanoseconds(std::llround((rto - slop) / 3 * 1e9));
}

/// What follows from the constants of a profile, in seconds; the last of each is the end.
struct Derived
{
    const char* profile;
    Schedule syn;
    Schedule synAck;
    Schedule finLeast; ///< at the minimum RTO of the profile, RTT 1 ms
    Schedule finOne;   ///< at an RTO of 1 s
    Schedule finThree; ///< at an RTO of 3 s
    double keepAlive;  ///< a silent peer is noticed after
};

const Derived DERIVED[] = {
    {"rfc9293",
     {1, 3, 7, 15, 31, 63, 123, 183},
     {1, 3, 7, 15, 31, 63, 123, 183},
     {1, 3, 7, 15, 31, 63, 123},
     {1, 3, 7, 15, 31, 63, 123},
     {3, 9, 21, 45, 93, 153, 213},
     7875},
    {"linux",
     {1, 2, 3, 4, 5, 7, 11, 19, 35, 67, 131},
     {1, 3, 7, 15, 31, 63},
     {0.201, 0.603, 1.407, 3.015, 6.231, 12.663, 25.527, 51.255, 102.711}, // 200 ms above SRTT
     {1, 3, 7, 15, 31, 63, 127, 247, 367},
     {3, 9, 21, 45, 93, 189, 309, 429, 549},
     7875},
    {"freebsd",
     {1, 3, 7, 15, 31, 63, 75},
     {1, 3, 7, 15},
     {0.23, 0.69, 1.61, 3.45, 7.13, 14.49, 29.21, 58.65, 117.53, 181.53, 245.53, 309.53, 373.53},
     {1, 3, 7, 15, 31, 63, 127, 191, 255, 319, 383, 447, 511},
     {3, 9, 21, 45, 93, 157, 221, 285, 349, 413, 477, 541, 605},
     7800},
    {"windows",
     {1, 3, 7, 15, 31},
     {1, 3, 7},
     {0.3, 0.9, 2.1, 4.5, 9.3, 18.9},
     {1, 3, 7, 15, 31, 63},
     {3, 9, 21, 45, 93, 153},
     7210},
    {"macos",
     {1, 2, 3, 4, 5, 7, 11, 19, 35, 67, 75},
     {1, 3, 7, 15, 31, 63, 127, 191, 255, 319, 383, 447, 511},
     {0.23, 0.69, 1.61, 3.45, 7.13, 14.49, 29.21, 58.65, 117.53, 181.53, 245.53, 309.53, 373.53},
     {1, 3, 7, 15, 31, 63, 127, 191, 255, 319, 383, 447, 511},
     {3, 9, 21, 45, 93, 157, 221, 285, 349, 413, 477, 541, 605},
     7800},
};

/// What a system documents, or defines in its source, and what makes no schedule above.
struct Constants
{
    const char* profile;
    Duration timeWait;
    Duration finWait2;
    Duration delayedAck; ///< longest delay of an ACK; 0: not documented
    PortRange ports;
    uint32_t somaxconn; ///< greatest backlog; UNLIMITED: not documented
    uint32_t minPathMtu;
    bool timestamps;
    bool windowScaling;
    bool dsack;
    Ecn ecn;
};

const Constants CONSTANTS[] = {
    // RFC 9293, 3.4.2 (MSL 2 min), 3.10; RFC 6335, 6; RFC 1191, 3; RFC 7323 is offered
    {"rfc9293", 240s, FOREVER, 0s, {49152, 65535}, UNLIMITED, 68, true, true, false, Ecn::Off},
    // include/net/tcp.h (TCP_TIMEWAIT_LEN, TCP_DELACK_MIN), ip-sysctl.rst (tcp_fin_timeout,
    // ip_local_port_range, somaxconn, min_pmtu, tcp_timestamps, tcp_window_scaling, tcp_dsack,
    // tcp_ecn)
    {"linux", 60s, 60s, 40ms, {32768, 60999}, 4096, 552, true, true, true, Ecn::Passive},
    // tcp(4): msl 30000, finwait2_timeout 60000; ip(4): portrange; kern.ipc.soacceptqueue 128;
    // rfc1323 1; ecn.enable 2
    {"freebsd", 60s, 60s, 100ms, {10000, 65535}, 128, 0, true, true, true, Ecn::Passive},
    // TcpTimedWaitDelay; KB 923200; Get-NetTCPSetting
    {"windows", 120s, 120s, 40ms, {49152, 65535}, UNLIMITED, 0, false, true, false, Ecn::Off},
    // xnu: TCPTV_MSL 15 s, TCPTV_FINWAIT2; net.inet.ip.portrange; kern.ipc.somaxconn 128
    {"macos", 30s, 60s, 100ms, {49152, 65535}, 128, 0, true, true, false, Ecn::Passive},
};

} // namespace

BOOST_AUTO_TEST_SUITE(host_profile)

BOOST_AUTO_TEST_CASE(a_profile_has_the_constants_of_its_system)
{
    for (const Constants& row : CONSTANTS)
    {
        const Profile profile = MakeProfile(row.profile).value();
        const Config& config = profile.connection;
        BOOST_TEST((config.timeWait == row.timeWait), row.profile);
        BOOST_TEST((config.finWait2Timeout == row.finWait2), row.profile);
        BOOST_TEST((row.delayedAck == 0s || config.delayedAckTimeout == row.delayedAck),
                   row.profile);
        BOOST_TEST((profile.ephemeralPorts == row.ports), row.profile);
        BOOST_TEST(profile.listening.acceptBacklog == row.somaxconn, row.profile);
        BOOST_TEST((row.minPathMtu == 0 || config.minPathMtu == row.minPathMtu), row.profile);
        BOOST_TEST(config.timestamps == row.timestamps, row.profile);
        BOOST_TEST(config.windowScaling == row.windowScaling, row.profile);
        BOOST_TEST(config.dsack == row.dsack, row.profile);
        BOOST_TEST((config.ecn == row.ecn), row.profile);
    }
    // RFC 5927, 5.2: a hard ICMP error ends a connection only before ESTABLISHED
    BOOST_TEST(
        (MakeProfile("rfc9293")->connection.icmpHardErrors == IcmpHardErrors::NonSynchronized));
}

BOOST_AUTO_TEST_CASE(a_syn_that_nobody_answers_has_the_schedule_of_the_profile)
{
    BOOST_TEST(std::size(DERIVED) == PROFILE_NAMES.size());
    for (const Derived& row : DERIVED)
    {
        Lone lone(row.profile);
        lone.config.userTimeout = FOREVER;
        lone.Run([&](Context& c) { lone.connection.Open(Seq(100), c); });
        Check(row.profile, lone.UntilClosed(), row.syn);
    }
}

BOOST_AUTO_TEST_CASE(a_syn_ack_that_nobody_answers_has_the_schedule_of_the_profile)
{
    for (const Derived& row : DERIVED)
    {
        Lone lone(row.profile);
        StateCell listener;
        TransitionTo(listener, State::Listen, Cause::PassiveOpen, lone.out);
        Segment syn;
        syn.flags = SYN;
        syn.seq = Seq(300);
        lone.Run([&](Context& c) { lone.connection.OpenFromListen(listener, syn, Seq(100), c); });
        Check(row.profile, lone.UntilClosed(), row.synAck);
    }
}

BOOST_AUTO_TEST_CASE(a_fin_that_nobody_answers_has_the_schedule_of_the_profile)
{
    for (const Derived& row : DERIVED)
    {
        Lone lone(row.profile);
        lone.Establish(1ms);
        lone.Run([&](Context& c) { lone.connection.Close(c); });
        Check(row.profile, lone.UntilClosed(), row.finLeast);
    }
}

BOOST_AUTO_TEST_CASE(a_fin_with_a_longer_rto_is_repeated_as_often_where_repeats_are_counted)
{
    for (const Derived& row : DERIVED)
    {
        for (const bool three : {false, true})
        {
            Lone lone(row.profile);
            lone.config.userTimeout = FOREVER;
            lone.config.initialRto = 3s; // so that the SYN is not sent twice
            lone.config.retryLimitBy = RetryLimitBy::Count;
            lone.Establish(RttFor(three ? 3 : 1, lone.config));
            lone.Run([&](Context& c) { lone.connection.Close(c); });
            Check(row.profile, lone.UntilClosed(), three ? row.finThree : row.finOne);
        }
    }
}

BOOST_AUTO_TEST_CASE(linux_gives_a_fin_up_at_the_first_time_out_after_102_seconds)
{
    // Where it is the time that is limited (tcp_timer.c), a longer RTO has fewer repeats
    const Schedule expected[] = {{1, 3, 7, 15, 31, 63, 127}, {3, 9, 21, 45, 93, 189}};
    for (const bool three : {false, true})
    {
        Lone lone("linux");
        lone.config.initialRto = 3s;
        lone.Establish(RttFor(three ? 3 : 1, lone.config));
        lone.Run([&](Context& c) { lone.connection.Close(c); });
        Check("linux", lone.UntilClosed(), expected[three ? 1 : 0]);
    }
}

BOOST_AUTO_TEST_CASE(linux_gives_data_up_after_924_seconds_and_those_of_an_orphan_after_102)
{
    for (const bool orphan : {false, true})
    {
        Lone lone("linux");
        lone.Establish(1ms);
        lone.Run([&](Context& c) { lone.connection.Send(10, c); });
        if (orphan)
        {
            lone.Run([&](Context& c) { lone.connection.Close(c); });
        }
        // 102.2 s and 924.6 s begin with 200 ms; the RTO is 1 ms of RTT more, and it ends at the
        // first timeout not before: (2^9 - 1) 201 ms, (2^10 - 1) 201 ms and six times 120 s
        BOOST_TEST(std::abs(lone.UntilClosed().back() - (orphan ? 102.711 : 925.623)) < 1e-6);
    }
}

BOOST_AUTO_TEST_CASE(keep_alive_notices_a_silent_peer_after_the_time_of_the_profile)
{
    for (const Derived& row : DERIVED)
    {
        Lone lone(row.profile);
        BOOST_TEST(lone.config.keepAlive == (std::string(row.profile) == "freebsd"));
        lone.config.keepAlive = true;
        lone.Establish(1ms);
        BOOST_TEST(lone.UntilClosed().back() == row.keepAlive, row.profile);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
