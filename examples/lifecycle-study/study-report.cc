/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "study-report.h"

#include <algorithm>
#include <iomanip>
#include <sstream>

/**
 * \file
 * Simulated values beside formulas.
 */

namespace study
{

using ns3::TcpLifecycleInterval;
using ns3::TcpLifecycleProportionInterval;
using ns3::TcpLifecycleSample;

namespace
{

/// Seconds by which a time without chance may be off
constexpr double TOLERANCE = 1e-6;

/// \param text a text \return it as one field of a CSV file (RFC 4180, 2)
std::string
Quoted(const std::string& text)
{
    if (text.find_first_of(",\"\r\n") == std::string::npos)
    {
        return text;
    }
    std::string quoted = "\"";
    for (char letter : text)
    {
        quoted += letter == '"' ? "\"\"" : std::string(1, letter);
    }
    return quoted + '"';
}

/// \param drawing a drawing \return its name in files
const char*
ToText(Drawing drawing)
{
    switch (drawing)
    {
    case Drawing::Line:
        return "line";
    case Drawing::Steps:
        return "steps";
    case Drawing::Band:
        return "band";
    }
    return "";
}

/// First columns of the table
constexpr const char* SUBJECT_COLUMNS =
    "experiment,profile,rtt_ms,loss_forward,loss_reverse,detail";

/// \param subject of a row or point \return its columns
std::string
Columns(const Subject& subject)
{
    return subject.experiment + ',' + subject.profile + ',' + Digits(subject.rtt * 1000) + ',' +
           Digits(subject.lossForward) + ',' + Digits(subject.lossReverse) + ',' +
           Quoted(subject.detail);
}

} // namespace

std::string
Digits(double value)
{
    std::ostringstream text;
    text << std::setprecision(6) << value;
    return text.str();
}

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
Report::SetOrigin(uint64_t seed, const std::string& command)
{
    m_origin = ',' + std::to_string(seed) + ',' + Quoted(command);
}

void
Report::AddFigure(const Figure& figure)
{
    m_figures.push_back(figure);
}

void
Report::AddPoint(const Point& point)
{
    m_points.push_back(point);
}

void
Report::AddMeanPoint(const std::string& figure,
                     const std::string& curve,
                     double x,
                     const TcpLifecycleSample& sample,
                     double formula)
{
    AddPoint({figure,
              curve,
              x,
              Estimate{sample.Mean(), sample.MeanInterval(SHOWN_CONFIDENCE)},
              formula});
}

void
Report::AddProportionPoint(const std::string& figure,
                           const std::string& curve,
                           double x,
                           uint64_t successes,
                           uint64_t trials,
                           double formula)
{
    AddPoint({figure,
              curve,
              x,
              Estimate{static_cast<double>(successes) / static_cast<double>(trials),
                       TcpLifecycleProportionInterval(successes, trials, SHOWN_CONFIDENCE)},
              formula});
}

void
Report::AddSurvival(const std::string& figure,
                    const std::string& curve,
                    std::vector<ns3::Time> times,
                    uint64_t trials,
                    const ns3::TcpLifecycleLaw& law,
                    ns3::Time end)
{
    std::sort(times.begin(), times.end());
    AddPoint({figure, curve, 0, std::nullopt, 1});
    uint64_t before = trials;
    for (const auto& atom : law.GetAtoms())
    {
        const ns3::Time& time = atom.first;
        if (time > end)
        {
            break;
        }
        const auto come = static_cast<uint64_t>(std::upper_bound(times.begin(), times.end(), time) -
                                                times.begin());
        const uint64_t left = trials - come;
        const double formula = 1 - law.AtMost(time);
        if (left < before)
        {
            AddProportionPoint(figure, curve, time.GetSeconds(), left, trials, formula);
        }
        else
        {
            AddPoint({figure, curve, time.GetSeconds(), std::nullopt, formula});
        }
        before = left;
    }
    AddPoint({figure, curve, end.GetSeconds(), std::nullopt, 1 - law.AtMost(end)});
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
    out << std::left << std::setw(48) << "" << std::right << std::setw(9) << "n" << std::setw(13)
        << "simulated" << std::setw(28) << "99 % interval" << std::setw(12) << "formula"
        << "  inside\n";
    const Subject* before = nullptr;
    for (const Row& row : m_rows)
    {
        const Subject& s = row.subject;
        if (before == nullptr || Columns(*before) != Columns(s))
        {
            out << s.experiment << ": " << s.profile << ", RTT " << s.rtt * 1000 << " ms";
            if (s.lossForward > 0 || s.lossReverse > 0)
            {
                out << ", loss " << s.lossForward << " / " << s.lossReverse;
            }
            out << (s.detail.empty() ? "" : ", " + s.detail) << '\n';
        }
        before = &s;
        const TcpLifecycleInterval shown = row.interval(SHOWN_CONFIDENCE);
        out << "  " << std::left << std::setw(46) << row.quantity << std::right << std::setw(9)
            << row.observations << std::setw(13) << Digits(row.simulated) << std::setw(28)
            << Digits(shown.low) + " .. " + Digits(shown.high) << std::setw(12)
            << Digits(row.formula) << "  " << (IsInside(row) ? "yes" : "NO") << '\n';
    }
    return out.str();
}

std::string
Report::ToCsv() const
{
    std::ostringstream out;
    out << SUBJECT_COLUMNS
        << ",quantity,observations,simulated,ci_low,ci_high,formula,textbook,test_low,test_high,"
           "inside,seed,command\n";
    for (const Row& row : m_rows)
    {
        const TcpLifecycleInterval shown = row.interval(SHOWN_CONFIDENCE);
        const TcpLifecycleInterval test = row.interval(TestConfidence());
        out << Columns(row.subject) << ',' << Quoted(row.quantity) << ',' << row.observations << ','
            << Digits(row.simulated) << ',' << Digits(shown.low) << ',' << Digits(shown.high) << ','
            << Digits(row.formula) << ',' << (row.textbook ? Digits(*row.textbook) : "") << ','
            << Digits(test.low) << ',' << Digits(test.high) << ',' << (IsInside(row) ? "yes" : "no")
            << m_origin << '\n';
    }
    return out.str();
}

std::string
Report::CurvesToCsv() const
{
    std::ostringstream out;
    out << "figure,curve,x,simulated,ci_low,ci_high,formula,seed,command\n";
    for (const Point& point : m_points)
    {
        // Two studies may share an experiment, of which one alone has the figure.
        if (std::none_of(m_figures.begin(), m_figures.end(), [&point](const Figure& figure) {
                return point.figure == figure.name;
            }))
        {
            continue;
        }
        out << point.figure << ',' << Quoted(point.curve) << ',' << Digits(point.x) << ',';
        if (point.simulated)
        {
            const Estimate& estimate = *point.simulated;
            out << Digits(estimate.value) << ',' << Digits(estimate.interval.low) << ','
                << Digits(estimate.interval.high);
        }
        else
        {
            out << ",,";
        }
        out << ',' << Digits(point.formula) << m_origin << '\n';
    }
    return out.str();
}

std::string
Report::FiguresToCsv() const
{
    std::ostringstream out;
    out << "figure,title,x_label,y_label,x_scale,y_scale,drawing,low,seed,command\n";
    for (const Figure& figure : m_figures)
    {
        out << figure.name << ',' << Quoted(figure.title) << ',' << Quoted(figure.xLabel) << ','
            << Quoted(figure.yLabel) << ',' << (figure.logX ? "log" : "linear") << ','
            << (figure.logY ? "log" : "linear") << ',' << ToText(figure.drawing) << ','
            << Digits(figure.low) << m_origin << '\n';
    }
    return out.str();
}

} // namespace study
