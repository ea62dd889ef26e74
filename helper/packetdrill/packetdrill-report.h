/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PACKETDRILL_REPORT_H
#define PACKETDRILL_REPORT_H

#include "packetdrill-match.h"
#include "packetdrill-script.h"
#include "packetdrill-timing.h"

#include <string>

/**
 * \file
 * \ingroup tcp-lifecycle-packetdrill
 * The report of an expectation that was not met.
 */

namespace ns3
{
namespace packetdrill
{

/**
 * The event as written in the script, with the number of its first line before it.
 * \param event the event \return its lines, indented
 */
std::string EventText(const Event& event);

/**
 * Two segments, one under the other, field under field, and under them a mark below what differs:
 *
 *     expected  S. 0:0(0) ack 1 win 65535 <mss 1460,sackOK,eol,eol>
 *     actual    S. 0:0(0) ack 1 win 32768 <mss 1460,sackOK,eol,eol>
 *                               ^^^^^^^^^
 *
 * \param result a comparison \return three lines; two if nothing differs
 */
std::string SegmentsText(const MatchResult& result);

/**
 * What is said of a segment that is not as expected.
 * \param script the script \param event the event that expects it
 * \param result how they compare \param at when it came, since the script's start
 * \return the whole message, its last line ended
 */
std::string MismatchText(const Script& script,
                         const Event& event,
                         const MatchResult& result,
                         Duration at);

/**
 * What is said of something that came at the wrong time.
 * \param script the script \param event the event \param what came, `the segment`
 * \param from when it was expected, or earliest \param to latest
 * \param actual when it came \param timing how that compares
 * \return the whole message, its last line ended
 */
std::string MistimedText(const Script& script,
                         const Event& event,
                         const std::string& what,
                         Duration from,
                         Duration to,
                         Duration actual,
                         const TimingResult& timing);

/**
 * What is said in all other cases.
 * \param script the script \param event the event \param message what is invalid about it
 * \return the whole message, its last line ended
 */
std::string FailureText(const Script& script, const Event& event, const std::string& message);

} // namespace packetdrill
} // namespace ns3

#endif // PACKETDRILL_REPORT_H
