/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * The gate and its table: every pair of states with every cause, against a list written by reading
 * RFC 9293, figure 5 and section 3.10, not by reading the table.
 */

#include "lifecycle-action.h"
#include "lifecycle-state.h"

#include <boost/test/unit_test.hpp>
#include <set>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>

namespace ns3
{
namespace lifecycle
{
namespace test
{

namespace
{

using Edge = std::tuple<State, State, Cause>;

/// \return all causes, in the order of the enumeration
std::vector<Cause>
AllCauses()
{
    std::vector<Cause> causes;
    for (std::size_t i = 0; i < CAUSE_COUNT; ++i)
    {
        causes.push_back(static_cast<Cause>(i));
    }
    return causes;
}

/// \return what is legal
std::set<Edge>
WrittenOut()
{
    using S = State;
    using C = Cause;
    std::set<Edge> legal;
    // The arrows of figure 5, from its top to its bottom. The figure has no arrow from SYN-RECEIVED
    // to CLOSED; its note 1 allows the RST's way back to LISTEN after a passive OPEN only, note 2
    // leaves out what follows errors, note 3 lets FIN-WAIT-1 go to TIME-WAIT when one segment has
    // both (here: by way of FIN-WAIT-2).
    legal.insert({S::Closed, S::Listen, C::PassiveOpen});
    legal.insert({S::Closed, S::SynSent, C::ActiveOpen});
    legal.insert({S::Listen, S::Closed, C::Close});
    legal.insert({S::Listen, S::SynReceived, C::Syn});
    legal.insert({S::Listen, S::SynSent, C::ActiveOpen}); // "SEND": an OPEN made active
    legal.insert({S::SynSent, S::Closed, C::Close});
    legal.insert({S::SynSent, S::SynReceived, C::Syn});
    legal.insert({S::SynSent, S::Established, C::SynAck});
    legal.insert({S::SynReceived, S::Listen, C::Reset});
    legal.insert({S::SynReceived, S::Established, C::AckOfSyn});
    legal.insert({S::SynReceived, S::FinWait1, C::Close});
    legal.insert({S::Established, S::FinWait1, C::Close});
    legal.insert({S::Established, S::CloseWait, C::Fin});
    legal.insert({S::FinWait1, S::FinWait2, C::AckOfFin});
    legal.insert({S::FinWait1, S::Closing, C::Fin});
    legal.insert({S::FinWait2, S::TimeWait, C::Fin});
    legal.insert({S::CloseWait, S::LastAck, C::Close});
    legal.insert({S::Closing, S::TimeWait, C::AckOfFin});
    legal.insert({S::LastAck, S::Closed, C::AckOfFin});
    legal.insert({S::TimeWait, S::Closed, C::TimeWaitExpired});
    // 3.10.5, ABORT: every state but CLOSED ends
    for (S from : ALL_STATES)
    {
        if (from != S::Closed)
        {
            legal.insert({from, S::Closed, C::Abort});
            // 3.5.1: a host that loses its memory loses all its connections
            legal.insert({from, S::Closed, C::HostShutdown});
        }
        // 3.9.2.2, SHLD-26: hard errors; with our FIN acknowledged nothing is in flight
        // that one could quote
        if (from != S::Closed && from != S::Listen && from != S::FinWait2 && from != S::TimeWait)
        {
            legal.insert({from, S::Closed, C::IcmpError});
        }
    }
    // 3.10.7.3, second: a RST that acknowledges our SYN; 3.10.7.4, second: "connection refused"
    legal.insert({S::SynSent, S::Closed, C::Refused});
    legal.insert({S::SynReceived, S::Closed, C::Refused});
    // 3.10.7.4, fourth: "return this connection to the LISTEN state", which a half-open connection
    // does not do beside the listener it came from; that listener can be closed (3.10.4) before it
    legal.insert({S::SynReceived, S::Listen, C::Syn});
    legal.insert({S::Listen, S::Closed, C::EmbryoReleased});
    legal.insert({S::SynReceived, S::Closed, C::ListenerGone});
    // Beyond RFC 9293: a connection that was not accepted ends with its listener, or if a queue is
    // full
    legal.insert({S::Established, S::Closed, C::ListenerGone});
    legal.insert({S::CloseWait, S::Closed, C::ListenerGone});
    legal.insert({S::SynReceived, S::Closed, C::SynQueueFull});
    legal.insert({S::SynReceived, S::Closed, C::AcceptQueueFull});
    legal.insert({S::SynReceived, S::Closed, C::Reset}); // RFC 7413: its user has it already
    // RFC 4987, 3.6: the state of SYN-RECEIVED is in the cookie
    legal.insert({S::Listen, S::Established, C::AckOfCookie});
    // TIME-WAIT cut short by the host: too many, or its user wants the 4-tuple again
    legal.insert({S::TimeWait, S::Closed, C::TimeWaitFull});
    legal.insert({S::TimeWait, S::Closed, C::TupleReused});
    // 3.10.7.4, second: RST in the synchronized states
    for (S from : {S::Established,
                   S::FinWait1,
                   S::FinWait2,
                   S::CloseWait,
                   S::Closing,
                   S::LastAck,
                   S::TimeWait})
    {
        legal.insert({from, S::Closed, C::Reset});
        // RFC 793, 3.9, fourth: SYN in the window, "send a reset ... enter the CLOSED state"
        legal.insert({from, S::Closed, C::Syn});
    }
    legal.insert({S::SynReceived, S::Closed, C::Syn}); // after an active OPEN
    // 3.6.1, SHLD-3: CLOSE with data unread, wherever data can have been delivered and CLOSE means
    // something
    for (S from : {S::Established, S::FinWait1, S::FinWait2, S::CloseWait, S::Closing, S::LastAck})
    {
        legal.insert({from, S::Closed, C::UnreadData});
    }
    // The same: data after CLOSE, while the peer may still send some
    legal.insert({S::FinWait1, S::Closed, C::DataAfterClose});
    legal.insert({S::FinWait2, S::Closed, C::DataAfterClose});
    // BSD: and when the peer should not, for its FIN has come
    legal.insert({S::CloseWait, S::Closed, C::DataAfterClose});
    legal.insert({S::Closing, S::Closed, C::DataAfterClose});
    legal.insert({S::LastAck, S::Closed, C::DataAfterClose});
    // BSD, tcp_disconnect(): CLOSE below ESTABLISHED
    legal.insert({S::SynReceived, S::Closed, C::Close});
    // 3.8.3 (R2) and 3.10.8 (USER TIMEOUT): where something of ours can be unacknowledged
    for (S from : {S::SynSent,
                   S::SynReceived,
                   S::Established,
                   S::FinWait1,
                   S::CloseWait,
                   S::Closing,
                   S::LastAck})
    {
        legal.insert({from, S::Closed, C::RetriesExceeded});
        legal.insert({from, S::Closed, C::UserTimeout});
    }
    // 3.8.4: where nothing of ours can be unacknowledged, and the peer is silent
    for (S from : {S::Established, S::FinWait2, S::CloseWait})
    {
        legal.insert({from, S::Closed, C::KeepAlive});
    }
    // Beside RFC 9293: BSD's limit of an active open; POSIX's of a closed socket's FIN
    legal.insert({S::SynSent, S::Closed, C::ConnectTimeout});
    legal.insert({S::SynReceived, S::Closed, C::ConnectTimeout});
    for (S from : {S::SynReceived, S::FinWait1, S::CloseWait, S::Closing, S::LastAck})
    {
        legal.insert({from, S::Closed, C::LingerExpired});
    }
    // RFC 7413: a user may close a connection in SYN-SENT that has sent data with its SYN, and one
    // in SYN-RECEIVED without reading the data of the peer's
    legal.insert({S::SynSent, S::Closed, C::LingerExpired});
    legal.insert({S::SynReceived, S::Closed, C::UnreadData});
    // Beside RFC 9293: the limit of FIN-WAIT-2 for a closed socket
    legal.insert({S::FinWait2, S::Closed, C::FinWait2Expired});
    // 3.10.7.4, fourth, and 3.6.1, MAY-2: a SYN in TIME-WAIT begins a new incarnation
    legal.insert({S::TimeWait, S::Closed, C::NewIncarnation});
    return legal;
}

/// \param target a state \return a cell brought there, along legal ways
StateCell
CellIn(State target)
{
    static const Edge WAY[] = {{State::Closed, State::Listen, Cause::PassiveOpen},
                               {State::Closed, State::SynSent, Cause::ActiveOpen},
                               {State::SynSent, State::SynReceived, Cause::Syn},
                               {State::SynSent, State::Established, Cause::SynAck},
                               {State::Established, State::FinWait1, Cause::Close},
                               {State::Established, State::CloseWait, Cause::Fin},
                               {State::FinWait1, State::FinWait2, Cause::AckOfFin},
                               {State::FinWait1, State::Closing, Cause::Fin},
                               {State::FinWait2, State::TimeWait, Cause::Fin},
                               {State::CloseWait, State::LastAck, Cause::Close}};
    if (target == State::Closed)
    {
        return {};
    }
    for (const auto& [from, to, cause] : WAY)
    {
        if (to == target)
        {
            StateCell cell = CellIn(from);
            Actions out;
            TransitionTo(cell, to, cause, out);
            return cell;
        }
    }
    throw std::logic_error("no way");
}

// A cell holds CLOSED when it is made; there is no other way in than the gate.
static_assert(StateCell().Get() == State::Closed, "a cell begins CLOSED");
static_assert(!std::is_constructible_v<StateCell, State>, "no cell is made from a state");
static_assert(!std::is_assignable_v<StateCell&, State>, "no state is assigned to a cell");
static_assert(!std::is_aggregate_v<StateCell>, "the state is not initialized from outside");
static_assert(!std::is_convertible_v<State, StateCell>, "no state turns into a cell");
static_assert(std::is_same_v<decltype(std::declval<StateCell&>().Get()), State>,
              "what is read is a copy");

// Legality is known to the compiler.
static_assert(IsLegal(State::Closed, State::SynSent, Cause::ActiveOpen), "");
static_assert(!IsLegal(State::FinWait1, State::CloseWait, Cause::Fin), "FreeRTOS+TCP issue 1303");

} // namespace

BOOST_AUTO_TEST_SUITE(state_table)

BOOST_AUTO_TEST_CASE(every_state_pair_and_cause_is_legal_as_rfc_9293_has_it_and_no_other)
{
    const std::set<Edge> legal = WrittenOut();
    std::size_t checked = 0;
    for (State from : ALL_STATES)
    {
        for (State to : ALL_STATES)
        {
            for (Cause cause : AllCauses())
            {
                BOOST_TEST(IsLegal(from, to, cause) == (legal.count({from, to, cause}) == 1),
                           ToText(from) << " -> " << ToText(to) << " (" << ToText(cause) << ")");
                ++checked;
            }
        }
    }
    BOOST_TEST(checked == 11U * 11U * 30U);
}

BOOST_AUTO_TEST_CASE(no_transition_stands_twice_in_the_table_and_each_has_a_clause)
{
    std::set<Edge> seen;
    for (const TransitionRule& rule : TRANSITIONS)
    {
        BOOST_TEST(seen.insert({rule.from, rule.to, rule.cause}).second);
        BOOST_TEST(std::string(rule.clause) != "");
    }
}

BOOST_AUTO_TEST_CASE(every_state_can_be_reached_from_closed_and_leads_back_there)
{
    std::set<State> reached{State::Closed};
    std::set<State> leadBack{State::Closed};
    for (std::size_t round = 0; round < STATE_COUNT; ++round)
    {
        for (const TransitionRule& rule : TRANSITIONS)
        {
            if (reached.count(rule.from) == 1)
            {
                reached.insert(rule.to);
            }
            if (leadBack.count(rule.to) == 1)
            {
                leadBack.insert(rule.from);
            }
        }
    }
    BOOST_TEST(reached.size() == STATE_COUNT);
    BOOST_TEST(leadBack.size() == STATE_COUNT);
}

BOOST_AUTO_TEST_CASE(
    the_gate_moves_and_reports_once_and_reports_a_defect_where_the_table_has_no_row)
{
    const std::set<Edge> legal = WrittenOut();
    for (State from : ALL_STATES)
    {
        for (State to : ALL_STATES)
        {
            for (Cause cause : AllCauses())
            {
                StateCell cell = CellIn(from);
                Actions out;
                TransitionTo(cell, to, cause, out);
                BOOST_TEST((cell.Get() == to));
                const bool isLegal = legal.count({from, to, cause}) == 1;
                BOOST_TEST_REQUIRE(out.Size() == (isLegal ? 1U : 2U));
                const auto* report = std::get_if<Transition>(&out[0]);
                BOOST_TEST_REQUIRE(report != nullptr);
                BOOST_TEST((report->from == from && report->to == to && report->cause == cause));
                if (!isLegal)
                {
                    const auto* defect = std::get_if<Defect>(&out[1]);
                    BOOST_TEST_REQUIRE(defect != nullptr);
                    BOOST_TEST(
                        (defect->from == from && defect->to == to && defect->cause == cause));
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(states_have_rfc_9293s_names)
{
    // Section 3.3.2, with the hyphens of its text
    const char* names[] = {"CLOSED",
                           "LISTEN",
                           "SYN-SENT",
                           "SYN-RECEIVED",
                           "ESTABLISHED",
                           "FIN-WAIT-1",
                           "FIN-WAIT-2",
                           "CLOSE-WAIT",
                           "CLOSING",
                           "LAST-ACK",
                           "TIME-WAIT"};
    for (std::size_t i = 0; i < STATE_COUNT; ++i)
    {
        BOOST_TEST(static_cast<std::size_t>(ALL_STATES[i]) == i);
        BOOST_TEST(ToText(ALL_STATES[i]) == names[i]);
    }
}

BOOST_AUTO_TEST_CASE(causes_have_names_of_their_own)
{
    std::set<std::string> names;
    for (Cause cause : AllCauses())
    {
        BOOST_TEST(names.insert(ToText(cause)).second, ToText(cause));
    }
    BOOST_TEST(names.count("?") == 0U);
    BOOST_TEST(ToText(static_cast<Cause>(CAUSE_COUNT)) == "?");
    BOOST_TEST(ToText(Cause::TimeWaitExpired) == "2msl-expired");
}

BOOST_AUTO_TEST_CASE(only_the_states_from_established_on_are_synchronized)
{
    // RFC 9293, 3.4: "states ... ESTABLISHED, FIN-WAIT-1, ..., TIME-WAIT"
    for (State state : ALL_STATES)
    {
        const bool before = state == State::Closed || state == State::Listen ||
                            state == State::SynSent || state == State::SynReceived;
        BOOST_TEST(IsSynchronized(state) == !before);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
