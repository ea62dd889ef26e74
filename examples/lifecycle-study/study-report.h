/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef STUDY_REPORT_H
#define STUDY_REPORT_H

#include "study-estimate.h"
#include "tcp-lifecycle-law.h"

#include "ns3/nstime.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

/**
 * \file
 * Simulated values beside formulas.
 */

namespace study
{

/// What a row is about.
struct Subject
{
    std::string experiment; //!< name of the experiment
    std::string profile;    //!< name of the profile
    double rtt{0};          //!< round-trip time, seconds
    double lossForward{0};  //!< loss from A to B
    double lossReverse{0};  //!< loss from B to A
    std::string detail;     //!< what else was set, `2MSL=90ms`; or empty
};

/// One quantity: simulated, and by formula.
struct Row
{
    Subject subject;                //!< what it is about
    std::string quantity;           //!< what was measured, with its unit
    uint64_t observations{0};       //!< independent observations
    double simulated{0};            //!< estimate
    double formula{0};              //!< what it should be
    std::optional<double> textbook; //!< closed form without the profile's caps and limits
    /// \return the interval of that confidence
    std::function<ns3::TcpLifecycleInterval(double confidence)> interval;
};

/// How the formula of a figure is drawn; simulated values are points with bars.
enum class Drawing
{
    Line,  //!< from point to point
    Steps, //!< constant from each point to the next
    Band,  //!< as a line with the interval about it, and what was simulated as another line
};

/// A diagram.
struct Figure
{
    std::string name;               //!< of its file
    std::string title;              //!< above it
    std::string xLabel;             //!< with its unit
    std::string yLabel;             //!< with its unit
    bool logX{false};               //!< scale of the abscissa
    bool logY{false};               //!< scale of the ordinate
    Drawing drawing{Drawing::Line}; //!< see there
    double low{0};                  //!< least ordinate shown, if logY
};

/// A value from observations.
struct Estimate
{
    double value{0};                    //!< estimate
    ns3::TcpLifecycleInterval interval; //!< of confidence Report::SHOWN_CONFIDENCE
};

/// A point of a curve in a figure.
struct Point
{
    std::string figure;                //!< name of the figure
    std::string curve;                 //!< what the curve shows
    double x{0};                       //!< abscissa
    std::optional<Estimate> simulated; //!< ordinate; empty: a point of the formula alone
    double formula{0};                 //!< what it should be
};

/**
 * Collects rows, and judges them together: each formula must lie inside an interval of confidence
 * 1 - ALPHA/rows (Bonferroni), so that all hold together with confidence 1 - ALPHA, and a run in
 * which every formula is right fails with a probability of ALPHA at most.
 */
class Report
{
  public:
    /// Probability that anything at all is called wrong if everything is right, at most
    static constexpr double ALPHA = 0.01;
    /// Confidence of each interval that is shown
    static constexpr double SHOWN_CONFIDENCE = 1 - ALPHA;

    /**
     * A mean. \param subject what about \param quantity name \param sample observations
     * \param formula exact value \param textbook closed form without caps
     */
    void AddMean(const Subject& subject,
                 const std::string& quantity,
                 const ns3::TcpLifecycleSample& sample,
                 double formula,
                 std::optional<double> textbook = std::nullopt);
    /// A variance. \param subject \param quantity \param sample \param formula \param textbook see
    /// AddMean()
    void AddVariance(const Subject& subject,
                     const std::string& quantity,
                     const ns3::TcpLifecycleSample& sample,
                     double formula,
                     std::optional<double> textbook = std::nullopt);
    /// A probability. \param subject as above \param quantity as above \param successes of the
    /// trials \param trials how many \param formula \param textbook as above
    void AddProportion(const Subject& subject,
                       const std::string& quantity,
                       uint64_t successes,
                       uint64_t trials,
                       double formula,
                       std::optional<double> textbook = std::nullopt);
    /// A time without chance in it, checked to a microsecond. \param subject as above \param
    /// quantity as above \param sample observations, all equal \param formula what they should be
    void AddExact(const Subject& subject,
                  const std::string& quantity,
                  const ns3::TcpLifecycleSample& sample,
                  double formula);

    /// \param seed of the random numbers \param command that was given; both are in every file
    void SetOrigin(uint64_t seed, const std::string& command);
    /// \param figure one that points will be added to
    void AddFigure(const Figure& figure);
    /// \param point of a curve; it is not judged
    void AddPoint(const Point& point);
    /// A mean as a point. \param figure its name \param curve name \param x abscissa
    /// \param sample observations \param formula see Point
    void AddMeanPoint(const std::string& figure,
                      const std::string& curve,
                      double x,
                      const ns3::TcpLifecycleSample& sample,
                      double formula);
    /// A probability as a point. \param figure its name \param curve name \param x abscissa
    /// \param successes of the trials \param trials how many \param formula see Point
    void AddProportionPoint(const std::string& figure,
                            const std::string& curve,
                            double x,
                            uint64_t successes,
                            uint64_t trials,
                            double formula);
    /**
     * Adds P(time > x) as a curve with steps, a point where it is seen to have fallen.
     * \param figure its name \param curve name \param times observed, of those that came
     * \param trials how many could have come \param law what it should be \param end greatest x
     */
    void AddSurvival(const std::string& figure,
                     const std::string& curve,
                     std::vector<ns3::Time> times,
                     uint64_t trials,
                     const ns3::TcpLifecycleLaw& law,
                     ns3::Time end);

    /// \return the confidence of the intervals that formulas must lie in
    double TestConfidence() const;
    /// \return rows whose formula lies outside
    std::size_t CountOutside() const;
    /// \return how many rows
    std::size_t Size() const;
    /// \return all rows as a table for people, one line each
    std::string ToTable() const;
    /// \return all rows as CSV
    std::string ToCsv() const;
    /// \return all points as CSV
    std::string CurvesToCsv() const;
    /// \return all figures as CSV
    std::string FiguresToCsv() const;

  private:
    bool IsInside(const Row& row) const;

    std::string m_origin;          //!< last columns of each file: seed and command
    std::vector<Row> m_rows;       //!< in the order of Add
    std::vector<Point> m_points;   //!< the same
    std::vector<Figure> m_figures; //!< the same
};

/// \param value a number \return it with six significant digits
std::string Digits(double value);

} // namespace study

#endif // STUDY_REPORT_H
