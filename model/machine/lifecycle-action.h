/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_ACTION_H
#define LIFECYCLE_ACTION_H

#include "lifecycle-segment.h"
#include "lifecycle-state.h"

#include <cstddef>
#include <cstdint>
#include <variant>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * The output of the state machine, as values.
 */

namespace ns3
{
namespace lifecycle
{

/// Why a segment is sent.
enum class EmitReason : uint8_t
{
    Syn,          //!< SYN
    SynAck,       //!< SYN,ACK
    Data,         //!< data, possibly with the FIN
    Fin,          //!< FIN without data
    Ack,          //!< acknowledgment
    WindowUpdate, //!< the receive window has opened
    Probe,        //!< zero-window probe (RFC 9293, 3.8.6.1)
    KeepAlive,    //!< keep-alive probe (RFC 9293, 3.8.4)
    OutOfWindow,  //!< acknowledgment of an unacceptable segment (RFC 9293, 3.10.7.4, first)
    ChallengeAck, //!< RFC 5961
    TimeWaitAck,  //!< the last ACK again, in TIME-WAIT
    Reset,        //!< RST
};

/// \param reason a reason \return its name in traces, such as `challenge-ack`
const char* ToText(EmitReason reason);

/// Send a segment.
struct Emit
{
    Segment segment;          //!< complete except for the checksum
    uint64_t streamOffset{0}; //!< the data of the segment are bytes [streamOffset, streamOffset +
                              //!< segment.length) of the sent stream
    EmitReason reason{EmitReason::Ack}; //!< why it is sent
    bool retransmission{false};         //!< whether its first byte was sent before
    bool ect{false};                    //!< the IP header has ECT(0) (RFC 3168, 6.1.2)
};

/// Store bytes of the segment that is being processed.
struct Store
{
    uint32_t segmentOffset{0}; //!< first byte, relative to the data of the segment
    uint64_t streamOffset{0};  //!< offset in the received stream
    uint32_t length{0};        //!< number of bytes
};

/// More of the received stream is complete.
struct Deliver
{
    uint64_t streamEnd{0}; //!< [0, streamEnd) has been received
};

/// More of the sent stream is acknowledged; the acknowledged bytes are no longer needed.
struct Release
{
    uint64_t streamEnd{0}; //!< [0, streamEnd) is acknowledged
};

/// Notifications of the user. Each except Urgent occurs at most once per connection.
enum class Event : uint8_t
{
    Connected,    //!< the connection is ESTABLISHED
    PeerFinished, //!< the peer's FIN: no more data will be delivered
    Urgent,       //!< there are urgent data, or the urgent pointer has advanced (RFC 9293, MUST-32)
    Failed,       //!< the connection has ended without the exchange of FINs; see Error
    Closed,       //!< the connection has ended; always the last event, also after Failed
};

/// Why a connection failed.
enum class Error : uint8_t
{
    None,                //!< no failure
    Refused,             //!< the peer answered the SYN with a RST
    Reset,               //!< the peer sent a RST
    TimedOut,            //!< retries or a timer expired
    Aborted,             //!< the local user aborted, or closed while data were unread or arriving
    Unreachable,         //!< ICMP: the peer is unreachable
    ProtocolUnreachable, //!< ICMP: the peer does not support TCP
};

/// \param error an error \return its name in traces, such as `timed-out`
const char* ToText(Error error);

/// Notify the user.
struct Notify
{
    Event event{Event::Closed}; //!< what happened
    Error error{Error::None};   //!< with Event::Failed
};

/// The state has changed.
struct Transition
{
    State from{State::Closed};      //!< previous state
    State to{State::Closed};        //!< new state
    Cause cause{Cause::ActiveOpen}; //!< why it changed
};

/// A transition was made that is not in TRANSITIONS. This is a defect of this program, not of the
/// peer. It follows the Transition; processing continues.
struct Defect
{
    State from{State::Closed};      //!< previous state
    State to{State::Closed};        //!< new state
    Cause cause{Cause::ActiveOpen}; //!< why it changed
};

/// 2MSL was restarted because the peer retransmitted its FIN (RFC 9293, 3.10.7.4, eighth).
struct TimeWaitRestarted
{
};

/// A received segment was dropped before all of it was processed.
struct Dropped
{
    const char* why{""}; //!< why; a string literal
};

/// One output.
using Action = std::
    variant<Emit, Store, Deliver, Release, Notify, Transition, Defect, TimeWaitRestarted, Dropped>;

/**
 * \ingroup tcp-lifecycle-machine
 *
 * A list of actions in the order in which they are to be performed. Clear() keeps the memory, so
 * that a list that is reused does not allocate in the steady state.
 */
class Actions
{
  public:
    /// \param action the action to append
    template <typename T>
    void Add(T&& action)
    {
        m_list.emplace_back(std::forward<T>(action));
    }

    /// Remove all actions, keep the memory.
    void Clear()
    {
        m_list.clear();
    }

    /// \return whether the list is empty
    bool Empty() const
    {
        return m_list.empty();
    }

    /// \return the number of actions
    std::size_t Size() const
    {
        return m_list.size();
    }

    /// \param i index below Size() \return the i-th action
    const Action& operator[](std::size_t i) const
    {
        return m_list[i];
    }

    /// \return the last action; the list must not be empty
    Action& Last()
    {
        return m_list.back();
    }

    /// \return iterator to the first action
    std::vector<Action>::const_iterator begin() const
    {
        return m_list.begin();
    }

    /// \return iterator past the last action
    std::vector<Action>::const_iterator end() const
    {
        return m_list.end();
    }

  private:
    std::vector<Action> m_list; //!< the actions
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_ACTION_H
