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
        CountSetting<&Config::synLinearTimeouts>(
            "SynLinearTimeouts",
            "Repeats of a SYN that do not double the RTO, before those that SynRetries counts.",
            0,
            255),
        ChoiceSetting<&Config::ecn>(
            "Ecn",
            "ECN (RFC 3168, 6.1.1): off, active (SYNs ask for it) or passive (agreed to when the "
            "peer asks). What is sent then says ECT(0); marks that arrive are not acted on.",
            {"off", "active", "passive"}),
        CountSetting<&Config::ecnSynRepeats>("EcnSynRepeats",
                                             "Repeats of a SYN that still ask for ECN (RFC 3168, "
                                             "6.1.1.1).",
                                             0,
                                             255),
        CountSetting<&Config::fewOptionsFrom>(
            "SynFewOptionsFrom",
            "From this repeat on a SYN offers no option but MSS; 4294967295: never (BSD: "
            "rexmit_drop_options).",
            1,
            MAX_COUNT),
        CountSetting<&Config::receiveBuffer>(
            "ReceiveBuffer",
            "Octets received and not yet read, at most, unless RcvBufSize of a socket is set.",
            1,
            lifecycle::MAX_BUFFER),
        CountSetting<&Config::sendBuffer>("SendBuffer",
                                          "Octets written and not yet acknowledged, at most, "
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
            "The window scale is chosen for a receive buffer of so many octets (BSD: "
            "kern.ipc.maxsockbuf, Linux: the last of tcp_rmem); 0: for ReceiveBuffer.",
            0,
            MAX_COUNT),
        ChoiceSetting<&Config::windowAdvance>(
            "WindowAdvance",
            "How the receive window grows again: reluctant (by a segment or half of the buffer, "
            "RFC 9293, 3.8.6.2.2) or eager (with every segment sent, as FreeBSD).",
            {"reluctant", "eager"}),
        ChoiceSetting<&Config::bufferRounding>(
            "BufferRounding",
            "Whether the receive buffer is made a whole number of segments: none, up (after the "
            "handshake, as FreeBSD) or down (from the SYN on, as Linux).",
            {"none", "up", "down"}),
        DurationSetting<&Config::connectTimeout>("ConnectTimeout",
                                                 "Time after which an active open that is not "
                                                 "ESTABLISHED fails; never: SynRetries decides.",
                                                 1,
                                                 NEVER),
        ChoiceSetting<&Config::nagleRule>(
            "NagleRule",
            "When a short segment waits, if Nagle's algorithm is on: while anything is outstanding "
            "(RFC 9293, 3.7.4), while anything is that went out before (burst, as BSD) or while a "
            "short one is (short, Minshall's, as Linux).",
            {"outstanding", "burst", "short"}),
        DurationSetting<&Config::synAfterBadAck>(
            "SynAfterBadAck",
            "An unacceptable ACK in SYN-SENT makes the first repeat of the SYN come after this "
            "(Linux: two ticks); 0: it has no effect.",
            0),
        FlagSetting<&Config::dropsBeyond>(
            "DropsBeyond",
            "While text is unread, a segment whose text goes beyond the window is unacceptable "
            "(Linux 6.17); else its text is trimmed."),
        ChoiceSetting<&Config::rttEstimator>(
            "RttEstimator",
            "How the RTO follows from samples: rfc6298 (SRTT + 4 RTTVAR, at least MinRto; RFC "
            "6298, "
            "2) or linux (SRTT + the greater of 4 RTTVAR and MinRto, shrinking once in a window).",
            {"rfc6298", "linux"}),
        DurationSetting<&Config::rtoSlop>("RtoSlop",
                                          "Added to an RTO computed from samples, above MinRto.",
                                          0),
        CountSetting<&Config::orphanRetries>(
            "OrphanRetries",
            "In place of DataRetries once the user has closed; 4294967295: no difference.",
            0,
            MAX_COUNT),
        FlagSetting<&Config::userTimeoutOption>(
            "UserTimeoutOption",
            "Send and obey the user timeout option (RFC 5482, 3.1: ENABLED)."),
        DurationSetting<&Config::advertisedUserTimeout>(
            "AdvertisedUserTimeout",
            "User timeout that the option tells (RFC 5482, 3.1: ADV_UTO), in seconds or minutes; "
            "0: UserTimeout.",
            0),
        FlagSetting<&Config::userTimeoutChangeable>(
            "UserTimeoutChangeable",
            "Whether the peer's option changes the user timeout (RFC 5482, 3.1: CHANGEABLE)."),
        DurationSetting<&Config::userTimeoutMin>(
            "UserTimeoutMin",
            "Least user timeout that the peer's option can make (RFC 5482, 3.1: L_LIMIT).",
            0),
        DurationSetting<&Config::userTimeoutMax>(
            "UserTimeoutMax",
            "Greatest user timeout that the peer's option can make (RFC 5482, 3.1: U_LIMIT).",
            1),
        ChoiceSetting<&Config::retryLimitBy>(
            "RetryLimitBy",
            "What DataRetries, FinRetries and OrphanRetries mean: count (of repeats) or time (that "
            "so many repeats take when they begin with MinRto).",
            {"count", "time"}),
        ChoiceSetting<&Config::finAck>(
            "FinAck",
            "Acknowledgment of the FIN that leads to CLOSE-WAIT: at-once, delayed (like text), or "
            "after-text (delayed if text has come before).",
            {"at-once", "delayed", "after-text"}),
        CountSetting<&Config::quickAcks>(
            "QuickAcks",
            "Segments of text acknowledged at once, from the first one on, unless text is sent in "
            "answer (Linux).",
            0,
            MAX_COUNT),
        FlagSetting<&Config::ackRepeatsFin>(
            "AckRepeatsFin",
            "Whether an ACK carries an outstanding FIN again (BSD)."),
        FlagSetting<&Config::emptyProbes>(
            "EmptyProbes",
            "Zero-window probes have no text and the number before SND.UNA (Linux); else one octet "
            "(RFC 9293, 3.8.6.1)."),
        FlagSetting<&Config::growHalfUsed>(
            "GrowHalfUsed",
            "Slow start goes on while half of the congestion window is used (Linux)."),
        FlagSetting<&Config::resetWhenShut>(
            "ResetWhenShut",
            "Text that arrives once both directions are shut makes a RST (Linux)."),
        ChoiceSetting<&Config::resetForm>(
            "ResetForm",
            "A RST of our own accord: text (as the RFCs write it, ABORT without ACK), with-ack (as "
            "the BSDs), with-stamps (and with timestamps, as Linux), all-with-ack (in answer to "
            "data after CLOSE too, as Windows).",
            {"text", "with-ack", "with-stamps", "all-with-ack"}),
        FlagSetting<&Config::dsack>("Dsack", "Report text that arrives twice (RFC 2883)."),
        FlagSetting<&Config::pushBursts>(
            "PushBursts",
            "Whether the last segment of what goes out at once has PSH (Linux)."),
        FlagSetting<&Config::tailLossProbe>(
            "TailLossProbe",
            "Send the last segment once more before the RTO (RFC 8985, 7)."),
        FlagSetting<&Config::timeWaitNeedsAck>(
            "TimeWaitNeedsAck",
            "Whether TIME-WAIT drops what has no ACK (FreeBSD)."),
        FlagSetting<&Config::timeWaitAcksText>(
            "TimeWaitAcksText",
            "Whether TIME-WAIT answers text in the window by an ACK (Linux, FreeBSD); else it is "
            "ignored (RFC 9293, 3.10.7.4, seventh)."),
        FlagSetting<&Config::finWait2SynResets>(
            "FinWait2SynResets",
            "Whether a SYN in the window ends FIN-WAIT-2 of a closed socket with a RST (Linux)."),
        FlagSetting<&Config::finAfterFinIgnored>(
            "FinAfterFinIgnored",
            "Whether CLOSE-WAIT and LAST-ACK leave a FIN at or behind RCV.NXT without an answer "
            "(Linux, FreeBSD)."),
        FlagSetting<&Config::closeForgetsEarly>(
            "CloseForgetsEarly",
            "Whether CLOSE in SYN-RECEIVED ends the connection without a FIN (BSD)."),
        DurationSetting<&Config::refusedRetry>(
            "RefusedRetry",
            "Time after which a SYN that a RST has refused is sent again, as often as SynRetries "
            "says (Windows); 0: the connection fails at once (RFC 9293, 3.10.7.3).",
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
        ChoiceSetting<&Config::timeWaitRestart>(
            "TimeWaitRestart",
            "What begins 2MSL anew: fin (the FIN again, RFC 9293, 3.10.7.4) or ack (any segment "
            "with ACK or an old timestamp, save RST).",
            {"fin", "ack"}),
        FlagSetting<&Config::timeWaitIgnoresReset>(
            "TimeWaitIgnoresReset",
            "Whether a RST leaves TIME-WAIT as it is (RFC 1337, 3, F1)."),
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
            "Whether a UserTimeout, where there is one, ends an idle connection in place of "
            "KeepAliveCount (Linux)."),
        FlagSetting<&Config::keepAliveReset>("KeepAliveReset",
                                             "Whether that failure is told to the peer by a RST."),
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
            "ACKs of a connection in each period, at most, that answer what is not acceptable: "
            "challenges, and segments without text and FIN, or with SYN (RFC 5961, 7); 0: no "
            "limit.",
            0,
            255),
        DurationSetting<&Config::challengeAckPeriod>(
            "ChallengeAckPeriod",
            "Length of that period, which begins with the first of them.",
            1),
        DurationSetting<&Config::ackLoopInterval>(
            "AckLoopInterval",
            "Least time from one of them to the next answer to a segment that may be an answer "
            "itself (ACK without data, FIN and RST), so that two ends that find each other's "
            "answers unacceptable do not go on for ever (Linux: tcp_invalid_ratelimit).",
            1000000),
        FlagSetting<&Config::tsRecentNeedsAck>(
            "TsRecentNeedsAck",
            "Only a segment whose ACK is from SND.UNA to SND.NXT brings a timestamp to be echoed "
            "(Linux); else each that begins at or before the last ACK sent (RFC 7323, 4.3)."),
        DurationSetting<&Config::pawsIdle>(
            "PawsIdle",
            "Age beyond which TS.Recent rejects nothing (RFC 7323, 5.5); never: it always does.",
            1,
            NEVER),
    };
}

} // namespace ns3
