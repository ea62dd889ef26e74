/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * The retransmission timeout: RFC 6298, and Karn's rule.
 */

#include "lifecycle-test-solo.h"

#include <boost/test/unit_test.hpp>
#include <cmath>

namespace ns3
{
namespace lifecycle
{
namespace test
{

namespace
{

/// \return parameters without bounds on the RTO, G = 1 ms
Config
Unbounded()
{
    Config config;
    config.minRto = 1ns;
    config.maxRto = 1h;
    config.clockGranularity = 1ms;
    return config;
}

/// \return a duration in nanoseconds, for messages
int64_t
Ns(Duration duration)
{
    return duration.count();
}

Config
NoOptions()
{
    Config config = Prompt();
    config.timestamps = false;
    return config;
}

} // namespace

BOOST_AUTO_TEST_SUITE(rto)

BOOST_AUTO_TEST_CASE(before_a_sample_the_rto_is_one_second)
{
    // RFC 6298, 2.1
    const Config config;
    BOOST_TEST(Ns(RtoEstimator(config).Rto()) == Ns(1s));
}

BOOST_AUTO_TEST_CASE(the_first_sample_gives_three_times_itself)
{
    // 2.2: SRTT <- R, RTTVAR <- R/2, RTO <- SRTT + max (G, K*RTTVAR) = R + 4 R/2
    const Config config = Unbounded();
    RtoEstimator rto(config);
    rto.Sample(100ms, {}, config);
    BOOST_TEST(Ns(rto.Srtt()) == Ns(100ms));
    BOOST_TEST(Ns(rto.RttVar()) == Ns(50ms));
    BOOST_TEST(Ns(rto.Rto()) == Ns(300ms));
}

BOOST_AUTO_TEST_CASE(later_samples_follow_the_worked_numbers)
{
    // 2.3: RTTVAR <- 3/4 RTTVAR + 1/4 |SRTT - R'|, then SRTT <- 7/8 SRTT + 1/8 R'
    const Config config = Unbounded();
    RtoEstimator rto(config);
    rto.Sample(100ms, {}, config);
    rto.Sample(200ms, {}, config);
    // RTTVAR = 37.5 + 25 = 62.5 ms; SRTT = 87.5 + 25 = 112.5 ms; RTO = 112.5 + 250 ms
    BOOST_TEST(Ns(rto.RttVar()) == Ns(62500us));
    BOOST_TEST(Ns(rto.Srtt()) == Ns(112500us));
    BOOST_TEST(Ns(rto.Rto()) == Ns(362500us));
    rto.Sample(60ms, {}, config);
    // RTTVAR = 46.875 + 13.125 = 60 ms; SRTT = 98.4375 + 7.5 = 105.9375 ms
    BOOST_TEST(Ns(rto.RttVar()) == Ns(60ms));
    BOOST_TEST(Ns(rto.Srtt()) == Ns(105937500ns));
    BOOST_TEST(Ns(rto.Rto()) == Ns(345937500ns));
}

BOOST_AUTO_TEST_CASE(equal_samples_shrink_the_variance_by_a_quarter_each_down_to_the_granularity)
{
    // k equal samples r: RTTVAR = (r/2)(3/4)^(k-1); RTO = r + max (G, 4 RTTVAR)
    const Config config = Unbounded();
    RtoEstimator rto(config);
    double variance = 40e6;
    for (int k = 0; k < 60; ++k)
    {
        rto.Sample(80ms, {}, config);
        const double expected = 80e6 + std::max(1e6, 4 * variance);
        BOOST_TEST(std::abs(static_cast<double>(Ns(rto.Rto())) - expected) < 100);
        variance *= 0.75;
    }
    BOOST_TEST(Ns(rto.Rto()) == Ns(81ms)); // G = 1 ms is left
}

BOOST_AUTO_TEST_CASE(the_rto_stays_between_its_bounds)
{
    // 2.4: "rounded up to 1 second"; 2.5: a maximum of at least 60 seconds
    const Config config;
    RtoEstimator rto(config);
    rto.Sample(10ms, {}, config);
    BOOST_TEST(Ns(rto.Rto()) == Ns(1s));
    rto.Sample(300s, {}, config);
    BOOST_TEST(Ns(rto.Rto()) == Ns(60s));
    rto.BackOff(config);
    BOOST_TEST(Ns(rto.Rto()) == Ns(60s));
}

BOOST_AUTO_TEST_CASE(linux_has_a_least_margin_above_srtt)
{
    // What tcp_info of Linux 6.18 (HZ 250) said after each exchange with a peer that answered after
    // about so long; the sample is 8 SRTT - 7 SRTT of before. A window of data each.
    struct Reading
    {
        int64_t sample, srtt, rttvar; // us
        int64_t rto;                  // ms, up to a multiple of 4
    };

    using Readings = std::vector<Reading>;
    const std::vector<Readings> runs = {
        {{202237, 202237, 101118, 608},
         {200829, 202061, 76191, 608}, // the margin of the first window lasts for two
         {200469, 201862, 57540, 564},
         {200950, 201748, 43384, 524},
         {204204, 202055, 33152, 496},
         {200655, 201880, 25215, 472},
         {200504, 201708, 19255, 456},
         {200372, 201541, 14775, 440}},
        {{86424, 86424, 43212, 288}, {84712, 86210, 32835, 288}, {84730, 86025, 24996, 288}},
        {{302160, 302160, 151080, 908}, // samples below SRTT hardly raise RTTVAR
         {100576, 276962, 152658, 888},
         {100882, 254952, 153389, 872},
         {100920, 235698, 153409, 852},
         {100522, 218801, 148852, 828},
         {300721, 229041, 132118, 820},
         {304825, 238514, 118035, 800}},
        {{27632, 27632, 13816, 228},
         {102528, 36994, 29087, 240},
         {100618, 44947, 37721, 248},
         {23003, 42204, 33778, 244},
         {21012, 39555, 30631, 240},
         {22379, 37408, 27267, 240}}};
    Config config = Unbounded();
    config.rttEstimator = RttEstimator::Linux;
    config.minRto = 200ms;
    for (const Readings& run : runs)
    {
        RtoEstimator rto(config);
        Seq sent(1);
        for (const Reading& reading : run)
        {
            BOOST_TEST_CONTEXT("sample " << reading.sample << " us, RTO " << reading.rto)
            {
                rto.Sample(std::chrono::microseconds(reading.sample), {sent, sent}, config);
                sent = sent + 100;
                // It counts in microseconds, an eighth and a quarter of them
                BOOST_TEST(std::abs(Ns(rto.Srtt()) - 1000 * reading.srtt) < 8000);
                BOOST_TEST(std::abs(Ns(rto.RttVar()) - 1000 * reading.rttvar) < 8000);
                BOOST_TEST(Ns(rto.Rto()) <= Ns(reading.rto * 1ms));
                BOOST_TEST(Ns(rto.Rto()) > Ns((reading.rto - 4) * 1ms) - 100000);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(linux_lets_the_margin_shrink_once_in_a_window)
{
    // tcp_rtt_estimator(): "if (after(tp->snd_una, tp->rtt_seq))"
    Config config = Unbounded();
    config.rttEstimator = RttEstimator::Linux;
    config.minRto = 200ms;
    RtoEstimator rto(config);
    rto.Sample(1s, {Seq(1), Seq(1)}, config);
    rto.Sample(1s, {Seq(101), Seq(1001)}, config); // the window is 101 to 1001 now
    for (uint32_t una = 201; una <= 1001; una += 100)
    {
        rto.Sample(1s, {Seq(una), Seq(2001)}, config);
        BOOST_TEST(Ns(rto.Rto()) == Ns(3s));
    }
    // 4 RTTVAR was 2 s 0.75^2 at most since: a quarter of the difference goes
    rto.Sample(1s, {Seq(1101), Seq(2001)}, config);
    BOOST_TEST(std::abs(Ns(rto.Rto()) - Ns(3s - 218750us)) < 10);
}

BOOST_AUTO_TEST_CASE(a_time_out_doubles_and_a_sample_collapses)
{
    // 5.5, and the paragraph after 5.7: "collapsing" RTO back down
    const Config config;
    RtoEstimator rto(config);
    rto.Sample(100ms, {}, config);
    for (const auto expected : {2s, 4s, 8s, 16s, 32s, 60s, 60s})
    {
        rto.BackOff(config);
        BOOST_TEST(Ns(rto.Rto()) == Ns(expected));
    }
    rto.Sample(100ms, {}, config);
    BOOST_TEST(Ns(rto.Rto()) == Ns(1s));
}

BOOST_AUTO_TEST_CASE(an_initial_rto_above_the_maximum_is_not_shortened_by_a_time_out)
{
    Config config;
    config.initialRto = 90s;
    RtoEstimator rto(config);
    rto.BackOff(config);
    BOOST_TEST(Ns(rto.Rto()) == Ns(90s));
}

BOOST_AUTO_TEST_CASE(absurd_samples_do_not_overflow)
{
    const Config config;
    RtoEstimator rto(config);
    for (int i = 0; i < 100; ++i)
    {
        rto.Sample(i % 2 == 0 ? FOREVER : Duration(0), {}, config);
        BOOST_TEST(Ns(rto.Srtt()) <= Ns(24h));
        BOOST_TEST(Ns(rto.Rto()) >= Ns(config.minRto));
        BOOST_TEST(Ns(rto.Rto()) <= Ns(config.maxRto));
    }
}

BOOST_AUTO_TEST_CASE(the_handshake_is_the_first_sample_of_both_ends)
{
    for (const Opening opening : {Opening::Active, Opening::Passive})
    {
        Solo solo(NoOptions());
        solo.Reach(opening == Opening::Active ? State::SynSent : State::SynReceived, opening);
        solo.now += 700ms;
        opening == Opening::Active ? solo.Feed(SYN | ACK, 0, 1) : solo.Feed(ACK, 1, 1);
        BOOST_TEST(Ns(solo.connection.Rto().Srtt()) == Ns(700ms));
        BOOST_TEST(Ns(solo.connection.Rto().Rto()) == Ns(2100ms));
    }
}

BOOST_AUTO_TEST_CASE(a_syn_sent_twice_gives_no_sample_and_three_seconds_for_the_data)
{
    // RFC 6298, 3 (Karn) and 5.7: "the RTO MUST be re-initialized to 3 seconds when data
    // transmission begins"
    for (const Opening opening : {Opening::Active, Opening::Passive})
    {
        Solo solo(NoOptions());
        solo.Reach(opening == Opening::Active ? State::SynSent : State::SynReceived, opening);
        solo.Tick();
        solo.Tick();
        opening == Opening::Active ? solo.Feed(SYN | ACK, 0, 1) : solo.Feed(ACK, 1, 1);
        BOOST_TEST(!solo.connection.Rto().HasSample());
        BOOST_TEST(Ns(solo.connection.Rto().Rto()) == Ns(3s));
        // RFC 5681, 3.1: and one segment of window
        BOOST_TEST(solo.connection.Congestion().cwnd == 536U);
    }
}

BOOST_AUTO_TEST_CASE(without_the_rule_of_three_seconds_it_is_the_initial_rto_again)
{
    Config config = NoOptions();
    config.rtoAfterSynLoss = 0s;
    Solo solo(config);
    solo.Reach(State::SynSent);
    solo.Tick();
    solo.Feed(SYN | ACK, 0, 1);
    BOOST_TEST(Ns(solo.connection.Rto().Rto()) == Ns(1s));
}

BOOST_AUTO_TEST_CASE(a_simultaneous_open_gives_no_sample)
{
    // The ACK may be that of the SYN or of the SYN,ACK: RFC 6298, 3
    for (const bool repeated : {false, true})
    {
        Solo solo(NoOptions());
        solo.Reach(State::SynSent);
        if (repeated)
        {
            solo.Tick();
        }
        solo.now += 10ms;
        solo.Feed(SYN, 0, 0);
        solo.now += 10ms;
        solo.Feed(ACK, 1, 1);
        BOOST_TEST(solo.StateName() == "ESTABLISHED");
        BOOST_TEST(!solo.connection.Rto().HasSample());
    }
}

BOOST_AUTO_TEST_CASE(karn_what_was_sent_twice_gives_no_sample_and_the_back_off_stays)
{
    // RFC 6298, 3; RFC 9293, 3.8.2: "keeping the backed-off value until a subsequent segment with
    // new data has been sent and acknowledged without retransmission"
    Solo solo(NoOptions());
    solo.Reach(State::Established);
    const Duration srtt = solo.connection.Rto().Srtt();
    solo.Send(100);
    solo.Tick();
    solo.Tick();
    BOOST_TEST(Ns(solo.connection.Rto().Rto()) == Ns(4s));
    solo.now += 50ms;
    solo.Feed(ACK, 1, 101);
    BOOST_TEST(Ns(solo.connection.Rto().Srtt()) == Ns(srtt));
    BOOST_TEST(Ns(solo.connection.Rto().Rto()) == Ns(4s));
    solo.Send(100);
    BOOST_TEST(Ns(solo.connection.DeadlineOf(Timer::Retransmission) - solo.now) == Ns(4s));
    solo.now += 50ms;
    solo.Feed(ACK, 1, 201);
    BOOST_TEST(Ns(solo.connection.Rto().LastSample()) == Ns(50ms));
    BOOST_TEST(Ns(solo.connection.Rto().Rto()) == Ns(1s));
}

BOOST_AUTO_TEST_CASE(with_timestamps_the_echo_tells_which_of_two_has_arrived)
{
    // RFC 7323, 4.1: "RTTM ... the ambiguity of a retransmitted segment is resolved"
    Solo solo;
    solo.synOptions.AddTimestamps({5000, 0});
    solo.Reach(State::Established);
    solo.Send(100);
    solo.Tick();
    const auto stamp = solo.SentAt(0).segment.options.Read().timestamps->value;
    solo.now += 70ms;
    Segment ack = solo.Make(ACK, solo.irs + 1, solo.iss + 101);
    ack.options.AddTimestamps({5001, stamp});
    solo.Feed(ack);
    BOOST_TEST(Ns(solo.connection.Rto().LastSample()) == Ns(70ms));
    BOOST_TEST(Ns(solo.connection.Rto().Rto()) == Ns(1s));
}

BOOST_AUTO_TEST_CASE(an_echo_of_what_was_never_sent_is_not_believed)
{
    Solo solo;
    solo.synOptions.AddTimestamps({5000, 0});
    solo.Reach(State::Established);
    solo.Send(100);
    solo.Tick();
    const RtoEstimator before = solo.connection.Rto();
    Segment ack = solo.Make(ACK, solo.irs + 1, solo.iss + 101);
    ack.options.AddTimestamps({5001, 12345678});
    solo.Feed(ack);
    BOOST_TEST((solo.connection.Rto() == before));
}

BOOST_AUTO_TEST_CASE(an_acknowledgment_of_new_data_restarts_the_timer_and_of_all_stops_it)
{
    // RFC 6298, 5.1 to 5.3
    Solo solo(NoOptions());
    solo.Reach(State::Established);
    BOOST_TEST((solo.connection.DeadlineOf(Timer::Retransmission) == NEVER));
    solo.Send(2 * 536);
    BOOST_TEST(Ns(solo.connection.DeadlineOf(Timer::Retransmission) - solo.now) == Ns(1s));
    solo.now += 300ms;
    solo.Send(536);
    BOOST_TEST(Ns(solo.connection.DeadlineOf(Timer::Retransmission) - solo.now) == Ns(700ms));
    solo.Feed(ACK, 1, 537);
    BOOST_TEST(Ns(solo.connection.DeadlineOf(Timer::Retransmission) - solo.now) == Ns(1s));
    solo.now += 300ms;
    solo.Feed(ACK, 1, 537); // nothing new
    BOOST_TEST(Ns(solo.connection.DeadlineOf(Timer::Retransmission) - solo.now) == Ns(700ms));
    solo.Feed(ACK, 1, 1 + 3 * 536);
    BOOST_TEST((solo.connection.DeadlineOf(Timer::Retransmission) == NEVER));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
