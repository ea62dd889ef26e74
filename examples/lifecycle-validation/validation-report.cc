/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "validation-report.h"

#include <algorithm>
#include <iomanip>
#include <sstream>

/**
 * \file
 * Simulated values beside formulas.
 */

namespace validation
{

using ns3::TcpLifecycleInterval;
using ns3::TcpLifecycleProportionInterval;
using ns3::TcpLifecycleSample;

namespace
{

/// Confidence of the interval that is shown
constexpr double SHOWN_CONFIDENCE = 0.95;

/// Seconds by which a time without chance may be off
constexpr double TOLERANCE = 1e-6;

/// \param value a number \return it with six significant digits
std::string
Digits(double value)
{
    std::ostringstream text;
    text << std::setprecision(6) << value;
    return text.str();
}

/// First columns of both files
constexpr const char* SUBJECT_COLUMNS =
    "experiment,profile,rtt_ms,loss_forward,loss_reverse,detail";

/// \param subject of a row or point \return its columns
std::string
Columns(const Subject& subject)
{
    return subject.experiment + ',' + subject.profile + ',' + Digits(subject.rtt * 1000) + ',' +
           Digits(subject.lossForward) + ',' + Digits(subject.lossReverse) + ',' + subject.detail;
}

} // namespace

void
Report::AddMean(const Subject& subject,
                const std::string& quantity,
                const TcpLifecycleSample& sample,
                double formula,
                std::optional<double> textbook)
{
    m_rows.push_back({subject,
                      quantity,
                      sample.Count(),
                      sample.Mean(),
                      formula,
                      textbook,
                      [sample](double confidence) { return sample.MeanInterval(confidence); }});
}

void
Report::AddVariance(const Subject& subject,
                    const std::string& quantity,
                    const TcpLifecycleSample& sample,
                    double formula,
                    std::optional<double> textbook)
{
    m_rows.push_back({subject,
                      quantity,
                      sample.Count(),
                      sample.Variance(),
                      formula,
                      textbook,
                      [sample](double confidence) { return sample.VarianceInterval(confidence); }});
}

void
Report::AddProportion(const Subject& subject,
                      const std::string& quantity,
                      uint64_t successes,
                      uint64_t trials,
                      double formula,
                      std::optional<double> textbook)
{
    m_rows.push_back({subject,
                      quantity,
                      trials,
                      static_cast<double>(successes) / static_cast<double>(trials),
                      formula,
                      textbook,
                      [successes, trials](double confidence) {
                          return TcpLifecycleProportionInterval(successes, trials, confidence);
                      }});
}

void
Report::AddExact(const Subject& subject,
                 const std::string& quantity,
                 const TcpLifecycleSample& sample,
                 double formula)
{
    m_rows.push_back({subject,
                      quantity,
                      sample.Count(),
                      sample.Mean(),
                      formula,
                      std::nullopt,
                      [sample](double confidence) {
                          const TcpLifecycleInterval mean = sample.MeanInterval(confidence);
                          return TcpLifecycleInterval{mean.low - TOLERANCE, mean.high + TOLERANCE};
                      }});
}

void
Report::AddPoint(const Point& point)
{
    m_points.push_back(point);
}

void
Report::AddDistribution(const Subject& subject,
                        const std::string& curve,
                        std::vector<ns3::Time> times,
                        uint64_t trials,
                        const ns3::TcpLifecycleLaw& law)
{
    std::sort(times.begin(), times.end());
    for (const auto& [time, probability] : law.GetAtoms())
    {
        const auto come = static_cast<uint64_t>(std::upper_bound(times.begin(), times.end(), time) -
                                                times.begin());
        AddPoint({subject,
                  curve,
                  time.GetSeconds(),
                  static_cast<double>(come) / static_cast<double>(trials),
                  TcpLifecycleProportionInterval(come, trials, SHOWN_CONFIDENCE),
                  law.AtMost(time)});
    }
}

double
Report::TestConfidence() const
{
    return 1 - ALPHA / static_cast<double>(std::max<std::size_t>(m_rows.size(), 1));
}

bool
Report::IsInside(const Row& row) const
{
    return row.interval(TestConfidence()).Contains(row.formula);
}

std::size_t
Report::CountOutside() const
{
    return static_cast<std::size_t>(
        std::count_if(m_rows.begin(), m_rows.end(), [this](auto& row) { return !IsInside(row); }));
}

std::size_t
Report::Size() const
{
    return m_rows.size();
}

std::string
Report::ToTable() const
{
    std::ostringstream out;
    const Subject* before = nullptr;
    for (const Row& row : m_rows)
    {
        const Subject& s = row.subject;
        const bool same = before != nullptr && before->experiment == s.experiment &&
                          before->profile == s.profile && before->rtt == s.rtt &&
                          before->lossForward == s.lossForward &&
                          before->lossReverse == s.lossReverse && before->detail == s.detail;
        if (!same)
        {
            out << s.experiment << ": " << s.profile << ", RTT " << s.rtt * 1000 << " ms, loss "
                << s.lossForward << " / " << s.lossReverse
                << (s.detail.empty() ? "" : ", " + s.detail) << '\n';
        }
        before = &s;
        const TcpLifecycleInterval shown = row.interval(SHOWN_CONFIDENCE);
        out << "  " << std::left << std::setw(44) << row.quantity << std::right << std::setw(12)
            << Digits(row.simulated) << "  [" << Digits(shown.low) << ", " << Digits(shown.high)
            << "]  " << Digits(row.formula) << (IsInside(row) ? "" : "  OUTSIDE") << '\n';
    }
    return out.str();
}

std::string
Report::ToCsv() const
{
    std::ostringstream out;
    out << SUBJECT_COLUMNS
        << ",quantity,observations,simulated,ci_low,ci_high,formula,textbook,test_low,test_high,"
           "inside\n";
    for (const Row& row : m_rows)
    {
        const TcpLifecycleInterval shown = row.interval(SHOWN_CONFIDENCE);
        const TcpLifecycleInterval test = row.interval(TestConfidence());
        out << Columns(row.subject) << ',' << row.quantity << ',' << row.observations << ','
            << Digits(row.simulated) << ',' << Digits(shown.low) << ',' << Digits(shown.high) << ','
            << Digits(row.formula) << ',' << (row.textbook ? Digits(*row.textbook) : "") << ','
            << Digits(test.low) << ',' << Digits(test.high) << ',' << (IsInside(row) ? "yes" : "no")
            << '\n';
    }
    return out.str();
}

std::string
Report::CurvesToCsv() const
{
    std::ostringstream out;
    out << SUBJECT_COLUMNS << ",curve,x,simulated,ci_low,ci_high,formula\n";
    for (const Point& point : m_points)
    {
        out << Columns(point.subject) << ',' << point.curve << ',' << Digits(point.x) << ','
            << Digits(point.simulated) << ',' << Digits(point.interval.low) << ','
            << Digits(point.interval.high) << ',' << Digits(point.formula) << '\n';
    }
    return out.str();
}

} // namespace validation
