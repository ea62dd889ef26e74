/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PACKETDRILL_PARSER_PARTS_H
#define PACKETDRILL_PARSER_PARTS_H

#include "packetdrill-cursor.h"
#include "packetdrill-script.h"

/**
 * \file
 * \ingroup tcp-lifecycle-packetdrill
 * What the parser is made of: each function reads one part of a script at a cursor, and throws
 * ParseFailure where it cannot. Private to the parser.
 */

namespace ns3
{
namespace packetdrill
{

/**
 * Read a packet after its direction.
 * \param cursor at what follows `<` or `>`
 * \param direction which of the two it was
 * \return the packet
 */
Packet ReadPacket(Cursor& cursor, Direction direction);

/// \param cursor at `first:end(length)` or `...(length)` \return the range
SequenceRange ReadSequence(Cursor& cursor);

/// \param cursor at a call's name \return the call with what it returns
SystemCall ReadSystemCall(Cursor& cursor);

/// \param cursor at an expression \return it
Expression ReadExpression(Cursor& cursor);

} // namespace packetdrill
} // namespace ns3

#endif // PACKETDRILL_PARSER_PARTS_H
