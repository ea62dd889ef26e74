/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */
#include "study-catalogue.h"
#include "study-closing.h"

#include <string>
#include <vector>

/**
 * \file
 * How short TIME-WAIT may be: LAST-ACK that ends by RST, against 2MSL.
 */

namespace study
{

using namespace ns3;

namespace
{

/// Losses of each direction
const std::vector<double> LOSSES = {0.02, 0.1, 0.3};
/// 2MSL in RTOs, off the points where the probability jumps: gaps between repeats are 1, 2, 4 RTOs
/// and sums of them
const std::vector<double> STAYS = {0.5, 1.5, 2.5, 3.5, 5.5, 9, 20};
/// Those of a short run
const std::vector<double> FEW_STAYS = {0.5, 3.5};

constexpr const char* RESETS = "study-short-time-wait";

} // namespace

uint64_t
RunTimeWaitLength(const Budget& budget, Report& report)
{
    Figure figure = {RESETS,
                     "A TIME-WAIT too short: closes that end by RST",
                     "2MSL / RTO of the last FIN",
                     "P(LAST-ACK ends by RST)"};
    figure.logX = true;
    figure.logY = true;
    figure.drawing = Drawing::Steps;
    figure.low = 1e-5;
    report.AddFigure(figure);
    const auto config = ConfigOf(USUAL_PROFILE, false);
    const Time rto = RtoAfterHandshake(config, USUAL_RTT);
    const auto fin = FinSchedule(config, USUAL_RTT);
    uint64_t connections = 0;
    uint64_t run = 210000;
    for (double loss : LOSSES)
    {
        const TcpLifecycleLosses losses = {loss, loss};
        const std::string curve = "loss " + Digits(loss) + " each way";
        for (double stay : budget.thorough ? STAYS : FEW_STAYS)
        {
            const Time twoMsl = Seconds(stay * rto.GetSeconds());
            NetworkSetup setup;
            setup.profile = USUAL_PROFILE;
            setup.rtt = USUAL_RTT;
            setup.lossForward = loss;
            setup.lossReverse = loss;
            setup.attributes[A] = PATIENT;
            setup.attributes[A].emplace_back("TimeWaitDuration", Text(twoMsl));
            setup.run = ++run;
            Network network(setup);
            CloseInOrder(network, budget.connections, A);
            const Closes closes = Count(network, budget.connections, setup.rtt, A);
            connections += budget.connections;

            const auto laws = TcpLifecycleMakeLastAckLaws(losses, setup.rtt, fin, twoMsl);
            const Subject subject = {"short-time-wait",
                                     setup.profile,
                                     setup.rtt.GetSeconds(),
                                     loss,
                                     loss,
                                     "2MSL=" + Digits(stay) + " RTO"};
            report.AddProportion(subject,
                                 "P(LAST-ACK ends by RST)",
                                 closes.reset,
                                 budget.connections,
                                 laws.reset);
            if (losses.Round() <= MEAN_LIMIT)
            {
                report.AddMean(subject,
                               "mean time in LAST-ACK (s)",
                               closes.lastAck,
                               laws.lastAck.Mean());
            }
            report.AddProportionPoint(RESETS,
                                      curve,
                                      stay,
                                      closes.reset,
                                      budget.connections,
                                      laws.reset);
        }
        for (double stay : Geometric(0.3, 1.01, 492))
        {
            const auto laws = TcpLifecycleMakeLastAckLaws(losses,
                                                          USUAL_RTT,
                                                          fin,
                                                          Seconds(stay * rto.GetSeconds()));
            report.AddPoint({RESETS, curve, stay, std::nullopt, laws.reset});
        }
    }
    return connections;
}

} // namespace study
