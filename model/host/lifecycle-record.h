/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_RECORD_H
#define LIFECYCLE_RECORD_H

#include "lifecycle-address.h"
#include "lifecycle-connection.h"

#include <array>
#include <cstdint>

/**
 * \file
 * \ingroup tcp-lifecycle-host
 * What is written down of a connection: one record for each of its ends.
 */

namespace ns3
{
namespace lifecycle
{

/// Who opened.
enum class Role : uint8_t
{
    Active,  //!< by OPEN, active
    Passive, //!< from LISTEN
};

/**
 * How it ended, by the transition to CLOSED. From TIME-WAIT it is always Closed: both FINs were
 * exchanged and acknowledged, whatever cuts 2MSL short.
 */
enum class Outcome : uint8_t
{
    Open,        //!< it has not
    Closed,      //!< by two FINs, or by the user before a peer was there
    Refused,     //!< a RST answered our SYN
    Reset,       //!< the peer's RST, or its new SYN (in SYN-RECEIVED from LISTEN, or with
                 //!< SynCheck::Reset)
    TimedOut,    //!< retries exceeded, USER TIMEOUT, or nobody left to wait for the peer's FIN
    Aborted,     //!< by the local user, the closing of its listener, or the host's crash
    Unreachable, //!< an ICMP error ended it
};

/**
 * Whose FIN came first, seen from this end; without a FIN, whose RST ended it. A FIN of ours counts
 * when it is first sent (not when the user closes), one of the peer when it is processed (not when
 * it waits for a hole before it to fill).
 */
enum class Closer : uint8_t
{
    None,   //!< no FIN, and no RST that ended it
    Local,  //!< this end's
    Remote, //!< the peer's
    Both,   //!< the peer's FIN came after ours was sent and did not acknowledge it (RFC 9293,
            //!< figure 13)
};

/**
 * What the ending looked like, seen from this end. The end that was closed first sees four segments
 * when it has sent anything between the peer's FIN and its own; the other sees four when its FIN
 * was acknowledged by a segment without FIN. A lost ACK can make the two ends differ. Repeated
 * segments change nothing, nor does what happens in TIME-WAIT.
 */
enum class CloseType : uint8_t
{
    None,         //!< it has not ended, was never synchronized, or the host crashed
    FourSegment,  //!< FIN, ACK, FIN, ACK
    ThreeSegment, //!< FIN, FIN with the ACK, ACK
    Simultaneous, //!< Closer::Both
    FinReset,     //!< a FIN of either end, then, before both FINs were acknowledged, a RST
    Reset,        //!< a RST alone
    Timeout,      //!< given up
};

/// \param role a role \return `active`, `passive`
const char* ToText(Role role);
/// \param outcome an outcome \return its name in files, `timed-out`
const char* ToText(Outcome outcome);
/// \param closer a closer \return its name in files, `local`
const char* ToText(Closer closer);
/// \param type a type \return its name in files, `four-segment`
const char* ToText(CloseType type);

/// What has happened to a connection.
struct ConnectionHistory
{
    Role role{Role::Active};              //!< who opened
    Instant opened;                       //!< when it left CLOSED or LISTEN
    Instant established{NEVER};           //!< when it entered ESTABLISHED; NEVER: it did not
    Instant ended{NEVER};                 //!< when it entered CLOSED; NEVER: still open
    Outcome outcome{Outcome::Open};       //!< how it ended
    Closer closer{Closer::None};          //!< who began to close
    CloseType closeType{CloseType::None}; //!< how
    Error error{Error::None};             //!< what its user was told, or would have been
    uint32_t synSent{0};                  //!< SYNs sent, repeats not counted
    uint32_t synRepeated{0};              //!< SYNs sent again
    uint32_t synAckSent{0};               //!< SYN,ACKs sent, repeats not counted
    uint32_t synAckRepeated{0};           //!< SYN,ACKs sent again
    uint32_t finSent{0};                  //!< segments with FIN sent, repeats not counted
    uint32_t finRepeated{0};              //!< segments with FIN sent again
    uint32_t resetsSent{0};               //!< RSTs sent
    uint32_t resetsReceived{0};           //!< RSTs received
    uint32_t challengeAcks{0};            //!< challenge ACKs sent
    uint32_t timeWaitAcks{0};     //!< ACKs sent in TIME-WAIT, challenge ACKs too, but not the
                                  //!< one of the FIN that led there
    uint32_t timeWaitRestarts{0}; //!< how often 2MSL began anew
    uint64_t segmentsSent{0};     //!< segments sent
    uint64_t segmentsReceived{0}; //!< segments received
    uint64_t octetsSent{0};       //!< octets of text acknowledged by the peer
    uint64_t octetsReceived{0};   //!< octets of text delivered
    std::array<Duration, STATE_COUNT> dwell{}; //!< time spent in each state, none in CLOSED
};

/// One row of `connections.csv`.
struct ConnectionRecord : ConnectionHistory
{
    uint64_t id{0};  //!< number in the host
    FourTuple tuple; //!< the two ends
};

/**
 * Builds a record from what happens to a connection. It looks at segments, actions and
 * transitions only, never at the connection.
 */
class Recorder
{
  public:
    /// \param role who opened \param now time
    Recorder(Role role, Instant now);

    /// A segment has come for the connection. \param segment it
    void OnReceived(const Segment& segment);
    /// The machine wants something done. \param action what \param now time
    void OnAction(const Action& action, Instant now);
    /// \param now time \return what has happened until then
    ConnectionHistory Read(Instant now) const;

  private:
    void OnTransition(const Transition& transition, Instant now);
    void OnEmit(const Emit& emit);
    void OnPeerFin(State to);
    void OnEnd(const Transition& transition);

    ConnectionHistory m_record;   //!< the record so far; its connection has the rest
    Instant m_since;              //!< since when it is in its state
    State m_state{State::Closed}; //!< that state
    bool m_synchronized{false};   //!< it was in a synchronized state
    bool m_finReceived{false};    //!< the peer's FIN was processed
    bool m_arrivedFin{false};     //!< the segment that arrived last has a FIN
    bool m_resetJustSent{false};  //!< nothing has happened since a RST was sent
    bool m_ackApart{false};       //!< the first FIN was acknowledged by a segment of its own
    bool m_entryAckDue{false};    //!< the FIN that led to TIME-WAIT is not yet acknowledged
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_RECORD_H
