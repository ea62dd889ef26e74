/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_LADDER_H
#define TCP_LIFECYCLE_LADDER_H

#include "lifecycle-action.h"
#include "lifecycle-address.h"
#include "lifecycle-segment.h"
#include "lifecycle-state.h"
#include "tcp-lifecycle-ladder-view.h"

#include "ns3/nstime.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * One connection, both ends, as a value from which diagrams are drawn.
 */

namespace ns3
{

/// One end of the connection.
struct TcpLifecycleLadderEnd
{
    std::string name;                   //!< heading
    lifecycle::IpAddress address;       //!< its address
    uint16_t port{0};                   //!< its port
    std::optional<lifecycle::Seq> isn;  //!< its initial sequence number, once its SYN was sent
    std::optional<lifecycle::Seq> base; //!< where no SYN was seen: what its numbers are relative to
    bool hasStates{true};               //!< false: not a TCP, and no state is drawn
};

/// A segment on its way.
struct TcpLifecycleLadderSegment
{
    std::size_t from{0};          //!< sending end, 0 or 1
    lifecycle::Segment segment;   //!< the segment
    Time sent;                    //!< when it was handed to IP
    std::optional<Time> received; //!< when it came out of IP at the other end; empty: lost
    bool retransmission{false};   //!< it repeats bytes, a SYN or a FIN
    bool copy{false};             //!< a second arrival of the segment before, made by the network
    bool sure{true};              //!< if it did not arrive: whether that is known
    std::optional<lifecycle::EmitReason> reason{}; //!< what it was sent for, where that is known
};

/// A state change.
struct TcpLifecycleLadderTransition
{
    std::size_t end{0};       //!< which end, 0 or 1
    Time time;                //!< when
    lifecycle::State from{};  //!< before
    lifecycle::State to{};    //!< after
    lifecycle::Cause cause{}; //!< why
};

/// What an event is.
enum class TcpLifecycleLadderEventKind : uint8_t
{
    Sent,       //!< a segment leaves
    Received,   //!< a segment arrives
    Transition, //!< a state changes
};

/// One thing that happens at one end at one time.
struct TcpLifecycleLadderEvent
{
    TcpLifecycleLadderEventKind kind{}; //!< what
    std::size_t end{0};                 //!< where, 0 or 1
    Time time;                          //!< when
    std::size_t index{0};               //!< of the segment, or of the transition
};

/// Words between two events.
struct TcpLifecycleLadderRemark
{
    std::size_t before{0}; //!< index of the event that comes next
    std::string text;      //!< the words
};

/**
 * \ingroup tcp-lifecycle
 *
 * A connection's life: what happened at both ends, in order. Events at one time are in the order in
 * which they happened.
 */
struct TcpLifecycleLadderModel
{
    std::string title;                                     //!< heading of the diagram
    std::array<TcpLifecycleLadderEnd, 2> ends;             //!< the left one, the right one
    std::vector<TcpLifecycleLadderSegment> segments;       //!< all segments, by time of sending
    std::vector<TcpLifecycleLadderTransition> transitions; //!< all transitions
    std::vector<TcpLifecycleLadderEvent> events;           //!< all of the above, in order
    /// By event: the end's windows and timers after it, where they were asked for
    std::vector<std::optional<TcpLifecycleLadderView>> views;
    std::vector<TcpLifecycleLadderRemark> remarks;          //!< by the event that comes next
    std::string note;                                       //!< words below the diagram
    std::array<std::optional<lifecycle::State>, 2> initial; //!< states of ends that change none

    /**
     * Append a sent segment.
     * \param from 0 or 1
     * \param time when
     * \param segment it
     * \param retransmission whether it repeats
     * \return its index
     */
    std::size_t AddSent(std::size_t from,
                        Time time,
                        const lifecycle::Segment& segment,
                        bool retransmission = false);
    /**
     * Append its arrival, the first or a further one.
     * \param index of the segment
     * \param time when
     */
    void AddReceived(std::size_t index, Time time);
    /**
     * Append a state change.
     * \param transition it
     */
    void AddTransition(const TcpLifecycleLadderTransition& transition);

    /**
     * \param end 0 or 1
     * \return the state it was in before the first event
     */
    lifecycle::State InitialState(std::size_t end) const;
    /// \return the longest time a segment was on its way; where all were seen at one place, half of
    /// the time that mostly passes between two events; 0 if nothing passes
    Time LongestFlight() const;
    /**
     * \param i index of an event
     * \return whether it is a segment's sending, and the next event its arrival at the same time:
     * it was seen at one place
     */
    bool IsSeenOnce(std::size_t i) const;
    /// \return half of the time that mostly passes between two events; 0 if there are none
    Time OrdinaryStep() const;
    /**
     * \param i index of an event
     * \return what is remarked before it, one remark a line
     */
    std::vector<std::string> RemarksBefore(std::size_t i) const;
    /// \return whether labels give sequence numbers relative to the ISNs: when one has more digits
    /// than anyone wants to read
    bool IsRelative() const;
    /**
     * A segment in packetdrill's notation, without window and without options other than SACK. `F.
     * 101:101(0) ack 301`.
     * \param index of the segment
     * \return the text
     */
    std::string Label(std::size_t index) const;
    /**
     * \param end 0 or 1
     * \return address and port, `10.0.0.1:49153` or `[2001:db8::1]:49153`; nothing where the port
     * is not known
     */
    std::string Address(std::size_t end) const;

    /**
     * The same life with the middle of its data transfer left out: of more than \p limit segments,
     * the first and the last ones stay. Transitions all stay.
     * \param limit how many may stay
     * \return the shorter life
     */
    TcpLifecycleLadderModel Shortened(std::size_t limit) const;
    std::size_t omitted{0};       //!< segments that were left out
    std::size_t omittedBefore{0}; //!< index of the event before which they are missing
};

/**
 * \param cause a cause
 * \return it in words, for a diagram: `2MSL over`
 */
std::string TcpLifecycleCauseWords(lifecycle::Cause cause);

/**
 * \param span a length of time
 * \return it for a reader: `239.990 s`, `69.839 ms`
 */
std::string TcpLifecycleSpanText(Time span);

} // namespace ns3

#endif // TCP_LIFECYCLE_LADDER_H
