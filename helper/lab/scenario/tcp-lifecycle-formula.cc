/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-formula.h"

#include "tcp-lifecycle-words.h"

#include <cstdint>
#include <stdexcept>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Sums of named times.
 */

namespace ns3
{

Time
EvaluateTcpLifecycleFormula(const std::string& formula, const TcpLifecycleSymbols& symbols)
{
    if (formula == "0")
    {
        return Time(0);
    }
    TcpLifecycleTokenizer tokens(formula, {"formula"}, "");
    std::int64_t sum = 0;
    bool minus = tokens.Skip('-');
    bool more = true;
    while (more)
    {
        TcpLifecycleToken term = tokens.Next("+-*");
        std::int64_t factor = minus ? -1 : 1;
        if (tokens.Skip('*'))
        {
            constexpr std::uint64_t MOST_FACTOR = 999999;
            factor *= static_cast<std::int64_t>(TcpLifecycleReadNumber(term, 0, MOST_FACTOR));
            term = tokens.Next("+-*");
        }
        const auto symbol = symbols.find(term.text);
        if (symbol == symbols.end())
        {
            throw std::invalid_argument(TcpLifecycleQuoted(term.text) + " in " +
                                        TcpLifecycleQuoted(formula) + " is unknown");
        }
        const std::int64_t value = symbol->second.GetNanoSeconds();
        if (__builtin_mul_overflow(factor, value, &factor) ||
            __builtin_add_overflow(sum, factor, &sum))
        {
            throw std::invalid_argument("the value of " + TcpLifecycleQuoted(formula) +
                                        " is too large for a time");
        }
        minus = tokens.Skip('-');
        more = minus || tokens.Skip('+');
    }
    if (!tokens.Next().IsEnd())
    {
        throw std::invalid_argument(TcpLifecycleQuoted(formula) + " is not a formula");
    }
    return NanoSeconds(sum);
}

} // namespace ns3
