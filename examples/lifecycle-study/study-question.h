/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */
#ifndef STUDY_QUESTION_H
#define STUDY_QUESTION_H

#include "study-network.h"
#include "study-report.h"
#include "tcp-lifecycle-arguments.h"

#include "ns3/nstime.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/**
 * \file
 * A user's own question: lists of values, of which each combination is simulated.
 */

namespace study
{

/// Whose TCP is at the two ends.
struct Systems
{
    std::string client; //!< profile of A
    std::string server; //!< profile of B

    /// \return both, or the one that both have
    std::string Name() const;
};

/// One combination of values.
struct QuestionPoint
{
    Systems systems;                 //!< at the ends
    ns3::Time rtt;                   //!< round-trip time
    double loss{0};                  //!< probability that a segment is lost
    End closer{A};                   //!< who closes first
    std::optional<ns3::Time> rto;    //!< least RTO, or that of the first SYN
    std::optional<ns3::Time> twoMsl; //!< of who closes first
};

/// What a figure has as its abscissa.
enum class Axis
{
    Loss,   //!< the share of lost segments
    Rtt,    //!< the round-trip time, ms
    TwoMsl, //!< 2MSL, s
    Rto,    //!< the RTO, s
};

/// Lists of values. An empty one has its usual value.
struct Question
{
    std::vector<ns3::Time> rtts;    //!< round-trip times
    std::vector<double> losses;     //!< probabilities of loss
    std::vector<Systems> systems;   //!< profiles
    std::vector<End> closers;       //!< who closes first
    std::vector<ns3::Time> twoMsls; //!< durations of TIME-WAIT
    std::vector<ns3::Time> rtos;    //!< least or initial RTOs
    double precision{0}; //!< connections are added until the interval of 95 % is within it; 0: not

    /// \param arguments get the options
    void AddOptions(ns3::TcpLifecycleArguments& arguments);
    /// \return whether any of them was given
    bool IsAsked() const;
    /// \return every combination
    std::vector<QuestionPoint> Points() const;
    /// \return what a figure has as its abscissa: the first of the lists with several values
    Axis GetAxis() const;
    /// \param point a point \return what distinguishes its curve from the others
    std::string CurveOf(const QuestionPoint& point) const;
    /// \return names and values, for run.json
    std::vector<std::pair<std::string, std::string>> Describe() const;
};

/// \param axis an axis \param point a point \return its abscissa
double ValueAt(Axis axis, const QuestionPoint& point);
/// \param axis an axis \param value an abscissa \param point a point \return it, moved there
QuestionPoint MovedTo(Axis axis, double value, QuestionPoint point);

/// What came of a question.
struct Answer
{
    uint64_t connections{0};  //!< simulated
    std::size_t imprecise{0}; //!< points at which the precision was not reached
    std::size_t points{0};    //!< all of them
};

/**
 * Fails by std::invalid_argument where a study cannot answer it.
 * \param question lists \param study name of a study, or of several
 */
void CheckQuestion(const Question& question, const std::string& study);

/**
 * \param question lists \param study name of the study whose quantities are asked for
 * \param runs connections for each point, with a precision the most
 * \param report gets rows and a figure \return how much was done
 */
Answer Ask(const Question& question, const std::string& study, uint32_t runs, Report& report);

} // namespace study

#endif // STUDY_QUESTION_H
