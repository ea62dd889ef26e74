/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */
#include "study-catalogue.h"

/**
 * \file
 * The studies: questions, formulas, what is to be learned.
 */

namespace study
{

const std::vector<Study>&
Studies()
{
    static const std::vector<Study> studies = {
        {"connect-loss",
         "How long does it take to connect when SYNs are lost?",
         R"(With i SYNs and then j SYN,ACKs lost: T = RTT + t_i + t'_j, where t_k is when the k-th
repeat is sent: Ts (2^k - 1) for an RTO that doubles (Cardwell, Savage, Anderson 2000).
E[T] = RTT + Ts p/(1-2p) + Ts' p'/(1-2p'))",
         R"(A loss costs a whole initial RTO, whatever the RTT. RFC 6298 brought it from 3 s to 1
s, and with it the mean cost of loss to a third. Linear repeats help only after the
second loss.)",
         {RunConnectLoss}},
        {"teardown-loss",
         R"(How long does a close take under loss, by who closes first and with which system?)",
         R"(First FIN lost i times, second FIN or its ACK lost k times, D the second closer's delay:
E[CLOSE to TIME-WAIT]     = RTT + D + R p/(1-2p) + R' p'/(1-2p')
E[CLOSE to peer's CLOSED] = RTT/2 + D + R p/(1-2p) + RTT + R' f/(1-2f), f = 1-(1-p)(1-p'))",
         R"(The RTO decides: after a handshake of 100 ms it is 1 s by RFC 6298, 0.3 s with Linux
and Windows, 0.5 s with BSD and macOS. The time to TIME-WAIT is the same whoever
closes first, for each direction carries one FIN; the peer's CLOSED comes later when
the first FIN takes the worse direction.)",
         {RunTeardownLoss, RunTeardownByCloser}},
        {"lost-last-ack",
         "What does a lost last ACK cost under each operating system?",
         R"(The second closer, in LAST-ACK, repeats its FIN after R = max(MinRto, 3 RTT), BSD and
macOS 200 ms later, Linux after R = RTT + max(MinRto, 2 RTT); K ACKs are lost, each
with p:
LAST-ACK  = RTT + R (2^K - 1)
TIME-WAIT = 2MSL + R (2^K - 1)
P(K >= 1) = p, E[K] = p/(1-p)
Linux repeats it once before R doubles, after P = min(R, 2 RTT + MinRto) (RFC 8985):
P + R (2^(K-1) - 1) in place of R (2^K - 1).)",
         R"(On a short path the system's floor is the cost: 1 s by RFC 6298, 300 ms with Windows,
with Linux 200 ms and a round trip, with BSD and macOS 230 ms. On a long one all pay
three round trips, BSD and macOS 200 ms more; Linux from 200 ms on two and its floor,
by a tail loss probe. If no ACK comes at all, Windows gives up after 19 s, RFC 9293 after 123 s,
Linux after about 150 s, BSD and macOS after 448 s (RTT 100 ms). Meanwhile the first
closer's TIME-WAIT begins anew with each FIN that arrives.)",
         {RunLastAckLost, RunLastAckNever}},
        {"short-time-wait",
         "How short may TIME-WAIT be?",
         R"(A FIN that comes more than 2MSL after the one before it meets no connection, and a RST
answers it. With t_k the time of the k-th FIN:
alive_k = [p'^k (1-p') + sum of alive_j p'^(k-j-1) (1-p'), j < k, t_k - t_j <= 2MSL] p
P(RST)  = sum over the first k beyond; for 2MSL < R it is p.)",
         R"(2MSL must outlast the gaps between repeats of the FIN: each doubling of it divides the
closes that end by RST by about the loss of a round. At 2 % loss and an RTO of 1 s,
2MSL = 4 s leaves 25 in a million, at 10 % 0.3 %. TIME-WAIT changes how the peer ends,
not when. Its other purpose is old duplicates: see rfc1337.)",
         {RunTimeWaitLength}},
        {"time-wait-population",
         "How many connections are in TIME-WAIT, and at whose end?",
         R"(Closes as a Poisson process of rate L: N is a Poisson variable of mean L 2MSL
(M/G/infinity); E[N(t)] = L min(t, 2MSL), Cov(N(t), N(t+u)) = L max(0, 2MSL-u))",
         R"(The end that closes first holds them all: L 2MSL, 600 000 at 10 000 closes a second
under Linux (Bernat 2014). Letting the client close first, or answer the server's FIN
by a RST, frees the server of them (Faber, Touch and Yue 1999).)",
         {RunTimeWaitPopulation, RunTimeWaitHolder}},
        {"port-exhaustion",
         "How many connections per second before ports run out?",
         R"(P ports, one destination, a port is held for h + 2MSL.
Opens as a Poisson process: P(no port is free) = B(P, L (h + 2MSL)), Erlang's formula.
Opens at equal gaps: none below L = P/(h + 2MSL), 1 - P/(L (h + 2MSL)) of them above.)",
         R"(Linux: 28 232 ports, 60 s: 470 connections a second to one destination (Bernat 2014:
about 500); 28 000 with tcp_tw_reuse, which takes a port again after a second. Random
opens are refused before the bound, the more so the fewer the ports.)",
         {RunPortExhaustion, RunPeriodicOpens}},
        {"rfc1337",
         "What do old duplicates do, with and without the fixes (RFC 1337)?",
         R"(Old duplicates at rate L in TIME-WAIT, each answered by an ACK, that by the peer's RST:
P(TIME-WAIT is cut short) = 1 - exp(-L (2MSL - RTT)); with fix F1, RSTs ignored, 0.
An old RST with a random number, window W: P(it ends the connection) = W / 2^32, with
RFC 5961 1 / 2^32. Hazards H1 to H3 as stories of the catalogue, with their times.)",
         R"(One old segment in TIME-WAIT undoes it, so that the next incarnation can take old text
for its own (H1), fall out of step (H2) or be reset (H3). Ignoring RSTs in TIME-WAIT
costs nothing; the exact test of RFC 5961 does the same for open connections.
Timestamps reject old segments altogether.)",
         {RunAssassination, RunOldDuplicates, RunHazards}},
        {"syn-flood",
         "What does a SYN flood cost, with and without SYN cookies?",
         R"(c places; a forged SYN holds one for S = Ts' (2^(n+1) - 1), a client for RTT:
P(a SYN is dropped) = B(c, La S + Ll RTT), Erlang's formula
With cookies nothing is held, and none is dropped.)",
         R"(A backlog of 128 under Linux is full from two forged SYNs a second on: what is scarce
are places times 63 s. A larger backlog moves the bound in proportion; cookies remove
it.)",
         {RunSynFlood}},
        {"accept-queue",
         "What becomes of clients when the server accepts too slowly?",
         R"(K places with the one that is served, load rho, reset on overflow (M/M/1/K):
P(reset) = (1-rho) rho^K / (1-rho^(K+1))
Where the third ACK is dropped instead, the server is ESTABLISHED by the first repeat of
its SYN,ACK, at 1, 3, 7, 15, 31 s, whose ACK finds room.)",
         R"(A queue helps against bursts, not against a load above one. Dropping the ACK (Linux)
hides the overflow from the client, which believes to be connected, for up to twice
the time for which the queue was full.)",
         {RunAcceptQueue, RunAcceptQueueDrop}},
        {"keep-alive",
         "How long until keep-alive notices a dead peer, and how often is it wrong?",
         R"(Silent from the last exchange on: idle + c i, c probes i apart.
From a random moment on: uniform in (c i, idle + c i).
A live peer, a probe or its answer lost with f: mean time to a false alarm =
(idle + i (sum of k f^k (1-f), k < c, + c f^c) + RTT (1 - f^c)) / f^c)",
         R"(With the usual two hours the idle time is all that counts: an hour on average,
whatever the probes are. Shortening it is safe if the probes stay many: each more
makes false alarms rarer by the factor f.)",
         {RunKeepAlive, RunFalseAlarms}},
        {"nat-forgets",
         "What if a NAT or firewall forgets the connection first?",
         R"(Memory T for an idle connection, idle times exponential with mean m:
P(dead when used again) = exp(-T/m)
What is dropped in silence is learned of after all repeats, R (2^(N+1) - 1), what a RST
answers after a round trip to the middlebox. LAST-ACK: netfilter remembers it for 30 s,
so the repeat after the 32 s gap is dropped.)",
         R"(An idle connection dies in the middle and neither end knows. Keep-alive below the
middlebox's memory prevents it; the default of two hours is just below RFC 5382's 2 h
4 min, and far above what many boxes do.)",
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
         "As of port-exhaustion.",
         "",
         {RunOwnPorts}},
    };
    return studies;
}

} // namespace study
