/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-law.h"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <map>
#include <vector>

using namespace ns3;

namespace tt = boost::test_tools;

// The laws are held against a second way to get them: all patterns of losses of a small protocol
// are gone through one by one, and each is played event by event.

namespace
{

constexpr double P_FORWARD = 0.3;
constexpr double P_REVERSE = 0.2;
const TcpLifecycleLosses LOSSES = {P_FORWARD, P_REVERSE};
const Time RTT = MilliSeconds(100);

/// Fates of segments, drawn from a number: whether the nth in a direction is lost.
struct Pattern
{
    uint32_t forwardBits;     //!< bit n: the nth is lost
    uint32_t reverseBits;     //!< the same for the other direction
    uint32_t forwardCount{0}; //!< sent so far
    uint32_t reverseCount{0}; //!< sent so far

    bool LosesForward()
    {
        return (forwardBits >> forwardCount++ & 1) != 0;
    }

    bool LosesReverse()
    {
        return (reverseBits >> reverseCount++ & 1) != 0;
    }
};

/// \return probability of a pattern of this number of segments each way
double
Probability(const Pattern& pattern, uint32_t forward, uint32_t reverse)
{
    double product = 1;
    for (uint32_t n = 0; n < forward; ++n)
    {
        product *= (pattern.forwardBits >> n & 1) != 0 ? P_FORWARD : 1 - P_FORWARD;
    }
    for (uint32_t n = 0; n < reverse; ++n)
    {
        product *= (pattern.reverseBits >> n & 1) != 0 ? P_REVERSE : 1 - P_REVERSE;
    }
    return product;
}

/// Call a function with every pattern and its probability.
template <typename F>
void
ForAll(uint32_t forward, uint32_t reverse, F f)
{
    for (uint32_t a = 0; a < 1U << forward; ++a)
    {
        for (uint32_t b = 0; b < 1U << reverse; ++b)
        {
            Pattern pattern{a, b};
            const double probability = Probability(pattern, forward, reverse);
            f(pattern, probability);
        }
    }
}

/// \return milliseconds until ESTABLISHED; negative: never. Client: SYNs at 0, 1, 3 s, end at 7 s;
/// server: SYN,ACKs 0, 1.5 s after the SYN, end at 4.5 s. Times are at the client, so that a SYN is
/// answered a round trip after it was sent.
int
PlayOpening(Pattern& pattern)
{
    const std::vector<int> syns = {0, 1000, 3000};
    int busyUntil = -1; // the server has a connection
    std::vector<int> arrivals;
    for (int syn : syns)
    {
        const bool lost = pattern.LosesForward();
        if (lost || syn < busyUntil)
        {
            continue;
        }
        busyUntil = syn + 4500;
        for (int synAck : {syn, syn + 1500})
        {
            if (!pattern.LosesReverse())
            {
                arrivals.push_back(synAck + 100);
            }
        }
        if (!arrivals.empty())
        {
            break;
        }
    }
    return arrivals.empty() || arrivals.front() >= 7000 ? -1 : arrivals.front();
}

/// What one pattern of losses makes of the second FIN.
struct Ending
{
    int lastAck{-1};   //!< milliseconds; negative: given up
    int timeWait{-1};  //!< milliseconds; negative: not entered
    bool reset{false}; //!< ended by RST
    int reAcks{0};     //!< ACKs of TIME-WAIT after the first
};

/// FINs at 0, 1, 3, 7 s, end at 15 s, 2MSL 2.5 s: TIME-WAIT outlives some of the gaps. Times are at
/// the sender of the FINs, shifted by half a round trip.
Ending
PlayEnding(Pattern& pattern)
{
    Ending ending;
    int first = -1;
    int expires = -1;
    for (int fin : {0, 1000, 3000, 7000})
    {
        if (pattern.LosesReverse())
        {
            continue;
        }
        const bool connection = first < 0 || fin <= expires;
        if (connection)
        {
            ending.reAcks += first < 0 ? 0 : 1;
            first = first < 0 ? fin : first;
            expires = fin + 2500;
            ending.timeWait = expires - first;
        }
        if (!pattern.LosesForward())
        {
            ending.lastAck = fin + 100;
            ending.reset = !connection;
            break;
        }
    }
    return ending;
}

/// Both laws have the same values with the same probabilities.
void
CheckSame(const TcpLifecycleLaw& law, const std::map<int, double>& expected)
{
    BOOST_TEST(law.GetAtoms().size() == expected.size());
    for (const auto& [milliseconds, probability] : expected)
    {
        const auto atom = law.GetAtoms().find(MilliSeconds(milliseconds));
        BOOST_TEST_REQUIRE((atom != law.GetAtoms().end()), milliseconds << " ms is missing");
        BOOST_TEST(atom->second == probability, tt::tolerance(1e-12));
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(law, *boost::unit_test::tolerance(1e-12))

BOOST_AUTO_TEST_CASE(a_schedule_doubles_up_to_its_cap)
{
    // RFC 6298, 5.5 and 2.5: waits 1, 2, 4, 5, 5
    const auto schedule = TcpLifecycleSchedule::Doubling(Seconds(1), 4, Seconds(5));
    const std::vector<Time> expected = {Seconds(0),
                                        Seconds(1),
                                        Seconds(3),
                                        Seconds(7),
                                        Seconds(12)};
    BOOST_TEST((schedule.sent == expected));
    BOOST_TEST((schedule.end == Seconds(17)));
    // RFC 9293, MUST-23: R2 of a SYN is 180 s at least; seven repeats at 60 s of cap are 183 s
    BOOST_TEST((TcpLifecycleSchedule::Doubling(Seconds(1), 7, Seconds(60)).end == Seconds(183)));
    // tcp_syn_retries 6: "the final timeout for an active TCP connection attempt" after 127 s
    BOOST_TEST((TcpLifecycleSchedule::Doubling(Seconds(1), 6).end == Seconds(127)));
}

BOOST_AUTO_TEST_CASE(a_law_has_mean_variance_and_distribution)
{
    TcpLifecycleLaw law;
    law.Add(Seconds(1), 0.25);
    law.Add(Seconds(3), 0.125);
    law.Add(Seconds(3), 0.125);
    BOOST_TEST(law.Total() == 0.5);
    BOOST_TEST(law.Mean() == 2.0);
    BOOST_TEST(law.Variance() == 1.0);
    BOOST_TEST(law.AtMost(MilliSeconds(999)) == 0.0);
    BOOST_TEST(law.AtMost(Seconds(1)) == 0.25);
    BOOST_TEST(law.AtMost(Seconds(3)) == 0.5);
    BOOST_TEST(law.Shifted(Seconds(1)).Mean() == 3.0);
    const TcpLifecycleLaw sum = law.Plus(law);
    BOOST_TEST(sum.GetAtoms().size() == 3);
    BOOST_TEST(sum.Mean() == 4.0);
    BOOST_TEST(sum.Variance() == 2.0);
    BOOST_TEST(sum.Total() == 0.25);
}

BOOST_AUTO_TEST_CASE(retry_time_has_the_moments_of_a_doubling_timer)
{
    // p = 1/10: R/8; E[4^K] = 9/6, E[2^K] = 9/8, so 3/2 - 81/64
    BOOST_TEST(TcpLifecycleMeanRetryTime(0.1, Seconds(2)) == 0.25);
    BOOST_TEST(TcpLifecycleRetryTimeVariance(0.1, Seconds(2)) == 4 * 0.234375);
    // The truncated law tends to them.
    const auto schedule = TcpLifecycleSchedule::Doubling(Seconds(1), 30);
    const auto law = TcpLifecycleRetryLaw(0.1, schedule);
    BOOST_TEST(law.Mean() == 0.125);
    BOOST_TEST(law.Variance() == 0.234375, tt::tolerance(1e-9));
    BOOST_TEST(TcpLifecycleRetryLaw(0.5, TcpLifecycleSchedule::Doubling(Seconds(1), 2)).Total() ==
               0.875);
}

BOOST_AUTO_TEST_CASE(rto_after_equal_samples_is_what_rfc_6298_comes_to)
{
    const Time least = MilliSeconds(200);
    const Time most = Seconds(60);
    const TcpLifecycleRtoRule rule{least, most, MilliSeconds(1), Time(0)};
    // RFC 6298, 2.2: SRTT <- R, RTTVAR <- R/2; 2.3: RTTVAR <- 3/4 RTTVAR + 1/4 |SRTT - R'|
    double variation = 0.5;
    for (uint32_t samples = 1; samples <= 12; ++samples)
    {
        const Time rto = TcpLifecycleRtoAfterSamples(Seconds(1), samples, rule);
        BOOST_TEST(rto.GetSeconds() == 1 + 4 * variation, tt::tolerance(1e-8));
        variation *= 0.75;
    }
    const auto once = [&](Time rtt) { return TcpLifecycleRtoAfterSamples(rtt, 1, rule); };
    BOOST_TEST((once(MilliSeconds(100)) == MilliSeconds(300)));
    BOOST_TEST((once(MilliSeconds(20)) == least));
    BOOST_TEST((once(Seconds(30)) == most));
    BOOST_TEST((TcpLifecycleRtoAfterSamples(Seconds(1), 40, rule) == MilliSeconds(1001)));
    // BSD's slop lies above the floor
    const TcpLifecycleRtoRule bsd{MilliSeconds(30), most, MilliSeconds(1), least};
    BOOST_TEST((TcpLifecycleRtoAfterSamples(MilliSeconds(1), 1, bsd) == MilliSeconds(230)));
    BOOST_TEST((TcpLifecycleRtoAfterSamples(MilliSeconds(20), 1, bsd) == MilliSeconds(260)));
}

BOOST_AUTO_TEST_CASE(rto_after_equal_samples_is_what_a_linux_kernel_has)
{
    // Linux 6.18 at HZ 250, tcp_info after each of twelve exchanges of about 201 ms: its clock
    // rounds up to 4 ms, and the samples differ by 4 ms
    const TcpLifecycleRtoRule rule{MilliSeconds(200), Seconds(120), MilliSeconds(1), Time(0), true};
    const std::vector<int64_t> measured =
        {608, 608, 564, 524, 496, 472, 456, 440, 432, 424, 420, 416};
    for (uint32_t samples = 1; samples <= measured.size(); ++samples)
    {
        const Time rto = TcpLifecycleRtoAfterSamples(MilliSeconds(201), samples, rule);
        BOOST_TEST_CONTEXT(samples << " samples")
        {
            BOOST_TEST(std::abs(rto.GetMilliSeconds() - measured[samples - 1]) <= 8);
        }
    }
    // The same, last ACK dropped: when the FIN is repeated
    for (const auto& [rtt, fin] : {std::pair(20.5, 224), {84.0, 284}, {201.0, 604}})
    {
        const double rto =
            TcpLifecycleRtoAfterSamples(Seconds(rtt / 1000), 1, rule).GetSeconds() * 1000;
        BOOST_TEST(rto <= fin);
        BOOST_TEST(rto > fin - 4);
    }
}

BOOST_AUTO_TEST_CASE(connect_law_is_that_of_all_patterns_of_losses)
{
    std::map<int, double> expected;
    // At most three SYNs; at most two connections at the server with two SYN,ACKs each
    ForAll(3, 4, [&](Pattern pattern, double probability) {
        const int time = PlayOpening(pattern);
        if (time >= 0)
        {
            expected[time] += probability;
        }
    });
    CheckSame(TcpLifecycleConnectLaw(LOSSES,
                                     RTT,
                                     TcpLifecycleSchedule::Doubling(Seconds(1), 2),
                                     TcpLifecycleSchedule::Doubling(MilliSeconds(1500), 1)),
              expected);
}

BOOST_AUTO_TEST_CASE(an_embryo_that_ends_first_makes_room_for_the_next_syn)
{
    // Client as above; the server forgets 1.5 s after its one SYN,ACK, before the SYN at 3 s
    const double lost = P_REVERSE;
    const double sent = 1 - P_FORWARD;
    const auto law = TcpLifecycleConnectLaw(LOSSES,
                                            RTT,
                                            TcpLifecycleSchedule::Doubling(Seconds(1), 2),
                                            TcpLifecycleSchedule::Doubling(MilliSeconds(1500), 0));
    CheckSame(
        law,
        {{100, sent * (1 - lost)},
         {1100, P_FORWARD * sent * (1 - lost)},
         {3100,
          sent * (1 - lost) * (P_FORWARD * P_FORWARD + sent * lost + P_FORWARD * sent * lost)}});
}

BOOST_AUTO_TEST_CASE(connect_law_tends_to_cardwells_mean)
{
    // Cardwell, Savage and Anderson: RTT + Ts ((1-p)/(1-2p) + (1-p')/(1-2p') - 2)
    const TcpLifecycleLosses losses = {0.04, 0.02};
    const auto schedule = TcpLifecycleSchedule::Doubling(Seconds(3), 12);
    const auto law = TcpLifecycleConnectLaw(losses, RTT, schedule, schedule);
    BOOST_TEST(law.Mean() == 0.1 + 3 * (0.96 / 0.92 + 0.98 / 0.96 - 2), tt::tolerance(1e-9));
    BOOST_TEST(law.Mean() == 0.1 + TcpLifecycleMeanRetryTime(0.04, Seconds(3)) +
                                 TcpLifecycleMeanRetryTime(0.02, Seconds(3)),
               tt::tolerance(1e-9));
    BOOST_TEST(law.AtMost(RTT) == 0.96 * 0.98);
}

BOOST_AUTO_TEST_CASE(half_open_is_what_neither_ends_in_silence_nor_is_acknowledged)
{
    // One repeat: two rounds fail, but not by two SYN,ACKs lost. Fates of a round: .2 and .8 * .3
    const double unheard = 0.2;
    const double heard = 0.8 * 0.3;
    BOOST_TEST(TcpLifecycleHalfOpenProbability(LOSSES, 1) == 2 * unheard * heard + heard * heard);
}

BOOST_AUTO_TEST_CASE(last_ack_laws_are_those_of_all_patterns_of_losses)
{
    std::map<int, double> lastAck;
    std::map<int, double> timeWait;
    double reset = 0;
    double reAcked = 0;
    double reAcks = 0;
    ForAll(4, 4, [&](Pattern pattern, double probability) {
        const Ending ending = PlayEnding(pattern);
        if (ending.lastAck >= 0)
        {
            lastAck[ending.lastAck] += probability;
        }
        if (ending.timeWait >= 0)
        {
            timeWait[ending.timeWait] += probability;
        }
        reset += ending.reset ? probability : 0;
        reAcked += ending.reAcks > 0 ? probability : 0;
        reAcks += ending.reAcks * probability;
    });
    const auto fin = TcpLifecycleSchedule::Doubling(Seconds(1), 3);
    const auto laws = TcpLifecycleMakeLastAckLaws(LOSSES, RTT, fin, MilliSeconds(2500));
    CheckSame(laws.lastAck, lastAck);
    CheckSame(laws.timeWait, timeWait);
    BOOST_TEST(laws.reset == reset);
    BOOST_TEST(laws.reAcked == reAcked);
    BOOST_TEST(laws.reAcks == reAcks);
    // Rounds: whatever 2MSL is, an ACK or a RST answers
    const double round = 1 - 0.7 * 0.8;
    BOOST_TEST(1 - laws.lastAck.Total() == std::pow(round, 4));
    std::map<int, double> rounds;
    const TcpLifecycleLaw copies = TcpLifecycleRetryLaw(round, fin);
    for (const auto& [sent, probability] : copies.GetAtoms())
    {
        rounds[static_cast<int>((sent + RTT).GetMilliSeconds())] = probability;
    }
    CheckSame(laws.lastAck, rounds);
}

BOOST_AUTO_TEST_CASE(last_ack_laws_tend_to_their_closed_forms)
{
    const TcpLifecycleLosses losses = {0.05, 0.02};
    const Time timeWait = Seconds(100000);
    const auto fin = TcpLifecycleSchedule::Doubling(Seconds(1), 14);
    const auto laws = TcpLifecycleMakeLastAckLaws(losses, RTT, fin, timeWait);
    const double f = 1 - 0.95 * 0.98;
    BOOST_TEST(laws.lastAck.Mean() == 0.1 + f / (1 - 2 * f), tt::tolerance(1e-9));
    BOOST_TEST(laws.timeWait.Mean() - 100000 == (1 - f) / (1 - 2 * f) - 0.98 / 0.96,
               tt::tolerance(1e-4));
    BOOST_TEST(TcpLifecycleMeanTimeWait(losses, Seconds(1), Seconds(1)) ==
               1 + (1 - f) / (1 - 2 * f) - 0.98 / 0.96);
    BOOST_TEST(laws.reAcked == 0.05, tt::tolerance(1e-9));
    BOOST_TEST(laws.reAcks == 0.05 / 0.95, tt::tolerance(1e-9));
    BOOST_TEST(laws.reset == 0.0);
    // 2MSL below the first wait: every ACK lost ends by RST
    BOOST_TEST(TcpLifecycleMakeLastAckLaws(losses, RTT, fin, MilliSeconds(500)).reset == 0.05,
               tt::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(closing_is_visited_by_whom_the_first_fin_reaches)
{
    // 1 - p + p p' (1 - p + ...): geometric series of rounds in which both are lost
    double sum = 0;
    double both = 1;
    for (int k = 0; k < 60; ++k)
    {
        sum += both * (1 - 0.2);
        both *= 0.2 * 0.3;
    }
    BOOST_TEST(TcpLifecycleClosingProbability(0.3, 0.2) == sum);
    BOOST_TEST(TcpLifecycleClosingProbability(0, 0) == 1.0);
}

BOOST_AUTO_TEST_CASE(erlang_b_is_that_of_printed_tables)
{
    BOOST_TEST(TcpLifecycleErlangB(0, 7) == 1.0);
    BOOST_TEST(TcpLifecycleErlangB(1, 1) == 0.5);
    BOOST_TEST(TcpLifecycleErlangB(2, 1) == 0.2);
    // ITU's table of load for a loss of 1 %: 10, 20, 100 lines carry 4.46, 12.0, 84.1 erlang
    BOOST_TEST(TcpLifecycleErlangB(10, 4.46) == 0.01, tt::tolerance(0.005));
    BOOST_TEST(TcpLifecycleErlangB(20, 12.03) == 0.01, tt::tolerance(0.005));
    BOOST_TEST(TcpLifecycleErlangB(100, 84.06) == 0.01, tt::tolerance(0.005));
}

BOOST_AUTO_TEST_SUITE_END()
