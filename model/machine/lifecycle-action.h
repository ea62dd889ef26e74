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
 * What the machine wants done, as values.
 */

namespace ns3
{
namespace lifecycle
{

/// What a segment is sent for.
enum class EmitReason : uint8_t
{
    Syn,          //!< our SYN
    SynAck,       //!< our SYN in answer to a SYN
    Data,         //!< text, perhaps with the FIN
    Fin,          //!< the FIN alone
    Ack,          //!< acknowledgment of what has arrived
    WindowUpdate, //!< the receive window has opened
    Probe,        //!< zero-window probe (RFC 9293, 3.8.6.1)
    KeepAlive,    //!< keep-alive probe (RFC 9293, 3.8.4)
    OutOfWindow,  //!< acknowledgment of an unacceptable segment (RFC 9293, 3.10.7.4, first)
    ChallengeAck, //!< RFC 5961
    TimeWaitAck,  //!< acknowledgment repeated in TIME-WAIT
    Reset,        //!< RST
};

/// \param reason a reason \return its name in traces, `challenge-ack`
const char* ToText(EmitReason reason);

/// Send a segment.
struct Emit
{
    Segment segment;          //!< complete save the checksum
    uint64_t streamOffset{0}; //!< its text is [streamOffset, + segment.length) of what was sent
    EmitReason reason{EmitReason::Ack}; //!< what for
    bool retransmission{false};         //!< whether its first octet was sent before
    bool ect{false};                    //!< its packet says ECT(0) (RFC 3168, 6.1.2)
};

/// Keep octets of the segment being processed.
struct Store
{
    uint32_t segmentOffset{0}; //!< first of them, counted from the start of the segment's text
    uint64_t streamOffset{0};  //!< where it belongs in the received stream
    uint32_t length{0};        //!< how many
};

/// The received stream is complete further than before.
struct Deliver
{
    uint64_t streamEnd{0}; //!< [0, streamEnd) is there, without a hole
};

/// The sent stream is acknowledged further than before; what is acknowledged can be forgotten.
struct Release
{
    uint64_t streamEnd{0}; //!< [0, streamEnd) is acknowledged
};

/// What the user of a connection is told. Each but Urgent comes at most once for a connection.
enum class Event : uint8_t
{
    Connected,    //!< it is ESTABLISHED
    PeerFinished, //!< the peer's FIN: nothing follows what was delivered
    Urgent,       //!< there are urgent data, or their end has moved on (RFC 9293, MUST-32)
    Failed,       //!< it has ended otherwise than by two FINs; see Error
    Closed,       //!< it has ended; always the last, also after Failed
};

/// How a connection fails.
enum class Error : uint8_t
{
    None,                //!< it did not
    Refused,             //!< the peer answered our SYN with RST
    Reset,               //!< the peer sent RST
    TimedOut,            //!< retries or a timer ran out
    Aborted,             //!< the local user aborted, or closed with data unread or arriving
    Unreachable,         //!< ICMP: the peer can't be reached
    ProtocolUnreachable, //!< ICMP: the peer has no TCP
};

/// \param error an error \return its name in traces, `timed-out`
const char* ToText(Error error);

/// Tell the user.
struct Notify
{
    Event event{Event::Closed}; //!< what happened
    Error error{Error::None};   //!< with Event::Failed
};

/// A state has changed.
struct Transition
{
    State from{State::Closed};      //!< before
    State to{State::Closed};        //!< after
    Cause cause{Cause::ActiveOpen}; //!< why
};

/// A transition was made that TRANSITIONS does not have: a defect of this program, not of its peer.
/// It follows that Transition; all else goes on as if the table had it.
struct Defect
{
    State from{State::Closed};      //!< before
    State to{State::Closed};        //!< after
    Cause cause{Cause::ActiveOpen}; //!< why
};

/// 2MSL begins anew: the peer repeated its FIN (RFC 9293, 3.10.7.4, eighth).
struct TimeWaitRestarted
{
};

/// A received segment was dropped without being processed to its end.
struct Dropped
{
    const char* why{""}; //!< a constant text
};

/// One thing to do.
using Action = std::
    variant<Emit, Store, Deliver, Release, Notify, Transition, Defect, TimeWaitRestarted, Dropped>;

/**
 * \ingroup tcp-lifecycle-machine
 *
 * A list of actions in the order in which they are to be done. Clear() keeps its memory, so that
 * a list used again allocates nothing in the steady state.
 */
class Actions
{
  public:
    /// \param action appended
    template <typename T>
    void Add(T&& action)
    {
        m_list.emplace_back(std::forward<T>(action));
    }

    /// Forget all, keep the memory.
    void Clear()
    {
        m_list.clear();
    }

    /// \return whether there is none
    bool Empty() const
    {
        return m_list.empty();
    }

    /// \return how many
    std::size_t Size() const
    {
        return m_list.size();
    }

    /// \param i index below Size() \return the i-th
    const Action& operator[](std::size_t i) const
    {
        return m_list[i];
    }

    /// \return the last, to be completed; there must be one
    Action& Last()
    {
        return m_list.back();
    }

    /// \return iterator to the first
    std::vector<Action>::const_iterator begin() const
    {
        return m_list.begin();
    }

    /// \return iterator behind the last
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
