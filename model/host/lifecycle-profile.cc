/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-profile.h"

// Every line gives its source. A parameter that a profile does not set has the default of Config,
// which is RFC 9293's: the system does the same, or its behavior is not known.

namespace ns3
{
namespace lifecycle
{

namespace
{

using std::chrono::milliseconds;
using std::chrono::seconds;

/// \return RFC 9293 and the documents that it refers to; for the sources see Config
Profile
MakeRfc9293()
{
    Profile profile;
    profile.name = "rfc9293";
    profile.msl = seconds(120); // RFC 9293, 3.4.2
    Config& c = profile.connection;
    c.initialRto = seconds(1);                  // RFC 6298, 2.1
    c.rtoAfterSynLoss = seconds(3);             // RFC 6298, 5.7
    c.minRto = seconds(1);                      // RFC 6298, 2.4
    c.maxRto = seconds(60);                     // RFC 6298, 2.5
    c.synRetries = 7;                           // RFC 9293, MUST-23: R2 for SYN >= 180 s
    c.synAckRetries = 7;                        // as SYN
    c.dataRetries = 6;                          // RFC 9293, SHLD-11: R2 >= 100 s
    c.finRetries = 6;                           // as data
    c.timeWait = 2 * profile.msl;               // RFC 9293, MUST-13
    c.finWait2Timeout = FOREVER;                // RFC 9293 has none
    c.userTimeout = std::chrono::minutes(5);    // RFC 9293, 3.10.1
    c.initialWindow = 10;                       // RFC 6928
    c.delayedAckCount = 2;                      // RFC 9293, SHLD-19
    c.reductionBound = ReductionBound::Revised; // RFC 9937
    c.connectTimeout = FOREVER;                 // R2 and the user timeout decide
    c.retryLimitBy = RetryLimitBy::Count;       // RFC 9293, 3.8.3: "either ... or"
    c.finAck = FinAck::AtOnce;                  // RFC 9293, 3.10.7.4, eighth
    c.timeWaitRestart = TimeWaitRestart::Fin;   // RFC 9293, 3.10.7.4, eighth
    c.timeWaitIgnoresReset = false;             // RFC 9293, 3.10.7.4, second
    c.keepAlive = false;                        // RFC 9293, MUST-25
    c.keepAliveIdle = std::chrono::hours(2);    // RFC 9293, MUST-28
    c.keepAliveInterval = seconds(75);          // not given; BSD's
    c.keepAliveCount = 9;                       // not given; Linux's
    c.resetCheck = ResetCheck::Exact;           // RFC 9293, 3.10.7.4, second
    c.synCheck = SynCheck::Challenge;           // RFC 9293, 3.10.7.4, fourth
    c.ackCheck = AckCheck::Bounded;             // RFC 9293, MAY-12
    c.challengeAckLimit = 10;                   // RFC 5961, 7: its example, 10 in 5 s
    c.challengeAckPeriod = seconds(5);          // the same

    c.icmpHardErrors = IcmpHardErrors::NonSynchronized; // RFC 5927, 5.2
    c.minPathMtu = 68;                                  // RFC 1191, 3

    profile.ephemeralPorts = {49152, 65535}; // RFC 6335, section 6
    return profile;
}

/// \return Linux 6
Profile
MakeLinux()
{
    Profile profile;
    profile.name = "linux";
    profile.msl = seconds(30); // half of TIME-WAIT, which is a constant there
    Config& c = profile.connection;
    c.initialRto = seconds(1);                // include/net/tcp.h TCP_TIMEOUT_INIT
    c.rtoAfterSynLoss = seconds(3);           // include/net/tcp.h TCP_TIMEOUT_FALLBACK
    c.rttEstimator = RttEstimator::Linux;     // tcp_input.c tcp_rtt_estimator()
    c.minRto = milliseconds(200);             // include/net/tcp.h TCP_RTO_MIN
    c.maxRto = seconds(120);                  // include/net/tcp.h TCP_RTO_MAX
    c.synRetries = 6;                         // ip-sysctl.rst tcp_syn_retries
    c.synAckRetries = 5;                      // ip-sysctl.rst tcp_synack_retries
    c.dataRetries = 15;                       // ip-sysctl.rst tcp_retries2
    c.finRetries = 8;                         // tcp_timer.c tcp_orphan_retries(): 0 means 8
    c.timeWait = seconds(60);                 // include/net/tcp.h TCP_TIMEWAIT_LEN
    c.finWait2Timeout = seconds(60);          // ip-sysctl.rst tcp_fin_timeout
    c.userTimeout = FOREVER;                  // tcp(7), TCP_USER_TIMEOUT; measured: 0 (6.18)
    c.initialWindow = 10;                     // include/net/tcp.h TCP_INIT_CWND
    c.delayedAckTimeout = milliseconds(40);   // include/net/tcp.h TCP_DELACK_MIN
    c.timestamps = true;                      // ip-sysctl.rst tcp_timestamps
    c.windowScaling = true;                   // ip-sysctl.rst tcp_window_scaling
    c.optionLayout = OptionLayout::Linux;     // see OptionLayout
    c.duplicateSyn = DuplicateSyn::SynAck;    // tcp_minisocks.c tcp_check_req()
    c.embryoSyn = EmbryoSyn::Reset;           // the same, embryonic_reset
    c.finWait2SynResets = true;               // tcp_minisocks.c tcp_timewait_state_process()
    c.timeWaitAcksText = true;                // the same
    c.finAfterFinIgnored = true;              // tcp_input.c tcp_rcv_state_process(), step 7
    c.synLinearTimeouts = 4;                  // ip-sysctl.rst tcp_syn_linear_timeouts, 6.5
    c.retryLimitBy = RetryLimitBy::Time;      // tcp_timer.c retransmits_timed_out()
    c.orphanRetries = 8;                      // tcp_timer.c tcp_orphan_retries(): 0 means 8
    c.finWait2CoversRto = true;               // tcp_minisocks.c, tcp_fin_time(): 3.5 RTO
    c.finAck = FinAck::AfterText;             // tcp_input.c tcp_fin(), tcp_output.c
                                              // tcp_send_delayed_ack()
    c.timeWaitRestart = TimeWaitRestart::Ack; // tcp_minisocks.c tcp_timewait_state_process()
    c.timeWaitIgnoresReset = false;           // ip-sysctl.rst tcp_rfc1337 0
    c.keepAlive = false;                      // SO_KEEPALIVE is off; measured (6.18)
    c.keepAliveIdle = seconds(7200);          // ip-sysctl.rst tcp_keepalive_time
    c.keepAliveInterval = seconds(75);        // ip-sysctl.rst tcp_keepalive_intvl
    c.keepAliveCount = 9;                     // ip-sysctl.rst tcp_keepalive_probes
    c.challengeAckLimit = 1;                  // ip-sysctl.rst tcp_invalid_ratelimit: one
    c.challengeAckPeriod = milliseconds(500); // in 500 ms for each socket

    c.ecn = Ecn::Passive;                       // ip-sysctl.rst tcp_ecn 2
    c.bufferRounding = BufferRounding::Down;    // see BufferRounding
    c.quickAcks = 16;                           // include/net/tcp.h TCP_MAX_QUICKACKS
    c.emptyProbes = true;                       // tcp_output.c tcp_xmit_probe_skb()
    c.growHalfUsed = true;                      // include/net/tcp.h tcp_is_cwnd_limited()
    c.idleRestart = IdleRestart::Halve;         // ip-sysctl.rst tcp_slow_start_after_idle 1
    c.receiveGrowth = true;                     // ip-sysctl.rst tcp_moderate_rcvbuf 1
    c.fewAcksWhenFull = true;                   // tcp_output.c __tcp_select_window()
    c.pushBursts = true;                        // tcp_output.c __tcp_transmit_skb()
    c.tailLossProbe = true;                     // ip-sysctl.rst tcp_early_retrans 3
    c.lossDetection = LossDetection::Rack;      // ip-sysctl.rst tcp_recovery 1
    c.reductionBound = ReductionBound::Revised; // tcp_input.c tcp_cwnd_reduction()
    c.frto = true;                              // ip-sysctl.rst tcp_frto 2
    c.undo = true;                              // tcp_input.c tcp_may_undo()
    c.nagleRule = NagleRule::Short;             // tcp_output.c tcp_minshall_check()
    c.synAfterBadAck = milliseconds(8);         // tcp_rcv_synsent_state_process(): TCP_TIMEOUT_MIN,
                                                // two ticks, at 250 Hz; 9 ms measured (6.18)
    c.keepAliveUserTimeout = true;              // tcp_timer.c tcp_keepalive_timer(); tcp(7)
    c.resetCheck = ResetCheck::Edges;           // tcp_input.c tcp_validate_incoming()
    c.dropsBeyond = true;                       // tcp_input.c tcp_sequence(), 6.17; measured (6.18)
    c.resetForm = ResetForm::WithStamps;        // tcp_output.c tcp_send_active_reset()
    c.tsRecentNeedsAck = true;                  // tcp_input.c tcp_ack(): tcp_replace_ts_recent()
    c.resetWhenShut = true;                     // tcp_input.c tcp_rcv_state_process()
    c.icmpSoftErrorsAbort = true;               // tcp_ipv4.c tcp_v4_err(); RFC 5461, 4.1
    c.dsack = true;                             // ip-sysctl.rst tcp_dsack
    c.minPathMtu = 552;                         // ip-sysctl.rst min_pmtu

    profile.ephemeralPorts = {32768, 60999};          // ip-sysctl.rst ip_local_port_range
    profile.portAlgorithm = PortAlgorithm::EvenFirst; // __inet_hash_connect(); measured
    ListenPolicy& l = profile.listening;
    l.synBacklog = 4096;                        // inet_csk_reqsk_queue_is_full(): as the
                                                // accept queue
    l.acceptBacklog = 4096;                     // ip-sysctl.rst somaxconn
    l.backlogRule = BacklogRule::PlusOne;       // include/net/sock.h sk_acceptq_is_full()
    l.acceptOverflow = AcceptOverflow::DropAck; // ip-sysctl.rst tcp_abort_on_overflow 0
    l.synOnFullQueue = SynOnFullQueue::Drop;    // tcp_input.c tcp_conn_request()
    l.synCookies = SynCookies::Pressure;        // ip-sysctl.rst tcp_syncookies 1
    l.closeResetsEmbryos =
        false; // inet_csk_listen_stop(): half-open connections are dropped silently
    l.deadChild = DeadChild::Stays; // inet_csk_accept(): in any state
    profile.timeWait.maxEntries =
        262144; // tcp_ipv4.c tcp_sk_init(): half of the hash table, which has at most 524288
                // entries (tcp_init()); measured: 131072 of 262144 (6.18)
    profile.timeWait.reuse = TimeWaitReuse::Loopback; // ip-sysctl.rst tcp_tw_reuse 2
    profile.timeWait.reuseDelay = seconds(1);         // ip-sysctl.rst tcp_tw_reuse_delay 1000
    profile.fastOpen.use = FastOpen::Client;          // ip-sysctl.rst tcp_fastopen 0x1
    return profile;
}

/// \return FreeBSD 15
Profile
MakeFreeBsd()
{
    Profile profile;
    profile.name = "freebsd";
    profile.msl = seconds(30); // sysctl net.inet.tcp.msl 30000
    Config& c = profile.connection;
    c.initialRto = seconds(1);               // sysctl net.inet.tcp.rexmit_initial 1000
    c.rtoAfterSynLoss = Duration(0);         // tcp_timer.c tcp_timer_rexmt(): no such rule
    c.minRto = milliseconds(30);             // sysctl net.inet.tcp.rexmit_min 30
    c.maxRto = seconds(64);                  // TCPTV_REXMTMAX
    c.synRetries = 12;                       // sysctl net.inet.tcp.retries 12, limited by keepinit
    c.synAckRetries = 3;                     // sysctl net.inet.tcp.syncache.rexmtlimit 3
    c.dataRetries = 12;                      // sysctl net.inet.tcp.retries 12
    c.finRetries = 12;                       // as data
    c.timeWait = 2 * profile.msl;            // 2MSL
    c.finWait2Timeout = seconds(60);         // sysctl net.inet.tcp.finwait2_timeout 60000
    c.userTimeout = FOREVER;                 // sysctl net.inet.tcp.maxunacktime 0
    c.initialWindow = 10;                    // sysctl net.inet.tcp.initcwnd_segments 10
    c.delayedAckTimeout = milliseconds(100); // sysctl net.inet.tcp.delacktime 100, older releases
    c.timestamps = true;                     // sysctl net.inet.tcp.rfc1323 1
    c.windowScaling = true;                  // the same
    c.optionLayout = OptionLayout::Bsd;      // see OptionLayout
    c.duplicateSyn = DuplicateSyn::AnySyn;   // tcp_syncache.c syncache_add()
    c.embryoSyn = EmbryoSyn::Ignore;         // tcp_input.c tcp_input(), LISTEN: SYN|ACK; 14: a RST
    c.closeForgetsEarly = true;              // tcp_usrreq.c tcp_disconnect()
    c.resetOnUnread = false;                 // the same: sbflush(), then a FIN
    c.dataAfterClose = DataAfterClose::ResetAll;  // tcp_input.c tcp_do_segment()
    c.finAfterFinIgnored = true;                  // the same, since 15 (D44746)
    c.resetCheck = ResetCheck::LastAck;           // the same: last_ack_sent
    c.minSendMss = 216;                           // sysctl net.inet.tcp.minmss 216
    c.connectTimeout = seconds(75);               // sysctl net.inet.tcp.keepinit 75000
    c.rtoSlop = milliseconds(200);                // sysctl net.inet.tcp.rexmit_slop 200
    c.keepAlive = true;                           // sysctl net.inet.tcp.always_keepalive 1
    c.keepAliveIdle = seconds(7200);              // sysctl net.inet.tcp.keepidle 7200000
    c.keepAliveInterval = seconds(75);            // sysctl net.inet.tcp.keepintvl 75000
    c.keepAliveCount = 8;                         // sysctl net.inet.tcp.keepcnt 8
    c.synLinearTimeouts = 0;                      // tcp_timer.c tcp_timer_rexmt(): tcp_backoff[]
    c.windowAdvance = WindowAdvance::Eager;       // tcp_output.c, recwin
    c.nagleRule = NagleRule::Burst;               // tcp_output.c, "idle"
    c.ackRepeatsFin = true;                       // tcp_output.c, tcp_outflags[]
    c.dsack = true;                               // tcp_sack.c, tcp_update_dsack_list()
    c.reductionBound = ReductionBound::Revised;   // sysctl net.inet.tcp.do_prr 1; tcp_input.c
                                                  // tcp_do_prr_ack()
    c.ecn = Ecn::Passive;                         // sysctl net.inet.tcp.ecn.enable 2
    c.bufferRounding = BufferRounding::Up;        // tcp_input.c tcp_mss()
    c.resetForm = ResetForm::WithAck;             // tcp_subr.c tcp_drop(), tcp_output.c
    c.timeWaitNeedsAck = true;                    // tcp_timewait.c tcp_twcheck()
    c.timeWaitIgnoresReset = true;                // the same
    c.timeWaitAcksText = true;                    // the same
    profile.timeWait.syn = TimeWaitSyn::EndOrAck; // the same
    c.challengeAckLimit = 5;                      // sysctl net.inet.tcp.ack_war_cnt 5
    c.challengeAckPeriod = seconds(1);            // sysctl net.inet.tcp.ack_war_timewindow 1000
    profile.ephemeralPorts = {10000, 65535};      // in.h IPPORT_EPHEMERALFIRST, _LAST
    profile.portAlgorithm = PortAlgorithm::SimpleRandom; // in_pcb.c in_pcb_lport_dest()
    ListenPolicy& l = profile.listening;
    l.synBacklog =
        15360; // sysctl net.inet.tcp.syncache.cachelimit 15360; for all listeners together
    l.acceptBacklog = 128;                    // sysctl kern.ipc.soacceptqueue 128
    l.backlogRule = BacklogRule::ThreeHalves; // uipc_socket.c sonewconn()
    l.synOverflow = SynOverflow::DropOldest;  // syncache_insert(): the oldest of the bucket
    l.acceptOverflow = AcceptOverflow::Reset; // sysctl net.inet.tcp.syncache.rst_on_sock_fail
    l.synCookies = SynCookies::Pressure;      // sysctl net.inet.tcp.syncookies 1
    profile.fastOpen.use = FastOpen::Client;  // sysctl net.inet.tcp.fastopen.client_enable 1
    profile.fastOpen.backlog = 64;            // syncache_add(): sol_qlimit / 2
    l.closeResetsEmbryos = false;             // the syncache does not belong to a listener
    l.dropSynAck = true;                      // tcp_input(): "SYN|ACK is bogus on a listen
                                              // socket", dropped since 15
    l.deadChild = DeadChild::Aborts;          // tcp_usrreq.c tcp_usr_accept(): ECONNABORTED
    return profile;
}

/// \return Windows 10, 11 and Server
Profile
MakeWindows()
{
    Profile profile;
    profile.name = "windows";
    profile.msl = seconds(60); // half of TcpTimedWaitDelay
    Config& c = profile.connection;
    c.initialRto = seconds(1);              // Get-NetTCPSetting InitialRto 1000
    c.rtoAfterSynLoss = Duration(0);        // Get-NetTCPSetting has only InitialRto and MinRto
    c.minRto = milliseconds(300);           // Get-NetTCPSetting MinRto 300, template Internet
    c.synRetries = 4;                       // Get-NetTCPSetting MaxSynRetransmissions 4
    c.synAckRetries = 2;                    // TcpMaxConnectResponseRetransmissions 2, cc938208
    c.dataRetries = 5;                      // TcpMaxDataRetransmissions 5
    c.finRetries = 5;                       // as data
    c.timeWait = seconds(120);              // TcpTimedWaitDelay 0x78, TechNet cc757512
    c.finWait2Timeout = seconds(120);       // KB 923200: "for two minutes"
    c.userTimeout = FOREVER;                // only TcpMaxDataRetransmissions limits it
    c.initialWindow = 10;                   // Get-NetTCPSetting InitialCongestionWindow 10
    c.delayedAckTimeout = milliseconds(40); // Get-NetTCPSetting DelayedAckTimeout 40
    c.delayedAckCount = 2;                  // Get-NetTCPSetting DelayedAckFrequency 2
    c.lossDetection = LossDetection::Rack;  // RACK is on since 1903 and Server 2022
    c.timestamps = false;                   // Get-NetTCPSetting Timestamps Disabled
    c.optionLayout = OptionLayout::Bsd; // p0f.fp: mss,nop,ws,nop,nop,sok (but its NOPs come last)
    c.refusedRetry = milliseconds(500); // KB 175523: "the base connection's time-out value"
    c.synCheck = SynCheck::ResetNext;   // Windows 8, learned model (CAV 2016), as the next four
    c.resetForm = ResetForm::AllWithAck;
    c.finAfterFinIgnored = true;
    profile.timeWait.synAtNext = true; //
    profile.listening.closeResetsEmbryos = false;
    profile.intake.blackhole = Blackhole::Stealth; // KB 2586744, on since Vista
    c.keepAlive = false;                           // KeepAliveTime applies once SO_KEEPALIVE is on
    c.keepAliveIdle = seconds(7200);               // KeepAliveTime 2 h
    c.keepAliveInterval = seconds(1);              // KeepAliveInterval 1 s
    c.keepAliveCount = 10;                         // .NET, SetTcpKeepAlive(): "is set to 10"
    profile.ephemeralPorts = {49152, 65535}; // Get-NetTCPSetting DynamicPortRangeStartPort 49152
    // No source is known for the listen queues of Windows and their overflow, the limits and reuse
    // of TIME-WAIT (no limit, no reuse), the port selection, the limit of challenge ACKs, or the
    // answer to a repeated SYN.
    return profile;
}

/// \return macOS
Profile
MakeMacOs()
{
    Profile profile;
    profile.name = "macos";
    profile.msl = seconds(15); // xnu tcp_timer.h TCPTV_MSL
    Config& c = profile.connection;
    c.initialRto = seconds(1);                   // xnu tcp_timer.h TCPTV_RTOBASE
    c.rtoAfterSynLoss = Duration(0);             // xnu tcp_timer.c tcp_timers(): no such rule
    c.minRto = milliseconds(30);                 // xnu tcp_timer.h TCPTV_REXMTMIN, hz/33
    c.maxRto = seconds(64);                      // xnu tcp_timer.h TCPTV_REXMTMAX
    c.synRetries = 8;                            // xnu TCP_MAXRXTSHIFT 12 with the linear ones
    c.synAckRetries = 12;                        // the same: TCP_MAXRXTSHIFT in every state
    c.dataRetries = 12;                          // xnu tcp_timer.h TCP_MAXRXTSHIFT
    c.finRetries = 12;                           // as data
    c.timeWait = 2 * profile.msl;                // 2MSL
    c.finWait2Timeout = seconds(60);             // xnu tcp_timer.h TCPTV_FINWAIT2
    c.userTimeout = FOREVER;                     // xnu tcp_timers(): t_rxt_conndroptime is 0
    c.initialWindow = 10;                        // xnu tcp_cc.h TCP_CC_CWND_INIT_PKTS 10
    c.delayedAckTimeout = milliseconds(100);     // xnu: fires after 100 to 200 ms
    c.timestamps = true;                         // sysctl net.inet.tcp.rfc1323 1
    c.windowScaling = true;                      // the same
    c.optionLayout = OptionLayout::Bsd;          // see OptionLayout
    c.closeForgetsEarly = true;                  // xnu tcp_usrreq.c tcp_disconnect()
    c.resetOnUnread = false;                     // the same: sbflush(), then a FIN
    c.dataAfterClose = DataAfterClose::ResetAll; // xnu tcp_input.c tcp_input()
    c.minSendMss = 216;                          // xnu tcp.h TCP_MINMSS
    c.connectTimeout = seconds(75);              // xnu tcp_timer.h TCPTV_KEEP_INIT
    c.rtoSlop = milliseconds(200);               // xnu tcp_timer.h TCPTV_REXMTSLOP
    c.keepAlive = false;                         // sysctl net.inet.tcp.always_keepalive 0
    c.keepAliveIdle = seconds(7200);             // xnu tcp_timer.h TCPTV_KEEP_IDLE
    c.keepAliveInterval = seconds(75);           // xnu tcp_timer.h TCPTV_KEEPINTVL
    c.keepAliveCount = 8;                        // xnu tcp_timer.h TCPTV_KEEPCNT
    c.synLinearTimeouts = 4;                     // xnu tcp_syn_backoff[] 1,1,1,1,1,2,4,8,..
    c.ecn = Ecn::Passive;                        // sysctl net.inet.tcp.ecn_negotiate_in 2
    c.bufferRounding = BufferRounding::Up;       // xnu tcp_input.c tcp_mss()
    c.resetForm = ResetForm::WithAck;            // xnu tcp_fsm.h tcp_outflags[], tcp_drop()
    c.nagleRule = NagleRule::Burst;              // xnu tcp_output.c, "idle"
    c.challengeAckLimit = 10;                    // xnu tcp_input.c tcp_is_ack_ratelimited(): 10
    c.challengeAckPeriod = seconds(1);           // per second
    profile.ephemeralPorts = {49152, 65535};     // sysctl net.inet.ip.portrange.first, .last
                                                 // (randomize_ports 0: a counter)
    profile.intake.dropSynFin = true;            // sysctl net.inet.tcp.drop_synfin 1
    ListenPolicy& l = profile.listening;
    l.synBacklog = 128;                       // xnu sonewconn_internal(): as the accept queue
    l.acceptBacklog = 128;                    // xnu sys/socket.h SOMAXCONN 128
    l.backlogRule = BacklogRule::ThreeHalves; // xnu uipc_socket2.c sonewconn_internal()
    l.deadChild = DeadChild::Aborts;          // xnu tcp_usrreq.c tcp_usr_accept(): ECONNABORTED
    profile.fastOpen.use = FastOpen::Both;    // xnu tcp_fastopen: CLIENT | SERVER
    profile.fastOpen.backlog = 10;            // sysctl net.inet.tcp.fastopen_backlog 10
    return profile;
}

} // namespace

std::optional<Profile>
MakeProfile(std::string_view name)
{
    using Maker = Profile (*)();
    constexpr std::array<Maker, PROFILE_NAMES.size()> makers = {MakeRfc9293,
                                                                MakeLinux,
                                                                MakeFreeBsd,
                                                                MakeWindows,
                                                                MakeMacOs};
    for (std::size_t i = 0; i < PROFILE_NAMES.size(); ++i)
    {
        if (name == PROFILE_NAMES[i])
        {
            return makers[i]();
        }
    }
    return std::nullopt;
}

} // namespace lifecycle
} // namespace ns3
