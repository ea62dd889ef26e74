/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * What two SYNs agree on, and what follows: MSS (RFC 9293, 3.7.1; RFC 6691), window scale and
 * timestamps with PAWS (RFC 7323).
 */

#include "lifecycle-test-solo.h"

#include <boost/test/unit_test.hpp>

namespace ns3
{
namespace lifecycle
{
namespace test
{

namespace
{

/// \param solo established \return bytes of data of a full segment
uint32_t
FullSegment(Solo& solo)
{
    solo.Send(100000);
    return solo.SentAt(0).segment.length;
}

Options
Mss(uint16_t octets)
{
    Options options;
    options.AddMaxSegmentSize(octets);
    return options;
}

/// \param solo where \param value TSval \param echo TSecr \return a segment with timestamps
Segment
Stamped(const Solo& solo, uint8_t flags, uint32_t seq, uint32_t value, uint32_t length = 0)
{
    Segment segment = solo.Make(flags, solo.irs + seq, solo.connection.Sending().nxt, length);
    segment.options.AddTimestamps({value, 0});
    return segment;
}

} // namespace

BOOST_AUTO_TEST_SUITE(negotiation)

BOOST_AUTO_TEST_CASE(a_peer_without_an_mss_option_gets_536_octets_or_1220)
{
    // RFC 9293, MUST-15
    Solo ipv4;
    ipv4.Reach(State::Established);
    BOOST_TEST(FullSegment(ipv4) == 536U);
    Config config = Prompt();
    config.defaultSendMss = 1220;
    Solo ipv6(config);
    ipv6.Reach(State::Established);
    BOOST_TEST(FullSegment(ipv6) == 1220U);
}

BOOST_AUTO_TEST_CASE(the_mss_announced_is_the_configured_one_whatever_the_peer_says)
{
    // RFC 9293, MUST-67, SHLD-5; RFC 6691: without options subtracted
    for (const Opening opening : {Opening::Passive, Opening::Active})
    {
        Solo solo;
        solo.synOptions = Mss(500);
        solo.Reach(opening == Opening::Active ? State::SynSent : State::SynReceived, opening);
        BOOST_TEST(*solo.SentAt(0).segment.options.Read().maxSegmentSize == 1460);
    }
}

BOOST_AUTO_TEST_CASE(a_segment_is_no_longer_than_either_side_allows_less_the_options_it_carries)
{
    // RFC 9293, MUST-16; RFC 6691, 2: "the sender must reduce the TCP data length to account for
    // any IP or TCP options that it is including in the packets that it sends"
    for (const uint16_t peer : {uint16_t{536}, uint16_t{1460}, uint16_t{8960}, uint16_t{65535}})
    {
        for (const bool timestamps : {false, true})
        {
            Solo solo;
            solo.synOptions = Mss(peer);
            if (timestamps)
            {
                solo.synOptions.AddTimestamps({1, 0});
            }
            solo.Reach(State::Established);
            const uint32_t least = std::min<uint32_t>(peer, 1460);
            BOOST_TEST(FullSegment(solo) == least - (timestamps ? 12 : 0));
        }
    }
}

BOOST_AUTO_TEST_CASE(sack_blocks_shorten_the_text_beside_them)
{
    Solo solo;
    solo.synOptions = SackPermitted();
    solo.Reach(State::Established);
    solo.Feed(ACK, 101, 1, 100);
    BOOST_TEST(FullSegment(solo) == 536U - 4 - 8);
    BOOST_TEST(solo.SentAt(0).segment.HeaderSize() + solo.SentAt(0).segment.length == 556U);
}

BOOST_AUTO_TEST_CASE(an_absurdly_small_mss_is_not_believed)
{
    // 0 is none (Linux, tcp_parse_options(); FreeBSD, tcp_mss_update()): MUST-15
    for (const uint16_t peer : {uint16_t{0}, uint16_t{1}, uint16_t{47}})
    {
        Solo solo;
        solo.synOptions = Mss(peer);
        solo.Reach(State::Established);
        BOOST_TEST(FullSegment(solo) == (peer == 0 ? 536U : 48U));
    }
}

BOOST_AUTO_TEST_CASE(a_syn_offers_everything_and_a_syn_ack_only_what_the_syn_had)
{
    // RFC 7323, 1.3 and 3.2; RFC 2018, 2
    Solo active;
    active.Reach(State::SynSent);
    const KnownOptions offer = active.SentAt(0).segment.options.Read();
    BOOST_TEST(offer.sackPermitted);
    BOOST_TEST(int(offer.windowScale.value_or(99)) == 2); // 131072 bytes of buffer
    BOOST_TEST(offer.timestamps.has_value());
    BOOST_TEST(offer.timestamps->echo == 0U);
    for (int mask = 0; mask < 8; ++mask)
    {
        Solo passive;
        passive.now += 5s;
        if ((mask & 1) != 0)
        {
            passive.synOptions.AddSackPermitted();
        }
        if ((mask & 2) != 0)
        {
            passive.synOptions.AddWindowScale(3);
        }
        if ((mask & 4) != 0)
        {
            passive.synOptions.AddTimestamps({77, 0});
        }
        passive.Reach(State::SynReceived, Opening::Passive);
        const KnownOptions answer = passive.SentAt(0).segment.options.Read();
        BOOST_TEST(answer.sackPermitted == ((mask & 1) != 0));
        BOOST_TEST(answer.windowScale.has_value() == ((mask & 2) != 0));
        BOOST_TEST(answer.timestamps.has_value() == ((mask & 4) != 0));
        if (answer.timestamps)
        {
            BOOST_TEST(answer.timestamps->echo == 77U);
            BOOST_TEST(answer.timestamps->value == 5000U); // RFC 7323, 5.4: one tick a millisecond
        }
    }
}

BOOST_AUTO_TEST_CASE(what_is_switched_off_is_neither_offered_nor_accepted)
{
    Config config = Prompt();
    config.sack = false;
    config.windowScaling = false;
    config.timestamps = false;
    Solo active(config);
    active.Reach(State::SynSent);
    BOOST_TEST(active.SentAt(0).segment.options.Size() == 4U);
    Solo passive(config);
    passive.synOptions = SackPermitted(true);
    passive.synOptions.AddWindowScale(3);
    passive.Reach(State::SynReceived, Opening::Passive);
    BOOST_TEST(passive.SentAt(0).segment.options.Size() == 4U);
}

BOOST_AUTO_TEST_CASE(options_of_a_syn_stand_as_linux_or_bsd_lays_them_out)
{
    const auto text = [](OptionLayout layout) {
        Config config;
        config.optionLayout = layout;
        Solo solo(config);
        solo.Reach(State::SynSent);
        const std::string all = ToText(solo.SentAt(0).segment);
        return all.substr(all.find('<'));
    };
    // as tcpdump shows the SYNs of those systems
    BOOST_TEST(text(OptionLayout::Linux) == "<mss 1460,sackOK,TS val 0 ecr 0,nop,wscale 2>");
    BOOST_TEST(text(OptionLayout::Bsd) == "<mss 1460,nop,wscale 2,sackOK,TS val 0 ecr 0>");
}

BOOST_AUTO_TEST_CASE(the_shift_is_the_least_that_covers_the_buffer_and_14_at_most)
{
    // RFC 7323, 2.3
    const struct
    {
        uint32_t buffer;
        int shift;
    } cases[] = {{1, 0},
                 {65535, 0},
                 {65536, 1},
                 {131071, 1},
                 {131072, 2},
                 {1U << 29, 14},
                 {1U << 30, 14},
                 {0xffffffff, 14}};

    for (const auto& each : cases)
    {
        Config config = Prompt();
        config.receiveBuffer = each.buffer;
        Solo solo(config);
        solo.Reach(State::SynSent);
        BOOST_TEST(int(*solo.SentAt(0).segment.options.Read().windowScale) == each.shift);
        // 2.2: "The window field in a segment where the SYN bit is set MUST NOT be scaled"
        BOOST_TEST(solo.SentAt(0).segment.window == std::min(each.buffer, 65535U));
        Segment answer = solo.Make(SYN | ACK, solo.irs, solo.iss + 1);
        answer.options.AddWindowScale(7);
        answer.window = 1000;
        solo.Feed(answer);
        BOOST_TEST(solo.connection.Sending().wnd == 1000U); // not scaled either
        const uint64_t told = uint64_t{solo.SentAt(0).segment.window} << each.shift;
        BOOST_TEST(told <= std::max(each.buffer, 1U));
        BOOST_TEST(told <= 1U << 30);
        BOOST_TEST(solo.connection.Receiving().Window() - told < 1U << each.shift);
        solo.Feed(ACK, 1, 1, 0, 1000);
        BOOST_TEST(solo.connection.Sending().wnd == 128000U);
    }
}

BOOST_AUTO_TEST_CASE(a_peers_shift_beyond_14_counts_as_14)
{
    // RFC 7323, 2.3: "the TCP SHOULD log the error but MUST use 14 instead"
    Solo solo;
    solo.synOptions.AddWindowScale(15);
    solo.Reach(State::Established);
    solo.Feed(ACK, 1, 1, 0, 65535);
    BOOST_TEST(solo.connection.Sending().wnd == 65535U << 14);
}

BOOST_AUTO_TEST_CASE(without_agreement_no_window_is_scaled)
{
    Config config = Prompt();
    config.receiveBuffer = 1U << 20;
    Solo solo(config);
    solo.Reach(State::Established);
    BOOST_TEST(int(solo.SentAt(0).segment.window) == 65535);
    BOOST_TEST(solo.connection.Receiving().Window() == 65535U);
    solo.Feed(ACK, 1, 1, 0, 1000);
    BOOST_TEST(solo.connection.Sending().wnd == 1000U);
}

BOOST_AUTO_TEST_CASE(once_agreed_on_every_segment_carries_timestamps)
{
    // RFC 7323, 3.2: "MUST be sent in every non-<RST> segment for the duration of the connection"
    Solo solo;
    solo.synOptions.AddTimestamps({4000, 0});
    solo.Reach(State::Established);
    solo.now += 250ms;
    solo.Send(10);
    const KnownOptions options = solo.SentAt(0).segment.options.Read();
    BOOST_TEST(options.timestamps->value == 250U);
    BOOST_TEST(options.timestamps->echo == 4000U);
}

BOOST_AUTO_TEST_CASE(the_clock_of_timestamps_ticks_as_configured)
{
    // RFC 7323, 5.4: "1 ms to 1 sec per tick"
    for (const Duration tick : {Duration(1ms), Duration(10ms), Duration(1s)})
    {
        Config config = Prompt();
        config.timestampTick = tick;
        Solo solo(config);
        solo.synOptions.AddTimestamps({1000, 0});
        solo.Reach(State::Established);
        const auto clock = [&solo] {
            solo.Send(1);
            const uint32_t value = solo.SentAt(0).segment.options.Read().timestamps->value;
            solo.Feed(ACK, 1, solo.SndNxt());
            return value;
        };
        const uint32_t before = clock();
        solo.Wait(30s);
        BOOST_TEST(clock() - before == static_cast<uint32_t>(Duration(30s) / tick));
    }
}

BOOST_AUTO_TEST_CASE(no_segment_without_syn_announces_an_mss)
{
    // RFC 9293, MUST-65
    for (const State state : {State::Established,
                              State::FinWait1,
                              State::FinWait2,
                              State::CloseWait,
                              State::Closing,
                              State::LastAck,
                              State::TimeWait})
    {
        Solo solo;
        solo.synOptions = Mss(1000);
        solo.Reach(state);
        solo.Send(3000);
        std::vector<Emit> all = solo.sent;
        solo.Feed(FIN | ACK, 0, 1, 1); // unacceptable: an ACK
        all.insert(all.end(), solo.sent.begin(), solo.sent.end());
        solo.Abort();
        all.insert(all.end(), solo.sent.begin(), solo.sent.end());
        BOOST_TEST(!all.empty());
        for (const Emit& emit : all)
        {
            BOOST_TEST(!emit.segment.Has(SYN));
            BOOST_TEST(!emit.segment.options.Read().maxSegmentSize.has_value());
        }
    }
}

BOOST_AUTO_TEST_CASE(paws_an_old_timestamp_is_answered_with_an_ack_and_dropped)
{
    // RFC 7323, 5.3, R1; not for a RST, and TS.Recent wraps like a sequence number
    for (const uint32_t base : {4000U, 0xfffffff0U, 0x7ffffff0U})
    {
        Solo solo;
        solo.synOptions.AddTimestamps({base, 0});
        solo.Reach(State::Established);
        solo.Feed(Stamped(solo, ACK, 1, base + 100, 10));
        BOOST_TEST(solo.RcvNxt() == 11U);
        solo.Feed(Stamped(solo, ACK, 11, base + 99, 10));
        BOOST_TEST(solo.RcvNxt() == 11U);
        BOOST_TEST(solo.Sent() == ". 1:1(0) ack 11");
        solo.Feed(Stamped(solo, ACK, 11, base + 100, 10));
        BOOST_TEST(solo.RcvNxt() == 21U);
        solo.Feed(Stamped(solo, RST, 21, base));
        BOOST_TEST(solo.StateName() == "CLOSED");
    }
}

BOOST_AUTO_TEST_CASE(ts_recent_follows_segments_at_the_left_edge_only)
{
    // RFC 7323, 4.3, (2): SEG.SEQ =< Last.ACK.sent
    Solo solo;
    solo.synOptions.AddTimestamps({4000, 0});
    solo.Reach(State::Established);
    solo.Feed(Stamped(solo, ACK, 101, 4500, 10)); // beyond a hole
    BOOST_TEST(solo.connection.Receiving().tsRecent == 4000U);
    solo.Feed(Stamped(solo, ACK, 1, 4400, 100));
    BOOST_TEST(solo.connection.Receiving().tsRecent == 4400U);
    // 4.2: with a delayed ACK the echo is that of the first segment it is for
    Config config;
    Solo delayed(config);
    delayed.synOptions.AddTimestamps({4000, 0});
    delayed.Reach(State::Established);
    delayed.Feed(Stamped(delayed, ACK, 1, 4100, 100));
    delayed.Feed(Stamped(delayed, ACK, 101, 4200, 100));
    BOOST_TEST(delayed.SentAt(0).segment.options.Read().timestamps->echo == 4100U);
}

BOOST_AUTO_TEST_CASE(ts_recent_can_need_a_valid_ack)
{
    // RFC 7323, 4.3, (2) looks at the sequence number; Linux at the ACK, too (tcp_ack())
    for (const bool needs : {false, true})
    {
        Config config;
        config.tsRecentNeedsAck = needs;
        Solo solo(config);
        solo.synOptions.AddTimestamps({4000, 0});
        solo.Reach(State::Established);
        Segment segment = Stamped(solo, ACK, 1, 4400);
        segment.ack = solo.connection.Sending().nxt + 1;
        solo.Feed(segment);
        BOOST_TEST(solo.connection.Receiving().tsRecent == (needs ? 4000U : 4400U));
        solo.Feed(Stamped(solo, ACK, 1, 4500));
        BOOST_TEST(solo.connection.Receiving().tsRecent == 4500U);
    }
}

BOOST_AUTO_TEST_CASE(a_reset_that_is_challenged_does_not_touch_ts_recent)
{
    Solo solo;
    solo.synOptions.AddTimestamps({4000, 0});
    solo.Reach(State::Established);
    solo.Feed(Stamped(solo, RST, 0, 3000, 100)); // reaches into the window; outside for a RST
    BOOST_TEST(solo.StateName() == "ESTABLISHED");
    BOOST_TEST(solo.connection.Receiving().tsRecent == 4000U);
}

// RFC 2018, section 4, rules and section 5, examples: segments of 500 bytes, the left edge at
// 5000; here the numbers begin at 0.

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
