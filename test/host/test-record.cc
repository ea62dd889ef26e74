/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "host-test-ending.h"

#include <boost/test/unit_test.hpp>

using namespace ns3::lifecycle;
using namespace ns3::lifecycle::test;

BOOST_AUTO_TEST_SUITE(host_record)

// Catalogue S01, D = 1 s: its formulas are in the comments.
BOOST_AUTO_TEST_CASE(four_segments)
{
    Established two;
    two.net.At(10s, [&] { two.a.Close(two.opened); });
    two.net.At(10s + 50ms + 1s, [&] { two.b.Close(two.child); });
    two.net.RunUntil();
    Expect(two.RecordA(), {Outcome::Closed, Closer::Local, CloseType::FourSegment, Error::None});
    Expect(two.RecordB(), {Outcome::Closed, Closer::Remote, CloseType::FourSegment, Error::None});
    const ConnectionRecord& a = two.RecordA();
    const ConnectionRecord& b = two.RecordB();
    BOOST_TEST(a.role == Role::Active);
    BOOST_TEST(b.role == Role::Passive);
    BOOST_TEST((a.opened == Instant()));
    BOOST_TEST((b.opened == Instant() + 50ms));
    BOOST_TEST((a.established == Instant() + 100ms));
    BOOST_TEST((b.established == Instant() + 150ms));
    BOOST_TEST((Dwell(a, State::FinWait1) == 100ms)); // 2d
    BOOST_TEST((Dwell(a, State::FinWait2) == 1s));    // D
    BOOST_TEST((Dwell(a, State::TimeWait) == 240s));  // 2MSL
    BOOST_TEST((Dwell(b, State::CloseWait) == 1s));   // D
    BOOST_TEST((Dwell(b, State::LastAck) == 100ms));  // 2d
    BOOST_TEST((Dwell(b, State::SynReceived) == 100ms));
    BOOST_TEST(a.synSent == 1u);
    BOOST_TEST(a.synAckSent == 0u);
    BOOST_TEST(b.synSent == 0u);
    BOOST_TEST(b.synAckSent == 1u);
    BOOST_TEST(a.finSent == 1u);
    BOOST_TEST(b.finSent == 1u);
    BOOST_TEST(a.synRepeated + a.finRepeated + b.synAckRepeated + b.finRepeated == 0u);
    BOOST_TEST(a.segmentsSent == 4u); // SYN; ACK; FIN; ACK
    BOOST_TEST(b.segmentsSent == 3u); // SYN,ACK; ACK; FIN
    BOOST_TEST(a.segmentsReceived == 3u);
    BOOST_TEST(b.segmentsReceived == 4u);
    BOOST_TEST(a.timeWaitAcks == 0u); // the ACK of the FIN is not a repetition
}

// Catalogue S03
BOOST_AUTO_TEST_CASE(three_segments)
{
    Established two;
    two.b.closeOnEof = true;
    two.a.Close(two.opened);
    two.net.RunUntil();
    Expect(two.RecordA(), {Outcome::Closed, Closer::Local, CloseType::ThreeSegment, Error::None});
    Expect(two.RecordB(), {Outcome::Closed, Closer::Remote, CloseType::ThreeSegment, Error::None});
}

// Catalogue S04
BOOST_AUTO_TEST_CASE(simultaneous)
{
    Established two;
    two.a.Close(two.opened);
    two.b.Close(two.child);
    two.net.RunUntil();
    Expect(two.RecordA(), {Outcome::Closed, Closer::Both, CloseType::Simultaneous, Error::None});
    Expect(two.RecordB(), {Outcome::Closed, Closer::Both, CloseType::Simultaneous, Error::None});
    BOOST_TEST((Dwell(two.RecordA(), State::Closing) == 50ms));
}

// The ACK between the FINs is lost: one end has sent it, the other never saw it.
BOOST_AUTO_TEST_CASE(four_segments_of_which_one_is_lost_are_three_for_the_other_end)
{
    Established two;
    two.Pass(1s);
    int sent = 0;
    two.net.fate = [&](const Station& from, const Segment&) {
        return &from == &two.b && ++sent == 1 ? FOREVER : Duration::zero();
    };
    two.a.Close(two.opened);
    two.Pass(60ms);
    two.b.Close(two.child);
    two.net.RunUntil();
    Expect(two.RecordA(), {Outcome::Closed, Closer::Local, CloseType::ThreeSegment, Error::None});
    Expect(two.RecordB(), {Outcome::Closed, Closer::Remote, CloseType::FourSegment, Error::None});
}

// A closes with bytes that B's window holds back: its FIN is not sent when B's arrives.
BOOST_AUTO_TEST_CASE(a_fin_that_waits_behind_text_does_not_begin_the_closing)
{
    TwoStations two;
    two.b.autoRead = false;
    two.b.config.receiveBuffer = 5000;
    const Handle opened = two.Establish();
    const Handle child = two.LastAccepted();
    two.net.At(1s, [&] {
        two.a.host.Send(opened, 20000, two.net.now);
        two.a.Close(opened);
    });
    two.net.At(1500ms, [&] {
        two.b.host.ShutdownSend(child, two.net.now);
        two.b.Drive();
    });
    two.net.At(1900ms, [&] {
        BOOST_TEST(two.a.host.StateOf(opened) == State::Closing);
        two.b.autoRead = true;
        two.b.host.Consume(child, 5000, two.net.now);
        two.b.Drive();
    });
    two.net.RunUntil();
    Expect(two.RecordA(), {Outcome::Closed, Closer::Remote, CloseType::FourSegment, Error::None});
    Expect(two.RecordB(), {Outcome::Closed, Closer::Local, CloseType::FourSegment, Error::None});
    BOOST_TEST(two.RecordA().octetsSent == 20000u);
    BOOST_TEST(two.RecordB().octetsReceived == 20000u);
}

// Catalogue S12
BOOST_AUTO_TEST_CASE(a_reset_alone)
{
    Established two;
    two.a.host.Abort(two.opened, two.net.now);
    two.a.Drive();
    two.net.RunUntil();
    Expect(two.RecordA(), {Outcome::Aborted, Closer::Local, CloseType::Reset, Error::Aborted});
    Expect(two.RecordB(), {Outcome::Reset, Closer::Remote, CloseType::Reset, Error::Reset});
    BOOST_TEST(two.RecordA().resetsSent == 1u);
    BOOST_TEST(two.RecordB().resetsReceived == 1u);
}

// Catalogue S14
BOOST_AUTO_TEST_CASE(a_close_with_unread_octets_is_a_reset_alone)
{
    Established two;
    two.b.autoRead = false;
    two.a.host.Send(two.opened, 10, two.net.now);
    two.a.Drive();
    two.Pass(1s);
    two.b.Close(two.child);
    two.net.RunUntil();
    Expect(two.RecordA(), {Outcome::Reset, Closer::Remote, CloseType::Reset, Error::Reset});
    Expect(two.RecordB(), {Outcome::Aborted, Closer::Local, CloseType::Reset, Error::Aborted});
}

BOOST_AUTO_TEST_CASE(a_fin_of_one_end_and_a_reset_of_the_other)
{
    Established two;
    two.a.Close(two.opened);
    two.Pass(1s);
    BOOST_TEST(two.b.host.StateOf(two.child) == State::CloseWait);
    two.b.host.Abort(two.child, two.net.now);
    two.b.Drive();
    two.net.RunUntil();
    Expect(two.RecordA(), {Outcome::Reset, Closer::Local, CloseType::FinReset, Error::Reset});
    Expect(two.RecordB(), {Outcome::Aborted, Closer::Remote, CloseType::FinReset, Error::Aborted});
}

// RFC 9293, SHLD-3: bytes for a user who has closed.
BOOST_AUTO_TEST_CASE(a_fin_and_a_reset_of_the_same_end)
{
    Established two;
    two.a.Close(two.opened);
    two.Pass(1s);
    two.b.host.Send(two.child, 10, two.net.now);
    two.b.Drive();
    two.net.RunUntil();
    Expect(two.RecordA(), {Outcome::Aborted, Closer::Local, CloseType::FinReset, Error::Aborted});
    Expect(two.RecordB(), {Outcome::Reset, Closer::Remote, CloseType::FinReset, Error::Reset});
}

// RFC 9293, 3.10.7.4, second: in LAST-ACK nobody is notified of a RST.
BOOST_AUTO_TEST_CASE(a_reset_in_last_ack_comes_after_a_fin)
{
    Established two;
    two.a.Close(two.opened);
    two.Pass(1s);
    two.a.host.Shutdown(two.net.now); // so that A answers the FIN from CLOSED
    two.a.Drive();
    two.b.Close(two.child);
    two.net.RunUntil();
    Expect(two.RecordA(), {Outcome::Aborted, Closer::Local, CloseType::None, Error::Aborted});
    Expect(two.RecordB(), {Outcome::Reset, Closer::Remote, CloseType::FinReset, Error::None});
}

// Catalogue S19, RFC 1337: both FINs are done, the reset only cuts 2MSL short.
BOOST_AUTO_TEST_CASE(a_reset_in_time_wait_changes_nothing_but_its_length)
{
    Established two;
    two.b.closeOnEof = true;
    two.a.Close(two.opened);
    two.Pass(1s);
    BOOST_TEST(two.a.host.StateOf(two.opened) == State::TimeWait);
    const FourTuple tuple = *two.a.host.TupleOf(two.opened);
    Segment old = Make(ACK, two.b.host.IdOf(two.child), 1); // an old duplicate
    old.sourcePort = tuple.remotePort;
    old.destinationPort = tuple.localPort;
    two.a.host.OnSegment(tuple.local, tuple.remote, old, two.net.now);
    two.a.Drive();
    two.net.RunUntil();
    Expect(two.RecordA(), {Outcome::Closed, Closer::Local, CloseType::ThreeSegment, Error::None});
    BOOST_TEST((Dwell(two.RecordA(), State::TimeWait) < 2s));
    BOOST_TEST(two.RecordA().resetsReceived == 1u);
    BOOST_TEST(two.RecordA().timeWaitAcks == 1u);
}

BOOST_AUTO_TEST_CASE(refused)
{
    TwoStations two;
    two.a.Connect(two.b, 81);
    two.net.RunUntil();
    Expect(two.RecordA(), {Outcome::Refused, Closer::Remote, CloseType::None, Error::Refused});
    BOOST_TEST((two.RecordA().established == NEVER));
    BOOST_TEST((two.RecordA().ended == Instant() + 100ms));
}

BOOST_AUTO_TEST_CASE(syns_that_nobody_answers_time_out)
{
    TwoStations two;
    two.net.fate = [](const Station&, const Segment&) { return FOREVER; };
    two.a.Connect(two.b, 80);
    two.net.RunUntil();
    Expect(two.RecordA(), {Outcome::TimedOut, Closer::None, CloseType::None, Error::TimedOut});
    BOOST_TEST(two.RecordA().synSent == 1u);
    BOOST_TEST(two.RecordA().synRepeated == 7u);
}

BOOST_AUTO_TEST_CASE(a_close_before_the_peer_has_answered_is_no_closing)
{
    TwoStations two;
    const Handle opened = two.a.Connect(two.b, 80);
    two.a.Close(opened);
    BOOST_TEST(two.RecordA().outcome == Outcome::Closed);
    Expect(two.RecordA(), {Outcome::Closed, Closer::None, CloseType::None, Error::None});
    two.net.RunUntil(1s); // B's SYN,ACK meets CLOSED
    Expect(two.RecordB(), {Outcome::Reset, Closer::Remote, CloseType::None, Error::None});
    BOOST_TEST((Dwell(two.RecordB(), State::SynReceived) == 100ms));
    BOOST_TEST(two.b.Path(two.RecordB().id) ==
               "LISTEN>SYN-RECEIVED SYN-RECEIVED>LISTEN LISTEN>CLOSED");
}

// RFC 9293, 3.10.7.3, first, and 3.10.7.4, fifth: the RST answers a bad ACK, the connection goes
// on.
BOOST_AUTO_TEST_CASE(a_reset_that_ended_nothing_is_no_closing)
{
    for (const int way : {0, 1, 2})
    {
        TwoStations two;
        two.net.fate = [&](const Station& from, const Segment&) {
            return &from == &two.b ? FOREVER : Duration::zero();
        };
        const Handle opened = two.a.Connect(two.b, 80);
        two.net.RunUntil(60ms); // SYN-SENT and SYN-RECEIVED
        const FourTuple tuple = *two.a.host.TupleOf(opened);
        Segment bad = Make(ACK, two.a.host.Find(opened)->Sending().nxt.Value(), 1);
        bad.sourcePort = tuple.remotePort;
        bad.destinationPort = tuple.localPort;
        two.a.host.OnSegment(tuple.local, tuple.remote, bad, two.net.now);
        bad.sourcePort = tuple.localPort;
        bad.destinationPort = tuple.remotePort;
        two.b.host.OnSegment(tuple.remote, tuple.local, bad, two.net.now);
        two.b.Drive();
        two.b.host.Shutdown(two.net.now);
        two.b.Drive();
        Expect(two.RecordB(), {Outcome::Aborted, Closer::None, CloseType::None, Error::Aborted});
        BOOST_TEST(two.RecordB().resetsSent == 1u);
        Error error = Error::Aborted;
        switch (way)
        {
        case 0:
            two.a.host.Shutdown(two.net.now);
            break;
        case 1:
            two.a.host.Abort(opened, two.net.now); // sends none in SYN-SENT
            break;
        case 2:
            two.a.host.Close(opened, two.net.now);
            error = Error::None;
            break;
        }
        two.a.Drive();
        const Outcome outcome = error == Error::None ? Outcome::Closed : Outcome::Aborted;
        Expect(two.RecordA(), {outcome, Closer::None, CloseType::None, error});
        BOOST_TEST(two.RecordA().resetsSent == 1u);
    }
}

// Catalogue S22
BOOST_AUTO_TEST_CASE(a_fin_that_nobody_answers_times_out)
{
    Established two;
    two.Pass(1s);
    two.Silence(two.a);
    two.a.Close(two.opened);
    two.net.RunUntil();
    Expect(two.RecordA(), {Outcome::TimedOut, Closer::Local, CloseType::Timeout, Error::TimedOut});
    BOOST_TEST(two.RecordA().finSent == 1u);
    BOOST_TEST(two.RecordA().finRepeated == 6u);
}

BOOST_AUTO_TEST_CASE(text_that_nobody_acknowledges_times_out_without_a_closer)
{
    Established two;
    two.Silence(two.a);
    two.a.host.Send(two.opened, 10, two.net.now);
    two.a.Drive();
    two.net.RunUntil();
    Expect(two.RecordA(), {Outcome::TimedOut, Closer::None, CloseType::Timeout, Error::TimedOut});
    BOOST_TEST(two.RecordA().octetsSent == 0u);
}

// Catalogue S23
BOOST_AUTO_TEST_CASE(a_peer_that_never_closes_is_given_up)
{
    TwoStations two;
    two.a.config.finWait2Timeout = 60s;
    const Handle opened = two.Establish();
    two.a.Close(opened);
    two.net.RunUntil();
    BOOST_REQUIRE_EQUAL(two.a.records.size(), 1);
    BOOST_TEST(two.RecordA().outcome == Outcome::TimedOut);
    BOOST_TEST(two.RecordA().closer == Closer::Local);
    BOOST_TEST(two.RecordA().closeType == CloseType::Timeout);
    BOOST_TEST((Dwell(two.RecordA(), State::FinWait2) == 60s));
}

BOOST_AUTO_TEST_CASE(an_embryo_that_nobody_acknowledges_times_out)
{
    TwoStations two;
    two.net.fate = [&](const Station& from, const Segment&) {
        return &from == &two.b ? FOREVER : Duration::zero();
    };
    const Handle opened = two.a.Connect(two.b, 80);
    two.net.RunUntil(60ms);
    two.a.host.Abort(opened, two.net.now);
    two.net.RunUntil();
    BOOST_TEST(two.RecordB().outcome == Outcome::TimedOut);
    BOOST_TEST(two.RecordB().closer == Closer::None);
    BOOST_TEST(two.RecordB().closeType == CloseType::None);
    BOOST_TEST(two.RecordB().synAckSent == 1u);
    BOOST_TEST(two.RecordB().synAckRepeated == 7u);
    BOOST_TEST(two.b.host.Size() == 1u);
}

// Catalogue S05
BOOST_AUTO_TEST_CASE(a_simultaneous_open_sends_a_syn_and_a_syn_and_ack_once_each)
{
    TwoStations two;
    two.a.Connect(two.b, 1002, 1001);
    two.b.Connect(two.a, 1001, 1002);
    two.net.RunUntil(1s);
    for (Station* station : {&two.a, &two.b})
    {
        const auto records = station->host.OpenRecords(two.net.now);
        BOOST_REQUIRE_EQUAL(records.size(), 1);
        BOOST_TEST(records[0].role == Role::Active);
        BOOST_TEST((records[0].established == Instant() + 100ms));
        BOOST_TEST(records[0].synSent == 1u);
        BOOST_TEST(records[0].synAckSent == 1u);
        BOOST_TEST(records[0].synRepeated + records[0].synAckRepeated == 0u);
    }
}

// RFC 5961, 4
BOOST_AUTO_TEST_CASE(challenge_acks_are_counted)
{
    Established two;
    const FourTuple tuple = *two.b.host.TupleOf(two.child);
    Segment syn = Make(SYN, two.b.host.Find(two.child)->Receiving().nxt.Value());
    syn.sourcePort = tuple.remotePort;
    syn.destinationPort = tuple.localPort;
    two.b.host.OnSegment(tuple.local, tuple.remote, syn, two.net.now);
    two.b.Drive();
    BOOST_TEST(two.b.host.OpenRecords(two.net.now).at(0).challengeAcks == 1u);
}

BOOST_AUTO_TEST_CASE(nothing_is_kept_when_records_are_not_wanted)
{
    Net net;
    Station a(net, Address(1));
    Station b(net, Address(2));
    b.closeOnEof = true;
    b.Listen(80);
    const Handle opened = a.Connect(b, 80);
    net.RunUntil(1s);
    BOOST_TEST(a.host.OpenRecords(net.now).empty());
    a.Close(opened);
    net.RunUntil();
    BOOST_TEST(a.records.empty());
    BOOST_TEST(b.records.empty());
}

BOOST_AUTO_TEST_CASE(names_are_those_of_the_files)
{
    using namespace ns3::lifecycle;
    BOOST_TEST(std::string(ToText(Role::Passive)) == "passive");
    BOOST_TEST(std::string(ToText(Outcome::TimedOut)) == "timed-out");
    BOOST_TEST(std::string(ToText(Closer::Both)) == "both");
    BOOST_TEST(std::string(ToText(CloseType::FinReset)) == "fin-reset");
}

BOOST_AUTO_TEST_SUITE_END()
