/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_STATE_H
#define LIFECYCLE_STATE_H

#include <array>
#include <cstddef>
#include <cstdint>

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * The eleven states of RFC 9293, the causes of transitions, and the table of legal transitions.
 */

namespace ns3
{
namespace lifecycle
{

/// The states of RFC 9293, section 3.3.2, in its order, CLOSED first.
enum class State : uint8_t
{
    Closed,      //!< no connection
    Listen,      //!< waiting for a connection request from any remote TCP
    SynSent,     //!< waiting for a matching request after having sent one
    SynReceived, //!< waiting for the acknowledgment of the request sent in answer
    Established, //!< an open connection, data can be delivered
    FinWait1,    //!< waiting for the peer's FIN or the acknowledgment of our own
    FinWait2,    //!< waiting for the peer's FIN; our own is acknowledged
    CloseWait,   //!< waiting for the local user's CLOSE
    Closing,     //!< waiting for the acknowledgment of our FIN; the peer's was received
    LastAck,     //!< waiting for the acknowledgment of our FIN, sent after the peer's
    TimeWait,    //!< waiting until the peer has certainly received the acknowledgment of its FIN
};

/// Number of states.
constexpr std::size_t STATE_COUNT = 11;

/// All states, in RFC 9293's order.
constexpr std::array<State, STATE_COUNT> ALL_STATES = {State::Closed,
                                                       State::Listen,
                                                       State::SynSent,
                                                       State::SynReceived,
                                                       State::Established,
                                                       State::FinWait1,
                                                       State::FinWait2,
                                                       State::CloseWait,
                                                       State::Closing,
                                                       State::LastAck,
                                                       State::TimeWait};

/// \param state a state \return its name in RFC 9293, such as `SYN-RECEIVED`
const char* ToText(State state);

/// \param state a state \return whether it is synchronized (RFC 9293, 3.10.7.4)
constexpr bool
IsSynchronized(State state)
{
    return state >= State::Established;
}

/// Why the state of a connection changes.
enum class Cause : uint8_t
{
    ActiveOpen,      //!< user: OPEN, active
    PassiveOpen,     //!< user: OPEN, passive
    Close,           //!< user: CLOSE, or shutdown of the sending direction
    Abort,           //!< user: ABORT
    UnreadData,      //!< user: CLOSE with unread data (RFC 9293, SHLD-3)
    Syn,             //!< segment: SYN
    SynAck,          //!< segment: SYN,ACK that acknowledges our SYN
    AckOfSyn,        //!< segment: ACK of our SYN
    Fin,             //!< segment: FIN, after all data before it were received
    AckOfFin,        //!< segment: ACK of our FIN
    Reset,           //!< segment: RST
    Refused,         //!< segment: RST in answer to our SYN
    DataAfterClose,  //!< segment: data after the user has closed (RFC 9293, SHLD-3)
    NewIncarnation,  //!< segment: SYN that opens a new connection with the 4-tuple of one in
                     //!< TIME-WAIT
    IcmpError,       //!< message: an ICMP error that ends the connection (RFC 9293, 3.9.2.2)
    ListenerGone,    //!< the listener was closed before this connection was accepted
    EmbryoReleased,  //!< return to LISTEN, where only the listener remains
    SynQueueFull,    //!< removed from the SYN queue of the listener for a younger connection
    AcceptQueueFull, //!< segment: ACK of our SYN while the accept queue of the listener is full
    AckOfCookie,     //!< segment: ACK of a SYN,ACK whose ISN was a SYN cookie
    TimeWaitFull,    //!< the host has reached its limit of connections in TIME-WAIT
    TupleReused,     //!< user: OPEN, active, with the same 4-tuple
    TimeWaitExpired, //!< timer: 2MSL
    RetriesExceeded, //!< timer: retransmission limit (R2 of RFC 9293, 3.8.3)
    UserTimeout,     //!< timer: USER TIMEOUT (RFC 9293, 3.10.8)
    FinWait2Expired, //!< timer: no FIN from the peer of a closed connection
    ConnectTimeout,  //!< timer: an active open took too long (BSD, keepinit)
    KeepAlive,       //!< timer: an idle peer does not answer probes (RFC 9293, 3.8.4)
    LingerExpired,   //!< timer: our FIN was not acknowledged in time (POSIX, SO_LINGER)
    HostShutdown,    //!< shutdown or crash of the host
};

/// Number of causes.
constexpr std::size_t CAUSE_COUNT = 30;

/// \param cause a cause \return its name in traces, such as `ack-of-fin`
const char* ToText(Cause cause);

/// One legal transition.
struct TransitionRule
{
    State from;         //!< state before
    State to;           //!< state after
    Cause cause;        //!< why it changes
    const char* clause; //!< source: a section of RFC 9293, or another document
};

/**
 * The legal transitions: figure 5 of RFC 9293 (section 3.3.2), and those of its sections 3.9 and
 * 3.10. The direct transition from FIN-WAIT-1 to TIME-WAIT in the note of the figure is two
 * transitions here, through FIN-WAIT-2, since the ACK field is processed (3.10.7.4, fifth) before
 * the FIN (eighth).
 */
constexpr TransitionRule TRANSITIONS[] = {
    {State::Closed, State::Listen, Cause::PassiveOpen, "figure 5; 3.10.1"},
    {State::Closed, State::SynSent, Cause::ActiveOpen, "figure 5; 3.10.1"},

    {State::Listen, State::SynReceived, Cause::Syn, "figure 5; 3.10.7.2, third"},
    {State::Listen, State::Established, Cause::AckOfCookie, "RFC 4987, 3.6: no SYN-RECEIVED"},
    {State::Listen, State::SynSent, Cause::ActiveOpen, "figure 5; 3.10.1, 3.10.2"},
    {State::Listen, State::Closed, Cause::Close, "figure 5; 3.10.4"},
    {State::Listen, State::Closed, Cause::Abort, "3.10.5"},
    {State::Listen, State::Closed, Cause::EmbryoReleased, "3.10.7.4: returns to LISTEN"},
    {State::Listen, State::Closed, Cause::HostShutdown, "3.5.1: all TCBs are lost"},

    {State::SynSent, State::SynReceived, Cause::Syn, "figure 5; 3.10.7.3, fourth"},
    {State::SynSent, State::Established, Cause::SynAck, "figure 5; 3.10.7.3, fourth"},
    {State::SynSent, State::Closed, Cause::Close, "figure 5; 3.10.4"},
    {State::SynSent, State::Closed, Cause::Abort, "3.10.5"},
    {State::SynSent, State::Closed, Cause::Refused, "3.10.7.3, second"},
    {State::SynSent, State::Closed, Cause::IcmpError, "3.9.2.2, SHLD-26; RFC 5461"},
    {State::SynSent, State::Closed, Cause::RetriesExceeded, "3.8.3, MUST-23"},
    {State::SynSent, State::Closed, Cause::UserTimeout, "3.10.8"},
    {State::SynSent, State::Closed, Cause::ConnectTimeout, "not in RFC 9293; BSD keepinit"},
    {State::SynSent, State::Closed, Cause::LingerExpired, "not in RFC 9293; POSIX SO_LINGER"},
    {State::SynSent, State::Closed, Cause::HostShutdown, "3.5.1"},

    {State::SynReceived, State::Established, Cause::AckOfSyn, "figure 5; 3.10.7.4, fifth"},
    {State::SynReceived, State::FinWait1, Cause::Close, "figure 5; 3.10.4"},
    {State::SynReceived, State::Closed, Cause::Close, "not in RFC 9293; BSD tcp_disconnect()"},
    {State::SynReceived, State::Listen, Cause::Reset, "figure 5; 3.10.7.4, second"},
    {State::SynReceived, State::Listen, Cause::Syn, "3.10.7.4, fourth"},
    {State::SynReceived, State::Closed, Cause::Refused, "3.10.7.4, second"},
    {State::SynReceived, State::Closed, Cause::Reset, "RFC 7413, 4.2.2: its user has it"},
    {State::SynReceived, State::Closed, Cause::Syn, "RFC 793, 3.9, fourth"},
    {State::SynReceived, State::Closed, Cause::IcmpError, "3.9.2.2, SHLD-26"},
    {State::SynReceived, State::Closed, Cause::Abort, "3.10.5"},
    {State::SynReceived, State::Closed, Cause::UnreadData, "3.6.1, SHLD-3; RFC 7413, 4.2.2"},
    {State::SynReceived, State::Closed, Cause::ListenerGone, "3.10.4: LISTEN is closed"},
    {State::SynReceived, State::Closed, Cause::SynQueueFull, "RFC 4987, 3.4: recycled"},
    {State::SynReceived, State::Closed, Cause::AcceptQueueFull, "Linux tcp_abort_on_overflow"},
    {State::SynReceived, State::Closed, Cause::RetriesExceeded, "3.8.3"},
    {State::SynReceived, State::Closed, Cause::UserTimeout, "3.10.8"},
    {State::SynReceived, State::Closed, Cause::ConnectTimeout, "not in RFC 9293; BSD keepinit"},
    {State::SynReceived, State::Closed, Cause::LingerExpired, "not in RFC 9293; POSIX SO_LINGER"},
    {State::SynReceived, State::Closed, Cause::HostShutdown, "3.5.1"},

    {State::Established, State::FinWait1, Cause::Close, "figure 5; 3.10.4"},
    {State::Established, State::CloseWait, Cause::Fin, "figure 5; 3.10.7.4, eighth"},
    {State::Established, State::Closed, Cause::Reset, "3.10.7.4, second"},
    {State::Established, State::Closed, Cause::Syn, "RFC 793, 3.9, fourth"},
    {State::Established, State::Closed, Cause::IcmpError, "3.9.2.2, SHLD-26"},
    {State::Established, State::Closed, Cause::Abort, "3.10.5"},
    {State::Established, State::Closed, Cause::ListenerGone, "3.10.5: nobody accepts it"},
    {State::Established, State::Closed, Cause::UnreadData, "3.6.1, SHLD-3"},
    {State::Established, State::Closed, Cause::RetriesExceeded, "3.8.3, MUST-20"},
    {State::Established, State::Closed, Cause::UserTimeout, "3.10.8"},
    {State::Established, State::Closed, Cause::KeepAlive, "3.8.4"},
    {State::Established, State::Closed, Cause::HostShutdown, "3.5.1"},

    {State::FinWait1, State::FinWait2, Cause::AckOfFin, "figure 5; 3.10.7.4, fifth"},
    {State::FinWait1, State::Closing, Cause::Fin, "figure 5; 3.10.7.4, eighth"},
    {State::FinWait1, State::Closed, Cause::Reset, "3.10.7.4, second"},
    {State::FinWait1, State::Closed, Cause::Syn, "RFC 793, 3.9, fourth"},
    {State::FinWait1, State::Closed, Cause::IcmpError, "3.9.2.2, SHLD-26"},
    {State::FinWait1, State::Closed, Cause::Abort, "3.10.5"},
    {State::FinWait1, State::Closed, Cause::UnreadData, "3.6.1, SHLD-3"},
    {State::FinWait1, State::Closed, Cause::DataAfterClose, "3.6.1, SHLD-3"},
    {State::FinWait1, State::Closed, Cause::RetriesExceeded, "3.8.3, MUST-20"},
    {State::FinWait1, State::Closed, Cause::UserTimeout, "3.10.8"},
    {State::FinWait1, State::Closed, Cause::LingerExpired, "not in RFC 9293; POSIX SO_LINGER"},
    {State::FinWait1, State::Closed, Cause::HostShutdown, "3.5.1"},

    {State::FinWait2, State::TimeWait, Cause::Fin, "figure 5; 3.10.7.4, eighth"},
    {State::FinWait2, State::Closed, Cause::Reset, "3.10.7.4, second"},
    {State::FinWait2, State::Closed, Cause::Syn, "RFC 793, 3.9, fourth"},
    {State::FinWait2, State::Closed, Cause::Abort, "3.10.5"},
    {State::FinWait2, State::Closed, Cause::UnreadData, "3.6.1, SHLD-3"},
    {State::FinWait2, State::Closed, Cause::DataAfterClose, "3.6.1, SHLD-3"},
    {State::FinWait2, State::Closed, Cause::FinWait2Expired, "not in RFC 9293; Linux tcp(7)"},
    {State::FinWait2, State::Closed, Cause::KeepAlive, "3.8.4"},
    {State::FinWait2, State::Closed, Cause::HostShutdown, "3.5.1"},

    {State::CloseWait, State::LastAck, Cause::Close, "figure 5; 3.10.4"},
    {State::CloseWait, State::Closed, Cause::Reset, "3.10.7.4, second"},
    {State::CloseWait, State::Closed, Cause::Syn, "RFC 793, 3.9, fourth"},
    {State::CloseWait, State::Closed, Cause::IcmpError, "3.9.2.2, SHLD-26"},
    {State::CloseWait, State::Closed, Cause::Abort, "3.10.5"},
    {State::CloseWait, State::Closed, Cause::ListenerGone, "3.10.5: nobody accepts it"},
    {State::CloseWait, State::Closed, Cause::UnreadData, "3.6.1, SHLD-3"},
    {State::CloseWait, State::Closed, Cause::DataAfterClose, "3.6.1, SHLD-3; BSD"},
    {State::CloseWait, State::Closed, Cause::RetriesExceeded, "3.8.3, MUST-20"},
    {State::CloseWait, State::Closed, Cause::UserTimeout, "3.10.8"},
    {State::CloseWait, State::Closed, Cause::KeepAlive, "3.8.4"},
    {State::CloseWait, State::Closed, Cause::LingerExpired, "not in RFC 9293; POSIX SO_LINGER"},
    {State::CloseWait, State::Closed, Cause::HostShutdown, "3.5.1"},

    {State::Closing, State::TimeWait, Cause::AckOfFin, "figure 5; 3.10.7.4, fifth"},
    {State::Closing, State::Closed, Cause::Reset, "3.10.7.4, second"},
    {State::Closing, State::Closed, Cause::Syn, "RFC 793, 3.9, fourth"},
    {State::Closing, State::Closed, Cause::IcmpError, "3.9.2.2, SHLD-26"},
    {State::Closing, State::Closed, Cause::Abort, "3.10.5"},
    {State::Closing, State::Closed, Cause::UnreadData, "3.6.1, SHLD-3"},
    {State::Closing, State::Closed, Cause::DataAfterClose, "3.6.1, SHLD-3; BSD"},
    {State::Closing, State::Closed, Cause::RetriesExceeded, "3.8.3, MUST-20"},
    {State::Closing, State::Closed, Cause::UserTimeout, "3.10.8"},
    {State::Closing, State::Closed, Cause::LingerExpired, "not in RFC 9293; POSIX SO_LINGER"},
    {State::Closing, State::Closed, Cause::HostShutdown, "3.5.1"},

    {State::LastAck, State::Closed, Cause::AckOfFin, "figure 5; 3.10.7.4, fifth"},
    {State::LastAck, State::Closed, Cause::Reset, "3.10.7.4, second"},
    {State::LastAck, State::Closed, Cause::Syn, "RFC 793, 3.9, fourth"},
    {State::LastAck, State::Closed, Cause::IcmpError, "3.9.2.2, SHLD-26"},
    {State::LastAck, State::Closed, Cause::Abort, "3.10.5"},
    {State::LastAck, State::Closed, Cause::UnreadData, "3.6.1, SHLD-3"},
    {State::LastAck, State::Closed, Cause::DataAfterClose, "3.6.1, SHLD-3; BSD"},
    {State::LastAck, State::Closed, Cause::RetriesExceeded, "3.8.3, MUST-20"},
    {State::LastAck, State::Closed, Cause::UserTimeout, "3.10.8"},
    {State::LastAck, State::Closed, Cause::LingerExpired, "not in RFC 9293; POSIX SO_LINGER"},
    {State::LastAck, State::Closed, Cause::HostShutdown, "3.5.1"},

    {State::TimeWait, State::Closed, Cause::TimeWaitExpired, "figure 5; 3.10.8"},
    {State::TimeWait, State::Closed, Cause::Reset, "3.10.7.4, second"},
    {State::TimeWait, State::Closed, Cause::Syn, "RFC 793, 3.9, fourth"},
    {State::TimeWait, State::Closed, Cause::Abort, "3.10.5"},
    {State::TimeWait, State::Closed, Cause::NewIncarnation, "3.6.1, MAY-2; RFC 6191"},
    {State::TimeWait, State::Closed, Cause::TimeWaitFull, "Linux tcp_max_tw_buckets"},
    {State::TimeWait, State::Closed, Cause::TupleReused, "RFC 6191; Linux tcp_tw_reuse"},
    {State::TimeWait, State::Closed, Cause::HostShutdown, "3.5.1"},
};

/// TRANSITIONS by states: one bit per cause.
struct TransitionTable
{
    /// Bits of the legal causes, by previous and next state.
    constexpr TransitionTable()
    {
        for (const auto& rule : TRANSITIONS)
        {
            causes[static_cast<std::size_t>(rule.from)][static_cast<std::size_t>(rule.to)] |=
                uint64_t{1} << static_cast<unsigned>(rule.cause);
        }
    }

    uint64_t causes[STATE_COUNT][STATE_COUNT]{}; //!< bits
};

/// TRANSITIONS as a lookup table.
inline constexpr TransitionTable TRANSITION_TABLE{};

/// \param from previous state \param to next state \param cause why \return whether TRANSITIONS has
/// it
constexpr bool
IsLegal(State from, State to, Cause cause)
{
    const uint64_t causes =
        TRANSITION_TABLE.causes[static_cast<std::size_t>(from)][static_cast<std::size_t>(to)];
    return (causes >> static_cast<unsigned>(cause) & 1) != 0;
}

class Actions;
struct Transition;

/**
 * \ingroup tcp-lifecycle-machine
 *
 * Holds a state. It starts in CLOSED and can be copied; only TransitionTo() changes it.
 */
class StateCell
{
  public:
    /// \return the state
    constexpr State Get() const
    {
        return m_state;
    }

    /// \param other another \return whether both hold the same state
    constexpr bool operator==(StateCell other) const
    {
        return m_state == other.m_state;
    }

    /// \param digest gets the state
    template <typename T>
    void AddTo(T& digest) const
    {
        digest.Add(m_state);
    }

  private:
    friend void TransitionTo(StateCell& cell, State next, Cause cause, Actions& out);
    State m_state{State::Closed}; //!< the state
};

/**
 * The only function that changes a state.
 *
 * \param cell the state to change
 * \param next the new state
 * \param cause why it changes
 * \param out gets a Transition, and a Defect if it is not in the table
 */
void TransitionTo(StateCell& cell, State next, Cause cause, Actions& out);

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_STATE_H
