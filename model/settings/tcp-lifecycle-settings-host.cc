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
            "A SYN that finds the SYN queue full: it is dropped (drop-new), or the oldest "
            "connection there goes without a word and makes room (drop-oldest, as BSD's syncache).",
            {"drop-new", "drop-oldest"}),
        CountSetting<&ListenPolicy::acceptBacklog>(
            "AcceptBacklog",
            "Greatest backlog of a listener, whatever its user asks for (Linux: somaxconn).",
            0,
            MAX_COUNT),
        ChoiceSetting<&ListenPolicy::backlogRule>(
            "BacklogRule",
            "Connections that fit into an accept queue: as many as the backlog (exact), one more "
            "(plus-one, as Linux), half as many again and one (three-halves, as the BSDs).",
            {"exact", "plus-one", "three-halves"}),
        ChoiceSetting<&ListenPolicy::acceptOverflow>(
            "AcceptOverflow",
            "The third segment of a handshake finds the accept queue full: it is dropped "
            "(drop-ack), or the connection is reset (reset, as Linux with tcp_abort_on_overflow).",
            {"drop-ack", "reset"}),
        ChoiceSetting<&ListenPolicy::synOnFullQueue>(
            "SynOnFullQueue",
            "A SYN finds the accept queue full: it is answered (answer) or dropped (drop).",
            {"answer", "drop"}),
        ChoiceSetting<&ListenPolicy::synCookies>(
            "SynCookies",
            "When a SYN is answered by a SYN cookie, without keeping state (RFC 4987, 3.6): never "
            "(off), when the SYN queue is full (pressure), or always.",
            {"off", "pressure", "always"}),
        ChoiceSetting<&FastOpenPolicy::use>(
            "FastOpen",
            "Text on SYNs (RFC 7413): none (off), on those of sockets with FastOpenConnect "
            "(client), taken by listeners from SYNs with a valid cookie (server), or both.",
            {"off", "client", "server", "both"}),
        CountSetting<&FastOpenPolicy::backlog>(
            "FastOpenBacklog",
            "Connections in SYN-RECEIVED of one listener whose SYN's text was taken (RFC 7413, "
            "4.2.2: PendingFastOpenRequests); beyond it, the handshake comes first.",
            0,
            MAX_COUNT),
        FlagSetting<&ListenPolicy::closeResetsEmbryos>(
            "CloseResetsEmbryos",
            "Whether closing a listener resets its connections in SYN-RECEIVED; else they go "
            "without a word, and the third segment of the handshake is answered by a RST."),
        FlagSetting<&ListenPolicy::dropSynAck>(
            "DropSynAck",
            "Whether a SYN,ACK for a listener is dropped in place of a RST (FreeBSD)."),
        ChoiceSetting<&ListenPolicy::deadChild>(
            "DeadChild",
            "A connection that ends while it waits for Accept(): it leaves the accept queue "
            "(leaves); or it keeps its place, and Accept() returns it (stays, as Linux) or fails "
            "once for it (aborts, as the BSDs).",
            {"leaves", "stays", "aborts"}),
        CountSetting<&TimeWaitPolicy::maxEntries>(
            "TimeWaitLimit",
            "Connections in TIME-WAIT that the host may have; one more is CLOSED as soon as it has "
            "acknowledged the peer's FIN (Linux: tcp_max_tw_buckets).",
            0,
            MAX_COUNT),
        ChoiceSetting<&TimeWaitPolicy::syn>(
            "TimeWaitSyn",
            "A SYN in TIME-WAIT: accepted if it is newer by RFC 6191's table, else answered by an "
            "ACK (accept-or-ack, RFC 9293, 3.10.7.4) or dropped (accept-or-drop, RFC 6191); never "
            "accepted (ack, drop); or, above RCV.NXT, it ends TIME-WAIT, whoever listens, else ACK "
            "(end-or-ack, FreeBSD).",
            {"accept-or-ack", "accept-or-drop", "ack", "drop", "end-or-ack"}),
        FlagSetting<&TimeWaitPolicy::synAtNext>(
            "TimeWaitSynAtNext",
            "Whether a SYN at RCV.NXT is newer, too (Windows)."),
        ChoiceSetting<&TimeWaitPolicy::reuse>(
            "TimeWaitReuse",
            "4-tuples in TIME-WAIT, of connections with timestamps, that an active OPEN may use "
            "again: none (off), those within the host (loopback) or all (Linux: tcp_tw_reuse).",
            {"off", "loopback", "all"}),
        DurationSetting<&TimeWaitPolicy::reuseDelay>(
            "TimeWaitReuseDelay",
            "Time since TIME-WAIT began before its 4-tuple is used again (Linux: "
            "tcp_tw_reuse_delay).",
            0),
        FlagSetting<&IntakePolicy::dropSynFin>(
            "DropSynFin",
            "Drop segments with SYN and FIN (BSD: net.inet.tcp.drop_synfin)."),
        ChoiceSetting<&IntakePolicy::blackhole>(
            "Blackhole",
            "Segments for which there is nobody that are dropped in place of a RST: off (none), "
            "syn (those with SYN), all (BSD: net.inet.tcp.blackhole); stealth: all, and those that "
            "LISTEN would reset (Windows).",
            {"off", "syn", "all", "stealth"}),
        {"PortAlgorithm",
         "How an ephemeral port is chosen: RFC 6056's algorithms 1 to 5 (simple-random, "
         "repeated-random, simple-hash, double-hash, random-increments), or even-first: "
         "double-hash, but ports of the lowest one's parity first, as Linux.",
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
            "Challenge ACKs of all connections of the host together in HostChallengeAckPeriod "
            "(RFC 5961, 7; Linux: tcp_challenge_ack_limit); 0: no limit.",
            0,
            MAX_COUNT),
        DurationSetting<&ChallengePolicy::period>("HostChallengeAckPeriod",
                                                  "See HostChallengeAckLimit.",
                                                  1),
    };
}

} // namespace ns3
