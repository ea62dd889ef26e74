/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "helper-test-scenario.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <utility>
#include <vector>

using namespace ns3;
using namespace ns3::lifecycle;
using namespace helper_test;

namespace
{

/// \param play a scenario \param from sender, 0 or 1 \param flags control bits
/// \return its segments that have exactly these
std::vector<TcpLifecycleLadderSegment>
Segments(const Play& play, std::size_t from, uint8_t flags)
{
    std::vector<TcpLifecycleLadderSegment> found;
    for (const auto& segment : play.run.GetModel().segments)
    {
        if (segment.from == from && segment.segment.flags == flags && !segment.copy)
        {
            found.push_back(segment);
        }
    }
    return found;
}

/// \param play a scenario \param end 0 or 1 \return when its TCP left ESTABLISHED
Time
LeftEstablished(const Play& play, std::size_t end)
{
    for (const auto& transition : play.run.GetModel().transitions)
    {
        if (transition.end == end && transition.from == State::Established)
        {
            return transition.time;
        }
    }
    return Time(0);
}

} // namespace

BOOST_AUTO_TEST_SUITE(fault_stories)

BOOST_AUTO_TEST_CASE(the_receiver_s_state_chooses_the_segment)
{
    for (const bool ipv6 : {false, true})
    {
        // A's only segment to B in LAST-ACK is the last ACK; all before it are counted elsewhere
        Play play("client-close", ipv6, "drop A>B any 1 state LAST-ACK");
        const auto acks = Segments(play, 0, ACK);
        BOOST_REQUIRE_EQUAL(acks.size(), 3u);
        BOOST_TEST(acks[0].received.has_value());
        BOOST_TEST(!acks[1].received);
        BOOST_TEST(acks[2].received.has_value());
        BOOST_TEST(play.Record(1).finRepeated == 1u);
        BOOST_TEST(play.Record(0).timeWaitRestarts == 1u);
    }
}

BOOST_AUTO_TEST_CASE(a_listener_is_met_in_listen_and_nobody_in_closed)
{
    for (const auto& [rule, repeats] : {std::make_pair("drop A>B any 1 state LISTEN", 1u),
                                        std::make_pair("drop A>B any 1 state CLOSED", 0u)})
    {
        Play play("client-close", false, rule);
        BOOST_TEST(play.Record(0).synRepeated == repeats);
        BOOST_TEST(play.run.GetStruck().first == repeats);
    }
}

BOOST_AUTO_TEST_CASE(a_corrupted_segment_reaches_the_device_and_no_further)
{
    Play play("client-close", false, "corrupt A>B FIN 1");
    BOOST_TEST(play.Record(0).finRepeated == 1u);
    // SYN, ACK, the FIN's repeat, the last ACK
    BOOST_TEST(play.Record(1).segmentsReceived == 4u);
    BOOST_TEST(play.EndsClosed());
}

BOOST_AUTO_TEST_CASE(a_reset_with_the_exact_number_ends_the_connection)
{
    // RFC 5961, 3.2: SEG.SEQ = RCV.NXT
    Play play("client-close", false, "inject A>B RST on A>B ACK 1");
    BOOST_TEST((play.Record(1).outcome == Outcome::Reset));
    BOOST_TEST((LeftEstablished(play, 1) == 2 * play.h + play.d));
}

BOOST_AUTO_TEST_CASE(a_reset_goes_the_other_way_too)
{
    Play play("client-close", false, "inject B>A RST on A>B ACK 1 2ms");
    BOOST_TEST((play.Record(0).outcome == Outcome::Reset));
    BOOST_TEST((LeftEstablished(play, 0) == 2 * play.h + play.d + MilliSeconds(2)));
}

BOOST_AUTO_TEST_CASE(a_reset_beside_the_exact_number_is_challenged)
{
    // RFC 5961, 3.2: in the window, not at RCV.NXT
    Play play("client-close", false, "inject A>B RST seq next+1 on A>B ACK 1");
    BOOST_TEST(play.Record(1).challengeAcks == 1u);
    BOOST_TEST((play.Record(1).outcome == Outcome::Closed));
}

BOOST_AUTO_TEST_CASE(an_injected_syn_is_challenged)
{
    // RFC 5961, 4.2
    Play play("client-close", false, "inject A>B SYN seq next on A>B ACK 1");
    BOOST_TEST(play.Record(1).challengeAcks == 1u);
    BOOST_TEST((play.Record(1).outcome == Outcome::Closed));
}

BOOST_AUTO_TEST_CASE(an_old_duplicate_of_an_acceptable_number_is_taken)
{
    // RFC 1337, hazard H1
    Play play("fin-overtakes-data",
              false,
              "inject A>B old seq next-100 ack next on A>B data 1; drop A>B data 1");
    BOOST_TEST(play.run.GetForgedOctetsRead(1) == 100u);
}

BOOST_AUTO_TEST_CASE(blind_resets_do_not_hit)
{
    Play play("client-close", false, "inject A>B RST seq guess times 500 on A>B ACK 1");
    BOOST_TEST((play.Record(1).outcome == Outcome::Closed));
    BOOST_TEST(play.run.GetStruck().first == 1u);
}

BOOST_AUTO_TEST_CASE(a_host_crashes_at_a_segment_and_answers_by_a_reset_when_it_is_up_again)
{
    Play play("client-close", false, "crash B on A>B FIN 1; reboot B on A>B FIN 2");
    BOOST_TEST((play.Record(1).outcome == Outcome::Aborted));
    BOOST_TEST(play.Record(0).finRepeated == 1u);
    BOOST_TEST((play.Record(0).outcome == Outcome::Reset));
}

BOOST_AUTO_TEST_CASE(a_host_crashes_and_reboots_at_a_time)
{
    Play play("client-close", false, "crash B at 50ms; reboot B at 60ms");
    BOOST_TEST((play.Record(1).outcome == Outcome::Aborted));
    BOOST_TEST((LeftEstablished(play, 1) == MilliSeconds(50)));
    BOOST_TEST((play.Record(0).outcome == Outcome::Reset));
}

BOOST_AUTO_TEST_CASE(what_is_dropped_is_in_the_sender_s_capture_and_not_in_the_receiver_s)
{
    TcpLifecycleScenarioParameters world;
    world.faults = "drop A>B FIN 1; duplicate A>B ACK 1";
    TcpLifecycleScenarioRun run(*FindTcpLifecycleScenario("client-close"), world);

    struct Capture
    {
        void See(Ptr<const Packet> packet)
        {
            const auto segment = PeekSegment(packet);
            fins += segment && segment->flags == (FIN | ACK) ? 1 : 0;
            acks += segment && segment->flags == ACK ? 1 : 0;
        }

        int fins{0};
        int acks{0};
    } captures[2];

    for (uint32_t end = 0; end < 2; ++end)
    {
        run.GetDevices().Get(end)->TraceConnectWithoutContext(
            "PromiscSniffer",
            MakeCallback(&Capture::See, &captures[end]));
    }
    run.Run();
    BOOST_TEST(captures[0].fins == 3); // A's, its repeat, B's
    BOOST_TEST(captures[1].fins == 2);
    BOOST_TEST(captures[1].acks == captures[0].acks + 1); // A's first, twice
}

BOOST_AUTO_TEST_SUITE_END()
