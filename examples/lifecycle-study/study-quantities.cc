/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */
#include "study-quantities.h"

#include "study-formulas.h"

#include <algorithm>

/**
 * \file
 * The quantities of a user's own question, and their formulas.
 */

namespace study
{

using namespace ns3;
using lifecycle::Config;

Config
ConfigAt(const QuestionPoint& point, End end, bool closes)
{
    Config config = ConfigOf(end == A ? point.systems.client : point.systems.server, true);
    if (point.rto)
    {
        (closes ? config.minRto : config.initialRto) =
            lifecycle::Duration(point.rto->GetNanoSeconds());
    }
    if (point.twoMsl && end == point.closer)
    {
        config.timeWait = lifecycle::Duration(point.twoMsl->GetNanoSeconds());
    }
    return config;
}

Time
ServerRto(const QuestionPoint& point)
{
    return ToTime(ConfigAt(point, B, false).initialRto) + MilliSeconds(1);
}

namespace
{

/// What theory says of a close.
struct CloseLaws
{
    TcpLifecycleLaw arrival;      //!< of the first FIN
    TcpLifecycleLaw entry;        //!< CLOSE to TIME-WAIT
    TcpLifecycleLastAckLaws last; //!< of the second FIN
    bool isSilent{false};         //!< the first closer answers nothing after TIME-WAIT
    bool hasMeans{false};         //!< a sample has the mean of LAST-ACK before long
};

/// \param point a point \param oneWay see Kind \return the laws
CloseLaws
LawsAt(const QuestionPoint& point, bool oneWay)
{
    const End other = point.closer == A ? B : A;
    const Config first = ConfigAt(point, point.closer, true);
    const auto fin = FinSchedule(ConfigAt(point, other, true), point.rtt);
    const TcpLifecycleLosses losses = {point.loss, oneWay ? 0 : point.loss};
    CloseLaws laws;
    laws.arrival = TcpLifecycleRetryLaw(losses.forward, PatientFinSchedule(first, point.rtt));
    laws.entry = laws.arrival.Plus(TcpLifecycleRetryLaw(losses.reverse, fin))
                     .Shifted(point.rtt + APPLICATION_DELAY);
    laws.last = TcpLifecycleMakeLastAckLaws(losses, point.rtt, fin, ToTime(first.timeWait));
    const Systems& pair = point.systems;
    laws.isSilent = IsSilentWhenClosed(point.closer == A ? pair.client : pair.server);
    laws.hasMeans = losses.Round() <= MEAN_LIMIT && !(laws.isSilent && laws.last.reset > 0);
    return laws;
}

/// \param name of it \param sample observations \param formula what it should be
/// \param isJudged see Quantity \return a mean
Quantity
Mean(const char* name, const TcpLifecycleSample& sample, double formula, bool isJudged = true)
{
    return {name, sample, true, 0, 0, formula, isJudged};
}

/// \param name of it \param successes \param trials of which \param formula what it should be
/// \return a share
Quantity
Share(const char* name, uint64_t successes, uint64_t trials, double formula)
{
    return {name, {}, false, successes, trials, std::clamp(formula, 0.0, 1.0), true}; // of a sum
}

/// \param point a point \param counted there \return numbers of the study lost-last-ack
std::vector<Quantity>
OfLastAck(const QuestionPoint& point, const Counted& counted)
{
    const CloseLaws laws = LawsAt(point, true);
    const Closes& closes = counted.closes;
    const uint64_t n = counted.connections;
    std::vector<Quantity> all = {
        Mean("mean time in LAST-ACK (s)", closes.lastAck, laws.last.lastAck.Mean(), laws.hasMeans),
        Share("P(the last ACK is lost)", closes.reAcked, n, laws.last.reAcked),
        Mean("mean number of repeated ACKs", closes.reAcks, laws.last.reAcks),
        Mean("mean time in TIME-WAIT (s)",
             closes.timeWait,
             laws.last.timeWait.Mean(),
             laws.hasMeans)};
    if (!laws.isSilent)
    {
        all.push_back(
            Share("P(LAST-ACK gives up)", closes.gaveUp, n, 1 - laws.last.lastAck.Total()));
    }
    return all;
}

/// \param point a point \param counted there \return numbers of the study teardown-loss
std::vector<Quantity>
OfTeardown(const QuestionPoint& point, const Counted& counted)
{
    const CloseLaws laws = LawsAt(point, false);
    const Closes& closes = counted.closes;
    const Time least = point.rtt + APPLICATION_DELAY;
    const double closed = (point.rtt / 2 + APPLICATION_DELAY).GetSeconds() + laws.arrival.Mean() +
                          laws.last.lastAck.Mean();
    return {Mean("mean from CLOSE to the peer's CLOSED (s)", closes.closed, closed, laws.hasMeans),
            Mean("mean from CLOSE to TIME-WAIT (s)",
                 closes.entry,
                 laws.entry.Mean(),
                 point.loss <= MEAN_LIMIT),
            Share("P(no FIN is repeated before TIME-WAIT)",
                  closes.entryAtOnce,
                  counted.connections,
                  laws.entry.AtMost(least))};
}

/// \param point a point \param counted there \return numbers of the study short-time-wait
std::vector<Quantity>
OfShortTimeWait(const QuestionPoint& point, const Counted& counted)
{
    const CloseLaws laws = LawsAt(point, false);
    const Closes& closes = counted.closes;
    const uint64_t n = counted.connections;
    const double gaveUp = 1 - laws.last.lastAck.Total();
    // A host that sends no RST from CLOSED leaves the FIN without an answer.
    const bool silent = laws.isSilent;
    return {
        Share("P(LAST-ACK ends by RST)", closes.reset, n, silent ? 0 : laws.last.reset),
        Share("P(LAST-ACK gives up)", closes.gaveUp, n, silent ? laws.last.reset + gaveUp : gaveUp),
        Mean("mean time in LAST-ACK (s)", closes.lastAck, laws.last.lastAck.Mean(), laws.hasMeans)};
}

/// \param point a point \param counted there \return numbers of the study connect-loss
std::vector<Quantity>
OfConnect(const QuestionPoint& point, const Counted& counted)
{
    const Config client = ConfigAt(point, A, false);
    const Config server = ConfigAt(point, B, false);
    const auto synAck = TcpLifecycleSchedule::Doubling(ServerRto(point),
                                                       server.synAckRetries,
                                                       ToTime(server.maxRto));
    const auto whole =
        TcpLifecycleConnectLaw({point.loss, point.loss}, point.rtt, SynSchedule(client), synAck);
    TcpLifecycleLaw law;
    for (const auto& [time, probability] : whole.GetAtoms())
    {
        if (client.connectTimeout == lifecycle::FOREVER || time < ToTime(client.connectTimeout))
        {
            law.Add(time, probability);
        }
    }
    const uint64_t n = counted.connections;
    return {Mean("mean connect time (s)", counted.connect, law.Mean(), point.loss <= MEAN_LIMIT),
            Share("P(one RTT)", counted.atOnce, n, law.AtMost(point.rtt)),
            Share("P(not connected)", counted.failed, n, 1 - law.Total())};
}

} // namespace

const std::vector<Kind>&
Kinds()
{
    static const std::vector<Kind> kinds = {
        {"connect-loss",
         "Mean connect time",
         "mean time from SYN to ESTABLISHED (s)",
         false,
         false,
         OfConnect},
        {"teardown-loss",
         "Mean time from CLOSE to the other end's CLOSED",
         "mean time (s)",
         true,
         false,
         OfTeardown},
        {"lost-last-ack", "Mean time in LAST-ACK", "mean time (s)", true, true, OfLastAck},
        {"short-time-wait",
         "LAST-ACKs that a RST ends",
         "P(LAST-ACK ends by RST)",
         true,
         false,
         OfShortTimeWait},
    };
    return kinds;
}

const Kind*
FindKind(const std::string& study)
{
    const auto found = std::find_if(Kinds().begin(), Kinds().end(), [&study](const Kind& kind) {
        return study == kind.study;
    });
    return found == Kinds().end() ? nullptr : &*found;
}

} // namespace study
