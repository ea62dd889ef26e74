/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-syn-cookie.h"
#include "lifecycle-test-memory.h"
#include "lifecycle-test-net.h"

#include <boost/test/unit_test.hpp>
#include <random>

using namespace ns3::lifecycle;
using namespace ns3::lifecycle::test;

namespace
{

const FourTuple TUPLE{Address(1), Address(2), 80, 1000};
constexpr uint64_t KEY = 0x1234567890abcdef;

/// A lone host with a listener on port 80 that sends cookies.
struct Baker : LoneHost
{
    explicit Baker(SynCookies when = SynCookies::Always,
                   const ListenerOptions& options = {},
                   uint32_t synBacklog = UNLIMITED)
        : LoneHost([&] {
              HostConfig hostConfig;
              hostConfig.isn.key = KEY;
              hostConfig.listening.synCookies = when;
              hostConfig.listening.synBacklog = synBacklog;
              hostConfig.recordConnections = true;
              return hostConfig;
          }())
    {
        HostRefusal refusal;
        now = Instant(100s);
        listener = host.Listen(IpAddress{}, 80, now, refusal, options);
        Take();
    }

    /// \param syn comes for TUPLE \return the SYN,ACK that answers it
    Segment Answer(const Segment& syn)
    {
        BOOST_REQUIRE((Receive(TUPLE, syn) == listener));
        const std::vector<HostAction> emits = ActionsOf<Emit>(host);
        BOOST_REQUIRE_EQUAL(emits.size(), 1);
        const Emit emit = std::get<Emit>(emits[0].action);
        BOOST_TEST(emit.reason == EmitReason::SynAck);
        BOOST_TEST(emit.segment.Has(SYN | ACK));
        Take();
        return emit.segment;
    }

    /// \return the queues
    ListenerStatus Status() const
    {
        return host.StatusOf(listener);
    }

    Handle listener; //!< on port 80
};

/// \param mss announced, 0: not \param shift of the window, above 14: not announced
/// \param sack whether it is offered \param stamp TSval, 0: none \return a SYN at 100
Segment
Syn(uint16_t mss, uint8_t shift, bool sack, uint32_t stamp)
{
    Segment syn = Make(SYN, 100);
    if (mss != 0)
    {
        syn.options.AddMaxSegmentSize(mss);
    }
    if (shift <= 14)
    {
        syn.options.AddWindowScale(shift);
    }
    if (sack)
    {
        syn.options.AddSackPermitted();
    }
    return stamp != 0 ? Stamped(syn, stamp) : syn;
}

} // namespace

BOOST_AUTO_TEST_SUITE(host_syn_cookies)

BOOST_AUTO_TEST_CASE(a_cookie_gives_back_an_mss_that_is_not_above_the_one_announced)
{
    /// An MSS announced, and what the tables of Linux make of it.
    struct Row
    {
        bool isIpv6;
        uint16_t announced;
        uint16_t kept;
    };

    for (const Row& row : {Row{false, 100, 536},
                           Row{false, 536, 536},
                           Row{false, 1299, 536},
                           Row{false, 1300, 1300},
                           Row{false, 1459, 1440},
                           Row{false, 1460, 1460},
                           Row{false, 65535, 1460},
                           Row{true, 1220, 1220},
                           Row{true, 1440, 1440},
                           Row{true, 65535, 8940}})
    {
        FourTuple tuple = TUPLE;
        tuple.local.isIpv6 = tuple.remote.isIpv6 = row.isIpv6;
        const Instant now(1000s);
        const Seq cookie = MakeSynCookie(KEY, tuple, Seq(7), row.announced, now);
        BOOST_TEST(ReadSynCookie(KEY, tuple, Seq(7), cookie, now).value_or(0) == row.kept);
    }
}

BOOST_AUTO_TEST_CASE(a_cookie_is_good_for_its_minute_and_the_next)
{
    const Instant made(10min);
    const Seq cookie = MakeSynCookie(KEY, TUPLE, Seq(7), 1460, made);
    BOOST_TEST(ReadSynCookie(KEY, TUPLE, Seq(7), cookie, made).has_value());
    BOOST_TEST(ReadSynCookie(KEY, TUPLE, Seq(7), cookie, made + 2min - 1ns).has_value());
    BOOST_TEST(!ReadSynCookie(KEY, TUPLE, Seq(7), cookie, made + 2min).has_value());
    BOOST_TEST(!ReadSynCookie(KEY, TUPLE, Seq(7), cookie, made - 1ns).has_value());
    BOOST_TEST(!ReadSynCookie(KEY, TUPLE, Seq(7), cookie, made + 200min).has_value());
}

BOOST_AUTO_TEST_CASE(a_cookie_belongs_to_its_key_tuple_and_isn)
{
    const Instant now(10min);
    const Seq cookie = MakeSynCookie(KEY, TUPLE, Seq(7), 1460, now);
    const auto isNone = [&](uint64_t key, const FourTuple& tuple, uint32_t irs) {
        return !ReadSynCookie(key, tuple, Seq(irs), cookie, now).has_value();
    };
    BOOST_TEST(isNone(KEY + 1, TUPLE, 7));
    BOOST_TEST(isNone(KEY, FourTuple{Address(1), Address(3), 80, 1000}, 7));
    BOOST_TEST(isNone(KEY, FourTuple{Address(3), Address(2), 80, 1000}, 7));
    BOOST_TEST(isNone(KEY, FourTuple{Address(1), Address(2), 81, 1000}, 7));
    BOOST_TEST(isNone(KEY, FourTuple{Address(1), Address(2), 80, 1001}, 7));
    BOOST_TEST(isNone(KEY, TUPLE, 8 + 4));
}

// RFC 4987, appendix A: a guess is right once in 2^24 / 4 MSS values, or 2 minutes of 2^32
BOOST_AUTO_TEST_CASE(guessed_cookies_are_refused)
{
    std::mt19937 random(1);
    uint32_t right = 0;
    for (int i = 0; i < 1000000; ++i)
    {
        right += ReadSynCookie(KEY, TUPLE, Seq(7), Seq(random()), Instant(10min)) ? 1 : 0;
    }
    BOOST_TEST(right <= 1u); // 2 * 4 of 2^32 each: 0.002 in all
}

BOOST_AUTO_TEST_CASE(a_timestamp_keeps_window_scale_and_sack_and_does_not_grow)
{
    for (uint32_t value : {0u, 1u, 5u, 63u, 64u, 1000u, 0xffffffffu})
    {
        for (uint8_t shift = 0; shift <= 15; ++shift)
        {
            for (bool sack : {false, true})
            {
                KnownOptions offered;
                if (shift <= 14)
                {
                    offered.windowScale = shift;
                }
                offered.sackPermitted = sack;
                for (const bool ecn : {false, true})
                {
                    const uint32_t put = PutOptionsInTimestamp(value, offered, ecn);
                    BOOST_TEST(value - put < 64u);
                    BOOST_TEST(EcnFromTimestamp(put) == ecn);
                }
                const uint32_t put = PutOptionsInTimestamp(value, offered, sack);
                const KnownOptions read = OptionsFromTimestamp(put);
                BOOST_TEST((read.windowScale == offered.windowScale));
                BOOST_TEST(read.sackPermitted == sack);
            }
        }
    }
    KnownOptions wide;
    wide.windowScale = 200; // RFC 7323, 2.3: "MUST log the error but MUST use 14 instead"
    BOOST_TEST(OptionsFromTimestamp(PutOptionsInTimestamp(1000, wide, false)).windowScale.value() ==
               14);
}

BOOST_AUTO_TEST_CASE(a_listener_with_cookies_keeps_nothing_and_opens_from_the_third_segment)
{
    Baker lone;
    const Segment answer = lone.Answer(Syn(1460, 7, true, 5000));
    BOOST_TEST(lone.host.Size() == 1u);
    BOOST_TEST((lone.host.NextDeadline() == NEVER));
    BOOST_TEST((answer.ack == Seq(101)));
    const KnownOptions offered = answer.options.Read();
    BOOST_TEST(offered.windowScale.has_value());
    BOOST_TEST(offered.sackPermitted);
    BOOST_REQUIRE(offered.timestamps.has_value());
    BOOST_TEST(offered.timestamps->echo == 5000u);
    BOOST_TEST(100000u - offered.timestamps->value < 64u); // ticks of 1 ms

    lone.now += 50ms;
    Segment ack =
        Stamped(Make(ACK, 101, answer.seq.Value() + 1, 10), 5050, offered.timestamps->value);
    ack.window = 1000;
    const Handle child = lone.Receive(TUPLE, ack);
    BOOST_TEST(lone.host.StateOf(child) == State::Established);
    BOOST_REQUIRE_EQUAL(ActionsOf<Accepted>(lone.host).size(), 1);
    const Connection* connection = lone.host.Find(child);
    BOOST_REQUIRE(connection != nullptr);
    BOOST_TEST(connection->Sending().mss == 1460);
    BOOST_TEST(connection->Sending().shift == 7);
    BOOST_TEST(connection->Sending().wnd == 1000u << 7);
    BOOST_TEST((connection->Sending().iss == answer.seq));
    BOOST_TEST((connection->Receiving().irs == Seq(100)));
    BOOST_TEST(connection->Receiving().windowScaling);
    BOOST_TEST(connection->Receiving().sack);
    BOOST_TEST(connection->Receiving().timestamps);
    BOOST_TEST(connection->Receiving().tsRecent == 5050u);
    BOOST_TEST(connection->Receiving().delivered == 10u); // its data counts
    BOOST_TEST(lone.Take().at(0) == "2 LISTEN>ESTABLISHED ack-of-cookie");
    BOOST_TEST(lone.Status().cookiesSent == 1u);
    BOOST_TEST(lone.Status().cookiesAccepted == 1u);
    BOOST_TEST(lone.Status().synQueueHighWater == 0u);
    BOOST_TEST(lone.host.CountIn(State::Listen) == 1u);
    BOOST_TEST(lone.host.CountIn(State::Established) == 1u);
}

BOOST_AUTO_TEST_CASE(without_timestamps_only_the_mss_is_kept)
{
    Baker lone;
    const Segment answer = lone.Answer(Syn(1300, 7, true, 0));
    const KnownOptions offered = answer.options.Read();
    BOOST_TEST(!offered.windowScale.has_value());
    BOOST_TEST(!offered.sackPermitted);
    BOOST_TEST(!offered.timestamps.has_value());
    BOOST_TEST(offered.maxSegmentSize.has_value());
    const Handle child = lone.Receive(TUPLE, Make(ACK, 101, answer.seq.Value() + 1));
    const Connection* connection = lone.host.Find(child);
    BOOST_REQUIRE(connection != nullptr);
    BOOST_TEST(connection->Sending().mss == 1300);
    BOOST_TEST(!connection->Receiving().windowScaling);
    BOOST_TEST(!connection->Receiving().sack);
    BOOST_TEST(!connection->Receiving().timestamps);
}

BOOST_AUTO_TEST_CASE(a_forged_or_late_third_segment_earns_a_reset)
{
    Baker lone;
    // None was sent: the ACK is not even looked at (RFC 9293, 3.10.7.2, second)
    lone.Receive(TUPLE, Make(ACK, 101, 4711));
    BOOST_TEST(lone.Take().at(0) == "1 emit reset 0 R 4711:4711(0) win 0");
    BOOST_TEST(lone.Status().cookiesRefused == 0u);
    const Segment answer = lone.Answer(Syn(1460, 15, false, 0));
    lone.Receive(TUPLE, Make(ACK, 101, 4711));
    BOOST_TEST(lone.Take().at(0) == "1 emit reset 0 R 4711:4711(0) win 0");
    BOOST_TEST(lone.Status().cookiesRefused == 1u);
    lone.now += 3min;
    lone.Receive(TUPLE, Make(ACK, 101, answer.seq.Value() + 1));
    BOOST_TEST(lone.Take().at(0).find("emit reset") != std::string::npos);
    BOOST_TEST(lone.host.Size() == 1u);
}

BOOST_AUTO_TEST_CASE(under_pressure_cookies_begin_when_the_syn_queue_is_full)
{
    Baker lone(SynCookies::Pressure, {}, 2);
    for (uint16_t port : {1, 2})
    {
        lone.Receive(FourTuple{Address(1), Address(2), 80, port}, Make(SYN, 100));
        lone.Take();
    }
    BOOST_TEST(lone.Status().cookiesSent == 0u);
    const Segment answer = lone.Answer(Syn(1460, 15, false, 0));
    BOOST_TEST(lone.Status().cookiesSent == 1u);
    BOOST_TEST(lone.Status().synDrops == 0u);
    BOOST_TEST(lone.Status().synQueue == 2u);
    const Handle child = lone.Receive(TUPLE, Make(ACK, 101, answer.seq.Value() + 1));
    BOOST_TEST(lone.host.StateOf(child) == State::Established);
}

BOOST_AUTO_TEST_CASE(a_cookie_that_finds_the_accept_queue_full_is_dropped_and_good_for_later)
{
    ListenerOptions options;
    options.backlog = 0;
    options.explicitAccept = true;
    Baker lone(SynCookies::Always, options);
    const Segment answer = lone.Answer(Syn(1460, 15, false, 0));
    lone.Receive(TUPLE, Make(ACK, 101, answer.seq.Value() + 1));
    BOOST_TEST(lone.Take() == std::vector<std::string>{"1 dropped accept queue is full"});
    BOOST_TEST(lone.Status().acceptDrops == 1u);
    BOOST_TEST(lone.host.Size() == 1u);
}

BOOST_AUTO_TEST_CASE(the_record_of_a_connection_from_a_cookie_begins_with_established)
{
    Baker lone;
    const Segment answer = lone.Answer(Syn(1460, 15, false, 0));
    lone.now += 1s;
    const Handle child = lone.Receive(TUPLE, Make(ACK, 101, answer.seq.Value() + 1));
    lone.Take();
    lone.host.Abort(child, lone.now);
    BOOST_REQUIRE_EQUAL(ActionsOf<Finished>(lone.host).size(), 1);
    const ConnectionHistory record =
        std::get<Finished>(ActionsOf<Finished>(lone.host)[0].action).history;
    BOOST_TEST((record.opened == Instant(101s)));
    BOOST_TEST((record.established == Instant(101s)));
    BOOST_TEST((record.role == Role::Passive));
    BOOST_TEST(record.synAckSent == 0u);
}

// RFC 4987, 3.6; what is kept does not grow, and every legitimate client connects.
BOOST_AUTO_TEST_CASE(a_million_forged_syns_cost_no_memory_and_no_client)
{
    Baker lone(SynCookies::Pressure, {}, 128);
    std::mt19937 random(1);
    const auto flood = [&](uint32_t syns) {
        for (uint32_t i = 0; i < syns; ++i)
        {
            const FourTuple forged{Address(1),
                                   IpAddress::FromIpv4(0x0b000000u + (random() & 0xffffff)),
                                   80,
                                   static_cast<uint16_t>(random() | 1)};
            lone.Receive(forged, Make(SYN, random()));
            lone.host.Settle(lone.now);
            lone.host.Out().clear();
            lone.now += 1us;
        }
    };
    flood(1000);
    const std::size_t before = BytesAllocated();
    uint16_t connected = 0;
    for (uint16_t client = 0; client < 100; ++client)
    {
        flood(10000);
        const FourTuple tuple{Address(1), Address(2), 80, static_cast<uint16_t>(client + 1)};
        lone.Receive(tuple, Syn(1460, 7, true, 5000));
        const std::vector<HostAction> emits = ActionsOf<Emit>(lone.host);
        BOOST_REQUIRE_EQUAL(emits.size(), 1);
        const Segment answer = std::get<Emit>(emits[0].action).segment;
        lone.host.Out().clear();
        const auto stamps = answer.options.Read().timestamps;
        BOOST_REQUIRE(stamps.has_value());
        const Handle child =
            lone.Receive(tuple,
                         Stamped(Make(ACK, 101, answer.seq.Value() + 1), 5001, stamps->value));
        connected += lone.host.StateOf(child) == State::Established ? 1 : 0;
        lone.host.Settle(lone.now);
        lone.host.Abort(child, lone.now);
        lone.Take();
    }
    BOOST_TEST(connected == 100);
    BOOST_TEST(BytesAllocated() - before < 20000u);
    BOOST_TEST(lone.host.CountIn(State::SynReceived) == 128u);
    BOOST_TEST(lone.Status().cookiesAccepted == 100u);
    BOOST_TEST(lone.Status().cookiesSent == 1001000u - 128u + 100u);
}

BOOST_AUTO_TEST_SUITE_END()
