/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
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

using Kind = PathErrorKind;

/// \param solo gets an ICMP error \param kind which \param seq quoted, from ISS \param mtu of it
/// \return what was done, its name
std::string
Tell(Solo& solo, Kind kind, uint32_t seq, uint32_t mtu = 0, bool isIpv6 = false)
{
    PathVerdict verdict = PathVerdict::Ignored;
    solo.Run([&](Context& context) {
        verdict = solo.connection.OnPathError({kind, solo.iss + seq, mtu, isIpv6}, context);
    });
    return ToText(verdict);
}

/// \return parameters without timestamps, so that the MSS is the data of a full segment
Config
Plain()
{
    Config config = Prompt();
    config.timestamps = false;
    config.defaultSendMss = 1460;
    config.minRto = 1s;
    return config;
}

constexpr Kind SOFT[] = {Kind::Unreachable, Kind::TimeExceeded, Kind::ParameterProblem};
constexpr Kind HARD[] = {Kind::ProtocolUnreachable, Kind::PortUnreachable, Kind::Prohibited};

} // namespace

BOOST_AUTO_TEST_SUITE(path_errors)

BOOST_AUTO_TEST_CASE(a_soft_error_in_syn_sent_ends_nothing_but_is_the_reason_at_the_end)
{
    // RFC 9293, MUST-56 and SHLD-25
    for (const Kind kind : SOFT)
    {
        Solo solo;
        solo.Reach(State::SynSent);
        BOOST_TEST(Tell(solo, kind, 0) == "noted");
        BOOST_TEST(solo.StateName() == "SYN-SENT");
        solo.Wait(184s);
        BOOST_TEST(solo.StateName() == "CLOSED");
        BOOST_TEST(ToText(solo.connection.GetError()) == "unreachable");
    }
}

BOOST_AUTO_TEST_CASE(a_soft_error_ends_syn_sent_and_syn_received_where_that_is_wanted)
{
    // RFC 5461, 4.1
    Config config = Prompt();
    config.icmpSoftErrorsAbort = true;
    for (const State state : {State::SynSent, State::SynReceived, State::Established})
    {
        Solo solo(config);
        solo.Reach(state);
        if (state == State::Established)
        {
            solo.Send(10);
            BOOST_TEST(Tell(solo, Kind::Unreachable, 1) == "noted");
            BOOST_TEST(solo.StateName() == "ESTABLISHED");
            continue;
        }
        BOOST_TEST(Tell(solo, Kind::Unreachable, 0) == "aborted");
        BOOST_TEST(solo.Told() == "failed unreachable; closed");
        BOOST_TEST(solo.Causes() == "icmp-error");
        BOOST_TEST(solo.Sent() == "");
    }
}

BOOST_AUTO_TEST_CASE(a_hard_error_ends_syn_sent_at_once_with_its_own_error)
{
    // RFC 9293, SHLD-26
    const char* const errors[] = {"protocol-unreachable", "refused", "unreachable"};
    for (std::size_t i = 0; i < 3; ++i)
    {
        Solo solo;
        solo.Reach(State::SynSent);
        BOOST_TEST(Tell(solo, HARD[i], 0) == "aborted");
        BOOST_TEST(solo.Told() == std::string("failed ") + errors[i] + "; closed");
        BOOST_TEST(solo.StateName() == "CLOSED");
    }
}

BOOST_AUTO_TEST_CASE(a_hard_error_ends_an_embryo_of_which_nobody_was_told)
{
    Solo solo;
    solo.Reach(State::SynReceived, Opening::Passive);
    BOOST_TEST(Tell(solo, Kind::PortUnreachable, 0) == "aborted");
    BOOST_TEST(solo.Told() == "closed");
}

BOOST_AUTO_TEST_CASE(a_hard_error_ends_a_synchronized_connection_only_by_rfc_1122)
{
    // RFC 5927, 5.2 against RFC 1122, 4.2.3.9
    for (const bool always : {false, true})
    {
        Config config = Prompt();
        config.icmpHardErrors = always ? IcmpHardErrors::Always : IcmpHardErrors::NonSynchronized;
        for (const State state : {State::Established,
                                  State::FinWait1,
                                  State::CloseWait,
                                  State::Closing,
                                  State::LastAck})
        {
            Solo solo(config);
            solo.Reach(state);
            solo.Send(10); // refused after our FIN, which is then what is outstanding
            BOOST_TEST(Tell(solo, Kind::PortUnreachable, 1) == (always ? "aborted" : "noted"));
            BOOST_TEST(solo.StateName() == (always ? "CLOSED" : ToText(state)));
        }
    }
}

BOOST_AUTO_TEST_CASE(only_a_segment_in_flight_is_believed)
{
    // RFC 5927, 4.1: SND.UNA =< SEG.SEQ < SND.NXT
    Config config = Prompt();
    config.icmpHardErrors = IcmpHardErrors::Always;
    Solo solo(config);
    solo.Reach(State::Established);
    BOOST_TEST(Tell(solo, Kind::PortUnreachable, 1) == "not-in-flight"); // nothing is
    solo.Send(100);
    solo.Feed(ACK, 1, 51);
    BOOST_TEST(Tell(solo, Kind::PortUnreachable, 50) == "not-in-flight");
    BOOST_TEST(Tell(solo, Kind::PortUnreachable, 101) == "not-in-flight");
    BOOST_TEST(Tell(solo, Kind::PortUnreachable, 0x80000000) == "not-in-flight");
    BOOST_TEST(solo.StateName() == "ESTABLISHED");
    BOOST_TEST(Tell(solo, Kind::PortUnreachable, 51) == "aborted");
}

BOOST_AUTO_TEST_CASE(source_quench_does_nothing)
{
    // RFC 9293, MUST-55
    Solo solo;
    solo.Reach(State::Established);
    solo.Send(100);
    const Connection before = solo.connection;
    BOOST_TEST(Tell(solo, Kind::SourceQuench, 1) == "ignored");
    BOOST_TEST((solo.connection == before));
}

BOOST_AUTO_TEST_CASE(a_soft_error_is_forgotten_when_an_ack_shows_that_the_path_is_back)
{
    Solo solo;
    solo.Reach(State::Established);
    solo.Send(100);
    BOOST_TEST(Tell(solo, Kind::Unreachable, 1) == "noted");
    BOOST_TEST(ToText(solo.connection.GetSoftError()) == "unreachable");
    solo.Feed(ACK, 1, 101);
    BOOST_TEST(ToText(solo.connection.GetSoftError()) == "none");
    solo.Send(100);
    solo.Wait(200s);
    BOOST_TEST(ToText(solo.connection.GetError()) == "timed-out");
}

BOOST_AUTO_TEST_CASE(packet_too_big_lowers_the_mss_and_sends_again_at_once)
{
    // RFC 1191, 6.4: the MTU less 40 bytes of headers; all that is outstanding goes again
    Solo solo(Plain());
    solo.Reach(State::Established);
    solo.Send(1460);
    BOOST_TEST(solo.Sent() == "P. 1:1461(1460) ack 1");
    BOOST_TEST(Tell(solo, Kind::PacketTooBig, 1, 1000) == "lowered");
    BOOST_TEST(solo.Sent() == ". 1:961(960) ack 1; P. 961:1461(500) ack 1");
    solo.Feed(ACK, 1, 1461);
    solo.Send(1460);
    BOOST_TEST(solo.SentAt(0).segment.length == 960u);
}

BOOST_AUTO_TEST_CASE(ipv6_takes_60_octets_of_headers_and_never_believes_less_than_1280)
{
    // RFC 8200, 5
    Solo solo(Plain());
    solo.Reach(State::Established);
    solo.Send(1460);
    BOOST_TEST(Tell(solo, Kind::PacketTooBig, 1, 1000, true) == "lowered");
    BOOST_TEST(solo.SentAt(0).segment.length == 1220u);
}

BOOST_AUTO_TEST_CASE(packet_too_big_that_claims_what_was_never_exceeded_is_ignored)
{
    Solo solo(Plain());
    solo.Reach(State::Established);
    solo.Send(1460);
    BOOST_TEST(Tell(solo, Kind::PacketTooBig, 1, 1500) == "ignored");
    BOOST_TEST(Tell(solo, Kind::PacketTooBig, 1, 9000) == "ignored");
    BOOST_TEST(solo.Sent() == "");
}

BOOST_AUTO_TEST_CASE(packet_too_big_is_ignored_when_discovery_is_off)
{
    Config config = Plain();
    config.pathMtuDiscovery = false;
    Solo solo(config);
    solo.Reach(State::Established);
    solo.Send(1460);
    BOOST_TEST(Tell(solo, Kind::PacketTooBig, 1, 1000) == "ignored");
}

BOOST_AUTO_TEST_CASE(an_mtu_below_the_floor_counts_as_the_floor)
{
    Config config = Plain();
    config.minPathMtu = 552; // Linux, min_pmtu
    Solo solo(config);
    solo.Reach(State::Established);
    solo.Send(1460);
    BOOST_TEST(Tell(solo, Kind::PacketTooBig, 1, 68) == "lowered");
    BOOST_TEST(solo.SentAt(0).segment.length == 512u);
}

BOOST_AUTO_TEST_CASE(a_router_that_does_not_say_its_mtu_means_the_next_plateau)
{
    // RFC 1191, 7.1: below 1500 bytes comes 1492, then 1006
    Solo solo(Plain());
    solo.Reach(State::Established);
    solo.Send(1460);
    BOOST_TEST(Tell(solo, Kind::PacketTooBig, 1, 0) == "lowered");
    BOOST_TEST(solo.SentAt(0).segment.length == 1452u);
    BOOST_TEST(Tell(solo, Kind::PacketTooBig, 1, 0) == "lowered");
    BOOST_TEST(solo.SentAt(0).segment.length == 966u);
}

BOOST_AUTO_TEST_CASE(a_smaller_mtu_than_was_acknowledged_is_believed_only_after_the_rto)
{
    // RFC 5927, 7.2
    Solo solo(Plain());
    solo.Reach(State::Established);
    solo.Send(1460);
    solo.Feed(ACK, 1, 1461);
    solo.Send(1460);
    BOOST_TEST(Tell(solo, Kind::PacketTooBig, 1461, 1000) == "deferred");
    BOOST_TEST(solo.Sent() == "");
    solo.Tick();
    BOOST_TEST(solo.Sent() == ". 1461:2421(960) ack 1");
}

BOOST_AUTO_TEST_CASE(a_deferred_claim_is_dropped_when_its_segment_is_acknowledged)
{
    // RFC 5927, 7.2: the segment has arrived, so that the message was forged
    Solo solo(Plain());
    solo.Reach(State::Established);
    solo.Send(1460);
    solo.Feed(ACK, 1, 1461);
    solo.Send(1460);
    BOOST_TEST(Tell(solo, Kind::PacketTooBig, 1461, 1000) == "deferred");
    solo.Feed(ACK, 1, 2921);
    solo.Send(1460);
    solo.Tick();
    BOOST_TEST(solo.SentAt(0).segment.length == 1460u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
