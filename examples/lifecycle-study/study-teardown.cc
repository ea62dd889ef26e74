/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */
#include "lifecycle-profile.h"
#include "study-catalogue.h"
#include "study-closing.h"

#include <algorithm>
#include <string>
#include <vector>

/**
 * \file
 * Teardown under loss, by who closes first and by system.
 */

namespace study
{

using namespace ns3;

namespace
{

/// Losses of each direction
const std::vector<double> LOSSES = {0.01, 0.03, 0.05, 0.07};
/// Those of a short run
const std::vector<double> FEW_LOSSES = {0.05};

constexpr const char* TIMES = "study-teardown";

/// Who talks to whom, over what.
struct Case
{
    const char* client;        //!< profile of A
    const char* server;        //!< profile of B
    TcpLifecycleLosses losses; //!< forward: from A
    End first;                 //!< who closes first
};

/// Times of a close by theory.
struct Laws
{
    TcpLifecycleLaw entry;   //!< CLOSE to the first closer's TIME-WAIT
    TcpLifecycleLaw lastAck; //!< the second's LAST-ACK
    double closed{0};        //!< mean of CLOSE to the second's CLOSED, seconds
};

/// \param one a case \return its laws
Laws
LawsOf(const Case& one)
{
    const bool fromClient = one.first == A;
    const auto first = ConfigOf(fromClient ? one.client : one.server, true);
    const auto second = ConfigOf(fromClient ? one.server : one.client, true);
    const double toSecond = fromClient ? one.losses.forward : one.losses.reverse;
    const double toFirst = fromClient ? one.losses.reverse : one.losses.forward;
    const auto fin = FinSchedule(second, USUAL_RTT);
    // The first FIN is repeated until it arrives; then D passes, and the second sets out.
    const auto arrival = TcpLifecycleRetryLaw(toSecond, PatientFinSchedule(first, USUAL_RTT));
    Laws laws;
    laws.entry =
        arrival.Plus(TcpLifecycleRetryLaw(toFirst, fin)).Shifted(USUAL_RTT + APPLICATION_DELAY);
    laws.lastAck = TcpLifecycleRetryLaw(one.losses.Round(), fin).Shifted(USUAL_RTT);
    laws.closed =
        (USUAL_RTT / 2 + APPLICATION_DELAY).GetSeconds() + arrival.Mean() + laws.lastAck.Mean();
    return laws;
}

/// \param one a case \param count connections \param run number \return what is counted
Closes
RunOne(const Case& one, uint32_t count, uint64_t run)
{
    NetworkSetup setup;
    setup.profile = one.client;
    setup.peerProfile = one.server;
    setup.rtt = USUAL_RTT;
    setup.lossForward = one.losses.forward;
    setup.lossReverse = one.losses.reverse;
    setup.ownTimers = true;
    setup.attributes[one.first] = PATIENT;
    setup.run = run;
    Network network(setup);
    CloseInOrder(network, count, one.first);
    return Count(network, count, setup.rtt, one.first);
}

/// \param one a case \return what its rows are about
Subject
SubjectOf(const Case& one)
{
    const std::string systems = std::string(one.client) == one.server
                                    ? std::string(one.client)
                                    : std::string(one.client) + " to " + one.server;
    return {"teardown-loss",
            systems,
            USUAL_RTT.GetSeconds(),
            one.losses.forward,
            one.losses.reverse,
            one.first == A ? "the client closes first" : "the server closes first"};
}

} // namespace

uint64_t
RunTeardownLoss(const Budget& budget, Report& report)
{
    report.AddFigure({TIMES,
                      "Mean time from CLOSE to the other end's CLOSED, RTT 100 ms",
                      "loss of each direction",
                      "mean time (s)"});
    uint64_t connections = 0;
    uint64_t run = 230000;
    const uint32_t count = std::max(budget.connections / 2, 1000U);
    for (const char* profile : lifecycle::PROFILE_NAMES)
    {
        for (double loss : budget.thorough ? LOSSES : FEW_LOSSES)
        {
            const Case one = {profile, profile, {loss, loss}, A};
            const Closes closes = RunOne(one, count, ++run);
            const Laws laws = LawsOf(one);
            report.AddMean(SubjectOf(one),
                           "mean from CLOSE to the peer's CLOSED (s)",
                           closes.closed,
                           laws.closed);
            report.AddMeanPoint(TIMES, profile, loss, closes.closed, laws.closed);
            connections += count;
        }
        for (double loss : Grid(0, 0.08, 16))
        {
            report.AddPoint({TIMES,
                             profile,
                             loss,
                             std::nullopt,
                             LawsOf({profile, profile, {loss, loss}, A}).closed});
        }
    }
    return connections;
}

uint64_t
RunTeardownByCloser(const Budget& budget, Report& report)
{
    const TcpLifecycleLosses downlink = {0.01, 0.1}; // what goes to the client is lost
    uint64_t connections = 0;
    uint64_t run = 231000;
    const uint32_t count = std::max(budget.connections / 2, 1000U);
    std::vector<std::pair<const char*, const char*>> pairs = {{"windows", "linux"},
                                                              {"macos", "linux"}};
    for (const char* profile : lifecycle::PROFILE_NAMES)
    {
        pairs.emplace_back(profile, profile);
    }
    for (const auto& [client, server] : pairs)
    {
        for (End first : {A, B})
        {
            const Case one = {client, server, downlink, first};
            const Closes closes = RunOne(one, count, ++run);
            const Laws laws = LawsOf(one);
            const Subject subject = SubjectOf(one);
            report.AddMean(subject,
                           "mean from CLOSE to TIME-WAIT (s)",
                           closes.entry,
                           laws.entry.Mean());
            report.AddMean(subject,
                           "mean from CLOSE to the peer's CLOSED (s)",
                           closes.closed,
                           laws.closed);
            report.AddProportion(subject,
                                 "P(no FIN is repeated before TIME-WAIT)",
                                 closes.entryAtOnce,
                                 count,
                                 laws.entry.AtMost(USUAL_RTT + APPLICATION_DELAY));
            connections += count;
        }
    }
    return connections;
}

} // namespace study
