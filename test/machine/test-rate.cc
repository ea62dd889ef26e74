/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * Delivery-rate samples (draft-cheng-iccrg-delivery-rate-estimation-02) and pacing.
 */

#include "lifecycle-rate.h"
#include "lifecycle-test-sender.h"

#include <boost/test/unit_test.hpp>
#include <vector>

namespace ns3
{
namespace lifecycle
{
namespace test
{

namespace
{

constexpr uint32_t SIZE = 1000; //!< of a segment, bytes

/// \param ms milliseconds \return that instant
Instant
At(int64_t ms)
{
    return Instant(std::chrono::milliseconds(ms));
}

/// A sampler whose segments are delivered by hand
struct Sampled
{
    Sampled()
    {
        sampler.Begin(20ms);
    }

    /// Segments are sent. \param ms when \param first whether nothing is outstanding
    void Send(int64_t ms, bool first = false)
    {
        sampler.OnSent(At(ms), first);
    }

    /// \param ms when \param segments that are delivered \param sentMs when the one sent last of
    /// them was sent \param oldestMs the same of the oldest in flight \return the sample
    RateSample Ack(int64_t ms, uint32_t segments, int64_t sentMs, int64_t oldestMs = 0)
    {
        RateInput input;
        input.now = At(ms);
        input.octets = segments * SIZE;
        input.sentAt = At(sentMs);
        input.oldestAt = At(oldestMs);
        return sampler.OnAck(input);
    }

    RateSampler sampler; //!< it
};

/// A sender that measured 100 ms with its SYN
class PacedSender : public Solo
{
  public:
    /// \param given parameters; those of the connection are set here
    explicit PacedSender(const Config& given)
        : Solo(Parameters(given))
    {
        Open();
        now += 100ms;
        Segment synAck = Make(SYN | ACK, irs, iss + 1);
        synAck.options.AddMaxSegmentSize(MSS);
        Feed(synAck);
        sentTimes.clear();
    }

    /// \return when segments were sent after the handshake, microseconds
    std::vector<int64_t> Times() const
    {
        std::vector<int64_t> times;
        for (const Duration time : sentTimes)
        {
            times.push_back(time / 1us);
        }
        return times;
    }

  private:
    static Config Parameters(Config config)
    {
        config.delayedAckTimeout = 0ms;
        config.timestamps = false;
        config.sack = false;
        config.pacing = true;
        config.sendBuffer = 1U << 20;
        return config;
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(rate)

BOOST_AUTO_TEST_CASE(a_sample_is_what_was_delivered_since_the_segment_was_sent)
{
    // 3.1.3 of the draft: delivered = C.delivered - P.delivered, in max(send_elapsed, ack_elapsed)
    Sampled a;
    a.Send(0, true);
    RateSample sample = a.Ack(100, 1, 0);
    BOOST_TEST(sample.valid);
    BOOST_TEST(sample.BitRate() == 8 * SIZE * 10U); // 1000 bytes in 100 ms
    BOOST_TEST(sample.newlyDelivered == SIZE);
    a.Send(100);
    a.Ack(110, 1, 0);
    a.Ack(120, 8, 0);
    sample = a.Ack(200, 1, 100); // 1 + 8 + 1 since it was sent
    BOOST_TEST(sample.delivered == 10 * SIZE);
    BOOST_TEST(sample.BitRate() == 8 * SIZE * 100U);
    BOOST_TEST(sample.totalDelivered == 11 * SIZE);
    BOOST_TEST(a.sampler.LastBitRate() == sample.BitRate());
}

BOOST_AUTO_TEST_CASE(acknowledgments_that_come_at_once_do_not_make_the_rate_higher_than_the_senders)
{
    // 2.2 of the draft, "ACK compression": the rate is at most that at which the data were sent
    Sampled a;
    a.Send(0, true);
    a.Ack(20, 1, 0);
    for (int64_t ms = 20; ms <= 100; ms += 10)
    {
        a.Send(ms);
    }
    // Of a segment every 10 ms all but the first are acknowledged at 130 ms, those up to 90 ms
    // a little before that of 100 ms
    const RateSample sample = a.Ack(130, 8, 100);
    BOOST_TEST((sample.sendElapsed == 100ms)); // since the segment that was delivered at 20 ms
    BOOST_TEST(sample.BitRate() <= 8 * 8 * SIZE * 10U);
}

BOOST_AUTO_TEST_CASE(what_was_sent_while_the_user_had_nothing_more_is_told)
{
    // 3.4 and 3.3: C.app_limited until the bubble is acknowledged; such a sample counts only if it
    // is higher than the last
    Sampled a;
    a.Send(0, true);
    a.sampler.OnUserLimited(2 * SIZE);
    a.Send(10);
    BOOST_TEST(!a.Ack(100, 1, 0).appLimited);
    const uint64_t before = a.sampler.LastBitRate();
    const RateSample limited = a.Ack(400, 1, 10);
    BOOST_TEST(limited.appLimited);
    BOOST_TEST(limited.BitRate() < before);
    BOOST_TEST(a.sampler.LastBitRate() == before);
    a.Send(400); // not yet beyond the bubble, which is 2 segments
    BOOST_TEST(a.Ack(500, 1, 400).appLimited);
    a.Send(500);
    BOOST_TEST(!a.Ack(600, 1, 500).appLimited);
}

BOOST_AUTO_TEST_CASE(an_interval_shorter_than_a_round_trip_is_not_believed)
{
    // 3.3: "if (rs.interval < MinRTT) ... return false"
    Sampled a;
    a.Send(0, true);
    const RateSample sample = a.Ack(19, 1, 0);
    BOOST_TEST(!sample.valid);
    BOOST_TEST(sample.BitRate() == 0U);
    BOOST_TEST(sample.totalDelivered == SIZE);
}

BOOST_AUTO_TEST_CASE(nothing_is_stored_before_it_is_wanted_nor_when_it_is_not_needed_any_more)
{
    RateSampler off;
    off.OnSent(At(0), true);
    off.OnUserLimited(SIZE);
    BOOST_TEST(off.Stored() == 0U);
    Sampled a;
    a.Send(0, true);
    for (int64_t ms = 100; ms < 100000; ms += 10)
    {
        a.Send(ms);
        a.Ack(ms, 1, ms - 100, ms - 90); // ten are in flight
    }
    BOOST_TEST(a.sampler.Stored() <= 24U);
}

BOOST_AUTO_TEST_CASE(a_connection_measures_the_rate_at_which_the_peer_acknowledges)
{
    Config config;
    config.rateSamples = true;
    PacedSender sender(config);
    sender.config.pacing = false;
    sender.Send(1000 * MSS);
    // One segment is acknowledged every 10 ms: 8 * 500 bit in 10 ms
    for (uint32_t i = 1; i < 100; ++i)
    {
        sender.Wait(10ms);
        sender.Feed(ACK, 1, 1 + i * MSS);
    }
    BOOST_TEST(sender.connection.Rate().LastBitRate() == 400000U);
    PacedSender without{Config()};
    without.Send(10 * MSS);
    without.Wait(10ms);
    without.Feed(ACK, 1, 1 + MSS);
    BOOST_TEST(without.connection.Rate().Delivered() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(pacing)

BOOST_AUTO_TEST_CASE(segments_leave_at_twice_the_window_in_a_round_trip_time_in_slow_start)
{
    // Linux, tcp_update_pacing_rate(): 200 % of cwnd / srtt; the initial window goes at once
    PacedSender sender{Config()};
    sender.Send(40 * MSS);
    BOOST_TEST(sender.Times() == std::vector<int64_t>(10, 100000),
               boost::test_tools::per_element());
    sender.sentTimes.clear();
    sender.Wait(100ms);
    sender.Feed(ACK, 1, 1 + 2 * MSS); // 11 segments
    sender.Wait(50ms);
    // 2 * 11 segments in 100 ms: one every 100/22 ms
    const std::vector<int64_t> expected{200000, 204545, 209090};
    BOOST_TEST(sender.Times() == expected, boost::test_tools::per_element());
    BOOST_TEST(sender.connection.PacingRate() == 2 * 11 * MSS * 8 * 10U);
}

BOOST_AUTO_TEST_CASE(near_the_slow_start_threshold_it_is_a_fifth_more_than_the_window)
{
    // Linux: 120 % if cwnd >= ssthresh / 2
    Config config;
    config.initialSsthresh = 10 * MSS;
    PacedSender sender(config);
    sender.Send(40 * MSS);
    BOOST_TEST(sender.connection.PacingRate() == 12 * MSS * 8 * 10U);
    sender.config.pacingCaRatio = 100;
    BOOST_TEST(sender.connection.PacingRate() == 10 * MSS * 8 * 10U);
}

BOOST_AUTO_TEST_CASE(the_initial_window_is_paced_if_told_and_no_rate_is_higher_than_the_limit)
{
    Config config;
    config.paceInitialWindow = true;
    config.maxPacingRate = 100000; // 500 bytes in 40 ms
    PacedSender sender(config);
    sender.Send(4 * MSS);
    sender.Wait(200ms);
    const std::vector<int64_t> expected{100000, 140000, 180000, 220000};
    BOOST_TEST(sender.Times() == expected, boost::test_tools::per_element());
    BOOST_TEST(sender.connection.PacingRate() == 100000U);
}

BOOST_AUTO_TEST_CASE(a_gap_longer_than_the_override_of_the_silly_window_stays_one)
{
    // RFC 9293, 3.8.6.2.1: its timer is for what the window holds back
    Config config;
    config.paceInitialWindow = true;
    config.maxPacingRate = 1000; // 500 bytes in 4 s
    PacedSender sender(config);
    sender.Send(2 * MSS);
    sender.Feed(ACK, 1, 1 + MSS); // nothing is outstanding
    sender.Wait(10s);
    const std::vector<int64_t> expected{100000, 4100000};
    BOOST_TEST_REQUIRE(sender.Times().size() >= 2U);
    BOOST_TEST(sender.Times()[1] == expected[1]);
}

BOOST_AUTO_TEST_CASE(what_was_pushed_is_sent_when_its_turn_comes)
{
    Config config;
    config.paceInitialWindow = true;
    config.maxPacingRate = 100000;
    PacedSender sender(config);
    sender.Send(MSS + 100); // the second, short, would wait for an acknowledgment (Nagle)
    sender.Run([&sender](Context& context) { sender.connection.Push(context); });
    sender.Wait(60ms);
    const std::vector<int64_t> expected{100000, 140000};
    BOOST_TEST(sender.Times() == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_window_that_the_pacer_fills_grows)
{
    // Linux, tcp_is_cwnd_limited(): what counts is the last window of data, not the last moment
    PacedSender sender{Config()};
    sender.Send(1000 * MSS);
    const auto cwnd = [&sender] { return sender.connection.Congestion().cwnd / MSS; };
    uint32_t acked = 0;
    for (int i = 0; i < 20; ++i)
    {
        // Five come before the pacer has sent what the first lets out
        sender.Wait(i % 5 == 0 ? 100ms : 1ms);
        acked += 2;
        sender.Feed(ACK, 1, 1 + acked * MSS);
    }
    BOOST_TEST(cwnd() == 30U); // RFC 5681, equation 2: a segment for each acknowledgment
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
