/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_FORMULA_H
#define TCP_LIFECYCLE_FORMULA_H

#include "ns3/nstime.h"

#include <map>
#include <string>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Sums of named times, as the scenario catalogue writes them.
 */

namespace ns3
{

/// Names and their times.
using TcpLifecycleSymbols = std::map<std::string, Time>;

/**
 * The value of a formula such as `2*d+D`, `d-s`, `3*d`, `0`: terms joined by `+` and `-`, each a
 * name, or a whole number and `*` and a name; or `0` alone.
 *
 * \param formula the text, without spaces
 * \param symbols the values of the names
 * \return the sum, exact to the nanosecond
 * \throw std::invalid_argument if the text is not a formula or a name is not known
 */
Time EvaluateTcpLifecycleFormula(const std::string& formula, const TcpLifecycleSymbols& symbols);

} // namespace ns3

#endif // TCP_LIFECYCLE_FORMULA_H
