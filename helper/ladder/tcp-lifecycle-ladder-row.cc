/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-ladder-row.h"

#include "tcp-lifecycle-ladder-glyphs.h"

#include <algorithm>

namespace ns3
{
namespace ladder_row
{

using namespace ladder_glyphs;

void
Put(std::string& cells, std::size_t begin, const std::string& text)
{
    cells.resize(std::max(cells.size(), begin + text.size()), ' ');
    cells.replace(begin, text.size(), text);
}

void
PutCentred(std::string& cells, std::size_t middle, const std::string& text)
{
    Put(cells, middle - std::min(middle, text.size() / 2), text);
}

void
PutState(std::string& cells, std::size_t end, lifecycle::State state)
{
    const std::string name = lifecycle::ToText(state);
    Put(cells, end == 0 ? LEFT - 1 - name.size() : RIGHT + 2, name);
}

void
PutLabel(std::string& cells,
         std::size_t begin,
         std::size_t end,
         bool fromA,
         const std::string& label)
{
    if (end < begin + label.size())
    {
        Put(cells, LEFT + 1 + (fromA ? begin : end - label.size()), label);
        return;
    }
    std::size_t best = begin + (end - begin - label.size()) / 2;
    std::size_t bestHits = label.size();
    const std::size_t ideal = best;
    for (std::size_t at = begin; at + label.size() <= end; ++at)
    {
        const auto first = cells.begin() + static_cast<std::ptrdiff_t>(LEFT + 1 + at);
        const auto hits = static_cast<std::size_t>(
            std::count(first, first + static_cast<std::ptrdiff_t>(label.size()), CROSSING));
        const auto far = [ideal](std::size_t x) { return x > ideal ? x - ideal : ideal - x; };
        if (hits < bestHits || (hits == bestHits && far(at) < far(best)))
        {
            best = at;
            bestHits = hits;
        }
    }
    Put(cells, LEFT + 1 + best, label);
}

void
DrawHorizontal(std::string& cells, bool fromLeft, std::size_t stop)
{
    const std::size_t begin = fromLeft ? 0 : stop;
    const std::size_t end = fromLeft ? stop : MIDDLE_WIDTH - 1;
    for (std::size_t i = begin; i <= end; ++i)
    {
        Cell& cell = cells[LEFT + 1 + i];
        cell = cell == VERTICAL ? CROSSING : HORIZONTAL;
    }
}

} // namespace ladder_row
} // namespace ns3
