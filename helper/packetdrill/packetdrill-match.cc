/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "packetdrill-match.h"

#include "packetdrill-options.h"

#include <algorithm>
#include <utility>

namespace ns3
{
namespace packetdrill
{

namespace
{

using lifecycle::Seq;

/// Two bits of the type of service (RFC 3168, section 5).
constexpr uint8_t ECN_BITS = 0x03;

/// \param tos of a live segment \return its ECN bits as a mark
EcnMark
MarkOf(uint8_t tos)
{
    switch (tos & ECN_BITS)
    {
    case 0:
        return EcnMark::NotEct;
    case 1:
        return EcnMark::Ect1;
    case 2:
        return EcnMark::Ect0;
    }
    return EcnMark::Ce;
}

/// Compares two segments field by field.
class Comparison
{
  public:
    /// \param expected the script's \param live the host's \param translation of the numbers
    /// for
    Comparison(const TcpPattern& expected, const LiveSegment& live, const Translation& translation)
        : m_expected(expected),
          m_live(live),
          m_translation(translation)
    {
    }

    /// \return all fields but options
    std::vector<Cell> Fields()
    {
        CompareIp();
        if (m_expected.ports)
        {
            const auto text = [](unsigned source, unsigned destination) {
                return std::to_string(source) + " > " + std::to_string(destination);
            };
            const lifecycle::Segment& segment = m_live.segment;
            Add(Field::Ports,
                text(m_expected.ports->first, m_expected.ports->second),
                text(segment.sourcePort, segment.destinationPort));
        }
        Add(Field::Flags,
            FlagsText(m_expected.flags, m_expected.accurateEcn),
            FlagsText(m_live.segment.flags, m_live.segment.reserved != 0));
        CompareSequence();
        CompareAck();
        CompareRest();
        return std::move(m_cells);
    }

  private:
    /// Append a field. \param field which \param expected its text \param actual its text
    void Add(Field field, std::string expected, std::string actual)
    {
        const bool differs = expected != actual;
        m_cells.push_back({field, std::move(expected), std::move(actual), differs, false});
    }

    /// Append a field that a script need not have, with its name before it.
    /// \param field which \param name its name \param expected the script's \param actual the live
    /// one
    template <typename E, typename A>
    void AddMark(Field field, const char* name, std::optional<E> expected, std::optional<A> actual)
    {
        if (expected)
        {
            Add(field,
                '[' + std::string(name) + ' ' + std::to_string(*expected) + ']',
                actual ? '[' + std::string(name) + ' ' + std::to_string(*actual) + ']' : "[]");
        }
    }

    /// What the IP header says.
    void CompareIp()
    {
        const IpMarks& marks = m_expected.ip;
        if (marks.ecn)
        {
            const EcnMark actual = MarkOf(m_live.tos.value_or(0));
            const auto text = [](EcnMark mark) { return '[' + std::string(ToText(mark)) + ']'; };
            Add(Field::Ecn, text(*marks.ecn), m_live.tos ? text(actual) : "[]");
            const bool either = m_live.tos && *marks.ecn == EcnMark::Ect &&
                                (actual == EcnMark::Ect0 || actual == EcnMark::Ect1);
            m_cells.back().differs = m_cells.back().differs && !either;
        }
        AddMark(Field::Tos, "tos", marks.tos, m_live.tos);
        AddMark(Field::HopLimit, "ttl", marks.hopLimit, m_live.hopLimit);
        AddMark(Field::FlowLabel, "flowlabel", marks.flowLabel, m_live.flowLabel);
    }

    /// The sequence number of the first byte, and how many there are.
    void CompareSequence()
    {
        const lifecycle::Segment& segment = m_live.segment;
        const SequenceRange& range = m_expected.sequence;
        const bool absolute = range.kind == NumberKind::Absolute;
        // a SYN whose initial number is to be learnt has whatever number it has
        const bool unknown = segment.Has(lifecycle::SYN) && !m_translation.local && !absolute;
        const Seq base = unknown ? segment.seq - range.first : m_translation.LocalBase();
        const uint32_t first = absolute ? segment.seq.Value() : lifecycle::Span(base, segment.seq);
        const auto text = [](uint32_t from, uint32_t length) {
            return std::to_string(from) + ':' + std::to_string(from + length);
        };
        m_cells.push_back(
            {Field::Sequence,
             range.kind == NumberKind::Ignored ? "..." : text(range.first, range.length),
             text(first, segment.length),
             range.kind != NumberKind::Ignored && first != range.first,
             false});
        const std::string mark = absolute ? "!" : "";
        m_cells.push_back({Field::Length,
                           '(' + std::to_string(range.length) + ')' + mark,
                           '(' + std::to_string(segment.length) + ')' + mark,
                           segment.length != range.length,
                           true});
    }

    /// The acknowledgment number, if both have one.
    void CompareAck()
    {
        const lifecycle::Segment& segment = m_live.segment;
        if (!m_expected.ack && !segment.Has(lifecycle::ACK))
        {
            return;
        }
        const AckNumber expected = m_expected.ack.value_or(AckNumber{NumberKind::Ignored, 0});
        const bool absolute = expected.kind == NumberKind::Absolute;
        const uint32_t actual = absolute ? segment.ack.Value()
                                         : lifecycle::Span(m_translation.RemoteBase(), segment.ack);
        const std::string mark = absolute ? "!" : "";
        std::string text = "ack ...";
        if (expected.kind != NumberKind::Ignored)
        {
            text = "ack " + std::to_string(expected.value) + mark;
        }
        m_cells.push_back(
            {Field::Ack,
             m_expected.ack ? text : std::string(),
             segment.Has(lifecycle::ACK) ? "ack " + std::to_string(actual) + mark : std::string(),
             m_expected.ack && expected.kind != NumberKind::Ignored &&
                 (!segment.Has(lifecycle::ACK) || actual != expected.value),
             false});
    }

    /// Window and urgent pointer.
    void CompareRest()
    {
        const lifecycle::Segment& segment = m_live.segment;
        const std::string window = "win " + std::to_string(segment.window);
        m_cells.push_back({Field::Window,
                           m_expected.window ? "win " + std::to_string(*m_expected.window) : "",
                           window,
                           m_expected.window.value_or(segment.window) != segment.window,
                           false});
        const uint16_t urgent = m_expected.urgent.value_or(0);
        if (m_expected.urgent || segment.urgentPointer != 0)
        {
            m_cells.push_back({Field::Urgent,
                               m_expected.urgent ? "urg " + std::to_string(urgent) : "",
                               "urg " + std::to_string(segment.urgentPointer),
                               urgent != segment.urgentPointer,
                               false});
        }
    }

    const TcpPattern& m_expected;     //!< the script's
    const LiveSegment& m_live;        //!< the host's
    const Translation& m_translation; //!< the translation of numbers
    std::vector<Cell> m_cells;        //!< what has been compared
};

} // namespace

const char*
ToText(Field field)
{
    switch (field)
    {
    case Field::Ecn:
        return "ECN bits";
    case Field::Tos:
        return "type of service";
    case Field::HopLimit:
        return "TTL or hop limit";
    case Field::FlowLabel:
        return "flow label";
    case Field::Ports:
        return "ports";
    case Field::Flags:
        return "flags";
    case Field::Sequence:
        return "sequence number";
    case Field::Length:
        return "length";
    case Field::Ack:
        return "acknowledgment number";
    case Field::Window:
        return "window";
    case Field::Urgent:
        return "urgent pointer";
    case Field::Options:
        return "options";
    case Field::OptionValue:
        return "an option's value";
    }
    return "?";
}

bool
MatchResult::Matches() const
{
    return std::none_of(cells.begin(), cells.end(), [](const Cell& cell) { return cell.differs; });
}

std::vector<Field>
MatchResult::Differences() const
{
    std::vector<Field> fields;
    for (const Cell& cell : cells)
    {
        if (cell.differs && std::find(fields.begin(), fields.end(), cell.field) == fields.end())
        {
            fields.push_back(cell.field);
        }
    }
    return fields;
}

MatchResult
Match(const TcpPattern& expected,
      const LiveSegment& live,
      const Translation& translation,
      const MatchRules& rules)
{
    MatchResult result;
    result.cells = Comparison(expected, live, translation).Fields();
    const std::vector<Cell> options =
        MatchOptions(expected, live.segment.options, translation, rules);
    result.cells.insert(result.cells.end(), options.begin(), options.end());
    return result;
}

TcpPattern
ExpectedSegment::Piece(const lifecycle::Segment& live) const
{
    TcpPattern piece = m_pattern;
    piece.sequence.length = live.length;
    piece.sequence.end = piece.sequence.first + live.length;
    piece.flags &= static_cast<uint8_t>(~lifecycle::FIN);
    // Of a frame that is cut into segments the last tells; a script's segment may be several
    // frames, of which each ends with PSH (Linux, __tcp_transmit_skb())
    piece.flags =
        static_cast<uint8_t>((piece.flags & ~lifecycle::PSH) | (live.flags & lifecycle::PSH));
    return piece;
}

Progress
ExpectedSegment::On(const LiveSegment& live, Translation& translation, const MatchRules& rules)
{
    const lifecycle::Segment& segment = live.segment;
    const bool partial = !rules.strictSegments && segment.length > 0 &&
                         segment.length < m_pattern.sequence.length &&
                         (m_pattern.flags & lifecycle::SYN) == 0;
    TcpPattern now = partial ? Piece(segment) : m_pattern;
    if (m_arrived > 0 && !segment.Has(lifecycle::CWR))
    {
        now.flags &= static_cast<uint8_t>(~lifecycle::CWR);
    }
    m_result = Match(now, live, translation, rules);
    if (!m_result.Matches())
    {
        return Progress::Differs;
    }
    Learn(now, segment, translation);
    m_arrived += segment.length;
    if (!partial)
    {
        return Progress::Complete;
    }
    SequenceRange& left = m_pattern.sequence;
    if (left.kind == NumberKind::Ignored)
    {
        left.kind = NumberKind::Absolute;
        left.first = segment.seq.Value();
        left.end = left.first + left.length;
    }
    left.first += segment.length;
    left.length -= segment.length;
    return Progress::Partial;
}

} // namespace packetdrill
} // namespace ns3
