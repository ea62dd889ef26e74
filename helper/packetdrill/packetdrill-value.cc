/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "packetdrill-value.h"

#include <cmath>
#include <cstdio>

namespace ns3
{
namespace packetdrill
{

namespace
{

/// \param value a number \return as a real one; a ValueError if it is none
double
Real(const Value& value)
{
    if (const auto* integer = std::get_if<int64_t>(&value.data))
    {
        return static_cast<double>(*integer);
    }
    if (const auto* real = std::get_if<double>(&value.data))
    {
        return *real;
    }
    throw ValueError("a number is needed, not " + ToText(value));
}

/// \param value an integer \return it; a ValueError if it is none
int64_t
Whole(const Value& value)
{
    if (const auto* integer = std::get_if<int64_t>(&value.data))
    {
        return *integer;
    }
    throw ValueError("an integer is needed, not " + ToText(value));
}

/// \param value a value \return whether it is a string
bool
IsString(const Value& value)
{
    return std::holds_alternative<std::string>(value.data);
}

/// \param value a value \return whether it is an integer
bool
IsWhole(const Value& value)
{
    return std::holds_alternative<int64_t>(value.data);
}

/// \param value a value \return whether it is a tuple
bool
IsTuple(const Value& value)
{
    return std::holds_alternative<std::vector<Value>>(value.data);
}

/// \param left one value \param right another \return whether they are equal; those of different
/// kinds are not
bool
IsEqual(const Value& left, const Value& right)
{
    if (IsTuple(left) && IsTuple(right))
    {
        const auto& a = std::get<std::vector<Value>>(left.data);
        const auto& b = std::get<std::vector<Value>>(right.data);
        bool equal = a.size() == b.size();
        for (std::size_t i = 0; equal && i < a.size(); ++i)
        {
            equal = IsEqual(a[i], b[i]);
        }
        return equal;
    }
    if (IsString(left) || IsString(right) || IsTuple(left) || IsTuple(right))
    {
        return IsString(left) && IsString(right) &&
               std::get<std::string>(left.data) == std::get<std::string>(right.data);
    }
    return IsWhole(left) && IsWhole(right) ? Whole(left) == Whole(right)
                                           : Real(left) == Real(right);
}

/// \param left one value \param right another \return whether the first comes before; a ValueError
/// if they have no order
bool
IsLess(const Value& left, const Value& right)
{
    if (IsString(left) && IsString(right))
    {
        return std::get<std::string>(left.data) < std::get<std::string>(right.data);
    }
    return IsWhole(left) && IsWhole(right) ? Whole(left) < Whole(right) : Real(left) < Real(right);
}

/// \param item a value \param all a tuple or a string \return whether it is in there
bool
IsIn(const Value& item, const Value& all)
{
    if (IsString(item) && IsString(all))
    {
        return std::get<std::string>(all.data).find(std::get<std::string>(item.data)) !=
               std::string::npos;
    }
    if (!IsTuple(all))
    {
        throw ValueError("nothing can be in " + ToText(all));
    }
    bool found = false;
    for (const Value& one : std::get<std::vector<Value>>(all.data))
    {
        found = found || IsEqual(item, one);
    }
    return found;
}

/// \param overflowed whether the last operation has left 64 bits
void
RefuseOverflow(bool overflowed)
{
    if (overflowed)
    {
        throw ValueError("the result does not fit in 64 bits");
    }
}

/// \param left dividend \param right divisor, not 0 \param remainder whether that is wanted
/// \return quotient or remainder, rounded down as Python does
int64_t
Divide(int64_t left, int64_t right, bool remainder)
{
    if (right == 0)
    {
        throw ValueError("division by zero");
    }
    if (right == -1)
    {
        RefuseOverflow(left == INT64_MIN);
        return remainder ? 0 : -left;
    }
    const int64_t quotient = left / right;
    const int64_t rest = left % right;
    const bool down = rest != 0 && (rest < 0) != (right < 0);
    return remainder ? (down ? rest + right : rest) : (down ? quotient - 1 : quotient);
}

/// \param operation an operator for integers \param left one \param right another \return the
/// result
int64_t
OperateWhole(const std::string& operation, int64_t left, int64_t right)
{
    int64_t result = 0;
    if (operation == "+")
    {
        RefuseOverflow(__builtin_add_overflow(left, right, &result));
    }
    else if (operation == "-")
    {
        RefuseOverflow(__builtin_sub_overflow(left, right, &result));
    }
    else if (operation == "*")
    {
        RefuseOverflow(__builtin_mul_overflow(left, right, &result));
    }
    else if (operation == "//" || operation == "%")
    {
        result = Divide(left, right, operation == "%");
    }
    else if (operation == "|")
    {
        result = left | right;
    }
    else if (operation == "&")
    {
        result = left & right;
    }
    else if (operation == "^")
    {
        result = left ^ right;
    }
    else
    {
        constexpr int64_t MOST_SHIFT = 62; // keeps a power of two in 63 bits
        if (right < 0 || right > MOST_SHIFT)
        {
            throw ValueError("a shift by " + std::to_string(right) + "; 0 to 62 is possible");
        }
        const bool leftwards = operation == "<<";
        result = leftwards ? 0 : left >> right;
        RefuseOverflow(leftwards && __builtin_mul_overflow(left, int64_t{1} << right, &result));
    }
    return result;
}

/// \param operation an operator for real numbers \param left one \param right another \return
/// result
double
OperateReal(const std::string& operation, double left, double right)
{
    if (operation == "+")
    {
        return left + right;
    }
    if (operation == "-")
    {
        return left - right;
    }
    if (operation == "*")
    {
        return left * right;
    }
    if (right == 0)
    {
        throw ValueError("division by zero");
    }
    if (operation == "/")
    {
        return left / right;
    }
    const double floor = std::floor(left / right);
    if (operation == "//")
    {
        return floor;
    }
    if (operation == "%")
    {
        return left - floor * right;
    }
    throw ValueError("\"" + operation + "\" is for integers");
}

} // namespace

bool
IsTrue(const Value& value)
{
    if (IsString(value))
    {
        return !std::get<std::string>(value.data).empty();
    }
    return IsTuple(value) ? !std::get<std::vector<Value>>(value.data).empty() : Real(value) != 0;
}

std::string
ToText(const Value& value)
{
    if (const auto* integer = std::get_if<int64_t>(&value.data))
    {
        return std::to_string(*integer);
    }
    if (const auto* real = std::get_if<double>(&value.data))
    {
        char out[32];
        std::snprintf(out, sizeof out, "%.12g", *real);
        return out;
    }
    if (const auto* string = std::get_if<std::string>(&value.data))
    {
        return *string;
    }
    std::string text;
    for (const Value& item : std::get<std::vector<Value>>(value.data))
    {
        text += (text.empty() ? "(" : ", ") + ToText(item);
    }
    return text.empty() ? "()" : text + ')';
}

bool
Compare(const std::string& operation, const Value& left, const Value& right)
{
    if (operation == "in" || operation == "not in")
    {
        return IsIn(left, right) == (operation == "in");
    }
    if (operation == "==" || operation == "!=")
    {
        return IsEqual(left, right) == (operation == "==");
    }
    if (operation == "<")
    {
        return IsLess(left, right);
    }
    if (operation == ">")
    {
        return IsLess(right, left);
    }
    return operation == "<=" ? IsLess(left, right) || IsEqual(left, right)
                             : IsLess(right, left) || IsEqual(left, right);
}

Value
Operate(const std::string& operation, const Value& left, const Value& right)
{
    if (operation == "%" && IsString(left))
    {
        return Value(Format(std::get<std::string>(left.data), right));
    }
    if (operation == "+" && IsString(left) && IsString(right))
    {
        constexpr std::size_t MOST = 65536; // a variable that doubles in a line must have an end
        const std::string both =
            std::get<std::string>(left.data) + std::get<std::string>(right.data);
        if (both.size() > MOST)
        {
            throw ValueError("the string is too long");
        }
        return Value(both);
    }
    if (IsWhole(left) && IsWhole(right) && operation != "/")
    {
        return Value(OperateWhole(operation, Whole(left), Whole(right)));
    }
    return Value(OperateReal(operation, Real(left), Real(right)));
}

Value
Negate(const std::string& operation, const Value& value)
{
    if (operation == "~")
    {
        return Value(~Whole(value));
    }
    if (operation == "+")
    {
        return IsWhole(value) ? value : Value(Real(value));
    }
    return IsWhole(value) ? Value(OperateWhole("-", 0, Whole(value))) : Value(-Real(value));
}

} // namespace packetdrill
} // namespace ns3
