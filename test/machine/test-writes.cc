/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * What a user can say about his writes (MSG_MORE, MSG_EOR, TCP_CORK), PSH, how much of the
 * congestion window is used, and what an idle time makes of it.
 */

#include "lifecycle-connection-info.h"
#include "lifecycle-test-sender.h"

#include <boost/test/unit_test.hpp>
#include <string>

namespace ns3
{
namespace lifecycle
{
namespace test
{

namespace
{

constexpr SendFlags MORE{false, true, false};   //!< MSG_MORE
constexpr SendFlags RECORD{false, false, true}; //!< MSG_EOR

/// \param sender writes \param octets how many \param flags how
void
Write(Sender& sender, uint32_t octets, SendFlags flags = {})
{
    sender.Run([&](Context& c) { sender.connection.Send(octets, c, flags); });
}

/// A sender of segments of 500 bytes whose round trips take 100 ms
class Distant : public Solo
{
  public:
    Distant()
        : Solo(Parameters())
    {
        Open();
        Wait(100ms);
        Segment synAck = Make(SYN | ACK, irs, iss + 1);
        synAck.options.AddMaxSegmentSize(MSS);
        synAck.options.AddSackPermitted();
        Feed(synAck);
    }

  private:
    static Config Parameters()
    {
        Config config = Prompt();
        config.timestamps = false;
        config.pushBursts = true;
        config.sendBuffer = 1U << 20;
        return config;
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(writes)

BOOST_AUTO_TEST_CASE(a_short_segment_waits_for_more_until_something_is_sent_or_acknowledged)
{
    // send(2), MSG_MORE; Linux, tcp_push(): the flag is the call's, and the tail has no PSH
    Sender sender(true);
    sender.config.nagle = false;
    Write(sender, 100, MORE);
    BOOST_TEST(sender.Sent() == "");
    Write(sender, 100);
    BOOST_TEST(sender.Sent() == "P. 1:201(200) ack 1");
    Write(sender, 700, MORE);
    BOOST_TEST(sender.Sent() == ". 201:701(500) ack 1");
    sender.Feed(ACK, 1, 201);
    BOOST_TEST(sender.Sent() == ". 701:901(200) ack 1");
}

BOOST_AUTO_TEST_CASE(what_waits_for_more_goes_by_the_override_time_at_the_latest)
{
    // RFC 9293, 3.8.6.2.1, (4): 0.1 to 1.0 s; tcp(7), TCP_CORK, has 200 ms, the least RTO
    Sender sender(true);
    Write(sender, 100, MORE);
    const Instant written = sender.now;
    sender.Tick();
    BOOST_TEST(sender.Sent() == ". 1:101(100) ack 1");
    BOOST_TEST((sender.now - written <= 1s));
}

BOOST_AUTO_TEST_CASE(a_corked_sender_sends_full_segments_only)
{
    // tcp(7), TCP_CORK: "don't send out partial frames"; what is left goes when the option is
    // cleared, or at once when its user asks for it (TCP_NODELAY)
    Sender sender(true);
    sender.config.nagle = false;
    sender.config.cork = true;
    Write(sender, 600);
    BOOST_TEST(sender.Sent() == ". 1:501(500) ack 1");
    sender.Feed(ACK, 1, 501);
    BOOST_TEST(sender.Sent() == "");
    sender.Run([&](Context& c) { sender.connection.Push(c); });
    BOOST_TEST(sender.Sent() == "P. 501:601(100) ack 1");
    Write(sender, 40);
    BOOST_TEST(sender.Sent() == "");
    Config open = sender.config;
    open.cork = false;
    sender.Run([&](Context& c) { sender.connection.Adopt(&open, c); });
    BOOST_TEST(sender.Sent() == "P. 601:641(40) ack 1");
    sender.Run([&](Context& c) { sender.connection.Adopt(&sender.config, c); });
    Write(sender, 40);
    BOOST_TEST(sender.Sent() == "");
    sender.Close();
    BOOST_TEST(sender.Sent() == "FP. 641:681(40) ack 1"); // the FIN waits for nothing
}

BOOST_AUTO_TEST_CASE(no_segment_goes_across_the_end_of_a_record)
{
    // recv(2), MSG_EOR; Linux, tcp_skb_can_collapse_to(). Its end has "no chances to get new
    // data", so that Nagle's algorithm does not hold it once more is written
    Sender sender(true);
    Write(sender, 700, RECORD);
    BOOST_TEST(sender.Sent() == ". 1:501(500) ack 1");
    Write(sender, 800);
    BOOST_TEST(sender.Sent() == "P. 501:701(200) ack 1; . 701:1201(500) ack 1");
    sender.Feed(ACK, 1, 1201);
    BOOST_TEST(sender.Sent() == "P. 1201:1501(300) ack 1");
}

BOOST_AUTO_TEST_CASE(records_are_not_joined_when_they_are_sent_again)
{
    // Linux, tcp_skb_can_collapse(): not after MSG_EOR. Without it what follows goes along
    for (const bool record : {false, true})
    {
        Sender sender(true);
        sender.config.nagle = false;
        sender.config.pushBursts = true;
        Write(sender, 100, record ? RECORD : SendFlags());
        Write(sender, 100);
        sender.Tick();
        BOOST_TEST(sender.Sent() == (record ? "P. 1:101(100) ack 1" : "P. 1:201(200) ack 1"));
    }
}

BOOST_AUTO_TEST_CASE(psh_ends_what_a_network_card_would_cut_into_segments)
{
    // Linux, __tcp_transmit_skb(): "if (tcp_skb_pcount(skb) > 1) tcb->tcp_flags |= TCPHDR_PSH";
    // at a round trip of 100 ms and a window of some segments tcp_tso_autosize() has two. What is
    // left of such a frame is sent again as one (tcp_retransmit_skb()): with both segments it has
    // PSH again, with one of them it has not
    Distant sender;
    sender.Send(7 * MSS);
    std::string flags;
    for (const Emit& emit : sender.sent)
    {
        flags += FlagsText(emit.segment) + " ";
    }
    BOOST_TEST(flags == ". P. . P. . P. P. ");
    sender.Wait(100ms);
    Segment ack = sender.Make(ACK, sender.irs + 1, sender.iss + 1);
    const SackBlock blocks[] = {{sender.iss + 1 + 3 * MSS, sender.iss + 1 + 7 * MSS}};
    sender.config.reductionBound = ReductionBound::None;
    ack.options.AddSack(blocks, 1);
    sender.Feed(ack); // 0, 1 and 2 are lost
    BOOST_TEST(sender.Sent() ==
               ". 1:501(500) ack 1; P. 501:1001(500) ack 1; . 1001:1501(500) ack 1");
}

BOOST_AUTO_TEST_CASE(slow_start_goes_on_while_half_of_the_window_was_used_in_a_window_of_data)
{
    // Linux, tcp_is_cwnd_limited(): cwnd < 2 * max_packets_out, the most that was outstanding in
    // the last window of data, not what is outstanding now: 9 segments let 10 grow to 18
    Sender sender(true);
    sender.config.growHalfUsed = true;
    Write(sender, 9 * MSS);
    for (uint32_t acked = 1; acked <= 9; ++acked)
    {
        sender.Ack(acked);
    }
    BOOST_TEST(sender.Cwnd() == 18.0);
    Sender few(true);
    few.config.growHalfUsed = true;
    Write(few, 5 * MSS);
    few.Ack(1);
    BOOST_TEST(few.Cwnd() == 10.0);
}

BOOST_AUTO_TEST_CASE(after_an_idle_time_the_window_is_the_initial_one_or_halved_for_each_rto)
{
    struct Row
    {
        IdleRestart rule;
        int idleHalfRtos;
        double cwnd;
    };

    // RFC 5681, 4.1: RW = min(IW, cwnd) "in an interval exceeding the retransmission timeout";
    // Linux, tcp_cwnd_restart(): while ((delta -= rto) > 0 && cwnd > restart_cwnd) cwnd >>= 1
    constexpr Row rows[] = {{IdleRestart::Keep, 20, 20},
                            {IdleRestart::Reset, 1, 20},
                            {IdleRestart::Reset, 3, 4},
                            {IdleRestart::Halve, 1, 20},
                            {IdleRestart::Halve, 3, 10},
                            {IdleRestart::Halve, 5, 5},
                            {IdleRestart::Halve, 9, 4}};
    for (const Row& row : rows)
    {
        Sender sender(true);
        sender.config.growHalfUsed = true;
        Write(sender, 10 * MSS);
        sender.Wait(100ms);
        for (uint32_t acked = 1; acked <= 10; ++acked)
        {
            sender.Ack(acked);
        }
        BOOST_TEST_REQUIRE(sender.Cwnd() == 20.0);
        sender.config.idleRestart = row.rule;
        sender.config.initialWindow = 4;
        const Duration sinceSent = row.idleHalfRtos * sender.connection.Rto().Rto() / 2;
        sender.Wait(sinceSent - 100ms);
        Write(sender, 1);
        BOOST_TEST(sender.Cwnd() == row.cwnd, row.idleHalfRtos << " halves of an RTO");
    }
}

BOOST_AUTO_TEST_CASE(what_can_be_asked_about_a_connection_is_counted_as_linux_counts_it)
{
    // include/uapi/linux/tcp.h: of ten segments 0 and 4 are lost, 1 to 3 and 5 to 9 SACKed, so that
    // both are sent again; then 0 is acknowledged with 1 to 3
    Distant sender;
    sender.Send(10 * MSS + 100);
    sender.Wait(100ms);
    Segment ack = sender.Make(ACK, sender.irs + 1, sender.iss + 1);
    const SackBlock blocks[] = {{sender.iss + 1 + 5 * MSS, sender.iss + 1 + 10 * MSS},
                                {sender.iss + 1 + 1 * MSS, sender.iss + 1 + 4 * MSS}};
    ack.options.AddSack(blocks, 2);
    sender.Feed(ack);
    ConnectionInfo info = InfoOf(sender.connection, sender.now);
    BOOST_TEST((info.state == State::Established));
    BOOST_TEST((info.caState == RecoveryPhase::Recovery));
    BOOST_TEST(info.sack);
    BOOST_TEST(!info.timestamps);
    BOOST_TEST(info.sndMss == MSS);
    BOOST_TEST((info.rtt == 100ms));
    BOOST_TEST((info.minRtt == 100ms));
    BOOST_TEST(info.sacked == 8U);
    BOOST_TEST(info.lost == 2U);
    BOOST_TEST(info.delivered == 8U);
    BOOST_TEST(info.totalRetrans == info.retrans);
    BOOST_TEST(info.bytesAcked == 0U);
    sender.Feed(ACK, 1, 1 + 10 * MSS);
    info = InfoOf(sender.connection, sender.now);
    BOOST_TEST(info.delivered == 10U);
    BOOST_TEST(info.bytesAcked == 10U * MSS);
    BOOST_TEST(info.lost == 0U);
    BOOST_TEST(info.reordering == 3U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
