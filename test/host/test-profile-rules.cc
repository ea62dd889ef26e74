/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * The rules and limits of the profiles, from the texts and sources that are named at each group:
 * what test-profile.cc does not derive from them as a schedule.
 */

#include "lifecycle-profile.h"

#include <boost/test/unit_test.hpp>
#include <string>

namespace ns3
{
namespace lifecycle
{
namespace test
{

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(host_profile_rules)

BOOST_AUTO_TEST_CASE(a_profile_has_the_name_that_it_is_asked_for_by)
{
    for (const char* name : PROFILE_NAMES)
    {
        BOOST_TEST(MakeProfile(name)->name == std::string(name));
    }
    BOOST_TEST(!MakeProfile("unix").has_value());
}

BOOST_AUTO_TEST_CASE(rfc9293_has_the_rules_of_the_rfcs)
{
    const Profile profile = *MakeProfile("rfc9293");
    const Config& c = profile.connection;
    BOOST_TEST((profile.msl == 120s));                         // RFC 9293, 3.4.2
    BOOST_TEST((c.userTimeout == 5min));                       // RFC 9293, 3.10.1
    BOOST_TEST(c.initialWindow == 10U);                        // RFC 6928, 2
    BOOST_TEST(c.delayedAckCount == 2U);                       // RFC 9293, SHLD-19
    BOOST_TEST((c.maxRto == 60s));                             // RFC 6298, 2.5
    BOOST_TEST((c.rtoAfterSynLoss == 3s));                     // RFC 6298, 5.7
    BOOST_TEST((c.reductionBound == ReductionBound::Revised)); // RFC 9937
    // RFC 9293, 3.10.7.4: RST at RCV.NXT ends, a SYN is challenged, an ACK is bounded (RFC 5961)
    BOOST_TEST((c.resetCheck == ResetCheck::Exact));
    BOOST_TEST((c.synCheck == SynCheck::Challenge));
    BOOST_TEST((c.ackCheck == AckCheck::Bounded));
    BOOST_TEST((c.finAck == FinAck::AtOnce));
    BOOST_TEST((c.timeWaitRestart == TimeWaitRestart::Fin));
    BOOST_TEST(!c.timeWaitIgnoresReset);
    // RFC 5961, 7: "no more than 10 ACK packets in any given 5 second window"
    BOOST_TEST(c.challengeAckLimit == 10U);
    BOOST_TEST((c.challengeAckPeriod == 5s));
}

// Documentation/networking/ip-sysctl.rst, include/net/tcp.h, net/ipv4/tcp_*.c
BOOST_AUTO_TEST_CASE(linux_has_the_rules_of_its_source)
{
    const Profile profile = *MakeProfile("linux");
    const Config& c = profile.connection;
    BOOST_TEST((profile.msl == 30s));
    BOOST_TEST((c.userTimeout == FOREVER));                  // TCP_USER_TIMEOUT 0
    BOOST_TEST((c.maxRto == 120s));                          // TCP_RTO_MAX
    BOOST_TEST((c.rtoAfterSynLoss == 3s));                   // TCP_TIMEOUT_FALLBACK
    BOOST_TEST((c.rttEstimator == RttEstimator::Linux));     // tcp_rtt_estimator()
    BOOST_TEST(c.initialWindow == 10U);                      // TCP_INIT_CWND
    BOOST_TEST(c.quickAcks == 16U);                          // TCP_MAX_QUICKACKS
    BOOST_TEST((c.duplicateSyn == DuplicateSyn::SynAck));    // tcp_check_req()
    BOOST_TEST((c.embryoSyn == EmbryoSyn::Reset));           // the same
    BOOST_TEST(c.finWait2SynResets);                         // tcp_timewait_state_process()
    BOOST_TEST(c.timeWaitAcksText);                          // the same
    BOOST_TEST((c.timeWaitRestart == TimeWaitRestart::Ack)); // the same
    BOOST_TEST(!c.timeWaitIgnoresReset);                     // tcp_rfc1337 0
    BOOST_TEST(c.finAfterFinIgnored);                        // tcp_rcv_state_process()
    BOOST_TEST(c.finWait2CoversRto);                         // tcp_fin_time()
    BOOST_TEST((c.finAck == FinAck::AfterText));             // tcp_send_delayed_ack()
    BOOST_TEST((c.resetCheck == ResetCheck::Edges));         // tcp_validate_incoming()
    BOOST_TEST((c.resetForm == ResetForm::WithStamps));      // tcp_send_active_reset()
    BOOST_TEST(c.challengeAckLimit == 1U);                   // tcp_invalid_ratelimit 500
    BOOST_TEST((c.challengeAckPeriod == 500ms));
    BOOST_TEST((c.bufferRounding == BufferRounding::Down));          // tcp_select_initial_window()
    BOOST_TEST(c.emptyProbes);                                       // tcp_xmit_probe_skb()
    BOOST_TEST(c.growHalfUsed);                                      // tcp_is_cwnd_limited()
    BOOST_TEST((c.idleRestart == IdleRestart::Halve));               // tcp_slow_start_after_idle 1
    BOOST_TEST(c.pushBursts);                                        // __tcp_transmit_skb()
    BOOST_TEST(c.tailLossProbe);                                     // tcp_early_retrans 3
    BOOST_TEST((c.lossDetection == LossDetection::Rack));            // tcp_recovery 1
    BOOST_TEST((c.reductionBound == ReductionBound::Revised));       // tcp_cwnd_reduction()
    BOOST_TEST(c.frto);                                              // tcp_frto 2
    BOOST_TEST(c.undo);                                              // tcp_may_undo()
    BOOST_TEST((c.nagleRule == NagleRule::Short));                   // tcp_minshall_check()
    BOOST_TEST((c.synAfterBadAck == 8ms));                           // TCP_TIMEOUT_MIN
    BOOST_TEST(c.keepAliveUserTimeout);                              // tcp_keepalive_timer()
    BOOST_TEST(c.dropsBeyond);                                       // tcp_sequence()
    BOOST_TEST(c.tsRecentNeedsAck);                                  // tcp_replace_ts_recent()
    BOOST_TEST(c.resetWhenShut);                                     // tcp_rcv_state_process()
    BOOST_TEST(c.icmpSoftErrorsAbort);                               // tcp_v4_err()
    BOOST_TEST((c.optionLayout == OptionLayout::Linux));             // tcp_options_write()
    BOOST_TEST((profile.portAlgorithm == PortAlgorithm::EvenFirst)); // __inet_hash_connect()
    const ListenPolicy& l = profile.listening;
    BOOST_TEST(l.synBacklog == 4096U); // inet_csk_reqsk_queue_is_full(), somaxconn
    BOOST_TEST((l.backlogRule == BacklogRule::PlusOne));             // sk_acceptq_is_full()
    BOOST_TEST((l.acceptOverflow == AcceptOverflow::DropAck));       // tcp_abort_on_overflow 0
    BOOST_TEST((l.synOnFullQueue == SynOnFullQueue::Drop));          // tcp_conn_request()
    BOOST_TEST((l.synCookies == SynCookies::Pressure));              // tcp_syncookies 1
    BOOST_TEST(!l.closeResetsEmbryos);                               // inet_csk_listen_stop()
    BOOST_TEST((l.deadChild == DeadChild::Stays));                   // inet_csk_accept()
    BOOST_TEST(profile.timeWait.maxEntries == 262144U);              // tcp_sk_init()
    BOOST_TEST((profile.timeWait.reuse == TimeWaitReuse::Loopback)); // tcp_tw_reuse 2
    BOOST_TEST((profile.timeWait.reuseDelay == 1s));                 // tcp_tw_reuse_delay 1000
    BOOST_TEST((profile.fastOpen.use == FastOpen::Client));          // tcp_fastopen 0x1
}

// tcp(4), sys/netinet/tcp_*.c, in_pcb.c, sys/kern/uipc_socket.c
BOOST_AUTO_TEST_CASE(freebsd_has_the_rules_of_its_source)
{
    const Profile profile = *MakeProfile("freebsd");
    const Config& c = profile.connection;
    BOOST_TEST((profile.msl == 30s));                                   // net.inet.tcp.msl 30000
    BOOST_TEST((c.rtoAfterSynLoss == 0s));                              // no such rule
    BOOST_TEST((c.maxRto == 64s));                                      // TCPTV_REXMTMAX
    BOOST_TEST(c.dataRetries == 12U);                                   // net.inet.tcp.retries 12
    BOOST_TEST((c.userTimeout == FOREVER));                             // maxunacktime 0
    BOOST_TEST(c.initialWindow == 10U);                                 // initcwnd_segments 10
    BOOST_TEST((c.optionLayout == OptionLayout::Bsd));                  // tcp_addoptions()
    BOOST_TEST((c.duplicateSyn == DuplicateSyn::AnySyn));               // syncache_add()
    BOOST_TEST((c.embryoSyn == EmbryoSyn::Ignore));                     // tcp_input()
    BOOST_TEST(c.closeForgetsEarly);                                    // tcp_disconnect()
    BOOST_TEST(!c.resetOnUnread);                                       // the same
    BOOST_TEST((c.dataAfterClose == DataAfterClose::ResetAll));         // tcp_do_segment()
    BOOST_TEST(c.finAfterFinIgnored);                                   // the same
    BOOST_TEST((c.resetCheck == ResetCheck::LastAck));                  // the same
    BOOST_TEST(c.minSendMss == 216U);                                   // net.inet.tcp.minmss 216
    BOOST_TEST((c.connectTimeout == 75s));                              // keepinit 75000
    BOOST_TEST(c.synLinearTimeouts == 0U);                              // tcp_backoff[]
    BOOST_TEST((c.windowAdvance == WindowAdvance::Eager));              // tcp_output.c, recwin
    BOOST_TEST((c.nagleRule == NagleRule::Burst));                      // tcp_output.c, "idle"
    BOOST_TEST(c.ackRepeatsFin);                                        // tcp_outflags[]
    BOOST_TEST((c.reductionBound == ReductionBound::Revised));          // do_prr 1
    BOOST_TEST((c.bufferRounding == BufferRounding::Up));               // tcp_mss()
    BOOST_TEST((c.resetForm == ResetForm::WithAck));                    // tcp_drop()
    BOOST_TEST(c.timeWaitNeedsAck);                                     // tcp_twcheck()
    BOOST_TEST(c.timeWaitIgnoresReset);                                 // the same
    BOOST_TEST(c.timeWaitAcksText);                                     // the same
    BOOST_TEST((profile.timeWait.syn == TimeWaitSyn::EndOrAck));        // the same
    BOOST_TEST(c.challengeAckLimit == 5U);                              // ack_war_cnt 5
    BOOST_TEST((c.challengeAckPeriod == 1s));                           // ack_war_timewindow 1000
    BOOST_TEST((profile.portAlgorithm == PortAlgorithm::SimpleRandom)); // in_pcb_lport_dest()
    const ListenPolicy& l = profile.listening;
    BOOST_TEST(l.synBacklog == 15360U);                      // syncache.cachelimit 15360
    BOOST_TEST((l.backlogRule == BacklogRule::ThreeHalves)); // sonewconn()
    BOOST_TEST((l.synOverflow == SynOverflow::DropOldest));  // syncache_insert()
    BOOST_TEST((l.acceptOverflow == AcceptOverflow::Reset)); // syncache.rst_on_sock_fail 1
    BOOST_TEST((l.synCookies == SynCookies::Pressure));      // syncookies 1
    BOOST_TEST(!l.closeResetsEmbryos);                       // the syncache is of no listener
    BOOST_TEST(l.dropSynAck);                                // tcp_input()
    BOOST_TEST((l.deadChild == DeadChild::Aborts));          // tcp_usr_accept()
    BOOST_TEST((profile.fastOpen.use == FastOpen::Client));  // fastopen.client_enable 1
    BOOST_TEST(profile.fastOpen.backlog == 64U);             // syncache_add(), sol_qlimit / 2
}

// Get-NetTCPSetting (template Internet), Microsoft's articles; Windows 8, learned (CAV 2016)
BOOST_AUTO_TEST_CASE(windows_has_the_rules_that_are_documented_or_were_learned)
{
    const Profile profile = *MakeProfile("windows");
    const Config& c = profile.connection;
    BOOST_TEST((profile.msl == 60s));
    BOOST_TEST((c.rtoAfterSynLoss == 0s));
    BOOST_TEST(c.dataRetries == 5U);                      // TcpMaxDataRetransmissions 5
    BOOST_TEST((c.userTimeout == FOREVER));               // the same decides alone
    BOOST_TEST(c.initialWindow == 10U);                   // InitialCongestionWindow 10
    BOOST_TEST(c.delayedAckCount == 2U);                  // DelayedAckFrequency 2
    BOOST_TEST((c.lossDetection == LossDetection::Rack)); // since 1903
    BOOST_TEST((c.optionLayout == OptionLayout::Bsd));    // p0f.fp: mss,nop,ws,nop,nop,sok
    BOOST_TEST((c.refusedRetry == 500ms));                // KB 175523
    BOOST_TEST((c.synCheck == SynCheck::ResetNext));
    BOOST_TEST((c.resetForm == ResetForm::AllWithAck));
    BOOST_TEST(c.finAfterFinIgnored);
    BOOST_TEST(profile.timeWait.synAtNext);
    BOOST_TEST(!profile.listening.closeResetsEmbryos);
    BOOST_TEST((profile.intake.blackhole == Blackhole::Stealth)); // KB 2586744
}

// xnu: bsd/netinet/tcp_*.[ch], bsd/kern/uipc_socket2.c
BOOST_AUTO_TEST_CASE(macos_has_the_rules_of_its_source)
{
    const Profile profile = *MakeProfile("macos");
    const Config& c = profile.connection;
    BOOST_TEST((profile.msl == 15s));                           // TCPTV_MSL
    BOOST_TEST((c.rtoAfterSynLoss == 0s));                      // no such rule
    BOOST_TEST((c.maxRto == 64s));                              // TCPTV_REXMTMAX
    BOOST_TEST(c.dataRetries == 12U);                           // TCP_MAXRXTSHIFT
    BOOST_TEST((c.userTimeout == FOREVER));                     // t_rxt_conndroptime 0
    BOOST_TEST(c.initialWindow == 10U);                         // TCP_CC_CWND_INIT_PKTS
    BOOST_TEST((c.optionLayout == OptionLayout::Bsd));          // tcp_output.c
    BOOST_TEST(c.closeForgetsEarly);                            // tcp_disconnect()
    BOOST_TEST(!c.resetOnUnread);                               // the same
    BOOST_TEST((c.dataAfterClose == DataAfterClose::ResetAll)); // tcp_input()
    BOOST_TEST(c.minSendMss == 216U);                           // TCP_MINMSS
    BOOST_TEST((c.connectTimeout == 75s));                      // TCPTV_KEEP_INIT
    BOOST_TEST(c.synLinearTimeouts == 4U);                      // tcp_syn_backoff[]
    BOOST_TEST((c.bufferRounding == BufferRounding::Up));       // tcp_mss()
    BOOST_TEST((c.resetForm == ResetForm::WithAck));            // tcp_outflags[], tcp_drop()
    BOOST_TEST((c.nagleRule == NagleRule::Burst));              // tcp_output.c, "idle"
    BOOST_TEST(c.challengeAckLimit == 10U);                     // tcp_is_ack_ratelimited()
    BOOST_TEST((c.challengeAckPeriod == 1s));
    BOOST_TEST(profile.intake.dropSynFin);            // net.inet.tcp.drop_synfin 1
    BOOST_TEST(profile.listening.synBacklog == 128U); // sonewconn_internal()
    BOOST_TEST((profile.listening.backlogRule == BacklogRule::ThreeHalves));
    BOOST_TEST((profile.listening.deadChild == DeadChild::Aborts)); // tcp_usr_accept()
    BOOST_TEST((profile.fastOpen.use == FastOpen::Both));           // tcp_fastopen
    BOOST_TEST(profile.fastOpen.backlog == 10U);                    // fastopen_backlog
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
