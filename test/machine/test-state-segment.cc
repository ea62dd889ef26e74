/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * SEGMENT ARRIVES: every state with every kind of segment at every place of the window, against
 * RFC 9293, 3.10.7.3 and 3.10.7.4 (with RFC 5961's checks, as 3.10.7.4 has them).
 *
 * CLOSED (3.10.7.1) and LISTEN (3.10.7.2) have no connection: they are the host's, and tested
 * there.
 */

#include "lifecycle-test-solo.h"

#include <boost/test/unit_test.hpp>
#include <map>
#include <set>

namespace ns3
{
namespace lifecycle
{
namespace test
{

namespace
{

/// Where SEG.SEQ lies
enum class Place : uint8_t
{
    Before, //!< RCV.NXT - 1
    Left,   //!< RCV.NXT
    Inside, //!< RCV.NXT + 100
    Last,   //!< RCV.NXT + RCV.WND - 1
    Beyond, //!< RCV.NXT + RCV.WND
};

constexpr std::size_t PLACES = 5;

/// What SEG.ACK is
enum class Acks : uint8_t
{
    Absent, //!< no ACK bit
    Una,    //!< SND.UNA: nothing new
    Nxt,    //!< SND.NXT: all that was sent
    Unsent, //!< SND.NXT + 1
    Old,    //!< SND.UNA - MAX.SND.WND - 1
};

struct Kind
{
    const char* name;
    uint8_t flags;
    Acks acks;
    uint32_t length;
};

const Kind KINDS[] = {
    {"none", 0, Acks::Absent, 0},
    {"SYN", SYN, Acks::Absent, 0},
    {"SYN,ACK una", SYN | ACK, Acks::Una, 0},
    {"SYN,ACK nxt", SYN | ACK, Acks::Nxt, 0},
    {"SYN,FIN", SYN | FIN, Acks::Absent, 0},
    {"ACK una", ACK, Acks::Una, 0},
    {"ACK nxt", ACK, Acks::Nxt, 0},
    {"ACK unsent", ACK, Acks::Unsent, 0},
    {"ACK old", ACK, Acks::Old, 0},
    {"FIN", FIN, Acks::Absent, 0},
    {"FIN,ACK una", FIN | ACK, Acks::Una, 0},
    {"FIN,ACK nxt", FIN | ACK, Acks::Nxt, 0},
    {"RST", RST, Acks::Absent, 0},
    {"RST,ACK una", RST | ACK, Acks::Una, 0},
    {"RST,ACK nxt", RST | ACK, Acks::Nxt, 0},
    {"data", 0, Acks::Absent, 10},
    {"data,ACK una", ACK, Acks::Una, 10},
    {"data,ACK nxt", ACK, Acks::Nxt, 10},
    {"URG,ACK una", URG | ACK, Acks::Una, 10},
};

/**
 * One row: for these states and this kind, the state after and the answer at each place. An empty
 * state is the one before. Answers: `-` none, `ack` <SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK>, `rst`
 * <SEQ=SEG.ACK><CTL=RST>, `synack` <SEQ=ISS><ACK=RCV.NXT><CTL=SYN,ACK>; `2msl`: the time-wait
 * timeout restarts.
 */
struct Row
{
    const char* states; //!< see STATES
    const char* kinds;  //!< names of KINDS, joined by `|`
    const char* cells[PLACES];
};

/// The letters of Row::states
struct Start
{
    char letter;
    State state;
    Opening opening;
};

const Start STARTS[] = {
    {'s', State::SynSent, Opening::Active},
    {'p', State::SynReceived, Opening::Passive},
    {'a', State::SynReceived, Opening::Active},
    {'E', State::Established, Opening::Active},
    {'1', State::FinWait1, Opening::Active},
    {'2', State::FinWait2, Opening::Active},
    {'W', State::CloseWait, Opening::Active},
    {'C', State::Closing, Opening::Active},
    {'L', State::LastAck, Opening::Active},
    {'T', State::TimeWait, Opening::Active},
};

const Row ROWS[] = {
    // SYN-SENT (3.10.7.3): there is no window, every place is as good as another.
    // First: "If SEG.ACK =< ISS or SEG.ACK > SND.NXT, send a reset (unless the RST bit is set...)"
    {"s",
     "ACK una|ACK unsent|ACK old|SYN,ACK una|FIN,ACK una|data,ACK una|URG,ACK una",
     {"rst", "rst", "rst", "rst", "rst"}},
    // Second: "If the ACK was acceptable, then signal ... enter CLOSED ... Otherwise (no ACK),
    // drop"
    {"s", "RST,ACK nxt", {"CLOSED -", "CLOSED -", "CLOSED -", "CLOSED -", "CLOSED -"}},
    {"s", "RST|RST,ACK una", {"-", "-", "-", "-", "-"}},
    // Fourth: "If SND.UNA > ISS, change the connection state to ESTABLISHED, form an ACK segment"
    {"s",
     "SYN,ACK nxt",
     {"ESTABLISHED ack",
      "ESTABLISHED ack",
      "ESTABLISHED ack",
      "ESTABLISHED ack",
      "ESTABLISHED ack"}},
    // "Otherwise, enter SYN-RECEIVED, form a SYN,ACK segment"; the FIN waits for ESTABLISHED
    {"s",
     "SYN|SYN,FIN",
     {"SYN-RECEIVED synack",
      "SYN-RECEIVED synack",
      "SYN-RECEIVED synack",
      "SYN-RECEIVED synack",
      "SYN-RECEIVED synack"}},
    // Fifth: "if neither of the SYN or RST bits is set, then drop the segment"
    {"s", "none|FIN|data|ACK nxt|FIN,ACK nxt|data,ACK nxt", {"-", "-", "-", "-", "-"}},

    // First check, in every other state: unacceptable, "an acknowledgment should be sent in reply";
    // fifth: "if the ACK bit is off, drop the segment". A FIN of one number at RCV.NXT - 1 lies
    // before the window, ten bytes from there reach into it. An empty segment at the right edge is
    // acceptable, as with a window of 0: such is the ACK of a peer that has filled the window.
    {"paE12WCL", "FIN", {"ack", "-", "-", "-", "ack"}},
    {"paE12WCLT", "none", {"ack", "-", "-", "-", "-"}},
    {"paE12WCLT", "data", {"-", "-", "-", "-", "ack"}},
    // In TIME-WAIT, at RCV.NXT - 1 it is the peer's FIN again
    {"T", "FIN", {"ack 2msl", "-", "-", "-", "ack"}},

    // Second check: "outside the current receive window, silently drop"; "exactly matches ...
    // RCV.NXT ... MUST reset"; else "MUST send an acknowledgment (challenge ACK)"
    {"paE12WCLT", "RST|RST,ACK una|RST,ACK nxt", {"-", "CLOSED -", "ack", "ack", "-"}},

    // Fourth check, SYN-RECEIVED from LISTEN: "return this connection to the LISTEN state", which
    // is
    // its end; the SYN that made it lies before the window
    {"p",
     "SYN|SYN,ACK una|SYN,ACK nxt|SYN,FIN",
     {"ack", "CLOSED -", "CLOSED -", "CLOSED -", "ack"}},
    // The others: "irrespective of the sequence number ... MUST send a challenge ACK"
    {"a", "SYN|SYN,ACK una|SYN,FIN", {"ack", "ack", "ack", "ack", "ack"}},
    // but the SYN that made it, with the ACK of ours, completes a simultaneous open (figure 7)
    {"a", "SYN,ACK nxt", {"ESTABLISHED ack", "ack", "ack", "ack", "ack"}},
    {"E12WCLT", "SYN|SYN,ACK una|SYN,ACK nxt|SYN,FIN", {"ack", "ack", "ack", "ack", "ack"}},

    // Fifth check, SYN-RECEIVED: "If SND.UNA < SEG.ACK =< SND.NXT, then enter ESTABLISHED ... not
    // acceptable, form a reset segment"
    {"pa", "ACK una|ACK unsent|ACK old", {"ack", "rst", "rst", "rst", "rst"}},
    {"pa", "FIN,ACK una", {"ack", "rst", "rst", "rst", "ack"}},
    {"pa", "data,ACK una|URG,ACK una", {"rst", "rst", "rst", "rst", "ack"}},
    {"pa", "ACK nxt", {"ack", "ESTABLISHED -", "ESTABLISHED -", "ESTABLISHED -", "ESTABLISHED -"}},
    // and "continue processing": seventh (text), eighth (FIN, when nothing is missing before it)
    {"pa",
     "data,ACK nxt",
     {"ESTABLISHED ack", "ESTABLISHED ack", "ESTABLISHED ack", "ESTABLISHED ack", "ack"}},
    {"pa", "FIN,ACK nxt", {"ack", "CLOSE-WAIT ack", "ESTABLISHED ack", "ESTABLISHED ack", "ack"}},

    // ESTABLISHED and on: "If the ACK is a duplicate, it can be ignored"; "acks something not yet
    // sent, then send an ACK, drop"; RFC 5961: older than MAX.SND.WND, "discarded and an ACK sent"
    {"E12WCLT", "ACK una", {"ack", "-", "-", "-", "-"}},
    {"E12WCLT", "ACK unsent", {"ack", "ack", "ack", "ack", "ack"}},
    {"E12WCLT", "ACK old", {"ack", "ack", "ack", "ack", "ack"}},
    // (where nothing is outstanding, SND.NXT is SND.UNA)
    {"E2WT", "ACK nxt", {"ack", "-", "-", "-", "-"}},
    // "if the FIN segment is now acknowledged, then enter FIN-WAIT-2"
    {"1", "ACK nxt", {"ack", "FIN-WAIT-2 -", "FIN-WAIT-2 -", "FIN-WAIT-2 -", "FIN-WAIT-2 -"}},
    // CLOSING: "if the ACK acknowledges our FIN, then enter the TIME-WAIT state"
    {"C", "ACK nxt", {"ack", "TIME-WAIT -", "TIME-WAIT -", "TIME-WAIT -", "TIME-WAIT -"}},
    // LAST-ACK: "If our FIN is now acknowledged, delete the TCB, enter the CLOSED state"
    {"L", "ACK nxt", {"ack", "CLOSED -", "CLOSED -", "CLOSED -", "CLOSED -"}},
    {"L", "FIN,ACK nxt", {"ack", "CLOSED -", "CLOSED -", "CLOSED -", "ack"}},
    {"L", "data,ACK nxt", {"CLOSED -", "CLOSED -", "CLOSED -", "CLOSED -", "ack"}},

    // Seventh: data are taken in these, and acknowledged ("held for later" beyond a hole, SHLD-31)
    {"E2", "data,ACK una|data,ACK nxt|URG,ACK una", {"ack", "ack", "ack", "ack", "ack"}},
    {"1", "data,ACK una|URG,ACK una", {"ack", "ack", "ack", "ack", "ack"}},
    {"1",
     "data,ACK nxt",
     {"FIN-WAIT-2 ack", "FIN-WAIT-2 ack", "FIN-WAIT-2 ack", "FIN-WAIT-2 ack", "ack"}},
    // and in these: "should not occur since a FIN has been received ... Ignore the segment text"
    {"WCLT", "data,ACK una|URG,ACK una", {"-", "-", "-", "-", "ack"}},
    {"WT", "data,ACK nxt", {"-", "-", "-", "-", "ack"}},
    {"C", "data,ACK nxt", {"TIME-WAIT -", "TIME-WAIT -", "TIME-WAIT -", "TIME-WAIT -", "ack"}},

    // Eighth: "advance RCV.NXT over the FIN, and send an acknowledgment"; beyond a hole it waits
    {"E", "FIN,ACK una|FIN,ACK nxt", {"ack", "CLOSE-WAIT ack", "ack", "ack", "ack"}},
    {"1", "FIN,ACK una", {"ack", "CLOSING ack", "ack", "ack", "ack"}},
    // "If our FIN has been ACKed (perhaps in this segment), then enter TIME-WAIT"
    {"1", "FIN,ACK nxt", {"ack", "TIME-WAIT ack", "FIN-WAIT-2 ack", "FIN-WAIT-2 ack", "ack"}},
    {"2", "FIN,ACK una|FIN,ACK nxt", {"ack", "TIME-WAIT ack", "ack", "ack", "ack"}},
    // CLOSE-WAIT, LAST-ACK: "Remain in" the state
    {"W", "FIN,ACK una|FIN,ACK nxt", {"ack", "ack", "ack", "ack", "ack"}},
    {"L", "FIN,ACK una", {"ack", "ack", "ack", "ack", "ack"}},
    // CLOSING, fifth: our FIN not acknowledged, "ignore the segment"; else it is in TIME-WAIT by
    // now
    {"C", "FIN,ACK una", {"ack", "-", "-", "-", "ack"}},
    {"C",
     "FIN,ACK nxt",
     {"ack", "TIME-WAIT ack 2msl", "TIME-WAIT ack 2msl", "TIME-WAIT ack 2msl", "ack"}},
    // TIME-WAIT: "Remain in the TIME-WAIT state. Restart the 2 MSL time-wait timeout"
    {"T", "FIN,ACK una|FIN,ACK nxt", {"ack 2msl", "ack 2msl", "ack 2msl", "ack 2msl", "ack"}},
};

/// \return the cells of all rows, each with what it is for
std::map<std::tuple<char, std::string, std::size_t>, std::string>
Expectations()
{
    std::map<std::tuple<char, std::string, std::size_t>, std::string> cells;
    for (const Row& row : ROWS)
    {
        const std::string kinds = std::string(row.kinds) + "|";
        for (std::size_t from = 0; from < kinds.size();)
        {
            const std::size_t to = kinds.find('|', from);
            for (char letter : std::string(row.states))
            {
                for (std::size_t place = 0; place < PLACES; ++place)
                {
                    const auto key = std::make_tuple(letter, kinds.substr(from, to - from), place);
                    BOOST_TEST_REQUIRE(cells.emplace(key, row.cells[place]).second,
                                       "twice: " << letter << " " << kinds.substr(from, to - from));
                }
            }
            from = to + 1;
        }
    }
    return cells;
}

/// \param solo where it arrives \param kind what \param place where \return the segment
Segment
MakeKind(const Solo& solo, const Kind& kind, Place place)
{
    const SendSpace& snd = solo.connection.Sending();
    const ReceiveSpace& rcv = solo.connection.Receiving();
    Seq seq;
    switch (place)
    {
    case Place::Before:
        seq = rcv.nxt - 1;
        break;
    case Place::Left:
        seq = rcv.nxt;
        break;
    case Place::Inside:
        seq = rcv.nxt + 100;
        break;
    case Place::Last:
        seq = rcv.nxt + rcv.Window() - 1;
        break;
    case Place::Beyond:
        seq = rcv.nxt + rcv.Window();
        break;
    }
    Seq ack;
    switch (kind.acks)
    {
    case Acks::Absent:
        break;
    case Acks::Una:
        ack = snd.una;
        break;
    case Acks::Nxt:
        ack = snd.nxt;
        break;
    case Acks::Unsent:
        ack = snd.nxt + 1;
        break;
    case Acks::Old:
        ack = snd.una - 65535 - 1;
        break;
    }
    return solo.Make(kind.flags, seq, ack, kind.length);
}

/// \param solo after a segment \param before state before it \param segment it
/// \return what happened, as in Row
std::string
Outcome(const Solo& solo, State before, const Segment& segment)
{
    std::string text;
    if (solo.connection.GetState() != before)
    {
        text = solo.StateName() + " ";
    }
    std::string answer = "-";
    for (const Emit& emit : solo.sent)
    {
        const Segment& sent = emit.segment;
        std::string one = "something else";
        if (sent.flags == ACK && sent.seq == solo.connection.Sending().nxt &&
            sent.ack == solo.connection.Receiving().nxt && sent.length == 0)
        {
            one = "ack";
        }
        else if (sent.flags == RST && sent.seq == segment.ack)
        {
            one = "rst";
        }
        else if (sent.flags == (SYN | ACK) && sent.seq == solo.iss &&
                 sent.ack == solo.connection.Receiving().nxt)
        {
            one = "synack";
        }
        answer = answer == "-" ? one : answer + "," + one;
    }
    text += answer;
    for (const Action& action : solo.last)
    {
        text += std::holds_alternative<TimeWaitRestarted>(action) ? " 2msl" : "";
    }
    return text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(state_segment)

BOOST_AUTO_TEST_CASE(every_state_kind_and_place_is_answered_as_3_10_7_has_it)
{
    const auto expectations = Expectations();
    BOOST_TEST(expectations.size() == std::size(STARTS) * std::size(KINDS) * PLACES);
    for (const Start& start : STARTS)
    {
        for (const Kind& kind : KINDS)
        {
            for (std::size_t place = 0; place < PLACES; ++place)
            {
                const auto expected = expectations.find({start.letter, kind.name, place});
                BOOST_TEST_REQUIRE((expected != expectations.end()), start.letter << kind.name);
                for (const uint32_t shift : {0U, 0xfffffe00U}) // numbers that wrap, too
                {
                    Solo solo(Prompt(), ISS + shift, IRS + shift);
                    solo.Reach(start.state, start.opening);
                    if (solo.connection.NextDeadline() != NEVER)
                    {
                        solo.now += 1ms; // so that a restarted timer is detected
                    }
                    const Segment segment = MakeKind(solo, kind, static_cast<Place>(place));
                    solo.Feed(segment);
                    BOOST_TEST(Outcome(solo, start.state, segment) == expected->second,
                               ToText(start.state) << (start.letter == 'p' ? " (passive)" : "")
                                                   << ", " << kind.name << ", place " << place
                                                   << ": " << Outcome(solo, start.state, segment)
                                                   << ", expected " << expected->second);
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_reset_is_told_as_3_10_7_has_it)
{
    struct Case
    {
        State state;
        Opening opening;
        const char* told;
        const char* causes;
    };

    // 3.10.7.3: "connection reset"; 3.10.7.4, second: SYN-RECEIVED "the user need not be informed",
    // or "connection refused"; ESTABLISHED to CLOSE-WAIT "connection reset"; the others nothing
    const Case cases[] = {
        {State::SynReceived, Opening::Passive, "closed", "reset; embryo-released"},
        {State::SynReceived, Opening::Active, "failed refused; closed", "refused"},
        {State::Established, Opening::Active, "failed reset; closed", "reset"},
        {State::FinWait1, Opening::Active, "failed reset; closed", "reset"},
        {State::FinWait2, Opening::Active, "failed reset; closed", "reset"},
        {State::CloseWait, Opening::Active, "failed reset; closed", "reset"},
        {State::Closing, Opening::Active, "closed", "reset"},
        {State::LastAck, Opening::Active, "closed", "reset"},
        {State::TimeWait, Opening::Active, "closed", "reset"},
    };
    for (const Case& each : cases)
    {
        Solo solo;
        solo.Reach(each.state, each.opening);
        solo.Feed(solo.Make(RST, solo.connection.Receiving().nxt, Seq()));
        BOOST_TEST(solo.Told() == each.told);
        BOOST_TEST(solo.Causes() == each.causes);
        BOOST_TEST((solo.connection.NextDeadline() == NEVER));
    }
    Solo solo;
    solo.Reach(State::SynSent);
    solo.Feed(RST | ACK, 0, 1);
    BOOST_TEST(solo.Told() == "failed refused; closed");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
