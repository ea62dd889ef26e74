/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PACKETDRILL_MATCH_H
#define PACKETDRILL_MATCH_H

#include "packetdrill-script.h"
#include "packetdrill-translation.h"

#include <string>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle-packetdrill
 * A segment that a script expects against one that the host sent.
 */

namespace ns3
{
namespace packetdrill
{

/// A segment that the host sent, as it was on the wire.
struct LiveSegment
{
    lifecycle::Segment segment;        //!< the header, its options padded or not
    std::optional<uint8_t> tos;        //!< type of service or traffic class, with the ECN bits
    std::optional<uint8_t> hopLimit;   //!< TTL or hop limit
    std::optional<uint32_t> flowLabel; //!< of IPv6
};

/// How exactly is compared.
struct MatchRules
{
    bool strict{false};             //!< also TS echoes, and TS values by a tick of 1 ms
    std::optional<Duration> tsTick; //!< `--tcp_ts_tick_usecs`: TS values are looked at
    Duration tolerance{4000000};    //!< of TS values, as time
    bool strictSegments{false};     //!< `--strict_segments`: one live segment for each expected
};

/// A part of a packet that can differ.
enum class Field : uint8_t
{
    Ecn,         //!< ECN bits of the IP header
    Tos,         //!< type of service or traffic class
    HopLimit,    //!< TTL or hop limit
    FlowLabel,   //!< flow label of IPv6
    Ports,       //!< source and destination
    Flags,       //!< control bits
    Sequence,    //!< sequence number
    Length,      //!< bytes of payload
    Ack,         //!< acknowledgment number
    Window,      //!< window, as in the header
    Urgent,      //!< urgent pointer
    Options,     //!< options: which, how many, in what order
    OptionValue, //!< an option that is there with another value
};

/// \param field the field \return its name for a message, `window`
const char* ToText(Field field);

/// One field of the two segments side by side, in the order in which they are written.
struct Cell
{
    Field field{Field::Flags}; //!< which
    std::string expected;      //!< as the script has it; empty if it says nothing
    std::string actual;        //!< as it was; empty if it was not there
    bool differs{false};       //!< whether this is wrong
    bool glued{false};         //!< it follows the cell before it without a blank
};

/// What a comparison gave.
struct MatchResult
{
    std::vector<Cell> cells; //!< both segments

    /// \return whether nothing differs
    bool Matches() const;
    /// \return the fields that differ, each once
    std::vector<Field> Differences() const;
};

/**
 * Compare. Flags, sequence number, length and options (kind, order, number and values, unless
 * `<...>`) always count; ack, win, urg, ports and what the IP header says count where the script
 * has them, and an urgent pointer that it has not must be 0. TS values count if there is a tick,
 * echoes with MatchRules::strict.
 *
 * \param expected the script's segment
 * \param live what was sent
 * \param translation of numbers
 * \param rules how exactly
 * \return both, field by field
 */
MatchResult Match(const TcpPattern& expected,
                  const LiveSegment& live,
                  const Translation& translation,
                  const MatchRules& rules);

/// Where an expected segment is after one live segment more.
enum class Progress : uint8_t
{
    Differs,  //!< it cannot come any more
    Partial,  //!< part of its payload has come
    Complete, //!< it has come
};

/**
 * \ingroup tcp-lifecycle-packetdrill
 *
 * A segment that is expected. Its payload may come in several live segments, one after the other,
 * as a network device splits what a host hands it in one piece. The pieces carry its flags, but for
 * FIN and PSH, which the last one has (PSH may be on others too, if it is expected at all), and
 * CWR, which only the first need have; and its acknowledgment, window and options.
 */
class ExpectedSegment
{
  public:
    /// \param pattern the script's segment
    explicit ExpectedSegment(const TcpPattern& pattern)
        : m_pattern(pattern)
    {
    }

    /**
     * Compare the next live segment with what has not come yet. If it fits, it is learnt from.
     * \param live the segment
     * \param translation of numbers
     * \param rules how exactly
     * \return where this is; Result() says what differed
     */
    Progress On(const LiveSegment& live, Translation& translation, const MatchRules& rules);

    /// \return the last comparison
    const MatchResult& Result() const
    {
        return m_result;
    }

  private:
    /// \param live a segment with less payload than is left \return what it should be
    TcpPattern Piece(const lifecycle::Segment& live) const;

    TcpPattern m_pattern;  //!< what has not come yet
    uint32_t m_arrived{0}; //!< bytes
    MatchResult m_result;  //!< the last comparison
};

} // namespace packetdrill
} // namespace ns3

#endif // PACKETDRILL_MATCH_H
