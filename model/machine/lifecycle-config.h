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
 * Every number and policy of a connection.
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

/// What a segment with an ACK of our SYN does in SYN-RECEIVED when its own SYN is a repeat.
enum class SimultaneousOpen : uint8_t
{
    Figure, //!< its ACK field counts: ESTABLISHED (RFC 9293, figure 7 and appendix A.2)
    Letter, //!< it is unacceptable: answered with an ACK and dropped (RFC 9293, 3.10.7.4, first)
};

/// How far a segment moves the right edge of the receive window (RFC 9293, 3.8.6.2.2).
enum class WindowAdvance : uint8_t
{
    Reluctant, //!< not at all until it is a segment, or half of the buffer ("Fr")
    Eager,     //!< to the end of the buffer, unless less than a segment and than a quarter of it is
               //!< free; no segment is sent for less than two segments (FreeBSD, tcp_output())
};

/// Whether the receive buffer is made a whole number of segments.
enum class BufferRounding : uint8_t
{
    None, //!< no
    Up,   //!< to the next one, of the segments agreed on, once the handshake is done (FreeBSD,
          //!< tcp_mss())
    Down, //!< to the last one, of the MSS announced, from the SYN on (Linux,
          //!< tcp_select_initial_window())
};

/// How the send buffer is counted.
enum class SendAccounting : uint8_t
{
    Octets, //!< octets written and not acknowledged
    Frames, //!< with what each frame of a network card needs besides; a frame that is begun may be
            //!< filled, whatever the limit (Linux, sk_wmem_queued, tcp_sendmsg_locked())
};

/// Explicit congestion notification (RFC 3168, 6.1.1).
enum class Ecn : uint8_t
{
    Off,     //!< never agreed on
    Active,  //!< asked for on SYNs, and agreed to
    Passive, //!< agreed to when the peer asks
};

/// The answer to a repeated SYN in SYN-RECEIVED.
enum class DuplicateSyn : uint8_t
{
    Ack,    //!< a bare ACK: the segment is unacceptable (RFC 9293, 3.10.7.4, first)
    SynAck, //!< the SYN,ACK again, as common stacks do
    AnySyn, //!< the same for every SYN without ACK that comes for a connection from LISTEN, at
            //!< whatever number; its timestamp is echoed from here on (FreeBSD, syncache_add())
};

/// What a SYN in the window does to a connection from LISTEN in SYN-RECEIVED; with
/// DuplicateSyn::AnySyn, what a SYN,ACK does there at whatever number.
enum class EmbryoSyn : uint8_t
{
    Listen, //!< it returns to LISTEN, that is, ends (RFC 9293, 3.10.7.4, fourth)
    Reset,  //!< the same, with a RST as CLOSED sends it (Linux, tcp_check_req(); SYN,ACK: FreeBSD
            //!< 14, syncache_badack())
    Ignore, //!< it is dropped (FreeBSD 15, tcp_input())
};

/// What a RST in the window does that is not exactly at RCV.NXT.
enum class ResetCheck : uint8_t
{
    Exact,    //!< it is answered with a challenge ACK (RFC 5961, 3.2; RFC 9293, 3.10.7.4, second)
    InWindow, //!< it resets the connection (RFC 793, 3.4)
    LastAck, //!< as exact, but its number is compared with the last acknowledgment number sent, and
             //!< the window begins there: an ACK may be held back (FreeBSD, tcp_do_segment())
    Edges,   //!< as exact, but at RCV.NXT-1 after the peer's FIN, and at the right edge of what
             //!< is SACKed, it resets as well (Linux, tcp_validate_incoming(), tcp_reset_check())
};

/// When a segment smaller than others waits for an acknowledgment, if Config::nagle is on.
enum class NagleRule : uint8_t
{
    Outstanding, //!< while anything is outstanding (RFC 9293, 3.7.4)
    Burst,       //!< the same, but what goes out with it at once does not count: the short end of a
                 //!< write after idleness goes with the rest (BSD, tcp_output(): "idle")
    Short,       //!< while a short one is outstanding (Minshall; Linux, tcp_minshall_check())
};

/// What a SYN in the window does to a synchronized connection.
enum class SynCheck : uint8_t
{
    Challenge, //!< it is answered with a challenge ACK (RFC 5961, 4.2; RFC 9293, 3.10.7.4, fourth)
    Reset,     //!< "it is an error, send a reset" (RFC 793, 3.9, fourth)
    NeedsAck,  //!< as challenge, but one without ACK is dropped, save in TIME-WAIT (Linux before
               //!< 3.18, tcp_rcv_established())
    ResetNext, //!< one at RCV.NXT: reset, else challenge (Windows 8, learned from outside)
};

/// What stands in a RST that ends a connection of our own accord.
enum class ResetForm : uint8_t
{
    Text,    //!< as the RFCs' texts have it: ABORT sends <SEQ=SND.NXT><CTL=RST> (RFC 9293, 3.10.5),
             //!< a SYN in the window is answered as by CLOSED (3.5.2)
    WithAck, //!< <SEQ=SND.NXT><ACK=RCV.NXT><CTL=RST,ACK> always (BSD, tcp_drop())
    WithStamps, //!< the same, with timestamps where they are agreed on (Linux,
                //!< tcp_send_active_reset(); RFC 7323, 3.2: MAY)
    AllWithAck, //!< WithAck, and that also answers data after CLOSE (Windows 8, learned from
                //!< outside)
};

/// What is done with new data that arrive after CLOSE.
enum class DataAfterClose : uint8_t
{
    Reset,    //!< RST, and the connection ends (RFC 9293, 3.6.1, SHLD-3)
    ResetAll, //!< the same for data that lie behind the peer's FIN (BSD: "t_state >
              //!< TCPS_CLOSE_WAIT && tlen")
    Discard,  //!< they are acknowledged, and thrown away
};

/// Whether an acknowledgment can be too old.
enum class AckCheck : uint8_t
{
    Bounded,   //!< below SND.UNA - MAX.SND.WND: challenge ACK (RFC 5961, 5.2; RFC 9293, MAY-12)
    Unbounded, //!< "a duplicate, it can be ignored" (RFC 793, 3.9, fifth)
};

/// Which segments begin 2MSL anew in TIME-WAIT.
enum class TimeWaitRestart : uint8_t
{
    Fin, //!< the peer's FIN (RFC 9293, 3.10.7.4, eighth)
    Ack, //!< whatever has ACK or an old timestamp, save RST (Linux, tcp_minisocks.c)
};

/// When the peer's FIN is acknowledged in ESTABLISHED.
enum class FinAck : uint8_t
{
    AtOnce,    //!< as soon as its user has been told
    Delayed,   //!< like text (RFC 9293, 3.8.6.3); with the FIN of a user who closes soon
    AfterText, //!< delayed if text has come before, else at once (Linux, tcp_send_delayed_ack())
};

/// What the retry limits of data and FIN mean.
enum class RetryLimitBy : uint8_t
{
    Count, //!< so many repeats (RFC 9293, 3.8.3, R2)
    Time,  //!< the time that so many repeats take when they begin with MinRto (Linux,
           //!< tcp_timer.c): given up at the first time-out after that
};

/// RFC 7323, 2.3: "the window ... less than 2^30", so that old and new can be told apart: no buffer
/// is greater, whatever its parameter says.
constexpr uint32_t MAX_BUFFER = uint32_t{1} << 30;

/// How the RTO follows from samples, and what Config::minRto is the least of.
enum class RttEstimator : uint8_t
{
    Rfc6298, //!< SRTT + 4 RTTVAR, at least minRto (RFC 6298, 2.2 to 2.4)
    Linux,   //!< SRTT + a margin of 4 RTTVAR or minRto, the greater one. The margin shrinks once in
             //!< a window of data, and samples below SRTT raise RTTVAR by little (tcp_input.c,
             //!< tcp_rtt_estimator())
};

/// How a sender with SACK tells which segments are lost; without SACK it is by RFC 6582.
enum class LossDetection : uint8_t
{
    Rfc6675, //!< by the number of segments SACKed above (RFC 6675)
    Rack,    //!< by the time at which segments were sent (RFC 8985)
};

/// How much may be sent during fast recovery.
enum class ReductionBound : uint8_t
{
    None,         //!< as much as the reduced window leaves (RFC 6675, RFC 6582)
    Conservative, //!< PRR, never more than was delivered (RFC 6937, PRR-CRB)
    SlowStart,    //!< PRR, one segment more for each acknowledgment (RFC 6937, PRR-SSRB)
    Revised,      //!< PRR, that only where SND.UNA advances and nothing more is lost (RFC 9937)
};

/// How a receiver echoes congestion marks.
enum class EcnEcho : uint8_t
{
    UntilCwr, //!< with all segments from a mark on until CWR comes (RFC 3168, 6.1.3)
    EachMark, //!< with the acknowledgments of marked data, and no others (RFC 8257, 3.2)
};

/// What the congestion window becomes when no data were sent for longer than the RTO.
enum class IdleRestart : uint8_t
{
    Keep,  //!< what it was
    Reset, //!< the initial window at most (RFC 5681, 4.1)
    Halve, //!< half of it for each RTO that has passed, down to that; the slow start threshold
           //!< becomes 3/4 of what it was at least (RFC 2861, 3; Linux, tcp_cwnd_restart())
};

/// Config::maxPacingRate without effect.
constexpr uint64_t NO_PACING_LIMIT = uint64_t{1} << 62;

/// Config::orphanRetries without a meaning of its own.
constexpr uint32_t NO_ORPHAN_LIMIT = 0xffffffff;

/// No repeat of a SYN is that one.
constexpr uint32_t NEVER_REPEATED = 0xffffffff;

/// When an ICMP hard error ends a connection (RFC 9293, SHLD-26).
enum class IcmpHardErrors : uint8_t
{
    NonSynchronized, //!< in SYN-SENT and SYN-RECEIVED; later it is a soft error (RFC 5927, 5.2)
    Always,          //!< in every state (RFC 1122, 4.2.3.9)
    Never,           //!< it is a soft error (FreeBSD, net.inet.tcp.icmp_may_rst 0)
};

/**
 * \ingroup tcp-lifecycle-machine
 *
 * The parameters of a connection. The defaults are RFC 9293's and those of the texts it refers to.
 */
struct Config
{
    // Opening
    Duration initialRto{std::chrono::seconds(1)}; //!< RTO before any sample (RFC 6298, 2.1); > 0
    Duration rtoAfterSynLoss{std::chrono::seconds(3)}; //!< RTO for data after a SYN timed out, if
                                                       //!< greater (RFC 6298, 5.7); 0: off
    uint32_t synRetries{7};        //!< repeats of a SYN; 183 s in all (RFC 9293, MUST-23: >= 180 s)
    uint32_t synLinearTimeouts{0}; //!< so many repeats come before these, and do not double the RTO
                                   //!< (Linux, tcp_syn_linear_timeouts)
    Ecn ecn{Ecn::Off};             //!< see there
    uint32_t ecnSynRepeats{0};     //!< repeats of a SYN that ask for it too (RFC 3168, 6.1.1.1: a
                                   //!< host may stop, for the sake of broken middleboxes)
    uint32_t fewOptionsFrom{NEVER_REPEATED}; //!< from this repeat on a SYN offers nothing but MSS
                                             //!< (BSD, net.inet.tcp.rexmit_drop_options)
    Duration connectTimeout{FOREVER};        //!< an active open not ESTABLISHED by then fails (BSD,
                                             //!< net.inet.tcp.keepinit)
    Duration synAfterBadAck{0}; //!< an unacceptable ACK in SYN-SENT makes the first repeat of the
                                //!< SYN come after this (Linux); 0: it has no effect
    uint32_t synAckRetries{7};  //!< repeats of a SYN,ACK; as the SYN
    SimultaneousOpen simultaneousOpen{SimultaneousOpen::Figure}; //!< see there
    DuplicateSyn duplicateSyn{DuplicateSyn::Ack};                //!< see there
    EmbryoSyn embryoSyn{EmbryoSyn::Listen};                      //!< see there
    Duration refusedRetry{0};      //!< after a RST that refuses our SYN it is sent again so much
                                   //!< later, as often as synRetries says (Windows, KB 175523); 0:
                                   //!< the connection fails at once (RFC 9293, 3.10.7.3)
    bool closeForgetsEarly{false}; //!< CLOSE in SYN-RECEIVED ends the connection, and no FIN is
                                   //!< sent (BSD, tcp_disconnect(): "t_state < TCPS_ESTABLISHED")

    // Data
    uint32_t sendBuffer{131072}; //!< octets written and not yet acknowledged, at most (ns-3's); see
                                 //!< MAX_BUFFER
    SendAccounting sendAccounting{SendAccounting::Octets}; //!< see there
    uint32_t notSentLowat{0xffffffff};                     //!< octets written and not sent, at
                                                           //!< which a user waits (Linux,
                                                           //!< TCP_NOTSENT_LOWAT)
    uint32_t receiveBuffer{
        131072};                   //!< octets received and not yet read, at most (ns-3's); the same
    uint32_t windowScaleBuffer{0}; //!< the window scale is chosen for a buffer that can grow to
                                   //!< this (BSD: kern.ipc.maxsockbuf); 0: for receiveBuffer
    bool receiveGrowth{false}; //!< the receive buffer grows to twice what is read in a round trip,
                               //!< up to half of windowScaleBuffer, where that is greater (Linux,
                               //!< tcp_rcv_space_adjust(); half of its buffers is for data)
    bool fewAcksWhenFull{false}; //!< with less than half of the receive buffer free an ACK goes at
                                 //!< once only if the window moves, and no quick ACKs are left
                                 //!< (Linux, __tcp_ack_snd_check(), __tcp_select_window())
    WindowAdvance windowAdvance{WindowAdvance::Reluctant}; //!< see there
    BufferRounding bufferRounding{BufferRounding::None};   //!< see there
    uint16_t maxSegmentSize{1460}; //!< MSS announced, octets (RFC 9293, MUST-67; Ethernet, IPv4)
    uint16_t defaultSendMss{536};  //!< MSS of a peer that announces none (RFC 9293, MUST-15);
                                   //!< 1220 for IPv6
    uint16_t minSendMss{48};       //!< a peer's MSS is raised to this (Linux: tcp_min_snd_mss)
    bool announceMss{true};        //!< the MSS option stands on SYNs (RFC 9293, SHLD-5)
    bool windowScaling{true};      //!< offer and accept RFC 7323's window scale
    bool timestamps{true};         //!< offer and accept RFC 7323's timestamps
    bool sack{true};               //!< offer and accept RFC 2018's SACK
    bool limitedTransmit{true};    //!< the first two duplicate ACKs let new text out (RFC 3042)
    bool nagle{true};              //!< coalesce small segments (RFC 9293, SHLD-7)
    NagleRule nagleRule{NagleRule::Outstanding};          //!< see there
    OptionLayout optionLayout{OptionLayout::Linux};       //!< see there
    Duration timestampTick{std::chrono::milliseconds(1)}; //!< unit of TSval (RFC 7323, 5.4: 1 ms
                                                          //!< to 1 s)
    Duration delayedAckTimeout{std::chrono::milliseconds(200)}; //!< < 0.5 s (RFC 9293, MUST-40);
                                                                //!< ns-3's; 0: no delay
    uint32_t delayedAckCount{2}; //!< full segments per ACK, at most (RFC 9293, SHLD-19); >= 1
    uint32_t quickAcks{0};       //!< segments of text that are acknowledged at once, from the first
                                 //!< one on, unless text is sent in answer (Linux, 16)
    /// An ACK carries our FIN again as long as it is outstanding, but for challenge ACKs (BSD,
    /// tcp_output()); such an ACK of the peer counts in CLOSING, though its FIN is old.
    bool ackRepeatsFin{false};
    bool emptyProbes{false};  //!< a zero-window probe has no text and the number before SND.UNA,
                              //!< so that its receiver drops and answers it; what is outstanding
                              //!< when the window shuts is sent again whole by its RTO (Linux)
    bool dropsBeyond{false};  //!< a segment whose text goes beyond the window is unacceptable
                              //!< while text is unread, and else is taken whole (Linux 6.17,
                              //!< tcp_sequence()); else its text is trimmed
    bool growHalfUsed{false}; //!< slow start goes on as long as half of the congestion window
                              //!< was used in the last window of data (Linux,
                              //!< tcp_is_cwnd_limited()); else when all is
    IdleRestart idleRestart{IdleRestart::Reset}; //!< see there
    bool cork{false};           //!< a segment that is not full waits for more, at most as long as
                                //!< for Nagle's override (Linux, TCP_CORK)
    bool dsack{false};          //!< report text that arrives twice (RFC 2883)
    bool pushBursts{false};     //!< the last of the segments that a network card would make of one
                                //!< has PSH, and has it again when it is sent again (Linux)
    uint32_t initialWindow{10}; //!< congestion window at the start, segments (RFC 6928)
    uint32_t initialSsthresh{0xffffffff}; //!< slow start threshold at the start, octets (RFC 5681)
    EcnEcho ecnEcho{EcnEcho::UntilCwr};   //!< see there
    bool ectAlways{false}; //!< data that are sent again and acknowledgments have ECT, too (as Linux
                           //!< does with DCTCP)

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
    RttEstimator rttEstimator{RttEstimator::Rfc6298}; //!< see there
    Duration minRto{std::chrono::seconds(1)};         //!< RFC 6298, 2.4; see RttEstimator
    Duration maxRto{std::chrono::seconds(60)};        //!< RFC 6298, 2.5: at least 60 s
    Duration rtoSlop{0}; //!< added to a computed RTO (BSD, net.inet.tcp.rexmit_slop)
    Duration clockGranularity{std::chrono::milliseconds(1)}; //!< G of RFC 6298, 2
    bool tailLossProbe{false}; //!< the last segment goes once more before the RTO (RFC 8985, 7)
    LossDetection lossDetection{LossDetection::Rfc6675};    //!< see there
    ReductionBound reductionBound{ReductionBound::Revised}; //!< see there
    bool frto{
        false}; //!< a time-out is found to be spurious by what is acknowledged next (RFC 5682)
    bool undo{false}; //!< a reduction of the window is undone where it was in vain, as timestamps
                      //!< (RFC 3522, RFC 4015) or DSACK blocks (RFC 3708) tell
    uint32_t dataRetries{6}; //!< repeats of data; 123 s at RTO 1 s (RFC 9293, SHLD-11: >= 100 s)
    uint32_t finRetries{6};  //!< repeats of a FIN that is alone outstanding; as data
    uint32_t orphanRetries{NO_ORPHAN_LIMIT};        //!< in place of dataRetries once the user has
                                                    //!< closed
    RetryLimitBy retryLimitBy{RetryLimitBy::Count}; //!< what these three mean
    Duration persistTimeout{0}; //!< first zero-window probe after this; 0: the RTO (RFC 9293,
                                //!< SHLD-29)
    Duration userTimeout{std::chrono::minutes(5)}; //!< RFC 9293, 3.10.1: default five minutes

    // User timeout option (RFC 5482)
    bool userTimeoutOption{false};     //!< ENABLED: sent, and listened to (3.1: off)
    Duration advertisedUserTimeout{0}; //!< ADV_UTO; 0: the user timeout
    bool userTimeoutChangeable{true};  //!< CHANGEABLE: the peer's counts; to be false where a user
                                       //!< has set the user timeout (3.1)
    Duration userTimeoutMin{std::chrono::seconds(100)}; //!< L_LIMIT, of what the peer's can make it
                                                        //!< (RFC 9293, SHLD-11: R2)
    Duration userTimeoutMax{std::chrono::hours(1)};     //!< U_LIMIT; RFC 5482 wants one, names none

    // Closing
    Duration timeWait{std::chrono::seconds(240)}; //!< 2MSL (RFC 9293, MUST-13, MSL two minutes)
    TimeWaitRestart timeWaitRestart{TimeWaitRestart::Fin}; //!< see there
    bool timeWaitNeedsAck{false};     //!< TIME-WAIT drops what has no ACK, and answers any SYN with
                                      //!< ACK by an ACK (FreeBSD, tcp_twcheck())
    bool timeWaitIgnoresReset{false}; //!< a RST does not end TIME-WAIT (RFC 1337, 3, F1)
    bool timeWaitAcksText{false};     //!< TIME-WAIT answers text in the window by an ACK (Linux,
                                      //!< tcp_timewait_state_process(); FreeBSD, tcp_twcheck());
                                      //!< RFC 9293, 3.10.7.4, seventh: "Ignore the segment text"
    Duration finWait2Timeout{FOREVER}; //!< FIN-WAIT-2 of a closed socket; RFC 9293 has none
    bool finWait2CoversRto{false};     //!< but 3.5 RTO at least (Linux, tcp_fin_time())
    bool finWait2SynResets{false};  //!< in FIN-WAIT-2 of a closed socket a SYN in the window gets
                                    //!< a RST as from CLOSED, and ends it (Linux,
                                    //!< tcp_timewait_state_process(): TCP_TW_RST)
    FinAck finAck{FinAck::AtOnce};  //!< see there
    bool finAfterFinIgnored{false}; //!< a FIN at or behind RCV.NXT gets no answer in CLOSE-WAIT and
                                    //!< LAST-ACK (Linux, tcp_rcv_state_process(), step 7)
    Duration linger{FOREVER};  //!< after CLOSE the FIN must be acknowledged by then, else RST; 0:
                               //!< CLOSE is ABORT; FOREVER: off (POSIX, SO_LINGER)
    bool resetWhenShut{false}; //!< text that arrives once both directions are shut: RST, as after
                               //!< CLOSE (Linux, tcp_rcv_state_process())
    bool resetOnUnread{true};  //!< CLOSE with unread data: RST (SHLD-3)
    DataAfterClose dataAfterClose{DataAfterClose::Reset}; //!< see there

    // Keep-alive (RFC 9293, 3.8.4)
    bool keepAlive{false};                         //!< probe an idle peer (MUST-25: off)
    Duration keepAliveIdle{std::chrono::hours(2)}; //!< idle time before the first probe (MUST-28:
                                                   //!< at least two hours by default); > 0
    Duration keepAliveInterval{std::chrono::seconds(75)}; //!< between probes; > 0 (BSD's)
    uint32_t keepAliveCount{9}; //!< probes without an answer (Linux's; MUST-29: more than one)
    bool keepAliveUserTimeout{false}; //!< a user timeout decides in place of keepAliveCount (Linux,
                                      //!< tcp_keepalive_timer(); RFC 5482, 4.2)
    bool keepAliveReset{true};        //!< a RST tells the peer, should it come back

    // Standing firm
    bool tsRecentNeedsAck{false}; //!< TS.Recent follows only segments whose ACK is from SND.UNA to
                                  //!< SND.NXT (Linux, tcp_ack()); RFC 7323, 4.3, does not ask
    Duration pawsIdle{std::chrono::hours(24 * 24)}; //!< a TS.Recent older than this rejects nothing
                                                    //!< (RFC 7323, 5.5); FOREVER: it always does
    ResetCheck resetCheck{ResetCheck::Exact};       //!< see there
    SynCheck synCheck{SynCheck::Challenge};         //!< see there
    ResetForm resetForm{ResetForm::Text};           //!< see there
    AckCheck ackCheck{AckCheck::Bounded};           //!< see there
    uint8_t challengeAckLimit{10}; //!< ACKs in a period that answer what is not acceptable:
                                   //!< challenges, and in every state segments without text and
                                   //!< FIN, or with SYN (RFC 5961, 7: its example); 0: no limit
    Duration challengeAckPeriod{std::chrono::seconds(5)}; //!< that period, which begins with the
                                                          //!< first; > 0

    Duration ackLoopInterval{
        std::chrono::milliseconds(500)}; //!< least time from one of these to the next answer to
                                         //!< what may be an answer itself: neither text nor FIN
                                         //!< nor RST, but ACK (Linux, tcp_invalid_ratelimit); > 0

    // Path (RFC 9293, 3.9.2.2)
    IcmpHardErrors icmpHardErrors{IcmpHardErrors::NonSynchronized}; //!< see there
    bool icmpSoftErrorsAbort{false}; //!< a soft error ends SYN-SENT, SYN-RECEIVED (RFC 5461, 4.1)
    bool pathMtuDiscovery{true};     //!< act on "packet too big" (RFC 1191, RFC 8201)
    uint16_t minPathMtu{68};         //!< least IPv4 path MTU believed, octets (RFC 1191, 3)

    /// \return whether all are the same
    bool operator==(const Config& other) const;
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_CONFIG_H
