/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PACKETDRILL_CODE_H
#define PACKETDRILL_CODE_H

#include "packetdrill-script.h"
#include "packetdrill-value.h"

#include <string>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle-packetdrill
 * Code blocks, read: the few statements and operators of Python that scripts use.
 */

namespace ns3
{
namespace packetdrill
{

/// Thrown where code cannot be read or done; caught where that began.
struct CodeFailure
{
    Position position;       //!< where
    std::string message;     //!< what is wrong
    bool unsupported{false}; //!< it may be right, but it is beyond what is understood here
};

/// An expression of code.
struct CodeNode
{
    /// What it is.
    enum class Kind : uint8_t
    {
        Constant, //!< value
        Name,     //!< text
        Tuple,    //!< children
        Not,      //!< of its child
        And,      //!< of two children
        Or,       //!< of two children
        Compare,  //!< children with operators between
        Binary,   //!< two children with text between
        Unary,    //!< text before its child
        Call,     //!< the function text with children
    };

    Kind kind{Kind::Constant};          //!< what it is
    Position position;                  //!< where
    std::string text;                   //!< a name or an operator
    Value value;                        //!< of a constant
    std::vector<CodeNode> children;     //!< its parts
    std::vector<std::string> operators; //!< of Compare, one less than children
    int depth{1};                       //!< levels of nodes
};

/// A statement of code.
struct CodeStatement
{
    /// What it is.
    enum class Kind : uint8_t
    {
        Assert,     //!< the first expression, with a second one to say
        Print,      //!< all expressions
        Assign,     //!< the expression to name, with text before `=` if that is an operator
        Expression, //!< the expression for nothing
        Pass,       //!< nothing
    };

    Kind kind{Kind::Pass};             //!< what it is
    Position position;                 //!< where
    std::string source;                //!< as written
    std::string name;                  //!< the variable
    std::string operation;             //!< of `+=` and the like
    std::vector<CodeNode> expressions; //!< in order
};

/// \param code a block \return its statements; throws CodeFailure
std::vector<CodeStatement> ReadCode(const Code& code);

} // namespace packetdrill
} // namespace ns3

#endif // PACKETDRILL_CODE_H
