/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */
#include "study-catalogue.h"

/**
 * \file
 * The studies: questions, formulas, conclusions.
 */

namespace study
{

const std::vector<Study>&
Studies()
{
    static const std::vector<Study> studies = {
        {"connect-loss",
         "How long does it take to connect when SYNs are lost?",
         R"(With i SYNs and then j SYN,ACKs lost: T = RTT + t_i + t'_j, where t_k is the time of the
k-th retransmission: Ts (2^k - 1) if the RTO doubles (Cardwell, Savage, Anderson 2000).
E[T] = RTT + Ts p/(1-2p) + Ts' p'/(1-2p'))",
         R"(A loss costs a whole initial RTO, independent of the RTT. RFC 6298 reduced it from 3 s
to 1 s, and with it the mean cost of a loss to a third. Linear retransmissions help only
after the second loss.)",
         {RunConnectLoss}},
        {"teardown-loss",
         R"(How long does a close take under loss, by who closes first and with which system?)",
         R"(The first FIN is lost i times, the second FIN or its ACK k times; D is the second closer's delay:
E[CLOSE to TIME-WAIT]     = RTT + D + R p/(1-2p) + R' p'/(1-2p')
E[CLOSE to peer's CLOSED] = RTT/2 + D + R p/(1-2p) + RTT + R' f/(1-2f), f = 1-(1-p)(1-p'))",
         R"(The RTO decides: after a handshake of 100 ms it is 1 s by RFC 6298, 0.3 s with Linux
and Windows, 0.5 s with BSD and macOS. The time to TIME-WAIT does not depend on which end
closes first, since each direction carries one FIN. The peer reaches CLOSED later if the
first FIN takes the worse direction.)",
         {RunTeardownLoss, RunTeardownByCloser}},
        {"lost-last-ack",
         "What does a lost last ACK cost under each operating system?",
         R"(The second closer, in LAST-ACK, retransmits its FIN after R = max(MinRto, 3 RTT), BSD and
macOS 200 ms later, Linux after R = RTT + max(MinRto, 2 RTT). K ACKs are lost, each
with probability p:
LAST-ACK  = RTT + R (2^K - 1)
TIME-WAIT = 2MSL + R (2^K - 1)
P(K >= 1) = p, E[K] = p/(1-p)
Linux retransmits it once before R doubles, after P = min(R, 2 RTT + MinRto) (RFC 8985):
P + R (2^(K-1) - 1) instead of R (2^K - 1).)",
         R"(On a short path the system's floor is the cost: 1 s by RFC 6298, 300 ms with Windows,
with Linux 200 ms and a round trip, with BSD and macOS 230 ms. On a long path all need
three round trips, BSD and macOS 200 ms more; Linux above 200 ms two and its floor, by a
tail loss probe. If no ACK arrives, Windows gives up after 19 s, RFC 9293 after 123 s,
Linux after about 150 s, BSD and macOS after 448 s (RTT 100 ms). Each FIN that arrives
restarts the first closer's TIME-WAIT.)",
         {RunLastAckLost, RunLastAckNever}},
        {"short-time-wait",
         "How short may TIME-WAIT be?",
         R"(A FIN that arrives more than 2MSL after the previous one finds no connection and is
answered with a RST. With t_k the time of the k-th FIN:
alive_k = [p'^k (1-p') + sum of alive_j p'^(k-j-1) (1-p'), j < k, t_k - t_j <= 2MSL] p
P(RST)  = sum over the first k beyond; for 2MSL < R it is p.)",
         R"(2MSL must be longer than the gaps between retransmissions of the FIN. Each doubling of
2MSL multiplies the share of closes that end with a RST by about the loss of a round. At
2 % loss and an RTO of 1 s, 2MSL = 4 s leaves 25 in a million, at 10 % 0.3 %. TIME-WAIT
changes how the peer ends, not when. Its other purpose is old duplicates: see rfc1337.)",
         {RunTimeWaitLength}},
        {"time-wait-population",
         "How many connections are in TIME-WAIT, and at whose end?",
         R"(Closes as a Poisson process of rate L: N is a Poisson variable of mean L 2MSL
(M/G/infinity); E[N(t)] = L min(t, 2MSL), Cov(N(t), N(t+u)) = L max(0, 2MSL-u))",
         R"(The end that closes first has all of them: L 2MSL, 600 000 at 10 000 closes a second
with Linux (Bernat 2014). The server has none if the client closes first, or answers the
server's FIN with a RST (Faber, Touch and Yue 1999).)",
         {RunTimeWaitPopulation, RunTimeWaitHolder}},
        {"port-exhaustion",
         "How many connections per second before ports run out?",
         R"(P ports, one destination, a port is occupied for h + 2MSL.
Opens as a Poisson process: P(no port is free) = B(P, L (h + 2MSL)), Erlang's formula.
Opens at equal gaps: none fail below L = P/(h + 2MSL), a share of 1 - P/(L (h + 2MSL)) above.)",
         R"(Linux: 28 232 ports, 60 s: 470 connections a second to one destination (Bernat 2014:
about 500); 28 000 with tcp_tw_reuse, which reuses a port after a second. Random opens
fail below the bound, and earlier if there are fewer ports.)",
         {RunPortExhaustion, RunPeriodicOpens}},
        {"rfc1337",
         "What do old duplicates do, with and without the fixes (RFC 1337)?",
         R"(Old duplicates arrive at rate L in TIME-WAIT. Each is answered with an ACK, which the
peer answers with a RST:
P(TIME-WAIT is cut short) = 1 - exp(-L (2MSL - RTT)); with fix F1, RSTs ignored, 0.
An old RST with a random number, window W: P(it ends the connection) = W / 2^32, with
RFC 5961 1 / 2^32. Hazards H1 to H3 are scenarios of the catalogue, with their times.)",
         R"(One old segment in TIME-WAIT can end it. The next incarnation can then accept old data
(H1), become desynchronized (H2) or be reset (H3). Ignoring RSTs in TIME-WAIT costs
nothing; the exact check of RFC 5961 does the same for open connections. Timestamps
reject all old segments.)",
         {RunAssassination, RunOldDuplicates, RunHazards}},
        {"syn-flood",
         "What does a SYN flood cost, with and without SYN cookies?",
         R"(A queue of c entries; a forged SYN occupies one for S = Ts' (2^(n+1) - 1), a client for RTT:
P(a SYN is dropped) = B(c, La S + Ll RTT), Erlang's formula
With cookies no entry is occupied, and no SYN is dropped.)",
         R"(With Linux, two forged SYNs a second fill a backlog of 128: each occupies an entry for
63 s. The bound is proportional to the backlog; cookies remove it.)",
         {RunSynFlood}},
        {"accept-queue",
         "What happens to clients if the server accepts too slowly?",
         R"(K entries including the one that is served, load rho, reset on overflow (M/M/1/K):
P(reset) = (1-rho) rho^K / (1-rho^(K+1))
If the third ACK is dropped instead, the server becomes ESTABLISHED after the first
retransmission of its SYN,ACK, at 1, 3, 7, 15, 31 s, whose ACK finds room in the queue.)",
         R"(A queue helps against bursts, not against a load above one. Dropping the ACK (Linux)
hides the overflow from the client, which is ESTABLISHED, for up to twice the time for
which the queue was full.)",
         {RunAcceptQueue, RunAcceptQueueDrop}},
        {"keep-alive",
         "How long until keep-alive notices a dead peer, and how often is it wrong?",
         R"(The peer fails after the last exchange: idle + c i, with c probes i apart.
The peer fails at a random time: uniform in (c i, idle + c i).
A live peer, a probe or its answer lost with probability f: mean time to a false alarm =
(idle + i (sum of k f^k (1-f), k < c, + c f^c) + RTT (1 - f^c)) / f^c)",
         R"(With the usual two hours only the idle time matters: an hour on average, for any
number of probes. A shorter idle time is safe if the number of probes is kept: each
additional probe makes false alarms rarer by the factor f.)",
         {RunKeepAlive, RunFalseAlarms}},
        {"nat-forgets",
         "What if a NAT or firewall forgets the connection first?",
         R"(The middlebox keeps an idle connection for T; idle times are exponential with mean m:
P(the connection is lost when it is used again) = exp(-T/m)
If segments are dropped silently, an end notices this after all retransmissions,
R (2^(N+1) - 1); if they are answered with a RST, after a round trip to the middlebox.
netfilter keeps LAST-ACK for 30 s, so the retransmission after the 32 s gap is dropped.)",
         R"(The state of an idle connection is lost in the middlebox, and neither end notices.
A keep-alive time below the middlebox's timeout prevents this. The default of two hours is
just below RFC 5382's 2 h 4 min, and far above the timeout of many middleboxes.)",
         {RunIdleNat, RunNatLastAck}},
        {"formulas-opening",
         "Do the formulas of opening hold, over fourteen paths and profiles?",
         "See the manual, Validation.",
         "",
         {RunActiveOpen, RunPassiveOpen}},
        {"formulas-closing",
         "Do the formulas of closing hold, over fourteen paths and profiles?",
         "See the manual, Validation.",
         "",
         {RunFinWait1, RunClose, RunShortTimeWait, RunSimultaneousClose, RunFinRto}},
        {"own-ports",
         "Does Erlang's formula hold for all ports of a profile? (takes minutes)",
         "See port-exhaustion.",
         "",
         {RunOwnPorts}},
    };
    return studies;
}

} // namespace study
