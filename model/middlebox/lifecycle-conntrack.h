/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_CONNTRACK_H
#define LIFECYCLE_CONNTRACK_H

#include "lifecycle-address.h"
#include "lifecycle-segment.h"
#include "lifecycle-time.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle-host
 * What a middlebox knows of the connections that pass it.
 */

namespace ns3
{
namespace lifecycle
{

/// States of an entry, with netfilter's names.
enum class TrackState : uint8_t
{
    None,        //!< no entry
    SynSent,     //!< a SYN was seen
    SynSent2,    //!< SYNs of both ends were seen
    SynReceived, //!< a SYN,ACK was seen
    Established, //!< the third segment was seen
    FinWait,     //!< a FIN was seen
    CloseWait,   //!< and an ACK after it
    LastAck,     //!< a second FIN was seen
    TimeWait,    //!< and an ACK after it
    Close,       //!< a RST was seen
};

/// How many there are.
constexpr std::size_t TRACK_STATE_COUNT = 10;

/// \param state a state \return netfilter's name, `SYN_RECV`
const char* ToText(TrackState state);

/// What is done with a segment that belongs to no entry, or cannot be in its state.
enum class TrackPolicy : uint8_t
{
    Drop,  //!< it is dropped
    Reset, //!< it is dropped, and its sender gets a RST in the name of the other end
    Pass,  //!< it is forwarded, and nothing is remembered of it
};

/// The parameters of a middlebox. The defaults are netfilter's.
struct ConntrackConfig
{
    // nf_conntrack_proto_tcp.c, tcp_timeouts; nf_conntrack-sysctl.rst
    Duration synSent{std::chrono::seconds(120)};        //!< SYN_SENT, SYN_SENT2
    Duration synReceived{std::chrono::seconds(60)};     //!< SYN_RECV
    Duration established{std::chrono::seconds(432000)}; //!< ESTABLISHED: five days
    Duration finWait{std::chrono::seconds(120)};        //!< FIN_WAIT
    Duration closeWait{std::chrono::seconds(60)};       //!< CLOSE_WAIT
    Duration lastAck{std::chrono::seconds(30)};         //!< LAST_ACK
    Duration timeWait{std::chrono::seconds(120)};       //!< TIME_WAIT
    Duration close{std::chrono::seconds(10)};           //!< CLOSE
    Duration maxRetrans{std::chrono::seconds(300)};     //!< at most this, after maxRetransCount
    uint32_t maxRetransCount{3};           //!< repeats of one segment that count as trouble
    bool loose{true};                      //!< an ACK without entry makes one (..._tcp_loose)
    TrackPolicy policy{TrackPolicy::Drop}; //!< see there

    /// \param state a state \return how long an entry is kept in it without a segment
    Duration TimeoutIn(TrackState state) const;
};

/**
 * \param name `netfilter`; or `rfc5382`: 2 h 4 min for an established connection, 4 min for one
 * that is opening or closing, the least that RFC 5382, REQ-5, allows
 * \return the parameters, or nothing if there are none of that name
 */
std::optional<ConntrackConfig> MakeConntrackConfig(std::string_view name);

/// What the middlebox does with a segment.
enum class TrackVerdict : uint8_t
{
    Forward, //!< it goes on
    Drop,    //!< it is dropped
    Reset,   //!< likewise, and a RST answers it
};

/// An entry has changed.
struct TrackChange
{
    FourTuple tuple;                   //!< local: the end that sent the first segment
    TrackState from{TrackState::None}; //!< before; None: the entry is new
    TrackState to{TrackState::None};   //!< after; None: the entry is gone
    bool expired{false};               //!< by its timeout, not by a segment
};

/**
 * \ingroup tcp-lifecycle-host
 *
 * Connection tracking as netfilter's: an entry for each connection, with a state of its own that
 * follows the segments seen, and a timeout that each of them restarts. Sequence numbers
 * are not checked (netfilter with nf_conntrack_tcp_be_liberal), nor are addresses translated.
 */
class Conntrack
{
  public:
    /// One connection.
    struct Entry
    {
        TrackState state{TrackState::None}; //!< see there
        Instant expires{NEVER};             //!< when it is forgotten
        uint32_t repeats{0};                //!< of the segment seen last
        bool lastFromOrigin{true};          //!< direction of that
        Seq lastSeq;                        //!< its SEG.SEQ
        Seq lastAck;                        //!< its SEG.ACK
        Seq lastEnd;                        //!< the number after its last byte
        uint16_t lastWindow{0};             //!< its window field
    };

    /// \param config parameters, of entries from their next segment on
    void SetConfig(const ConntrackConfig& config);
    /// \return parameters
    const ConntrackConfig& GetConfig() const;

    /**
     * A segment passes.
     * \param tuple its two ends, its sender's as local \param segment it \param now current time
     * \return what is done with it
     */
    TrackVerdict OnSegment(const FourTuple& tuple, const Segment& segment, Instant now);
    /// Forget entries whose time is over. \param now current time
    void OnDeadline(Instant now);
    /// \return when OnDeadline() wants to be called, or NEVER
    Instant NextDeadline() const;
    /// \return changes to be told; the driver clears it
    std::vector<TrackChange>& Changes();

    /// \return how many entries there are
    std::size_t Size() const;
    /// \param tuple two ends, in either order \return the entry, or null
    const Entry* Find(const FourTuple& tuple) const;

  private:
    /// Hash of a tuple.
    struct Hasher
    {
        /// \param tuple a tuple \return its hash
        std::size_t operator()(const FourTuple& tuple) const;
    };

    using Entries = std::unordered_map<FourTuple, Entry, Hasher>;

    void Move(Entries::iterator at, TrackState next);
    void Remove(Entries::iterator at, bool expired);
    void Expire(Entries::iterator at, Instant when);
    void CountRepeat(Entry& entry, const Segment& segment, bool fromOrigin);

    ConntrackConfig m_config;                      //!< parameters
    Entries m_entries;                             //!< by tuple of the originator
    std::multimap<Instant, FourTuple> m_deadlines; //!< one for each entry
    std::vector<TrackChange> m_changes;            //!< see Changes()
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_CONNTRACK_H
