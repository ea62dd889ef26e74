/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-law.h"

#include <algorithm>
#include <cmath>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Laws of times under independent loss, and loads of tables.
 */

namespace ns3
{

double
TcpLifecycleLosses::Round() const
{
    return 1 - (1 - forward) * (1 - reverse);
}

TcpLifecycleSchedule
TcpLifecycleSchedule::Doubling(Time rto, uint32_t retries, Time cap)
{
    TcpLifecycleSchedule schedule;
    Time wait = rto;
    for (uint32_t k = 0; k <= retries; ++k)
    {
        schedule.sent.push_back(schedule.end);
        schedule.end += wait;
        const Time doubled = wait + wait;
        wait = cap.IsZero() ? doubled : std::max(wait, std::min(doubled, cap));
    }
    return schedule;
}

void
TcpLifecycleLaw::Add(Time time, double probability)
{
    m_atoms[time] += probability;
}

const std::map<Time, double>&
TcpLifecycleLaw::GetAtoms() const
{
    return m_atoms;
}

double
TcpLifecycleLaw::Total() const
{
    double total = 0;
    for (const auto& atom : m_atoms)
    {
        total += atom.second;
    }
    return total;
}

double
TcpLifecycleLaw::AtMost(Time time) const
{
    double sum = 0;
    for (auto atom = m_atoms.begin(); atom != m_atoms.upper_bound(time); ++atom)
    {
        sum += atom->second;
    }
    return sum;
}

double
TcpLifecycleLaw::Mean() const
{
    double sum = 0;
    for (const auto& atom : m_atoms)
    {
        sum += atom.first.GetSeconds() * atom.second;
    }
    return sum / Total();
}

double
TcpLifecycleLaw::Variance() const
{
    const double mean = Mean();
    double sum = 0;
    for (const auto& atom : m_atoms)
    {
        const double deviation = atom.first.GetSeconds() - mean;
        sum += deviation * deviation * atom.second;
    }
    return sum / Total();
}

TcpLifecycleLaw
TcpLifecycleLaw::Shifted(Time constant) const
{
    TcpLifecycleLaw law;
    for (const auto& atom : m_atoms)
    {
        law.Add(atom.first + constant, atom.second);
    }
    return law;
}

TcpLifecycleLaw
TcpLifecycleLaw::Plus(const TcpLifecycleLaw& other) const
{
    TcpLifecycleLaw law;
    for (const auto& atom : m_atoms)
    {
        for (const auto& added : other.m_atoms)
        {
            law.Add(atom.first + added.first, atom.second * added.second);
        }
    }
    return law;
}

double
TcpLifecycleMeanRetryTime(double loss, Time rto)
{
    return rto.GetSeconds() * loss / (1 - 2 * loss);
}

double
TcpLifecycleRetryTimeVariance(double loss, Time rto)
{
    const double first = (1 - loss) / (1 - 2 * loss);  // E[2^K]
    const double second = (1 - loss) / (1 - 4 * loss); // E[4^K]
    return rto.GetSeconds() * rto.GetSeconds() * (second - first * first);
}

TcpLifecycleLaw
TcpLifecycleRetryLaw(double loss, const TcpLifecycleSchedule& schedule)
{
    TcpLifecycleLaw law;
    double lost = 1;
    for (const Time& sent : schedule.sent)
    {
        law.Add(sent, lost * (1 - loss));
        lost *= loss;
    }
    return law;
}

Time
TcpLifecycleRtoAfterSamples(Time rtt, uint32_t samples, const TcpLifecycleRtoRule& rule)
{
    const auto variation = [rtt](uint32_t k) {
        return Seconds(2 * rtt.GetSeconds() * std::pow(0.75, k - 1.0));
    };
    Time rto;
    if (rule.leastMargin)
    {
        Time margin = std::max(rtt + rtt, rule.least);
        for (uint32_t k = 3; k <= samples; ++k)
        {
            margin -= (margin - std::max(variation(k), rule.least)) / 4;
        }
        rto = rtt + margin;
    }
    else
    {
        rto = std::max(rtt + std::max(rule.granularity, variation(samples)), rule.least);
    }
    return std::min(rto + rule.slop, rule.most);
}

TcpLifecycleLaw
TcpLifecycleConnectLaw(const TcpLifecycleLosses& losses,
                       Time rtt,
                       const TcpLifecycleSchedule& syn,
                       const TcpLifecycleSchedule& synAck)
{
    TcpLifecycleLaw law;
    // Probability that the passive end is in LISTEN when the SYN of that number arrives, if it does
    std::vector<double> listening(syn.sent.size());
    listening[0] = 1;
    for (std::size_t i = 0; i < syn.sent.size(); ++i)
    {
        const Time begin = syn.sent[i] + rtt;
        double unanswered = listening[i] * (1 - losses.forward);
        for (const Time& repeat : synAck.sent)
        {
            if (begin + repeat < syn.end)
            {
                law.Add(begin + repeat, unanswered * (1 - losses.reverse));
            }
            unanswered *= losses.reverse;
        }
        const auto next =
            std::lower_bound(syn.sent.begin(), syn.sent.end(), syn.sent[i] + synAck.end);
        if (next != syn.sent.end())
        {
            listening[static_cast<std::size_t>(next - syn.sent.begin())] += unanswered;
        }
        if (i + 1 < syn.sent.size())
        {
            listening[i + 1] += listening[i] * losses.forward;
        }
    }
    return law;
}

double
TcpLifecycleHalfOpenProbability(const TcpLifecycleLosses& losses, uint32_t retries)
{
    const double transmissions = retries + 1.0;
    return std::pow(losses.Round(), transmissions) - std::pow(losses.reverse, transmissions);
}

TcpLifecycleLastAckLaws
TcpLifecycleMakeLastAckLaws(const TcpLifecycleLosses& losses,
                            Time rtt,
                            const TcpLifecycleSchedule& fin,
                            Time timeWait)
{
    TcpLifecycleLastAckLaws laws;
    // The states of the two ends before a FIN is sent. All ACKs so far were lost, so there was one
    // for each FIN that has arrived.
    double waiting = 1;                                 // no FIN has arrived
    double gone = 0;                                    // TIME-WAIT has ended
    std::map<std::pair<Time, Time>, double> inTimeWait; // since a first FIN, the last one at
    const double answered = 1 - losses.forward;
    const double arrives = 1 - losses.reverse;
    for (const Time& sent : fin.sent)
    {
        std::map<std::pair<Time, Time>, double> next;
        double nextGone = gone * (1 - arrives * answered);
        double ended = gone * arrives * answered;
        laws.reset += ended;
        for (const auto& [between, probability] : inTimeWait)
        {
            const auto& [first, last] = between;
            if (sent - last > timeWait)
            {
                laws.timeWait.Add(timeWait + last - first, probability);
                nextGone += probability * (1 - arrives * answered);
                ended += probability * arrives * answered;
                laws.reset += probability * arrives * answered;
                continue;
            }
            next[between] += probability * losses.reverse;
            next[{first, sent}] += probability * arrives * losses.forward;
            laws.reAcks += probability * arrives;
            laws.reAcked += first == last ? probability * arrives : 0;
            laws.timeWait.Add(timeWait + sent - first, probability * arrives * answered);
            ended += probability * arrives * answered;
        }
        next[{sent, sent}] += waiting * arrives * losses.forward;
        laws.timeWait.Add(timeWait, waiting * arrives * answered);
        ended += waiting * arrives * answered;
        laws.lastAck.Add(sent + rtt, ended);
        waiting *= losses.reverse;
        gone = nextGone;
        inTimeWait.swap(next);
    }
    for (const auto& [between, probability] : inTimeWait)
    {
        laws.timeWait.Add(timeWait + between.second - between.first, probability);
    }
    return laws;
}

double
TcpLifecycleMeanTimeWait(const TcpLifecycleLosses& losses, Time rto, Time timeWait)
{
    return timeWait.GetSeconds() + TcpLifecycleMeanRetryTime(losses.Round(), rto) -
           TcpLifecycleMeanRetryTime(losses.reverse, rto);
}

double
TcpLifecycleClosingProbability(double toPeer, double fromPeer)
{
    return (1 - fromPeer) / (1 - fromPeer * toPeer);
}

double
TcpLifecycleErlangB(uint32_t places, double load)
{
    // B(0) = 1, B(c) = a B(c-1) / (c + a B(c-1))
    double blocked = 1;
    for (uint32_t c = 1; c <= places; ++c)
    {
        blocked = load * blocked / (c + load * blocked);
    }
    return blocked;
}

} // namespace ns3
