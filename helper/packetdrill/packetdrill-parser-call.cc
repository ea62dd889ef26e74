/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "packetdrill-parser-parts.h"

#include <limits>
#include <utility>

/**
 * \file
 * \ingroup tcp-lifecycle-packetdrill
 * System calls and expressions, read.
 */

namespace ns3
{
namespace packetdrill
{

namespace
{

/// Lists, structures and calls in each other; scripts need four.
constexpr int MOST_DEPTH = 32;

Expression ReadAt(Cursor& cursor, int depth);

/**
 * Read what is between brackets, separated by commas.
 * \param cursor after the opening bracket
 * \param close the closing one
 * \param depth of nesting
 * \return the items
 */
std::vector<Expression>
ReadItems(Cursor& cursor, const char* close, int depth)
{
    std::vector<Expression> items;
    if (cursor.Skip(close))
    {
        return items;
    }
    do
    {
        items.push_back(ReadAt(cursor, depth));
    } while (cursor.Skip(","));
    if (!cursor.Skip(close))
    {
        cursor.FailHere(std::string("\",\" or \"") + close + '"');
    }
    return items;
}

/// \param cursor after `{` \param depth of nesting \return the structure up to `}`
Structure
ReadStructure(Cursor& cursor, int depth)
{
    Structure structure;
    if (cursor.Skip("}"))
    {
        return structure;
    }
    do
    {
        Structure::Member member;
        Expression first = ReadAt(cursor, depth);
        auto* word = std::get_if<Word>(&first.value);
        auto* call = std::get_if<Call>(&first.value);
        if ((word != nullptr || call != nullptr) && cursor.Skip("="))
        {
            member.name = word != nullptr ? word->name : call->name;
            if (call != nullptr)
            {
                member.count = std::move(call->arguments);
            }
            first = ReadAt(cursor, depth);
        }
        member.value.push_back(std::move(first));
        structure.members.push_back(std::move(member));
    } while (cursor.Skip(","));
    if (!cursor.Skip("}"))
    {
        cursor.FailHere("\",\", \"=\" or \"}\"");
    }
    return structure;
}

/// \param cursor after a quotation mark \param begin where that is \return the string up to the
/// next
String
ReadString(Cursor& cursor, Position begin)
{
    String string;
    std::string raw = cursor.Until("\"", "the string", begin);
    while (!raw.empty() && raw.back() == '\\')
    {
        raw.back() = '"'; // an escaped mark does not end it
        string.text += raw;
        raw = cursor.Until("\"", "the string", begin);
    }
    string.text += raw;
    return string;
}

/// \param cursor at an integer, perhaps negative \return it
Integer
ReadInteger(Cursor& cursor)
{
    Integer integer;
    const bool negative = cursor.Skip("-");
    integer.hexadecimal =
        cursor.NextChar() == '0' && (cursor.Peek(1) == 'x' || cursor.Peek(1) == 'X');
    integer.value =
        static_cast<int64_t>(cursor.Number(std::numeric_limits<int64_t>::max(), "an integer"));
    integer.value = negative ? -integer.value : integer.value;
    return integer;
}

/// \param cursor at an expression without `|` \param depth of nesting \return it
Expression
ReadOne(Cursor& cursor, int depth)
{
    Expression expression;
    expression.position = cursor.NextPosition();
    const std::size_t begin = cursor.NextOffset();
    if (depth > MOST_DEPTH)
    {
        cursor.Fail(expression.position,
                    "nested more than " + std::to_string(MOST_DEPTH) + " deep");
    }
    if (cursor.Skip("..."))
    {
        expression.value = Ellipsis{};
    }
    else if (cursor.Skip("["))
    {
        expression.value = List{ReadItems(cursor, "]", depth + 1)};
    }
    else if (cursor.Skip("{"))
    {
        expression.value = ReadStructure(cursor, depth + 1);
    }
    else if (cursor.Skip("\""))
    {
        String string = ReadString(cursor, expression.position);
        for (Position next = cursor.NextPosition(); cursor.Skip("\""); next = cursor.NextPosition())
        {
            string.text += ReadString(cursor, next).text; // as in C, strings side by side are one
        }
        expression.value = std::move(string);
    }
    else if (cursor.IsNumber() || cursor.NextChar() == '-')
    {
        expression.value = ReadInteger(cursor);
    }
    else
    {
        std::string name = cursor.Word();
        if (name.empty())
        {
            cursor.FailHere("a value: a number, a name, a \"string\", [ ], { } or ...");
        }
        if (cursor.Skip("("))
        {
            expression.value = Call{std::move(name), ReadItems(cursor, ")", depth + 1)};
        }
        else
        {
            expression.value = Word{std::move(name)};
        }
    }
    expression.text = cursor.Text(begin, cursor.LastEnd());
    return expression;
}

/// \param cursor at an expression \param depth of nesting \return it
Expression
ReadAt(Cursor& cursor, int depth)
{
    const std::size_t begin = cursor.NextOffset();
    Expression first = ReadOne(cursor, depth);
    if (cursor.NextChar() != '|')
    {
        return first;
    }
    Expression all;
    all.position = first.position;
    Combination combination;
    combination.parts.push_back(std::move(first));
    while (cursor.Skip("|"))
    {
        combination.parts.push_back(ReadOne(cursor, depth));
    }
    all.value = std::move(combination);
    all.text = cursor.Text(begin, cursor.LastEnd());
    return all;
}

/// \param cursor at a note in parentheses, if there is one \return it without them
std::string
ReadNote(Cursor& cursor)
{
    const Position position = cursor.NextPosition();
    if (!cursor.Skip("("))
    {
        return "";
    }
    std::string note = cursor.RawUntil(")");
    if (!cursor.Skip(")"))
    {
        cursor.Fail(position, "the note does not end in its line; expected \")\"");
    }
    return note;
}

} // namespace

Expression
ReadExpression(Cursor& cursor)
{
    return ReadAt(cursor, 0);
}

SystemCall
ReadSystemCall(Cursor& cursor)
{
    SystemCall call;
    call.name = cursor.Word();
    cursor.Expect("(", "a system call's name");
    call.arguments = ReadItems(cursor, ")", 0);
    cursor.Expect("=", "a system call's arguments; what it returns follows");
    call.result = ReadExpression(cursor);
    const char next = cursor.NextChar();
    if (next >= 'A' && next <= 'Z')
    {
        call.error = cursor.Word();
    }
    call.note = ReadNote(cursor);
    return call;
}

} // namespace packetdrill
} // namespace ns3
