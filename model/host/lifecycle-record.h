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
 * Connection records: one for each end of a connection.
 */

namespace ns3
{
namespace lifecycle
{

/// Who opened.
enum class Role : uint8_t
{
    Active,  //!< by an active OPEN
    Passive, //!< from LISTEN
};

/**
 * How the connection ended, from its transition to CLOSED. From TIME-WAIT it is always Closed: both
 * FINs were exchanged and acknowledged, even if 2MSL was cut short.
 */
enum class Outcome : uint8_t
{
    Open,        //!< not ended
    Closed,      //!< by two FINs, or by the user before there was a peer
    Refused,     //!< a RST answered the SYN
    Reset,       //!< the peer sent a RST, or a new SYN (in SYN-RECEIVED from LISTEN, or with
                 //!< SynCheck::Reset)
    TimedOut,    //!< retries exceeded, USER TIMEOUT, or the timeout of FIN-WAIT-2
    Aborted,     //!< by the local user, the CLOSE of its listener, or a crash of the host
    Unreachable, //!< by an ICMP error
};

/**
 * Which end sent the first FIN, as seen from this end; without a FIN, which end sent the RST. A FIN
 * of this end counts from its first transmission, not from the user's CLOSE. A FIN of the peer
 * counts when it is processed, which is after all data before it were received.
 */
enum class Closer : uint8_t
{
    None,   //!< no FIN, and no RST that ended the connection
    Local,  //!< this end
    Remote, //!< the peer
    Both,   //!< the peer's FIN arrived after this end had sent its own, and did not acknowledge it
            //!< (RFC 9293, figure 13)
};

/**
 * How the connection was closed, as seen from this end. The passive closer records FourSegment if
 * it sent any segment between the peer's FIN and its own; the active closer records FourSegment if
 * a segment without FIN acknowledged its FIN. If an ACK is lost, both ends can differ.
 * Retransmissions and segments in TIME-WAIT do not count.
 */
enum class CloseType : uint8_t
{
    None,         //!< not ended, never synchronized, or the host crashed
    FourSegment,  //!< FIN, ACK, FIN, ACK
    ThreeSegment, //!< FIN, FIN with the ACK, ACK
    Simultaneous, //!< Closer::Both
    FinReset,     //!< a FIN of either end, and then a RST before both FINs were acknowledged
    Reset,        //!< a RST without a FIN
    Timeout,      //!< retries or a timer expired
};

/// \param role a role \return its name in files, such as `active`
const char* ToText(Role role);
/// \param outcome an outcome \return its name in files, such as `timed-out`
const char* ToText(Outcome outcome);
/// \param closer a closer \return its name in files, such as `local`
const char* ToText(Closer closer);
/// \param type a type \return its name in files, such as `four-segment`
const char* ToText(CloseType type);

/// The history of a connection.
struct ConnectionHistory
{
    Role role{Role::Active};              //!< who opened
    Instant opened;                       //!< when it left CLOSED or LISTEN
    Instant established{NEVER};           //!< when it entered ESTABLISHED, or NEVER
    Instant ended{NEVER};                 //!< when it entered CLOSED, or NEVER
    Outcome outcome{Outcome::Open};       //!< how it ended
    Closer closer{Closer::None};          //!< which end closed first
    CloseType closeType{CloseType::None}; //!< how it was closed
    Error error{Error::None};             //!< the error that its user got, or would have got
    uint32_t synSent{0};                  //!< SYNs sent, without retransmissions
    uint32_t synRepeated{0};              //!< SYNs retransmitted
    uint32_t synAckSent{0};               //!< SYN,ACKs sent, without retransmissions
    uint32_t synAckRepeated{0};           //!< SYN,ACKs retransmitted
    uint32_t finSent{0};                  //!< segments with FIN sent, without retransmissions
    uint32_t finRepeated{0};              //!< segments with FIN retransmitted
    uint32_t resetsSent{0};               //!< RSTs sent
    uint32_t resetsReceived{0};           //!< RSTs received
    uint32_t challengeAcks{0};            //!< challenge ACKs sent
    uint32_t timeWaitAcks{0}; //!< ACKs sent in TIME-WAIT, including challenge ACKs, without the ACK
                              //!< of the FIN that led there
    uint32_t timeWaitRestarts{0};              //!< number of restarts of 2MSL
    uint64_t segmentsSent{0};                  //!< segments sent
    uint64_t segmentsReceived{0};              //!< segments received
    uint64_t octetsSent{0};                    //!< bytes acknowledged by the peer
    uint64_t octetsReceived{0};                //!< bytes delivered to the user
    std::array<Duration, STATE_COUNT> dwell{}; //!< time in each state; 0 for CLOSED
};

/// One row of `connections.csv`.
struct ConnectionRecord : ConnectionHistory
{
    uint64_t id{0};  //!< id in the host
    FourTuple tuple; //!< the two ends
};

/**
 * Builds a record from the segments, actions and transitions of a connection, without access to the
 * connection itself.
 */
class Recorder
{
  public:
    /// \param role who opens \param now current time
    Recorder(Role role, Instant now);

    /// The connection has received a segment. \param segment the segment
    void OnReceived(const Segment& segment);
    /// The machine has issued an action. \param action the action \param now current time
    void OnAction(const Action& action, Instant now);
    /// \param now current time \return the history up to this time
    ConnectionHistory Read(Instant now) const;

  private:
    void OnTransition(const Transition& transition, Instant now);
    void OnEmit(const Emit& emit);
    void OnPeerFin(State to);
    void OnEnd(const Transition& transition);

    ConnectionHistory m_record;   //!< the record so far; dwell lacks the current state
    Instant m_since;              //!< when it entered the current state
    State m_state{State::Closed}; //!< the current state
    bool m_synchronized{false};   //!< it has been in a synchronized state
    bool m_finReceived{false};    //!< the peer's FIN was processed
    bool m_arrivedFin{false};     //!< the last segment received has a FIN
    bool m_resetJustSent{false};  //!< the last action was to send a RST
    bool m_ackApart{false};       //!< the first FIN was acknowledged by a segment of its own
    bool m_entryAckDue{false};    //!< the FIN that led to TIME-WAIT is not yet acknowledged
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_RECORD_H
