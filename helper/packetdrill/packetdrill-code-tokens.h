/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PACKETDRILL_CODE_TOKENS_H
#define PACKETDRILL_CODE_TOKENS_H

#include "packetdrill-code.h"

#include <cstddef>

/**
 * \file
 * \ingroup tcp-lifecycle-packetdrill
 * Tokens of a code block. Private to the reader of code.
 */

namespace ns3
{
namespace packetdrill
{

/// A token of code.
struct CodeToken
{
    /// What it is.
    enum class Kind : uint8_t
    {
        End,      //!< of the code
        NewLine,  //!< the end of a statement, by a line's end or `;`
        Name,     //!< text
        Constant, //!< value
        Operator, //!< text
    };

    Kind kind{Kind::End}; //!< what it is
    Position position;    //!< where
    std::size_t begin{0}; //!< its first byte
    std::size_t end{0};   //!< the byte after its last
    std::string text;     //!< a name or an operator
    Value value;          //!< of a constant
};

/// \param code a block \return its tokens, the last of which is End; throws CodeFailure
std::vector<CodeToken> ReadTokens(const Code& code);

} // namespace packetdrill
} // namespace ns3

#endif // PACKETDRILL_CODE_TOKENS_H
