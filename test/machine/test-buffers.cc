/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * The send buffer as Linux counts it, what a sender has waited for, how the receive buffer grows,
 * and ACKs while it is full.
 */

#include "lifecycle-connection-info.h"
#include "lifecycle-test-sender.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>

namespace ns3
{
namespace lifecycle
{
namespace test
{

namespace
{

/// Linux, SKB_TRUESIZE(MAX_TCP_HEADER): 320 bytes, sk_buff 256, skb_shared_info 320
constexpr uint32_t OVERHEAD = 896;

/// \param sender writes as long as there is room \return how many bytes
uint32_t
Fill(Sender& sender)
{
    uint32_t written = 0;
    while (sender.connection.SendRoom() > 0)
    {
        const uint32_t room = sender.connection.SendRoom();
        written += room;
        sender.Run([&](Context& c) { sender.connection.Send(room, c, {}); });
    }
    sender.Run([&](Context&) { sender.connection.WantSpace(); });
    return written;
}

/// \param solo gets segments of 1000 bytes from \p next on, read one by one \param next number of
/// the first \param count how many \param gap time between them
void
Stream(Solo& solo, uint32_t& next, uint32_t count, Duration gap)
{
    for (uint32_t i = 0; i < count; ++i)
    {
        solo.Wait(gap);
        solo.Feed(ACK, next, 1, 1000);
        next += 1000;
    }
}

/// \return parameters of a receiver whose buffer of 20000 may grow to 100000
Config
Growing()
{
    Config config = Prompt();
    config.receiveGrowth = true;
    config.timestamps = false;
    config.receiveBuffer = 20000;
    config.windowScaleBuffer = 200000;
    return config;
}

} // namespace

BOOST_AUTO_TEST_SUITE(buffers)

BOOST_AUTO_TEST_CASE(a_frame_that_is_begun_may_be_filled_whatever_the_limit)
{
    // Linux, tcp_sendmsg_locked(): sk_stream_memory_free() is asked for a new frame only, of half
    // of the greatest window in whole segments (tcp_xmit_size_goal())
    Sender sender(true);
    sender.config.sendAccounting = SendAccounting::Frames;
    sender.config.sendBuffer = 1000;
    sender.config.pushBursts = true;
    sender.Run([&](Context& c) { sender.connection.Adopt(&sender.config, c); });
    const uint32_t frame = 65535 / 2 / MSS * MSS;
    BOOST_TEST(sender.connection.SendRoom() == frame);
    // The window lets ten segments out; what is left of the frame is filled again, and no more
    BOOST_TEST(Fill(sender) == frame + 10 * MSS);
    BOOST_TEST(sender.connection.Sending().Unsent() == frame);
    sender.Ack(2);
    BOOST_TEST(sender.connection.SendRoom() == 3 * MSS); // what has gone out of it: two, and growth
    BOOST_TEST(!sender.connection.IsWritable());
}

BOOST_AUTO_TEST_CASE(a_waiting_user_is_woken_when_a_third_of_the_send_buffer_is_free)
{
    // Linux, sk_stream_min_wspace(): half of what is queued must be free; each frame counts with
    // its bookkeeping
    Sender sender(true);
    sender.config.sendAccounting = SendAccounting::Frames;
    sender.config.pushBursts = true;
    sender.config.sendBuffer = 3 * (10 * MSS + OVERHEAD);
    sender.Run([&](Context& c) { sender.connection.Adopt(&sender.config, c); });
    sender.Run([&](Context& c) { sender.connection.Send(10 * MSS, c, {}); });
    const uint32_t frames = sender.connection.Recovery().Board().Frames();
    BOOST_TEST(frames >= 1U);
    BOOST_TEST(sender.connection.IsWritable());
    sender.config.sendBuffer = (10 * MSS + frames * OVERHEAD) / 2 * 3;
    sender.Run([&](Context& c) { sender.connection.Adopt(&sender.config, c); });
    BOOST_TEST(sender.connection.IsWritable());
    sender.config.sendBuffer -= 3;
    sender.Run([&](Context& c) { sender.connection.Adopt(&sender.config, c); });
    BOOST_TEST(!sender.connection.IsWritable());
    BOOST_TEST(sender.connection.SendRoom() > 0U);
}

BOOST_AUTO_TEST_CASE(with_a_limit_of_unsent_data_a_user_waits_before_the_buffer_is_full)
{
    // tcp(7), TCP_NOTSENT_LOWAT; tcp_stream_memory_free(): "notsent_bytes << wake"
    Sender sender(true);
    sender.config.notSentLowat = 4 * MSS;
    sender.Run([&](Context& c) { sender.connection.Send(13 * MSS, c, {}); });
    BOOST_TEST(sender.connection.Sending().Unsent() == 3 * MSS);
    BOOST_TEST(sender.connection.SendRoom() > 0U);
    BOOST_TEST(!sender.connection.IsWritable());
    sender.Run([&](Context& c) { sender.connection.Send(MSS, c, {}); });
    BOOST_TEST(sender.connection.SendRoom() == 0U);
    sender.Ack(2); // four more go out
    BOOST_TEST(sender.connection.IsWritable());
}

BOOST_AUTO_TEST_CASE(it_is_known_what_a_sender_has_waited_for)
{
    // include/uapi/linux/tcp.h: tcpi_busy_time "Time (usec) busy sending data", tcpi_rwnd_limited
    // "limited by receive window", tcpi_sndbuf_limited "limited by send buffer"
    Sender sender(true, 10);
    const auto info = [&sender] { return InfoOf(sender.connection, sender.now); };
    sender.Wait(50ms);
    BOOST_TEST((info().busyTime == 0ms));
    sender.Feed(ACK, 1, 1, 0, 3 * MSS);
    sender.Run([&](Context& c) { sender.connection.Send(5 * MSS, c, {}); }); // three go out
    sender.Wait(20ms);
    BOOST_TEST((info().rwndLimited == 20ms));
    BOOST_TEST((info().busyTime == 20ms));
    sender.Feed(ACK, 1, 1 + 3 * MSS, 0, 10 * MSS);
    sender.Wait(30ms);
    BOOST_TEST((info().rwndLimited == 20ms));
    BOOST_TEST((info().busyTime == 50ms));
    sender.Feed(ACK, 1, 1 + 5 * MSS);
    sender.Wait(10ms);
    BOOST_TEST((info().busyTime == 50ms));
}

BOOST_AUTO_TEST_CASE(a_sender_is_limited_by_its_buffer_when_all_is_sent_and_its_user_still_waits)
{
    // Linux, tcp_cwnd_validate(): "no more data to send" and "application is hitting buffer limit
    // (SOCK_NOSPACE)"; tcp_check_space() ends it. Twelve segments in two frames have
    // 12 * 500 + 2 * 896 = 7792 bytes; with seven left of both it is 5292, more than 2/3 of 7800
    Sender sender(true, 10);
    sender.config.sendAccounting = SendAccounting::Frames;
    sender.config.pushBursts = true;
    sender.config.sendBuffer = 7800;
    sender.Run([&](Context& c) { sender.connection.Adopt(&sender.config, c); });
    sender.Run([&](Context& c) { sender.connection.Send(12 * MSS, c, {}); });
    sender.Run([&](Context&) { sender.connection.WantSpace(); });
    sender.Wait(5ms);
    BOOST_TEST((InfoOf(sender.connection, sender.now).sndbufLimited == 0ms));
    sender.Ack(5);
    BOOST_TEST(sender.connection.Sending().Unsent() == 0U);
    sender.Wait(10ms);
    BOOST_TEST((InfoOf(sender.connection, sender.now).sndbufLimited == 10ms));
    sender.Ack(12);
    sender.Wait(40ms);
    BOOST_TEST((InfoOf(sender.connection, sender.now).sndbufLimited == 10ms));
    BOOST_TEST((InfoOf(sender.connection, sender.now).busyTime == 15ms));
}

BOOST_AUTO_TEST_CASE(the_receive_buffer_grows_to_twice_what_is_read_in_a_round_trip)
{
    // Linux, tcp_rcv_space_adjust(), tcp_rcvbuf_grow(): more than was ever read in a round trip,
    // ten segments of 1460 or the window at first, makes it twice that and twice the growth again:
    // 2 * 20000 + 2 * (40000 * (20000 - 14600) / 14600). A round trip is the time in which a window
    // arrives
    for (const uint32_t buffer : {10000, 20000})
    {
        Config config = Growing();
        config.receiveBuffer = buffer;
        Solo solo(config);
        solo.Reach(State::Established);
        uint32_t next = 1;
        Stream(solo, next, 50, 10ms);
        const uint32_t grown = buffer == 10000 ? 10000 : 69588;
        BOOST_TEST(solo.connection.Receiving().buffer == grown);
        Stream(solo, next, 4000, 1us);
        BOOST_TEST(solo.connection.Receiving().buffer == (buffer == 10000 ? 10000U : 100000U));
    }
}

BOOST_AUTO_TEST_CASE(the_receive_buffer_does_not_grow_where_it_may_not)
{
    // Linux, tcp_data_queue_ofo(): "do not grow rcvbuf for not-yet-accepted or orphaned sockets";
    // SOCK_RCVBUF_LOCK: a user's own size stays
    for (const int how : {0, 1, 2, 3})
    {
        Config config = Growing();
        config.receiveGrowth = how != 1;
        config.windowScaleBuffer = how == 2 ? 0 : config.windowScaleBuffer;
        Solo solo(config);
        solo.synOptions = SackPermitted();
        solo.Reach(State::Established);
        solo.connection.WaitToBeAccepted(how == 3);
        solo.Feed(ACK, 2001, 1, 15000);
        BOOST_TEST((solo.connection.Receiving().buffer > 20000U) == (how == 0), how);
    }
}

BOOST_AUTO_TEST_CASE(acks_are_delayed_while_less_than_half_of_the_receive_buffer_is_free)
{
    // Linux, __tcp_ack_snd_check(): more than a segment is acknowledged at once only if the window
    // moves; __tcp_select_window(): with less than half free "icsk_ack.quick = 0"
    for (const bool few : {false, true})
    {
        Config config = Prompt();
        config.fewAcksWhenFull = few;
        config.delayedAckTimeout = 40ms;
        config.quickAcks = 16;
        config.receiveBuffer = 10000;
        Solo solo(config);
        solo.autoRead = false;
        solo.Reach(State::Established);
        solo.Feed(ACK, 1, 1, 4000);
        BOOST_TEST(solo.Sent() == ". 1:1(0) ack 4001");
        solo.Feed(ACK, 4001, 1, 4000);
        BOOST_TEST(solo.Sent() == (few ? "" : ". 1:1(0) ack 8001"));
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace test
} // namespace lifecycle
} // namespace ns3
