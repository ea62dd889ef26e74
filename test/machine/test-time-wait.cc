/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * TIME-WAIT: what restarts 2MSL, what ends it (RFC 1337), and timestamps grown old (RFC 7323,
 * 5.5).
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

/// \param solo a connection whose last entry is looked at \return whether 2MSL was restarted
bool
Restarted(const Solo& solo)
{
    unsigned count = 0;
    for (const Action& action : solo.last)
    {
        count += std::holds_alternative<TimeWaitRestarted>(action) ? 1U : 0U;
    }
    BOOST_TEST(count <= 1U);
    const Instant full = solo.now + solo.config.timeWait;
    BOOST_TEST((solo.connection.DeadlineOf(Timer::TimeWait) == full) == (count == 1));
    return count == 1;
}

/// \param value TSval \return a timestamps option
Options
Stamp(uint32_t value)
{
    Options options;
    options.AddTimestamps({value, 0});
    return options;
}

} // namespace

BOOST_AUTO_TEST_SUITE(time_wait)

BOOST_AUTO_TEST_CASE(only_the_fin_begins_2msl_anew_or_by_choice_everything_that_acknowledges)
{
    // RFC 9293, 3.10.7.4, eighth: FIN. Linux, tcp_minisocks.c: a bare segment at RCV.NXT, and
    // whatever is out of window, when it has ACK; never a RST
    struct Case
    {
        const char* what;
        uint8_t flags;
        int32_t place; // from RCV.NXT
        uint32_t length;
        bool fin; // restarts 2MSL by RFC 9293
        bool ack; // and by Linux's rule
    };

    const Case cases[] = {
        {"the FIN again", FIN | ACK, -1, 0, true, true},
        {"a FIN without ACK", FIN, -1, 0, true, false},
        {"an old FIN with text", FIN | ACK, -11, 10, true, true},
        {"a bare ACK", ACK, 0, 0, false, true},
        {"an old bare ACK, as of a keep-alive", ACK, -1, 0, false, true},
        {"old text", ACK, -10, 10, false, true},
        {"an old SYN", SYN, -500, 0, false, false},
        {"an old SYN,ACK", SYN | ACK, -500, 0, false, true},
        {"an ACK beyond the window", ACK, 1 << 20, 0, false, true},
        {"a RST out of window", RST | ACK, -1, 0, false, false},
        {"a RST in the window", RST | ACK, 9, 0, false, false},
    };

    for (const bool wide : {false, true})
    {
        for (const Case& each : cases)
        {
            Config config = Prompt();
            config.timeWaitRestart = wide ? TimeWaitRestart::Ack : TimeWaitRestart::Fin;
            Solo solo(config);
            solo.Reach(State::TimeWait);
            solo.now += 7s;
            solo.Feed(each.flags,
                      solo.RcvNxt() + static_cast<uint32_t>(each.place),
                      solo.SndNxt(),
                      each.length);
            BOOST_TEST(Restarted(solo) == (wide ? each.ack : each.fin), each.what << " " << wide);
            BOOST_TEST(solo.StateName() == "TIME-WAIT");
        }
    }
}

BOOST_AUTO_TEST_CASE(a_segment_that_fails_paws_begins_2msl_anew_by_the_wider_rule)
{
    for (const bool wide : {false, true})
    {
        Config config = Prompt();
        config.timeWaitRestart = wide ? TimeWaitRestart::Ack : TimeWaitRestart::Fin;
        Solo solo(config);
        solo.synOptions = Stamp(1000);
        solo.Reach(State::TimeWait);
        solo.now += 7s;
        Segment syn = solo.Make(SYN, solo.irs - 5000, Seq());
        syn.options = Stamp(999);
        solo.Feed(syn);
        BOOST_TEST(Restarted(solo) == wide);
        BOOST_TEST(solo.sent.size() == 1U);
        solo.now += 7s;
        syn.options = Stamp(1000);
        solo.Feed(syn);
        BOOST_TEST(!Restarted(solo));
    }
}

BOOST_AUTO_TEST_CASE(a_reset_ends_time_wait_unless_rfc_1337_has_it_ignored)
{
    // RFC 1337, 3, fix F1: "Ignore RST segments in TIME-WAIT state"
    for (const bool ignored : {false, true})
    {
        Config config = Prompt();
        config.timeWaitIgnoresReset = ignored;
        Solo solo(config);
        solo.Reach(State::TimeWait);
        solo.Feed(RST, solo.RcvNxt(), 0);
        BOOST_TEST(solo.StateName() == (ignored ? "TIME-WAIT" : "CLOSED"));
        BOOST_TEST(solo.Sent() == "");
        Solo other(config); // in no other state
        other.Reach(State::LastAck);
        other.Feed(RST, other.RcvNxt(), 0);
        BOOST_TEST(other.StateName() == "CLOSED");
    }
}

BOOST_AUTO_TEST_CASE(hazard_1_of_rfc_1337_an_old_segment_draws_an_ack_whose_reset_kills_time_wait)
{
    // RFC 1337, figure 1 (TWA): the peer is CLOSED already; an old duplicate is acknowledged, the
    // peer answers <SEQ=SEG.ACK><CTL=RST>, which lies at RCV.NXT
    for (const bool fixed : {false, true})
    {
        Config config = Prompt();
        config.timeWaitIgnoresReset = fixed;
        Solo solo(config);
        solo.Reach(State::Established);
        solo.Feed(ACK, 1, 1, 100);
        solo.ShutdownSend();
        solo.Feed(FIN | ACK, 101, 2);
        BOOST_TEST_REQUIRE(solo.StateName() == "TIME-WAIT");
        solo.Feed(ACK, 1, 1, 100);
        BOOST_TEST(solo.Sent() == ". 2:2(0) ack 102");
        solo.Feed(solo.Make(RST, solo.SentAt(0).segment.ack, Seq()));
        BOOST_TEST(solo.StateName() == (fixed ? "TIME-WAIT" : "CLOSED"));
    }
}

BOOST_AUTO_TEST_CASE(a_timestamp_is_old_only_for_24_days)
{
    // RFC 7323, 5.5: "a connection is idle for more than 24 days", the peer's clock may have
    // wrapped
    const Duration day = 24h;
    for (const Duration idle : {Duration(0), 23 * day, 24 * day, 24 * day + 1ns, 100 * day})
    {
        Solo solo;
        solo.synOptions = Stamp(1000);
        solo.Reach(State::Established);
        solo.now += idle;
        Segment text = solo.Make(ACK, solo.irs + 1, solo.iss + 1, 10);
        text.options = Stamp(0x80000000 + 1000); // older by the modular test
        solo.Feed(text);
        const bool taken = idle > 24 * day;
        BOOST_TEST(solo.RcvNxt() == (taken ? 11U : 1U));
        BOOST_TEST(solo.connection.Receiving().tsRecent == (taken ? 0x80000000 + 1000 : 1000U));
        // from now on its age is counted from 0
        text = solo.Make(ACK, solo.irs + solo.RcvNxt(), solo.iss + 1, 10);
        text.options = Stamp(solo.connection.Receiving().tsRecent - 1);
        const uint32_t before = solo.RcvNxt();
        solo.Feed(text);
        BOOST_TEST((solo.RcvNxt() > before) == false);
    }
    Config config = Prompt();
    config.pawsIdle = FOREVER;
    Solo strict(config);
    strict.synOptions = Stamp(1000);
    strict.Reach(State::Established);
    strict.now += 100 * day;
    Segment text = strict.Make(ACK, strict.irs + 1, strict.iss + 1, 10);
    text.options = Stamp(999);
    strict.Feed(text);
    BOOST_TEST(strict.RcvNxt() == 1U);
}

BOOST_AUTO_TEST_CASE(in_time_wait_the_age_of_a_timestamp_counts_from_the_beginning_of_2msl)
{
    Config config = Prompt();
    config.timeWait = 1000h;
    Solo solo(config);
    solo.synOptions = Stamp(1000);
    solo.Reach(State::TimeWait);
    Segment fin = solo.Make(FIN | ACK, solo.irs + 1, solo.connection.Sending().nxt);
    fin.options = Stamp(1000);
    Segment old = solo.Make(ACK, solo.connection.Receiving().nxt, solo.connection.Sending().nxt);
    old.options = Stamp(999);
    for (int i = 0; i < 3; ++i)
    {
        solo.now += 576h; // 24 days
        solo.Feed(old);
        BOOST_TEST(solo.sent.size() == 1U); // rejected
        solo.Feed(fin);                     // and 2MSL restarts
    }
    solo.now += 576h + 1ns;
    solo.Feed(old);
    BOOST_TEST(solo.sent.size() == 0U);
    BOOST_TEST(solo.StateName() == "TIME-WAIT");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
