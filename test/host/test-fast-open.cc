/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-fast-open.h"
#include "lifecycle-test-net.h"

#include <boost/test/unit_test.hpp>
#include <set>

/**
 * \file
 * TCP Fast Open (RFC 7413) at a server and at a client, segment by segment.
 */

using namespace ns3::lifecycle;
using namespace ns3::lifecycle::test;

namespace
{

using Texts = std::vector<std::string>;

const FourTuple TUPLE{Address(1), Address(2), 80, 1000};

/// \param use which part \param isn ISS \return a host's parameters
HostConfig
With(FastOpen use, uint32_t isn = 300)
{
    HostConfig config = WithIsn(isn);
    config.fastOpen.use = use;
    return config;
}

/// \param segment a segment \param cookie for it \return the same with the option
Segment
Offering(Segment segment, const FastOpenCookie& cookie)
{
    segment.options.AddFastOpen(cookie);
    return segment;
}

/// A cookie that nobody has made.
FastOpenCookie
Guess()
{
    FastOpenCookie cookie;
    cookie.size = 8;
    cookie.octets[0] = 1;
    return cookie;
}

/// \param lone a host \return the last segment that it has sent since Take()
Segment
Answer(LoneHost& lone)
{
    lone.host.Settle(lone.now);
    Segment last;
    for (const HostAction& action : lone.host.Out())
    {
        if (const auto* emit = std::get_if<Emit>(&action.action))
        {
            last = emit->segment;
        }
    }
    return last;
}

/// A host with a listener.
struct Server : LoneHost
{
    explicit Server(const HostConfig& hostConfig = With(FastOpen::Server),
                    const ListenerOptions& options = {})
        : LoneHost(hostConfig),
          cookie(MakeFastOpenCookie(hostConfig.isn.key, TUPLE.remote))
    {
        HostRefusal refusal;
        listener = host.Listen(IpAddress{}, 80, now, refusal, options);
        Take();
    }

    FastOpenCookie cookie; //!< that of 10.0.0.2
    Handle listener;       //!< on port 80
};

/// A host that opens connections to 10.0.0.1, port 80.
struct Client : LoneHost
{
    explicit Client(FastOpen use = FastOpen::Client)
        : LoneHost(With(use, 100))
    {
        config.timestamps = false;
        config.sack = false;
        config.windowScaling = false;
    }

    /// \param octets text \return the SYN
    Segment Open(uint32_t octets)
    {
        HostRefusal refusal;
        OpenOptions options;
        options.fastOpen = true;
        options.octets = octets;
        tuple = {Address(2), Address(1), ++port, 80};
        handle = host.Open(tuple, &config, now, refusal, options);
        return LastEmit();
    }

    /// \return the last segment sent
    Segment LastEmit()
    {
        const Segment last = Answer(*this);
        Take();
        return last;
    }

    /// \return when the connection wants to act
    Instant Deadline() const
    {
        return host.Find(handle)->NextDeadline();
    }

    /// A server's first answer gives a cookie. \param mss it announces
    void Learn(uint16_t mss)
    {
        Open(0);
        Segment answer = Offering(Make(SYN | ACK, 300, 101), Guess());
        answer.options.AddMaxSegmentSize(mss);
        Receive(tuple, answer);
        Take();
    }

    uint16_t port{999}; //!< of the last connection
    FourTuple tuple;    //!< its two ends
    Handle handle;      //!< it
};

} // namespace

BOOST_AUTO_TEST_SUITE(host_fast_open)

// RFC 7413, 4.1.2: of the client's address, under a secret
BOOST_AUTO_TEST_CASE(a_cookie_is_that_of_an_address_under_a_key)
{
    std::set<std::array<uint8_t, 16>> cookies;
    IpAddress ipv6;
    ipv6.isIpv6 = true;
    for (const uint64_t key : {1, 2})
    {
        for (const IpAddress& client : {Address(1), Address(2), IpAddress{}, ipv6})
        {
            const FastOpenCookie cookie = MakeFastOpenCookie(key, client);
            BOOST_TEST(cookie.size == 8u);
            BOOST_TEST((cookie == MakeFastOpenCookie(key, client)));
            cookies.insert(cookie.octets);
        }
    }
    BOOST_TEST(cookies.size() == 8u);
}

// RFC 7413, 4.2.1
BOOST_AUTO_TEST_CASE(a_cookie_that_is_asked_for_is_on_the_syn_ack_and_not_on_its_repeat)
{
    Server server;
    server.Receive(TUPLE, Offering(Make(SYN, 100), {}));
    const Segment answer = Answer(server);
    BOOST_TEST((answer.options.Read().fastOpen == server.cookie));
    BOOST_TEST((answer.ack == Seq(101)));
    BOOST_TEST(answer.options.Size() % 4 == 0u);
    server.Take();
    server.now += 1s;
    server.host.OnDeadline(server.now);
    const Segment again = Answer(server);
    BOOST_TEST(again.Has(SYN | ACK));
    BOOST_TEST(!again.options.Read().fastOpen.has_value());
}

// RFC 7413, 4.2.2: "the packet acknowledges the SYN and data sequence"
BOOST_AUTO_TEST_CASE(text_with_a_valid_cookie_counts_before_the_handshake_is_done)
{
    Server server;
    const Handle child = server.Receive(TUPLE, Offering(Make(SYN, 100, 0, 50), server.cookie));
    BOOST_REQUIRE_EQUAL(ActionsOf<Accepted>(server.host).size(), 1);
    BOOST_TEST((ActionsOf<Accepted>(server.host)[0].handle == child));
    BOOST_TEST(server.Take() == (Texts{"2 LISTEN>SYN-RECEIVED syn",
                                       "2 store 0 0 50",
                                       "2 deliver 50",
                                       "2 emit syn-ack 0 S. 300:300(0) ack 151 win 65535 "
                                       "<mss 1460>"}));
    BOOST_TEST(server.host.StatusOf(server.listener).fastOpenPending == 1u);
    BOOST_TEST(server.host.StatusOf(server.listener).synQueue == 0u);
    // The answer need not wait for the third segment, though it is small (RFC 896)
    server.host.Consume(child, 50, server.now);
    server.host.Send(child, 20, server.now);
    BOOST_TEST(server.Take() == Texts{"2 emit data 0 P. 301:321(20) ack 151 win 65535"});
    BOOST_TEST(server.host.StateOf(child) == State::SynReceived);
    server.Receive(TUPLE, Make(ACK, 151, 321));
    BOOST_TEST(server.host.StateOf(child) == State::Established);
    BOOST_TEST(ActionsOf<Accepted>(server.host).empty());
    BOOST_TEST(server.host.StatusOf(server.listener).fastOpenPending == 0u);
    BOOST_TEST(server.host.StatusOf(server.listener).fastOpenTaken == 1u);
}

BOOST_AUTO_TEST_CASE(an_answer_goes_out_in_syn_received_wherever_the_numbers_begin)
{
    for (const uint32_t isn : {0u, 300u, 0x7fffffffu, 0x80000000u, 3000000000u, 0xffffffffu})
    {
        Server server(With(FastOpen::Server, isn));
        const Handle child = server.Receive(TUPLE, Offering(Make(SYN, 100, 0, 50), server.cookie));
        server.Take();
        server.host.Send(child, 9 * 536, server.now); // a peer without an MSS option
        BOOST_TEST(server.Take().size() == 9u);
        server.Receive(TUPLE, Make(ACK, 151, isn + 1 + 9 * 536));
        BOOST_TEST(server.host.StateOf(child) == State::Established);
        BOOST_TEST((server.host.Find(child)->NextDeadline() == NEVER));
    }
}

// RFC 7413, 4.2.2: without a valid cookie it "acknowledges only the SYN sequence"
BOOST_AUTO_TEST_CASE(text_without_a_valid_cookie_waits_and_the_right_one_is_told)
{
    Server server;
    const Handle child = server.Receive(TUPLE, Offering(Make(SYN, 100, 0, 50), Guess()));
    const Segment answer = Answer(server);
    BOOST_TEST((answer.ack == Seq(101)));
    BOOST_TEST((answer.options.Read().fastOpen == server.cookie));
    BOOST_TEST(ActionsOf<Accepted>(server.host).empty());
    server.Take();
    server.Receive(TUPLE, Make(ACK, 101, 301, 50));
    BOOST_TEST(server.host.StateOf(child) == State::Established);
    BOOST_TEST(server.Take().size() >= 3u);
}

BOOST_AUTO_TEST_CASE(a_host_that_is_no_server_does_as_if_there_were_no_option)
{
    for (const FastOpen use : {FastOpen::Off, FastOpen::Client})
    {
        Server server(With(use));
        server.Receive(TUPLE, Offering(Make(SYN, 100, 0, 50), server.cookie));
        const Segment answer = Answer(server);
        BOOST_TEST((answer.ack == Seq(101)));
        BOOST_TEST(!answer.options.Read().fastOpen.has_value());
    }
}

// RFC 7413, 4.2.2: PendingFastOpenRequests
BOOST_AUTO_TEST_CASE(no_more_than_the_limit_are_taken_before_their_handshake_is_done)
{
    HostConfig hostConfig = With(FastOpen::Server);
    hostConfig.fastOpen.backlog = 2;
    Server server(hostConfig);
    FourTuple tuple = TUPLE;
    for (uint16_t port = 1; port <= 3; ++port)
    {
        tuple.remotePort = port;
        server.Receive(tuple, Offering(Make(SYN, 100, 0, 50), server.cookie));
        BOOST_TEST((Answer(server).ack == Seq(port <= 2 ? 151 : 101)));
        server.Take();
    }
    BOOST_TEST(server.host.StatusOf(server.listener).fastOpenOverflows == 1u);
    tuple.remotePort = 1;
    server.Receive(tuple, Make(ACK, 151, 301));
    server.Take();
    tuple.remotePort = 4;
    server.Receive(tuple, Offering(Make(SYN, 100, 0, 50), server.cookie));
    BOOST_TEST((Answer(server).ack == Seq(151)));
    BOOST_TEST(server.host.StatusOf(server.listener).fastOpenPending == 2u);
}

// RFC 7413, 2.1: the network may duplicate the SYN; while the connection is there it counts once
BOOST_AUTO_TEST_CASE(a_duplicate_of_the_syn_with_text_delivers_nothing_again)
{
    Server server;
    const Segment syn = Offering(Make(SYN, 100, 0, 50), server.cookie);
    server.Receive(TUPLE, syn);
    server.Take();
    for (const bool done : {false, true})
    {
        if (done)
        {
            server.Receive(TUPLE, Make(ACK, 151, 301));
            server.Take();
        }
        server.Receive(TUPLE, syn);
        BOOST_TEST((Answer(server).ack == Seq(151)));
        for (const std::string& text : server.Take())
        {
            BOOST_TEST(text.find("deliver") == std::string::npos);
            BOOST_TEST(text.find("store") == std::string::npos);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_reset_before_the_third_segment_is_told_to_the_user_who_has_it)
{
    Server server;
    const Handle child = server.Receive(TUPLE, Offering(Make(SYN, 100, 0, 50), server.cookie));
    server.Take();
    server.Receive(TUPLE, Make(RST, 151));
    BOOST_TEST(server.host.StateOf(child) == State::Closed);
    const Texts texts = server.Take();
    BOOST_REQUIRE(texts.size() >= 2u);
    BOOST_TEST(texts[0] == "2 SYN-RECEIVED>CLOSED reset");
    BOOST_TEST(texts[1].find("reset") != std::string::npos);
    BOOST_TEST(server.host.StatusOf(server.listener).fastOpenPending == 0u);
    BOOST_TEST((server.host.NextDeadline() == NEVER));
}

BOOST_AUTO_TEST_CASE(with_an_accept_queue_the_connection_is_there_at_once)
{
    ListenerOptions options;
    options.explicitAccept = true;
    options.backlog = 1;
    Server server(With(FastOpen::Server), options);
    const Handle child = server.Receive(TUPLE, Offering(Make(SYN, 100, 0, 50), server.cookie));
    server.Take();
    BOOST_TEST(server.host.StatusOf(server.listener).acceptQueue == 1u);
    // The queue is full: the handshake comes first
    FourTuple other = TUPLE;
    other.remotePort = 2000;
    server.Receive(other, Offering(Make(SYN, 100, 0, 50), server.cookie));
    BOOST_TEST((Answer(server).ack == Seq(101)));
    server.Take();
    // The third segment of the first finds no need for a place
    server.Receive(TUPLE, Make(ACK, 151, 301));
    BOOST_TEST(server.host.StateOf(child) == State::Established);
    BOOST_TEST(server.host.StatusOf(server.listener).acceptQueue == 1u);
    BOOST_TEST((server.host.Accept(server.listener) == child));
    server.host.CloseListener(server.listener, server.now);
    server.Take();
    BOOST_TEST(server.host.StateOf(child) == State::Established);
}

// RFC 7413, 4.2.1 and 4.2.2, client
BOOST_AUTO_TEST_CASE(a_client_asks_for_a_cookie_and_sends_text_with_the_next_syn)
{
    Client client;
    const Segment asking = client.Open(50);
    BOOST_TEST((asking.options.Read().fastOpen == FastOpenCookie{}));
    BOOST_TEST(asking.length == 0u);
    BOOST_TEST(!client.host.HasFastOpenCookie(Address(1), client.now));
    client.Learn(1000);
    BOOST_TEST(client.host.HasFastOpenCookie(Address(1), client.now));
    const Segment syn = client.Open(3000);
    BOOST_TEST((syn.options.Read().fastOpen == Guess()));
    BOOST_TEST(syn.Has(SYN));
    BOOST_TEST(syn.length == 1000u - 40u); // "any data up to the cached server MSS"
    // All of it is acknowledged: the rest follows
    client.Receive(client.tuple, Make(SYN | ACK, 300, 101 + 960));
    BOOST_TEST(client.host.StateOf(client.handle) == State::Established);
    const Texts texts = client.Take();
    BOOST_TEST(texts[0] == "3 SYN-SENT>ESTABLISHED syn-ack");
    BOOST_TEST(texts[2] == "3 release 960");
    BOOST_TEST(texts[3].find("emit data 960 . 1061:") != std::string::npos, texts[3]);
}

BOOST_AUTO_TEST_CASE(text_that_is_not_acknowledged_with_the_syn_goes_again_with_the_third_segment)
{
    Client client;
    client.Learn(1000);
    client.Open(50);
    client.Receive(client.tuple, Make(SYN | ACK, 300, 101));
    const Texts texts = client.Take();
    BOOST_REQUIRE(texts.size() == 3u);
    BOOST_TEST(texts[2].find("emit data 0 again P. 101:151(50) ack 301") != std::string::npos,
               texts[2]);
    client.Receive(client.tuple, Make(ACK, 301, 151));
    BOOST_TEST((client.Deadline() == NEVER));
    // 4.1.3.1: a negative response is cached: no option for an hour, then it is asked for
    BOOST_TEST(!client.Open(50).options.Read().fastOpen.has_value());
    client.now += 3601s;
    BOOST_TEST((client.Open(50).options.Read().fastOpen == FastOpenCookie{}));
}

BOOST_AUTO_TEST_CASE(of_text_that_is_acknowledged_in_part_the_rest_goes_again)
{
    Client client;
    client.Learn(1000);
    client.Open(50);
    client.Receive(client.tuple, Make(SYN | ACK, 300, 121));
    const Segment rest = client.LastEmit();
    BOOST_TEST((rest.seq == Seq(121)));
    BOOST_TEST(rest.length == 30u);
    BOOST_TEST(client.host.HasFastOpenCookie(Address(1), client.now));
}

// RFC 7413, 4.2.2, client: "update SND.UNA to include the data acknowledged", be it one byte; and
// CLOSE before it waits, since the server may have taken it
BOOST_AUTO_TEST_CASE(one_byte_on_the_syn_is_data_as_any_other)
{
    for (const bool closes : {false, true})
    {
        Client client;
        client.Learn(1000);
        BOOST_TEST(client.Open(1).length == 1u);
        if (closes)
        {
            client.host.Close(client.handle, client.now);
            client.Take();
            BOOST_TEST(client.host.StateOf(client.handle) == State::SynSent);
        }
        client.Receive(client.tuple, Make(SYN | ACK, 300, 102));
        const Segment answer = client.LastEmit();
        BOOST_TEST((answer.seq == Seq(102)));
        BOOST_TEST(answer.Has(FIN) == closes);
        BOOST_TEST((client.Deadline() == NEVER) == !closes);
    }
}

BOOST_AUTO_TEST_CASE(a_syn_that_times_out_is_repeated_without_text_and_option)
{
    Client client;
    client.Learn(1000);
    BOOST_TEST(client.Open(50).length == 50u);
    client.now += 1s;
    client.host.OnDeadline(client.now);
    const Segment again = client.LastEmit();
    BOOST_TEST(again.Has(SYN));
    BOOST_TEST((again.seq == Seq(100)));
    BOOST_TEST(again.length == 0u);
    BOOST_TEST(!again.options.Read().fastOpen.has_value());
    // It was the SYN,ACK that was lost: the data have arrived
    client.Receive(client.tuple, Make(SYN | ACK, 300, 151));
    BOOST_TEST(client.host.StateOf(client.handle) == State::Established);
    BOOST_TEST((client.LastEmit().seq == Seq(151)));
    BOOST_TEST((client.Deadline() == NEVER));
}

BOOST_AUTO_TEST_CASE(a_server_that_never_answers_gets_no_option_the_next_time)
{
    Client client;
    client.Learn(1000);
    client.Open(50);
    while (client.host.StateOf(client.handle) == State::SynSent)
    {
        client.now = client.host.NextDeadline();
        client.host.OnDeadline(client.now);
    }
    client.Take();
    BOOST_TEST(!client.Open(50).options.Read().fastOpen.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
