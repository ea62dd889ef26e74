/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */
#include "study-formulas.h"
#include "study-quantities.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iostream>
#include <stdexcept>
#include <unistd.h>
#include <utility>

/**
 * \file
 * Answers a user's own question: the connections of each point are simulated in batches, and
 * counted together.
 */

namespace study
{

using namespace ns3;
using lifecycle::ConnectionRecord;

namespace
{

/// Connections of the first batch of a point; each further one has as many as all before it
constexpr uint32_t FIRST_BATCH = 5000;
/// Connections of a batch, at most
constexpr uint32_t MOST_OF_A_BATCH = 20000;
/// ns-3's random numbers: runs of all points, and of each
constexpr uint64_t FIRST_RUN = 1'000'000'000;
constexpr uint64_t RUNS_OF_A_POINT = 1'000'000;
/// Points of a formula's line
constexpr uint32_t STEPS = 60;

/// \param kind of study \param point a point \param run of ns-3's random numbers \return a network
NetworkSetup
SetupAt(const Kind& kind, const QuestionPoint& point, uint64_t run)
{
    NetworkSetup setup;
    setup.profile = point.systems.client;
    setup.peerProfile = point.systems.server;
    setup.rtt = point.rtt;
    setup.lossForward = kind.oneWay && point.closer == B ? 0 : point.loss;
    setup.lossReverse = kind.oneWay && point.closer == A ? 0 : point.loss;
    setup.ownTimers = true;
    setup.run = run;
    if (!kind.closes)
    {
        setup.attributes[A] = {{"InitialRto", Text(ToTime(ConfigAt(point, A, false).initialRto))}};
        setup.attributes[B] = {{"InitialRto", Text(ServerRto(point))}};
        return setup;
    }
    setup.attributes[point.closer] = PATIENT;
    if (point.rto)
    {
        for (End end : {A, B})
        {
            setup.attributes[end].emplace_back("MinRto", Text(*point.rto));
        }
    }
    if (point.twoMsl)
    {
        setup.attributes[point.closer].emplace_back("TimeWaitDuration", Text(*point.twoMsl));
    }
    return setup;
}

/// A batch of connections. \param kind of study \param point a point \param count connections
/// \param run of ns-3's random numbers \param counted gets what they do
void
RunBatch(const Kind& kind,
         const QuestionPoint& point,
         uint32_t count,
         uint64_t run,
         Counted& counted)
{
    Network network(SetupAt(kind, point, run));
    counted.connections += count;
    if (kind.closes)
    {
        CloseInOrder(network, count, point.closer);
        const auto firsts = network.GetRecords(point.closer);
        const auto seconds = network.GetRecords(point.closer == A ? B : A);
        for (uint32_t i = 0; i < count; ++i)
        {
            counted.closes.Add(firsts[i], seconds[i], point.rtt);
        }
        counted.closes.answered.clear(); // nobody asks for them one by one
        return;
    }
    network.SetLossy(true);
    network.OpenAll(count);
    network.Run();
    for (const ConnectionRecord& record : network.GetRecords(A))
    {
        if (record.established == lifecycle::NEVER)
        {
            ++counted.failed;
            continue;
        }
        const Time time = ToTime(record.established - record.opened);
        counted.connect.Add(time.GetSeconds());
        counted.atOnce += time == point.rtt ? 1 : 0;
    }
}

/// \param shown a quantity \param precision a share of it \return whether it is known so well
bool
IsPrecise(const Quantity& shown, double precision)
{
    const TcpLifecycleInterval interval = shown.Interval(0.95);
    return interval.high - interval.low <= 2 * precision * shown.Value();
}

/// \param kind of study \param point a point \return what its rows are about
Subject
SubjectAt(const Kind& kind, const QuestionPoint& point)
{
    const NetworkSetup setup = SetupAt(kind, point, 0);
    std::string detail;
    if (kind.closes)
    {
        const End second = point.closer == A ? B : A;
        detail = point.closer == A ? "the client closes first; " : "the server closes first; ";
        detail += Detail("RTO", RtoAfterHandshake(ConfigAt(point, second, true), point.rtt)) + ' ' +
                  Detail("2MSL", ToTime(ConfigAt(point, point.closer, true).timeWait));
    }
    else
    {
        detail = Detail("initial RTO", ToTime(ConfigAt(point, A, false).initialRto)) + ' ' +
                 Detail("B's initial RTO", ServerRto(point));
    }
    return {kind.study,
            point.systems.Name(),
            point.rtt.GetSeconds(),
            setup.lossForward,
            setup.lossReverse,
            detail};
}

/// \param axis of a figure \param oneWay see Kind \return its label
const char*
LabelOf(Axis axis, bool oneWay)
{
    switch (axis)
    {
    case Axis::Loss:
        return oneWay ? "loss of what the first closer sends" : "loss of each direction";
    case Axis::Rtt:
        return "round-trip time (ms)";
    case Axis::TwoMsl:
        return "2MSL (s)";
    case Axis::Rto:
        return "RTO (s)";
    }
    return "";
}

/// \param question lists \param kind of study \param report gets the figure and its formulas
/// \return the figure's name
std::string
DrawFormulas(const Question& question, const Kind& kind, Report& report)
{
    const std::vector<QuestionPoint> points = question.Points();
    const Axis axis = question.GetAxis();
    double low = ValueAt(axis, points.front());
    double high = low;
    for (const QuestionPoint& point : points)
    {
        low = std::min(low, ValueAt(axis, point));
        high = std::max(high, ValueAt(axis, point));
    }
    Figure figure;
    figure.name = std::string("own-") + kind.study;
    figure.title = kind.title;
    if (question.rtts.size() <= 1)
    {
        figure.title += ", RTT " + Digits(points.front().rtt.GetSeconds() * 1e3) + " ms";
    }
    figure.xLabel = LabelOf(axis, kind.oneWay);
    figure.yLabel = kind.yLabel;
    figure.logX = low > 0 && high / low >= 20;
    report.AddFigure(figure);
    std::vector<std::pair<std::string, QuestionPoint>> curves; // in the order of the lists
    for (const QuestionPoint& point : points)
    {
        const std::string name = question.CurveOf(point);
        if (std::none_of(curves.begin(), curves.end(), [&name](const auto& curve) {
                return curve.first == name;
            }))
        {
            curves.emplace_back(name, point);
        }
    }
    for (uint32_t step = 0; low < high && step <= STEPS; ++step)
    {
        const double part = static_cast<double>(step) / STEPS;
        const double x = figure.logX ? low * std::pow(high / low, part) : low + (high - low) * part;
        for (const auto& [name, point] : curves)
        {
            const auto all = kind.quantities(MovedTo(axis, x, point), Counted());
            report.AddPoint({figure.name, name, x, std::nullopt, all.front().formula});
        }
    }
    return figure.name;
}

/// \param subject what about \param one quantity \param loss of the point \param report gets a row
void
AddRow(const Subject& subject, const Quantity& one, double loss, Report& report)
{
    if (!one.isMean)
    {
        report.AddProportion(subject, one.name, one.successes, one.trials, one.formula);
    }
    else if (loss == 0)
    {
        report.AddExact(subject, one.name, one.sample, one.formula);
    }
    else if (one.isJudged && one.sample.Count() > 1)
    {
        report.AddMean(subject, one.name, one.sample, one.formula);
    }
}

/// A line on the terminal, if there is one. \param done points \param of all of them
/// \param spent seconds
void
ShowProgress(std::size_t done, std::size_t of, double spent)
{
    if (isatty(STDERR_FILENO) == 1)
    {
        const double left = spent * static_cast<double>(of - done) / static_cast<double>(done);
        std::cerr << done << " of " << of << " points, " << 100 * done / of << " %, "
                  << std::llround(left) << " s left\n";
    }
}

} // namespace

void
CheckQuestion(const Question& question, const std::string& study)
{
    const Kind* kind = FindKind(study);
    if (kind == nullptr)
    {
        std::string names;
        for (const Kind& each : Kinds())
        {
            names += (names.empty() ? "" : ", ") + std::string(each.study);
        }
        throw std::invalid_argument("'" + study +
                                    "' takes no values of your own; these do, one at "
                                    "a time: " +
                                    names);
    }
    if (kind->closes)
    {
        return;
    }
    if (!question.twoMsls.empty() || !question.closers.empty())
    {
        throw std::invalid_argument((question.twoMsls.empty() ? "--closer" : "--two-msl") +
                                    std::string(" has no effect on ") + study);
    }
    for (const QuestionPoint& point : question.Points())
    {
        const Time rto = ToTime(ConfigAt(point, A, false).initialRto);
        if (point.rtt >= rto)
        {
            throw std::invalid_argument("--rtt: " + Digits(point.rtt.GetSeconds()) +
                                        " s is not below the initial RTO, " +
                                        Digits(rto.GetSeconds()) + " s; give --rto");
        }
    }
}

Answer
Ask(const Question& question, const std::string& study, uint32_t runs, Report& report)
{
    const Kind& kind = *FindKind(study);
    const std::string figure = DrawFormulas(question, kind, report);
    const std::vector<QuestionPoint> points = question.Points();
    const Axis axis = question.GetAxis();
    Answer answer;
    const auto start = std::chrono::steady_clock::now();
    for (const QuestionPoint& point : points)
    {
        Counted counted;
        uint64_t run = FIRST_RUN + RUNS_OF_A_POINT * answer.points;
        bool precise = false;
        while (counted.connections < runs && !precise)
        {
            const uint32_t batch = std::clamp(question.precision > 0 ? counted.connections : runs,
                                              FIRST_BATCH,
                                              MOST_OF_A_BATCH);
            RunBatch(kind, point, std::min(batch, runs - counted.connections), ++run, counted);
            precise = question.precision > 0 &&
                      IsPrecise(kind.quantities(point, counted).front(), question.precision);
        }
        const std::vector<Quantity> all = kind.quantities(point, counted);
        for (const Quantity& one : all)
        {
            AddRow(SubjectAt(kind, point), one, point.loss, report);
        }
        const Quantity& shown = all.front();
        report.AddPoint({figure,
                         question.CurveOf(point),
                         ValueAt(axis, point),
                         Estimate{shown.Value(), shown.Interval(Report::SHOWN_CONFIDENCE)},
                         shown.formula});
        answer.imprecise += question.precision > 0 && !precise ? 1 : 0;
        answer.connections += counted.connections;
        ++answer.points;
        const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
        ShowProgress(answer.points, points.size(), spent.count());
    }
    return answer;
}

} // namespace study
