/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * What systems do where RFC 9293 leaves it open, or beyond it: each is one parameter.
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

/// \return parameters with SACK alone
Config
WithSack()
{
    Config config = Prompt();
    config.timestamps = false;
    config.windowScaling = false;
    return config;
}

/// \param options on a segment \return the edges of its SACK blocks, from IRS: `200:300 1:100`
std::string
Blocks(const Options& options)
{
    const KnownOptions known = options.Read();
    std::string text;
    for (uint8_t i = 0; i < known.sackBlockCount; ++i)
    {
        text += (i > 0 ? " " : "") + std::to_string(Span(Seq(IRS), known.sackBlocks[i].left)) +
                ":" + std::to_string(Span(Seq(IRS), known.sackBlocks[i].right));
    }
    return text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(systems)

BOOST_AUTO_TEST_CASE(text_that_comes_twice_is_reported_first_and_once)
{
    // RFC 2883, 4: the first block, before those of RFC 2018
    Config config = WithSack();
    config.dsack = true;
    Solo solo(config);
    solo.synOptions.AddSackPermitted();
    solo.Reach(State::Established);
    solo.Feed(ACK, 1, 1, 99);
    solo.Feed(ACK, 200, 1, 100);
    BOOST_TEST(Blocks(solo.SentAt(0).segment.options) == "200:300");
    solo.Feed(ACK, 50, 1, 50); // all of it is old
    BOOST_TEST(Blocks(solo.SentAt(0).segment.options) == "50:100 200:300");
    solo.Feed(ACK, 250, 1, 100); // half of it waits beyond the hole already
    BOOST_TEST(Blocks(solo.SentAt(0).segment.options) == "250:300 200:350");
    solo.Feed(ACK, 500, 1, 10);
    BOOST_TEST(Blocks(solo.SentAt(0).segment.options) == "500:510 200:350");
}

BOOST_AUTO_TEST_CASE(an_ack_carries_the_outstanding_fin_again_as_the_bsds_do)
{
    Config config = Prompt();
    config.ackRepeatsFin = true;
    Solo solo(config);
    solo.Reach(State::FinWait1);
    solo.Feed(FIN | ACK, 1, 1); // simultaneous close
    BOOST_TEST(solo.StateName() == "CLOSING");
    BOOST_TEST(solo.Sent() == "F. 1:1(0) ack 2");
    solo.Feed(RST | ACK, 100, 1); // a challenge ACK does not
    BOOST_TEST(solo.Sent() == ". 2:2(0) ack 2");
    solo.now += 500ms;          // so long after an answer nothing is answered that may be one
    solo.Feed(FIN | ACK, 1, 1); // the peer's FIN again, from before it had ours
    BOOST_TEST(solo.Sent() == "F. 1:1(0) ack 2");
    solo.Feed(FIN | ACK, 1, 2); // a peer that does the same: its ACK of our FIN counts
    BOOST_TEST(solo.StateName() == "TIME-WAIT");
}

BOOST_AUTO_TEST_CASE(an_eager_receiver_moves_the_edge_with_every_segment)
{
    Config config = Prompt();
    config.windowScaling = false;
    config.receiveBuffer = 65700;
    config.windowAdvance = WindowAdvance::Eager;
    Solo solo(config);
    solo.Reach(State::Established);
    solo.Feed(ACK, 1, 1, 100);
    BOOST_TEST(int(solo.SentAt(0).segment.window) == 65535);
    // what fits is accepted, though the window field cannot say it
    solo.Feed(RST, 101 + 65600, 1);
    BOOST_TEST(solo.Sent() == ". 1:1(0) ack 101");
    solo.Feed(RST, 101 + 65700, 1);
    BOOST_TEST(solo.Sent() == "");
}

BOOST_AUTO_TEST_CASE(
    an_eager_receiver_keeps_to_the_window_of_its_syn_ack_until_the_handshake_is_done)
{
    // FreeBSD, syncache_chkrst(): up to sc_irs + 1 + sc_wnd, which is TCP_MAXWIN at most
    Config config = Prompt();
    config.windowScaling = false;
    config.receiveBuffer = 65700;
    config.windowAdvance = WindowAdvance::Eager;
    for (const uint32_t offset : {65534U, 65600U})
    {
        Solo solo(config);
        solo.Reach(State::SynReceived, Opening::Passive);
        solo.Feed(RST, 1 + offset, 1);
        BOOST_TEST(solo.Sent() == (offset < 65535 ? ". 1:1(0) ack 1" : ""), offset);
        BOOST_TEST(solo.StateName() == "SYN-RECEIVED");
    }
}

BOOST_AUTO_TEST_CASE(first_segments_are_acknowledged_at_once_until_text_is_sent_in_answer)
{
    Config config; // delays ACKs
    config.quickAcks = 2;
    Solo solo(config);
    solo.Reach(State::Established);
    solo.Feed(ACK, 1, 1, 10);
    BOOST_TEST(solo.Sent() == ". 1:1(0) ack 11");
    solo.Feed(ACK, 11, 1, 10);
    BOOST_TEST(solo.Sent() == ". 1:1(0) ack 21");
    solo.Feed(ACK, 21, 1, 10);
    BOOST_TEST(solo.Sent() == "");
    Solo answering(config);
    answering.Reach(State::Established);
    answering.Feed(ACK, 1, 1, 10);
    answering.Send(5);
    answering.Feed(ACK, 11, 6, 10);
    BOOST_TEST(answering.Sent() == "");
}

BOOST_AUTO_TEST_CASE(text_of_more_than_a_segment_is_acknowledged_at_once)
{
    // RFC 5681, 4.2: "at least every second full-sized segment", counted in bytes
    Config config;
    config.windowScaling = false;
    Solo solo(config);
    solo.synOptions.AddMaxSegmentSize(1000);
    solo.Reach(State::Established);
    solo.Feed(ACK, 1, 1, 1001);
    BOOST_TEST(solo.Sent() == ". 1:1(0) ack 1002");
}

BOOST_AUTO_TEST_CASE(a_fin_after_text_is_acknowledged_later)
{
    Config config;
    config.finAck = FinAck::AfterText;
    Solo bare(config);
    bare.Reach(State::Established);
    bare.Feed(FIN | ACK, 1, 1);
    BOOST_TEST(bare.Sent() == ". 1:1(0) ack 2");
    Solo solo(config);
    solo.Reach(State::Established);
    solo.Feed(ACK, 1, 1, 10);
    solo.Wait(1s);
    solo.Feed(FIN | ACK, 11, 1);
    BOOST_TEST(solo.Sent() == "");
    solo.Tick();
    BOOST_TEST(solo.Sent() == ". 1:1(0) ack 12");
}

BOOST_AUTO_TEST_CASE(a_loss_probe_goes_before_the_rto_and_doubles_nothing)
{
    // RFC 8985, 7: the FIN after two round trips and the delay of an ACK, then at the RTO, then
    // at twice the RTO
    Config config = WithSack();
    config.tailLossProbe = true;
    config.minRto = 200ms;
    Solo solo(config);
    solo.synOptions.AddSackPermitted();
    solo.Open();
    solo.Wait(100ms); // the round trip: SRTT 100 ms, RTO 300 ms
    Segment synAck = solo.Make(SYN | ACK, solo.irs, solo.iss + 1);
    synAck.options = solo.synOptions;
    solo.Feed(synAck);
    solo.Close();
    BOOST_TEST(solo.Sent() == "F. 1:1(0) ack 1");
    const Instant closed = solo.now;
    for (const int at : {300, 600, 1200})
    {
        solo.Tick();
        BOOST_TEST(solo.Sent() == "F. 1:1(0) ack 1");
        BOOST_TEST((solo.now - closed == std::chrono::milliseconds(at)));
    }
}

BOOST_AUTO_TEST_CASE(ecn_is_agreed_on_by_the_two_syns)
{
    // RFC 3168, 6.1.1
    for (const bool answered : {true, false})
    {
        Config config = Prompt();
        config.ecn = Ecn::Active;
        Solo solo(config);
        solo.Open();
        BOOST_TEST(FlagsText(solo.SentAt(0).segment) == "SEW");
        solo.Feed(answered ? SYN | ACK | ECE : SYN | ACK, 0, 1);
        BOOST_TEST(solo.connection.HasEcn() == answered);
        solo.Send(10);
        BOOST_TEST(solo.SentAt(0).ect == answered);
    }
}

BOOST_AUTO_TEST_CASE(a_repeated_syn_can_do_without_ecn_and_without_options)
{
    Config config = Prompt();
    config.ecn = Ecn::Active;
    config.fewOptionsFrom = 2;
    Solo solo(config);
    solo.Open();
    solo.Tick();
    BOOST_TEST(FlagsText(solo.SentAt(0).segment) == "S");
    BOOST_TEST(solo.SentAt(0).segment.options.Read().sackPermitted);
    solo.Tick();
    const KnownOptions known = solo.SentAt(0).segment.options.Read();
    BOOST_TEST(!known.sackPermitted);
    BOOST_TEST(!known.windowScale.has_value());
    BOOST_TEST(known.maxSegmentSize.has_value());
}

BOOST_AUTO_TEST_CASE(a_segment_without_ack_leaves_no_trace_in_time_wait)
{
    Config config = Prompt();
    config.timeWaitNeedsAck = true;
    Solo solo(config);
    solo.Reach(State::TimeWait);
    const uint32_t next = solo.RcvNxt();
    solo.Feed(FIN, next - 1, 0);
    BOOST_TEST(solo.Sent() == "");
    solo.Feed(FIN | ACK, next - 1, solo.SndNxt());
    BOOST_TEST(solo.Sent() == ". 2:2(0) ack 2");
}

BOOST_AUTO_TEST_CASE(a_buffer_is_a_whole_number_of_segments)
{
    Config config = Prompt();
    config.windowScaling = false;
    config.timestamps = false;
    config.receiveBuffer = 65536;
    config.bufferRounding = BufferRounding::Up; // 45 * 1460
    Solo up(config);
    up.synOptions.AddMaxSegmentSize(1460);
    up.Reach(State::Established);
    BOOST_TEST(up.connection.Receiving().buffer == 65700U);
    config.bufferRounding = BufferRounding::Down; // 44 * 1460
    Solo down(config);
    down.Open();
    BOOST_TEST(int(down.SentAt(0).segment.window) == 64240);
}

BOOST_AUTO_TEST_CASE(parameters_of_an_open_connection_can_be_changed)
{
    Solo solo;
    solo.Reach(State::Established);
    Config other = solo.config;
    other.userTimeout = 3s;
    other.keepAlive = true;
    other.keepAliveIdle = 1s;
    solo.Run([&](Context& context) { solo.connection.Adopt(&other, context); });
    BOOST_TEST((solo.Tick() == 1s));
    BOOST_TEST(solo.Sent() == ". 0:0(0) ack 1");
    solo.Send(10);
    const Instant sent = solo.now;
    while (solo.StateName() != "CLOSED")
    {
        solo.Tick();
    }
    BOOST_TEST((solo.now - sent == 3s));
}

BOOST_AUTO_TEST_CASE(a_reset_of_our_own_accord_can_have_ack_and_timestamps)
{
    Config config = Prompt();
    for (const ResetForm form : {ResetForm::Text, ResetForm::WithAck, ResetForm::WithStamps})
    {
        config.resetForm = form;
        Solo solo(config);
        solo.synOptions.AddTimestamps({7, 0});
        solo.Reach(State::Established);
        solo.Abort();
        const Segment& reset = solo.SentAt(0).segment;
        BOOST_TEST(FlagsText(reset) == (form == ResetForm::Text ? "R" : "R."));
        BOOST_TEST(reset.options.Read().timestamps.has_value() == (form == ResetForm::WithStamps));
    }
}

BOOST_AUTO_TEST_CASE(text_for_an_end_that_is_shut_both_ways_can_make_a_reset)
{
    Config config = Prompt();
    config.resetWhenShut = true;
    Solo solo(config);
    solo.Reach(State::Established);
    solo.ShutdownReceive();
    solo.Feed(ACK, 1, 1, 10);
    BOOST_TEST(solo.Sent() == ". 1:1(0) ack 11");
    solo.ShutdownSend();
    solo.Feed(ACK, 11, 2, 10);
    BOOST_TEST(solo.Sent() == "R 2:2(0)");
    BOOST_TEST(solo.StateName() == "CLOSED");
}

BOOST_AUTO_TEST_CASE(a_window_probe_can_do_without_text)
{
    Config config = Prompt();
    config.emptyProbes = true;
    Solo solo(config);
    solo.Reach(State::Established);
    solo.Feed(ACK, 1, 1, 0, 0);
    solo.Send(10);
    Instant before = solo.now;
    Duration wait{0};
    for (int probe = 0; probe < 3; ++probe)
    {
        solo.Tick();
        BOOST_TEST(solo.Sent() == ". 0:0(0) ack 1");
        BOOST_TEST((wait == Duration(0) || solo.now - before == 2 * wait));
        wait = solo.now - before;
        before = solo.now;
        solo.Feed(ACK, 1, 1, 0, 0);
    }
    solo.Feed(ACK, 1, 1, 0, 1000);
    BOOST_TEST(solo.Sent() == "P. 1:11(10) ack 1");
}

BOOST_AUTO_TEST_CASE(slow_start_can_go_on_with_half_of_the_window_used)
{
    for (const bool half : {true, false})
    {
        Config config = Prompt();
        config.growHalfUsed = half;
        config.initialWindow = 10;
        Solo solo(config);
        solo.Reach(State::Established);
        const uint32_t before = solo.connection.Congestion().cwnd;
        const uint32_t segment = before / 10;
        solo.Send(6 * segment);
        solo.Feed(ACK, 1, 1 + segment);
        BOOST_TEST(solo.connection.Congestion().cwnd == (half ? before + segment : before));
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
