/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-setting-makers.h"

// The settings of the rules of set-up and teardown that texts and stacks differ on.

namespace ns3
{

namespace
{

constexpr int64_t NEVER = TCP_LIFECYCLE_NEVER;                      //!< FOREVER as a value
constexpr int64_t MAX_COUNT = std::numeric_limits<uint32_t>::max(); //!< counted in 32 bits

} // namespace

std::vector<TcpLifecycleSetting>
TcpLifecycleRuleSettings()
{
    using lifecycle::Config;
    using namespace settingmakers;
    return {
        CountSetting<&Config::synLinearTimeouts>("SynLinearTimeouts",
                                                 "Retransmissions of a SYN that do not double the "
                                                 "RTO, before those that SynRetries counts.",
                                                 0,
                                                 255),
        ChoiceSetting<&Config::ecn>(
            "Ecn",
            "ECN (RFC 3168, 6.1.1): off, active (SYNs request it) or passive (accepted if the peer "
            "requests it). Data are then sent with ECT(0), and marks reduce the window.",
            {"off", "active", "passive"}),
        CountSetting<&Config::ecnSynRepeats>("EcnSynRepeats",
                                             "Retransmissions of a SYN that request ECN (RFC 3168, "
                                             "6.1.1.1).",
                                             0,
                                             255),
        ChoiceSetting<&Config::ecnEcho>(
            "EcnEcho",
            "How congestion marks are echoed: until-cwr (RFC 3168, 6.1.3) or each-mark (RFC 8257, "
            "3.2; both ends need it, as with TcpDctcp, which sets it).",
            {"until-cwr", "each-mark"}),
        FlagSetting<&Config::ectAlways>("EctAlways",
                                        "Retransmissions and acknowledgments have ECT(0), too (as "
                                        "in Linux with DCTCP; TcpDctcp "
                                        "sets it)."),
        FlagSetting<&Config::rateSamples>("RateSamples",
                                          "Take delivery-rate samples, which GetTcpInfo() shows, "
                                          "also with an algorithm that does "
                                          "not need them."),
        FlagSetting<&Config::pacing>("EnablePacing",
                                     "Segments leave by the clock, at a rate that follows from the "
                                     "congestion window and the "
                                     "RTT. TcpBbr paces always."),
        FlagSetting<&Config::paceInitialWindow>("PaceInitialWindow",
                                                "Pace the initial window, too."),
        CountSetting<&Config::pacingSsRatio>(
            "PacingSsRatio",
            "Pacing rate, percent of the window in an RTT, below half of the slow start threshold "
            "(Linux: tcp_pacing_ss_ratio).",
            1,
            UINT16_MAX),
        CountSetting<&Config::pacingCaRatio>("PacingCaRatio",
                                             "The same otherwise (Linux: tcp_pacing_ca_ratio).",
                                             1,
                                             UINT16_MAX),
        CountSetting<&Config::maxPacingRate>(
            "MaxPacingRate",
            "Maximum pacing rate, bit/s (Linux: SO_MAX_PACING_RATE).",
            1,
            lifecycle::NO_PACING_LIMIT),
        CountSetting<&Config::fewOptionsFrom>(
            "SynFewOptionsFrom",
            "From this retransmission on a SYN offers only the MSS; 4294967295: never (BSD: "
            "rexmit_drop_options).",
            1,
            MAX_COUNT),
        CountSetting<&Config::receiveBuffer>(
            "ReceiveBuffer",
            "Maximum of received and unread bytes, unless RcvBufSize of a socket is set.",
            1,
            lifecycle::MAX_BUFFER),
        CountSetting<&Config::sendBuffer>("SendBuffer",
                                          "Maximum of written and unacknowledged bytes, "
                                          "unless SndBufSize of a socket is set.",
                                          1,
                                          lifecycle::MAX_BUFFER),
        CountSetting<&Config::initialWindow>(
            "InitialWindow",
            "Congestion window at the start, segments (RFC 6928), unless InitialCwnd of a socket "
            "is set.",
            1,
            MAX_COUNT),
        CountSetting<&Config::windowScaleBuffer>(
            "WindowScaleBuffer",
            "Receive buffer in bytes for which the window scale is chosen (BSD: "
            "kern.ipc.maxsockbuf, Linux: the last of tcp_rmem); 0: for ReceiveBuffer.",
            0,
            MAX_COUNT),
        ChoiceSetting<&Config::sendAccounting>(
            "SendAccounting",
            "What counts in SendBuffer: bytes, or frames, with what each frame of a network card "
            "needs besides (as in Linux).",
            {"bytes", "frames"}),
        CountSetting<&Config::notSentLowat>(
            "NotSentLowat",
            "Bytes written and not sent at which a user waits (Linux: tcp_notsent_lowat).",
            1,
            MAX_COUNT),
        FlagSetting<&Config::receiveGrowth>(
            "ReceiveGrowth",
            "The receive buffer grows with what is read in a round trip, up to half of "
            "WindowScaleBuffer (Linux: tcp_moderate_rcvbuf)."),
        FlagSetting<&Config::fewAcksWhenFull>(
            "FewAcksWhenFull",
            "With less than half of the receive buffer free, ACKs are delayed unless the window "
            "moves (Linux)."),
        ChoiceSetting<&Config::windowAdvance>(
            "WindowAdvance",
            "When the receive window opens again: reluctant (by a segment or half of the buffer, "
            "RFC 9293, 3.8.6.2.2) or eager (with every segment sent, as in FreeBSD).",
            {"reluctant", "eager"}),
        ChoiceSetting<&Config::bufferRounding>(
            "BufferRounding",
            "How the receive buffer is rounded to a whole number of segments: none, up (after the "
            "handshake, as in FreeBSD) or down (from the SYN on, as in Linux).",
            {"none", "up", "down"}),
        DurationSetting<&Config::connectTimeout>("ConnectTimeout",
                                                 "Time after which an active open that is not "
                                                 "ESTABLISHED fails; never: SynRetries decides.",
                                                 1,
                                                 NEVER),
        ChoiceSetting<&Config::nagleRule>(
            "NagleRule",
            "With Nagle's algorithm, when a short segment waits: while anything is outstanding "
            "(RFC "
            "9293, 3.7.4), while anything sent earlier is outstanding (burst, as in BSD) or while "
            "a "
            "short segment is outstanding (short, Minshall's rule, as in Linux).",
            {"outstanding", "burst", "short"}),
        DurationSetting<&Config::synAfterBadAck>(
            "SynAfterBadAck",
            "Time after an unacceptable ACK in SYN-SENT until the SYN is first retransmitted "
            "(Linux: two ticks); 0: it has no effect.",
            0),
        FlagSetting<&Config::dropsBeyond>(
            "DropsBeyond",
            "While data are unread, a segment with data beyond the window is unacceptable (Linux "
            "6.17), and otherwise all of it is taken; off: its data are trimmed."),
        ChoiceSetting<&Config::rttEstimator>(
            "RttEstimator",
            "How the RTO is computed from samples: rfc6298 (SRTT + 4 RTTVAR, at least MinRto; RFC "
            "6298, "
            "2) or linux (SRTT + the greater of 4 RTTVAR and MinRto, shrinking once in a window).",
            {"rfc6298", "linux"}),
        DurationSetting<&Config::rtoSlop>("RtoSlop",
                                          "Added to an RTO computed from samples, above MinRto.",
                                          0),
        CountSetting<&Config::orphanRetries>(
            "OrphanRetries",
            "Replaces DataRetries after the user has closed; 4294967295: no difference.",
            0,
            MAX_COUNT),
        FlagSetting<&Config::userTimeoutOption>(
            "UserTimeoutOption",
            "Send and obey the user timeout option (RFC 5482, 3.1: ENABLED)."),
        DurationSetting<&Config::advertisedUserTimeout>(
            "AdvertisedUserTimeout",
            "User timeout that the option announces (RFC 5482, 3.1: ADV_UTO), in seconds or "
            "minutes; "
            "0: UserTimeout.",
            0),
        FlagSetting<&Config::userTimeoutChangeable>(
            "UserTimeoutChangeable",
            "Whether the peer's option changes the user timeout (RFC 5482, 3.1: CHANGEABLE)."),
        DurationSetting<&Config::userTimeoutMin>(
            "UserTimeoutMin",
            "Minimum user timeout that the peer's option can set (RFC 5482, 3.1: L_LIMIT).",
            0),
        DurationSetting<&Config::userTimeoutMax>(
            "UserTimeoutMax",
            "Maximum user timeout that the peer's option can set (RFC 5482, 3.1: U_LIMIT).",
            1),
        ChoiceSetting<&Config::retryLimitBy>(
            "RetryLimitBy",
            "What DataRetries, FinRetries and OrphanRetries limit: count (of retransmissions) or "
            "time "
            "(that this number of retransmissions takes if the first RTO is MinRto).",
            {"count", "time"}),
        ChoiceSetting<&Config::finAck>(
            "FinAck",
            "Acknowledgment of the FIN that leads to CLOSE-WAIT: at-once, delayed (like data), or "
            "after-text (delayed if data have arrived before).",
            {"at-once", "delayed", "after-text"}),
        CountSetting<&Config::quickAcks>("QuickAcks",
                                         "Number of data segments that are acknowledged at once at "
                                         "the start, until data are sent "
                                         "in answer (Linux).",
                                         0,
                                         MAX_COUNT),
        FlagSetting<&Config::ackRepeatsFin>(
            "AckRepeatsFin",
            "Whether an ACK carries an outstanding FIN again (BSD)."),
        FlagSetting<&Config::emptyProbes>(
            "EmptyProbes",
            "Zero-window probes have no data and the number before SND.UNA (Linux); else one byte "
            "(RFC 9293, 3.8.6.1)."),
        FlagSetting<&Config::growHalfUsed>(
            "GrowHalfUsed",
            "Slow start continues while half of the congestion window is used (Linux)."),
        ChoiceSetting<&Config::idleRestart>(
            "IdleRestart",
            "The congestion window after no data were sent for longer than the RTO: keep, reset "
            "(the "
            "initial window at most, RFC 5681, 4.1) or halve (for each RTO, down to that, as in "
            "Linux).",
            {"keep", "reset", "halve"}),
        FlagSetting<&Config::resetWhenShut>(
            "ResetWhenShut",
            "Data that arrive after both directions were closed cause a RST (Linux)."),
        ChoiceSetting<&Config::resetForm>(
            "ResetForm",
            "Form of a RST that is not an answer: text (as in the RFCs, ABORT without ACK), "
            "with-ack "
            "(as in the BSDs), with-stamps (also with timestamps, as in Linux), all-with-ack (also "
            "in answer to data after CLOSE, as in Windows).",
            {"text", "with-ack", "with-stamps", "all-with-ack"}),
        FlagSetting<&Config::dsack>("Dsack", "Report duplicate data (RFC 2883)."),
        FlagSetting<&Config::pushBursts>("PushBursts",
                                         "Whether the last segment of a burst has PSH (Linux)."),
        FlagSetting<&Config::tailLossProbe>(
            "TailLossProbe",
            "Send new data, or else the last segment once more, before the RTO (RFC 8985, 7)."),
        ChoiceSetting<&Config::lossDetection>(
            "LossDetection",
            "How a sender with SACK tells which segments are lost: rfc6675 (by the number of "
            "segments SACKed above), rack (by the time at which segments were sent, RFC 8985).",
            {"rfc6675", "rack"}),
        ChoiceSetting<&Config::reductionBound>(
            "ReductionBound",
            "How much may be sent during fast recovery: none (what the reduced window leaves, RFC "
            "6675), conservative and slow-start (PRR-CRB and PRR-SSRB of RFC 6937), revised (RFC "
            "9937).",
            {"none", "conservative", "slow-start", "revised"}),
        FlagSetting<&Config::frto>(
            "Frto",
            "Tell by what is acknowledged after a timeout whether it was spurious (RFC 5682)."),
        FlagSetting<&Config::undo>(
            "UndoReduction",
            "Undo a reduction of the congestion window that timestamps (RFC 4015) or DSACK blocks "
            "(RFC 3708) show to have been unnecessary."),
        FlagSetting<&Config::timeWaitNeedsAck>(
            "TimeWaitNeedsAck",
            "Whether TIME-WAIT drops segments without ACK (FreeBSD)."),
        FlagSetting<&Config::timeWaitAcksText>(
            "TimeWaitAcksText",
            "Whether TIME-WAIT answers data in the window with an ACK (Linux, FreeBSD); otherwise "
            "they are ignored (RFC 9293, 3.10.7.4, seventh)."),
        FlagSetting<&Config::finWait2SynResets>(
            "FinWait2SynResets",
            "Whether a SYN in the window ends FIN-WAIT-2 of a closed socket with a RST (Linux)."),
        FlagSetting<&Config::finAfterFinIgnored>(
            "FinAfterFinIgnored",
            "Whether CLOSE-WAIT and LAST-ACK ignore a FIN at or after RCV.NXT (Linux, "
            "FreeBSD)."),
        FlagSetting<&Config::closeForgetsEarly>(
            "CloseForgetsEarly",
            "Whether CLOSE in SYN-RECEIVED ends the connection without a FIN (BSD)."),
        DurationSetting<&Config::refusedRetry>(
            "RefusedRetry",
            "Time after which a SYN that a RST has refused is retransmitted, at most SynRetries "
            "times (Windows); 0: the connection fails at once (RFC 9293, 3.10.7.3).",
            0),
        CountSetting<&Config::minSendMss>(
            "MinSendMss",
            "A peer's MSS below this is raised to it (Linux: tcp_min_snd_mss, BSD: minmss).",
            48,
            65535),
        DurationSetting<&Config::linger>("Linger",
                                         "Time from CLOSE until the FIN must be acknowledged, else "
                                         "RST (SO_LINGER); 0: CLOSE is ABORT; never: off.",
                                         0,
                                         NEVER),
        FlagSetting<&Config::finWait2CoversRto>(
            "FinWait2CoversRto",
            "Whether FIN-WAIT-2 of a closed socket lasts 3.5 RTO at least."),
        ChoiceSetting<&Config::timeWaitRestart>("TimeWaitRestart",
                                                "What restarts 2MSL: fin (a duplicate of the FIN, "
                                                "RFC 9293, 3.10.7.4) or ack (any segment "
                                                "with ACK or an old timestamp, except a RST).",
                                                {"fin", "ack"}),
        FlagSetting<&Config::timeWaitIgnoresReset>(
            "TimeWaitIgnoresReset",
            "Whether TIME-WAIT ignores a RST (RFC 1337, 3, F1)."),
        FlagSetting<&Config::keepAlive>(
            "KeepAlive",
            "Probe idle peers (RFC 9293, 3.8.4, MUST-25: off by default)."),
        DurationSetting<&Config::keepAliveIdle>(
            "KeepAliveIdle",
            "Idle time before the first keep-alive probe (RFC 9293, MUST-28).",
            1),
        DurationSetting<&Config::keepAliveInterval>("KeepAliveInterval",
                                                    "Time between keep-alive probes.",
                                                    1),
        CountSetting<&Config::keepAliveCount>(
            "KeepAliveCount",
            "Keep-alive probes without an answer after which the connection fails.",
            1,
            255),
        FlagSetting<&Config::keepAliveUserTimeout>(
            "KeepAliveUserTimeout",
            "Whether a UserTimeout, if set, ends an idle connection instead of KeepAliveCount "
            "(Linux)."),
        FlagSetting<&Config::keepAliveReset>("KeepAliveReset",
                                             "Whether a RST is sent when keep-alive fails."),
        ChoiceSetting<&Config::resetCheck>(
            "ResetCheck",
            "A RST in the window but not at RCV.NXT: exact (challenge ACK, RFC 5961, 3.2), "
            "in-window (reset, RFC 793), last-ack (exact, with the last ACK sent for RCV.NXT, "
            "FreeBSD) or edges (exact, but at the peer's FIN and at the end of what is SACKed it "
            "resets, as Linux).",
            {"exact", "in-window", "last-ack", "edges"}),
        ChoiceSetting<&Config::synCheck>("SynCheck",
                                         "A SYN in the window of a synchronized connection: "
                                         "challenge (ACK, RFC 5961, 4.2), reset (RFC 793), "
                                         "needs-ack (one without ACK is dropped, Linux before "
                                         "3.18) or reset-next (reset at RCV.NXT only, Windows).",
                                         {"challenge", "reset", "needs-ack", "reset-next"}),
        ChoiceSetting<&Config::ackCheck>(
            "AckCheck",
            "An acknowledgment below SND.UNA - MAX.SND.WND: bounded (challenge ACK, RFC 5961, 5.2) "
            "or unbounded (a duplicate, RFC 793).",
            {"bounded", "unbounded"}),
        CountSetting<&Config::challengeAckLimit>(
            "ChallengeAckLimit",
            "Maximum of a connection's answers to unacceptable segments in each "
            "ChallengeAckPeriod: "
            "challenge ACKs, and answers to segments without data and FIN, or with SYN (RFC 5961, "
            "7); 0: no limit.",
            0,
            255),
        DurationSetting<&Config::challengeAckPeriod>(
            "ChallengeAckPeriod",
            "Length of the period of ChallengeAckLimit, which starts with the first answer.",
            1),
        DurationSetting<&Config::ackLoopInterval>(
            "AckLoopInterval",
            "Minimum time from such an answer to the next answer to a segment that can itself be "
            "an "
            "answer (ACK without data, FIN and RST), so that two ends do not answer each other "
            "endlessly (Linux: tcp_invalid_ratelimit).",
            1000000),
        FlagSetting<&Config::tsRecentNeedsAck>(
            "TsRecentNeedsAck",
            "Only a segment with an ACK from SND.UNA to SND.NXT updates TS.Recent (Linux); "
            "otherwise "
            "each that starts at or before the last ACK sent (RFC 7323, 4.3)."),
        DurationSetting<&Config::pawsIdle>(
            "PawsIdle",
            "Age beyond which TS.Recent rejects nothing (RFC 7323, 5.5); never: it always does.",
            1,
            NEVER),
    };
}

} // namespace ns3
