/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_CONFIG_H
#define LIFECYCLE_CONFIG_H

#include "lifecycle-time.h"

#include <cstdint>
#include <optional>

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * The parameters of a connection.
 */

namespace ns3
{
namespace lifecycle
{

/// Order and padding of the options on a SYN.
enum class OptionLayout : uint8_t
{
    Linux, //!< `mss, sackOK, TS, nop, wscale`
    Bsd,   //!< `mss, nop, wscale, sackOK, TS`
};

/// What a SYN,ACK with an ACK of our SYN does in SYN-RECEIVED, where its SYN is a duplicate.
enum class SimultaneousOpen : uint8_t
{
    Figure, //!< its ACK field is processed: ESTABLISHED (RFC 9293, figure 7 and appendix A.2)
    Letter, //!< it is unacceptable: it is dropped and answered with an ACK (RFC 9293, 3.10.7.4,
            //!< first)
};

/// When a segment advances the right edge of the receive window (RFC 9293, 3.8.6.2.2).
enum class WindowAdvance : uint8_t
{
    Reluctant, //!< when it can advance by a segment, or by half of the buffer ("Fr")
    Eager, //!< always to the end of the buffer, unless less than a segment and less than a quarter
           //!< of the buffer is free; a window update is sent for two segments or more (FreeBSD,
           //!< tcp_output())
};

/// Whether the receive buffer is rounded to a whole number of segments.
enum class BufferRounding : uint8_t
{
    None, //!< no
    Up,   //!< up, to the negotiated segment size, after the handshake (FreeBSD, tcp_mss())
    Down, //!< down, to the announced MSS, from the SYN on (Linux, tcp_select_initial_window())
};

/// How the send buffer is counted.
enum class SendAccounting : uint8_t
{
    Octets, //!< bytes written and not acknowledged
    Frames, //!< with what each frame of a network card needs besides; a frame that is begun may be
            //!< filled, whatever the limit (Linux, sk_wmem_queued, tcp_sendmsg_locked())
};

/// Explicit congestion notification (RFC 3168, 6.1.1).
enum class Ecn : uint8_t
{
    Off,     //!< never negotiated
    Active,  //!< requested on SYNs, and accepted
    Passive, //!< accepted if the peer requests it
};

/// The answer to a duplicate SYN in SYN-RECEIVED.
enum class DuplicateSyn : uint8_t
{
    Ack,    //!< a bare ACK: the segment is unacceptable (RFC 9293, 3.10.7.4, first)
    SynAck, //!< the SYN,ACK again, as in common stacks
    AnySyn, //!< the same for every SYN without ACK on a connection from LISTEN, with any sequence
            //!< number; its timestamp is echoed from then on (FreeBSD, syncache_add())
};

/// What a SYN in the window does in SYN-RECEIVED to a connection from LISTEN; with
/// DuplicateSyn::AnySyn, what a SYN,ACK with any sequence number does.
enum class EmbryoSyn : uint8_t
{
    Listen, //!< the connection returns to LISTEN, that is, it ends (RFC 9293, 3.10.7.4, fourth)
    Reset, //!< the same, and a RST is sent as from CLOSED (Linux, tcp_check_req(); SYN,ACK: FreeBSD
           //!< 14, syncache_badack())
    Ignore, //!< the segment is dropped (FreeBSD 15, tcp_input())
};

/// What a RST does that is in the window, but not at RCV.NXT.
enum class ResetCheck : uint8_t
{
    Exact,    //!< it gets a challenge ACK (RFC 5961, 3.2; RFC 9293, 3.10.7.4, second)
    InWindow, //!< it resets the connection (RFC 793, 3.4)
    LastAck,  //!< as Exact, but relative to the last acknowledgment number sent, also for the
              //!< window; the two differ while an ACK is delayed (FreeBSD, tcp_do_segment())
    Edges, //!< as Exact, but a RST at RCV.NXT-1 after the peer's FIN, or at the right edge of the
           //!< SACKed data, also resets (Linux, tcp_validate_incoming(), tcp_reset_check())
};

/// When a small segment waits for an acknowledgment, if Config::nagle is on.
enum class NagleRule : uint8_t
{
    Outstanding, //!< while any data are outstanding (RFC 9293, 3.7.4)
    Burst, //!< the same, except for data sent at the same time: the short end of a write after an
           //!< idle time is sent with the rest (BSD, tcp_output(): "idle")
    Short, //!< while a small segment is outstanding (Minshall; Linux, tcp_minshall_check())
};

/// What a SYN in the window does to a synchronized connection.
enum class SynCheck : uint8_t
{
    Challenge, //!< it gets a challenge ACK (RFC 5961, 4.2; RFC 9293, 3.10.7.4, fourth)
    Reset,     //!< "it is an error, send a reset" (RFC 793, 3.9, fourth)
    NeedsAck,  //!< as Challenge, but a SYN without ACK is dropped except in TIME-WAIT (Linux
               //!< before 3.18, tcp_rcv_established())
    ResetNext, //!< a SYN at RCV.NXT resets, others get a challenge ACK (Windows 8, learned model)
};

/// The form of a RST that ends a connection on the initiative of this end.
enum class ResetForm : uint8_t
{
    Text, //!< as in the RFCs: ABORT sends <SEQ=SND.NXT><CTL=RST> (RFC 9293, 3.10.5), and a SYN in
          //!< the window is answered as from CLOSED (3.5.2)
    WithAck,    //!< always <SEQ=SND.NXT><ACK=RCV.NXT><CTL=RST,ACK> (BSD, tcp_drop())
    WithStamps, //!< the same, with timestamps if negotiated (Linux, tcp_send_active_reset(); RFC
                //!< 7323, 3.2: MAY)
    AllWithAck, //!< WithAck, also for the answer to data after CLOSE (Windows 8, learned model)
};

/// What new data do that arrive after CLOSE.
enum class DataAfterClose : uint8_t
{
    Reset,    //!< a RST is sent, and the connection ends (RFC 9293, 3.6.1, SHLD-3)
    ResetAll, //!< the same, also for data after the peer's FIN (BSD: "t_state > TCPS_CLOSE_WAIT &&
              //!< tlen")
    Discard,  //!< they are acknowledged and discarded
};

/// Whether an acknowledgment can be too old.
enum class AckCheck : uint8_t
{
    Bounded,   //!< below SND.UNA - MAX.SND.WND it gets a challenge ACK (RFC 5961, 5.2; RFC 9293,
               //!< MAY-12)
    Unbounded, //!< "a duplicate, it can be ignored" (RFC 793, 3.9, fifth)
};

/// Which segments restart 2MSL in TIME-WAIT.
enum class TimeWaitRestart : uint8_t
{
    Fin, //!< the peer's FIN (RFC 9293, 3.10.7.4, eighth)
    Ack, //!< any segment with ACK or an old timestamp, except RST (Linux, tcp_minisocks.c)
};

/// When the peer's FIN is acknowledged in ESTABLISHED.
enum class FinAck : uint8_t
{
    AtOnce,  //!< after the user was notified
    Delayed, //!< delayed as for data (RFC 9293, 3.8.6.3); with the FIN, if the user closes in time
    AfterText, //!< delayed if data were received before, otherwise at once (Linux,
               //!< tcp_send_delayed_ack())
};

/// Meaning of the retry limits of data and FIN.
enum class RetryLimitBy : uint8_t
{
    Count, //!< number of retransmissions (RFC 9293, 3.8.3, R2)
    Time,  //!< the time that this number of retransmissions takes when the RTO starts at MinRto
           //!< (Linux, tcp_timer.c); the connection fails at the first timeout after that time
};

/// Upper limit of all buffers. RFC 7323, 2.3: "the window ... less than 2^30", so that old and new
/// data can be distinguished.
constexpr uint32_t MAX_BUFFER = uint32_t{1} << 30;

/// How the RTO is computed, and the meaning of Config::minRto.
enum class RttEstimator : uint8_t
{
    Rfc6298, //!< SRTT + 4 RTTVAR, at least minRto (RFC 6298, 2.2 to 2.4)
    Linux,   //!< SRTT + max(4 RTTVAR, minRto). The margin shrinks once per window of data, and
             //!< samples below SRTT have little effect on RTTVAR (tcp_input.c, tcp_rtt_estimator())
};

/// How a sender with SACK detects losses; without SACK, it uses RFC 6582.
enum class LossDetection : uint8_t
{
    Rfc6675, //!< by the number of segments SACKed above a segment (RFC 6675)
    Rack,    //!< by the time when segments were sent (RFC 8985)
};

/// How much may be sent during fast recovery.
enum class ReductionBound : uint8_t
{
    None,         //!< limited by the reduced window only (RFC 6675, RFC 6582)
    Conservative, //!< PRR, at most the data delivered (RFC 6937, PRR-CRB)
    SlowStart,    //!< PRR, and one segment more per acknowledgment (RFC 6937, PRR-SSRB)
    Revised, //!< PRR; SlowStart if SND.UNA advances without new losses, otherwise Conservative (RFC
             //!< 9937)
};

/// How a receiver echoes congestion marks.
enum class EcnEcho : uint8_t
{
    UntilCwr, //!< with all segments from a mark on until CWR comes (RFC 3168, 6.1.3)
    EachMark, //!< with the acknowledgments of marked data, and no others (RFC 8257, 3.2)
};

/// The congestion window after no data were sent for longer than the RTO.
enum class IdleRestart : uint8_t
{
    Keep,  //!< unchanged
    Reset, //!< at most the initial window (RFC 5681, 4.1)
    Halve, //!< halved for each RTO that has passed, at least the initial window; the slow start
           //!< threshold becomes at least 3/4 of the old window (RFC 2861, 3; Linux,
           //!< tcp_cwnd_restart())
};

/// Config::maxPacingRate without effect.
constexpr uint64_t NO_PACING_LIMIT = uint64_t{1} << 62;

/// Value of Config::orphanRetries: use dataRetries.
constexpr uint32_t NO_ORPHAN_LIMIT = 0xffffffff;

/// Value of Config::fewOptionsFrom: never.
constexpr uint32_t NEVER_REPEATED = 0xffffffff;

/// When an ICMP hard error ends a connection (RFC 9293, SHLD-26).
enum class IcmpHardErrors : uint8_t
{
    NonSynchronized, //!< in SYN-SENT and SYN-RECEIVED; in other states it is a soft error (RFC
                     //!< 5927, 5.2)
    Always,          //!< in every state (RFC 1122, 4.2.3.9)
    Never,           //!< it is a soft error (FreeBSD, net.inet.tcp.icmp_may_rst 0)
};

/**
 * \ingroup tcp-lifecycle-machine
 *
 * The parameters of a connection. The defaults are those of RFC 9293 and the RFCs that it refers
 * to.
 */
struct Config
{
    // Opening
    Duration initialRto{std::chrono::seconds(1)}; //!< RTO before the first sample (RFC 6298, 2.1);
                                                  //!< > 0
    Duration rtoAfterSynLoss{std::chrono::seconds(3)}; //!< lower limit of the RTO for data after a
                                                       //!< SYN timed out (RFC 6298, 5.7); 0: off
    uint32_t synRetries{7}; //!< retransmissions of a SYN; 183 s in total (RFC 9293, MUST-23: >= 180
                            //!< s)
    uint32_t synLinearTimeouts{0}; //!< additional retransmissions before these, without doubling of
                                   //!< the RTO (Linux, tcp_syn_linear_timeouts)
    Ecn ecn{Ecn::Off};             //!< see Ecn
    uint32_t ecnSynRepeats{0}; //!< retransmissions of a SYN that request ECN (RFC 3168, 6.1.1.1: a
                               //!< host may stop requesting it, because of broken middleboxes)
    uint32_t fewOptionsFrom{NEVER_REPEATED}; //!< from this retransmission on, a SYN has only the
                                             //!< MSS option (BSD, net.inet.tcp.rexmit_drop_options)
    Duration connectTimeout{FOREVER}; //!< an active OPEN fails if not ESTABLISHED after this time
                                      //!< (BSD, net.inet.tcp.keepinit)
    Duration synAfterBadAck{0}; //!< an unacceptable ACK in SYN-SENT causes the first retransmission
                                //!< of the SYN after this time (Linux); 0: it has no effect
    uint32_t synAckRetries{7};  //!< retransmissions of a SYN,ACK; as for a SYN
    SimultaneousOpen simultaneousOpen{SimultaneousOpen::Figure}; //!< see SimultaneousOpen
    DuplicateSyn duplicateSyn{DuplicateSyn::Ack};                //!< see DuplicateSyn
    EmbryoSyn embryoSyn{EmbryoSyn::Listen};                      //!< see EmbryoSyn
    Duration refusedRetry{0}; //!< after a RST refused the SYN, it is sent again after this time, up
                              //!< to synRetries times (Windows, KB 175523); 0: the connection fails
                              //!< at once (RFC 9293, 3.10.7.3)
    bool closeForgetsEarly{false}; //!< CLOSE in SYN-RECEIVED ends the connection without a FIN
                                   //!< (BSD, tcp_disconnect(): "t_state < TCPS_ESTABLISHED")

    // Data
    uint32_t sendBuffer{131072}; //!< limit of bytes written and not acknowledged (ns-3's default);
                                 //!< see MAX_BUFFER
    SendAccounting sendAccounting{SendAccounting::Octets}; //!< see SendAccounting
    uint32_t notSentLowat{0xffffffff};                     //!< bytes written and not sent, at
                                                           //!< which a user waits (Linux,
                                                           //!< TCP_NOTSENT_LOWAT)
    uint32_t receiveBuffer{131072}; //!< limit of bytes received and not read (ns-3's default); see
                                    //!< MAX_BUFFER
    uint32_t windowScaleBuffer{0};  //!< the window scale is chosen for this buffer size (BSD:
                                    //!< kern.ipc.maxsockbuf); 0: for receiveBuffer
    bool receiveGrowth{false}; //!< the receive buffer grows to twice what is read in a round trip,
                               //!< up to half of windowScaleBuffer, where that is greater (Linux,
                               //!< tcp_rcv_space_adjust(); half of its buffers is for data)
    bool fewAcksWhenFull{false}; //!< with less than half of the receive buffer free an ACK goes at
                                 //!< once only if the window moves, and no quick ACKs are left
                                 //!< (Linux, __tcp_ack_snd_check(), __tcp_select_window())
    WindowAdvance windowAdvance{WindowAdvance::Reluctant}; //!< see WindowAdvance
    BufferRounding bufferRounding{BufferRounding::None};   //!< see BufferRounding
    uint16_t maxSegmentSize{1460}; //!< MSS to announce, bytes (RFC 9293, MUST-67; Ethernet, IPv4)
    uint16_t defaultSendMss{536}; //!< MSS of a peer that announces none, bytes (RFC 9293, MUST-15);
                                  //!< 1220 for IPv6
    uint16_t minSendMss{48};      //!< lower limit of a peer's MSS, bytes (Linux: tcp_min_snd_mss)
    bool announceMss{true};       //!< SYNs have the MSS option (RFC 9293, SHLD-5)
    bool windowScaling{true};     //!< offer and accept RFC 7323's window scale
    bool timestamps{true};        //!< offer and accept RFC 7323's timestamps
    bool sack{true};              //!< offer and accept RFC 2018's SACK
    bool limitedTransmit{true};   //!< the first two duplicate ACKs allow new data (RFC 3042)
    bool nagle{true};             //!< coalesce small segments (RFC 9293, SHLD-7)
    NagleRule nagleRule{NagleRule::Outstanding};          //!< see NagleRule
    OptionLayout optionLayout{OptionLayout::Linux};       //!< see OptionLayout
    Duration timestampTick{std::chrono::milliseconds(1)}; //!< unit of TSval (RFC 7323, 5.4: 1 ms to
                                                          //!< 1 s)
    Duration delayedAckTimeout{std::chrono::milliseconds(200)}; //!< < 0.5 s (RFC 9293, MUST-40);
                                                                //!< ns-3's default; 0: no delay
    uint32_t delayedAckCount{2}; //!< full-sized segments per ACK, at most (RFC 9293, SHLD-19); >= 1
    uint32_t quickAcks{0}; //!< number of data segments, from the first one, that are acknowledged
                           //!< at once; ends early if data are sent in answer (Linux, 16)
    /// While the FIN is outstanding, ACKs except challenge ACKs repeat it (BSD, tcp_output()). Such
    /// an ACK from the peer is processed in CLOSING although its FIN is old.
    bool ackRepeatsFin{false};
    bool emptyProbes{false};  //!< a zero-window probe has no data and the sequence number SND.UNA -
                              //!< 1, so that the receiver drops and answers it; data outstanding
                              //!< when the window closes are retransmitted by the RTO (Linux)
    bool dropsBeyond{false};  //!< a segment whose text goes beyond the window is unacceptable
                              //!< while text is unread, and else is taken whole (Linux 6.17,
                              //!< tcp_sequence()); else its text is trimmed
    bool growHalfUsed{false}; //!< slow start continues if at least half of the congestion window
                              //!< was used in the last window of data (Linux,
                              //!< tcp_is_cwnd_limited()); otherwise only if all of it was used
    IdleRestart idleRestart{IdleRestart::Reset}; //!< see IdleRestart
    bool cork{false};  //!< a segment that is not full waits for more data, at most for the time of
                       //!< Nagle's override (Linux, TCP_CORK)
    bool dsack{false}; //!< report duplicate data (RFC 2883)
    bool pushBursts{false}; //!< the last segment of a burst that a network card would segment has
                            //!< PSH, also when retransmitted (Linux)
    uint32_t initialWindow{10};           //!< initial congestion window, segments (RFC 6928)
    uint32_t initialSsthresh{0xffffffff}; //!< initial slow start threshold, bytes (RFC 5681)
    EcnEcho ecnEcho{EcnEcho::UntilCwr};   //!< see EcnEcho
    bool ectAlways{false}; //!< data that are retransmitted and acknowledgments have ECT, too (as
                           //!< Linux does with DCTCP)

    // Rate
    bool rateSamples{false};       //!< take delivery-rate samples, also if no algorithm needs them
    bool pacing{false};            //!< segments leave by the clock, a window in a round-trip time
    bool paceInitialWindow{false}; //!< also those of the initial window
    uint32_t pacingSsRatio{200};   //!< percent of that rate well below the slow start threshold
                                   //!< (Linux, tcp_pacing_ss_ratio)
    uint32_t pacingCaRatio{120};   //!< percent of it otherwise (Linux, tcp_pacing_ca_ratio)
    uint64_t maxPacingRate{NO_PACING_LIMIT}; //!< bit/s, at most, also for an algorithm's own rate
                                             //!< (Linux, SO_MAX_PACING_RATE)

    // Retransmission
    RttEstimator rttEstimator{RttEstimator::Rfc6298}; //!< see RttEstimator
    Duration minRto{std::chrono::seconds(1)};         //!< RFC 6298, 2.4; see RttEstimator
    Duration maxRto{std::chrono::seconds(60)};        //!< RFC 6298, 2.5: at least 60 s
    Duration rtoSlop{0}; //!< added to the computed RTO (BSD, net.inet.tcp.rexmit_slop)
    Duration clockGranularity{std::chrono::milliseconds(1)}; //!< G of RFC 6298, 2
    bool tailLossProbe{false}; //!< the last segment is sent again before the RTO (RFC 8985, 7)
    LossDetection lossDetection{LossDetection::Rfc6675};    //!< see LossDetection
    ReductionBound reductionBound{ReductionBound::Revised}; //!< see ReductionBound
    bool frto{false};        //!< detect spurious timeouts from the next acknowledgments (RFC 5682)
    bool undo{false};        //!< undo a reduction of the window that was unnecessary according to
                             //!< timestamps (RFC 3522, RFC 4015) or DSACK blocks (RFC 3708)
    uint32_t dataRetries{6}; //!< retransmissions of data; 123 s with an RTO of 1 s (RFC 9293,
                             //!< SHLD-11: >= 100 s)
    uint32_t finRetries{6};  //!< retransmissions of a FIN if no data are outstanding; as for data
    uint32_t orphanRetries{NO_ORPHAN_LIMIT}; //!< replaces dataRetries after the user has closed
    RetryLimitBy retryLimitBy{RetryLimitBy::Count}; //!< meaning of these three
    Duration persistTimeout{0}; //!< time before the first zero-window probe; 0: the RTO (RFC 9293,
                                //!< SHLD-29)
    Duration userTimeout{std::chrono::minutes(5)}; //!< RFC 9293, 3.10.1: default five minutes

    // User timeout option (RFC 5482)
    bool userTimeoutOption{false};     //!< ENABLED: the option is sent and processed (3.1: off)
    Duration advertisedUserTimeout{0}; //!< ADV_UTO; 0: userTimeout
    bool userTimeoutChangeable{true};  //!< CHANGEABLE: the peer's option changes the user timeout;
                                       //!< false if the user has set it (3.1)
    Duration userTimeoutMin{std::chrono::seconds(100)}; //!< L_LIMIT, the lower limit for the peer's
                                                        //!< option (RFC 9293, SHLD-11: R2)
    Duration userTimeoutMax{std::chrono::hours(1)}; //!< U_LIMIT, the upper limit; RFC 5482 gives no
                                                    //!< value

    // Closing
    Duration timeWait{std::chrono::seconds(240)}; //!< 2MSL (RFC 9293, MUST-13, MSL two minutes)
    TimeWaitRestart timeWaitRestart{TimeWaitRestart::Fin}; //!< see TimeWaitRestart
    bool timeWaitNeedsAck{false}; //!< TIME-WAIT drops segments without ACK, and answers any SYN,ACK
                                  //!< with an ACK (FreeBSD, tcp_twcheck())
    bool timeWaitIgnoresReset{false}; //!< a RST does not end TIME-WAIT (RFC 1337, 3, F1)
    bool timeWaitAcksText{false};     //!< TIME-WAIT answers data in the window with an ACK (Linux,
                                  //!< tcp_timewait_state_process(); FreeBSD, tcp_twcheck()); RFC
                                  //!< 9293, 3.10.7.4, seventh: "Ignore the segment text"
    Duration finWait2Timeout{FOREVER}; //!< limit of FIN-WAIT-2 after the user has closed; RFC 9293
                                       //!< has none
    bool finWait2CoversRto{false}; //!< finWait2Timeout is at least 3.5 RTO (Linux, tcp_fin_time())
    bool finWait2SynResets{false}; //!< in FIN-WAIT-2 after the user has closed, a SYN in the window
                                   //!< gets a RST as from CLOSED, and ends the connection (Linux,
                                   //!< tcp_timewait_state_process(): TCP_TW_RST)
    FinAck finAck{FinAck::AtOnce}; //!< see FinAck
    bool finAfterFinIgnored{false}; //!< a FIN at or above RCV.NXT gets no answer in CLOSE-WAIT and
                                    //!< LAST-ACK (Linux, tcp_rcv_state_process(), step 7)
    Duration linger{FOREVER};  //!< a RST is sent if the FIN is not acknowledged within this time
                               //!< after CLOSE; 0: CLOSE is ABORT; FOREVER: off (POSIX, SO_LINGER)
    bool resetWhenShut{false}; //!< data that arrive after both directions were shut down get a RST,
                               //!< as after CLOSE (Linux, tcp_rcv_state_process())
    bool resetOnUnread{true};  //!< CLOSE with unread data sends a RST (SHLD-3)
    DataAfterClose dataAfterClose{DataAfterClose::Reset}; //!< see DataAfterClose

    // Keep-alive (RFC 9293, 3.8.4)
    bool keepAlive{false};                         //!< probe an idle peer (MUST-25: off)
    Duration keepAliveIdle{std::chrono::hours(2)}; //!< idle time before the first probe (MUST-28:
                                                   //!< at least two hours by default); > 0
    Duration keepAliveInterval{std::chrono::seconds(75)}; //!< time between probes; > 0 (BSD's
                                                          //!< default)
    uint32_t keepAliveCount{9}; //!< limit of probes without an answer (Linux's default; MUST-29:
                                //!< more than one)
    bool keepAliveUserTimeout{false}; //!< a user timeout replaces keepAliveCount (Linux,
                                      //!< tcp_keepalive_timer(); RFC 5482, 4.2)
    bool keepAliveReset{true};        //!< a connection that keep-alive ends sends a RST

    // Checks of received segments
    bool tsRecentNeedsAck{false}; //!< TS.Recent is updated only by segments with an ACK from
                                  //!< SND.UNA to SND.NXT (Linux, tcp_ack()); not required by RFC
                                  //!< 7323, 4.3
    Duration pawsIdle{std::chrono::hours(24 * 24)}; //!< a TS.Recent older than this rejects no
                                                    //!< segments (RFC 7323, 5.5); FOREVER: no limit
    ResetCheck resetCheck{ResetCheck::Exact};       //!< see ResetCheck
    SynCheck synCheck{SynCheck::Challenge};         //!< see SynCheck
    ResetForm resetForm{ResetForm::Text};           //!< see ResetForm
    AckCheck ackCheck{AckCheck::Bounded};           //!< see AckCheck
    uint8_t challengeAckLimit{10}; //!< limit per period of ACKs that answer unacceptable segments:
                                   //!< challenge ACKs, and in any state the answers to segments
                                   //!< with SYN, or without data and FIN (RFC 5961, 7: its
                                   //!< example); 0: no limit
    Duration challengeAckPeriod{std::chrono::seconds(5)}; //!< length of that period, which starts
                                                          //!< with the first such ACK; > 0

    Duration ackLoopInterval{std::chrono::milliseconds(500)}; //!< minimum time from such an ACK to
                                                              //!< the next answer to a segment that
                                                              //!< may itself be an answer: one with
                                                              //!< ACK, but without data, FIN and
                                                              //!< RST (Linux,
                                                              //!< tcp_invalid_ratelimit); > 0

    // Path (RFC 9293, 3.9.2.2)
    IcmpHardErrors icmpHardErrors{IcmpHardErrors::NonSynchronized}; //!< see IcmpHardErrors
    bool icmpSoftErrorsAbort{false}; //!< a soft error ends SYN-SENT and SYN-RECEIVED (RFC 5461,
                                     //!< 4.1)
    bool pathMtuDiscovery{true};     //!< process "packet too big" (RFC 1191, RFC 8201)
    uint16_t minPathMtu{68};         //!< lower limit of the IPv4 path MTU, bytes (RFC 1191, 3)

    /// \param other others \return whether all parameters are equal
    bool operator==(const Config& other) const;
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_CONFIG_H
