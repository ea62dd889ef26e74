/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_LAW_H
#define TCP_LIFECYCLE_LAW_H

#include "ns3/nstime.h"

#include <cstdint>
#include <map>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Probability theory of opening and closing: distributions of times under independent loss, and
 * the load of tables.
 *
 * It assumes that segments are lost independently of each other, that the delay is constant, and
 * that a round trip is shorter than every retransmission timeout. The manual's page "Validation"
 * derives the formulas and lists their further assumptions.
 */

namespace ns3
{

/// Probabilities that a segment is lost, each in [0, 1).
struct TcpLifecycleLosses
{
    double forward{0}; //!< from the end that opens, or closes first, to its peer
    double reverse{0}; //!< from the peer

    /// \return probability that a round fails: that a segment or the answer to it is lost
    double Round() const;
};

/// The times of a segment and its retransmissions, counted from the first transmission.
struct TcpLifecycleSchedule
{
    std::vector<Time> sent; //!< ascending; the first is 0
    Time end;               //!< when the sender gives up

    /**
     * The schedule of RFC 6298, 5.5 and 5.7.
     * \param rto the first wait \param retries number of retransmissions
     * \param cap longest wait; 0: none. It does not limit the first wait.
     * \return the schedule
     */
    static TcpLifecycleSchedule Doubling(Time rto, uint32_t retries, Time cap = Time(0));
};

/**
 * \ingroup tcp-lifecycle
 *
 * The distribution of a random time that has one of finitely many values, or never occurs.
 */
class TcpLifecycleLaw
{
  public:
    /// \param time a value \param probability added to the probability of the value
    void Add(Time time, double probability);

    /// \return each value and its probability
    const std::map<Time, double>& GetAtoms() const;
    /// \return probability that the time occurs
    double Total() const;
    /// \param time bound \return probability that it occurs, at that time or before
    double AtMost(Time time) const;
    /// \return mean if it occurs, seconds; the probability of that must be above 0
    double Mean() const;
    /// \return variance if it occurs, seconds squared
    double Variance() const;
    /// \param constant a time \return the law with the constant added to every value
    TcpLifecycleLaw Shifted(Time constant) const;
    /// \param other the law of an independent time \return the law of the sum
    TcpLifecycleLaw Plus(const TcpLifecycleLaw& other) const;

  private:
    std::map<Time, double> m_atoms; //!< values and probabilities
};

// One segment and its retransmissions

/**
 * E[R(2^K - 1)] = R p/(1-2p), with P(K = k) = p^k (1-p): time of the retransmissions of a timer
 * that doubles without cap or limit. \param loss p, below 1/2 \param rto R \return seconds
 */
double TcpLifecycleMeanRetryTime(double loss, Time rto);

/**
 * Var[R 2^K] = R^2 [(1-p)/(1-4p) - ((1-p)/(1-2p))^2], K as in TcpLifecycleMeanRetryTime().
 * \param loss p, below 1/4 \param rto R \return seconds squared
 */
double TcpLifecycleRetryTimeVariance(double loss, Time rto);

/**
 * The law of the time at which the first transmission that is not lost is sent.
 * \param loss probability that a transmission is lost \param schedule their times
 * \return the law; 1 - Total() is the probability of giving up
 */
TcpLifecycleLaw TcpLifecycleRetryLaw(double loss, const TcpLifecycleSchedule& schedule);

/// The rule by which a system computes the RTO from samples.
struct TcpLifecycleRtoRule
{
    Time least;              //!< floor
    Time most;               //!< cap
    Time granularity;        //!< G of RFC 6298
    Time slop;               //!< added above the floor (BSD)
    bool leastMargin{false}; //!< the floor applies to 4 RTTVAR (Linux), not to the RTO
};

/**
 * RTO after equal samples, one in each window of data. RFC 6298, 2.2 to 2.5: RTT + max(G, V_k) with
 * V_k = 2 RTT (3/4)^(k-1), at least the floor and at most the cap; 3 RTT after the handshake alone.
 * With leastMargin RTT + M_k: M_1 = M_2 = max(V_1, floor), and M_k is M_(k-1) minus a quarter of
 * its difference to max(V_k, floor) (Linux, tcp_input.c, tcp_rtt_estimator()).
 * \param rtt the value of each sample
 * \param samples k, at least 1
 * \param rule the rule of the system
 * \return the RTO
 */
Time TcpLifecycleRtoAfterSamples(Time rtt, uint32_t samples, const TcpLifecycleRtoRule& rule);

// Opening

/**
 * The law of the time from the first SYN to ESTABLISHED at the active opener, if the passive end
 * does not answer a retransmitted SYN with a SYN,ACK (RFC 9293, 3.10.7.4). With i SYNs and then j
 * SYN,ACKs lost it is RTT + t_i + t'_j (Cardwell, Savage and Anderson, "Modeling TCP Latency",
 * INFOCOM 2000), unless the opener gives up before. If the passive end gives up first, the next SYN
 * starts a new attempt.
 *
 * \param losses forward: of SYNs; reverse: of SYN,ACKs
 * \param rtt round-trip time
 * \param syn times of the SYNs
 * \param synAck times of the SYN,ACKs, from the arrival of the SYN
 * \return the law; 1 - Total() is the probability that the connection fails
 */
TcpLifecycleLaw TcpLifecycleConnectLaw(const TcpLifecycleLosses& losses,
                                       Time rtt,
                                       const TcpLifecycleSchedule& syn,
                                       const TcpLifecycleSchedule& synAck);

/**
 * Probability that the passive end gives up in SYN-RECEIVED after it has made the active one
 * ESTABLISHED: f^(N+1) - p_r^(N+1), f the loss of a round. The opener sends no data.
 * \param losses forward: of the third segment; reverse: of SYN,ACKs
 * \param retries N, of the SYN,ACK \return the probability
 */
double TcpLifecycleHalfOpenProbability(const TcpLifecycleLosses& losses, uint32_t retries);

// Closing

/// The laws of the second FIN and its acknowledgment, see TcpLifecycleMakeLastAckLaws().
struct TcpLifecycleLastAckLaws
{
    TcpLifecycleLaw lastAck;  //!< time in LAST-ACK until an ACK or RST arrives; 1 - Total() is the
                              //!< probability of giving up
    TcpLifecycleLaw timeWait; //!< time in TIME-WAIT of the first closer, if a FIN arrives
    double reset{0};          //!< probability that a RST ends LAST-ACK
    double reAcked{0};        //!< probability of one more ACK from TIME-WAIT, or several
    double reAcks{0};         //!< mean number of ACKs from TIME-WAIT after the first
};

/**
 * The second FIN: sent by the last closer in LAST-ACK, acknowledged by the first closer, which is
 * in FIN-WAIT-1 or FIN-WAIT-2 when it arrives, then in TIME-WAIT. Each FIN that arrives there
 * restarts 2MSL and is acknowledged (RFC 9293, 3.10.7.4, eighth); one that arrives more than 2MSL
 * after the previous one finds no connection and is answered with a RST (3.10.7.1).
 *
 * \param losses forward: of ACKs and RSTs; reverse: of FINs
 * \param rtt round-trip time
 * \param fin times of the FINs
 * \param timeWait the duration of TIME-WAIT
 * \return laws and probabilities
 */
TcpLifecycleLastAckLaws TcpLifecycleMakeLastAckLaws(const TcpLifecycleLosses& losses,
                                                    Time rtt,
                                                    const TcpLifecycleSchedule& fin,
                                                    Time timeWait);

/**
 * Mean time in TIME-WAIT without cap or limit of retries: 2MSL + R f/(1-2f) - R p_r/(1-2p_r), from
 * the first FIN that arrives to the last.
 * \param losses as in TcpLifecycleMakeLastAckLaws(); the loss of a round below 1/2
 * \param rto R \param timeWait 2MSL \return seconds
 */
double TcpLifecycleMeanTimeWait(const TcpLifecycleLosses& losses, Time rto, Time timeWait);

/**
 * Probability that an end visits CLOSING when both close within a one-way delay and have the same
 * RTO: (1-p)/(1-pp'). It does if the peer's FIN arrives in the first round in which any FIN does.
 * \param toPeer p', probability that its FIN is lost \param fromPeer p, that the peer's is
 * \return the probability
 */
double TcpLifecycleClosingProbability(double toPeer, double fromPeer);

// Tables

/**
 * Erlang's loss formula: the share of Poisson arrivals that find all places occupied. It does not
 * depend on the distribution of the holding time, only on its mean.
 * \param places their number, c \param load arrivals during a mean holding time, a >= 0
 * \return (a^c/c!) / sum of a^k/k!, k = 0..c
 */
double TcpLifecycleErlangB(uint32_t places, double load);

} // namespace ns3

#endif // TCP_LIFECYCLE_LAW_H
