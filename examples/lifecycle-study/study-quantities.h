/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */
#ifndef STUDY_QUANTITIES_H
#define STUDY_QUANTITIES_H

#include "lifecycle-config.h"
#include "study-closing.h"
#include "study-estimate.h"
#include "study-question.h"

#include <cstdint>
#include <string>
#include <vector>

/**
 * \file
 * What a user's own question asks for at each point: simulated and by formula.
 */

namespace study
{

/// What is counted at a point.
struct Counted
{
    uint32_t connections{0};         //!< simulated
    Closes closes;                   //!< of those that close
    ns3::TcpLifecycleSample connect; //!< times of those that connect
    uint64_t atOnce{0};              //!< connected after a round trip
    uint64_t failed{0};              //!< not connected
};

/// One of the numbers that a study asks for.
struct Quantity
{
    std::string name;               //!< in tables
    ns3::TcpLifecycleSample sample; //!< if it is a mean
    bool isMean{true};              //!< else a share
    uint64_t successes{0};          //!< of a share
    uint64_t trials{0};             //!< of a share
    double formula{0};              //!< what it should be
    bool isJudged{true};            //!< its interval can be trusted

    /// \param confidence in (0, 1) \return the interval
    ns3::TcpLifecycleInterval Interval(double confidence) const
    {
        return isMean ? sample.MeanInterval(confidence)
                      : ns3::TcpLifecycleProportionInterval(successes, trials, confidence);
    }

    /// \return the estimate
    double Value() const
    {
        return isMean ? sample.Mean()
                      : static_cast<double>(successes) / static_cast<double>(trials);
    }
};

/// A study that takes own values.
struct Kind
{
    const char* study;  //!< its name
    const char* title;  //!< of its figure
    const char* yLabel; //!< of its figure
    bool closes;        //!< connections are closed; else they are only opened
    bool oneWay;        //!< only what the first closer sends is lost
    /// The first one is what the figure shows. \return all that is asked for
    std::vector<Quantity> (*quantities)(const QuestionPoint& point, const Counted& counted);
};

/// The studies that take own values
const std::vector<Kind>& Kinds();
/// \param study a name \return its kind, or null
const Kind* FindKind(const std::string& study);

/// \param point a point \param end whose \param closes see Kind \return its parameters
ns3::lifecycle::Config ConfigAt(const QuestionPoint& point, End end, bool closes);

/// \param point a point \return when the server repeats its SYN,ACK. With the client's own RTO it
/// would give up at the very moment at which a repeat of the SYN arrives.
ns3::Time ServerRto(const QuestionPoint& point);

} // namespace study

#endif // STUDY_QUANTITIES_H
