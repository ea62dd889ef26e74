/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fuzz-support.h"
#include "tcp-lifecycle-formula.h"
#include "tcp-lifecycle-prediction.h"
#include "tcp-lifecycle-random-text.h"

/**
 * \file
 * Fuzzes what reads a single word or line: formulas, predictions, random variables, times and
 * numbers. Every text is one, or an error of one line. The first byte chooses.
 */

using namespace ns3;

namespace
{

/// The value of a formula is the sum of its terms. \param text a formula
void
ReadFormula(const std::string& text)
{
    // f(a, b) = k a + l b
    const Time one =
        EvaluateTcpLifecycleFormula(text, {{"a", NanoSeconds(1)}, {"b", Seconds(100)}});
    const Time half =
        EvaluateTcpLifecycleFormula(text, {{"a", NanoSeconds(0)}, {"b", Seconds(50)}});
    const Time rest =
        EvaluateTcpLifecycleFormula(text, {{"a", NanoSeconds(1)}, {"b", Seconds(50)}});
    Require(one - half == half + (rest - half), "a formula is linear in its names");
}

/// \param kind what is read \param token it
void
ReadWord(uint8_t kind, const TcpLifecycleToken& token)
{
    switch (kind % 6)
    {
    case 0:
        ReadFormula(token.text);
        break;
    case 1:
        Require(TcpLifecyclePrediction::Read(token).end < 2, "a prediction is of A or B");
        break;
    case 2:
        TcpLifecycleReadRandom(token);
        break;
    case 3:
        TcpLifecycleReadRandomTime(token);
        break;
    case 4: {
        const Time time = TcpLifecycleReadTime(token);
        const std::string text = TcpLifecycleTimeText(time);
        Require(TcpLifecycleReadTime({text, {}}) == time, "a time that is written is the same");
        break;
    }
    default: {
        const double number = TcpLifecycleReadReal(token, -1e300, 1e300);
        const std::string text = TcpLifecycleRealText(number);
        Require(TcpLifecycleReadReal({text, {}}, -1e300, 1e300) == number,
                "a number that is written is the same");
        break;
    }
    }
}

} // namespace

int
LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    if (size == 0)
    {
        return 0;
    }
    const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
    try
    {
        ReadWord(data[0], {text, {"fuzz"}});
    }
    catch (const std::invalid_argument& error)
    {
        RequireMessage(error);
    }
    return 0;
}
