/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PACKETDRILL_RESULTS_H
#define PACKETDRILL_RESULTS_H

#include "packetdrill-script.h"

#include <cstddef>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle-packetdrill
 * What came of scripts, and how tools are told.
 */

namespace ns3
{
namespace packetdrill
{

/// How a script ended.
enum class Verdict : uint8_t
{
    Passed,       //!< all that it expects came
    Failed,       //!< something did not
    Unsupported,  //!< something in it is beyond what can be run here
    NotEvaluated, //!< without a name defined there is nothing to check in it
    Broken,       //!< it cannot be read
};

/// Number of verdicts.
constexpr std::size_t VERDICT_COUNT = 5;

/// \param verdict the verdict \return its word, `passed`
const char* ToText(Verdict verdict);

/// What came of one script.
struct ScriptResult
{
    std::string name;                 //!< the script's
    Verdict verdict{Verdict::Passed}; //!< how it ended
    Position position;                //!< where, unless it passed; line 0 if nowhere in it
    std::string message;              //!< why, of one line or more, unless it passed
    Duration simulated{0};            //!< virtual time that it took
    Duration spent{0};                //!< real time that it took
};

/// \param results some \param verdict one \return how many have it
std::size_t Count(const std::vector<ScriptResult>& results, Verdict verdict);

/// \param results some \return 0 if all passed, 2 if one is broken, else 1
int ExitStatus(const std::vector<ScriptResult>& results);

/// \param result one \return a line for it, not ended: `passed         a.pkt`
std::string LineText(const ScriptResult& result);

/// \param results some \return one line: `3 scripts: 1 passed, 2 failed`; those that are none are
/// left out
std::string SummaryText(const std::vector<ScriptResult>& results);

/**
 * The Test Anything Protocol, version 13. An unsupported script is "not ok" with TODO, which is
 * neither a pass nor a failure; one that was not evaluated is skipped.
 * \param results some \return the whole stream
 */
std::string TapText(const std::vector<ScriptResult>& results);

/**
 * XML as JUnit has it. Unsupported scripts and those not evaluated are skipped, broken ones errors.
 * \param suite a name for all of them \param results some \return the whole file
 */
std::string JunitText(const std::string& suite, const std::vector<ScriptResult>& results);

} // namespace packetdrill
} // namespace ns3

#endif // PACKETDRILL_RESULTS_H
