/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PACKETDRILL_VALUE_H
#define PACKETDRILL_VALUE_H

#include <cstdint>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle-packetdrill
 * Values of code blocks, and what can be done with them.
 */

namespace ns3
{
namespace packetdrill
{

/// Thrown where an operation cannot be done with its values.
class ValueError : public std::runtime_error
{
  public:
    using std::runtime_error::runtime_error;
};

/**
 * \ingroup tcp-lifecycle-packetdrill
 *
 * A value as Python has it: an integer, which a truth value is too, a real number, a string, or a
 * tuple. Integers have 64 bits; what would leave them is an error.
 */
struct Value
{
    /// 0
    Value() = default;

    /// \param integer a number
    explicit Value(int64_t integer)
        : data(integer)
    {
    }

    /// \param real a number
    explicit Value(double real)
        : data(real)
    {
    }

    /// \param string a text
    explicit Value(std::string string)
        : data(std::move(string))
    {
    }

    /// \param tuple some values
    explicit Value(std::vector<Value> tuple)
        : data(std::move(tuple))
    {
    }

    std::variant<int64_t, double, std::string, std::vector<Value>> data; //!< which
};

/// \param value a value \return whether it counts as true: no zero, and not empty
bool IsTrue(const Value& value);

/// \param value a value \return as print shows it
std::string ToText(const Value& value);

/**
 * \param operation `==`, `!=`, `<`, `<=`, `>`, `>=`, `in` or `not in`
 * \param left one value \param right another
 * \return whether it holds; a ValueError if they have no order
 */
bool Compare(const std::string& operation, const Value& left, const Value& right);

/**
 * \param operation `|`, `^`, `&`, `<<`, `>>`, `+`, `-`, `*`, `/`, `//` or `%`, the last of which
 * formats if the left value is a string
 * \param left one value \param right another
 * \return what comes out; a ValueError if nothing does
 */
Value Operate(const std::string& operation, const Value& left, const Value& right);

/// \param operation `-`, `+` or `~` \param value a number \return what comes out; a ValueError if
/// nothing
Value Negate(const std::string& operation, const Value& value);

/// \param format a text with `%d` and the like \param arguments a tuple, or one value
/// \return the text; a ValueError if they do not go together
std::string Format(const std::string& format, const Value& arguments);

} // namespace packetdrill
} // namespace ns3

#endif // PACKETDRILL_VALUE_H
