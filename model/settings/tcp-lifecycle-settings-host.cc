/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-setting-makers.h"

// The settings that are the host's: listeners, TIME-WAIT, ports, challenge ACKs.

namespace ns3
{
namespace
{

constexpr int64_t MAX_COUNT = std::numeric_limits<uint32_t>::max(); //!< counted in 32 bits

} // namespace

std::vector<TcpLifecycleSetting>
TcpLifecycleHostSettings()
{
    using namespace settingmakers;
    using lifecycle::ChallengePolicy;
    using lifecycle::FastOpenPolicy;
    using lifecycle::IntakePolicy;
    using lifecycle::ListenPolicy;
    using lifecycle::Profile;
    using lifecycle::TimeWaitPolicy;
    const std::vector<const char*> portAlgorithms = {"simple-random",
                                                     "repeated-random",
                                                     "simple-hash",
                                                     "double-hash",
                                                     "random-increments",
                                                     "even-first"};
    return {
        CountSetting<&ListenPolicy::synBacklog>(
            "SynBacklog",
            "Connections in SYN-RECEIVED that one listener may have (its SYN queue).",
            1,
            MAX_COUNT),
        ChoiceSetting<&ListenPolicy::synOverflow>(
            "SynOverflow",
            "A SYN that finds the SYN queue full: it is dropped (drop-new), or it silently "
            "replaces "
            "the oldest connection (drop-oldest, as in BSD's syncache).",
            {"drop-new", "drop-oldest"}),
        CountSetting<&ListenPolicy::acceptBacklog>(
            "AcceptBacklog",
            "Maximum backlog of a listener; a larger one is reduced (Linux: somaxconn).",
            0,
            MAX_COUNT),
        ChoiceSetting<&ListenPolicy::backlogRule>(
            "BacklogRule",
            "Size of an accept queue: the backlog (exact), one more (plus-one, as in Linux), or "
            "3/2 "
            "of the backlog and one (three-halves, as in the BSDs).",
            {"exact", "plus-one", "three-halves"}),
        ChoiceSetting<&ListenPolicy::acceptOverflow>(
            "AcceptOverflow",
            "The third segment of a handshake finds the accept queue full: it is dropped "
            "(drop-ack), or the connection is reset (reset, Linux with tcp_abort_on_overflow).",
            {"drop-ack", "reset"}),
        ChoiceSetting<&ListenPolicy::synOnFullQueue>(
            "SynOnFullQueue",
            "A SYN finds the accept queue full: it is answered (answer) or dropped (drop).",
            {"answer", "drop"}),
        ChoiceSetting<&ListenPolicy::synCookies>(
            "SynCookies",
            "When a SYN is answered with a SYN cookie, without keeping state (RFC 4987, 3.6): "
            "never "
            "(off), when the SYN queue is full (pressure), or always.",
            {"off", "pressure", "always"}),
        ChoiceSetting<&FastOpenPolicy::use>(
            "FastOpen",
            "Data on SYNs (RFC 7413): none (off), sent by sockets with FastOpenConnect (client), "
            "accepted by listeners with a valid cookie (server), or both.",
            {"off", "client", "server", "both"}),
        CountSetting<&FastOpenPolicy::backlog>(
            "FastOpenBacklog",
            "Connections in SYN-RECEIVED of one listener with accepted data on the SYN (RFC 7413, "
            "4.2.2: PendingFastOpenRequests); beyond it, such data are not accepted.",
            0,
            MAX_COUNT),
        FlagSetting<&ListenPolicy::closeResetsEmbryos>(
            "CloseResetsEmbryos",
            "Whether closing a listener resets its connections in SYN-RECEIVED; otherwise they are "
            "deleted silently, and the third segment of the handshake is answered with a RST."),
        FlagSetting<&ListenPolicy::dropSynAck>(
            "DropSynAck",
            "Whether a SYN,ACK for a listener is dropped silently, without a RST (FreeBSD)."),
        ChoiceSetting<&ListenPolicy::deadChild>("DeadChild",
                                                "A connection that ends while it waits for "
                                                "Accept(): it leaves the accept queue (leaves), "
                                                "or it stays there, and Accept() returns it "
                                                "(stays, as in Linux) or fails once (aborts, "
                                                "as in the BSDs).",
                                                {"leaves", "stays", "aborts"}),
        CountSetting<&TimeWaitPolicy::maxEntries>(
            "TimeWaitLimit",
            "Maximum number of connections in TIME-WAIT of the host; a further one is CLOSED after "
            "it "
            "has acknowledged the peer's FIN (Linux: tcp_max_tw_buckets).",
            0,
            MAX_COUNT),
        ChoiceSetting<&TimeWaitPolicy::syn>(
            "TimeWaitSyn",
            "A SYN in TIME-WAIT: accepted if it is newer by RFC 6191's table, otherwise answered "
            "with "
            "an ACK (accept-or-ack, RFC 9293, 3.10.7.4) or dropped (accept-or-drop, RFC 6191); "
            "never "
            "accepted (ack, drop); or, above RCV.NXT, it ends TIME-WAIT even without a listener, "
            "otherwise ACK (end-or-ack, FreeBSD).",
            {"accept-or-ack", "accept-or-drop", "ack", "drop", "end-or-ack"}),
        FlagSetting<&TimeWaitPolicy::synAtNext>(
            "TimeWaitSynAtNext",
            "Whether a SYN at RCV.NXT also is newer (Windows)."),
        ChoiceSetting<&TimeWaitPolicy::reuse>(
            "TimeWaitReuse",
            "4-tuples in TIME-WAIT, of connections with timestamps, that an active OPEN may reuse: "
            "none (off), those within the host (loopback) or all (Linux: tcp_tw_reuse).",
            {"off", "loopback", "all"}),
        DurationSetting<&TimeWaitPolicy::reuseDelay>(
            "TimeWaitReuseDelay",
            "Minimum time in TIME-WAIT before its 4-tuple is reused (Linux: "
            "tcp_tw_reuse_delay).",
            0),
        FlagSetting<&IntakePolicy::dropSynFin>(
            "DropSynFin",
            "Drop segments with SYN and FIN (BSD: net.inet.tcp.drop_synfin)."),
        ChoiceSetting<&IntakePolicy::blackhole>(
            "Blackhole",
            "Segments without a connection that are dropped silently, without a RST: off (none), "
            "syn "
            "(those with SYN), all (BSD: net.inet.tcp.blackhole), stealth (all, and those that "
            "LISTEN would reset, Windows).",
            {"off", "syn", "all", "stealth"}),
        {"PortAlgorithm",
         "How an ephemeral port is chosen: RFC 6056's algorithms 1 to 5 (simple-random, "
         "repeated-random, simple-hash, double-hash, random-increments), or even-first: "
         "double-hash, but ports of the lowest one's parity first, as in Linux.",
         TcpLifecycleSettingKind::Choice,
         0,
         LastOf(portAlgorithms),
         [](const Profile& profile) { return static_cast<int64_t>(profile.portAlgorithm); },
         [](Profile& profile, int64_t value) {
             profile.portAlgorithm = static_cast<lifecycle::PortAlgorithm>(value);
         },
         portAlgorithms},
        CountSetting<&ChallengePolicy::limit>(
            "HostChallengeAckLimit",
            "Maximum of challenge ACKs of the host in each HostChallengeAckPeriod "
            "(RFC 5961, 7; Linux: tcp_challenge_ack_limit); 0: no limit.",
            0,
            MAX_COUNT),
        DurationSetting<&ChallengePolicy::period>("HostChallengeAckPeriod",
                                                  "See HostChallengeAckLimit.",
                                                  1),
    };
}

} // namespace ns3
