/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef MUTANT_SWITCH_H
#define MUTANT_SWITCH_H

#include <functional>
#include <initializer_list>
#include <type_traits>

/**
 * \file
 * What schemata.py writes into a source: each place has the source's own operation and those of its
 * mutants, one of which the environment variable LIFECYCLE_MUTANT switches on.
 */

namespace mutant
{

/// Most numbers of mutants.
constexpr int MOST = 1 << 17;

/// The mutant that is switched on, or -1.
extern int g_active;

/// Which places were reached.
extern unsigned char g_reached[MOST];

/// \return whether a mutant is switched on \param number of the mutant
inline bool
On(int number)
{
    g_reached[number] = 1;
    return g_active == number;
}

/// \return what an operation gives, or with the mutant another one
template <int N, typename Was, typename Now, typename A, typename B>
inline auto
Apply(const A& a, const B& b)
{
    static_assert(std::is_same<decltype(Was()(a, b)), decltype(Now()(a, b))>::value,
                  "both are of one type");
    return On(N) ? Now()(a, b) : Was()(a, b);
}

/// Adds, or with the mutant subtracts.
template <int N, typename A, typename B>
inline A&
Increase(A& a, const B& b)
{
    return On(N) ? a -= b : a += b;
}

/// Subtracts, or with the mutant adds.
template <int N, typename A, typename B>
inline A&
Decrease(A& a, const B& b)
{
    return On(N) ? a += b : a -= b;
}

/// \return a condition, or with the mutant its contrary
template <int N>
inline bool
Negate(bool condition)
{
    return On(N) != condition;
}

/// \return a number, or with the first mutant the next, with the second (if any) the one before
template <int Up, int Down, typename T>
inline T
Value(T value)
{
    if (On(Up))
    {
        return value + 1;
    }
    return Down >= 0 && On(Down < 0 ? 0 : Down) ? value - 1 : value;
}

/// \return the lesser, or with the mutant the greater
template <int N, typename T>
inline const T&
Min(const T& a, const T& b)
{
    return On(N) != (b < a) ? b : a;
}

/// \return the greater, or with the mutant the lesser
template <int N, typename T>
inline const T&
Max(const T& a, const T& b)
{
    return On(N) != (a < b) ? b : a;
}

/// \return parameters as they are initially
template <typename T>
inline const T&
Initial()
{
    static const T initial{};
    return initial;
}

} // namespace mutant

#endif // MUTANT_SWITCH_H
