/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-ladder-glyphs.h"

#include <algorithm>
#include <iterator>

/**
 * \file
 * \ingroup tcp-lifecycle
 * The characters of ladder diagrams in text.
 */

namespace ns3
{
namespace ladder_glyphs
{

namespace
{

/// A glyph in both charsets.
struct Glyph
{
    Cell cell;         //!< the glyph
    const char* utf8;  //!< in UTF-8
    const char* ascii; //!< in ASCII
};

constexpr Glyph GLYPHS[] = {
    {HORIZONTAL, "─", "-"},
    {VERTICAL, "│", "|"},
    {TURN_A_DOWN, "╮", "."},
    {TURN_A_OUT, "╰", "'"},
    {TURN_B_DOWN, "╭", "."},
    {TURN_B_OUT, "╯", "'"},
    {CROSSING, "┼", "+"},
    {LEAVE_A, "├", "|"},
    {LEAVE_B, "┤", "|"},
    {HEAD_RIGHT, "▶", ">"},
    {HEAD_LEFT, "◀", "<"},
    {MARK, "●", "*"},
    {PAUSE, "┊", ":"},
};

} // namespace

std::string
Encode(std::string cells, TcpLifecycleLadderCharset charset)
{
    cells.erase(cells.find_last_not_of(' ') + 1);
    std::string text;
    for (const Cell cell : cells)
    {
        const auto* glyph = std::find_if(std::begin(GLYPHS),
                                         std::end(GLYPHS),
                                         [cell](const Glyph& g) { return g.cell == cell; });
        if (glyph == std::end(GLYPHS))
        {
            text += cell;
        }
        else
        {
            text += charset == TcpLifecycleLadderCharset::Utf8 ? glyph->utf8 : glyph->ascii;
        }
    }
    return text + '\n';
}

} // namespace ladder_glyphs
} // namespace ns3
