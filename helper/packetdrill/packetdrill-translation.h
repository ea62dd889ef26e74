/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PACKETDRILL_TRANSLATION_H
#define PACKETDRILL_TRANSLATION_H

#include "packetdrill-script.h"

#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle-packetdrill
 * From a script's numbers to live ones, and what is learnt for it.
 */

namespace ns3
{
namespace packetdrill
{

/**
 * \ingroup tcp-lifecycle-packetdrill
 *
 * The meaning of a script's numbers in one connection. A script's numbers begin at its SYNs'
 * (0, as a rule); before a SYN has been seen, a side's numbers are absolute.
 */
struct Translation
{
    std::optional<lifecycle::Seq> local;  //!< live number of the script's 0, host under test
    std::optional<lifecycle::Seq> remote; //!< the same of the side that the script plays
    std::map<uint32_t, uint32_t> stamps;  //!< TS values of the host: the script's to live ones
    std::optional<std::pair<uint32_t, uint32_t>> firstStamp; //!< script's and live, of the first
    std::map<std::string, std::vector<uint8_t>> cookies;     //!< of Fast Open, by name

    /// \return live number of the script's 0, for what the host under test sends
    lifecycle::Seq LocalBase() const
    {
        return local.value_or(lifecycle::Seq());
    }

    /// \return live number of the script's 0, for what the script sends
    lifecycle::Seq RemoteBase() const
    {
        return remote.value_or(lifecycle::Seq());
    }
};

/**
 * Learn from a segment that is as expected: the host's initial sequence number, once; its TS
 * values; Fast Open cookies that have a name.
 * \param expected the script's segment
 * \param live the segment
 * \param translation gets it
 */
void Learn(const TcpPattern& expected, const lifecycle::Segment& live, Translation& translation);

/// Either a segment or why there is none.
using LiveOutcome = std::variant<lifecycle::Segment, std::string>;

/**
 * The live segment of a script's packet, without ports, unless the script gives them. The sequence
 * number of the first SYN is learnt: what the script calls 0 stays 0 on the wire, unless
 * Translation::remote says otherwise. A TS echo for which there is a live value is replaced by it.
 *
 * \param pattern the packet, inbound
 * \param translation of numbers; learns
 * \return the segment, or what in it is not supported
 */
LiveOutcome ToLive(const TcpPattern& pattern, Translation& translation);

/// \param range of the host's own bytes, as ICMP quotes them \param translation of the numbers
/// for \return the first one's live number
lifecycle::Seq QuotedSequence(const SequenceRange& range, const Translation& translation);

} // namespace packetdrill
} // namespace ns3

#endif // PACKETDRILL_TRANSLATION_H
