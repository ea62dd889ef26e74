/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-formula.h"

#include "tcp-lifecycle-words.h"

#include <algorithm>
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
    std::int64_t sum = 0;
    std::size_t at = 0;
    while (at < formula.size())
    {
        const bool minus = formula[at] == '-';
        if (minus || (formula[at] == '+' && at > 0))
        {
            ++at;
        }
        const std::size_t end = std::min(formula.find_first_of("+-", at), formula.size());
        std::string term = formula.substr(at, end - at);
        std::int64_t factor = minus ? -1 : 1;
        const std::size_t star = term.find('*');
        if (star != std::string::npos)
        {
            const std::string number = term.substr(0, star);
            if (number.empty() || number.size() > 6 ||
                number.find_first_not_of("0123456789") != std::string::npos)
            {
                throw std::invalid_argument("no number before '*' in " +
                                            TcpLifecycleQuoted(formula));
            }
            factor *= std::stoi(number);
            term = term.substr(star + 1);
        }
        const auto symbol = symbols.find(term);
        if (symbol == symbols.end())
        {
            throw std::invalid_argument(TcpLifecycleQuoted(term) + " in " +
                                        TcpLifecycleQuoted(formula) + " is unknown");
        }
        const std::int64_t value = symbol->second.GetNanoSeconds();
        if (__builtin_mul_overflow(factor, value, &factor) ||
            __builtin_add_overflow(sum, factor, &sum))
        {
            throw std::invalid_argument("the value of " + TcpLifecycleQuoted(formula) +
                                        " is too large for a time");
        }
        at = end;
    }
    if (formula.empty() || formula.back() == '+' || formula.back() == '-')
    {
        throw std::invalid_argument(TcpLifecycleQuoted(formula) + " is not a formula");
    }
    return NanoSeconds(sum);
}

} // namespace ns3
