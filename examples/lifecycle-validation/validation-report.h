/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef VALIDATION_REPORT_H
#define VALIDATION_REPORT_H

#include "tcp-lifecycle-estimate.h"
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

namespace validation
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

/// A point of a curve, for a plot.
struct Point
{
    Subject subject;                    //!< what the curve is about
    std::string curve;                  //!< what it shows
    double x{0};                        //!< abscissa
    double simulated{0};                //!< ordinate
    ns3::TcpLifecycleInterval interval; //!< of confidence 95 %
    double formula{0};                  //!< what it should be
};

/**
 * Collects rows, and judges them together: each formula must lie inside an interval of confidence
 * 1 - ALPHA/rows (Bonferroni), so that a run in which every formula is right fails with a
 * probability of ALPHA at most.
 */
class Report
{
  public:
    /// Probability that anything at all is called wrong if everything is right, at most
    static constexpr double ALPHA = 0.01;

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

    /// \param point of a curve; it is not judged
    void AddPoint(const Point& point);
    /**
     * Adds a distribution function as a curve: P(time <= x) at every value of a law.
     * \param subject what about \param curve name \param times observed, of those that came
     * \param trials how many could have come \param law what it should be
     */
    void AddDistribution(const Subject& subject,
                         const std::string& curve,
                         std::vector<ns3::Time> times,
                         uint64_t trials,
                         const ns3::TcpLifecycleLaw& law);

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

  private:
    bool IsInside(const Row& row) const;

    std::vector<Row> m_rows;     //!< in the order of Add
    std::vector<Point> m_points; //!< the same
};

} // namespace validation

#endif // VALIDATION_REPORT_H
