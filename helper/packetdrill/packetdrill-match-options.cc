/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "packetdrill-match-options.h"

#include "packetdrill-live-options.h"
#include "packetdrill-printer.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace ns3
{
namespace packetdrill
{

namespace
{

using lifecycle::Seq;

/// A tick of a host's timestamp clock where a script names none, but is to be compared strictly: 1
/// ms, as both Linux and FreeBSD have it, and the least that RFC 7323, section 5.4, recommends.
constexpr Duration USUAL_TICK{1000000};

/// \param number a number or nothing \param actual one \return whether it is that, if it is one
template <typename T>
bool
IsOrAny(const std::optional<T>& number, const std::optional<T>& actual)
{
    return !number || number == actual;
}

/// Compares the value of one option with a live one of its kind.
class ValueComparison
{
  public:
    /// \param actual a live option, its SACK edges relative \param translation of the numbers
    /// for \param rules how exactly
    ValueComparison(const OptionPattern& actual,
                    const Translation& translation,
                    const MatchRules& rules)
        : m_actual(actual),
          m_translation(translation),
          m_rules(rules)
    {
    }

    /// \param expected the option \return whether its value is right
    bool operator()(const MssOption& expected) const
    {
        return IsOrAny(expected.octets, std::get<MssOption>(m_actual.value).octets);
    }

    /// \param expected the option \return whether its value is right
    bool operator()(const WindowScaleOption& expected) const
    {
        return IsOrAny(expected.shift, std::get<WindowScaleOption>(m_actual.value).shift);
    }

    /// \return true, it has no value
    bool operator()(const SackPermittedOption&) const
    {
        return true;
    }

    /// \param expected the option \return whether its value is right
    bool operator()(const SackOption& expected) const
    {
        const auto& actual = std::get<SackOption>(m_actual.value).blocks;
        return std::equal(expected.blocks.begin(),
                          expected.blocks.end(),
                          actual.begin(),
                          actual.end(),
                          [this](const SackRange& wanted, const SackRange& is) {
                              const Seq base = wanted.absolute ? m_translation.RemoteBase() : Seq();
                              return Seq(wanted.left) == base + is.left &&
                                     Seq(wanted.right) == base + is.right;
                          });
    }

    /// \param expected the option \return whether its value is right
    bool operator()(const TimestampsOption& expected) const
    {
        const auto& actual = std::get<TimestampsOption>(m_actual.value);
        const bool echo = !m_rules.strict || IsOrAny(expected.echo, actual.echo);
        return echo && (!expected.value || IsStampRight(*expected.value, actual.value.value_or(0)));
    }

    /// \return true, it has no value
    bool operator()(const NoOperationOption&) const
    {
        return true;
    }

    /// \return true, it has no value
    bool operator()(const EndOfListOption&) const
    {
        return true;
    }

    /// \param expected the option \return whether its value is right
    bool operator()(const FastOpenOption& expected) const
    {
        const auto& actual = std::get<FastOpenOption>(m_actual.value);
        const auto named = m_translation.cookies.find(expected.variable);
        if (!expected.variable.empty() && named == m_translation.cookies.end())
        {
            return !actual.cookie.empty();
        }
        return actual.cookie == (expected.variable.empty() ? expected.cookie : named->second);
    }

    /// \param expected the option \return whether its value is right
    bool operator()(const RawOption& expected) const
    {
        return expected.data == std::get<RawOption>(m_actual.value).data;
    }

    /// \return false
    bool operator()(const UnknownOption&) const
    {
        return false;
    }

  private:
    /// \param expected the script's TS value \param actual the live one \return whether it is as
    /// far from the first one of the connection as the script says
    bool IsStampRight(uint32_t expected, uint32_t actual) const
    {
        if ((!m_rules.tsTick && !m_rules.strict) || !m_translation.firstStamp)
        {
            return true;
        }
        const auto wanted = static_cast<int32_t>(expected - m_translation.firstStamp->first);
        const auto is = static_cast<int32_t>(actual - m_translation.firstStamp->second);
        const int64_t ticks = std::abs(static_cast<int64_t>(wanted) - is);
        const Duration tick = std::max(m_rules.tsTick.value_or(USUAL_TICK), Duration(1));
        return ticks <= m_rules.tolerance / tick;
    }

    const OptionPattern& m_actual;    //!< the live option
    const Translation& m_translation; //!< the translation of numbers
    const MatchRules& m_rules;        //!< how exactly
};

/// An option of each side, beside each other.
struct Pair
{
    const OptionPattern* expected{nullptr}; //!< the script's, if there is one
    const OptionPattern* actual{nullptr};   //!< the live one, if there is one
};

/// \param one an option \param other another \return whether they are of one kind
bool
IsSameKind(const OptionPattern& one, const OptionPattern& other)
{
    const auto* fastOpen = std::get_if<FastOpenOption>(&one.value);
    const auto* raw = std::get_if<RawOption>(&one.value);
    return one.value.index() == other.value.index() &&
           (fastOpen == nullptr ||
            fastOpen->experimental == std::get<FastOpenOption>(other.value).experimental) &&
           (raw == nullptr || raw->kind == std::get<RawOption>(other.value).kind);
}

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
    std::vector<OptionPattern> actual;
    for (const LiveOption& option : ReadLiveOptions(live))
    {
        actual.push_back(ToPattern(option, translation.RemoteBase()));
    }

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
        cell.differs = !sameKind || !std::visit(ValueComparison(*pair.actual, translation, rules),
                                                pair.expected->value);
        cells.push_back(std::move(cell));
    }
    return cells;
}

} // namespace packetdrill
} // namespace ns3
