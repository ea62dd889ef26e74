/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-connection-info.h"
#include "lifecycle-test-solo.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>

/**
 * \file
 * What can be asked about a connection, with the meaning that Linux gives it (net/ipv4/tcp.c,
 * tcp_get_info()).
 */

namespace ns3
{
namespace lifecycle
{
namespace test
{

namespace
{

/// \return parameters with an own window of 2^20 bytes, and an RTO that may be short
Config
Wide()
{
    Config config = Prompt();
    config.receiveBuffer = 1 << 20;
    config.minRto = 10ms;
    return config;
}

/// Opens; the SYN,ACK comes after 100 ms. \param solo to do so
void
Establish(Solo& solo)
{
    solo.Open();
    solo.now += 100ms;
    Segment answer = solo.Make(SYN | ACK, solo.irs, solo.iss + 1);
    answer.window = 5000;
    answer.options.AddMaxSegmentSize(1000);
    answer.options.AddSackPermitted();
    answer.options.AddTimestamps({1, 0});
    answer.options.AddWindowScale(3);
    solo.Feed(answer);
}

} // namespace

BOOST_AUTO_TEST_SUITE(info)

BOOST_AUTO_TEST_CASE(before_it_opens_there_is_nothing_but_parameters)
{
    Solo solo;
    const ConnectionInfo info = InfoOf(solo.connection, solo.now);
    BOOST_TEST((info.state == State::Closed));
    BOOST_TEST((info.rto == 1s)); // RFC 6298, 2.1
    BOOST_TEST((info.rtt == 0s));
    BOOST_TEST((info.minRtt == 0s));
    BOOST_TEST(!info.timestamps);
    BOOST_TEST(!info.windowScaling);
    BOOST_TEST(!info.synData);
    BOOST_TEST(info.reordering == 3U);
    BOOST_TEST(info.sndSsthresh == 0xffffffff);
}

// RFC 6298, 2.2: SRTT <- R, RTTVAR <- R/2, RTO <- SRTT + max (G, 4 * RTTVAR). tcp_get_info():
// snd_mss is mss_cache, without timestamps (12 bytes); advmss the MSS announced, less the same
BOOST_AUTO_TEST_CASE(a_handshake_has_measured_and_agreed)
{
    Solo solo(Wide());
    Establish(solo);
    const ConnectionInfo info = InfoOf(solo.connection, solo.now);
    BOOST_TEST((info.state == State::Established));
    BOOST_TEST((info.rtt == 100ms));
    BOOST_TEST((info.rttvar == 50ms));
    BOOST_TEST((info.rto == 300ms));
    BOOST_TEST((info.minRtt == 100ms));
    BOOST_TEST(info.timestamps);
    BOOST_TEST(info.sack);
    BOOST_TEST(info.windowScaling);
    BOOST_TEST(!info.ecn);
    BOOST_TEST(info.sndWscale == 3U);
    BOOST_TEST(info.rcvWscale == 5U); // 2^20 in 16 bits
    BOOST_TEST(info.sndMss == 1000U - 12U);
    BOOST_TEST(info.advmss == 1460U - 12U);
    BOOST_TEST(info.sndWnd == 5000U); // that of a SYN is not scaled
    BOOST_TEST(info.rcvSpace == 1U << 20);
    BOOST_TEST(info.unacked == 0U);
    BOOST_TEST(info.notsentBytes == 0U);
}

// tcp_get_info(): retransmits and backoff count timeouts in a row, unacked and retrans segments; a
// probe of a shut window counts in probes and backoff only
BOOST_AUTO_TEST_CASE(timeouts_and_probes_are_counted_apart)
{
    Solo solo(Wide());
    Establish(solo);
    solo.Send(1977); // two full segments, and a byte
    ConnectionInfo info = InfoOf(solo.connection, solo.now);
    BOOST_TEST(info.unacked + (info.notsentBytes + 987U) / 988U == 3U);
    BOOST_TEST(info.retransmits == 0U);
    solo.Tick();
    solo.Tick();
    info = InfoOf(solo.connection, solo.now);
    BOOST_TEST(info.retransmits == 2U);
    BOOST_TEST(info.backoff == 2U);
    BOOST_TEST(info.probes == 0U);
    BOOST_TEST((info.rto == 1200ms));
    BOOST_TEST(info.retrans == 1U);
    BOOST_TEST(info.totalRetrans == 2U);
    BOOST_TEST(info.sndCwnd == 988U); // RFC 5681, 3.1: one segment

    Solo shut(Wide());
    Establish(shut);
    Segment ack = shut.Make(ACK, shut.irs + 1, shut.iss + 1);
    ack.window = 0;
    ack.options.AddTimestamps({2, 0});
    shut.Feed(ack);
    shut.Send(100);
    info = InfoOf(shut.connection, shut.now);
    BOOST_TEST(info.notsentBytes == 100U);
    BOOST_TEST(info.sndWnd == 0U);
    shut.Tick();
    shut.Tick();
    info = InfoOf(shut.connection, shut.now);
    BOOST_TEST(info.retransmits == 0U);
    BOOST_TEST(info.probes >= 1U);
    BOOST_TEST(info.backoff >= 1U);
}

BOOST_AUTO_TEST_CASE(bytes_are_counted_both_ways)
{
    Solo solo(Wide());
    solo.autoRead = false;
    Establish(solo);
    const uint32_t before = InfoOf(solo.connection, solo.now).rcvWnd;
    solo.Send(100);
    Segment text = solo.Make(ACK, solo.irs + 1, solo.iss + 61, 704);
    text.options.AddTimestamps({2, 0});
    solo.Feed(text);
    const ConnectionInfo info = InfoOf(solo.connection, solo.now);
    BOOST_TEST(info.bytesAcked == 60U);
    BOOST_TEST(info.bytesReceived == 704U);
    BOOST_TEST(info.unacked == 1U);
    BOOST_TEST(info.sndWnd == 65535U << 3);
    BOOST_TEST(info.rcvWnd == before - 704U); // in units of 2^5
}

BOOST_AUTO_TEST_CASE(buffers_that_change_while_it_is_open_are_told)
{
    Solo solo(Wide());
    Establish(solo);
    Config other = solo.config;
    other.receiveBuffer = 2 << 20;
    other.sendBuffer = 5000;
    solo.Run([&](Context& context) { solo.connection.Adopt(&other, context); });
    BOOST_TEST(InfoOf(solo.connection, solo.now).rcvSpace == 2U << 20);
    BOOST_TEST(solo.connection.SendRoom() == 5000U);
}

// RFC 2861, 3, and Linux, tcp_cwnd_restart() with tcp_current_ssthresh(): "ssthresh = max(ssthresh,
// 3 * cwnd / 4)" when nothing was sent for an RTO
BOOST_AUTO_TEST_CASE(an_idle_connection_remembers_three_quarters_of_its_window)
{
    for (const uint32_t threshold : {2000U, 100000U})
    {
        Config config = Prompt();
        config.idleRestart = IdleRestart::Halve;
        config.initialSsthresh = threshold;
        Solo solo(config);
        solo.Reach(State::Established);
        solo.Send(100);
        solo.Feed(ACK, 1, 101);
        const uint32_t window = InfoOf(solo.connection, solo.now).sndCwnd;
        BOOST_TEST(InfoOf(solo.connection, solo.now).sndSsthresh == threshold);
        solo.now += 3 * solo.connection.Rto().Rto();
        solo.Send(100);
        BOOST_TEST(InfoOf(solo.connection, solo.now).sndSsthresh ==
                   std::max(threshold, window / 4 * 3));
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
