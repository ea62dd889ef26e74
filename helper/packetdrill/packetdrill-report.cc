/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "packetdrill-report.h"

#include <algorithm>

namespace ns3
{
namespace packetdrill
{

namespace
{

/// Before the lines of a segment.
constexpr char EXPECTED[] = "  expected  ";
constexpr char ACTUAL[] = "  actual    "; //!< the same
constexpr char MARKS[] = "            ";  //!< the same

/// \param text gets blanks at its end \param width it is to have
void
Pad(std::string& text, std::size_t width)
{
    text.resize(std::max(text.size(), width), ' ');
}

/// \param text loses blanks at its end \return it with a line end
std::string
Line(std::string text)
{
    text.erase(text.find_last_not_of(' ') + 1);
    return text + '\n';
}

/// \param cell two texts \return how many bytes of the wider one are no part of the field, at the
/// left: what separates it
std::size_t
SeparatorOf(const Cell& cell)
{
    const std::string& text = cell.expected.empty() ? cell.actual : cell.expected;
    const bool option = cell.field == Field::Options || cell.field == Field::OptionValue;
    return option && !text.empty() && (text[0] == '<' || text[0] == ',') ? 1 : 0;
}

/// \param cells fields \return them, a length as part of the sequence numbers before it
std::vector<Cell>
Joined(const std::vector<Cell>& cells)
{
    std::vector<Cell> joined;
    for (const Cell& cell : cells)
    {
        if (cell.field == Field::Length && !joined.empty())
        {
            Cell& numbers = joined.back();
            numbers.expected += cell.expected;
            numbers.actual += cell.actual;
            numbers.differs = numbers.differs || cell.differs;
        }
        else
        {
            joined.push_back(cell);
        }
    }
    return joined;
}

/// \param fields some \return their names, separated by commas and "and"
std::string
NamesOf(const std::vector<Field>& fields)
{
    std::string text;
    for (std::size_t i = 0; i < fields.size(); ++i)
    {
        text += i == 0 ? "" : (i + 1 == fields.size() ? " and " : ", ");
        text += ToText(fields[i]);
    }
    return text;
}

} // namespace

std::string
EventText(const Event& event)
{
    constexpr std::size_t NUMBER_WIDTH = 5;
    std::string number = std::to_string(event.position.line);
    number.insert(0, NUMBER_WIDTH - std::min(number.size(), NUMBER_WIDTH), ' ');
    std::string text;
    std::size_t begin = 0;
    while (begin < event.text.size())
    {
        const std::size_t end = std::min(event.text.find('\n', begin), event.text.size());
        text += Line(number + " | " + event.text.substr(begin, end - begin));
        number.assign(number.size(), ' ');
        begin = end + 1;
    }
    return text;
}

std::string
SegmentsText(const MatchResult& result)
{
    std::string expected = EXPECTED;
    std::string actual = ACTUAL;
    std::string marks = MARKS;
    for (const Cell& cell : Joined(result.cells))
    {
        const std::size_t width = std::max(cell.expected.size(), cell.actual.size());
        if (!cell.glued && expected.size() > sizeof EXPECTED - 1 && width > 0)
        {
            expected += ' ';
            actual += ' ';
            marks += ' ';
        }
        const std::size_t end = expected.size() + width;
        expected += cell.expected;
        actual += cell.actual;
        if (cell.differs)
        {
            const std::size_t separator = SeparatorOf(cell);
            marks.append(separator, ' ');
            marks.append(std::max<std::size_t>(width - separator, 1), '^');
        }
        Pad(expected, end);
        Pad(actual, end);
        Pad(marks, end);
    }
    return Line(expected) + Line(actual) + (result.Matches() ? "" : Line(marks));
}

std::string
FailureText(const Script& script, const Event& event, const std::string& message)
{
    return Diagnostic{script.file, event.position, message}.ToText() + '\n' + EventText(event);
}

std::string
MismatchText(const Script& script, const Event& event, const MatchResult& result, Duration at)
{
    return FailureText(script,
                       event,
                       "the host sent another segment, at " + SecondsText(at) +
                           " s: " + NamesOf(result.Differences())) +
           SegmentsText(result);
}

std::string
MistimedText(const Script& script,
             const Event& event,
             const std::string& what,
             Duration from,
             Duration to,
             Duration actual,
             const TimingResult& timing)
{
    const bool early = timing.off < Duration::zero();
    std::string text = FailureText(script,
                                   event,
                                   what + " came " + SecondsText(early ? -timing.off : timing.off) +
                                       " s too " + (early ? "early" : "late"));
    text += Line(EXPECTED + SecondsText(from) +
                 (to != from ? " to " + SecondsText(to) : std::string()) + " s, give or take " +
                 SecondsText(timing.tolerance) + " s");
    text += Line(ACTUAL + SecondsText(actual) + " s");
    return text;
}

} // namespace packetdrill
} // namespace ns3
