/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "packetdrill-options.h"

#include <algorithm>
#include <utility>

/**
 * \file
 * \ingroup tcp-lifecycle-packetdrill
 * Options that are expected, side by side with those of a live segment.
 */

namespace ns3
{
namespace packetdrill
{

namespace
{

/// An option of each side, beside each other.
struct Pair
{
    const OptionPattern* expected{nullptr}; //!< the script's, if there is one
    const OptionPattern* actual{nullptr};   //!< the live one, if there is one
};

/// \param expected the script's options \param actual live ones \return them beside each other, as
/// many as can be beside one of their kind
std::vector<Pair>
Align(const std::vector<OptionPattern>& expected, const std::vector<OptionPattern>& actual)
{
    // common[i][j]: how many pairs the options from i and from j on can give
    std::vector<std::vector<std::size_t>> common(expected.size() + 1,
                                                 std::vector<std::size_t>(actual.size() + 1, 0));
    for (std::size_t i = expected.size(); i-- > 0;)
    {
        for (std::size_t j = actual.size(); j-- > 0;)
        {
            common[i][j] = IsSameKind(expected[i], actual[j])
                               ? common[i + 1][j + 1] + 1
                               : std::max(common[i + 1][j], common[i][j + 1]);
        }
    }
    std::vector<Pair> pairs;
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < expected.size() || j < actual.size())
    {
        const bool both = i < expected.size() && j < actual.size();
        if (both && IsSameKind(expected[i], actual[j]))
        {
            pairs.push_back({&expected[i++], &actual[j++]});
        }
        else if (both && common[i + 1][j] == common[i][j] && common[i][j + 1] == common[i][j])
        {
            // neither has a partner: beside each other they are easier to see
            pairs.push_back({&expected[i++], &actual[j++]});
        }
        else if (j >= actual.size() || (both && common[i + 1][j] == common[i][j]))
        {
            pairs.push_back({&expected[i++], nullptr});
        }
        else
        {
            pairs.push_back({nullptr, &actual[j++]});
        }
    }
    return pairs;
}

/// Writes the options of one side, with what is before and between them.
class SideWriter
{
  public:
    /// \param last the last option of the side
    explicit SideWriter(const OptionPattern* last)
        : m_last(last)
    {
    }

    /// \param option the next one, or none \return its text
    std::string Next(const OptionPattern* option)
    {
        if (option == nullptr)
        {
            return "";
        }
        std::string text = (m_first ? '<' : ',') + ToText(*option);
        m_first = false;
        return option == m_last ? text + '>' : text;
    }

  private:
    const OptionPattern* m_last; //!< the last option
    bool m_first{true};          //!< none has been written
};

} // namespace

std::vector<Cell>
MatchOptions(const TcpPattern& expected,
             const lifecycle::Options& live,
             const Translation& translation,
             const MatchRules& rules)
{
    const std::vector<OptionPattern> actual = Decode(live, translation.RemoteBase());
    std::vector<Cell> cells;
    SideWriter actualSide(actual.empty() ? nullptr : &actual.back());
    if (expected.anyOptions)
    {
        std::string all;
        for (const OptionPattern& option : actual)
        {
            all += actualSide.Next(&option);
        }
        cells.push_back({Field::Options, "<...>", all, false, false});
        return cells;
    }

    SideWriter expectedSide(expected.options.empty() ? nullptr : &expected.options.back());
    for (const Pair& pair : Align(expected.options, actual))
    {
        Cell cell;
        cell.expected = expectedSide.Next(pair.expected);
        cell.actual = actualSide.Next(pair.actual);
        cell.glued = !cells.empty();
        const bool sameKind = pair.expected != nullptr && pair.actual != nullptr &&
                              IsSameKind(*pair.expected, *pair.actual);
        cell.field = sameKind ? Field::OptionValue : Field::Options;
        cell.differs = !sameKind || !IsValueRight(*pair.expected, *pair.actual, translation, rules);
        cells.push_back(std::move(cell));
    }
    return cells;
}

} // namespace packetdrill
} // namespace ns3
