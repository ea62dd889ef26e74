/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * What systems answer to a segment where RFC 9293 has it otherwise: each is one parameter, and the
 * expectations are what the source that is named does. Expected segments: numbers from the ISNs.
 */

#include "lifecycle-test-solo.h"

#include <boost/test/unit_test.hpp>

namespace ns3
{
namespace lifecycle
{
namespace test
{

BOOST_AUTO_TEST_SUITE(systems_segments)

BOOST_AUTO_TEST_CASE(a_syn_in_the_window_ends_an_embryo_with_or_without_a_reset)
{
    // RFC 9293, 3.10.7.4, fourth: "return this connection to the LISTEN state". Linux,
    // tcp_check_req(): "embryonic_reset", send_reset(), which has the form of CLOSED's
    for (const EmbryoSyn policy : {EmbryoSyn::Listen, EmbryoSyn::Reset, EmbryoSyn::Ignore})
    {
        Config config = Prompt();
        config.embryoSyn = policy;
        const bool resets = policy == EmbryoSyn::Reset;
        const bool stays = policy == EmbryoSyn::Ignore;
        Solo syn(config);
        syn.Reach(State::SynReceived, Opening::Passive);
        syn.Feed(SYN, 1, 0);
        BOOST_TEST(syn.StateName() == (stays ? "SYN-RECEIVED" : "CLOSED"));
        BOOST_TEST(syn.last.Size() > 0U);
        BOOST_TEST((syn.sent.size() == 1) == resets);
        if (resets)
        {
            const Segment& reset = syn.SentAt(0).segment;
            BOOST_TEST(reset.seq.Value() == 0U);
            BOOST_TEST(Span(syn.irs, reset.ack) == 2U);
        }
        Solo synAck(config);
        synAck.Reach(State::SynReceived, Opening::Passive);
        synAck.Feed(SYN | ACK, 1, 1);
        BOOST_TEST(synAck.Sent() == (resets ? "R 1:1(0)" : ""));
        BOOST_TEST(synAck.StateName() == (stays ? "SYN-RECEIVED" : "CLOSED"));
    }
}

BOOST_AUTO_TEST_CASE(a_syn_ack_where_the_syn_was_repeats_no_syn_ack)
{
    // Linux, tcp_check_req(): the SYN,ACK goes again for "flg == TCP_FLAG_SYN"; what is out of the
    // window besides gets send_ack()
    Config config = Prompt();
    config.duplicateSyn = DuplicateSyn::SynAck;
    Solo solo(config);
    solo.Reach(State::SynReceived, Opening::Passive);
    solo.Feed(SYN | ACK, 0, 1);
    BOOST_TEST(solo.Sent() == ". 1:1(0) ack 1");
    solo.Feed(SYN, 0, 0);
    BOOST_TEST(FlagsText(solo.SentAt(0).segment) == "S.");
    BOOST_TEST(solo.StateName() == "SYN-RECEIVED");
}

BOOST_AUTO_TEST_CASE(any_syn_repeats_the_syn_ack_of_a_syncache)
{
    // FreeBSD, syncache_add(): "We do not check the sequence number to see if this is a real
    // retransmit or a new connection attempt"; "Update timestamp if present"
    Config config = Prompt();
    config.duplicateSyn = DuplicateSyn::AnySyn;
    config.embryoSyn = EmbryoSyn::Ignore;
    Solo solo(config);
    solo.synOptions.AddTimestamps({200, 0});
    solo.Reach(State::SynReceived, Opening::Passive);
    for (const uint32_t at : {0U, 1U, 5000U, 0x80000000U})
    {
        Segment syn = solo.Make(SYN, solo.irs + at, Seq(0));
        syn.options.AddTimestamps({700 + at, 0});
        solo.Feed(syn);
        BOOST_TEST(FlagsText(solo.SentAt(0).segment) == "S.");
        BOOST_TEST(solo.SentAt(0).segment.options.Read().timestamps->echo == 700 + at);
        BOOST_TEST(Span(solo.irs, solo.SentAt(0).segment.ack) == 1U);
    }
    // tcp_input(), LISTEN: "(SYN|ACK) is bogus on a listen socket": ignored, wherever it lies
    solo.Feed(SYN | ACK, 0, 1);
    solo.Feed(SYN | ACK, 1, 1);
    BOOST_TEST(solo.Sent() == "");
    BOOST_TEST(solo.StateName() == "SYN-RECEIVED");
    solo.Feed(SYN, 0, 0); // "sc_flags &= ~SCF_TIMESTAMP"
    BOOST_TEST(!solo.SentAt(0).segment.options.Read().timestamps.has_value());
}

BOOST_AUTO_TEST_CASE(a_syn_can_end_the_fin_wait_2_of_a_closed_socket)
{
    // Linux, tcp_timewait_state_process(), TCP_FIN_WAIT2: "if (th->syn && !before(seq, rcv_nxt))
    // return TCP_TW_RST"
    Config config = Prompt();
    config.finWait2SynResets = true;
    Solo shut(config);
    shut.Reach(State::Established);
    shut.ShutdownSend();
    shut.Feed(ACK, 1, 2);
    shut.Feed(SYN, 1, 0);
    BOOST_TEST(shut.StateName() == "FIN-WAIT-2"); // its user reads on: no such record
    Solo closed(config);
    closed.Reach(State::FinWait2);
    closed.Close();
    closed.Feed(SYN | ACK, 0, 2);
    BOOST_TEST(closed.StateName() == "FIN-WAIT-2"); // before RCV.NXT
    closed.Feed(SYN | ACK, 1, 2);
    BOOST_TEST(closed.Sent() == "R 2:2(0)");
    BOOST_TEST(closed.StateName() == "CLOSED");
}

BOOST_AUTO_TEST_CASE(a_fin_behind_the_fin_can_go_without_an_answer)
{
    // Linux, tcp_rcv_state_process(), step 7: "if (!before(TCP_SKB_CB(skb)->seq, tp->rcv_nxt))
    // break;" in CLOSE-WAIT, CLOSING, LAST-ACK
    for (const State state : {State::CloseWait, State::LastAck})
    {
        for (const bool ignored : {false, true})
        {
            Config config = Prompt();
            config.finAfterFinIgnored = ignored;
            Solo solo(config);
            solo.Reach(state);
            solo.Feed(FIN | ACK, 2, 1);
            BOOST_TEST(solo.sent.empty() == ignored);
            solo.Feed(FIN | ACK, 1, 1); // the FIN itself is answered
            BOOST_TEST(solo.sent.size() == 1U);
        }
    }
}

BOOST_AUTO_TEST_CASE(text_in_time_wait_can_be_answered)
{
    // Linux, tcp_timewait_state_process(): what is not a pure ACK at RCV.NXT gets TCP_TW_ACK;
    // FreeBSD, tcp_twcheck(): "Acknowledge the segment if it has data or is not a duplicate ACK"
    for (const bool answered : {false, true})
    {
        Config config = Prompt();
        config.timeWaitAcksText = answered;
        Solo solo(config);
        solo.Reach(State::TimeWait);
        solo.Feed(ACK, 2, 2, 10);
        BOOST_TEST(solo.Sent() == (answered ? ". 2:2(0) ack 2" : ""));
        solo.Feed(ACK, 2, 2);
        BOOST_TEST(solo.Sent() == "");
    }
}

BOOST_AUTO_TEST_CASE(close_with_unread_text_and_text_after_close_are_two_things)
{
    // FreeBSD, tcp_disconnect(): sbflush(), then a FIN; tcp_do_segment(): "If new data are received
    // on a connection after the user processes are gone, then RST the other end"
    Config config = Prompt();
    config.resetOnUnread = false;
    Solo solo(config);
    solo.Reach(State::Established);
    solo.autoRead = false;
    solo.Feed(ACK, 1, 1, 10);
    solo.Close();
    BOOST_TEST(solo.Sent() == "F. 1:1(0) ack 11");
    solo.Feed(ACK, 11, 1, 10);
    BOOST_TEST(solo.Sent() == "R 1:1(0)");
    BOOST_TEST(solo.StateName() == "CLOSED");
}

BOOST_AUTO_TEST_CASE(text_after_close_is_refused_behind_the_fin_too)
{
    // FreeBSD, tcp_do_segment(): "tp->t_state > TCPS_CLOSE_WAIT && tlen", before the ACK counts
    for (const DataAfterClose policy :
         {DataAfterClose::Reset, DataAfterClose::ResetAll, DataAfterClose::Discard})
    {
        Config config = Prompt();
        config.dataAfterClose = policy;
        Solo last(config);
        last.Reach(State::LastAck);
        last.Close();            // what Reach() did may have been a shutdown
        last.Feed(ACK, 2, 2, 1); // it acknowledges the FIN
        BOOST_TEST(last.Sent() == (policy == DataAfterClose::ResetAll ? "R 2:2(0)" : ""));
        BOOST_TEST(last.StateName() == "CLOSED");
        Solo wait(config);
        wait.Reach(State::FinWait2);
        wait.Close();
        wait.Feed(ACK, 1, 2, 1);
        BOOST_TEST(wait.Sent() ==
                   (policy == DataAfterClose::Discard ? ". 2:2(0) ack 2" : "R 2:2(0)"));
    }
}

BOOST_AUTO_TEST_CASE(the_reset_after_close_can_have_an_ack)
{
    Config config = Prompt();
    config.resetForm = ResetForm::AllWithAck;
    Solo solo(config);
    solo.Reach(State::FinWait2);
    solo.Close();
    solo.Feed(ACK, 1, 2, 1);
    BOOST_TEST(solo.Sent() == "R. 2:2(0) ack 1");
}

BOOST_AUTO_TEST_CASE(a_close_before_established_can_be_silent)
{
    // BSD, tcp_disconnect(): "if (tp->t_state < TCPS_ESTABLISHED) tcp_close(tp)"
    for (const bool silent : {false, true})
    {
        Config config = Prompt();
        config.closeForgetsEarly = silent;
        Solo solo(config);
        solo.Reach(State::SynReceived, Opening::Active);
        solo.Close();
        BOOST_TEST(solo.Sent() == (silent ? "" : "F. 1:1(0) ack 1"));
        BOOST_TEST(solo.StateName() == (silent ? "CLOSED" : "FIN-WAIT-1"));
    }
}

BOOST_AUTO_TEST_CASE(a_reset_can_be_compared_with_the_last_ack_sent)
{
    // FreeBSD, tcp_do_segment(): a RST from last_ack_sent on, within the window; at last_ack_sent
    // it counts, else it is challenged
    Config config = Prompt();
    config.resetCheck = ResetCheck::LastAck;
    config.delayedAckTimeout = 100ms;
    for (const uint32_t at : {1U, 11U})
    {
        Solo solo(config);
        solo.Reach(State::Established);
        solo.Feed(ACK, 1, 1, 10);
        BOOST_TEST(solo.Sent() == ""); // held back
        solo.Feed(RST, at, 0);
        BOOST_TEST(solo.StateName() == (at == 1 ? "CLOSED" : "ESTABLISHED"));
        BOOST_TEST(solo.Sent() == (at == 1 ? "" : ". 1:1(0) ack 11"));
        if (at == 11)
        {
            solo.Feed(RST, 11, 0);
            BOOST_TEST(solo.StateName() == "CLOSED");
        }
    }
    Solo outside(config);
    outside.Reach(State::Established);
    outside.Feed(RST, 0, 0);
    BOOST_TEST(outside.Sent() == "");
    BOOST_TEST(outside.StateName() == "ESTABLISHED");
}

BOOST_AUTO_TEST_CASE(a_syn_on_a_connection_is_judged_as_each_system_does)
{
    struct Case
    {
        SynCheck check;    // the policy
        uint8_t flags;     // of the segment
        uint32_t at;       // its number
        const char* sent;  // the answer
        const char* after; // the state
    };

    // Linux before 3.18, tcp_rcv_established(): "if (!th->ack && !th->rst) goto discard". Windows 8
    // as it was learned (CAV 2016): a SYN at RCV.NXT resets.
    const Case cases[] = {
        {SynCheck::NeedsAck, SYN, 1, "", "ESTABLISHED"},
        {SynCheck::NeedsAck, SYN | ACK, 1, ". 1:1(0) ack 1", "ESTABLISHED"},
        {SynCheck::ResetNext, SYN | ACK, 1, "R 1:1(0)", "CLOSED"},
        {SynCheck::ResetNext, SYN | ACK, 2, ". 1:1(0) ack 1", "ESTABLISHED"},
        {SynCheck::ResetNext, SYN, 2, ". 1:1(0) ack 1", "ESTABLISHED"},
    };
    for (const Case& one : cases)
    {
        Config config = Prompt();
        config.synCheck = one.check;
        Solo solo(config);
        solo.Reach(State::Established);
        solo.Feed(one.flags, one.at, 1);
        BOOST_TEST(solo.Sent() == one.sent);
        BOOST_TEST(solo.StateName() == one.after);
    }
}

BOOST_AUTO_TEST_CASE(in_time_wait_each_system_has_rules_of_its_own_for_a_syn)
{
    // Linux's record of TIME-WAIT never was under tcp_rcv_established()'s rule; FreeBSD's
    // tcp_twcheck() answers a SYN,ACK by an ACK, whatever else resets
    Config config = Prompt();
    config.synCheck = SynCheck::NeedsAck;
    Solo linux(config);
    linux.Reach(State::TimeWait);
    linux.Feed(SYN, 2, 0);
    BOOST_TEST(linux.Sent() == ". 2:2(0) ack 2");
    config.synCheck = SynCheck::Reset;
    config.timeWaitNeedsAck = true;
    Solo freebsd(config);
    freebsd.Reach(State::TimeWait);
    freebsd.Feed(SYN | ACK, 2, 2);
    BOOST_TEST(freebsd.Sent() == ". 2:2(0) ack 2");
    BOOST_TEST(freebsd.StateName() == "TIME-WAIT");
}

BOOST_AUTO_TEST_CASE(a_refused_syn_can_be_tried_again)
{
    // Microsoft's KB 175523: "the pending connection will wait for the base connection's timeout
    // value and reissue another SYN packet ... the timeout value will not increase", until the
    // limit of retries
    Config config = Prompt();
    config.refusedRetry = 500ms;
    config.synRetries = 2;
    Solo solo(config);
    solo.Open();
    const Instant begin = solo.now;
    for (int again = 0; again < 2; ++again)
    {
        solo.Feed(RST | ACK, 0, 1);
        BOOST_TEST(solo.StateName() == "SYN-SENT");
        BOOST_TEST((solo.Tick() == (again + 1) * 500ms));
        BOOST_TEST(FlagsText(solo.SentAt(0).segment) == "S");
    }
    solo.Feed(RST | ACK, 0, 1);
    BOOST_TEST(solo.Told() == "failed refused; closed");
    BOOST_TEST((solo.now - begin == 1s));
    Solo listens(config); // somebody listens meanwhile
    listens.Open();
    listens.Feed(RST | ACK, 0, 1);
    listens.Tick();
    listens.Feed(SYN | ACK, 0, 1);
    BOOST_TEST(listens.StateName() == "ESTABLISHED");
}

BOOST_AUTO_TEST_CASE(a_small_mss_is_raised_to_the_least_that_is_believed)
{
    // FreeBSD: net.inet.tcp.minmss 216; Linux: tcp_min_snd_mss 48
    for (const uint16_t least : {uint16_t{48}, uint16_t{216}})
    {
        Config config = Prompt();
        config.minSendMss = least;
        config.timestamps = false;
        Solo solo(config);
        solo.synOptions.AddMaxSegmentSize(40);
        solo.Reach(State::Established);
        solo.Send(1000);
        BOOST_TEST(solo.SentAt(0).segment.length == least);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
