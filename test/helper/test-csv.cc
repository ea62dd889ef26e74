/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-csv.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <sstream>
#include <string>
#include <vector>

using namespace ns3;
using namespace ns3::lifecycle;

namespace
{

// The header rows of the contract (design.md), the dwell columns in RFC 9293's order.
const std::string TRANSITIONS_HEADER =
    "time_ns,node,id,local,local_port,remote,remote_port,from,to,cause,segment\n";
const std::string CONNECTIONS_HEADER =
    "id,node,role,local,local_port,remote,remote_port,profile,open_ns,established_ns,close_ns,"
    "outcome,closer,close_type,error,syn_tx,syn_rtx,synack_tx,synack_rtx,fin_tx,fin_rtx,rst_tx,"
    "rst_rx,challenge_acks,tw_reacks,tw_restarts,segments_tx,segments_rx,bytes_tx,bytes_rx,"
    "dwell_closed_ns,dwell_listen_ns,dwell_syn_sent_ns,dwell_syn_received_ns,dwell_established_ns,"
    "dwell_fin_wait_1_ns,dwell_fin_wait_2_ns,dwell_close_wait_ns,dwell_closing_ns,"
    "dwell_last_ack_ns,dwell_time_wait_ns\n";

/// \return 10.0.0.1:49152, 10.0.0.2:80
FourTuple
Tuple()
{
    return {IpAddress::FromIpv4(0x0a000001), IpAddress::FromIpv4(0x0a000002), 49152, 80};
}

} // namespace

BOOST_AUTO_TEST_SUITE(csv)

BOOST_AUTO_TEST_CASE(header_rows_are_those_of_the_contract)
{
    BOOST_TEST(TcpLifecycleTransitionsHeader() == TRANSITIONS_HEADER);
    BOOST_TEST(TcpLifecycleConnectionsHeader() == CONNECTIONS_HEADER);
}

BOOST_AUTO_TEST_CASE(a_transition_without_a_segment_ends_in_an_empty_field)
{
    TcpLifecycleTransition transition;
    transition.time = NanoSeconds(1234567890123);
    transition.node = 3;
    transition.id = 7;
    transition.tuple = Tuple();
    transition.from = State::SynReceived;
    transition.to = State::FinWait1;
    transition.cause = Cause::Close;
    BOOST_TEST(TcpLifecycleTransitionsRow(transition) ==
               "1234567890123,3,7,10.0.0.1,49152,10.0.0.2,80,SYN-RECEIVED,FIN-WAIT-1,close,\n");
}

BOOST_AUTO_TEST_CASE(a_segment_with_commas_is_quoted)
{
    Segment segment;
    segment.flags = SYN;
    segment.seq = Seq(100);
    segment.window = 65535;
    segment.options.AddMaxSegmentSize(1460);
    segment.options.AddSackPermitted();
    TcpLifecycleTransition transition;
    transition.tuple = Tuple();
    transition.from = State::Listen;
    transition.to = State::SynReceived;
    transition.cause = Cause::Syn;
    transition.segment = &segment;
    BOOST_TEST(TcpLifecycleTransitionsRow(transition) ==
               "0,0,0,10.0.0.1,49152,10.0.0.2,80,LISTEN,SYN-RECEIVED,syn,"
               "\"S 100:100(0) win 65535 <mss 1460,sackOK>\"\n");
}

BOOST_AUTO_TEST_CASE(the_greatest_numbers_have_room)
{
    Segment segment;
    segment.flags = ACK | PSH | URG;
    segment.seq = Seq(UINT32_MAX);
    segment.ack = Seq(UINT32_MAX);
    segment.window = UINT16_MAX;
    segment.urgentPointer = UINT16_MAX;
    segment.options.AddTimestamps({UINT32_MAX, UINT32_MAX});
    TcpLifecycleTransition transition;
    transition.time = NanoSeconds(INT64_MAX);
    transition.node = UINT32_MAX;
    transition.id = INT64_MAX;
    transition.tuple = {IpAddress::FromIpv4(UINT32_MAX),
                        IpAddress::FromIpv4(0x7f000001),
                        UINT16_MAX,
                        UINT16_MAX};
    transition.from = State::Established;
    transition.to = State::CloseWait;
    transition.cause = Cause::Fin;
    transition.segment = &segment;
    BOOST_TEST(TcpLifecycleTransitionsRow(transition) ==
               "9223372036854775807,4294967295,9223372036854775807,255.255.255.255,65535,127.0.0.1,"
               "65535,ESTABLISHED,CLOSE-WAIT,fin,PU. 4294967295:4294967295(0) ack 4294967295 "
               "win 65535 urg 65535 <TS val 4294967295 ecr 4294967295>\n");
}

BOOST_AUTO_TEST_CASE(a_connection_row_has_every_field_in_the_header_s_place)
{
    TcpLifecycleRecord record;
    record.node = 2;
    record.profile = "linux";
    ConnectionRecord& r = record.connection;
    r.id = 1;
    r.tuple = Tuple();
    r.role = Role::Passive;
    r.opened = Instant(Duration(10));
    r.established = Instant(Duration(20));
    r.ended = Instant(Duration(30));
    r.outcome = Outcome::TimedOut;
    r.closer = Closer::Both;
    r.closeType = CloseType::Simultaneous;
    r.error = Error::TimedOut;
    r.synSent = 101;
    r.synRepeated = 102;
    r.synAckSent = 103;
    r.synAckRepeated = 104;
    r.finSent = 105;
    r.finRepeated = 106;
    r.resetsSent = 107;
    r.resetsReceived = 108;
    r.challengeAcks = 109;
    r.timeWaitAcks = 110;
    r.timeWaitRestarts = 111;
    r.segmentsSent = 112;
    r.segmentsReceived = 113;
    r.octetsSent = 114;
    r.octetsReceived = 115;
    for (std::size_t i = 0; i < STATE_COUNT; ++i)
    {
        r.dwell[i] = Duration(200 + i);
    }
    BOOST_TEST(TcpLifecycleConnectionsRow(record) ==
               "1,2,passive,10.0.0.1,49152,10.0.0.2,80,linux,10,20,30,timed-out,both,simultaneous,"
               "timed-out,101,102,103,104,105,106,107,108,109,110,111,112,113,114,115,"
               "200,201,202,203,204,205,206,207,208,209,210\n");
}

BOOST_AUTO_TEST_CASE(a_connection_still_open_is_marked_and_has_no_end)
{
    TcpLifecycleRecord record;
    record.profile = "rfc9293";
    record.connection.tuple = Tuple();
    record.connection.opened = Instant(Duration(5));
    const std::string row = TcpLifecycleConnectionsRow(record);
    BOOST_TEST(row.find("rfc9293,5,,,open,none,none,none,") != std::string::npos, row);
    BOOST_TEST(std::count(row.begin(), row.end(), ',') ==
               std::count(CONNECTIONS_HEADER.begin(), CONNECTIONS_HEADER.end(), ','));
}

BOOST_AUTO_TEST_CASE(a_quote_is_doubled)
{
    TcpLifecycleRecord record;
    record.profile = "my \"own\"";
    BOOST_TEST(TcpLifecycleConnectionsRow(record).find(",\"my \"\"own\"\"\",") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_stream_gets_the_header_at_once_and_nothing_after_close)
{
    std::ostringstream stream;
    TcpLifecycleTransitionsCsv csv(stream);
    BOOST_TEST(stream.str() == TRANSITIONS_HEADER);
    TcpLifecycleTransition transition;
    transition.tuple = Tuple();
    csv.OnEvent(transition);
    const std::string one = stream.str();
    BOOST_TEST(one.size() > TRANSITIONS_HEADER.size());
    csv.Close();
    csv.OnEvent(transition);
    BOOST_TEST(stream.str() == one);
}

BOOST_AUTO_TEST_SUITE_END()
